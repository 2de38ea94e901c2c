-- The one rule of capacity: readers, actions and the trigger all sweep over what `capacity_changes` tells.
--
-- For each resource and each instant in [s, e) at which something changes, by how much: what is offered, blocked (some of
-- it, or with `shut` everything), held, taken; what is so from before at the instant s.
-- free = offered - blocked - held - used (negative during an excess). Periods are half-open: back-to-back stays do
-- not collide. A hold past its expiry counts for nothing. A stay that should have ended but has not been checked out
-- keeps its place until the end of the local day: nobody sleeps in a bed that is still occupied. Something lent that is
-- not back in time is never free: nobody knows when it comes.
-- Offered is what was stated, or for loans the items: those being looked at, cleaned or repaired count from the day they
-- are expected to be ready, and never before tomorrow.
-- `many` is written out by who calls it (so that plans are made for it): true sweeps the period and picks the resources,
-- false goes to each resource.
CREATE OR REPLACE FUNCTION day_after(at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT (date_trunc('day', at AT TIME ZONE 'Europe/Lisbon') + interval '1 day') AT TIME ZONE 'Europe/Lisbon'
$$;

CREATE OR REPLACE FUNCTION capacity_changes(
    ids bigint[], s timestamptz, e timestamptz, at timestamptz, leaving_out bigint, many boolean
) RETURNS TABLE (resource_id bigint, t timestamptz, offered int, blocked int, shut int, held int, used int)
LANGUAGE sql STABLE AS $$
WITH wanted AS MATERIALIZED (
    SELECT DISTINCT unnest(ids) AS id
), taking AS (
    SELECT b.resource_id, b.quantity, b.status, lower(b.occupied) AS lo,
           CASE WHEN b.status = 'in_use' AND b.buffer_days IS NOT NULL AND upper(b.period) <= at THEN 'infinity'
                WHEN b.status = 'in_use' THEN greatest(coalesce(upper(b.occupied), 'infinity'), day_after(at))
                ELSE coalesce(upper(b.occupied), 'infinity') END AS hi
    FROM wanted JOIN resources_booking b ON b.resource_id = wanted.id
    WHERE (many OR b.resource_id = ANY (ids))
      AND b.status IN ('held', 'confirmed', 'in_use')
      AND (b.status <> 'held' OR b.hold_expires_at > at)
      AND b.id IS DISTINCT FROM leaving_out
      AND (b.occupied && tstzrange(s, e)
           OR (b.status = 'in_use' AND (upper(b.occupied) <= s OR upper(b.period) <= at)))
), said AS (
    SELECT DISTINCT ON (c.resource_id, c.valid_from) c.resource_id, c.valid_from, c.capacity
    FROM wanted JOIN resources_capacitystatement c ON c.resource_id = wanted.id
    WHERE (many OR c.resource_id = ANY (ids)) AND c.valid_from < e
    ORDER BY c.resource_id, c.valid_from, c.id DESC
), offer AS (
    SELECT said.resource_id, said.capacity, greatest(said.valid_from, s) AS lo,
           lead(said.valid_from, 1, 'infinity') OVER (PARTITION BY said.resource_id ORDER BY said.valid_from) AS hi
    FROM said
), stock AS (
    SELECT i.resource_id, count(*)::int AS items,
           CASE WHEN i.state IN ('ready', 'out') THEN s
                WHEN i.ready_from IS NULL THEN 'infinity'
                ELSE greatest(i.ready_from, day_after(at), s) END AS lo
    FROM wanted JOIN resources_item i ON i.resource_id = wanted.id
    WHERE (many OR i.resource_id = ANY (ids)) AND i.kit_id IS NULL AND i.state NOT IN ('lost', 'retired')
    GROUP BY 1, 3
), closed AS (
    SELECT k.resource_id, k.quantity, lower(k.period) AS lo, coalesce(upper(k.period), 'infinity') AS hi
    FROM wanted JOIN resources_block k ON k.resource_id = wanted.id
    WHERE (many OR k.resource_id = ANY (ids)) AND k.lifted_at IS NULL AND k.period && tstzrange(s, e)
)
SELECT wanted.id, s, 0, 0, 0, 0, 0 FROM wanted
UNION ALL SELECT o.resource_id, o.lo, o.capacity, 0, 0, 0, 0 FROM offer o WHERE o.hi > s
UNION ALL SELECT o.resource_id, o.hi, -o.capacity, 0, 0, 0, 0 FROM offer o WHERE o.hi > s AND o.hi < e
UNION ALL SELECT i.resource_id, i.lo, i.items, 0, 0, 0, 0 FROM stock i WHERE i.lo < e
UNION ALL SELECT k.resource_id, greatest(k.lo, s), 0, coalesce(k.quantity, 0),
                 CASE WHEN k.quantity IS NULL THEN 1 ELSE 0 END, 0, 0 FROM closed k
UNION ALL SELECT k.resource_id, k.hi, 0, -coalesce(k.quantity, 0),
                 CASE WHEN k.quantity IS NULL THEN -1 ELSE 0 END, 0, 0 FROM closed k WHERE k.hi < e
UNION ALL SELECT b.resource_id, greatest(b.lo, s), 0, 0, 0,
                 CASE WHEN b.status = 'held' THEN b.quantity ELSE 0 END,
                 CASE WHEN b.status = 'held' THEN 0 ELSE b.quantity END FROM taking b WHERE b.hi > s AND b.lo < e
UNION ALL SELECT b.resource_id, b.hi, 0, 0, 0,
                 CASE WHEN b.status = 'held' THEN -b.quantity ELSE 0 END,
                 CASE WHEN b.status = 'held' THEN 0 ELSE -b.quantity END FROM taking b WHERE b.hi > s AND b.hi < e
$$;

-- From each of these instants to the next: how much is offered, blocked, held, used.
CREATE OR REPLACE FUNCTION capacity_segments(
    ids bigint[], s timestamptz, e timestamptz, at timestamptz, leaving_out bigint DEFAULT NULL
) RETURNS TABLE (resource_id bigint, starts timestamptz, capacity int, blocked int, held int, used int)
LANGUAGE sql STABLE AS $$
WITH step AS (
    -- As int: sums of bigint are numeric, and slow.
    SELECT x.resource_id, x.t, sum(x.offered)::int AS c, sum(x.blocked)::int AS k, sum(x.shut)::int AS shut,
           sum(x.held)::int AS h, sum(x.used)::int AS u
    FROM capacity_changes(ids, s, e, at, leaving_out, false) x GROUP BY x.resource_id, x.t
), running AS (
    SELECT step.resource_id, step.t, sum(step.c) OVER w AS c, sum(step.k) OVER w AS k, sum(step.shut) OVER w AS shut,
           sum(step.h) OVER w AS h, sum(step.u) OVER w AS u
    FROM step WINDOW w AS (PARTITION BY step.resource_id ORDER BY step.t)
)
SELECT r.resource_id, r.t, r.c::int, CASE WHEN r.shut > 0 THEN r.c ELSE least(r.k, r.c) END::int, r.h::int, r.u::int
FROM running r
$$;

-- The same for a search through many: what is free and what is offered, and nothing of why. Everything blocked counts
-- for more than there ever is; one sum where the segments need four.
CREATE OR REPLACE FUNCTION capacity_left(ids bigint[], s timestamptz, e timestamptz, at timestamptz)
RETURNS TABLE (resource_id bigint, starts timestamptz, raw_free int, capacity int) LANGUAGE sql STABLE AS $$
WITH step AS (
    SELECT x.resource_id, x.t, sum(x.offered)::int AS c,
           sum(x.offered - x.blocked - 1000000 * x.shut - x.held - x.used)::int AS f
    FROM capacity_changes(ids, s, e, at, NULL, true) x GROUP BY x.resource_id, x.t
)
SELECT step.resource_id, step.t, (sum(step.f) OVER w)::int, (sum(step.c) OVER w)::int
FROM step WINDOW w AS (PARTITION BY step.resource_id ORDER BY step.t)
$$;

-- What who asks finds from s until the day `last` (NULL is open) and the days of cleaning of each resource after it: how
-- much is free throughout, and how much is offered at the tightest moment.
-- Planned anew each time: a plan made for ten resources is a bad one for a thousand.
CREATE OR REPLACE FUNCTION capacity_to_ask(ids bigint[], cleaning int[], s timestamptz, last date, at timestamptz)
RETURNS TABLE (resource_id bigint, free int, capacity int)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
    horizon timestamptz := coalesce(
        (last + (SELECT max(c) FROM unnest(cleaning) AS c))::timestamp AT TIME ZONE 'Europe/Lisbon', 'infinity');
BEGIN
    RETURN QUERY
    WITH wanted AS (
        SELECT DISTINCT w.id,
               coalesce((last + w.cleaning)::timestamp AT TIME ZONE 'Europe/Lisbon', 'infinity') AS e
        FROM unnest(ids, cleaning) AS w(id, cleaning)
    ), tightest AS (
        -- Both in one number, what is free in the upper bits: the least of it is the tightest moment.
        SELECT l.resource_id, min(l.raw_free::bigint << 32 | l.capacity) AS both
        FROM capacity_left(ids, s, horizon, at) l JOIN wanted w ON w.id = l.resource_id
        WHERE l.starts < w.e GROUP BY l.resource_id
    )
    SELECT x.resource_id, greatest(0, x.both >> 32)::int, (x.both & 4294967295)::int FROM tightest x;
END
$$;

-- For each resource that has one: the first day of `length` whole local days in a row before `last`, with `quantity` free
-- throughout, the cleaning after a loan included.
CREATE OR REPLACE FUNCTION capacity_first(
    ids bigint[], s timestamptz, last date, length int, quantity int, at timestamptz
) RETURNS TABLE (resource_id bigint, day date)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
    horizon timestamptz;
BEGIN
    SELECT (last + coalesce(max(r.hygiene_days), 0))::timestamp AT TIME ZONE 'Europe/Lisbon' INTO horizon
    FROM resources_resource r WHERE r.id = ANY (ids) AND r.mode = 'loan';
    RETURN QUERY
    WITH part AS (
        SELECT l.resource_id, l.starts, l.raw_free >= quantity AS enough, lead(l.starts, 1, horizon) OVER w AS ends,
               count(*) FILTER (WHERE l.raw_free < quantity) OVER w AS gap
        FROM capacity_left(ids, s, horizon, at) l
        WINDOW w AS (PARTITION BY l.resource_id ORDER BY l.starts)
    ), stretch AS (
        SELECT p.resource_id, min(p.starts) AT TIME ZONE 'Europe/Lisbon' AS since,
               max(p.ends) AT TIME ZONE 'Europe/Lisbon' AS until
        FROM part p WHERE p.enough GROUP BY p.resource_id, p.gap
    ), whole AS (
        -- A day that is free only from some hour on is not a free day.
        SELECT x.resource_id, x.since::date + CASE WHEN x.since::time = time '00:00' THEN 0 ELSE 1 END AS day, x.until
        FROM stretch x
    )
    SELECT x.resource_id, min(x.day)
    FROM whole x JOIN resources_resource r ON r.id = x.resource_id
    WHERE x.day + length <= last
      AND x.day + length + CASE WHEN r.mode = 'loan' THEN r.hygiene_days ELSE 0 END <= x.until
    GROUP BY x.resource_id;
END
$$;

-- Invariant 1 in the database itself: no write of a booking creates or enlarges an excess, from whatever session.
-- Updating the counter on the resource row makes concurrent sessions meet: at READ COMMITTED the second one waits and
-- then sees the first one's booking, at REPEATABLE READ it is refused. A mere FOR UPDATE lock does not do the latter.
CREATE OR REPLACE FUNCTION booking_within_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz;
    added tstzmultirange;
    part tstzrange;
    over record;
BEGIN
    IF NEW.resource_id IS NULL OR NEW.status NOT IN ('held', 'confirmed', 'in_use') THEN
        RETURN NULL;
    END IF;
    UPDATE resources_resource SET guard = guard + 1 WHERE id = NEW.resource_id;
    moment := clock_timestamp();
    IF NEW.status = 'held' AND NEW.hold_expires_at <= moment THEN
        RETURN NULL;
    END IF;
    added := tstzmultirange(NEW.occupied);
    IF TG_OP = 'UPDATE' AND OLD.resource_id = NEW.resource_id AND NEW.quantity <= OLD.quantity
       AND OLD.status IN ('held', 'confirmed', 'in_use')
       AND NOT (OLD.status = 'held' AND OLD.hold_expires_at <= moment) THEN
        -- Only what is new is looked at, so that during an excess arrivals, departures and shortening still pass.
        added := added - tstzmultirange(OLD.occupied);
    END IF;
    FOR part IN SELECT unnest(added) LOOP
        SELECT c.* INTO over
        FROM capacity_segments(
            ARRAY[NEW.resource_id], lower(part), coalesce(upper(part), 'infinity'), moment) c
        WHERE c.held + c.used > c.capacity - c.blocked
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'booking exceeds the capacity of the resource'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'booking_within_capacity', TABLE = 'resources_booking';
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

DROP TRIGGER IF EXISTS booking_within_capacity ON resources_booking;
CREATE TRIGGER booking_within_capacity
    AFTER INSERT OR UPDATE OF resource_id, quantity, period, buffer_days, status, hold_expires_at
    ON resources_booking FOR EACH ROW EXECUTE FUNCTION booking_within_capacity();

-- What is offered meets the bookings at the same counter: a booking never goes by a block or statement of a session
-- that committed in between, at REPEATABLE READ either.
CREATE OR REPLACE FUNCTION offer_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'resources_capacitystatement'
       AND EXISTS (SELECT FROM resources_resource r WHERE r.id = NEW.resource_id AND r.mode = 'loan') THEN
        RAISE EXCEPTION 'what a bank of technical aids offers is its items'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'loans_are_counted_by_item';
    END IF;
    UPDATE resources_resource SET guard = guard + 1 WHERE id = NEW.resource_id;
    RETURN NULL;
END
$$;

DROP TRIGGER IF EXISTS offer_counts ON resources_block;
CREATE TRIGGER offer_counts AFTER INSERT OR UPDATE ON resources_block FOR EACH ROW EXECUTE FUNCTION offer_counts();
DROP TRIGGER IF EXISTS offer_counts ON resources_capacitystatement;
CREATE TRIGGER offer_counts AFTER INSERT OR UPDATE ON resources_capacitystatement
    FOR EACH ROW EXECUTE FUNCTION offer_counts();
DROP TRIGGER IF EXISTS offer_counts ON resources_item;
CREATE TRIGGER offer_counts AFTER INSERT OR UPDATE ON resources_item FOR EACH ROW EXECUTE FUNCTION offer_counts();

-- What a booking occupies: its days, and for loans the days of cleaning after them, whole local days.
CREATE OR REPLACE FUNCTION booking_occupies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.buffer_days IS NULL AND NEW.resource_id IS NOT NULL THEN
        SELECT r.hygiene_days INTO NEW.buffer_days
        FROM resources_resource r WHERE r.id = NEW.resource_id AND r.mode = 'loan';
    END IF;
    NEW.occupied := NEW.period;
    IF NEW.buffer_days > 0 AND NOT upper_inf(NEW.period) THEN
        NEW.occupied := tstzrange(
            lower(NEW.period),
            (upper(NEW.period) AT TIME ZONE 'Europe/Lisbon' + make_interval(days => NEW.buffer_days))
                AT TIME ZONE 'Europe/Lisbon');
    END IF;
    RETURN NEW;
END
$$;

DROP TRIGGER IF EXISTS booking_occupies ON resources_booking;
CREATE TRIGGER booking_occupies BEFORE INSERT OR UPDATE OF resource_id, period, buffer_days, occupied
    ON resources_booking FOR EACH ROW EXECUTE FUNCTION booking_occupies();

-- The loans of a booking follow it: what they occupy, and whether they take their item.
CREATE OR REPLACE FUNCTION loan_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT b.occupied, b.status IN ('held', 'confirmed', 'in_use') AND NEW.back_at IS NULL
    INTO NEW.occupied, NEW.active
    FROM resources_booking b WHERE b.id = NEW.booking_id;
    RETURN NEW;
END
$$;
CREATE OR REPLACE FUNCTION booking_leads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE resources_loan SET active = active WHERE booking_id = NEW.id AND back_at IS NULL;
    RETURN NULL;
END
$$;

DROP TRIGGER IF EXISTS loan_follows ON resources_loan;
CREATE TRIGGER loan_follows BEFORE INSERT OR UPDATE ON resources_loan FOR EACH ROW EXECUTE FUNCTION loan_follows();
DROP TRIGGER IF EXISTS booking_leads ON resources_booking;
CREATE TRIGGER booking_leads AFTER UPDATE OF status, period, buffer_days ON resources_booking
    FOR EACH ROW WHEN (NEW.buffer_days IS NOT NULL) EXECUTE FUNCTION booking_leads();
