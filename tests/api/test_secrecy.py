"""Tiers by the calls: what is not for the caller is neither in an answer nor in a difference between answers."""

from __future__ import annotations

from typing import Any

import pytest

from resources.models import Booking, RequestItem

VERBS = [
    "accept",
    "confirm",
    "waitlist",
    "decline",
    "withdraw",
    "cancel",
    "check-in",
    "check-out",
    "extend",
    "accept-extension",
    "decline-extension",
    "no-show",
]


def _paths(resource: Any, day: Any) -> list[str]:
    return [
        f"resources/{resource.uuid}",
        f"resources/{resource.uuid}/availability?start={day(0)}&end={day(3)}",
    ]


def test_who_may_know_of_a_tier(caller: Any, make_resource: Any, day: Any) -> None:
    tiers = {tier: make_resource(4, tier=tier, category="acolhimento-temporario") for tier in (0, 1, 2)}
    tiers[3] = make_resource(4, tier=3, category="casa-de-abrigo", name="Refúgio que não existe")
    know = {"technician": (0, 1), "representative": (0, 1), "accredited": (0, 1, 2), "holder": (0, 1, 2)}
    for who, known in know.items():
        listed = {row["id"] for row in caller(who).get("resources?per_page=200").json()["results"]}
        assert listed == {str(tiers[tier].uuid) for tier in known}
        assert caller(who).get("resources").json()["count"] == len(known)
        for tier, resource in tiers.items():
            for path in _paths(resource, day):
                assert (caller(who).get(path).status_code == 200) == (tier in known), (who, tier)
            body = {"resource": str(resource.uuid), "start": day(1), "end": day(2)}
            asked = caller(who).post("requests", body)
            assert (asked.status_code == 201) == (tier in known), (who, tier)
            if tier not in known:
                assert asked.json()["code"] == "not_found"
    assert caller(None).get("resources").json()["count"] == 1
    assert caller("holder").post(f"resources/{tiers[3].uuid}/capacity", {"capacity": 1}).status_code == 404
    assert (
        caller("technician").post(f"resources/{tiers[2].uuid}/capacity", {"capacity": 1}).status_code == 404
    )


def test_what_is_known_of_a_restricted_place(caller: Any, make_resource: Any) -> None:
    resource = make_resource(4, tier=2, phone="220000000", parish="Freguesia Secreta")
    for path in ("resources", f"resources/{resource.uuid}"):
        answer = caller("accredited").get(path)
        said = answer.json()
        item = said["results"][0] if path == "resources" else said
        assert (item["municipality"], item["location"], item["distance_km"]) == (None, None, None)
        assert item["organisation"] == {"id": None, "name": "Rede reservada (AMP)"}
        text = answer.content.decode()
        assert not any(secret in text for secret in ('Porto"', "Rua de Teste", "Secreta", "220000000"))
    assert caller("accredited").get("resources?near=41.1485,-8.611").json()["count"] == 0
    assert caller("accredited").get("resources?municipality=1312").json()["count"] == 0


def test_a_colleague_without_accreditation_reads_no_names(
    caller: Any, make_resource: Any, day: Any, cast: Any
) -> None:
    from accounts.models import Membership

    resource = make_resource(4, tier=2, name="Casa Reservada")
    body = {"resource": str(resource.uuid), "start": day(1), "end": day(2)}
    made = caller("accredited").post("requests", body).json()
    colleague = Membership.objects.create(
        user=cast.representative.user, organisation=cast.accredited.organisation, roles=["technician"]
    )
    for who, known in (("accredited", True), (colleague, False)):
        answer = caller(who).get(f"requests/{made['id']}")
        (booking,) = answer.json()["bookings"]
        assert (booking["resource"] == str(resource.uuid)) is known
        assert ("Casa Reservada" in answer.content.decode()) is known
        if not known:
            assert (booking["organisation"], booking["resource_name"]) == (None, None)


def test_a_missing_protocol_would_tell_where_a_restricted_place_is(
    caller: Any, make_resource: Any, day: Any
) -> None:
    shown, restricted = make_resource(4, tier=1), make_resource(4, tier=2)
    for resource, warnings in ((shown, 1), (restricted, 0)):
        body = {"resource": str(resource.uuid), "start": day(1), "end": day(2)}
        assert len(caller("accredited").post("requests", body).json()["warnings"]) == warnings


@pytest.fixture
def refuge(caller: Any, day: Any) -> dict[str, Any]:
    body = {
        "category": "casa-de-abrigo",
        "quantity": 2,
        "start": day(0),
        "end": day(9),
        "urgency": "emergency",
    }
    answer = caller("accredited").post("requests", body)
    assert answer.status_code == 201
    return dict(answer.json())


def test_a_refuge_is_asked_for_by_category(caller: Any, make_resource: Any, refuge: Any, day: Any) -> None:
    (booking,) = refuge["bookings"]
    assert (refuge["status"], refuge["warnings"]) == ("requested", [])
    assert (booking["resource"], booking["status"], booking["quantity"]) == (None, "requested", 2)
    for name in ("holder", "technician", "representative", "coordination"):
        assert caller(name).get("requests").json()["count"] == 0
        assert caller(name).get(f"requests/{refuge['id']}").status_code == 404
    # The same answer whether there is a refuge or not.
    body = {"category": "casa-de-abrigo", "quantity": 2, "start": day(0), "end": day(9)}
    without = caller("accredited").post("requests", body).json()
    make_resource(4, tier=3, category="casa-de-abrigo")
    with_one = caller("accredited").post("requests", body).json()
    assert [set(one) for one in (without, with_one)] == [set(refuge)] * 2
    assert without["bookings"][0] | {"id": ""} == with_one["bookings"][0] | {"id": ""}


def test_people_answer_for_refuges_and_name_none(caller: Any, refuge: Any) -> None:
    id = refuge["bookings"][0]["id"]
    (incoming,) = caller("support").get("requests?box=incoming").json()["results"]
    assert incoming["id"] == refuge["id"]
    said = caller("support").post(f"bookings/{id}/accept").json()
    assert (said["status"], said["resource"], said["organisation"]) == ("confirmed", None, None)
    own = caller("accredited").get(f"requests/{refuge['id']}").json()["bookings"][0]
    assert (own["status"], own["resource"], own["resource_name"], own["organisation"]) == (
        "confirmed",
        None,
        None,
        None,
    )


def test_no_verb_breaks_on_a_refuge_request(caller: Any, refuge: Any, day: Any) -> None:
    id = refuge["bookings"][0]["id"]
    for state in ("requested", "offered", "held", "confirmed", "in_use", "completed"):
        for who in ("accredited", "support", "technician"):
            for verb in VERBS:
                Booking.objects.update(
                    status=state, reason_code="", extension=None, hold_expires_at="2099-01-01T00:00Z"
                )
                RequestItem.objects.update(closed_at=None)
                body = {"end": day(12)} if verb == "extend" else None
                if verb in ("decline", "withdraw", "cancel", "decline-extension"):
                    body = {"code": "other"}
                answer = caller(who).post(f"bookings/{id}/{verb}", body)
                assert answer.status_code in (200, 403, 404, 409), (state, who, verb, answer.content)


def test_too_many_refuge_requests_are_a_probe(caller: Any, day: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("resources.actions.asking.REFUGE_REQUESTS_PER_DAY", 2)
    body = {"category": "casa-de-abrigo", "start": day(0), "end": None}
    answers = [caller("accredited").post("requests", body, key=f"k{n}") for n in range(3)]
    assert [one.status_code for one in answers] == [201, 201, 429]
    assert answers[2].json()["code"] == "rate_limited"


def test_a_holder_does_not_learn_what_else_was_asked(caller: Any, make_resource: Any, day: Any) -> None:
    resource = make_resource(4)
    body = {
        "items": [
            {"resource": str(resource.uuid), "start": day(1), "end": day(2)},
            {"category": "casa-de-abrigo", "start": day(1), "end": day(2)},
        ]
    }
    made = caller("accredited").post("requests", body).json()
    assert sorted(one["resource"] or "" for one in made["bookings"]) == ["", str(resource.uuid)]
    for who, also in (("holder", str(resource.uuid)), ("support", None)):
        said = caller(who).get(f"requests/{made['id']}").json()
        assert [one["resource"] for one in said["bookings"]] == [also]
        assert len(said["items"]) == 1
    refuge = next(one["id"] for one in made["bookings"] if one["resource"] is None)
    caller("support").post(f"bookings/{refuge}/accept")
    assert caller("holder").get(f"requests/{made['id']}").json()["status"] == "requested"
