"""What the organisation asked for, and what the network asks of everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from accounts import moment
from accounts.models import Membership
from resources import actions, availability, needs
from resources.actions import assigning, shared
from resources.answer_forms import OfferToNeedForm, WithdrawNeedForm
from resources.models import Booking, Request, RequestItem, Resource
from resources.models.codes import OPEN, Status
from resources.models.requests import FURTHEST
from resources.refusals import NoProtocol, Refusal
from resources.views import rows
from resources.views.manners import SeeOther, acting, members_only, put_on_form

PER_PAGE = 20


class StateForm(forms.Form):
    """`estado` in the address: any state a request can be in, or `open`."""

    estado = forms.ChoiceField(
        label=gettext_lazy("Estado"),
        required=False,
        choices=[
            ("", gettext_lazy("todos")),
            ("open", gettext_lazy("em aberto")),
            *((status, Status(status).label) for status in reversed(FURTHEST)),
        ],
        error_messages={"invalid_choice": gettext_lazy("Escolha um estado da lista.")},
    )


@members_only
@require_safe
def my_requests(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    form = StateForm(request.GET)
    valid = form.is_valid()
    state = form.cleaned_data["estado"] if valid else ""
    if state == "open":
        found = rows.open_requests(member).with_status()
    else:
        found = Request.objects.made_for(member).with_status()
        found = found.having_status(state) if state else found
    page = Paginator(rows.with_bookings(found.order_by("-made_at", "-pk")), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "filter": form,
        "form": None if valid else form,
        "state": state,
        "page": page,
        "rows": rows.request_rows(page.object_list, member),
    }
    return render(request, "resources/my_requests.html", context, status=200 if valid else 422)


@members_only
@require_safe
def my_request(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _request_page(request, acting(request), uuid)


@members_only
def withdraw_need(request: HttpRequest, uuid: UUID, order: int) -> HttpResponse:
    """Give up one need of an own request, with everything still open about it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    member = acting(request)
    if not member.may_ask:
        raise Http404
    item = get_object_or_404(
        RequestItem.objects.filter(request__in=Request.objects.made_for(member)),
        request__uuid=uuid,
        order=order,
    )
    form = WithdrawNeedForm(request.POST, auto_id=f"withdraw{order}-%s")
    status = 422
    if form.is_valid():
        try:
            actions.withdraw_need(item, by=member, code=form.cleaned_data["code"])
        except Refusal as refusal:
            put_on_form(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("Retirado: já ninguém pode responder a este pedido."))
            return SeeOther(reverse("my_request", args=[uuid]))
    return _request_page(request, member, uuid, failed=(order, form), status=status)


def _request_page(
    request: HttpRequest,
    member: Membership,
    uuid: UUID,
    *,
    failed: tuple[int, WithdrawNeedForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = get_object_or_404(rows.with_bookings(Request.objects.made_for(member)), uuid=uuid)
    row = rows.request_rows([found], member)[0]
    mine = set(Booking.objects.requested_by(member).filter(item__request=found).values_list("pk", flat=True))
    suspects = [b for b in row.bookings if b.may_need_exception and b.booking.shown_status in OPEN]
    uncovered = {
        b.booking.pk
        for b in suspects
        if b.booking.resource
        and not shared.covering_protocol(b.booking.resource, found.origin_id, b.booking.period)[0]
    }
    doubtful = rows.in_doubt([b.booking for b in row.bookings])
    by_item: dict[int, list[dict[str, Any]]] = {}
    for one in row.bookings:
        state = one.booking.shown_status
        by_item.setdefault(one.booking.item_id, []).append(
            {
                "row": one,
                "speaks": one.booking.pk in mine,
                "to_confirm": state in (Status.HELD, Status.OFFERED),
                "to_withdraw": state in OPEN and state != Status.IN_USE,
                "to_extend": state in (Status.CONFIRMED, Status.IN_USE) and one.booking.resource is not None,
                "ended": state in (Status.DECLINED, Status.CANCELLED, Status.EXPIRED),
                "uncovered": one.booking.pk in uncovered,
                "in_doubt": one.booking.pk in doubtful,
            }
        )
    items = []
    for item in row.items:
        answers = by_item.get(item.pk, [])
        ended = all(answer["ended"] for answer in answers)
        refused = failed[1] if failed and failed[0] == item.order else None
        items.append(
            {
                "item": item,
                "bookings": answers,
                "elsewhere": ended and not item.category.opaque and not item.is_open,
                "withdraw": refused or WithdrawNeedForm(auto_id=f"withdraw{item.order}-%s")
                if item.is_open and member.may_ask
                else refused,
                "opened": refused is not None,
            }
        )
    context = {
        "need": found,
        "row": row,
        "items": items,
        "words": "; ".join(needs.in_words(found.needs)),
        "is_refuge": any(item.category.opaque for item in row.items),
        "asks": member.may_ask,
        "form": failed[1] if failed else None,
    }
    return render(request, "resources/my_request.html", context, status=status)


@members_only
@require_safe
def open_needs(request: HttpRequest) -> HttpResponse:
    return _needs_page(request, acting(request))


@members_only
def offer(request: HttpRequest, uuid: UUID, order: int) -> HttpResponse:
    """Offer one of the organisation's resources to a need stated to the network."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    member = acting(request)
    item = get_object_or_404(
        RequestItem.objects.answerable_by(member).select_related("request", "category"),
        request__uuid=uuid,
        order=order,
    )
    form = OfferToNeedForm(_own(member, item), request.POST, auto_id=f"need{item.pk}-%s")
    status = 422
    if form.is_valid():
        said = form.cleaned_data
        try:
            booking = actions.offer_capacity(
                item, said["resource"], by=member, condition=said["condition"], exception=said["exception"]
            )
        except Refusal as refusal:
            if isinstance(refusal, NoProtocol):
                form.add_error("exception", refusal.sentence)
            else:
                put_on_form(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("A proposta foi enviada: falta a confirmação de quem pediu."))
            return SeeOther(reverse("decide", args=[booking.uuid]))
    form.masked()
    return _needs_page(request, member, failed=(item.pk, form), status=status)


def _own(member: Membership, item: RequestItem) -> Any:
    own = [one.pk for one in _counted(member) if item.category.includes(one.category)]
    return _counted(member).filter(pk__in=own)


def _counted(member: Membership) -> Any:
    own = Resource.objects.managed_by(member).filter(mode__in=availability.COUNTED_MODES)
    return own.select_related("facility", "category__parent__parent").order_by("sort_key")


def _needs_page(
    request: HttpRequest,
    member: Membership,
    *,
    failed: tuple[int, OfferToNeedForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = (
        RequestItem.objects.answerable_by(member)
        .select_related("category", "request__organisation", "request__origin", "request__note")
        .prefetch_related("bookings")
        .order_by("period", "pk")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    items = list(page.object_list)
    own = list(_counted(member))
    pairs = [
        (item, resource) for item in items for resource in own if item.category.includes(resource.category)
    ]
    free = availability.free_each(
        [(resource.pk, assigning.taken_by(resource, item.period), None) for item, resource in pairs]
    )
    able: dict[int, list[tuple[Resource, int]]] = {}
    for (item, resource), number in zip(pairs, free, strict=True):
        able.setdefault(item.pk, []).append((resource, number))
    context = {
        "page": page,
        "has_own": bool(own),
        "form": failed[1] if failed else None,
        "now": moment.now(),
        "needs": [_need(item, able.get(item.pk, []), member, failed) for item in items],
    }
    return render(request, "resources/open_needs.html", context, status=status)


def _need(
    item: RequestItem,
    able: list[tuple[Resource, int]],
    member: Membership,
    failed: tuple[int, OfferToNeedForm] | None,
) -> dict[str, Any]:
    """One need: what is asked, which own resources are free then, and the form to offer one."""
    own = {resource.pk for resource, _free in able}
    ours = [booking for booking in item.bookings.all() if booking.resource_id in own]
    form = failed[1] if failed and failed[0] == item.pk else None
    if form is None:
        form = OfferToNeedForm(Resource.objects.none(), auto_id=f"need{item.pk}-%s")
    form.fields["resource"].widget.choices = [
        (
            resource.uuid,
            ngettext("%(name)s: %(free)s livre", "%(name)s: %(free)s livres", max(0, number))
            % {"name": resource.name, "free": max(0, number)},
        )
        for resource, number in sorted(able, key=lambda pair: -pair[1])
    ]
    return {
        "item": item,
        "request": item.request,
        "count": item.category.count(item.quantity),
        "words": "; ".join(needs.in_words(item.request.needs)),
        "able": able,
        "most": max((number for _resource, number in able), default=0),
        "answered": next((b for b in ours if b.shown_status in OPEN), None),
        "form": form,
        "open": bool(failed and failed[0] == item.pk),
        "mine": item.request.organisation_id == member.organisation_id,
    }
