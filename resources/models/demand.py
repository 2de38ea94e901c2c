"""What is asked: a request states a need without identity; a booking is one holder's side of one item of it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Case, IntegerField, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import moment
from accounts.models import Contact, Membership, Organisation
from geo.models import Municipality
from resources import days
from resources.models.catalogue import COUNTED_MODES, Category, Resource, Tier
from resources.models.protocols import Protocol

REFERENCE = RegexValidator(
    r"^[A-Z0-9-]{3,12}$", _("A referência tem 3 a 12 letras maiúsculas, algarismos ou hífenes, sem nomes.")
)


class FreeText(models.Model):
    """Free text, apart from everything else so that it can be purged when its time is over."""

    text = models.TextField()
    purge_after = models.DateTimeField()

    def __str__(self) -> str:
        return f"text {self.pk}"


class Status(models.TextChoices):
    REQUESTED = "requested", _("pedido")
    OFFERED = "offered", _("proposta")
    WAITLISTED = "waitlisted", _("em lista de espera")
    HELD = "held", _("pré-reserva")
    CONFIRMED = "confirmed", _("confirmada")
    IN_USE = "in_use", _("em curso")
    COMPLETED = "completed", _("concluída")
    DECLINED = "declined", _("recusado")
    WITHDRAWN = "withdrawn", _("retirado")
    CANCELLED = "cancelled", _("cancelada pela entidade")
    NO_SHOW = "no_show", _("não compareceu")
    EXPIRED = "expired", _("expirou")


TAKES_CAPACITY = (Status.HELD, Status.CONFIRMED, Status.IN_USE)
OPEN = (Status.REQUESTED, Status.OFFERED, Status.WAITLISTED, *TAKES_CAPACITY)
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


class Reason(models.TextChoices):
    NO_CAPACITY = "no_capacity", _("sem capacidade")
    NO_SUITABLE = "no_suitable", _("sem lugar adequado")
    OUTSIDE_CRITERIA = "outside_criteria", _("fora dos critérios")
    TOO_FAR = "too_far", _("longe de mais")
    NO_ANSWER = "no_answer", _("sem resposta")
    DUPLICATE = "duplicate", _("pedido repetido")
    NO_LONGER_NEEDED = "no_longer_needed", _("já não é preciso")
    DECEASED = "deceased", _("falecimento")
    OTHER = "other", _("outro motivo")


class Urgency(models.TextChoices):
    NORMAL = "normal", _("normal")
    URGENT = "urgent", _("urgente")
    EMERGENCY = "emergency", _("emergência")


ANSWER_WITHIN = {
    Urgency.NORMAL: timedelta(hours=24),
    Urgency.URGENT: timedelta(hours=2),
    Urgency.EMERGENCY: timedelta(minutes=30),
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
        kinds = Resource.objects.managed_by(member).filter(mode__in=COUNTED_MODES).values("category_id")
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


class BookingQuerySet(models.QuerySet["Booking"]):
    def live(self, now: datetime | None = None) -> BookingQuerySet:
        """Those that take capacity now: an expired hold does not, whether or not a job has run."""
        now = now or moment.now()
        return self.filter(status__in=TAKES_CAPACITY).exclude(status=Status.HELD, hold_expires_at__lte=now)

    def held_by(self, member: Membership | None) -> BookingQuerySet:
        """The holder's side: bookings on own resources; refuge requests for the victim-support structure."""
        if member is None:
            return self.none()
        own = Q(resource__facility__organisation_id=member.organisation_id)
        if member.organisation.victim_support and member.asks_t3:
            own |= Q(opaque=True)
        return self.filter(own)

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
        mine = Q(item__request__organisation_id=member.organisation_id)
        return self.filter(mine | Q(pk__in=self.held_by(member).values("pk")))

    def to_answer(self) -> BookingQuerySet:
        """Waiting for the holder, most urgent and oldest first; those waiting for a place come after, in time order."""
        urgency = Case(
            When(item__request__urgency=Urgency.EMERGENCY, then=Value(0)),
            When(item__request__urgency=Urgency.URGENT, then=Value(1)),
            default=Value(2),
        )
        waiting = Case(When(status=Status.WAITLISTED, then=Value(1)), default=Value(0))
        return (
            self.filter(Q(status__in=(Status.REQUESTED, Status.WAITLISTED)) | Q(extension__isnull=False))
            .annotate(urgency_order=urgency, waiting_order=waiting)
            .order_by("waiting_order", "urgency_order", "queued_at", "id")
        )

    def lent_out(self) -> BookingQuerySet:
        """Loans whose items are in somebody's hands."""
        return self.filter(status=Status.IN_USE, buffer_days__isnull=False)

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
    item = models.ForeignKey(RequestItem, models.PROTECT, related_name="bookings")
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


class RefusedDemand(models.Model):
    """Demand that found no place: kept and counted, whatever happened to the request."""

    at = models.DateTimeField(default=timezone.now)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    origin = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    resource = models.ForeignKey(Resource, models.SET_NULL, null=True, related_name="+")
    quantity = models.PositiveIntegerField()
    period = DateTimeRangeField()
    reason_code = models.CharField(max_length=20, choices=Reason.choices)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    request = models.ForeignKey(Request, models.SET_NULL, null=True, related_name="+")
    # The sent form it came from, and which need in it: the same form sent twice is one demand.
    submission = models.UUIDField(null=True, blank=True, editable=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-at",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "order"], name="demand_of_one_form_counts_once")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.category_id} {self.reason_code}"


__all__ = [
    "ANSWER_WITHIN",
    "OPEN",
    "TAKES_CAPACITY",
    "Booking",
    "FreeText",
    "Reason",
    "RefusedDemand",
    "Request",
]
