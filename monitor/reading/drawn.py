"""The drawings of one indicator, by name: the same on its page, alone in a file, and inside somebody else's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from monitor import drawing, periods
from monitor.models import AMP, DataVersion
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
        reference = (AMP if total.how != "median" else _("mediana"), float(total.value))
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
        before=periods.short(figures.previous) if figures.previous and sheet.period == figures.latest else "",
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


def choropleth(sheet: Sheet, *, key: str = "mapa", narrow: bool = False) -> SafeString:
    return drawing.choropleth(
        sheet.ranked,
        sheet.classes,
        key=key,
        label=_("%(name)s, %(period)s: mapa") % {"name": sheet.indicator.name, "period": sheet.period_label},
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
    "mapa": choropleth,
}


# Over time, not of one period.
COURSES = ("evolucao", "municipios")


def name_of(figure: str) -> str:
    """What a drawing is called in a title."""
    return {
        "evolucao": _("evolução"),
        "ordem": _("do valor mais alto ao mais baixo"),
        "municipios": _("cada município"),
        "quadrados": _("os 17 do mesmo tamanho"),
        "mapa": _("mapa"),
    }[figure]


def as_svg(sheet: Sheet, figure: str, version: DataVersion) -> bytes:
    """A drawing that stands alone: with title, unit, source and the day of the data."""
    of_course = figure in COURSES
    return drawing.as_file(
        DRAWINGS[figure](sheet, key=figure),
        title=sheet.indicator.name,
        subtitle=", ".join(
            filter(None, [name_of(figure), "" if of_course else sheet.period_label, sheet.indicator.unit])
        ),
        source=sheet.indicator.publisher,
        credit=_("Concerta, Monitor Social Metropolitano, %(day)s.")
        % {"day": date_format(timezone.localtime(version.at), "SHORT_DATE_FORMAT")},
        language=get_language() or "pt-pt",
    )


def as_png(sheet: Sheet, figure: str, version: DataVersion) -> bytes:
    return drawing.as_png(as_svg(sheet, figure, version))


def can_draw(sheet: Sheet, name: str) -> bool:
    """Whether there is anything to see: a course takes two periods, an order values of municipalities."""
    several = len(sheet.figures.of_one_kind) > 1
    if name == "municipios":
        return several and not sheet.figures.area_alone
    return several if name in COURSES else bool(sheet.have)


def for_page(sheet: Sheet, name: str, key: str = "") -> SafeString:
    """One drawing for wide columns and one for phones; the tiles are one for both. `key` keeps ids apart where the
    same drawing stands twice on a page."""
    draw, key = DRAWINGS[name], key or name
    if name == "quadrados":
        return draw(sheet, key=key)
    return drawing.both(draw(sheet, key=key), draw(sheet, key=f"{key}-n", narrow=True))
