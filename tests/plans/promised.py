"""A world of plans to be read: one of a unit, one of a municipality over years, a draft, a reference document."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from accounts import moment
from accounts.models import Membership
from plans.models import Amendment, Measure, Plan, PlanElement, Report, Target
from tests.units.governing import Governing

Kinds = Measure.Aggregation
# A day in the fourth quarter: three have been due for reports.
TODAY = datetime(2026, 11, 10, 12, tzinfo=UTC)
NOTE = "Nota interna que o público não lê"
DRAFTED = "Rascunho que ninguém de fora pode ler"


def then() -> AbstractContextManager[None]:
    """Inside, it is the tenth of November 2026."""
    return moment.replaying(TODAY)


class Promised:
    """The shortest way to plans that stand somehow, written straight into the store."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.governing = Governing(cast)
        self.orders: dict[int, int] = {}

    # --- pieces ---

    def plan(self, **more: Any) -> Plan:
        return Plan.objects.create(
            **{
                "title_pt": "Plano de ação 2026",
                "first_year": 2026,
                "last_year": 2026,
                "levels_pt": ["Eixo", "Ação"],
                "is_public": True,
            }
            | more
        )

    def element(self, plan: Plan, code: str, title: str, parent: Any = None, **more: Any) -> PlanElement:
        self.orders[plan.pk] = self.orders.get(plan.pk, 0) + 1
        return PlanElement.objects.create(
            plan=plan,
            parent=parent,
            level=parent.level + 1 if parent else 0,
            order=self.orders[plan.pk],
            code=code,
            title_pt=title,
            **more,
        )

    def owned(
        self, plan: Plan, code: str, title: str, parent: Any, owner: Membership, **more: Any
    ) -> PlanElement:
        return self.element(
            plan, code, title, parent, owner=owner, owner_entity=owner.organisation, **more
        )  # fmt: skip

    def measure(
        self, element: PlanElement, kind: str, unit: str, targets: Mapping[int, Any], **more: Any
    ) -> Measure:
        confirmed = {"is_confirmed": kind != Kinds.UNDECLARED}
        made = Measure.objects.create(element=element, aggregation=kind, unit_pt=unit, **(confirmed | more))
        for year, value in targets.items():
            exact = None if value is None else Decimal(str(value))
            Target.objects.create(measure=made, year=year, baseline=exact, value=exact)
        return made

    def said(self, measure: Measure, period: str, value: Any = None, **more: Any) -> Report:
        by = more.pop("by", self.cast.representative)
        fields: dict[str, Any] = (
            {"kept": value} if isinstance(value, bool) else {"value": Decimal(str(value))}
        )
        return Report.objects.create(
            measure=measure,
            period=period,
            year=int(period[:4]),
            by=by,
            at=more.pop("at", TODAY.replace(month=10)),
            **fields,
            **more,
        )

    def approve(self, plan: Plan, **more: Any) -> Plan:
        plan.state, plan.approved_at = Plan.State.APPROVED, datetime(2026, 1, 20, 12, tzinfo=UTC)
        for name, value in more.items():
            setattr(plan, name, value)
        plan.save()
        return plan

    def amend(self, measure: Measure, year: int, value: Any, reason: str, decision: Any = None) -> Amendment:
        target = measure.targets.get(year=year)
        old, target.value = target.value, None if value is None else Decimal(str(value))
        target.save()
        return Amendment.objects.create(
            plan=measure.element.plan,
            element=measure.element,
            target=target,
            what=Amendment.What.VALUE,
            old_value=old,
            new_value=target.value,
            reason=reason,
            decision=decision,
            by=self.cast.coordination,
            at=TODAY.replace(month=9),
        )

    # --- the world ---

    def world(self) -> Promised:
        self.unit_plan()
        self.city_plan()
        self.draft_plan()
        self.reference_plan()
        return self

    def unit_plan(self) -> None:
        """Of unit 1, by quarters: of seven targets five were due, two of them on the way, one without any report."""
        who = self.cast.representative
        self.unit = plan = self.plan(
            kind=Plan.Kind.ANNUAL, body=self.governing.unit, title_pt="Plano de ação da unidade 1"
        )
        self.root = self.element(plan, "1", "Séniores", reference="EP1.1")
        banks = self.owned(
            plan, "1.1", "Ligar os bancos de ajudas técnicas", self.root, who, reference="1.1.1c"
        )
        self.banks = self.measure(banks, Kinds.FLOW, "bancos", {2026: 12})
        share = self.owned(plan, "1.2", "Chegar a mais cuidadores", self.root, who, serves=["EP1.1"])
        self.share = self.measure(share, Kinds.STOCK, "% dos cuidadores", {2026: 40}, is_percent=True)
        circuit = self.owned(plan, "1.3", "Publicar o circuito de acesso", self.root, who)
        self.circuit = self.measure(circuit, Kinds.FLOW, "circuitos", {2026: 1})
        line = self.owned(plan, "1.4", "Manter a linha de apoio aberta", self.root, who)
        self.line = self.measure(line, Kinds.CONTINUOUS, "Global", {2026: 100}, is_percent=True)
        staff = self.owned(plan, "1.5", "Reforçar o pessoal", self.root, who)
        self.staff = self.measure(staff, Kinds.UNDECLARED, "pessoal", {2026: 2})
        none = self.owned(plan, "1.6", "Abrir um centro em 2027", self.root, who)
        self.none = self.measure(none, Kinds.FLOW, "centros", {2026: 0})
        self.gone = self.owned(plan, "1.7", "Ponto retirado do plano", self.root, who, dropped_at=TODAY)
        self.measure(self.gone, Kinds.FLOW, "pontos", {2026: 77})
        both = self.owned(plan, "1.8", "Formar cuidadores", self.root, who)
        self.trained = self.measure(both, Kinds.FLOW, "pessoas", {2026: 40})
        self.decision = self.governing.decided(is_public=True, title_pt="Aprova os planos")
        self.approve(plan, decision=self.decision)
        for quarter, done in ((1, 3), (2, 2), (3, 4)):
            self.said(
                self.banks, f"2026-Q{quarter}", done, note=NOTE, evidence="Ata de ligação",
                evidence_url="https://example.org/ata",
            )  # fmt: skip
            self.said(self.line, f"2026-Q{quarter}", True)
        self.said(self.share, "2026-Q1", 10)
        self.said(self.share, "2026-Q3", 20)
        self.said(self.staff, "2026-Q3", 1)
        for quarter in (1, 2, 3):
            self.said(self.trained, f"2026-Q{quarter}", 5)
        old = self.said(self.trained, "2026-Q4", 99, superseded_at=TODAY, at=TODAY.replace(day=2))
        self.corrected = old
        self.hidden = self.governing.decided(is_public=False, title_pt="Deliberação interna")
        self.change = self.amend(self.trained, 2026, 30, "O Conselho reviu a previsão.", self.decision)
        self.amend(self.circuit, 2026, 2, "Passaram a ser dois circuitos.", self.hidden)

    def city_plan(self) -> None:
        """Of the municipality of the holder, by years from 2024 to 2027: a progression, a level, a year without."""
        self.city = plan = self.plan(
            organisation=self.cast.holder.organisation,
            title_pt="Plano municipal 2024-2027",
            first_year=2024,
            last_year=2027,
            rhythm=Plan.Rhythm.YEAR,
        )
        root = self.element(plan, "A", "Casas")
        ramp = self.owned(plan, "A.1", "Recuperar casas", root, self.cast.holder)
        self.ramp = self.measure(
            ramp, Kinds.CUMULATIVE, "casas", {2024: 5, 2025: 10, 2026: None, 2027: 20}, is_confirmed=False
        )
        level = self.owned(plan, "A.2", "Vagas abertas", root, self.cast.holder)
        self.level = self.measure(level, Kinds.STOCK, "vagas", {2024: 65, 2025: 65, 2026: 65, 2027: 65})
        flow = self.owned(plan, "A.3", "Visitas", root, self.cast.holder)
        self.flow = self.measure(flow, Kinds.FLOW, "visitas", {2024: 0, 2025: 100, 2026: 100, 2027: 100})
        self.approve(plan, approved_by_own="Câmara Municipal, 20 de janeiro")
        self.said(self.ramp, "2024", 6)
        self.said(self.ramp, "2025", 8)
        self.said(self.level, "2025", 60)
        self.said(self.flow, "2025", 104)

    def draft_plan(self) -> None:
        self.draft = self.plan(
            organisation=self.cast.holder.organisation, title_pt=DRAFTED, first_year=2027, last_year=2027
        )
        self.measure(self.element(self.draft, "1", DRAFTED), Kinds.FLOW, "coisas", {2027: 3})

    def reference_plan(self) -> None:
        self.reference = plan = self.plan(
            title_pt="Plano de outra terra",
            is_reference=True,
            state=Plan.State.REFERENCE,
            origin="Brasil",
            source="Ficheiro 003",
            levels_pt=["Eixo", "Diretriz", "Ação", "Estratégia"],
            first_year=2022,
            last_year=2025,
        )
        above = None
        for code, title in (
            ("1", "Política"),
            ("1.1", "Diretriz"),
            ("1.1.1", "Ação"),
            ("1.1.1.a", "Estratégia"),
        ):
            above = self.element(plan, code, title, above, reference="EP1.1" if code == "1" else "")
        self.foreign = self.measure(
            above, Kinds.STOCK, "Total de Famílias habilitadas", {2022: 12, 2023: 15, 2024: 18, 2025: 20},
            is_confirmed=False,
        )  # fmt: skip
        self.guarantee = self.measure(
            above, Kinds.CONTINUOUS, "Global", dict.fromkeys(range(2022, 2026), 100), is_percent=True,
            is_confirmed=False, order=2,
        )  # fmt: skip
