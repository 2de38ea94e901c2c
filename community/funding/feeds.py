"""Deadlines of calls for other programs: a calendar (iCalendar) and a table (CSV)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment
from accounts.sheets import Cell
from community.models import Call

MARK = timedelta(minutes=30)  # how long the deadline is in a calendar


def deadlines(calls: Iterable[Call]) -> bytes:
    """One event a call, ending at its deadline. The same UID with a higher SEQUENCE takes a change over."""
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", "-//Concerta//Concerta//PT")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Prazos de avisos · Concerta"))
    for call in calls:
        row = icalendar.Event()
        row.add("uid", f"call-{call.uuid}@concerta")
        row.add("sequence", call.sequence)
        row.add("dtstamp", moment.now())
        row.add("dtstart", call.closes_at - MARK)
        row.add("dtend", call.closes_at)
        row.add("summary", _("Prazo: %(title)s") % {"title": call.title})
        url = settings.BASE_URL + reverse("call", args=[call.uuid])
        row.add("url", url)
        said = [call.funder, call.programme, call.amount, url]
        if call.is_demo:
            said.insert(0, _("Exemplo fictício."))
        row.add("description", "\n".join(one for one in said if one))
        made.add_component(row)
    return made.to_ical()


def lines(calls: Iterable[Call]) -> Iterator[list[Cell]]:
    yield [
        _("Título"), _("Quem financia"), _("Programa"), _("Estado"), _("Abre"), _("Prazo (hora de Lisboa)"),
        _("Montante"), _("Cofinanciamento (%)"), _("Mínimo de entidades"), _("Entidades elegíveis"), _("Municípios"),
        _("Ligação"), _("Fonte"), _("Verificado em"), _("Fictício"), _("Página"),
    ]  # fmt: skip
    for call in calls:
        yield [
            call.title,
            call.funder,
            call.programme,
            str(call.state.label),
            call.opens_on.isoformat() if call.opens_on else "",
            f"{timezone.localtime(call.closes_at):%Y-%m-%d %H:%M}",
            call.amount,
            call.cofunding_said,
            call.smallest_consortium,
            ", ".join(call.kind_labels) or _("todas"),
            ", ".join(one.name for one in call.municipalities.all()) or _("os 17"),
            call.link,
            call.source,
            call.checked_on.isoformat(),
            _("sim") if call.is_demo else "",
            settings.BASE_URL + reverse("call", args=[call.uuid]),
        ]
