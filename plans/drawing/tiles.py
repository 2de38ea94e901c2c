"""Guarantees: one tile for each period, kept or not kept. Nothing is added up, so nothing has a length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from monitor.drawing.canvas import hatch, hatched, path, rect, text, width_of, wrapped
from monitor.drawing.sheet import Sheet

LEFT, HEIGHT, GAP = 48, 56, 6
WIDEST = 150


@dataclass(frozen=True)
class Tile:
    """One period. `mark`: good, missed, silent or open."""

    label: str
    word: str
    mark: str


def tiles(
    years: Sequence[tuple[str, Sequence[Tile]]], *, key: str, label: str, narrow: bool = False
) -> SafeString:
    """A row for each year, a tile for each period of it: a tick, a cross, a hatch or an empty frame, and the word."""
    sheet = Sheet(key, label, narrow=narrow)
    most = max((len(row) for _year, row in years), default=1)
    wide = min(WIDEST, (sheet.width - LEFT - GAP * (most - 1)) / most)
    named = most > 1
    top = 22 if named else 4
    parts = [hatch(key)]
    if named:
        parts += [
            text(LEFT + n * (wide + GAP), 12, one.label, "axn") for n, one in enumerate(years[0][1] if years else ())
        ]  # fmt: skip
    for n, (year, row) in enumerate(years):
        y = top + n * (HEIGHT + GAP)
        parts.append(text(0, y + HEIGHT / 2 + 4.5, year, "k"))
        for place, one in enumerate(row):
            parts += _tile(key, one, LEFT + place * (wide + GAP), y, wide)
    said = " ".join(f"{year}: {', '.join(_named(one, named) for one in row)}." for year, row in years)
    return sheet.finished(
        parts, top + len(years) * (HEIGHT + GAP) + 14, css="kept", notices=[], summary=said
    )  # fmt: skip


def _named(one: Tile, named: bool) -> str:
    return f"{one.label} {one.word}" if named else one.word


def _tile(key: str, one: Tile, x: float, y: float, wide: float) -> list[SafeString]:
    parts = [rect(x + 0.75, y + 0.75, wide - 1.5, HEIGHT - 1.5, f"tile-{one.mark}")]
    if one.mark == "silent":
        parts = [rect(x + 0.75, y + 0.75, wide - 1.5, HEIGHT - 1.5, "nd", hatched(key))]
    middle, top = x + wide / 2, y + 16
    if one.mark == "good":
        parts.append(path([(middle - 7, top), (middle - 2, top + 5), (middle + 8, top - 6)], "sign on-tile"))
    elif one.mark == "missed":
        parts += [
            path([(middle - 6, top - 6), (middle + 6, top + 6)], "sign on-tile"),
            path([(middle + 6, top - 6), (middle - 6, top + 6)], "sign on-tile"),
        ]
    rows = wrapped(one.word, wide - 8, 12)
    css = "leg on-tile" if one.mark in {"good", "missed"} else "leg"
    if one.mark == "silent":
        for n, row in enumerate(rows):
            w = width_of(row, 12) + 8
            parts.append(rect(middle - w / 2, _line(y, n, len(rows)) - 11, w, 15, "plate"))
    parts += [text(middle, _line(y, n, len(rows)), row, css, "middle") for n, row in enumerate(rows)]
    return parts


def _line(y: float, n: int, of: int) -> float:
    """The baseline of a row of words in the lower part of a tile."""
    return y + (44 if of == 1 else 37 + 13 * n)
