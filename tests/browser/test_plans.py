"""Plans at a screen: the tree, the table and the timeline of one plan, on a phone and by keyboard alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.browser.test_governing import inside

pytestmark = pytest.mark.browser
__all__ = ["inside"]


def some_plan(title: str) -> str:
    """A public plan of the unit of axis 1 with one target of each kind; its address."""
    from accounts import moment
    from accounts.models import Organisation
    from plans.models import Measure, Plan, PlanElement, Report, Target
    from units.models import Body, Decision

    unit, year = Body.objects.get(axis="EP1"), moment.now().year - 1
    plan = Plan.objects.create(
        title_pt=title, body=unit, first_year=year, last_year=year + 1, levels_pt=["Eixo", "Ação"],
        is_public=True, rhythm="year",
    )  # fmt: skip
    root = PlanElement.objects.create(plan=plan, level=0, order=1, code="1", title_pt="Séniores")
    kinds = Measure.Aggregation
    for n, (kind, value) in enumerate(
        [(kinds.FLOW, 12), (kinds.STOCK, 40), (kinds.CUMULATIVE, 5), (kinds.CONTINUOUS, 100), (kinds.UNDECLARED, 2)],
        start=2,
    ):  # fmt: skip
        element = PlanElement.objects.create(
            plan=plan, parent=root, level=1, order=n, code=f"1.{n}", title_pt=f"Fazer {kind} em toda a área",
            owner_entity=Organisation.objects.first(), reference="EP1.1",
        )  # fmt: skip
        measure = Measure.objects.create(
            element=element, aggregation=kind, unit_pt="casas", is_percent=kind in (kinds.STOCK, kinds.CONTINUOUS),
            is_confirmed=kind != kinds.UNDECLARED,
        )  # fmt: skip
        for one in (year, year + 1):
            Target.objects.create(measure=measure, year=one, baseline=Decimal(value), value=Decimal(value))
        if kind != kinds.CUMULATIVE:
            said: dict[str, Any] = {"kept": True} if kind == kinds.CONTINUOUS else {"value": Decimal(value)}
            Report.objects.create(
                measure=measure, period=str(year), year=year, at=moment.now(), evidence="Ata", **said
            )
    plan.state, plan.approved_at = Plan.State.APPROVED, moment.now()
    plan.decision = Decision.objects.approved().first()
    plan.save()
    return f"/planos/{plan.uuid}/"


@pytest.mark.parametrize("screen", [(390, "pt")], ids=["phone"])
def test_a_plan_is_read_as_tree_table_and_timeline_by_keyboard_on_a_phone(person, inside):
    with inside():
        address = some_plan("Plano a ler num telefone")
    visitor: Any = person()
    visitor.go("/planos/")
    visitor.look()
    visitor.press(f"a[href='{address}']")
    page = visitor.page
    visitor.look()
    # The tree folds and unfolds.
    visitor.tab_to("details.branch > summary")
    page.keyboard.press("Enter")
    assert page.locator("details.branch[open]").count() == 0
    page.keyboard.press("Enter")
    assert page.locator("details.branch[open]").count() == 1
    visitor.go(address)
    visitor.press("a[href*='vista=tabela']")
    visitor.look()
    assert page.locator("table.ptable tbody tr").count() == 5
    visitor.press("a[href*='vista=cronologia']")
    visitor.look()
    assert page.locator("svg.lanes:visible").count() == 1
    # Narrowed without any script, and the view stays: of this year one is not declared how it adds up.
    visitor.tab_to("select[name=estado]")
    page.keyboard.press("p")
    visitor.press("form.pfind button")
    assert page.locator("table.ptable tbody tr").count() == 1 and "vista=cronologia" in page.url
    visitor.press("table.ptable a")
    visitor.look()
    assert page.locator("svg.course:visible").count() == 1
