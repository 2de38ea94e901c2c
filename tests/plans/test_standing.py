"""How a target stands, for every way of adding up, against a plain model of its own; and the cases that have names."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from plans import standing
from plans.models import Measure
from plans.standing import Said, Word

FLOW, STOCK, RAMP, GUARANTEE, UNDECLARED = "flow", "stock", "cumulative", "continuous", "undeclared"
YEAR = 2030
NEW_YEAR = date(YEAR, 1, 1)


def measure(aggregation, **more):
    return Measure(aggregation=aggregation, unit_pt="Unidade", **more)


def stands(aggregation, target, values, today, *, rhythm="quarter", years=None, **more):
    """How YEAR stands: `values` by quarter number (of YEAR), a number or whether kept."""
    said = [
        Said(f"{YEAR}-Q{n}", kept=value) if aggregation == GUARANTEE else Said(f"{YEAR}-Q{n}", Decimal(value))
        for n, value in values.items()
        if value is not None
    ]
    targets = years or {YEAR: None if target is None else Decimal(target)}
    return standing.standings(measure(aggregation, **more), targets, said, rhythm=rhythm, today=today)[YEAR]


# --- The plain model: quarters as day numbers, no word of the code under test ---

STARTS = [date(YEAR, 1, 1), date(YEAR, 4, 1), date(YEAR, 7, 1), date(YEAR, 10, 1)]
ENDS = [date(YEAR, 3, 31), date(YEAR, 6, 30), date(YEAR, 9, 30), date(YEAR, 12, 31)]


def plain(kind, target, values, today, *, down):
    """The word a careful person would say, from the quarters alone. `values`: four, None where nothing was said."""
    if target is None:
        return "no_target"
    told = [n for n in range(4) if values[n] is not None]
    if not told and today < STARTS[0]:
        return "not_yet"
    late = [n for n in range(4) if (today - ENDS[n]).days > 15]
    over = [n for n in range(4) if today > ENDS[n]]
    owed_every = [n for n in late if n not in told]
    owed_last = [n for n in late[-1:] if not any(m >= n for m in told)]
    if kind == UNDECLARED:
        return "no_report" if late and not told else "undeclared"
    if kind == GUARANTEE:
        if any(values[n] is False for n in told):
            return "not_kept"
        if owed_every:
            return "no_report"
        if not told:
            return "running"
        return "kept" if len(told) == 4 and len(over) == 4 else "on_track"
    if not told:
        if target == 0 and not down and kind in (FLOW, RAMP):
            return "nothing_due"
        return "no_report" if late else "running"
    owed = owed_every if kind == FLOW else owed_last
    done = sum(values[n] for n in told) if kind == FLOW else values[told[-1]]
    finished = len(over) == 4 and (len(told) == 4 if kind == FLOW else 3 in told)
    if down:
        if done > target:
            return "missed" if kind == FLOW or finished else "behind"
        if owed:
            return "no_report"
        return "reached" if kind != FLOW or finished else "on_track"
    if done >= target:
        return "reached"
    if owed:
        return "no_report"
    if finished:
        return "missed"
    heard_and_over = [n for n in told if n in over]
    if not heard_and_over:
        return "running"
    parts = len(heard_and_over) if kind == FLOW else heard_and_over[-1] + 1
    # Nobody is behind for a part of one.
    return "on_track" if done >= int(round(target * parts / 4, 2)) else "behind"


amounts = st.one_of(st.none(), st.integers(0, 12))
kept = st.one_of(st.none(), st.booleans())
days = st.integers(-30, 420).map(lambda n: NEW_YEAR + timedelta(days=n))


@settings(max_examples=400, deadline=None)
@given(
    kind=st.sampled_from([FLOW, STOCK, RAMP, UNDECLARED]),
    target=amounts,
    values=st.lists(amounts, min_size=4, max_size=4),
    today=days,
    down=st.booleans(),
)
def test_a_count_stands_as_a_careful_person_says(kind, target, values, today, down):
    # Nobody reports a quarter that has not begun.
    values = [value if STARTS[n] <= today else None for n, value in enumerate(values)]
    found = stands(kind, target, dict(enumerate(values, start=1)), today, lower_is_better=down)
    assert found.word == plain(kind, target, values, today, down=down)
    told = [value for value in values if value is not None]
    if not told:
        assert found.executed is None and found.share is None
    else:
        assert found.executed == (sum(told) if kind == FLOW else told[-1])
    assert found.target == target
    assert (found.share is None) == (not target or not told)


@settings(max_examples=200, deadline=None)
@given(target=amounts, values=st.lists(kept, min_size=4, max_size=4), today=days)
def test_a_guarantee_stands_as_a_careful_person_says(target, values, today):
    values = [value if STARTS[n] <= today else None for n, value in enumerate(values)]
    found = stands(GUARANTEE, target, dict(enumerate(values, start=1)), today)
    assert found.word == plain(GUARANTEE, target, values, today, down=False)
    assert found.executed is None and found.forecast is None and found.share is None


@settings(max_examples=200, deadline=None)
@given(
    kind=st.sampled_from([FLOW, STOCK, RAMP, UNDECLARED, GUARANTEE]),
    target=amounts,
    values=st.lists(amounts, min_size=4, max_size=4),
    today=days,
)
def test_what_is_due_is_over_unsaid_and_wanted(kind, target, values, today):
    values = [value if STARTS[n] <= today else None for n, value in enumerate(values)]
    told = [n for n in range(4) if values[n] is not None]
    said = [
        Said(f"{YEAR}-Q{n + 1}", kept=bool(values[n]))
        if kind == GUARANTEE
        else Said(f"{YEAR}-Q{n + 1}", Decimal(values[n]))
        for n in told
    ]
    due = standing.due(
        measure(kind),
        None if target is None else Decimal(target),
        said,
        year=YEAR,
        rhythm="quarter",
        today=today,
    )
    over = [n for n in range(4) if ENDS[n] < today]
    if target is None or (target == 0 and kind in (FLOW, RAMP)):
        wanted = []
    elif kind in (FLOW, GUARANTEE):
        wanted = [n for n in over if n not in told]
    else:
        wanted = [n for n in over[-1:] if not any(m >= n for m in told)]
    assert [period.code for period in due] == [f"{YEAR}-Q{n + 1}" for n in wanted]


@settings(max_examples=200, deadline=None)
@given(
    kind=st.sampled_from([FLOW, STOCK, RAMP, UNDECLARED, GUARANTEE]),
    values=st.lists(st.one_of(st.none(), st.integers(0, 500)), max_size=6),
)
def test_only_flows_have_a_total_and_nothing_said_is_no_total(kind, values):
    total = standing.total(measure(kind), [None if one is None else Decimal(one) for one in values])
    known = [one for one in values if one is not None]
    assert total == (sum(known) if kind == FLOW and known else None)


# --- Cases with names ---


def total(kind, *values):
    return standing.total(measure(kind), [None if one is None else Decimal(one) for one in values])


def test_the_flows_of_the_seed_are_summed_and_its_levels_never():
    assert [
        total(FLOW, 2, 2, 2, 2),
        total(FLOW, 0, 1, 1, 1),
        total(FLOW, 10, 10, 10, 10),
        total(FLOW, 1, 1, 1, 1),
        total(FLOW, 100, 100, 100, 100),
    ] == [8, 3, 40, 4, 400]
    assert total(FLOW, 0, 0, 2, 0) == 2
    for kind in (STOCK, RAMP, GUARANTEE, UNDECLARED):
        assert total(kind, 12, 15, 18, 20) is None


def test_a_zero_target_is_a_target_and_no_target_is_not_zero():
    spring = date(YEAR, 5, 1)
    zero, none = stands(FLOW, 0, {}, spring), stands(FLOW, None, {}, spring)
    assert (zero.word, zero.target, zero.missing) == (Word.NOTHING_DUE, 0, [])
    assert (none.word, none.target, none.missing) == (Word.NO_TARGET, None, [])
    assert stands(FLOW, 0, {1: 2}, spring).word == Word.REACHED
    # A promise that something does not happen is asked about like any other.
    assert stands(FLOW, 0, {}, spring, lower_is_better=True).word == Word.NO_REPORT


def test_said_zero_is_not_nothing_said():
    spring = date(YEAR, 5, 1)
    assert stands(FLOW, 8, {1: 0}, spring).executed == 0
    assert stands(FLOW, 8, {1: 0}, spring).word == Word.BEHIND
    assert stands(FLOW, 8, {}, spring).executed is None
    assert stands(FLOW, 8, {}, spring).word == Word.NO_REPORT


def test_the_fifteenth_day_after_a_period_is_the_last_in_time():
    assert stands(FLOW, 8, {}, date(YEAR, 4, 15)).word == Word.RUNNING
    assert stands(FLOW, 8, {}, date(YEAR, 4, 16)).word == Word.NO_REPORT


def test_nobody_has_missed_a_year_that_still_runs():
    autumn = date(YEAR, 10, 5)
    assert stands(STOCK, 20, {4: 12}, autumn).word != Word.MISSED
    assert stands(STOCK, 20, {4: 12}, date(YEAR + 1, 1, 1)).word == Word.MISSED
    yearly = standing.standings(
        measure(FLOW),
        {YEAR: Decimal(8)},
        [Said(str(YEAR), Decimal(1))],
        rhythm="year",
        today=date(YEAR, 3, 1),
    )[YEAR]
    assert (yearly.word, yearly.executed) == (Word.RUNNING, 1)
    # Kept to this day is not kept to the end.
    assert stands(GUARANTEE, 100, {1: True, 2: True, 3: True, 4: True}, autumn).word == Word.ON_TRACK


def test_what_was_said_while_it_added_up_otherwise_is_another_answer():
    """A measure amended from a guarantee to a count has reports without a value, and the other way round."""
    spring = date(YEAR, 5, 1)
    count = standing.standings(
        measure(FLOW), {YEAR: Decimal(8)}, [Said(f"{YEAR}-Q1", kept=True)], rhythm="quarter", today=spring
    )[YEAR]
    assert (count.word, count.executed) == (Word.NO_REPORT, None)
    guarantee = standing.standings(
        measure(GUARANTEE),
        {YEAR: Decimal(100)},
        [Said(f"{YEAR}-Q1", Decimal(3))],
        rhythm="quarter",
        today=spring,
    )[YEAR]
    assert (guarantee.word, guarantee.kept) == (Word.NO_REPORT, None)


def test_where_the_year_ends_if_it_goes_on_so():
    assert stands(FLOW, 8, {1: 1, 2: 2}, date(YEAR, 7, 2)).forecast == 6
    assert stands(FLOW, 8, {1: 1, 2: 2, 3: 0}, date(YEAR, 7, 2)).forecast == 6  # the third still runs
    assert stands(FLOW, 8, {}, date(YEAR, 7, 2)).forecast is None
    assert stands(STOCK, 20, {2: 14}, date(YEAR, 7, 2)).forecast is None  # one level has no direction
    rising = stands(RAMP, 100, {1: 40, 2: 80}, date(YEAR, 7, 2), is_percent=True)
    assert rising.forecast == 100 and rising.word == Word.ON_TRACK
    falling = stands(STOCK, 5, {1: 30, 3: 4}, date(YEAR, 10, 2), lower_is_better=True)
    assert falling.forecast == 0 and falling.word == Word.REACHED


def test_a_ramp_goes_on_from_the_year_before():
    years = {YEAR - 1: Decimal(25), YEAR: Decimal(50)}
    assert stands(RAMP, None, {2: 37}, date(YEAR, 7, 2), years=years, is_percent=True).word == Word.BEHIND
    assert stands(RAMP, None, {2: 38}, date(YEAR, 7, 2), years=years, is_percent=True).word == Word.ON_TRACK
