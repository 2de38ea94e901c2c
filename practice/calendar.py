"""A case discussion for other programs: its time, and nothing of what it is about. Calendars are read by others."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import moment
from practice.models import CaseDiscussion


def discussion_event(discussion: CaseDiscussion) -> bytes:
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", "-//Concerta//Concerta//PT")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    row = icalendar.Event()
    row.add("uid", f"{discussion.uuid}@concerta")
    row.add("dtstamp", moment.now())
    row.add("dtstart", discussion.starts)
    row.add("dtend", discussion.ends)
    row.add("class", "PRIVATE")
    row.add("summary", _("Compromisso (Concerta)"))
    # Whoever sees the calendar learns where to sign in, nothing else.
    row.add("url", settings.BASE_URL + reverse("practice_desk"))
    made.add_component(row)
    return made.to_ical()
