"""Several resources in one transaction are locked in id order, so that nobody waits for each other in a ring."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from resources import actions
from resources.actions import shared
from resources.models import Booking, Resource
from tests.conftest import SOAK
from tests.races import sweep

pytestmark = pytest.mark.soak
ROUNDS = 100 if SOAK else 30


@pytest.fixture
def threads():
    with ThreadPoolExecutor(4) as pool:
        yield pool


def at_once(threads: ThreadPoolExecutor, acts: Sequence[Callable[[], object]]) -> list[BaseException | None]:
    """What each raised. Connections are closed in their thread, so that databases can go."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> BaseException | None:
        try:
            connection.ensure_connection()
            barrier.wait(30)
            act()
        except Exception as error:
            return error
        finally:
            connections["default"].close()
        return None

    return list(threads.map(run, acts))


def need(world, resources) -> actions.Need:
    return actions.Need(quantity=1, start=world.day(1), end=world.day(3), resources=resources)


def test_lists_of_resources_in_opposite_orders(world, threads, tally):
    seen = tally("requests for the same holders, opposite orders", "no deadlock")
    resources = [world.resource((0, 3)) for _ in range(2)]
    for _ in range(ROUNDS):
        raised = at_once(
            threads,
            [
                lambda order=order: actions.request_capacity([need(world, order)], by=world.technician)
                for order in (resources, resources[::-1])
            ],
        )
        seen.round(raised == [None, None], str(raised))


def test_answers_to_needs_that_share_holders(world, threads, tally):
    """Each confirms its first holder's place and sets the other holders free: the same rows from both ends."""
    seen = tally("confirm with rivals, opposite orders", "no deadlock")
    resources = [world.resource((0, 300)) for _ in range(3)]
    for _ in range(ROUNDS // 3):
        one = world.needs_of(resources, 1, "offered")
        other = world.needs_of(resources[::-1], 1, "offered")
        raised = at_once(
            threads,
            [
                lambda booking=booking: actions.confirm_booking(booking, by=world.technician)
                for booking in (one[0], other[0])
            ],
        )
        states = sorted(
            Booking.objects.filter(pk__in=[b.pk for b in one + other]).values_list("status", flat=True)
        )
        good = raised == [None, None] and states == ["confirmed"] * 2 + ["withdrawn"] * 4
        seen.round(good, f"{raised} {states}")
    assert not any(sweep.excess(resource.pk) for resource in resources)


def test_holders_offer_while_the_requester_confirms(world, threads, tally):
    """A need stated to the network: one place is offered already and confirmed at the instant others offer theirs."""
    seen = tally("offers for one need against its confirmation", "no deadlock, 1 place")
    other_keeper, other_house = world.keeper("Município da Maia")
    for _ in range(ROUNDS // 3):
        offered, second, third = (
            world.resource((0, 1)),
            world.resource((0, 1), facility=other_house),
            world.resource((0, 1)),
        )
        [item] = world.needs_of([], 1)
        booking = actions.offer_capacity(item, offered, by=world.holder, condition="Só com saco-cama.")
        raised = at_once(
            threads,
            [
                lambda item=item, resource=second: actions.offer_capacity(item, resource, by=other_keeper),
                lambda item=item, resource=third: actions.offer_capacity(item, resource, by=world.holder),
                lambda booking=booking: actions.confirm_booking(booking, by=world.technician),
            ],
        )
        # Who comes after the confirmation is told that the need is met; nobody is told to try again.
        stuck = [error for error in raised if error is not None and error.__cause__ is not None]
        taking = Booking.objects.filter(item=item, status__in=("held", "confirmed", "offered"))
        good = raised[2] is None and not stuck and [one.pk for one in taking] == [booking.pk]
        seen.round(good, f"{raised} {[one.status for one in taking]}")


def test_in_the_order_given_they_deadlock(world, threads, tally, monkeypatch):
    """The control: each row locked as it comes in the list, and the ring closes."""

    def as_they_come(ids):
        rows = {}
        for pk in ids:
            rows[pk] = Resource.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.05)")
        return rows

    monkeypatch.setattr(shared, "lock_resources", as_they_come)
    resources = [world.resource((0, 3)) for _ in range(2)]
    seen = tally("control: locked in the order given", "deadlock")
    for _ in range(2):
        raised = at_once(
            threads,
            [
                lambda order=order: actions.request_capacity([need(world, order)], by=world.technician)
                for order in (resources, resources[::-1])
            ],
        )
        seen.rounds += 1
        seen.good += any("deadlock" in str(error.__cause__) for error in raised if error)
    seen.seen = f"deadlock in {seen.good} of {seen.rounds}"
    assert seen.good
