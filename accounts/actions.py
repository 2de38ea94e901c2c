"""What people change about their organisation's account: keys of other systems and the service's contacts.

What is not theirs does not exist for them (`DoesNotExist`); what is written wrongly is a `ValidationError`.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import ApiToken, CalendarKey, Contact, Membership, Organisation

MOST_TOKENS = 20
MOST_CALENDARS = 10


@transaction.atomic
def create_token(*, label: str, by: Membership) -> tuple[ApiToken, str]:
    """A key that acts for `by`. The secret is returned once and kept nowhere."""
    chain = _lock(by)
    if ApiToken.objects.live().filter(membership=by).count() >= MOST_TOKENS:
        raise ValidationError(
            _("Já tem %(most)d chaves em uso. Anule uma antes de criar outra.") % {"most": MOST_TOKENS}
        )
    secret = ApiToken.new_secret()
    token = ApiToken(membership=by, label=" ".join(label.split()), digest=ApiToken.digest_of(secret))
    token.full_clean()
    token.save()
    audit.record(
        chain, "create_token", by=by, subject=("api_token", token.uuid), label=token.label, to_state="live"
    )
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Membership) -> ApiToken:
    """A revoked key opens nothing from this moment on. Revoking again changes nothing."""
    chain = _lock(by)
    token = ApiToken.objects.managed_by(by).get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        audit.record(
            chain,
            "revoke_token",
            by=by,
            subject=("api_token", token.uuid),
            label=token.label,
            from_state="live",
            to_state="revoked",
        )
    return token


@transaction.atomic
def create_calendar_key(*, label: str, by: Membership) -> tuple[CalendarKey, str]:
    """A secret address of `by`'s calendar. The secret is returned once and kept nowhere."""
    chain = _lock(by)
    if CalendarKey.objects.of(by).count() >= MOST_CALENDARS:
        raise ValidationError(
            _("Já tem %(most)d endereços de calendário. Anule um antes de criar outro.")
            % {"most": MOST_CALENDARS}
        )
    secret = CalendarKey.new_secret()
    key = CalendarKey(membership=by, label=" ".join(label.split()), digest=CalendarKey.digest_of(secret))
    key.full_clean()
    key.save()
    audit.record(
        chain,
        "create_calendar_key",
        by=by,
        subject=("calendar_key", key.uuid),
        label=key.label,
        to_state="live",
    )
    return key, secret


@transaction.atomic
def revoke_calendar_key(key: CalendarKey, *, by: Membership) -> CalendarKey:
    """From this moment on the address shows nothing. Revoking again changes nothing."""
    chain = _lock(by)
    key = CalendarKey.objects.get(pk=key.pk, membership=by)
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        audit.record(
            chain,
            "revoke_calendar_key",
            by=by,
            subject=("calendar_key", key.uuid),
            label=key.label,
            from_state="live",
            to_state="revoked",
        )
    return key


@transaction.atomic
def save_contact(
    *, by: Membership, label: str, phone: str = "", email: str = "", contact: Contact | None = None
) -> Contact:
    """Write down, or change, where the organisation's service can be called back."""
    chain = _lock(by)
    if not by.may_decide:
        raise PermissionDenied
    if contact is None:
        kept = Contact(organisation_id=by.organisation_id)
    else:
        kept = Contact.objects.editable_by(by).get(pk=contact.pk)
    kept.label, kept.phone, kept.email = " ".join(label.split()), " ".join(phone.split()), email.strip()
    kept.full_clean()
    kept.save()
    verb = "create_contact" if contact is None else "change_contact"
    audit.record(chain, verb, by=by, subject=("contact", kept.uuid), label=kept.label)
    return kept


@transaction.atomic
def remove_contact(contact: Contact, *, by: Membership) -> None:
    chain = _lock(by)
    contact = Contact.objects.editable_by(by).get(pk=contact.pk)
    uuid, label = contact.uuid, contact.label
    try:
        with transaction.atomic():
            contact.delete()
    except (ProtectedError, RestrictedError):
        raise ValidationError(
            _("Este contacto está em pedidos já feitos e não pode ser apagado. Pode mudá-lo.")
        ) from None
    audit.record(chain, "remove_contact", by=by, subject=("contact", uuid), label=label)


def _lock(by: Membership) -> str:
    """Lock the organisation's row; returns the name of its audit chain."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)
    return f"organisation:{organisation.uuid}"
