"""What every kind of listing has in common: it is written, published, ended; a draft may be thrown away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Contact, Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from community.listings.citing import without_laws
from community.models import Event, Listing, Pathway, RentMeasure
from community.models.listings import today
from units.actions import shared

LONG = 6_000
# An entry that states these keeps where it comes from and when it was looked up.
CHECKED = (Pathway, RentMeasure)
UNIQUE_VIOLATION = "23505"


def first_come[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """What the database itself refuses becomes a plain refusal: somebody else wrote the same at the same time."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return shared.database_speaks(function)(*args, **kwargs)
        except IntegrityError as error:
            # Of what these verbs write, nothing but "this is there already" is left to the database.
            if getattr(error.__cause__, "sqlstate", "") != UNIQUE_VIOLATION:
                raise
            raise WrongState(
                _("Isto ficou gravado entretanto. Abra o que está gravado e altere-o aí.")
            ) from error

    return wrapper


# --- What is typed ----------------------------------------------------------------------------------------------------


def texts(said: Mapping[str, Any], **limits: tuple[int, bool]) -> dict[str, str]:
    """The texts of `said` named in `limits` as (longest, needed), each through the identity guard."""
    return {
        name: plain(name, str(said.get(name) or ""), most=most, needed=needed)
        for name, (most, needed) in limits.items()
    }


def plain(field: str, said: str, *, most: int, needed: bool = True) -> str:
    """Clean text that identifies nobody, or a refusal at its field. Laws may be cited by their numbers."""
    said = said.strip()
    if len(said) > most:
        raise Invalid(field, _("O texto é demasiado longo: no máximo %(max)s caracteres.") % {"max": most})
    shared.text(field, without_laws(said), needed=needed)
    return said


def address(field: str, said: str) -> str:
    """Empty, or an address that a browser opens, as long as the column."""
    return shared.link(field, said, most=200)


def contact_of(contact: Contact | None, listing: Listing | None, by: Membership) -> Contact | None:
    """A contact of the organisation the entry is of, or none."""
    organisation = listing.organisation_id if listing else by.organisation_id
    if contact is not None and contact.organisation_id != organisation:
        raise Invalid("contact", _("Escolha um contacto da lista."))
    return contact


def one_of(field: str, said: str, choices: list[str]) -> str:
    if said not in choices:
        raise Invalid(field, _("Escolha uma das opções."))
    return said


def day_checked(field: str, day: date | None) -> date | None:
    if day is not None and day > today():
        raise Invalid(field, _("Este dia ainda não chegou."))
    return day


# --- Writing ----------------------------------------------------------------------------------------------------------


def locked[L: Listing](listing: L, by: Membership) -> L:
    """The entry as it stands now, locked; only for who keeps it."""
    model = type(listing)
    found = model._default_manager.kept_by(by).select_for_update(of=("self",))  # type: ignore[attr-defined]
    mine: L | None = found.filter(pk=listing.pk).first()
    if mine is None:
        raise NotAllowed(_("Só a entidade que a publicou, ou a coordenação, pode mudar esta entrada."))
    return mine


def still_kept(listing: Listing) -> None:
    if listing.has_ended:
        raise WrongState(_("Esta entrada já terminou e não se altera. Crie uma nova."), state=listing.state)


def note(
    listing: Listing, verb: str, by: Membership | None, *, before: str = "", after: str = "", said: str = ""
) -> None:
    """One audit row on the chain of this entry."""
    subject = (listing.SUBJECT, listing.uuid)
    shared.record(subject, verb, by=by, label=listing.title, before=before, after=after, said=said)


def write[L: Listing](
    model: type[L], listing: L | None, values: Mapping[str, Any], *, by: Membership, key: UUID | None = None
) -> L:
    """Create a draft, or change what stands, with values already checked. The same form sent twice makes one.

    Call it inside a transaction. What is published stays publishable: else nothing is written.
    """
    if listing is None:
        if not by.may_ask:
            raise NotAllowed(_("Com o seu papel só pode ler estas entradas."))
        if key and (before := model._default_manager.filter(uuid=key).first()) is not None:
            shared.sent_before(
                **{name: (getattr(before, name), value) for name, value in values.items()},
                organisation=(before.organisation_id, by.organisation_id),
            )
            return before
        now = moment.now()
        made = model(
            uuid=key or uuid4(),
            organisation=by.organisation,
            by=by,
            is_demo=by.organisation.is_demo,
            created_at=now,
            updated_at=now,
            **values,
        )
        made.save(force_insert=True)
        note(made, "create", by, after=made.state)
        return made
    kept = locked(listing, by)
    still_kept(kept)
    if all(getattr(kept, name) == value for name, value in values.items()):
        return kept
    for name, value in values.items():
        setattr(kept, name, value)
    if kept.is_published and (missing := kept.obstacles):
        raise WrongState(missing[0])
    touched(kept)
    note(kept, "change", by, before=kept.state, after=kept.state)
    return kept


def touched(listing: Listing) -> None:
    """Save it as changed now; calendars that hold an event are told by its number."""
    listing.updated_at = moment.now()
    if isinstance(listing, Event):
        listing.sequence += 1
    listing.save()


# --- Moving -----------------------------------------------------------------------------------------------------------


@first_come
@transaction.atomic
def publish[L: Listing](listing: L, *, by: Membership) -> L:
    """From draft to published: from now on everybody reads it."""
    kept = locked(listing, by)
    if not kept.is_draft:
        raise WrongState(_("Já está publicada ou já terminou."), state=kept.state)
    if missing := kept.obstacles:
        raise WrongState(" ".join(missing), state=kept.state)
    kept.state, kept.published_at = Listing.State.PUBLISHED, moment.now()
    touched(kept)
    note(kept, "publish", by, before=Listing.State.DRAFT, after=kept.state)
    return kept


@first_come
@transaction.atomic
def end[L: Listing](listing: L, *, by: Membership) -> L:
    """From published to ended: it leaves every list, at once and for good."""
    kept = locked(listing, by)
    if not kept.is_published:
        raise WrongState(_("Só termina o que está publicado."), state=kept.state)
    kept.state, kept.ended_at = Listing.State.ENDED, moment.now()
    touched(kept)
    note(kept, "end", by, before=Listing.State.PUBLISHED, after=kept.state)
    return kept


@first_come
@transaction.atomic
def discard(listing: Listing, *, by: Membership) -> None:
    """Throw a draft away. What was published is ended instead, and kept."""
    kept = locked(listing, by)
    if not kept.is_draft:
        raise WrongState(_("Só se apaga um rascunho. O que foi publicado termina-se."), state=kept.state)
    note(kept, "discard", by, before=kept.state)
    kept.delete()


@first_come
@transaction.atomic
def check_again[L: Listing](listing: L, *, by: Membership) -> L:
    """Somebody compared the entry with its source today, and it still holds."""
    kept = locked(listing, by)
    if not isinstance(kept, CHECKED):
        raise WrongState(_("Esta entrada não tem um dia de verificação."))
    still_kept(kept)
    before = kept.checked_on.isoformat() if kept.checked_on else ""
    kept.checked_on = today()
    touched(kept)
    note(kept, "check_again", by, before=before, after=kept.checked_on.isoformat())
    return kept
