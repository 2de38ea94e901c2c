"""What every verb does: take the locks in one order, look again, record, keep free text apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, OperationalError
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import audit, identity, moment
from accounts.models import Membership
from resources import availability, days, mail, spoken
from resources.models import (
    Booking,
    FreeText,
    Protocol,
    ProtocolException,
    RefusedDemand,
    Request,
    RequestItem,
    Resource,
)
from resources.models.codes import Status
from resources.refusals import Invalid, NoCapacity, NoProtocol, NotAllowed, PersonalData, WrongState

TEXT_KEPT_FOR = timedelta(days=180)
MAX_TEXT = 1000
# An open stay has no last day: its protocol must be in force on the first ones; after that it is looked at again.
OPEN_STAY_LOOKED_AT = timedelta(days=30)
MAX_QUANTITY = 10_000
MAX_AHEAD = timedelta(days=730)


def lock_resources(ids: Iterable[int]) -> dict[int, Resource]:
    """Lock resource rows in id order: two actions over several resources never wait for each other in a ring."""
    rows = (
        Resource.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=set(ids))
        .select_related("facility__organisation", "category")
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def hold_resources(ids: QuerySet[Any, Any]) -> int:
    """The same lock where the rows themselves are not asked for, in one statement; how many they are."""
    held = Resource.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return len(held.values_list("pk"))


def look_again(booking: Booking) -> Booking:
    """Lock, then read anew: what the caller holds may be old.

    First the need, so that nobody joins those asked for it; then all their resources together in id order, so that two
    holders answering at the same instant never wait for each other in a ring; a refuge request locks its request.
    """
    list(RequestItem.objects.select_for_update(no_key=True).filter(pk=booking.item_id).values_list("pk"))
    asked = Booking.objects.filter(item_id=booking.item_id, resource__isnull=False)
    if not hold_resources(asked.values("resource_id")):
        list(Request.objects.select_for_update(no_key=True).filter(items=booking.item_id).values_list("pk"))
    return Booking.objects.for_verbs().select_for_update(no_key=True, of=("self",)).get(pk=booking.pk)


def must_be(booking: Booking, *states: str) -> None:
    if booking.shown_status not in states:
        raise WrongState(
            _("Esta reserva já mudou: o estado é agora «%(state)s». Veja-a de novo antes de decidir.")
            % {"state": booking.status_label},
            state=booking.shown_status,
        )


def must_fit(
    resource: Resource,
    quantity: int,
    period: DateTimeTZRange,
    *,
    leaving_out: Booking | None = None,
) -> None:
    free = availability.free_throughout(resource, period.lower, period.upper, leaving_out=leaving_out)
    if quantity > free:
        raise NoCapacity(free)


def booked_days(period: DateTimeTZRange) -> DateRange:
    start = days.first_day(period)
    end = days.end_day(period) or start + OPEN_STAY_LOOKED_AT
    return DateRange(start, end, "[)")


def covering_protocol(
    resource: Resource, origin_id: str, period: DateTimeTZRange
) -> tuple[bool, Protocol | None]:
    """Whether the booking may cross (invariant 4), and the protocol that covers it alone when there is one.

    Same municipality and refuges need none.
    """
    holder = resource.facility.protocol_municipality_id
    if holder is None or holder == origin_id:
        return True, None
    wanted = booked_days(period)
    one = Protocol.objects.between(holder, origin_id).in_force(wanted).order_by("period").first()
    if one:
        return True, one
    return Protocol.objects.cover(holder, origin_id, wanted), None


def must_be_covered(
    booking: Booking, resource: Resource, period: DateTimeTZRange, *, by: Membership, exception: str = ""
) -> Protocol | None:
    """The protocol that lets it cross, or an exception: one logged before, or `exception`, logged now."""
    if exception:
        open_exception(booking, resource, by=by, reason=exception)
    covered, protocol = covering_protocol(resource, booking.item.request.origin_id, period)
    if not covered and not booking.exceptions.exists():
        if not resource.facility.shows_place and not manages(by, resource):
            # Which municipality lacks a protocol would tell where the place is.
            raise WrongState(
                _("A entidade tem de ver esta reserva antes de se avançar. Fale com quem a gere."),
                state=booking.status,
            )
        raise NoProtocol(
            _(
                "Não há protocolo em vigor entre o município de origem e o do equipamento em todos estes dias."
                " Quem gere o recurso pode abrir uma exceção, com motivo."
            )
        )
    return protocol


def manages(member: Membership, resource: Resource) -> bool:
    return member.may_decide and member.organisation_id == resource.facility.organisation_id


def open_exception(booking: Booking, resource: Resource, *, by: Membership, reason: str) -> None:
    """Let it cross a border without a protocol: who, when, why. Only who manages the resource may."""
    if not manages(by, resource):
        raise NotAllowed(_("Só quem gere o recurso pode abrir uma exceção."))
    ProtocolException.objects.create(booking=booking, by=by, at=moment.now(), reason=keep_text(reason))
    record(booking, "protocol_exception", by=by, before=booking.status, text=reason)


def free_text(field: str, text: str) -> str:
    """Clean free text, or refuse it: too long, or with something that could identify a person."""
    text = text.strip()
    if len(text) > MAX_TEXT:
        raise Invalid(
            field, _("O texto é demasiado longo: no máximo %(max)s caracteres.") % {"max": MAX_TEXT}
        )
    if "\x00" in text:
        raise Invalid(field, _("O texto tem caracteres que não se podem guardar."))
    pattern = identity.find(text)
    if pattern:
        raise PersonalData(field, pattern.value, identity.explain(pattern))
    return text


def keep_text(text: str, now: datetime | None = None) -> FreeText | None:
    if not text:
        return None
    return FreeText.objects.create(text=text, purge_after=(now or moment.now()) + TEXT_KEPT_FOR)


def record(
    booking: Booking, verb: str, *, by: Membership | None, before: str, reason_code: str = "", text: str = ""
) -> None:
    """One audit row on the chain of the locked parent: the resource, or the request of a refuge."""
    if booking.resource is not None:
        chain, label = f"resource:{booking.resource.uuid}", str(booking.resource.uuid)
    else:
        chain, label = f"request:{booking.item.request.uuid}", ""
    audit.record(
        chain,
        verb,
        by=by,
        subject=("booking", booking.uuid),
        label=label,
        from_state=before,
        to_state=booking.status,
        reason_code=reason_code,
        text=text,
    )


def expire(booking: Booking) -> None:
    """Write down, under the lock of its resource, that a hold ran out; it counted for nothing from that instant on."""
    booking.status = Status.EXPIRED
    booking.save()
    record(booking, "expire", by=None, before=Status.HELD)
    mail.expired(booking)
    mail.place_freed(booking)


def count_refused(booking: Booking, reason_code: str) -> None:
    """Demand that found no place here. Withdrawn because no longer needed is not unmet demand."""
    request = booking.item.request
    RefusedDemand.objects.create(
        at=moment.now(),
        organisation=request.organisation,
        origin=request.origin,
        category=booking.item.category,
        resource=booking.resource,
        quantity=booking.quantity,
        period=booking.period,
        reason_code=reason_code,
        urgency=request.urgency,
        request=request,
    )


def stay_period(
    start: date, end: date | None, *, today: date | None = None, words: spoken.Words = spoken.NIGHTS
) -> DateTimeTZRange:
    """The checked period of a stay: real days, end after start, not long past, not absurdly far."""
    now = today or days.today()
    if start < now - timedelta(days=1):
        raise Invalid("start", str(words.start_past))
    if start > now + MAX_AHEAD:
        raise Invalid("start", str(words.start_far))
    if end is not None and end <= start:
        raise Invalid("end", str(words.end_before))
    if end is not None and end > start + MAX_AHEAD:
        raise Invalid("end", str(words.end_far))
    return days.period_of(start, end)


def whole_quantity(quantity: int, field: str = "quantity") -> int:
    if isinstance(quantity, bool) or quantity < 1:
        raise Invalid(field, _("A quantidade tem de ser pelo menos 1."))
    if quantity > MAX_QUANTITY:
        raise Invalid(field, _("A quantidade é demasiado grande."))
    return quantity


# What the database says when there is no room: for the booking, or for the item it was to have.
NO_ROOM = ("booking_within_capacity", "loans_of_an_item_do_not_overlap", "item_is_out_once")


def database_speaks[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """What the database itself refuses becomes the same plain refusal as ours."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except IntegrityError as error:
            diagnosis: Any = getattr(error.__cause__, "diag", None)
            if diagnosis is not None and diagnosis.constraint_name in NO_ROOM:
                raise NoCapacity(0) from error
            raise
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") in ("40001", "40P01", "55P03"):
                raise WrongState(_("Outra pessoa mudou isto ao mesmo tempo. Tente de novo.")) from error
            raise

    return wrapper
