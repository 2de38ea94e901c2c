"""Asking: one resource, several at once, or the network by category; the only way to a casa de abrigo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from resources import actions, availability, days, listing, spoken
from resources.actions import shared
from resources.actions.asking import MOST_HOLDERS
from resources.forms import AskForm, SeenForm
from resources.models import Booking, Category, Request, Resource
from resources.models.codes import Status
from resources.models.tiers import Tier
from resources.refusals import NotAllowed, Refusal
from resources.views import resource_page
from resources.views.manners import SeeOther

Show = Callable[[AskForm | None, int], HttpResponse]


@require_http_methods(["GET", "HEAD", "POST"])
def request_booking(request: HttpRequest, uuid: UUID, slug: str) -> HttpResponse:
    """The form of a resource page, sent."""
    member: Membership | None = request.member  # type: ignore[attr-defined]
    found = resource_page.visible(member, uuid)
    there = resource_page.address(found)
    if request.method != "POST":
        return redirect(f"{there}#pedir")
    if member is None:
        return _who(request, there)
    form = AskForm(request.POST, member=member, category=found.category, resources=[found])
    return _send(request, form, lambda form, status: resource_page.page(request, found, form, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def ask_several(request: HttpRequest) -> HttpResponse:
    """One need, several resources of one category: the first to accept keeps it, the others are set free."""
    member: Membership | None = request.member  # type: ignore[attr-defined]
    if member is None:
        return _who(request, request.get_full_path())
    found = _chosen(request, member)
    if not found:
        return redirect("catalogue")
    category = found[0].category
    there = f"{reverse('ask_several')}?{request.GET.urlencode()}"
    return _page(request, member, category, found, {"resources": found, "action": there})


def _chosen(request: HttpRequest, member: Membership) -> list[Resource]:
    """The resources named in the address that the member may ask for; all of the first one's category."""
    ids = []
    for text in request.GET.getlist("resource")[:MOST_HOLDERS]:
        try:
            ids.append(UUID(text))
        except ValueError:
            raise Http404 from None
    rows = {
        one.uuid: one
        for one in Resource.objects.visible_to(member)
        .filter(category__opaque=False, mode__in=availability.COUNTED_MODES, uuid__in=ids)
        .for_cards()
    }
    if len(rows) != len(set(ids)):
        raise Http404
    found = [rows[uuid] for uuid in dict.fromkeys(ids)]
    return [one for one in found if one.category_id == found[0].category_id]


@require_http_methods(["GET", "HEAD", "POST"])
def ask_category(request: HttpRequest, code: str) -> HttpResponse:
    """Asking the network by category. A casa de abrigo is asked for here only: people answer, not the portal."""
    member: Membership | None = request.member  # type: ignore[attr-defined]
    category = get_object_or_404(Category.objects.asked_for(), code=code)
    if member is None and request.method == "POST":
        return _who(request, request.path)
    return _page(request, member, category, [], {"action": request.path})


def _page(
    request: HttpRequest,
    member: Membership | None,
    category: Category,
    resources: list[Resource],
    context: dict[str, Any],
) -> HttpResponse:
    seen = SeenForm(request.GET)
    template = "resources/ask_refuge.html" if category.opaque else "resources/ask.html"

    def show(form: AskForm | None, status: int) -> HttpResponse:
        page_errors = [error for errors in seen.errors.values() for error in errors]
        everything = context | {
            "form": form,
            "category": category,
            "spoken": spoken.of(category),
            "fresh_for": listing.span(category.fresh_for),
            "page_errors": page_errors,
            **({} if category.opaque or resources else _network(member, category)),
        }
        return render(request, template, everything, status=400 if page_errors and status == 200 else status)

    if request.method == "POST":
        assert member is not None
        form = AskForm(request.POST, member=member, category=category, resources=resources)
        return _send(request, form, show)
    if member is None or not member.may_ask:
        return show(None, 200)
    got = seen.cleaned_data if not seen.errors else {}
    start = got.get("start") or days.today()
    end = got.get("end") if got.get("start") else None
    form = AskForm(
        member=member,
        category=category,
        resources=resources,
        start=start,
        end=None if category.opaque else end or (None if category.by_day else start + timedelta(days=1)),
        open_end=category.opaque,
        quantity=got.get("quantity") or 1,
    )
    return show(form, 200)


def _network(member: Membership | None, category: Category) -> dict[str, Any]:
    """What the network has of a category, in words: how many resources, how many of them say what."""
    found = listing.find(member, listing.Criteria(categories=(category.code,), per_page=1))
    order = (
        availability.Word.AVAILABLE,
        availability.Word.SCARCE,
        availability.Word.FULL,
        availability.Word.UNCONFIRMED,
    )
    return {"total": found.total, "words": [(word, found.words[word]) for word in order if found.words[word]]}


def _who(request: HttpRequest, back: str) -> HttpResponse:
    """Asking needs an organisation: sign in, or be told."""
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    return render(request, "resources/join.html", status=403)


def _send(request: HttpRequest, form: AskForm, show: Show) -> HttpResponse:
    """Ask, or give the form back with what was wrong and the status it deserves."""
    if not form.member.may_ask:
        return show(None, NotAllowed.status)
    status = 422
    if form.is_valid():
        before = (
            Request.objects.made_for(form.member).filter(submission=form.sent_as).first()
            if form.sent_as
            else None
        )
        try:
            made = before or actions.request_capacity(**form.asked())
        except Refusal as refusal:
            form.refused(refusal)
            status = refusal.status
        else:
            if before is None:
                _tell(request, form, made)
            return SeeOther(reverse("my_request", args=[made.uuid]))
    form.mask()
    return show(form, status)


def _tell(request: HttpRequest, form: AskForm, made: Request) -> None:
    """What has become of the request, in a sentence."""
    if form.category.opaque:
        said = _(
            "Pedido recebido. Pessoas da estrutura de apoio à vítima ligam para o contacto do seu serviço."
        )
        messages.success(request, said)
        if made.callback_id is None:
            messages.warning(
                request, _("O pedido não tem contacto do serviço: não há para onde ligar de volta.")
            )
        return
    statuses = Counter(Booking.objects.filter(item__request=made).values_list("status", flat=True))
    if not statuses:
        messages.success(
            request, _("Pedido enviado à rede. Quem tiver vaga pode responder com uma proposta.")
        )
    elif statuses[Status.REQUESTED] > 1:
        messages.success(
            request,
            _("Pedido enviado a %(n)s recursos. O primeiro a aceitar fica com ele; os outros são libertados.")
            % {"n": statuses[Status.REQUESTED]},
        )
    elif statuses[Status.REQUESTED]:
        messages.success(request, _("Pedido enviado. A resposta chega aqui e por e-mail."))
    elif statuses[Status.WAITLISTED]:
        messages.info(request, _("Não há vaga nestes dias: o pedido ficou em lista de espera."))
    else:
        messages.warning(
            request, _("Não há vaga nestes dias: a procura ficou registada e conta para a rede.")
        )
    _tell_of_borders(request, form, made)


def _tell_of_borders(request: HttpRequest, form: AskForm, made: Request) -> None:
    """A missing protocol does not stop a request, but it is said. Of T2 it is not: it would tell where it is."""
    period = days.period_of(form.cleaned_data["start"], form.cleaned_data["end"])
    missing = {
        place.of_name
        for resource in form.resources
        if resource.facility.tier < Tier.RESTRICTED
        and (place := resource.facility.protocol_municipality)
        and not shared.covering_protocol(resource, made.origin_id, period)[0]
    }
    if missing:
        messages.warning(
            request,
            _("Não há protocolo em vigor nestes dias com o município %(who)s: só pode aceitar por exceção.")
            % {"who": ", ".join(sorted(missing))},
        )
