"""Strategic evaluation: proportionate, external, verifiable (REF-AMP, AE3.2). A published one says all three."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.models import Membership, Organisation
from impact.models.subjects import OfASubject, SubjectQuerySet, exactly_one
from search.searchable import Indexed


class EvaluationQuerySet(SubjectQuerySet["Evaluation"]):
    def for_pages(self) -> EvaluationQuerySet:
        return self.with_subjects().select_related("owner__user", "evaluator_entity", "cites")

    def with_lines(self) -> EvaluationQuerySet:
        return self.prefetch_related("conclusions", "recommendations__answered_by__organisation")


class Evaluation(Indexed, OfASubject):
    """Somebody from outside looked at it. Once published it never changes; a later one may cite it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("em preparação")
        PUBLISHED = "published", _("publicada")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("título"), max_length=200)
    scope = models.TextField(_("o que foi avaliado"), blank=True)
    since = models.DateField(_("desde"), null=True, blank=True)
    until = models.DateField(_("até"), null=True, blank=True)
    # Who answers for what is evaluated, and so for its recommendations.
    owner = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name=_("responsável"))
    evaluator = models.CharField(_("quem avaliou"), max_length=200, blank=True)
    evaluator_entity = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entidade que avaliou, se tem conta"),
    )
    externality = models.TextField(_("porque é externa"), blank=True)
    proportionality = models.TextField(_("porque é proporcional"), blank=True)
    document_url = models.URLField(_("documento"), max_length=400, blank=True)
    cites = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="cited_by", verbose_name=_("cita")
    )
    state = models.CharField(_("estado"), max_length=10, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(_("fictícia"), default=False)
    made_at = models.DateTimeField(default=timezone.now)

    objects = EvaluationQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("title", boost=5),
        index.SearchField("searchable_subject", boost=2),
        index.SearchField("evaluator", boost=2),
        index.SearchField("scope"),
        index.SearchField("searchable_conclusions"),
        index.AutocompleteField("title"),
        index.FilterField("state"),
    ]
    # It is public as long as what it is of is.
    search_follows: ClassVar = ("plan", "element__plan", "programme", "edition", "project")

    class Meta:
        ordering = ("-published_at", "title", "pk")
        verbose_name = _("avaliação estratégica")
        verbose_name_plural = _("avaliações estratégicas")
        constraints: ClassVar = [
            models.CheckConstraint(condition=exactly_one(), name="evaluation_is_of_one_subject"),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (
                    Q(published_at__isnull=False)
                    & ~Q(evaluator="")
                    & ~Q(externality="")
                    & ~Q(proportionality="")
                ),
                name="published_evaluations_state_their_checks",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def get_indexed_objects(cls) -> EvaluationQuerySet:
        return cls.objects.visible_to(None).with_subjects().prefetch_related("conclusions")

    def searchable_conclusions(self) -> str:
        return " ".join(one.text for one in self.conclusions.all())

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    def is_by_insiders(self) -> bool:
        """The entity that evaluates is the one that answers for what is evaluated."""
        inside = self.entities_inside() | {self.owner.organisation_id}
        return self.evaluator_entity_id in inside

    def problems_before_publishing(self) -> list[str]:
        """What is missing, as sentences. Empty: it states all three checks."""
        found = []
        if not self.evaluator:
            found.append(gettext("Falta dizer quem avaliou."))
        if not self.externality:
            found.append(gettext("Externa: falta dizer porque quem avaliou é de fora."))
        if self.is_by_insiders():
            found.append(gettext("Externa: a entidade que avaliou é a que responde pelo que foi avaliado."))
        if not self.proportionality:
            found.append(gettext("Proporcional: falta dizer porque o esforço da avaliação é o adequado."))
        conclusions = list(self.conclusions.all())
        if not conclusions:
            found.append(gettext("Verificável: falta pelo menos uma conclusão."))
        for one in conclusions:
            if not (one.evidence or one.evidence_url):
                found.append(
                    gettext("Verificável: a conclusão %(n)s não diz em que se apoia.") % {"n": one.order}
                )
        return found


class Conclusion(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="conclusions")
    order = models.PositiveSmallIntegerField()
    text = models.TextField(_("conclusão"))
    evidence = models.CharField(_("em que se apoia"), max_length=500, blank=True)
    evidence_url = models.URLField(_("ligação"), max_length=400, blank=True)

    class Meta:
        ordering = ("evaluation", "order")
        verbose_name = _("conclusão")
        verbose_name_plural = _("conclusões")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evaluation", "order"], name="one_place_among_conclusions")
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Recommendation(models.Model):
    """What the evaluation asks for, and what who answers for it says to that."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("aceite")
        PARTLY = "partly", _("aceite em parte")
        NOT = "not", _("não aceite")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="recommendations")
    order = models.PositiveSmallIntegerField()
    text = models.TextField(_("recomendação"))
    answer = models.CharField(_("resposta"), max_length=10, choices=Answer.choices, blank=True)
    answer_why = models.TextField(_("o que se vai fazer, ou porque não"), blank=True)
    answer_until = models.DateField(_("até"), null=True, blank=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("evaluation", "order")
        verbose_name = _("recomendação da avaliação")
        verbose_name_plural = _("recomendações da avaliação")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evaluation", "order"], name="one_place_among_recommendations"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False) & ~Q(answer_why="")),
                name="answers_say_why",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
