"""The rules in plain values, beside a plainer model of them."""

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.frequency import Tally, of_all, together
from programmes.ranking import Applicant, ranked

quarters = st.integers(0, 800).map(lambda n: Decimal(n) / 4)


@given(total=quarters, held=quarters, attended=quarters, needed=st.integers(0, 100))
@settings(max_examples=300, deadline=None)
def test_the_rule_of_frequency_is_the_one_of_fractions(total, held, attended, needed):
    held = min(held, total)
    attended = min(attended, held)
    tally = Tally(total, held, attended, needed=needed)
    bar = Fraction(needed, 100) * Fraction(total)
    assert tally.meets == (Fraction(attended) >= bar)
    assert tally.may_still == (Fraction(attended) + Fraction(total) - Fraction(held) >= bar)
    assert tally.is_lost == (not tally.may_still)
    # Attending exactly what is lacking is enough, and missing exactly what may be missed is no loss.
    if tally.may_still:
        assert Tally(total, total, attended + tally.lacking, needed=needed).meets
        assert Tally(total, total, attended + tally.to_come - tally.can_miss, needed=needed).meets
    assert not tally.meets or tally.may_still


def test_of_162_hours_121_and_a_half_are_enough_and_a_quarter_less_is_not():
    parts = [Tally(Decimal(n), Decimal(n)) for n in (132, 15, 15)]
    whole = together(parts, 75)
    assert (whole.total, whole.bar) == (Decimal(162), Decimal("121.5"))
    assert Tally(whole.total, whole.held, Decimal("121.5"), needed=75).meets
    assert not Tally(whole.total, whole.held, Decimal("121.25"), needed=75).meets


def test_it_may_still_be_reached_to_the_last_quarter_of_an_hour():
    assert Tally(Decimal(162), Decimal(60), Decimal("19.5"), needed=75).may_still
    assert Tally(Decimal(162), Decimal(60), Decimal("19.25"), needed=75).is_lost


def test_before_anything_was_held_nothing_is_known_of_frequency_but_all_is_possible():
    tally = Tally(Decimal(25), needed=75)
    assert (tally.share_of_held, tally.meets, tally.may_still) == (None, False, True)
    assert Tally(Decimal(0), needed=75).share is None


@given(hours=st.lists(quarters, max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_meeting_counts_for_a_group_what_the_one_who_stayed_least_stayed(hours):
    assert of_all(hours) == (min(hours) if hours else 0)


START = datetime(2026, 1, 5, 9, tzinfo=UTC)
people = st.lists(
    st.tuples(st.sets(st.sampled_from(["I", "II", "III", "?"])), st.integers(0, 3)), max_size=9
).map(
    lambda rows: [
        Applicant(f"C{n}", tuple(sorted(said)), START + timedelta(minutes=late))
        for n, (said, late) in enumerate(rows)
    ]
)


@given(rows=people, points=st.fixed_dictionaries({code: st.integers(0, 4) for code in ("I", "II", "III")}))
@settings(max_examples=150, deadline=None)
def test_more_points_come_first_then_who_was_earlier_whatever_the_order_they_are_read_in(rows, points):
    got = ranked(rows, points)
    assert got == ranked(reversed(rows), points)
    assert [one.rank for one in got] == list(range(1, len(rows) + 1))
    by_code = {one.code: one for one in rows}
    for one in got:
        assert one.points == sum(points.get(code, 0) for code in by_code[one.code].situations)
        assert one.points == sum(n for _code, n in one.because)
    for first, second in itertools.pairwise(got):
        assert (-first.points, by_code[first.code].at) <= (-second.points, by_code[second.code].at)
