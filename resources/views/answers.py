"""Everything that can be said about a booking: whose word it is, what is filled in, which action it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from resources.models import Booking
from resources.models.demand import Status

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
    return {name: said[name] for name in names if name in said}


REFUGE_LABELS = {
    "accept": gettext_lazy("Assumir o caso"),
    "cancel": gettext_lazy("Deixar o caso"),
}
