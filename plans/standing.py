"""How a target stands: computed from what was promised and what was said, by how its measure adds up.

Nothing here reads the database; every page, file, letter and the API says the same of the same target.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from monitor.periods import Period, quarter, read
from plans.models import Measure, Plan

# So many days after a period ends its report is late, and its absence is a state of its own.
DAYS_TO_REPORT = 15
CENT = Decimal("0.01")


class Word(TextChoices):
    """What is said of a target. Never by colour alone."""

    NO_TARGET = "no_target", _("sem meta")
    NOT_YET = "not_yet", _("ainda não começou")
    # The year runs and no report is due yet.
    RUNNING = "running", _("em curso")
    # A target of zero: nothing is to be done this year, and that is what was decided.
    NOTHING_DUE = "nothing_due", _("nada previsto")
    NO_REPORT = "no_report", _("sem relato")
    KEPT = "kept", _("cumprida")
    NOT_KEPT = "not_kept", _("não cumprida")
    REACHED = "reached", _("atingida")
    ON_TRACK = "on_track", _("a bom ritmo")
    BEHIND = "behind", _("atrasada")
    MISSED = "missed", _("não atingida")
    # How it adds up is not declared: what was said is shown, nothing is computed of it.
    UNDECLARED = "undeclared", _("por confirmar")


GOOD = frozenset({Word.KEPT, Word.REACHED, Word.ON_TRACK})
BAD = frozenset({Word.NOT_KEPT, Word.BEHIND, Word.MISSED})
# Those a share "on the way" is of: something was due, and something can be said of it.
JUDGED = GOOD | BAD | {Word.NO_REPORT}


@dataclass(frozen=True)
class Said:
    """The report that holds for one period: a value, or of a guarantee kept or not."""

    period: str
    value: Decimal | None = None
    kept: bool | None = None


@dataclass
class Standing:
    """One target of one year.

    `executed`: done in the year (flow), or the last level said (cumulative, stock, undeclared); None when nothing was
    said, which is not zero. `missing`: the periods whose report is late. `forecast`: where the year ends if it goes on
    so, in the unit of the measure; None when too little is known to say it.
    """

    year: int
    target: Decimal | None
    word: Word
    executed: Decimal | None = None
    kept: bool | None = None
    expected: Decimal | None = None
    forecast: Decimal | None = None
    missing: list[Period] = field(default_factory=list)

    @property
    def share(self) -> int | None:
        """Done of due in whole percent, cut; None without a target above zero or without a report."""
        if not self.target or self.executed is None:
            return None
        return int(100 * self.executed / self.target)

    @property
    def is_good(self) -> bool:
        return self.word in GOOD

    @property
    def is_bad(self) -> bool:
        return self.word in BAD


def periods_of(rhythm: str, year: int) -> list[Period]:
    """The periods of a year that are reported on, first to last."""
    if rhythm == Plan.Rhythm.QUARTER:
        return [quarter(year, n) for n in (1, 2, 3, 4)]
    return [read(str(year))]


def is_late(period: Period, today: date) -> bool:
    """Its report should have been there."""
    return today > period.end + timedelta(days=DAYS_TO_REPORT)


def nothing_due(measure: Measure, target: Decimal | None) -> bool:
    """A target of zero to be reached: reached as it stands, nobody is asked what was done. One to come down to is a
    promise like any other, and so is what must not grow."""
    return (
        target == 0
        and not measure.lower_is_better
        and measure.aggregation in (Measure.Aggregation.FLOW, Measure.Aggregation.CUMULATIVE)
    )


def due(
    measure: Measure,
    target: Decimal | None,
    said: Iterable[Said],
    *,
    year: int,
    rhythm: str,
    today: date,
) -> list[Period]:
    """The periods of the year that are over and of which somebody should still say something, late or not."""
    if target is None or nothing_due(measure, target):
        return []
    heard = {one.period: one for one in said if (one.kept if measure.is_guarantee else one.value) is not None}
    return _missing(measure, [one for one in periods_of(rhythm, year) if one.end < today], heard)


def standings(
    measure: Measure,
    targets: Mapping[int, Decimal | None],
    said: Iterable[Said],
    *,
    rhythm: str,
    today: date,
) -> dict[int, Standing]:
    """How each year stands. `targets`: what holds now, by year; `said`: the current reports, in any order."""
    # What was said while the measure added up otherwise answers another question.
    by_period = {
        one.period: one for one in said if (one.kept if measure.is_guarantee else one.value) is not None
    }
    return {
        year: _standing(measure, targets, by_period, year=year, rhythm=rhythm, today=today)
        for year in sorted(targets)
    }


def total(measure: Measure, values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum over the plan, of flows alone: levels, guarantees and percentages are never added up."""
    if not measure.is_summed:
        return None
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _standing(
    measure: Measure,
    targets: Mapping[int, Decimal | None],
    said: Mapping[str, Said],
    *,
    year: int,
    rhythm: str,
    today: date,
) -> Standing:
    periods = periods_of(rhythm, year)
    heard = [said[period.code] for period in periods if period.code in said]
    late = [period for period in periods if is_late(period, today)]
    made = Standing(year, targets[year], Word.NO_TARGET)
    _tell(measure, made, heard)
    if made.target is None:
        return made
    made.missing = _missing(measure, late, said)
    if not heard and today < periods[0].start:
        made.word = Word.NOT_YET
    elif measure.aggregation == Measure.Aggregation.UNDECLARED:
        made.word = Word.NO_REPORT if late and not heard else Word.UNDECLARED
    elif measure.is_guarantee:
        made.word = _guarantee(made, heard, periods, today)
    elif not heard:
        made.word = _unheard(measure, made, late)
    else:
        _measure(measure, made, targets, said, periods, today)
    return made


def _tell(measure: Measure, made: Standing, heard: list[Said]) -> None:
    if measure.is_guarantee:
        made.kept = all(one.kept for one in heard) if heard else None
        return
    values = [one.value for one in heard if one.value is not None]
    if values:
        made.executed = sum(values, Decimal(0)) if measure.is_summed else values[-1]


def _missing(measure: Measure, wanted: list[Period], said: Mapping[str, Said]) -> list[Period]:
    """A level needs its last period only, and what comes later says more; a sum and a guarantee need every one."""
    absent = [period for period in wanted if period.code not in said]
    if measure.is_summed or measure.is_guarantee:
        return absent
    last_heard = max((read(code).end for code in said), default=date.min)
    return [period for period in absent[-1:] if period == wanted[-1] and period.end > last_heard]


def _unheard(measure: Measure, made: Standing, late: list[Period]) -> Word:
    if nothing_due(measure, made.target):
        made.missing = []
        return Word.NOTHING_DUE
    return Word.NO_REPORT if late else Word.RUNNING


def _guarantee(made: Standing, heard: list[Said], periods: list[Period], today: date) -> Word:
    if made.kept is False:
        return Word.NOT_KEPT
    if made.missing:
        return Word.NO_REPORT
    if not heard:
        return Word.RUNNING
    # Kept to this day is not kept to the end.
    over = today > periods[-1].end
    return Word.KEPT if over and len(heard) == len(periods) else Word.ON_TRACK


def _measure(
    measure: Measure,
    made: Standing,
    targets: Mapping[int, Decimal | None],
    said: Mapping[str, Said],
    periods: list[Period],
    today: date,
) -> None:
    assert made.executed is not None and made.target is not None
    complete = _is_complete(measure, said, periods, today)
    made.forecast = None if complete else _forecast(measure, said, periods, today)
    if measure.lower_is_better:
        made.word = _coming_down(measure, made, complete)
        return
    # What was said of a period that still runs counts, but nothing more is expected of it yet.
    ended = [n for n, one in enumerate(periods, start=1) if one.code in said and one.end < today]
    done = len(ended) if measure.is_summed else max(ended, default=0)
    before = Decimal(0) if measure.is_summed else targets.get(made.year - 1) or Decimal(0)
    step = (made.target - before) * done / len(periods)
    made.expected = (before + step).quantize(CENT) if not complete else made.target
    if made.executed >= made.target:
        made.word = Word.REACHED
    elif made.missing:
        made.word = Word.NO_REPORT
    elif complete:
        made.word = Word.MISSED
    elif not done:
        made.word = Word.RUNNING
    else:
        # Of things counted one by one nobody is behind for a part of one.
        whole = made.expected if measure.is_percent else made.expected.quantize(Decimal(1), ROUND_DOWN)
        made.word = Word.ON_TRACK if made.executed >= whole else Word.BEHIND


def _coming_down(measure: Measure, made: Standing, complete: bool) -> Word:
    assert made.executed is not None and made.target is not None
    if made.executed > made.target:
        # A sum that is over will not come down again; a level still may.
        return Word.MISSED if complete or measure.is_summed else Word.BEHIND
    if made.missing:
        return Word.NO_REPORT
    return Word.REACHED if complete or not measure.is_summed else Word.ON_TRACK


def _is_complete(measure: Measure, said: Mapping[str, Said], periods: list[Period], today: date) -> bool:
    """The year is over and all that will be said of it was said: of a sum every period, of a level its last."""
    if today <= periods[-1].end:
        return False
    wanted = periods if measure.is_summed else periods[-1:]
    return all(period.code in said for period in wanted)


def _forecast(
    measure: Measure, said: Mapping[str, Said], periods: list[Period], today: date
) -> Decimal | None:
    """Of periods that are over: what was said of one that still runs is a part of it."""
    if len(periods) == 1:
        return None
    if measure.is_summed:
        values = [said[one.code].value for one in periods if one.code in said and one.end < today]
        known = [value for value in values if value is not None]
        return (sum(known, Decimal(0)) * len(periods) / len(known)).quantize(CENT) if known else None
    levels = sorted((read(code).end, one.value) for code, one in said.items() if one.value is not None)
    levels = [(day, value) for day, value in levels if day <= periods[-1].end and day < today]
    if len(levels) < 2:
        return None
    (first_day, first), (last_day, last) = levels[0], levels[-1]
    slope = (last - first) / (last_day - first_day).days
    ends = last + slope * (periods[-1].end - last_day).days
    if measure.is_percent:
        ends = min(ends, Decimal(100))
    return max(ends, Decimal(0)).quantize(CENT)
