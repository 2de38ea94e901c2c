"""REF-AMP: its axes, problems, responses, lines of action and ideas; its figures as printed and its slips."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.bilingual import in_language
from search.searchable import Indexed, SearchableQuerySetMixin


class SearchableQuerySet(SearchableQuerySetMixin, models.QuerySet):
    pass


class Axis(Indexed, models.Model):
    """A priority axis (EP, what to do) or a strategic-action axis (AE, how to do it) of REF-AMP."""

    class Kind(models.TextChoices):
        PRIORITY = "EP", _("Eixo prioritário")
        ACTION = "AE", _("Eixo de ação estratégica")

    code = models.CharField(max_length=6, primary_key=True)
    kind = models.CharField(max_length=2, choices=Kind.choices)
    order = models.PositiveSmallIntegerField()
    name_pt = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)

    search_fields: ClassVar = [
        index.SearchField("code", boost=6),
        index.SearchField("name_pt", boost=5),
        index.SearchField("name_en", boost=5),
        index.AutocompleteField("code"),
        index.AutocompleteField("name_pt"),
        index.AutocompleteField("name_en"),
        index.FilterField("kind"),
    ]

    objects = models.Manager.from_queryset(SearchableQuerySet)()

    class Meta:
        # Priority axes (EP) first: what to do comes before how to do it.
        ordering = ("-kind", "order")
        verbose_name = _("eixo")
        verbose_name_plural = _("eixos")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return in_language(self.name_pt, self.name_en)


class Problem(Indexed, models.Model):
    """A problem inside a priority axis. `printed_pt` keeps REF-AMP's own words where today's differ."""

    code = models.CharField(max_length=8, primary_key=True)
    axis = models.ForeignKey(Axis, models.PROTECT, related_name="problems")
    order = models.PositiveSmallIntegerField()
    name_pt = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    printed_pt = models.CharField(max_length=200, blank=True)

    search_fields: ClassVar = [
        index.SearchField("code", boost=6),
        index.SearchField("name_pt", boost=5),
        index.SearchField("name_en", boost=5),
        index.SearchField("printed_pt", boost=2),
        index.AutocompleteField("code"),
        index.AutocompleteField("name_pt"),
        index.AutocompleteField("name_en"),
        index.FilterField("axis"),
    ]

    objects = models.Manager.from_queryset(SearchableQuerySet)()

    class Meta:
        ordering = ("code",)
        verbose_name = _("problemática")
        verbose_name_plural = _("problemáticas")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return in_language(self.name_pt, self.name_en)


class OperativeResponse(Indexed, models.Model):
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

    search_fields: ClassVar = [
        index.SearchField("code", boost=6),
        index.SearchField("name_pt", boost=5),
        index.SearchField("name_en", boost=5),
        index.SearchField("printed_pt", boost=2),
        index.RelatedFields("problem", [index.SearchField("name_pt"), index.SearchField("name_en")]),
        index.AutocompleteField("code"),
        index.AutocompleteField("name_pt"),
        index.AutocompleteField("name_en"),
        index.FilterField("problem"),
        index.FilterField("response_class"),
    ]

    objects = models.Manager.from_queryset(SearchableQuerySet)()

    class Meta:
        ordering = ("order",)
        verbose_name = _("resposta operativa")
        verbose_name_plural = _("respostas operativas")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return in_language(self.name_pt, self.name_en)


class StructuringIdea(models.Model):
    """One of the five ideas REF-AMP is built on."""

    order = models.PositiveSmallIntegerField(primary_key=True)
    name_pt = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    # What the document says under it, in short; `source` names its lines.
    text_pt = models.CharField(max_length=240, blank=True)
    text_en = models.CharField(max_length=240, blank=True)
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("order",)
        verbose_name = _("ideia estruturante")
        verbose_name_plural = _("ideias estruturantes")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_pt, self.name_en)

    @property
    def text(self) -> str:
        return in_language(self.text_pt, self.text_en)


class ActionLine(Indexed, models.Model):
    """A line of a strategic-action axis (AE1.2): how, never what. `printed_pt` is the document's wording."""

    code = models.CharField(max_length=8, primary_key=True)
    axis = models.ForeignKey(Axis, models.PROTECT, related_name="lines")
    order = models.PositiveSmallIntegerField()
    name_pt = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    printed_pt = models.CharField(max_length=160)
    source = models.CharField(max_length=60)

    search_fields: ClassVar = [
        index.SearchField("code", boost=6),
        index.SearchField("name_pt", boost=5),
        index.SearchField("name_en", boost=5),
        index.SearchField("printed_pt", boost=2),
        index.RelatedFields("axis", [index.SearchField("name_pt"), index.SearchField("name_en")]),
        index.AutocompleteField("code"),
        index.AutocompleteField("name_pt"),
        index.AutocompleteField("name_en"),
        index.FilterField("axis"),
    ]

    objects = models.Manager.from_queryset(SearchableQuerySet)()

    class Meta:
        ordering = ("order",)
        verbose_name = _("linha de ação")
        verbose_name_plural = _("linhas de ação")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return in_language(self.name_pt, self.name_en)


_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾₀₁₂₃₄₅₆₇₈₉₍₎", "0123456789()0123456789()")


def known_codes(asked: Iterable[str]) -> set[str]:
    """Those that name an axis, a problem, a response or a line of REF-AMP: each has a page."""
    wanted = set(asked)
    kinds: list[type[models.Model]] = [Axis, Problem, OperativeResponse, ActionLine]
    first, *others = [
        kind._default_manager.filter(pk__in=wanted).order_by().values_list("pk") for kind in kinds
    ]
    return {code for (code,) in first.union(*others).order_by()}


class Representativeness(models.Model):
    """One value of the document's "representatividade", exactly as printed; its slips stay and are shown as such.

    No value is an empty `printed` and no `percent`, never a zero. `subject` is the code of a problem or of an action
    axis, or UE, UCE, CV for the units, the coordination unit and the council. The document does not say out of how
    many the counts are: all fit N.
    """

    class Scope(models.TextChoices):
        AMP = "AMP", _("AMP")
        MUNICIPALITIES = "MUN", _("Municípios")
        # The document gives one value and no name to its column.
        ONE = "ONE", _("valor único")

    N = 48

    subject = models.CharField(max_length=8)
    scope = models.CharField(max_length=3, choices=Scope.choices)
    # The document prints two lines of values for one of its subjects.
    row = models.PositiveSmallIntegerField(default=1)
    order = models.PositiveSmallIntegerField()
    printed = models.CharField(max_length=20, blank=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    count = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=60)

    class Meta:
        ordering = ("order",)
        verbose_name = _("representatividade")
        verbose_name_plural = _("representatividades")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "scope", "row"], name="one_figure_per_place"),
            models.CheckConstraint(
                condition=Q(printed="", percent=None, count=None)
                | (~Q(printed="") & Q(percent__isnull=False)),
                name="what_is_not_printed_has_no_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.scope} {self.printed}"

    @property
    def computed(self) -> Decimal | None:
        """What the printed count is of N, to two decimals; None without a count."""
        if self.count is None:
            return None
        return (Decimal(100 * self.count) / self.N).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def differs(self) -> bool:
        """The printed percentage does not follow from the printed count."""
        return self.computed is not None and self.computed != self.percent

    @property
    def is_cut_short(self) -> bool:
        """It differs only because decimals were cut instead of rounded."""
        if self.count is None or not self.differs:
            return False
        return (Decimal(100 * self.count) / self.N).quantize(Decimal("0.01"), ROUND_DOWN) == self.percent

    @property
    def plain(self) -> str:
        """As printed, in running text: 64.50% (31)."""
        return re.sub(r"(?<=%)(?=\()", " ", self.printed.translate(_PLAIN))

    @property
    def pieces(self) -> tuple[str, str, str]:
        """As printed, for setting in type: the figure, what stands raised after it, what stands lowered."""
        found = re.fullmatch(r"([^⁽₍]*)(⁽[^⁾]*⁾)?(₍[^₎]*₎)?", self.printed)
        figure, raised, lowered = found.groups("") if found else (self.printed, "", "")
        return figure, raised.translate(_PLAIN), lowered.translate(_PLAIN)


class EditorialNote(models.Model):
    """Something odd in the document itself, said beside what it is about and not mended."""

    code = models.SlugField(max_length=40, primary_key=True)
    order = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=8)
    text_pt = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300)
    source = models.CharField(max_length=60)

    class Meta:
        ordering = ("order",)
        verbose_name = _("nota ao documento")
        verbose_name_plural = _("notas ao documento")

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return in_language(self.text_pt, self.text_en)
