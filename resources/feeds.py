"""One person's calendar for other programs (iCalendar): what arrives, leaves and was asked for, by whole days.

What is reserved says only that there is a booking, with the way in: no place, no organisation, no count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import moment
from accounts.models import Membership
from resources import days
from resources.models import Booking
from resources.models.codes import Reason, Status
from resources.models.tiers import Tier

BEFORE, AHEAD = timedelta(days=31), timedelta(days=366)
TENTATIVE = (Status.REQUESTED, Status.WAITLISTED, Status.OFFERED, Status.HELD)
AGREED = (Status.CONFIRMED, Status.IN_USE, Status.COMPLETED)


@dataclass(frozen=True)
class Event:
    """`end` is the first day not used; None is a single day."""

    uid: str
    start: date
    end: date | None
    summary: str
    changed_at: datetime
    url: str
    description: str = ""
    location: str = ""
    status: str = "CONFIRMED"


Source = Callable[[Membership, date, date], Iterable[Event]]


def stays_here(member: Membership, start: date, end: date) -> Iterable[Event]:
    """Stays in the organisation's own resources, as soon as a place was given."""
    given = Q(status__in=(Status.HELD, *AGREED)) | Q(
        status__in=(Status.CANCELLED, Status.WITHDRAWN, Status.EXPIRED, Status.NO_SHOW),
        answered_at__isnull=False,
    )
    found = Booking.objects.held_by(member).filter(given, period__overlap=days.period_of(start, end))
    for booking in found.for_rows().order_by("period", "pk"):
        yield from _stay(booking, reverse("decide", args=[booking.uuid]), here=True)


def stays_asked(member: Membership, start: date, end: date) -> Iterable[Event]:
    """What the organisation asked for elsewhere."""
    found = Booking.objects.visible_to(member).filter(
        item__request__organisation_id=member.organisation_id, period__overlap=days.period_of(start, end)
    )
    found = found.exclude(pk__in=Booking.objects.held_by(member).values("pk"))
    for booking in found.for_rows().order_by("period", "pk"):
        yield from _stay(booking, reverse("my_request", args=[booking.item.request.uuid]), here=False)


# Each adds its own kind of event; what is lent is a booking as well.
SOURCES: list[Source] = [stays_here, stays_asked]


def _stay(booking: Booking, path: str, *, here: bool) -> Iterable[Event]:
    state = booking.shown_status
    status = "TENTATIVE" if state in TENTATIVE else "CONFIRMED" if state in AGREED else "CANCELLED"
    end = booking.end
    if state == Status.IN_USE and (end is None or end <= days.today()):
        # Still there: today is taken as well.
        end = days.today() + timedelta(days=1)
    changed = booking.changed_at
    if state == Status.EXPIRED and booking.hold_expires_at:
        changed = max(changed, booking.hold_expires_at)
    url = settings.BASE_URL + path
    if booking.is_discreet:
        yield Event(_uid(booking), booking.start, end, _("Reserva"), changed, url, status=status)
        return
    resource = booking.resource
    assert resource is not None
    facts = {"count": booking.item.category.count(booking.quantity), "place": resource.name}
    summary = _("%(count)s · %(place)s") % facts
    if not here:
        summary = _("Pedido: %(count)s · %(place)s") % facts
    request, facility = booking.item.request, resource.facility
    said = [booking.status_label, request.origin.name]
    if request.reference:
        said.append(_("ref. %(reference)s") % {"reference": request.reference})
    if booking.end is None:
        said.append(_("sem data de saída"))
    municipality = facility.shown_municipality
    # A calendar is read by other people's machines: only what is public has its address there.
    place = [facility.name, facility.address if facility.tier == Tier.PUBLIC else ""]
    place.append(municipality.name if municipality else "")
    event = Event(
        _uid(booking),
        booking.start,
        end,
        summary,
        changed,
        url,
        " · ".join(said),
        ", ".join(part for part in place if part),
        status,
    )
    yield event
    if booking.end is None or state not in (Status.CONFIRMED, Status.IN_USE):
        return
    leaves = _("Saída: %(count)s · %(place)s") % facts
    if booking.is_loan:
        # A death asks for no reminder.
        if booking.reason_code == Reason.DECEASED:
            return
        leaves = _("Devolução: %(count)s · %(place)s") % facts
    uid, day = _uid(booking, "-saida"), booking.leaves_on
    yield Event(uid, day, None, leaves, changed, url, event.description, event.location)


def _uid(booking: Booking, suffix: str = "") -> str:
    """Stable: a program that reads again changes the event it has."""
    return f"{booking.uuid}{suffix}@concerta"


def events(member: Membership) -> list[Event]:
    """All of them, in the active language."""
    today = days.today()
    return [event for source in SOURCES for event in source(member, today - BEFORE, today + AHEAD)]


def calendar(member: Membership) -> tuple[bytes, datetime]:
    """The calendar in its reader's language, and when anything in it last changed."""
    import icalendar

    # With the day the window moves, and who is still there has stayed another one.
    changed = days.midnight(days.today())
    with override(member.user.language):
        made = icalendar.Calendar()
        made.add("prodid", "-//Concerta//Concerta//PT")
        made.add("version", "2.0")
        made.add("method", "PUBLISH")
        made.add("x-wr-calname", "Concerta")
        made.add("x-published-ttl", "PT1H")
        for event in events(member):
            row = icalendar.Event()
            row.add("uid", event.uid)
            row.add("dtstamp", event.changed_at)
            row.add("last-modified", event.changed_at)
            row.add("dtstart", event.start)
            row.add("dtend", event.end or event.start + timedelta(days=1))
            row.add("summary", event.summary)
            row.add("status", event.status)
            row.add("transp", "TRANSPARENT")
            row.add("url", event.url)
            for name, value in (("description", event.description), ("location", event.location)):
                if value:
                    row.add(name, value)
            made.add_component(row)
            changed = max(changed, event.changed_at)
    return made.to_ical(), min(changed, moment.now())
