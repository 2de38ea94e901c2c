"""Events for other programs (iCalendar): one, or all that a search finds. Each date is an entry of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accounts import moment
from community.models import Event, EventDate
from community.models.events import EventDateQuerySet

# How much of the past a subscribed calendar still gets, so that what was just held or cancelled does not vanish.
BEFORE = timedelta(days=31)
MOST = 1_000


def subscribed(dates: EventDateQuerySet) -> EventDateQuerySet:
    """What a calendar gets of them."""
    return dates.filter(ends__gte=moment.now() - BEFORE).order_by("starts", "pk")[:MOST]


def calendar(dates: Iterable[EventDate], name: str) -> bytes:
    """These dates, in the active language. The same UID with a higher SEQUENCE is taken over as a change.

    Instants are given in UTC: no program has to know where the clocks stand in Lisbon.
    """
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", "-//Concerta//Concerta//PT")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-published-ttl", "PT6H")
    for one in dates:
        event = one.event
        row = icalendar.Event()
        row.add("uid", f"{one.uuid}@concerta")
        row.add("sequence", event.sequence)
        row.add("dtstamp", event.updated_at)
        row.add("last-modified", event.updated_at)
        row.add("dtstart", one.starts)
        row.add("dtend", one.ends)
        row.add("summary", event.title)
        row.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
        row.add("url", settings.BASE_URL + event.get_absolute_url())
        if place := where(event):
            row.add("location", place)
        if said := _said(event):
            row.add("description", said)
        made.add_component(row)
    return made.to_ical()


def where(event: Event) -> str:
    parts = [event.place, event.municipality.name if event.municipality else ""]
    return ", ".join(part for part in parts if part)


def _said(event: Event) -> str:
    said = []
    if event.is_cancelled:
        said.append(_("Cancelado: %(why)s") % {"why": event.cancelled_why})
    if event.is_demo:
        said.append(_("Exemplo fictício."))
    said += [event.about, event.accessibility, event.transport]
    return "\n\n".join(part for part in said if part)
