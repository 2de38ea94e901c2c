"""Finding resources: one function for the page, the map and the API, so that list, map and API always agree.

Everything the asker may see is read once, light; filters, facets and "what to loosen" are answered from that one
reading, so the number of queries depends neither on rows nor on filters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

from accounts.models import Membership
from resources import availability
from resources.availability import Freshness
from resources.listing.candidates import (
    Candidate,
    candidates_for,
    distance_to,
    judge,
    light,
    listable,
    met_by_words,
    passing,
)
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
from resources.listing.rows import Row, location_of, rows_of, span
from resources.models import Resource, Source

__all__ = [
    "ACCESSIBLE",
    "CATEGORY",
    "MODE",
    "MUNICIPALITY",
    "NEAR",
    "ONLY_FREE",
    "ONLY_FRESH",
    "RESPONSE",
    "Criteria",
    "Facets",
    "Listing",
    "Point",
    "Q",
    "Row",
    "every",
    "find",
    "light",
    "listable",
    "location_of",
    "one_row",
    "passing",
    "span",
]

# Rows read together where all are wanted.
AT_A_TIME = 500


@dataclass(frozen=True)
class Facets:
    """How many resources each value would leave, everything else being as it is."""

    categories: dict[int, int]
    municipalities: dict[str, int]
    responses: dict[str, int]
    accessible: int
    only_free: int
    only_fresh: int


@dataclass(frozen=True)
class Listing:
    criteria: Criteria
    rows: list[Row]
    total: int
    fitting: int
    words: Counter[str]
    facets: Facets
    # Filters that alone stand in the way when nothing is found: (filter, how many without it), best first.
    loosen: list[tuple[str, int]]
    # Published data among them: named wherever the list, or a part of it, goes.
    sources: list[Source] = field(default_factory=list)
    # Nothing has all the words: these have some of them.
    loosely: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.criteria.per_page))


def find(member: Membership | None, criteria: Criteria) -> Listing:
    """The resources the member may know of that meet the criteria, ordered by fit: those whose name has the words
    first; free and confirmed, then free but unconfirmed, then the others; then by distance; then by name."""
    met = met_by_words(member, criteria)
    candidates = candidates_for(member, criteria, met, all_words=True)
    meet = _meeting(candidates)
    if not meet and met.scores is not None:
        # What the words do not meet counts only for what to loosen.
        candidates = candidates_for(member, criteria, met)
    first = (criteria.page - 1) * criteria.per_page
    return Listing(
        criteria=criteria,
        rows=rows_of(member, criteria, meet[first : first + criteria.per_page]),
        total=len(meet),
        fitting=sum(one.fits for one in meet),
        words=Counter(one.word for one in meet),
        facets=_facets(candidates),
        loosen=[] if meet else _loosen(candidates, criteria),
        sources=_sources(meet),
        loosely=met.loosely and bool(meet),
    )


def every(member: Membership | None, criteria: Criteria) -> tuple[Iterator[Row], list[Source]]:
    """All the rows of the list, whatever its pages, read a part at a time; and who published some of them."""
    met = met_by_words(member, criteria)
    meet = _meeting(candidates_for(member, criteria, met, all_words=True))

    def rows() -> Iterator[Row]:
        for first in range(0, len(meet), AT_A_TIME):
            yield from rows_of(member, criteria, meet[first : first + AT_A_TIME])

    return rows(), _sources(meet)


def _meeting(candidates: list[Candidate]) -> list[Candidate]:
    """Those that fail nothing, in the order of the list."""
    meet = [one for one in candidates if not one.fails]
    meet.sort(
        key=lambda one: (
            one.band,
            one.rank,
            inf if one.distance_km is None else one.distance_km,
            one.resource.sort_key,
            one.resource.pk,
        )
    )
    return meet


def one_row(member: Membership | None, resource: Resource, criteria: Criteria) -> Row:
    """One resource that the member may know of, as its row in the list says it; filters leave nothing out."""
    counted = resource.mode in availability.COUNTED_MODES
    days_asked = (criteria.first_day, criteria.end_day)
    left = availability.left_to_ask([resource], *days_asked) if counted else {}
    distance = distance_to(resource, criteria.near or criteria.seen_from)
    candidate = judge(member, criteria, resource, set(), distance, left.get(resource.pk))
    return rows_of(member, criteria, [candidate])[0]


def _facets(candidates: list[Candidate]) -> Facets:
    def but(name: str) -> list[Candidate]:
        return [one for one in candidates if one.fails <= {name}]

    return Facets(
        categories=Counter(one.resource.category_id for one in but(CATEGORY)),
        municipalities=Counter(
            one.resource.facility.municipality_id
            for one in but(MUNICIPALITY)
            if one.resource.facility.municipality_id and one.resource.facility.shows_place
        ),
        responses=Counter(one.resource.response_id for one in but(RESPONSE) if one.resource.response_id),
        accessible=sum(one.resource.facility.accessible for one in but(ACCESSIBLE)),
        only_free=sum(one.enough for one in but(ONLY_FREE)),
        only_fresh=sum(one.freshness == Freshness.FRESH for one in but(ONLY_FRESH)),
    )


def _loosen(candidates: list[Candidate], criteria: Criteria) -> list[tuple[str, int]]:
    alone = Counter(next(iter(one.fails)) for one in candidates if len(one.fails) == 1)
    return [(name, n) for name, n in alone.most_common() if name in criteria.active]


def _sources(meet: list[Candidate]) -> list[Source]:
    placed = [one.resource for one in meet if one.resource.facility.shows_place]
    ids = {pk for one in placed for pk in (one.source_id, one.facility.source_id) if pk}
    return list(Source.objects.filter(pk__in=ids)) if ids else []
