"""What was observed: one indicator, one place, one period, one value, and where it comes from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from monitor import periods
from monitor.models.imports import Import
from monitor.models.indicators import Indicator, Source
from monitor.models.places import Place


class ObservationQuerySet(models.QuerySet["Observation"]):
    def current(self) -> ObservationQuerySet:
        """What holds today; earlier values of the same cell stay in the store."""
        return self.filter(superseded_at=None)

    def superseded(self) -> ObservationQuerySet:
        """Earlier values that later ones replaced; not those of imports that were taken back.

        None of a period in which anything is or was suppressed: an older total beside today's figures, or an older
        figure beside today's total, would give the hidden one away.
        """
        hidden = Observation.objects.filter(
            status=Observation.Status.SUPPRESSED, indicator=OuterRef("indicator"), period=OuterRef("period")
        )
        replaced = self.filter(superseded_at__isnull=False).exclude(superseded_in=F("batch"))
        return replaced.exclude(Exists(hidden))

    def visible_to(self, member: Membership | None) -> ObservationQuerySet:
        """The network's provisional figures are for members."""
        if member:
            return self
        return self.filter(audience=Indicator.Audience.PUBLIC, indicator__audience=Indicator.Audience.PUBLIC)

    def holding_for(self, member: Membership | None) -> ObservationQuerySet:
        """What holds for this reader, one figure a cell: of the network's and the public one, the network's."""
        found = self.current().visible_to(member)
        if member is None:
            return found
        network = Observation.objects.current().filter(
            audience=Indicator.Audience.NETWORK,
            indicator=OuterRef("indicator"),
            period=OuterRef("period"),
            place=OuterRef("place"),
        )
        return found.exclude(Q(Exists(network), audience=Indicator.Audience.PUBLIC))

    def in_order(self) -> ObservationQuerySet:
        return self.order_by("indicator__code", "end", "period", "place__order")


class Observation(models.Model):
    class Status(models.TextChoices):
        FINAL = "final", _("definitivo")
        PROVISIONAL = "provisional", _("provisório")
        ESTIMATED = "estimated", _("estimado")
        # Too few to be told without telling of somebody.
        SUPPRESSED = "suppressed", _("confidencial")
        MISSING = "missing", _("sem dados")
        NOT_DECLARED = "not_declared", _("não declarado")

    WITHOUT_VALUE = (Status.SUPPRESSED, Status.MISSING)

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    period = models.CharField(_("período"), max_length=25)
    start = models.DateField(editable=False)
    end = models.DateField(editable=False)
    value = models.DecimalField(_("valor"), max_digits=20, decimal_places=6, null=True, blank=True)
    status = models.CharField(_("estado"), max_length=12, choices=Status.choices)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    retrieved_on = models.DateField(_("obtido em"), null=True, blank=True)
    # What the source called it, where it is not the name in the registry.
    named = models.CharField(_("nome na fonte"), max_length=200, blank=True)
    audience = models.CharField(
        max_length=8, choices=Indicator.Audience.choices, default=Indicator.Audience.PUBLIC
    )
    batch = models.ForeignKey(Import, models.PROTECT, related_name="observations")
    entered_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)
    # The import that brought a later value, or whose undoing took this one back.
    superseded_in = models.ForeignKey(
        Import, models.PROTECT, null=True, blank=True, related_name="superseded"
    )

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observação")
        verbose_name_plural = _("observações")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "period", "place", "audience"],
                condition=Q(superseded_at=None),
                name="one_current_value_per_cell",
            ),
            # "No data" is never zero, and what is suppressed is nowhere at rest.
            models.CheckConstraint(
                condition=Q(status__in=["suppressed", "missing"], value=None)
                | (~Q(status__in=["suppressed", "missing"]) & Q(value__isnull=False)),
                name="observation_has_a_value_or_says_why_not",
            ),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="observation_period_runs_forward"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["place", "indicator"], condition=Q(superseded_at=None), name="current_by_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.place_id} {self.period}"

    @property
    def period_label(self) -> str:
        return periods.label(self.period)
