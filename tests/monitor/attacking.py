"""Three ways of working out what a published table keeps back: by equations, by bounds, by trying everything out."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction

from resources.publishing.suppressing import FEWEST, Count, Sum


def solved(table: Mapping[Hashable, Count], sums: Sequence[Sum], unseen: set[Hashable]) -> set[Hashable]:
    """By equations: the unseen cells that follow from the others, exactly, over the rationals."""
    unknown = sorted(unseen, key=repr)
    at = {key: n for n, key in enumerate(unknown)}
    rows = []
    for one in sums:
        row = [Fraction(0)] * (len(unknown) + 1)
        for key, sign in ((one.total, 1), *((part, -1) for part in one.parts)):
            if key in at:
                row[at[key]] += sign
            else:
                row[-1] -= sign * table[key].value
        rows.append(row)
    rank = 0
    for column in range(len(unknown)):
        pivot = next((n for n in range(rank, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        rows[rank] = [value / rows[rank][column] for value in rows[rank]]
        for n, row in enumerate(rows):
            if n != rank and row[column]:
                rows[n] = [a - row[column] * b for a, b in zip(row, rows[rank], strict=True)]
        rank += 1
    found = [[n for n, value in enumerate(row[:-1]) if value] for row in rows[:rank]]
    return {unknown[columns[0]] for columns in found if len(columns) == 1}


def bounded(table: Mapping[Hashable, Count], sums: Sequence[Sum], unseen: set[Hashable]) -> set[Hashable]:
    """By bounds: those of which one value is left, knowing which are under five."""
    low, high = {}, {}
    for key, count in table.items():
        few = count.value < FEWEST
        low[key], high[key] = (0, FEWEST - 1) if few else (FEWEST, 10**6)
        if key not in unseen:
            low[key] = high[key] = count.value
    moved = True
    while moved:
        moved = False
        for one in sums:
            signed = [(one.total, 1), *((part, -1) for part in one.parts)]
            for key, sign in signed:
                others = [(k, s) for k, s in signed if k != key]
                # sign * key = -(others)
                most = -sum(s * (low[k] if s > 0 else high[k]) for k, s in others)
                least = -sum(s * (high[k] if s > 0 else low[k]) for k, s in others)
                if sign < 0:
                    least, most = -most, -least
                if least > low[key]:
                    low[key], moved = least, True
                if most < high[key]:
                    high[key], moved = most, True
    return {key for key in unseen if low[key] == high[key]}


def tried_out(parts: Sequence[int], seen: Iterable[int], total: int | None, among: int) -> set[int]:
    """By trying every row there can be: the places of hidden parts that have the same value in all of them."""
    seen = set(seen)
    ranges = [
        (value,) if n in seen else range(FEWEST) if value < FEWEST else range(FEWEST, among)
        for n, value in enumerate(parts)
    ]
    rows = [row for row in itertools.product(*ranges) if total is None or sum(row) == total]
    return {n for n in range(len(parts)) if n not in seen and len({row[n] for row in rows}) == 1}


def attack(table: Mapping[Hashable, Count], sums: Sequence[Sum], kept: set[Hashable]) -> set[Hashable]:
    """What is found out of what was to be hidden."""
    unseen = kept | {key for key, count in table.items() if not count.published}
    secret = {key for key, count in table.items() if count.sensitive} | kept
    return (solved(table, sums, unseen) | bounded(table, sums, unseen)) & secret
