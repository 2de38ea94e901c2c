"""The registry: what each figure means, where it comes from, how it is read."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.bilingual import in_language
from accounts.models import Membership
from monitor.models.places import Place
from search.searchable import Indexed, SearchableQuerySetMixin

CODE = RegexValidator(r"^[a-z][a-z0-9_]{1,59}$", _("Só letras minúsculas sem acentos, algarismos e _."))
# Pages of the monitor that stand where the pages of indicators stand.
RESERVED = ("comparar", "diagnosticos", "municipio", "atualizacoes", "historias")


def is_free(code: str) -> None:
    """Refuses a code that would hide its indicator behind another page."""
    if code in RESERVED:
        raise ValidationError(_("Este código é o endereço de uma página do monitor. Escolha outro."))


class Topic(models.Model):
    """What indicators are grouped by."""

    code = models.SlugField(_("código"), max_length=30, primary_key=True)
    order = models.PositiveSmallIntegerField(_("ordem"))
    name_pt = models.CharField(_("nome"), max_length=60)
    name_en = models.CharField(_("nome em inglês"), max_length=60)
    text_pt = models.CharField(_("texto"), max_length=300, blank=True)
    text_en = models.CharField(_("texto em inglês"), max_length=300, blank=True)

    class Meta:
        ordering = ("order",)
        verbose_name = _("tema")
        verbose_name_plural = _("temas")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_pt, self.name_en)

    @property
    def text(self) -> str:
        return in_language(self.text_pt, self.text_en)


class Source(models.Model):
    """Where a figure was taken from, in the words it came with."""

    text = models.CharField(_("fonte"), max_length=400, unique=True)
    licence = models.CharField(_("licença"), max_length=60, blank=True)
    url = models.URLField(_("endereço"), max_length=300, blank=True)

    class Meta:
        ordering = ("text",)
        verbose_name = _("fonte")
        verbose_name_plural = _("fontes")

    def __str__(self) -> str:
        return self.text


class IndicatorQuerySet(SearchableQuerySetMixin, models.QuerySet["Indicator"]):
    def visible_to(self, member: Membership | None) -> IndicatorQuerySet:
        """Those of which this reader may read at least something, once there is something."""
        return self if member else self.filter(audience=Indicator.Audience.PUBLIC)

    def with_observations(self, member: Membership | None) -> IndicatorQuerySet:
        """Those with at least one current figure this reader may read."""
        from monitor.models.observations import Observation

        current = Observation.objects.current().visible_to(member).filter(indicator=models.OuterRef("pk"))
        return self.filter(models.Exists(current))

    def from_municipalities(self) -> IndicatorQuerySet:
        """Those of which municipalities send their own figures."""
        return self.filter(from_municipalities=True, own=False)

    def about(self, code: str) -> IndicatorQuerySet:
        """Those of an axis of REF-AMP, or of one of its problems."""
        return self.filter(Q(axis=code) | Q(problem=code) | Q(problem__startswith=f"{code}."))

    def in_reading_order(self) -> IndicatorQuerySet:
        return self.select_related("topic").order_by("topic__order", "order", "code")


class Indicator(Indexed, models.Model):
    class Kind(models.TextChoices):
        COUNT = "count", _("contagem")
        RATE = "rate", _("taxa ou proporção")
        INDEX = "index", _("índice")
        MEAN = "mean", _("média")

    class Direction(models.TextChoices):
        NONE = "", _("sem sentido desejável")
        UP = "up", _("mais é melhor")
        DOWN = "down", _("menos é melhor")

    class Periodicity(models.TextChoices):
        CENSUS = "census", _("de dez em dez anos")
        ANNUAL = "annual", _("anual")
        QUARTERLY = "quarterly", _("trimestral")
        MONTHLY = "monthly", _("mensal")
        IRREGULAR = "irregular", _("irregular")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("público")
        NETWORK = "network", _("rede")

    code = models.CharField(_("código"), max_length=60, unique=True, validators=[CODE, is_free])
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="indicators", verbose_name=_("tema"))
    order = models.PositiveSmallIntegerField(_("ordem"), default=500)
    audience = models.CharField(_("quem lê"), max_length=8, choices=Audience.choices, default=Audience.PUBLIC)
    # Written by the portal itself from its own life; nobody imports into it.
    own = models.BooleanField(_("série do portal"), default=False, editable=False)
    # Municipalities send their own quarterly figures of it.
    from_municipalities = models.BooleanField(_("enviado pelos municípios"), default=False)
    # False: came with a file, and nobody has written its sheet yet.
    described = models.BooleanField(_("ficha completa"), default=True)

    name_pt = models.CharField(_("nome"), max_length=200)
    name_en = models.CharField(_("nome em inglês"), max_length=200)
    short_pt = models.CharField(_("nome curto"), max_length=40)
    short_en = models.CharField(_("nome curto em inglês"), max_length=40)
    definition_pt = models.TextField(_("definição"), blank=True)
    definition_en = models.TextField(_("definição em inglês"), blank=True)
    unit_pt = models.CharField(_("unidade"), max_length=60)
    unit_en = models.CharField(_("unidade em inglês"), max_length=60)
    # As files write it; an import with another unit is refused.
    unit_source = models.CharField(_("unidade nos ficheiros"), max_length=40)
    decimals = models.PositiveSmallIntegerField(_("casas decimais"), default=0)
    kind = models.CharField(_("tipo"), max_length=5, choices=Kind.choices)
    direction = models.CharField(
        _("sentido"), max_length=4, choices=Direction.choices, default=Direction.NONE, blank=True
    )

    # factor * numerator / sum of denominators; empty where we hold no parts of it.
    numerator = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("numerador")
    )
    denominators = models.ManyToManyField(
        "self", blank=True, symmetrical=False, related_name="+", verbose_name=_("denominador (soma)")
    )
    factor = models.PositiveIntegerField(_("fator"), default=100)
    # Also shown per so many inhabitants of the portal's one population series; 0: not.
    per_head = models.PositiveIntegerField(_("por quantos habitantes"), default=0)

    publisher = models.CharField(_("entidade produtora"), max_length=120)
    method_pt = models.TextField(_("método"), blank=True)
    method_en = models.TextField(_("método em inglês"), blank=True)
    periodicity = models.CharField(_("periodicidade"), max_length=10, choices=Periodicity.choices)
    next_pt = models.CharField(_("próxima atualização"), max_length=120, blank=True)
    next_en = models.CharField(_("próxima atualização em inglês"), max_length=120, blank=True)
    axis = models.CharField(_("eixo do REF-AMP"), max_length=4, blank=True)
    problem = models.CharField(_("problemática do REF-AMP"), max_length=8, blank=True)
    sdg = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("ODS"))
    # Periods from which on it counts something else: never joined by a line.
    breaks = ArrayField(models.CharField(max_length=25), default=list, blank=True, verbose_name=_("quebras"))

    # One clause in the past, with {value} and the part to stress in [ ]; "" makes a plainer sentence.
    phrase_pt = models.CharField(_("frase"), max_length=240, blank=True)
    phrase_en = models.CharField(_("frase em inglês"), max_length=240, blank=True)
    # "município mais ..." and "menos ..."
    most_pt = models.CharField(_("o mais"), max_length=40, blank=True)
    most_en = models.CharField(_("o mais, em inglês"), max_length=40, blank=True)
    least_pt = models.CharField(_("o menos"), max_length=40, blank=True)
    least_en = models.CharField(_("o menos, em inglês"), max_length=40, blank=True)
    note_pt = models.TextField(_("o que convém saber"), blank=True)
    note_en = models.TextField(_("o que convém saber, em inglês"), blank=True)

    objects = IndicatorQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("name_pt", boost=5),
        index.SearchField("name_en", boost=5),
        index.SearchField("code", boost=4),
        index.SearchField("short_pt", boost=4),
        index.SearchField("short_en", boost=4),
        index.SearchField("searchable_topic", boost=2),
        index.SearchField("axis", boost=2),
        index.SearchField("problem", boost=2),
        index.SearchField("definition_pt"),
        index.SearchField("definition_en"),
        index.SearchField("unit_pt"),
        index.SearchField("unit_en"),
        index.SearchField("publisher"),
        index.AutocompleteField("name_pt"),
        index.AutocompleteField("name_en"),
        index.AutocompleteField("short_pt"),
        index.AutocompleteField("short_en"),
        index.AutocompleteField("code"),
        index.FilterField("code"),
        index.FilterField("topic"),
        index.FilterField("audience"),
        index.FilterField("axis"),
        index.FilterField("periodicity"),
    ]
    search_columns: ClassVar = (
        "name_pt", "name_en", "code", "short_pt", "short_en", "topic__name_pt", "topic__name_en", "axis", "problem",
        "definition_pt", "definition_en", "unit_pt", "unit_en", "publisher",
    )  # fmt: skip
    search_follows: ClassVar = ("topic",)

    class Meta:
        ordering = ("code",)
        verbose_name = _("indicador")
        verbose_name_plural = _("indicadores")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(factor__gt=0), name="indicator_factor_is_positive")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @classmethod
    def get_indexed_objects(cls) -> IndicatorQuerySet:
        """What the network keeps to itself stands in no file."""
        return cls.objects.visible_to(None).select_related("topic")

    def searchable_topic(self) -> str:
        return f"{self.topic.name_pt} {self.topic.name_en}"

    def clean(self) -> None:
        for field in ("phrase_pt", "phrase_en"):
            phrase = getattr(self, field)
            marks = (phrase.count("{value}"), phrase.count("{"), phrase.count("["), phrase.count("]"))
            if phrase and (marks != (1, 1, 1, 1) or phrase.index("[") > phrase.index("]")):
                raise ValidationError(
                    {field: _("A frase leva {value} uma vez e a parte a realçar entre parênteses retos.")}
                )
        if self.described and not (self.definition_pt.strip() and self.definition_en.strip()):
            raise ValidationError({"described": _("Uma ficha completa tem a definição nas duas línguas.")})

    def get_absolute_url(self) -> str:
        return reverse("indicator", args=[self.code])

    @property
    def name(self) -> str:
        return in_language(self.name_pt, self.name_en)

    @property
    def short(self) -> str:
        return in_language(self.short_pt, self.short_en)

    @property
    def definition(self) -> str:
        return in_language(self.definition_pt, self.definition_en)

    @property
    def unit(self) -> str:
        return in_language(self.unit_pt, self.unit_en)

    @property
    def method(self) -> str:
        return in_language(self.method_pt, self.method_en)

    @property
    def next_update(self) -> str:
        return in_language(self.next_pt, self.next_en)

    @property
    def note(self) -> str:
        return in_language(self.note_pt, self.note_en)

    @property
    def phrase(self) -> str:
        return in_language(self.phrase_pt, self.phrase_en)

    @property
    def most(self) -> str:
        return in_language(self.most_pt, self.most_en)

    @property
    def least(self) -> str:
        return in_language(self.least_pt, self.least_en)

    @property
    def adds_up(self) -> bool:
        """Whether figures of the 17 may be summed to one of the area."""
        return self.kind == self.Kind.COUNT

    def for_inhabitants(self, value: Decimal | None, place: Place) -> Decimal | None:
        """Per `per_head` inhabitants of the one population series (geo, its label beside it); None where not shown."""
        if value is None or not self.per_head or place.municipality is None:
            return None
        return value * self.per_head / place.municipality.population


class ReferenceLine(models.Model):
    """A target or another line an indicator is read against. Other rooms publish them; `key` is theirs."""

    key = models.CharField(max_length=80, unique=True)
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="lines")
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    by = models.DateField(_("até"))
    value = models.DecimalField(_("valor"), max_digits=20, decimal_places=6)
    label_pt = models.CharField(_("nome"), max_length=120)
    label_en = models.CharField(_("nome em inglês"), max_length=120)
    source = models.CharField(_("fonte"), max_length=300)
    url = models.CharField(_("endereço"), max_length=300, blank=True)

    class Meta:
        ordering = ("by", "key")
        verbose_name = _("linha de referência")
        verbose_name_plural = _("linhas de referência")

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.by} {self.value}"

    @property
    def label(self) -> str:
        return in_language(self.label_pt, self.label_en)
