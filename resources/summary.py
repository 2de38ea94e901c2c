"""What is free tonight, in few figures: for the front page. Never more than the reader would find in the list."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from accounts.models import Membership
from resources import availability, days
from resources.availability import SMALL_NETWORK, Freshness, Left, Word
from resources.listing import listable
from resources.models import Category, Mode, Resource


def free_now(member: Membership | None) -> list[dict[str, Any]]:
    """Per category of beds and places: how much is free tonight, the word for it, where, and when it was confirmed.

    Only what was confirmed in time counts. `free` and `capacity` are None under 3 units; `municipalities` are the DICO
    codes of those with a place; `confirmed_at` is the oldest confirmation counted, else the latest there is.
    """
    by_category: dict[int, list[tuple[Resource, Left]]] = defaultdict(list)
    for resource, room in _tonight(member):
        by_category[resource.category_id].append((resource, room))
    categories = Category.objects.filter(pk__in=by_category, opaque=False)
    return [_said(category, by_category[category.pk], member) for category in categories]


def free_by_municipality(member: Membership | None) -> dict[str, int]:
    """{DICO: how many resources have a place tonight, confirmed in time}."""
    return dict(
        Counter(
            resource.facility.municipality_id
            for resource, room in _tonight(member)
            if room.free
            and _fresh(resource)
            and resource.facility.shows_place
            and resource.facility.municipality_id
        )
    )


def _tonight(member: Membership | None) -> list[tuple[Resource, Left]]:
    found = [resource for resource in listable(member) if resource.mode == Mode.STAY]
    left = availability.left_to_ask(found, *days.tonight())
    return [(resource, left[resource.pk]) for resource in found]


def _fresh(resource: Resource) -> bool:
    return availability.freshness(resource) == Freshness.FRESH


def _said(category: Category, held: list[tuple[Resource, Left]], member: Membership | None) -> dict[str, Any]:
    confirmed = [(resource, room) for resource, room in held if _fresh(resource)]
    # A resource of which a visitor reads only the word is in no sum: the rest of the list would give it away.
    counted = [room for _resource, room in confirmed if member is not None or room.capacity >= SMALL_NETWORK]
    free, capacity = sum(room.free for room in counted), sum(room.capacity for room in counted)
    shown = free >= SMALL_NETWORK and capacity >= SMALL_NETWORK
    placed = [
        resource.facility.municipality_id
        for resource, room in confirmed
        if room.free and resource.facility.shows_place and resource.facility.municipality_id
    ]
    return {
        "category": category,
        "free": free if shown else None,
        "capacity": capacity if shown else None,
        "units": category.units,
        "word": _word(confirmed),
        "municipalities": sorted(set(placed)),
        "confirmed_at": _confirmed_at(confirmed, held),
        "facilities": len({resource.facility_id for resource, _room in held}),
    }


def _word(confirmed: list[tuple[Resource, Left]]) -> str:
    if not confirmed:
        return Word.UNCONFIRMED
    free = sum(room.free for _resource, room in confirmed)
    if free == 0:
        return Word.FULL
    capacity = sum(room.capacity for _resource, room in confirmed)
    return Word.SCARCE if availability.scarce(free, capacity) else Word.AVAILABLE


def _confirmed_at(
    confirmed: list[tuple[Resource, Left]], held: list[tuple[Resource, Left]]
) -> datetime | None:
    said = [resource.confirmed_at for resource, _room in confirmed if resource.confirmed_at]
    if said:
        return min(said)
    return max((resource.confirmed_at for resource, _room in held if resource.confirmed_at), default=None)
