"""The calendar of own resources by day, week, month or as a list; and its secret addresses for other programs.

What is looked at stands in the address. A page costs the same few queries whatever it shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions as account_actions
from accounts import identity, limits
from accounts.models import CalendarKey, Membership
from resources import availability, days, feeds, spoken
from resources.availability import Night
from resources.filters import DayField
from resources.models import Block, Booking, Resource
from resources.models.codes import Status
from resources.views import grid, rows
from resources.views.manners import SeeOther, acting, members_only

DAY, WEEK, MONTH, LIST = "dia", "semana", "mes", "lista"
LISTED = 30
PER_PAGE = {DAY: 30, WEEK: 30, MONTH: 6, LIST: 30}
BACK, AHEAD = timedelta(days=366), timedelta(days=730)
MISSES = 60


class SeenForm(forms.Form):
    vista = forms.ChoiceField(
        required=False,
        choices=[
            (DAY, gettext_lazy("Dia")),
            (WEEK, gettext_lazy("Semana")),
            (MONTH, gettext_lazy("Mês")),
            (LIST, gettext_lazy("Lista")),
        ],
        error_messages={"invalid_choice": gettext_lazy("Escolha dia, semana, mês ou lista.")},
    )
    dia = DayField(required=False)
    recurso = forms.UUIDField(
        required=False, error_messages={"invalid": gettext_lazy("Este recurso não existe.")}
    )

    def clean_dia(self) -> date | None:
        day: date | None = self.cleaned_data["dia"]
        today = days.today()
        if day and not today - BACK <= day <= today + AHEAD:
            raise ValidationError(_("O calendário vai do ano passado até daqui a dois anos."), code="dia")
        return day


def _span(view: str, day: date) -> tuple[date, date]:
    """First day and first day no longer shown."""
    if view == DAY:
        return day, day + timedelta(days=1)
    if view == WEEK:
        start = grid.monday(day)
        return start, start + timedelta(days=7)
    if view == MONTH:
        first = day.replace(day=1)
        after = (first + timedelta(days=32)).replace(day=1)
        start = grid.monday(first)
        return start, grid.monday(after - timedelta(days=1)) + timedelta(days=7)
    return day, day + timedelta(days=LISTED)


def _turned(view: str, day: date, by: int) -> date:
    if view == MONTH:
        first = day.replace(day=1)
        return ((first + timedelta(days=32)) if by > 0 else first - timedelta(days=1)).replace(day=1)
    return day + by * timedelta(days={DAY: 1, WEEK: 7, LIST: LISTED}[view])


@dataclass
class OwnDay:
    """One day of one resource."""

    night: Night
    shut: str
    arriving: int = 0
    leaving: int = 0

    @property
    def few(self) -> bool:
        return grid.few(self.night)


@dataclass
class Happening:
    """What happens on one day, in a line of the list: somebody arrives or leaves, or places are closed."""

    kind: str
    row: rows.Row | None = None
    block: Block | None = None

    @property
    def label(self) -> str:
        if self.row and self.row.booking.is_loan:
            return _("entrega") if self.kind == "in" else _("devolução")
        return {"in": _("entra"), "out": _("sai"), "shut": _("fora de uso")}[self.kind]

    @property
    def places(self) -> str:
        """How much is closed."""
        return spoken.closed(self.block) if self.block else ""


@dataclass
class ListedDay:
    day: date
    free: int
    capacity: int
    happenings: list[Happening] = field(default_factory=list)


class Calendar:
    """Own resources between two days; the asker's side of the organisation goes into the list as well."""

    def __init__(
        self, member: Membership, view: str, day: date, chosen: UUID | None, page: str | None
    ) -> None:
        self.member, self.view, self.day, self.chosen = member, view, day, chosen
        self.start, self.end = _span(view, day)
        self.holds = member.may_decide or member.has("representative", "viewer", "coordination", "editor")
        self.page = self._resources(page)
        self.resources = list(self.page.object_list)
        ids = [one.pk for one in self.resources]
        count = (self.end - self.start).days
        self.nights = availability.nights_each(ids, self.start, count) if ids else {}
        period = days.period_of(self.start, self.end)
        self.blocks: dict[int, list[Block]] = {pk: [] for pk in ids}
        shut = Block.objects.filter(resource__in=ids, lifted_at=None, period__overlap=period)
        for block in shut.select_related("resource__category") if ids else ():
            self.blocks[block.resource_id].append(block)
        self.rows = self._rows(ids)

    def _resources(self, page: str | None) -> Page[Resource]:
        found = Resource.objects.none()
        if self.holds:
            found = Resource.objects.visible_to(self.member).filter(
                facility__organisation_id=self.member.organisation_id, mode__in=availability.COUNTED_MODES
            )
        self.all = list(found.order_by("sort_key", "pk").values_list("uuid", "name"))
        if self.chosen:
            if self.chosen not in dict(self.all):
                raise Http404
            found = found.filter(uuid=self.chosen)
        return Paginator(found.for_cards().order_by("sort_key", "pk"), PER_PAGE[self.view]).get_page(page)

    def _rows(self, ids: Sequence[int]) -> list[rows.Row]:
        """Who has a place in these days, here or (unless one resource is chosen) elsewhere for us; never more than
        what the member may know of it."""
        period = days.period_of(self.start, self.end)
        live = Booking.objects.live() | Booking.objects.filter(status=Status.COMPLETED)
        mine = Q(resource__in=ids)
        if not self.chosen:
            mine |= Q(item__request__organisation_id=self.member.organisation_id, resource__isnull=False)
        until = days.midnight(self.end)
        # Who is past the day of departure is still here.
        here = Q(period__overlap=period) | Q(status=Status.IN_USE, period__startswith__lt=until)
        # A departure falls on the first day not used.
        leaving = Q(period__endswith=days.midnight(self.start))
        found = Booking.objects.visible_to(self.member).filter(mine, here | leaving, pk__in=live.values("pk"))
        return rows.rows(list(found.for_rows().order_by("period", "pk")), self.member)

    @cached_property
    def table(self) -> list[dict[str, Any]]:
        """Each resource with its days."""
        made = {
            pk: {night.day: OwnDay(night, grid.reason(night, self.blocks[pk])) for night in nights}
            for pk, nights in self.nights.items()
        }
        for row in self.rows:
            booking = row.booking
            there = made.get(booking.resource_id or 0, {})
            if booking.start in there:
                there[booking.start].arriving += booking.quantity
            if booking.leaves_on in there:
                there[booking.leaves_on].leaving += booking.quantity
        return [{"resource": one, "days": list(made[one.pk].values())} for one in self.resources]

    @cached_property
    def months(self) -> list[dict[str, Any]]:
        return [
            {
                "resource": one,
                "spoken": spoken.of(one.category),
                "weeks": grid.weeks(self.nights[one.pk], self.blocks[one.pk]),
            }
            for one in self.resources
        ]

    @cached_property
    def listed(self) -> list[ListedDay]:
        """The days with something on them; a day, alone, always."""
        listed = {}
        for n in range((self.end - self.start).days):
            nights = [self.nights[one.pk][n] for one in self.resources]
            day = self.start + timedelta(days=n)
            free, capacity = sum(night.free for night in nights), sum(night.capacity for night in nights)
            listed[day] = ListedDay(day, free, capacity)
        for row in self.rows:
            if row.booking.start in listed:
                listed[row.booking.start].happenings.append(Happening("in", row))
            if row.booking.leaves_on in listed:
                listed[row.booking.leaves_on].happenings.append(Happening("out", row))
        for blocks in self.blocks.values():
            for block in blocks:
                first = max(days.first_day(block.period), self.start)
                listed[first].happenings.append(Happening("shut", block=block))
        return [one for one in listed.values() if one.happenings or self.view == DAY]

    @property
    def staying(self) -> list[rows.Row]:
        """Who is there on the one day shown, having come before it and not leaving on it."""
        return [
            row
            for row in self.rows
            for until in (row.booking.leaves_on,)
            if row.booking.start < self.day
            and (until is None or until > self.day or row.booking.status == Status.IN_USE)
            and until != self.day
        ]

    # --- Links ----------------------------------------------------------------------------------------------------

    def url(self, view: str = "", day: date | None = None, chosen: UUID | None = None) -> str:
        said = {"vista": view or self.view, "dia": (day or self.day).isoformat()}
        if chosen or self.chosen:
            said["recurso"] = str(chosen or self.chosen)
        return f"{reverse('calendar')}?{urlencode(said)}"

    @property
    def tabs(self) -> list[dict[str, Any]]:
        return [
            {"label": label, "url": self.url(view), "here": view == self.view}
            for view, label in SeenForm.base_fields["vista"].choices  # type: ignore[attr-defined]
        ]

    @property
    def earlier(self) -> str:
        day = _turned(self.view, self.day, -1)
        return self.url(day=day) if day >= days.today() - BACK else ""

    @property
    def later(self) -> str:
        day = _turned(self.view, self.day, 1)
        return self.url(day=day) if day <= days.today() + AHEAD else ""

    @property
    def now(self) -> str:
        return self.url(day=days.today())

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def day_links(self) -> list[dict[str, Any]]:
        today = days.today()
        shown = [self.start + timedelta(days=n) for n in range((self.end - self.start).days)]
        return [{"day": day, "url": self.url(DAY, day), "today": day == today} for day in shown]


@members_only
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    form = SeenForm(request.GET)
    valid = form.is_valid()
    got = form.cleaned_data if valid else {}
    made = Calendar(
        member,
        got.get("vista") or WEEK,
        got.get("dia") or days.today(),
        got.get("recurso"),
        request.GET.get("page"),
    )
    wrong = [sentence for sentences in form.errors.values() for sentence in sentences]
    context = {"cal": made, "page": made.page, "today": days.today(), "page_errors": wrong}
    return render(request, "resources/calendar.html", context, status=200 if valid else 422)


# --- Other programs ---------------------------------------------------------------------------------------------------


class KeyForm(forms.ModelForm):
    class Meta:
        model = CalendarKey
        fields = ("label",)
        labels = {"label": gettext_lazy("Onde o vai usar")}
        help_texts = {"label": gettext_lazy("Por exemplo «telemóvel do serviço», para saber qual anular.")}


@never_cache
@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request: HttpRequest) -> HttpResponse:
    """List and create. The answer to the POST is the only place that ever shows a secret, so it does not redirect."""
    member = acting(request)
    form, address = KeyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _key, secret = account_actions.create_calendar_key(label=form.cleaned_data["label"], by=member)
            address = settings.BASE_URL + reverse("calendar_feed", args=[secret])
            form = KeyForm()
        except ValidationError as error:
            form.add_error(None, error)
    if form.errors and "label" in form.data:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["label"] = identity.masked(form.data["label"])  # type: ignore[index]
    context = {
        "form": form,
        "address": address,
        "webcal": f"webcal{address[address.index(':') :]}" if address else "",
        "keys": CalendarKey.objects.of(member),
    }
    return render(request, "resources/subscriptions.html", context, status=422 if form.errors else 200)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_subscription(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    key = get_object_or_404(CalendarKey.objects.of(member), uuid=uuid)
    if request.method == "POST":
        account_actions.revoke_calendar_key(key, by=member)
        messages.success(request, _("O endereço «%(label)s» foi anulado.") % {"label": key.label})
        return SeeOther(reverse("calendar_subscriptions"))
    context = {
        "title": _("Anular o endereço «%(label)s»?") % {"label": key.label},
        "lead": _(
            "O calendário que o usa deixa de receber notícias nesse instante. Não se pode voltar atrás."
        ),
        "submit": _("Anular o endereço"),
        "danger": True,
        "cancel_url": reverse("calendar_subscriptions"),
        "crumbs": [
            {"url": reverse("calendar"), "label": _("Calendário")},
            {"url": reverse("calendar_subscriptions"), "label": _("Subscrever")},
        ],
        "here": key.label,
    }
    return render(request, "components/confirm_page.html", context)


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret address. Unknown, revoked and of somebody who left look alike: 404."""
    if limits.spent(request, "calendar", MISSES):
        return render(request, "429.html", status=429)
    key = CalendarKey.objects.matching(secret)
    if key is None:
        limits.count(request, "calendar")
        raise Http404
    body, changed = feeds.calendar(key.membership)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Content-Disposition"] = 'inline; filename="concerta.ics"'
    seconds = int(changed.timestamp())
    answer["Last-Modified"] = http_date(seconds)
    found = get_conditional_response(request, etag=etag, last_modified=seconds, response=answer)
    return found or answer
