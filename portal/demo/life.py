"""Three months past and future of fictional bookings, lived through the actions themselves."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from accounts import moment
from accounts.models import Letter, Membership, Notice
from geo.models import Municipality
from portal.demo.places import capacity_of
from resources import actions, days
from resources.models import Booking, Mode, Resource
from resources.models.codes import Reason
from resources.models.tiers import Tier
from resources.refusals import Refusal

DAYS_AROUND = 90
# What is offered has been offered for so long: the year before lies in it.
BEGAN_DAYS_AGO = 480
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=days.LISBON)


class Life:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.now = timezone.now()
        self.today = days.local_day(self.now)
        self.members: dict[int | None, Membership] = {
            m.organisation_id: m
            for m in Membership.objects.filter(user__email__startswith="servico-").select_related(
                "user", "organisation__municipality"
            )
        }
        self.askers = [
            m for m in self.members.values() if m.organisation.municipality_id not in (None, "0104")
        ]
        for email in ("technician@example.org", "accredited@example.org"):
            cast = Membership.objects.select_related("user", "organisation__municipality").get(
                user__email=email
            )
            self.askers += [cast] * 4

    # --- capacity -------------------------------------------------------------------------------------------------

    def declare(self, resource: Resource, capacity: int) -> None:
        keeper = self.keeper(resource)
        with moment.replaying(at(self.today - timedelta(days=BEGAN_DAYS_AGO), 9)):
            actions.state_capacity(resource, by=keeper, capacity=capacity)

    def confirm(self, resource: Resource, hours_ago: float) -> None:
        with moment.replaying(self.now - timedelta(hours=hours_ago)):
            actions.state_capacity(resource, by=self.keeper(resource))

    def confirm_past(self, resources: list[Resource]) -> None:
        """At the end of the last months most had confirmed what they offer."""
        # Dice of its own: the rest of the demo falls as it always did.
        chance, first = random.Random(len(resources)), self.today.replace(day=1)
        ends = [first]
        for _n in range(2):
            ends.insert(0, (ends[0] - timedelta(days=1)).replace(day=1))
        for end in ends:
            for resource in resources:
                if resource.facility.tier == Tier.PUBLIC and chance.random() < 0.85:
                    hours = resource.category.fresh_for.total_seconds() / 3600 * chance.uniform(0.05, 1.15)
                    with moment.replaying(at(end, 0) - timedelta(hours=hours)):
                        actions.state_capacity(resource, by=self.keeper(resource))

    def keeper(self, resource: Resource) -> Membership:
        return self.members[resource.facility.organisation_id]

    # --- one need, as far as it goes ------------------------------------------------------------------------------

    def reference(self) -> str:
        return "".join(self.chance.choice(LETTERS) for _n in range(3)) + f"-{self.chance.randint(10, 99)}"

    def ask(
        self,
        resource: Resource,
        *,
        start: date,
        end: date | None,
        quantity: int = 1,
        by: Membership | None = None,
        asked: datetime | None = None,
        origin: Municipality | None = None,
        urgency: str = "normal",
        if_full: str = "refuse",
        need: dict[str, object] | None = None,
        note: str = "",
    ) -> Booking | None:
        """The booking asked for, or None when it was full (and counted as such)."""
        with (
            moment.replaying(asked or at(start - timedelta(days=self.chance.randint(1, 4)), 11)),
            suppress(Refusal),
        ):
            request = actions.request_capacity(
                [actions.Need(quantity=quantity, start=start, end=end, resources=[resource])],
                by=by or self.chance.choice(self.askers),
                origin=origin,
                reference=self.reference(),
                urgency=urgency,
                if_full=if_full,
                need=need
                or {"adults": quantity, "age_band": self.chance.choice(["18-29", "30-64", "65-79"])},
                note=note,
            )
            return Booking.objects.for_rows().get(item__request=request)
        return None

    def go(self, booking: Booking, when: datetime, act: Callable[[Booking], Booking]) -> Booking | None:
        if when > self.now:
            return None
        with moment.replaying(when), suppress(Refusal):
            return act(booking)
        return None

    def live(
        self, resource: Resource, start: date, end: date | None, quantity: int, *, sure: bool = False
    ) -> None:
        """One need from asking to leaving, or to whatever ended it; what lies in the future has not happened.

        `sure`: nothing goes wrong on the way.
        """
        keeper, dice = self.keeper(resource), 1.0 if sure else self.chance.random()
        asked = min(at(start - timedelta(days=self.chance.randint(1, 3)), 10), self.now - timedelta(hours=3))
        # Arouca is not a party to the protocol: only its own people use its places.
        by = keeper if resource.facility.municipality_id == "0104" else None
        booking = self.ask(resource, start=start, end=end, quantity=quantity, asked=asked, by=by)
        if booking is None:
            return
        asker = booking.item.request.made_by
        answered = asked + timedelta(minutes=self.chance.randint(8, 170))
        if dice < 0.12:
            code = self.chance.choice([Reason.OUTSIDE_CRITERIA, Reason.NO_SUITABLE, Reason.NO_CAPACITY])
            self.go(booking, answered, lambda b: actions.decline_booking(b, by=keeper, code=code))
            return
        if dice < 0.16:
            self.go(
                booking,
                answered,
                lambda b: actions.withdraw_booking(b, by=asker, code=Reason.NO_LONGER_NEEDED),
            )
            return
        held = self.go(booking, answered, lambda b: actions.accept_booking(b, by=keeper))
        if held is None or dice < 0.19:
            return
        taken = self.go(
            held, answered + timedelta(minutes=30), lambda b: actions.confirm_booking(b, by=asker)
        )
        if taken is None:
            return
        if dice < 0.22:
            self.go(taken, at(start, 23), lambda b: actions.no_show(b, by=keeper))
            return
        arrived = self.go(
            taken, at(start, self.chance.randint(16, 22)), lambda b: actions.check_in(b, by=keeper)
        )
        if arrived is not None and end is not None:
            self.go(arrived, at(end, 10), lambda b: actions.check_out(b, by=keeper))


def load_life(life: Life, resources: list[Resource], *, each: int = 2) -> None:
    """Capacity and bookings for every resource; the holder's shelter keeps at least three beds free from tonight on."""
    chance = life.chance
    bonfim_men, bonfim_women = [r for r in resources if r.facility.name == "Centro de Acolhimento do Bonfim"][
        :2
    ]
    maia = next(r for r in resources if r.facility.name == "Acolhimento de Águas Santas")
    resources = [resource for resource in resources if resource.mode == Mode.STAY]
    for resource in resources:
        life.declare(resource, 24 if resource == bonfim_men else capacity_of(resource))
    life.confirm_past(resources)
    for resource in resources:
        if resource == bonfim_women:
            continue
        stay = 7 if resource.category.code.startswith("acolhimento") else 30
        for _n in range(each):
            start = life.today + timedelta(days=chance.randint(-DAYS_AROUND + 5, DAYS_AROUND - 25))
            end = start + timedelta(days=chance.randint(2, min(stay * 2, resource.max_nights or 99)))
            life.live(resource, start, end, chance.choice([1, 1, 1, 2]))
        # Those who are there now, so that tonight looks like a real night.
        capacity = 24 if resource == bonfim_men else capacity_of(resource)
        there = capacity if resource == maia else int(capacity * chance.uniform(0.35, 0.85))
        if resource == bonfim_men:
            there = 14
        left = there
        while left > 0:
            quantity = min(left, chance.choice([2, 4, 6]))
            start = life.today - timedelta(days=chance.randint(1, 40))
            open_end = chance.random() < 0.2 and not resource.max_nights
            until = life.today + timedelta(days=chance.randint(1, 20))
            if resource.max_nights and (until - start).days > resource.max_nights:
                start = until - timedelta(days=resource.max_nights)
            life.live(resource, start, None if open_end else until, quantity, sure=resource == maia)
            left -= quantity
    _women(life, bonfim_women)
    _inbox(life, bonfim_men, bonfim_women)
    _waiting(life, maia)
    _freshness(life, resources, bonfim_men, bonfim_women)


def settle(life: Life) -> None:
    """What is past by now is written down as past."""
    actions.expire_holds()
    # What was told in the past was read in the past.
    recent = life.now - timedelta(days=1)
    Letter.objects.filter(sent_at=None, created_at__lt=recent).update(sent_at=F("created_at"))
    Notice.objects.filter(read_at=None, created_at__lt=recent).update(read_at=F("created_at"))


def _women(life: Life, resource: Resource) -> None:
    """Eight beds of which five stay free: small enough to be filled by hand."""
    for quantity, before, after in ((1, 6, 9), (2, 3, 4)):
        life.live(resource, life.today - timedelta(days=before), life.today + timedelta(days=after), quantity)


def _inbox(life: Life, men: Resource, women: Resource) -> None:
    """What waits for the holder this evening."""
    today, by_name = life.today, {m.organisation.name: m for m in life.askers}
    arouca = next(m for m in life.members.values() if m.organisation.municipality_id == "0104")
    technician = Membership.objects.select_related("user", "organisation__municipality").get(
        user__email="technician@example.org"
    )
    ago = lambda minutes: life.now - timedelta(minutes=minutes)  # noqa: E731
    life.ask(
        women,
        start=today,
        end=today + timedelta(days=2),
        by=arouca,
        asked=ago(6),
        urgency="emergency",
        need={"adults": 1, "age_band": "30-64", "accessibility": ["no_stairs"]},
        note="Chega de transporte da câmara, depois do jantar.",
    )
    life.ask(
        men,
        start=today,
        end=today + timedelta(days=3),
        quantity=2,
        by=technician,
        asked=ago(25),
        urgency="urgent",
        need={"adults": 2, "age_band": "30-64", "dependency": "none"},
    )
    life.ask(
        men,
        start=today + timedelta(days=1),
        end=None,
        by=by_name["Município de Vila do Conde"],
        asked=ago(60),
        urgency="urgent",
        need={"adults": 1, "age_band": "65-79"},
        note="Alta hospitalar, com autonomia.",
    )
    life.ask(
        men,
        start=today + timedelta(days=9),
        end=today + timedelta(days=13),
        quantity=3,
        by=by_name["Município de Espinho"],
        asked=ago(180),
        need={"adults": 3, "age_band": "mixed"},
    )
    held = life.ask(
        men,
        start=today,
        end=today + timedelta(days=3),
        by=by_name["Município de Valongo"],
        asked=ago(50),
        need={"adults": 1, "age_band": "18-29"},
    )
    if held:
        life.go(held, ago(20), lambda b: actions.accept_booking(b, by=life.keeper(men)))
    for who, quantity, nights in (("Associação Maré Alta", 2, 3), ("Município da Maia", 1, 5)):
        booking = life.ask(
            men,
            start=today,
            end=today + timedelta(days=nights),
            quantity=quantity,
            by=by_name[who],
            asked=ago(300),
        )
        accepted = booking and life.go(
            booking, ago(280), lambda b: actions.accept_booking(b, by=life.keeper(men))
        )
        if accepted:
            life.go(accepted, ago(260), lambda b: actions.confirm_booking(b, by=b.item.request.made_by))

    offered = life.ask(
        men,
        start=today + timedelta(days=4),
        end=today + timedelta(days=8),
        quantity=2,
        by=technician,
        asked=ago(400),
        need={"adults": 2, "age_band": "30-64", "pets": True},
    )
    if offered:
        life.go(
            offered,
            ago(380),
            lambda b: actions.accept_booking(
                b, by=life.keeper(men), condition="Com o cão no canil do jardim, e entrada até às 21 h."
            ),
        )
    given = life.ask(
        men, start=today + timedelta(days=6), end=today + timedelta(days=9), by=technician, asked=ago(900)
    )
    if given:
        life.go(given, ago(880), lambda b: actions.accept_booking(b, by=life.keeper(men)))
        life.go(given, ago(860), lambda b: actions.confirm_booking(b, by=technician))
        life.go(
            given,
            ago(100),
            lambda b: actions.cancel_booking(
                b, by=life.keeper(men), code=Reason.NO_CAPACITY, text="Avaria na caldeira."
            ),
        )


def _waiting(life: Life, full: Resource) -> None:
    for hours in (30, 7, 2):
        life.ask(
            full,
            start=life.today,
            end=life.today + timedelta(days=4),
            asked=life.now - timedelta(hours=hours),
            if_full="waitlist",
        )


def _freshness(life: Life, resources: list[Resource], *always: Resource) -> None:
    """Most confirmed in time, some past their limit: those read "por confirmar"."""
    for number, resource in enumerate(resources):
        limit = resource.category.fresh_for.total_seconds() / 3600
        if resource in always:
            life.confirm(resource, 0.5)
        elif number % 7 == 5:
            life.confirm(resource, limit * 1.6)
        else:
            life.confirm(resource, limit * life.chance.uniform(0.02, 0.35))
