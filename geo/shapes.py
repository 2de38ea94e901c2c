"""Plain arithmetic on GeoJSON areas (longitude, latitude): no web process needs a geometry library for it."""

from itertools import pairwise
from typing import Any, NamedTuple

Position = list[float]
Ring = list[Position]
Geometry = dict[str, Any]


class Measure(NamedTuple):
    """Centre of area and extent, in degrees."""

    centroid_lat: float
    centroid_lon: float
    south: float
    west: float
    north: float
    east: float


def polygons(geometry: Geometry) -> list[list[Ring]]:
    """Every polygon of a Polygon or MultiPolygon: outer ring first, then its holes."""
    kind = geometry.get("type")
    if kind == "Polygon":
        return [geometry["coordinates"]]
    if kind == "MultiPolygon":
        return list(geometry["coordinates"])
    raise ValueError(f"An outline is a Polygon or a MultiPolygon, not {kind!r}.")


def wound(geometry: Geometry) -> Geometry:
    """The same area with its rings turned as RFC 7946 asks: outer ones anticlockwise, holes clockwise."""
    turned = [
        [
            ring if (_moments(ring)[0] > 0) == (place == 0) else ring[::-1]
            for place, ring in enumerate(polygon)
        ]
        for polygon in polygons(geometry)
    ]
    return {"type": geometry["type"], "coordinates": turned[0] if geometry["type"] == "Polygon" else turned}


def measure(geometry: Geometry) -> Measure:
    """Centre of area (holes taken out) and extent."""
    area = x = y = 0.0
    for polygon in polygons(geometry):
        for place, ring in enumerate(polygon):
            ring_area, ring_x, ring_y = _moments(ring)
            sign = (1 if place == 0 else -1) * (1 if ring_area > 0 else -1)
            area, x, y = area + sign * ring_area, x + sign * ring_x, y + sign * ring_y
    if not area:
        raise ValueError("An outline without area has no centre.")
    outer = [position for polygon in polygons(geometry) for position in polygon[0]]
    lons, lats = [p[0] for p in outer], [p[1] for p in outer]
    return Measure(y / area, x / area, min(lats), min(lons), max(lats), max(lons))


def _moments(ring: Ring) -> tuple[float, float, float]:
    """Signed area (positive anticlockwise) and the first moments. Summed from the first corner: sums of
    absolute coordinates would lose half the digits."""
    lon0, lat0 = ring[0][:2]
    area = x = y = 0.0
    for one, two in pairwise(ring):
        ax, ay, bx, by = one[0] - lon0, one[1] - lat0, two[0] - lon0, two[1] - lat0
        cross = ax * by - bx * ay
        area, x, y = area + cross / 2, x + cross * (ax + bx) / 6, y + cross * (ay + by) / 6
    return area, x + lon0 * area, y + lat0 * area
