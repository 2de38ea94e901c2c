"""Who has room: all resources for a period, and the first free period of each. One statement against one statement."""

from __future__ import annotations

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
SELECT resource_id FROM running GROUP BY resource_id HAVING min(free) >= %(quantity)s
"""
