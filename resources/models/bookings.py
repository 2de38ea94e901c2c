"""What is held: a booking is one holder's side of one item of a request."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import moment
from accounts.models import Membership
from resources import days
from resources.models.codes import OPEN, TAKES_CAPACITY, Reason, Status, Urgency
from resources.models.free_text import FreeText
from resources.models.protocols import Protocol
from resources.models.resources import Resource
from resources.models.tiers import Tier


def _held(member: Membership) -> Q:
    """The holder's side: of own resources; of refuge requests the victim-support structure."""
    own = Q(resource__facility__organisation_id=member.organisation_id)
    if member.organisation.victim_support and member.asks_t3:
        own |= Q(opaque=True)
    return own


class BookingQuerySet(models.QuerySet["Booking"]):
    def live(self, now: datetime | None = None) -> BookingQuerySet:
        """Those that take capacity now: an expired hold does not, whether or not a job has run."""
        now = now or moment.now()
        return self.filter(status__in=TAKES_CAPACITY).exclude(status=Status.HELD, hold_expires_at__lte=now)

    def held_by(self, member: Membership | None) -> BookingQuerySet:
        """The holder's side: bookings on own resources; refuge requests for the victim-support structure."""
        return self.filter(_held(member)) if member else self.none()

    def decidable_by(self, member: Membership | None) -> BookingQuerySet:
        """Bookings this member answers for: manager of the organisation that holds the resource."""
        if member is None or not member.may_decide:
            return self.none()
        return self.held_by(member)

    def requested_by(self, member: Membership | None) -> BookingQuerySet:
        """Bookings this member may confirm or withdraw: asked for by the organisation acted for."""
        if member is None or not member.may_ask:
            return self.none()
        return self.filter(item__request__organisation_id=member.organisation_id)

    def visible_to(self, member: Membership | None) -> BookingQuerySet:
        if member is None:
            return self.none()
        return self.filter(Q(item__request__organisation_id=member.organisation_id) | _held(member))

    def to_answer(self) -> BookingQuerySet:
        """Waiting for the holder, most urgent and oldest first; those waiting for a place come after, in time order."""
        urgency = Case(
            When(item__request__urgency=Urgency.EMERGENCY, then=Value(0)),
            When(item__request__urgency=Urgency.URGENT, then=Value(1)),
            default=Value(2),
        )
        waiting = Case(When(status=Status.WAITLISTED, then=Value(1)), default=Value(0))
        return (
            # Nobody asks for more of what is over: said, so that only what is open is read.
            self.filter(status__in=OPEN)
            .filter(Q(status__in=(Status.REQUESTED, Status.WAITLISTED)) | Q(extension__isnull=False))
            .annotate(urgency_order=urgency, waiting_order=waiting)
            .order_by("waiting_order", "urgency_order", "queued_at", "id")
        )

    def lent_out(self) -> BookingQuerySet:
        """Loans whose items are in somebody's hands."""
        return self.filter(status=Status.IN_USE, buffer_days__isnull=False)

    def to_hand_over(self) -> BookingQuerySet:
        """Loans whose first day has come and that nobody has fetched yet."""
        today = days.midnight(days.today())
        return self.filter(status=Status.CONFIRMED, buffer_days__isnull=False, period__startswith__lte=today)

    def to_take_back(self) -> BookingQuerySet:
        """Loans that are due today or late."""
        tomorrow = days.midnight(days.today() + timedelta(days=1))
        return self.lent_out().filter(period__endswith__lte=tomorrow)

    def awaiting_word(self) -> BookingQuerySet:
        """Waiting for a word of the holder's; not those who wait for a place to get free."""
        return self.filter(Q(status=Status.REQUESTED) | Q(extension__isnull=False))

    def for_verbs(self) -> BookingQuerySet:
        """What a verb looks at and its letters say."""
        return self.select_related(
            "resource__category",
            "resource__facility__organisation",
            "item__category",
            "item__request__organisation",
            "item__request__origin",
        )

    def for_rows(self) -> BookingQuerySet:
        return self.select_related(
            "resource__category",
            "resource__facility__organisation__municipality",
            "resource__facility__municipality",
            "item__category",
            "item__request__organisation",
            "item__request__origin",
            "item__request__note",
            "item__request__callback",
            "condition",
        )


class Booking(models.Model):
    """One holder's side of one item. Only held (until it expires), confirmed and in_use take capacity."""

    Status = Status

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey("RequestItem", models.PROTECT, related_name="bookings")
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, blank=True, related_name="bookings")
    # A refuge request: it names no resource, no holder and takes no counted capacity.
    opaque = models.BooleanField(default=False)
    quantity = models.PositiveIntegerField(_("quantidade"))
    period = DateTimeRangeField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.REQUESTED)
    queued_at = models.DateTimeField(default=timezone.now)
    hold_expires_at = models.DateTimeField(null=True, blank=True)
    condition = models.ForeignKey(FreeText, models.SET_NULL, null=True, blank=True, related_name="+")
    reason_code = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    extension = models.DateTimeField(_("prolongamento pedido até"), null=True, blank=True)
    # Loans: the days of cleaning after it, as promised when it was asked for. `occupied` is the period with them; the
    # database sets it, and the buffer of what comes without one.
    buffer_days = models.PositiveSmallIntegerField(null=True, blank=True)
    occupied = DateTimeRangeField(null=True, editable=False)
    # When who has it was last reminded to bring it back; when who comes next was warned that it is late.
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)
    protocol = models.ForeignKey(Protocol, models.SET_NULL, null=True, blank=True, related_name="bookings")
    answered_at = models.DateTimeField(null=True, blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    checked_out_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ("-queued_at", "id")
        verbose_name = _("reserva")
        indexes: ClassVar = [
            GistIndex(
                fields=["resource", "occupied"],
                name="booking_occupying",
                condition=Q(status__in=TAKES_CAPACITY),
            ),
            models.Index(fields=["resource"], name="booking_in_use", condition=Q(status="in_use")),
            models.Index(fields=["resource", "status"], name="booking_of_resource"),
            models.Index(fields=["status"], name="booking_open", condition=Q(status__in=OPEN)),
            models.Index(fields=["hold_expires_at"], name="booking_holds", condition=Q(status="held")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="booking_takes_something"),
            models.CheckConstraint(condition=Q(period__isempty=False), name="booking_period_not_empty"),
            models.CheckConstraint(
                condition=Q(opaque=True, resource=None) | Q(opaque=False, resource__isnull=False),
                name="refuge_request_names_no_resource",
            ),
            models.CheckConstraint(
                condition=~Q(status="held") | Q(hold_expires_at__isnull=False), name="hold_has_its_expiry"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("declined", "cancelled", "withdrawn")) | ~Q(reason_code=""),
                name="refusal_has_a_reason",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="booking_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.uuid}"

    @property
    def start(self) -> Any:
        return days.first_day(self.period)

    @property
    def end(self) -> Any:
        """The first day not used (departure), None when open."""
        return days.end_day(self.period)

    @property
    def extension_end(self) -> Any:
        return days.local_day(self.extension) if self.extension else None

    @property
    def nights(self) -> int | None:
        return (self.end - self.start).days if self.end else None

    @property
    def is_loan(self) -> bool:
        return self.buffer_days is not None

    @property
    def is_overdue(self) -> bool:
        """What was lent should be back and is not."""
        upper = self.period.upper
        return self.is_loan and self.status == Status.IN_USE and upper is not None and upper <= moment.now()

    @property
    def days_late(self) -> int:
        """How many days what was lent should have been back."""
        return (days.today() - self.last_day).days if self.is_overdue else 0

    @property
    def last_day(self) -> Any:
        """The last day used, as people say it of loans and day places."""
        return self.end - timedelta(days=1) if self.end else None

    @property
    def leaves_on(self) -> Any:
        """The day on which somebody leaves, or what was lent comes back; None when open."""
        return self.last_day if self.is_loan else self.end

    @property
    def said_end(self) -> Any:
        """As people say it of this kind: the departure, or the last day."""
        return self.item.category.said_end(self.end)

    @property
    def said_extension(self) -> Any:
        return self.item.category.said_end(self.extension_end)

    @property
    def shown_status(self) -> str:
        """As readers see it: a hold past its expiry reads as expired without any job having run."""
        if self.status == Status.HELD and self.hold_expires_at and self.hold_expires_at <= moment.now():
            return Status.EXPIRED
        return self.status

    @property
    def status_label(self) -> str:
        if late := self.days_late:
            return ngettext("em atraso há %(n)s dia", "em atraso há %(n)s dias", late) % {"n": late}
        return str(Status(self.shown_status).label)

    @property
    def is_silenced(self) -> bool:
        """The person has died: nobody is reminded of what was lent."""
        return self.is_loan and self.status == Status.IN_USE and self.reason_code == Reason.DECEASED

    @property
    def is_discreet(self) -> bool:
        """Letters about it say only that something waits."""
        return self.opaque or (self.resource is not None and self.resource.facility.tier >= Tier.RESTRICTED)
