"""Who has room: all resources for a period, and the first free period of each. One statement against one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection

from accounts import moment
from portal.bench.clock import Line, compare
from portal.bench.region import Region
from resources import availability, days, listing
from resources.listing import Criteria
from resources.models import Resource

QUANTITY = 2
LENGTHS = (1, 14, 60)
WINDOW, NIGHTS = 14, 3

# One running sum of what is free: offered less blocked less taken. What the portal's own sweep tells besides (how much
# of it is held, used and blocked) costs extra there. A block of everything rules a resource out.
_CHANGES = """
    taking AS (
        SELECT b.resource_id, b.quantity, lower(b.occupied) AS lo,
               CASE WHEN b.status <> 'in_use' THEN upper(b.occupied)
                    WHEN b.buffer_days IS NOT NULL AND upper(b.period) <= %(now)s THEN 'infinity'
                    ELSE greatest(upper(b.occupied), %(tomorrow)s) END AS hi
        FROM resources_booking b
        WHERE b.status IN ('held', 'confirmed', 'in_use') AND (b.status <> 'held' OR b.hold_expires_at > %(now)s)
          AND (b.occupied && tstzrange(%(s)s, %(e)s)
               OR (b.status = 'in_use' AND (upper(b.occupied) <= %(s)s OR upper(b.period) <= %(now)s)))
    ), said AS (
        SELECT resource_id, capacity, valid_from,
               lag(capacity, 1, 0) OVER (PARTITION BY resource_id ORDER BY valid_from) AS before
        FROM resources_capacitystatement WHERE valid_from < %(e)s
    ), change AS (
        SELECT resource_id, greatest(valid_from, %(s)s) AS t, capacity - before AS free FROM said
        UNION ALL
        SELECT resource_id, CASE WHEN state IN ('ready', 'out') THEN %(s)s
                                 ELSE greatest(ready_from, %(tomorrow)s, %(s)s) END, 1
        FROM resources_item WHERE kit_id IS NULL AND state NOT IN ('lost', 'retired')
            AND (state IN ('ready', 'out') OR ready_from < %(e)s)
        UNION ALL SELECT resource_id, greatest(lo, %(s)s), -quantity FROM taking WHERE coalesce(hi, 'infinity') > %(s)s
        UNION ALL SELECT resource_id, hi, quantity FROM taking WHERE hi > %(s)s AND hi < %(e)s
        UNION ALL
        SELECT resource_id, greatest(lower(period), %(s)s), -coalesce(quantity, 1000000)
        FROM resources_block WHERE lifted_at IS NULL AND period && tstzrange(%(s)s, %(e)s)
        UNION ALL
        SELECT resource_id, upper(period), coalesce(quantity, 1000000)
        FROM resources_block WHERE lifted_at IS NULL AND period && tstzrange(%(s)s, %(e)s) AND upper(period) < %(e)s
    ), running AS (
        SELECT resource_id, t, sum(sum(free)) OVER (PARTITION BY resource_id ORDER BY t) AS free
        FROM change GROUP BY resource_id, t
    )
"""
FREE_THROUGHOUT = f"""
WITH {_CHANGES}
SELECT n.resource_id FROM running n JOIN resources_resource r ON r.id = n.resource_id
WHERE n.t < (%(last)s + r.hygiene_days)::timestamp AT TIME ZONE 'Europe/Lisbon'
GROUP BY n.resource_id HAVING min(n.free) >= %(quantity)s
"""
FIRST_FREE = f"""
WITH {_CHANGES}, part AS (
    SELECT resource_id, t, free >= %(quantity)s AS enough, lead(t, 1, %(e)s) OVER w AS until,
           count(*) FILTER (WHERE free < %(quantity)s) OVER w AS gap
    FROM running WINDOW w AS (PARTITION BY resource_id ORDER BY t)
), stretch AS (
    SELECT resource_id, (min(t) AT TIME ZONE 'Europe/Lisbon')::date AS day,
           (max(until) AT TIME ZONE 'Europe/Lisbon')::date AS until
    FROM part WHERE enough GROUP BY resource_id, gap
)
SELECT s.resource_id, min(s.day) FROM stretch s JOIN resources_resource r ON r.id = s.resource_id
WHERE s.day + %(nights)s <= %(last)s AND s.day + %(nights)s + r.hygiene_days <= s.until GROUP BY s.resource_id
"""
LONGEST_CLEANING = "SELECT max(hygiene_days) FROM resources_resource"


def lines(region: Region, rounds: int) -> Iterator[Line]:
    first, now = days.today(), moment.now()
    resources = list(Resource.objects.filter(pk__in=region.resources))
    for length in LENGTHS:
        end = first + timedelta(days=length)
        throughout = partial(_rows, FREE_THROUGHOUT, _values(first, end, now))
        yield compare(
            f"room for {QUANTITY} on each of {length} days: availability.left_to_ask, every resource",
            partial(_with_room, resources, first, end, now),
            partial(_ids, throughout),
            rounds=rounds,
        )
        yield compare(
            f"room for {QUANTITY} on each of {length} days: listing.find, first page and every count",
            partial(_listed, region, first, end),
            throughout,
            rounds=rounds,
            same=lambda found, ids: found == len(ids),
        )
    yield compare(
        f"first {NIGHTS} free days in a row within {WINDOW}: availability.first_free, every resource",
        partial(availability.first_free, region.resources, first, WINDOW, NIGHTS, quantity=QUANTITY, now=now),
        partial(_first_free, first, now),
        rounds=rounds,
    )


def _values(first: date, last: date, now: datetime) -> dict[str, Any]:
    """From the first day until the last one and the longest cleaning after it."""
    ((cleaning,),) = _rows(LONGEST_CLEANING, {})
    return {
        "s": days.midnight(first),
        "e": days.midnight(last + timedelta(days=cleaning)),
        "last": last,
        "now": now,
        "tomorrow": days.midnight(days.today(now) + timedelta(days=1)),
        "quantity": QUANTITY,
    }


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _ids(rows: Callable[[], list[tuple[Any, ...]]]) -> set[int]:
    return {pk for (pk,) in rows()}


def _with_room(resources: list[Resource], first: date, end: date, now: datetime) -> set[int]:
    left = availability.left_to_ask(resources, first, end, now=now)
    return {pk for pk, one in left.items() if one.free >= QUANTITY}


def _listed(region: Region, first: date, end: date) -> int:
    criteria = Criteria(start=first, end=end, quantity=QUANTITY, only_free=True)
    return listing.find(region.searcher, criteria).total


def _first_free(first: date, now: datetime) -> dict[int, date]:
    values = _values(first, first + timedelta(days=WINDOW), now) | {"nights": NIGHTS}
    return dict(_rows(FIRST_FREE, values))
