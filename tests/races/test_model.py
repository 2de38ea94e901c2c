"""Every verb, both modes, statements, blocks, expiry, lateness, as time passes: portal and plain model never differ.

The clock is passed in: to the actions by `moment.replaying`, to the database by a `clock_timestamp` of its own for this
session. Lives begin at the days on which calendars go wrong: the two clock changes, a month's end, 29 February.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from accounts import moment
from resources import actions, availability
from resources.actions.answering import Offer
from resources.models import Block, Booking, Item
from resources.refusals import Refusal
from tests.conftest import SOAK
from tests.database import database
from tests.races import lives
from tests.races.book import DAY, LISBON, TAKING, Book, Entry, Piece

EXAMPLES, STEPS = (60, 50) if SOAK else (6, 50)
HORIZON = 40
# The evening before: spring and autumn clock change, 29 February, end of a month of 30 days, end of the year.
EVES = [date(2025, 3, 29), date(2025, 10, 25), date(2024, 2, 28), date(2025, 6, 29), date(2025, 12, 30)]

WEIGHTS = [
    ("ask", 22),
    ("verb", 40),
    ("any", 8),
    ("late", 3),
    ("state", 4),
    ("block", 5),
    ("item", 10),
    ("time", 8),
]
STATES = ["ready", "cleaning", "cleaning", "repair", "inspection", "lost", "retired"]
GIVING_UP = ("withdraw", "decline", "cancel", "waitlist", "no_show", "decline_extension")
EVERY = ["accept", "confirm", "check_in", "check_out", "extend", "ask", "accept_extension", *GIVING_UP]
SENSIBLE = {
    "requested": ("accept", "accept", "accept", "accept", "decline", "waitlist", "withdraw"),
    "waitlisted": ("accept", "accept", "withdraw"),
    "offered": ("confirm", "confirm", "confirm", "decline", "withdraw"),
    "held": ("confirm", "confirm", "confirm", "confirm", "cancel", "withdraw"),
    "confirmed": (
        "check_in",
        "check_in",
        "check_in",
        "check_in",
        "extend",
        "ask",
        "cancel",
        "withdraw",
        "no_show",
    ),
    "in_use": ("check_out", "check_out", "extend", "ask"),
}
OPEN = ("requested", "waitlisted", "offered", *TAKING)


@contextmanager
def session_clock() -> Iterator[Callable[[datetime], None]]:
    """The trigger of capacity reads the session's clock in place of the machine's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path')")
        path = cursor.fetchone()[0]
        cursor.execute(f"SET LOCAL search_path = test_clock, {path}, pg_catalog")

        def stand_at(instant: datetime) -> None:
            cursor.execute("SELECT set_config('test_clock.now', %s, true)", [instant.isoformat()])

        yield stand_at


class Life(RuleBasedStateMachine):
    """A shelter and a bank, and a book on each."""

    cast: Any
    make_resource: Any
    done: Counter[str]
    refused: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.clock = session_clock()
        self.stand_at = self.clock.__enter__()
        self.frozen: Any = None
        self.steps = 0

    def teardown(self) -> None:
        if self.frozen:
            self.frozen.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.clock.__exit__(None, None, None)
        self.undo.__exit__(None, None, None)

    def stand(self, instant: datetime) -> None:
        if self.frozen:
            self.frozen.__exit__(None, None, None)
        self.now = instant
        self.frozen = moment.replaying(instant)
        self.frozen.__enter__()
        self.stand_at(instant)
        for book in self.books if hasattr(self, "books") else []:
            book.now = instant

    @initialize(eve=st.sampled_from(EVES), hour=st.sampled_from([0, 12, 23]), hygiene=st.integers(0, 2))
    def begin(self, eve: date, hour: int, hygiene: int) -> None:
        self.stand(datetime.combine(eve, time(hour, 30), tzinfo=LISBON))
        shelter = self.make_resource(3)
        bank = self.make_resource(None, category="produtos-de-apoio")
        bank.hygiene_days = hygiene
        bank.save()
        items = actions.add_items(bank, by=self.cast.holder, name="Cadeira de rodas", number=3)
        self.resources = [shelter, bank]
        self.books = [
            Book(self.now, hold_for=shelter.category.hold_for, said=[(self.today, 3)]),
            Book(
                self.now,
                lends=True,
                hygiene=hygiene,
                hold_for=bank.category.hold_for,
                pieces={item.code: Piece(item.code) for item in items},
            ),
        ]
        self.bookings: list[list[int]] = [[], []]

    @property
    def today(self) -> date:
        return self.now.astimezone(LISBON).date()

    # --- One step: what the book expects against what the portal did ---

    def step(self, name: str, expected: str, act: Callable[[], Any]) -> bool:
        """`expected`: "done" or the code of the refusal."""
        try:
            act()
        except Refusal as refusal:
            self.refused[name] += 1
            assert refusal.code == expected, f"{name}: refused ({refusal.sentence}), expected {expected}"
            return False
        self.done[name] += 1
        assert expected == "done", f"{name}: done, expected {expected}"
        return True

    @invariant()
    def book_and_portal_agree(self) -> None:
        if not hasattr(self, "books"):
            return
        first = self.today - 3 * DAY
        for book, resource in zip(self.books, self.resources, strict=True):
            for night in availability.nights(resource, first, HORIZON):
                seen = (night.capacity, night.blocked, night.held + night.used)
                said = (book.offered(night.day), book.blocked(night.day), book.taken(night.day))
                assert seen == said, (
                    f"{'bank' if book.lends else 'shelter'} on {night.day}: {seen}, not {said}"
                )

    @invariant()
    def every_booking_is_where_the_book_has_it(self) -> None:
        if not hasattr(self, "books"):
            return
        for book, ids in zip(self.books, self.bookings, strict=True):
            rows = Booking.objects.in_bulk(ids)
            for entry, pk in zip(book.entries, ids, strict=True):
                row = rows[pk]
                seen = (row.status, row.quantity, row.start, row.end, row.extension_end)
                said = (entry.status, entry.quantity, entry.start, entry.end, entry.asked_until)
                assert seen == said

    def some(self, pick: int) -> tuple[Book, Entry, Booking]:
        """One that can still change if there is any; now and then one that cannot."""
        which = 1 if pick % 3 else 0
        book, ids = self.books[which], self.bookings[which]
        if not ids:
            which = 1 - which
            book, ids = self.books[which], self.bookings[which]
        if not ids:
            self.ask(pick, 1, 0, 3, False, "waitlist", False)
            return self.some(pick)
        open_ones = [
            n
            for n, one in enumerate(book.entries)
            if one.status in ("requested", "waitlisted", "offered", *TAKING)
        ]
        places = open_ones if open_ones and pick % 5 else list(range(len(ids)))
        n = places[pick % len(places)]
        return book, book.entries[n], Booking.objects.for_rows().get(pk=ids[n])

    def planned(self, book: Book) -> dict[int, list[str | None]]:
        """What the loans are down for now: of the arrangements that keep every promise the portal chose one."""
        ids = self.bookings[self.books.index(book)]
        return {
            n: [
                loan.item and loan.item.code
                for loan in Booking.objects.get(pk=pk).loans.filter(back_at=None).select_related("item")
            ]
            for n, pk in enumerate(ids)
        }

    def room(self, book: Book, entry: Entry) -> bool:
        return book.fits(entry) and (not book.lends or book.arranges(entry, self.planned(book)))

    # --- Something happens ---

    @rule(seed=st.integers(0, 2**32))
    def something(self, seed: int) -> None:
        """One draw for each step: rules of their own would be switched off by turns, and lives would not get far."""
        self.steps += 1
        dice = random.Random(f"{seed} {self.steps}")
        what = dice.choices([what for what, _weight in WEIGHTS], [weight for _what, weight in WEIGHTS])[0]
        pick, k = dice.randrange(12), dice.randrange(120)
        if what == "ask":
            length = dice.choice([None, 1, 2, 3, 4, 5, 6])
            if_full = dice.choice(["refuse", "refuse", "waitlist", "register"])
            self.ask(
                pick, dice.choice([1, 1, 1, 2, 3]), dice.randrange(5), length, k % 3 == 0, if_full, k % 4 == 0
            )
        elif what == "verb":
            self.sensible(pick, k)
        elif what == "any":
            self.say(dice.choice(EVERY), pick, k)
        elif what == "late":
            self.go_out_and_stay_out(pick, dice.choice([24, 48, 72, 120]), k)
        elif what == "state":
            self.state(pick, dice.choice([0, 1, 2, 3, 3, 4]), dice.randrange(6))
        elif what == "block":
            self.block(pick, dice.randrange(6), dice.randrange(1, 5), dice.choice([None, 1, 1, 2]))
        elif what == "item":
            self.move_item(pick, dice.choice(STATES), dice.choice([None, 0, 1, 3, 5]))
        else:
            self.time_passes(dice.choice([1, 2, 6, 12, 24, 48]), k % 2 == 0)

    # --- Asking ---

    def ask(
        self,
        pick: int,
        quantity: int,
        start: int,
        length: int | None,
        auto: bool,
        if_full: str,
        by_name: bool,
    ) -> None:
        which = 1 if pick % 3 else 0
        book, resource = self.books[which], self.resources[which]
        first = self.today + start * DAY
        last = first + length * DAY if length else None
        item = None
        if by_name and book.lends:
            item = Item.objects.filter(resource=resource).order_by("code")[pick % 3]
            quantity = 1
        entry = Entry(
            quantity, first, last, "requested", auto=auto, buffer=book.hygiene if book.lends else None
        )
        if item:
            entry.named = [item.code]
        expected, entry.status = self.answer_to(book, entry, if_full)
        need = actions.Need(quantity=quantity, start=first, end=last, resources=[resource], item=item)
        made: list[Any] = []
        self.step(
            "ask",
            expected,
            lambda: made.append(
                actions.request_capacity([need], by=self.cast.technician, auto_confirm=auto, if_full=if_full)
            ),
        )
        if made:
            book.entries.append(entry)
            self.bookings[which].append(Booking.objects.get(item__request=made[0]).pk)

    def answer_to(self, book: Book, entry: Entry, if_full: str) -> tuple[str, str]:
        if book.lends and entry.end is None:
            return "invalid", ""
        start, end = book.occupied(entry)
        there = book.free(start, end) >= entry.quantity
        if there and entry.named:
            # Of one item: whether anything that cannot be moved has it in these days.
            fixed = Book(book.now, lends=True, hygiene=book.hygiene, pieces=book.pieces)
            fixed.entries = [one for one in book.entries if one.named or one.out]
            there = fixed.arranges(entry, {})
        if there:
            return "done", "requested"
        return {
            "refuse": ("no_capacity", ""),
            "waitlist": ("done", "waitlisted"),
            "register": ("done", "declined"),
        }[if_full]

    # --- Saying a verb ---

    def say(self, verb: str, pick: int, k: int) -> None:
        book, entry, booking = self.some(pick)
        if verb in ("extend", "ask"):
            self.extend(book, entry, booking, verb, k)
        elif verb in GIVING_UP:
            self.give_up(book, entry, booking, verb)
        else:
            getattr(self, verb)(book, entry, booking, k)

    def go_out_and_stay_out(self, pick: int, hours: int, k: int) -> None:
        for verb in ("accept", "confirm", "check_in"):
            self.say(verb, pick, 0)
        self.stand(self.now + timedelta(hours=hours))
        self.sensible(pick, k)

    def sensible(self, pick: int, k: int) -> None:
        """One of the verbs of an ordinary life in the state it is in."""
        book, entry, _booking = self.some(pick)
        verbs = SENSIBLE.get(book.shown(entry), ())
        if entry.asked_until is not None:
            verbs = ("accept_extension", "accept_extension", "decline_extension", *verbs)
        if verbs:
            self.say(verbs[k % len(verbs)], pick, k // 7)

    # --- Answering ---

    def accept(self, book: Book, entry: Entry, booking: Booking, k: int) -> None:
        how = ["", "", "", "condition", "less"][k % 5]
        offer = Offer(quantity=1) if how == "less" else None
        before = entry.quantity
        if offer and entry.status in ("requested", "waitlisted"):
            entry.quantity = 1
        expected = "done"
        if entry.status not in ("requested", "waitlisted"):
            expected = "wrong_state"
        elif not self.room(book, entry):
            expected = "no_capacity"
        if self.step(
            "accept",
            expected,
            lambda: actions.accept_booking(
                booking,
                by=self.cast.holder,
                condition="Só de tarde." if how == "condition" else "",
                offer=offer,
            ),
        ):
            entry.status = "offered" if how else "confirmed" if entry.auto else "held"
            if entry.status == "held":
                entry.expires = self.now + book.hold_for
            self.swept(book)
        else:
            entry.quantity = before

    def confirm(self, book: Book, entry: Entry, booking: Booking, k: int) -> None:
        expected = "done"
        if book.shown(entry) not in ("held", "offered"):
            expected = "wrong_state"
        elif not self.room(book, entry):
            expected = "no_capacity"
        if self.step("confirm", expected, lambda: actions.confirm_booking(booking, by=self.cast.technician)):
            entry.status, entry.expires = "confirmed", None
            self.swept(book)

    def swept(self, book: Book) -> None:
        """Giving items writes down the holds that ran out."""
        for one in book.entries:
            if book.lends and book.shown(one) == "expired":
                one.status = "expired"

    def give_up(self, book: Book, entry: Entry, booking: Booking, verb: str) -> None:
        holder, asker = self.cast.holder, self.cast.technician
        shown = book.shown(entry)
        may = {
            "withdraw": shown in ("requested", "offered", "waitlisted", "held", "confirmed"),
            "decline": shown in ("requested", "offered", "waitlisted"),
            "cancel": shown in ("held", "confirmed"),
            "waitlist": shown == "requested",
            "no_show": shown == "confirmed" and self.today >= entry.start,
            "decline_extension": entry.asked_until is not None,
        }
        acts = {
            "withdraw": lambda: actions.withdraw_booking(booking, by=asker, code="too_far"),
            "decline": lambda: actions.decline_booking(booking, by=holder, code="too_far"),
            "cancel": lambda: actions.cancel_booking(booking, by=holder, code="no_capacity"),
            "waitlist": lambda: actions.waitlist_booking(booking, by=holder),
            "no_show": lambda: actions.no_show(booking, by=holder),
            "decline_extension": lambda: actions.decline_extension(booking, by=holder, code="no_capacity"),
        }
        becomes = {
            "withdraw": "withdrawn",
            "decline": "declined",
            "cancel": "cancelled",
            "waitlist": "waitlisted",
        }
        if self.step(verb, "done" if may[verb] else "wrong_state", acts[verb]):
            entry.asked_until = None
            entry.status = entry.status if verb == "decline_extension" else becomes.get(verb, verb)

    # --- Arriving and leaving, going out and coming back ---

    def check_in(self, book: Book, entry: Entry, booking: Booking, k: int) -> None:
        expected = self.arrival(book, entry)
        if self.step("check_in", expected, lambda: actions.check_in(booking, by=self.cast.holder)):
            entry.status = "in_use"
            if book.lends:
                entry.out = [loan.item.code for loan in booking.loans.select_related("item")]
                assert len(set(entry.out)) == entry.quantity
                for name in entry.out:
                    assert book.pieces[name].state == "ready"
                    book.pieces[name].state = "out"
                self.swept(book)

    def arrival(self, book: Book, entry: Entry) -> str:
        over = entry.end is not None and entry.end <= self.today
        if book.shown(entry) != "confirmed" or self.today < entry.start:
            return "wrong_state"
        if not book.lends:
            fits = not over or book.free(self.today, self.today + DAY, entry) >= entry.quantity
            return "done" if fits else "no_capacity"
        if over or any(book.pieces[name].state != "ready" for name in entry.named):
            return "wrong_state"
        return "done" if book.arranges(entry, self.planned(book), now_ready=True) else "no_capacity"

    def check_out(self, book: Book, entry: Entry, booking: Booking, k: int) -> None:
        part = k % 3 == 0
        back = entry.out[:1] if part else list(entry.out)
        returned = [actions.Returned(item) for item in Item.objects.filter(code__in=back)]
        expected = "done" if entry.status == "in_use" else "wrong_state"
        if not self.step(
            "check_out",
            expected,
            lambda: actions.check_out(booking, by=self.cast.holder, returned=returned if part else ()),
        ):
            return
        for name in back:
            piece = book.pieces[name]
            piece.state, piece.ready_on = "inspection", self.today + book.hygiene * DAY
            entry.out.remove(name)
        if book.lends and entry.out:
            entry.quantity -= len(back)
            return
        if entry.end is None or self.today < entry.end:
            entry.end = max(self.today, entry.start + DAY)
        entry.status, entry.asked_until = "completed", None

    def extend(self, book: Book, entry: Entry, booking: Booking, verb: str, k: int) -> None:
        """`verb`: the holder's own word ("extend"), or a question of who asked ("ask")."""
        end = (entry.end or entry.start) + (k % 8 - 2) * DAY
        shorter = entry.end is None or end < entry.end
        expected = "done"
        if book.shown(entry) not in ("confirmed", "in_use"):
            expected = "wrong_state"
        elif end <= entry.start or end == entry.end:
            expected = "invalid"
        elif not shorter and not self.longer_fits(book, entry, end, arranged=verb == "extend"):
            expected = "no_capacity"
        by = self.cast.holder if verb == "extend" else self.cast.technician
        if self.step(
            verb if verb == "extend" else "ask_extension",
            expected,
            lambda: actions.extend_booking(booking, by=by, end=end),
        ):
            if verb == "extend" or shorter:
                entry.end, entry.asked_until = end, None
                if not shorter:
                    self.swept(book)
            else:
                entry.asked_until = end

    def accept_extension(self, book: Book, entry: Entry, booking: Booking, k: int) -> None:
        expected, end = "done", entry.asked_until
        if book.shown(entry) not in ("confirmed", "in_use") or end is None:
            expected = "wrong_state"
        elif (
            entry.end is not None
            and end > entry.end
            and not self.longer_fits(book, entry, end, arranged=True)
        ):
            expected = "no_capacity"
        if self.step(
            "accept_extension", expected, lambda: actions.accept_extension(booking, by=self.cast.holder)
        ):
            assert end is not None and entry.end is not None
            longer = end > entry.end
            entry.end, entry.asked_until = end, None
            if longer:
                self.swept(book)

    def longer_fits(self, book: Book, entry: Entry, end: date, *, arranged: bool) -> bool:
        assert entry.end is not None
        if book.free(entry.end, book.occupied(entry, end)[1], entry) < entry.quantity:
            return False
        if not book.lends or not arranged:
            return True
        old, entry.end = entry.end, end
        found = book.arranges(entry, self.planned(book))
        entry.end = old
        return found

    # --- What is offered ---

    def state(self, pick: int, capacity: int, start: int) -> None:
        first = self.today + start * DAY
        if pick % 4 == 0:
            self.step(
                "state",
                "invalid",
                lambda: actions.state_capacity(self.resources[1], by=self.cast.holder, capacity=capacity),
            )
            return
        self.step(
            "state",
            "done",
            lambda: actions.state_capacity(
                self.resources[0], by=self.cast.holder, capacity=capacity, valid_from=first, reason="Obras."
            ),
        )
        self.books[0].said.append((first, capacity))

    def block(self, pick: int, start: int, length: int, quantity: int | None) -> None:
        which = pick % 2
        blocks = list(Block.objects.filter(lifted_at=None, resource=self.resources[which]).order_by("pk"))
        if blocks and pick % 3:
            n = pick % len(blocks)
            self.step("lift", "done", lambda: actions.lift_block(blocks[n], by=self.cast.holder))
            del self.books[which].shut[n]
            return
        first = self.today + start * DAY
        self.step(
            "block",
            "done",
            lambda: actions.block_resource(
                self.resources[which],
                by=self.cast.holder,
                start=first,
                end=first + length * DAY,
                quantity=quantity,
                reason_code="works",
                reason="Obras.",
            ),
        )
        self.books[which].shut.append((first, first + length * DAY, quantity))

    def move_item(self, pick: int, state: str, ready: int | None) -> None:
        book = self.books[1]
        name = sorted(book.pieces)[pick % 3]
        piece = book.pieces[name]
        if pick % 4:
            state = {
                "inspection": "cleaning",
                "cleaning": "ready",
                "repair": "ready",
                "lost": "inspection",
            }.get(piece.state, state)
        may = {
            "cleaning": ("inspection", "repair"),
            "ready": ("inspection", "cleaning", "repair"),
            "repair": ("ready", "inspection", "cleaning"),
            "inspection": ("ready", "cleaning", "repair", "lost"),
            "lost": ("ready", "inspection", "cleaning", "repair"),
            "retired": ("ready", "inspection", "cleaning", "repair", "lost"),
        }
        on = self.today + ready * DAY if ready is not None else None
        expected = (
            "done" if piece.state in may[state] and not (state == "retired" and pick % 4) else "wrong_state"
        )
        if state == "retired" and pick % 4:
            return  # else the bank would soon be empty
        if self.step(
            f"item {state}",
            expected,
            lambda: actions.move_item(
                Item.objects.get(code=name), by=self.cast.holder, state=state, ready_on=on, reason="Visto."
            ),
        ):
            piece.state, piece.ready_on = state, on
            if state in ("cleaning", "inspection") and on is None:
                piece.ready_on = self.today + book.hygiene * DAY

    # --- Time ---

    def time_passes(self, hours: int, noticed: bool) -> None:
        self.stand(self.now + timedelta(hours=hours))
        if noticed:
            actions.expire_holds()
            for book in self.books:
                for entry in book.entries:
                    if book.shown(entry) == "expired":
                        entry.status = "expired"


@pytest.mark.soak
def test_the_portal_and_the_plain_model_never_differ(cast, make_resource, protocol, tally):
    url = database.server.superuser_url(connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as superuser:
        superuser.execute(
            "CREATE SCHEMA IF NOT EXISTS test_clock;"
            " CREATE OR REPLACE FUNCTION test_clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS"
            " $$ SELECT current_setting('test_clock.now')::timestamptz $$;"
            " GRANT USAGE ON SCHEMA test_clock TO PUBLIC"
        )
    seen = tally("state machine: both modes against a plain model", "no difference")
    protocol.period = type(protocol.period)(date(2020, 1, 1), date(2035, 1, 1), "[)")
    protocol.save()
    machine = lives.live(
        Life, cast=cast, make_resource=make_resource, soak=SOAK, examples=EXAMPLES, steps=STEPS
    )
    seen.rounds = EXAMPLES
    done, refused = machine.done.total(), machine.refused.total()
    seen.seen = f"{EXAMPLES * STEPS} steps: {done} verbs done, {refused} refused, all as the model says"
