"""Impact sheets: what is expected to change, how it is measured, and what was found."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.models import Membership, Organisation
from impact.models.subjects import OfASubject, SubjectQuerySet, exactly_one
from monitor.models import Indicator
from search.searchable import Indexed


class SheetQuerySet(SubjectQuerySet["ImpactSheet"]):
    def for_pages(self) -> SheetQuerySet:
        return self.with_subjects().select_related("owner__user", "owner_entity")


class ImpactSheet(Indexed, OfASubject):
    """The question asked of one subject, and the dimensions in which the answer is looked for."""

    class State(models.TextChoices):
        DRAFT = "draft", _("em preparação")
        PUBLISHED = "published", _("publicada")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("título"), max_length=200)
    question = models.TextField(_("o que se quer saber"))
    audience = models.CharField(_("para quem se espera a mudança"), max_length=240, blank=True)
    method = models.TextField(_("como se procura a resposta"), blank=True)
    since = models.DateField(_("desde"), null=True, blank=True)
    until = models.DateField(_("até"), null=True, blank=True)
    owner = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name=_("responsável"))
    owner_entity = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("entidade responsável")
    )
    state = models.CharField(_("estado"), max_length=10, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    # Started from the programme standard, which is a document of elsewhere.
    from_standard = models.BooleanField(default=False)
    is_demo = models.BooleanField(_("fictícia"), default=False)
    made_at = models.DateTimeField(default=timezone.now)

    objects = SheetQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("title", boost=5),
        index.SearchField("searchable_subject", boost=2),
        index.SearchField("audience", boost=2),
        index.SearchField("question"),
        index.SearchField("searchable_dimensions"),
        index.AutocompleteField("title"),
        index.FilterField("state"),
    ]
    # It is public as long as what it is of is.
    search_follows: ClassVar = ("plan", "element__plan", "programme", "edition", "project", "dimensions")

    class Meta:
        ordering = ("title", "pk")
        verbose_name = _("ficha de impacto")
        verbose_name_plural = _("fichas de impacto")
        constraints: ClassVar = [
            models.CheckConstraint(condition=exactly_one(), name="sheet_is_of_one_subject"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")),
                name="sheet_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def get_indexed_objects(cls) -> SheetQuerySet:
        return cls.objects.visible_to(None).with_subjects().prefetch_related("dimensions")

    def searchable_dimensions(self) -> str:
        return " ".join(f"{one.name} {one.expected}" for one in self.dimensions.all())

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED


class Dimension(models.Model):
    """One thing that may change: tangible (a figure says it) or intangible (people tell it, and something shows it)."""

    class Sort(models.TextChoices):
        EFFICACY = "efficacy", _("eficácia: os objetivos foram alcançados?")
        EFFICIENCY = "efficiency", _("eficiência: com que meios?")
        IMPACT = "impact", _("impacto: o que mudou na vida das pessoas?")

    class Instrument(models.TextChoices):
        REPORTS = "reports", _("relatórios estatísticos")
        CARE = "care", _("relatórios de atendimento")
        OBSERVATION = "observation", _("observação")
        ATTENDANCE = "attendance", _("lista de presenças")
        TESTIMONY = "testimony", _("depoimentos")
        FORM = "form", _("ficha de avaliação")
        VISITS = "visits", _("visitas ao local")
        OTHER = "other", _("outro instrumento")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sheet = models.ForeignKey(ImpactSheet, models.CASCADE, related_name="dimensions")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("dimensão"), max_length=200)
    is_tangible = models.BooleanField(_("tangível"), default=True)
    sort = models.CharField(_("o que se avalia"), max_length=10, choices=Sort.choices, default=Sort.IMPACT)
    expected = models.CharField(_("o que se espera"), max_length=300, blank=True)
    index = models.CharField(_("índice"), max_length=200, blank=True)
    unit = models.CharField(_("unidade"), max_length=60, blank=True)
    # Whose values are shown from the monitor with their source, never copied.
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("indicador do monitor"),
    )
    instrument = models.CharField(
        _("instrumento"), max_length=12, choices=Instrument.choices, default=Instrument.REPORTS
    )
    method = models.CharField(_("método"), max_length=300, blank=True)
    baseline = models.DecimalField(
        _("valor de partida"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    baseline_source = models.CharField(_("fonte e data do valor de partida"), max_length=200, blank=True)
    # The programme standard it was taken from, by lines of the document.
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("sheet", "order")
        verbose_name = _("dimensão de impacto")
        verbose_name_plural = _("dimensões de impacto")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sheet", "order"],
                name="one_place_in_the_sheet",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(is_tangible=False) | ~Q(unit="") | Q(indicator__isnull=False),
                name="tangible_dimensions_have_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(baseline=None) | ~Q(baseline_source=""), name="baselines_have_a_source"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FindingQuerySet(models.QuerySet["Finding"]):
    def current(self) -> FindingQuerySet:
        return self.filter(superseded_at=None)


class Finding(models.Model):
    """What was found in one dimension: a value with its source, or a narrative with what shows it.

    A later one supersedes, nothing is overwritten.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="findings")
    # The day up to which it holds.
    on = models.DateField(_("data a que se refere"))
    value = models.DecimalField(_("valor"), max_digits=14, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("fonte"), max_length=200, blank=True)
    narrative = models.TextField(_("o que mudou, por palavras"), blank=True)
    evidence = models.CharField(_("evidência"), max_length=500, blank=True)
    evidence_url = models.URLField(_("ligação para a evidência"), max_length=400, blank=True)
    correction = models.CharField(_("motivo da correção"), max_length=240, blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("dimension", "-on", "-at")
        verbose_name = _("constatação")
        verbose_name_plural = _("constatações")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(value__isnull=False) & ~Q(source=""))
                | (~Q(narrative="") & (~Q(evidence="") | ~Q(evidence_url=""))),
                name="finding_has_source_or_evidence",
            ),
            models.UniqueConstraint(
                fields=["dimension", "on"],
                condition=Q(superseded_at=None),
                name="one_finding_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.on}"
