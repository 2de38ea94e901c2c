"""The counter of a bank of technical aids: what goes out today, comes back, is late, waits to be looked at or cleaned.

Several at once, each by its own action in its own transaction, and a page that says what went and what did not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import moment
from accounts.models import Membership
from resources import actions
from resources.actions import Returned
from resources.answer_forms import version
from resources.loan_forms import find_codes, read_codes
from resources.models import Booking, Item
from resources.models.lending import ItemState
from resources.refusals import Refusal
from resources.views import rows
from resources.views.items import MOST_AT_ONCE, TAGS, move_together, moved
from resources.views.manners import SeeOther, acting, members_only

log = logging.getLogger("concerta.loans")

PER_PAGE = 50


# --- What there is to do ----------------------------------------------------------------------------------------------


def to_look_after(member: Membership) -> Any:
    """Items that came back and wait to be looked at or cleaned. Parts go with their kit."""
    waiting = (ItemState.INSPECTION, ItemState.CLEANING)
    return Item.objects.managed_by(member).filter(state__in=waiting, kit=None)


@dataclass(frozen=True)
class Counts:
    """How much of each there is to do now."""

    to_hand_over: int
    due: int
    overdue: int
    to_inspect: int
    to_clean: int


def counts(member: Membership) -> Counts:
    """For this page, and for the strip of the workspace, which who only reads has too. Three queries."""
    held = Booking.objects.held_by(member)
    back = held.to_take_back().aggregate(
        late=Count("pk", filter=Q(period__endswith__lte=moment.now())), every=Count("pk")
    )
    kept = to_look_after(member).aggregate(
        inspect=Count("pk", filter=Q(state=ItemState.INSPECTION)),
        clean=Count("pk", filter=Q(state=ItemState.CLEANING)),
    )
    return Counts(
        to_hand_over=held.to_hand_over().count(),
        due=back["every"] - back["late"],
        overdue=back["late"],
        to_inspect=kept["inspect"],
        to_clean=kept["clean"],
    )


# --- The page ---------------------------------------------------------------------------------------------------------


@members_only
@require_safe
def loans(request: HttpRequest) -> HttpResponse:
    return _page(request, acting(request))


def _page(
    request: HttpRequest, member: Membership, *, wrong: str = "", codes: str = "", status: int = 200
) -> HttpResponse:
    """Each list has its own pages, so that none hides what another has."""
    mine = Booking.objects.decidable_by(member)
    out = _paged(request, mine.to_hand_over().for_rows().order_by("period", "pk"), "entregar")
    # The late ones first.
    back = _paged(request, mine.to_take_back().for_rows().order_by("period__endswith", "pk"), "receber")
    kept = _paged(
        request,
        to_look_after(member).select_related("resource").order_by("state", "since", "pk"),
        "artigos",
    )
    context = {
        "counts": counts(member),
        "out": out,
        "back": back,
        "kept": kept,
        "going": _rows(out, member),
        "coming": _rows(back, member),
        "keeping": [{"item": one, "kind": TAGS.get(ItemState(one.state), "")} for one in kept.object_list],
        "codes": codes,
        "manages": member.may_decide,
        "page_errors": [wrong] if wrong else [],
    }
    return render(request, "resources/loans/counter.html", context, status=status)


def _paged(request: HttpRequest, found: Any, name: str) -> Any:
    return Paginator(found, PER_PAGE).get_page(request.GET.get(name))


def _rows(page: Any, member: Membership) -> list[dict[str, Any]]:
    made = rows.rows(list(page.object_list), member)
    return [{"row": row, "seen": version(row.booking)} for row in made]


# --- Several at once --------------------------------------------------------------------------------------------------


@dataclass
class Outcome:
    """What became of one: its row as it is now, or only the code that was typed; why it did not go, if it did not."""

    row: rows.Row | None = None
    code: str = ""
    sentence: str = ""


Run = Callable[[Booking], Any]


@members_only
@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """The chosen loans with the items planned for them; the codes typed, each to whom it is planned for."""
    member = acting(request)
    scope = Booking.objects.decidable_by(member).to_hand_over()
    typed = read_codes(request.POST.get("codes", ""))
    if wrong := _too_many(request, typed):
        return _page(request, member, wrong=wrong, codes=request.POST.get("codes", "")[:2000], status=422)
    outcomes = _chosen(request, member, scope, lambda booking: actions.check_in(booking, by=member))
    found, missing = find_codes(Item.objects.managed_by(member), typed)
    outcomes += [Outcome(code=code[:20], sentence=_no_such_code()) for code in missing]
    together: dict[int, list[Item]] = {}
    for item in found:
        booking, sentence = _whose(item, scope)
        if booking is None:
            outcomes.append(Outcome(code=item.code, sentence=sentence))
        else:
            together.setdefault(booking.pk, []).append(item)
    for pk, given in together.items():
        outcomes.append(_try(pk, member, partial(actions.check_in, by=member, items=given)))
    return _told(request, _("Entregues"), outcomes)


def _whose(item: Item, scope: Any) -> tuple[Booking | None, str]:
    """Who gets the item of a code: for whom it is planned, else the only one who waits for one of the kind."""
    due = list(scope.filter(resource=item.resource_id).order_by("period", "pk")[:MOST_AT_ONCE])
    planned = next((one for one in due if one.loans.filter(item=item).exists()), None)
    if planned or len(due) == 1:
        return planned or due[0], ""
    if not due:
        return None, _("Ninguém espera hoje por um artigo deste tipo.")
    return None, _(
        "Há mais do que uma pessoa à espera de um destes: abra a página do artigo e escolha a quem."
    )


@members_only
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Everything that is out with the chosen loans; of the codes typed, only those items."""
    member = acting(request)
    typed = read_codes(request.POST.get("codes", ""))
    if wrong := _too_many(request, typed):
        return _page(request, member, wrong=wrong, codes=request.POST.get("codes", "")[:2000], status=422)
    scope = Booking.objects.decidable_by(member).lent_out()
    outcomes = _chosen(request, member, scope, lambda booking: actions.check_out(booking, by=member))
    found, missing = find_codes(Item.objects.managed_by(member).prefetch_related("loans"), typed)
    outcomes += [Outcome(code=code[:20], sentence=_no_such_code()) for code in missing]
    for item in found:
        out = next((one for one in item.loans.all() if one.out_at and not one.back_at), None)
        if out is None:
            sentence = _("Não está emprestado: está «%(state)s».") % {"state": item.get_state_display()}
            outcomes.append(Outcome(code=item.code, sentence=sentence))
            continue
        back = [Returned(item)]
        made = _try(out.booking_id, member, partial(actions.check_out, by=member, returned=back))
        made.code = item.code
        outcomes.append(made)
    return _told(request, _("Recebidos"), outcomes)


@members_only
@require_POST
def move_on(request: HttpRequest) -> HttpResponse:
    """Items looked at or cleaned, from any of the organisation's banks."""
    member = acting(request)
    codes = list(dict.fromkeys(request.POST.getlist("item")))
    state = request.POST.get("state", "")
    done, failed, status = move_together(member, Item.objects.managed_by(member), codes, state)
    if not failed:
        messages.success(request, moved(done, state))
        return SeeOther(reverse("loans") + "#artigos")
    outcomes = [Outcome(code=code, sentence=sentence) for code, sentence in failed]
    return _result(request, moved(done, state) if done else "", [], outcomes, status)


def _too_many(request: HttpRequest, typed: list[str]) -> str:
    chosen = len(request.POST.getlist("booking")) + len(typed)
    if not chosen:
        return _("Não escolheu nada. Marque na lista, ou escreva os códigos das etiquetas.")
    if chosen > MOST_AT_ONCE:
        return _("São demasiados de uma vez: no máximo %(most)s.") % {"most": MOST_AT_ONCE}
    return ""


def _no_such_code() -> str:
    return _("Não há nenhum artigo seu com este código.")


def _chosen(request: HttpRequest, member: Membership, scope: Any, run: Run) -> list[Outcome]:
    made = []
    for text in dict.fromkeys(request.POST.getlist("booking")):
        booking = _mine(text, scope)
        if booking is None:
            made.append(Outcome(sentence=_("Esta cedência já não está à espera disto, ou não é sua.")))
            continue
        seen = request.POST.get(f"seen-{text}", "")
        if seen and seen != version(booking):
            sentence = _("Mudou desde que abriu a página: agora está «%(state)s».")
            row = rows.rows([booking], member)[0]
            made.append(Outcome(row, sentence=sentence % {"state": booking.status_label}))
            continue
        made.append(_try(booking.pk, member, run))
    return made


def _try(pk: int, member: Membership, run: Run) -> Outcome:
    """One of them. Whatever happens to it, those before it stand and those after it get their turn."""
    scope = Booking.objects.decidable_by(member).for_rows()
    sentence = ""
    try:
        run(scope.get(pk=pk))
    except Refusal as refusal:
        sentence = refusal.sentence
    except DatabaseError:
        log.exception("loan failed", extra={"booking": pk})
        sentence = _("Algo falhou do nosso lado. Este ficou como estava: tente de novo.")
    return Outcome(rows.rows([scope.get(pk=pk)], member)[0], sentence=sentence)


def _mine(text: str, scope: Any) -> Booking | None:
    try:
        uuid = UUID(text)
    except ValueError:
        return None
    found: Booking | None = scope.for_rows().filter(uuid=uuid).first()
    return found


def _told(request: HttpRequest, heading: str, outcomes: list[Outcome]) -> HttpResponse:
    done = [one for one in outcomes if not one.sentence]
    failed = [one for one in outcomes if one.sentence]
    said = ngettext("%(n)s registado", "%(n)s registados", len(done)) % {"n": len(done)} if done else ""
    return _result(request, said, done, failed, 200 if done else 409, heading)


def _result(
    request: HttpRequest,
    said: str,
    done: list[Outcome],
    failed: list[Outcome],
    status: int,
    heading: str = "",
) -> HttpResponse:
    context = {"said": said, "heading": heading, "done": done, "failed": failed}
    return render(request, "resources/loans/outcome.html", context, status=status)
