"""How far, and in which municipality. Straight lines on a sphere, the same in Python and in SQL."""

import math
from typing import NamedTuple

from django.db.models import F, FloatField, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Abs, ATan2, Cos, Power, Radians, Sin, Sqrt

from geo.models import Boundary, Municipality

EARTH_RADIUS_KM = 6371.0088


def haversine_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    h = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.atan2(math.sqrt(h), math.sqrt(abs(1 - h)))


class Distance(ATan2):
    """Kilometres between two places of a query; null when a coordinate is null.

    `.annotate(distance_km=Distance("lat", "lon", 41.15, -8.61))`; each argument may be a field name, an
    expression or a number.
    """

    # Arc tangent rather than arc sine: no rounding error can leave its domain, and LEAST(1, null), the usual
    # guard of the arc sine, is 1 in PostgreSQL, which would put a place without coordinates at the antipodes.
    template = f"({2 * EARTH_RADIUS_KM} * %(function)s(%(expressions)s))"

    def __init__(
        self,
        lat_field: str | float | Combinable,
        lon_field: str | float | Combinable,
        lat: str | float | Combinable,
        lon: str | float | Combinable,
    ) -> None:
        phi1, lambda1, phi2, lambda2 = (_radians(part) for part in (lat_field, lon_field, lat, lon))
        h = Power(Sin((phi2 - phi1) / Value(2.0)), 2.0) + Cos(phi1) * Cos(phi2) * Power(
            Sin((lambda2 - lambda1) / Value(2.0)), 2.0
        )
        super().__init__(Sqrt(h), Sqrt(Abs(Value(1.0) - h)), output_field=FloatField())


def _radians(part: str | float | Combinable) -> Radians:
    if isinstance(part, str):
        part = F(part)
    elif isinstance(part, int | float):
        part = Value(float(part), output_field=FloatField())
    return Radians(part, output_field=FloatField())


class Box(NamedTuple):
    """An extent in degrees."""

    south: float
    west: float
    north: float
    east: float

    def q(self, lat_field: str = "lat", lon_field: str = "lon") -> Q:
        """The condition an ordinary index answers, before `Distance` looks exactly."""
        return Q(
            **{
                f"{lat_field}__gte": self.south,
                f"{lat_field}__lte": self.north,
                f"{lon_field}__gte": self.west,
                f"{lon_field}__lte": self.east,
            }
        )


def bounding_box(lat: float, lon: float, radius_km: float) -> Box:
    """The smallest extent that holds the circle; near a pole or the date line it takes all longitudes."""
    angle = radius_km / EARTH_RADIUS_KM
    south, north = lat - math.degrees(angle), lat + math.degrees(angle)
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), -180.0, min(north, 90.0), 180.0)
    reach = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(math.radians(lat)))))
    if lon - reach < -180 or lon + reach > 180:
        return Box(south, -180.0, north, 180.0)
    return Box(south, lon - reach, north, lon + reach)


def municipality_at(lat: float, lon: float) -> Municipality | None:
    """The municipality a place is in, or None in the sea and beyond. A place on a shared edge is in the one
    with the lowest DICO, and so in exactly one."""
    # Costs a tenth of a second and numpy: only who asks pays for it.
    from shapely import Point
    from shapely.geometry import shape

    place = Point(lon, lat)
    for boundary in (
        Boundary.objects.around(lat, lon).select_related("municipality").order_by("municipality_id")
    ):
        if shape(boundary.geometry).covers(place):
            return boundary.municipality
    return None


# A schematic outline follows the true one to about half a kilometre, each way.
_SCHEMATIC_SLACK = 0.01


def lies_in(municipality: Municipality, lat: float, lon: float) -> bool:
    """Whether a place is in the municipality, as exactly as its outline is; without an outline nothing is denied."""
    from shapely import Point
    from shapely.geometry import shape

    boundary = Boundary.objects.filter(municipality=municipality).first()
    if boundary is None:
        return True
    slack = _SCHEMATIC_SLACK if boundary.schematic else 0.0
    return bool(shape(boundary.geometry).distance(Point(lon, lat)) <= slack)
