"""Meetings of the bodies: call, agenda, who was there, minutes, and what was promised."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts import moment
from accounts.bilingual import in_language
from accounts.models import Membership
from geo.models import Municipality
from search.searchable import Indexed, SearchableQuerySetMixin
from units.models.bodies import Body
from units.models.rounds import Round


class MeetingQuerySet(SearchableQuerySetMixin, models.QuerySet["Meeting"]):
    def visible_to(self, member: Membership | None) -> MeetingQuerySet:
        """Those who govern see all; everybody else the public ones, once they are called."""
        if member is not None and member.governs:
            return self
        return self.filter(is_public=True).exclude(state=Meeting.State.DRAFT)

    def managed_by(self, member: Membership) -> MeetingQuerySet:
        return self.filter(body__in=Body.objects.run_by(member))

    def to_come(self, now: datetime | None = None) -> MeetingQuerySet:
        return self.filter(state=Meeting.State.CALLED, ends__gte=now or timezone.now()).order_by("starts")


class Meeting(Indexed, models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("em preparação")
        CALLED = "called", _("convocada")
        HELD = "held", _("realizada")
        CANCELLED = "cancelled", _("cancelada")

    class Minutes(models.TextChoices):
        NONE = "none", _("ainda por enviar")
        CIRCULATED = "circulated", _("em apreciação")
        APPROVED = "approved", _("aprovada")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("órgão"))
    number = models.PositiveSmallIntegerField(_("número"))
    year = models.PositiveSmallIntegerField(_("ano"))
    title_pt = models.CharField(_("assunto"), max_length=160, blank=True)
    title_en = models.CharField(_("assunto em inglês"), max_length=160, blank=True)
    starts = models.DateTimeField(_("início"))
    ends = models.DateTimeField(_("fim"))
    place = models.CharField(_("local"), max_length=160, blank=True)
    link = models.URLField(_("ligação para participar à distância"), blank=True)
    # How many must be there. Chosen for each meeting: REF-AMP gives no number.
    quorum = models.PositiveSmallIntegerField(_("quórum"))
    is_public = models.BooleanField(_("pública"), default=True)
    state = models.CharField(_("estado"), max_length=10, choices=State.choices, default=State.DRAFT)
    called_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(_("motivo do cancelamento"), max_length=240, blank=True)
    minutes = models.CharField(_("ata"), max_length=12, choices=Minutes.choices, default=Minutes.NONE)
    minutes_at = models.DateTimeField(null=True, blank=True)
    minutes_public = models.BooleanField(_("ata pública"), default=False)
    # Raised by every change of the call: calendars know by it that what they have is old.
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    made_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    objects = MeetingQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("title_pt", boost=5),
        index.SearchField("title_en", boost=5),
        index.SearchField("searchable_body", boost=4),
        index.SearchField("searchable_number", boost=2),
        index.SearchField("searchable_agenda", boost=2),
        index.SearchField("place"),
        index.SearchField("searchable_minutes"),
        index.AutocompleteField("title_pt"),
        index.AutocompleteField("title_en"),
        index.FilterField("body"),
        index.FilterField("state"),
        index.FilterField("is_public"),
        index.FilterField("starts"),
    ]
    search_follows: ClassVar = ("body",)

    class Meta:
        ordering = ("-starts",)
        verbose_name = _("reunião")
        verbose_name_plural = _("reuniões")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "year", "number"], name="meeting_numbers_do_not_repeat"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="meeting_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="meeting_has_a_quorum"),
            models.CheckConstraint(
                condition=Q(minutes="none") | Q(state="held"), name="minutes_of_meetings_held"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.number}/{self.year}"

    @classmethod
    def get_indexed_objects(cls) -> MeetingQuerySet:
        return cls.objects.visible_to(None).select_related("body__axis").prefetch_related("items")

    def searchable_body(self) -> str:
        return f"{self.body.name_pt} {self.body.name_en}"

    def searchable_number(self) -> str:
        return f"{self.number}/{self.year}"

    def searchable_agenda(self) -> str:
        """The points everybody may read."""
        return " ".join(f"{one.title_pt} {one.title_en}" for one in self.items.all() if one.is_public)

    def searchable_minutes(self) -> str:
        if not self.minutes_for(None):
            return ""
        return " ".join(one.minutes for one in self.items.all() if one.is_public)

    @property
    def title(self) -> str:
        return in_language(self.title_pt, self.title_en)

    @property
    def present(self) -> int:
        return sum(one.counts for one in self.attendances.all())

    @property
    def has_quorum(self) -> bool:
        return self.present >= self.quorum

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts)

    def minutes_for(self, member: Membership | None) -> bool:
        """Who governs reads the minutes as they are written; everybody else once approved, where they are public."""
        if member is not None and member.governs:
            return True
        return self.minutes_public and self.minutes == self.Minutes.APPROVED


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, member: Membership | None) -> AgendaItemQuerySet:
        """Those who govern see all points; everybody else those that are public, of meetings they may see."""
        if member is not None and member.governs:
            return self
        return self.filter(is_public=True, meeting__in=Meeting.objects.visible_to(member))


class AgendaItem(models.Model):
    """A point of the agenda, and beside it what the minutes say of it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(_("ordem"))
    title_pt = models.CharField(_("ponto"), max_length=200)
    title_en = models.CharField(_("ponto em inglês"), max_length=200, blank=True)
    text = models.TextField(_("enquadramento"), blank=True)
    round = models.ForeignKey(
        Round, models.SET_NULL, null=True, blank=True, related_name="agenda", verbose_name=_("ronda")
    )
    is_public = models.BooleanField(_("público"), default=True)
    minutes = models.TextField(_("ata deste ponto"), blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "order")
        verbose_name = _("ponto da ordem de trabalhos")
        verbose_name_plural = _("pontos da ordem de trabalhos")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="agenda_order_does_not_repeat",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.title_pt}"

    @property
    def title(self) -> str:
        return in_language(self.title_pt, self.title_en)


class Attendance(models.Model):
    class Presence(models.TextChoices):
        PRESENT = "present", _("presente")
        REPRESENTED = "represented", _("fez-se representar")
        EXCUSED = "excused", _("falta justificada")
        ABSENT = "absent", _("ausente")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("município")
    )
    presence = models.CharField(_("presença"), max_length=12, choices=Presence.choices)
    person = models.CharField(_("quem esteve"), max_length=120, blank=True)

    class Meta:
        ordering = ("municipality__sort_key",)
        verbose_name = _("presença")
        verbose_name_plural = _("presenças")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "municipality"], name="one_attendance_per_municipality"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.get_presence_display()}"

    @property
    def counts(self) -> bool:
        return self.presence in (self.Presence.PRESENT, self.Presence.REPRESENTED)


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> TaskQuerySet:
        return self.filter(done_at=None, dropped_why="")

    def of(self, member: Membership) -> TaskQuerySet:
        return self.filter(owner=member)

    def late(self, today: date) -> TaskQuerySet:
        return self.open().filter(due__lt=today)


class Task(models.Model):
    """What somebody promised in a meeting: owner and date, reminded until done."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="tasks")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="tasks")
    what = models.CharField(_("o que fazer"), max_length=240)
    owner = models.ForeignKey(Membership, models.PROTECT, related_name="tasks", verbose_name=_("responsável"))
    due = models.DateField(_("até"))
    done_at = models.DateTimeField(null=True, blank=True)
    done_note = models.CharField(_("o que se fez"), max_length=240, blank=True)
    dropped_why = models.CharField(_("porque ficou sem efeito"), max_length=240, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("due", "pk")
        verbose_name = _("tarefa")
        verbose_name_plural = _("tarefas")

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.done_at is None and not self.dropped_why

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due < timezone.localdate(moment.now())
