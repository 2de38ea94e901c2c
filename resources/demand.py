"""What was asked of public resources, by operative response: for the public, at the scale of the whole region."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count

from resources import days
from resources.models import Booking, RefusedDemand
from resources.models.tiers import Tier
from resources.publishing.closing import last_closed_quarter
from resources.publishing.suppressing import FEWEST as FEWEST
from units.models import Problem


@dataclass(frozen=True)
class Demand:
    """At least so many requests until the day `until`, in fives. A figure that is None is not published."""

    until: date
    total: int | None
    # None where the figures of the other responses and the total would give a small one away.
    by_response: dict[str, int | None] = field(default_factory=dict)

    def of(self, response: str) -> int | None:
        return self.by_response.get(response)


def demand_for(problem: Problem, *, today: date | None = None) -> Demand:
    """Only requests to public resources are counted: more would tell of places that are not public.

    Refused outright or not, a need counts once. The figure is the same for whoever asks. It moves only when a quarter
    has closed, and in fives: a running total read every day would tell of each request, and beside the monitor's own
    series of what few are left.
    """
    until = last_closed_quarter(today or days.today()).end
    before = days.midnight(until + timedelta(days=1))
    answers = {"resource__response__problem": problem, "resource__facility__tier": Tier.PUBLIC}
    asked = Booking.objects.filter(opaque=False, item__request__made_at__lt=before, **answers).order_by()
    refused = RefusedDemand.objects.filter(request=None, at__lt=before, **answers).order_by()
    counts: dict[str, int] = {}
    for rows in (
        asked.values_list("resource__response").annotate(n=Count("item__request", distinct=True)),
        refused.values_list("resource__response").annotate(n=Count("pk")),
    ):
        for code, n in rows:
            counts[code] = counts.get(code, 0) + n
    requests = asked.aggregate(n=Count("item__request", distinct=True))["n"]
    told = not any(0 < n < FEWEST for n in counts.values())
    return Demand(
        until=until,
        total=_in_fives(requests + refused.count()),
        by_response={code: _in_fives(n) if told else None for code, n in counts.items()},
    )


def _in_fives(count: int) -> int | None:
    return count - count % FEWEST or None
