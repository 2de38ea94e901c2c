"""Letters and notices of the marketplace, written as rows in the transaction of the action that causes them.

Subjects carry nothing of the case. About T2 and T3 a letter says only that something waits, with a link.
Each person is told as they chose (`outbox.how_to_tell`); what is `urgent` goes out at once whatever they chose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import telling
from accounts.models import Membership, Topic
from accounts.telling import Build, Links
from resources import availability, days
from resources.models import Booking, Request, Resource
from resources.models.codes import Reason, Status

MOST_NAMED = 20

# What each kind of letter is about, for the choices of its reader.
TOPICS: dict[str, Topic] = {
    "request": Topic.TO_ANSWER,
    "extension_asked": Topic.TO_ANSWER,
    "unanswered": Topic.TO_ANSWER,
    "place_freed": Topic.TO_ANSWER,
    "accepted": Topic.ANSWERS,
    "declined": Topic.ANSWERS,
    "cancelled": Topic.ANSWERS,
    "expired": Topic.ANSWERS,
    "extension_declined": Topic.ANSWERS,
    "waitlisted": Topic.STAYS,
    "confirmed": Topic.STAYS,
    "withdrawn": Topic.STAYS,
    "arrived": Topic.STAYS,
    "left": Topic.STAYS,
    "no_show": Topic.STAYS,
    "extended": Topic.STAYS,
    "excess": Topic.CAPACITY,
    "capacity": Topic.CAPACITY,
    "tomorrow": Topic.REMINDERS,
    "leaving": Topic.REMINDERS,
    "half_time": Topic.REMINDERS,
    "loan_due": Topic.LOANS,
    "loan_overdue": Topic.LOANS,
    "next_loan_in_doubt": Topic.LOANS,
    "silenced": Topic.LOANS,
    "search": Topic.SEARCHES,
    "search_ended": Topic.SEARCHES,
}


def write(
    members: Iterable[Membership],
    kind: str,
    build: Build,
    *,
    path: Callable[[], str],
    discreet: bool,
    urgent: bool = False,
    links: Links | None = None,
) -> int:
    """Tell them of a kind of thing; `build`, `path` and `links` run in the reader's language."""
    topic = TOPICS.get(kind, Topic.STAYS)
    return telling.write(
        members, kind, topic, build, path=path, discreet=discreet, urgent=urgent, links=links
    )


def managers(booking: Booking) -> list[Membership]:
    if booking.resource is not None:
        organisation = booking.resource.facility.organisation
        return list(Membership.objects.managing(organisation).select_related("user", "organisation"))
    return list(
        Membership.objects.active()
        .filter(organisation__victim_support=True, accreditations__contains=["T3"])
        .with_role(Membership.Role.MANAGER)
        .select_related("user", "organisation")
    )


def _askers(booking: Booking) -> list[Membership]:
    return list(
        Membership.objects.active()
        .filter(pk=booking.item.request.made_by_id)
        .select_related("user", "organisation")
    )


def to_holder(booking: Booking, kind: str, build: Build, *, urgent: bool = False) -> None:
    write(
        managers(booking),
        kind,
        build,
        path=lambda: reverse("decide", args=[booking.uuid]),
        discreet=booking.is_discreet,
        urgent=urgent,
    )


def to_asker(booking: Booking, kind: str, build: Build, *, urgent: bool = False) -> None:
    write(
        _askers(booking),
        kind,
        build,
        path=lambda: reverse("my_request", args=[booking.item.request.uuid]),
        discreet=booking.is_discreet,
        urgent=urgent,
    )


def what(booking: Booking) -> str:
    """ "2 camas, de 20/11/2026 a 24/11/2026", in the active language."""
    count = booking.item.category.count(booking.quantity)
    start = date_format(booking.start, "SHORT_DATE_FORMAT")
    if booking.end is None:
        return _("%(count)s, a partir de %(start)s, sem data de saída") % {"count": count, "start": start}
    # Of what is lent people say the last day, of beds the day somebody leaves.
    end = date_format(booking.said_end, "SHORT_DATE_FORMAT")
    return _("%(count)s, de %(start)s a %(end)s") % {"count": count, "start": start, "end": end}


def clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "d/m H:i")


def reference(booking: Booking) -> str:
    said = booking.item.request.reference
    return _("Referência do caso: %(reference)s.") % {"reference": said} if said else ""


def filled(*lines: str) -> list[str]:
    return [line for line in lines if line]


def _reason(booking: Booking) -> str:
    label = Reason(booking.reason_code).label if booking.reason_code else ""
    return _("Motivo: %(reason)s.") % {"reason": label} if label else ""


def requested(request: Request) -> None:
    asked = Booking.objects.filter(item__request=request, status__in=(Status.REQUESTED, Status.WAITLISTED))
    for booking in asked.select_related("resource__facility__organisation", "item__category"):

        def build(booking: Booking = booking) -> tuple[str, list[str]]:
            subject = _("Há um pedido para responder")
            if request.urgency == "emergency":
                subject = _("Emergência: há um pedido para responder")
            return subject, filled(
                what(booking) + ".",
                _("Pede: %(who)s, para %(origin)s.")
                % {"who": request.organisation.name, "origin": request.origin.name},
                _("Recurso: %(name)s.") % {"name": booking.resource.name} if booking.resource else "",
                _("Responda até %(when)s.") % {"when": clock(request.answer_by)},
            )

        to_holder(booking, "request", build, urgent=request.urgency != "normal")


def accepted(booking: Booking) -> None:
    def build() -> tuple[str, list[str]]:
        if booking.status == Status.HELD and booking.hold_expires_at:
            return _("O seu pedido foi aceite: confirme"), filled(
                what(booking) + ".",
                _("A pré-reserva vale até %(when)s. Se não confirmar, a vaga volta à rede.")
                % {"when": clock(booking.hold_expires_at)},
                reference(booking),
            )
        if booking.status == Status.OFFERED:
            return _("Há uma proposta para o seu pedido"), filled(
                what(booking) + ".", _("Veja a condição e confirme, ou retire o pedido."), reference(booking)
            )
        return _("O seu pedido está confirmado"), filled(what(booking) + ".", reference(booking))

    # A hold has a clock that no digest waits for.
    to_asker(booking, "accepted", build, urgent=booking.status == Status.HELD)


def confirmed(booking: Booking) -> None:
    def build() -> tuple[str, list[str]]:
        return _("Uma reserva foi confirmada"), filled(what(booking) + ".", reference(booking))

    to_holder(booking, "confirmed", build)


def declined(booking: Booking) -> None:
    def build() -> tuple[str, list[str]]:
        return _("O seu pedido não foi aceite"), filled(
            what(booking) + ".",
            _reason(booking),
            _("O pedido conta como procura sem resposta. Procure outro recurso com as mesmas datas."),
            reference(booking),
        )

    to_asker(booking, "declined", build)


def cancelled(booking: Booking) -> None:
    def build() -> tuple[str, list[str]]:
        return _("A entidade cancelou a sua reserva"), filled(
            what(booking) + ".", _reason(booking), _("O pedido continua em aberto."), reference(booking)
        )

    to_asker(booking, "cancelled", build, urgent=booking.start <= days.today() + timedelta(days=1))


def withdrawn(booking: Booking) -> None:
    # A death asks for no chasing, and a holder needs to know only that the place is not wanted.
    def build() -> tuple[str, list[str]]:
        return _("Um pedido foi retirado"), filled(what(booking) + ".", reference(booking))

    to_holder(booking, "withdrawn", build)


def waitlisted(booking: Booking, *, by: Membership) -> None:
    def build() -> tuple[str, list[str]]:
        return _("Um pedido passou à lista de espera"), filled(
            what(booking) + ".", _("A ordem é a da hora do pedido."), reference(booking)
        )

    if by.organisation_id == booking.item.request.organisation_id:
        to_holder(booking, "waitlisted", build)
    else:
        to_asker(booking, "waitlisted", build)


def expired(booking: Booking) -> None:
    def build() -> tuple[str, list[str]]:
        return _("A pré-reserva expirou"), filled(
            what(booking) + ".",
            _("A vaga voltou à rede. Se ainda precisa, peça de novo."),
            reference(booking),
        )

    to_asker(booking, "expired", build)


def arrived(booking: Booking) -> None:
    def build() -> tuple[str, list[str]]:
        said = _("Entrega registada") if booking.is_loan else _("Entrada registada")
        return said, filled(what(booking) + ".", reference(booking))

    to_asker(booking, "arrived", build)


def left(booking: Booking) -> None:
    def build() -> tuple[str, list[str]]:
        said = _("Devolução registada") if booking.is_loan else _("Saída registada")
        return said, filled(what(booking) + ".", reference(booking))

    to_asker(booking, "left", build)


def did_not_come(booking: Booking) -> None:
    def build() -> tuple[str, list[str]]:
        return _("Ninguém compareceu nesta reserva"), filled(what(booking) + ".", reference(booking))

    to_asker(booking, "no_show", build)


def extension_asked(booking: Booking) -> None:
    def build() -> tuple[str, list[str]]:
        end = date_format(booking.said_extension, "SHORT_DATE_FORMAT")
        return _("Há um prolongamento para responder"), filled(
            what(booking) + ".", _("Pedem o prolongamento até %(end)s.") % {"end": end}, reference(booking)
        )

    to_holder(booking, "extension_asked", build)


def extension_declined(booking: Booking) -> None:
    def build() -> tuple[str, list[str]]:
        return _("O prolongamento não foi aceite"), filled(
            what(booking) + ".",
            _("A data de devolução mantém-se.") if booking.is_loan else _("A data de saída mantém-se."),
            reference(booking),
        )

    to_asker(booking, "extension_declined", build)


def extended(booking: Booking, *, by: Membership) -> None:
    def build() -> tuple[str, list[str]]:
        said = _("A data de devolução mudou") if booking.is_loan else _("A data de saída mudou")
        return said, filled(what(booking) + ".", reference(booking))

    if by.organisation_id == booking.item.request.organisation_id:
        to_holder(booking, "extended", build)
    else:
        to_asker(booking, "extended", build)


def place_freed(booking: Booking) -> None:
    """A place is free again: the holder learns who waits first, in time order, and fits now."""
    if booking.resource is not None:
        room_freed(booking.resource)


def room_freed(resource: Resource) -> None:
    waiting = (
        Booking.objects.for_rows()
        .filter(resource=resource, status=Status.WAITLISTED)
        .order_by("queued_at", "id")
    )
    for first in waiting[:20]:
        free = availability.free_throughout(resource, first.occupied.lower, first.occupied.upper)
        if free >= first.quantity:

            def build(first: Booking = first) -> tuple[str, list[str]]:
                return _("Há vaga para quem está à espera"), filled(
                    what(first) + ".", _("É o primeiro pedido da lista que cabe."), reference(first)
                )

            to_holder(first, "place_freed", build)
            return


def unanswered(booking: Booking) -> None:
    def build() -> tuple[str, list[str]]:
        return _("Um pedido passou o prazo sem resposta"), filled(
            what(booking) + ".",
            _("O prazo era %(when)s.") % {"when": clock(booking.item.request.answer_by)},
        )

    to_holder(booking, "unanswered", build, urgent=True)


def excess_made(resource: Resource, excess: int, affected: Sequence[Booking]) -> None:
    """Less is offered than promised: the holder's managers see which bookings it hits; nothing is cancelled."""
    if not affected:
        return

    def build() -> tuple[str, list[str]]:
        return _("Capacidade abaixo do que está prometido"), filled(
            ngettext("Falta %(what)s em %(name)s.", "Faltam %(what)s em %(name)s.", excess)
            % {"what": resource.category.count(excess), "name": resource.name},
            ngettext(
                "%(count)s reserva afetada. Nada foi cancelado: decida caso a caso.",
                "%(count)s reservas afetadas. Nada foi cancelado: decida caso a caso.",
                len(affected),
            )
            % {"count": len(affected)},
        )

    write(
        managers(affected[0]),
        "excess",
        build,
        path=lambda: reverse("workspace") + "#excesso",
        discreet=affected[0].is_discreet,
        urgent=True,
    )
