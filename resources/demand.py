"""What was asked of public resources, by operative response: for the public, at the scale of the whole region."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count

from resources.models import Booking, RefusedDemand
from resources.models.tiers import Tier
from units.models import Problem

# Under so many requests a figure is not published (invariant 13).
FEWEST = 5


@dataclass(frozen=True)
class Demand:
    """Requests ever made for what answers one problem. A figure that is None is not published."""

    total: int | None
    # None where the figures of the other responses and the total would give a small one away.
    by_response: dict[str, int | None] = field(default_factory=dict)

    def of(self, response: str) -> int | None:
        return self.by_response.get(response)


def demand_for(problem: Problem) -> Demand:
    """Only requests to public resources are counted: more would tell of places that are not public.

    Refused outright or not, a need counts once. The figure is the same for whoever asks.
    """
    answers = {"resource__response__problem": problem, "resource__facility__tier": Tier.PUBLIC}
    asked = Booking.objects.filter(opaque=False, **answers).order_by()
    refused = RefusedDemand.objects.filter(request=None, **answers).order_by()
    counts: dict[str, int] = {}
    for rows in (
        asked.values_list("resource__response").annotate(n=Count("item__request", distinct=True)),
        refused.values_list("resource__response").annotate(n=Count("pk")),
    ):
        for code, n in rows:
            counts[code] = counts.get(code, 0) + n
    requests = asked.aggregate(n=Count("item__request", distinct=True))["n"]
    total = requests + refused.count()
    told = not any(0 < n < FEWEST for n in counts.values())
    return Demand(
        total=total if total >= FEWEST else None,
        by_response={code: n if told and n >= FEWEST else None for code, n in counts.items()},
    )
