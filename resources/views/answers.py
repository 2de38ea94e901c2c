"""Everything that can be said about a booking: whose word it is, what is filled in, which action it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.models import Membership
from resources import actions
from resources.actions.answering import Offer
from resources.answer_forms import (
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
from resources.loan_forms import HandOverForm, LoseForm, ReturnForm, SilenceForm
from resources.models import Booking
from resources.models.codes import Status

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
    # How its form is laid out, when that is more than one field under the other.
    template: str = ""


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
        "accept", (HOLDER,), gettext_lazy("Aceitar"), AnswerForm, _condition, gettext_lazy("Aceite."), ""
    ),
    "condition": Answer(
        "accept",
        (HOLDER,),
        gettext_lazy("Aceitar com condição"),
        ConditionForm,
        _condition,
        gettext_lazy("A condição foi enviada: falta a resposta de quem pediu."),
        hint=gettext_lazy(
            "Quem pediu lê a condição e confirma, ou retira o pedido. A vaga ainda não fica guardada."
        ),
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
        lambda booking, by, said: actions.accept_extension(booking, by=by, **_said(said, "exception")),
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
        lambda booking, by, said: actions.extend_booking(booking, by=by, **_said(said, "end", "exception")),
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

# The same of what is lent, and what is said only of that.
LOANS: dict[str, Answer] = {
    "offer": replace(
        ANSWERS["offer"],
        hint=gettext_lazy("Menos artigos ou outros dias. Quem pediu confirma, ou retira o pedido."),
    ),
    "check-in": Answer(
        "check-in",
        (HOLDER,),
        gettext_lazy("Entregar"),
        HandOverForm,
        lambda booking, by, said: actions.check_in(booking, by=by, **_said(said, "items", "note")),
        gettext_lazy("Entrega registada."),
        "",
        template="resources/loans/hand_over.html",
    ),
    "no-show": Answer(
        "no-show",
        (HOLDER,),
        gettext_lazy("Ninguém veio buscar"),
        AnswerForm,
        lambda booking, by, said: actions.no_show(booking, by=by),
        gettext_lazy("Ficou registado que ninguém veio buscar. Os artigos estão livres."),
    ),
    "check-out": Answer(
        "check-out",
        (HOLDER,),
        gettext_lazy("Receber de volta"),
        ReturnForm,
        lambda booking, by, said: actions.check_out(booking, by=by, **_said(said, "condition", "returned")),
        gettext_lazy("Devolução registada. O que voltou fica a verificar, e depois em limpeza."),
        "",
        template="resources/loans/take_back.html",
    ),
    "lose": Answer(
        "lose",
        (HOLDER,),
        gettext_lazy("Não volta: dar como perdido"),
        LoseForm,
        lambda booking, by, said: actions.lose_item(booking, by=by, **_said(said, "item", "reason")),
        gettext_lazy("Dado como perdido: deixa de se oferecer até alguém o encontrar."),
        "danger",
        hint=gettext_lazy("A cedência acaba para este artigo. Se aparecer, diz-se na página do artigo."),
    ),
    "silence": Answer(
        "silence",
        (HOLDER, ASKER),
        gettext_lazy("A pessoa faleceu: parar os lembretes"),
        SilenceForm,
        lambda booking, by, said: actions.silence(booking, by=by),
        gettext_lazy("Não seguem mais lembretes. Combinem a recolha com calma."),
    ),
    "accept-extension": replace(
        ANSWERS["accept-extension"], done=gettext_lazy("Prolongada. Quem pediu já sabe.")
    ),
    "decline-extension": replace(
        ANSWERS["decline-extension"],
        done=gettext_lazy("O prolongamento foi recusado. O último dia mantém-se."),
    ),
    "confirm": replace(ANSWERS["confirm"], done=gettext_lazy("Confirmada: está guardado para si.")),
    "cancel": replace(ANSWERS["cancel"], label=gettext_lazy("Cancelar a cedência")),
}
NAMES = {**ANSWERS, **LOANS}
VERBS = {answer.verb: answer.sides for answer in NAMES.values()}


def answer_of(name: str, booking: Booking) -> Answer | None:
    """What this means of this booking; None when it is not said of such a one."""
    return LOANS.get(name, ANSWERS.get(name)) if booking.is_loan else ANSWERS.get(name)


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
LENT = {HOLDER: ("lose", "silence"), ASKER: ("silence",)}
# A refuge request is answered by people and followed outside the portal.
REFUGE = {"accept", "decline", "cancel", "withdraw"}


def _said(said: Said, *names: str) -> Said:
    return {name: said[name] for name in names if name in said}


REFUGE_LABELS = {
    "accept": gettext_lazy("Assumir o caso"),
    "cancel": gettext_lazy("Deixar o caso"),
}
