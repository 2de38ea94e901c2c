"""The year before: what was asked of public places, and how it ended, so that the portal's own series have a past.

Written in sets, not lived through the actions: everything in it is over, and what is over takes no capacity. It is
drawn so that nobody slept in a bed that was not there, and each municipality asks only where the protocol lets it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import Membership
from geo.models import Municipality
from portal.demo.life import BEGAN_DAYS_AGO, Life, at
from portal.demo.places import capacity_of
from resources import days
from resources.models import Booking, Mode, Protocol, RefusedDemand, Request, RequestItem, Resource
from resources.models.codes import Reason
from resources.models.tiers import Tier

SEED = 23
A_YEAR = 1_350
AIDS = 260
ENDED_DAYS_AGO = 12
# Of each ten beds one stays free, so that every day of the past could have been.
FULL = 0.9
NOT_A_PARTY = "0104"
REFUSALS = {
    Reason.NO_CAPACITY: 50,
    Reason.NO_SUITABLE: 22,
    Reason.OUTSIDE_CRITERIA: 17,
    Reason.TOO_FAR: 8,
    Reason.NO_ANSWER: 5,
}
# Where it was harder to find a place, among those big enough to be told of.
HARDER = {"1304": 0.34, "1310": 0.3, "1315": 0.28, "0109": 0.26}
KEPT_OUT = ("Centro de Acolhimento do Bonfim", "Acolhimento de Águas Santas")


@dataclass
class Told:
    """One request of one need at one holder, and its end."""

    resource: Resource
    origin: Municipality
    by: Membership
    made_at: datetime
    start: date
    end: date
    quantity: int
    status: str
    reason: str = ""
    answered_after: timedelta | None = None


class Past:
    def __init__(self, life: Life) -> None:
        self.life, self.chance = life, random.Random(SEED)
        self.first = life.today - timedelta(days=BEGAN_DAYS_AGO - 2)
        self.last = life.today - timedelta(days=ENDED_DAYS_AGO)
        public = (
            Resource.objects.filter(facility__tier=Tier.PUBLIC, facility__organisation__isnull=False)
            .exclude(facility__name__in=KEPT_OUT)
            .select_related("facility", "category")
            .order_by("pk")
        )
        self.stays = list(public.filter(mode=Mode.STAY))
        self.loans = list(public.filter(mode=Mode.LOAN))
        self.municipalities = list(Municipality.objects.order_by("pk"))
        # The larger half as often as their people, the smaller ones somewhat more: they are there too.
        self.weights = [one.population**0.8 for one in self.municipalities]
        self.used: dict[int, Counter[date]] = {one.pk: Counter() for one in self.stays}
        for pk, quantity, period in Booking.objects.filter(
            resource__in=self.stays, status__in=("in_use", "completed", "confirmed", "held")
        ).values_list("resource_id", "quantity", "period"):
            end = days.end_day(period) or life.today
            self._take(pk, days.first_day(period), min(end, life.today), quantity)

    def _take(self, pk: int, start: date, end: date, quantity: int) -> None:
        for n in range((end - start).days):
            self.used[pk][start + timedelta(days=n)] += quantity

    def _asker(self, origin: Municipality) -> Membership:
        """Somebody of that municipality, or the first there is."""
        own = [m for m in self.life.members.values() if m.organisation.municipality_id == origin.pk]
        return self.chance.choice(own) if own else self.life.askers[0]

    def _day(self) -> datetime:
        day = self.first + timedelta(days=self.chance.randrange((self.last - self.first).days))
        return at(day, self.chance.randint(8, 20), self.chance.randint(0, 59))

    def _among(self, resources: Iterable[Resource], origin: Municipality) -> list[Resource]:
        """Arouca is not a party to the protocol: it asks at home, and nobody asks there."""
        return [
            one
            for one in resources
            if (one.facility.municipality_id == NOT_A_PARTY) == (origin.pk == NOT_A_PARTY)
        ]

    def _answered(self) -> timedelta:
        hours = self.chance.lognormvariate(0.7, 1.2)
        return timedelta(hours=min(hours, 90))

    def ask(self) -> Told:
        chance = self.chance
        origin = chance.choices(self.municipalities, self.weights)[0]
        made_at = self._day()
        possible = self._among(self.stays, origin)
        near = [one for one in possible if one.facility.municipality_id == origin.pk]
        resource = chance.choice(near if near and chance.random() < 0.45 else possible)
        start = days.local_day(made_at) + timedelta(days=chance.randint(0, 3))
        short = resource.category.code.startswith("acolhimento")
        nights = chance.randint(4, 40) if short else chance.randint(40, 160)
        nights = min(nights, resource.max_nights or 999, (self.life.today - start).days - 1)
        told = Told(
            resource,
            origin,
            self._asker(origin),
            made_at,
            start,
            start + timedelta(days=nights),
            chance.choice([1, 1, 1, 2, 2, 3]),
            "completed",
            answered_after=self._answered(),
        )
        dice = chance.random()
        if dice < HARDER.get(origin.pk, 0.17):
            return self._refused(told)
        if dice < 0.4:
            told.status, told.reason = "withdrawn", Reason.NO_LONGER_NEEDED
        elif dice < 0.43:
            told.status, told.reason = "withdrawn", Reason.DUPLICATE
            told.answered_after = None
        elif dice < 0.45:
            told.status = "expired"
        elif not self._fits(told):
            told.status, told.reason = "declined", Reason.NO_CAPACITY
        elif dice < 0.47:
            told.status = "no_show"
        else:
            self._take(resource.pk, told.start, told.end, told.quantity)
        return told

    def _fits(self, told: Told) -> bool:
        most = int(capacity_of(told.resource) * FULL) - told.quantity
        used = self.used[told.resource.pk]
        return all(used[told.start + timedelta(days=n)] <= most for n in range((told.end - told.start).days))

    def _refused(self, told: Told) -> Told:
        told.status, told.reason = "declined", self.chance.choices(list(REFUSALS), list(REFUSALS.values()))[0]
        if told.reason in (Reason.NO_ANSWER, Reason.TOO_FAR):
            # Whoever waited in vain, or was offered what lies too far, took the request back.
            told.status = "withdrawn"
            told.answered_after = None if told.reason == Reason.NO_ANSWER else told.answered_after
        return told

    def ask_for_aid(self) -> Told:
        """Of technical aids only what could not be lent: what was lent has its item, and is lived by the banks."""
        origin = self.chance.choices(self.municipalities, self.weights)[0]
        made_at = self._day()
        start = days.local_day(made_at) + timedelta(days=2)
        resource = self.chance.choice(self._among(self.loans, origin) or self.loans)
        told = Told(
            resource, origin, self._asker(origin), made_at, start, start + timedelta(days=30), 1, "declined"
        )
        told.answered_after = self._answered()
        return self._refused(told)


def load_past(life: Life) -> None:
    past = Past(life)
    told = sorted(
        [past.ask() for _n in range(A_YEAR)] + [past.ask_for_aid() for _n in range(AIDS)],
        key=lambda one: one.made_at,
    )
    protocol = Protocol.objects.order_by("pk").first()
    requests = Request.objects.bulk_create(
        Request(
            organisation=one.by.organisation,
            made_by=one.by,
            made_at=one.made_at,
            origin=one.origin,
            needs={"adults": one.quantity},
            answer_by=one.made_at + timedelta(days=1),
        )
        for one in told
    )
    items = RequestItem.objects.bulk_create(
        RequestItem(
            request=request,
            category=one.resource.category,
            quantity=one.quantity,
            period=days.period_of(one.start, one.end),
        )
        for request, one in zip(requests, told, strict=True)
    )
    Booking.objects.bulk_create(
        Booking(
            item=item,
            resource=one.resource,
            quantity=one.quantity,
            period=item.period,
            status=one.status,
            reason_code=one.reason,
            queued_at=one.made_at,
            protocol=protocol if one.origin.pk != one.resource.facility.municipality_id else None,
            hold_expires_at=None,
            answered_at=one.made_at + one.answered_after if one.answered_after else None,
            checked_in_at=at(one.start, 18) if one.status == "completed" else None,
            checked_out_at=at(one.end, 10) if one.status == "completed" else None,
        )
        for item, one in zip(items, told, strict=True)
    )
    RefusedDemand.objects.bulk_create(
        RefusedDemand(
            at=one.made_at + (one.answered_after or timedelta(0)),
            organisation=one.by.organisation,
            origin=one.origin,
            category=one.resource.category,
            resource=one.resource,
            quantity=one.quantity,
            period=item.period,
            reason_code=one.reason,
            request=request,
        )
        for one, item, request in zip(told, items, requests, strict=True)
        if one.status == "declined"
    )
