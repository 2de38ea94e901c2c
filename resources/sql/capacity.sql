-- The one rule of capacity: readers, actions and the trigger all sweep with this function.
--
-- For each resource and each instant in [s, e) at which something changes: what is offered, blocked, held, taken.
-- free = capacity - blocked - held - used (negative during an excess). Periods are half-open: back-to-back stays do
-- not collide. A hold past its expiry counts for nothing. A stay that should have ended but has not been checked out
-- keeps its place until the end of the local day: nobody sleeps in a bed that is still occupied. Something lent that is
-- not back in time is never free: nobody knows when it comes.
-- Offered is what was stated, or for loans the items: those being looked at, cleaned or repaired count from the day they
-- are expected to be ready, and never before tomorrow.
CREATE OR REPLACE FUNCTION day_after(at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT (date_trunc('day', at AT TIME ZONE 'Europe/Lisbon') + interval '1 day') AT TIME ZONE 'Europe/Lisbon'
$$;

CREATE OR REPLACE FUNCTION capacity_segments(
    ids bigint[], s timestamptz, e timestamptz, at timestamptz, leaving_out bigint DEFAULT NULL
) RETURNS TABLE (resource_id bigint, starts timestamptz, capacity int, blocked int, held int, used int)
LANGUAGE sql STABLE AS $$
WITH taking AS (
    SELECT b.resource_id, b.quantity, b.status, lower(b.occupied) AS lo,
           CASE WHEN b.status = 'in_use' AND b.buffer_days IS NOT NULL AND upper(b.period) <= at THEN 'infinity'
                WHEN b.status = 'in_use' THEN greatest(coalesce(upper(b.occupied), 'infinity'), day_after(at))
                ELSE coalesce(upper(b.occupied), 'infinity') END AS hi
    FROM resources_booking b
    WHERE b.resource_id = ANY (ids)
      AND b.status IN ('held', 'confirmed', 'in_use')
      AND (b.status <> 'held' OR b.hold_expires_at > at)
      AND b.id IS DISTINCT FROM leaving_out
      AND (b.occupied && tstzrange(s, e)
           OR (b.status = 'in_use' AND (upper(b.occupied) <= s OR upper(b.period) <= at)))
), said AS (
    SELECT DISTINCT ON (c.resource_id, c.valid_from) c.resource_id, c.valid_from, c.capacity
    FROM resources_capacitystatement c
    WHERE c.resource_id = ANY (ids) AND c.valid_from < e
    ORDER BY c.resource_id, c.valid_from, c.id DESC
), offered AS (
    SELECT said.resource_id, said.capacity, greatest(said.valid_from, s) AS lo,
           lead(said.valid_from, 1, 'infinity') OVER (PARTITION BY said.resource_id ORDER BY said.valid_from) AS hi
    FROM said
), stock AS (
    SELECT i.resource_id, count(*) AS items,
           CASE WHEN i.state IN ('ready', 'out') THEN s
                WHEN i.ready_from IS NULL THEN 'infinity'
                ELSE greatest(i.ready_from, day_after(at), s) END AS lo
    FROM resources_item i
    WHERE i.resource_id = ANY (ids) AND i.kit_id IS NULL AND i.state NOT IN ('lost', 'retired')
    GROUP BY 1, 3
), shut AS (
    SELECT k.resource_id, k.quantity, lower(k.period) AS lo, coalesce(upper(k.period), 'infinity') AS hi
    FROM resources_block k
    WHERE k.resource_id = ANY (ids) AND k.lifted_at IS NULL AND k.period && tstzrange(s, e)
), change AS (
    SELECT id AS resource_id, s AS t, 0 AS c, 0 AS k, 0 AS shut, 0 AS h, 0 AS u FROM unnest(ids) AS id
    UNION ALL SELECT o.resource_id, o.lo, o.capacity, 0, 0, 0, 0 FROM offered o WHERE o.hi > s
    UNION ALL SELECT o.resource_id, o.hi, -o.capacity, 0, 0, 0, 0 FROM offered o WHERE o.hi > s AND o.hi < e
    UNION ALL SELECT i.resource_id, i.lo, i.items, 0, 0, 0, 0 FROM stock i WHERE i.lo < e
    UNION ALL SELECT k.resource_id, greatest(k.lo, s), 0, coalesce(k.quantity, 0),
                     CASE WHEN k.quantity IS NULL THEN 1 ELSE 0 END, 0, 0 FROM shut k
    UNION ALL SELECT k.resource_id, k.hi, 0, -coalesce(k.quantity, 0),
                     CASE WHEN k.quantity IS NULL THEN -1 ELSE 0 END, 0, 0 FROM shut k WHERE k.hi < e
    UNION ALL SELECT b.resource_id, greatest(b.lo, s), 0, 0, 0,
                     CASE WHEN b.status = 'held' THEN b.quantity ELSE 0 END,
                     CASE WHEN b.status = 'held' THEN 0 ELSE b.quantity END FROM taking b WHERE b.hi > s AND b.lo < e
    UNION ALL SELECT b.resource_id, b.hi, 0, 0, 0,
                     CASE WHEN b.status = 'held' THEN -b.quantity ELSE 0 END,
                     CASE WHEN b.status = 'held' THEN 0 ELSE -b.quantity END FROM taking b WHERE b.hi > s AND b.hi < e
), step AS (
    -- As int: sums of bigint are numeric, and slow.
    SELECT x.resource_id, x.t, sum(x.c)::int AS c, sum(x.k)::int AS k, sum(x.shut)::int AS shut, sum(x.h)::int AS h,
           sum(x.u)::int AS u
    FROM change x GROUP BY x.resource_id, x.t
), running AS (
    SELECT step.resource_id, step.t, sum(step.c) OVER w AS c, sum(step.k) OVER w AS k, sum(step.shut) OVER w AS shut,
           sum(step.h) OVER w AS h, sum(step.u) OVER w AS u
    FROM step WINDOW w AS (PARTITION BY step.resource_id ORDER BY step.t)
)
SELECT r.resource_id, r.t, r.c::int, CASE WHEN r.shut > 0 THEN r.c ELSE least(r.k, r.c) END::int, r.h::int, r.u::int
FROM running r
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
