"""Bookings: one call for each verb of either side."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from accounts.models import Membership
from portal.api.demand import BookingOut, ReasonSent, booking_out
from portal.api.inputs import Day, Nothing, Sent, Text, Whole, identifier
from portal.api.once import Made, once
from portal.api.who import BearerToken
from resources import actions
from resources.actions.answering import Offer
from resources.models import Booking
from resources.models.bookings import BookingQuerySet
from resources.refusals import Invalid
from resources.views.rows import known_resources

router = Router(auth=BearerToken(), tags=["bookings"])

Scope = Callable[[Membership], BookingQuerySet]


def _holder(member: Membership) -> BookingQuerySet:
    return Booking.objects.decidable_by(member)


def _requester(member: Membership) -> BookingQuerySet:
    return Booking.objects.requested_by(member)


class OfferSent(Sent):
    quantity: Whole | None = None
    start: Day | None = None
    end: Day | None = None


class AcceptSent(Sent):
    condition: Text | None = None
    offer: OfferSent | None = Field(
        default=None, description="Something else than was asked; what is absent stays as asked."
    )
    exception: Text | None = Field(
        default=None, description="The reason to accept without a protocol; it is logged."
    )


class ReasonAndTextSent(ReasonSent):
    text: Text | None = None


class ConditionSent(Sent):
    condition: Text | None = None


class ExceptionSent(Sent):
    exception: Text | None = Field(
        default=None, description="The holder's reason to go on without a protocol; it is logged."
    )


class EndSent(ExceptionSent):
    end: Day = Field(description="The first day not used.")


def _say(
    request: HttpRequest, id: str, scopes: tuple[Scope, ...], verb: Callable[..., Booking], **said: Any
) -> Made:
    """Find the booking among those the verb is theirs for, say it, show what became of it."""
    member: Membership = request.member  # type: ignore[attr-defined]
    uuid = identifier(id)
    found = (scope(member).filter(uuid=uuid).first() for scope in scopes)
    booking = next((one for one in found if one is not None), None)
    if booking is None:
        if Booking.objects.visible_to(member).filter(uuid=uuid).exists():
            raise PermissionDenied
        raise Http404
    booking = verb(booking, by=member, **said)
    body = BookingOut(**booking_out(booking, member, known_resources([booking], member)))
    texts = {"condition": booking.condition_id} if booking.condition_id else {}
    return Made(200, body, texts)


@router.post("bookings/{id}/accept", response=BookingOut)
@once
def accept(request: HttpRequest, id: str, body: AcceptSent | None = None) -> Made:
    """Holder. Holds the place (confirms it when the request says so); with a condition or an offer, offers it."""
    said = body or AcceptSent()
    offer = None
    if said.offer is not None:
        offer = Offer(quantity=said.offer.quantity, start=said.offer.start, end=said.offer.end)
        if offer == Offer():
            raise Invalid("offer", _("A proposta não muda nada: indique quantidade ou dias."))
    return _say(
        request,
        id,
        (_holder,),
        actions.accept_booking,
        condition=said.condition or "",
        offer=offer,
        exception=said.exception or "",
    )


@router.post("bookings/{id}/confirm", response=BookingOut)
@once
def confirm(request: HttpRequest, id: str, body: ExceptionSent | None = None) -> Made:
    """Requester. Takes a held or offered place."""
    said = body or ExceptionSent()
    return _say(request, id, (_requester,), actions.confirm_booking, exception=said.exception or "")


@router.post("bookings/{id}/waitlist", response=BookingOut)
@once
def waitlist(request: HttpRequest, id: str, body: Nothing | None = None) -> Made:
    """Holder, or requester when it is full."""
    return _say(request, id, (_holder, _requester), actions.waitlist_booking)


@router.post("bookings/{id}/decline", response=BookingOut)
@once
def decline(request: HttpRequest, id: str, body: ReasonAndTextSent) -> Made:
    """Holder. The reason code is obligatory."""
    return _say(request, id, (_holder,), actions.decline_booking, code=body.code, text=body.text or "")


@router.post("bookings/{id}/withdraw", response=BookingOut)
@once
def withdraw(request: HttpRequest, id: str, body: ReasonSent) -> Made:
    """Requester. The reason code is obligatory."""
    return _say(request, id, (_requester,), actions.withdraw_booking, code=body.code)


@router.post("bookings/{id}/cancel", response=BookingOut)
@once
def cancel(request: HttpRequest, id: str, body: ReasonAndTextSent) -> Made:
    """Holder. The demand stays open and is counted."""
    return _say(request, id, (_holder,), actions.cancel_booking, code=body.code, text=body.text or "")


@router.post("bookings/{id}/check-in", response=BookingOut)
@once
def check_in(request: HttpRequest, id: str, body: Nothing | None = None) -> Made:
    """Holder. From the first local day on."""
    return _say(request, id, (_holder,), actions.check_in)


@router.post("bookings/{id}/check-out", response=BookingOut)
@once
def check_out(request: HttpRequest, id: str, body: ConditionSent | None = None) -> Made:
    """Holder. The days not used are free at once."""
    said = body or ConditionSent()
    return _say(request, id, (_holder,), actions.check_out, condition=said.condition or "")


@router.post("bookings/{id}/extend", response=BookingOut)
@once
def extend(request: HttpRequest, id: str, body: EndSent) -> Made:
    """Requester asks, holder accepts; the holder's own word, and an earlier end, count at once."""
    return _say(
        request,
        id,
        (_holder, _requester),
        actions.extend_booking,
        end=body.end,
        exception=body.exception or "",
    )


@router.post("bookings/{id}/accept-extension", response=BookingOut)
@once
def accept_extension(request: HttpRequest, id: str, body: ExceptionSent | None = None) -> Made:
    """Holder. Looked at again under the lock."""
    said = body or ExceptionSent()
    return _say(request, id, (_holder,), actions.accept_extension, exception=said.exception or "")


@router.post("bookings/{id}/decline-extension", response=BookingOut)
@once
def decline_extension(request: HttpRequest, id: str, body: ReasonSent) -> Made:
    """Holder. The booking stays as it was."""
    return _say(request, id, (_holder,), actions.decline_extension, code=body.code)


@router.post("bookings/{id}/no-show", response=BookingOut)
@once
def no_show(request: HttpRequest, id: str, body: Nothing | None = None) -> Made:
    """Holder. From the first local day on."""
    return _say(request, id, (_holder,), actions.no_show)
