"""The register of constraints and solutions (R7): what gets in the way, what was tried, what came of it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts import moment
from accounts.models import Membership, Organisation
from geo.models import Municipality
from practice.models.recommendations import Recommendation
from search.searchable import Indexed, SearchableQuerySetMixin
from units.models import Axis, Problem


class ObstacleQuerySet(SearchableQuerySetMixin, models.QuerySet["Obstacle"]):
    def visible_to(self, member: Membership | None) -> ObstacleQuerySet:
        """The network reads the register; everybody what was approved as a public good practice."""
        if member is not None:
            return self
        public = GoodPractice.objects.in_force().filter(is_public=True, obstacle=OuterRef("pk"))
        return self.filter(Exists(public))

    def kept_by(self, member: Membership) -> ObstacleQuerySet:
        """Those the member may change: of its own entity; the coordination all."""
        if member.has(Membership.Role.COORDINATION):
            return self
        return self.filter(organisation=member.organisation_id) if member.may_ask else self.none()

    def good_practices(self) -> ObstacleQuerySet:
        return self.filter(Exists(GoodPractice.objects.in_force().filter(obstacle=OuterRef("pk"))))

    def matching(self, words: str, member: Membership | None) -> ObstacleQuerySet:
        """Each word somewhere in it; of a visitor's search, in what a visitor reads."""
        found = self
        for word in words.split():
            here = Q(practice__summary__icontains=word) | Q(title__icontains=word)
            if member is not None:
                here |= (
                    Q(context__icontains=word)
                    | Q(tried__icontains=word)
                    | Q(result__icontains=word)
                    | Q(organisation__name__icontains=word)
                )
            found = found.filter(here)
        return found

    def for_pages(self) -> ObstacleQuerySet:
        """With `also` (organisations that say it happens to them) and `solutions`; what it is about fetched along."""
        return (
            self.select_related("organisation", "municipality", "by__user", "practice")
            .prefetch_related("axes", "problems", "recommendations")
            .annotate(
                also=Count("replies__organisation", filter=Q(replies__kind=Reply.Kind.ALSO), distinct=True),
                solutions=Count("replies", filter=Q(replies__kind=Reply.Kind.DID), distinct=True),
            )
            # What is counted is grouped, and loses the order it had.
            .order_by("-changed_at", "-pk")
        )


class Obstacle(Indexed, models.Model):
    """A constraint one entity met, in its own words."""

    class State(models.TextChoices):
        OPEN = "open", _("aberto")
        BEING_SOLVED = "being_solved", _("em resolução")
        SOLVED = "solved", _("resolvido")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("constrangimento"), max_length=160)
    context = models.TextField(_("contexto"))
    tried = models.TextField(_("o que se tentou"), blank=True)
    result = models.TextField(_("o que resultou"), blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("entidade")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("município")
    )
    axes = models.ManyToManyField(Axis, blank=True, related_name="+", verbose_name=_("eixos"))
    problems = models.ManyToManyField(Problem, blank=True, related_name="+", verbose_name=_("problemáticas"))
    recommendations = models.ManyToManyField(
        Recommendation, blank=True, related_name="obstacles", verbose_name=_("recomendações")
    )
    state = models.CharField(_("estado"), max_length=12, choices=State.choices, default=State.OPEN)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(_("fictício"), default=False)

    # Only there after `for_pages`.
    also: int
    solutions: int

    objects = ObstacleQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("title", boost=5),
        index.SearchField("searchable_summary", boost=2),
        index.SearchField("searchable_inside"),
        index.AutocompleteField("title"),
        index.FilterField("state"),
        index.FilterField("municipality"),
    ]
    search_columns: ClassVar = (
        "title", "practice__summary", "context", "tried", "result", "organisation__name",
    )  # fmt: skip
    search_follows: ClassVar = ("practice",)

    class Meta:
        ordering = ("-changed_at", "-pk")
        verbose_name = _("constrangimento")
        verbose_name_plural = _("constrangimentos")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def get_indexed_objects(cls) -> ObstacleQuerySet:
        """The good practices everybody reads; the register itself stands in no file."""
        return cls.objects.visible_to(None).select_related("practice")

    def searchable_summary(self) -> str:
        return self.good_practice.summary if self.good_practice else ""

    def searchable_inside(self) -> str:
        """The entry's own words, of one that nobody outside reads: of a public practice they stay inside."""
        if self.good_practice is not None and self.good_practice.is_public:
            return ""
        return " ".join((self.context, self.tried, self.result, self.organisation.name))

    def get_absolute_url(self) -> str:
        return reverse("obstacle", args=[self.uuid])

    @property
    def good_practice(self) -> GoodPractice | None:
        """The one in force."""
        found: GoodPractice | None = getattr(self, "practice", None)
        return found if found is not None and found.ended_at is None else None


class Reply(models.Model):
    """What another entity says to it: that it happens there too (once each), or what was done about it."""

    class Kind(models.TextChoices):
        ALSO = "also", _("também nos acontece")
        DID = "did", _("o que fizemos")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    obstacle = models.ForeignKey(Obstacle, models.CASCADE, related_name="replies")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.TextField(_("o que fizemos"), blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("resposta")
        verbose_name_plural = _("respostas")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["obstacle", "organisation"],
                condition=Q(kind="also"),
                name="it_happens_to_an_entity_once",
            ),
            models.CheckConstraint(condition=Q(kind="also") | ~Q(text=""), name="solutions_say_something"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"


class GoodPracticeQuerySet(models.QuerySet["GoodPractice"]):
    def in_force(self) -> GoodPracticeQuerySet:
        return self.filter(ended_at=None)

    def to_review(self, day: date) -> GoodPracticeQuerySet:
        return self.in_force().filter(review_on__lte=day)


class GoodPractice(models.Model):
    """An entry the coordination holds up as an example, until a day on which it looks again."""

    obstacle = models.OneToOneField(Obstacle, models.CASCADE, related_name="practice")
    # What may be read of it outside the network: the entry's own words stay inside.
    summary = models.TextField(_("em que consiste"))
    is_public = models.BooleanField(_("pública"), default=False)
    review_on = models.DateField(_("rever até"))
    # The review date told of: told once, and not again.
    told_on = models.DateField(null=True, blank=True, editable=False)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(_("motivo"), max_length=240, blank=True)

    objects = GoodPracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("boa prática")
        verbose_name_plural = _("boas práticas")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(summary=""), name="good_practices_say_what_they_are")
        ]

    def __str__(self) -> str:
        return self.obstacle.title

    @property
    def is_overdue(self) -> bool:
        return self.ended_at is None and self.review_on <= timezone.localdate(moment.now())
