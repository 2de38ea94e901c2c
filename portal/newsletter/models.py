"""Subscriptions by e-mail and the issues of the newsletter."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.bilingual import in_language
from accounts.models import Membership

LANGUAGES = [("pt-pt", "Português"), ("en", "English")]


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> SubscriptionQuerySet:
        return self.filter(confirmed_at__isnull=False)

    def unanswered(self) -> SubscriptionQuerySet:
        """Asked for, never confirmed, and too long ago: the address goes."""
        return self.filter(confirmed_at=None, asked_at__lte=timezone.now() - Subscription.TO_CONFIRM)


class Subscription(models.Model):
    """An address that asked for the newsletter. It holds nothing else, and goes when its reader leaves."""

    TO_CONFIRM = timedelta(days=3)

    # Also the secret in the letters' way out: whoever has it can only leave.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("endereço de e-mail"))
    language = models.CharField(_("língua"), max_length=8, choices=LANGUAGES, default="pt-pt")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscrição do boletim")
        verbose_name_plural = _("subscrições do boletim")
        constraints: ClassVar = [
            # Kept in lower case by the action.
            models.UniqueConstraint(fields=["email"], name="one_subscription_per_address"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class IssueQuerySet(models.QuerySet["Issue"]):
    def sent(self) -> IssueQuerySet:
        return self.filter(state=Issue.State.SENT).order_by("-number")

    def editable_by(self, member: Membership) -> IssueQuerySet:
        return self if member.has(Membership.Role.COORDINATION) else self.none()


class Issue(models.Model):
    """One number of the newsletter: an introduction and chosen items, in an order. Sent once, then it stays."""

    class State(models.TextChoices):
        DRAFT = "draft", _("em preparação")
        SENT = "sent", _("enviado")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Given when it is sent.
    number = models.PositiveIntegerField(_("número"), null=True, blank=True, unique=True)
    subject_pt = models.CharField(_("assunto"), max_length=120)
    subject_en = models.CharField(_("assunto em inglês"), max_length=120, blank=True)
    intro_pt = models.TextField(_("introdução"), blank=True)
    intro_en = models.TextField(_("introdução em inglês"), blank=True)
    state = models.CharField(_("estado"), max_length=8, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    # To how many addresses; which ones is kept nowhere.
    letters = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ("-number", "-pk")
        verbose_name = _("número do boletim")
        verbose_name_plural = _("números do boletim")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", number=None, sent_at=None)
                | Q(state="sent", number__isnull=False, sent_at__isnull=False),
                name="sent_issues_have_number_and_date",
            ),
            # What is new since the last issue belongs to one next issue.
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="draft"), name="one_issue_in_preparation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or '-'} {self.subject_pt}"

    @property
    def subject(self) -> str:
        return in_language(self.subject_pt, self.subject_en)

    @property
    def intro(self) -> str:
        return in_language(self.intro_pt, self.intro_en)

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT


class IssueItem(models.Model):
    """An item of an issue, by what its versions in all languages share."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="items")
    news = models.UUIDField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issue", "news"], name="an_issue_names_an_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.news}"
