"""What is known of an indicator's figures as a whole: of when, of how many places, from where, under which licence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, Min

from accounts.models import Membership
from monitor.formats import licences
from monitor.models import Indicator, Observation, Source


@dataclass
class About:
    """`periods` from the oldest; `first` and `last` the first and last day they cover; `issued` and `modified`: when
    the oldest and the newest of the figures that hold came in. Empty and None where there is no figure."""

    indicator: Indicator
    periods: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    sources: list[Source] = field(default_factory=list)
    first: date | None = None
    last: date | None = None
    issued: datetime | None = None
    modified: datetime | None = None

    @property
    def licence(self) -> str:
        return licences.together(source.licence for source in self.sources)

    @property
    def licences(self) -> list[str]:
        """Each once; "" for one that is to be confirmed."""
        return licences.different(source.licence for source in self.sources)


def about(indicators: Iterable[Indicator], member: Membership | None) -> dict[int, About]:
    """By indicator id: two statements, however many indicators there are."""
    told = {one.pk: About(one) for one in indicators}
    found = (
        Observation.objects.holding_for(member)
        .filter(indicator__in=told)
        .values_list("indicator", "period", "start", "end", "source")
        .annotate(codes=ArrayAgg("place", distinct=True), since=Min("entered_at"), until=Max("entered_at"))
        .order_by("end", "period", "source")
    )
    sources = Source.objects.in_bulk()
    for indicator, period, start, end, source, places, issued, modified in found:
        one = told[indicator]
        if period not in one.periods:
            one.periods.append(period)
        if sources[source] not in one.sources:
            one.sources.append(sources[source])
        one.places.update(places)
        one.first = min(one.first or start, start)
        one.last = max(one.last or end, end)
        one.issued = min(one.issued or issued, issued)
        one.modified = max(one.modified or modified, modified)
    return told
