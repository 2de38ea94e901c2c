"""What is published of the portal's own life, read by somebody who wants to know what was kept back.

The attacker knows every published figure, every rule, which cells follow from which, and even which of the hidden ones
are under five: equations, bounds and plain trying out must not find one of them.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Hashable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from resources.publishing import suppressing
from resources.publishing.measuring import UNMET, Asked, Quarter
from resources.publishing.publishing import BEDS, NO_BED, NONE, inequality, table_of
from resources.publishing.suppressing import (
    FEWEST,
    FEWEST_UNITS,
    Count,
    Sum,
    another_table,
    fill_rate_is_safe,
    kept_back,
    percent,
)
from tests.monitor.attacking import attack, bounded, solved, tried_out

SMALL = hypothesis_settings(max_examples=60, deadline=None, derandomize=True, database=None)
PLACES = ["A", "B", "C", "D", "E"]

type Cells = dict[Hashable, Count]


# --- Random tables ----------------------------------------------------------------------------------------------------


def row_of(parts: Sequence[int]) -> tuple[Cells, list[Sum]]:
    table: Cells = {n: Count(value) for n, value in enumerate(parts)}
    table["all"] = Count(sum(parts), weight=5)
    return table, [Sum("all", tuple(range(len(parts))))]


def quarter_of(rows: Mapping[str, tuple[int, int, int]], chance: random.Random) -> Quarter:
    """{place: (beds without, other beds, unmet but not for beds)}, the unmet ones with reasons at random."""
    made = Quarter()
    whole = [0, 0, 0]
    for place, row in rows.items():
        made.by_origin[place] = asked(row)
        whole = [a + b for a, b in zip(whole, row, strict=True)]
    made.by_origin[None] = asked(tuple(whole))
    counts = dict.fromkeys(UNMET, 0)
    for _n in range(whole[0] + whole[2]):
        counts[chance.choices(UNMET, [12, 6, 4, 1, 1])[0]] += 1
    made.reasons = {str(reason): (count, 9) for reason, count in counts.items()}
    return made


def asked(row: tuple[int, ...]) -> Asked:
    without, others, not_beds = row
    return Asked(without + others, 9, without, 9, without + not_beds, 9, others, 0)


def what_follows(quarter: Quarter) -> tuple[Cells, list[Sum]]:
    """As the attacker writes it down: every published count, and everything that is a sum or a difference of them."""
    table: Cells = {}
    sums = []
    whole = quarter.by_origin[None]
    for place, one in ((place or "AMP", one) for place, one in quarter.by_origin.items()):
        table |= {(BEDS, place): Count(one.beds), (NO_BED, place): Count(one.no_bed)}
        table |= {(NONE, place): Count(one.unmet)}
        for less, code, parts in (("with", BEDS, one.beds), ("not beds", NONE, one.unmet)):
            table[less, place] = Count(parts - one.no_bed, published=False)
            sums.append(Sum((code, place), ((NO_BED, place), (less, place))))
    sums += [
        Sum((code, "AMP"), tuple((code, one) for one in quarter.by_origin if one))
        for code in (BEDS, NO_BED, NONE)
    ]
    for reason in ("no_capacity", "no_suitable", "outside_criteria", "too_far", "no_answer"):
        table[f"{NONE}_{reason}", "AMP"] = Count(quarter.reasons[reason][0])
    sums.append(Sum((NONE, "AMP"), tuple(key for key in table if str(key[0]).startswith(f"{NONE}_"))))
    assert whole.unmet == sum(count for count, _units in quarter.reasons.values())
    return table, sums


counts = st.one_of(st.integers(0, 6), st.integers(0, 30))
quarters = st.builds(
    lambda rows, seed: quarter_of(dict(zip(PLACES, rows, strict=True)), random.Random(seed)),
    st.lists(st.tuples(counts, counts, counts), min_size=len(PLACES), max_size=len(PLACES)),
    st.integers(0, 99),
)


@SMALL
@given(quarters)
def test_no_count_of_a_quarter_can_be_worked_out_from_what_is_told(quarter):
    kept = kept_back(*table_of(quarter, PLACES))
    assert attack(*what_follows(quarter), kept) == set()


@SMALL
@given(st.lists(st.integers(0, 9), min_size=2, max_size=5))
def test_trying_out_every_row_finds_nothing_either(parts):
    table, sums = row_of(parts)
    kept = kept_back(table, sums)
    total = None if "all" in kept else sum(parts)
    among = max(sum(parts) + 2, FEWEST + 2)
    assert tried_out(parts, set(range(len(parts))) - kept, total, among) == set()


@SMALL
@given(quarters)
def test_for_everything_hidden_there_is_another_table_that_reads_the_same(quarter):
    table, sums = table_of(quarter, PLACES)
    kept = kept_back(table, sums)
    unseen = kept | {key for key, count in table.items() if not count.published}
    of = {key: [one for one in sums if key in one.keys] for key in table}
    for key in kept | {key for key, count in table.items() if count.sensitive}:
        if unseen >= table.keys():
            break
        change = another_table(key, table, of, unseen)
        assert change is not None and change[key] and change.keys() <= unseen
        other = {k: count.value + change.get(k, 0) for k, count in table.items()}
        assert all(table[k].may_be(value) for k, value in other.items())
        assert all(other[one.total] == sum(other[part] for part in one.parts) for one in sums)


def test_without_the_complementary_step_the_attacker_wins(monkeypatch):
    monkeypatch.setattr(suppressing, "another_table", lambda *_args: {})
    table, sums = row_of([3, 9, 12])
    kept = kept_back(table, sums)
    assert kept == {0} and solved(table, sums, kept) == {0}
    table, sums = row_of([0, 0, 9])
    kept = kept_back(table, sums)
    assert not solved(table, sums, kept) and bounded(table, sums, kept) == {0, 1}, "no equation, but bounds"


def test_few_and_one_holder_are_kept_back_and_five_at_three_are_told():
    assert [Count(value).sensitive for value in (0, 1, 4, 5)] == [True, True, True, False]
    assert Count(50, FEWEST_UNITS - 1).sensitive
    table, sums = row_of([7, 8, 30])
    assert kept_back(table, sums) == set()
    assert 1 in kept_back({**table, 1: Count(8, 2)}, sums)


def test_no_more_is_kept_back_than_it_takes():
    table, sums = row_of([3, 9, 12, 40])
    assert kept_back(table, sums) == {0, 1}
    # Both few, and what is left between them is open: nothing else has to go.
    table, sums = row_of([2, 3, 9, 40])
    assert kept_back(table, sums) == {0, 1}


# --- Rates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unmet_told", [True, False])
@pytest.mark.parametrize("crossing", [None, 6])
def test_the_fill_rate_beside_the_unmet_ones_does_not_tell_how_many_are_neither(unmet_told, crossing):
    told = 0
    for placed, unmet, rest in itertools.product((5, 15, 33, 60), (3, 9, 20), (0, 1, 4, 6)):
        with_border = crossing if placed >= 12 else None
        most = placed + unmet + rest + 2
        at_most = {"most": most}
        if not fill_rate_is_safe(placed, unmet, rest, unmet_told=unmet_told, crossing=with_border, **at_most):
            continue
        told += 1
        whole = placed + unmet + rest
        read = percent(placed, whole)
        share = None if with_border is None else percent(with_border, placed)
        possible = {
            (missing, others)
            for missing in ([unmet] if unmet_told else range(most + 1))
            for others in range(most + 1 - missing)
            for found in range(1, most + 1 - missing - others)
            if percent(found, found + missing + others) == read
            and (share is None or share in {percent(n, found) for n in range(5, found - 4)})
        }
        assert rest >= FEWEST or len({others for _missing, others in possible}) > 1
        assert unmet_told or len({missing for missing, _others in possible}) > 1
    assert told > 12, "and it is told where it may be"


def test_a_fill_rate_of_few_is_not_told():
    assert not fill_rate_is_safe(4, 40, 9, most=99, unmet_told=True)
    assert not fill_rate_is_safe(40, 3, 1, most=99, unmet_told=True)
    assert fill_rate_is_safe(140, 60, 9, most=209, unmet_told=True)


def test_inequality_is_made_of_published_figures_alone():
    told = {(BEDS, "A"): 20, (NO_BED, "A"): 5, (BEDS, "B"): 20, (NO_BED, "B"): 10, (BEDS, "C"): 12}
    told |= {(NO_BED, "C"): None, (BEDS, "D"): None, (NO_BED, "D"): None}
    told |= {(BEDS, "E"): 10, (NO_BED, "E"): 5}
    assert inequality(told, PLACES) == 1.5
    assert inequality(told | {(NO_BED, "E"): None}, PLACES) is None, "three municipalities at least"
