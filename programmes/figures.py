"""The figures of an edition: verification, efficacy, efficiency, impact. Computed alike while it runs and at its close.

No data is None and None, never zero. The public reads `EditionFigure` of closed editions through `is_suppressed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from programmes.frequency import ZERO
from programmes.models import Attendance, Edition, EditionFigure, Participant, Session

Code, Kind = EditionFigure.Code, EditionFigure.Kind
KINDS: dict[str, str] = {
    Code.ACCESS: Kind.VERIFICATION,
    Code.FREQUENCY: Kind.VERIFICATION,
    Code.PARTICIPATION: Kind.VERIFICATION,
    Code.SATISFACTION: Kind.VERIFICATION,
    Code.PERMANENCE: Kind.VERIFICATION,
    Code.COMPLETED: Kind.EFFICACY,
    Code.PLACES_USED: Kind.EFFICIENCY,
    Code.HOURS_EACH: Kind.EFFICIENCY,
    Code.INCOME: Kind.IMPACT,
    Code.EMPLOYED: Kind.IMPACT,
}


@dataclass(frozen=True)
class Ended:
    """How it ended, in numbers. Together they are all who were enrolled."""

    completed: int
    income: int
    employed: int
    dropped: int
    not_finished: int
    going_on: int

    @property
    def all(self) -> int:
        return self.finished + self.dropped + self.not_finished + self.going_on

    @property
    def finished(self) -> int:
        return self.completed + self.income + self.employed


def ended(edition: Edition) -> Ended:
    Outcome = Participant.Outcome
    said = dict(edition.participants.enrolled().order_by().values_list("outcome").annotate(n=Count("pk")))
    return Ended(
        completed=said.get(Outcome.COMPLETED, 0),
        income=said.get(Outcome.INCOME, 0),
        employed=said.get(Outcome.EMPLOYED, 0),
        dropped=said.get(Outcome.DROPPED_OUT, 0),
        not_finished=said.get(Outcome.NOT_FINISHED, 0),
        going_on=said.get(Outcome.NONE, 0),
    )


def _finer(how: Ended, told: bool) -> tuple[int, int]:
    """The smallest group that is known from who generates income, and from who is employed: those counted, and the rest
    of those who finished where their number is told, else of all. Where both are told, what both leave over too."""
    base = how.finished if told else how.all
    income, employed = (min(n, base - n) for n in (how.income, how.employed))
    if min(income, employed) < EditionFigure.FEWEST:
        return income, employed
    left = base - how.income - how.employed
    return min(income, left), min(employed, left)


def figures(edition: Edition) -> list[EditionFigure]:
    """Unsaved rows, in the order of their codes; four queries."""
    how = ended(edition)
    marks = Attendance.objects.filter(
        session__turma__edition=edition, session__state=Session.State.HELD
    ).aggregate(
        stayed=Sum("hours"),
        held=Sum("session__hours"),
        there=Count("pk", filter=Q(hours__gt=0)),
        asked=Count("pk"),
    )
    given = Session.objects.filter(turma__edition=edition, state=Session.State.HELD).aggregate(n=Sum("hours"))
    grades = [int(n) for n in edition.satisfaction] if edition.satisfaction else []
    answers = sum(grades)
    people = how.all
    stayed = people - how.dropped
    # Whoever knows two of these parts knows the third.
    parts = min(how.finished, how.dropped, how.not_finished)
    whole = min(how.finished, people - how.finished)
    finer = _finer(how, whole >= EditionFigure.FEWEST)

    def row(
        code: str,
        counted: Decimal | int | None,
        out_of: Decimal | int | None,
        n: int | None,
        smallest: int | None = None,
    ) -> EditionFigure:
        missing = counted is None or (out_of is None and code != Code.ACCESS) or out_of == 0
        return EditionFigure(
            edition=edition,
            code=code,
            kind=KINDS[code],
            counted=None if missing else counted,
            out_of=None if missing else out_of,
            people=n,
            smallest=smallest,
        )

    return [
        row(Code.ACCESS, people, None, people),
        row(Code.FREQUENCY, marks["stayed"] or ZERO, marks["held"], people),
        row(Code.PARTICIPATION, marks["there"], marks["asked"], people),
        row(
            Code.SATISFACTION,
            sum(grade * n for grade, n in enumerate(grades, start=1)) if answers else None,
            answers,
            answers,
        ),
        row(Code.PERMANENCE, stayed, people, people, parts),
        row(Code.COMPLETED, how.finished, edition.target, people, whole),
        row(Code.PLACES_USED, people, edition.target, people),
        row(Code.HOURS_EACH, given["n"] or ZERO, how.finished, how.finished, whole),
        row(Code.INCOME, how.income, people, people, finer[0]),
        row(Code.EMPLOYED, how.employed, people, people, finer[1]),
    ]
