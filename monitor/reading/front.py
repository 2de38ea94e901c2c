"""Indicators in lists: the newest figure of each on one line, and the few that open a page with a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Membership
from monitor import periods
from monitor.models import Indicator
from monitor.reading import sentences
from monitor.reading.figures import Figures, figures_of_all
from monitor.reading.sentences import Piece
from monitor.reading.trends import Trend, trend_of


@dataclass(frozen=True)
class Row:
    """One indicator in a list: its newest figure, of when, and its course."""

    indicator: Indicator
    value: str
    of: str
    period: str
    trend: Trend | None
    change: Decimal | None
    # The two periods the change is between.
    between: str

    @property
    def change_said(self) -> str:
        """+12 %; "" where nothing may be compared."""
        if self.change is None:
            return ""
        text = sentences.written(abs(100 * self.change), 0)
        return text if text == "0" else f"{'+' if self.change > 0 else '\u2212'}{text}"


def row_of(figures: Figures) -> Row:
    total, before = figures.headline, figures.headline_before
    change = None
    if total.value is not None and before and before.value:
        change = (total.value - before.value) / abs(before.value)
    trend = trend_of(
        [figures.comparable_total(one).value for one in figures.comparable_periods], figures.indicator
    )
    return Row(
        figures.indicator,
        sentences.said(total.value, figures.indicator),
        sentences.label_of(total),
        periods.label(figures.latest) if figures.latest else "",
        trend,
        change,
        f"{periods.short(figures.previous)}–{periods.short(figures.latest)}" if figures.previous else "",
    )


def rows_about(code: str, member: Membership | None) -> list[Row]:
    """The indicators of an axis or a problem of REF-AMP that have figures this reader may read, in reading order."""
    found = Indicator.objects.about(code).visible_to(member).with_observations(member).in_reading_order()
    listed = list(found)
    by_id = figures_of_all(listed, member) if listed else {}
    return [row_of(by_id[one.pk]) for one in listed]


@dataclass(frozen=True)
class Headline:
    """An indicator in a sentence of its own words."""

    indicator: Indicator
    pieces: list[Piece]
    lead: list[str]
    period: str


def headline_of(figures: Figures) -> Headline | None:
    """None where no sentence can be said of the whole area, or of most of it."""
    total = figures.headline
    if not figures.indicator.phrase or total.value is None or total.how == "median":
        return None
    said, period = sentences.headline(figures), periods.label(figures.latest)
    return Headline(figures.indicator, said, sentences.lead(figures)[:1], period)


def headlines_of(found: Iterable[Figures], n: int) -> list[Headline]:
    """Of each topic the first that makes a sentence, for `n` topics. `found`: in reading order."""
    told: dict[str, Headline] = {}
    for figures in found:
        topic = figures.indicator.topic_id
        if topic not in told and (headline := headline_of(figures)):
            told[topic] = headline
            if len(told) == n:
                break
    return list(told.values())


def headlines(n: int) -> list[Headline]:
    """The same of public figures, for everybody; reads no more of the store than it takes."""
    left: dict[str, list[Indicator]] = {}
    for one in Indicator.objects.visible_to(None).with_observations(None).in_reading_order():
        if one.phrase:
            left.setdefault(one.topic_id, []).append(one)
    told: dict[str, Headline] = {}
    order = list(left)
    while len(told) < n and any(some for topic, some in left.items() if topic not in told):
        open_topics = [topic for topic in order if left[topic] and topic not in told][: n - len(told)]
        tried = [left[topic].pop(0) for topic in open_topics]
        for figures in figures_of_all(tried, None).values():
            if headline := headline_of(figures):
                told[figures.indicator.topic_id] = headline
    return [told[topic] for topic in order if topic in told]
