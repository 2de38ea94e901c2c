"""The outlines read once, for who asks about many places."""

from __future__ import annotations

from geo.models import Boundary

# How far outside a place may lie and still be "there", in degrees: a schematic outline follows the true one to about
# half a kilometre each way; along an official one a point of a map may be on the other pavement.
SCHEMATIC_SLACK = 0.01
SLACK = 0.003


class Land:
    """The municipalities as areas. Costs a geometry library: for imports, not for a page."""

    def __init__(self) -> None:
        import shapely
        from shapely.geometry import shape

        self._point = shapely.Point
        self.outlines = {}
        for boundary in Boundary.objects.order_by("municipality_id"):
            slack = SCHEMATIC_SLACK if boundary.schematic else SLACK
            exact = shape(boundary.geometry)
            around = exact.buffer(slack)
            shapely.prepare(exact)
            shapely.prepare(around)
            self.outlines[boundary.municipality_id] = (exact, around)

    def is_near(self, dico: str, lat: float, lon: float) -> bool:
        """In the municipality or just beside it; without an outline nothing is denied."""
        known = self.outlines.get(dico)
        return known is None or bool(known[1].covers(self._point(lon, lat)))

    def at(self, lat: float, lon: float) -> str | None:
        """The DICO of the municipality the place is in, else of the nearest that is near."""
        place = self._point(lon, lat)
        for dico, (exact, _around) in self.outlines.items():
            if exact.covers(place):
                return dico
        near = [
            (exact.distance(place), dico)
            for dico, (exact, around) in self.outlines.items()
            if around.covers(place)
        ]
        return min(near)[1] if near else None
