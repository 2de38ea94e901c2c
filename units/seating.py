"""How many seats the four units have against the 17 municipalities: the sums REF-AMP leaves to its readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from django.db.models import Count

from units.models import Axis, Body
from units.models.rounds import ALL

FEWEST, MOST = Body.FEWEST, Body.MOST


@dataclass(frozen=True)
class Row:
    axis: Axis
    problems: int
    seats: int


class Seating:
    """`seats`: {axis code: seats}. The rows keep the order of the axes."""

    all = ALL
    fewest, most = FEWEST, MOST

    def __init__(self, axes: list[tuple[Axis, int]], seats: Mapping[str, int]) -> None:
        self.rows = [Row(axis, problems, seats[axis.code]) for axis, problems in axes]

    @property
    def total(self) -> int:
        return sum(row.seats for row in self.rows)

    @property
    def problems(self) -> int:
        return sum(row.problems for row in self.rows)

    @property
    def reaches_all(self) -> bool:
        return self.total >= self.all

    @property
    def missing(self) -> int:
        return max(0, self.all - self.total)

    @property
    def spare(self) -> int:
        return max(0, self.total - self.all)

    @property
    def lowest(self) -> int:
        return self.fewest * len(self.rows)

    @property
    def highest(self) -> int:
        return self.most * len(self.rows)

    @property
    def ways(self) -> int:
        """How many ways there are to give each unit 3, 4 or 5 seats."""
        return len(_ways(len(self.rows)))

    @property
    def ways_for_all(self) -> int:
        return sum(sum(way) >= self.all for way in _ways(len(self.rows)))

    @property
    def follows_the_problems(self) -> bool:
        """An axis with more problems never has fewer seats than one with less."""
        return all(
            one.seats >= other.seats
            for one in self.rows
            for other in self.rows
            if one.problems > other.problems
        )


def _ways(units: int) -> list[tuple[int, ...]]:
    return list(product(range(FEWEST, MOST + 1), repeat=units))


def axes_with_problems() -> list[tuple[Axis, int]]:
    found = Axis.objects.filter(kind=Axis.Kind.PRIORITY).annotate(n=Count("problems"))
    return [(axis, axis.n) for axis in found]


def by_problems(axes: list[tuple[Axis, int]]) -> dict[str, int]:
    """ "Ajustar o número de elementos às problemáticas", taken by its word: most where there are most problems,
    fewest where there are fewest, the middle elsewhere."""
    counts = [problems for _axis, problems in axes]
    middle = (FEWEST + MOST) // 2
    return {
        axis.code: MOST if n == max(counts) else FEWEST if n == min(counts) else middle for axis, n in axes
    }
