"""Any verb, by either side, in any order: what may never happen does not, and nothing happens half."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from accounts import audit
from accounts.models import AuditEntry, Letter
from resources import actions, availability, days
from resources.actions.answering import Offer
from resources.models import Block, Booking, CapacityStatement, RefusedDemand
from resources.refusals import Refusal
from tests.conftest import SOAK
from tests.races import sweep

EXAMPLES, STEPS = (120, 60) if SOAK else (10, 25)

# The table of the design, read anew: what a booking may become.
MAY_BECOME = {
    "requested": {"held", "confirmed", "offered", "waitlisted", "declined", "withdrawn"},
    "waitlisted": {"held", "confirmed", "offered", "declined", "withdrawn"},
    "offered": {"confirmed", "declined", "withdrawn"},
    "held": {"confirmed", "withdrawn", "cancelled", "expired"},
    "confirmed": {"in_use", "withdrawn", "cancelled", "no_show"},
    "in_use": {"completed"},
}
# A new booking begins as one of these: refused at once, and waiting, when it is full.
BEGINS = {"requested", "waitlisted", "declined"}
# What each verb may leave of the booking it was said of. None: its state stays.
LEADS_TO: dict[str, set[str | None]] = {
    "accept": {"held", "confirmed", "offered"},
    "confirm": {"confirmed"},
    "waitlist": {"waitlisted"},
    "decline": {"declined"},
    "withdraw": {"withdrawn"},
    "cancel": {"cancelled"},
    "check_in": {"in_use"},
    "check_out": {"completed"},
    "no_show": {"no_show"},
    "extend": {None},
    "shorten": {None},
    "ask_extension": {None},
    "decline_extension": {None},
}

quantities = st.integers(1, 3)
offsets = st.integers(-1, 4)
nights = st.none() | st.integers(1, 4)
reasons = st.sampled_from(["no_capacity", "no_longer_needed", "other"])


class Shelter(RuleBasedStateMachine):
    """Two resources of one holder, with three and two places; the requester may ask for either or both."""

    bookings = Bundle("bookings")
    blocks = Bundle("blocks")
    cast: Any
    make_resource: Any
    done: Counter[str]
    refused: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.resources = [self.make_resource(3), self.make_resource(2)]
        self.holder, self.asker = self.cast.holder, self.cast.technician
        self.today = days.today()

    def teardown(self) -> None:
        try:
            assert list(audit.problems()) == []
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    # --- What a step may and may not do ---

    def states(self) -> dict[str, str]:
        return {str(uuid): status for uuid, status in Booking.objects.values_list("uuid", "status")}

    def rows(self) -> list[tuple[Any, ...]]:
        """Everything that a refused step must leave as it was."""
        return [
            *Booking.objects.order_by("pk").values_list(
                "pk",
                "status",
                "quantity",
                "period",
                "hold_expires_at",
                "extension",
                "reason_code",
                "protocol_id",
            ),
            *CapacityStatement.objects.order_by("pk").values_list("pk"),
            *Block.objects.order_by("pk").values_list("pk", "lifted_at"),
            ("letters", Letter.objects.count()),
            ("audit", AuditEntry.objects.count()),
        ]

    def balances(self) -> list[dict[datetime, int]]:
        now = datetime.now(UTC)
        return [sweep.balance(resource.pk, now) for resource in self.resources]

    def step(self, name: str, act: Any, *, of: Booking | None = None, may_exceed: bool = False) -> bool:
        """Do it and look at everything it changed. Whether it was done; a refusal has changed nothing."""
        rows, states, balances = self.rows(), self.states(), self.balances()
        last = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        try:
            act()
        except Refusal as refusal:
            assert self.rows() == rows, f"{name} was refused ({refusal.code}) and yet something changed"
            assert refusal.sentence and refusal.status in (403, 409, 422)
            self.refused[name] += 1
            return False
        self.done[name] += 1
        for resource, before, after in zip(self.resources, balances, self.balances(), strict=True):
            worse = sweep.grew(before, after)
            assert may_exceed or not worse, f"{name} made an excess of {resource} at {worse[:3]}"
        entries = list(AuditEntry.objects.filter(id__gt=last))
        self.look_at_states(states, [entry for entry in entries if entry.subject_type == "booking"])
        if of is not None:
            [own] = [entry for entry in entries if entry.subject_id == str(of.uuid)]
            to = own.to_state if own.to_state != own.from_state else None
            assert to in LEADS_TO[own.verb], f"{own.verb} led to {to}"
        return True

    def look_at_states(self, before: dict[str, str], entries: list[AuditEntry]) -> None:
        """One entry for each booking that changed, with its states; each change one that may be."""
        after = self.states()
        moves = {uuid: (before.get(uuid, ""), now) for uuid, now in after.items() if before.get(uuid) != now}
        told = [(entry.subject_id, (entry.from_state, entry.to_state)) for entry in entries]
        assert len({subject for subject, _move in told}) == len(told), f"told twice: {told}"
        assert {subject: move for subject, move in told if move[0] != move[1]} == moves
        for was, becomes in moves.values():
            assert becomes in (MAY_BECOME.get(was, set()) if was else BEGINS), f"{was} became {becomes}"

    @invariant()
    def readers_say_what_the_rows_say(self):
        """What pages and API show as free is what is left at the busiest moment; during an excess nothing is."""
        first, last = days.midnight(self.today), days.midnight(self.today + timedelta(days=9))
        for resource, balance in zip(self.resources, self.balances(), strict=True):
            inside = [at for at in balance if first < at < last]
            worst = max(sweep.value_at(balance, at) for at in [first, *inside])
            seen = availability.room([resource.pk], first, last)[resource.pk]
            assert (seen.free, seen.excess) == (max(0, -worst), max(0, worst))

    # --- The requester ---

    @initialize(target=bookings, start=st.sampled_from([0, 0, -1]), auto_confirm=st.booleans())
    def two_wait(self, start, auto_confirm):
        """Two requests wait from the beginning, so that there is something to disturb."""
        one = self.ask(1, start, 1 - start, [0], auto_confirm, "refuse")
        other = self.ask(2, 0, 3, [0, 1], False, "refuse")
        return multiple(*one.values, *other.values)

    @rule(
        target=bookings,
        quantity=quantities,
        start=offsets,
        length=nights,
        which=st.sampled_from([[0], [0], [1], [0, 1], [1, 0]]),
        auto_confirm=st.booleans(),
        if_full=st.sampled_from(["refuse", "waitlist", "register"]),
    )
    def ask(self, quantity, start, length, which, auto_confirm, if_full):
        first = self.today + timedelta(days=start)
        last = None if length is None else first + timedelta(days=length)
        resources = [self.resources[index] for index in which]
        wanted = actions.Need(quantity=quantity, start=first, end=last, resources=resources)
        counted = RefusedDemand.objects.count()
        made: list[Booking] = []

        def act():
            request = actions.request_capacity(
                [wanted], by=self.asker, auto_confirm=auto_confirm, if_full=if_full
            )
            made.extend(Booking.objects.filter(item__request=request))

        asked = self.step("ask", act)
        full = not asked or all(one.status != "requested" for one in made)
        assert RefusedDemand.objects.count() == counted + full, "demand that found no place is counted, once"
        return multiple(*made)

    @rule(booking=bookings)
    def confirm(self, booking):
        self.step("confirm", lambda: actions.confirm_booking(booking, by=self.asker), of=booking)

    @rule(booking=bookings, code=reasons)
    def withdraw(self, booking, code):
        self.step("withdraw", lambda: actions.withdraw_booking(booking, by=self.asker, code=code), of=booking)

    @rule(booking=bookings, by_holder=st.booleans())
    def waitlist(self, booking, by_holder):
        by = self.holder if by_holder else self.asker
        self.step("waitlist", lambda: actions.waitlist_booking(booking, by=by), of=booking)

    @rule(booking=bookings, by_holder=st.booleans(), end=st.integers(0, 8))
    def extend(self, booking, by_holder, end):
        by, last = self.holder if by_holder else self.asker, self.today + timedelta(days=end)
        self.step("extend", lambda: actions.extend_booking(booking, by=by, end=last), of=booking)

    # --- The holder ---

    @rule(
        booking=bookings,
        condition=st.sampled_from(["", "", "Só a partir das 20h."]),
        offer=st.none() | st.builds(Offer, quantity=st.none() | quantities),
    )
    def accept(self, booking, condition, offer):
        self.step(
            "accept",
            lambda: actions.accept_booking(booking, by=self.holder, condition=condition, offer=offer),
            of=booking,
        )

    @rule(booking=bookings, code=reasons)
    def decline(self, booking, code):
        self.step("decline", lambda: actions.decline_booking(booking, by=self.holder, code=code), of=booking)

    @rule(booking=bookings, code=reasons)
    def cancel(self, booking, code):
        self.step("cancel", lambda: actions.cancel_booking(booking, by=self.holder, code=code), of=booking)

    @rule(booking=bookings)
    def check_in(self, booking):
        self.step("check_in", lambda: actions.check_in(booking, by=self.holder), of=booking)

    @rule(booking=bookings)
    def check_out(self, booking):
        self.step("check_out", lambda: actions.check_out(booking, by=self.holder), of=booking)

    @rule(booking=bookings)
    def no_show(self, booking):
        self.step("no_show", lambda: actions.no_show(booking, by=self.holder), of=booking)

    @rule(booking=bookings, yes=st.booleans())
    def answer_extension(self, booking, yes):
        if yes:
            self.step(
                "accept_extension", lambda: actions.accept_extension(booking, by=self.holder), of=booking
            )
        else:
            self.step(
                "decline_extension",
                lambda: actions.decline_extension(booking, by=self.holder, code="no_capacity"),
                of=booking,
            )

    @rule(booking=bookings)
    def go_on(self, booking):
        """The next verb of an ordinary life, so that lives get far enough to be worth disturbing."""
        onward = {
            "requested": lambda: self.accept(booking, "", None),
            "waitlisted": lambda: self.accept(booking, "", None),
            "offered": lambda: self.confirm(booking),
            "held": lambda: self.confirm(booking),
            "confirmed": lambda: self.check_in(booking),
            "in_use": lambda: self.check_out(booking),
        }
        booking.refresh_from_db()
        onward.get(booking.status, lambda: None)()

    # --- What is offered ---

    @rule(
        which=st.integers(0, 1),
        capacity=st.integers(0, 4),
        start=st.integers(0, 5),
        reason=st.sampled_from(["", "Obras no piso de cima."]),
    )
    def state(self, which, capacity, start, reason):
        """More may be promised than is offered only where a reason was given."""
        resource, first = self.resources[which], self.today + timedelta(days=start)
        self.step(
            "state",
            lambda: actions.state_capacity(
                resource, by=self.holder, capacity=capacity, valid_from=first, reason=reason
            ),
            may_exceed=bool(reason),
        )

    @rule(
        target=blocks,
        which=st.integers(0, 1),
        quantity=st.none() | quantities,
        start=st.integers(0, 4),
        length=st.integers(1, 4),
        reason=st.sampled_from(["", "Obras no piso de cima."]),
    )
    def block(self, which, quantity, start, length, reason):
        first = self.today + timedelta(days=start)
        made: list[Block] = []
        self.step(
            "block",
            lambda: made.append(
                actions.block_resource(
                    self.resources[which],
                    by=self.holder,
                    start=first,
                    end=first + timedelta(days=length),
                    quantity=quantity,
                    reason_code="works",
                    reason=reason,
                )
            ),
            may_exceed=bool(reason),
        )
        return multiple(*made)

    @rule(block=blocks)
    def lift(self, block):
        self.step("lift", lambda: actions.lift_block(block, by=self.holder))

    # --- Time ---

    @rule(booking=bookings)
    def hold_runs_out(self, booking):
        past = datetime.now(UTC) - timedelta(seconds=1)
        Booking.objects.filter(pk=booking.pk, status="held").update(hold_expires_at=past)

    @rule()
    def clock(self):
        overdue = Booking.objects.filter(status="held", hold_expires_at__lte=datetime.now(UTC)).count()
        before = AuditEntry.objects.count()
        self.step("expire", actions.expire_holds)
        assert AuditEntry.objects.count() == before + overdue


@pytest.mark.soak
def test_whatever_is_done_in_whatever_order(cast, make_resource, protocol, tally):
    seen = tally("state machine: any verb in any order", "invariant 1, one entry a verb")
    machine = type(
        "Shelter",
        (Shelter,),
        {"cast": cast, "make_resource": staticmethod(make_resource), "done": Counter(), "refused": Counter()},
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=not SOAK,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    seen.rounds = EXAMPLES
    seen.seen = f"{machine.done.total()} verbs done, {machine.refused.total()} refused"
    if SOAK:
        everything = {
            "ask",
            "accept",
            "confirm",
            "withdraw",
            "waitlist",
            "extend",
            "decline",
            "cancel",
            "check_in",
        }
        everything |= {"check_out", "no_show", "accept_extension", "decline_extension"}
        everything |= {"state", "block", "lift", "expire"}
        assert not everything - set(machine.done), "verbs that were never done"
