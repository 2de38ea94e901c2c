"""The race is wide enough to show what it is meant to show: with every net removed the very same calls overbook.

Three nets lie under an accept: the lock on the resource's row, the database's trigger, and (for what goes through the
actions) the audit chain, where a second writer who did not lock its parent collides. The last one is always taken away
here; of the other two each must hold alone.
"""

from __future__ import annotations

import pytest

from tests.conftest import SOAK
from tests.races import sweep
from tests.races.crowd import AT_ONCE, Call, Crowd
from tests.races.world import as_superuser

pytestmark = pytest.mark.soak
ROUNDS = 25 if SOAK else 3
UNLOCKED, LOCKED = "tests.races.unlocked:application", "tests.races.widened:application"


@pytest.fixture
def without_chain(world_apart):
    """Its superuser, after the audit chain's own collision was taken out of the way."""
    with as_superuser(world_apart.name) as superuser:
        superuser.execute("ALTER TABLE accounts_auditentry DROP CONSTRAINT audit_chain_seq")
        yield superuser


def race(world, crowd: Crowd, quantity: int = 1, capacity: int = 1) -> tuple[int, int]:
    """One round of accepts: how many won, and the excess in the rows."""
    resource = world.resource((0, capacity))
    asked = world.needs(resource, AT_ONCE, quantity=quantity)
    answers = crowd.fire([Call(f"bookings/{one.uuid}/accept", world.keys["holder"]) for one in asked])
    codes = {answer.status_code for answer in answers}
    assert codes <= {200, 409}, [answer.text for answer in answers]
    return sum(answer.status_code == 200 for answer in answers), sweep.excess(resource.pk)


def test_without_lock_and_trigger_it_overbooks(world_apart, without_chain, portal_apart, tally):
    without_chain.execute("ALTER TABLE resources_booking DISABLE TRIGGER booking_within_capacity")
    seen = tally("control: no lock, no trigger", "overbooked")
    with Crowd(portal_apart(world_apart.name, UNLOCKED).url) as crowd:
        for _ in range(ROUNDS):
            winners, excess = race(world_apart, crowd)
            seen.rounds += 1
            seen.good += winners > 1 and excess == winners - 1
    seen.seen = f"overbooked in {seen.good} of {seen.rounds}"
    assert seen.good, "a race in which nothing goes wrong without any guard proves nothing"


def test_the_trigger_alone_holds(world_apart, without_chain, portal_apart, tally):
    seen = tally("control: no lock, trigger alone", "floor(c/q) win")
    with Crowd(portal_apart(world_apart.name, UNLOCKED).url) as crowd:
        for number in range(ROUNDS):
            quantity, capacity = [(1, 1), (2, 7)][number % 2]
            winners, excess = race(world_apart, crowd, quantity, capacity)
            seen.round(winners == capacity // quantity and excess == 0, f"{winners} winners, excess {excess}")


def test_the_lock_alone_holds(world_apart, without_chain, portal_apart, tally):
    """At READ COMMITTED, which is what the portal runs; at REPEATABLE READ no lock alone does (test_raw_sql)."""
    without_chain.execute("ALTER TABLE resources_booking DISABLE TRIGGER booking_within_capacity")
    seen = tally("control: lock alone, no trigger", "floor(c/q) win")
    with Crowd(portal_apart(world_apart.name, LOCKED).url) as crowd:
        for number in range(ROUNDS):
            quantity, capacity = [(1, 1), (2, 7)][number % 2]
            winners, excess = race(world_apart, crowd, quantity, capacity)
            seen.round(winners == capacity // quantity and excess == 0, f"{winners} winners, excess {excess}")
