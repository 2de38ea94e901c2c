"""Asking, and what becomes of it, by the calls alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import Contact
from resources import actions, days
from resources.models import Booking, FreeText, RefusedDemand, Request, RequestItem

BRIEF = {"id", "resource", "status", "quantity", "start", "end"}


@pytest.fixture
def send(caller: Any, day: Any) -> Any:
    """`send("technician", resource, 2)` asks from tomorrow for two nights; `more` goes into the body."""

    def post(who: str, resource: Any, quantity: int = 1, *, key: str = "", **more: Any) -> Any:
        body = {"quantity": quantity, "start": day(1), "end": day(3)}
        if resource is not None:
            body["resource"] = str(resource.uuid)
        return caller(who).post("requests", body | more, key=key)

    return post


def test_two_beds_from_asking_to_leaving(caller: Any, make_resource: Any, send: Any, protocol: Any) -> None:
    resource, asker, holder = make_resource(4), caller("technician"), caller("holder")
    today = days.today().isoformat()
    made = send(
        "technician", resource, 2, start=today, reference="7Q4-M", urgency="urgent", note="Chega às 21:00."
    )
    assert made.status_code == 201
    said = made.json()
    assert set(said) == {"id", "status", "bookings", "warnings"}
    assert (said["status"], said["warnings"]) == ("requested", [])
    (booking,) = said["bookings"]
    assert set(booking) == BRIEF
    assert (booking["resource"], booking["quantity"], booking["start"]) == (str(resource.uuid), 2, today)

    (incoming,) = holder.get("requests?box=incoming&status=requested").json()["results"]
    assert (incoming["id"], incoming["reference"], incoming["urgency"]) == (said["id"], "7Q4-M", "urgent")
    assert (incoming["note"], incoming["organisation"]["name"]) == (
        "Chega às 21:00.",
        "Obra Social de Rio Tinto",
    )
    assert incoming["origin_municipality"] == {"dico": "1304", "name": "Gondomar"}
    assert [one["id"] for one in incoming["bookings"]] == [booking["id"]]

    def say(who: Any, verb: str, body: Any = None) -> dict[str, Any]:
        answer = who.post(f"bookings/{booking['id']}/{verb}", body)
        assert answer.status_code == 200, answer.content
        assert answer.json()["request"] == said["id"]
        return dict(answer.json())

    held = say(holder, "accept")
    assert held["status"] == "held" and held["hold_expires_at"] > timezone.now().isoformat()
    assert say(asker, "confirm")["status"] == "confirmed"
    assert say(holder, "check-in")["status"] == "in_use"
    later = (days.today() + timedelta(days=5)).isoformat()
    asked = say(asker, "extend", {"end": later})
    assert (asked["status"], asked["extension"]) == ("in_use", later)
    longer = say(holder, "accept-extension")
    assert (longer["end"], longer["extension"]) == (later, None)
    left = say(holder, "check-out", {"condition": "Chaves entregues."})
    assert (left["status"], left["end"]) == ("completed", (days.today() + timedelta(days=1)).isoformat())
    assert asker.get(f"requests/{said['id']}").json()["status"] == "completed"
    assert asker.get("requests?box=outgoing&status=completed").json()["count"] == 1
    assert asker.get("requests?box=outgoing&status=requested").json()["count"] == 0
    assert asker.get("requests?box=incoming").json()["count"] == 0
    assert holder.get("requests?box=outgoing").json()["count"] == 0


# verb, body, who may, what it becomes, from which state it is said (made by the calls before it)
ANSWERS: list[tuple[str, Any, str, str, list[tuple[str, str, Any]]]] = [
    ("accept", {}, "holder", "held", []),
    ("accept", {"condition": "Até às 22:00."}, "holder", "offered", []),
    ("accept", {"offer": {"quantity": 1}}, "holder", "offered", []),
    ("waitlist", None, "holder", "waitlisted", []),
    ("decline", {"code": "no_suitable"}, "holder", "declined", []),
    ("withdraw", {"code": "no_longer_needed"}, "technician", "withdrawn", []),
    ("confirm", {}, "technician", "confirmed", [("holder", "accept", {})]),
    ("cancel", {"code": "other", "text": "Obras."}, "holder", "cancelled", [("holder", "accept", {})]),
]


@pytest.mark.parametrize(("verb", "body", "who", "becomes", "before"), ANSWERS, ids=range(len(ANSWERS)))
def test_each_verb_is_one_sides(
    caller: Any,
    make_resource: Any,
    send: Any,
    protocol: Any,
    verb: str,
    body: Any,
    who: str,
    becomes: str,
    before: Any,
) -> None:
    """The success and every refusal stand on the same booking."""
    id = send("technician", make_resource(4), 2).json()["bookings"][0]["id"]
    for name, earlier, said in before:
        assert caller(name).post(f"bookings/{id}/{earlier}", said).status_code == 200
    state = Booking.objects.get().status
    other = "holder" if who == "technician" else "technician"
    refusals = [
        (None, 401, "unauthorized"),
        ("representative", 404, "not_found"),
        ("accredited", 404, "not_found"),
    ]
    if verb != "waitlist":
        refusals.append((other, 403, "forbidden"))
    for name, status, code in refusals:
        answer = caller(name).post(f"bookings/{id}/{verb}", body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), name
        assert Booking.objects.get().status == state
    answer = caller(who).post(f"bookings/{id}/{verb}", body)
    assert (answer.status_code, answer.json()["status"]) == (200, becomes)
    if verb not in ("accept", "waitlist"):
        again = caller(who).post(f"bookings/{id}/{verb}", body)
        assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


def test_the_first_day_is_waited_for(caller: Any, make_resource: Any, send: Any, protocol: Any) -> None:
    id = send("technician", make_resource(4), auto_confirm=True).json()["bookings"][0]["id"]
    holder = caller("holder")
    assert holder.post(f"bookings/{id}/accept").json()["status"] == "confirmed"
    for verb in ("check-in", "no-show"):
        answer = holder.post(f"bookings/{id}/{verb}")
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
        assert len(answer.json()["detail"]) > 20


def test_nobody_came(caller: Any, make_resource: Any, send: Any, protocol: Any, day: Any) -> None:
    id = send("technician", make_resource(4), start=day(0), auto_confirm=True).json()["bookings"][0]["id"]
    caller("holder").post(f"bookings/{id}/accept")
    assert caller("holder").post(f"bookings/{id}/no-show").json()["status"] == "no_show"


def test_an_extension_that_is_not_given(
    caller: Any, make_resource: Any, send: Any, protocol: Any, day: Any
) -> None:
    id = send("technician", make_resource(4), auto_confirm=True).json()["bookings"][0]["id"]
    asker, holder = caller("technician"), caller("holder")
    holder.post(f"bookings/{id}/accept")
    assert holder.post(f"bookings/{id}/accept-extension").status_code == 409
    assert asker.post(f"bookings/{id}/extend", {"end": day(9)}).json()["extension"] == day(9)
    assert asker.post(f"bookings/{id}/accept-extension").status_code == 403
    answer = holder.post(f"bookings/{id}/decline-extension", {"code": "no_capacity"}).json()
    assert (answer["extension"], answer["end"]) == (None, day(3))
    assert asker.post(f"bookings/{id}/extend", {"end": day(2)}).json()["end"] == day(2)


def test_when_it_is_full(caller: Any, make_resource: Any, send: Any) -> None:
    resource = make_resource(4)
    answer = send("technician", resource, 5)
    said = answer.json()
    assert (answer.status_code, said["code"], said["free"]) == (409, "no_capacity", 4)
    assert not Request.objects.exists() and RefusedDemand.objects.count() == 1
    for if_full, status in (("waitlist", "waitlisted"), ("register", "declined")):
        made = send("technician", resource, 5, if_full=if_full)
        assert made.status_code == 201
        assert made.json()["bookings"][0]["status"] == status
    assert RefusedDemand.objects.count() == 3


def test_the_last_place_at_acceptance(caller: Any, make_resource: Any, send: Any, protocol: Any) -> None:
    resource = make_resource(3)
    first, second = (send("technician", resource, 2).json()["bookings"][0]["id"] for _ in range(2))
    holder = caller("holder")
    assert holder.post(f"bookings/{first}/accept").status_code == 200
    answer = holder.post(f"bookings/{second}/accept")
    assert (answer.status_code, answer.json()["code"], answer.json()["free"]) == (409, "no_capacity", 1)
    assert caller("technician").post(f"bookings/{second}/waitlist").json()["status"] == "waitlisted"


def test_an_open_end(make_resource: Any, send: Any, caller: Any) -> None:
    resource = make_resource(4)
    made = send("technician", resource, end=None).json()
    assert made["bookings"][0]["end"] is None
    (item,) = caller("technician").get(f"requests/{made['id']}").json()["items"]
    assert (item["end"], item["quantity"], item["category"]["code"]) == (None, 1, "acolhimento-temporario")


def test_several_holders_and_several_needs(
    caller: Any, make_resource: Any, send: Any, day: Any, cast: Any, protocol: Any
) -> None:
    porto, maia = make_resource(4), make_resource(4, keeper=cast.member_of("Fundação Casa Nova"), dico="1310")
    made = send("technician", None, 2, resources=[str(porto.uuid), str(maia.uuid), str(porto.uuid)]).json()
    assert {one["resource"] for one in made["bookings"]} == {str(porto.uuid), str(maia.uuid)}
    # Each holder sees its own side only; the asker sees both.
    (incoming,) = caller("holder").get("requests?box=incoming").json()["results"]
    assert [one["resource"] for one in incoming["bookings"]] == [str(porto.uuid)]
    assert len(caller("technician").get(f"requests/{made['id']}").json()["bookings"]) == 2
    body = {
        "items": [
            {"resource": str(porto.uuid), "quantity": 1, "start": day(1), "end": day(2)},
            {"category": "residencia-senior", "quantity": 3, "start": day(1), "end": None},
        ]
    }
    both = caller("technician").post("requests", body).json()
    assert len(both["bookings"]) == 1
    seen = {who: caller(who).get(f"requests/{both['id']}").json() for who in ("technician", "holder")}
    assert [len(seen[who]["items"]) for who in seen] == [2, 1]
    assert caller("technician").post("requests", body | {"quantity": 1}).json()["field"] == "items"


def test_a_holder_reads_the_state_of_its_own_side(
    caller: Any, make_resource: Any, send: Any, cast: Any, protocol: Any
) -> None:
    keeper = cast.member_of("Fundação Casa Nova")
    porto, other = make_resource(4), make_resource(4, keeper=keeper, dico="1310")
    made = send("technician", None, resources=[str(porto.uuid), str(other.uuid)], auto_confirm=True).json()
    mine, theirs = (
        next(one["id"] for one in made["bookings"] if one["resource"] == str(resource.uuid))
        for resource in (porto, other)
    )
    caller("holder").post(f"bookings/{mine}/decline", {"code": "no_suitable"})
    assert caller(keeper).post(f"bookings/{theirs}/accept").json()["status"] == "confirmed"
    seen = {"holder": "declined", keeper: "confirmed", "technician": "confirmed"}
    for who, status in seen.items():
        assert caller(who).get(f"requests/{made['id']}").json()["status"] == status
        assert caller(who).get(f"requests?status={status}").json()["count"] == 1
    assert caller("holder").get("requests?status=confirmed").json()["count"] == 0


def test_a_hold_that_ran_out_reads_as_expired(
    caller: Any, make_resource: Any, send: Any, protocol: Any
) -> None:
    made = send("technician", make_resource(4)).json()
    id = made["bookings"][0]["id"]
    caller("holder").post(f"bookings/{id}/accept")
    Booking.objects.update(hold_expires_at=timezone.now() - timedelta(seconds=1))
    answer = caller("technician").post(f"bookings/{id}/confirm")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    said = caller("technician").get(f"requests/{made['id']}").json()
    assert (said["status"], said["bookings"][0]["status"]) == ("expired", "expired")
    assert caller("technician").get("requests?status=expired").json()["count"] == 1
    assert caller("technician").get("requests?status=held").json()["count"] == 0


def test_a_missing_protocol_is_said_and_stops_the_acceptance(
    caller: Any, make_resource: Any, send: Any, protocol: Any
) -> None:
    resource, holder = make_resource(4), caller("holder")
    for origin, warned in (("1304", []), ("0104", ["no_protocol"]), ("1312", [])):
        made = send("technician", resource, origin_municipality=origin)
        assert made.status_code == 201
        assert [one["code"] for one in made.json()["warnings"]] == warned, origin
        if warned:
            id = made.json()["bookings"][0]["id"]
            assert made.json()["warnings"][0]["booking"] == id
    answer = holder.post(f"bookings/{id}/accept")
    assert (answer.status_code, answer.json()["code"]) == (403, "no_protocol")
    answer = holder.post(f"bookings/{id}/accept", {"exception": "Noite de frio, sem alternativa."})
    assert (answer.status_code, answer.json()["status"]) == (200, "held")


def test_where_the_need_comes_from(make_resource: Any, send: Any) -> None:
    resource = make_resource(4)
    answer = send("coordination", resource)
    assert (answer.status_code, answer.json()["field"]) == (422, "origin_municipality")
    assert send("coordination", resource, origin_municipality="1308").status_code == 201
    assert Request.objects.get().origin_id == "1308"


PERSONAL = [
    ("note", "Ligar para o 912 345 678", "phone"),
    ("note", "NIF 123456789", "nif"),
    ("note", "maria@exemplo.pt", "email"),
    ("note", "PT50 0002 0123 1234 5678 9015 4", "iban"),
]


def test_what_could_identify_someone_is_refused_and_kept_nowhere(
    caller: Any, make_resource: Any, send: Any, protocol: Any
) -> None:
    resource = make_resource(4)
    for field, text, pattern in PERSONAL:
        answer = send("technician", resource, **{field: text}, key=f"k-{pattern}")
        said = answer.json()
        assert answer.status_code == 422
        assert (said["code"], said["field"], said["pattern"]) == ("personal_data", field, pattern)
        assert text.split()[-1] not in answer.content.decode()
    id = send("technician", resource).json()["bookings"][0]["id"]
    for verb, body, field in [
        ("accept", {"condition": PERSONAL[0][1]}, "condition"),
        ("accept", {"exception": PERSONAL[0][1]}, "exception"),
        ("decline", {"code": "other", "text": PERSONAL[0][1]}, "text"),
    ]:
        said = caller("holder").post(f"bookings/{id}/{verb}", body).json()
        assert (said["code"], said["field"], said["pattern"]) == ("personal_data", field, "phone")
    said = caller("holder").post(
        f"resources/{resource.uuid}/capacity", {"capacity": 3, "reason": PERSONAL[2][1]}
    )
    assert (said.status_code, said.json()["pattern"]) == (422, "email")
    assert not FreeText.objects.exists()
    assert Booking.objects.get().status == "requested"


def test_needs_are_closed_words(caller: Any, make_resource: Any, send: Any, cast: Any) -> None:
    desk = Contact.objects.create(
        organisation=cast.technician.organisation, label="Piquete", phone="220000000"
    )
    needs = {
        "age_band": "30-64",
        "adults": 1,
        "children": 2,
        "dependency": "partial",
        "accessibility": ["wheelchair", "no_stairs"],
        "interpreter": "uk",
        "pets": True,
        "avoid_municipalities": ["1308"],
        "callback": str(desk.uuid),
    }
    made = send("technician", make_resource(4), needs=needs)
    assert made.status_code == 201
    said = caller("holder").get(f"requests/{made.json()['id']}").json()
    assert said["callback"] == {"id": str(desk.uuid), "label": "Piquete", "phone": "220000000", "email": ""}
    kept = {key: value for key, value in needs.items() if key != "callback"}
    assert said["needs"] == kept | {"accessibility": ["no_stairs", "wheelchair"]}
    foreign = Contact.objects.create(organisation=cast.holder.organisation, label="Outro", phone="220000001")
    answer = send("technician", make_resource(4), needs={"callback": str(foreign.uuid)})
    assert (answer.status_code, answer.json()["field"]) == (422, "needs.callback")


def test_a_need_stated_to_the_network(caller: Any, send: Any) -> None:
    made = send("technician", None, 2, category="acolhimento-temporario")
    assert made.status_code == 201
    assert (made.json()["status"], made.json()["bookings"]) == ("requested", [])
    assert UUID(made.json()["id"])


def test_a_resource_of_information_is_not_asked_for(make_resource: Any, send: Any) -> None:
    resource = make_resource(None, category="cuidados-continuados", response=None)
    answer = send("technician", resource)
    assert (answer.status_code, answer.json()["field"]) == (422, "resource")


def test_others_requests_are_missing(caller: Any, make_resource: Any, send: Any) -> None:
    made = send("technician", make_resource(4)).json()
    foreign = caller("representative").get(f"requests/{made['id']}")
    missing = caller("representative").get("requests/00000000-0000-4000-8000-000000000000")
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert caller("representative").get("requests").json()["count"] == 0


def test_a_need_already_met(caller: Any, make_resource: Any, cast: Any, send: Any, protocol: Any) -> None:
    keeper = cast.member_of("Fundação Casa Nova")
    porto, other = make_resource(4), make_resource(4, keeper=keeper, dico="1310")
    made = send("technician", None, resources=[str(porto.uuid), str(other.uuid)], auto_confirm=True).json()
    ids = {one["resource"]: one["id"] for one in made["bookings"]}
    assert caller("holder").post(f"bookings/{ids[str(porto.uuid)]}/accept").json()["status"] == "confirmed"
    answer = caller(keeper).post(f"bookings/{ids[str(other.uuid)]}/accept")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert actions.expire_holds() == 0


def test_a_need_put_to_the_network_is_withdrawn(caller: Any, protocol: Any) -> None:
    day = days.today()
    sent = {
        "category": "acolhimento-temporario",
        "quantity": 1,
        "start": day.isoformat(),
        "end": (day + timedelta(days=2)).isoformat(),
    }
    asker = caller("technician")
    made = asker.post("requests", sent).json()
    assert (made["status"], made["bookings"]) == ("requested", [])
    assert caller("holder").post(f"requests/{made['id']}/withdraw", {"code": "duplicate"}).status_code == 404
    assert asker.post(f"requests/{made['id']}/withdraw", {}).status_code == 422
    answer = asker.post(f"requests/{made['id']}/withdraw", {"code": "duplicate"})
    assert (answer.status_code, answer.json()["status"]) == (200, "withdrawn")
    assert asker.get(f"requests/{made['id']}").json()["status"] == "withdrawn"
    assert asker.get("requests?status=withdrawn").json()["count"] == 1
    again = asker.post(f"requests/{made['id']}/withdraw", {"code": "duplicate"})
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


def test_a_family_of_kinds_is_answered_by_any_of_them(
    caller: Any, cast: Any, make_resource: Any, day: Any, protocol: Any
) -> None:
    sent = {"category": "acolhimento", "quantity": 1, "start": day(1), "end": day(2)}
    assert caller("technician").post("requests", sent).status_code == 201
    assert not RequestItem.objects.answerable_by(cast.holder).exists()
    make_resource(2, category="centro-de-dia")
    assert not RequestItem.objects.answerable_by(cast.holder).exists()
    resource = make_resource(2)
    need = RequestItem.objects.answerable_by(cast.holder).get()
    assert actions.offer_capacity(need, resource, by=cast.holder).status == "held"


@pytest.mark.parametrize("category", ["formacao", "cuidados-continuados", "banco-de-recursos"])
def test_what_is_not_asked_for_here_is_not_asked_of_the_network(caller: Any, category: str) -> None:
    sent = {"category": category, "quantity": 1, "start": days.today().isoformat()}
    answer = caller("technician").post("requests", sent)
    assert (answer.status_code, answer.json()["field"]) == (422, "category")
    assert not Request.objects.exists()


def test_the_holder_extends_without_protocol_by_exception(
    caller: Any, cast: Any, make_resource: Any, ask: Any, protocol: Any
) -> None:
    booking = actions.accept_booking(ask(make_resource(2), 1), by=cast.holder)
    booking = actions.confirm_booking(booking, by=cast.technician)
    protocol.period = DateRange(protocol.period.lower, booking.end)
    protocol.save()
    later = {"end": (booking.end + timedelta(days=3)).isoformat()}
    for who in ("technician", "holder"):
        answer = caller(who).post(f"bookings/{booking.uuid}/extend", later)
        assert (answer.status_code, answer.json()["code"]) == (403, "no_protocol")
    said = later | {"exception": "Não há outra vaga."}
    assert caller("technician").post(f"bookings/{booking.uuid}/extend", said).status_code == 403
    answer = caller("holder").post(f"bookings/{booking.uuid}/extend", said)
    assert (answer.status_code, answer.json()["end"]) == (200, later["end"])


def test_a_refusal_never_tells_where_a_reserved_place_is(
    caller: Any, cast: Any, make_resource: Any, ask: Any, protocol: Any
) -> None:
    """What lacks a protocol would name the municipality: the asker reads only that the entity must look."""
    resource = make_resource(2, tier=2)
    booking = actions.accept_booking(ask(resource, 1, by=cast.accredited), by=cast.holder)
    protocol.delete()
    answer = caller("accredited").post(f"bookings/{booking.uuid}/confirm")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert "protocolo" not in answer.json()["detail"]
