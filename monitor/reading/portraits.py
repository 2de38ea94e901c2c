"""One municipality in every figure the monitor holds of it, each with its date, source and place among the 17."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from accounts.models import Membership
from monitor import periods
from monitor.models import Indicator, Observation, Place, Topic
from monitor.reading import sentences
from monitor.reading.figures import Figures, figures_of_all
from monitor.reading.similar import similar_to
from monitor.reading.trends import Trend, trend_of


@dataclass(frozen=True)
class Line:
    """One indicator of one place: the figure, of when, against the area and among the 17."""

    indicator: Indicator
    value: str
    known: bool
    period: str
    status: str
    rank: int | None
    of: int
    area: str
    area_name: str
    trend: Trend | None
    source: str
    # Where between the lowest (0) and the highest (100) of the 17 it stands; None without a value.
    stands: int | None


@dataclass(frozen=True)
class Portrait:
    place: Place
    topics: list[tuple[Topic, list[Line]]]
    similar: list[Place]
    sources: list[str]

    @property
    def lines(self) -> list[Line]:
        return [line for _topic, lines in self.topics for line in lines]


def portrait_of(place: Place, everywhere: list[Place], member: Membership | None) -> Portrait:
    """As many statements for sixty indicators as for one."""
    indicators = list(Indicator.objects.visible_to(member).with_observations(member).in_reading_order())
    by_id = figures_of_all(indicators, member)
    lines = [line_of(by_id[one.pk], place) for one in indicators if by_id[one.pk].latest]
    topics = [(topic, list(some)) for topic, some in groupby(lines, key=lambda line: line.indicator.topic)]
    sources = list(dict.fromkeys(line.source for line in lines if line.source))
    return Portrait(place, topics, similar_to(place.code, everywhere), sources)


def line_of(figures: Figures, place: Place) -> Line:
    """Of the newest period in which this place has a figure, else of the newest there is."""
    indicator = figures.indicator
    own = [period for period in figures.periods if figures.value(place.code, period) is not None]
    period = own[-1] if own else figures.latest
    cell, value = figures.cell(place.code, period), figures.value(place.code, period)
    total = figures.total(period)
    if total.value is None:
        total = figures.comparable_total(period)
    known = figures.values(period)
    low, high = min(known.values(), default=None), max(known.values(), default=None)
    stands = None
    if value is not None and low is not None and high is not None and high > low:
        stands = round(100 * (value - low) / (high - low))
    status = str(Observation.Status(cell.status).label) if cell else _("sem dados")
    return Line(
        indicator,
        sentences.said_cell(cell, indicator),
        value is not None,
        periods.label(period),
        status,
        figures.rank(place.code, period),
        len(known),
        sentences.said(total.value, indicator) if total.value is not None else "",
        sentences.label_of(total) if total.value is not None else "",
        trend_of([figures.value(place.code, one) for one in figures.comparable_periods], indicator),
        cell.source.text if cell else "",
        stands,
    )
