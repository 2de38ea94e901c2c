"""The items of a bank of technical aids: the list of a resource, and one item's page, which its label opens."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from resources import actions
from resources.actions import Returned
from resources.actions.lending import MAY_COME_FROM
from resources.loan_forms import ItemForm, MoveForm, NewItemsForm, find_codes, read_codes
from resources.models import Booking, Item, Loan, Resource
from resources.models.lending import ItemState
from resources.refusals import Refusal
from resources.views import rows
from resources.views.manners import SeeOther, acting, members_only, put_on_form
from resources.views.trail import moves

log = logging.getLogger("concerta.items")

PER_PAGE = 30
MOST_AT_ONCE = 100
MOST_OFFERED = 12
# The mark of each state in lists.
TAGS = {
    ItemState.READY: "ok",
    ItemState.OUT: "now",
    ItemState.INSPECTION: "few",
    ItemState.CLEANING: "few",
    ItemState.REPAIR: "urg",
    ItemState.LOST: "urg",
}
# The next step of an item in words, from where it is: the usual one first.
STEPS: dict[str, tuple[tuple[str, Any], ...]] = {
    ItemState.READY: (
        (ItemState.REPAIR, gettext_lazy("Vai para reparação")),
        (ItemState.INSPECTION, gettext_lazy("Tem de ser verificado")),
        (ItemState.LOST, gettext_lazy("Perdeu-se")),
        (ItemState.RETIRED, gettext_lazy("Abater")),
    ),
    ItemState.INSPECTION: (
        (ItemState.CLEANING, gettext_lazy("Verificado: vai para limpeza")),
        (ItemState.READY, gettext_lazy("Verificado e limpo: pronto")),
        (ItemState.REPAIR, gettext_lazy("Vai para reparação")),
        (ItemState.LOST, gettext_lazy("Perdeu-se")),
        (ItemState.RETIRED, gettext_lazy("Abater")),
    ),
    ItemState.CLEANING: (
        (ItemState.READY, gettext_lazy("Limpo: pronto")),
        (ItemState.REPAIR, gettext_lazy("Vai para reparação")),
        (ItemState.INSPECTION, gettext_lazy("Tem de ser verificado")),
        (ItemState.LOST, gettext_lazy("Perdeu-se")),
        (ItemState.RETIRED, gettext_lazy("Abater")),
    ),
    ItemState.REPAIR: (
        (ItemState.READY, gettext_lazy("Reparado: pronto")),
        (ItemState.CLEANING, gettext_lazy("Reparado: vai para limpeza")),
        (ItemState.LOST, gettext_lazy("Perdeu-se")),
        (ItemState.RETIRED, gettext_lazy("Abater")),
    ),
    ItemState.LOST: (
        (ItemState.INSPECTION, gettext_lazy("Foi encontrado")),
        (ItemState.RETIRED, gettext_lazy("Abater")),
    ),
}
GRAVE = (ItemState.LOST, ItemState.RETIRED)
TOGETHER = (ItemState.CLEANING, ItemState.READY)


class StateForm(forms.Form):
    """`estado` and `q` in the address of the list."""

    q = forms.CharField(
        label=gettext_lazy("Nome, código ou número de série"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"max_length": gettext_lazy("Procure com menos palavras: no máximo 60 caracteres.")},
    )
    estado = forms.ChoiceField(
        label=gettext_lazy("Estado"),
        required=False,
        choices=[("", gettext_lazy("todos")), *ItemState.choices],
        error_messages={"invalid_choice": gettext_lazy("Escolha um estado da lista.")},
    )


def bank_of(member: Membership, uuid: UUID) -> Resource:
    found: Resource = get_object_or_404(Resource.objects.managed_by(member).for_cards(), uuid=uuid)
    if not found.lends:
        raise Http404
    return found


# --- The list ---------------------------------------------------------------------------------------------------------


@members_only
@require_safe
def items(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _list(request, bank_of(acting(request), uuid))


def _list(
    request: HttpRequest, bank: Resource, *, failed: Sequence[tuple[str, str]] = (), status: int = 200
) -> HttpResponse:
    form = StateForm(request.GET)
    valid = form.is_valid()
    got = form.cleaned_data if valid else {}
    found: Any = bank.items.select_related("kit").prefetch_related(
        Prefetch("loans", Loan.objects.out().select_related("booking__item__request"), to_attr="out_now")
    )
    if state := got.get("estado"):
        found = found.filter(state=state)
    for word in (got.get("q") or "").split()[:6]:
        found = found.filter(Q(name__icontains=word) | Q(code__icontains=word) | Q(serial__icontains=word))
    page = Paginator(found.order_by("name", "code"), PER_PAGE).get_page(request.GET.get("page"))
    counted = dict(bank.items.order_by().values_list("state").annotate(n=Count("pk")))
    context = {
        "resource": bank,
        "filter": form,
        "form": None if valid else form,
        "state": state or "",
        "searched": bool(got.get("q")),
        "page": page,
        "rows": [{"item": one, "kind": TAGS.get(ItemState(one.state), "")} for one in page.object_list],
        "counts": [
            {"state": value, "label": label, "n": counted.get(value, 0), "on": value == state}
            for value, label in ItemState.choices
            if counted.get(value)
        ],
        "total": sum(counted.values()),
        "failed": failed,
        "steps": [(value, label) for value, label in _together()],
    }
    return render(request, "resources/loans/list.html", context, status=status if valid else 422)


def _together() -> list[tuple[str, str]]:
    return [
        (ItemState.CLEANING, _("Verificados: para limpeza")),
        (ItemState.READY, _("Limpos: prontos")),
    ]


@members_only
@require_POST
def move_items(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Several items looked at or cleaned at once: each by itself, and a page that says what did not go."""
    member = acting(request)
    bank = bank_of(member, uuid)
    state = request.POST.get("state", "")
    codes = list(dict.fromkeys(request.POST.getlist("item")))
    done, failed, status = move_together(member, bank.items.all(), codes, state)
    if not failed:
        messages.success(request, moved(done, state))
        return SeeOther(reverse("items", args=[bank.uuid]))
    if done:
        messages.success(request, moved(done, state))
    return _list(request, bank, failed=failed, status=status)


def moved(n: int, state: str) -> str:
    said = ngettext("%(n)s artigo: %(state)s.", "%(n)s artigos: %(state)s.", n)
    return said % {"n": n, "state": ItemState(state).label}


def move_together(
    member: Membership, scope: Any, codes: Sequence[str], state: str
) -> tuple[int, list[tuple[str, str]], int]:
    """Each in its own transaction. How many went, what did not and why, and the status of the page."""
    if state not in TOGETHER:
        return 0, [("", _("Escolha para onde vão os artigos marcados."))], 422
    if not codes:
        return 0, [("", _("Não escolheu nenhum artigo. Marque os que quer mudar e tente de novo."))], 422
    if len(codes) > MOST_AT_ONCE:
        return 0, [("", _("São demasiados de uma vez: no máximo %(most)s.") % {"most": MOST_AT_ONCE})], 422
    found, missing = find_codes(scope, codes)
    failed = [(code[:20], _("Este artigo não existe ou não é seu.")) for code in missing]
    done = 0
    for one in found:
        try:
            actions.move_item(one, by=member, state=state)
        except Refusal as refusal:
            failed.append((one.code, refusal.sentence))
        except DatabaseError:
            log.exception("move failed", extra={"item": one.code})
            failed.append((one.code, _("Algo falhou do nosso lado. Este ficou como estava: tente de novo.")))
        else:
            done += 1
    return done, failed, 200 if done else 409


# --- Adding and describing --------------------------------------------------------------------------------------------


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_items(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    bank = bank_of(member, uuid)
    sent = [request.POST] if request.method == "POST" else []
    form = NewItemsForm(bank.items, *sent, initial={"iso9999": bank.category.iso9999, "condition": "good"})
    status = 200
    if sent:
        status = 422
        if form.is_valid():
            try:
                made = actions.add_items(bank, by=member, **form.cleaned_data)
            except Refusal as refusal:
                put_on_form(form, refusal)
                status = refusal.status
            else:
                said = ngettext("Acrescentado %(n)s artigo.", "Acrescentados %(n)s artigos.", len(made))
                messages.success(request, said % {"n": len(made)})
                chosen = "&".join(f"artigo={one.code}" for one in made)
                return SeeOther(f"{reverse('labels', args=[bank.uuid])}?{chosen}")
        form.masked()
    context = {
        "resource": bank,
        "form": form,
        "title": _("Acrescentar artigos"),
        "submit": _("Acrescentar"),
        "back": reverse("items", args=[bank.uuid]),
    }
    return render(request, "resources/loans/describe.html", context, status=status)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def keep_item(request: HttpRequest, code: str) -> HttpResponse:
    member = acting(request)
    found = _managed(member, code)
    before = {
        "name": found.name,
        "serial": found.serial,
        "iso9999": found.iso9999,
        "condition": found.condition,
        "accessories": "\n".join(found.accessories),
    }
    form = ItemForm(request.POST) if request.method == "POST" else ItemForm(initial=before)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.describe_item(found, by=member, **form.cleaned_data)
            except Refusal as refusal:
                put_on_form(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("A descrição do artigo mudou."))
                return SeeOther(reverse("item", args=[found.code]))
        form.masked()
    context = {
        "resource": found.resource,
        "item": found,
        "form": form,
        "title": _("Editar %(name)s") % {"name": found.name},
        "submit": _("Guardar"),
        "back": reverse("item", args=[found.code]),
    }
    return render(request, "resources/loans/describe.html", context, status=status)


# --- One item ---------------------------------------------------------------------------------------------------------


@members_only
@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    member = acting(request)
    visible = Item.objects.visible_to(member) | Item.objects.managed_by(member)
    found = _by_code(visible, code)
    if found is None:
        raise Http404
    return _page(request, member, found)


def _by_code(scope: Any, code: str) -> Item | None:
    related = scope.select_related("resource__category", "resource__facility__organisation", "kit")
    found, _missing = find_codes(related, read_codes(code)[:1])
    return found[0] if found else None


def _managed(member: Membership, code: str) -> Item:
    found = _by_code(Item.objects.managed_by(member), code)
    if found is None:
        raise Http404
    return found


@dataclass
class Step:
    """One thing to do with an item: where it goes, in words, and what is asked for it."""

    state: str
    label: Any
    form: MoveForm
    open: bool

    @property
    def simple(self) -> bool:
        return not self.form.visible_fields()


def _page(
    request: HttpRequest,
    member: Membership,
    found: Item,
    *,
    failed: MoveForm | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    bank = found.resource
    manages = Resource.objects.managed_by(member).filter(pk=bank.pk).exists()
    context: dict[str, Any] = {
        "item": found,
        "resource": bank,
        "manages": manages,
        "parts": list(found.parts.order_by("name", "code")),
        "ready": found.state == ItemState.READY,
        "kind": TAGS.get(ItemState(found.state), ""),
        "may_ask": member.may_ask and found.kit_id is None,
        "form": failed,
        "page_errors": [wrong] if wrong else [],
    }
    if manages:
        context |= _for_managers(member, found, failed)
    return render(request, "resources/loans/item.html", context, status=status)


def _for_managers(member: Membership, found: Item, failed: MoveForm | None) -> dict[str, Any]:
    out = found.loans.out().select_related("booking").first()
    sent = failed.data.get("state") if failed else ""
    steps = []
    for state, label in STEPS.get(found.state, ()):
        form = failed if failed is not None and sent == state else MoveForm(state, auto_id=f"{state}-%s")
        # Said in one tap when nothing must be known; the grave ones always ask.
        steps.append(Step(state, label, form, sent == state))
    context: dict[str, Any] = {
        "steps": [one for one in steps if one.state not in GRAVE],
        "grave": [one for one in steps if one.state in GRAVE],
        "moves": moves(found),
        "out": None,
        "waiting": [],
    }
    if out is not None:
        booking = Booking.objects.decidable_by(member).for_rows().get(pk=out.booking_id)
        context["out"] = rows.rows([booking], member)[0]
        context["loan"] = out
    elif found.state == ItemState.READY and found.kit_id is None:
        due = Booking.objects.decidable_by(member).to_hand_over().filter(resource=found.resource).for_rows()
        context["waiting"] = rows.rows(list(due.order_by("period", "pk")[:MOST_OFFERED]), member)
    return context


@members_only
@require_POST
def move_item(request: HttpRequest, code: str) -> HttpResponse:
    member = acting(request)
    found = _managed(member, code)
    state = request.POST.get("state", "")
    form = MoveForm(state, request.POST, auto_id=f"{state}-%s")
    status = 422
    if state not in MAY_COME_FROM:
        return _page(request, member, found, wrong=_("Escolha para onde vai o artigo."), status=422)
    if form.is_valid():
        try:
            actions.move_item(found, by=member, **form.cleaned_data)
        except Refusal as refusal:
            put_on_form(form, refusal)
            status = refusal.status
        else:
            messages.success(request, moved(1, state))
            return SeeOther(reverse("item", args=[found.code]))
    form.masked()
    return _page(request, member, _managed(member, code), failed=form, status=status)


@members_only
@require_POST
def hand_over_item(request: HttpRequest, code: str) -> HttpResponse:
    """Put this item into the hands of one who waits for it."""
    member = acting(request)
    found = _managed(member, code)
    waiting = Booking.objects.decidable_by(member).to_hand_over()
    booking = _one(request.POST.get("booking", ""), waiting.filter(resource=found.resource))
    if booking is None:
        wrong = _("Esta cedência já não espera entrega, ou não é deste recurso.")
        return _page(request, member, found, wrong=wrong, status=409)
    try:
        actions.check_in(booking, by=member, items=[found])
    except Refusal as refusal:
        return _page(request, member, _managed(member, code), wrong=refusal.sentence, status=refusal.status)
    messages.success(request, _("Entrega registada."))
    return SeeOther(reverse("item", args=[found.code]))


@members_only
@require_POST
def take_back_item(request: HttpRequest, code: str) -> HttpResponse:
    """This item came back; what else went with the same booking stays out."""
    member = acting(request)
    found = _managed(member, code)
    out = found.loans.out().first()
    booking = out and Booking.objects.decidable_by(member).filter(pk=out.booking_id).first()
    if not booking:
        wrong = _("Este artigo não está emprestado: não há nada a receber.")
        return _page(request, member, found, wrong=wrong, status=409)
    try:
        actions.check_out(booking, by=member, returned=[Returned(found)])
    except Refusal as refusal:
        return _page(request, member, _managed(member, code), wrong=refusal.sentence, status=refusal.status)
    messages.success(request, _("Devolução registada: falta verificar."))
    return SeeOther(reverse("item", args=[found.code]))


def _one(text: str, scope: Any) -> Booking | None:
    try:
        uuid = UUID(text)
    except ValueError:
        return None
    found: Booking | None = scope.filter(uuid=uuid).first()
    return found
