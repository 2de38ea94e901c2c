"""Everything the page of one indicator says and draws, made from its figures: no statement is asked here twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from statistics import median
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounts.models import Membership
from monitor import drawing, periods
from monitor.drawing import Classes, Line, Point, Target
from monitor.models import AMP, Indicator, Observation, Place, Source
from monitor.reading import sentences
from monitor.reading.figures import Figures, Total, figures_of
from monitor.reading.sentences import Piece, label_of, said, said_cell
from monitor.reading.similar import population_series, similar_to
from monitor.reading.trends import Trend, trend_of

# More periods than these stand in the table only when asked for.
COLUMNS = 6


@dataclass(frozen=True)
class Benchmark:
    """A figure to read one municipality against."""

    name: str
    value: str
    detail: str = ""


@dataclass(frozen=True)
class CellShown:
    text: str
    known: bool
    mark: str = ""
    mark_words: str = ""


@dataclass(frozen=True)
class RowShown:
    place: Place
    cells: list[CellShown]
    difference: str
    per_head: str
    rank: str
    trend: Trend | None
    here: bool


@dataclass
class Sheet:
    """`period` is one the indicator has; `here` a municipality or ""."""

    figures: Figures
    period: str
    here: str
    errors: list[str] = field(default_factory=list)
    # All periods in the table, or only the last ones.
    whole: bool = False

    @property
    def indicator(self) -> Indicator:
        return self.figures.indicator

    # --- Words ----------------------------------------------------------------------------------------------------

    @cached_property
    def headline(self) -> list[Piece]:
        return sentences.headline(self.figures)

    @cached_property
    def lead(self) -> list[str]:
        return sentences.lead(self.figures)

    @cached_property
    def periods(self) -> list[tuple[str, str]]:
        return [(code, periods.label(code)) for code in self.figures.periods]

    @property
    def span(self) -> tuple[str, str]:
        """The first and the last period, as short as an axis says them."""
        of = self.figures.of_one_kind or self.figures.periods
        return periods.short(of[0]), periods.short(of[-1])

    @property
    def absence(self) -> str:
        """What a place without a figure is on the map of this period: unknown, kept back, or one or the other."""
        cells = [self.figures.cell(place.code, self.period) for place in self.figures.without(self.period)]
        hidden = [cell for cell in cells if cell and cell.status == Observation.Status.SUPPRESSED]
        if not hidden:
            return _("sem dados")
        return _("confidencial") if len(hidden) == len(cells) else _("sem dados ou confidencial")

    @property
    def period_label(self) -> str:
        return periods.label(self.period) if self.period else ""

    @cached_property
    def statuses(self) -> list[str]:
        """Of the shown period, each once, as words."""
        row = self.figures.cells.get(self.period, {}).values()
        codes = dict.fromkeys(one.status for one in row if one.value is not None)
        return [str(Observation.Status(code).label) for code in codes]

    @cached_property
    def have(self) -> int:
        return len(self.figures.values(self.period)) if self.period else 0

    @cached_property
    def sources(self) -> list[Source]:
        """Each text once, the newest period's first."""
        found: dict[int, Source] = {}
        for period in reversed(self.figures.periods):
            for cell in self.figures.cells[period].values():
                found.setdefault(cell.source_id, cell.source)
        return list(found.values())

    @cached_property
    def licences(self) -> list[str]:
        return sorted({one.licence for one in self.sources if one.licence})

    @cached_property
    def licence_open(self) -> bool:
        """Whether every source says under which licence it may be reused."""
        return bool(self.sources) and all(one.licence for one in self.sources)

    @cached_property
    def named(self) -> list[tuple[str, str]]:
        """Periods in which the source called it something else, with that name."""
        found = {}
        for period in self.figures.periods:
            for cell in self.figures.cells[period].values():
                if cell.named:
                    found[period] = cell.named
        return [(periods.label(period), name) for period, name in found.items()]

    # --- Against what ---------------------------------------------------------------------------------------------

    @cached_property
    def place(self) -> Place | None:
        return next((one for one in self.figures.municipalities if one.code == self.here), None)

    @cached_property
    def benchmarks(self) -> list[Benchmark]:
        """The area, those alike, the region and the country where they are loaded."""
        found = []
        total = self.figures.total(self.period)
        if total.value is None:
            total = self.figures.comparable_total(self.period)
        if total.value is not None:
            found.append(Benchmark(label_of(total), said(total.value, self.indicator)))
        if self.here:
            alike = similar_to(self.here, self.figures.municipalities)
            values = [self.figures.value(one.code, self.period) for one in alike]
            known = [value for value in values if value is not None]
            if known:
                found.append(
                    Benchmark(
                        _("municípios semelhantes (mediana)"),
                        said(Decimal(median(known)), self.indicator),
                        ", ".join(one.name for one in alike),
                    )
                )
        for wider in self.figures.places:
            value = self.figures.value(wider.code, self.period)
            if wider.kind in (Place.Kind.REGION, Place.Kind.COUNTRY) and value is not None:
                found.append(Benchmark(wider.name, said(value, self.indicator)))
        return found

    @property
    def query(self) -> str:
        """What this page adds to the address of a drawing, so that it shows the same."""
        asked = {}
        if self.period != self.figures.latest:
            asked["periodo"] = self.period
        if self.here:
            asked["lugar"] = self.here
        return f"?{urlencode(asked)}" if asked else ""

    @property
    def all_periods(self) -> str:
        """The address of the same page with every period in its table, or with the last ones only."""
        return self.query if self.whole else f"{self.query}{'&' if self.query else '?'}tudo=1"

    def said_of(self, code: str) -> str:
        """The figure of one place in the shown period, or in a word why there is none."""
        return said_cell(self.figures.cell(code, self.period), self.indicator)

    @property
    def here_value(self) -> str:
        return self.said_of(self.here)

    @property
    def here_rank(self) -> int | None:
        return self.figures.rank(self.here, self.period)

    @property
    def missing(self) -> str:
        return sentences.missing(self.figures)

    # --- Table ----------------------------------------------------------------------------------------------------

    @cached_property
    def columns(self) -> list[str]:
        """The last ones, and the one that is shown, so that every drawing has its figures in the table."""
        if self.whole:
            return self.figures.periods
        last = self.figures.periods[-COLUMNS:]
        return last if self.period in last or not self.period else [self.period, *last]

    @property
    def heads(self) -> list[str]:
        return [periods.short(period) for period in self.columns]

    @property
    def compared(self) -> tuple[str, str]:
        return periods.short(self.figures.previous), periods.short(self.figures.latest)

    @property
    def latest_short(self) -> str:
        return periods.short(self.figures.latest)

    @cached_property
    def has_trends(self) -> bool:
        return any(row.trend for row in self.table)

    @cached_property
    def has_marks(self) -> bool:
        return any(cell.mark for row in self.table for cell in row.cells)

    @cached_property
    def population_series(self) -> str:
        """The one series that figures per head divide by."""
        return population_series(self.figures.places)

    @cached_property
    def is_cut(self) -> bool:
        return len(self.figures.periods) > COLUMNS

    @cached_property
    def compares(self) -> bool:
        """Whether there is a difference to show between the last two comparable periods."""
        return bool(self.figures.previous)

    @cached_property
    def table(self) -> list[RowShown]:
        return [self._row(place) for place in self.figures.municipalities]

    def _row(self, place: Place) -> RowShown:
        figures = self.figures
        now = figures.value(place.code, figures.latest)
        then = figures.value(place.code, figures.previous) if figures.previous else None
        per_head = figures.per_head(place, figures.latest)
        rank = figures.rank(place.code, self.period)
        return RowShown(
            place,
            [self._cell(figures.cell(place.code, period)) for period in self.columns],
            self.signed(now - then) if now is not None and then is not None else "",
            sentences.written(per_head, 1) if per_head is not None else "",
            _("%(rank)s.º") % {"rank": rank} if rank else "",
            trend_of([figures.value(place.code, one) for one in figures.comparable_periods], self.indicator),
            place.code == self.here,
        )

    def _cell(self, cell: Observation | None) -> CellShown:
        marks: dict[str, str] = {Observation.Status.PROVISIONAL: _("p"), Observation.Status.ESTIMATED: _("e")}
        text = said_cell(cell, self.indicator)
        if cell is None or cell.value is None:
            return CellShown(text, False)
        return CellShown(text, True, marks.get(cell.status, ""), str(cell.get_status_display()))

    def signed(self, value: Decimal) -> str:
        """With its sign; a change that rounds to nothing has none."""
        text = said(abs(value), self.indicator)
        if not any(char in "123456789" for char in text):
            return text
        return f"{'+' if value > 0 else '\u2212'}{text}"

    @cached_property
    def footer(self) -> list[tuple[str, list[str], str]]:
        """Rows under the table: of the whole area where it can be made, else of the comparable places, by name."""
        figures = self.figures
        totals = [figures.total(period) for period in self.columns]
        rows = []
        if any(total.value is not None and total.how != "median" for total in totals):
            cells = [self._whole(total, period) for total, period in zip(totals, self.columns, strict=True)]
            name = _("AMP") if figures.area_alone else _("AMP, 17 municípios")
            rows.append((name, cells, self._difference(figures.total)))
        if not figures.area_alone and any(total.value is None or total.how == "median" for total in totals):
            same = [
                figures.comparable_total(period) if period in figures.comparable_periods else None
                for period in self.columns
            ]
            known = [total for total in same if total is not None and total.value is not None]
            if known:
                cells = [
                    said(one.value, self.indicator) if one and one.value is not None else "–" for one in same
                ]
                rows.append((label_of(known[-1]), cells, self._difference(figures.comparable_total)))
        return rows

    def _whole(self, total: Total, period: str) -> str:
        """The figure of the whole area, or in a word why there is none: a median is none."""
        if total.how == "source":
            return said_cell(self.figures.cell(AMP, period), self.indicator)
        if total.how == "median":
            return "–"
        return said(total.value, self.indicator) if total.value is not None else _("incompleto")

    def _difference(self, of: Callable[[str], Total]) -> str:
        """Between the last two comparable periods; "" where their figures are not made alike."""
        figures = self.figures
        if not figures.previous:
            return ""
        now, then = of(figures.latest), of(figures.previous)
        if now.value is None or then.value is None or (now.how, now.of) != (then.how, then.of):
            return ""
        return self.signed(now.value - then.value)

    @cached_property
    def trend(self) -> Trend | None:
        """Of the area."""
        figures = self.figures
        return trend_of(
            [figures.comparable_total(one).value for one in figures.comparable_periods], self.indicator
        )

    # --- Drawings -------------------------------------------------------------------------------------------------

    @cached_property
    def classes(self) -> Classes:
        return drawing.classes(
            self.figures.values(self.period).values(),
            decimals=self.indicator.decimals,
            unit=self.indicator.unit if self.indicator.unit == "%" else "",
        )

    @cached_property
    def levels(self) -> dict[str, int | None]:
        """{DICO: 1 to 5, None without a value}: for the outline map and the tiles."""
        values, classes = self.figures.values(self.period), self.classes
        return {place.code: classes.level_of(values.get(place.code)) for place in self.figures.municipalities}

    def _points(self, values: dict[str, tuple[Decimal | None, str]]) -> tuple[Point, ...]:
        """In order of time; a point begins the series anew if a break lies between it and the one before."""
        points: list[Point] = []
        begun = date.min
        for code, (value, status) in values.items():
            period = periods.read(code)
            breaks = any(begun < day <= period.start for day in self.figures.broken_at) and bool(points)
            points.append(Point(period.end, periods.short(code), value, status, breaks=breaks))
            begun = period.start
        return tuple(points)

    def line_of(self, place: Place, kind: str = "other") -> Line:
        found = {period: self.figures.cell(place.code, period) for period in self.figures.of_one_kind}
        values = {
            period: (cell.value, cell.status) if cell else (None, Observation.Status.MISSING)
            for period, cell in found.items()
        }
        short = place.municipality.short_name if place.municipality else place.name
        return Line(place.name, self._points(values), kind, short, decimals=self.indicator.decimals)

    @cached_property
    def area_line(self) -> Line | None:
        """Of the area, over the same places in every period; None where it cannot be said."""
        figures, last = self.figures, None
        values: dict[str, tuple[Decimal | None, str]] = {}
        for period in figures.of_one_kind:
            total = figures.comparable_total(period)
            if period not in figures.comparable_periods or total.value is None:
                values[period] = (None, Observation.Status.MISSING)
            else:
                values[period], last = (total.value, figures.status_of(total, period)), total
        if last is None:
            return None
        return Line(label_of(last), self._points(values), "main", AMP, decimals=self.indicator.decimals)

    @cached_property
    def targets(self) -> list[Target]:
        return [Target(line.label, line.value) for line in self.figures.lines if line.place_id == AMP]

    @cached_property
    def lines(self) -> list[Line]:
        """The area, the place looked at, the other municipalities, the wider ones: what the trend draws."""
        if self.figures.area_alone:
            return [self.area_line] if self.area_line else []
        # The sum of all would press the others flat.
        found = [self.area_line] if self.area_line and not self.indicator.adds_up else []
        for place in self.figures.municipalities:
            found.append(self.line_of(place, "here" if place.code == self.here else "other"))
        if not self.indicator.adds_up:
            # The sum of a region or a country is no benchmark of one municipality.
            wider = [
                one for one in self.figures.places if one.kind in (Place.Kind.REGION, Place.Kind.COUNTRY)
            ]
            found += [self.line_of(one, "benchmark") for one in wider if self._has_value(one)]
        return found

    def _has_value(self, place: Place) -> bool:
        return any(self.figures.value(place.code, period) is not None for period in self.figures.periods)

    @cached_property
    def ranked(self) -> list[drawing.Place]:
        values, previous = self.figures.values(self.period), self.figures.previous
        before = self.figures.values(previous) if previous and self.period == self.figures.latest else {}
        ranked = [place for place, _value in self.figures.ranking(self.period)]
        rest = [place for place in self.figures.municipalities if place.code not in values]
        found = []
        for place in [*ranked, *rest]:
            cell = self.figures.cell(place.code, self.period)
            found.append(
                drawing.Place(
                    place.code,
                    place.name,
                    values.get(place.code),
                    before.get(place.code),
                    cell.status if cell else Observation.Status.MISSING,
                    place.municipality.short_name if place.municipality else "",
                )
            )
        return found


def sheet_of(
    indicator: Indicator,
    member: Membership | None,
    *,
    period: str = "",
    here: str = "",
    whole: bool = False,
) -> Sheet:
    """What was asked for, or the latest period and no place; `errors` say what does not exist."""
    return sheet_from(figures_of(indicator, member), period=period, here=here, whole=whole)


def sheet_from(figures: Figures, *, period: str = "", here: str = "", whole: bool = False) -> Sheet:
    """The same of figures that were read already."""
    errors = []
    if period and period not in figures.cells:
        errors.append(_("Este indicador não tem valores de «%(period)s».") % {"period": period[:30]})
        period = ""
    if here and here not in {place.code for place in figures.municipalities}:
        errors.append(_("«%(place)s» não é o código de um município da área.") % {"place": here[:10]})
        here = ""
    return Sheet(figures, period or figures.latest, here, errors, whole)
