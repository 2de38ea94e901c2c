"""Plans as far as a test needs them. Imported by the tests of plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Membership
from plans import actions, linking
from plans.actions import Branch, Counting, Entry, Facts, Why
from plans.models import Measure, Plan, PlanElement, Report
from tests.units.governing import Governing, at
from units.models import Decision

FLOW, STOCK, RAMP = Measure.Aggregation.FLOW, Measure.Aggregation.STOCK, Measure.Aggregation.CUMULATIVE
GUARANTEE, UNDECLARED = Measure.Aggregation.CONTINUOUS, Measure.Aggregation.UNDECLARED
# A year long before and after which the tests run: what a day means is said by `on`.
YEAR = 2031


def on(day: date) -> Any:
    """Inside, it is noon of that day."""
    return at(timezone.make_aware(datetime.combine(day, time(12))))


class Planning:
    """The shortest way to a plan of the unit of axis 1, and to what is done with it."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.governing = Governing(cast)
        self.coordination: Membership = cast.coordination
        self.unit, self.council = self.governing.unit, self.governing.council

    def facts(self, **more: Any) -> Facts:
        return Facts(
            **{
                "title_pt": f"Plano de teste {YEAR}",
                "first_year": YEAR,
                "last_year": YEAR + 3,
                "kind": "other",
            }
            | more
        )

    def make(self, **more: Any) -> Plan:
        whose: dict[str, Any] = {"body": more.pop("body", self.unit)}
        return actions.make_plan(self.facts(**more), by=self.coordination, **whose)

    def element(self, plan: Plan, title: str = "Partilhar camas", **more: Any) -> PlanElement:
        parent, owner = more.pop("parent", None), more.pop("owner", self.cast.holder)
        made = actions.add_element(plan, Branch(title, **more), by=self.coordination, parent=parent)
        return actions.give_owner(made, owner, by=self.coordination) if owner else made

    def measure(
        self,
        element: PlanElement,
        targets: Mapping[int, str] | None = None,
        *,
        unit: str = "camas",
        aggregation: str = FLOW,
        **more: Any,
    ) -> Measure:
        confirmed = more.pop("is_confirmed", aggregation != UNDECLARED)
        counting = Counting(
            unit, aggregation=aggregation, is_confirmed=confirmed, targets=targets or {YEAR: "8"}, **more
        )
        return actions.add_measure(element, counting, by=self.coordination)

    def decision(self) -> Decision:
        return self.governing.decided(self.council)

    def approve(self, plan: Plan) -> Plan:
        return actions.approve_plan(plan, by=self.coordination, decision=self.decision())

    def approved(self, targets: Mapping[int, str] | None = None, **more: Any) -> Measure:
        """A measure of an approved plan, owned by `holder`."""
        facts = {name: more.pop(name) for name in ("rhythm", "last_year", "kind", "title_pt") if name in more}
        plan = self.make(**facts)
        measure = self.measure(self.element(plan), targets, **more)
        self.approve(plan)
        return again(measure)

    def say(self, measure: Measure, period: str, value: str = "2", *, by: Any = None, **more: Any) -> Report:
        return actions.report(measure, period, Entry(value, **more), by=by or self.cast.holder)

    def why(self, reason: str = "O Conselho reviu a previsão.") -> Why:
        return Why(reason)


def again(measure: Measure) -> Measure:
    """As it stands in the database now."""
    return Measure.objects.select_related("element__plan").get(pk=measure.pk)


@pytest.fixture
def planning(cast: Any) -> Planning:
    return Planning(cast)


def kept_of_plans(cast: Any) -> dict[str, Any]:
    """What the addresses of the workspace of plans are of: a draft, and an approved plan of which `holder` reported."""
    planning = Planning(cast)
    draft = planning.make(title_pt="Em preparação")
    draft_measure = planning.measure(planning.element(draft))
    measure = planning.approved()
    with on(date(YEAR, 5, 1)):
        report = planning.say(measure, f"{YEAR}-Q1")
    return {
        "work_plan": measure.element.plan.uuid,
        "work_plan_draft": draft.uuid,
        "work_point": measure.element.uuid,
        "work_point_draft": draft_measure.element.uuid,
        "work_measure": measure.uuid,
        "work_measure_draft": draft_measure.uuid,
        "work_report": report.uuid,
        "work_link": linking.token(cast.holder),
    }
