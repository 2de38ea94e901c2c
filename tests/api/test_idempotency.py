"""A call repeated because its answer got lost is answered again, not done again."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections

from accounts import moment
from accounts.models import ApiToken, IdempotencyRecord, Letter
from resources import actions
from resources.models import Booking, FreeText, RefusedDemand, Request
from tests.api.conftest import Caller, new_token


@pytest.fixture
def body(make_resource: Any, day: Any) -> dict[str, Any]:
    return {"resource": str(make_resource(4).uuid), "quantity": 2, "start": day(1), "end": day(3)}


def test_the_same_key_and_body_get_the_first_answer(caller: Any, body: Any) -> None:
    who = caller("technician")
    first = who.post("requests", body, key="chave 1")
    letters = Letter.objects.count()
    # The same said in another order and spacing, and in another language.
    again = who.post("requests", json.dumps(dict(reversed(body.items())), indent=3), key="chave 1")
    english = who.post("requests", body, key="chave 1", **{"Accept-Language": "en"})
    assert first.status_code == again.status_code == english.status_code == 201
    assert first.content == again.content == english.content
    assert "Idempotent-Replayed" not in first.headers and again.headers["Idempotent-Replayed"] == "true"
    assert Request.objects.count() == 1 and Letter.objects.count() == letters
    assert who.post("requests", body, key="chave 2").status_code == 201
    assert who.post("requests", body).status_code == 201
    assert Request.objects.count() == 3


def test_another_body_under_the_same_key(caller: Any, body: Any, ask: Any, make_resource: Any) -> None:
    who = caller("technician")
    assert who.post("requests", body, key="k").status_code == 201
    for path, other in [
        ("requests", body | {"quantity": 1}),
        ("requests", body | {"note": "Chega tarde."}),
        (f"bookings/{ask(make_resource(4)).uuid}/confirm", {}),
    ]:
        answer = who.post(path, other, key="k")
        assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_mismatch")
        assert "free" not in answer.json() and len(answer.json()["detail"]) > 20
    # What is not even well formed says so first, and the key stays what it was.
    assert who.post("requests", body | {"quantity": 0.5}, key="k").status_code == 422
    assert who.post("requests", body, key="k").status_code == 201
    assert Request.objects.filter(note=None).count() == 2


def test_a_key_belongs_to_its_token(caller: Any, body: Any, cast: Any) -> None:
    assert caller("technician").post("requests", body, key="k").status_code == 201
    assert caller("representative").post("requests", body, key="k").status_code == 201
    second = Caller(new_token(cast.technician))
    assert "Idempotent-Replayed" not in second.post("requests", body, key="k").headers
    assert Request.objects.count() == 3


def test_after_a_day_a_key_is_new(caller: Any, body: Any) -> None:
    who = caller("technician")
    who.post("requests", body, key="k")
    IdempotencyRecord.objects.update(created_at=moment.now() - timedelta(hours=23, minutes=59))
    assert "Idempotent-Replayed" in who.post("requests", body, key="k").headers
    IdempotencyRecord.objects.update(created_at=moment.now() - timedelta(hours=24))
    assert who.post("requests", body | {"quantity": 1}, key="k").status_code == 201
    assert Request.objects.count() == 2 and IdempotencyRecord.objects.count() == 1


def test_a_refusal_for_lack_of_room_is_kept_and_counted_once(caller: Any, body: Any) -> None:
    who = caller("technician")
    answers = [who.post("requests", body | {"quantity": 9}, key="k") for _ in range(3)]
    assert {one.status_code for one in answers} == {409}
    assert {one.content for one in answers} == {answers[0].content}
    assert answers[0].json()["free"] == 4
    assert RefusedDemand.objects.count() == 1
    assert not Request.objects.exists() and not Booking.objects.exists()
    who.post("requests", body | {"quantity": 9})
    assert RefusedDemand.objects.count() == 2


def test_nothing_is_kept_after_wrong_input(caller: Any, body: Any, ask: Any, make_resource: Any) -> None:
    booking = ask(make_resource(4))
    for who, path, said, status in [
        ("technician", "requests", body | {"quantity": 0}, 422),
        ("technician", "requests", body | {"note": "Ligar 912 345 678"}, 422),
        ("technician", "requests", body | {"resource": str(uuid4())}, 404),
        ("editor", "requests", body, 403),
        ("technician", "requests", "{", 400),
        ("technician", f"bookings/{booking.uuid}/accept", {}, 403),
        ("representative", f"bookings/{booking.uuid}/accept", {}, 404),
        ("holder", f"bookings/{booking.uuid}/decline", {}, 422),
        ("holder", f"bookings/{booking.uuid}/accept", {}, 403),  # no protocol
    ]:
        assert caller(who).post(path, said, key="k").status_code == status
        assert not IdempotencyRecord.objects.exists(), said


def test_of_the_body_only_a_hash_is_kept(
    caller: Any, body: Any, protocol: Any, ask: Any, make_resource: Any
) -> None:
    texts = {"note": "Palavra-azul na nota", "condition": "Palavra-verde na resposta"}
    assert caller("technician").post("requests", body | {"note": texts["note"]}, key="k1").status_code == 201
    booking = ask(make_resource(4))
    holder = caller("holder")
    first = holder.post(f"bookings/{booking.uuid}/accept", {"condition": texts["condition"]}, key="k2")
    assert first.json()["condition"] == texts["condition"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM accounts_idempotencyrecord r")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert "Palavra" not in kept and "azul" not in kept and "verde" not in kept
    again = holder.post(f"bookings/{booking.uuid}/accept", {"condition": texts["condition"]}, key="k2")
    assert again.content == first.content
    # The text is kept in its own row alone: once that is purged, the answer given again is without it.
    FreeText.objects.filter(text=texts["condition"]).delete()
    purged = holder.post(f"bookings/{booking.uuid}/accept", {"condition": texts["condition"]}, key="k2")
    assert purged.json() == first.json() | {"condition": None}


def test_a_verb_is_said_once(caller: Any, make_resource: Any, ask: Any, protocol: Any) -> None:
    booking, holder = ask(make_resource(4)), caller("holder")
    answers = [holder.post(f"bookings/{booking.uuid}/accept", key="k") for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert holder.post(f"bookings/{booking.uuid}/accept").status_code == 409


def test_a_capacity_is_stated_once(caller: Any, make_resource: Any) -> None:
    resource = make_resource(4)
    for _ in range(2):
        answer = caller("holder").post(f"resources/{resource.uuid}/capacity", {"capacity": 5}, key="k")
        assert answer.json()["capacity"] == 5
    assert resource.statements.count() == 2


# --- At the same instant: real transactions in a database of its own ---


@pytest.fixture
def crowd(own_database: Any, request: pytest.FixtureRequest) -> Any:
    """`crowd(calls)` runs the calls at once, each in its own connection, and returns their answers."""
    own_database("empty")

    def run(calls: list[Any]) -> list[Any]:
        gate, answers = threading.Barrier(len(calls)), [None] * len(calls)

        def one(n: int) -> None:
            try:
                gate.wait(20)
                answers[n] = calls[n]()
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=(n,)) for n in range(len(calls))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return answers

    return run


@pytest.fixture
def scene(crowd: Any) -> dict[str, Any]:
    """The cast, a shelter of four beds and a token, all committed."""
    from geo.models import Municipality
    from resources.models import Category, Facility, Resource
    from tests.conftest import Cast

    cast = Cast()
    facility = Facility.objects.create(
        organisation=cast.holder.organisation, name="Casa", municipality=Municipality.objects.get(dico="1312")
    )
    category = Category.objects.get(code="acolhimento-temporario")
    resource = Resource.objects.create(facility=facility, category=category, name="Casa, camas")
    actions.state_capacity(resource, by=cast.holder, capacity=4)
    return {"cast": cast, "resource": resource, "secret": new_token(cast.technician)}


def test_two_at_the_same_instant_make_one_booking(crowd: Any, scene: Any, day: Any) -> None:
    body = {"resource": str(scene["resource"].uuid), "quantity": 2, "start": day(1), "end": day(3)}
    for n in range(5):
        call = lambda: Caller(scene["secret"]).post("requests", body, key=f"chave-{n}")  # noqa: B023, E731
        answers = crowd([call] * 4)
        assert [one.status_code for one in answers] == [201] * 4
        assert len({one.content for one in answers}) == 1
        assert sum("Idempotent-Replayed" in one.headers for one in answers) == 3
        assert Request.objects.count() == Booking.objects.count() == n + 1


def test_two_bodies_at_the_same_instant_under_one_key(crowd: Any, scene: Any, day: Any) -> None:
    def call(quantity: int) -> Any:
        body = {"resource": str(scene["resource"].uuid), "quantity": quantity, "start": day(1), "end": day(3)}
        return lambda: Caller(scene["secret"]).post("requests", body, key="chave")

    answers = crowd([call(1), call(2), call(3)])
    assert sorted(one.status_code for one in answers) == [201, 409, 409]
    assert {one.json()["code"] for one in answers if one.status_code == 409} == {"idempotency_mismatch"}
    assert Request.objects.count() == 1


def test_refused_at_the_same_instant_is_counted_once(crowd: Any, scene: Any, day: Any) -> None:
    body = {"resource": str(scene["resource"].uuid), "quantity": 5, "start": day(1), "end": day(3)}
    answers = crowd([lambda: Caller(scene["secret"]).post("requests", body, key="chave")] * 3)
    assert [(one.status_code, one.json()["free"]) for one in answers] == [(409, 4)] * 3
    assert RefusedDemand.objects.count() == 1 and ApiToken.objects.count() == 1
