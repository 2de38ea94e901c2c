"""Who decides: REF-AMP's axes, problems and operative responses, and the bodies that own them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geo.models import Municipality


def _in_language(pt: str, en: str) -> str:
    return en if (get_language() or "").startswith("en") and en else pt


class Axis(models.Model):
    """A priority axis (EP, what to do) or a strategic-action axis (AE, how to do it) of REF-AMP."""

    class Kind(models.TextChoices):
        PRIORITY = "EP", _("Eixo prioritário")
        ACTION = "AE", _("Eixo de ação estratégica")

    code = models.CharField(max_length=6, primary_key=True)
    kind = models.CharField(max_length=2, choices=Kind.choices)
    order = models.PositiveSmallIntegerField()
    name_pt = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)

    class Meta:
        # Priority axes (EP) first: what to do comes before how to do it.
        ordering = ("-kind", "order")
        verbose_name = _("eixo")
        verbose_name_plural = _("eixos")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return _in_language(self.name_pt, self.name_en)


class Problem(models.Model):
    """A problem inside a priority axis. `printed_pt` keeps REF-AMP's own words where today's differ."""

    code = models.CharField(max_length=8, primary_key=True)
    axis = models.ForeignKey(Axis, models.PROTECT, related_name="problems")
    order = models.PositiveSmallIntegerField()
    name_pt = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    printed_pt = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("code",)
        verbose_name = _("problemática")
        verbose_name_plural = _("problemáticas")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return _in_language(self.name_pt, self.name_en)


class OperativeResponse(models.Model):
    """An operative response of REF-AMP: what resources, plans and courses hang from."""

    class ResponseClass(models.TextChoices):
        STRUCTURES = (
            "a",
            _("criação, adaptação ou rentabilização de estruturas ou equipamentos"),
        )
        PROCESSES = "b", _("reorganização ou potenciação de modos e processos")
        CAPACITY = "c", _("capacitação")

    code = models.CharField(max_length=12, primary_key=True)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="responses")
    order = models.PositiveSmallIntegerField()
    response_class = models.CharField(max_length=1, choices=ResponseClass.choices)
    name_pt = models.CharField(max_length=240)
    name_en = models.CharField(max_length=240)
    printed_pt = models.CharField(max_length=240, blank=True)
    source = models.CharField(max_length=80, default="REF-AMP, 12/03/2014")

    class Meta:
        ordering = ("order",)
        verbose_name = _("resposta operativa")
        verbose_name_plural = _("respostas operativas")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return _in_language(self.name_pt, self.name_en)


class Body(models.Model):
    """A body that governs: strategic unit, coordination unit, council, technical team."""

    class Kind(models.TextChoices):
        STRATEGIC_UNIT = "strategic_unit", _("Unidade Estratégica")
        COORDINATION = "coordination", _("Unidade de Coordenação Estratégica")
        COUNCIL = "council", _("Conselho de Vereadores de Ação Social")
        TECHNICAL_TEAM = "technical_team", _("Equipa técnica supramunicipal")

    class Condition(models.TextChoices):
        IN_FORCE = "in_force", _("em vigor")
        TRANSITIONAL = "transitional", _("condição transitória")
        PROPOSED = "proposed", _("prevista no REF-AMP")

    # REF-AMP: "entre 3 a 5 membros", to avoid units both too small and too large.
    FEWEST, MOST = 3, 5

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("tipo"), max_length=20, choices=Kind.choices)
    axis = models.OneToOneField(
        Axis,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="unit",
        verbose_name=_("eixo"),
    )
    order = models.PositiveSmallIntegerField(default=0)
    name_pt = models.CharField(_("nome"), max_length=160)
    name_en = models.CharField(_("nome em inglês"), max_length=160)
    mandate_pt = models.TextField(_("mandato"), blank=True)
    mandate_en = models.TextField(_("mandato em inglês"), blank=True)
    condition = models.CharField(
        _("condição"),
        max_length=20,
        default=Condition.PROPOSED,
        choices=Condition.choices,
    )
    is_demo = models.BooleanField(_("composição fictícia"), default=False)

    class Meta:
        ordering = ("order",)
        verbose_name = _("órgão")
        verbose_name_plural = _("órgãos")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="strategic_unit", axis__isnull=False)
                | (~Q(kind="strategic_unit") & Q(axis__isnull=True)),
                name="strategic_unit_has_its_axis",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=~Q(kind="strategic_unit"),
                name="one_body_of_each_other_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        problems = (
            self.problems_before_force() if self.condition == self.Condition.IN_FORCE and self.pk else []
        )
        if problems:
            raise ValidationError({"condition": problems})

    @property
    def name(self) -> str:
        return _in_language(self.name_pt, self.name_en)

    @property
    def mandate(self) -> str:
        return _in_language(self.mandate_pt, self.mandate_en)

    @property
    def is_strategic_unit(self) -> bool:
        return self.kind == self.Kind.STRATEGIC_UNIT

    def seats_today(self) -> models.QuerySet[Seat]:
        """Seats whose term runs today, vacant ones (nobody sits there) included."""
        today = timezone.localdate()
        return self.seats.filter(Q(until=None) | Q(until__gte=today), since__lte=today).select_related(
            "municipality"
        )

    def problems_before_force(self) -> list[str]:
        """Why a strategic unit may not be in force today, as sentences. Other bodies have no such rule."""
        if not self.is_strategic_unit:
            return []
        members = [seat for seat in self.seats_today() if seat.person]
        found = []
        if len(members) < self.FEWEST:
            found.append(
                gettext("Uma unidade em vigor tem pelo menos %(n)d membros; esta tem %(has)d.")
                % {"n": self.FEWEST, "has": len(members)}
            )
        if len(members) > self.MOST:
            found.append(
                gettext("Uma unidade em vigor tem no máximo %(n)d membros; esta tem %(has)d.")
                % {"n": self.MOST, "has": len(members)}
            )
        return found

    @property
    def standing(self) -> Condition:
        """The condition a reader may be told today: terms end by themselves, and with them what was in force."""
        if self.condition == self.Condition.IN_FORCE and self.problems_before_force():
            return self.Condition.PROPOSED
        return self.Condition(self.condition)


class Seat(models.Model):
    """A seat of a body: whom it represents, who sits there, competence and term. A vacant one has no person."""

    class Role(models.TextChoices):
        MEMBER = "member", _("membro")
        LEADS = "leads", _("coordena")

    body = models.ForeignKey(Body, models.CASCADE, related_name="seats", verbose_name=_("órgão"))
    number = models.PositiveSmallIntegerField(_("lugar"))
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("município"),
    )
    person = models.CharField(
        _("pessoa"),
        max_length=120,
        blank=True,
        help_text=_("Vazio: lugar por preencher."),
    )
    role = models.CharField(_("função"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    competence_pt = models.CharField(_("competência"), max_length=160, blank=True)
    competence_en = models.CharField(_("competência em inglês"), max_length=160, blank=True)
    since = models.DateField(_("desde"))
    until = models.DateField(_("último dia"), null=True, blank=True)

    class Meta:
        ordering = ("body", "number", "since")
        verbose_name = _("lugar")
        verbose_name_plural = pgettext_lazy("seats", "lugares")
        constraints: ClassVar = [
            # Members of every body represent one of the 17; only an empty seat may wait for its municipality.
            models.CheckConstraint(
                condition=Q(person="") | Q(municipality__isnull=False),
                name="member_represents_a_municipality",
                violation_error_message=_(
                    "Quem ocupa um lugar representa um dos 17 municípios: escolha qual."
                ),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="term_does_not_end_before_it_starts",
            ),
            ExclusionConstraint(
                name="terms_of_one_seat_do_not_overlap",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("number", RangeOperators.EQUAL),
                    # Both ends of a term belong to it; an open end has no bound.
                    (
                        Func(
                            "since",
                            "until",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "Este lugar já está ocupado nesses dias: os mandatos não se sobrepõem."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.number}"

    def clean(self) -> None:
        # Named at its field, so that the exclusion is not asked about a range that cannot be.
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": gettext("O último dia não pode ser anterior ao primeiro.")})

    @property
    def competence(self) -> str:
        return _in_language(self.competence_pt, self.competence_en)

    @property
    def is_vacant(self) -> bool:
        return not self.person
