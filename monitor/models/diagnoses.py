"""Social diagnoses (AE1.1): documents of an entity about a place and a time, with findings that can be found again."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from accounts import moment
from accounts.models import Organisation
from monitor.models.indicators import Indicator
from monitor.models.places import Place
from search.searchable import Indexed, SearchableQuerySetMixin


class SocialDiagnosisQuerySet(SearchableQuerySetMixin, models.QuerySet["SocialDiagnosis"]):
    def published(self) -> SocialDiagnosisQuerySet:
        """What anybody may read: from its day on, as days go in Lisbon."""
        return self.filter(published_on__lte=timezone.localdate(moment.now()))

    def in_force(self) -> SocialDiagnosisQuerySet:
        """Without the versions that a published one replaces, newest first. A draft replaces nothing yet."""
        later = SocialDiagnosis.objects.published().filter(replaces=OuterRef("pk"))
        return self.exclude(Exists(later)).order_by("-published_on", "title")


class SocialDiagnosis(Indexed, ClusterableModel):
    """One version. A later one names it in `replaces`; both stay."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("título"), max_length=200)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("lugar"))
    first_year = models.PositiveSmallIntegerField(_("primeiro ano"))
    last_year = models.PositiveSmallIntegerField(_("último ano"))
    author = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entidade autora"),
    )
    author_name = models.CharField(_("entidade autora, se não estiver no portal"), max_length=200, blank=True)
    version = models.PositiveSmallIntegerField(_("versão"), default=1)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("substitui"),
    )
    summary = models.TextField(_("resumo"), max_length=1500)
    url = models.URLField(_("documento completo (endereço)"), max_length=300, blank=True)
    published_on = models.DateField(_("publicado em"), null=True, blank=True, help_text=_("Vazio: rascunho."))
    is_demo = models.BooleanField(_("fictício"), default=False)

    objects = SocialDiagnosisQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("title", boost=5),
        index.SearchField("searchable_place", boost=2),
        index.SearchField("searchable_years", boost=2),
        index.SearchField("summary"),
        index.SearchField("searchable_author"),
        index.SearchField("searchable_findings"),
        index.AutocompleteField("title"),
        index.FilterField("place"),
        index.FilterField("published_on"),
    ]
    search_follows: ClassVar = ("place", "author")

    class Meta:
        ordering = ("-published_on", "title")
        verbose_name = _("diagnóstico social")
        verbose_name_plural = _("diagnósticos sociais")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(first_year__lte=F("last_year")), name="diagnosis_years_run_forward"
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False) | ~Q(author_name=""), name="diagnosis_has_an_author"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def get_indexed_objects(cls) -> SocialDiagnosisQuerySet:
        return cls.objects.published().select_related("place", "author").prefetch_related("findings")

    def searchable_place(self) -> str:
        return f"{self.place.name_pt} {self.place.name_en}"

    def searchable_years(self) -> str:
        return " ".join(str(year) for year in range(self.first_year, self.last_year + 1))

    def searchable_author(self) -> str:
        return self.said_author

    def searchable_findings(self) -> str:
        return " ".join(one.text for one in self.findings.all())

    def get_absolute_url(self) -> str:
        return reverse("diagnosis", args=[self.uuid])

    @property
    def said_author(self) -> str:
        return self.author.name if self.author else self.author_name


class Finding(models.Model):
    """One thing a diagnosis found, with the figure it rests on where the monitor holds it."""

    # Written in the order of the diagnosis, each under the one before.
    sort_order_field = "order"

    diagnosis = ParentalKey(SocialDiagnosis, on_delete=models.CASCADE, related_name="findings")
    order = models.PositiveSmallIntegerField(_("ordem"), default=0)
    axis = models.CharField(_("eixo do REF-AMP"), max_length=4)
    problem = models.CharField(_("problemática do REF-AMP"), max_length=8, blank=True)
    text = models.TextField(_("o que se encontrou"), max_length=600)
    indicator = models.ForeignKey(
        Indicator,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("indicador"),
    )

    class Meta:
        ordering = ("diagnosis", "order", "pk")
        verbose_name = _("constatação")
        verbose_name_plural = _("constatações")

    def __str__(self) -> str:
        return self.text[:60]
