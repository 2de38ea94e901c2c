"""What is kept back so that no small number can be worked out from what is published. Pure functions, no database.

A table is cells and sums over them. Some cells are meant to be published, others never are but follow from those that
are (requests for beds less those that found none). A cell is sensitive under 5 requests, none included, or under 3
units. It is safe when there is another table, just as possible, in which it has another value: the same published
figures, the same sums, nothing negative. We look for that table and give the attacker more than there is to know: which
hidden cells are under 5 and which are not. So no calculation, by differences, equations or bounds, can tell the two
tables apart. Further cells are kept back until every sensitive cell, and every one kept back, has its other table.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

FEWEST, FEWEST_UNITS = 5, 3
# A quantile of the tail needs a tail.
FEWEST_FOR_TAIL = 10
# Steps of one search; whoever runs out of them keeps more back.
STEPS = 300

type Key = Hashable


@dataclass(frozen=True)
class Count:
    """So many requests at so many units. `published` False: derived, never shown. Low `weight` is kept back first."""

    value: int
    units: int = FEWEST_UNITS
    published: bool = True
    weight: int = 0

    @property
    def sensitive(self) -> bool:
        return self.value < FEWEST or self.units < FEWEST_UNITS

    def may_be(self, value: int) -> bool:
        """Under 5 stays under 5 and the others do not: more than an attacker knows."""
        return 0 <= value < FEWEST if self.value < FEWEST else value >= FEWEST


class Sum(NamedTuple):
    """`total` is the sum of `parts`."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        return (self.total, *self.parts)


type Table = Mapping[Key, Count]


def kept_back(table: Table, sums: Sequence[Sum]) -> set[Key]:
    """The cells not to be published: sensitive ones, and as many more as it takes to protect them and each other."""
    hidden = {key for key, count in table.items() if not count.published}
    kept = {key for key, count in table.items() if count.published and count.sensitive}
    waiting = sorted(
        {key for key, count in table.items() if count.sensitive},
        key=lambda key: (table[key].published, repr(key)),
    )
    of: dict[Key, list[Sum]] = {key: [] for key in table}
    for one in sums:
        for key in one.keys:
            of[key].append(one)
    while waiting:
        key = waiting[-1]
        # What is protected stays so when more is kept back: the other table found for it is still possible.
        if another_table(key, table, of, hidden | kept) is not None:
            waiting.pop()
            continue
        more = _next_to_keep(key, table, of, hidden | kept)
        if more is None:
            # Nothing is published any more that it could follow from.
            waiting.pop()
            continue
        kept.add(more)
        waiting.insert(0, more)
    return kept


def another_table(
    key: Key, table: Table, of: Mapping[Key, Sequence[Sum]], unseen: set[Key]
) -> dict[Key, int] | None:
    """How the unseen cells might differ, this one among them, with nothing published changed; None if none is found."""
    for by in (1, -1):
        if not table[key].may_be(table[key].value + by):
            continue
        left = [STEPS]
        if (found := _balanced({key: by}, table, of, unseen, left)) is not None:
            return found
    return None


def _balanced(
    changed: dict[Key, int], table: Table, of: Mapping[Key, Sequence[Sum]], unseen: set[Key], left: list[int]
) -> dict[Key, int] | None:
    """These changes with as many more as make every sum right again."""
    left[0] -= 1
    if left[0] < 0:
        return None
    wrong = next(_wrong(changed, of), None)
    if wrong is None:
        return changed
    broken, gap = wrong
    free = [one for one in broken.keys if one in unseen and one not in changed]
    # Derived cells first: they stand in the fewest sums; then those with most room.
    for one in sorted(free, key=lambda one: (table[one].published, -table[one].value, repr(one))):
        by = -gap if one == broken.total else gap
        if table[one].may_be(table[one].value + by):
            found = _balanced(changed | {one: by}, table, of, unseen, left)
            if found is not None:
                return found
    return None


def _wrong(changed: Mapping[Key, int], of: Mapping[Key, Sequence[Sum]]) -> Iterator[tuple[Sum, int]]:
    for key in changed:
        for one in of[key]:
            gap = changed.get(one.total, 0) - sum(changed.get(part, 0) for part in one.parts)
            if gap:
                yield one, gap


def _next_to_keep(key: Key, table: Table, of: Mapping[Key, Sequence[Sum]], unseen: set[Key]) -> Key | None:
    """The published cell to keep back for this one: of those that protect it, the one that tells least; if no single
    one does, the nearest."""
    reach: dict[Key, int] = {key: 0}
    ring = [key]
    while ring:
        around = {one for at in ring for broken in of[at] for one in broken.keys} - reach.keys()
        reach |= dict.fromkeys(around, reach[ring[0]] + 1)
        ring = [one for one in around if one in unseen]
    told = sorted(
        (one for one in reach if one not in unseen),
        key=lambda one: (table[one].weight, table[one].value, repr(one)),
    )
    for one in told:
        if another_table(key, table, of, unseen | {one}) is not None:
            return one
    return min(
        told, key=lambda one: (reach[one], table[one].weight, table[one].value, repr(one)), default=None
    )


def percent(part: int, whole: int) -> int:
    """Rounded to whole numbers, halves up: what is published of a rate."""
    return (200 * part + whole) // (2 * whole)


def fill_rate_is_safe(
    placed: int, unmet: int, rest: int, *, most: int, unmet_told: bool, crossing: int | None = None
) -> bool:
    """Whether the percentage of placed requests may stand beside the number of unmet ones.

    Together they bound `rest`, the requests that are neither, and `unmet` where that is kept back. What is few or kept
    back must have another value, just as possible, that reads the same: the same percentage, the same unmet ones where
    they are told, the same percentage of `crossing` among the placed, and no more requests than `most`, all that were
    sent, those taken back included (an attacker may know that there were not more).
    """
    if placed < FEWEST or unmet + rest < FEWEST:
        return False
    whole = placed + unmet + rest
    said = percent(placed, whole)
    shared = None if crossing is None else percent(crossing, placed)

    def possible() -> Iterator[tuple[int, int]]:
        around = (unmet,) if unmet_told else range(max(0, unmet - FEWEST), unmet + FEWEST)
        for others in range(FEWEST) if rest < FEWEST else (rest,):
            for missing in around:
                for found in range(FEWEST, most - missing - others + 1):
                    if missing + others < FEWEST or percent(found, found + missing + others) != said:
                        continue
                    if shared is None or _reads(found, shared):
                        yield others, missing

    apart = rest >= FEWEST or any(others != rest for others, _missing in possible())
    return apart and (unmet_told or any(missing != unmet for _others, missing in possible()))


def _reads(whole: int, said: int) -> bool:
    """Whether so many per cent of so many can have been published at all."""
    about = said * whole // 100
    return any(
        FEWEST <= part <= whole - FEWEST and percent(part, whole) == said for part in (about, about + 1)
    )
