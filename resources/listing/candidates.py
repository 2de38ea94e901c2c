"""What may be listed, read light: which filters each resource fails, how far it is, and what it has free."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import Membership
from geo.distance import haversine_km
from resources import availability
from resources.availability import SMALL_NETWORK, Freshness, Left
from resources.listing.criteria import (
    ACCESSIBLE,
    CATEGORY,
    MODE,
    MUNICIPALITY,
    NEAR,
    ONLY_FREE,
    ONLY_FRESH,
    RESPONSE,
    Criteria,
    Point,
    Q,
)
from resources.models import Category, Resource
from resources.models.resources import ResourceQuerySet
from resources.understanding.violence import about_violence
from search import language
from search.matching import Among


@dataclass(frozen=True)
class Candidate:
    """A resource before anything is said of it: what it fails and what is free."""

    resource: Resource
    fails: frozenset[str]
    distance_km: float | None
    left: Left | None
    word: str
    freshness: str
    shown: bool
    enough: bool
    too_long: bool
    # How well its words meet those that were typed: 0 is best.
    band: int = 0

    @property
    def fits(self) -> bool:
        return self.enough and not self.too_long and self.freshness == Freshness.FRESH

    @property
    def rank(self) -> int:
        if self.fits:
            return 0
        if self.enough and not self.too_long:
            return 1
        return 2 if self.left is not None else 3


def listable(member: Membership | None, among: Iterable[int] | None = None) -> list[Resource]:
    """Every resource the member may know of, with just what filters and counts need. Casas de abrigo are in no list.
    `among`: of these alone."""
    visible = Resource.objects.visible_to(member)
    return light(visible if among is None else visible.filter(Among(list(among))))


def light(resources: ResourceQuerySet) -> list[Resource]:
    return list(
        resources.filter(category__opaque=False)
        .select_related("category", "facility__municipality")
        .only(
            "mode",
            "name",
            "sort_key",
            "confirmed_at",
            "max_nights",
            "hygiene_days",
            "response_id",
            "source_id",
            "category__code",
            "category__fresh_for",
            "facility__name",
            "facility__parish",
            "facility__source_id",
            "facility__tier",
            "facility__accessible",
            "facility__lat",
            "facility__lon",
            "facility__municipality__seat_lat",
            "facility__municipality__seat_lon",
        )
        .order_by()
    )


def passing(resources: Iterable[Resource], criteria: Criteria, found: set[int] | None) -> list[Resource]:
    """Those (as `light` reads them) that fail no filter; nothing is said of what is free. `found`: by the words."""
    categories = _with_children(criteria.categories)
    measured = criteria.near
    return [
        one
        for one in resources
        if not any(
            fails for _name, fails in _tests(one, criteria, categories, found, distance_to(one, measured))
        )
    ]


@dataclass(frozen=True)
class Met:
    """What the words meet, with how well; None where no words were said. `loosely`: only some of the words."""

    scores: dict[int, float] | None = None
    loosely: bool = False


def met_by_words(member: Membership | None, criteria: Criteria) -> Met:
    text = criteria.q.strip()
    if not text:
        return Met()
    visible = Resource.objects.visible_to(member).open_listed()
    scores = visible.matched(text)
    if not scores and criteria.loosely and len(language.terms(text)) > 1:
        some = visible.matched(text, operator="or")
        return Met(some, loosely=bool(some))
    return Met(scores)


def candidates_for(
    member: Membership | None, criteria: Criteria, met: Met, *, all_words: bool = False
) -> list[Candidate]:
    """Those that fail at most one filter. `all_words`: of those only that the words meet, which are all that a list and
    its counts show unless there are none."""
    if criteria.about_violence or about_violence(criteria.q):
        return []
    found = None if met.scores is None else set(met.scores)
    bands = _bands(criteria, met)
    categories = _with_children(criteria.categories)
    measured = criteria.near or criteria.seen_from
    looked_at = []
    for resource in listable(member, found if all_words else None):
        distance = distance_to(resource, measured)
        fails = {name for name, fails in _tests(resource, criteria, categories, found, distance) if fails}
        looked_at.append((resource, fails, distance))
    # Who fails two filters is in no list, no facet and no advice: its places need no counting.
    counted = [
        one for one, fails, _km in looked_at if len(fails) < 2 and one.mode in availability.COUNTED_MODES
    ]
    left = availability.left_to_ask(counted, criteria.first_day, criteria.end_day)
    return [
        judge(member, criteria, resource, fails, distance, left.get(resource.pk), bands(resource))
        for resource, fails, distance in looked_at
        if len(fails) < 2
    ]


def _bands(criteria: Criteria, met: Met) -> Callable[[Resource], int]:
    """In which order the words put resources, before anything is asked of what is free: coarse, so that of two alike
    the one with a place comes first. Its own name says more than its description."""
    wanted, place = set(language.terms(criteria.q)), set(language.terms(criteria.prefer))
    best = max(met.scores.values(), default=0.0) if met.scores else 0.0

    def band(resource: Resource) -> int:
        facility = resource.facility
        named = set(language.terms(resource.name))
        far = 0
        if place:
            # Of T2 no area may be told, nor by the order.
            there = f"{facility.name} {facility.parish}" if facility.shows_place else ""
            far = not place <= named | set(language.terms(there))
        if not wanted or met.scores is None:
            return int(far)
        if met.loosely:
            share = met.scores.get(resource.pk, 0.0) / best if best > 0 else 1.0
            return 2 * round(4 * (1 - share)) + far
        return 2 * (0 if wanted <= named else 1 if wanted & named else 2) + far

    return band


def _tests(
    resource: Resource,
    criteria: Criteria,
    categories: set[int] | None,
    found: set[int] | None,
    distance: float | None,
) -> Iterable[tuple[str, bool]]:
    facility = resource.facility
    # Asking for an area never shows a resource without a shown place, wherever it is: so the answer tells nothing.
    placed = facility.shows_place
    yield Q, found is not None and resource.pk not in found
    yield CATEGORY, categories is not None and resource.category_id not in categories
    yield RESPONSE, bool(criteria.response) and resource.response_id != criteria.response
    yield (
        MUNICIPALITY,
        bool(criteria.municipalities)
        and not (placed and facility.municipality_id in criteria.municipalities),
    )
    yield MODE, bool(criteria.mode) and resource.mode != criteria.mode
    yield (
        NEAR,
        criteria.near is not None
        and (distance is None or (criteria.radius_km is not None and distance > criteria.radius_km)),
    )
    yield ACCESSIBLE, criteria.accessible and not facility.accessible


def judge(
    member: Membership | None,
    criteria: Criteria,
    resource: Resource,
    fails: set[str],
    distance: float | None,
    left: Left | None,
    band: int = 0,
) -> Candidate:
    fresh = availability.freshness(resource)
    word = availability.word(resource, left.free, left.capacity) if left else availability.Word.UNCONFIRMED
    shown = left is not None and (member is not None or left.capacity >= SMALL_NETWORK)
    if shown or left is None:
        enough = left is not None and left.free >= criteria.quantity
    else:
        # Only the word is public here: being listed or not may not say more than the word does.
        enough = criteria.quantity == 1 and word in (availability.Word.AVAILABLE, availability.Word.SCARCE)
    too_long = resource.max_nights is not None and criteria.nights > resource.max_nights
    fails = set(fails)
    if criteria.only_free and not enough:
        fails.add(ONLY_FREE)
    if criteria.only_fresh and fresh != Freshness.FRESH:
        fails.add(ONLY_FRESH)
    return Candidate(resource, frozenset(fails), distance, left, word, fresh, shown, enough, too_long, band)


def _with_children(codes: Iterable[str]) -> set[int] | None:
    """The ids of these categories (by code or id) and of everything under them; None when none is asked for."""
    wanted = set(codes)
    if not wanted:
        return None
    taken: set[int] = set()
    tree = list(Category.objects.values_list("pk", "parent_id", "code", "uuid"))
    while True:
        more = {
            pk
            for pk, parent, code, uuid in tree
            if pk not in taken and (code in wanted or str(uuid) in wanted or parent in taken)
        }
        if not more:
            return taken
        taken |= more


def distance_to(resource: Resource, point: Point | None) -> float | None:
    place = _place(resource)
    return haversine_km(*point, *place) if point and place else None


def _place(resource: Resource) -> Point | None:
    """Where distances are measured to: the facility, else the seat of its municipality; nowhere for T2."""
    facility = resource.facility
    if not facility.shows_place:
        return None
    if facility.lat is not None and facility.lon is not None:
        return facility.lat, facility.lon
    seat = facility.municipality
    return (seat.seat_lat, seat.seat_lon) if seat else None
