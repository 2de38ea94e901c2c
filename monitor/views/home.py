"""The front of the monitor: what changed, how far from what was promised, and every indicator by topic."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitor import updates
from monitor.cached import public_page
from monitor.models import AMP, Indicator, Place, ReferenceLine, SocialDiagnosis, Topic
from monitor.reading import figures_of_all, sentences
from monitor.reading.figures import Figures
from monitor.reading.front import Row, headlines_of, row_of
from monitor.reading.trends import rule
from monitor.views.indicator import member_of

# How many of each the front shows.
STORIES, CHANGED, UPDATES = 4, 5, 4


@dataclass(frozen=True)
class Distance:
    """How far a figure is from a line that was drawn for it."""

    indicator: Indicator
    line: ReferenceLine
    value: str
    target: str
    missing: Decimal


def distances(found: list[Figures]) -> list[Distance]:
    """Lines of the whole area not reached yet, the farthest (as a share of the target) first."""
    listed = []
    for figures in found:
        value = figures.headline.value if figures.headline.whole else None
        for line in figures.lines:
            if line.place_id != AMP or value is None or not line.value or not figures.indicator.direction:
                continue
            wants_more = figures.indicator.direction == Indicator.Direction.UP
            short = (line.value - value if wants_more else value - line.value) / abs(line.value)
            if short > 0:
                indicator = figures.indicator
                value_said, target = (sentences.said(one, indicator) for one in (value, line.value))
                listed.append(Distance(indicator, line, value_said, target, short))
    return sorted(listed, key=lambda one: -one.missing)


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    indicators = list(Indicator.objects.visible_to(member).with_observations(member).in_reading_order())
    by_id = figures_of_all(indicators, member)
    rows = [row_of(by_id[one.pk]) for one in indicators]
    stories = headlines_of(by_id.values(), STORIES)
    moved = [(abs(row.change), row) for row in rows if row.change is not None and row.change]
    changed = [row for _size, row in sorted(moved, key=lambda one: -one[0])[:CHANGED]]
    topics: list[tuple[Topic, list[Row]]] = [
        (topic, list(some)) for topic, some in groupby(rows, key=lambda row: row.indicator.topic)
    ]
    context = {
        "rows": rows,
        "stories": stories,
        "changed": changed,
        "distances": distances(list(by_id.values())),
        "topics": topics,
        "municipalities": Place.objects.municipalities(),
        "diagnoses": SocialDiagnosis.objects.published()
        .in_force()
        .select_related("place", "author")[:UPDATES],
        "updates": updates.latest(UPDATES),
        "rule": rule(),
        "version": request.data_version,  # type: ignore[attr-defined]
    }
    return render(request, "monitor/home.html", context)
