"""The drawings of one indicator, by name: the same on its page, alone in a file, and inside somebody else's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from monitor import drawing, periods
from monitor.reading.sheet import Sheet


def trend(sheet: Sheet, *, key: str = "trend", narrow: bool = False) -> SafeString:
    return drawing.trend(
        sheet.lines,
        key=key,
        label=_("%(name)s: evolução") % {"name": sheet.indicator.name},
        unit=sheet.indicator.unit,
        decimals=sheet.indicator.decimals,
        targets=sheet.targets,
        narrow=narrow,
    )


def ranking(sheet: Sheet, *, key: str = "rank", narrow: bool = False) -> SafeString:
    figures = sheet.figures
    shown = figures.total(sheet.period)
    total = shown if shown.value is not None else figures.comparable_total(sheet.period)
    reference = None
    if total.value is not None and not sheet.indicator.adds_up:
        reference = (_("AMP") if total.how != "median" else _("mediana"), float(total.value))
    return drawing.ranking(
        sheet.ranked,
        sheet.classes,
        key=key,
        label=_("%(name)s, %(period)s: do mais alto ao mais baixo")
        % {"name": sheet.indicator.name, "period": sheet.period_label},
        unit=sheet.indicator.unit,
        decimals=sheet.indicator.decimals,
        here=sheet.here,
        reference=reference,
        period=sheet.period_label,
        before=periods.label(figures.previous) if figures.previous and sheet.period == figures.latest else "",
        narrow=narrow,
    )


def multiples(sheet: Sheet, *, key: str = "small", narrow: bool = False) -> SafeString:
    lines = [
        sheet.line_of(place, "here" if place.code == sheet.here else "other")
        for place in sheet.figures.municipalities
    ]
    return drawing.multiples(
        lines,
        key=key,
        label=_("%(name)s: cada município") % {"name": sheet.indicator.name},
        unit=sheet.indicator.unit,
        decimals=sheet.indicator.decimals,
        reference=None if sheet.indicator.adds_up else sheet.area_line,
        narrow=narrow,
    )


def tiles(sheet: Sheet, *, key: str = "tiles", narrow: bool = False) -> SafeString:
    return drawing.tile_map(
        [replace(one, href=reverse("portrait", args=[one.code])) for one in sheet.ranked],
        sheet.classes,
        key=key,
        label=_("%(name)s, %(period)s: os 17 municípios em quadrados do mesmo tamanho")
        % {"name": sheet.indicator.name, "period": sheet.period_label},
        unit=sheet.indicator.unit,
        decimals=sheet.indicator.decimals,
        here=sheet.here,
        period=sheet.period_label,
    )


DRAWINGS: dict[str, Callable[..., SafeString]] = {
    "evolucao": trend,
    "ordem": ranking,
    "municipios": multiples,
    "quadrados": tiles,
}


def for_page(sheet: Sheet, name: str) -> SafeString:
    """One drawing for wide columns and one for phones; the tiles are one for both."""
    draw = DRAWINGS[name]
    if name == "quadrados":
        return draw(sheet, key=name)
    return drawing.both(draw(sheet, key=name), draw(sheet, key=f"{name}-n", narrow=True))
