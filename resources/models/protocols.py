"""Formal agreements under which capacity crosses a municipal border (minimal: parties and period)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from geo.models import Municipality


class ProtocolQuerySet(models.QuerySet["Protocol"]):
    def in_force(self, days: DateRange) -> ProtocolQuerySet:
        return self.filter(period__contains=days)

    def between(self, one: str, other: str) -> ProtocolQuerySet:
        """Protocols with both municipalities (DICO codes) as parties."""
        return self.filter(parties__dico=one).filter(parties__dico=other)

    def cover(self, one: str, other: str, days: DateRange) -> bool:
        """Whether protocols between the two, taken together, are in force on every one of these days."""
        query = self.between(one, other).values("period").distinct()
        sql, params = query.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT range_agg(p.period) @> %s::daterange FROM ({sql}) p(period)", [days, *params]
            )
            return bool(cursor.fetchone()[0])

    def reach(self, one: str, days: DateRange) -> set[str]:
        """The municipalities that protocols with this one cover on every one of these days."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT other.municipality_id FROM resources_protocol p"
                " JOIN resources_protocol_parties own ON own.protocol_id = p.id AND own.municipality_id = %s"
                " JOIN resources_protocol_parties other ON other.protocol_id = p.id"
                " GROUP BY other.municipality_id HAVING range_agg(p.period) @> %s::daterange",
                [one, days],
            )
            return {dico for (dico,) in cursor.fetchall()}


class Protocol(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("código"), max_length=20, unique=True)
    title_pt = models.CharField(_("título"), max_length=200)
    title_en = models.CharField(_("título em inglês"), max_length=200, blank=True)
    parties = models.ManyToManyField(Municipality, related_name="protocols", verbose_name=_("partes"))
    period = DateRangeField(_("em vigor"))
    is_demo = models.BooleanField(_("fictício"), default=False)

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        verbose_name = _("protocolo")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(period__isempty=False), name="protocol_period_not_empty"
            )
        ]

    def __str__(self) -> str:
        return self.code


class ProtocolException(models.Model):
    """A manager of the holder let a booking cross a border without a protocol: who, when, why."""

    booking = models.ForeignKey("Booking", models.CASCADE, related_name="exceptions")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.ForeignKey("FreeText", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"exception for {self.booking_id}"
