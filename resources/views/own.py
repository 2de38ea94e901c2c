"""The organisation's own resources: what it offers from when, confirmed in one tap, blocked with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import moment
from accounts.models import Membership
from resources import actions, availability, days, spoken
from resources.answer_forms import BlockForm, CapacityForm
from resources.models import Block, Booking, Resource
from resources.models.codes import OPEN, TAKES_CAPACITY
from resources.models.lending import ItemState
from resources.refusals import Refusal
from resources.views import rows
from resources.views.manners import SeeOther, acting, members_only, put_on_form

PER_PAGE = 20
EXCESS_SEEN_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Offered:
    """One own resource tonight."""

    resource: Resource
    room: availability.Room
    word: str
    freshness: str

    @property
    def is_stale(self) -> bool:
        return self.freshness != availability.Freshness.FRESH

    @property
    def is_fresh(self) -> bool:
        return not self.is_stale

    @property
    def stale_at(self) -> Any:
        confirmed = self.resource.confirmed_at
        return confirmed + self.resource.category.fresh_for if confirmed else None


def offered_tonight(resources: Sequence[Resource]) -> list[Offered]:
    """What each offers tonight; those past their limit first. One query."""
    found = availability.room([resource.pk for resource in resources], *days.tonight())
    made = []
    for resource in resources:
        room = found[resource.pk]
        word = availability.word(resource, room.free, room.capacity)
        made.append(Offered(resource, room, word, availability.freshness(resource)))
    return sorted(made, key=lambda one: not one.is_stale)


@dataclass(frozen=True)
class Excess:
    """More is promised than offered: how much at worst, since when, and whom it hits."""

    resource: Resource
    most: int
    first: Any
    rows: list[rows.Row]

    @property
    def what(self) -> str:
        """How much is missing: "2 camas", "1 artigo"."""
        return self.resource.category.count(self.most)


def excesses(resources: Sequence[Resource], member: Membership) -> list[Excess]:
    """Own resources that promise more than they offer in the coming weeks. A few queries, whatever their number."""
    today = days.today()
    last = today + EXCESS_SEEN_FOR
    found = availability.segments([resource.pk for resource in resources], today, last)
    over = {pk: _spans(parts, last) for pk, parts in found.items() if any(part.excess for part in parts)}
    if not over:
        return []
    live = Booking.objects.live().filter(resource__in=over, period__overlap=days.period_of(today, last))
    hit: dict[int | None, list[rows.Row]] = {}
    for row in rows.rows(list(live.for_rows().order_by("period", "pk")), member):
        pk = row.booking.resource_id
        if any(_overlap(row.booking, start, end) for start, end in over[pk or 0]):
            hit.setdefault(pk, []).append(row)
    return [
        Excess(
            resource,
            max(part.excess for part in found[resource.pk]),
            days.local_day(over[resource.pk][0][0]),
            hit.get(resource.pk, []),
        )
        for resource in resources
        if resource.pk in over
    ]


def _spans(parts: Sequence[availability.Segment], last: Any) -> list[tuple[Any, Any]]:
    ends = [part.starts for part in parts[1:]] + [days.midnight(last)]
    return [(part.starts, end) for part, end in zip(parts, ends, strict=True) if part.excess]


def _overlap(booking: Booking, start: Any, end: Any) -> bool:
    upper = booking.period.upper
    return bool(booking.period.lower < end and (upper is None or upper > start or booking.status == "in_use"))


def counted(member: Membership) -> Any:
    """Own resources that are asked for in the portal, beds and things lent."""
    return Resource.objects.managed_by(member).filter(mode__in=availability.COUNTED_MODES)


# The list


@members_only
@require_safe
def own_resources(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    found = counted(member).for_cards().order_by("sort_key", "pk")
    blocks = Block.objects.filter(lifted_at=None, period__contains=moment.now())
    page = Paginator(
        found.prefetch_related(Prefetch("blocks", blocks, to_attr="blocks_now")), PER_PAGE
    ).get_page(request.GET.get("page"))
    resources = list(page.object_list)
    ahead = availability.room([r.pk for r in resources], days.today(), days.today() + EXCESS_SEEN_FOR)
    listed = [
        {"one": one, "excess": ahead[one.resource.pk].excess, "why": _why(one, ahead[one.resource.pk].excess)}
        for one in offered_tonight(resources)
    ]
    return render(
        request,
        "resources/own_resources.html",
        {"page": page, "listed": listed, "decides": member.may_decide},
    )


def _why(one: Offered, excess: int) -> str:
    said = []
    if excess:
        said.append(ngettext("falta %(n)s para o prometido", "faltam %(n)s para o prometido", excess))
        said[-1] %= {"n": excess}
    for block in one.resource.blocks_now:
        reason = block.get_reason_code_display()
        if block.quantity is None:
            said.append(_("tudo fora de uso: %(reason)s") % {"reason": reason})
        else:
            said.append(_("%(n)s fora de uso: %(reason)s") % {"n": block.quantity, "reason": reason})
    return "; ".join(said)


# One resource


@members_only
@require_safe
def own_resource(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    return _page(request, _mine(member, uuid), member)


@members_only
@require_POST
def own_capacity(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """ "Still true" (`still`), or a new number from a day on."""
    member = acting(request)
    resource = _mine(member, uuid)
    still = "still" in request.POST
    # "Still true" has nothing to fill in; an empty form carries a refusal of it.
    form = CapacityForm(request.POST if not still else {"capacity": "0"}, auto_id="capacity-%s")
    status = 422
    if form.is_valid():
        said = {} if still else form.cleaned_data
        try:
            actions.state_capacity(resource, by=member, **said)
        except Refusal as refusal:
            put_on_form(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _confirmed(resource, still))
            return SeeOther(_back(request, resource))
    form.masked()
    return _page(request, resource, member, capacity=form, status=status)


def _confirmed(resource: Resource, still: bool) -> str:
    if still:
        return _("%(name)s: confirmado agora. A rede já sabe.") % {"name": resource.name}
    return _("%(name)s: o novo número ficou registado. A rede já sabe.") % {"name": resource.name}


@members_only
@require_POST
def own_block(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    resource = _mine(member, uuid)
    form = BlockForm(spoken.of(resource.category), request.POST, auto_id="block-%s")
    status = 422
    if form.is_valid():
        try:
            actions.block_resource(resource, by=member, **form.cleaned_data)
        except Refusal as refusal:
            put_on_form(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("O bloqueio está em vigor nos dias que indicou."))
            return SeeOther(_back(request, resource))
    form.masked()
    return _page(request, resource, member, block=form, status=status)


@members_only
@require_POST
def own_block_lift(request: HttpRequest, uuid: UUID, block: UUID) -> HttpResponse:
    member = acting(request)
    resource = _mine(member, uuid)
    found = get_object_or_404(Block.objects.filter(resource=resource), uuid=block)
    try:
        actions.lift_block(found, by=member)
    except Refusal as refusal:
        return _page(request, resource, member, refusal=refusal.sentence, status=refusal.status)
    messages.success(request, _("O bloqueio foi levantado."))
    return SeeOther(_back(request, resource))


def _mine(member: Membership, uuid: UUID) -> Resource:
    return get_object_or_404(Resource.objects.managed_by(member).for_cards(), uuid=uuid)


def _back(request: HttpRequest, resource: Resource) -> str:
    if (request.POST.get("back") or request.GET.get("back")) == "trabalho":
        return reverse("workspace") + "#capacidade"
    return reverse("own_resource", args=[resource.uuid])


def _states(resource: Resource) -> list[dict[str, Any]]:
    """What a bank has, by state."""
    if not resource.lends:
        return []
    counts = dict(resource.items.order_by().values_list("state").annotate(n=Count("pk")))
    return [{"state": value, "label": label, "n": counts.get(value, 0)} for value, label in ItemState.choices]


def _page(
    request: HttpRequest,
    resource: Resource,
    member: Membership,
    *,
    capacity: CapacityForm | None = None,
    block: BlockForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    today = days.today()
    words = spoken.of(resource.category)
    one = offered_tonight([resource])[0]
    coming = (
        Booking.objects.held_by(member)
        .filter(resource=resource, status__in=OPEN)
        .for_rows()
        .order_by("period", "queued_at", "pk")
    )
    page = Paginator(coming, PER_PAGE).get_page(request.GET.get("page"))
    statements = resource.statements.filter(valid_from__gt=days.midnight(today)).order_by("valid_from", "id")
    context = {
        "resource": resource,
        "spoken": words,
        "states": _states(resource),
        "one": one,
        "excess": next(iter(excesses([resource], member)), None),
        "weeks": rows.weeks(resource, today),
        "page": page,
        "rows": rows.rows(list(page.object_list), member),
        "taking": TAKES_CAPACITY,
        "statements": {statement.valid_from: statement for statement in statements}.values(),
        "blocks": resource.blocks.filter(
            lifted_at=None, period__overlap=DateTimeTZRange(days.midnight(today), None)
        ).order_by("period"),
        "capacity_form": capacity
        or CapacityForm(auto_id="capacity-%s", initial={"capacity": one.room.capacity}),
        "block_form": block or BlockForm(words, auto_id="block-%s", initial={"start": today}),
        "form": capacity or block,
        "opened": "capacity" if capacity else "block" if block else "",
        "page_errors": [refusal] if refusal else [],
    }
    return render(request, "resources/own_resource.html", context, status=status)
