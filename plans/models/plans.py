"""A plan and its tree: levels with the names its authors gave them, each element with who answers for it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.bilingual import in_language
from accounts.models import Membership, Organisation
from monitor.periods import FIRST_YEAR, LAST_YEAR
from search.searchable import Indexed, SearchableQuerySetMixin
from units.models import Body, Decision


class PlanQuerySet(SearchableQuerySetMixin, models.QuerySet["Plan"]):
    def visible_to(self, member: Membership | None) -> PlanQuerySet:
        """What is published for everybody; drafts for who works on them, and a body's for all who govern."""
        public = Q(is_public=True) & ~Q(state=Plan.State.DRAFT)
        if member is None:
            return self.filter(public)
        # Who answers for a part of it reads the whole.
        answers = PlanElement.objects.filter(owner_entity=member.organisation_id, dropped_at=None)
        own = Q(organisation=member.organisation_id) | (
            Q(pk__in=answers.values("plan")) & ~Q(state=Plan.State.DRAFT)
        )
        if member.governs:
            return self.filter(public | own | Q(body__isnull=False) | Q(is_reference=True))
        return self.filter(public | own)

    def managed_by(self, member: Membership) -> PlanQuerySet:
        """Those whose tree and targets the member prepares and amends: a body's by who runs the body, an
        organisation's own by its managers and representatives, reference documents by the coordination."""
        mine = Q(body__in=Body.objects.run_by(member))
        if member.has(Membership.Role.MANAGER, Membership.Role.REPRESENTATIVE):
            mine |= Q(organisation=member.organisation_id)
        if member.has(Membership.Role.COORDINATION):
            mine |= Q(is_reference=True)
        return self.filter(mine)

    def counted(self) -> PlanQuerySet:
        """Those that count in figures of the area: approved or closed, of a body or an organisation. Reference
        documents of elsewhere never do."""
        return self.filter(is_reference=False, state__in=[Plan.State.APPROVED, Plan.State.CLOSED])

    def running(self) -> PlanQuerySet:
        """Those whose targets are to be reported on."""
        return self.filter(is_reference=False, state=Plan.State.APPROVED)

    def for_pages(self) -> PlanQuerySet:
        return self.select_related("body__axis", "organisation", "decision")


class Plan(Indexed, models.Model):
    """What was promised: a tree of elements with targets by year. From approval on its baseline never changes."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("plano de ação anual")
        DOMESTIC_VIOLENCE = "domestic_violence", _("plano metropolitano para a violência doméstica")
        HOME_SUPPORT = "home_support", _("plano metropolitano de apoio domiciliário")
        TRAINING = "training", _("plano metropolitano de ofertas formativas")
        OTHER = "other", _("outro plano")

    class State(models.TextChoices):
        DRAFT = "draft", _("em preparação")
        APPROVED = "approved", _("aprovado")
        CLOSED = "closed", _("encerrado")
        # Of elsewhere: read, compared, never reported on.
        REFERENCE = "reference", _("documento de referência")

    class Rhythm(models.TextChoices):
        QUARTER = "quarter", _("por trimestre")
        YEAR = "year", _("por ano")

    LONGEST = 20

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("tipo"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    title_pt = models.CharField(_("título"), max_length=240)
    title_en = models.CharField(_("título em inglês"), max_length=240, blank=True)
    summary_pt = models.TextField(_("em resumo"), blank=True)
    summary_en = models.TextField(_("em resumo, em inglês"), blank=True)
    # Whose plan it is: a body's or an organisation's; a reference document is nobody's here.
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name=_("órgão")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name=_("entidade")
    )
    is_reference = models.BooleanField(_("documento de referência"), default=False)
    # Where a reference document comes from, in words: "Brasil", and the file or address.
    origin = models.CharField(_("origem"), max_length=80, blank=True)
    source = models.CharField(_("fonte"), max_length=240, blank=True)
    first_year = models.PositiveSmallIntegerField(_("primeiro ano"))
    last_year = models.PositiveSmallIntegerField(_("último ano"))
    # From the root down: Eixo, Diretriz, Ação, Estratégia.
    levels_pt = ArrayField(models.CharField(max_length=40), verbose_name=_("nomes dos níveis"))
    levels_en = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("nomes dos níveis em inglês"),
    )
    rhythm = models.CharField(_("relata-se"), max_length=8, choices=Rhythm.choices, default=Rhythm.QUARTER)
    is_public = models.BooleanField(_("público"), default=False)
    state = models.CharField(_("estado"), max_length=10, choices=State.choices, default=State.DRAFT)
    # A body's plan is approved by a deliberation of the Council; an organisation's by its own, told in words.
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name=_("deliberação")
    )
    approved_by_own = models.CharField(_("aprovação da entidade"), max_length=240, blank=True)
    # Put before who approves it; a change to the draft takes it back.
    proposed_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(_("fictício"), default=False)
    made_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # What an import brought, so that the same file twice changes nothing.
    fingerprint = models.CharField(max_length=64, blank=True)

    objects = PlanQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("title_pt", boost=5),
        index.SearchField("title_en", boost=5),
        index.SearchField("searchable_whose", boost=2),
        index.SearchField("searchable_years", boost=2),
        index.SearchField("summary_pt"),
        index.SearchField("summary_en"),
        index.SearchField("origin"),
        index.AutocompleteField("title_pt"),
        index.AutocompleteField("title_en"),
        index.FilterField("kind"),
        index.FilterField("state"),
        index.FilterField("is_public"),
        index.FilterField("is_reference"),
        index.FilterField("body"),
        index.FilterField("organisation"),
    ]
    search_follows: ClassVar = ("body", "organisation")

    class Meta:
        ordering = ("-first_year", "title_pt", "pk")
        verbose_name = _("plano")
        verbose_name_plural = _("planos")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(body=None, organisation=None, is_reference=True, state="reference")
                | (
                    (Q(body=None, organisation__isnull=False) | Q(body__isnull=False, organisation=None))
                    & Q(is_reference=False)
                    & ~Q(state="reference")
                ),
                name="plan_is_of_one_or_a_reference",
            ),
            models.CheckConstraint(
                condition=Q(
                    first_year__gte=FIRST_YEAR, last_year__lte=LAST_YEAR, first_year__lte=F("last_year")
                ),
                name="plan_years_run_forward",
            ),
            models.UniqueConstraint(
                fields=["body", "first_year"],
                condition=Q(kind="annual"),
                name="one_annual_plan_a_body_and_year",
                violation_error_message=_("Este órgão já tem um plano de ação para esse ano."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="annual") | Q(first_year=F("last_year")), name="annual_plan_is_of_one_year"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "reference"], approved_at=None)
                | (
                    Q(state__in=["approved", "closed"], approved_at__isnull=False)
                    & (
                        Q(body__isnull=False, decision__isnull=False)
                        | (Q(organisation__isnull=False) & ~Q(approved_by_own=""))
                    )
                ),
                name="approved_plan_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.title_pt

    @classmethod
    def get_indexed_objects(cls) -> PlanQuerySet:
        """Approved and public ones. What is being prepared stands in no file."""
        return cls.objects.visible_to(None).select_related("body", "organisation")

    def searchable_whose(self) -> str:
        if self.body:
            return f"{self.body.name_pt} {self.body.name_en}"
        return self.organisation.name if self.organisation else ""

    def searchable_years(self) -> str:
        return " ".join(str(year) for year in self.years)

    @property
    def title(self) -> str:
        return in_language(self.title_pt, self.title_en)

    @property
    def summary(self) -> str:
        return in_language(self.summary_pt, self.summary_en)

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @property
    def span(self) -> str:
        """2026, or 2022–2025."""
        if self.first_year == self.last_year:
            return str(self.first_year)
        return f"{self.first_year}–{self.last_year}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_frozen(self) -> bool:
        """Its baseline no longer changes: what differs is an amendment."""
        return self.state in (self.State.APPROVED, self.State.CLOSED)

    @property
    def first_level(self) -> str:
        return self.level_name(0)

    def level_name(self, level: int) -> str:
        """What an element of this level is called; the last name where the tree is deeper than its names."""
        pt = self.levels_pt[min(level, len(self.levels_pt) - 1)]
        en = self.levels_en[min(level, len(self.levels_en) - 1)] if self.levels_en else ""
        return in_language(pt, en)


class PlanElementQuerySet(SearchableQuerySetMixin, models.QuerySet["PlanElement"]):
    def managed_by(self, member: Membership) -> PlanElementQuerySet:
        return self.filter(plan__in=Plan.objects.managed_by(member))

    def standing(self) -> PlanElementQuerySet:
        """Not taken out by an amendment."""
        return self.filter(dropped_at=None)

    def owned_by(self, member: Membership) -> PlanElementQuerySet:
        return self.filter(owner=member)

    def reported_by(self, member: Membership) -> PlanElementQuerySet:
        """Those whose execution the member may report: the owner, who manages or represents the owner's entity, and
        who manages the plan."""
        mine = Q(owner=member) | Q(plan__in=Plan.objects.managed_by(member))
        if member.has(Membership.Role.MANAGER, Membership.Role.REPRESENTATIVE):
            mine |= Q(owner_entity=member.organisation_id)
        return self.filter(mine)

    def without_owner(self) -> PlanElementQuerySet:
        """Nobody answers for it: never given, or who answered no longer acts for their entity."""
        gone = (
            Q(owner__is_active=False)
            | Q(owner__user__is_active=False)
            | Q(owner__organisation__is_active=False)
        )
        return self.filter(Q(owner=None) | gone)


class PlanElement(Indexed, models.Model):
    """One knot of a plan's tree, at any level. `order` runs through the whole plan as it is read."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="elements")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    level = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    # As printed: 1.2, 1.2.1, and of lettered ones with the letter of the parent's code: 1.2.1.c.
    code = models.CharField(_("código"), max_length=24, blank=True)
    title_pt = models.TextField(_("texto"))
    title_en = models.TextField(_("texto em inglês"), blank=True)
    # The one code of REF-AMP it hangs from (EP1.1, AE2.2, 1.1.1a), and the problems a line of action serves.
    reference = models.CharField(_("código REF-AMP"), max_length=12, blank=True, db_index=True)
    serves = ArrayField(
        models.CharField(max_length=8), default=list, blank=True, verbose_name=_("problemáticas que serve")
    )
    # Who answers for it: a person, acting for an entity. Obligatory before approval wherever there are targets.
    owner = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsável")
    )
    owner_entity = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entidade responsável"),
    )
    # Taken out by an amendment: it stays to be read, nothing is due of it any more.
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = PlanElementQuerySet.as_manager()

    # Its text may be a paragraph: the title of a plan weighs more.
    search_fields: ClassVar = [
        index.SearchField("code", boost=4),
        index.SearchField("reference", boost=4),
        index.SearchField("title_pt", boost=2),
        index.SearchField("title_en", boost=2),
        index.SearchField("searchable_plan"),
        index.FilterField("plan"),
        index.FilterField("level"),
    ]
    search_columns: ClassVar = (
        "code", "reference", "title_pt", "title_en", "plan__title_pt", "plan__title_en",
    )  # fmt: skip
    # With its plan it becomes public.
    search_follows: ClassVar = ("plan",)

    class Meta:
        ordering = ("plan", "order")
        verbose_name = _("elemento do plano")
        verbose_name_plural = _("elementos do plano")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "order"],
                name="one_place_in_the_plan",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(level=0, parent=None) | (Q(level__gt=0) & Q(parent__isnull=False)),
                name="roots_have_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title_pt}".strip()

    @classmethod
    def get_indexed_objects(cls) -> PlanElementQuerySet:
        public = Plan.objects.visible_to(None)
        return cls.objects.standing().filter(plan__in=public).select_related("plan")

    def searchable_plan(self) -> str:
        return f"{self.plan.title_pt} {self.plan.title_en}"

    @property
    def title(self) -> str:
        return in_language(self.title_pt, self.title_en)

    @property
    def level_name(self) -> str:
        return self.plan.level_name(self.level)

    @property
    def is_dropped(self) -> bool:
        return self.dropped_at is not None

    @property
    def has_owner(self) -> bool:
        """A person who still acts for their entity answers for it."""
        owner = self.owner
        return owner is not None and owner.is_active and owner.user.is_active and owner.organisation.is_active
