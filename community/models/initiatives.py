"""Initiatives born in the community: what answer somebody proposes, which problem of REF-AMP it fits, and how far its
incubation is. Stages borrow their names from a Brazilian programme standard (a reference document)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.models import Membership
from geo.models import Municipality
from search.searchable import Indexed, SearchableQuerySetMixin
from units.models import Axis, Body, Problem


class InitiativeQuerySet(SearchableQuerySetMixin, models.QuerySet["Initiative"]):
    def public(self) -> InitiativeQuerySet:
        return self.filter(state__in=Initiative.PUBLISHED)

    def managed_by(self, member: Membership) -> InitiativeQuerySet:
        """What the coordination decides about: nothing that its address did not confirm."""
        if member.has(Membership.Role.COORDINATION):
            return self.exclude(state=Initiative.State.UNCONFIRMED)
        return self.none()

    def visible_to(self, member: Membership | None) -> InitiativeQuerySet:
        if member is not None and member.has(Membership.Role.COORDINATION):
            return self.exclude(state=Initiative.State.UNCONFIRMED)
        return self.public()

    def in_stage(self, kind: str) -> InitiativeQuerySet:
        """Whose latest stage it is."""
        later = STAGES[STAGES.index(kind) + 1 :]
        return self.filter(stages__kind=kind).exclude(stages__kind__in=later)

    def for_pages(self) -> InitiativeQuerySet:
        return self.select_related("municipality").prefetch_related(
            "problems__axis", "stages", "supports__body"
        )


class Initiative(Indexed, models.Model):
    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("por confirmar pelo e-mail")
        WAITING = "waiting", _("por aprovar")
        PUBLISHED = "published", _("publicada")
        DECLINED = "declined", _("não aceite")
        WITHDRAWN = "withdrawn", _("retirada")
        ENDED = "ended", _("terminada")

    PUBLISHED = (State.PUBLISHED, State.ENDED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("título"), max_length=160)
    answers = models.TextField(_("a que problema responde"))
    for_whom = models.CharField(_("para quem"), max_length=300)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("município")
    )
    where = models.CharField(_("onde"), max_length=200, blank=True)
    needs = models.TextField(_("o que é preciso"))
    problems = models.ManyToManyField(Problem, related_name="+", verbose_name=_("problemáticas"))
    state = models.CharField(_("estado"), max_length=11, choices=State.choices, default=State.UNCONFIRMED)
    why = models.CharField(_("motivo"), max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(_("fictícia"), default=False)

    objects = InitiativeQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("title", boost=5),
        index.SearchField("for_whom", boost=2),
        index.SearchField("searchable_keywords", boost=2),
        index.SearchField("answers"),
        index.SearchField("needs"),
        index.SearchField("where"),
        index.AutocompleteField("title"),
        index.FilterField("state"),
        index.FilterField("municipality"),
    ]

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("iniciativa da comunidade")
        verbose_name_plural = _("iniciativas da comunidade")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "ended"]) | ~Q(why=""),
                name="initiatives_end_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def get_indexed_objects(cls) -> InitiativeQuerySet:
        """What the coordination has published, nothing that waits for it."""
        return cls.objects.public().select_related("municipality").prefetch_related("problems")

    def searchable_keywords(self) -> str:
        place = self.municipality.name if self.municipality else ""
        return " ".join([place, *(f"{one.code} {one.name_pt} {one.name_en}" for one in self.problems.all())])

    @property
    def axes(self) -> list[Axis]:
        found = {one.axis.pk: one.axis for one in self.problems.all()}
        return [found[code] for code in sorted(found)]

    @property
    def stage(self) -> IncubationStage | None:
        """The one it is in; None before the first."""
        return max(self.stages.all(), key=lambda one: STAGES.index(one.kind), default=None)

    @property
    def next_stage(self) -> str:
        """The one after; empty when it has gone through all, or is not published."""
        if self.state != self.State.PUBLISHED:
            return ""
        done = self.stage
        place = STAGES.index(done.kind) + 1 if done else 0
        return STAGES[place] if place < len(STAGES) else ""

    @property
    def takes_pledges(self) -> bool:
        return self.state == self.State.PUBLISHED


class IncubationStage(models.Model):
    """One stage of the incubation: since when, what is offered, and a space for three months at most."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("pré-aceleração")
        FASTER = "faster", _("aceleração")
        INCUBATION = "incubation", _("incubação")

    LONGEST_SPACE_MONTHS = 3

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="stages")
    kind = models.CharField(_("fase"), max_length=10, choices=Kind.choices)
    entered_on = models.DateField(_("entrou em"))
    offers = models.TextField(_("o que se oferece"))
    space = models.CharField(_("espaço"), max_length=200, blank=True)
    # A page of the catalogue, where the space is one that can be booked.
    space_link = models.CharField(max_length=200, blank=True)
    space_from = models.DateField(_("espaço desde"), null=True, blank=True)
    space_until = models.DateField(_("espaço até"), null=True, blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("entered_on", "pk")
        verbose_name = _("fase de incubação")
        verbose_name_plural = _("fases de incubação")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "kind"], name="a_stage_is_entered_once"),
            models.CheckConstraint(
                condition=Q(space_from=None, space_until=None) | Q(space_until__gte=F("space_from")),
                name="a_space_is_lent_from_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.get_kind_display()}"


STAGES = [
    IncubationStage.Kind.BEFORE.value,
    IncubationStage.Kind.FASTER.value,
    IncubationStage.Kind.INCUBATION.value,
]


class UnitSupport(models.Model):
    """A strategic unit stands behind an initiative, and says how."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="supports")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("unidade"))
    text = models.CharField(_("como apoia"), max_length=300)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("apoio de uma unidade")
        verbose_name_plural = _("apoios de unidades")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "body"], name="a_unit_supports_once"),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.initiative}"
