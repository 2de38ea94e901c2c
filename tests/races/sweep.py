"""Invariant 1 counted anew, in plain Python over the rows: nothing of the portal's own arithmetic is used here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from resources.models import Block, Booking, CapacityStatement

TAKES = ("held", "confirmed", "in_use")
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")


def _next_midnight(now: datetime) -> datetime:
    tomorrow = now.astimezone(LISBON).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=LISBON)


def balance(resource_id: int, now: datetime | None = None) -> dict[datetime, int]:
    """At each instant at which something changes: what is taken beyond what is offered (negative: still free)."""
    now = now or datetime.now(UTC)
    taken = []
    for status, quantity, period, expires in Booking.objects.filter(resource=resource_id).values_list(
        "status", "quantity", "period", "hold_expires_at"
    ):
        if status not in TAKES or (status == "held" and expires <= now):
            continue
        until = period.upper or FOREVER
        if status == "in_use":  # who has not left is still there today
            until = max(until, _next_midnight(now))
        taken.append((period.lower, until, quantity))
    said = sorted(
        (valid_from, pk, capacity)
        for pk, valid_from, capacity in CapacityStatement.objects.filter(resource=resource_id).values_list(
            "pk", "valid_from", "capacity"
        )
    )
    blocked = [
        (period.lower, period.upper or FOREVER, quantity)
        for period, quantity in Block.objects.filter(resource=resource_id, lifted_at=None).values_list(
            "period", "quantity"
        )
    ]
    instants = {valid_from for valid_from, _pk, _capacity in said}
    instants.update(edge for lower, upper, _quantity in [*taken, *blocked] for edge in (lower, upper))
    return {
        at: sum(quantity for lower, upper, quantity in taken if lower <= at < upper)
        - _offered(at, said, blocked)
        for at in instants
    }


def _offered(
    at: datetime,
    said: list[tuple[datetime, int, int]],
    blocked: list[tuple[datetime, datetime, int | None]],
) -> int:
    capacity = next((capacity for valid_from, _pk, capacity in reversed(said) if valid_from <= at), 0)
    for lower, upper, quantity in blocked:
        if lower <= at < upper:
            capacity = 0 if quantity is None else max(0, capacity - quantity)
    return capacity


def excess(resource_id: int, now: datetime | None = None) -> int:
    """How many places too many are taken at the worst instant; 0 when the invariant holds."""
    return max(0, *balance(resource_id, now).values(), 0)


def grew(before: dict[datetime, int], after: dict[datetime, int]) -> list[datetime]:
    """The instants at which there is more excess than before."""
    instants = sorted({*before, *after})
    return [at for at in instants if max(0, value_at(after, at)) > max(0, value_at(before, at))]


def value_at(values: dict[datetime, int], at: datetime) -> int:
    """What holds at an instant: the value at the last change up to it."""
    known = [edge for edge in values if edge <= at]
    return values[max(known)] if known else 0
