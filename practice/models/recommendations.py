"""The eight recommendations of MAASIP: to whom each is addressed, and what shows that something is done about it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.bilingual import in_language
from accounts.models import Membership, Organisation
from plans.models import Plan, PlanElement
from search.searchable import Indexed, SearchableQuerySetMixin


class RecommendationQuerySet(SearchableQuerySetMixin, models.QuerySet["Recommendation"]):
    def evidenced_by(self, member: Membership) -> RecommendationQuerySet:
        """Those to which the member may add evidence: who governs to all, who manages a municipality to its three."""
        if member.governs:
            return self
        if member.has(Membership.Role.MANAGER) and member.organisation.kind == Organisation.Kind.MUNICIPALITY:
            return self.filter(addressee=Recommendation.Addressee.MUNICIPALITIES)
        return self.none()

    def for_pages(self) -> RecommendationQuerySet:
        """With `said` (entries of evidence), `entities` (organisations that gave them) and `planned` (items of public
        plans in force that were not dropped: what is only being prepared is no beginning yet, and no number may show
        that an internal plan exists)."""
        planned = Q(
            links__element__plan__in=Plan.objects.counted().filter(is_public=True),
            links__element__dropped_at=None,
        )
        return self.annotate(
            said=Count("evidence", distinct=True),
            entities=Count("evidence__organisation", distinct=True),
            planned=Count("links", filter=planned, distinct=True),
        ).order_by("number")


class Recommendation(Indexed, models.Model):
    """One of the eight, in the study's own words. How far it is follows from what is linked to it: never typed."""

    class Addressee(models.TextChoices):
        MUNICIPALITIES = "municipalities", _("Municípios")
        ISS = "iss", _("Instituto da Segurança Social, I.P.")
        ANMP = "anmp", _("Associação Nacional de Municípios Portugueses")

    class Standing(models.TextChoices):
        NONE = "none", _("sem evidência")
        UNDER_WAY = "under_way", _("em curso")
        SHOWN = "shown", _("com evidência")

    number = models.PositiveSmallIntegerField(_("número"), primary_key=True)
    addressee = models.CharField(_("a quem se dirige"), max_length=16, choices=Addressee.choices)
    title_pt = models.CharField(_("título"), max_length=200)
    title_en = models.CharField(_("título em inglês"), max_length=200)
    text_pt = models.TextField(_("texto"))
    text_en = models.TextField(_("texto em inglês"))
    # Lines of the two seeds: "MPT:402-418; MEN:128-130".
    source = models.CharField(_("fonte"), max_length=60)
    plan_elements: models.ManyToManyField[PlanElement, PlanLink] = models.ManyToManyField(
        PlanElement, through="PlanLink", related_name="+", verbose_name=_("elementos de planos")
    )

    # Only there after `for_pages`.
    said: int
    entities: int
    planned: int

    objects = RecommendationQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("searchable_number", boost=6),
        index.SearchField("title_pt", boost=5),
        index.SearchField("title_en", boost=5),
        index.SearchField("searchable_keywords", boost=2),
        index.SearchField("text_pt"),
        index.SearchField("text_en"),
        index.AutocompleteField("title_pt"),
        index.AutocompleteField("title_en"),
        index.FilterField("addressee"),
    ]

    class Meta:
        ordering = ("number",)
        verbose_name = _("recomendação")
        verbose_name_plural = _("recomendações")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=8), name="eight_recommendations")
        ]

    def __str__(self) -> str:
        return f"R{self.number} {self.title}"

    def searchable_number(self) -> str:
        return f"R{self.number}"

    def searchable_keywords(self) -> str:
        return "MAASIP atendimento integrado recomendação integrated care recommendation"

    def get_absolute_url(self) -> str:
        return reverse("recommendation", args=[self.number])

    @property
    def title(self) -> str:
        return in_language(self.title_pt, self.title_en)

    @property
    def text(self) -> str:
        return in_language(self.text_pt, self.text_en)

    @property
    def standing(self) -> Recommendation.Standing:
        """After `for_pages`. A plan that speaks of it is a beginning; only evidence shows that something was done."""
        if self.said:
            return self.Standing.SHOWN
        return self.Standing.UNDER_WAY if self.planned else self.Standing.NONE


class PlanLinkQuerySet(models.QuerySet["PlanLink"]):
    def visible_to(self, member: Membership | None) -> PlanLinkQuerySet:
        """Those to items of plans the reader may read."""
        return self.filter(element__plan__in=Plan.objects.visible_to(member)).select_related("element__plan")


class PlanLink(models.Model):
    """An item of a plan that answers to a recommendation, and how."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="links")
    element = models.ForeignKey(
        PlanElement, models.CASCADE, related_name="+", verbose_name=_("elemento do plano")
    )
    note = models.CharField(_("de que maneira"), max_length=240, blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PlanLinkQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("ligação a um plano")
        verbose_name_plural = _("ligações a planos")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recommendation", "element"], name="an_item_answers_to_a_recommendation_once"
            )
        ]

    def __str__(self) -> str:
        return f"R{self.recommendation_id}, {self.element}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def own(self, member: Membership) -> EvidenceQuerySet:
        """Those the member may take back: of its own entity; the coordination all."""
        if member.has(Membership.Role.COORDINATION):
            return self
        if not (member.governs or member.has(Membership.Role.MANAGER)):
            return self.none()
        return self.filter(organisation=member.organisation_id)


class Evidence(models.Model):
    """What one entity did about a recommendation, and where it can be read."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="evidence")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("entidade")
    )
    text = models.TextField(_("o que foi feito"))
    link = models.URLField(_("onde se pode ler"), max_length=300, blank=True)
    dated = models.DateField(_("data"))
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(_("fictícia"), default=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("-dated", "-pk")
        verbose_name = _("evidência")
        verbose_name_plural = _("evidências")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="evidence_says_something")
        ]

    def __str__(self) -> str:
        return f"R{self.recommendation_id}, {self.organisation}"
