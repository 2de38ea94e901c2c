"""Governing for other programs: one meeting for calendars (iCalendar), the public decisions as a feed (Atom)."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.sheets import CONTROL
from units import register
from units.models import AgendaItem, Decision, Meeting

MOST = 50
STATUS = {
    Meeting.State.DRAFT: "TENTATIVE",
    Meeting.State.CALLED: "CONFIRMED",
    Meeting.State.HELD: "CONFIRMED",
    Meeting.State.CANCELLED: "CANCELLED",
}


def meeting_event(meeting: Meeting, items: Iterable[AgendaItem], member: Membership | None) -> bytes:
    """One meeting with those points of its agenda. The way to take part from afar is for those who govern.

    The same UID with a higher SEQUENCE: a calendar that has it takes the change over, or strikes it out.
    """
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", "-//Concerta//Concerta//PT")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    row = icalendar.Event()
    row.add("uid", f"{meeting.uuid}@concerta")
    row.add("sequence", meeting.sequence)
    row.add("dtstamp", moment.now())
    row.add("dtstart", meeting.starts)
    row.add("dtend", meeting.ends)
    row.add("status", STATUS[Meeting.State(meeting.state)])
    name = meeting.title or _("Reunião")
    row.add("summary", f"{meeting.body.name}: {name}")
    url = settings.BASE_URL + reverse("meeting", args=[meeting.uuid])
    row.add("url", url)
    said = [f"{number}. {item.title}" for number, item in enumerate(items, start=1)]
    if meeting.state == Meeting.State.CANCELLED:
        said.insert(0, _("Cancelada: %(why)s") % {"why": meeting.cancelled_why})
    place = [meeting.place]
    if meeting.link and member is not None and member.governs:
        place.append(meeting.link)
    row.add("location", ", ".join(part for part in place if part))
    row.add("description", "\n".join([*said, url]))
    made.add_component(row)
    return made.to_ical()


def atom() -> str:
    """The latest public decisions, in the active language."""
    found = register.entries(Decision.objects.approved().visible_to(None)[:MOST], None)
    feed = Atom1Feed(
        title=_("Decisões · Concerta"),
        link=settings.BASE_URL + reverse("decisions"),
        feed_url=settings.BASE_URL + reverse("decisions_feed"),
        description=_("Deliberações públicas dos órgãos de ação social da Área Metropolitana do Porto."),
        language=get_language(),
    )
    for one in found:
        decision = one.decision
        title = f"{decision.number}: {decision.title}"
        feed.add_item(
            title=title.translate(CONTROL),
            link=settings.BASE_URL + reverse("decision", args=[decision.number]),
            description=linebreaks(one.text.translate(CONTROL), autoescape=True),
            unique_id=f"urn:uuid:{decision.uuid}",
            pubdate=decision.approved_at,
            updateddate=decision.approved_at,
            author_name=decision.body.name,
        )
    return feed.writeString("utf-8")
