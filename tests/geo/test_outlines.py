"""The outlines: a coverage of the region, true to its municipalities."""

import json
import math

import pytest
import shapely
from django.utils import translation
from shapely.geometry import Point, shape

from geo.geojson import municipalities_geojson
from geo.models import Boundary, Municipality
from geo.reference import schematic_outlines
from geo.shapes import measure, wound

SQUARE = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]]
HOLE = [[1.0, 1.0], [2.0, 1.0], [2.0, 3.0], [1.0, 3.0], [1.0, 1.0]]


@pytest.fixture
def areas(db):
    return {b.municipality_id: shape(b.geometry) for b in Boundary.objects.all()}


def test_every_municipality_has_an_outline_and_says_where_it_comes_from(areas):
    assert set(areas) == set(Municipality.objects.values_list("pk", flat=True))
    for boundary in Boundary.objects.all():
        assert boundary.schematic
        assert boundary.source == "Generalizado a partir da CAOP, Direção-Geral do Território"


def test_the_outlines_cover_the_region_without_gap_or_overlap(areas):
    shapes = list(areas.values())
    assert all(area.is_valid for area in shapes)
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.unary_union(shapes)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert whole.area == pytest.approx(sum(area.area for area in shapes), rel=1e-12)


def test_the_outlines_have_270_corners_on_a_half_kilometre_grid(areas):
    corners = {corner for area in areas.values() for corner in area.exterior.coords}
    assert len(corners) == 270
    for lon, lat in corners:
        assert (round(lon * 200), round(lat * 200)) == pytest.approx((lon * 200, lat * 200), abs=1e-6)


def test_every_seat_lies_inside_its_own_outline(areas):
    for town in Municipality.objects.all():
        assert areas[town.dico].contains(Point(town.seat_lon, town.seat_lat)), town.name


def test_an_outline_is_about_as_large_as_its_municipality(areas):
    for town in Municipality.objects.all():
        drawn = areas[town.dico].area * 111.195**2 * math.cos(math.radians(41.1))
        assert drawn == pytest.approx(float(town.area_km2), rel=0.09), town.name


def test_centre_and_extent_are_those_of_the_outline(areas):
    for boundary in Boundary.objects.all():
        area = areas[boundary.municipality_id]
        assert (boundary.centroid_lon, boundary.centroid_lat) == pytest.approx(
            area.centroid.coords[0], abs=1e-9
        )
        assert (boundary.west, boundary.south, boundary.east, boundary.north) == area.bounds


def test_another_outline_brings_its_own_centre_and_extent(db):
    boundary = Boundary.objects.get(pk="1312")
    boundary.set_geometry({"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE]]})
    boundary.save()
    boundary.refresh_from_db()
    expected = shape(boundary.geometry).centroid
    assert (boundary.centroid_lon, boundary.centroid_lat) == pytest.approx((expected.x, expected.y))
    assert (boundary.west, boundary.south, boundary.east, boundary.north) == (0, 0, 4, 4)


def test_rings_turn_as_the_format_asks_whichever_way_they_came():
    for outer in (SQUARE, SQUARE[::-1]):
        for inner in (HOLE, HOLE[::-1]):
            turned = shape(wound({"type": "Polygon", "coordinates": [outer, inner]}))
            assert turned.exterior.is_ccw
            assert not turned.interiors[0].is_ccw
            assert turned.area == 14


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [0, 0]},
        {"type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]},
    ],
)
def test_what_is_not_an_area_is_no_outline(geometry):
    with pytest.raises(ValueError, match="outline"):
        measure(geometry)


def test_the_collection_carries_name_area_population_series_and_centre(db):
    with translation.override("pt-pt"):
        collection = municipalities_geojson()
    assert [f["properties"]["name"] for f in collection["features"]] == [
        m.name for m in Municipality.objects.all()
    ]
    porto = next(f for f in collection["features"] if f["id"] == "1312")
    assert shape(porto["geometry"]).exterior.is_ccw
    assert porto["properties"] | {"centroid": None} == {
        "dico": "1312",
        "name": "Porto",
        "short_name": "Porto",
        "district": "Porto",
        "area_km2": 41.42,
        "population": 231_962,
        "population_series": "Censos 2021, resultados preliminares (INE)",
        "centroid": None,
        "schematic": True,
        "source": "Generalizado a partir da CAOP, Direção-Geral do Território",
        "licence": "CC BY 3.0 (equivalente)",
    }
    assert porto["properties"]["centroid"] == {
        "lat": pytest.approx(41.16, abs=0.01),
        "lon": pytest.approx(-8.62, abs=0.02),
    }
    json.dumps(collection)


def test_the_schematic_collection_stays_when_official_outlines_are_in(db):
    boundary = Boundary.objects.get(pk="1312")
    boundary.set_geometry({"type": "Polygon", "coordinates": [SQUARE]})
    boundary.schematic, boundary.source = False, "CAOP 2025"
    boundary.save()

    def porto(collection):
        return next(f for f in collection["features"] if f["id"] == "1312")

    stored, builtin = porto(municipalities_geojson()), porto(municipalities_geojson(schematic=True))
    assert (stored["geometry"]["coordinates"], stored["properties"]["schematic"]) == ([SQUARE], False)
    assert (builtin["geometry"], builtin["properties"]["schematic"]) == (schematic_outlines()["1312"], True)
    assert builtin["properties"]["source"] != stored["properties"]["source"]


def test_the_collection_costs_one_query(django_assert_num_queries, db):
    with django_assert_num_queries(1):
        municipalities_geojson()
