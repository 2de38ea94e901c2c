"""Each reading call, to the letter of what the outside relies on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from accounts.models import Membership, Organisation
from resources import actions, days
from resources.models import Category, Facility, Resource

ITEM = {
    "id",
    "name",
    "url",
    "mode",
    "unit",
    "category",
    "response",
    "organisation",
    "municipality",
    "location",
    "distance_km",
    "capacity",
    "free",
    "availability_word",
    "confirmed_at",
    "freshness",
    "source",
}


def test_me(caller: Any, cast: Any) -> None:
    porto = Organisation.objects.get(name="Município do Porto")
    second = Membership.objects.create(user=cast.technician.user, organisation=porto, roles=["viewer"])
    first = {
        "id": str(cast.technician.organisation.uuid),
        "name": "Obra Social de Rio Tinto",
        "municipality": "1304",
        "roles": ["technician"],
    }
    other = {"id": str(porto.uuid), "name": "Município do Porto", "municipality": "1312", "roles": ["viewer"]}
    email = "technician@example.org"
    assert caller("technician").get("me").json() == {"email": email, "organisations": [first, other]}
    assert caller(second).get("me").json() == {"email": email, "organisations": [other, first]}
    assert caller("coordination").get("me").json()["organisations"][0]["municipality"] is None


def test_municipalities(caller: Any) -> None:
    said = caller(None).get("municipalities").json()
    assert (said["count"], said["next"], said["previous"]) == (17, None, None)
    names = [one["name"] for one in said["results"]]
    assert names[:2] == ["Arouca", "Espinho"] and names[-1] == "Vila Nova de Gaia"
    porto = next(one for one in said["results"] if one["dico"] == "1312")
    assert set(porto) == {"dico", "name", "district", "area", "population", "population_series", "centroid"}
    assert porto["area"] > 40 and porto["population"] > 200_000 and "INE" in porto["population_series"]
    assert 41 < porto["centroid"]["lat"] < 41.3 and -8.8 < porto["centroid"]["lon"] < -8.4
    collection = caller(None).get("municipalities.geojson")
    assert collection.headers["Content-Type"] == "application/geo+json"
    assert [f["properties"]["name"] for f in collection.json()["features"]] == names


def test_categories_are_a_tree(caller: Any) -> None:
    said = caller(None).get("categories").json()
    shelter = said["results"][0]
    assert (shelter["code"], shelter["mode"], shelter["unit"]) == ("acolhimento", "stay", "cama")
    below = {one["code"]: one for one in shelter["children"]}
    assert below["acolhimento-temporario"]["fresh_for"] == "P0DT12H00M00S"
    assert below["casa-de-abrigo"]["opaque"] and not below["acolhimento-temporario"]["opaque"]
    Category.objects.filter(code="produtos-de-apoio").update(iso9999="12 22")
    aids = next(one for one in caller(None).get("categories").json()["results"] if one["mode"] == "loan")
    assert (aids["iso9999"], aids["carta_social"]) == ("12 22", None)


def test_a_resource(caller: Any, make_resource: Any) -> None:
    resource = make_resource(4)
    (item,) = caller(None).get("resources").json()["results"]
    assert set(item) == ITEM
    assert item["id"] == str(resource.uuid) and item["name"] == resource.name
    assert item["url"] == f"http://testserver/recursos/{resource.uuid}-{resource.slug}/"
    assert (item["mode"], item["unit"], item["response"]) == ("stay", "cama", "1.2.1b")
    assert item["category"]["code"] == "acolhimento-temporario" and UUID(item["category"]["id"])
    assert item["organisation"]["name"] == "Município do Porto" and UUID(item["organisation"]["id"])
    assert item["municipality"] == {"dico": "1312", "name": "Porto"}
    assert set(item["location"]) == {"lat", "lon"} and item["distance_km"] is None
    assert (item["capacity"], item["free"]) == (4, 4)
    assert (item["availability_word"], item["freshness"]) == ("disponível", "fresh")
    english = {"Accept-Language": "en"}
    detail = caller(None).get(f"resources/{resource.uuid}", **english).json()
    assert (
        detail.items()
        >= (item | {"url": detail["url"], "unit": "bed", "category": detail["category"]}).items()
    )
    assert detail["url"].startswith("http://testserver/en/recursos/")
    assert detail["category"]["name"] == "Temporary shelter"
    assert detail["address"] == "Rua de Teste, 1"


def test_visitors_read_a_word_where_there_are_few(
    caller: Any, make_resource: Any, ask: Any, cast: Any
) -> None:
    few, enough = make_resource(2), make_resource(3)
    actions.accept_booking(ask(few, 2, by=cast.holder, start=0, auto_confirm=True), by=cast.holder)
    for path in ("resources", "resources.geojson"):
        said = {}
        for who in (None, "technician"):
            answer = caller(who).get(path).json()
            rows = answer.get("results") or [f["properties"] | {"id": f["id"]} for f in answer["features"]]
            said[who] = {r["id"]: (r["capacity"], r["free"], r["availability_word"]) for r in rows}
        assert said[None] == {
            str(few.uuid): (None, None, "esgotada"),
            str(enough.uuid): (3, 3, "disponível"),
        }
        assert said["technician"] == {
            str(few.uuid): (2, 0, "esgotada"),
            str(enough.uuid): (3, 3, "disponível"),
        }
    one = caller(None).get(f"resources/{few.uuid}").json()
    assert (one["capacity"], one["free"], one["availability_word"]) == (None, None, "esgotada")


def test_with_a_period_only_what_is_free_throughout(
    caller: Any, make_resource: Any, ask: Any, cast: Any, day: Any
) -> None:
    taken, free = make_resource(4), make_resource(4)
    # Three of four beds, the nights of day 3 and 4.
    actions.accept_booking(
        ask(taken, 3, by=cast.holder, start=3, nights=2, auto_confirm=True), by=cast.holder
    )

    def found(**query: Any) -> dict[str, int]:
        answer = caller("technician").get("resources", query)
        return {row["id"]: row["free"] for row in answer.json()["results"]}

    both = {str(taken.uuid), str(free.uuid)}
    assert found(start=day(1), end=day(3), quantity=4) == dict.fromkeys(both, 4)
    assert found(start=day(1), end=day(4), quantity=2) == {str(free.uuid): 4}
    assert found(start=day(1), end=day(4)) == {str(taken.uuid): 1, str(free.uuid): 4}
    assert found(start=day(5), end=day(9), quantity=4) == dict.fromkeys(both, 4)
    assert found(start=day(3), quantity=2) == {str(free.uuid): 4}
    assert found(start=day(1), end=day(3), quantity=5) == {}
    assert found() == dict.fromkeys(both, 4)


def test_filters(caller: Any, make_resource: Any, cast: Any) -> None:
    porto = make_resource(4)
    maia = make_resource(
        4, keeper=cast.representative, dico="1306", category="residencia-senior", response="1.1.1a"
    )
    Facility.objects.filter(pk=maia.facility_id).update(accessible=True)
    shelter = Category.objects.get(code="acolhimento")
    porto_only, maia_only, both = {str(porto.uuid)}, {str(maia.uuid)}, {str(porto.uuid), str(maia.uuid)}
    for query, expected in [
        ("", both),
        ("q=&category=&municipality=&start=&end=&near=&mode=&response=", both),
        ("municipality=1312", porto_only),
        ("municipality=1312&municipality=1306", both),
        ("municipality=1304", set()),
        ("category=acolhimento", porto_only),
        ("category=acolhimento-temporario", porto_only),
        (f"category={shelter.uuid}", porto_only),
        (f"category={str(shelter.uuid).upper()}", porto_only),
        ("category=acolhimento&category=residencias", both),
        ("response=1.1.1a", maia_only),
        ("mode=stay", both),
        ("mode=loan", set()),
        ("accessible=true", maia_only),
        ("accessible=false", both),
        ("near=41.1485,-8.611&radius_km=3", porto_only),
        ("near=41.1485,-8.611&radius_km=30", both),
    ]:
        answer = caller("technician").get(f"resources?{query}")
        assert {row["id"] for row in answer.json()["results"]} == expected, query
        on_map = caller("technician").get(f"resources.geojson?{query}").json()["features"]
        assert {feature["id"] for feature in on_map} == expected, query
    near = caller(None).get("resources?near=41.1485,-8.61097").json()["results"]
    assert [row["id"] for row in near] == [str(porto.uuid), str(maia.uuid)]
    assert near[0]["distance_km"] == 0 and 5 < near[1]["distance_km"] < 15


def test_words_find_what_the_caller_may_see(caller: Any, make_resource: Any) -> None:
    inside = make_resource(4, tier=1, name="Casa do Lado de Dentro")
    query = "resources?q=lado%20dentro"
    assert [row["id"] for row in caller("technician").get(query).json()["results"]] == [str(inside.uuid)]
    assert caller(None).get(query).json()["count"] == 0
    assert caller("technician").get("resources?q=lado%20fora").json()["count"] == 0


def test_pages(caller: Any, make_resource: Any) -> None:
    made = {str(make_resource(4).uuid) for _ in range(5)}
    start = "resources?mode=stay&municipality=1312&municipality=1306&per_page=2"
    seen, address, pages = [], start, 0
    while address:
        said = caller(None).get(address).json()
        assert said["count"] == 5
        seen += [row["id"] for row in said["results"]]
        pages += 1
        assert bool(said["previous"]) == (pages > 1)
        address = said["next"]
        if address:
            assert address.startswith("http://testserver/api/v1/resources?")
            query = parse_qs(urlsplit(address).query)
            assert query["municipality"] == ["1312", "1306"] and query["per_page"] == ["2"]
    assert pages == 3 and len(seen) == 5 and set(seen) == made
    beyond = caller(None).get("municipalities?per_page=10&page=9").json()
    assert (beyond["count"], beyond["results"], beyond["next"]) == (17, [], None)
    assert beyond["previous"].endswith("page=2")


def test_the_map_has_only_places_that_may_be_shown(caller: Any, make_resource: Any) -> None:
    shown, restricted = make_resource(4), make_resource(4, tier=2)
    nowhere = make_resource(4, lat=None, lon=None)
    listed = {row["id"]: row for row in caller("accredited").get("resources").json()["results"]}
    assert set(listed) == {str(one.uuid) for one in (shown, restricted, nowhere)}
    assert listed[str(restricted.uuid)]["location"] is None
    assert listed[str(restricted.uuid)]["municipality"] is None
    assert listed[str(nowhere.uuid)]["location"] is None
    answer = caller("accredited").get("resources.geojson")
    assert answer.headers["Content-Type"] == "application/geo+json"
    (feature,) = answer.json()["features"]
    assert feature["id"] == str(shown.uuid) and feature["geometry"]["type"] == "Point"
    lon, lat = feature["geometry"]["coordinates"]
    assert (lat, lon) == (shown.facility.lat, shown.facility.lon)
    assert set(feature["properties"]) >= {"name", "url", "availability_word", "freshness", "capacity", "free"}


def test_availability(caller: Any, make_resource: Any, ask: Any, cast: Any, day: Any) -> None:
    resource = make_resource(4)
    actions.accept_booking(
        ask(resource, 3, by=cast.holder, start=3, nights=2, auto_confirm=True), by=cast.holder
    )
    first = days.today()
    actions.block_resource(
        resource,
        by=cast.holder,
        start=first + timedelta(days=6),
        end=first + timedelta(days=7),
        reason_code="works",
        quantity=1,
    )
    path = f"resources/{resource.uuid}/availability?start={day(1)}&end={day(10)}"
    assert caller("technician").get(path).json() == {
        "segments": [
            {"start": day(1), "end": day(3), "capacity": 4, "free": 4},
            {"start": day(3), "end": day(5), "capacity": 4, "free": 1},
            {"start": day(5), "end": day(6), "capacity": 4, "free": 4},
            {"start": day(6), "end": day(7), "capacity": 3, "free": 3},
            {"start": day(7), "end": day(10), "capacity": 4, "free": 4},
        ]
    }
    assert caller(None).get(path).status_code == 401


@pytest.mark.parametrize("change", [date(2027, 3, 28), date(2027, 10, 31)])
def test_a_day_with_a_clock_change_is_one_day(
    caller: Any, make_resource: Any, cast: Any, change: date
) -> None:
    resource, before, after = make_resource(4), change - timedelta(days=1), change + timedelta(days=1)
    need = actions.Need(quantity=1, start=change, end=after, resources=[resource])
    made = actions.request_capacity([need], by=cast.holder, auto_confirm=True)
    actions.accept_booking(made.items.get().bookings.get(), by=cast.holder)
    path = f"resources/{resource.uuid}/availability?start={before}&end={after + timedelta(days=1)}"
    assert caller("technician").get(path).json()["segments"] == [
        {"start": str(before), "end": str(change), "capacity": 4, "free": 4},
        {"start": str(change), "end": str(after), "capacity": 4, "free": 3},
        {"start": str(after), "end": str(after + timedelta(days=1)), "capacity": 4, "free": 4},
    ]


def test_what_is_not_counted_has_no_figures(caller: Any, make_resource: Any, day: Any) -> None:
    resource = make_resource(None, category="cuidados-continuados", response=None)
    (item,) = caller("technician").get("resources?mode=info").json()["results"]
    assert (item["capacity"], item["free"], item["availability_word"]) == (None, None, "por confirmar")
    assert (item["confirmed_at"], item["freshness"], item["response"]) == (None, "unknown", None)
    path = f"resources/{resource.uuid}/availability?start={day(0)}&end={day(2)}"
    (segment,) = caller("technician").get(path).json()["segments"]
    assert segment == {"start": day(0), "end": day(2), "capacity": None, "free": None}


def test_the_holder_states_its_capacity(caller: Any, make_resource: Any, day: Any) -> None:
    resource = make_resource(4)
    Resource.objects.update(confirmed_at=None)
    path = f"resources/{resource.uuid}/capacity"
    assert caller(None).get(f"resources/{resource.uuid}").json()["freshness"] == "unknown"
    for nothing in (None, {}):
        Resource.objects.update(confirmed_at=None)
        item = caller("holder").post(path, nothing).json()
        assert (item["capacity"], item["freshness"], item["availability_word"]) == (4, "fresh", "disponível")
        assert set(item) == ITEM
    item = caller("holder").post(path, {"capacity": 6}).json()
    assert (item["capacity"], item["free"]) == (6, 6)
    caller("holder").post(path, {"capacity": 9, "from": day(2)})
    segments = (
        caller("holder").get(f"resources/{resource.uuid}/availability?start={day(1)}&end={day(3)}").json()
    )
    assert [part["capacity"] for part in segments["segments"]] == [6, 9]
    assert caller("technician").post(path, {"capacity": 1}).status_code == 403
    assert caller(None).post(path, {"capacity": 1}).status_code == 401


def test_less_than_promised_needs_a_reason(caller: Any, make_resource: Any, ask: Any, cast: Any) -> None:
    resource = make_resource(4)
    actions.accept_booking(ask(resource, 3, by=cast.holder, start=0, auto_confirm=True), by=cast.holder)
    path = f"resources/{resource.uuid}/capacity"
    answer = caller("holder").post(path, {"capacity": 2})
    assert (answer.status_code, answer.json()["field"]) == (422, "reason")
    item = caller("holder").post(path, {"capacity": 2, "reason": "Obras no telhado"}).json()
    assert (item["capacity"], item["free"], item["availability_word"]) == (2, 0, "esgotada")
