"""What was done: reports by period, with evidence. A later one corrects; nothing said is overwritten."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from monitor import periods
from plans import values
from plans.models.measures import Measure


class ReportQuerySet(models.QuerySet["Report"]):
    def current(self) -> ReportQuerySet:
        """What holds: not corrected by a later one, not taken back."""
        return self.filter(superseded_at=None)


class Report(models.Model):
    """What somebody said was done of one measure in one period (a year or a quarter, as the plan reports).

    Of a guarantee it says kept or not; of everything else a value: what was done in the period (flow), or the level
    reached at its end (cumulative, stock).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="reports")
    # The code of monitor.periods: 2026, 2026-Q1.
    period = models.CharField(_("período"), max_length=8)
    year = models.PositiveSmallIntegerField(_("ano"))
    value = models.DecimalField(_("valor"), max_digits=14, decimal_places=2, null=True, blank=True)
    kept = models.BooleanField(_("cumprida"), null=True, blank=True)
    note = models.CharField(_("nota"), max_length=500, blank=True)
    # What shows it: where it can be read or seen.
    evidence = models.CharField(_("evidência"), max_length=500, blank=True)
    evidence_url = models.URLField(_("ligação para a evidência"), max_length=400, blank=True)
    # Why an earlier one was corrected.
    correction = models.CharField(_("motivo da correção"), max_length=240, blank=True)
    # Why it was taken back, with nothing in its place.
    taken_back = models.CharField(_("motivo da retirada"), max_length=240, blank=True)
    # Reported after its period's last day for reporting.
    was_late = models.BooleanField(default=False)
    by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("measure", "period", "-at")
        verbose_name = _("relato de execução")
        verbose_name_plural = _("relatos de execução")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "period"],
                condition=Q(superseded_at=None),
                name="one_report_a_period",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, kept=None) | Q(value=None, kept__isnull=False),
                name="report_says_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0), name="reports_are_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.period}"

    @property
    def said(self) -> str:
        """The value with its unit, or whether the guarantee was kept."""
        if self.kept is not None:
            return gettext("cumprida") if self.kept else gettext("não cumprida")
        said = values.shown(self.value, self.measure)
        return said if self.measure.is_percent else f"{said} ({self.measure.unit})"

    @property
    def period_name(self) -> str:
        return periods.label(self.period)

    @property
    def is_current(self) -> bool:
        return self.superseded_at is None
