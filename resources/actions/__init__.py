"""Every change in the marketplace, one function a verb: lock, look again, check, move, record, tell."""

from resources.actions.answering import (
    accept_booking,
    accept_extension,
    cancel_booking,
    check_in,
    check_out,
    decline_booking,
    decline_extension,
    expire_holds,
    no_show,
    offer_capacity,
)
from resources.actions.asking import (
    Need,
    confirm_booking,
    extend_booking,
    request_capacity,
    waitlist_booking,
    withdraw_booking,
)
from resources.actions.offering import (
    block_resource,
    lift_block,
    remind_unanswered,
    remind_unconfirmed,
    state_capacity,
)

__all__ = [
    "Need",
    "accept_booking",
    "accept_extension",
    "block_resource",
    "cancel_booking",
    "check_in",
    "check_out",
    "confirm_booking",
    "decline_booking",
    "decline_extension",
    "expire_holds",
    "extend_booking",
    "lift_block",
    "no_show",
    "offer_capacity",
    "remind_unanswered",
    "remind_unconfirmed",
    "request_capacity",
    "state_capacity",
    "waitlist_booking",
    "withdraw_booking",
]
