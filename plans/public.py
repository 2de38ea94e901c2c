"""What the public pages of plans show, put together for one reader: rows of the list, the tree, one element."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Membership
from plans import showing
from plans.lists import ANNUAL, METROPOLITAN, ORGANISATIONS, REFERENCE
from plans.models import Amendment, Measure, Plan, Report
from plans.reading import Cell, MeasureRead, Node, Reading, Summary, read_all, summary_of
from plans.standing import Word
from units.models import Decision
from units.models.ref_amp import known_codes

# A heading deeper than this is none in HTML.
DEEPEST = 6


@dataclass(frozen=True)
class Row:
    """One plan in a list."""

    plan: Plan
    summary: Summary

    @property
    def counts(self) -> bool:
        """Something is due of it, so that it can stand somehow."""
        return self.plan.is_frozen


@dataclass(frozen=True)
class Group:
    title: str
    text: str
    rows: list[Row]
    anchor: str


def rows_of(plans: Iterable[Plan]) -> list[Row]:
    """As many queries for one as for all."""
    return [Row(one.plan, one.summary()) for one in read_all(list(plans))]


def groups_of(rows: Iterable[Row]) -> list[Group]:
    """Those of a page under the headings they belong to."""
    heads = {
        METROPOLITAN: (_("Planos metropolitanos"), "", "metropolitanos"),
        ANNUAL: (_("Planos de ação anuais das unidades"), "", "anuais"),
        ORGANISATIONS: (_("Planos de entidades"), "", "entidades"),
        REFERENCE: (
            _("Documentos de referência"),
            _(
                "Planos de fora da Área Metropolitana do Porto, para ler e comparar. Nada do que prometem é"
                " compromisso da AMP e nada deles entra nos números acima."
            ),
            "referencia",
        ),
    }
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.plan.group, []).append(row)  # type: ignore[attr-defined]
    return [Group(heads[n][0], heads[n][1], some, heads[n][2]) for n, some in sorted(found.items())]


def totals_of(plans: Iterable[Plan]) -> Summary:
    """How the targets of these stand together. Only plans that count are to be given."""
    return showing.together(one.summary() for one in read_all(list(plans)))


# --- One plan ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Year:
    """One year of a measure in the page, with what changed of its target since approval."""

    cell: Cell
    measure: Measure
    said: str
    mark: str
    changes: list[Change]
    now: bool
    # Of what was taken out nothing is due, so it stands no way.
    is_dropped: bool = False

    @property
    def word(self) -> str:
        shown = self.cell.word if not self.is_dropped and self.cell.word != Word.NO_TARGET else None
        return str(shown.label) if shown else ""

    @property
    def done(self) -> str:
        """What was done, in the unit; a report that should be there and is not is said, one not yet due is not."""
        if self.cell.executed is not None:
            return showing.amount(self.cell.executed, self.measure)
        return _("sem relato") if self.cell.word == Word.NO_REPORT and not self.is_dropped else ""

    @property
    def before(self) -> str:
        """The value at approval, where another one holds now."""
        if not self.cell.is_amended or self.cell.target is None:
            return ""
        return showing.amount(self.cell.target.baseline, self.measure) or _("sem meta")

    @property
    def share(self) -> int | None:
        """Done of due, of things counted up to their target; a percentage of a percentage misleads."""
        if self.cell.standing is None or self.measure.is_percent or not showing.has_share(self.measure):
            return None
        return self.cell.standing.share

    @property
    def missing(self) -> str:
        return "" if self.is_dropped else showing.missing_said(self.cell.standing)


@dataclass(frozen=True)
class Change:
    """One amendment as this reader may read it: of an internal decision nobody outside learns the number."""

    amendment: Amendment
    decision: Decision | None

    @property
    def before(self) -> str:
        return showing.changed_said(self.amendment)[0]

    @property
    def after(self) -> str:
        return showing.changed_said(self.amendment)[1]


@dataclass(frozen=True)
class Measured:
    """One measure of the page."""

    read: MeasureRead
    years: list[Year]
    chart: Any = ""
    forecast: str = ""

    @property
    def measure(self) -> Measure:
        return self.read.measure

    @property
    def adds_up(self) -> str:
        return showing.adds_up(self.measure)

    @property
    def total(self) -> str:
        """Where there is more than one year to add up."""
        return showing.total_said(self.read) if len(self.read.cells) > 1 else ""


@dataclass(frozen=True)
class Branch:
    """One element of the tree with what is shown of it. `tag`: how deep its heading is."""

    node: Node
    tag: str
    measures: list[Measured]
    changes: list[Change]
    children: list[Branch]
    summary: Summary

    @property
    def parts(self) -> list[showing.Part]:
        return showing.parts_of(self.summary)


@dataclass
class PlanPage:
    """One plan for one reader."""

    reading: Reading
    member: Membership | None
    decisions: dict[int, Decision] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named = [self.reading.plan.decision_id, *(one.decision_id for one in self.reading.amendments)]
        asked = {one for one in named if one is not None}
        visible = Decision.objects.approved().visible_to(self.member).filter(pk__in=asked)
        self.decisions = {one.pk: one for one in visible}
        self._changes: dict[int, list[Change]] = {}
        self._texts: dict[int, list[Change]] = {}
        for one in self.changes:
            if one.amendment.target_id:
                self._changes.setdefault(one.amendment.target_id, []).append(one)
            else:
                self._texts.setdefault(one.amendment.element_id, []).append(one)

    @property
    def plan(self) -> Plan:
        return self.reading.plan

    @property
    def decision(self) -> Decision | None:
        return self.decisions.get(self.plan.decision_id or 0)

    @property
    def changes(self) -> list[Change]:
        return [Change(one, self.decisions.get(one.decision_id or 0)) for one in self.reading.amendments]

    @property
    def last_report(self) -> datetime | None:
        ats = [report.at for node in self.reading.nodes for one in node.measures for report in one.reports]
        return max(ats, default=None)

    def tree(self, shown: set[int], year: int | None) -> list[Branch]:
        return [self.branch(node, shown, year) for node in self.reading.roots if node.element.pk in shown]

    def branch(self, node: Node, shown: set[int], year: int | None, depth: int = 3) -> Branch:
        return Branch(
            node=node,
            tag=f"h{min(depth, DEEPEST)}",
            measures=[self.measured(one, node, year) for one in node.measures],
            changes=self._texts.get(node.element.pk, []),
            children=[
                self.branch(child, shown, year, depth + 1)
                for child in node.children
                if child.element.pk in shown
            ],
            summary=summary_of((one for one in node.walk() if one.element.pk in shown), year),
        )

    def measured(self, read: MeasureRead, node: Node, year: int | None = None) -> Measured:
        return Measured(
            read,
            [
                Year(
                    cell,
                    read.measure,
                    showing.cell_said(cell, read.measure),
                    showing.mark_of(cell.word),
                    self._changes.get(cell.target.pk, []) if cell.target else [],
                    cell.year == self.reading.today.year,
                    node.is_dropped,
                )
                for cell in read.cells
                if year in (None, cell.year)
            ],
        )

    def lines(self, shown: set[int], year: int | None) -> list[tuple[Node, Measured]]:
        """One for each measure, as the plan is read from top to bottom."""
        return [
            (node, self.measured(one, node, year))
            for node in self.reading.nodes
            if node.element.pk in shown
            for one in node.measures
        ]

    @property
    def codes(self) -> set[str]:
        """Codes of REF-AMP the plan names that have a page."""
        named = {node.element.reference for node in self.reading.nodes} - {""}
        for node in self.reading.nodes:
            named |= set(node.element.serves)
        return known_codes(named)


def history_of(node: Node) -> dict[int, list[Report]]:
    """Everything that was said of each measure, the latest first; what was corrected stands among it."""
    found: dict[int, list[Report]] = {}
    reports = Report.objects.filter(measure__in=[one.measure for one in node.measures])
    for report in reports.select_related("by__user", "by__organisation").order_by("-year", "-period", "-at"):
        found.setdefault(report.measure_id, []).append(report)
    return found


def last_report_of(plans: Iterable[Plan]) -> dict[int, datetime]:
    """When something was last said of each."""
    found = Report.objects.current().filter(measure__element__plan__in=list(plans))
    rows = found.values_list("measure__element__plan").annotate(at=Max("at")).order_by()
    return dict(rows)
