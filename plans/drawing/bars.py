"""Flows: what was done in each year, as long as it is much, on the stretch that was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from monitor.drawing.canvas import cut, hatch, hatched, line, rect, text, width_of
from monitor.drawing.series import Number
from monitor.drawing.sheet import Sheet

ROW, THICK = 54, 16


@dataclass(frozen=True)
class Bar:
    """One year. `parts`: what each report brought; none is "no report", which is not zero. `word`: how it stands."""

    label: str
    target: Number | None
    parts: tuple[Number, ...]
    word: str
    mark: str
    silent: bool = False
    now: bool = False

    @property
    def done(self) -> float | None:
        return float(sum(float(one) for one in self.parts)) if self.parts else None


def bars(
    years: Sequence[Bar], *, key: str, label: str, unit: str = "", decimals: int = 0, narrow: bool = False
) -> SafeString:
    """One row for each year, all on one scale from zero; a tick where the target is."""
    sheet = Sheet(key, label, unit, decimals, narrow)
    most = max([float(one.target or 0) for one in years] + [one.done or 0 for one in years] + [0])
    if not any(one.parts or one.target is not None for one in years):
        return sheet.nothing()
    top = sheet.top
    parts = [hatch(key), *sheet.heading()]
    for n, one in enumerate(years):
        parts += _row(sheet, one, top + n * ROW, most)
    return sheet.finished(
        parts,
        top + len(years) * ROW + 14,
        css="bars",
        notices=[_("O traço vertical é a meta; os cortes na barra separam os trimestres.")]
        if any(len(one.parts) > 1 for one in years)
        else [_("O traço vertical é a meta.")],
        summary=" ".join(_said(sheet, one) for one in years),
    )


def _row(sheet: Sheet, one: Bar, y: float, most: float) -> list[SafeString]:
    wide = sheet.width - 2.0

    def x(value: float) -> float:
        return 1 + wide * value / most if most else 1.0

    parts = [text(0, y + 14, one.label, "k")]
    if one.now:
        parts.append(rect(0, y + 17, width_of(one.label, bold=True), 3, "under"))
    said = f"{_figures(sheet, one)}, {one.word}"
    parts.append(text(sheet.width, y + 14, cut(said, sheet.width - 60), "name", "end"))
    base = y + 24
    if one.target:
        parts.append(rect(1, base, x(float(one.target)) - 1, THICK, "rod"))
    if one.silent and not one.parts and one.target:
        parts.append(rect(1, base, x(float(one.target)) - 1, THICK, "nd", hatched(sheet.key)))
    from_x = 1.0
    for n, value in enumerate(one.parts):
        to_x = from_x + (wide * float(value) / most if most else 0)
        if to_x > from_x:
            parts.append(rect(from_x, base, to_x - from_x, THICK, f"done {one.mark}"))
            if n:
                parts.append(line(from_x, base, from_x, base + THICK, "seam"))
        from_x = to_x
    if one.parts and not one.done:
        parts.append(line(1, base - 1, 1, base + THICK + 1, "base"))
    if one.target is not None:
        at = x(float(one.target))
        parts.append(rect(at - 1.5, base - 4, 3, THICK + 8, "was"))
    return parts


def _figures(sheet: Sheet, one: Bar) -> str:
    done = sheet.said(one.done) if one.done is not None else ""
    if one.target is None:
        return _("%(done)s, sem meta") % {"done": done} if done else _("sem meta")
    target = sheet.said(one.target)
    if not done:
        return _("meta %(target)s") % {"target": target}
    return _("%(done)s de %(target)s") % {"done": done, "target": target}


def _said(sheet: Sheet, one: Bar) -> str:
    return f"{one.label}: {_figures(sheet, one)}, {one.word}."
