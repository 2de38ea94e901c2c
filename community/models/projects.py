"""Projects of metropolitan social action: what is done, at which level, by whom, with whose money, with what result."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.models import Membership, Organisation
from community.models.applications import Application, Level
from geo.models import Municipality
from plans.models import PlanElement
from search.searchable import Indexed, SearchableQuerySetMixin
from units.models import Axis, OperativeResponse, StructuringIdea


class ProjectQuerySet(SearchableQuerySetMixin, models.QuerySet["Project"]):
    def visible_to(self, member: Membership | None) -> ProjectQuerySet:
        """What is public; the coordination also sees what it prepares."""
        if member is not None and member.has(Membership.Role.COORDINATION):
            return self
        return self.filter(is_public=True)

    def editable_by(self, member: Membership) -> ProjectQuerySet:
        return self if member.has(Membership.Role.COORDINATION) else self.none()

    def for_pages(self) -> ProjectQuerySet:
        return self.select_related("application__call").prefetch_related(
            "axes", "municipalities", "partners__organisation__municipality"
        )


class Project(Indexed, models.Model):
    """One project. What evaluates it hangs on it from above."""

    class State(models.TextChoices):
        PLANNED = "planned", _("previsto")
        RUNNING = "running", _("em curso")
        SUSPENDED = "suspended", _("suspenso")
        FINISHED = "finished", _("concluído")
        CANCELLED = "cancelled", _("cancelado")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField(
        Application,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="project",
        verbose_name=_("candidatura"),
    )
    title = models.CharField(_("título"), max_length=200)
    level = models.CharField(_("nível"), max_length=16, choices=Level.choices)
    starts_on = models.DateField(_("início"))
    # Projects run over several years; some have no end laid down.
    ends_on = models.DateField(_("fim"), null=True, blank=True)
    axes = models.ManyToManyField(Axis, related_name="+", verbose_name=_("eixos"))
    responses = models.ManyToManyField(
        OperativeResponse, blank=True, related_name="+", verbose_name=_("respostas operativas")
    )
    ideas = models.ManyToManyField(
        StructuringIdea, blank=True, related_name="+", verbose_name=_("ideias estruturantes")
    )
    municipalities = models.ManyToManyField(
        Municipality, related_name="+", verbose_name=_("municípios que participam")
    )
    # A line each, as told.
    funding = models.TextField(_("fontes de financiamento"), blank=True)
    # What of a plan it carries out.
    elements = models.ManyToManyField(
        PlanElement, blank=True, related_name="+", verbose_name=_("elementos de planos")
    )
    description = models.TextField(_("o que se faz"))
    results = models.TextField(_("resultados"), blank=True)
    state = models.CharField(_("estado"), max_length=10, choices=State.choices, default=State.PLANNED)
    is_public = models.BooleanField(_("público"), default=False)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(_("fictício"), default=False)

    objects = ProjectQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("title", boost=5),
        index.SearchField("searchable_keywords", boost=2),
        index.SearchField("searchable_partners", boost=2),
        index.SearchField("description"),
        index.SearchField("results"),
        index.AutocompleteField("title"),
        index.FilterField("state"),
        index.FilterField("level"),
        index.FilterField("is_public"),
    ]
    search_follows: ClassVar = ("partners", "partners__organisation")

    class Meta:
        ordering = ("-starts_on", "-pk")
        verbose_name = _("projeto")
        verbose_name_plural = _("projetos")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="projects_end_after_they_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def get_indexed_objects(cls) -> ProjectQuerySet:
        found = cls.objects.visible_to(None)
        return found.prefetch_related("axes", "responses", "municipalities", "partners__organisation")

    def searchable_keywords(self) -> str:
        places = [one.name for one in self.municipalities.all()]
        known: list[Axis | OperativeResponse] = [*self.axes.all(), *self.responses.all()]
        return " ".join([*places, *(f"{one.code} {one.name_pt} {one.name_en}" for one in known)])

    def searchable_partners(self) -> str:
        return " ".join(str(one) for one in self.partners.all())

    @property
    def takes_pledges(self) -> bool:
        return self.is_public and self.state in (self.State.PLANNED, self.State.RUNNING)

    @property
    def funding_lines(self) -> list[str]:
        return [line for line in self.funding.splitlines() if line.strip()]


def level_problem(level: str, municipalities: int) -> str:
    """Why a project with so many municipalities is not of this level; empty when it is."""
    fewest = Level(level).fewest_municipalities
    if municipalities >= fewest:
        return ""
    return gettext("Um projeto %(level)s precisa de pelo menos %(fewest)s municípios; para já tem %(n)s.") % {
        "level": Level(level).label,
        "fewest": fewest,
        "n": municipalities,
    }


class ProjectPartner(models.Model):
    """Who does the project: an organisation of the portal, or one by its name."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entidade")
    )
    name = models.CharField(_("nome"), max_length=200, blank=True)
    role = models.CharField(_("papel"), max_length=200, blank=True)
    is_lead = models.BooleanField(_("coordena"), default=False)

    class Meta:
        ordering = ("-is_lead", "pk")
        verbose_name = _("parceiro do projeto")
        verbose_name_plural = _("parceiros do projeto")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "organisation"], name="an_organisation_does_it_once"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name="") | Q(organisation=None) & ~Q(name=""),
                name="project_partners_are_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name if self.organisation else self.name
