"""One booking's page, for who holds the place and for who asked for it; and every verb that either may say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import moment
from accounts.models import AuditEntry, Membership
from geo.models import Municipality
from resources import actions, availability, days
from resources.actions import shared
from resources.actions.answering import Offer
from resources.answer_forms import (
    AcceptForm,
    AnswerForm,
    CancelForm,
    CheckOutForm,
    ConditionForm,
    DeclineExtensionForm,
    DeclineForm,
    ExtendForm,
    OfferForm,
    WithdrawForm,
)
from resources.models import Booking
from resources.models.demand import OPEN, Reason, Status
from resources.refusals import NoProtocol, Refusal
from resources.views import rows
from resources.views.manners import SeeOther, acting, members_only, put_on_form

HOLDER, ASKER = "holder", "asker"
Said = dict[str, Any]
Run = Callable[[Booking, Membership, Said], Booking]


@dataclass(frozen=True)
class Answer:
    """One thing to say about a booking: whose word it is, its form, the action it calls, what is said when done."""

    verb: str
    sides: tuple[str, ...]
    label: Any
    form: type[AnswerForm]
    run: Run
    done: Any
    kind: str = "second"
    hint: Any = ""


def _condition(booking: Booking, by: Membership, said: Said) -> Booking:
    return actions.accept_booking(
        booking, by=by, condition=said.get("condition", ""), exception=said.get("exception", "")
    )


def _offer(booking: Booking, by: Membership, said: Said) -> Booking:
    offer = Offer(quantity=said["quantity"], start=said["start"], end=said["end"])
    return actions.accept_booking(
        booking, by=by, condition=said["condition"], offer=offer, exception=said.get("exception", "")
    )


ANSWERS: dict[str, Answer] = {
    "accept": Answer(
        "accept", (HOLDER,), gettext_lazy("Aceitar"), AcceptForm, _condition, gettext_lazy("Aceite."), ""
    ),
    "condition": Answer(
        "accept",
        (HOLDER,),
        gettext_lazy("Aceitar com condição"),
        ConditionForm,
        _condition,
        gettext_lazy("A condição foi enviada: falta a resposta de quem pediu."),
        hint=gettext_lazy("Quem pediu lê a condição e confirma, ou retira o pedido. A vaga ainda não fica presa."),
    ),
    "offer": Answer(
        "accept",
        (HOLDER,),
        gettext_lazy("Propor outra coisa"),
        OfferForm,
        _offer,
        gettext_lazy("A proposta foi enviada: falta a resposta de quem pediu."),
        hint=gettext_lazy("Menos lugares ou outros dias. Quem pediu confirma, ou retira o pedido."),
    ),
    "waitlist": Answer(
        "waitlist",
        (HOLDER, ASKER),
        gettext_lazy("Pôr em lista de espera"),
        AnswerForm,
        lambda booking, by, said: actions.waitlist_booking(booking, by=by),
        gettext_lazy("Está na lista de espera, pela hora a que foi pedido."),
    ),
    "decline": Answer(
        "decline",
        (HOLDER,),
        gettext_lazy("Recusar"),
        DeclineForm,
        lambda booking, by, said: actions.decline_booking(booking, by=by, **_said(said, "code", "text")),
        gettext_lazy("Recusado, com o motivo. Quem pediu já sabe, e a procura fica contada."),
        "danger",
    ),
    "check-in": Answer(
        "check-in",
        (HOLDER,),
        gettext_lazy("Registar a entrada"),
        AnswerForm,
        lambda booking, by, said: actions.check_in(booking, by=by),
        gettext_lazy("Entrada registada."),
        "",
    ),
    "no-show": Answer(
        "no-show",
        (HOLDER,),
        gettext_lazy("Não compareceu"),
        AnswerForm,
        lambda booking, by, said: actions.no_show(booking, by=by),
        gettext_lazy("Ficou registado que ninguém compareceu. A vaga está livre."),
    ),
    "check-out": Answer(
        "check-out",
        (HOLDER,),
        gettext_lazy("Registar a saída"),
        CheckOutForm,
        lambda booking, by, said: actions.check_out(booking, by=by, **_said(said, "condition")),
        gettext_lazy("Saída registada. As noites que sobram estão livres."),
        "",
    ),
    "accept-extension": Answer(
        "accept-extension",
        (HOLDER,),
        gettext_lazy("Aceitar o prolongamento"),
        AnswerForm,
        lambda booking, by, said: actions.accept_extension(booking, by=by),
        gettext_lazy("Prolongado. Quem pediu já sabe."),
        "",
    ),
    "decline-extension": Answer(
        "decline-extension",
        (HOLDER,),
        gettext_lazy("Recusar o prolongamento"),
        DeclineExtensionForm,
        lambda booking, by, said: actions.decline_extension(booking, by=by, **_said(said, "code")),
        gettext_lazy("O prolongamento foi recusado. A data de saída mantém-se."),
        "danger",
    ),
    "confirm": Answer(
        "confirm",
        (ASKER,),
        gettext_lazy("Confirmar"),
        AnswerForm,
        lambda booking, by, said: actions.confirm_booking(booking, by=by),
        gettext_lazy("Confirmada: a vaga é sua."),
        "",
    ),
    "extend": Answer(
        "extend",
        (HOLDER, ASKER),
        gettext_lazy("Mudar a data de saída"),
        ExtendForm,
        lambda booking, by, said: actions.extend_booking(booking, by=by, **_said(said, "end")),
        gettext_lazy("A data de saída mudou."),
    ),
    "cancel": Answer(
        "cancel",
        (HOLDER,),
        gettext_lazy("Cancelar a reserva"),
        CancelForm,
        lambda booking, by, said: actions.cancel_booking(booking, by=by, **_said(said, "code", "text")),
        gettext_lazy("Cancelada, com o motivo. O pedido continua em aberto."),
        "danger",
    ),
    "withdraw": Answer(
        "withdraw",
        (ASKER,),
        gettext_lazy("Retirar o pedido"),
        WithdrawForm,
        lambda booking, by, said: actions.withdraw_booking(booking, by=by, **_said(said, "code")),
        gettext_lazy("Retirado. A entidade já sabe."),
        "danger",
    ),
}
VERBS = {answer.verb: answer.sides for answer in ANSWERS.values()}

# What is offered on the page in which state. The actions look again, under the lock.
OFFERED: dict[str, dict[str, tuple[str, ...]]] = {
    HOLDER: {
        Status.REQUESTED: ("accept", "condition", "offer", "waitlist", "decline"),
        Status.WAITLISTED: ("accept", "condition", "offer", "decline"),
        Status.OFFERED: ("decline",),
        Status.HELD: ("cancel",),
        Status.CONFIRMED: ("check-in", "no-show", "extend", "cancel"),
        Status.IN_USE: ("check-out", "extend"),
    },
    ASKER: {
        Status.REQUESTED: ("waitlist", "withdraw"),
        Status.WAITLISTED: ("withdraw",),
        Status.OFFERED: ("confirm", "withdraw"),
        Status.HELD: ("confirm", "withdraw"),
        Status.CONFIRMED: ("extend", "withdraw"),
        Status.IN_USE: ("extend",),
    },
}
# A refuge request is answered by people and followed outside the portal.
REFUGE = {"accept", "decline", "cancel", "withdraw"}


def _said(said: Said, *names: str) -> Said:
    return {name: said[name] for name in names}


# The page


@members_only
@require_safe
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    booking = get_object_or_404(Booking.objects.visible_to(member).for_rows(), uuid=uuid)
    return _page(request, member, booking, opened=request.GET.get("form", ""))


@members_only
def booking_verb(request: HttpRequest, uuid: UUID, verb: str) -> HttpResponse:
    """Say one verb. What is refused comes back on the booking's page with the state it is in now."""
    if verb not in VERBS:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    member = acting(request)
    booking = _answered_by(member, uuid, VERBS[verb])
    name = request.POST.get("how", "")
    name = name if name in ANSWERS and ANSWERS[name].verb == verb else verb
    answer = ANSWERS[name]
    form = answer.form(booking, request.POST, auto_id=f"{name}-%s", **_exception(answer, booking))
    status = 422
    if form.is_stale:
        form.is_valid()
        form.add_error(
            None,
            _("Esta reserva mudou desde que abriu a página: agora está «%(state)s». Nada foi gravado.")
            % {"state": booking.status_label},
        )
        status = 409
    elif form.is_valid():
        try:
            booking = answer.run(booking, member, form.cleaned_data)
        except Refusal as refusal:
            if isinstance(refusal, NoProtocol) and "exception" in form.fields:
                form.add_error("exception", refusal.sentence)
            else:
                put_on_form(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _done(answer, booking))
            return SeeOther(_back(request, booking))
    booking = get_object_or_404(Booking.objects.visible_to(member).for_rows(), uuid=uuid)
    form.shown_again(booking)
    return _page(request, member, booking, opened=name, failed=form, status=status)


def _answered_by(member: Membership, uuid: UUID, sides: tuple[str, ...]) -> Booking:
    """The booking, for one whose word this is; to everybody else it does not exist."""
    scopes = {HOLDER: Booking.objects.decidable_by, ASKER: Booking.objects.requested_by}
    for side in sides:
        if booking := scopes[side](member).for_rows().filter(uuid=uuid).first():
            return booking
    raise Http404


def _exception(answer: Answer, booking: Booking) -> dict[str, bool]:
    """Only an acceptance across a border without protocol asks for the reason of an exception."""
    if answer.verb != "accept" or booking.resource is None:
        return {}
    origin = booking.item.request.origin_id
    return {"needs_exception": not shared.covering_protocol(booking.resource, origin, booking.period)[0]}


def _done(answer: Answer, booking: Booking) -> str:
    if answer.verb == "accept" and booking.resource is None:
        return _("O caso é vosso. O contacto faz-se fora do portal.")
    if answer is ANSWERS["accept"]:
        if booking.status == Status.HELD:
            return _("Aceite: fica em pré-reserva, à espera da confirmação de quem pediu.")
        return _("Aceite e confirmada: quem pediu já sabe.")
    if answer.verb == "extend" and booking.extension:
        return _("O prolongamento foi pedido: falta a resposta da entidade.")
    return str(answer.done)


def _back(request: HttpRequest, booking: Booking) -> str:
    back = request.POST.get("back") or request.GET.get("back")
    if back == "trabalho":
        return reverse("workspace")
    if back == "pedido":
        return reverse("my_request", args=[booking.item.request.uuid])
    return reverse("decide", args=[booking.uuid])


def _page(
    request: HttpRequest,
    member: Membership,
    booking: Booking,
    *,
    opened: str = "",
    failed: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    scoped = {
        HOLDER: Booking.objects.decidable_by(member).filter(pk=booking.pk).exists(),
        ASKER: Booking.objects.requested_by(member).filter(pk=booking.pk).exists(),
    }
    holds = scoped[HOLDER] or Booking.objects.held_by(member).filter(pk=booking.pk).exists()
    row = rows.rows([booking], member)[0]
    context: dict[str, Any] = {
        "booking": booking,
        "row": row,
        "need": booking.item.request,
        "holds": holds,
        "decides": scoped[HOLDER],
        "asks": row.mine,
        "is_open": booking.shown_status in OPEN,
        "steps": _history(booking, member, row, holds),
        "avoid": list(Municipality.objects.filter(dico__in=booking.item.request.needs.get("avoid_municipalities", []))),
        "reason": _reason(booking, row),
        "form": failed,
        "back": request.POST.get("back") or request.GET.get("back") or "",
    }
    if booking.resource is not None and (holds or row.known):
        context |= _room(booking, row)
    answers = _answers(booking, scoped, context)
    context["answers"] = [_answer(name, side, booking, opened, failed, context) for name, side in answers]
    return render(request, "resources/decide.html", context, status=status)


def _room(booking: Booking, row: rows.Row) -> dict[str, Any]:
    """What is free in that time, what the protocol says, night by night."""
    resource = booking.resource
    assert resource is not None
    lower, upper = booking.period.lower, booking.period.upper
    found = availability.room([resource.pk], lower, upper, leaving_out=booking)[resource.pk]
    row.free = found.free
    covered, protocol = shared.covering_protocol(resource, booking.item.request.origin_id, booking.period)
    crosses = resource.facility.protocol_municipality_id not in (None, booking.item.request.origin_id)
    first = max(booking.start, days.today())
    return {
        "room": found,
        "fits": booking.quantity <= found.free,
        "covered": covered,
        "protocol": protocol,
        "crosses": crosses,
        "exception": booking.exceptions.order_by("at").first(),
        "hold_until": moment.now() + resource.category.hold_for,
        "weeks": rows.weeks(resource, first, selected=(booking.start, booking.end)),
    }


def _answers(booking: Booking, scoped: dict[str, bool], context: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    state = booking.shown_status
    if scoped[HOLDER] and booking.extension:
        found += [("accept-extension", HOLDER), ("decline-extension", HOLDER)]
    for side in (HOLDER, ASKER):
        if scoped[side]:
            found += [(name, side) for name in OFFERED[side].get(state, ()) if (name, HOLDER) not in found]
    if booking.resource is None:
        return [(name, side) for name, side in found if name in REFUGE]
    early = days.today() < booking.start
    return [
        (name, side)
        for name, side in found
        if not (early and name in ("check-in", "no-show"))
        and not (name == "waitlist" and side == ASKER and context.get("fits", True))
    ]


REFUGE_LABELS = {
    "accept": gettext_lazy("Assumir o caso"),
    "cancel": gettext_lazy("Deixar o caso"),
}


def _answer(
    name: str, side: str, booking: Booking, opened: str, failed: AnswerForm | None, context: dict[str, Any]
) -> dict[str, Any]:
    """What the template needs of one answer; a form that was sent back stands in its place."""
    answer = ANSWERS[name]
    form = failed if failed is not None and opened == name else None
    if form is None:
        needs_exception = answer.verb == "accept" and not context.get("covered", True)
        form = answer.form(booking, auto_id=f"{name}-%s", needs_exception=needs_exception)
    label = answer.label
    if booking.resource is None:
        label = REFUGE_LABELS.get(name, label)
    elif name == "confirm" and booking.status == Status.OFFERED:
        label = _("Aceitar a proposta")
    elif name == "extend" and side == ASKER:
        label = _("Pedir outra data de saída")
    elif name == "decline" and booking.status == Status.OFFERED:
        label = _("Retirar a proposta")
    return {
        "name": name,
        "verb": answer.verb,
        "label": label,
        "kind": answer.kind,
        "hint": answer.hint,
        "form": form,
        "open": opened == name,
        "simple": not form.visible_fields(),
        "full": name == "accept" and not context.get("fits", True),
    }


def _reason(booking: Booking, row: rows.Row) -> str:
    """The reason of a refusal. Why somebody gave up is the asker's alone."""
    if not booking.reason_code or (booking.status == Status.WITHDRAWN and not row.mine):
        return ""
    return str(Reason(booking.reason_code).label)


# The way it went

WORDS = {
    "request": gettext_lazy("Pedido"),
    "offer": gettext_lazy("Oferta à necessidade da rede"),
    "confirm": gettext_lazy("Confirmada por quem pediu"),
    "waitlist": gettext_lazy("Em lista de espera"),
    "decline": gettext_lazy("Recusado"),
    "withdraw": gettext_lazy("Retirado por quem pediu"),
    "cancel": gettext_lazy("Cancelada pela entidade"),
    "check_in": gettext_lazy("Entrada"),
    "check_out": gettext_lazy("Saída"),
    "no_show": gettext_lazy("Não compareceu"),
    "expire": gettext_lazy("A pré-reserva expirou"),
    "ask_extension": gettext_lazy("Prolongamento pedido"),
    "extend": gettext_lazy("Saída adiada"),
    "shorten": gettext_lazy("Saída antecipada"),
    "decline_extension": gettext_lazy("Prolongamento recusado"),
    "protocol_exception": gettext_lazy("Exceção: sem protocolo"),
}
ACCEPTED = {
    Status.HELD: gettext_lazy("Aceite, em pré-reserva"),
    Status.OFFERED: gettext_lazy("Proposta feita"),
    Status.CONFIRMED: gettext_lazy("Aceite e confirmada"),
}
ENDED_BADLY = {"decline", "withdraw", "cancel", "no_show", "expire", "decline_extension"}
BY_ASKER = {"request", "confirm", "withdraw", "ask_extension"}


def _history(booking: Booking, member: Membership, row: rows.Row, holds: bool) -> list[dict[str, Any]]:
    """The audit trail of the booking in words, then what is waited for. Names only what this member may know."""
    trail = AuditEntry.objects.filter(subject_type="booking", subject_id=str(booking.uuid)).order_by("at", "id")
    steps = []
    for entry in trail:
        label = WORDS.get(entry.verb, entry.verb)
        if entry.verb == "accept":
            label = ACCEPTED.get(Status(entry.to_state), WORDS["confirm"])
        note = [_who(entry, booking, member, row)]
        if entry.reason_code and not (entry.verb == "withdraw" and not row.mine):
            note.append(str(Reason(entry.reason_code).label))
        steps.append(
            {
                "label": label,
                "at": entry.at,
                "state": "off" if entry.verb in ENDED_BADLY else "done",
                "note": " · ".join(filter(None, note)),
            }
        )
    if booking.status == Status.HELD and booking.shown_status == Status.EXPIRED:
        steps.append({"label": WORDS["expire"], "at": booking.hold_expires_at, "state": "off", "note": ""})
    return steps + _next(booking)


def _who(entry: AuditEntry, booking: Booking, member: Membership, row: rows.Row) -> str:
    if entry.verb in BY_ASKER:
        # A rival is withdrawn by whoever closed the need: to its holder that is the asker's doing, and no other name.
        return booking.item.request.organisation.name
    if entry.organisation_id is None:
        return ""
    if entry.organisation_id == booking.item.request.organisation_id:
        return booking.item.request.organisation.name
    return row.holder


def _next(booking: Booking) -> list[dict[str, Any]]:
    state = booking.shown_status
    if booking.resource is None and state == Status.CONFIRMED:
        return [{"label": _("Acompanhamento fora do portal"), "state": "now"}]
    waiting = {
        Status.REQUESTED: _("À espera de resposta"),
        Status.WAITLISTED: _("À espera de vaga"),
        Status.OFFERED: _("À espera de quem pediu"),
        Status.HELD: _("À espera da confirmação de quem pediu"),
        Status.CONFIRMED: _("Entrada"),
        Status.IN_USE: _("Saída"),
    }
    if booking.extension:
        return [{"label": _("Prolongamento por responder"), "state": "now"}]
    if state not in waiting:
        return []
    return [{"label": waiting[Status(state)], "state": "now"}]

