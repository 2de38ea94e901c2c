"""Any verb, by either side, in any order: what may never happen does not, and nothing happens half."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from accounts import audit
from accounts.models import AuditEntry, Letter
from resources import actions, availability, days
from resources.actions.answering import Offer
from resources.models import Block, Booking, CapacityStatement, RefusedDemand
from resources.refusals import Refusal
from tests.conftest import SOAK
from tests.races import lives, sweep

EXAMPLES, STEPS = (100, 50) if SOAK else (10, 20)

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

VERBS = [
    "accept",
    "accept_extension",
    "cancel",
    "check_in",
    "check_out",
    "confirm",
    "decline",
    "decline_extension",
    "extend",
    "no_show",
    "waitlist",
    "withdraw",
]

picks = st.integers(0, 9)
quantities = st.integers(1, 3)
offsets = st.integers(-1, 4)
nights = st.none() | st.integers(1, 4)
reasons = st.sampled_from(["no_capacity", "no_longer_needed", "other"])


class Shelter(RuleBasedStateMachine):
    """Two resources of one holder, with three and two places; the requester may ask for either or both."""

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

    @invariant()
    def no_need_is_met_twice(self):
        """Once a place is confirmed nobody else is left waiting to give, or giving, a place for the same need."""
        open_states: dict[int, list[str]] = {}
        for item, status in Booking.objects.filter(status__in=MAY_BECOME).values_list("item_id", "status"):
            open_states.setdefault(item, []).append(status)
        for states in open_states.values():
            assert len(states) == 1 or not {"confirmed", "in_use"} & set(states), states

    # --- What either side says of bookings ---

    @initialize(start=st.sampled_from([0, 0, -1]), auto_confirm=st.booleans())
    def two_wait(self, start, auto_confirm):
        """Two requests wait from the beginning, so that there is something to disturb."""
        self.ask(1, start, 1 - start, [0], auto_confirm, "refuse")
        self.ask(2, 0, 3, [0, 1], False, "refuse")

    @rule(
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

    def some(self, pick: int) -> Booking:
        """One of those that can still change; now and then one that cannot."""
        rows = Booking.objects.order_by("-pk")
        standing = list(rows.filter(status__in=MAY_BECOME)) if pick % 5 else []
        rows = standing or list(rows)
        return rows[pick % len(rows)]

    @rule(
        pick=picks,
        verb=st.sampled_from(VERBS),
        by_holder=st.booleans(),
        end=st.integers(0, 8),
        code=reasons,
        condition=st.sampled_from(["", "", "Só a partir das 20h."]),
        offer=st.none() | st.builds(Offer, quantity=st.none() | quantities),
    )
    def say(self, pick, verb, by_holder, end, code, condition, offer):
        """Any verb of any booking, whether it makes sense or not."""
        booking, holder, asker = self.some(pick), self.holder, self.asker
        either, last = holder if by_holder else asker, self.today + timedelta(days=end)
        acts = {
            "accept": lambda: actions.accept_booking(booking, by=holder, condition=condition, offer=offer),
            "decline": lambda: actions.decline_booking(booking, by=holder, code=code),
            "cancel": lambda: actions.cancel_booking(booking, by=holder, code=code),
            "check_in": lambda: actions.check_in(booking, by=holder),
            "check_out": lambda: actions.check_out(booking, by=holder),
            "no_show": lambda: actions.no_show(booking, by=holder),
            "accept_extension": lambda: actions.accept_extension(booking, by=holder),
            "decline_extension": lambda: actions.decline_extension(booking, by=holder, code=code),
            "waitlist": lambda: actions.waitlist_booking(booking, by=either),
            "extend": lambda: actions.extend_booking(booking, by=either, end=last),
            "confirm": lambda: actions.confirm_booking(booking, by=asker),
            "withdraw": lambda: actions.withdraw_booking(booking, by=asker, code=code),
        }
        self.step(verb, acts[verb], of=booking)

    @rule(pick=picks, aside=st.integers(0, 3))
    def go_on(self, pick, aside):
        self.live(pick, aside, 1)

    @rule(pick=picks, aside=st.integers(0, 3), steps=st.integers(2, 4))
    def go_further(self, pick, aside, steps):
        self.live(pick, aside, steps)

    def live(self, pick: int, aside: int, steps: int) -> None:
        """The next verbs of an ordinary life, so that lives get far enough to be worth disturbing."""
        booking = self.some(pick)
        for _ in range(steps):
            booking.refresh_from_db()
            onward = {
                "requested": "accept",
                "waitlisted": "accept",
                "offered": "confirm",
                "held": "confirm",
                "confirmed": "no_show" if aside == 1 else "check_in",
                "in_use": "check_out",
            }.get(booking.status)
            if booking.extension:
                onward = "decline_extension" if aside == 2 else "accept_extension"
            elif aside >= 2 and booking.status in ("confirmed", "in_use"):
                onward = "extend"
            if onward is None:
                return
            acts = {
                "accept": lambda: actions.accept_booking(booking, by=self.holder),
                "confirm": lambda: actions.confirm_booking(booking, by=self.asker),
                "check_in": lambda: actions.check_in(booking, by=self.holder),
                "check_out": lambda: actions.check_out(booking, by=self.holder),
                "no_show": lambda: actions.no_show(booking, by=self.holder),
                "extend": lambda: actions.extend_booking(
                    booking, by=self.asker, end=(booking.end or self.today) + timedelta(days=1)
                ),
                "accept_extension": lambda: actions.accept_extension(booking, by=self.holder),
                "decline_extension": lambda: actions.decline_extension(
                    booking, by=self.holder, code="no_capacity"
                ),
            }
            self.step(onward, acts[onward], of=booking)

    # --- What is offered ---

    @rule(
        pick=picks,
        change=st.sampled_from(["lift", "state", "block"]),
        capacity=st.sampled_from([3, 4, 2, 1, 0]),
        quantity=st.sampled_from([1, 2, None]),
        start=st.integers(0, 5),
        length=st.integers(1, 4),
        reason=st.sampled_from(["", "Obras no piso de cima."]),
    )
    def offer(self, pick, change, capacity, quantity, start, length, reason):
        """More may be promised than is offered only where a reason was given."""
        resource, first = self.resources[pick % 2], self.today + timedelta(days=start)
        blocks = list(Block.objects.order_by("lifted_at", "-pk"))
        if change == "state":
            self.step(
                "state",
                lambda: actions.state_capacity(
                    resource, by=self.holder, capacity=capacity, valid_from=first, reason=reason
                ),
                may_exceed=bool(reason),
            )
        elif change == "block":
            self.step(
                "block",
                lambda: actions.block_resource(
                    resource,
                    by=self.holder,
                    start=first,
                    end=first + timedelta(days=length),
                    quantity=quantity,
                    reason_code="works",
                    reason=reason,
                ),
                may_exceed=bool(reason),
            )
        elif blocks:
            self.step("lift", lambda: actions.lift_block(blocks[pick % len(blocks)], by=self.holder))

    # --- Time ---

    @rule(pick=picks, noticed=st.booleans())
    def hold_runs_out(self, pick, noticed):
        """Readers and writers know at once; the clock writes it down later, or never."""
        holds = list(Booking.objects.filter(status="held").order_by("pk"))
        if not holds:
            return
        past = datetime.now(UTC) - timedelta(seconds=1)
        Booking.objects.filter(pk=holds[pick % len(holds)].pk).update(hold_expires_at=past)
        if noticed:
            overdue = Booking.objects.filter(status="held", hold_expires_at__lte=datetime.now(UTC)).count()
            entries = AuditEntry.objects.count()
            self.step("expire", actions.expire_holds)
            assert AuditEntry.objects.count() == entries + overdue


@pytest.mark.soak
def test_whatever_is_done_in_whatever_order(cast, make_resource, protocol, tally):
    seen = tally("state machine: any verb in any order", "invariant 1, one entry a verb")
    machine = lives.live(
        Shelter, cast=cast, make_resource=make_resource, soak=SOAK, examples=EXAMPLES, steps=STEPS
    )
    seen.rounds = EXAMPLES
    seen.seen = f"{machine.done.total()} verbs done, {machine.refused.total()} refused"
    if SOAK:
        everything = {*VERBS, "ask", "state", "block", "lift", "expire"}
        assert not everything - set(machine.done), "verbs that were never done"
