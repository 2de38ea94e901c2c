"""What the database itself refuses, whoever writes: raw SQL with the rights of the portal's own role."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from psycopg import IsolationLevel, errors

from resources import days
from resources.models import Booking, CapacityStatement
from tests.conftest import SOAK
from tests.races import sweep
from tests.races.world import as_application, as_superuser

ROUNDS = 50 if SOAK else 15
BOTH_LEVELS = pytest.mark.parametrize(
    "level", [IsolationLevel.READ_COMMITTED, IsolationLevel.REPEATABLE_READ], ids=lambda level: level.name
)
INSERT = (
    "INSERT INTO resources_booking (uuid, item_id, resource_id, opaque, quantity, period, status, queued_at,"
    " hold_expires_at, reason_code, changed_at)"
    " VALUES (%(uuid)s, %(item)s, %(resource)s, false, %(quantity)s, tstzrange(%(start)s, %(end)s), %(status)s,"
    " now(), %(expires)s, '', now())"
)
STATEMENT = (
    "INSERT INTO resources_capacitystatement (resource_id, capacity, valid_from, said_at)"
    " VALUES (%s, %s, %s, now())"
)
BLOCK = (
    "INSERT INTO resources_block (uuid, resource_id, period, quantity, reason_code, made_at)"
    " VALUES (%s, %s, tstzrange(%s, %s), %s, 'works', now())"
)
REFUSED = (errors.CheckViolation, errors.SerializationFailure)


def row(need, **other) -> dict[str, object]:
    """A confirmed booking for the same need: what INSERT takes."""
    return {
        "uuid": uuid.uuid4(),
        "item": need.item_id,
        "resource": need.resource_id,
        "quantity": need.quantity,
        "start": need.period.lower,
        "end": need.period.upper,
        "status": "confirmed",
        "expires": None,
    } | other


def try_insert(connection: psycopg.Connection, need, **other) -> bool:
    """Whether the database let it in (and kept it)."""
    return try_sql(connection, INSERT, row(need, **other))


def try_sql(connection: psycopg.Connection, sql: str, arguments=None) -> bool:
    try:
        with connection.transaction():
            connection.execute(sql, arguments)
    except errors.CheckViolation as error:
        assert error.diag.constraint_name == "booking_within_capacity"
        return False
    return True


Write = Callable[[psycopg.Connection, int], object]


def at_once(world, level: IsolationLevel, write: Write, sessions: int = 2) -> list[type[Exception] | None]:
    """Each session begins, reads (its snapshot is taken), waits for the others, writes, commits."""
    barrier = threading.Barrier(sessions)

    def session(number: int) -> type[Exception] | None:
        with as_application(world.name) as connection:
            connection.isolation_level = level
            connection.execute("SELECT count(*) FROM resources_booking")
            barrier.wait(30)
            try:
                write(connection, number)
                connection.commit()
            except REFUSED as error:
                connection.rollback()
                return type(error)
        return None

    with ThreadPoolExecutor(sessions) as pool:
        return list(pool.map(session, range(sessions)))


@pytest.mark.soak
@BOTH_LEVELS
@pytest.mark.parametrize("way", ["insert", "update"])
def test_two_sessions_for_the_last_unit(world, tally, level, way):
    seen = tally(f"raw SQL {way}, 2 sessions, {level.name}", "exactly 1 gets in")
    for _ in range(ROUNDS):
        resource = world.resource((0, 1))
        needs = world.needs(resource, 2)
        if way == "insert":
            outcome = at_once(world, level, lambda c, n, needs=needs: c.execute(INSERT, row(needs[n])))
        else:
            outcome = at_once(
                world,
                level,
                lambda c, n, needs=needs: c.execute(
                    "UPDATE resources_booking SET status = 'confirmed' WHERE id = %s", [needs[n].pk]
                ),
            )
        confirmed = Booking.objects.filter(resource=resource, status="confirmed").count()
        good = outcome.count(None) == confirmed == 1 and sweep.excess(resource.pk) == 0
        seen.round(good, f"{outcome}, {confirmed} confirmed")


@pytest.mark.soak
@BOTH_LEVELS
def test_the_second_session_waits_for_the_first(world, tally, level):
    """The worst order, made certain: the second writes while the first has written and not yet committed."""
    seen = tally(f"raw SQL, second waits, {level.name}", "the second is refused")
    for _ in range(ROUNDS // 5):
        resource = world.resource((0, 1))
        needs = world.needs(resource, 2)
        with as_application(world.name) as first, as_application(world.name) as second:
            second.isolation_level = level
            second.execute("SELECT count(*) FROM resources_booking")
            first.execute(INSERT, row(needs[0]))
            with ThreadPoolExecutor(1) as pool:
                late = pool.submit(second.execute, INSERT, row(needs[1]))
                wait_until_blocked(world, second.info.backend_pid)
                first.commit()
                error = late.exception(30)
            second.rollback()
        seen.round(isinstance(error, REFUSED) and sweep.excess(resource.pk) == 0, repr(error))


def wait_until_blocked(world, pid: int) -> None:
    deadline = datetime.now(UTC) + timedelta(seconds=30)
    with as_superuser(world.name) as watcher:
        while not watcher.execute("SELECT cardinality(pg_blocking_pids(%s))", [pid]).fetchone()[0]:
            assert datetime.now(UTC) < deadline, "the second session did not wait for the first"


@BOTH_LEVELS
@pytest.mark.parametrize("offered", ["block", "statement"])
def test_what_was_taken_out_meanwhile_is_not_given_away(world, level, offered):
    """The place was there when the session began to read, and somebody has blocked it since."""
    resource = world.resource((0, 1))
    [need] = world.needs(resource, 1)
    with as_application(world.name) as session, as_application(world.name) as holder:
        session.isolation_level = level
        session.execute("SELECT count(*) FROM resources_booking")
        if offered == "block":
            holder.execute(BLOCK, [uuid.uuid4(), resource.pk, need.period.lower, need.period.upper, 1])
        else:
            holder.execute(STATEMENT, [resource.pk, 0, need.period.lower])
        holder.commit()
        with pytest.raises(REFUSED):
            session.execute(INSERT, row(need))
        session.rollback()
    assert sweep.excess(resource.pk) == 0


@pytest.mark.soak
def test_a_mere_lock_in_the_trigger_would_not_do(world_apart, tally):
    """The control: the same trigger with FOR UPDATE instead of writing the counter lets REPEATABLE READ overbook."""
    counter = "UPDATE resources_resource SET guard = guard + 1 WHERE id = NEW.resource_id;"
    lock = "PERFORM 1 FROM resources_resource WHERE id = NEW.resource_id FOR UPDATE;"
    with as_superuser(world_apart.name) as superuser:
        source = superuser.execute(
            "SELECT pg_get_functiondef('booking_within_capacity'::regproc)"
        ).fetchone()[0]
        assert counter in source
        superuser.execute(source.replace(counter, lock))
    seen = tally("control: trigger locks, counts nothing, REPEATABLE_READ", "overbooked")
    for _ in range(ROUNDS // 3):
        resource = world_apart.resource((0, 1))
        needs = world_apart.needs(resource, 2)
        at_once(
            world_apart,
            IsolationLevel.REPEATABLE_READ,
            lambda c, n, needs=needs: c.execute(INSERT, row(needs[n])),
        )
        seen.rounds += 1
        seen.good += sweep.excess(resource.pk) == 1
    seen.seen = f"overbooked in {seen.good} of {seen.rounds}"
    assert seen.good


@BOTH_LEVELS
def test_a_place_promised_away_meanwhile_is_not_taken(world, level):
    """Twenty at once for seven places by two: three get in, at either level at most three."""
    resource = world.resource((0, 7))
    needs = world.needs(resource, 20, quantity=2)
    outcome = at_once(world, level, lambda c, n: c.execute(INSERT, row(needs[n])), sessions=20)
    assert 1 <= outcome.count(None) <= 3
    if level is IsolationLevel.READ_COMMITTED:
        assert outcome.count(None) == 3
    assert sweep.excess(resource.pk) == 0


@pytest.mark.parametrize(
    "forbidden",
    [
        "ALTER TABLE resources_booking DISABLE TRIGGER booking_within_capacity",
        "ALTER TABLE resources_booking DISABLE TRIGGER ALL",
        "DROP TRIGGER booking_within_capacity ON resources_booking",
        "SET session_replication_role = replica",
        "ALTER FUNCTION booking_within_capacity() RENAME TO gone",
        "CREATE OR REPLACE FUNCTION booking_within_capacity() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
        "DROP FUNCTION booking_within_capacity() CASCADE",
        "CREATE RULE quiet AS ON UPDATE TO resources_resource DO INSTEAD NOTHING",
        "TRUNCATE resources_booking CASCADE",
    ],
)
def test_the_portals_role_cannot_switch_the_guard_off(world, forbidden):
    with as_application(world.name) as connection:
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(forbidden)
        connection.rollback()
        resource = world.resource((0, 1))
        needs = world.needs(resource, 2)
        assert try_insert(connection, needs[0])
        assert not try_insert(connection, needs[1])


def test_all_ways_of_taking_more_are_refused(world):
    resource = world.resource((0, 2))
    need, other = world.needs(resource, 2, quantity=1, start=1, nights=2)
    full = world.resource((0, 1))
    [elsewhere] = world.needs(full, 1, status="confirmed", start=1, nights=2)
    with as_application(world.name) as connection:
        assert try_insert(connection, need)
        mine = row(other)
        assert try_sql(connection, INSERT, mine)
        for change, arguments in [
            ("quantity = 2", []),
            ("resource_id = %s", [full.pk]),
        ]:
            sql = f"UPDATE resources_booking SET {change} WHERE uuid = %s"
            assert not try_sql(connection, sql, [*arguments, mine["uuid"]]), change
        # A booking beside it leaves no room to grow into.
        [beside] = world.needs(resource, 1, quantity=2, start=3, nights=2)
        assert try_insert(connection, beside)
        for period in (
            "tstzrange(lower(period), upper(period) + interval '1 day')",
            "tstzrange(lower(period), NULL)",
        ):
            sql = f"UPDATE resources_booking SET period = {period} WHERE uuid = %s"
            assert not try_sql(connection, sql, [mine["uuid"]]), period
        assert not try_insert(connection, other, quantity=3)
        assert not try_insert(connection, other, end=None)
        assert not try_insert(
            connection, other, status="held", expires=datetime.now(UTC) + timedelta(hours=1)
        )
        assert not try_insert(connection, other, status="in_use")
        # What takes nothing is let in.
        assert try_insert(connection, other, status="waitlisted", quantity=5)
    assert sweep.excess(resource.pk) == sweep.excess(elsewhere.resource_id) == 0


def test_nights_back_to_back_do_not_collide(world):
    resource = world.resource((0, 1))
    first, second, third = (world.needs(resource, 1, start=start, nights=2)[0] for start in (1, 3, 2))
    with as_application(world.name) as connection:
        assert try_insert(connection, first)
        assert try_insert(connection, second)
        assert not try_insert(connection, third)
        assert not try_insert(connection, first, end=first.period.lower + timedelta(microseconds=1))
    assert sweep.excess(resource.pk) == 0


def test_an_expired_hold_takes_nothing(world):
    resource = world.resource((0, 1))
    hold, taker, late = world.needs(resource, 3)
    soon, past = (datetime.now(UTC) + timedelta(seconds=offset) for offset in (3600, -1))
    with as_application(world.name) as connection:
        assert try_insert(connection, hold, status="held", expires=soon, uuid=(held := uuid.uuid4()))
        assert not try_insert(connection, taker)
        assert try_sql(
            connection, "UPDATE resources_booking SET hold_expires_at = %s WHERE uuid = %s", [past, held]
        )
        assert try_insert(connection, late, status="held", expires=past)  # it never took anything
        assert try_insert(connection, taker)
        # Neither confirming it nor giving it a new term brings it back to life.
        for change in ("status = 'confirmed'", "hold_expires_at = now() + interval '1 hour'"):
            assert not try_sql(
                connection, f"UPDATE resources_booking SET {change} WHERE uuid = %s", [held]
            ), change
    assert sweep.excess(resource.pk) == 0


def test_during_an_excess_only_what_adds_use_is_refused(world):
    """A statement that lowers the capacity is not refused; arrivals, departures and shortening still pass."""
    resource = world.resource((0, 3))
    stays = world.needs(resource, 3, start=0, nights=4, status="confirmed")
    [newcomer] = world.needs(resource, 1, start=0, nights=4)
    with as_application(world.name) as connection:
        assert try_sql(
            connection,
            STATEMENT,
            [resource.pk, 1, days.midnight(world.today)],
        )
        assert sweep.excess(resource.pk) == 2
        one, two, three = (stay.pk for stay in stays)
        change = "UPDATE resources_booking SET {} WHERE id = %s"
        assert try_sql(connection, change.format("status = 'in_use', checked_in_at = now()"), [one])
        assert try_sql(
            connection,
            change.format("period = tstzrange(lower(period), upper(period) - '1 day'::interval)"),
            [one],
        )
        assert not try_sql(
            connection,
            change.format("period = tstzrange(lower(period), upper(period) + '1 day'::interval)"),
            [one],
        )
        assert not try_sql(
            connection,
            change.format("period = tstzrange(lower(period), upper(period) + '9 days'::interval)"),
            [one],
        )
        assert not try_sql(connection, change.format("quantity = 2"), [two])
        assert try_sql(connection, change.format("status = 'in_use'"), [two])
        assert try_sql(connection, change.format("status = 'completed'"), [two])
        assert try_sql(connection, change.format("status = 'withdrawn', reason_code = 'other'"), [three])
        assert sweep.excess(resource.pk) == 0
        assert not try_insert(connection, newcomer)


def test_what_is_offered_changes_from_a_day_on(world):
    """Statements and blocks count from their day: the same booking fits before and not after."""
    resource = world.resource((0, 2), (5, 0), (8, 2))
    stay, shut, across, later = (
        world.needs(resource, 1, quantity=2, start=start, nights=nights)[0]
        for start, nights in ((1, 4), (5, 1), (4, 5), (8, 2))
    )
    with as_application(world.name) as connection:
        assert not try_insert(connection, across)
        assert not try_insert(connection, shut)
        assert try_insert(connection, stay)
        assert try_sql(
            connection,
            BLOCK,
            [uuid.uuid4(), resource.pk, days.midnight(world.day(9)), days.midnight(world.day(10)), 1],
        )
        assert not try_insert(connection, later)
        assert try_insert(connection, later, quantity=1)
    assert CapacityStatement.objects.filter(resource=resource).count() == 3
    assert sweep.excess(resource.pk) == 0
