"""Letters and notices of programmes, written as rows in the transaction of the action that causes them.

About one person, even by code, they say only that something waits; the others, what.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import telling
from accounts.models import Membership, Topic
from programmes.models import Edition, Handover, Participant


def _managers(edition: Edition) -> list[Membership]:
    """Who decides for the operator, and who answers for the edition."""
    members = Membership.objects.managing(edition.organisation).select_related("user", "organisation")
    responsible = Membership.objects.active().filter(pk=edition.responsible_id)
    return [*members, *responsible.select_related("user", "organisation")]


def _once(members: Iterable[Membership]) -> list[Membership]:
    return list({member.pk: member for member in members}.values())


def too_few(edition: Edition, reached: int) -> int:
    """Fewer than the sheet asks for reach the threshold: once, with the ways out."""

    def build() -> tuple[str, list[str]]:
        lines = [
            _("%(n)s pessoas chegaram à aceleração; a meta da edição é %(target)s.")
            % {"n": reached, "target": edition.target},
            _("Pode procurar ativamente participantes de edições anteriores, ou abrir um novo curso."),
        ]
        return _("Poucas pessoas na aceleração: %(name)s") % {"name": edition.name}, lines

    return telling.write(
        _once(_managers(edition)),
        "programme_too_few",
        Topic.TO_ANSWER,
        build,
        path=lambda: reverse("edition_board", args=[edition.uuid]),
        discreet=False,
    )


def called(edition: Edition, people: Sequence[Participant]) -> int:
    """To each service that accompanies somebody who is called now; who it is, it reads inside."""
    told = 0
    for organisation in sorted({one.referred_by_id for one in people if one.referred_by_id is not None}):
        senders = [one.sent_by_id for one in people if one.referred_by_id == organisation]
        members = Membership.objects.active().filter(pk__in=[pk for pk in senders if pk is not None])
        told += telling.write(
            members.select_related("user", "organisation"),
            "programme_called",
            Topic.ANSWERS,
            telling.discreetly,
            path=lambda: reverse("my_registrations"),
            discreet=True,
        )
    return told


def handed_over(handover: Handover) -> int:
    """To the service that is to receive somebody who left."""
    return telling.write(
        Membership.objects.managing(handover.organisation).select_related("user", "organisation"),
        "programme_handover",
        Topic.TO_ANSWER,
        telling.discreetly,
        path=lambda: reverse("my_registrations") + "#passagens",
        discreet=True,
    )
