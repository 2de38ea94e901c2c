"""Visitors without an account: their address is kept apart, confirmed from a letter, and goes after its time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Letter
from accounts.refusals import Invalid, WrongState
from community.funding import mail
from community.models import Initiative, Pledge, VisitorContact
from units.actions import shared

# A stranger cannot have an address written to without end.
MOST_LETTERS, IN = 3, timedelta(hours=24)


def keep_contact(
    email: str, language: str, *, pledge: Pledge | None = None, initiative: Initiative | None = None
) -> VisitorContact:
    """Keep the address of who filled in a form, and write to it. In the caller's transaction."""
    now = moment.now()
    contact = VisitorContact.objects.create(
        email=email.strip().lower(),
        language=language,
        pledge=pledge,
        initiative=initiative,
        asked_at=now,
    )
    written = Letter.objects.filter(to=contact.email, kind=mail.CONFIRM, created_at__gt=now - IN)
    if written.count() < MOST_LETTERS:
        mail.ask_to_confirm(contact)
    return contact


@transaction.atomic
def confirm_contact(key: UUID) -> VisitorContact:
    """The address is its owner's: now the coordination decides about what was written. Twice is as good as once."""
    contact = VisitorContact.objects.select_for_update().filter(key=key).first()
    now = moment.now()
    if contact is None or (
        contact.confirmed_at is None and contact.asked_at <= now - VisitorContact.TO_CONFIRM
    ):
        raise Invalid("key", _("Esta ligação já não serve. Preencha o formulário de novo."))
    if contact.confirmed_at is not None:
        return contact
    contact.confirmed_at = now
    contact.save(update_fields=["confirmed_at"])
    about = contact.about
    if about.state != about.State.UNCONFIRMED:
        return contact
    about.state = about.State.WAITING
    about.save(update_fields=["state"])
    _record(about, "confirm_by_letter", before=about.State.UNCONFIRMED)
    if isinstance(about, Pledge):
        mail.pledge_waiting(about)
    else:
        mail.initiative_waiting(about)
    return contact


@transaction.atomic
def take_back(key: UUID) -> bool:
    """Delete the address at once; what was written goes too, as far as nobody counts on it yet."""
    contact = VisitorContact.objects.select_for_update().filter(key=key).first()
    if contact is None:
        return False
    # Sent or owed: each carries the key in its way out.
    written = Letter.objects.filter(to=contact.email, kind__in=(mail.CONFIRM, mail.VISITOR))
    written.filter(text__contains=str(contact.key)).delete()
    about: Pledge | Initiative
    if contact.pledge is not None:
        about = Pledge.objects.select_for_update(of=("self",)).get(pk=contact.pledge.pk)
        if about.matched > about.delivered:
            raise WrongState(
                _("Há quem já conte com o que prometeu. Escreva à coordenação para desfazer primeiro.")
            )
    else:
        assert contact.initiative is not None
        about = Initiative.objects.select_for_update(of=("self",)).get(pk=contact.initiative.pk)
    contact.delete()
    if about.state == about.State.UNCONFIRMED:
        about.delete()
    elif about.state in (about.State.WAITING, "open", "published"):
        before, about.state, about.closed_at = about.state, about.State.WITHDRAWN, moment.now()
        about.save(update_fields=["state", "closed_at"])
        _record(about, "take_back_by_letter", before=before)
    return True


def purge_contacts(now: datetime | None = None) -> int:
    """Clock: what was never confirmed goes whole; of what ended long enough ago only the address."""
    late = VisitorContact.objects.unanswered(now)
    gone = Pledge.objects.filter(contact__in=late, state=Pledge.State.UNCONFIRMED).delete()[0]
    gone += Initiative.objects.filter(contact__in=late, state=Initiative.State.UNCONFIRMED).delete()[0]
    return gone + VisitorContact.objects.finished(now).delete()[0]


def _record(about: Pledge | Initiative, verb: str, *, before: str) -> None:
    kind = "pledge" if isinstance(about, Pledge) else "initiative"
    shared.record((kind, about.uuid), verb, by=None, label=str(about), before=before, after=about.state)
