"""A search somebody keeps: the clock looks again and says when something new is free."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import identity
from accounts.bilingual import in_language
from accounts.models import Membership


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def of(self, member: Membership | None) -> SavedSearchQuerySet:
        """One's own and nobody else's."""
        return self.filter(membership=member) if member else self.none()

    def live(self) -> SavedSearchQuerySet:
        return self.filter(ended_at=None)


class SavedSearch(models.Model):
    """`query` is the address of the catalogue it came from, `criteria` what it understood by it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("nome"), max_length=60, blank=True, validators=[identity.refuse])
    query = models.CharField(max_length=1000, editable=False)
    criteria = models.JSONField(editable=False)
    words_pt = models.CharField(max_length=300, editable=False)
    words_en = models.CharField(max_length=300, editable=False)
    start = models.DateField(_("entrada"))
    end = models.DateField(_("saída"))
    alerts = models.BooleanField(_("avisar"), default=True)
    # The resources that met it when it was last looked at, so that only what is new is told.
    seen = ArrayField(models.BigIntegerField(), default=list, editable=False)
    told_on = models.DateField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ("ended_at", "start", "id")
        indexes: ClassVar = [
            models.Index(fields=["membership"], name="search_live", condition=models.Q(ended_at=None))
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="search_ends_after_it_starts"
            )
        ]
        verbose_name = _("pesquisa guardada")

    def __str__(self) -> str:
        return self.name or self.words

    @property
    def words(self) -> str:
        return in_language(self.words_pt, self.words_en)
