"""Near twins: two elements whose texts are almost the same, so that one thing may be promised, and counted, twice.

A hint for who edits, never a merge. Texts are likened by the threes of letters of their words (as pg_trgm does): in the
printed table of reference the twins (1.1.1.e and f) share 94 %, and the next pair of its 32 strategies 40 %.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Q

from geo.sorting import searchable
from plans.models import Plan, PlanElement
from plans.reading import Reading

# Well between the two above.
LIKE = 0.6
# Of longer plans only so many are likened: a hint is not worth seconds.
MOST = 600


@dataclass(frozen=True)
class Twin:
    """What else says almost the same. `percent`: how much of the text they share."""

    code: str
    title: str
    percent: int
    element: PlanElement | None = None
    plan: Plan | None = None


def threes(text: str) -> frozenset[str]:
    """The threes of letters of each word, with the blanks around it."""
    words = (f"  {word} " for word in searchable(text).split())
    return frozenset(word[n : n + 3] for word in words for n in range(len(word) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Of all threes, the share both have."""
    if not one or not other or min(len(one), len(other)) < LIKE * max(len(one), len(other)):
        return 0.0
    return len(one & other) / len(one | other)


def pairs(texts: Iterable[str]) -> list[tuple[int, int, int]]:
    """Which of these are near twins: two places and what they share in percent, the likest first."""
    made = [threes(text) for text in texts][:MOST]
    found = [
        (round(100 * share), n, m)
        for (n, one), (m, other) in combinations(enumerate(made), 2)
        if (share := likeness(one, other)) >= LIKE
    ]
    return [(n, m, percent) for percent, n, m in sorted(found, key=lambda one: (-one[0], one[1:]))]


def hints(reading: Reading) -> dict[int, list[Twin]]:
    """By element: what else in the plan, or in a plan in force of the same body or organisation whose years it shares,
    says almost the same. Only of what has targets; one query."""
    own = [node.element for node in reading.measured]
    others = _others(reading.plan)
    everything, found = [*own, *others], dict[int, list[Twin]]()
    for n, m, percent in pairs(element.title_pt for element in everything):
        if n >= len(own):
            continue
        for here, there in ((n, m), (m, n)):
            if here < len(own):
                found.setdefault(everything[here].pk, []).append(
                    _twin(everything[there], percent, reading.plan)
                )
    return found


def told(reading: Reading) -> list[tuple[PlanElement, Twin]]:
    """The same, each pair once, in the order of the plan."""
    found, seen = hints(reading), set[frozenset[int]]()
    said: list[tuple[PlanElement, Twin]] = []
    for node in reading.measured:
        for twin in found.get(node.element.pk, []):
            pair = frozenset((node.element.pk, twin.element.pk if twin.element else 0))
            if pair not in seen:
                seen.add(pair)
                said.append((node.element, twin))
    return said


def _others(plan: Plan) -> list[PlanElement]:
    if plan.is_reference:
        return []
    years = Q(plan__first_year__lte=plan.last_year, plan__last_year__gte=plan.first_year)
    whose = Q(plan__body=plan.body_id) if plan.body_id else Q(plan__organisation=plan.organisation_id)
    running = Plan.objects.running().exclude(pk=plan.pk)
    return list(
        PlanElement.objects.filter(years, whose, plan__in=running, dropped_at=None, measures__isnull=False)
        .select_related("plan")
        .distinct()[:MOST]
    )


def _twin(element: PlanElement, percent: int, plan: Plan) -> Twin:
    elsewhere = element.plan if element.plan_id != plan.pk else None
    return Twin(element.code, element.title, percent, element, elsewhere)
