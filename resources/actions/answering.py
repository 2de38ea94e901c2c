"""The holding side: accept, offer, refuse, cancel, receive, see out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from resources import days, mail, spoken
from resources.actions import assigning, lending, shared
from resources.actions.asking import move_end, release_rivals
from resources.actions.lending import Returned
from resources.models import Booking, Item, RequestItem, Resource
from resources.models.codes import Reason, Status
from resources.refusals import Invalid, WrongState


@dataclass(frozen=True)
class Offer:
    """What the holder proposes instead: None leaves that part as asked."""

    quantity: int | None = None
    start: date | None = None
    end: date | None = None


@shared.database_speaks
@transaction.atomic
def accept_booking(
    booking: Booking, *, by: Membership, condition: str = "", offer: Offer | None = None, exception: str = ""
) -> Booking:
    """Give the place: a hold with its clock, or confirmed at once when the request says so.

    A condition or a different offer goes back to the requester. `exception` opens the border without a protocol, with
    its reason. Raises NoCapacity, NoProtocol, WrongState.
    """
    condition = shared.free_text("condition", condition)
    exception = shared.free_text("exception", exception)
    booking = shared.look_again(booking)
    shared.must_be(booking, Status.REQUESTED, Status.WAITLISTED)
    if RequestItem.objects.filter(pk=booking.item_id, closed_at__isnull=False).exists():
        raise WrongState(_("Esta necessidade já foi satisfeita por outra entidade."), state=booking.status)
    before = booking.status
    if booking.resource is None:
        return _answer_refuge(booking, by=by, before=before)
    if offer:
        _apply(offer, booking)
    assigning.take_room(booking)
    # Not before the room was looked at: what is free since an instant was answered after it.
    now = moment.now()
    booking.protocol = shared.must_be_covered(
        booking, booking.resource, booking.period, by=by, exception=exception
    )
    booking.answered_at = now
    booking.condition = shared.keep_text(condition, now)
    if condition or offer:
        booking.status = Status.OFFERED
    elif booking.item.request.auto_confirm:
        booking.status = Status.CONFIRMED
    else:
        booking.status = Status.HELD
        booking.hold_expires_at = now + booking.resource.category.hold_for
    booking.save()
    shared.record(booking, "accept", by=by, before=before, text=condition)
    if booking.status == Status.CONFIRMED:
        release_rivals(booking, by=by)
    mail.accepted(booking)
    return booking


def _apply(offer: Offer, booking: Booking) -> None:
    if offer.quantity is not None:
        quantity = shared.whole_quantity(offer.quantity, "offer.quantity")
        if quantity > booking.item.quantity:
            raise Invalid("offer.quantity", _("Não se propõe mais do que foi pedido."))
        booking.quantity = quantity
    if offer.start or offer.end:
        booking.period = shared.stay_period(
            offer.start or booking.start, offer.end or booking.end, words=spoken.of(booking.item.category)
        )
        booking.loans.filter(fixed=False).delete()


def _answer_refuge(booking: Booking, *, by: Membership, before: str) -> Booking:
    """The victim-support structure took the case: contact happens outside the portal; nothing names a place."""
    booking.status, booking.answered_at = Status.CONFIRMED, moment.now()
    booking.save()
    shared.record(booking, "accept", by=by, before=before)
    mail.accepted(booking)
    return booking


@shared.database_speaks
@transaction.atomic
def offer_capacity(
    item: RequestItem, resource: Resource, *, by: Membership, condition: str = "", exception: str = ""
) -> Booking:
    """A holder answers a need stated to the network: makes its side of the item and accepts it in one go."""
    # The order of `look_again`: the need, then its resources in id order.
    item = RequestItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    asked = item.bookings.filter(resource__isnull=False).values_list("resource_id", flat=True)
    resource = shared.lock_resources([resource.pk, *asked])[resource.pk]
    if item.closed_at is not None:
        raise WrongState(_("Esta necessidade já foi satisfeita por outra entidade."))
    if item.category.opaque or not item.category.includes(resource.category):
        raise Invalid("resource", _("Este recurso é de outra categoria."))
    if (
        item.bookings.filter(resource=resource)
        .exclude(status__in=(Status.DECLINED, Status.CANCELLED))
        .exists()
    ):
        raise WrongState(_("Já respondeu a esta necessidade com este recurso."))
    booking = Booking.objects.create(
        item=item,
        resource=resource,
        quantity=item.quantity,
        period=item.period,
        buffer_days=resource.buffer_days,
        queued_at=item.request.made_at,
    )
    shared.record(booking, "offer", by=by, before="")
    return accept_booking(booking, by=by, condition=condition, exception=exception)


@shared.database_speaks
@transaction.atomic
def decline_booking(booking: Booking, *, by: Membership, code: str, text: str = "") -> Booking:
    """Refuse, with a reason code (invariant 8): refusals are the measure of unmet demand."""
    if code not in Reason.values:
        raise Invalid("code", _("Escolha um motivo da lista."))
    text = shared.free_text("text", text)
    booking = shared.look_again(booking)
    shared.must_be(booking, Status.REQUESTED, Status.OFFERED, Status.WAITLISTED)
    before = booking.status
    booking.status, booking.reason_code, booking.answered_at = Status.DECLINED, code, moment.now()
    booking.condition = shared.keep_text(text)
    booking.save()
    shared.record(booking, "decline", by=by, before=before, reason_code=code, text=text)
    if code not in (Reason.DUPLICATE, Reason.NO_LONGER_NEEDED, Reason.DECEASED):
        shared.count_refused(booking, code)
    mail.declined(booking)
    return booking


@shared.database_speaks
@transaction.atomic
def cancel_booking(booking: Booking, *, by: Membership, code: str, text: str = "") -> Booking:
    """The holder takes back what it gave, with a reason code; the demand stays open and is counted."""
    if code not in Reason.values:
        raise Invalid("code", _("Escolha um motivo da lista."))
    text = shared.free_text("text", text)
    booking = shared.look_again(booking)
    shared.must_be(booking, Status.HELD, Status.CONFIRMED)
    before = booking.status
    booking.status, booking.hold_expires_at, booking.reason_code = Status.CANCELLED, None, code
    booking.extension, booking.condition = None, shared.keep_text(text)
    booking.save()
    RequestItem.objects.filter(pk=booking.item_id).update(closed_at=None)
    shared.record(booking, "cancel", by=by, before=before, reason_code=code, text=text)
    shared.count_refused(booking, code)
    mail.cancelled(booking)
    mail.place_freed(booking)
    return booking


@shared.database_speaks
@transaction.atomic
def check_in(booking: Booking, *, by: Membership, items: Sequence[Item] = (), note: str = "") -> Booking:
    """The person arrived, or the items are handed over: from the first local day on.

    Loans: `items` as they are put into the hands of who fetches them; without them the ones that were planned.
    """
    note = shared.free_text("note", note)
    booking = shared.look_again(booking)
    shared.must_be(booking, Status.CONFIRMED)
    if days.today() < booking.start:
        raise WrongState(
            (
                _("A entrega só se regista a partir do primeiro dia da cedência (%(day)s).")
                if booking.is_loan
                else _("A entrada só se regista a partir do primeiro dia da reserva (%(day)s).")
            )
            % {"day": f"{booking.start:%d/%m/%Y}"},
            state=booking.status,
        )
    if booking.resource is not None and booking.resource.lends:
        lending.hand_over(booking, items, note)
    elif booking.resource is not None and booking.end is not None and booking.end <= days.today():
        # The nights promised are over: who arrives now takes a place of today, which may be somebody else's.
        today = days.period_of(days.today(), days.today() + timedelta(days=1))
        shared.must_fit(booking.resource, booking.quantity, today, leaving_out=booking)
    before = booking.status
    booking.status, booking.checked_in_at = Status.IN_USE, moment.now()
    booking.save()
    shared.record(booking, "check_in", by=by, before=before, text=note)
    mail.arrived(booking)
    return booking


@shared.database_speaks
@transaction.atomic
def check_out(
    booking: Booking, *, by: Membership, condition: str = "", returned: Sequence[Returned] = ()
) -> Booking:
    """The person left: the nights not used are free at once. The day of departure itself is not used.

    Loans: what is `returned` waits to be looked at; without it everything that is out came back. When something is
    still out the booking goes on with that.
    """
    condition = shared.free_text("condition", condition)
    booking = shared.look_again(booking)
    shared.must_be(booking, Status.IN_USE)
    before = booking.status
    if booking.is_loan and not lending.take_back(booking, returned, condition, by=by):
        shared.record(booking, "return_part", by=by, before=before, text=condition)
        return booking
    left_early = booking.end is None or days.today() < booking.end
    if left_early:
        # Someone who came and left on the same day has used that one.
        end = max(days.today(), booking.start + timedelta(days=1))
        booking.period = DateTimeTZRange(booking.period.lower, days.midnight(end), "[)")
    booking.status, booking.checked_out_at, booking.extension = Status.COMPLETED, moment.now(), None
    booking.save()
    shared.record(booking, "check_out", by=by, before=before, text=condition)
    mail.left(booking)
    mail.place_freed(booking)
    return booking


@shared.database_speaks
@transaction.atomic
def no_show(booking: Booking, *, by: Membership) -> Booking:
    """Nobody came: the place is free again. Only from the first day on."""
    booking = shared.look_again(booking)
    shared.must_be(booking, Status.CONFIRMED)
    if days.today() < booking.start:
        raise WrongState(
            _("Só depois do primeiro dia da reserva se pode registar que ninguém compareceu."),
            state=booking.status,
        )
    before = booking.status
    booking.status = Status.NO_SHOW
    booking.extension = None
    booking.save()
    shared.record(booking, "no_show", by=by, before=before)
    mail.did_not_come(booking)
    mail.place_freed(booking)
    return booking


@shared.database_speaks
@transaction.atomic
def accept_extension(booking: Booking, *, by: Membership, exception: str = "") -> Booking:
    exception = shared.free_text("exception", exception)
    booking = shared.look_again(booking)
    shared.must_be(booking, Status.CONFIRMED, Status.IN_USE)
    if booking.extension is None:
        raise WrongState(_("Já não há prolongamento por responder."), state=booking.status)
    return move_end(booking, days.local_day(booking.extension), by=by, exception=exception)


@shared.database_speaks
@transaction.atomic
def decline_extension(booking: Booking, *, by: Membership, code: str) -> Booking:
    if code not in Reason.values:
        raise Invalid("code", _("Escolha um motivo da lista."))
    booking = shared.look_again(booking)
    if booking.extension is None:
        raise WrongState(_("Já não há prolongamento por responder."), state=booking.status)
    booking.extension = None
    booking.save()
    shared.record(booking, "decline_extension", by=by, before=booking.status, reason_code=code)
    mail.extension_declined(booking)
    return booking


def expire_holds() -> int:
    """Clock: write down that holds ran out. Readers and the trigger ignored them from that instant anyway."""
    done = 0
    overdue = Booking.objects.filter(status=Status.HELD, hold_expires_at__lte=moment.now())
    for pk in list(overdue.order_by("resource_id", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            booking = shared.look_again(Booking.objects.get(pk=pk))
            if booking.status != Status.HELD or booking.hold_expires_at is None:
                continue
            if booking.hold_expires_at > moment.now():
                continue
            shared.expire(booking)
            done += 1
    return done
