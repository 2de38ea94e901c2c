"""Figures in sentences, made from the data each time: what a page says is what the table below it says."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from monitor import periods
from monitor.models import Indicator, Observation
from monitor.reading.figures import Figures, Total

# From here on a sentence needs no decimals.
ROUND_FROM = 100


class Piece(NamedTuple):
    text: str
    strong: bool = False


def said(value: Decimal | None, indicator: Indicator) -> str:
    """A figure with the decimals of its indicator, as the reader's language writes it: 1 234,5. None: "sem dados"."""
    if value is None:
        return _("sem dados")
    return written(value, indicator.decimals)


def written(value: Decimal, decimals: int) -> str:
    """Rounded half up, as people do, and grouped from ten thousand on."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return str(number_format(rounded, decimal_pos=decimals, force_grouping=abs(rounded) >= 10_000))


def said_cell(cell: Observation | None, indicator: Indicator) -> str:
    """What stands in a table: the figure, or in a word why there is none."""
    if cell is None:
        return _("sem dados")
    return said(cell.value, indicator) if cell.value is not None else str(cell.get_status_display())


def short_figure(value: Decimal, indicator: Indicator) -> str:
    """For running text: without decimals from a hundred on."""
    return written(value, 0 if abs(value) >= ROUND_FROM else indicator.decimals)


def label_of(total: Total) -> str:
    """How a figure of the area is named beside its value."""
    if total.how == "median":
        return _("mediana de %(n)s municípios") % {"n": total.of}
    if total.whole:
        return _("AMP")
    return ngettext("AMP, %(n)s município comparável", "AMP, %(n)s municípios comparáveis", total.of) % {
        "n": total.of
    }


def when(code: str) -> str:
    """The start of a sentence: "Em 2021", "No 3.º trimestre de 2026", "Em agosto de 2026"."""
    period = periods.read(code)
    match period.kind:
        case "quarter":
            return _("No %(n)s.º trimestre de %(year)s") % {"n": code[-1], "year": period.start.year}
        case "month":
            return _("Em %(month)s de %(year)s") % {
                "month": periods.month_name(period.start.month),
                "year": period.start.year,
            }
        case "latest":
            return _("No último valor publicado até %(day)s") % {
                "day": date_format(period.start, "SHORT_DATE_FORMAT")
            }
    return _("Em %(year)s") % {"year": code}


def earlier(before: str, after: str) -> str:
    """ "Dez anos antes", "No trimestre anterior"; for anything else the period by name."""
    first, last = periods.read(before), periods.read(after)
    if first.kind == last.kind == "year":
        years = last.start.year - first.start.year
        counted = {2: _("dois"), 3: _("três"), 4: _("quatro"), 5: _("cinco"), 10: _("dez")}.get(
            years, str(years)
        )
        if years == 1:
            return _("Um ano antes")
        return _("%(n)s anos antes") % {"n": counted[:1].upper() + counted[1:]}
    if first.kind == last.kind == "quarter" and periods.before(last) == first:
        return _("No trimestre anterior")
    return when(before)


def headline(figures: Figures) -> list[Piece]:
    """The indicator in one sentence, and a second one about the period before where that may be compared."""
    indicator, total = figures.indicator, figures.headline
    if not figures.latest:
        return [Piece(_("Ainda não há valores de «%(name)s».") % {"name": indicator.name})]
    if total.value is None:
        return _without_area(figures)
    value = short_figure(total.value, indicator)
    pieces = [Piece(f"{when(figures.latest)}, {_place(figures, total)}, ")]
    if total.how == "median":
        pieces += [
            Piece(_("o valor do meio de «%(name)s» era ") % {"name": indicator.short}),
            Piece(with_unit(value, indicator), True),
            Piece("."),
        ]
    elif indicator.phrase:
        pieces += _phrased(indicator.phrase, value)
    else:
        pieces += [
            Piece(_("«%(name)s» era ") % {"name": indicator.short}),
            Piece(with_unit(value, indicator), True),
            Piece("."),
        ]
    if (past := figures.headline_before) and past.value is not None:
        pieces.append(
            Piece(
                _(" %(earlier)s, %(value)s.")
                % {
                    "earlier": earlier(figures.previous, figures.latest),
                    "value": short_figure(past.value, indicator),
                }
            )
        )
    return pieces


def _without_area(figures: Figures) -> list[Piece]:
    """Nothing can be said of the area: how many places have a figure, or why none has."""
    cells = figures.cells[figures.latest].values()
    n, names = len(figures.values(figures.latest)), {"name": figures.indicator.name}
    if n:
        strong = ngettext("há valor de %(n)s município", "há valores de %(n)s municípios", n) % {"n": n}
    elif any(cell.status == Observation.Status.SUPPRESSED for cell in cells):
        strong = _("os valores são demasiado pequenos para se publicarem")
    else:
        strong = _("não há dados por município")
    return [Piece(f"{when(figures.latest)}, "), Piece(strong, True), Piece(_(" («%(name)s»).") % names)]


def of_period(code: str) -> str:
    """In the middle of a sentence: "de 2021", "do 3.º trimestre de 2026", "de agosto de 2026", "em 25/10/2025"."""
    period = periods.read(code)
    match period.kind:
        case "quarter":
            return pgettext("period of a value", "do %(n)s.º trimestre de %(year)s") % {
                "n": code[-1],
                "year": period.start.year,
            }
        case "month":
            return pgettext("period of a value", "de %(month)s de %(year)s") % {
                "month": periods.month_name(period.start.month),
                "year": period.start.year,
            }
        case "latest":
            day = date_format(period.start, "SHORT_DATE_FORMAT")
            return pgettext("period of a value", "em %(day)s") % {"day": day}
    return pgettext("period of a value", "de %(year)s") % {"year": code}


def _place(figures: Figures, total: Total) -> str:
    if total.how == "median" or (not total.whole and not figures.previous):
        return _("entre os %(n)s municípios com dados") % {"n": total.of}
    if total.whole:
        return _("na Área Metropolitana do Porto")
    return _("nos %(n)s municípios com dados em todos os períodos") % {"n": total.of}


def _phrased(phrase: str, value: str) -> list[Piece]:
    before, strong, after = re.split(r"[\[\]]", phrase)
    return [
        Piece(before.replace("{value}", value)),
        Piece(strong.replace("{value}", value), True),
        Piece(after.replace("{value}", value) + "."),
    ]


def with_unit(value: str, indicator: Indicator) -> str:
    """The figure and its unit, kept together on one line."""
    return f"{value}\u00a0{indicator.unit}" if indicator.unit else value


def plain(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def lead(figures: Figures) -> list[str]:
    """The sentences after the headline: the extremes, how many rose and fell, who has no value."""
    if not figures.latest:
        return []
    found = [_extremes(figures), _moves(figures), missing(figures)]
    return [sentence for sentence in found if sentence]


def _extremes(figures: Figures) -> str:
    ranked, indicator = figures.ranking(figures.latest), figures.indicator
    if len(ranked) < 2 or ranked[0][1] == ranked[-1][1]:
        return ""
    high, low = ranked[0], ranked[-1]
    top = [place.name for place, value in ranked if value == high[1]]
    bottom = [place.name for place, value in ranked if value == low[1]]
    values = {
        "high": _joined(top),
        "top": said(high[1], indicator),
        "low": _joined(bottom),
        "bottom": said(low[1], indicator),
        "most": indicator.most,
        "least": indicator.least,
    }
    if indicator.most and indicator.least and len(top) == len(bottom) == 1:
        return (
            _("O município mais %(most)s é %(high)s (%(top)s); o mais %(least)s é %(low)s (%(bottom)s).")
            % values
        )
    return _("O valor mais alto é o de %(high)s (%(top)s) e o mais baixo o de %(low)s (%(bottom)s).") % values


def _joined(names: list[str]) -> str:
    if len(names) > 3:
        return _("%(first)s e mais %(n)s") % {"first": names[0], "n": len(names) - 1}
    if len(names) > 1:
        return _("%(some)s e %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}
    return names[0]


def _moves(figures: Figures) -> str:
    """How many of the places with both values rose and fell."""
    if not figures.previous:
        return ""
    now, then = figures.values(figures.latest), figures.values(figures.previous)
    both = [code for code in now if code in then]
    if len(both) < 2:
        return ""
    up = sum(now[code] > then[code] for code in both)
    down = sum(now[code] < then[code] for code in both)
    said_periods = {
        "first": periods.short(figures.previous),
        "last": periods.short(figures.latest),
        "n": len(both),
        "up": up,
        "down": down,
    }
    if up == len(both):
        return (
            _("De %(first)s a %(last)s subiu em todos os %(n)s municípios com os dois valores.")
            % said_periods
        )
    if down == len(both):
        return (
            _("De %(first)s a %(last)s desceu em todos os %(n)s municípios com os dois valores.")
            % said_periods
        )
    return (
        _(
            "De %(first)s a %(last)s subiu em %(up)s e desceu em %(down)s dos %(n)s municípios com os dois valores."
        )
        % said_periods
    )


def missing(figures: Figures) -> str:
    """Who has no value, and why, in a sentence that says it is not zero; "" if nobody is missing."""
    without = figures.without(figures.latest)
    if not without:
        return ""
    hidden = [
        place
        for place in without
        if (cell := figures.cell(place.code, figures.latest)) and cell.status == Observation.Status.SUPPRESSED
    ]
    absent = [place for place in without if place not in hidden]
    sentences = []
    if len(absent) == len(figures.municipalities):
        sentences.append(_("A fonte não tem este indicador por município."))
    elif absent:
        sentences.append(
            ngettext(
                "%(names)s não tem valor %(of_period)s na fonte que usamos: não é zero, é falta de dados.",
                "%(names)s não têm valor %(of_period)s na fonte que usamos: não é zero, é falta de dados.",
                len(absent),
            )
            % {"names": _joined([place.name for place in absent]), "of_period": of_period(figures.latest)}
        )
    if hidden:
        sentences.append(
            ngettext(
                "O valor de %(n)s município não se publica por ser demasiado pequeno.",
                "Os valores de %(n)s municípios não se publicam, por serem demasiado pequenos ou para que os pequenos "
                "não se possam calcular.",
                len(hidden),
            )
            % {"n": len(hidden)}
        )
    return " ".join(sentences)
