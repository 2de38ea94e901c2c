"""Plans on pages of other rooms: what a body promised this year, what hangs from a code, what a decision settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from accounts import moment
from accounts.models import Membership
from plans import showing
from plans.models import Amendment, Plan, PlanElement
from plans.reading import Cell, MeasureRead, Node, Reading, read_all
from plans.showing import Band
from units.models import Body, Decision

# What is late comes first, then what nobody reported, then what goes on, then what is on the way.
URGENT = [Band.MISSED, Band.BEHIND, Band.SILENT, Band.UNSURE, Band.OPEN, Band.GOOD, Band.NONE]
LATE = frozenset({Band.MISSED, Band.BEHIND, Band.SILENT})


@dataclass(frozen=True)
class Promise:
    """One target of the year that runs, as one line says it."""

    plan: Plan
    node: Node
    read: MeasureRead
    cell: Cell

    @property
    def band(self) -> Band:
        return showing.BAND[self.cell.word] if self.cell.word else Band.NONE

    @property
    def mark(self) -> str:
        return showing.mark_of(self.cell.word)

    @property
    def word(self) -> str:
        return str(self.cell.word.label) if self.cell.word else ""

    @property
    def said(self) -> str:
        return showing.cell_said(self.cell, self.read.measure)

    @property
    def unit(self) -> str:
        return self.read.measure.name or self.read.measure.unit

    @property
    def share(self) -> int | None:
        """For the length of a bar, where there is one."""
        if self.cell.standing is None or not showing.has_share(self.read.measure):
            return None
        return self.cell.standing.share

    @property
    def is_late(self) -> bool:
        return self.band in LATE


def promises_of(readings: Iterable[Reading], only: Collection[int] | None = None) -> list[Promise]:
    """Of each target its year that runs, what is late first. `only`: ids of elements."""
    found = []
    for reading in readings:
        for node in reading.measured:
            if only is not None and node.element.pk not in only:
                continue
            for one in node.measures:
                cell = one.by_year[reading.year]
                if cell.value is not None:
                    found.append(Promise(reading.plan, node, one, cell))
    return sorted(found, key=lambda one: URGENT.index(one.band))


@dataclass
class OfBody:
    """The plan of a body that runs this year, for one reader."""

    plan: Plan
    reading: Reading
    promises: list[Promise] = field(default_factory=list)

    @property
    def late(self) -> list[Promise]:
        return [one for one in self.promises if one.is_late]


def plan_of(body: Body, member: Membership | None) -> OfBody | None:
    """Its plan of this year, the annual one before others; else the last it had."""
    year = timezone.localdate(moment.now()).year
    found = list(
        Plan.objects.visible_to(member)
        .counted()
        .filter(body=body, first_year__lte=year)
        .order_by("-first_year")
    )
    if not found:
        return None
    best = min(found, key=lambda one: (one.last_year < year, one.kind != Plan.Kind.ANNUAL, -one.last_year))
    [reading] = read_all([best], member)
    return OfBody(best, reading, promises_of([reading]))


def late_of(body: Body, member: Membership | None) -> list[Promise]:
    """What is late, or without report, in the plans of a body that run."""
    running = Plan.objects.visible_to(member).running().filter(body=body)
    return [one for one in promises_of(read_all(running, member)) if one.is_late]


def about(codes: Collection[str], member: Membership | None) -> list[Promise]:
    """The targets of plans that count and the reader may see, whose element hangs from one of the codes or serves one.

    What stands under such an element belongs to it.
    """
    counted = Plan.objects.visible_to(member).counted()
    named = Q(reference__in=codes) | Q(serves__overlap=list(codes))
    hits = list(PlanElement.objects.filter(named, plan__in=counted).values_list("plan", "pk"))
    if not hits:
        return []
    readings = read_all(counted.filter(pk__in={plan for plan, _pk in hits}).for_pages(), member)
    roots = {pk for _plan, pk in hits}
    below = {
        one.element.pk
        for reading in readings
        for node in reading.nodes
        if node.element.pk in roots
        for one in node.walk()
    }
    return promises_of(readings, below)


@dataclass(frozen=True)
class Settled:
    """What a decision did to plans, as far as the reader may see them."""

    approved: list[Plan]
    changes: list[Amendment]


def settled_by(decision: Decision, member: Membership | None) -> Settled:
    visible = Plan.objects.visible_to(member)
    approved = list(visible.filter(decision=decision).for_pages())
    changes = Amendment.objects.filter(decision=decision, plan__in=visible)
    return Settled(approved, list(changes.select_related("plan", "element", "target__measure")))
