"""What people are told: letters and notices are rows of the transaction that causes them (outbox)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Membership, Organisation, User


class Letter(models.Model):
    """An e-mail owed. `sent_at` null means owed; the worker sends it at least once under one Message-ID."""

    # With the waits of the outbox about two weeks of trying: no outage of the mail server loses a letter.
    MAX_ATTEMPTS = 350

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.EmailField()
    language = models.CharField(max_length=8, default="pt-pt")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    run_after = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["run_after"], condition=Q(sent_at=None), name="letter_owed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def message_id(self) -> str:
        return f"<{self.uuid}@concerta>"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, member: Membership) -> NoticeQuerySet:
        return self.filter(user=member.user, organisation=member.organisation)


class Notice(models.Model):
    """A line in somebody's workspace: text in both languages and a link. It knows no booking."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    text_pt = models.CharField(max_length=240)
    text_en = models.CharField(max_length=240)
    url = models.CharField(max_length=240, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        indexes: ClassVar = [
            models.Index(fields=["user", "organisation", "-created_at"], name="notice_of_person")
        ]
        verbose_name = _("aviso")

    def __str__(self) -> str:
        return self.text_pt


class Schedule(models.Model):
    """The clock's table: what runs when. The worker takes the next due row with SKIP LOCKED."""

    name = models.CharField(max_length=60, primary_key=True)
    every = models.DurationField()
    next_run = models.DateTimeField(default=timezone.now)
    last_run = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
