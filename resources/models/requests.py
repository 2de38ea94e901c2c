"""What is asked: a request states a need without identity, item by item; its status follows from its bookings."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.core.validators import RegexValidator
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Case, IntegerField, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import moment
from accounts.models import Contact, Membership, Organisation
from geo.models import Municipality
from resources import days
from resources.models.bookings import Booking
from resources.models.categories import MODES_OF_THE_NETWORK, Category
from resources.models.codes import Reason, Status, Urgency
from resources.models.free_text import FreeText
from resources.models.resources import Resource

REFERENCE = RegexValidator(
    r"^[A-Z0-9-]{3,12}$", _("A referência tem 3 a 12 letras maiúsculas, algarismos ou hífenes, sem nomes.")
)
# A request is as far as its furthest booking.
FURTHEST: tuple[str, ...] = (
    Status.WITHDRAWN,
    Status.DECLINED,
    Status.EXPIRED,
    Status.NO_SHOW,
    Status.COMPLETED,
    Status.WAITLISTED,
    Status.REQUESTED,
    Status.OFFERED,
    Status.HELD,
    Status.CONFIRMED,
    Status.IN_USE,
)
# The holder cancelled: the demand stays open, so the request reads as asked again.
_RANK = {str(status): rank for rank, status in enumerate(FURTHEST)} | {
    str(Status.CANCELLED): FURTHEST.index(Status.REQUESTED)
}


class RequestQuerySet(models.QuerySet["Request"]):
    def made_for(self, member: Membership | None) -> RequestQuerySet:
        """The organisation's own requests (box outgoing)."""
        return self.filter(organisation_id=member.organisation_id) if member else self.none()

    def incoming_for(self, member: Membership | None) -> RequestQuerySet:
        """Requests with something for the organisation to answer or keep (box incoming)."""
        if member is None:
            return self.none()
        mine = Booking.objects.held_by(member).filter(item__request=OuterRef("pk"))
        return self.filter(models.Exists(mine))

    def visible_to(self, member: Membership | None) -> RequestQuerySet:
        if member is None:
            return self.none()
        return self.made_for(member) | self.incoming_for(member)

    def with_status(self, member: Membership | None = None) -> RequestQuerySet:
        """Annotates `rank`, from which `status` is read, so that lists filter by it in SQL.

        `member`: as this one sees it, so that a holder reads the state of its own side and nobody else's.
        """
        counted = Booking.objects.visible_to(member) if member else Booking.objects.all()
        waiting = RequestItem.objects.filter(request=OuterRef("pk"), to_network=True, closed_at=None)
        if member:
            waiting = waiting.filter(request__organisation_id=member.organisation_id)
        ran_out = When(
            status=Status.HELD, hold_expires_at__lte=moment.now(), then=Value(_RANK[Status.EXPIRED])
        )
        ranks = (
            counted.filter(item__request=OuterRef("pk"))
            .order_by()
            .values("item__request")
            .annotate(
                rank=Max(
                    Case(
                        ran_out,
                        *[When(status=status, then=Value(rank)) for status, rank in _RANK.items()],
                        output_field=IntegerField(),
                    )
                )
            )
            .values("rank")
        )
        asked = Case(
            When(models.Exists(waiting), then=Value(_RANK[Status.REQUESTED])),
            default=Value(_RANK[Status.WITHDRAWN]),
        )
        return self.annotate(rank=Greatest(Coalesce(Subquery(ranks), Value(0)), asked))

    def having_status(self, status: str, member: Membership | None = None) -> RequestQuerySet:
        if status not in FURTHEST:
            return self.none()
        return self.with_status(member).filter(Q(("rank", _RANK[status])))


class Request(models.Model):
    """A need without identity. Its status is derived from its bookings."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="requests")
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="requests")
    made_at = models.DateTimeField(default=timezone.now)
    origin = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("município de origem")
    )
    reference = models.CharField(_("referência do caso"), max_length=12, blank=True, validators=[REFERENCE])
    urgency = models.CharField(_("urgência"), max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    auto_confirm = models.BooleanField(_("confirmar de imediato"), default=False)
    if_full = models.CharField(max_length=10, default="refuse")
    needs = models.JSONField(default=dict, blank=True)
    callback = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.ForeignKey(FreeText, models.SET_NULL, null=True, blank=True, related_name="+")
    answer_by = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    # Which sent form it came from: the same form sent twice makes one request.
    submission = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-made_at"], name="request_of_organisation")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reference="") | Q(reference__regex=r"^[A-Z0-9-]{3,12}$"),
                name="reference_is_opaque",
            )
        ]
        verbose_name = _("pedido")

    def __str__(self) -> str:
        return f"pedido {self.reference or self.uuid}"

    @property
    def status(self) -> str:
        """From the annotation of `with_status`, else from the bookings (prefetch them)."""
        rank = getattr(self, "rank", None)
        if rank is None:
            items = self.items.all()
            ranks = [_RANK[b.shown_status] for item in items for b in item.bookings.all()]
            ranks += [_RANK[Status.REQUESTED] for item in items if item.is_open]
            rank = max(ranks, default=_RANK[Status.WITHDRAWN])
        return FURTHEST[rank]

    @property
    def status_label(self) -> str:
        return str(Status(self.status).label)


class RequestItemQuerySet(models.QuerySet["RequestItem"]):
    def answerable_by(self, member: Membership | None) -> RequestItemQuerySet:
        """Needs stated to the network, still open, that this member's organisation has something of the kind for."""
        if member is None or not member.may_decide:
            return self.none()
        kinds = (
            Resource.objects.managed_by(member).filter(mode__in=MODES_OF_THE_NETWORK).values("category_id")
        )
        from_now = DateTimeTZRange(moment.now(), None, "[)")
        return self.filter(
            to_network=True,
            closed_at=None,
            category__in=Category.objects.wanted_from(kinds).values("pk"),
            period__overlap=from_now,
        )


class RequestItem(models.Model):
    """One thing needed: a quantity of a category in a period. Its bookings are the holders' sides of it."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(_("quantidade"))
    period = DateTimeRangeField()
    # Asked of no named holder: whoever has something of the kind may offer.
    to_network = models.BooleanField(default=False)
    # Met, or with a reason code: withdrawn.
    closed_at = models.DateTimeField(null=True, blank=True)
    reason_code = models.CharField(max_length=20, choices=Reason.choices, blank=True)

    objects = RequestItemQuerySet.as_manager()

    class Meta:
        ordering = ("request", "order")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="item_asks_for_something"),
            models.CheckConstraint(condition=Q(period__isempty=False), name="item_period_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.category_id}"

    @property
    def is_open(self) -> bool:
        """Still asked of the network: whoever has something of the kind may offer."""
        return self.to_network and self.closed_at is None

    @property
    def start(self) -> Any:
        return days.first_day(self.period)

    @property
    def end(self) -> Any:
        return days.end_day(self.period)

    @property
    def said_end(self) -> Any:
        """As people say it of this kind: the departure, or the last day."""
        return self.category.said_end(self.end)
