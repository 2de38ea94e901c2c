"""A plan as it is read: the tree with measures, targets, reports and how each target stands, in four queries.

Pages, files, letters and the API all read a plan through here, so that they say the same of it. What is not approved
(drafts, reference documents of elsewhere) has targets but no standings: nothing of it is due.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from accounts import moment
from accounts.models import Membership, Organisation
from geo.sorting import sort_key
from plans.models import Amendment, Measure, Plan, PlanElement, Report, Target
from plans.standing import BAD, GOOD, JUDGED, Said, Standing, Word, standings, total


@dataclass(frozen=True)
class Cell:
    """One year of a measure. `target`: None where no row stands for that year; its value may be None all the same."""

    year: int
    target: Target | None
    standing: Standing | None

    @property
    def value(self) -> Decimal | None:
        return self.target.value if self.target else None

    @property
    def word(self) -> Word | None:
        return self.standing.word if self.standing else None

    @property
    def executed(self) -> Decimal | None:
        return self.standing.executed if self.standing else None

    @property
    def is_amended(self) -> bool:
        return self.target is not None and self.target.is_amended


@dataclass(frozen=True)
class MeasureRead:
    """One measure with a cell for every year of its plan. `reports`: those that hold, first to last."""

    measure: Measure
    cells: list[Cell]
    reports: list[Report]

    @property
    def by_year(self) -> dict[int, Cell]:
        return {cell.year: cell for cell in self.cells}

    @property
    def total(self) -> Decimal | None:
        """Promised over the plan: of flows alone, None of everything else."""
        return total(self.measure, (cell.value for cell in self.cells))

    @property
    def executed_total(self) -> Decimal | None:
        """Done over the plan: of flows alone, None where nothing was said."""
        return total(self.measure, (cell.executed for cell in self.cells))

    @property
    def last_report(self) -> Report | None:
        return self.reports[-1] if self.reports else None


@dataclass
class Node:
    """One element with what hangs from it. `owner`: the person who answers for it, None for who is no member."""

    element: PlanElement
    level_name: str
    owner: Membership | None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    measures: list[MeasureRead] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.element.code

    @property
    def title(self) -> str:
        return self.element.title

    @property
    def level(self) -> int:
        return self.element.level

    @property
    def entity(self) -> Organisation | None:
        return self.element.owner_entity

    @property
    def owner_said(self) -> str:
        """Who answers for it: the entity, and the person for members; "" where nobody does."""
        names = [str(self.owner.user) if self.owner else "", str(self.entity or "")]
        return ", ".join(name for name in names if name)

    @property
    def is_dropped(self) -> bool:
        """Taken out by an amendment, itself or with what it hangs from."""
        return self.element.is_dropped or (self.parent is not None and self.parent.is_dropped)

    @property
    def path(self) -> list[Node]:
        """From the root to its parent."""
        return [*self.parent.path, self.parent] if self.parent else []

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Summary:
    """How many targets stand how. `share`: on the way, of those something was due of, in whole percent, cut."""

    counts: Counter[Word]

    @property
    def rows(self) -> list[tuple[Word, int]]:
        """Only words that occur, in the order of `Word`."""
        return [(word, self.counts[word]) for word in Word if self.counts[word]]

    @property
    def targets(self) -> int:
        """Those with a value: "no target" is none."""
        return sum(self.counts.values()) - self.counts[Word.NO_TARGET]

    @property
    def judged(self) -> int:
        return sum(self.counts[word] for word in JUDGED)

    @property
    def good(self) -> int:
        return sum(self.counts[word] for word in GOOD)

    @property
    def bad(self) -> int:
        return sum(self.counts[word] for word in BAD)

    @property
    def no_report(self) -> int:
        return self.counts[Word.NO_REPORT]

    @property
    def share(self) -> int | None:
        return 100 * self.good // self.judged if self.judged else None


@dataclass(frozen=True)
class OwnerRead:
    """What one entity (for members: one person of it) answers for. Both None: what nobody answers for."""

    entity: Organisation | None
    person: Membership | None
    nodes: list[Node]
    summary: Summary

    @property
    def name(self) -> str:
        names = [str(self.person.user) if self.person else "", str(self.entity or "")]
        return ", ".join(name for name in names if name)


@dataclass
class Reading:
    """A plan for one reader on one day."""

    plan: Plan
    member: Membership | None
    today: date
    roots: list[Node]
    # All of them, as the plan is read from top to bottom.
    nodes: list[Node]

    @property
    def year(self) -> int:
        """The year of the plan that runs: its first before it begins, its last when it is over."""
        return max(self.plan.first_year, min(self.today.year, self.plan.last_year))

    @cached_property
    def by_uuid(self) -> dict[UUID, Node]:
        return {node.element.uuid: node for node in self.nodes}

    @cached_property
    def measured(self) -> list[Node]:
        """Those with targets that still count."""
        return [node for node in self.nodes if node.measures and not node.is_dropped]

    @cached_property
    def amendments(self) -> list[Amendment]:
        """The latest first; one further query."""
        found = self.plan.amendments.select_related(
            "element", "target__measure", "decision__body__axis", "by__user", "by__organisation"
        )
        return list(found)

    @property
    def levels(self) -> list[str]:
        return [self.plan.level_name(level) for level in range(len(self.plan.levels_pt))]

    def summary(self, year: int | None = None) -> Summary:
        """Of one year, or of the whole plan."""
        return summary_of(self.measured, year)

    @property
    def of_year(self) -> Summary:
        """Of the year that runs."""
        return self.summary(self.year)

    @property
    def by_year(self) -> list[tuple[int, Summary]]:
        return [(year, self.summary(year)) for year in self.plan.years]

    @cached_property
    def by_owner(self) -> list[OwnerRead]:
        """Of the year that runs: by entity, and by person for members; what nobody answers for comes last."""
        groups: dict[tuple[int | None, int | None], list[Node]] = {}
        for node in self.measured:
            key = (node.element.owner_entity_id, node.owner.pk if node.owner else None)
            groups.setdefault(key, []).append(node)
        made = [
            OwnerRead(nodes[0].entity, nodes[0].owner, nodes, summary_of(nodes, self.year))
            for nodes in groups.values()
        ]
        return sorted(
            made,
            key=lambda one: (
                one.entity is None and one.person is None,
                sort_key(str(one.entity or "")),
                one.name,
            ),
        )


def summary_of(nodes: Iterable[Node], year: int | None = None) -> Summary:
    """How the targets of these stand, of one year or of all; what was taken out does not count."""
    words: Counter[Word] = Counter()
    for node in nodes:
        if node.is_dropped:
            continue
        for one in node.measures:
            words.update(cell.word for cell in one.cells if cell.word and year in (None, cell.year))
    return Summary(words)


def read(plan: Plan, member: Membership | None = None, *, today: date | None = None) -> Reading:
    """A plan that the reader may see. Persons are named to members alone."""
    return read_all([plan], member, today=today)[0]


def read_all(
    plans: Iterable[Plan], member: Membership | None = None, *, today: date | None = None
) -> list[Reading]:
    """Several at once, in the order given, in as many queries as one."""
    given, day = list(plans), today or timezone.localdate(moment.now())
    elements = list(
        PlanElement.objects.filter(plan__in=given)
        .select_related("owner__user", "owner__organisation", "owner_entity")
        .order_by("plan", "order")
    )
    measures = list(Measure.objects.filter(element__plan__in=given).select_related("indicator"))
    targets: dict[int, dict[int, Target]] = {}
    for target in Target.objects.filter(measure__element__plan__in=given):
        targets.setdefault(target.measure_id, {})[target.year] = target
    reports: dict[int, list[Report]] = {}
    for report in (
        Report.objects.current()
        .filter(measure__element__plan__in=given)
        .select_related("by__user", "by__organisation")
        .order_by("measure", "year", "period")
    ):
        reports.setdefault(report.measure_id, []).append(report)

    found = {plan.pk: Reading(plan, member, day, [], []) for plan in given}
    nodes: dict[int, Node] = {}
    for element in elements:
        reading = found[element.plan_id]
        element.plan = reading.plan
        parent = nodes.get(element.parent_id or 0)
        node = Node(
            element,
            reading.plan.level_name(element.level),
            element.owner if member is not None else None,
            parent,
        )
        nodes[element.pk] = node
        reading.nodes.append(node)
        (parent.children if parent else reading.roots).append(node)
    for measure in sorted(measures, key=lambda one: one.order):
        node = nodes[measure.element_id]
        measure.element = node.element
        held = targets.get(measure.pk, {})
        node.measures.append(
            _measure(found[node.element.plan_id], measure, held, reports.get(measure.pk, []))
        )
    return [found[plan.pk] for plan in given]


def _measure(
    reading: Reading, measure: Measure, targets: dict[int, Target], reports: list[Report]
) -> MeasureRead:
    plan, stand = reading.plan, {}
    if plan.is_frozen:
        said = [Said(one.period, one.value, one.kept) for one in reports]
        # Years without a row have no target, and are told so.
        values = {year: targets[year].value if year in targets else None for year in plan.years}
        stand = standings(measure, values, said, rhythm=plan.rhythm, today=reading.today)
    cells = [Cell(year, targets.get(year), stand.get(year)) for year in plan.years]
    for target in targets.values():
        target.measure = measure
    for report in reports:
        report.measure = measure
    return MeasureRead(measure, cells, reports)
