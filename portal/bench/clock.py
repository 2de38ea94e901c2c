"""Ours and its floor take turns; medians, so that what else the machine does hits both alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

ROUNDS = 9
FEWER = 5  # at scales where one round takes seconds

Act = Callable[[], Any]


class Differs(Exception):
    """What was to be compared does not give the same answer."""


@dataclass(frozen=True)
class Line:
    """One row of the table. Times in milliseconds, or what `unit` says; "…/s" is work per second."""

    name: str
    ours: float
    floor: float | None
    n: int
    unit: str = "ms"
    p95: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the floor; of work per second, how many times slower."""
        if not self.floor or not self.ours:
            return None
        return self.floor / self.ours if self.unit.endswith("/s") else self.ours / self.floor


def compare(
    name: str,
    ours: Act,
    floor: Act | None,
    *,
    rounds: int = ROUNDS,
    same: Callable[[Any, Any], bool] | None = None,
    note: str = "",
) -> Line:
    """Both once without the clock, to warm up and to see that they agree; then by turns."""
    first, least = ours(), floor() if floor else None
    if floor and not (same(first, least) if same else first == least):
        raise Differs(f"{name}: ours and its floor give different answers")
    mine, theirs = [], []
    for _round in range(rounds):
        mine.append(timed(ours)[0])
        if floor:
            theirs.append(timed(floor)[0])
    return Line(name, median(mine), median(theirs) if theirs else None, rounds, p95=p95(mine), note=note)


def timed(act: Act) -> tuple[float, Any]:
    """How many milliseconds it takes, and what comes of it."""
    began = time.perf_counter()
    made = act()
    return (time.perf_counter() - began) * 1000, made


def p95(times: list[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
