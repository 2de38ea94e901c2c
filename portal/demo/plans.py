"""Plans of the demonstration: what the units and the metropolitan plans promised, what was done, and what nobody said.

Everything is invented and says so. Trees are laid down at once; approval, amendments and closing go through the verbs.
Days are counted from today, so that whenever it is loaded `holder` has five reports due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import moment
from accounts.models import Letter, Membership
from monitor.models import Indicator
from monitor.periods import Period, before, quarter_of
from plans import actions, mail, standing
from plans.actions import Entry, Why
from plans.models import Measure, Plan, PlanElement, Report, Target
from portal.demo import plans_texts as texts
from portal.demo.plans_texts import Point
from units import actions as governing
from units import mail as governing_mail
from units.actions.decisions import Said
from units.models import Axis, Body, Decision, Problem

LEVELS = (["Eixo prioritário", "Problemática", "Ação"], ["Priority axis", "Problem", "Action"])
INVENTED = "Plano inventado para a demonstração."


def load_plans(today: date | None = None) -> None:
    """Live it, if nobody ever promised anything here."""
    if Plan.objects.filter(is_reference=False).exists():
        return
    with transaction.atomic():
        _Years(today or timezone.localdate()).live()


@dataclass
class _Laid:
    """A plan with its measures by the key its text gave them."""

    plan: Plan
    measures: dict[str, Measure] = field(default_factory=dict)


class _Years:
    def __init__(self, today: date) -> None:
        self.today, self.year = today, today.year
        self.now = timezone.now()
        # The last quarter that is over: what is due now is of it.
        self.last = before(quarter_of(today))
        people = Membership.objects.active().select_related("user", "organisation")
        self.people = {one.user.email.split("@")[0]: one for one in people.order_by("-pk")}
        self.by = self.people["coordination"]
        self.units = {body.prefix: body for body in Body.objects.select_related("axis")}
        self.names: dict[str, Axis | Problem] = {one.code: one for one in Axis.objects.all()}
        self.names |= {one.code: one for one in Problem.objects.all()}
        self.indicators = {one.code: one for one in Indicator.objects.filter(code__in=texts.INDICATORS)}

    def at(self, day: date, hour: int = 10) -> datetime:
        """That day, and never after now."""
        then = datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())
        return min(then, self.now - timedelta(minutes=1))

    def live(self) -> None:
        y = self.year
        first = self.decided(date(y - 2, 12, 15), texts.FIRST_DECISION, y - 1)
        second = self.decided(date(y - 1, 12, 15), texts.SECOND_DECISION, y)
        self.closed(self.annual("UE1", y - 1, texts.LAST_YEAR, first))
        for prefix, points in texts.ANNUAL.items():
            self.report(self.annual(prefix, y, points, second))
        violence = self.metropolitan(
            "UE3", Plan.Kind.DOMESTIC_VIOLENCE, texts.VIOLENCE, (y - 1, y + 2), first, date(y - 2, 12, 15)
        )
        self.report(violence)
        self.amend(violence)
        self.correct(violence)
        home = self.metropolitan(
            "UE1", Plan.Kind.HOME_SUPPORT, texts.HOME, (y - 1, y + 1), first, date(y - 2, 12, 15)
        )
        self.report(home)
        self.metropolitan("UE2", Plan.Kind.TRAINING, texts.TRAINING, (y, y + 2), None, None)
        # What was written along the way was sent long ago.
        kinds = [*mail.TOPICS, *governing_mail.TOPICS]
        Letter.objects.filter(kind__in=kinds, sent_at=None).update(sent_at=F("created_at"))

    def decided(self, day: date, said: tuple[str, str, str, str], year: int) -> Decision:
        title_pt, title_en, text_pt, text_en = (one.format(year=year, next=year + 1) for one in said)
        with moment.replaying(self.at(day)):
            draft = governing.draft_decision(
                self.units["CV"],
                Said(title_pt=title_pt, title_en=title_en, text_pt=text_pt, text_en=text_en, is_public=True),
                by=self.by,
            )
            return governing.approve_decision(draft, by=self.by, decided_on=day)

    # --- Laying a plan down ---

    def annual(self, prefix: str, year: int, points: Sequence[Point], decision: Decision) -> _Laid:
        axis = self.units[prefix].axis
        assert axis is not None
        plan = self.plan(
            self.units[prefix],
            Plan.Kind.ANNUAL,
            (
                f"Plano de ação {year}: {axis.name_pt} (exemplo)",
                f"Action plan {year}: {axis.name_en} (example)",
            ),
            (year, year),
            date(year - 1, 11, 20),
        )
        made = self.lay(plan, points)
        self.approve(made, decision, date(year - 1, 12, 15))
        return made

    def metropolitan(
        self,
        prefix: str,
        kind: str,
        told: tuple[tuple[str, str], Sequence[Point]],
        years: tuple[int, int],
        decision: Decision | None,
        approved: date | None,
    ) -> _Laid:
        day = approved - timedelta(days=30) if approved else self.today - timedelta(days=12)
        plan = self.plan(self.units[prefix], kind, told[0], years, day)
        made = self.lay(plan, told[1])
        if decision is not None and approved is not None:
            self.approve(made, decision, approved)
        return made

    def plan(self, body: Body, kind: str, title: tuple[str, str], years: tuple[int, int], day: date) -> Plan:
        return Plan.objects.create(
            body=body,
            kind=kind,
            title_pt=title[0],
            title_en=title[1],
            summary_pt=INVENTED,
            summary_en="A plan invented for the demonstration.",
            first_year=years[0],
            last_year=years[1],
            levels_pt=LEVELS[0],
            levels_en=LEVELS[1],
            rhythm=Plan.Rhythm.QUARTER,
            is_public=True,
            is_demo=True,
            made_by=self.by,
            made_at=self.at(day),
        )

    def lay(self, plan: Plan, points: Sequence[Point]) -> _Laid:
        """Axis and problem above each point, with the names REF-AMP gives them."""
        made, above, order = _Laid(plan), {}, 0
        for n, point in enumerate(points, start=1):
            parent = None
            for level, code in enumerate((point.problem.split(".")[0], point.problem)):
                if code not in above:
                    order += 1
                    above[code] = PlanElement.objects.create(
                        plan=plan,
                        parent=parent,
                        level=level,
                        order=order,
                        code=code,
                        title_pt=self.names[code].name_pt,
                        title_en=self.names[code].name_en,
                        reference=code,
                    )
                parent = above[code]
            order += 1
            owner = self.people[point.owner] if point.owner else None
            element = PlanElement.objects.create(
                plan=plan,
                parent=parent,
                level=2,
                order=order,
                code=f"{point.problem}.{n}",
                title_pt=point.title[0],
                title_en=point.title[1],
                reference=point.reference or point.problem,
                owner=owner,
                owner_entity=owner.organisation if owner else None,
            )
            made.measures[point.key] = self.measure(plan, element, point)
        return made

    def measure(self, plan: Plan, element: PlanElement, point: Point) -> Measure:
        measure = Measure.objects.create(
            element=element,
            unit_pt=point.unit[0],
            unit_en=point.unit[1],
            aggregation=point.kind,
            is_confirmed=point.confirmed and point.kind != Measure.Aggregation.UNDECLARED,
            is_percent=point.percent,
            lower_is_better=point.down,
            indicator=self.indicators.get(point.indicator),
        )
        Target.objects.bulk_create(
            Target(measure=measure, year=year, value=None if said is None else Decimal(str(said)))
            for year, said in zip(plan.years, point.targets, strict=False)
        )
        return measure

    def approve(self, made: _Laid, decision: Decision, day: date) -> None:
        with moment.replaying(self.at(day, 16)):
            actions.approve_plan(made.plan, by=self.by, decision=decision)
        made.plan.refresh_from_db()

    # --- What was said of it ---

    def report(self, made: _Laid) -> None:
        """By quarter as each point tells; the last quarter of who has it still to say stays open."""
        said = []
        for key, measure in made.measures.items():
            point = texts.POINTS[key]
            quarters = [
                period
                for year in made.plan.years
                for period in standing.periods_of(made.plan.rhythm, year)
                if period.end < self.today
            ]
            silent = {self.last.code} if point.owes else set()
            if point.silent_since is not None:
                silent |= {period.code for period in quarters[-point.silent_since :]}
            for n, period in enumerate(quarters):
                if period.code not in silent and point.reports:
                    said.append(self.said(measure, point, period, n))
        Report.objects.bulk_create(said)

    def said(self, measure: Measure, point: Point, period: Period, n: int) -> Report:
        at = self.at(period.end + timedelta(days=18 if point.tardy and n == 0 else 6), 11)
        value = point.reports[min(n, len(point.reports) - 1)]
        kept = bool(value) if measure.is_guarantee else None
        return Report(
            measure=measure,
            period=period.code,
            year=period.start.year,
            value=None if measure.is_guarantee else Decimal(str(value)),
            kept=kept,
            evidence=point.evidence if kept is not False else "",
            note="" if kept is not False else "Faltou pessoal em duas semanas de agosto. (exemplo)",
            was_late=standing.is_late(period, timezone.localdate(at)),
            by=measure.element.owner,
            at=at,
        )

    def amend(self, made: _Laid) -> None:
        with moment.replaying(self.at(self.today - timedelta(days=20))):
            measure = Measure.objects.select_related("element__plan").get(pk=made.measures["vd-vagas"].pk)
            actions.amend_targets(
                measure,
                {self.year: "4"},
                Why("As obras de duas casas só acabam no próximo ano. (exemplo)"),
                by=self.by,
            )

    def correct(self, made: _Laid) -> None:
        report = (
            Report.objects.current()
            .select_related("measure__element__plan", "by")
            .filter(measure=made.measures["vd-formacao"])
            .order_by("period")
            .first()
        )
        if report is not None and report.by is not None:
            with moment.replaying(self.at(timezone.localdate(report.at) + timedelta(days=3), 12)):
                actions.correct_report(
                    report,
                    Entry("3", evidence="Folhas de presença (exemplo)"),
                    reason="Faltava contar a sessão de Arouca. (exemplo)",
                    by=report.by,
                )

    def closed(self, made: _Laid) -> None:
        self.report(made)
        with moment.replaying(self.at(date(self.year, 1, 31))):
            actions.close_plan(made.plan, by=self.by)
