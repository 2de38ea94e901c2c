"""Events and routes: their words, their dates and stops; cancelled with a reason, and then kept as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from community.actions.listings import (
    LONG,
    address,
    contact_of,
    first_come,
    locked,
    note,
    one_of,
    plain,
    still_kept,
    texts,
    touched,
    write,
)
from community.models import Event, EventDate, EventStop
from geo.models import Municipality

LONGEST = timedelta(days=31)
FURTHEST = timedelta(days=3 * 366)


class Span(NamedTuple):
    """One time something is held."""

    starts: datetime
    ends: datetime


class Stop(NamedTuple):
    municipality: Municipality
    place: str
    note: str = ""


def span(day: date, begins: time, last: date | None, finishes: time) -> Span:
    """Local day and hour to local day and hour: as the clocks on the wall show them."""
    ends_on = last or day
    return Span(
        timezone.make_aware(datetime.combine(day, begins)),
        timezone.make_aware(datetime.combine(ends_on, finishes)),
    )


def weekly(first: Span, times: int) -> list[Span]:
    """The same hours of the wall clock every week, so many times; across the change of clocks as well."""
    starts, ends = timezone.localtime(first.starts), timezone.localtime(first.ends)
    weeks = [timedelta(weeks=n) for n in range(times)]
    return [span(starts.date() + week, starts.time(), ends.date() + week, ends.time()) for week in weeks]


@first_come
@transaction.atomic
def keep_event(
    event: Event | None, said: Mapping[str, Any], *, by: Membership, key: UUID | None = None
) -> Event:
    values: dict[str, Any] = texts(
        said,
        title=(160, True),
        about=(LONG, False),
        place=(200, False),
        organiser=(160, True),
        cost=(160, False),
        transport=(LONG, False),
        accessibility=(300, False),
    )
    values["kind"] = one_of("kind", said["kind"], Event.Kind.values)
    values["municipality"] = said.get("municipality")
    if values["kind"] == Event.Kind.EVENT:
        if values["municipality"] is None:
            raise Invalid("municipality", _("Escolha o município."))
        if not values["place"]:
            raise Invalid("place", _("Diga onde é."))
    values["is_free"] = bool(said.get("is_free"))
    if values["is_free"] and values["cost"]:
        raise Invalid("cost", _("É gratuito ou tem um custo: apague um dos dois."))
    values["accessible"] = bool(said.get("accessible"))
    values["link"] = address("link", str(said.get("link") or ""))
    values["contact"] = contact_of(said.get("contact"), event, by)
    if event is not None and event.is_cancelled:
        raise WrongState(_("Um evento cancelado não se altera."))
    return write(Event, event, values, by=by, key=key)


def _changeable(event: Event, by: Membership) -> Event:
    kept = locked(event, by)
    still_kept(kept)
    if kept.is_cancelled:
        raise WrongState(_("Um evento cancelado não se altera."))
    return kept


@first_come
@transaction.atomic
def set_dates(event: Event, spans: Sequence[Span], *, by: Membership) -> Event:
    """The dates of an event, all of them; those that stay keep their identity in calendars."""
    kept = _changeable(event, by)
    if len(spans) > Event.MOST_DATES:
        raise Invalid("", _("Um evento tem no máximo %(n)s datas.") % {"n": Event.MOST_DATES})
    wanted = sorted(set(spans))
    for one in wanted:
        _check_span(one)
    if len({one.starts for one in wanted}) < len(wanted):
        raise Invalid("", _("Há duas datas que começam à mesma hora do mesmo dia."))
    there = {Span(one.starts, one.ends): one for one in kept.dates.all()}
    if set(there) == set(wanted):
        return kept
    new = [one for one in wanted if one not in there]
    # A date whose hours change is the same date: by its local day.
    left = {timezone.localdate(one.starts): row for one, row in there.items() if one not in wanted}
    moved = {one: left.pop(day) for one in new if (day := timezone.localdate(one.starts)) in left}
    staying = [row.pk for row in moved.values()] + [there[one].pk for one in wanted if one in there]
    kept.dates.exclude(pk__in=staying).delete()
    for said, row in moved.items():
        row.starts, row.ends = said
        row.save()
    EventDate.objects.bulk_create(
        EventDate(event=kept, starts=one.starts, ends=one.ends) for one in new if one not in moved
    )
    _publishable(kept)
    touched(kept)
    note(kept, "set_dates", by, before=str(len(there)), after=str(len(wanted)))
    return kept


def _check_span(one: Span) -> None:
    if one.ends <= one.starts:
        raise Invalid("", _("Uma data acaba depois de começar."))
    if one.ends - one.starts > LONGEST:
        raise Invalid("", _("Uma data dura no máximo 31 dias: divida-a em várias."))
    if abs(one.starts - moment.now()) > FURTHEST:
        raise Invalid("", _("Esta data fica longe de mais: veja se o ano está certo."))


def _publishable(event: Event) -> None:
    if event.is_published and (missing := event.obstacles):
        raise WrongState(missing[0])


@first_come
@transaction.atomic
def set_stops(event: Event, stops: Sequence[Stop], *, by: Membership) -> Event:
    """The stops of a route, all of them, in order."""
    kept = _changeable(event, by)
    if not kept.is_route:
        raise WrongState(_("Só uma rota tem paragens."))
    if len(stops) > Event.MOST_STOPS:
        raise Invalid("", _("Uma rota tem no máximo %(n)s paragens.") % {"n": Event.MOST_STOPS})
    wanted = [
        Stop(
            one.municipality,
            plain("place", one.place, most=160),
            plain("note", one.note, most=300, needed=False),
        )
        for one in stops
    ]
    there = [Stop(one.municipality, one.place, one.note) for one in kept.stops.select_related("municipality")]
    if there == wanted:
        return kept
    kept.stops.all().delete()
    EventStop.objects.bulk_create(
        EventStop(event=kept, order=n, municipality=one.municipality, place=one.place, note=one.note)
        for n, one in enumerate(wanted, start=1)
    )
    _publishable(kept)
    touched(kept)
    note(kept, "set_stops", by, before=str(len(there)), after=str(len(wanted)))
    return kept


@first_come
@transaction.atomic
def cancel_event(event: Event, *, why: str, by: Membership) -> Event:
    """It is not held. It stays on its page and in the calendars that have it, as cancelled and with the reason."""
    why = plain("why", why, most=240)
    kept = _changeable(event, by)
    if not kept.is_published:
        raise WrongState(_("Só se cancela o que está publicado; um rascunho apaga-se."), state=kept.state)
    kept.cancelled_at, kept.cancelled_why = moment.now(), why
    touched(kept)
    note(kept, "cancel", by, before="published", after="cancelled", said=why)
    return kept
