"""What people are told: letters and notices are rows of the transaction that causes them (outbox)."""

from __future__ import annotations

import uuid
from datetime import time, timedelta
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
    # Where its reader leaves the list it was sent to, with one press: a header of the letter. Empty: no list.
    leave_url = models.CharField(max_length=300, blank=True)
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


class Topic(models.TextChoices):
    """What a letter is about, as a person chooses how to be told. Letters of sign-in have none: always at once."""

    TO_ANSWER = "to_answer", _("O que espera a sua resposta")
    ANSWERS = "answers", _("Respostas aos seus pedidos")
    STAYS = "stays", _("Entradas, saídas e outras mudanças")
    LOANS = "loans", _("Cedências de produtos de apoio")
    CAPACITY = "capacity", _("Capacidade por confirmar")
    REMINDERS = "reminders", _("Lembretes da véspera")
    SEARCHES = "searches", _("Pesquisas guardadas")
    GOVERNING_DUE = "governing_due", _("Posições e tarefas que esperam por si")
    MEETINGS = "meetings", _("Reuniões: convocatórias, mudanças e atas")
    GOVERNING = "governing", _("Rondas fechadas e novas decisões")
    CONSULTATIONS = "consultations", _("Consultas: o que pode comentar e o que lhe responderam")
    PROGRAMMES = "programmes", _("Programas e formação: inscrições, turmas e prazos")
    COMMUNITY = "community", _("Ofertas, candidaturas, compromissos e iniciativas")
    PRACTICE = "practice", _("Atendimento integrado: questionário, registo e convites")
    IMPACT = "impact", _("Impacto: avaliações por responder")
    PLANS_DUE = "plans_due", _("Metas de planos que esperam pelo seu relato")
    PLANS = "plans", _("Planos: o que lhe cabe e o que mudou")
    MONITOR = "monitor", _("Números enviados ao monitor")
    COMMUNICATION = "communication", _("Notícias por aprovar e a resposta às suas")
    NEWSLETTER = "newsletter", _("Boletim de notícias")


class How(models.TextChoices):
    AT_ONCE = "at_once", _("de imediato, por e-mail")
    DIGEST = "digest", _("no resumo do dia")
    PORTAL = "portal", _("só aqui, nos avisos")


# Of these nobody is written to who did not ask for it.
UNLESS_ASKED: dict[str, str] = {Topic.NEWSLETTER: How.PORTAL}


class NoticeSettings(models.Model):
    """How one person wants to be told. Without a row: everything at once. What cannot wait never asks."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="notice_settings")
    choices = models.JSONField(default=dict, blank=True)
    digest_at = models.TimeField(_("hora do resumo"), default=time(8, 30))
    weekdays_only = models.BooleanField(_("só nos dias úteis"), default=True)
    # The last local day on which a digest was composed, or found empty.
    digested_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("escolhas de avisos")

    def __str__(self) -> str:
        return str(self.user)

    def how(self, topic: str) -> str:
        chosen = self.choices.get(topic)
        return chosen if chosen in How.values else UNLESS_ASKED.get(topic, How.AT_ONCE)


class Told(models.Model):
    """What the clock has told once and does not tell again: a reminder, by its key."""

    KEPT_FOR = timedelta(days=60)

    key = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, member: Membership) -> NoticeQuerySet:
        return self.filter(user=member.user, organisation=member.organisation)

    def owed(self) -> NoticeQuerySet:
        """Those that wait for their reader's next digest."""
        return self.exclude(digest_text="")


class Notice(models.Model):
    """A line in somebody's workspace: text in both languages and a link. It knows no booking."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    text_pt = models.CharField(max_length=240)
    text_en = models.CharField(max_length=240)
    url = models.CharField(max_length=240, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    # What the next digest says of it, in the reader's language; empty once said, or when it never goes into one.
    digest_text = models.TextField(blank=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        indexes: ClassVar = [
            models.Index(fields=["user", "organisation", "-created_at"], name="notice_of_person"),
            models.Index(fields=["user"], condition=~Q(digest_text=""), name="notice_owed"),
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
