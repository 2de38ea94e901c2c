"""Participants, by opaque code only: from the pre-registration to how it ended."""

from __future__ import annotations

import secrets
import uuid
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation
from geo.models import Municipality
from programmes.models.editions import Edition, Session, Turma
from programmes.models.sheets import Module, Phase

# Without what is read wrong from paper: 0 and O, 1 and I and L.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
CODE = RegexValidator(r"^[A-Z0-9-]{3,12}$")


def opaque_code() -> str:
    """`7Q4-MK2`: says nothing of anybody. Ends in a letter, so that it never looks like a telephone number."""
    drawn = [secrets.choice(ALPHABET) for _each in range(6)]
    return "".join(drawn[:3]) + "-" + "".join(drawn[3:5]) + secrets.choice(LETTERS)


def as_drawn(typed: str) -> str:
    """A code as it was drawn, from what people type: small letters, spaces, without the dash or with another."""
    drawn = "".join(c for c in typed.upper() if c.isalnum())
    return f"{drawn[:3]}-{drawn[3:]}"


class AgeBand(models.TextChoices):
    UNDER_16 = "0-15", _("menos de 16 anos")
    FROM_16 = "16-17", _("16 e 17 anos")
    FROM_18 = "18-24", _("18 a 24 anos")
    FROM_25 = "25-34", _("25 a 34 anos")
    FROM_35 = "35-44", _("35 a 44 anos")
    FROM_45 = "45-54", _("45 a 54 anos")
    FROM_55 = "55-64", _("55 a 64 anos")
    FROM_65 = "65-", _("65 anos ou mais")

    @property
    def youngest(self) -> int:
        return int(self.value.split("-")[0])


class Need(models.TextChoices):
    """Bands of accessibility, never a diagnosis."""

    STEP_FREE = "step_free", _("acesso sem degraus")
    SIGN_LANGUAGE = "sign_language", _("língua gestual")
    LARGE_PRINT = "large_print", _("letra grande ou ledor")
    HEARING = "hearing", _("apoio auditivo")
    PLAIN = "plain_language", _("linguagem simples")
    PORTUGUESE = "portuguese", _("apoio em português")
    CHILDCARE = "childcare", _("quem cuide de crianças durante as sessões")
    TRANSPORT = "transport", _("transporte")


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def sent_by(self, member: Membership) -> ParticipantQuerySet:
        """Those the member's organisation pre-registered, or whose code it follows."""
        if not member.may_ask:
            return self.none()
        return self.filter(referred_by=member.organisation_id)

    def worked_on_by(self, member: Membership) -> ParticipantQuerySet:
        return self.filter(edition__in=Edition.objects.worked_on_by(member))

    def managed_by(self, member: Membership) -> ParticipantQuerySet:
        return self.filter(edition__in=Edition.objects.managed_by(member))

    def enrolled(self) -> ParticipantQuerySet:
        """Those who came: whatever became of them since."""
        return self.filter(state=Participant.State.ENROLLED)

    def active(self) -> ParticipantQuerySet:
        return self.enrolled().exclude(outcome=Participant.Outcome.DROPPED_OUT)


class Participant(models.Model):
    """A person in an edition. No name, no contact, no date of birth, nowhere."""

    class State(models.TextChoices):
        APPLIED = "applied", _("pré-inscrição recebida")
        SELECTED = "selected", _("selecionada")
        WAITING = "waiting", _("em lista de espera")
        CALLED = "called", _("convocada")
        ENROLLED = "enrolled", _("matriculada")
        NO_SHOW = "no_show", _("não compareceu")
        WITHDRAWN = "withdrawn", _("retirada")

    class Channel(models.TextChoices):
        SELF = "self", _("a própria pessoa")
        SERVICE = "service", _("um serviço")
        OPERATOR = "operator", _("a entidade que executa")

    class Prior(models.TextChoices):
        NONE = "none", _("sem certificado anterior")
        DECLARED = "declared", _("declarado, por confirmar")
        ISSUED_HERE = "issued_here", _("emitido aqui")
        CONFIRMED = "confirmed", _("confirmado pela entidade que executa")
        REFUSED = "refused", _("não confirmado")

    class Outcome(models.TextChoices):
        NONE = "", _("em curso")
        COMPLETED = "completed", _("concluiu")
        INCOME = "income", _("gera rendimento")
        EMPLOYED = "employed", _("tem emprego")
        DROPPED_OUT = "dropped_out", _("desistiu")
        NOT_FINISHED = "not_finished", _("não concluiu")

    class DropReason(models.TextChoices):
        WORK = "work", _("começou a trabalhar")
        HEALTH = "health", _("saúde")
        CARE = "care", _("cuida de alguém")
        TRANSPORT = "transport", _("transporte ou distância")
        SCHEDULE = "schedule", _("horário")
        MOVED = "moved", _("mudou de terra")
        NOT_SUITABLE = "not_suitable", _("o programa não serviu")
        ELIMINATED = "eliminated", _("não cumpriu a regra do módulo")
        NO_ANSWER = "no_answer", _("deixou de vir, sem se saber porquê")
        OTHER = "other", _("outro motivo")

    SUCCESS: ClassVar[tuple[str, ...]] = ("completed", "income", "employed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="participants")
    code = models.CharField(max_length=12, unique=True, default=opaque_code, validators=[CODE])
    age_band = models.CharField(_("idade"), max_length=6, choices=AgeBand.choices)
    situations = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("município onde vive")
    )
    needs = ArrayField(models.CharField(max_length=16, choices=Need.choices), default=list, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    referred_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.APPLIED)
    # The place in the ranking, and what it follows from: [["I", 1], ...]. Kept as it was on the day of selection.
    rank = models.PositiveIntegerField(null=True, blank=True)
    points = models.PositiveIntegerField(null=True, blank=True)
    because = models.JSONField(default=list, blank=True)
    # Selected or passed over against the ranking, with the reason.
    overridden = models.CharField(max_length=240, blank=True)
    prior = models.CharField(max_length=12, choices=Prior.choices, default=Prior.NONE)
    prior_code = models.CharField(max_length=40, blank=True)
    prior_from = models.CharField(max_length=120, blank=True)
    enrolled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default="")
    # Of who generates income: in which area. Never where, nor with whom.
    income_area = models.CharField(max_length=120, blank=True)
    drop_reason = models.CharField(max_length=14, choices=DropReason.choices, blank=True)
    dropped_on = models.DateField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ("edition", "code")
        verbose_name = _("participante")
        verbose_name_plural = _("participantes")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(outcome="dropped_out") | (~Q(drop_reason="") & Q(dropped_on__isnull=False)),
                name="dropout_has_reason_and_day",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(state="enrolled"), name="outcome_is_of_the_enrolled"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["edition", "state"], name="participant_of_edition")]

    def __str__(self) -> str:
        return self.code

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ENROLLED and self.outcome != self.Outcome.DROPPED_OUT


class ClassPlace(models.Model):
    """A participant's place in a class: one for each phase."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="places")
    turma = models.ForeignKey(Turma, models.CASCADE, related_name="places")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="+")
    # How the phase was entered: "frequency", "certificate"; empty where nothing is asked.
    entered_by = models.CharField(max_length=12, blank=True)
    since = models.DateField()

    class Meta:
        ordering = ("turma", "participant__code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "phase"], name="one_class_a_phase"),
        ]

    def __str__(self) -> str:
        return f"{self.participant}, {self.turma}"


class Attendance(models.Model):
    """How many hours of a session somebody was there. An excused absence is one all the same."""

    class Presence(models.TextChoices):
        PRESENT = "present", _("presente")
        PARTIAL = "partial", _("em parte")
        ABSENT = "absent", _("ausente")
        EXCUSED = "excused", _("ausente, justificada")

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="attendances")
    presence = models.CharField(max_length=8, choices=Presence.choices)
    hours = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal(0))

    class Meta:
        ordering = ("session", "participant__code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "participant"], name="attendance_is_said_once"),
            models.CheckConstraint(
                condition=Q(presence__in=["present", "partial"], hours__gt=0)
                | Q(presence__in=["absent", "excused"], hours=0),
                name="who_is_absent_has_no_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}, {self.get_presence_display()}"


class Handover(models.Model):
    """To whom somebody who dropped out is passed on, and whether that was received."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="handover")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    # A service that is not on the portal.
    service = models.CharField(max_length=160, blank=True)
    day = models.DateField()
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("day", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(service=""), name="handover_has_a_service"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.to}"

    @property
    def to(self) -> str:
        return str(self.organisation) if self.organisation else self.service


class Venture(models.Model):
    """What a group of participants sets up together; of one person, too."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="ventures")
    number = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=120)
    # The module it stands in; null before the first.
    module = models.ForeignKey(Module, models.PROTECT, null=True, blank=True, related_name="+")
    eliminated_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("edition", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "number"], name="ventures_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"E{self.number} {self.area}"

    @property
    def is_open(self) -> bool:
        return self.eliminated_at is None and self.finished_at is None


class VentureMember(models.Model):
    venture = models.ForeignKey(Venture, models.CASCADE, related_name="members")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="ventures")
    since = models.DateField()
    # The last day on which the venture needed this person.
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("venture", "participant__code")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(until=None), name="one_venture_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="member_does_not_leave_before"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venture}, {self.participant}"


class VentureStep(models.Model):
    """What was decided of a venture at the end of a module, with the figures it was decided on."""

    venture = models.ForeignKey(Venture, models.CASCADE, related_name="steps")
    module = models.ForeignKey(Module, models.PROTECT, related_name="+")
    passed = models.BooleanField()
    at = models.DateTimeField()
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    of_hours = models.DecimalField(max_digits=6, decimal_places=2)
    activities_done = models.PositiveSmallIntegerField(default=0)
    activities = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("venture", "at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venture", "module"], name="venture_is_decided_once_a_module"),
        ]

    def __str__(self) -> str:
        return f"{self.venture}, {self.module}"


class Activity(models.Model):
    """What a module asks of each venture in this edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="activities")
    module = models.ForeignKey(Module, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)

    class Meta:
        ordering = ("edition", "module", "order", "pk")
        verbose_name = _("atividade")

    def __str__(self) -> str:
        return self.title


class ActivityDone(models.Model):
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="done")
    venture = models.ForeignKey(Venture, models.CASCADE, related_name="done")
    on = models.DateField()

    class Meta:
        ordering = ("activity", "venture")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "venture"], name="activity_is_done_once"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}, {self.venture}"
