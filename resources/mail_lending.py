"""Letters about what is lent: due, late, in doubt for who comes next. A death silences those to who has it."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership
from resources.mail import to_asker, to_holder, what
from resources.models import Booking


def _by(booking: Booking) -> str:
    return _("Devolver até %(day)s.") % {"day": date_format(booking.last_day, "SHORT_DATE_FORMAT")}


def loan_due(booking: Booking) -> None:
    def build() -> tuple[str, list[str]]:
        return _("Há uma devolução a chegar"), [
            what(booking) + ".",
            _by(booking),
            _("Se ainda for preciso, peça o prolongamento: a entidade responde."),
        ]

    to_asker(booking, "loan_due", build)


def loan_overdue(booking: Booking) -> None:
    """To both sides: who has it, and who waits for it."""

    def build() -> tuple[str, list[str]]:
        return _("Há uma devolução em atraso"), [
            what(booking) + ".",
            _("O último dia era %(day)s.") % {"day": date_format(booking.last_day, "SHORT_DATE_FORMAT")},
            _("Enquanto não voltar, não aparece como livre a ninguém."),
        ]

    to_asker(booking, "loan_overdue", build)
    to_holder(booking, "loan_overdue", build)


def next_loan_in_doubt(booking: Booking) -> None:
    """To who comes next: what was promised is still out. Not where, and not with whom."""

    def build() -> tuple[str, list[str]]:
        return _("Uma cedência pode atrasar-se"), [
            what(booking) + ".",
            _("O que lhe foi prometido ainda não foi devolvido."),
            _(
                "A entidade já sabe. Confirme com ela antes de ir buscar, ou procure outro com as mesmas datas."
            ),
        ]

    to_asker(booking, "next_loan_in_doubt", build)
    to_holder(booking, "next_loan_in_doubt", build)


def silenced(booking: Booking, *, by: Membership) -> None:
    """The other side learns that nobody is reminded, and that the return is arranged between them."""

    def build() -> tuple[str, list[str]]:
        return _("Uma cedência deixou de ter lembretes"), [
            what(booking) + ".",
            _("Combinem a recolha com calma. Não seguem mais lembretes."),
        ]

    if by.organisation_id == booking.item.request.organisation_id:
        to_holder(booking, "silenced", build)
    else:
        to_asker(booking, "silenced", build)
