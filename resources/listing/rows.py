"""The rows of a page: what the asker may see of each resource, and why a place cannot simply be asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from geo.models import Municipality
from resources import availability, days
from resources.actions.shared import booked_days
from resources.availability import Freshness, Room
from resources.listing.candidates import Candidate
from resources.listing.criteria import Criteria, Point
from resources.models import Booking, Mode, Protocol, Resource
from resources.models.codes import Status
from resources.models.tiers import Tier


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


def rows_of(member: Membership | None, criteria: Criteria, page: list[Candidate]) -> list[Row]:
    ids = [one.resource.pk for one in page]
    cards = {card.pk: card for card in Resource.objects.visible_to(member).for_cards().filter(pk__in=ids)}
    waiting, reached = _waiting(member, criteria, ids), _reached(member, criteria)
    rooms = availability.room_to_ask(
        [one.resource for one in page if one.left], criteria.first_day, criteria.end_day
    )
    rows = []
    for one in page:
        resource = cards[one.resource.pk]
        room = rooms.get(resource.pk) if one.shown else None
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
                counted=one.left is not None,
                distance_km=one.distance_km,
                municipality=resource.facility.shown_municipality,
                organisation=resource.facility.shown_organisation,
                location=location_of(resource),
                why=_why(
                    one,
                    resource,
                    criteria,
                    room,
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
    one: Candidate,
    resource: Resource,
    criteria: Criteria,
    room: Room | None,
    *,
    inside: bool,
    waiting: int,
    uncovered: bool,
) -> list[str]:
    """Why a place cannot simply be asked for, as short sentences."""
    if one.left is None:
        if resource.mode == Mode.INFO:
            return [_("Informação e contacto: não se pede por aqui.")]
        return [_("Ainda não se pede por aqui: fale com a entidade.")]
    said = []
    if room is None:
        if criteria.quantity > 1:
            said.append(_("Tem menos de 3 unidades: em público mostra-se só a palavra."))
    elif not one.enough:
        said += _shortage(room, criteria.quantity, inside=inside)
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
