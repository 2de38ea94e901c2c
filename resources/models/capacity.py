"""Offered capacity is a dated statement, not a number; blocks take some of it away for a time."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from resources.models.resources import Resource


class CapacityStatement(models.Model):
    """ "From 1 March: 12, said at 09:40 by X". For one start the latest statement counts; none is ever changed."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="statements")
    capacity = models.PositiveIntegerField(_("capacidade"))
    valid_from = models.DateTimeField(_("a partir de"))
    said_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    reason = models.ForeignKey("FreeText", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("valid_from", "id")
        indexes: ClassVar = [
            models.Index(fields=["resource", "valid_from", "-id"], name="statement_of_resource")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(capacity__lte=100_000), name="capacity_is_plausible")
        ]

    def __str__(self) -> str:
        return f"{self.capacity} from {self.valid_from:%Y-%m-%d}"


class Block(models.Model):
    """A time in which some places (quantity) or all (null) cannot be taken, with its reason."""

    class Reason(models.TextChoices):
        CLEANING = "cleaning", _("limpeza ou desinfestação")
        WORKS = "works", _("obras ou avaria")
        STAFF = "staff", _("falta de equipa")
        RESIDENTS = "residents", _("reservada a residentes")
        OTHER = "other", _("outro motivo")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="blocks")
    period = DateTimeRangeField()
    quantity = models.PositiveIntegerField(_("lugares"), null=True, blank=True)
    reason_code = models.CharField(_("motivo"), max_length=12, choices=Reason.choices)
    made_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("period",)
        indexes: ClassVar = [
            GistIndex(fields=["resource", "period"], name="block_period", condition=Q(lifted_at=None))
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(period__isempty=False), name="block_period_not_empty"),
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gt=0), name="block_takes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason_code} {self.period}"
