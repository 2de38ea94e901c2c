"""Events and routes in public: a month, a list, one event, calendars for other programs."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.listings import calendars
from community.listings.filters import EventFilters, month_of
from community.models import Event, EventDate
from community.models.listings import today
from community.views.listings.manners import Gone, gone, keeps, listed, read_entry

LIST = "lista"
# In the cell of a day.
MOST_IN_A_CELL = 3


@dataclass
class Day:
    """A day of a month's table, with what is held on it."""

    day: date
    in_month: bool
    is_today: bool
    dates: list[EventDate] = field(default_factory=list)

    @property
    def shown(self) -> list[EventDate]:
        return self.dates[:MOST_IN_A_CELL]

    @property
    def more(self) -> int:
        return max(0, len(self.dates) - MOST_IN_A_CELL)


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    form = EventFilters(request.GET)
    month, month_errors = month_of(request.GET.get("mes", ""))
    dates = EventDate.objects.of_events(form.found())
    context = {
        "month": month,
        "before": form.without("mes") + f"&mes={_shifted(month, -1):%Y-%m}",
        "after": form.without("mes") + f"&mes={_shifted(month, 1):%Y-%m}",
        "as_list": form.without("mes", "ver") + f"&ver={LIST}",
        "as_month": form.without("ver"),
        "feed_query": form.without("mes", "ver"),
    }
    if request.GET.get("ver") == LIST:
        coming = dates.from_now().order_by("starts", "pk")
        return listed(request, form, "community/listings/events.html", found=coming, **context)
    weeks = _weeks(month)
    first, last = weeks[0][0].day, weeks[-1][-1].day
    held = list(dates.between(_midnight(first), _midnight(last + timedelta(days=1))).order_by("starts", "pk"))
    _place(weeks, held)
    in_month = [day for week in weeks for day in week if day.in_month and day.dates]
    here = {one.pk for day in in_month for one in day.dates}
    if not here:
        # Where to look instead: the next month in which this search finds something.
        upcoming = dates.filter(starts__gte=_midnight(_shifted(month, 1))).order_by("starts").first()
        if upcoming is not None:
            next_month = timezone.localdate(upcoming.starts).replace(day=1)
            context |= {
                "next_month": next_month,
                "next_url": form.without("mes") + f"&mes={next_month:%Y-%m}",
            }
    narrowed = bool(form.narrowing)
    context |= {
        "form": form,
        "page_errors": month_errors,
        "weeks": weeks,
        "days": in_month,
        "total": len(here),
        "chips": form.chips if narrowed else [],
        "narrowed": narrowed,
        "to_loosen": form.to_loosen() if narrowed and not here else [],
    }
    status = 400 if form.errors or month_errors else 200
    return render(request, "community/listings/events_month.html", context, status=status)


def _shifted(month: date, by: int) -> date:
    return (month + timedelta(days=31 if by > 0 else -1)).replace(day=1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _weeks(month: date) -> list[list[Day]]:
    """The weeks of a month, from Monday on, with the days around it that fill them."""
    now = today()
    return [
        [Day(day, day.month == month.month, day == now) for day in week]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


def _place(weeks: list[list[Day]], held: Iterable[EventDate]) -> None:
    """Put each date on every day it touches."""
    by_day = {day.day: day for week in weeks for day in week}
    for one in held:
        # What ends at midnight is not on the day that begins.
        day, last = timezone.localdate(one.starts), timezone.localdate(one.ends - timedelta(microseconds=1))
        while day <= last:
            if day in by_day:
                by_day[day].dates.append(one)
            day += timedelta(days=1)


@require_safe
def event(request: HttpRequest, uuid: UUID) -> HttpResponse:
    try:
        found = read_entry(request, Event, uuid)
    except Gone:
        return gone(
            request,
            title=_("Este evento saiu da agenda"),
            url=reverse("events"),
            action=_("Ver a agenda"),
        )
    assert isinstance(found, Event)
    dates = list(found.dates.all())
    context = {
        "event": found,
        "coming": [one for one in dates if not one.is_over],
        "past": [one for one in dates if one.is_over],
        "stops": found.stops.select_related("municipality"),
        "keeps": keeps(request, found),
    }
    return render(request, "community/listings/event.html", context)


@require_safe
def events_calendar(request: HttpRequest) -> HttpResponse:
    """All that a search finds, to subscribe to. What cannot be understood is said by the page itself."""
    form = EventFilters(request.GET)
    if form.errors:
        return events(request)
    dates = calendars.subscribed(EventDate.objects.of_events(form.found()))
    return _calendar(calendars.calendar(dates, _("Concerta: eventos metropolitanos")), "concerta-eventos")


@require_safe
def event_calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    try:
        found = read_entry(request, Event, uuid)
    except Gone:
        return event(request, uuid)
    dates = EventDate.objects.of_events(Event.objects.filter(pk=found.pk)).order_by("starts", "pk")
    return _calendar(calendars.calendar(dates, found.title), f"concerta-{uuid}")


def _calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
