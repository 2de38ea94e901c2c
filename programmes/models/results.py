"""What stays of an edition: its certificates and its figures."""

from __future__ import annotations

import secrets
import uuid
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from programmes.models.editions import Edition
from programmes.models.people import ALPHABET, Participant
from programmes.models.sheets import Phase


def verification_code() -> str:
    """Too long to be guessed, short enough to be typed from paper: `K7QM-2XNP-94TD`."""
    drawn = "".join(secrets.choice(ALPHABET) for _each in range(12))
    return "-".join((drawn[:4], drawn[4:8], drawn[8:]))


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid(self) -> CertificateQuerySet:
        return self.filter(revoked_at=None)

    def by_code(self, typed: str) -> Certificate | None:
        """The one with this verification code, as people type it: small letters, spaces, without dashes."""
        drawn = "".join(c for c in typed.upper() if c.isalnum())
        if len(drawn) != 12:
            return None
        return self.filter(code="-".join((drawn[:4], drawn[4:8], drawn[8:]))).first()

    def opening(self, phase: Phase) -> CertificateQuerySet:
        """Those that stand for what is asked before this phase: of the same programme, of a phase before it."""
        return self.valid().filter(
            edition__sheet__programme=phase.sheet.programme_id, phase__number__lt=phase.number
        )

    def managed_by(self, member: Membership) -> CertificateQuerySet:
        return self.filter(edition__in=Edition.objects.managed_by(member))


class Certificate(models.Model):
    """That somebody met the rule of a phase. It names a code; the name is written by hand on the paper."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="certificates")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="+")
    # Goes when the people of the edition go; the holder's code stays.
    participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, blank=True, related_name="certificates"
    )
    holder = models.CharField(max_length=12)
    number = models.CharField(max_length=20, unique=True)
    code = models.CharField(max_length=14, unique=True, default=verification_code)
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    of_hours = models.DecimalField(max_digits=6, decimal_places=2)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=240, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ("edition", "number")
        verbose_name = _("certificado")
        verbose_name_plural = _("certificados")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "phase", "holder"],
                condition=Q(revoked_at=None),
                name="one_valid_certificate_a_phase",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | ~Q(revoked_why=""), name="revocation_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None


class EditionFigure(models.Model):
    """A figure of a closed edition: what was counted and out of how many. Both null: there is no data."""

    class Code(models.TextChoices):
        ACCESS = "access", _("Pessoas que acederam ao programa")
        FREQUENCY = "frequency", _("Índice de frequência")
        PARTICIPATION = "participation", _("Grau de participação")
        SATISFACTION = "satisfaction", _("Grau de satisfação")
        PERMANENCE = "permanence", _("Índice de permanência")
        COMPLETED = "completed", _("Concluíram, da meta")
        PLACES_USED = "places_used", _("Pessoas matriculadas, da meta")
        HOURS_EACH = "hours_each", _("Horas de sessão por pessoa que concluiu")
        INCOME = "income", _("Geram rendimento")
        EMPLOYED = "employed", _("Têm emprego")

    class Kind(models.TextChoices):
        VERIFICATION = "verification", _("verificação")
        EFFICACY = "efficacy", _("eficácia")
        EFFICIENCY = "efficiency", _("eficiência")
        IMPACT = "impact", _("impacto")

    # Fewer people than this are not shown to the public.
    FEWEST: ClassVar[int] = 5

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="figures")
    code = models.CharField(max_length=14, choices=Code.choices)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    counted = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    out_of = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    # How many people it tells of: what decides whether it may be public.
    people = models.PositiveIntegerField(null=True, blank=True)
    # The smallest group that could be known from it: those counted, or those not.
    smallest = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("edition", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_figure_of_each"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.get_code_display()}"

    @property
    def value(self) -> Decimal | None:
        """The figure itself: a share in per cent, a mean, or a plain count."""
        if self.counted is None:
            return None
        if self.code == self.Code.ACCESS:
            return self.counted
        if not self.out_of:
            return None
        share = self.counted / self.out_of
        return share if self.code in (self.Code.HOURS_EACH, self.Code.SATISFACTION) else share * 100

    @property
    def is_suppressed(self) -> bool:
        """Whether the public is told only that there are few. Few and none look alike."""
        return any(n is not None and n < self.FEWEST for n in (self.people, self.smallest))
