"""Documents of meetings and decisions: kept in the database with what they belong to."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from units.models.decisions import Decision
from units.models.meetings import Meeting


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, member: Membership | None) -> PaperQuerySet:
        """What one may see of what it belongs to; papers that are not public only for those who govern."""
        if member is not None and member.governs:
            return self
        return self.filter(
            Q(meeting__in=Meeting.objects.visible_to(member))
            | Q(decision__in=Decision.objects.visible_to(member)),
            is_public=True,
        )


class Paper(models.Model):
    """A file of a meeting or of a decision."""

    MOST_BYTES = 10 * 1024 * 1024

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, blank=True, related_name="papers")
    decision = models.ForeignKey(Decision, models.CASCADE, null=True, blank=True, related_name="papers")
    title = models.CharField(_("título"), max_length=160)
    name = models.CharField(_("nome do ficheiro"), max_length=160)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    is_public = models.BooleanField(_("público"), default=False)
    by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        verbose_name = _("documento")
        verbose_name_plural = _("documentos")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, decision=None) | Q(meeting=None, decision__isnull=False),
                name="paper_belongs_to_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.title
