"""Nothing that can be sent gets more than a plain sentence and a 4xx, and nothing half-written stays."""

from __future__ import annotations

import json
from typing import Any

import pytest

from accounts.models import IdempotencyRecord
from resources.models import Booking, FreeText, Request

NOWHERE = "e17879af-1dfa-49b7-a178-01cb329623b3"
HUGE = 10**9
DEEP = "[" * 100_000 + "]" * 100_000

# What goes into the body of a request beside a good resource, quantity and days: (what, expected status, field).
BODIES: list[tuple[dict[str, Any], int, str]] = [
    ({"quantity": 0}, 422, "quantity"),
    ({"quantity": -1}, 422, "quantity"),
    ({"quantity": HUGE}, 422, "quantity"),
    ({"quantity": 10**30}, 422, "quantity"),
    ({"quantity": 1.5}, 422, "quantity"),
    ({"quantity": "2"}, 422, "quantity"),
    ({"quantity": True}, 422, "quantity"),
    ({"quantity": [1]}, 422, "quantity"),
    ({"start": "2026-02-30"}, 422, "start"),
    ({"start": "20/11/2026"}, 422, "start"),
    ({"start": 20261120}, 422, "start"),
    ({"start": "0001-01-01"}, 422, "start"),
    ({"start": "9999-12-31"}, 422, "start"),
    ({"start": "2026-11-20T10:00:00"}, 422, "start"),
    ({"start": "٢٠٢٦-١١-٢٠"}, 422, "start"),
    ({"start": None}, 422, "start"),
    ({"start": "2001-01-01"}, 422, "start"),
    ({"end": "2001-01-01"}, 422, "end"),
    ({"end": "2099-01-01"}, 422, "end"),
    ({"end": ""}, 422, "end"),
    ({"resource": "abc"}, 422, "resource"),
    ({"resource": NOWHERE}, 404, ""),
    ({"resource": None}, 422, "resource"),
    ({"resource": {"id": NOWHERE}}, 422, "resource"),
    ({"resource": "\x00"}, 422, "resource"),
    ({"resources": []}, 422, "resource"),
    ({"resources": [NOWHERE] * 51}, 422, "resources"),
    ({"category": "acolhimento"}, 422, "resource"),
    ({"resource": None, "category": "nao-existe"}, 422, "category"),
    ({"resource": None, "category": "\x00"}, 422, "category"),
    ({"resource": None, "category": "\ud800"}, 422, "category"),
    ({"resource": None, "category": "cuidados-continuados"}, 422, "category"),
    ({"resource": None, "category": NOWHERE}, 422, "category"),
    ({"origin_municipality": "9999"}, 422, "origin_municipality"),
    ({"origin_municipality": "Porto"}, 422, "origin_municipality"),
    ({"origin_municipality": "\x00"}, 422, "origin_municipality"),
    ({"origin_municipality": 1312}, 422, "origin_municipality"),
    ({"reference": "Maria"}, 422, "reference"),
    ({"reference": "maria jose"}, 422, "reference"),
    ({"reference": "7Q4-M\n"}, 422, "reference"),
    ({"reference": "AB"}, 422, "reference"),
    ({"reference": "A" * 100_000}, 422, "reference"),
    ({"reference": 7}, 422, "reference"),
    ({"urgency": "ontem"}, 422, "urgency"),
    ({"urgency": None}, 422, "urgency"),
    ({"if_full": "cry"}, 422, "if_full"),
    ({"auto_confirm": "yes"}, 422, "auto_confirm"),
    ({"auto_confirm": 1}, 422, "auto_confirm"),
    ({"needs": []}, 422, "needs"),
    ({"needs": {"age_band": "7"}}, 422, "needs.age_band"),
    ({"needs": {"adults": -1}}, 422, "needs.adults"),
    ({"needs": {"adults": HUGE}}, 422, "needs.adults"),
    ({"needs": {"children": True}}, 422, "needs.children"),
    ({"needs": {"accessibility": "wheelchair"}}, 422, "needs.accessibility"),
    ({"needs": {"accessibility": [["wheelchair"]]}}, 422, "needs.accessibility.0"),
    ({"needs": {"interpreter": "klingon"}}, 422, "needs.interpreter"),
    ({"needs": {"pets": "cat"}}, 422, "needs.pets"),
    ({"needs": {"avoid_municipalities": ["\x00"]}}, 422, "needs.avoid_municipalities.0"),
    ({"needs": {"avoid_municipalities": ["9999"]}}, 422, "needs.avoid_municipalities"),
    ({"needs": {"callback": NOWHERE}}, 422, "needs.callback"),
    ({"needs": {"callback": "x"}}, 422, "needs.callback"),
    ({"needs": {"name": "Maria"}}, 422, "needs.name"),
    ({"note": "\x00"}, 422, "note"),
    ({"note": "\ud800"}, 422, "note"),
    ({"note": "a" * 1001}, 422, "note"),
    ({"note": ["a"]}, 422, "note"),
    ({"quantiy": 2}, 422, "quantiy"),
    ({"Maria José, 912 345 678": 2}, 422, ""),
    ({"items": []}, 422, "items"),
    ({"items": {}}, 422, "items"),
    ({"items": "x"}, 422, "items"),
]


@pytest.fixture
def good(make_resource: Any, day: Any) -> dict[str, Any]:
    return {"resource": str(make_resource(4).uuid), "quantity": 1, "start": day(1), "end": day(3)}


def test_the_good_body_is_good(caller: Any, good: Any) -> None:
    assert caller("technician").post("requests", good).status_code == 201


def _odd(answer: Any, status: int, field: str | None = None) -> str:
    """What is odd about the answer to a wrong call; empty when it is the plain sentence that was expected."""
    if answer.status_code != status:
        return f"{answer.status_code} {answer.content[:200]!r}"
    said = answer.json()
    shape = set(said) <= {"code", "detail", "field"} and len(said["detail"]) > 10
    named = field is None or said.get("field", "") == field
    return "" if shape and named else str(said)


def _all_fine(odd: dict[Any, str]) -> None:
    """A table is checked in one set-up: a refused call leaves nothing, so each row finds it as the first did."""
    assert {row: why for row, why in odd.items() if why} == {}


def test_a_wrong_request_is_refused_whole(caller: Any, good: Any) -> None:
    who = caller("technician")
    for key in ("", "chave-1"):
        _all_fine(
            {
                str(wrong)[:120]: _odd(who.post("requests", good | wrong, key=key), status, field)
                for wrong, status, field in BODIES
            }
        )
    assert not Request.objects.exists()
    assert not FreeText.objects.exists()
    # Nothing of a refused call is kept under its key: the same key is free for the corrected one.
    assert not IdempotencyRecord.objects.exists()
    assert who.post("requests", good, key="chave-1").status_code == 201


RAW: list[tuple[bytes | str, int]] = [
    (b"", 422),
    (b"{", 400),
    (b"\xff\xfe", 400),
    (b"\x00", 400),
    (b"null", 422),
    (b"[]", 422),
    (b'"texto"', 422),
    (b"7", 422),
    (b'{"quantity": NaN}', 400),
    (b'{"quantity": Infinity}', 400),
    (b'{"quantity": 1e999}', 422),
    (b'{"quantity": ' + b"9" * 5000 + b"}", 400),
    (DEEP, 400),
    (json.dumps({"note": "a" * 3_000_000}), 413),
]


@pytest.mark.parametrize("path", ["requests", f"bookings/{NOWHERE}/decline"])
def test_a_body_that_is_no_body(caller: Any, path: str) -> None:
    who = caller("technician")
    _all_fine({raw[:60]: _odd(who.post(path, raw), status) for raw, status in RAW})


def test_the_sentence_says_what_is_possible(caller: Any, good: Any) -> None:
    said = caller("technician").post("requests", good | {"if_full": "cry"}).json()
    assert said["detail"] == "«if_full»: os valores possíveis são refuse, waitlist, register."


def test_another_type_of_content_is_said(caller: Any, good: Any) -> None:
    kinds = [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "image/png",
    ]
    who = caller("technician")
    for kind in kinds:
        answer = who.client.generic("POST", who._at("requests"), json.dumps(good), kind, headers=who.headers)
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert not Request.objects.exists()
    utf8 = "application/json; charset=utf-8"
    answer = who.client.generic("POST", who._at("requests"), json.dumps(good), utf8, headers=who.headers)
    assert answer.status_code == 201


PAGES = [
    "page=0",
    "page=-1",
    "page=x",
    "page=" + "9" * 30,
    "page=1.5",
    "per_page=0",
    "per_page=201",
    "per_page=x",
    "per_page=" + "9" * 5000,
]
SEARCHES = [
    "near=91,0",
    "near=0,181",
    "near=nan,nan",
    "near=41",
    "near=41.1,-8.6,3",
    "near=x",
    "near=41.1,-8.6&radius_km=-1",
    "near=41.1,-8.6&radius_km=nan",
    "near=41.1,-8.6&radius_km=x",
    "near=41.1,-8.6&radius_km=1e999",
    "start=2026-02-30",
    "start=x",
    "start=9999-12-31",
    "start=0001-01-01",
    "end=2001-01-01",
    "quantity=0",
    "quantity=-3",
    "quantity=x",
    "quantity=" + "9" * 5000,
    "mode=x",
    "municipality=9999",
    "category=nao-existe",
    "response=9.9.9z",
    "q=" + "a" * 5000,
]


@pytest.mark.parametrize("path", ["resources", "resources.geojson"])
def test_a_wrong_search_gets_a_sentence(caller: Any, path: str) -> None:
    who = caller(None)
    field = {query: query.rpartition("&")[2].partition("=")[0] for query in PAGES + SEARCHES}
    _all_fine({query: _odd(who.get(f"{path}?{query}"), 422, field[query]) for query in PAGES + SEARCHES})


@pytest.mark.parametrize("path", ["municipalities", "categories", "bodies", "plans", "requests"])
def test_a_wrong_page_of_any_list(caller: Any, path: str) -> None:
    who = caller("technician")
    _all_fine({query: _odd(who.get(f"{path}?{query}"), 422, query.partition("=")[0]) for query in PAGES})


def test_a_wrong_box(caller: Any) -> None:
    who = caller("technician")
    wrong = {"box": ["box=all"], "status": ["status=lost", "status=cancelled", "box=incoming&status=%22"]}
    _all_fine({q: _odd(who.get(f"requests?{q}"), 422, field) for field, some in wrong.items() for q in some})


RANGES = [
    ("", "start"),
    ("start=2026-11-20", "end"),
    ("end=2026-11-20", "start"),
    ("start=&end=", "start"),
    ("start=2026-11-20&end=2026-11-20", "end"),
    ("start=2026-11-21&end=2026-11-20", "end"),
    ("start=2026-11-20&end=2027-11-22", "end"),
    ("start=2026-02-30&end=2026-03-30", "start"),
    ("start=1999-12-31&end=2026-03-30", "start"),
    ("start=2026-11-20&end=9999-12-31", "end"),
    ("start=1700000000&end=1700900000", "start"),
]


def test_a_wrong_range_of_days(caller: Any, make_resource: Any) -> None:
    who, path = caller("technician"), f"resources/{make_resource(4).uuid}/availability"
    _all_fine({query: _odd(who.get(f"{path}?{query}"), 422, field) for query, field in RANGES})
    assert who.get(f"{path}?start=2026-11-20&end=2027-11-21").status_code == 200


VERBS: list[tuple[str, Any, int, str]] = [
    ("decline", {}, 422, "code"),
    ("decline", {"code": "x"}, 422, "code"),
    ("decline", {"code": None}, 422, "code"),
    ("decline", {"code": "too_far", "text": "\x00"}, 422, "text"),
    ("decline", {"code": "too_far", "text": "a" * 1001}, 422, "text"),
    ("decline", {"code": "too_far", "reason": "x"}, 422, "reason"),
    ("cancel", {"code": ["too_far"]}, 422, "code"),
    ("accept", {"condition": 7}, 422, "condition"),
    ("accept", {"conditions": "x"}, 422, "conditions"),
    ("accept", {"offer": {}}, 422, "offer"),
    ("accept", {"offer": {"quantity": 0}}, 422, "offer.quantity"),
    ("accept", {"offer": {"quantity": 3}}, 422, "offer.quantity"),
    ("accept", {"offer": {"quantity": HUGE}}, 422, "offer.quantity"),
    ("accept", {"offer": {"start": "2026-02-30"}}, 422, "offer.start"),
    ("accept", {"offer": {"end": "2001-01-01"}}, 422, "end"),
    ("accept", {"offer": {"days": 3}}, 422, "offer.days"),
    ("accept", [], 422, ""),
    ("check-in", {"now": True}, 422, "now"),
    ("extend", {}, 422, "end"),
    ("extend", {"end": None}, 422, "end"),
    ("extend", {"end": "amanhã"}, 422, "end"),
    ("dance", {}, 404, ""),
    ("", {}, 404, ""),
]


def test_a_wrong_verb_changes_nothing(caller: Any, make_resource: Any, ask: Any) -> None:
    booking, who = ask(make_resource(4), 2), caller("holder")
    odd = {}
    for verb, body, status, field in VERBS:
        answer = who.post(f"bookings/{booking.uuid}/{verb}", body)
        odd[f"{verb} {body}"[:120]] = _odd(answer, status, field)
    _all_fine(odd)
    assert Booking.objects.get().status == "requested"


CAPACITIES: list[tuple[Any, str]] = [
    ({"capacity": -1}, "capacity"),
    ({"capacity": HUGE}, "capacity"),
    ({"capacity": 10**30}, "capacity"),
    ({"capacity": "7"}, "capacity"),
    ({"capacity": 7.5}, "capacity"),
    ({"capacity": 7, "from": "2026-02-30"}, "from"),
    ({"capacity": 7, "from": "2001-01-01"}, "from"),
    ({"capacity": 7, "from": "2099-01-01"}, "from"),
    ({"from": "2099-01-01"}, "capacity"),
    ({"capacity": 7, "since": "2099-01-01"}, "since"),
    ({"capacity": 7, "reason": "\x00"}, "reason"),
    ({"capacty": 7}, "capacty"),
]


def test_a_wrong_capacity_changes_nothing(caller: Any, make_resource: Any) -> None:
    resource, who = make_resource(4), caller("holder")
    path = f"resources/{resource.uuid}/capacity"
    _all_fine({str(body): _odd(who.post(path, body), 422, field) for body, field in CAPACITIES})
    assert resource.statements.count() == 1


IDS = ["abc", "1", "null", NOWHERE, "%20", "..", "a" * 3000, "é", "%ff"]
READ = ["resources/{}", "resources/{}/availability?start=2026-11-20&end=2026-11-21", "requests/{}"]
WRITTEN: list[tuple[str, Any]] = [
    ("resources/{}/capacity", {}),
    ("bookings/{}/accept", {}),
    ("bookings/{}/extend", {"end": "2026-11-20"}),
    ("bookings/{}/withdraw", {"code": "other"}),
]


def test_an_id_that_is_none(caller: Any) -> None:
    who = caller("holder")
    reads = {path.format(id): _odd(who.get(path.format(id)), 404, "") for path in READ for id in IDS}
    writes = {
        path.format(id): _odd(who.post(path.format(id), body, key="chave"), 404, "")
        for path, body in WRITTEN
        for id in IDS
    }
    _all_fine(reads | writes)


METHODS = ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "POST", "GET", "HEAD", "BREW"]


@pytest.mark.parametrize("path", ["me", "resources", "requests", f"bookings/{NOWHERE}/accept", "nada", ""])
def test_every_method_of_every_address_gets_an_answer(caller: Any, path: str) -> None:
    who = caller("technician")
    for method in METHODS:
        answer = who.client.generic(method, who._at(path), headers=who.headers)
        assert answer.status_code < 500
        if answer.status_code == 405:
            assert method not in answer.headers["Allow"]
        if answer.status_code >= 400 and method != "HEAD":
            assert set(answer.json()) <= {"code", "detail", "field"}, method


def test_a_search_for_anything(caller: Any, make_resource: Any) -> None:
    make_resource(4)
    for query in (
        "q=%ff%fe",
        "q=%ed%a0%80",
        "q=%22%27%3B--",
        "q=%",
        "q=(((",
        "q=*",
        "q=%F0%9F%9B%8F",
        "near=&q=",
    ):
        for who in (None, "technician"):
            assert caller(who).get(f"resources?{query}").status_code == 200, query
    assert _odd(caller(None).get("resources?q=%00"), 400) == ""


def test_a_wrong_key(caller: Any, good: Any) -> None:
    who = caller("technician")
    for key in ("a" * 256, "é", "a\tb", ""):
        answer = who.post("requests", good, **{"Idempotency-Key": key})
        assert _odd(answer, 422, "Idempotency-Key") == "", key
    assert not Request.objects.exists()
    assert who.post("requests", good, key="a" * 255).status_code == 201
