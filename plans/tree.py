"""A plan laid out for the pages of those who work with it: its tree, each target with how it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from accounts.models import Membership
from plans import duties, standing, values
from plans.models import Measure, Plan, PlanElement, Target
from plans.standing import Standing, Word

# Words that are said as a tag of a kind; never by colour alone.
KINDS = {
    Word.KEPT: "ok",
    Word.REACHED: "ok",
    Word.ON_TRACK: "ok",
    Word.NOT_KEPT: "urg",
    Word.MISSED: "urg",
    Word.BEHIND: "few",
    Word.NO_REPORT: "few",
}


@dataclass(frozen=True)
class Year:
    """One year of a measure: what was promised, what holds, how it stands."""

    year: int
    measure: Measure
    target: Target | None
    standing: Standing | None

    @property
    def value(self) -> str:
        """ "sem meta" is not zero."""
        return values.shown(self.target.value if self.target else None, self.measure)

    @property
    def baseline(self) -> str:
        """What was approved, where an amendment moved it."""
        if self.target is None or not self.target.is_amended:
            return ""
        return values.shown(self.target.baseline, self.measure)

    @property
    def executed(self) -> str:
        found = self.standing
        if found is None or (found.executed is None and found.kept is None):
            return ""
        return values.shown(found.executed, self.measure) if found.executed is not None else ""

    @property
    def word(self) -> str:
        return str(self.standing.word.label) if self.standing else ""

    @property
    def kind(self) -> str:
        return KINDS.get(self.standing.word, "") if self.standing else ""


@dataclass(frozen=True)
class MeasureRow:
    measure: Measure
    years: list[Year]
    now: Year | None

    @property
    def total(self) -> str:
        """Over the plan, of flows alone."""
        found = standing.total(self.measure, [one.target.value for one in self.years if one.target])
        return values.shown(found, self.measure) if found is not None else ""


@dataclass
class Row:
    element: PlanElement
    measures: list[MeasureRow] = field(default_factory=list)
    # The member may say what was done of it.
    reports: bool = False
    needs_owner: bool = False


def measure_row(element: PlanElement, measure: Measure, *, today: date) -> MeasureRow:
    """Of a measure fetched `duties.with_all`."""
    plan = element.plan
    measure.element = element
    targets = {one.year: one for one in measure.targets.all()}
    found: dict[int, Standing] = {}
    if plan.is_frozen and not element.is_dropped:
        found = standing.standings(
            measure,
            {year: one.value for year, one in targets.items()},
            duties.said_of(measure),
            rhythm=plan.rhythm,
            today=today,
        )
    years = [Year(year, measure, targets.get(year), found.get(year)) for year in plan.years]
    now = next((one for one in years if one.year == today.year), None)
    return MeasureRow(measure, years, now)


def tree(plan: Plan, *, member: Membership, today: date) -> list[Row]:
    """The whole plan as it is read, in as many queries for one element as for all."""
    mine = set(
        PlanElement.objects.reported_by(member).filter(plan=plan).values_list("pk", flat=True)
        if plan.state == Plan.State.APPROVED
        else []
    )
    rows = []
    for element in duties.with_all(plan.elements.all()).order_by("order"):
        element.plan = plan
        measures = [measure_row(element, one, today=today) for one in element.measures.all()]
        promised = any(one.target and one.target.value is not None for row in measures for one in row.years)
        rows.append(
            Row(
                element,
                measures,
                reports=element.pk in mine and not element.is_dropped,
                needs_owner=promised and not element.has_owner and not element.is_dropped,
            )
        )
    return rows
