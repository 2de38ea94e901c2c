"""What lists and pages say of a booking, a request or a need, as one member may see it; few queries for a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import moment
from accounts.models import Membership, Organisation
from resources import availability, days, needs, spoken
from resources.answer_forms import version
from resources.models import Block, Booking, Request, RequestItem, Resource
from resources.models.codes import OPEN, Status, Urgency
from resources.views import grid

SOON = timedelta(minutes=30)
WEEKS_SHOWN = 5
# The mark of each state: amber for a running clock, copper for what waits for the asker, green for what is agreed.
TAGS = {
    Status.HELD: "now",
    Status.OFFERED: "few",
    Status.WAITLISTED: "",
    Status.CONFIRMED: "ok",
    Status.IN_USE: "ok",
    Status.DECLINED: "urg",
    Status.CANCELLED: "urg",
    Status.EXPIRED: "urg",
    Status.NO_SHOW: "urg",
}


def known_resources(bookings: Iterable[Booking], member: Membership) -> set[int]:
    """Which of these bookings' resources the member may name. A colleague of who asked need not be accredited."""
    ids = {booking.resource_id for booking in bookings if booking.resource_id}
    return (
        set(Resource.objects.visible_to(member).filter(pk__in=ids).values_list("pk", flat=True))
        if ids
        else set()
    )


@dataclass
class Row:
    """One booking as this member may see it."""

    booking: Booking
    member: Membership
    known: bool
    # Free throughout the period without this booking; None where nothing is counted.
    free: int | None = None
    now: datetime = field(default_factory=moment.now)

    @property
    def request(self) -> Request:
        return self.booking.item.request

    @property
    def count(self) -> str:
        return self.booking.item.category.count(self.booking.quantity)

    @property
    def needs(self) -> str:
        return "; ".join(needs.in_words(self.request.needs))

    @property
    def kind(self) -> str:
        return "urg" if self.booking.is_overdue else TAGS.get(Status(self.booking.shown_status), "")

    @property
    def spoken(self) -> spoken.Words:
        return spoken.of(self.booking.item.category)

    @property
    def length(self) -> str:
        """ "3 noites", "3 dias"; nothing when it is open."""
        return self.spoken.length(self.booking.nights) if self.booking.nights else ""

    @property
    def mine(self) -> bool:
        """Asked for by the organisation acted for."""
        return self.request.organisation_id == self.member.organisation_id

    @property
    def left(self) -> int | None:
        return None if self.free is None else self.free - self.booking.quantity

    @property
    def waits(self) -> bool:
        return self.booking.shown_status in (Status.REQUESTED, Status.WAITLISTED)

    @property
    def is_late(self) -> bool:
        """An emergency, or little time left."""
        urgent = self.request.urgency == Urgency.EMERGENCY
        return self.booking.status == Status.REQUESTED and (
            urgent or self.request.answer_by - self.now <= SOON
        )

    @property
    def is_emergency(self) -> bool:
        return self.request.urgency == Urgency.EMERGENCY

    @cached_property
    def may_need_exception(self) -> bool:
        """Crosses a border and no single protocol was found when asked; its page looks exactly."""
        resource = self.booking.resource
        if resource is None or self.booking.protocol_id is not None:
            return False
        return resource.facility.protocol_municipality_id not in (None, self.request.origin_id)

    @property
    def word(self) -> str:
        """What kind of answer is waited for."""
        if self.booking.extension:
            return _("prolongamento")
        if self.booking.status == Status.WAITLISTED:
            return _("lista de espera")
        return str(self.request.get_urgency_display())

    @property
    def answer_by(self) -> datetime | None:
        """The clock of the answer; those who wait for a place have none."""
        return self.request.answer_by if self.booking.status == Status.REQUESTED else None

    @property
    def detail(self) -> str:
        return " · ".join(part for part in (self.place, self.needs) if part)

    @property
    def effect(self) -> str:
        """What follows if it is accepted."""
        if self.left is None or self.free is None:
            return ""
        if self.may_need_exception:
            return _("sem protocolo conhecido: verifique antes de aceitar")
        if self.left > 0:
            said = ngettext("se aceitar, fica %(n)s livre", "se aceitar, ficam %(n)s livres", self.left)
            return said % {"n": self.left}
        if self.left == 0:
            return _("se aceitar, fica cheio")
        if self.free == 0:
            return _("está cheio nesses dias")
        said = ngettext("só há %(n)s livre nesses dias", "só há %(n)s livres nesses dias", self.free)
        return said % {"n": self.free}

    @property
    def can_take(self) -> bool:
        """Accepted in one tap: it fits, and nothing has to be argued."""
        if self.booking.extension:
            return False
        return self.booking.opaque or (
            self.left is not None and self.left >= 0 and not self.may_need_exception
        )

    @property
    def pick(self) -> dict[str, str] | None:
        """For answering it together with others; what is answered alone cannot be picked."""
        booking = self.booking
        waits = booking.status in (Status.REQUESTED, Status.WAITLISTED)
        if booking.opaque or booking.extension or not waits:
            return None
        return {"value": str(booking.uuid), "seen": version(booking)}

    @property
    def place(self) -> str:
        """The resource by name, or only its kind when the member may not know which."""
        if self.booking.resource is None or not self.known:
            return self.booking.item.category.name
        return self.booking.resource.name

    @property
    def area(self) -> str:
        """The municipality of the place, or the metropolitan area for what is reserved."""
        facility = self.booking.resource.facility if self.booking.resource else None
        if facility and self.known and facility.shown_municipality:
            return facility.shown_municipality.name
        return "" if facility is None else _("Área Metropolitana do Porto")

    @property
    def dico(self) -> str | None:
        facility = self.booking.resource.facility if self.booking.resource else None
        return (
            facility.shown_municipality.dico
            if facility and self.known and facility.shown_municipality
            else None
        )

    @property
    def holder(self) -> str:
        return holder_name(self.booking, self.known, self.member)


def holder_name(booking: Booking, known: bool, member: Membership) -> str:
    """Who answers, as far as this member may know: refuges name nobody, reserved resources only their area."""
    if booking.resource is None:
        return _("Estrutura de apoio à vítima")
    facility = booking.resource.facility
    owner = facility.organisation
    if owner and (owner.pk == member.organisation_id or (known and facility.shows_place)):
        return owner.name
    return _("Entidade da Área Metropolitana do Porto")


def rows(bookings: Sequence[Booking], member: Membership, *, free: bool = False) -> list[Row]:
    """For a page of bookings (`for_rows`): two queries, whatever their number."""
    known = known_resources(bookings, member)
    now = moment.now()
    made = [Row(booking, member, booking.resource_id in known, now=now) for booking in bookings]
    if free:
        counted = [row for row in made if row.booking.resource_id and row.waits]
        wanted = [
            (row.booking.resource_id, row.booking.occupied or row.booking.period, row.booking.pk)
            for row in counted
        ]
        for row, number in zip(counted, availability.free_each(wanted, now=now), strict=True):
            row.free = number
    return made


def in_doubt(bookings: Iterable[Booking]) -> set[int]:
    """Loans that were promised and may be missing when their day comes: something is late, lost or being repaired.

    One query for all of them.
    """
    promised = [
        booking
        for booking in bookings
        if booking.is_loan and booking.shown_status in (Status.HELD, Status.CONFIRMED)
    ]
    free = availability.free_each([(one.resource_id, one.occupied or one.period, one.pk) for one in promised])
    return {one.pk for one, number in zip(promised, free, strict=True) if number < one.quantity}


# Requests


def open_requests(member: Membership) -> Any:
    """The organisation's own requests with something still open."""
    # What is open is little, what an organisation ever asked for is much: from the former, not request by request.
    going = Booking.objects.filter(status__in=OPEN, item__request__organisation=member.organisation_id)
    waiting = RequestItem.objects.filter(
        request__organisation=member.organisation_id, to_network=True, closed_at=None
    )
    still = waiting.filter(period__overlap=DateTimeTZRange(moment.now(), None))
    open_ones = Q(pk__in=going.values("item__request")) | Q(pk__in=still.values("request"))
    return Request.objects.made_for(member).filter(open_ones)


def with_bookings(requests: Any) -> Any:
    """Requests with items and bookings, each list in one query."""
    return requests.select_related("organisation", "origin", "note", "callback").prefetch_related(
        Prefetch("items", RequestItem.objects.select_related("category").order_by("order")),
        Prefetch("items__bookings", Booking.objects.for_rows().order_by("queued_at", "pk")),
    )


@dataclass
class RequestRow:
    """One of the organisation's own requests."""

    request: Request
    bookings: list[Row]

    @cached_property
    def items(self) -> list[RequestItem]:
        return list(self.request.items.all())

    @property
    def first(self) -> RequestItem:
        return self.items[0]

    @property
    def count(self) -> str:
        return self.first.category.count(self.first.quantity)

    @property
    def more(self) -> int:
        return len(self.items) - 1

    @cached_property
    def furthest(self) -> Row | None:
        """The booking the request's state comes from."""
        status = self.request.status
        return next(
            (row for row in self.bookings if row.booking.status == status), next(iter(self.bookings), None)
        )

    @property
    def status(self) -> str:
        """The derived state; a hold that ran out reads as expired without any job having run."""
        status, row = self.request.status, self.furthest
        if status == Status.HELD and row:
            live = any(r.booking.shown_status == Status.HELD for r in self.bookings)
            return Status.HELD if live else Status.EXPIRED
        return status

    @property
    def status_label(self) -> str:
        return self.late.booking.status_label if self.late else str(Status(self.status).label)

    @property
    def kind(self) -> str:
        return "urg" if self.late else TAGS.get(Status(self.status), "")

    @property
    def late(self) -> Row | None:
        """What was lent and should be back."""
        return next((row for row in self.bookings if row.booking.is_overdue), None)

    @property
    def place(self) -> str:
        return self.furthest.place if self.furthest else self.first.category.name

    @property
    def about(self) -> str:
        said = [self.furthest.area] if self.furthest and self.furthest.area else []
        if self.request.reference:
            said.append(_("ref. %(reference)s") % {"reference": self.request.reference})
        if len(self.bookings) > 1:
            said.append(_("%(n)s respostas") % {"n": len(self.bookings)})
        return "".join(f"· {part} " for part in said) + "· "

    @property
    def note(self) -> str:
        """What the asker does next."""
        if self.late:
            return _("devolva, ou peça prolongamento")
        if self.status == Status.HELD:
            return _("confirme, senão a vaga volta à rede")
        if self.status == Status.OFFERED:
            return _("há uma proposta para ler")
        if not self.bookings and self.status == Status.REQUESTED:
            return _("pedido à rede, ainda sem propostas")
        if self.status in (Status.DECLINED, Status.EXPIRED):
            return _("procure outro com as mesmas datas")
        return ""

    @property
    def held(self) -> Row | None:
        return next((row for row in self.bookings if row.booking.shown_status == Status.HELD), None)


def request_rows(requests: Iterable[Request], member: Membership) -> list[RequestRow]:
    """For a page of requests (`with_bookings`)."""
    page = list(requests)
    bookings = {
        request.pk: [booking for item in request.items.all() for booking in item.bookings.all()]
        for request in page
    }
    known = known_resources([booking for some in bookings.values() for booking in some], member)
    return [
        RequestRow(
            request, [Row(booking, member, booking.resource_id in known) for booking in bookings[request.pk]]
        )
        for request in page
    ]


# Nights


def weeks(
    resource: Resource,
    first: date,
    *,
    count: int = WEEKS_SHOWN,
    selected: tuple[date, date | None] | None = None,
) -> list[list[dict[str, Any]]]:
    """Nights for the calendar, from the Monday of `first`; `selected`: from its start up to the day of departure."""
    monday = grid.monday(first)
    until = monday + timedelta(days=7 * count)
    shut = Block.objects.filter(
        resource=resource, lifted_at=None, period__overlap=days.period_of(monday, until)
    )
    return grid.weeks(availability.nights(resource, monday, 7 * count), list(shut), selected=selected)


def organisations(ids: Iterable[int | None]) -> dict[int, str]:
    found = Organisation.objects.filter(pk__in={pk for pk in ids if pk})
    return dict(found.values_list("pk", "name"))
