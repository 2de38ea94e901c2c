"""Progressions and levels through time: what was reached, on the targets of each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from monitor.drawing.canvas import cut, dot, figure, line, path, text, width_of
from monitor.drawing.plot import Plot
from monitor.drawing.scale import scale
from monitor.drawing.series import Number
from monitor.drawing.sheet import Sheet

STEPS, LEVEL, LOOSE = "steps", "level", "loose"


@dataclass(frozen=True)
class Goal:
    """What is promised for one year; None is "no target"."""

    label: str
    start: date
    end: date
    value: Number | None


@dataclass(frozen=True)
class Told:
    """A level somebody reported, at the end of its period."""

    day: date
    label: str
    value: Number


def course(
    goals: Sequence[Goal],
    told: Sequence[Told],
    *,
    key: str,
    label: str,
    kind: str,
    unit: str = "",
    decimals: int = 0,
    forecast: Told | None = None,
    today: date | None = None,
    narrow: bool = False,
) -> SafeString:
    """`kind`: "steps" (what is reached stays reached), "level" (joined by a line), "loose" (not known how it adds up:
    dots alone). `forecast`: where the year ends if it goes on so, drawn hollow."""
    sheet = Sheet(key, label, unit, decimals, narrow)
    known = [one for one in goals if one.value is not None]
    if not known and not told:
        return sheet.nothing()
    values = [one.value for one in known if one.value is not None] + [one.value for one in told]
    axis = scale([*values, *([forecast.value] if forecast else [])], whole=decimals == 0)
    gutter = width_of(sheet.said(max(float(v) for v in values)), bold=True) + 16
    plot = Plot(
        sheet.numbers(axis) + 10,
        sheet.width - gutter,
        sheet.top + 8,
        sheet.top + (200 if narrow else 220),
        ((goals[0].start, ""), (goals[-1].end + timedelta(days=1), "")),
        axis,
    )
    parts = [*sheet.heading(), *plot.grid(unit, sheet.numbers(axis))]
    parts += _years(plot, goals)
    if today is not None and goals[0].start <= today <= goals[-1].end:
        parts.append(line(plot.x(today), plot.top - 6, plot.x(today), plot.bottom, "today"))
    parts += _goals(sheet, plot, goals, kind)
    parts += _told(sheet, plot, told, kind, forecast)
    return sheet.finished(
        parts, plot.bottom + 48, css=f"course {kind}", notices=_how(sheet, kind, axis.from_zero, axis.low, forecast),
        summary=_said(sheet, goals, told, forecast),
    )  # fmt: skip


def _years(plot: Plot, goals: Sequence[Goal]) -> list[SafeString]:
    parts = [line(plot.left, plot.bottom, plot.right, plot.bottom, "ax zero")]
    room = (plot.right - plot.left) / len(goals)
    every = max(1, round(40 / room)) if room < 40 else 1
    for n, one in enumerate(goals):
        x = plot.x(one.start)
        parts.append(line(x, plot.bottom, x, plot.bottom + 6, "tk"))
        if n % every == 0:
            middle = (x + plot.x(one.end)) / 2
            parts.append(text(middle, plot.bottom + 20, one.label, "day", "middle"))
    return parts


def _goals(sheet: Sheet, plot: Plot, goals: Sequence[Goal], kind: str) -> list[SafeString]:
    parts: list[SafeString] = []
    before: tuple[float, float] | None = None
    last: str | None = None
    for one in goals:
        if one.value is None:
            before = None
            continue
        x1, x2 = plot.x(one.start), plot.x(one.end + timedelta(days=1))
        y = plot.y(float(one.value))
        if kind == STEPS and before is not None:
            parts.append(line(x1, before[1], x1, y, "tgt"))
        parts.append(line(x1, y, x2, y, "tgt"))
        before = (x2, y)
        said = sheet.said(one.value)
        if said != last and width_of(said, bold=True) < x2 - x1:
            parts.append(text((x1 + x2) / 2, y - 7, said, "goal", "middle"))
        last = said
    return parts


def _told(
    sheet: Sheet, plot: Plot, told: Sequence[Told], kind: str, forecast: Told | None
) -> list[SafeString]:
    if not told:
        return []
    points = [(plot.x(one.day), plot.y(float(one.value))) for one in told]
    parts: list[SafeString] = []
    if kind == STEPS:
        run = [points[0]]
        for x, y in points[1:]:
            run += [(x, run[-1][1]), (x, y)]
        parts.append(path(run, "ln") if len(run) > 1 else SafeString(""))
    elif kind == LEVEL and len(points) > 1:
        parts.append(path(points, "ln"))
    if forecast is not None:
        there = (plot.x(forecast.day), plot.y(float(forecast.value)))
        parts += [path([points[-1], there], "ln prov"), dot(*there, 5, "dot hollow")]
    parts += [dot(x, y, 4.5, "dot") for x, y in points]
    x, y = points[-1]
    words = sheet.said(told[-1].value)
    parts.append(text(min(x + 9, sheet.width - width_of(words, bold=True)), y + 5, words, "k halo"))
    return [one for one in parts if one]


def _how(sheet: Sheet, kind: str, from_zero: bool, low: float, forecast: Told | None) -> list[str]:
    said = [
        _("Tracejado: a meta de cada ano. Pontos: o que foi relatado.")
        if kind == LOOSE
        else _("Tracejado: a meta de cada ano. Linha: o que foi relatado.")
    ]
    if forecast is not None:
        said.append(_("Ponto vazio: onde o ano acaba a este ritmo."))
    if not from_zero:
        said.append(_("O eixo não começa em zero, mas em %(low)s.") % {"low": figure(low, 0, sheet.unit)})
    return said


def _said(sheet: Sheet, goals: Sequence[Goal], told: Sequence[Told], forecast: Told | None) -> str:
    said = [
        _("Meta de %(year)s: %(value)s.") % {"year": one.label, "value": sheet.said(one.value)}
        if one.value is not None
        else _("%(year)s: sem meta.") % {"year": one.label}
        for one in goals
    ]
    said += [
        _("Relatado, %(period)s: %(value)s.") % {"period": one.label, "value": sheet.said(one.value)}
        for one in told
    ] or [_("Ainda sem nenhum relato.")]
    if forecast is not None:
        said.append(
            _("Previsão para %(year)s: %(value)s.")
            % {"year": forecast.label, "value": sheet.said(forecast.value)}
        )
    return cut(" ".join(said), 10_000)
