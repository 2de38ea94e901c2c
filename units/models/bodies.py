"""The bodies that govern: units, coordination, council, technical team, working groups, and who sits there."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.bilingual import in_language
from accounts.models import Membership
from geo.models import Municipality
from units.models.ref_amp import Axis


class BodyQuerySet(models.QuerySet["Body"]):
    def run_by(self, member: Membership) -> BodyQuerySet:
        """Those whose meetings, rounds and decisions the member prepares: the coordination all, who leads a body it."""
        if member.has(Membership.Role.COORDINATION):
            return self
        if not member.speaks_for_municipality:
            return self.none()
        leads = Seat.objects.on(timezone.localdate()).filter(
            role=Seat.Role.LEADS, municipality=member.organisation.municipality_id
        )
        return self.filter(pk__in=leads.exclude(person="").values("body"))

    def with_seats_today(self) -> BodyQuerySet:
        """Each with its axis and `seats_now`, in as many queries for one as for all."""
        now = Seat.objects.on(timezone.localdate()).select_related("municipality")
        return self.select_related("axis").prefetch_related(Prefetch("seats", now, to_attr="seats_now"))


class Body(models.Model):
    """A body that governs: strategic unit, coordination unit, council, technical team, working group."""

    class Kind(models.TextChoices):
        STRATEGIC_UNIT = "strategic_unit", _("Unidade Estratégica")
        COORDINATION = "coordination", _("Unidade de Coordenação Estratégica")
        COUNCIL = "council", _("Conselho de Vereadores de Ação Social")
        TECHNICAL_TEAM = "technical_team", _("Equipa técnica supramunicipal")
        WORKING_GROUP = "working_group", _("Grupo de trabalho supramunicipal")

    class Condition(models.TextChoices):
        IN_FORCE = "in_force", _("em vigor")
        TRANSITIONAL = "transitional", _("condição transitória")
        PROPOSED = "proposed", _("prevista no REF-AMP")

    # REF-AMP: "entre 3 a 5 membros", to avoid units both too small and too large.
    FEWEST, MOST = 3, 5

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("tipo"), max_length=20, choices=Kind.choices)
    axis = models.OneToOneField(
        Axis,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="unit",
        verbose_name=_("eixo"),
    )
    order = models.PositiveSmallIntegerField(default=0)
    name_pt = models.CharField(_("nome"), max_length=160)
    name_en = models.CharField(_("nome em inglês"), max_length=160)
    mandate_pt = models.TextField(_("mandato"), blank=True)
    mandate_en = models.TextField(_("mandato em inglês"), blank=True)
    condition = models.CharField(
        _("condição"),
        max_length=20,
        default=Condition.PROPOSED,
        choices=Condition.choices,
    )
    # The transitional condition ends on this day at the latest, or when the 17 have agreed on the composition.
    transitional_until = models.DateField(_("condição transitória até"), null=True, blank=True)
    is_demo = models.BooleanField(_("composição fictícia"), default=False)

    # Only there after `with_seats_today`.
    seats_now: list[Seat]

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        verbose_name = _("órgão")
        verbose_name_plural = _("órgãos")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="strategic_unit", axis__isnull=False)
                | (~Q(kind="strategic_unit") & Q(axis__isnull=True)),
                name="strategic_unit_has_its_axis",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=~Q(kind__in=["strategic_unit", "working_group"]),
                name="one_body_of_each_other_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        problems = (
            self.problems_before_force() if self.condition == self.Condition.IN_FORCE and self.pk else []
        )
        if problems:
            raise ValidationError({"condition": problems})

    @property
    def name(self) -> str:
        return in_language(self.name_pt, self.name_en)

    @property
    def mandate(self) -> str:
        return in_language(self.mandate_pt, self.mandate_en)

    @property
    def is_strategic_unit(self) -> bool:
        return self.kind == self.Kind.STRATEGIC_UNIT

    @property
    def prefix(self) -> str:
        """What the numbers of its meetings, rounds and decisions begin with."""
        if self.axis is not None:
            return f"UE{self.axis.order}"
        if self.kind == self.Kind.WORKING_GROUP:
            return f"GT{self.order}"
        return PREFIXES[self.kind]

    def seats_on(self, day: date) -> SeatQuerySet:
        return self.seats.on(day).select_related("municipality")

    def seats_today(self) -> SeatQuerySet:
        """Seats whose term runs today, vacant ones (nobody sits there) included."""
        return self.seats_on(timezone.localdate())

    @property
    def size(self) -> int:
        """How many seats it has today; one where none is laid down yet."""
        return max(1, self.seats_today().count())

    def municipalities_on(self, day: date) -> list[str]:
        """The DICO of those that sit there on that day."""
        return sorted(
            set(
                self.seats_on(day)
                .exclude(person="")
                .exclude(municipality=None)
                .values_list("municipality_id", flat=True)
            )
        )

    def led_by_municipalities(self) -> list[str]:
        return sorted(
            self.seats_today()
            .filter(role=Seat.Role.LEADS, municipality__isnull=False)
            .exclude(person="")
            .values_list("municipality_id", flat=True)
        )

    def problems_before_force(self) -> list[str]:
        """Why a strategic unit may not be in force today, as sentences. Other bodies have no such rule."""
        if not self.is_strategic_unit:
            return []
        now = self.__dict__.get("seats_now", None)
        members = [seat for seat in (self.seats_today() if now is None else now) if seat.person]
        found = []
        if len(members) < self.FEWEST:
            found.append(
                gettext("Uma unidade em vigor tem pelo menos %(n)d membros; esta tem %(has)d.")
                % {"n": self.FEWEST, "has": len(members)}
            )
        if len(members) > self.MOST:
            found.append(
                gettext("Uma unidade em vigor tem no máximo %(n)d membros; esta tem %(has)d.")
                % {"n": self.MOST, "has": len(members)}
            )
        return found

    @property
    def standing(self) -> Condition:
        """The condition a reader may be told today: terms end by themselves, and with them what was in force."""
        if self.condition == self.Condition.IN_FORCE and self.problems_before_force():
            return self.Condition.PROPOSED
        return self.Condition(self.condition)


PREFIXES: dict[str, str] = {
    Body.Kind.COORDINATION: "UCE",
    Body.Kind.COUNCIL: "CV",
    Body.Kind.TECHNICAL_TEAM: "ETS",
}


class SeatQuerySet(models.QuerySet["Seat"]):
    def on(self, day: date) -> SeatQuerySet:
        """Those whose term runs on that day: who represented whom then."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Seat(models.Model):
    """A seat of a body: whom it represents, who sits there, competence and term. A vacant one has no person."""

    class Role(models.TextChoices):
        MEMBER = "member", _("membro")
        LEADS = "leads", _("coordena")

    body = models.ForeignKey(Body, models.CASCADE, related_name="seats", verbose_name=_("órgão"))
    number = models.PositiveSmallIntegerField(_("lugar"))
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("município"),
    )
    person = models.CharField(
        _("pessoa"),
        max_length=120,
        blank=True,
        help_text=_("Vazio: lugar por preencher."),
    )
    role = models.CharField(_("função"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    competence_pt = models.CharField(_("competência"), max_length=160, blank=True)
    competence_en = models.CharField(_("competência em inglês"), max_length=160, blank=True)
    since = models.DateField(_("desde"))
    until = models.DateField(_("último dia"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("body", "number", "since")
        verbose_name = _("lugar")
        verbose_name_plural = pgettext_lazy("seats", "lugares")
        constraints: ClassVar = [
            # Members of every body represent one of the 17; only an empty seat may wait for its municipality.
            models.CheckConstraint(
                condition=Q(person="") | Q(municipality__isnull=False),
                name="member_represents_a_municipality",
                violation_error_message=_(
                    "Quem ocupa um lugar representa um dos 17 municípios: escolha qual."
                ),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="term_does_not_end_before_it_starts",
            ),
            ExclusionConstraint(
                name="terms_of_one_seat_do_not_overlap",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("number", RangeOperators.EQUAL),
                    # Both ends of a term belong to it; an open end has no bound.
                    (
                        Func(
                            "since",
                            "until",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "Este lugar já está ocupado nesses dias: os mandatos não se sobrepõem."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.number}"

    def clean(self) -> None:
        # Named at its field, so that the exclusion is not asked about a range that cannot be.
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": gettext("O último dia não pode ser anterior ao primeiro.")})

    @property
    def competence(self) -> str:
        return in_language(self.competence_pt, self.competence_en)

    @property
    def is_vacant(self) -> bool:
        return not self.person
