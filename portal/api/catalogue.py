"""Resources: the list, the map, one of them, its free capacity by day, and what its holder says it offers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from accounts.models import Membership
from portal.api.demand import CategoryBrief, Holder, category_brief, holder_of
from portal.api.inputs import Day, Place, Sent, Text, Whole, identifier
from portal.api.lists import Page, addresses
from portal.api.once import Made, once
from portal.api.reference import InMunicipality, geojson
from portal.api.who import Anyone, BearerToken
from resources import actions, availability, listing
from resources.filters import SearchForm
from resources.listing import Criteria
from resources.models import Access, Facility, Known, Resource, Source
from resources.refusals import Invalid

router = Router(auth=Anyone(), tags=["resources"])

PER_PAGE = 50
MOST_ON_A_MAP = 2000
LONGEST_RANGE = timedelta(days=366)


class SourceOut(BaseModel):
    """Published data that nobody of the network wrote: to be named wherever they go."""

    name: str
    licence: str
    licence_url: str | None
    attribution: str
    url: str | None
    retrieved_on: date | None


class ResourceOut(BaseModel):
    id: UUID
    name: str
    url: str = Field(description="Its page, in the language asked for.")
    mode: str
    unit: str
    category: CategoryBrief
    response: str | None = Field(description="Code of REF-AMP's operative response.")
    organisation: Holder | None = Field(
        description="Null for published data: nobody of the network answers for it."
    )
    municipality: InMunicipality | None = Field(
        description="Null where only the metropolitan area is said (T2)."
    )
    location: Place | None
    distance_km: float | None
    capacity: int | None = Field(description="Null where only the word is shown, or nothing is counted.")
    free: int | None = Field(description="Throughout the period; without one, tonight.")
    availability_word: Literal["disponível", "escassa", "esgotada", "por confirmar"]
    confirmed_at: datetime | None
    freshness: Literal["fresh", "stale", "unknown"]
    source: SourceOut | None = Field(description="Who published it, under which licence.")


class Opening(BaseModel):
    day: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    opens: str
    closes: str = Field(description="At or before `opens`: on the next day.")


class Picture(BaseModel):
    url: str
    alt: str


class ResourceDetail(ResourceOut):
    description: str
    accessible: bool
    accessibility: dict[str, Literal["yes", "no", "unknown"]] = Field(
        description="Point by point; what nobody has said is unknown, not a no."
    )
    opening_hours: list[Opening] = Field(description="Empty: nobody has said.")
    opening_note: str
    website: str | None
    photo: Picture | None
    max_nights: int | None
    accepts: list[str]
    ask_first: list[str]
    refuses: list[str]
    address: str | None
    fictional: bool


class Segment(BaseModel):
    start: date
    end: date
    capacity: int | None = Field(description="Offered, less what is blocked.")
    free: int | None


class Segments(BaseModel):
    segments: list[Segment]


def _out(request: HttpRequest, row: listing.Row) -> dict[str, Any]:
    resource = row.resource
    return {
        "id": resource.uuid,
        "name": resource.name,
        "url": request.build_absolute_uri(reverse("resource", args=[resource.uuid, resource.slug])),
        "mode": resource.mode,
        "unit": resource.category.unit,
        "category": category_brief(resource.category),
        "response": resource.response_id,
        "organisation": holder_of(resource),
        "municipality": row.municipality and {"dico": row.municipality.dico, "name": row.municipality.name},
        "location": row.location and {"lat": row.location[0], "lon": row.location[1]},
        "distance_km": None if row.distance_km is None else round(row.distance_km, 1),
        "capacity": row.capacity,
        "free": row.free,
        "availability_word": row.word,
        "confirmed_at": row.confirmed_at,
        "freshness": row.freshness,
        "source": _source(resource.sources[0]) if resource.sources else None,
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "licence": source.licence,
        "licence_url": source.licence_url or None,
        "attribution": source.attribution,
        "url": source.url or None,
        "retrieved_on": source.retrieved_on,
    }


def _detail(request: HttpRequest, row: listing.Row) -> dict[str, Any]:
    resource, facility = row.resource, row.resource.facility
    return _out(request, row) | {
        "description": resource.description or facility.description,
        "accessible": facility.accessible,
        "accessibility": {one.value: facility.accessibility.get(one, Known.UNKNOWN) for one in Access},
        "opening_hours": [
            {"day": day, "opens": opens, "closes": closes}
            for day, intervals in facility.opening_hours.items()
            for opens, closes in intervals
        ],
        "opening_note": facility.opening_note,
        "website": (facility.website or None) if facility.shows_place else None,
        "photo": _picture(request, facility) if facility.photo_id else None,
        "max_nights": resource.max_nights,
        "accepts": facility.accepts,
        "ask_first": facility.ask_first,
        "refuses": facility.refuses,
        "address": (facility.address or None) if facility.shows_place else None,
        "fictional": facility.is_demo,
    }


def _picture(request: HttpRequest, facility: Facility) -> dict[str, str]:
    address = reverse("facility_photo", args=[facility.uuid])
    return {"url": request.build_absolute_uri(address), "alt": facility.photo_alt}


def _parameter(name: str, description: str, kind: str = "string", **schema: Any) -> dict[str, Any]:
    return {"in": "query", "name": name, "description": description, "schema": {"type": kind, **schema}}


# The search form of the page reads them; here they are only described.
FILTERS = [
    _parameter("q", "Words of name, category, place or organisation."),
    _parameter("category", "Id or code, with everything under it; repeatable."),
    _parameter("response", "Code of an operative response, as 1.2.1b."),
    _parameter("municipality", "DICO code; repeatable."),
    _parameter("mode", "stay, slot, loan, goods, course or info."),
    _parameter("near", "A point as 41.15,-8.61, or a DICO code for its seat."),
    _parameter("radius_km", "Only as far as this from `near`.", "number", minimum=0.1, maximum=500),
    _parameter("start", "First day. With a period only what is free throughout is listed.", format="date"),
    _parameter("end", "The first day not used; without it one night.", format="date"),
    _parameter("quantity", "How many must be free; default 1.", "integer", minimum=1),
    _parameter("accessible", "Only those accessible by wheelchair.", "boolean"),
    _parameter(
        "only_free", "Only those with room, or all; default: only those, when a period is given.", "boolean"
    ),
    _parameter("only_fresh", "Only those confirmed within their limit.", "boolean"),
]
PAGES = [
    _parameter("page", "From 1.", "integer", minimum=1, default=1),
    _parameter("per_page", "At most 200.", "integer", minimum=1, maximum=200, default=PER_PAGE),
]


def _criteria(request: HttpRequest) -> Criteria:
    form = SearchForm(request.GET, api=True)
    for field, errors in form.errors.items():
        raise Invalid(field, str(errors[0]))
    return form.criteria(per_page=PER_PAGE)


def _member(request: HttpRequest) -> Membership | None:
    return request.member  # type: ignore[attr-defined]


def _visible(request: HttpRequest, id: str) -> Resource:
    found = Resource.objects.visible_to(_member(request)).filter(category__opaque=False)
    resource = found.for_cards().filter(uuid=identifier(id)).first()
    if resource is None:
        raise Http404
    return resource


@router.get("resources", response=Page[ResourceOut], openapi_extra={"parameters": FILTERS + PAGES})
def resources(request: HttpRequest) -> dict[str, Any]:
    """What is shared. Members see the network's too, accredited ones the restricted; refuges are in no list.

    Visitors read a word instead of figures where fewer than 3 units exist.
    """
    found = listing.find(_member(request), _criteria(request))
    criteria = found.criteria
    return {
        "count": found.total,
        **addresses(request, found.total, criteria.page, criteria.per_page),
        "results": [_out(request, row) for row in found.rows],
    }


@router.get(
    "resources.geojson",
    openapi_extra={"parameters": FILTERS, "responses": {200: {"content": {"application/geo+json": {}}}}},
)
def resources_as_geojson(request: HttpRequest) -> HttpResponse:
    """The same as points (RFC 7946): only those whose place may be shown."""
    found = listing.find(_member(request), replace(_criteria(request), page=1, per_page=MOST_ON_A_MAP))
    shown = (
        "name",
        "url",
        "mode",
        "availability_word",
        "freshness",
        "capacity",
        "free",
        "municipality",
        "organisation",
        "source",
    )
    features = []
    for row in found.rows:
        if row.location is None:
            continue
        item = _out(request, row)
        lat, lon = row.location
        features.append(
            {
                "type": "Feature",
                "id": str(item["id"]),
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
                "properties": {name: item[name] for name in shown},
            }
        )
    collection: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if found.sources:
        collection["attribution"] = [_source(source) for source in found.sources]
    return geojson(collection)


@router.get("resources/{id}", response=ResourceDetail)
def resource(request: HttpRequest, id: str) -> dict[str, Any]:
    """One of them, as the list shows it and more. `start`, `end` and `quantity` as in the list."""
    return _detail(request, listing.one_row(_member(request), _visible(request, id), _criteria(request)))


class Range(BaseModel):
    start: Day
    end: Day


@router.get("resources/{id}/availability", auth=BearerToken(), response=Segments)
def availability_of(request: HttpRequest, id: str, query: Query[Range]) -> dict[str, Any]:
    """Capacity and what is free of it, day by day, in contiguous segments that cover the range."""
    shown = _visible(request, id)
    if query.end <= query.start:
        raise Invalid("end", _("O fim tem de ser depois do início."))
    if query.end - query.start > LONGEST_RANGE:
        raise Invalid("end", _("O período tem no máximo %(days)s dias.") % {"days": LONGEST_RANGE.days})
    return {"segments": list(_segments(shown, query.start, query.end))}


def _segments(resource: Resource, start: date, end: date) -> Iterator[dict[str, Any]]:
    """Neighbouring days that say the same, as one. Where nothing is counted there are no figures, which is not zero."""
    if resource.mode not in availability.COUNTED_MODES:
        yield {"start": start, "end": end, "capacity": None, "free": None}
        return
    since, said = start, None
    for night in availability.nights(resource, start, (end - start).days):
        figures = {"capacity": night.capacity - night.blocked, "free": night.free}
        if said is not None and figures != said:
            yield {"start": since, "end": night.day, **said}
            since = night.day
        said = figures
    yield {"start": since, "end": end, **(said or {})}


class CapacitySent(Sent):
    capacity: Whole | None = None
    since: Day | None = Field(default=None, alias="from", description="Default: today.")
    reason: Text | None = Field(
        default=None, description="Obligatory when it is less than what is already promised."
    )


@router.post("resources/{id}/capacity", auth=BearerToken(), response=ResourceOut)
@once
def state_capacity(request: HttpRequest, id: str, body: CapacitySent | None = None) -> Made:
    """The holder says what is offered from a day on; `{}`: what was said is still true. Either confirms it."""
    member, said = _member(request), body or CapacitySent()
    shown = _visible(request, id)
    if not Resource.objects.managed_by(member).filter(pk=shown.pk).exists():
        raise PermissionDenied
    assert member is not None
    if said.capacity is None and said.since is not None:
        raise Invalid("capacity", _("Com um dia, indique também a capacidade."))
    actions.state_capacity(
        shown, by=member, capacity=said.capacity, valid_from=said.since, reason=said.reason or ""
    )
    row = listing.one_row(member, _visible(request, id), Criteria())
    return Made(200, ResourceOut(**_out(request, row)))
