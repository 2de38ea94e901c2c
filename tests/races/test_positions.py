"""Two at the same instant in concertation: one position a municipality, none lost at the end, no number given twice.

Threads with connections of their own call the actions. Between look and write they linger, so that they surely meet;
the controls take the nets away one by one and see the very same race go wrong.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from psycopg import errors

from accounts import audit, moment
from accounts.models import AuditEntry, Letter, Membership, Notice, User
from accounts.refusals import WrongState
from tests.conftest import SOAK, Cast
from tests.database import database
from tests.races.conftest import QUICK
from tests.races.world import as_application, as_superuser, pointed_at
from tests.units.governing import AROUCA, MAIA, Governing, at
from units import actions
from units.actions import rounds as closing
from units.models import Decision, Position, Round
from units.models.rounds import Count, RoundQuerySet, outcome_of

pytestmark = pytest.mark.soak
# Fewer than these the races need not be: without its lock each went wrong within the rounds of its control.
ROUNDS = 200 if SOAK else 12
# So often one of two must come first at least once, and the other at least once.
BOTH_FIRST = 200 if SOAK else 20
CONTROLS = 40 if SOAK else 6
LINGER = 0.02


class Meet:
    """How a position and the closing of its round wait for one another."""

    counted = threading.Event()  # the answers were counted; the outcome is not written yet
    saved = threading.Event()  # a position was written, not yet committed
    patience = 3 * LINGER  # so long the closing waits for that; with its lock in place it waits in vain


INSERT = (
    "INSERT INTO units_position (round_id, municipality_id, answer, text, by_id, at)"
    " VALUES (%s, %s, 'agrees', '', %s, %s)"
)


@contextmanager
def committed(blocker: Any) -> Iterator[Governing]:
    name = database.clone(database.template("cast"), f"positions_{secrets.token_hex(4)}")
    with blocker.unblock(), pointed_at(name), override_settings(**QUICK):
        made = Governing(Cast())
        made.name = name  # type: ignore[attr-defined]
        yield made
    database.drop(name)


@pytest.fixture(scope="module")
def shared_governing(django_db_blocker: Any) -> Iterator[Governing]:
    with committed(django_db_blocker) as made:
        yield made


@pytest.fixture
def apart(django_db_blocker: Any) -> Iterator[Governing]:
    """One whose nets a test may take away."""
    with committed(django_db_blocker) as made, as_superuser(made.name) as superuser:  # type: ignore[attr-defined]
        made.superuser = superuser  # type: ignore[attr-defined]
        # The audit chain would stop a second writer too: every control takes it out of the way.
        superuser.execute("ALTER TABLE accounts_auditentry DROP CONSTRAINT audit_chain_seq")
        yield made


@pytest.fixture(autouse=True)
def linger(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause between the look and the write, in a position and in the closing of a round."""
    save = Position.save

    def slowly_saved(self: Position, *args: Any, **kwargs: Any) -> None:
        time.sleep(LINGER)
        save(self, *args, **kwargs)
        Meet.saved.set()

    def slowly_counted(*args: Any) -> Any:
        Meet.counted.set()
        Meet.saved.wait(Meet.patience)
        return outcome_of(*args)

    monkeypatch.setattr(Position, "save", slowly_saved)
    monkeypatch.setattr(closing, "outcome_of", slowly_counted)


def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoundQuerySet, "select_for_update", lambda self, *args, **kwargs: self)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each came to: its value, or its refusal."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(30)
            return act()
        except (WrongState, errors.Error) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def everybody() -> int:
    """Those who speak for the 17, and the coordination."""
    return Membership.objects.speaking_for_municipalities().count() + 1


def refused(answers: Sequence[Any]) -> list[WrongState]:
    return [one for one in answers if isinstance(one, WrongState)]


# --- Two people of one municipality -----------------------------------------------------------------------------------


def pair(governing: Governing) -> tuple[Membership, Membership]:
    first = governing.speakers[MAIA]
    user, _new = User.objects.get_or_create(email="segunda-maia@example.org", defaults={"name": "Rita Maia"})
    second, _new = Membership.objects.get_or_create(
        user=user, organisation=first.organisation, defaults={"roles": ["representative"]}
    )
    return first, Membership.objects.select_related("user", "organisation__municipality").get(pk=second.pk)


def both_answer(governing: Governing, round: Round) -> list[Any]:
    first, second = pair(governing)
    return at_once(
        lambda: actions.give_position(round, by=first, answer="agrees"),
        lambda: actions.give_position(round, by=second, answer="change", text="Trocar 90 por 60 dias."),
    )


def test_two_people_of_one_municipality_leave_one_position_and_one_notice_each(
    shared_governing: Governing, tally: Any
) -> None:
    seen = tally("two positions of one municipality", "1 stands, 1 told why")
    winners = set()
    for _ in range(BOTH_FIRST):
        round = shared_governing.open()
        answers = both_answer(shared_governing, round)
        [no], [yes] = refused(answers), [one for one in answers if isinstance(one, Position)]
        winners.add(yes.by_id)
        [standing] = Position.objects.filter(round=round)
        told = Notice.objects.filter(url__contains=str(round.uuid), text_pt__startswith="Posição de")
        letters = Letter.objects.filter(kind="position", text__contains=str(round.uuid))
        rows = AuditEntry.objects.filter(subject_id=str(round.uuid), verb="give_position")
        good = (
            standing == yes
            and no.status == 409
            and f"por {standing.by.user}" in no.sentence
            and (told.count(), letters.count(), rows.count()) == (2, 2, 1)
        )
        seen.round(good, f"{answers}, {told.count()} notices, {letters.count()} letters, {rows.count()} rows")
    assert len(winners) == 2, "the same person was first every time: they never really met"
    assert list(audit.problems()) == []


@pytest.mark.parametrize("lock", [True, False], ids=["lock", "no lock"])
@pytest.mark.parametrize("constraint", [True, False], ids=["constraint", "no constraint"])
def test_lock_or_constraint_alone_hold_and_without_both_two_stand(
    apart: Any, monkeypatch: pytest.MonkeyPatch, tally: Any, lock: bool, constraint: bool
) -> None:
    if not constraint:
        apart.superuser.execute("ALTER TABLE units_position DROP CONSTRAINT one_position_per_municipality")
    if not lock:
        unlocked(monkeypatch)
    names = f"{'' if lock else 'no '}lock, {'' if constraint else 'no '}constraint"
    seen = tally(f"control, two positions: {names}", "1 stands" if lock or constraint else "2 stand")
    twice = 0
    for _ in range(CONTROLS):
        round = apart.open()
        answers = both_answer(apart, round)
        standing = Position.objects.filter(round=round).count()
        twice += standing == 2
        one_each = standing == 1 and [one.status for one in refused(answers)] == [409]
        seen.round(one_each or not (lock or constraint), f"{answers}")
    seen.seen = f"2 stood in {twice} of {seen.rounds}"
    assert (twice > 0) is not (lock or constraint)


# --- The end of a round -----------------------------------------------------------------------------------------------


def close_and(
    governing: Governing, other: Callable[[Round], Any], *, amid: bool = False
) -> tuple[Round, list[Any], bool]:
    """A round nobody answered, closed while one says it agrees: agreed if that counted, returned if it did not.
    The last tells whether outcome and positions say the same. `amid`: the other comes when all is counted."""
    round = governing.open(threshold=1)
    Meet.counted.clear()
    Meet.saved.clear()

    def close() -> Any:
        with at(round.deadline):
            return actions.close_round(round, by=None)

    def come() -> Any:
        if amid:
            Meet.counted.wait(10)
        return other(round)

    answers = at_once(close, come)
    round = Round.objects.get(pk=round.pk)
    standing = list(round.positions.values_list("answer", flat=True))
    return round, answers, round.outcome == outcome_of("consensus", 1, Count.of(standing))


def through_the_action(governing: Governing) -> Callable[[Round], Any]:
    def give(round: Round) -> Any:
        with at(round.deadline - timedelta(microseconds=1)):
            return actions.give_position(round, by=governing.speakers[AROUCA], answer="agrees")

    return give


def by_hand(governing: Governing) -> Callable[[Round], Any]:
    """As another session of the application's role, with nothing but SQL."""

    def insert(round: Round) -> Any:
        with as_application(governing.name) as connection:  # type: ignore[attr-defined]
            when = round.deadline - timedelta(microseconds=1)
            connection.execute(INSERT, [round.pk, AROUCA, governing.speakers[AROUCA].pk, when])
            Meet.saved.set()
        return True

    return insert


@pytest.mark.parametrize("way", [through_the_action, by_hand], ids=["action", "raw SQL"])
def test_a_position_at_the_end_is_counted_or_refused_never_lost(
    shared_governing: Governing, tally: Any, way: Any
) -> None:
    seen = tally(f"close against a position, {way.__name__}", "counted or refused")
    counted = 0
    for count in range(ROUNDS):
        round, (closed, given), whole = close_and(
            shared_governing, way(shared_governing), amid=count % 3 == 0
        )
        entered = round.positions.exists()
        said_no = isinstance(given, (WrongState, errors.CheckViolation))
        counted += entered
        good = isinstance(closed, Round) and whole and entered is not said_no
        seen.round(good, f"{closed}, {given}, {round.outcome}, {entered}")
    seen.seen = f"{seen.good} of {seen.rounds} ({counted} counted)"


def test_without_the_lock_of_the_closing_positions_are_lost(
    apart: Any, monkeypatch: pytest.MonkeyPatch, tally: Any
) -> None:
    unlocked(monkeypatch)
    monkeypatch.setattr(Meet, "patience", 5.0)
    seen = tally("control, close against a position: no lock", "some lost")
    lost = 0
    for _ in range(CONTROLS):
        lost += not close_and(apart, through_the_action(apart), amid=True)[2]
        seen.rounds += 1
    seen.seen = f"lost in {lost} of {seen.rounds}"
    assert lost, "a race in which nothing is lost without any lock proves nothing"


def test_without_the_lock_of_the_trigger_raw_sql_loses_them(
    apart: Any, monkeypatch: pytest.MonkeyPatch, tally: Any
) -> None:
    monkeypatch.setattr(Meet, "patience", 5.0)
    [[body]] = apart.superuser.execute(
        "SELECT pg_get_functiondef('position_in_open_round'::regproc)"
    ).fetchall()
    assert " FOR SHARE" in body
    apart.superuser.execute(body.replace(" FOR SHARE", ""))
    seen = tally("control, close against raw SQL: no lock of the trigger", "some lost")
    lost = 0
    for _ in range(CONTROLS):
        lost += not close_and(apart, by_hand(apart), amid=True)[2]
        seen.rounds += 1
    seen.seen = f"lost in {lost} of {seen.rounds}"
    assert lost


def test_closing_at_17_while_one_is_taken_back_does_one_of_both(
    shared_governing: Governing, tally: Any
) -> None:
    seen = tally("close at 17 against taking back", "one of both")
    closed_first = 0
    for count in range(ROUNDS):
        round = shared_governing.open()
        Position.objects.bulk_create(
            Position(round=round, municipality_id=place, answer="agrees", by=member, at=moment.now())
            for place, member in shared_governing.speakers.items()
        )
        mine = round.positions.get(municipality=MAIA)

        def take_back(mine: Position = mine, head_start: float = count % 2 * LINGER) -> None:
            time.sleep(head_start)  # else it is the closing that comes second nearly every time
            actions.take_back_position(mine, by=shared_governing.speakers[MAIA])

        answers = at_once(lambda round=round: actions.close_round(round, by=None), take_back)
        round = Round.objects.get(pk=round.pk)
        closed, standing = round.state == "closed", round.positions.count()
        closed_first += closed
        [no] = refused(answers)
        seen.round(standing == (17 if closed else 16) and no.status == 409, f"{answers}, {standing}")
    seen.seen = f"{seen.good} of {seen.rounds} ({closed_first} closed)"


def test_a_round_closes_once_however_many_close_it(shared_governing: Governing, tally: Any) -> None:
    seen = tally("4 closings at once", "1 outcome, told once")
    for _ in range(ROUNDS // 2):
        round = shared_governing.open()

        def close(round: Round = round) -> Any:
            with at(round.deadline):
                return actions.close_round(round, by=None)

        answers = at_once(*[close] * 4)
        told = Letter.objects.filter(kind="round_closed", text__contains=str(round.uuid)).count()
        good = len(refused(answers)) == 3 and told == everybody()
        seen.round(good, f"{answers}, {told} letters")


# --- Numbers ----------------------------------------------------------------------------------------------------------


def numbers(decisions: Sequence[Decision]) -> list[int]:
    return sorted(int(one.number.rsplit("-", 1)[1]) for one in decisions)


def test_decisions_approved_at_the_same_instant_have_numbers_without_gap_or_twin(
    shared_governing: Governing, tally: Any
) -> None:
    seen = tally("2 approvals at once", "2 numbers, no gap")
    for count in range(ROUNDS):
        drafts = [shared_governing.draft() for _ in range(2)]
        made = at_once(
            *[
                lambda draft=draft: actions.approve_decision(draft, by=shared_governing.coordination)
                for draft in drafts
            ]
        )
        seen.round(numbers(made) == [2 * count + 1, 2 * count + 2], f"{made}")


def test_one_draft_approved_twice_has_one_number(shared_governing: Governing, tally: Any) -> None:
    seen = tally("2 approvals of one draft", "1 number, 1 refused")
    for _ in range(ROUNDS // 2):
        draft = shared_governing.draft(shared_governing.unit)
        answers = at_once(
            *[lambda draft=draft: actions.approve_decision(draft, by=shared_governing.coordination)] * 2
        )
        [no] = refused(answers)
        draft.refresh_from_db()
        told = Letter.objects.filter(kind="decision", subject__endswith=draft.number).count()
        seen.round(
            no.status == 409 and draft.number in no.sentence and told == everybody(), f"{answers}, {told}"
        )


def test_rounds_opened_at_the_same_instant_have_codes_of_their_own(
    shared_governing: Governing, tally: Any
) -> None:
    seen = tally("2 rounds opened at once", "2 codes")
    for _ in range(ROUNDS // 2):
        prepared = [shared_governing.prepare(body=shared_governing.council) for _ in range(2)]
        made = at_once(
            *[
                lambda round=round: actions.open_round(round, by=shared_governing.coordination)
                for round in prepared
            ]
        )
        codes = sorted(int(one.code.rsplit("-", 1)[1]) for one in made)
        seen.round(codes[1] == codes[0] + 1, f"{made}")
