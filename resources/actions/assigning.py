"""Which item goes with which loan. Every loan that takes capacity has its item, so that what was promised can be kept.

What was asked for by name, and what is out, stays where it is; every other planned loan may be moved to another item of
the resource, as long as nothing promised is broken. Called under the lock of the resource.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts import moment
from resources import availability, days
from resources.actions import shared
from resources.models import Booking, Item, Loan, Resource
from resources.models.codes import Status
from resources.models.lending import ItemState, LoanQuerySet
from resources.refusals import NoCapacity

NEVER = datetime.max.replace(tzinfo=UTC)
EVER = datetime.min.replace(tzinfo=UTC)
# Enough for any bank; beyond it, refused rather than searched for minutes under a lock.
MOST_TRIES = 20_000

Span = tuple[datetime, datetime]


@dataclass
class _Shelf:
    """One item and when it is taken."""

    item: Item
    taken: list[Span] = field(default_factory=list)

    def fits(self, span: Span) -> bool:
        return all(span[1] <= lower or upper <= span[0] for lower, upper in self.taken)

    def gap_before(self, start: datetime) -> timedelta:
        """How long it would lie unused before: the tightest one is taken first, so that long gaps stay whole."""
        before = max((upper for _lower, upper in self.taken if upper <= start), default=EVER)
        return start - before


@dataclass(frozen=True)
class _Wish:
    loan: Loan
    span: Span


def take_room(booking: Booking) -> None:
    """Look again, under the lock, whether the booking fits; a loan is given its items. Raises NoCapacity."""
    assert booking.resource is not None
    lower, upper = occupied(booking)
    shared.must_fit(
        booking.resource,
        booking.quantity,
        DateTimeTZRange(lower, None if upper == NEVER else upper),
        leaving_out=booking,
    )
    if booking.resource.lends:
        give_items(booking)


def give_items(booking: Booking, *, now_ready: bool = False) -> list[Loan]:
    """Give the booking its items for all its days and the cleaning after them, moving other planned loans if need be.

    `now_ready`: only items that lie ready now, for handing over. Raises NoCapacity when no arrangement exists; what was
    planned then stays as it was.
    """
    resource = booking.resource
    assert resource is not None
    now = moment.now()
    _forget_expired(resource, now)
    own = _own_loans(booking)
    shelves = _shelves(resource, leaving_out=booking, now=now)
    span = occupied(booking)
    rest = _movable(resource, leaving_out=booking)
    named = [_Wish(loan, span) for loan in own if loan.stays]
    for wish in named:
        shelf = next((one for one in shelves if one.item.pk == wish.loan.item_id), None)
        if shelf is None or not shelf.fits(span) or (now_ready and shelf.item.state != ItemState.READY):
            raise NoCapacity(0)
        shelf.taken.append(span)
    free = [_Wish(loan, span) for loan in own if not loan.stays]
    ready = {loan.pk for loan in own} if now_ready else set()
    found = _arrange(shelves, [*free, *rest], ready)
    if found is None:
        # More is promised than there is, somewhere: what is planned stays where it lies, only this one is placed.
        _pin(shelves, rest)
        rest = []
        found = _arrange(shelves, free, ready)
    if found is None:
        raise NoCapacity(_most(shelves, free, ready))
    _move(found)
    return list(booking.loans.select_related("item").order_by("pk"))


def free_for(resource: Resource, period: DateTimeTZRange, item: Item | None = None) -> int:
    """How many are free in these days and the cleaning after them; of one item in particular 1 or 0."""
    upper = _with_cleaning(period.upper, resource.buffer_days)
    free = availability.free_throughout(resource, period.lower, upper)
    if item is None or free < 1:
        return free
    shelves = _shelves(resource, leaving_out=None, now=moment.now())
    wanted = (period.lower, upper or NEVER)
    return int(any(shelf.item.pk == item.pk and shelf.fits(wanted) for shelf in shelves))


def taken_by(resource: Resource, period: DateTimeTZRange) -> DateTimeTZRange:
    """What a booking of these days would take of the resource: them, and the cleaning after them."""
    return DateTimeTZRange(period.lower, _with_cleaning(period.upper, resource.buffer_days), "[)")


def _with_cleaning(upper: datetime | None, buffer_days: int | None) -> datetime | None:
    """Whole local days later, as the database counts them."""
    return upper and days.midnight(days.local_day(upper) + timedelta(days=buffer_days or 0))


def occupied(booking: Booking, end: datetime | None = None) -> Span:
    """The booking's days and the cleaning after them; `end` in place of its own."""
    upper = _with_cleaning(end or booking.period.upper, booking.buffer_days)
    return booking.period.lower, upper or NEVER


def _own_loans(booking: Booking) -> list[Loan]:
    """One for each thing asked for; made here when the booking is given its first items."""
    loans = list(booking.loans.filter(back_at=None).select_related("item").order_by("-fixed", "pk"))
    loans += [Loan.objects.create(booking=booking) for _n in range(booking.quantity - len(loans))]
    for spare in loans[booking.quantity :]:
        spare.delete()
    return loans[: booking.quantity]


def _shelves(resource: Resource, *, leaving_out: Booking | None, now: datetime) -> list[_Shelf]:
    """The items, each with what cannot be moved: not ready yet, out, or promised by name."""
    tomorrow = days.midnight(days.today(now) + timedelta(days=1))
    shelves = {}
    for item in resource.items.lent().order_by("code"):
        shelf = shelves[item.pk] = _Shelf(item)
        if item.state not in (ItemState.READY, ItemState.OUT):
            ready = max(item.ready_from, tomorrow) if item.ready_from else NEVER
            shelf.taken.append((EVER, ready))
    kept = _taking(resource, leaving_out).filter(item__in=list(shelves))
    for loan in kept.select_related("booking"):
        assert loan.item_id is not None
        if loan.out_at is not None:
            lower, upper = occupied(loan.booking)
            overdue = loan.booking.period.upper is not None and loan.booking.period.upper <= now
            shelves[loan.item_id].taken.append((lower, NEVER if overdue else max(upper, tomorrow)))
        elif loan.fixed:
            shelves[loan.item_id].taken.append(occupied(loan.booking))
    return list(shelves.values())


def _taking(resource: Resource, leaving_out: Booking | None) -> LoanQuerySet:
    taking = Loan.objects.filter(active=True, booking__resource=resource, booking__in=Booking.objects.live())
    return taking.exclude(booking=leaving_out) if leaving_out else taking


def _movable(resource: Resource, *, leaving_out: Booking) -> list[_Wish]:
    loans = _taking(resource, leaving_out).filter(out_at=None, fixed=False).select_related("booking")
    return [_Wish(loan, occupied(loan.booking)) for loan in loans]


def _arrange(shelves: Sequence[_Shelf], wishes: Sequence[_Wish], ready: set[int]) -> dict[Loan, Item] | None:
    """An item for each wish, or None. In order of start, the item it has first, then the one with the tightest gap."""
    order = sorted(wishes, key=lambda wish: (wish.span[0], wish.loan.item_id is None, wish.loan.pk))
    chosen: dict[Loan, Item] = {}
    tries = 0

    def place(n: int) -> bool:
        nonlocal tries
        if n == len(order):
            return True
        wish = order[n]
        able = [
            shelf
            for shelf in shelves
            if shelf.fits(wish.span) and (wish.loan.pk not in ready or shelf.item.state == ItemState.READY)
        ]
        able.sort(
            key=lambda one: (one.item.pk != wish.loan.item_id, one.gap_before(wish.span[0]), one.item.code)
        )
        for shelf in able:
            tries += 1
            if tries > MOST_TRIES:
                return False
            shelf.taken.append(wish.span)
            chosen[wish.loan] = shelf.item
            if place(n + 1):
                return True
            shelf.taken.remove(wish.span)
            del chosen[wish.loan]
        return False

    return chosen if place(0) else None


def _pin(shelves: Sequence[_Shelf], wishes: Sequence[_Wish]) -> None:
    by_item = {shelf.item.pk: shelf for shelf in shelves}
    for wish in wishes:
        shelf = by_item.get(wish.loan.item_id or 0)
        if shelf is not None and shelf.fits(wish.span):
            shelf.taken.append(wish.span)


def _most(shelves: Sequence[_Shelf], free: Sequence[_Wish], ready: set[int]) -> int:
    """How many of them could have been given."""
    for number in range(len(free) - 1, 0, -1):
        if _arrange(shelves, free[:number], ready) is not None:
            return number
    return 0


def _move(found: dict[Loan, Item]) -> None:
    """Write what changed. First let go, then take: two loans may exchange their items."""
    changed = [(loan, item) for loan, item in found.items() if loan.item_id != item.pk]
    Loan.objects.filter(pk__in=[loan.pk for loan, _item in changed]).update(item=None)
    for loan, item in changed:
        loan.item = item
        loan.save(update_fields=["item"])


def _forget_expired(resource: Resource, now: datetime) -> None:
    """An exclusion constraint cannot know the time: holds that ran out are written down before anything is given."""
    late = Booking.objects.filter(resource=resource, status=Status.HELD, hold_expires_at__lte=now)
    for booking in late.for_rows().order_by("pk"):
        shared.expire(booking)
