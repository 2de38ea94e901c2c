"""A plan as a table says it, before anything is written: a tree of branches, each with the lines measured of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from plans.imports.proposing import Proposal, propose


@dataclass
class Line:
    """What is measured of a branch. `values`: by year, None for no target. `printed`: as the table has it."""

    unit: str
    is_percent: bool
    values: dict[int, Decimal | None]
    printed: dict[int, str]

    @property
    def proposal(self) -> Proposal:
        return propose(self.unit, self.values.values(), is_percent=self.is_percent)


@dataclass
class Branch:
    """`at`: where it stands in the file, in words. `code`: with the codes above it (1.2.1.c)."""

    code: str
    title: str
    level: int
    at: str = ""
    lines: list[Line] = field(default_factory=list)
    children: list[Branch] = field(default_factory=list)

    def walk(self) -> Iterator[Branch]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class PlanTable:
    title: str
    first_year: int
    last_year: int
    levels: list[str]
    roots: list[Branch]
    # What is no error and should be seen all the same.
    warnings: list[str] = field(default_factory=list)
    name: str = ""

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @property
    def branches(self) -> list[Branch]:
        return [one for root in self.roots for one in root.walk()]

    @property
    def lines(self) -> list[Line]:
        return [line for branch in self.branches for line in branch.lines]

    @property
    def targets(self) -> int:
        return sum(len(line.values) for line in self.lines)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many of each level, by its name."""
        found = self.branches
        return [(name, sum(one.level == n for one in found)) for n, name in enumerate(self.levels)]

    @property
    def fingerprint(self) -> str:
        """Of what is said, not of the file: the same table from another kind of file is the same."""
        return hashlib.sha256(json.dumps(self.packed(), sort_keys=True).encode()).hexdigest()

    def packed(self) -> list[Any]:
        return [
            self.title,
            self.first_year,
            self.last_year,
            self.levels,
            [_packed(root) for root in self.roots],
        ]

    @classmethod
    def unpacked(cls, said: list[Any], name: str = "") -> PlanTable:
        title, first, last, levels, roots = said
        return cls(title, first, last, levels, [_unpacked(root) for root in roots], name=name)


def _packed(branch: Branch) -> list[Any]:
    lines = [
        [
            line.unit,
            line.is_percent,
            [
                [year, None if value is None else f"{value.normalize():f}", line.printed.get(year, "")]
                for year, value in sorted(line.values.items())
            ],
        ]
        for line in branch.lines
    ]
    return [branch.code, branch.title, branch.level, lines, [_packed(child) for child in branch.children]]


def _unpacked(said: list[Any]) -> Branch:
    code, title, level, lines, children = said
    return Branch(
        code,
        title,
        level,
        lines=[
            Line(
                unit,
                is_percent,
                {year: None if value is None else Decimal(value) for year, value, _printed in cells},
                {year: printed for year, _value, printed in cells if printed},
            )
            for unit, is_percent, cells in lines
        ],
        children=[_unpacked(child) for child in children],
    )
