"""Reading capacity: who has how much free when. One SQL sweep over live rows, never a stored figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts import moment
from resources import days
from resources.models import Booking, Resource
from resources.models.categories import COUNTED_MODES as COUNTED_MODES


@dataclass(frozen=True)
class Segment:
    """From `starts` until the next segment: what is offered, blocked, held (clock running) and taken."""

    starts: datetime
    capacity: int
    blocked: int
    held: int
    used: int

    @property
    def raw_free(self) -> int:
        return self.capacity - self.blocked - self.held - self.used

    @property
    def free(self) -> int:
        return max(0, self.raw_free)

    @property
    def excess(self) -> int:
        return max(0, -self.raw_free)


@dataclass(frozen=True)
class Room:
    """The tightest moment of a period for one resource."""

    free: int
    capacity: int
    excess: int
    held: int
    used: int
    blocked: int


def _bounds(start: date | datetime, end: date | datetime | None) -> tuple[datetime, datetime | str]:
    lower = start if isinstance(start, datetime) else days.midnight(start)
    if end is None:
        return lower, "infinity"
    return lower, end if isinstance(end, datetime) else days.midnight(end)


def segments(
    resource_ids: Iterable[int],
    start: date | datetime,
    end: date | datetime | None,
    *,
    leaving_out: Booking | None = None,
    now: datetime | None = None,
) -> dict[int, list[Segment]]:
    """Contiguous segments covering [start, end) for each resource. Days are local; `end` None is open."""
    lower, upper = _bounds(start, end)
    ids = list(resource_ids)
    found: dict[int, list[Segment]] = {pk: [] for pk in ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT resource_id, starts, capacity, blocked, held, used"
            " FROM capacity_segments(%s::bigint[], %s, %s::timestamptz, %s, %s) ORDER BY resource_id, starts",
            [ids, lower, upper, now or moment.now(), leaving_out.pk if leaving_out else None],
        )
        for pk, *values in cursor.fetchall():
            found[pk].append(Segment(*values))
    return found


def room(
    resource_ids: Iterable[int],
    start: date | datetime,
    end: date | datetime | None,
    *,
    leaving_out: Booking | None = None,
    now: datetime | None = None,
) -> dict[int, Room]:
    """For each resource the tightest moment of the period: how much is free throughout, and the busiest figures."""
    lower, upper = _bounds(start, end)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (resource_id)"
            " resource_id, capacity - blocked - held - used, capacity, held, used, blocked"
            " FROM capacity_segments(%s::bigint[], %s, %s::timestamptz, %s, %s)"
            " ORDER BY resource_id, capacity - blocked - held - used, starts",
            [list(resource_ids), lower, upper, now or moment.now(), leaving_out.pk if leaving_out else None],
        )
        return {
            pk: Room(max(0, free), capacity, max(0, -free), held, used, blocked)
            for pk, free, capacity, held, used, blocked in cursor.fetchall()
        }


@dataclass(frozen=True)
class Left:
    """What a search needs of a period for one resource: how much is free throughout, and what is offered at the
    tightest moment."""

    free: int
    capacity: int


def left_to_ask(
    resources: Iterable[Resource], start: date, end: date | None, *, now: datetime | None = None
) -> dict[int, Left]:
    """What who asks would find free from `start` to `end` (None is open): of what is lent, the days of cleaning
    afterwards must be free too. One statement whatever the number of resources."""
    wanted = list(resources)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT resource_id, free, capacity FROM capacity_to_ask(%s::bigint[], %s::int[], %s, %s, %s)",
            [
                [one.pk for one in wanted],
                [one.buffer_days or 0 for one in wanted],
                days.midnight(start),
                end,
                now or moment.now(),
            ],
        )
        return {pk: Left(free, capacity) for pk, free, capacity in cursor.fetchall()}


def room_to_ask(
    resources: Iterable[Resource], start: date, end: date | None, *, now: datetime | None = None
) -> dict[int, Room]:
    """The same with what takes the places, for few resources: one query for each different number of such days."""
    by_days: dict[int, list[int]] = {}
    for resource in resources:
        by_days.setdefault(resource.buffer_days or 0, []).append(resource.pk)
    found: dict[int, Room] = {}
    for cleaning, ids in by_days.items():
        found |= room(ids, start, end and end + timedelta(days=cleaning), now=now)
    return found


def free_throughout(
    resource: Resource,
    start: date | datetime,
    end: date | datetime | None,
    *,
    leaving_out: Booking | None = None,
    now: datetime | None = None,
) -> int:
    """What one resource has free during the whole period; negative during an excess."""
    lower, upper = _bounds(start, end)
    with connection.cursor() as cursor:
        # ARRAY[…] of one tells the planner that it is one: what it prepares for it is kept.
        cursor.execute(
            "SELECT min(capacity - blocked - held - used)"
            " FROM capacity_segments(ARRAY[%s::bigint], %s, %s::timestamptz, %s, %s)",
            [resource.pk, lower, upper, now or moment.now(), leaving_out.pk if leaving_out else None],
        )
        return int(cursor.fetchone()[0])


def free_each(
    wanted: Sequence[tuple[int | None, DateTimeTZRange, int | None]], *, now: datetime | None = None
) -> list[int]:
    """For each (resource id, period, booking id left out): what is free throughout. One query, in the order given."""
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(s.capacity - s.blocked - s.held - s.used)"
            " FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::bigint[])"
            " WITH ORDINALITY AS w(resource_id, lo, hi, leaving_out, n)"
            " CROSS JOIN LATERAL capacity_segments("
            "ARRAY[w.resource_id], w.lo, coalesce(w.hi, 'infinity'), %s, w.leaving_out) s"
            " GROUP BY w.n ORDER BY w.n",
            [
                [pk for pk, _period, _booking in wanted],
                [period.lower for _pk, period, _booking in wanted],
                [period.upper for _pk, period, _booking in wanted],
                [booking for _pk, _period, booking in wanted],
                now or moment.now(),
            ],
        )
        return [max(0, row[0]) for row in cursor.fetchall()]


def first_free(
    resource_ids: Iterable[int],
    start: date,
    within: int,
    length: int,
    *,
    quantity: int = 1,
    now: datetime | None = None,
) -> dict[int, date]:
    """For each resource that has one: the first day of `length` whole days, all of them among the `within` days from
    `start`, with `quantity` free throughout, the cleaning after a loan included. One query whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT resource_id, day FROM capacity_first(%s::bigint[], %s, %s, %s, %s, %s)",
            [
                list(resource_ids),
                days.midnight(start),
                start + timedelta(days=within),
                length,
                quantity,
                now or moment.now(),
            ],
        )
        return dict(cursor.fetchall())


def worse(before: Sequence[Segment], after: Sequence[Segment]) -> bool:
    """Whether more is missing at any moment: a day in order may break while the worst one stays as it was."""

    def missing(parts: Sequence[Segment], instant: datetime) -> int:
        return next(part.excess for part in reversed(parts) if part.starts <= instant)

    instants = {part.starts for part in (*before, *after)}
    return any(missing(after, instant) > missing(before, instant) for instant in instants)


@dataclass(frozen=True)
class Night:
    day: date
    capacity: int
    blocked: int
    held: int
    used: int
    free: int
    past: bool


def nights(resource: Resource, start: date, count: int, *, now: datetime | None = None) -> list[Night]:
    """Each local day from `start`: the tightest moment of that day. For the calendar."""
    return nights_each([resource.pk], start, count, now=now)[resource.pk]


def nights_each(
    resource_ids: Iterable[int], start: date, count: int, *, now: datetime | None = None
) -> dict[int, list[Night]]:
    """The same for several resources, in one query."""
    found = segments(resource_ids, start, start + timedelta(days=count), now=now)
    today = days.today(now)
    result: dict[int, list[Night]] = {pk: [] for pk in found}
    for offset in range(count):
        day = start + timedelta(days=offset)
        lower, upper = days.midnight(day), days.midnight(day + timedelta(days=1))
        for pk, parts in found.items():
            inside = [
                part
                for index, part in enumerate(parts)
                if part.starts < upper and (index + 1 == len(parts) or parts[index + 1].starts > lower)
            ]
            worst = min(inside, key=lambda part: part.raw_free)
            result[pk].append(
                Night(day, worst.capacity, worst.blocked, worst.held, worst.used, worst.free, day < today)
            )
    return result


class Word:
    AVAILABLE = "disponível"
    SCARCE = "escassa"
    FULL = "esgotada"
    UNCONFIRMED = "por confirmar"


class Freshness:
    FRESH = "fresh"
    STALE = "stale"
    UNKNOWN = "unknown"


SMALL_NETWORK = 3


def freshness(resource: Resource, now: datetime | None = None) -> str:
    """Fresh until the category's limit after the last confirmation; never confirmed is unknown."""
    if resource.confirmed_at is None:
        return Freshness.UNKNOWN
    fresh = (now or moment.now()) - resource.confirmed_at <= resource.category.fresh_for
    return Freshness.FRESH if fresh else Freshness.STALE


def scarce(free: int, capacity: int) -> bool:
    """The last one, or at most a tenth of what is offered."""
    return free < capacity and (free == 1 or free * 10 <= capacity)


def word(resource: Resource, free: int, capacity: int, now: datetime | None = None) -> str:
    """Availability as a word. Not confirmed in time is never "disponível" (invariant 14)."""
    if freshness(resource, now) != Freshness.FRESH:
        return Word.UNCONFIRMED
    if free <= 0:
        return Word.FULL
    if scarce(free, capacity):
        return Word.SCARCE
    return Word.AVAILABLE
