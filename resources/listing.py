"""Finding resources: one function for the page, the map and the API, so that list, map and API always agree.

Everything the asker may see is read once, light; filters, facets and "what to loosen" are answered from that one
reading, so the number of queries depends neither on rows nor on filters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import inf

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from geo.distance import haversine_km
from geo.models import Municipality
from resources import availability, days
from resources.actions.shared import booked_days
from resources.availability import SMALL_NETWORK, Freshness, Room
from resources.models import Booking, Category, Mode, Protocol, Resource, Source
from resources.models.catalogue import ResourceQuerySet, Tier
from resources.models.demand import Status

Point = tuple[float, float]

# Rows read together where all are wanted.
AT_A_TIME = 500

# The filters by name, as in the address of the page and of the API.
Q = "q"
CATEGORY = "category"
RESPONSE = "response"
MUNICIPALITY = "municipality"
MODE = "mode"
NEAR = "near"
ACCESSIBLE = "accessible"
ONLY_FREE = "only_free"
ONLY_FRESH = "only_fresh"


@dataclass(frozen=True)
class Criteria:
    """What is looked for. Without `start`: tonight; without `end`: one night."""

    q: str = ""
    categories: tuple[str, ...] = ()
    response: str = ""
    municipalities: tuple[str, ...] = ()
    mode: str = ""
    near: Point | None = None
    radius_km: float | None = None
    # Distances from here are shown and ordered by; nothing is left out.
    seen_from: Point | None = None
    start: date | None = None
    end: date | None = None
    quantity: int = 1
    accessible: bool = False
    only_free: bool = False
    only_fresh: bool = False
    page: int = 1
    per_page: int = 20

    @property
    def first_day(self) -> date:
        return self.start or days.today()

    @property
    def end_day(self) -> date:
        return self.end or self.first_day + timedelta(days=1)

    @property
    def nights(self) -> int:
        return (self.end_day - self.first_day).days

    @property
    def active(self) -> tuple[str, ...]:
        """The filters in use."""
        used = {
            Q: bool(self.q.strip()),
            CATEGORY: bool(self.categories),
            RESPONSE: bool(self.response),
            MUNICIPALITY: bool(self.municipalities),
            MODE: bool(self.mode),
            NEAR: self.near is not None,
            ACCESSIBLE: self.accessible,
            ONLY_FREE: self.only_free,
            ONLY_FRESH: self.only_fresh,
        }
        return tuple(name for name, on in used.items() if on)


@dataclass(frozen=True)
class Row:
    """One resource as the asker may see it. Figures are None where only the word may be shown, or none are kept."""

    resource: Resource
    word: str
    freshness: str
    confirmed_at: datetime | None
    free: int | None
    capacity: int | None
    held: int | None
    used: int | None
    blocked: int | None
    enough: bool
    fits: bool
    counted: bool
    distance_km: float | None
    municipality: Municipality | None
    organisation: str
    location: Point | None
    why: list[str] = field(default_factory=list)

    @property
    def stale(self) -> bool:
        return self.freshness != Freshness.FRESH


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

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.criteria.per_page))


@dataclass(frozen=True)
class _Candidate:
    """A resource before anything is said of it: what it fails and what is free."""

    resource: Resource
    fails: frozenset[str]
    distance_km: float | None
    room: Room | None
    word: str
    freshness: str
    shown: bool
    enough: bool
    too_long: bool

    @property
    def fits(self) -> bool:
        return self.enough and not self.too_long and self.freshness == Freshness.FRESH

    @property
    def rank(self) -> int:
        if self.fits:
            return 0
        if self.enough and not self.too_long:
            return 1
        return 2 if self.room is not None else 3


def find(member: Membership | None, criteria: Criteria) -> Listing:
    """The resources the member may know of that meet the criteria, ordered by fit: free and confirmed first, then
    free but unconfirmed, then the others; then by distance; then by name."""
    candidates = _candidates(member, criteria)
    meet = _meeting(candidates)
    first = (criteria.page - 1) * criteria.per_page
    return Listing(
        criteria=criteria,
        rows=_rows(member, criteria, meet[first : first + criteria.per_page]),
        total=len(meet),
        fitting=sum(one.fits for one in meet),
        words=Counter(one.word for one in meet),
        facets=_facets(candidates),
        loosen=[] if meet else _loosen(candidates, criteria),
        sources=_sources(meet),
    )


def every(member: Membership | None, criteria: Criteria) -> tuple[Iterator[Row], list[Source]]:
    """All the rows of the list, whatever its pages, read a part at a time; and who published some of them."""
    meet = _meeting(_candidates(member, criteria))

    def rows() -> Iterator[Row]:
        for first in range(0, len(meet), AT_A_TIME):
            yield from _rows(member, criteria, meet[first : first + AT_A_TIME])

    return rows(), _sources(meet)


def _meeting(candidates: list[_Candidate]) -> list[_Candidate]:
    """Those that fail nothing, in the order of the list."""
    meet = [one for one in candidates if not one.fails]
    meet.sort(
        key=lambda one: (
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
    rooms = availability.room_to_ask([resource], *days_asked) if counted else {}
    distance = _distance(resource, criteria.near or criteria.seen_from)
    candidate = _judge(member, criteria, resource, set(), distance, rooms.get(resource.pk))
    return _rows(member, criteria, [candidate])[0]


def listable(member: Membership | None) -> list[Resource]:
    """Every resource the member may know of, with just what filters and counts need. Casas de abrigo are in no list."""
    return light(Resource.objects.visible_to(member))


def light(resources: ResourceQuerySet) -> list[Resource]:
    return list(
        resources.filter(category__opaque=False)
        .select_related("category", "facility__municipality")
        .only(
            "mode",
            "sort_key",
            "confirmed_at",
            "max_nights",
            "hygiene_days",
            "response_id",
            "source_id",
            "category__code",
            "category__fresh_for",
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
            fails for _name, fails in _tests(one, criteria, categories, found, _distance(one, measured))
        )
    ]


def _candidates(member: Membership | None, criteria: Criteria) -> list[_Candidate]:
    text = criteria.q.strip()
    found = (
        set(Resource.objects.visible_to(member).matching(text, member).values_list("pk", flat=True))
        if text
        else None
    )
    categories = _with_children(criteria.categories)
    measured = criteria.near or criteria.seen_from
    looked_at = []
    for resource in listable(member):
        distance = _distance(resource, measured)
        fails = {name for name, fails in _tests(resource, criteria, categories, found, distance) if fails}
        looked_at.append((resource, fails, distance))
    # Who fails two filters is in no list, no facet and no advice: its places need no counting.
    counted = [
        one for one, fails, _km in looked_at if len(fails) < 2 and one.mode in availability.COUNTED_MODES
    ]
    rooms = availability.room_to_ask(counted, criteria.first_day, criteria.end_day)
    return [
        _judge(member, criteria, resource, fails, distance, rooms.get(resource.pk))
        for resource, fails, distance in looked_at
        if len(fails) < 2
    ]


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


def _judge(
    member: Membership | None,
    criteria: Criteria,
    resource: Resource,
    fails: set[str],
    distance: float | None,
    room: Room | None,
) -> _Candidate:
    free, capacity = (room.free, room.capacity) if room else (0, 0)
    fresh = availability.freshness(resource)
    word = availability.word(resource, free, capacity) if room else availability.Word.UNCONFIRMED
    shown = room is not None and (member is not None or capacity >= SMALL_NETWORK)
    if shown or room is None:
        enough = room is not None and free >= criteria.quantity
    else:
        # Only the word is public here: being listed or not may not say more than the word does.
        enough = criteria.quantity == 1 and word in (availability.Word.AVAILABLE, availability.Word.SCARCE)
    too_long = resource.max_nights is not None and criteria.nights > resource.max_nights
    fails = set(fails)
    if criteria.only_free and not enough:
        fails.add(ONLY_FREE)
    if criteria.only_fresh and fresh != Freshness.FRESH:
        fails.add(ONLY_FRESH)
    return _Candidate(resource, frozenset(fails), distance, room, word, fresh, shown, enough, too_long)


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


def _distance(resource: Resource, point: Point | None) -> float | None:
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


def _facets(candidates: list[_Candidate]) -> Facets:
    def but(name: str) -> list[_Candidate]:
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


def _loosen(candidates: list[_Candidate], criteria: Criteria) -> list[tuple[str, int]]:
    alone = Counter(next(iter(one.fails)) for one in candidates if len(one.fails) == 1)
    return [(name, n) for name, n in alone.most_common() if name in criteria.active]


def _sources(meet: list[_Candidate]) -> list[Source]:
    placed = [one.resource for one in meet if one.resource.facility.shows_place]
    ids = {pk for one in placed for pk in (one.source_id, one.facility.source_id) if pk}
    return list(Source.objects.filter(pk__in=ids)) if ids else []


def _rows(member: Membership | None, criteria: Criteria, page: list[_Candidate]) -> list[Row]:
    ids = [one.resource.pk for one in page]
    cards = {card.pk: card for card in Resource.objects.visible_to(member).for_cards().filter(pk__in=ids)}
    waiting, reached = _waiting(member, criteria, ids), _reached(member, criteria)
    rows = []
    for one in page:
        resource = cards[one.resource.pk]
        room = one.room if one.shown else None
        inside = room if member else None
        rows.append(
            Row(
                resource=resource,
                word=one.word,
                freshness=one.freshness,
                confirmed_at=resource.confirmed_at,
                free=room.free if room else None,
                capacity=room.capacity if room else None,
                held=inside.held if inside else None,
                used=inside.used if inside else None,
                blocked=inside.blocked if inside else None,
                enough=one.enough,
                fits=one.fits,
                counted=one.room is not None,
                distance_km=one.distance_km,
                municipality=resource.facility.shown_municipality,
                organisation=resource.facility.shown_organisation,
                location=location_of(resource),
                why=_why(
                    one,
                    resource,
                    criteria,
                    inside=member is not None,
                    waiting=waiting.get(resource.pk, 0),
                    uncovered=crosses(resource, reached),
                ),
            )
        )
    return rows


def location_of(resource: Resource) -> Point | None:
    facility = resource.facility
    if not facility.shows_place or facility.lat is None or facility.lon is None:
        return None
    return facility.lat, facility.lon


def _waiting(member: Membership | None, criteria: Criteria, ids: list[int]) -> dict[int, int]:
    """How many requests wait for a place in these days, by resource."""
    if member is None:
        return {}
    period = days.period_of(criteria.first_day, criteria.end_day)
    counted = (
        Booking.objects.filter(resource_id__in=ids, status=Status.WAITLISTED, period__overlap=period)
        .values("resource_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return {row["resource_id"]: row["n"] for row in counted}


def _reached(member: Membership | None, criteria: Criteria) -> set[str] | None:
    """The municipalities a booking may cross to without an exception; None when nothing is known to be crossed."""
    own = member.organisation.municipality_id if member else None
    if own is None:
        return None
    period = days.period_of(criteria.first_day, criteria.end_day)
    return Protocol.objects.reach(own, booked_days(period)) | {own}


def crosses(resource: Resource, reached: set[str] | None) -> bool:
    """Whether a protocol is missing. Of a T2 resource it is never said: it would tell where it is."""
    holder = resource.facility.protocol_municipality_id
    return (
        reached is not None
        and resource.facility.tier < Tier.RESTRICTED
        and holder is not None
        and holder not in reached
    )


def _why(
    one: _Candidate, resource: Resource, criteria: Criteria, *, inside: bool, waiting: int, uncovered: bool
) -> list[str]:
    """Why a place cannot simply be asked for, as short sentences."""
    if one.room is None:
        if resource.mode == Mode.INFO:
            return [_("Informação e contacto: não se pede por aqui.")]
        return [_("Ainda não se pede por aqui: fale com a entidade.")]
    said = []
    if not one.shown:
        if criteria.quantity > 1:
            said.append(_("Tem menos de 3 unidades: em público mostra-se só a palavra."))
    elif not one.enough:
        said += _shortage(one.room, criteria.quantity, inside=inside)
    if one.freshness == Freshness.STALE:
        said.append(
            _("O número passou %(span)s sem confirmação.") % {"span": span(resource.category.fresh_for)}
        )
    elif one.freshness == Freshness.UNKNOWN:
        said.append(_("O número nunca foi confirmado."))
    if one.too_long:
        longest = (
            _("A cedência aqui vai até %(n)s dias.")
            if resource.lends
            else _("A estadia aqui vai até %(n)s noites.")
        )
        said.append(longest % {"n": resource.max_nights})
    if waiting and not one.enough:
        said.append(
            ngettext(
                "Lista de espera: %(n)s pedido à frente.", "Lista de espera: %(n)s pedidos à frente.", waiting
            )
            % {"n": waiting}
        )
    if uncovered:
        said.append(_("Não há protocolo em vigor com o seu município: só por exceção."))
    return said


def _shortage(room: Room, quantity: int, *, inside: bool) -> list[str]:
    said = []
    if room.free:
        said.append(
            ngettext(
                "%(free)s livre: não chega para %(n)s.", "%(free)s livres: não chegam para %(n)s.", room.free
            )
            % {"free": room.free, "n": quantity}
        )
    if inside and room.held:
        said.append(_("Mais %(n)s em pré-reserva, com prazo a contar.") % {"n": room.held})
    if inside and room.blocked:
        said.append(_("%(n)s fora de uso nestes dias.") % {"n": room.blocked})
    return said


def span(length: timedelta) -> str:
    """ "12 horas", "7 dias": how long a number stays good."""
    hours = round(length.total_seconds() / 3600)
    if hours < 72:
        return ngettext("%(n)s hora", "%(n)s horas", hours) % {"n": hours}
    whole = round(hours / 24)
    return ngettext("%(n)s dia", "%(n)s dias", whole) % {"n": whole}
