"""Keys of other systems, and the answers that are given again to a repeated call."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import identity
from accounts.models.people import Membership


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self) -> ApiTokenQuerySet:
        return self.filter(
            revoked_at=None,
            membership__is_active=True,
            membership__organisation__is_active=True,
            membership__user__is_active=True,
        )

    def managed_by(self, member: Membership) -> ApiTokenQuerySet:
        """Those a member may see and revoke: their own; a manager also everybody's of the organisation."""
        own = Q(membership=member)
        return self.filter(
            own | Q(membership__organisation=member.organisation_id) if member.may_decide else own
        )

    def matching(self, secret: str) -> ApiToken | None:
        return (
            self.live()
            .filter(digest=ApiToken.digest_of(secret))
            .select_related("membership__user", "membership__organisation__municipality")
            .first()
        )


class ApiToken(models.Model):
    """Acts for one person in one organisation. Only a digest is kept; the secret is shown once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="tokens")
    label = models.CharField(_("nome da chave"), max_length=80, validators=[identity.refuse])
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("chave da API")

    def __str__(self) -> str:
        return self.label

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()

    @staticmethod
    def new_secret() -> str:
        return "concerta_" + secrets.token_urlsafe(32)


class CalendarKeyQuerySet(models.QuerySet["CalendarKey"]):
    def live(self) -> CalendarKeyQuerySet:
        return self.filter(
            revoked_at=None,
            membership__is_active=True,
            membership__organisation__is_active=True,
            membership__user__is_active=True,
        )

    def of(self, member: Membership) -> CalendarKeyQuerySet:
        """One's own and nobody else's: a calendar is a person's."""
        return self.filter(membership=member, revoked_at=None)

    def matching(self, secret: str) -> CalendarKey | None:
        return (
            self.live()
            .filter(digest=CalendarKey.digest_of(secret))
            .select_related("membership__user", "membership__organisation__municipality")
            .first()
        )


class CalendarKey(models.Model):
    """The secret address of one person's calendar in one organisation. Only a digest is kept; shown once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="calendar_keys")
    label = models.CharField(_("onde o vai usar"), max_length=80, validators=[identity.refuse])
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarKeyQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("endereço de calendário")

    def __str__(self) -> str:
        return self.label

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(f"calendar:{secret}".encode()).hexdigest()

    @staticmethod
    def new_secret() -> str:
        return secrets.token_urlsafe(32)


class IdempotencyRecord(models.Model):
    """The first answer to a key. Of the body only a hash is kept; rows go after 24 hours."""

    token = models.ForeignKey(ApiToken, models.CASCADE)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_idempotency_key"),
        ]

    def __str__(self) -> str:
        return self.key
