"""Where a visitor who promises or proposes something can be written to: apart from the thing, and only for a time."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.initiatives import Initiative
from community.models.pledges import Pledge


class VisitorContactQuerySet(models.QuerySet["VisitorContact"]):
    def unanswered(self, now: datetime | None = None) -> VisitorContactQuerySet:
        """Never confirmed, and too long ago."""
        late = (now or timezone.now()) - VisitorContact.TO_CONFIRM
        return self.filter(confirmed_at=None, asked_at__lte=late)

    def finished(self, now: datetime | None = None) -> VisitorContactQuerySet:
        """What they were kept for ended long enough ago."""
        late = (now or timezone.now()) - VisitorContact.KEPT_FOR
        return self.filter(Q(pledge__closed_at__lte=late) | Q(initiative__closed_at__lte=late))


class VisitorContact(models.Model):
    """An address, and nothing else. Never public; goes when the thing it belongs to has ended."""

    TO_CONFIRM = timedelta(days=3)
    KEPT_FOR = timedelta(days=30)

    # Also what stands in the letters' link: whoever has it can confirm, or take back.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("endereço de e-mail"))
    language = models.CharField(_("língua"), max_length=8, default="pt-pt")
    pledge = models.OneToOneField(Pledge, models.CASCADE, null=True, blank=True, related_name="contact")
    initiative = models.OneToOneField(
        Initiative, models.CASCADE, null=True, blank=True, related_name="contact"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = VisitorContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contacto de visitante")
        verbose_name_plural = _("contactos de visitantes")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(pledge__isnull=False, initiative=None) | Q(pledge=None, initiative__isnull=False),
                name="a_contact_belongs_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def about(self) -> Pledge | Initiative:
        found = self.pledge or self.initiative
        assert found is not None
        return found
