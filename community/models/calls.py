"""Calls for funding: what is open, until when, for whom; and who wants to be reminded of the deadline."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts import moment
from accounts.models import Membership, Organisation
from geo.models import Municipality
from search.searchable import Indexed, SearchableQuerySetMixin

CLOSING_WITHIN = timedelta(days=14)


class CallState(models.TextChoices):
    """Where a call stands at an instant. Never stored: time alone changes it."""

    TO_OPEN = "to_open", _("por abrir")
    OPEN = "open", _("aberto")
    CLOSING = "closing", _("a fechar")
    CLOSED = "closed", _("fechado")


class CallQuerySet(SearchableQuerySetMixin, models.QuerySet["Call"]):
    def editable_by(self, member: Membership) -> CallQuerySet:
        return self if member.has(Membership.Role.COORDINATION) else self.none()

    def in_state(self, state: str, now: datetime | None = None) -> CallQuerySet:
        """The same answer as `Call.state`, for lists."""
        now = now or moment.now()
        begun = Q(opens_on=None) | Q(opens_on__lte=timezone.localdate(now))
        return self.filter(
            {
                CallState.CLOSED: Q(closes_at__lte=now),
                CallState.TO_OPEN: Q(closes_at__gt=now) & ~begun,
                CallState.CLOSING: begun & Q(closes_at__gt=now, closes_at__lte=now + CLOSING_WITHIN),
                CallState.OPEN: begun & Q(closes_at__gt=now + CLOSING_WITHIN),
            }[CallState(state)]
        )

    def ahead(self, now: datetime | None = None) -> CallQuerySet:
        """Those whose deadline is still to come, the nearest first."""
        return self.filter(closes_at__gt=now or moment.now()).order_by("closes_at", "pk")

    def in_turn(self, now: datetime | None = None) -> CallQuerySet:
        """For a list: what can still be answered first, the nearest deadline first; then what is over."""
        over = Case(When(closes_at__lte=now or moment.now(), then=Value(1)), default=Value(0))
        return self.annotate(over=over).order_by("over", "closes_at", "pk")

    def with_follower(self, member: Membership | None) -> CallQuerySet:
        """With `is_followed`: whether this member asked for the reminders."""
        rows = CallFollow.objects.filter(call=OuterRef("pk"), membership=member)
        return self.annotate(is_followed=Exists(rows))


class Call(Indexed, models.Model):
    """A call for funding (aviso), as its funder published it. The portal neither receives nor pays anything."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("título"), max_length=200)
    funder = models.CharField(_("quem financia"), max_length=160)
    programme = models.CharField(_("programa"), max_length=160, blank=True)
    summary = models.TextField(_("para quê"), blank=True)
    opens_on = models.DateField(_("abre"), null=True, blank=True)
    closes_at = models.DateTimeField(_("prazo"))
    # As the funder words it ("até 150 000 EUR por projeto"): never added up.
    amount = models.CharField(_("montante"), max_length=200, blank=True)
    cofunding = models.DecimalField(
        _("taxa de cofinanciamento (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    # Empty: any kind of organisation.
    kinds = ArrayField(
        models.CharField(max_length=20, choices=Organisation.Kind.choices),
        default=list,
        blank=True,
        verbose_name=_("entidades elegíveis"),
    )
    # None: the 17.
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="+", verbose_name=_("municípios elegíveis")
    )
    smallest_consortium = models.PositiveSmallIntegerField(_("mínimo de entidades"), default=1)
    link = models.URLField(_("ligação"), blank=True)
    source = models.CharField(_("fonte"), max_length=200)
    checked_on = models.DateField(_("verificado em"))
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    # A calendar that has the deadline takes a change of it over.
    sequence = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(_("fictício"), default=False)

    # Only there after `with_follower`.
    is_followed: bool

    objects = CallQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("title", boost=5),
        index.SearchField("funder", boost=4),
        index.SearchField("programme", boost=4),
        index.SearchField("searchable_kind", boost=2),
        index.SearchField("summary"),
        index.RelatedFields("municipalities", [index.SearchField("name")]),
        index.AutocompleteField("title"),
        index.AutocompleteField("programme"),
        index.FilterField("closes_at"),
        index.FilterField("opens_on"),
    ]

    class Meta:
        ordering = ("closes_at", "pk")
        verbose_name = _("aviso")
        verbose_name_plural = _("avisos")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(cofunding=None) | Q(cofunding__gt=0, cofunding__lte=100),
                name="cofunding_is_a_percentage",
            ),
            models.CheckConstraint(condition=Q(smallest_consortium__gte=1), name="a_consortium_has_somebody"),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_at__date__gte=F("opens_on")),
                name="calls_open_before_they_close",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def searchable_kind(self) -> str:
        return "aviso financiamento candidatura funding call"

    @property
    def state(self) -> CallState:
        now = moment.now()
        if self.closes_at <= now:
            return CallState.CLOSED
        if self.opens_on is not None and self.opens_on > timezone.localdate(now):
            return CallState.TO_OPEN
        return CallState.CLOSING if self.closes_at <= now + CLOSING_WITHIN else CallState.OPEN

    @property
    def takes_applications(self) -> bool:
        return self.state in (CallState.OPEN, CallState.CLOSING)

    @property
    def kind_labels(self) -> list[str]:
        return [str(Organisation.Kind(kind).label) for kind in self.kinds]

    @property
    def cofunding_said(self) -> str:
        """Without zeros nobody wrote: 85, not 85.00."""
        rate: Decimal | None = self.cofunding
        return "" if rate is None else f"{rate.normalize():f}".replace(".", ",")


class CallCriterion(models.Model):
    """One line of what the call asks of who applies."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("critério"), max_length=300)
    is_obligatory = models.BooleanField(_("obrigatório"), default=True)

    class Meta:
        ordering = ("order", "pk")
        verbose_name = _("critério de elegibilidade")
        verbose_name_plural = _("critérios de elegibilidade")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "text"], name="a_call_says_each_criterion_once"),
        ]

    def __str__(self) -> str:
        return self.text


class CallFollow(models.Model):
    """Who is reminded of a deadline. Membership, not person: who leaves the organisation hears no more."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="follows")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("aviso seguido")
        verbose_name_plural = _("avisos seguidos")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "membership"], name="a_call_is_followed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.call}"
