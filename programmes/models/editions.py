"""Editions of a programme: who runs it when, its classes, its people and its sessions."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import moment
from accounts.models import Membership, Organisation
from geo.models import Municipality
from programmes.models.sheets import Criteria, Module, Phase, Profession, Sheet
from units.models import OperativeResponse


class EditionQuerySet(models.QuerySet["Edition"]):
    def public(self) -> EditionQuerySet:
        """Those anybody may read of: once their intake has been announced. What is being planned is not."""
        return self.filter(is_public=True).exclude(state=Edition.State.PLANNED)

    def visible_to(self, member: Membership | None) -> EditionQuerySet:
        """Public ones everybody; its own, whatever their state, the operator; all of them the coordination."""
        public = Q(is_public=True) & ~Q(state=Edition.State.PLANNED)
        if member is None:
            return self.filter(public)
        if member.has(Membership.Role.COORDINATION):
            return self
        return self.filter(public | Q(organisation=member.organisation_id))

    def worked_on_by(self, member: Membership) -> EditionQuerySet:
        """Those whose people and sessions the member reads, by code: the operator's staff and the coordination."""
        if member.has(Membership.Role.COORDINATION):
            return self
        if not member.has(Membership.Role.MANAGER, Membership.Role.TECHNICIAN):
            return self.none()
        return self.filter(organisation=member.organisation_id)

    def managed_by(self, member: Membership) -> EditionQuerySet:
        """Those the member decides in: the managers of the operator."""
        if not member.may_decide:
            return self.none()
        return self.filter(organisation=member.organisation_id)

    def marked_by(self, member: Membership) -> EditionQuerySet:
        """Those in which the member writes down who was there: managers and technicians of the operator."""
        if not member.has(Membership.Role.MANAGER, Membership.Role.TECHNICIAN):
            return self.none()
        return self.filter(organisation=member.organisation_id)

    def taking(self, today: date | None = None) -> EditionQuerySet:
        """Those that take pre-registrations on that day."""
        today = today or timezone.localdate(moment.now())
        return self.filter(state=Edition.State.INTAKE, intake_from__lte=today, intake_until__gte=today)


class Edition(models.Model):
    """One run of a programme by one organisation."""

    class State(models.TextChoices):
        PLANNED = "planned", _("em preparação")
        INTAKE = "intake", _("inscrições abertas")
        SELECTING = "selecting", _("em seleção")
        RUNNING = "running", _("a decorrer")
        CLOSED = "closed", _("encerrada")

    class Modality(models.TextChoices):
        PRESENT = "present", _("presencial")
        REMOTE = "remote", _("à distância")
        MIXED = "mixed", _("mista")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="editions")
    # The criteria it selects by; taken when the intake opens.
    criteria = models.ForeignKey(Criteria, models.PROTECT, null=True, blank=True, related_name="editions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    responsible = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    name = models.CharField(_("nome"), max_length=120)
    # The agreement that sets the target, as its parties name it.
    agreement = models.CharField(_("acordo que fixa a meta"), max_length=120, blank=True)
    target = models.PositiveIntegerField(_("meta"), null=True, blank=True)
    responses = models.ManyToManyField(OperativeResponse, blank=True, related_name="+")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("município")
    )
    place = models.CharField(_("local"), max_length=160, blank=True)
    modality = models.CharField(max_length=8, choices=Modality.choices, default=Modality.PRESENT)
    intake_from = models.DateField(_("inscrições desde"))
    intake_until = models.DateField(_("inscrições até"))
    starts = models.DateField(_("começa"))
    ends = models.DateField(_("acaba"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    is_public = models.BooleanField(_("pública"), default=True)
    # Visitors may pre-register by themselves.
    self_intake = models.BooleanField(_("cada pessoa pode inscrever-se"), default=True)
    # Told once that too few reach the threshold; and what was done about it.
    alerted_at = models.DateTimeField(null=True, blank=True)
    alert_answer = models.CharField(max_length=240, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # When the rows of its people go; its figures and certificates stay.
    purge_after = models.DateField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    # How many answered each of five grades of satisfaction, from the worst: counts, never answers of a person.
    satisfaction = models.JSONField(default=list, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("-starts", "pk")
        verbose_name = _("edição")
        verbose_name_plural = _("edições")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(intake_until__gte=F("intake_from")), name="intake_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="edition_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def takes_now(self) -> bool:
        today = timezone.localdate(moment.now())
        return self.state == self.State.INTAKE and self.intake_from <= today <= self.intake_until

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def axes(self) -> list[str]:
        """Codes of the axes its responses belong to: one record, several axes."""
        return sorted({one.problem.axis_id for one in self.responses.all()})


class EditionPhase(models.Model):
    """When a phase runs in this edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="phase_dates")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        ordering = ("edition", "phase__number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "phase"], name="phase_runs_once_an_edition"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="phase_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.phase}"


class Contingency(models.Model):
    """A time in which the edition runs otherwise: a calamity, a closed building. Open end: until it is over."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="contingencies")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=240)
    how = models.TextField()

    class Meta:
        ordering = ("edition", "-since")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="contingency_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class Instructor(models.Model):
    """Who gives sessions: staff of the programme, never a participant."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="instructors")
    name = models.CharField(max_length=120)
    profession = models.CharField(max_length=14, choices=Profession.choices)
    weekly_hours = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ("edition", "name", "pk")

    def __str__(self) -> str:
        return f"{self.name}, {self.get_profession_display()}"


class Turma(models.Model):
    """A class of one phase."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="turmas")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    # Why it is larger than the sheet foresees; empty while it is not.
    size_reason = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ("edition", "phase__number", "name", "pk")
        verbose_name = _("turma")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "name"], name="turma_names_are_one_editions"),
        ]

    def __str__(self) -> str:
        return self.name


class SessionQuerySet(models.QuerySet["Session"]):
    def not_cancelled(self) -> SessionQuerySet:
        return self.exclude(state=Session.State.CANCELLED)

    def for_pages(self) -> SessionQuerySet:
        return self.select_related("turma__edition", "module__phase", "instructor")


class Session(models.Model):
    """One meeting of a class, for one module."""

    class State(models.TextChoices):
        PLANNED = "planned", _("por fazer")
        HELD = "held", _("feita")
        CANCELLED = "cancelled", _("cancelada")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    turma = models.ForeignKey(Turma, models.CASCADE, related_name="sessions")
    module = models.ForeignKey(Module, models.PROTECT, related_name="+")
    day = models.DateField()
    starts = models.TimeField()
    hours = models.DecimalField(max_digits=4, decimal_places=2)
    place = models.CharField(max_length=160, blank=True)
    instructor = models.ForeignKey(
        Instructor, models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    marked_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=240, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ("day", "starts", "pk")
        verbose_name = _("sessão")
        verbose_name_plural = _("sessões")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=Decimal(12)), name="session_has_hours"
            ),
            models.UniqueConstraint(
                fields=["turma", "day", "starts"],
                condition=~Q(state="cancelled"),
                name="one_session_of_a_class_at_a_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["turma", "module"], name="session_of_class")]

    def __str__(self) -> str:
        return f"{self.turma}, {self.module.code}, {self.day:%d/%m/%Y}"
