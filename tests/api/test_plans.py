"""Plans as machines read them: the tree of the contract, nothing guessed, nothing a reader may not see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.actions.importing import Whose, import_plan
from plans.models import Plan
from plans.reference import pmas
from tests.plans.promised import DRAFTED, NOTE, Promised, then

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def world(cast: Any) -> Iterator[Promised]:
    with then():
        yield Promised(cast).world()


def elements(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for one in said["elements"]:
        found[one["code"]] = one
        found |= elements(one)
    return found


def test_a_plan_is_its_tree_with_targets_by_year_and_how_each_stands(caller: Any, world: Promised) -> None:
    said = caller(None).get(f"plans/{world.unit.uuid}").json()
    assert (said["title"], said["first_year"], said["last_year"]) == (
        "Plano de ação da unidade 1",
        2026,
        2026,
    )
    assert (said["state"], said["kind"], said["is_reference"], said["fictional"]) == (
        "approved", "annual", False, False,
    )  # fmt: skip
    assert said["body"]["name"] == world.governing.unit.name and said["organisation"] is None
    assert said["url"].endswith(f"/planos/{world.unit.uuid}/")
    found = elements(said)
    assert (found["1"]["level"], found["1.1"]["level"], found["1"]["reference"]) == ("Eixo", "Ação", "EP1.1")
    assert set(found["1.1"]) >= {"code", "level", "title", "owner", "elements", "targets"}
    entity = str(world.cast.representative.organisation)
    assert (found["1.1"]["owner"], found["1.1"]["owner_person"], found["1"]["owner"]) == (entity, None, None)
    assert found["1.1"]["targets"] == [
        {
            "year": 2026, "value": 12, "unit": "bancos", "percent": False, "aggregation": "flow", "confirmed": True,
            "baseline": 12, "executed": 9, "kept": None, "status": "on_track",
        }
    ]  # fmt: skip
    states = {code: one["targets"][0]["status"] for code, one in found.items() if one["targets"]}
    assert states["1.3"] == "no_report" and states["1.5"] == "undeclared" and states["1.6"] == "nothing_due"
    [silent] = found["1.3"]["targets"]
    assert (silent["value"], silent["baseline"], silent["executed"]) == (2, 1, None)
    [line] = found["1.4"]["targets"]
    assert (line["kept"], line["executed"], line["percent"]) == (True, None, True)
    assert found["1.7"]["dropped"] is True and NOTE not in str(said)
    # No target is not zero.
    city = elements(caller(None).get(f"plans/{world.city.uuid}").json())
    ramp = {one["year"]: one for one in city["A.1"]["targets"]}
    assert (ramp[2026]["value"], ramp[2026]["status"], city["A.3"]["targets"][0]["value"]) == (
        None,
        "no_target",
        0,
    )
    member = elements(caller("technician").get(f"plans/{world.unit.uuid}").json())
    assert member["1.1"]["owner_person"] == str(world.cast.representative.user)


def test_the_list_is_what_each_may_see_and_comes_in_pages(caller: Any, world: Promised) -> None:
    said = caller(None).get("plans", {"per_page": 2}).json()
    assert (said["count"], len(said["results"]), said["previous"]) == (3, 2, None)
    rest = caller(None).get(said["next"]).json()["results"]
    titles = [one["title"] for one in [*said["results"], *rest]]
    assert sorted(titles) == [
        "Plano de ação da unidade 1",
        "Plano de outra terra",
        "Plano municipal 2024-2027",
    ]
    drafts = {
        who: DRAFTED in str(caller(who).get("plans").json())
        for who in (None, "technician", "coordination", "holder")
    }
    assert drafts == {None: False, "technician": False, "coordination": False, "holder": True}
    for who, status in ((None, 404), ("technician", 404), ("holder", 200)):
        assert caller(who).get(f"plans/{world.draft.uuid}").status_code == status
    assert caller(None).get("plans/nada").status_code == 404
    # Of what is not approved nothing is due.
    drafted = elements(caller("holder").get(f"plans/{world.draft.uuid}").json())
    assert drafted["1"]["targets"][0]["status"] is None and drafted["1"]["targets"][0]["value"] == 3


def test_the_document_of_reference_says_what_it_is_in_both_languages(caller: Any) -> None:
    plan = import_plan(pmas.table(), Whose(), by=None).plan
    assert plan is not None
    said = caller(None).get(f"plans/{plan.uuid}", **ENGLISH).json()
    assert (said["is_reference"], said["state"], said["origin"]) == (True, "reference", "Brasil")
    assert (said["body"], said["organisation"], said["levels"][0]) == (None, None, "Axis")
    assert "/en/planos/" in said["url"]
    found = elements(said)
    assert len(found) == 39
    targets = [target for one in found.values() for target in one["targets"]]
    assert len(targets) == 128 and {one["status"] for one in targets} == {None}
    assert not any(one["confirmed"] for one in targets) and 65 not in {one["value"] for one in targets}
    assert [one["value"] for one in found["1.1.1.c"]["targets"]] == [0, 0, 2, 0]
    assert found["1.1.1.c"]["targets"][0]["unit"] == "Team"


def test_what_plans_cost_does_not_grow_with_their_number(caller: Any, world: Promised) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert caller("representative").get("plans?per_page=200").status_code == 200
        return len(queries)

    cost()
    before = cost()
    for n in range(3):
        table = pmas.table()
        table.title = f"{table.title} ({n})"
        import_plan(table, Whose(), by=None)
    assert Plan.objects.count() == 7
    assert cost() == before <= 10
