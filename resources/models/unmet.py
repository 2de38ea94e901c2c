"""Unmet demand: it outlives the request it came from."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.utils import timezone

from accounts.models import Organisation
from geo.models import Municipality
from resources.models.categories import Category
from resources.models.codes import Reason, Urgency
from resources.models.requests import Request
from resources.models.resources import Resource


class RefusedDemand(models.Model):
    """Demand that found no place: kept and counted, whatever happened to the request."""

    at = models.DateTimeField(default=timezone.now)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    origin = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    resource = models.ForeignKey(Resource, models.SET_NULL, null=True, related_name="+")
    quantity = models.PositiveIntegerField()
    period = DateTimeRangeField()
    reason_code = models.CharField(max_length=20, choices=Reason.choices)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    request = models.ForeignKey(Request, models.SET_NULL, null=True, related_name="+")
    # The sent form it came from, and which need in it: the same form sent twice is one demand.
    submission = models.UUIDField(null=True, blank=True, editable=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-at",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "order"], name="demand_of_one_form_counts_once")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.category_id} {self.reason_code}"
