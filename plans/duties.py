"""What is to be reported, by whom and until when: a period that is over, of a measure with a target, without a word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from monitor import periods
from monitor.periods import Period
from plans import standing, values
from plans.models import Measure, Plan, PlanElement, Report, Target


@dataclass(frozen=True)
class Duty:
    """One report that is wanted. `last`: what was last said of the measure, if anything was."""

    element: PlanElement
    measure: Measure
    period: Period
    target: Target
    last: Report | None = None

    @property
    def plan(self) -> Plan:
        return self.element.plan

    @property
    def key(self) -> str:
        """Names it in a form."""
        return f"{self.measure.uuid.hex}-{self.period.code}"

    @property
    def last_day(self) -> date:
        """After it the report is late."""
        return self.period.end + timedelta(days=standing.DAYS_TO_REPORT)

    @property
    def asked_since(self) -> date:
        """The day from which somebody could report: the period was over and the plan approved."""
        approved = self.plan.approved_at
        since = self.period.end + timedelta(days=1)
        return max(since, timezone.localdate(approved)) if approved else since

    def is_late(self, today: date) -> bool:
        return standing.is_late(self.period, today)

    @property
    def period_name(self) -> str:
        return periods.label(self.period.code)

    @property
    def target_said(self) -> str:
        return values.shown(self.target.value, self.measure)

    @property
    def last_said(self) -> str:
        """ "12 (1.º trimestre de 2026)", or nothing."""
        if self.last is None:
            return ""
        if self.last.kept is not None:
            said = _("cumprida") if self.last.kept else _("não cumprida")
        else:
            said = values.shown(self.last.value, self.measure)
        return f"{said} ({periods.label(self.last.period)})"

    @property
    def line(self) -> str:
        """One line of a letter."""
        title = self.element.title
        title = title if len(title) <= 70 else f"{title[:67].rstrip()}…"
        return _("%(what)s · %(period)s · até %(day)s") % {
            "what": f"{self.element.code} {title}".strip(),
            "period": self.period_name,
            "day": f"{self.last_day:%d/%m/%Y}",
        }


def said_of(measure: Measure) -> list[standing.Said]:
    """The reports that hold; of a measure fetched `with_all`."""
    return [standing.Said(one.period, one.value, one.kept) for one in measure.said_now]  # type: ignore[attr-defined]


def with_all(elements: QuerySet[PlanElement]) -> QuerySet[PlanElement]:
    """Each with its owner, its measures, their targets and what was said, in as many queries for one as for all."""
    said = Report.objects.current().select_related("by__user").order_by("period")
    measures = Measure.objects.prefetch_related(
        "targets", Prefetch("reports", said, to_attr="said_now")
    ).select_related("element")
    return elements.select_related(
        "plan__body__axis", "plan__organisation", "owner__user", "owner__organisation", "owner_entity"
    ).prefetch_related(Prefetch("measures", measures))


def due(elements: QuerySet[PlanElement], today: date) -> list[Duty]:
    """All that is due of these elements, as far as their plans run: the oldest period first, then in reading order."""
    found = []
    running = elements.filter(plan__in=Plan.objects.running(), dropped_at=None)
    for element in with_all(running).order_by("plan__title_pt", "plan", "order"):
        for measure in element.measures.all():
            found += _of_measure(element, measure, today)
    return sorted(found, key=lambda one: one.period.end)


def _of_measure(element: PlanElement, measure: Measure, today: date) -> list[Duty]:
    measure.element = element
    said, reports = said_of(measure), measure.said_now  # type: ignore[attr-defined]
    found = []
    for target in measure.targets.all():
        for period in standing.due(
            measure, target.value, said, year=target.year, rhythm=element.plan.rhythm, today=today
        ):
            found.append(Duty(element, measure, period, target, reports[-1] if reports else None))
    if measure.is_guarantee or measure.is_summed:
        return found
    # The latest level says all that the levels before would have said.
    return found[-1:]


def by_owner(found: Iterable[Duty]) -> dict[int, list[Duty]]:
    """By the membership that answers for it, those whose owner still acts."""
    made: defaultdict[int, list[Duty]] = defaultdict(list)
    for one in found:
        if one.element.owner_id is not None and one.element.has_owner:
            made[one.element.owner_id].append(one)
    return dict(made)
