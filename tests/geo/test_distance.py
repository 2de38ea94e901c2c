"""How far, and in which municipality."""

import itertools
import math

import pytest
from django.db.models import F, FloatField, Value
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from geo.distance import EARTH_RADIUS_KM, Distance, bounding_box, haversine_km, municipality_at
from geo.models import Boundary, Municipality


@pytest.fixture
def pairs(db):
    """Seat-to-seat distances, shortest first."""
    return sorted(
        (haversine_km(a.seat_lat, a.seat_lon, b.seat_lat, b.seat_lon), a.short_name, b.short_name)
        for a, b in itertools.combinations(Municipality.objects.all(), 2)
    )


def test_the_longest_way_between_seats_is_povoa_to_vale_de_cambra(pairs):
    km, *names = pairs[-1]
    assert round(km, 1) == 66.9
    assert set(names) == {"Póvoa", "V. Cambra"}


def test_the_shortest_way_between_seats_is_porto_to_gaia(pairs):
    km, *names = pairs[0]
    assert round(km, 1) == 2.7
    assert set(names) == {"Porto", "Gaia"}


def test_the_database_measures_as_python_does(db):
    for town in Municipality.objects.all():
        for other in Municipality.objects.annotate(
            km=Distance("seat_lat", "seat_lon", town.seat_lat, town.seat_lon)
        ):
            expected = haversine_km(town.seat_lat, town.seat_lon, other.seat_lat, other.seat_lon)
            assert other.km == pytest.approx(expected, abs=1e-6)


def test_distance_takes_columns_on_both_sides_and_can_order_and_filter(db):
    near_porto = Municipality.objects.annotate(km=Distance("seat_lat", "seat_lon", 41.1485, -8.61097))
    assert [m.short_name for m in near_porto.order_by("km")[:3]] == ["Porto", "Gaia", "Gondomar"]
    assert {m.short_name for m in near_porto.filter(km__lt=5)} == {"Porto", "Gaia"}
    from_centre = Municipality.objects.annotate(
        km=Distance("seat_lat", "seat_lon", F("boundary__centroid_lat"), F("boundary__centroid_lon"))
    )
    assert all(0 < m.km < 20 for m in from_centre)


def test_a_place_without_coordinates_has_no_distance(db):
    nowhere = Value(None, output_field=FloatField())
    town = Municipality.objects.annotate(km=Distance(nowhere, nowhere, 41.0, -8.6)).first()
    assert town.km is None


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(-41.1484999696814, 171.38903005774466), (90, 0), (-90, 0), (41.1485, -8.61097), (0, 180)],
)
def test_the_far_side_of_the_earth_is_far_and_no_error(db, lat, lon):
    # Seen from the seat of Porto, the first one's haversine rounds to more than one.
    porto = Municipality.objects.annotate(km=Distance("seat_lat", "seat_lon", lat, lon)).get(pk="1312")
    assert porto.km == pytest.approx(haversine_km(porto.seat_lat, porto.seat_lon, lat, lon), abs=1e-3)
    assert 0 <= porto.km <= math.pi * EARTH_RADIUS_KM + 1e-6


def destination(lat, lon, bearing, km):
    """Where one arrives; spherical, the inverse of the haversine."""
    phi, angle, theta = math.radians(lat), km / EARTH_RADIUS_KM, math.radians(bearing)
    phi2 = math.asin(
        max(-1, min(1, math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(theta)))
    )
    turn = math.atan2(
        math.sin(theta) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(phi2)
    )
    return math.degrees(phi2), (lon + math.degrees(turn) + 540) % 360 - 180


@hypothesis_settings(derandomize=True, max_examples=400)
@given(
    lat=st.floats(-89.9, 89.9),
    lon=st.floats(-180, 180),
    radius=st.floats(0.1, 3000),
    share=st.floats(0, 1),
    bearing=st.floats(0, 360),
)
def test_the_box_holds_everything_within_the_radius(lat, lon, radius, share, bearing):
    box = bounding_box(lat, lon, radius)
    there_lat, there_lon = destination(lat, lon, bearing, radius * share)
    assert box.south - 1e-6 <= there_lat <= box.north + 1e-6
    assert box.west - 1e-6 <= there_lon <= box.east + 1e-6 or abs(there_lon) > 180 - 1e-6


def test_the_box_is_tight_in_the_region():
    box = bounding_box(41.15, -8.61, 25)
    assert haversine_km(41.15, -8.61, box.north, -8.61) == pytest.approx(25, rel=1e-6)
    assert haversine_km(41.15, -8.61, 41.15, box.east) == pytest.approx(25, rel=1e-3)


def test_the_box_filters_as_a_condition(db):
    found = Municipality.objects.filter(bounding_box(41.1485, -8.61097, 4).q("seat_lat", "seat_lon"))
    assert {m.short_name for m in found} == {"Porto", "Gaia"}


def test_every_seat_is_in_its_own_municipality(db):
    for town in Municipality.objects.all():
        assert municipality_at(town.seat_lat, town.seat_lon) == town


@pytest.mark.parametrize(
    ("lat", "lon", "where"),
    [
        (41.15, -8.80, "the sea"),
        (41.07, -8.68, "the sea off Gaia"),
        (41.5454, -8.4265, "Braga"),
        (38.7223, -9.1393, "Lisboa"),
        (-8.6, 41.15, "swapped coordinates"),
        (999, 999, "nowhere"),
    ],
)
def test_a_place_outside_belongs_to_none(db, lat, lon, where):
    assert municipality_at(lat, lon) is None, where


def test_a_place_on_a_shared_edge_is_in_exactly_one_and_always_the_same(db):
    areas = {b.municipality_id: shape(b.geometry) for b in Boundary.objects.all()}
    corners = {corner for area in areas.values() for corner in area.exterior.coords}
    shared = 0
    for lon, lat in corners:
        touching = sorted(dico for dico, area in areas.items() if area.covers(Point(lon, lat)))
        shared += len(touching) > 1
        found = municipality_at(lat, lon)
        assert found is not None
        assert found.dico == touching[0]
    assert shared > 100


def test_the_question_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        municipality_at(41.1485, -8.61097)
