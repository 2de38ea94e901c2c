"""Twenty calls at the same instant for less than all of them want, over HTTP, against the real server."""

from __future__ import annotations

import itertools
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from accounts.models import AuditEntry, IdempotencyRecord
from resources import days
from resources.models import Booking, Request
from tests.conftest import SOAK
from tests.races import sweep
from tests.races.crowd import AT_ONCE, Call

pytestmark = pytest.mark.soak
# Twenty at once: without any net the first rounds overbook already (test_controls), so few are enough in a short run.
ROUNDS = 200 if SOAK else 8
QUANTITIES = 200 if SOAK else 6
FURTHER = 50 if SOAK else 3
# About an instant there are two sides to meet, and two calls meet less surely than twenty.
EDGES = 200 if SOAK else 20
PAIRS = 200 if SOAK else 20
REPEATS = 50 if SOAK else 5


def judge(
    resource, answers, winners: int, *, taking: tuple[str, ...] = ("held", "confirmed", "in_use")
) -> str:
    """Empty when exactly so many won, the others were told that it is full, and the rows say the same."""
    won = {answer.json()["id"] for answer in answers if answer.status_code == 200}
    others = [answer for answer in answers if answer.status_code != 200]
    if len(won) != winners:
        return f"{len(won)} winners instead of {winners}"
    if wrong := [answer.text for answer in others if answer.status_code != 409]:
        return f"answers that are neither yes nor full: {wrong[:3]}"
    if wrong := [answer.text for answer in others if answer.json()["code"] != "no_capacity"]:
        return f"refused for another reason: {wrong[:3]}"
    if sweep.excess(resource.pk):
        return f"an excess of {sweep.excess(resource.pk)}"
    return ""


def standing(resource, *states: str) -> set[str]:
    """The ids of the bookings that are in one of these states now."""
    rows = Booking.objects.filter(resource=resource, status__in=states).values_list("uuid", flat=True)
    return {str(row) for row in rows}


def winners_of(answers) -> set[str]:
    return {answer.json()["id"] for answer in answers if answer.status_code == 200}


def verb(world, who: str, name: str, **body) -> Callable[[Booking], Call]:
    return lambda booking: Call(f"bookings/{booking.uuid}/{name}", world.keys[who], body)


def test_accepts_for_the_last_unit(world, crowd, tally):
    seen = tally("accept, last unit, 20 at once", "1 wins, 19 full")
    for number in range(ROUNDS):
        resource = world.resource((0, 1))
        asked = world.needs(resource, AT_ONCE, start=number % 60)
        answers = crowd.fire([verb(world, "holder", "accept")(one) for one in asked])
        wrong = judge(resource, answers, 1)
        seen.round(not wrong and standing(resource, "held") == winners_of(answers), wrong)


@pytest.mark.parametrize("auto_confirm", [False, True], ids=["held", "confirmed at once"])
def test_accepts_of_a_quantity(world, crowd, tally, auto_confirm):
    seen = tally(f"accept q of c, {'confirmed at once' if auto_confirm else 'held'}", "floor(c/q) win")
    sizes = [(7, 2), (10, 3), (4, 1), (5, 5), (20, 3), (1, 2)]
    for number in range(FURTHER if auto_confirm else QUANTITIES):
        capacity, quantity = sizes[number % len(sizes)]
        resource = world.resource((0, capacity))
        asked = world.needs(resource, AT_ONCE, quantity=quantity, nights=1 + number % 5)
        Request.objects.filter(items__bookings__in=asked).update(auto_confirm=auto_confirm)
        answers = crowd.fire([verb(world, "holder", "accept")(one) for one in asked])
        wrong = judge(resource, answers, capacity // quantity)
        taken = standing(resource, "confirmed" if auto_confirm else "held")
        seen.round(not wrong and taken == winners_of(answers), wrong)


def test_periods_that_only_overlap_somewhere(world, crowd, tally):
    """Twenty stays of two nights, each beginning a night later than the one before: no night is taken twice."""
    seen = tally("accept, chained overlaps, one bed", "no night twice")
    for _ in range(FURTHER):
        resource = world.resource((0, 1))
        asked = [world.needs(resource, 1, start=1 + offset, nights=2)[0] for offset in range(AT_ONCE)]
        answers = crowd.fire([verb(world, "holder", "accept")(one) for one in asked])
        wrong = judge(resource, answers, len(winners_of(answers)))
        nights = sorted(offset for offset, answer in enumerate(answers) if answer.status_code == 200)
        gaps = [later - earlier for earlier, later in itertools.pairwise(nights)]
        # Nobody who would still fit was sent away.
        full = nights and nights[0] <= 1 and nights[-1] >= AT_ONCE - 2 and all(2 <= gap <= 3 for gap in gaps)
        seen.round(not wrong and bool(full), wrong or f"taken {nights}")


def test_confirms_of_offers(world, crowd, tally):
    seen = tally("confirm, 20 offers at once", "floor(c/q) win")
    sizes = [(1, 1), (3, 1), (7, 2)]
    for number in range(ROUNDS):
        capacity, quantity = sizes[number % len(sizes)]
        resource = world.resource((0, capacity))
        offered = world.needs(resource, AT_ONCE, status="offered", quantity=quantity)
        answers = crowd.fire([verb(world, "technician", "confirm")(one) for one in offered])
        wrong = judge(resource, answers, capacity // quantity)
        seen.round(not wrong and standing(resource, "confirmed") == winners_of(answers), wrong)


@pytest.mark.parametrize("state", ["confirmed", "in_use"])
@pytest.mark.parametrize("way", ["holder extends", "holder accepts what was asked"])
def test_extensions_into_the_same_place(world, crowd, tally, state, way):
    """Twenty stays end on the same day; from that day on one place less nineteen is offered."""
    seen = tally(f"extend {state}, {way}", "1 wins, 19 full")
    for _ in range(FURTHER):
        resource = world.resource((0, AT_ONCE), (2, 1))
        stays = world.needs(resource, AT_ONCE, status=state, start=0, nights=2)
        end = world.day(4).isoformat()
        if way == "holder extends":
            answers = crowd.fire([verb(world, "holder", "extend", end=end)(stay) for stay in stays])
        else:
            asking = crowd.fire([verb(world, "technician", "extend", end=end)(stay) for stay in stays])
            assert [answer.status_code for answer in asking] == [200] * AT_ONCE, asking[0].text
            answers = crowd.fire([verb(world, "holder", "accept-extension")(stay) for stay in stays])
        wrong = judge(resource, answers, 1)
        longer = {
            str(one.uuid) for one in Booking.objects.filter(resource=resource) if one.end == world.day(4)
        }
        seen.round(not wrong and longer == winners_of(answers), wrong)


def insisting(ends: datetime, early: list[datetime]) -> Callable[[Call, httpx.Client], httpx.Response]:
    """Ask again and again until an answer to a question put after that instant; the others are noted."""

    def insist(call: Call, client: httpx.Client) -> httpx.Response:
        while True:
            put = datetime.now(UTC)
            answer = call.send(client)
            if answer.status_code != 409 or put > ends:
                return answer
            early.append(put)

    return insist


def test_accepts_while_a_hold_runs_out(world, crowd, tally):
    """The place is held until an instant; nobody gets it before, exactly one after, and no job has to run."""
    seen = tally("accept across the expiry of a hold", "none before, 1 after")
    early: list[datetime] = []
    for _ in range(ROUNDS):
        resource = world.resource((0, 1))
        asked = world.needs(resource, AT_ONCE)
        [hold] = world.needs(resource, 1, status="held", hold_expires_at=days.midnight(world.day(1)))
        ends = datetime.now(UTC) + timedelta(milliseconds=200)
        Booking.objects.filter(pk=hold.pk).update(hold_expires_at=ends)
        answers = crowd.fire([verb(world, "holder", "accept")(one) for one in asked], insisting(ends, early))
        wrong = judge(resource, answers, 1)
        winner = Booking.objects.filter(uuid__in=winners_of(answers)).first()
        if winner and winner.answered_at < ends:
            wrong = f"given away {ends - winner.answered_at} before the hold ran out"
        hold.refresh_from_db()
        seen.round(not wrong and hold.status == "held", wrong)
    assert early, "nobody asked before the expiry"
    seen.seen = f"{seen.good} of {seen.rounds} ({len(early)} refused before)"


def test_the_requester_confirms_while_the_hold_runs_out(world, crowd, tally):
    """About the instant of expiry its requester confirms, and others insist on being accepted: one of them has it."""
    seen = tally("confirm against accept at the expiry", "1 has it")
    confirmed, lead = 0, timedelta(milliseconds=80)
    early: list[datetime] = []
    for _ in range(EDGES):
        resource = world.resource((0, 1))
        asked = world.needs(resource, 4)
        [hold] = world.needs(resource, 1, status="held", hold_expires_at=days.midnight(world.day(1)))
        ends = datetime.now(UTC) + timedelta(milliseconds=200)
        Booking.objects.filter(pk=hold.pk).update(hold_expires_at=ends)
        insist = insisting(ends, early)

        def at_the_edge(call, client, hold=hold, at=ends - lead, insist=insist):
            if str(hold.uuid) not in call.path:
                return insist(call, client)
            threading.Event().wait((at - datetime.now(UTC)).total_seconds())
            return call.send(client)

        calls = [verb(world, "technician", "confirm")(hold), *map(verb(world, "holder", "accept"), asked)]
        first, *others = crowd.fire(calls, at_the_edge)
        in_time = first.status_code == 200
        wrong = judge(resource, others, 0 if in_time else 1)
        if not in_time and first.json()["code"] != "wrong_state":
            wrong = first.text
        taken = standing(resource, "confirmed") | {str(one.uuid) for one in asked} & standing(
            resource, "held"
        )
        seen.round(not wrong and taken == winners_of([first, *others]), wrong)
        confirmed += in_time
        # Feel for the edge: later when it was in time, earlier when it was late.
        lead = max(timedelta(0), lead + timedelta(milliseconds=-20 if in_time else 20))
    seen.seen = f"{seen.good} of {seen.rounds} ({confirmed} confirmed in time)"
    assert 0 < confirmed < EDGES, "the expiry was never met from both sides"


def test_one_key_makes_one_booking(world, crowd, tally):
    seen = tally("two requests with one Idempotency-Key", "1 booking")
    for _ in range(PAIRS):
        resource = world.resource((0, 3))
        body = {
            "resource": str(resource.uuid),
            "quantity": 1,
            "start": world.day(1).isoformat(),
            "end": world.day(3).isoformat(),
        }
        key = str(uuid.uuid4())
        one, other = crowd.fire([Call("requests", world.keys["technician"], body, key)] * 2)
        same = one.status_code == other.status_code == 201 and one.json() == other.json()
        made = Booking.objects.filter(resource=resource)
        once = IdempotencyRecord.objects.filter(key=key).count() == 1
        seen.round(same and made.count() == 1 and once, f"{one.text}\n{other.text}\n{made}")


def test_one_key_accepts_once(world, crowd, tally):
    """Twenty repeats of one accept: twenty times the same answer, one entry in the audit trail."""
    seen = tally("20 accepts with one Idempotency-Key", "1 accept, 20 same answers")
    for _ in range(REPEATS):
        resource = world.resource((0, 3))
        [asked] = world.needs(resource, 1)
        call = Call(f"bookings/{asked.uuid}/accept", world.keys["holder"], {}, str(uuid.uuid4()))
        answers = crowd.fire([call] * AT_ONCE)
        same = {answer.status_code for answer in answers} == {200} and len({a.text for a in answers}) == 1
        entries = AuditEntry.objects.filter(subject_id=str(asked.uuid), verb="accept").count()
        seen.round(same and entries == 1, f"{[a.status_code for a in answers]}, {entries} entries")
