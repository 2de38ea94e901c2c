"""The way of a booking in words: its audit trail, and what is waited for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEntry
from resources import spoken
from resources.models import Booking, Item
from resources.models.codes import Reason, Status
from resources.views.rows import Row

WORDS = {
    "request": gettext_lazy("Pedido"),
    "offer": gettext_lazy("Proposta para uma necessidade da rede"),
    "confirm": gettext_lazy("Confirmada por quem pediu"),
    "waitlist": gettext_lazy("Em lista de espera"),
    "decline": gettext_lazy("Recusado"),
    "withdraw": gettext_lazy("Retirado por quem pediu"),
    "cancel": gettext_lazy("Cancelada pela entidade"),
    "return_part": gettext_lazy("Devolução em parte"),
    "silence": gettext_lazy("Falecimento: sem lembretes"),
    "no_show": gettext_lazy("Não compareceu"),
    "expire": gettext_lazy("A pré-reserva expirou"),
    "ask_extension": gettext_lazy("Prolongamento pedido"),
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


def history(booking: Booking, row: Row) -> list[dict[str, Any]]:
    """The audit trail of the booking in words, then what is waited for. Names only what this member may know."""
    trail = AuditEntry.objects.filter(subject_type="booking", subject_id=str(booking.uuid)).order_by(
        "at", "id"
    )
    steps: list[dict[str, Any]] = []
    words = spoken.of(booking.item.category)
    by_kind = {
        "check_in": words.came,
        "check_out": words.went,
        "extend": words.later,
        "shorten": words.sooner,
    }
    for entry in trail:
        label = by_kind.get(entry.verb) or WORDS.get(entry.verb, entry.verb)
        if entry.verb == "accept":
            label = ACCEPTED.get(Status(entry.to_state), WORDS["confirm"])
        note = [_who(entry, booking, row)]
        told = entry.verb != "silence" and (entry.verb != "withdraw" or row.mine)
        if entry.reason_code and told:
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
    return steps + _next(booking, row)


def _who(entry: AuditEntry, booking: Booking, row: Row) -> str:
    if entry.verb in BY_ASKER:
        # A rival is withdrawn by whoever closed the need: to its holder that is the asker's doing, and no other name.
        return booking.item.request.organisation.name
    if entry.organisation_id is None:
        return ""
    if entry.organisation_id == booking.item.request.organisation_id:
        return booking.item.request.organisation.name
    return row.holder


def _next(booking: Booking, row: Row) -> list[dict[str, Any]]:
    state, words = booking.shown_status, spoken.of(booking.item.category)
    if booking.resource is None and state == Status.CONFIRMED:
        return [{"label": _("Acompanhamento fora do portal"), "state": "now"}]
    waiting = {
        Status.REQUESTED: _("À espera de resposta"),
        Status.WAITLISTED: _("À espera de vaga"),
        Status.OFFERED: _("À espera da sua resposta") if row.mine else _("À espera de quem pediu"),
        Status.HELD: _("À espera da sua confirmação")
        if row.mine
        else _("À espera da confirmação de quem pediu"),
        Status.CONFIRMED: words.came,
        Status.IN_USE: words.went,
    }
    if booking.extension:
        return [{"label": _("Prolongamento por responder"), "state": "now"}]
    if state not in waiting:
        return []
    late = booking.status_label if booking.is_overdue else ""
    return [{"label": waiting[Status(state)], "state": "now", "note": late}]


# What happened to an item.
ITEM_WORDS = {
    "add_item": gettext_lazy("Acrescentado"),
    "describe_item": gettext_lazy("Descrição mudada"),
    "item_out": gettext_lazy("Entregue"),
    "item_back": gettext_lazy("Devolvido"),
    "item_inspection": gettext_lazy("A verificar"),
    "item_cleaning": gettext_lazy("Em limpeza"),
    "item_ready": gettext_lazy("Pronto"),
    "item_repair": gettext_lazy("Em reparação"),
    "item_lost": gettext_lazy("Perdido"),
    "item_retired": gettext_lazy("Abatido"),
}


def moves(item: Item, most: int = 12) -> list[dict[str, Any]]:
    """The last things that happened to an item, newest first, for those who look after it."""
    trail = AuditEntry.objects.filter(subject_type="item", subject_id=str(item.uuid)).order_by("-at", "-id")
    found: list[tuple[Any, Any]] = [
        (entry.at, ITEM_WORDS.get(entry.verb, entry.verb)) for entry in trail[:most]
    ]
    # That it went out stands on the chain of its booking; when, with its loan.
    out = item.loans.filter(out_at__isnull=False).order_by("-out_at").values_list("out_at", flat=True)
    found += [(at, ITEM_WORDS["item_out"]) for at in out[:most]]
    found.sort(key=lambda one: one[0], reverse=True)
    return [{"label": label, "at": at, "state": "done", "note": ""} for at, label in found[:most]]
