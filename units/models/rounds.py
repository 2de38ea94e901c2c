"""Concertation at 17: a round on a text, one position for each municipality, closed by the rule it was opened with."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts import moment
from accounts.models import Membership
from geo.models import Municipality
from search.searchable import Indexed, SearchableQuerySetMixin
from units.models.bodies import Body
from units.models.drafts import Version

if TYPE_CHECKING:
    from units.models.decisions import Decision

ALL = 17  # municipalities of the metropolitan area: each answers, each weighs the same


class Answer(models.TextChoices):
    AGREES = "agrees", _("concorda")
    RESERVATION = "reservation", _("concorda com reserva")
    CHANGE = "change", _("propõe alteração")


class Rule(models.TextChoices):
    """How a round ends. None is assumed: who opens the round chooses, and says the number that goes with it."""

    CONSENSUS = "consensus", _("consenso, com reservas registadas")
    AT_LEAST = "at_least", _("um número mínimo de concordâncias")
    QUORUM = "quorum", _("maioria das respostas, com quórum")


class Outcome(models.TextChoices):
    AGREED = "agreed", _("aprovado por todos os que responderam")
    WITH_RESERVATIONS = "with_reservations", _("aprovado com reservas registadas")
    WITH_OBJECTIONS = "with_objections", _("aprovado, com propostas de alteração registadas")
    RETURNED = "returned", _("volta a quem o propôs")


@dataclass(frozen=True)
class Count:
    """What the municipalities answered."""

    agree: int = 0
    reserve: int = 0
    change: int = 0

    @classmethod
    def of(cls, answers: Iterable[str]) -> Count:
        found = Counter(answers)
        return cls(found[Answer.AGREES], found[Answer.RESERVATION], found[Answer.CHANGE])

    @property
    def answered(self) -> int:
        return self.agree + self.reserve + self.change

    @property
    def silent(self) -> int:
        return ALL - self.answered

    @property
    def agreeing(self) -> int:
        """With a reservation too: it is recorded, and it does not stop the text."""
        return self.agree + self.reserve


def outcome_of(rule: str, threshold: int, count: Count) -> Outcome:
    """What the rule makes of the answers. `threshold`: for consensus and majority how many must have answered, else how
    many must agree."""
    if rule == Rule.CONSENSUS:
        passes = count.answered >= threshold and count.change == 0
    elif rule == Rule.AT_LEAST:
        passes = count.agreeing >= threshold
    else:
        passes = count.answered >= threshold and count.agreeing > count.change
    if not passes:
        return Outcome.RETURNED
    if count.change:
        return Outcome.WITH_OBJECTIONS
    return Outcome.WITH_RESERVATIONS if count.reserve else Outcome.AGREED


class RoundQuerySet(SearchableQuerySetMixin, models.QuerySet["Round"]):
    def visible_to(self, member: Membership | None) -> RoundQuerySet:
        """Those who govern see all; everybody else the public ones, once they are open."""
        if member is not None and member.governs:
            return self
        return self.filter(is_public=True).exclude(state=Round.State.DRAFT)

    def managed_by(self, member: Membership) -> RoundQuerySet:
        return self.filter(body__in=Body.objects.run_by(member))

    def open(self) -> RoundQuerySet:
        return self.filter(state=Round.State.OPEN)

    def awaiting(self, municipality_id: str | None) -> RoundQuerySet:
        """Open ones on which this municipality has said nothing yet."""
        if municipality_id is None:
            return self.none()
        said = Position.objects.filter(municipality=municipality_id).values("round")
        return self.open().exclude(pk__in=said)

    def due(self, now: datetime) -> RoundQuerySet:
        return self.open().filter(deadline__lte=now)

    def before(self, round: Round) -> RoundQuerySet:
        """Those on earlier versions of the same text that were put to the municipalities, the latest first."""
        earlier = self.filter(version__draft=round.version.draft_id, version__number__lt=round.version.number)
        return earlier.exclude(state=Round.State.DRAFT).order_by("-version__number", "-opened_at")

    def for_pages(self) -> RoundQuerySet:
        said = Position.objects.select_related("municipality", "by__user")
        return self.select_related("body__axis", "version__draft").prefetch_related(
            models.Prefetch("positions", said)
        )


class Round(Indexed, models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("em preparação")
        OPEN = "open", _("aberta")
        CLOSED = "closed", _("fechada")
        WITHDRAWN = "withdrawn", pgettext_lazy("ronda", "anulada")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Given when the round is opened: UE1-2026-07.
    code = models.CharField(_("código"), max_length=20, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="rounds", verbose_name=_("órgão"))
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="rounds", verbose_name=_("versão do texto")
    )
    rule = models.CharField(_("regra"), max_length=12, choices=Rule.choices)
    threshold = models.PositiveSmallIntegerField(
        _("número que a regra exige"), validators=[MinValueValidator(1), MaxValueValidator(ALL)]
    )
    deadline = models.DateTimeField(_("prazo"))
    is_public = models.BooleanField(_("pública"), default=False)
    state = models.CharField(_("estado"), max_length=10, choices=State.choices, default=State.DRAFT)
    outcome = models.CharField(_("resultado"), max_length=20, choices=Outcome.choices, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("motivo da anulação"), max_length=240, blank=True)
    made_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = RoundQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("code", boost=6),
        index.SearchField("searchable_title", boost=5),
        index.SearchField("searchable_body", boost=2),
        index.SearchField("searchable_text"),
        index.AutocompleteField("code"),
        index.AutocompleteField("searchable_title"),
        index.FilterField("code"),
        index.FilterField("body"),
        index.FilterField("state"),
        index.FilterField("is_public"),
    ]
    search_columns: ClassVar = (
        "code", "version__title_pt", "version__title_en", "version__text", "body__name_pt", "body__name_en",
    )  # fmt: skip
    search_follows: ClassVar = ("body", "version")

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("ronda de concertação")
        verbose_name_plural = _("rondas de concertação")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="round_codes_do_not_repeat"),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(state__in=["draft", "open"]),
                name="one_round_at_a_time_on_a_version",
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=1, threshold__lte=ALL), name="threshold_of_the_17"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state="closed") & Q(outcome=""),
                name="closed_rounds_have_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False) & ~Q(code=""),
                name="opened_rounds_have_a_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version.title_pt}".strip()

    @classmethod
    def get_indexed_objects(cls) -> RoundQuerySet:
        return cls.objects.visible_to(None).select_related("body", "version")

    def searchable_title(self) -> str:
        return f"{self.version.title_pt} {self.version.title_en}"

    def searchable_text(self) -> str:
        return self.version.text

    def searchable_body(self) -> str:
        return f"{self.body.name_pt} {self.body.name_en}"

    @property
    def title(self) -> str:
        return self.version.title

    @property
    def count(self) -> Count:
        return Count.of(position.answer for position in self.positions.all())

    @property
    def takes_positions(self) -> bool:
        return self.state == self.State.OPEN and moment.now() < self.deadline

    @property
    def is_late(self) -> bool:
        """Its time is over and nobody has written down the outcome yet: the clock does it within a minute."""
        return self.state == self.State.OPEN and moment.now() >= self.deadline

    @property
    def rule_sentence(self) -> str:
        said = {
            Rule.CONSENSUS: gettext(
                "Aprova-se se responderem pelo menos %(n)d dos 17 e ninguém propuser alterações;"
                " as reservas ficam registadas."
            ),
            Rule.AT_LEAST: gettext("Aprova-se se pelo menos %(n)d dos 17 concordarem, com ou sem reserva."),
            Rule.QUORUM: gettext(
                "Aprova-se se responderem pelo menos %(n)d dos 17 e forem mais os que concordam do que os que"
                " propõem alterações."
            ),
        }
        return said[Rule(self.rule)] % {"n": self.threshold}

    @property
    def decision_made(self) -> Decision | None:
        return self.decisions.order_by("pk").first()


class Position(models.Model):
    """What one municipality said in one round. Never changed: who was wrong takes it back while the round is open."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="positions")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("município")
    )
    answer = models.CharField(_("posição"), max_length=12, choices=Answer.choices)
    text = models.TextField(_("texto"), blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("municipality__sort_key",)
        verbose_name = _("posição")
        verbose_name_plural = _("posições")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "municipality"], name="one_position_per_municipality"),
            models.CheckConstraint(
                condition=Q(answer="agrees") | ~Q(text=""), name="reservations_and_changes_say_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.get_answer_display()}"
