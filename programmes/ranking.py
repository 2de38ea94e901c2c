"""Who comes first by the published criteria: more points first, then who was earlier, then the code.

Plain values in, plain values out: the same people in any order give the same ranking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Applicant:
    code: str
    situations: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Ranked:
    rank: int
    code: str
    points: int
    # The criteria that counted, with their points.
    because: tuple[tuple[str, int], ...]


def ranked(applicants: Iterable[Applicant], points: Mapping[str, int]) -> list[Ranked]:
    """Situations that are in no published criterion count for nothing; one declared twice counts once."""
    counted = [
        (one, tuple((code, points[code]) for code in points if code in set(one.situations)))
        for one in applicants
    ]
    in_order = sorted(counted, key=lambda row: (-sum(n for _c, n in row[1]), row[0].at, row[0].code))
    return [
        Ranked(rank, one.code, sum(n for _code, n in because), because)
        for rank, (one, because) in enumerate(in_order, start=1)
    ]
