"""The questionnaire of one year, put to the 17, and what each municipality answers."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from functools import cached_property
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import moment
from accounts.bilingual import in_language
from accounts.models import Membership, Organisation
from geo.models import Municipality
from practice.models.questionnaires import Questionnaire
from practice.questions import Asked, asked_of, missing

ALL = 17


def responds(member: Membership) -> bool:
    """Whether this member answers for a municipality: its representatives and managers, no other entity in its area."""
    return (
        member.organisation.kind == Organisation.Kind.MUNICIPALITY
        and member.organisation.municipality_id is not None
        and member.has(Membership.Role.REPRESENTATIVE, Membership.Role.MANAGER)
    )


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def followed_by(self, member: Membership) -> CampaignQuerySet:
        """Those whose course the member follows: who governs, once open; the coordination also what it prepares."""
        if member.has(Membership.Role.COORDINATION):
            return self
        return self.exclude(state=Campaign.State.DRAFT) if member.governs else self.none()

    def managed_by(self, member: Membership) -> CampaignQuerySet:
        return self if member.has(Membership.Role.COORDINATION) else self.none()

    def answered_by(self, member: Membership) -> CampaignQuerySet:
        """Those that ask the member's municipality, and those it has answered."""
        return self.exclude(state=Campaign.State.DRAFT) if responds(member) else self.none()

    def with_results_for(self, member: Membership | None) -> CampaignQuerySet:
        """Published for everybody; closed already for those who govern."""
        ready = [Campaign.State.PUBLISHED]
        if member is not None and member.governs:
            ready.append(Campaign.State.CLOSED)
        return self.filter(state__in=ready)

    def due_to_open(self, now: datetime) -> CampaignQuerySet:
        return self.filter(state=Campaign.State.DRAFT, scheduled=True, opens__lte=now)

    def due_to_close(self, now: datetime) -> CampaignQuerySet:
        return self.filter(state=Campaign.State.OPEN, closes__lte=now)

    def for_pages(self) -> CampaignQuerySet:
        """With `answered`: how many municipalities have handed in."""
        return (
            self.select_related("questionnaire")
            .annotate(answered=Count("responses", filter=Q(responses__state=Response.State.SUBMITTED)))
            .order_by("-year")
        )


class Campaign(models.Model):
    """One a year. From the moment it opens it keeps its own copy of the questions."""

    class State(models.TextChoices):
        DRAFT = "draft", _("em preparação")
        OPEN = "open", _("aberta")
        CLOSED = "closed", _("fechada, por publicar")
        PUBLISHED = "published", _("resultados publicados")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("ano"), unique=True)
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="campaigns", verbose_name=_("questionário")
    )
    opens = models.DateTimeField(_("abre"))
    closes = models.DateTimeField(_("fecha"))
    # Whether the clock opens it on its day.
    scheduled = models.BooleanField(_("abre sozinha no seu dia"), default=True)
    state = models.CharField(_("estado"), max_length=10, choices=State.choices, default=State.DRAFT)
    # As asked: title, introduction and questions on the day it opened.
    title_pt = models.CharField(max_length=160, blank=True)
    title_en = models.CharField(max_length=160, blank=True)
    intro_pt = models.TextField(blank=True)
    intro_en = models.TextField(blank=True)
    kept = models.JSONField(default=list, blank=True, editable=False)
    # half, week, day: told, and not told again.
    reminded = ArrayField(models.CharField(max_length=5), default=list, blank=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    is_demo = models.BooleanField(_("fictícia"), default=False)

    # Only there after `for_pages`.
    answered: int

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("-year",)
        verbose_name = _("campanha")
        verbose_name_plural = _("campanhas")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="campaign_runs_forward"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False), name="campaign_was_opened"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(closed_at__isnull=False, published_at__isnull=False),
                name="published_campaigns_were_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.year}"

    @property
    def title(self) -> str:
        return in_language(self.title_pt, self.title_en) or self.questionnaire.title

    @property
    def intro(self) -> str:
        return in_language(self.intro_pt, self.intro_en)

    @cached_property
    def questions(self) -> list[Asked]:
        """As asked; before it opens, as they stand in the questionnaire now."""
        if self.state == self.State.DRAFT:
            return self.questionnaire.asked()
        return [Asked.kept(row) for row in self.kept]

    @property
    def steps(self) -> list[tuple[int, str]]:
        """(number, title) of the parts."""
        return list({one.step: (one.step, one.section) for one in self.questions}.values())

    @property
    def takes_answers(self) -> bool:
        return self.state == self.State.OPEN and moment.now() < self.closes

    @property
    def is_late(self) -> bool:
        """Its time is over and the clock has not closed it yet: it does so within a minute."""
        return self.state == self.State.OPEN and moment.now() >= self.closes

    def reminders(self) -> list[tuple[str, datetime]]:
        """(key, moment) in order of time; none from before it opened."""
        start = self.opened_at or self.opens
        found = [
            ("half", start + (self.closes - start) / 2),
            ("week", self.closes - timedelta(days=7)),
            ("day", self.closes - timedelta(days=1)),
        ]
        return sorted((one for one in found if one[1] > start), key=lambda one: one[1])


class ResponseQuerySet(models.QuerySet["Response"]):
    def submitted(self) -> ResponseQuerySet:
        return self.filter(state=Response.State.SUBMITTED)

    def read_by(self, member: Membership) -> ResponseQuerySet:
        """The coordination reads all that was handed in; a municipality its own."""
        own = Q(municipality=member.organisation.municipality_id) if responds(member) else Q(pk__in=[])
        if member.has(Membership.Role.COORDINATION):
            return self.filter(own | Q(state=Response.State.SUBMITTED))
        return self.filter(own)


class Response(models.Model):
    """What one municipality answers. Several of its people write on it; every save keeps what there is."""

    class State(models.TextChoices):
        BEGUN = "begun", _("em preenchimento")
        SUBMITTED = "submitted", _("entregue")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="responses")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("estado"), max_length=10, choices=State.choices, default=State.BEGUN)
    saved_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    reopened_why = models.CharField(_("motivo da reabertura"), max_length=240, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ("municipality",)
        verbose_name = _("resposta")
        verbose_name_plural = _("respostas")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "municipality"], name="one_response_per_municipality_and_campaign"
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="submitted_responses_say_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}, {self.municipality}"

    @property
    def missing(self) -> list[Asked]:
        return missing(self.campaign.questions, self.answers)

    @property
    def done(self) -> int:
        """How many of the questions asked of it are answered."""
        return sum(bool(self.answers.get(one.code)) for one in self.asked)

    @property
    def asked(self) -> list[Asked]:
        return asked_of(self.campaign.questions, self.answers)
