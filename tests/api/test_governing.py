"""Who governs and what they decided, as machines read it: public versions for visitors, all of it for who governs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.units.governing import Governing, governing
from units import actions
from units.actions.decisions import Change
from units.models import Body, Seat

__all__ = ["governing"]
TODAY = timezone.localdate()
ENGLISH = {"Accept-Language": "en"}
OUTSIDE, INSIDE = [None, "outsider", "technician", "holder", "editor"], ["representative", "coordination"]


def call(caller: Any, who: str | None, path: str, **query: Any) -> dict[str, Any]:
    answer = caller(who).get(path, query)
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def register(caller: Any, who: str | None, body: Body, **query: Any) -> list[dict[str, Any]]:
    return list(call(caller, who, f"bodies/{body.uuid}/decisions", **query)["results"])


def test_bodies_say_who_sits_there_today(caller: Any, governing: Governing) -> None:
    said = caller(None).get("bodies", **ENGLISH).json()
    assert said["count"] == 7
    unit = said["results"][0]
    assert (unit["name"], unit["kind"], unit["prefix"]) == ("Health and Well-being", "strategic_unit", "UE1")
    assert (unit["condition"], unit["fictional"]) == ("in_force", True)
    assert [m["municipality"]["name"] for m in unit["members"]][:2] == ["Maia", "Gondomar"]
    assert [m["role"] for m in unit["members"]][:2] == ["member", "leads"]
    assert [m["person"] for m in unit["members"]][-1] is None  # the vacant seat
    assert unit["members"][0]["competence"] == "Older people"
    council = next(one for one in said["results"] if one["kind"] == "council")
    assert (council["prefix"], len(council["members"])) == ("CV", 17)
    assert {one["prefix"] for one in said["results"]} == {"UE1", "UE2", "UE3", "UE4", "UCE", "CV", "ETS"}


def test_what_was_in_force_ends_with_its_terms_here_too(caller: Any, governing: Governing) -> None:
    Seat.objects.filter(body=governing.unit).update(until=TODAY - timedelta(days=1))
    unit = call(caller, None, "bodies")["results"][0]
    assert (unit["condition"], unit["members"]) == ("proposed", [])


@pytest.mark.parametrize("who", OUTSIDE + INSIDE)
def test_the_register_of_a_body_is_what_each_may_read(caller: Any, governing: Governing, who: Any) -> None:
    governs = who in INSIDE
    token = None if who == "outsider" else who
    round = governing.closed(["agrees"] * 11 + ["reservation"], is_public=False)
    secret = governing.decided(governing.unit, is_public=False, round=round)
    governing.decided(
        governing.unit, text_pt="Com os nomes.", text_en="", public_text_pt="Sem os nomes.", round=round
    )
    later = actions.correct_decision(secret, governing.said(), by=governing.coordination)
    actions.approve_decision(later, by=governing.coordination)
    governing.draft(governing.unit)
    governing.decided(governing.council)
    found = {one["number"][-3:]: one for one in register(caller, token, governing.unit)}
    assert sorted(found) == (["001", "002", "003"] if governs else ["002", "003"])
    assert found["002"]["text"] == ("Com os nomes." if governs else "Sem os nomes.")
    # What may not be seen is not cited either.
    assert found["003"]["corrects"] == (secret.number if governs else None)
    assert (found["002"]["round"] is not None) is governs
    if governs:
        assert found["001"]["corrected_by"] == [found["003"]["number"]]


def test_a_decision_comes_with_its_round_and_what_it_changes(caller: Any, governing: Governing) -> None:
    round = governing.closed(["agrees"] * 11 + ["reservation"] * 2, is_public=True)
    made = governing.decided(
        governing.unit,
        round=round,
        effects=[
            Change("plan", "Meta 1.2 passa a 24 h", "Target 1.2 is 24 h", "1.2"),
            Change("other", "Outro"),
        ],
        review_on=TODAY + timedelta(days=90),
    )
    answer = caller(None).get(f"bodies/{governing.unit.uuid}/decisions", **ENGLISH)
    [said] = answer.json()["results"]
    assert said == {
        "number": made.number,
        "title": "Common period of 90 days",
        "decided_on": TODAY.isoformat(),
        "text": "The period is 90 days, renewable twice.",
        "url": f"http://testserver/en/unidades/decisoes/{made.number}/",
        "round": {
            "code": round.code,
            "rule": "consensus",
            "threshold": 12,
            "outcome": "with_reservations",
            "count": {"agree": 11, "reserve": 2, "change": 0, "silent": 4},
        },
        "effects": [
            {"kind": "plan", "reference": "1.2", "text": "Target 1.2 is 24 h"},
            {"kind": "other", "reference": None, "text": "Outro"},
        ],
        "corrects": None,
        "corrected_by": [],
        "review_on": (TODAY + timedelta(days=90)).isoformat(),
    }


def test_the_register_comes_a_page_at_a_time_the_latest_first(caller: Any, governing: Governing) -> None:
    made = [governing.decided(governing.unit).number for _ in range(3)]
    path = f"bodies/{governing.unit.uuid}/decisions"
    first = call(caller, None, path, per_page=2)
    assert (first["count"], first["previous"]) == (3, None)
    second = caller(None).get(first["next"]).json()
    assert [d["number"] for d in first["results"] + second["results"]] == made[::-1]
    assert second["next"] is None and call(caller, None, path, page=9)["results"] == []
    assert caller(None).get(path, {"page": 0}).status_code == 422


@pytest.mark.parametrize("id", ["00000000-0000-4000-8000-000000000000", "council", "0", "CV"])
def test_an_unknown_body_is_missing(caller: Any, governing: Governing, id: str) -> None:
    answer = caller("coordination").get(f"bodies/{id}/decisions")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert caller("coordination").get(f"bodies/{governing.council.uuid}/decisions").status_code == 200


def test_nobody_writes_here(caller: Any, governing: Governing) -> None:
    made = governing.decided(governing.unit)
    path = f"bodies/{governing.unit.uuid}/decisions"
    for method in ("put", "patch", "delete"):
        for address in (path, f"{path}/{made.number}"):
            answer = getattr(caller("coordination").client, method)(
                f"/api/v1/{address}", headers=caller("coordination").headers
            )
            assert answer.status_code in (404, 405)
    assert caller("coordination").post(path, {}).status_code == 405


def test_what_it_costs_does_not_grow(caller: Any, governing: Governing) -> None:
    def cost(path: str) -> list[int]:
        found = []
        for who in (None, "representative"):
            caller(who).get("municipalities")
            with CaptureQueriesContext(connection) as queries:
                assert caller(who).get(path).status_code == 200
            found.append(len(queries))
        return found

    def decide() -> None:
        round = governing.closed(["agrees"] * 12, is_public=True)
        made = governing.decided(governing.unit, round=round, effects=[Change("other", "Outro")])
        later = actions.correct_decision(made, governing.said(), by=governing.coordination)
        actions.approve_decision(later, by=governing.coordination)

    paths = ["bodies", f"bodies/{governing.unit.uuid}/decisions"]
    decide()
    few = [cost(path) for path in paths]
    for _ in range(3):
        decide()
    for number in range(4):
        group = Body.objects.create(kind="working_group", order=90 + number, name_pt="Grupo", name_en="Group")
        Seat.objects.create(body=group, number=1, municipality_id="1306", person="Alguém", since=TODAY)
    assert [cost(path) for path in paths] == few
    assert max(map(max, few)) <= 14
