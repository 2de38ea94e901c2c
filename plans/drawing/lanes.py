"""The whole plan through its years: a lane for each target, a slot for each year, a dot for each report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from monitor.drawing.canvas import NARROW, cut, dot, hatch, hatched, image, line, path, rect, text, width_of

WIDE = 1120
NAMES = 430
SLOT, LANE, LANE_NARROW, HEAD = 18, 30, 52, 40


@dataclass(frozen=True)
class Mark:
    """A report (or the one that is missing), or a change to the target, at its place in the year (0 to 1)."""

    at: float
    kind: str  # told, missing, changed


@dataclass(frozen=True)
class Slot:
    """One year of one target."""

    year: int
    mark: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Lane:
    """One measure, or the heading over those that follow it (without slots)."""

    name: str
    slots: tuple[Slot, ...] = ()


def lanes(
    rows: Sequence[Lane],
    years: Sequence[int],
    *,
    key: str,
    label: str,
    summary: str,
    today: date | None = None,
    narrow: bool = False,
) -> SafeString:
    """Time from left to right, the plan from top to bottom."""
    width = NARROW if narrow else WIDE
    left = 0 if narrow else NAMES
    wide = (width - left) / len(years)
    parts = [hatch(key)]
    every = max(1, -(-44 // int(wide or 1)))
    for n, year in enumerate(years):
        x = left + n * wide
        if n % every == 0:
            parts.append(text(x + 4, 14, str(year), "day"))
        if today is not None and year == today.year:
            parts.append(rect(x + 4, 18, width_of(str(year), bold=True), 3, "under"))
    y = 30.0
    lines_from = y
    body: list[SafeString] = []
    for row in rows:
        if not row.slots:
            y += 8
            body.append(text(0, y + 14, cut(row.name, width, bold=True), "k"))
            y += 24
            continue
        body += _lane(key, row, y, left, wide, width, narrow)
        y += LANE_NARROW if narrow else LANE
    grid = [
        line(left + n * wide, lines_from - 8, left + n * wide, y, "ax") for n in range(len(years)) if not narrow or n
    ]  # fmt: skip
    if today is not None and years[0] <= today.year <= years[-1]:
        day = (today - date(today.year, 1, 1)).days / 366
        x = left + (today.year - years[0] + day) * wide
        grid.append(line(x, lines_from - 8, x, y, "today"))
    return image(
        [*parts, *grid, *body], key=key, css="lanes", width=width, height=y + 4, title=label, summary=summary,
    )  # fmt: skip


def _lane(
    key: str, row: Lane, y: float, left: float, wide: float, width: float, narrow: bool
) -> list[SafeString]:
    named = text(0, y + (14 if narrow else 19), cut(row.name, (width if narrow else left) - 16), "name")
    base = y + (22 if narrow else 6)
    parts = [named]
    for n, slot in enumerate(row.slots):
        x = left + n * wide
        if slot.mark == "silent":
            parts.append(rect(x + 1.5, base, wide - 3, SLOT, "nd", hatched(key)))
        elif slot.mark == "none":
            parts.append(line(x + 6, base + SLOT / 2, x + wide - 6, base + SLOT / 2, "tk"))
        else:
            parts.append(rect(x + 1.5, base, wide - 3, SLOT, f"done {slot.mark}"))
        parts += [_mark(one, x, base, wide) for one in slot.marks]
    return parts


def _mark(one: Mark, x: float, base: float, wide: float) -> SafeString:
    at, middle = x + 1.5 + (wide - 3) * one.at, base + SLOT / 2
    if one.kind == "changed":
        return path([(at, base - 5), (at + 5, base), (at, base + 5), (at - 5, base)], "changed", close=True)
    return dot(at - 6, middle, 3.5 if one.kind == "told" else 4.5, "told" if one.kind == "told" else "owed")
