"""What is measured of an element, in which unit and how it adds up, and its target for each year."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.bilingual import in_language
from accounts.models import Membership
from monitor.models import Indicator
from plans import values
from plans.models.plans import Plan, PlanElement
from units.models import Decision


class Measure(models.Model):
    """One thing counted of an element. How its values add up is declared, never guessed."""

    class Aggregation(models.TextChoices):
        # The same guarantee every year: kept or not kept; nothing is added up.
        CONTINUOUS = "continuous", _("garantia contínua")
        # Reached step by step over the plan: the year's value contains the years before.
        CUMULATIVE = "cumulative", _("progressão acumulada")
        # Done anew each year: the plan's total is the sum.
        FLOW = "flow", _("fluxo anual")
        # A level at a moment: never summed.
        STOCK = "stock", _("nível (total existente)")
        UNDECLARED = "undeclared", _("por declarar")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    element = models.ForeignKey(PlanElement, models.CASCADE, related_name="measures")
    order = models.PositiveSmallIntegerField(default=1)
    # What is counted, where the element's own text does not say it.
    name_pt = models.CharField(_("o que se mede"), max_length=160, blank=True)
    name_en = models.CharField(_("o que se mede, em inglês"), max_length=160, blank=True)
    unit_pt = models.CharField(_("unidade de medida"), max_length=80)
    unit_en = models.CharField(_("unidade de medida em inglês"), max_length=80, blank=True)
    is_percent = models.BooleanField(_("em percentagem"), default=False)
    aggregation = models.CharField(
        _("como se soma"), max_length=12, choices=Aggregation.choices, default=Aggregation.UNDECLARED
    )
    # False: proposed from how the values look, and shown "por confirmar".
    is_confirmed = models.BooleanField(_("confirmado"), default=False)
    # Reached by coming down to it: waiting time, cases without a place.
    lower_is_better = models.BooleanField(_("quanto menos, melhor"), default=False)
    # Where its targets are drawn in the monitor.
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indicador")
    )

    class Meta:
        ordering = ("element", "order")
        verbose_name = _("medida")
        verbose_name_plural = _("medidas")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["element", "order"], name="one_place_in_the_element"),
            # Undeclared is never a confirmed answer.
            models.CheckConstraint(
                condition=~Q(aggregation="undeclared", is_confirmed=True), name="undeclared_is_not_confirmed"
            ),
            # A percentage is of something: adding those of two years says nothing.
            models.CheckConstraint(
                condition=~Q(aggregation="flow", is_percent=True), name="percentages_are_not_summed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element.code} ({self.unit_pt})"

    @property
    def name(self) -> str:
        return in_language(self.name_pt, self.name_en)

    @property
    def unit(self) -> str:
        return in_language(self.unit_pt, self.unit_en)

    @property
    def is_summed(self) -> bool:
        """Only flows have a total over the plan."""
        return self.aggregation == self.Aggregation.FLOW

    @property
    def is_guarantee(self) -> bool:
        return self.aggregation == self.Aggregation.CONTINUOUS


class Target(models.Model):
    """What was promised for one year. No value is "no target", which is not zero: a zero target is a target.

    `baseline` is the value at approval; the database keeps it from then on. `value` is what holds now, moved only by
    an amendment that keeps the old one.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("ano"))
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    value = models.DecimalField(_("meta"), max_digits=14, decimal_places=2, null=True, blank=True)
    # As the source printed it: 100%, 0.
    printed = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("measure", "year")
        verbose_name = _("meta")
        verbose_name_plural = _("metas")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "year"], name="one_target_a_year"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=Decimal(0)), name="targets_are_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}: {self.value}"

    @property
    def is_amended(self) -> bool:
        return self.value != self.baseline


class Amendment(models.Model):
    """A change to an approved plan: what it was, what it is, why, and by which decision."""

    class What(models.TextChoices):
        VALUE = "value", _("valor da meta")
        TEXT = "text", _("texto")
        UNIT = "unit", _("unidade ou forma de somar")
        ADDED = "added", _("acrescentado")
        DROPPED = "dropped", _("retirado")
        RESTORED = "restored", _("reposto")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="amendments")
    element = models.ForeignKey(PlanElement, models.PROTECT, related_name="amendments")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="amendments")
    what = models.CharField(_("o que mudou"), max_length=10, choices=What.choices)
    old_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    new_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    old_text = models.TextField(blank=True)
    new_text = models.TextField(blank=True)
    reason = models.CharField(_("motivo"), max_length=500)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deliberação")
    )
    by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("alteração ao plano")
        verbose_name_plural = _("alterações ao plano")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="amendments_say_why"),
            models.CheckConstraint(
                condition=~Q(what="value") | Q(target__isnull=False), name="changed_values_name_their_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element.code} {self.get_what_display()}"

    @property
    def old_said(self) -> str:
        """What the target was, with its unit."""
        return values.shown(self.old_value, self.target.measure) if self.target else ""

    @property
    def new_said(self) -> str:
        return values.shown(self.new_value, self.target.measure) if self.target else ""
