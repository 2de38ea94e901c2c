"""What saved searches find now. One statement tells what is free, whatever the number of searches and resources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts.models import Membership
from resources import availability, days, listing
from resources.availability import Freshness
from resources.listing import Criteria
from resources.models import Resource, SavedSearch

Scope = tuple[int, bool]


def kept(criteria: Criteria) -> dict[str, Any]:
    """What is kept of a search: what it filters by. Free and confirmed it asks for anyway; days have their columns."""
    return {
        "q": criteria.q.strip(),
        "categories": list(criteria.categories),
        "response": criteria.response,
        "municipalities": list(criteria.municipalities),
        "mode": criteria.mode,
        "near": list(criteria.near) if criteria.near else None,
        "radius_km": criteria.radius_km,
        "quantity": criteria.quantity,
        "accessible": criteria.accessible,
    }


def criteria_of(search: SavedSearch) -> Criteria:
    said = search.criteria
    return Criteria(
        q=said["q"],
        categories=tuple(said["categories"]),
        response=said["response"],
        municipalities=tuple(said["municipalities"]),
        mode=said["mode"],
        near=(said["near"][0], said["near"][1]) if said["near"] else None,
        radius_km=said["radius_km"],
        quantity=said["quantity"],
        accessible=said["accessible"],
        start=search.start,
        end=search.end,
    )


def find(searches: Sequence[SavedSearch]) -> dict[int, set[int]]:
    """For each search (id) the resources it finds free, confirmed in time and long enough, as its owner may know."""
    visible: dict[Scope, set[int]] = {}
    for search in searches:
        member = search.membership
        if (scope := _scope(member)) not in visible:
            ids = Resource.objects.visible_to(member).values_list("pk", flat=True)
            visible[scope] = set(ids)
    everything = listing.light(Resource.objects.filter(pk__in=set().union(*visible.values())))
    fresh = [
        one
        for one in everything
        if one.mode in availability.COUNTED_MODES and availability.freshness(one) == Freshness.FRESH
    ]
    by_words: dict[tuple[Scope, str], set[int]] = {}
    asked: list[tuple[SavedSearch, Resource]] = []
    for search in searches:
        criteria, scope = criteria_of(search), _scope(search.membership)
        words = None
        if criteria.q:
            if (scope, criteria.q) not in by_words:
                found = Resource.objects.visible_to(search.membership).matched(criteria.q)
                by_words[scope, criteria.q] = set(found)
            words = by_words[scope, criteria.q]
        may_know = [one for one in fresh if one.pk in visible[scope]]
        asked += [
            (search, one)
            for one in listing.passing(may_know, criteria, words)
            if one.max_nights is None or criteria.nights <= one.max_nights
        ]
    free = availability.free_each(
        [(one.pk, days.period_of(search.start, search.end), None) for search, one in asked]
    )
    result: dict[int, set[int]] = {search.pk: set() for search in searches}
    for (search, one), number in zip(asked, free, strict=True):
        if number >= search.criteria["quantity"]:
            result[search.pk].add(one.pk)
    return result


def _scope(member: Membership) -> Scope:
    """Members alike in these two see the same."""
    return member.organisation_id, member.sees_t2
