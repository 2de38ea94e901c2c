"""The figures of one indicator as a reader needs them: cells by place and period, totals, ranks, benchmarks.

Rules kept here and nowhere else:
- A figure of the area is the source's own, or the sum of all 17, or the quotient of two such sums. With a gap there is
  none: instead the figure of the places that have a value in every period, which says how many they are.
- An index, a mean or a rate whose parts we do not hold has no figure of the area; the median of the places stands in,
  and is called so.
- Nothing is compared across a break in the series, nor periods of different length.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from statistics import median

from accounts.models import Membership
from monitor.models import AMP, Indicator, Observation, Place, ReferenceLine
from monitor.periods import read

# Of fewer places neither a figure of the area nor a rank tells anything.
FEWEST_PLACES = 3


@dataclass(frozen=True)
class Total:
    """A figure of the area for one period. `value` None: it cannot be made; `of` places of the 17 are in it."""

    value: Decimal | None
    of: int
    # source: the producer's own; sum; parts: quotient of two sums; median of the places.
    how: str

    @property
    def whole(self) -> bool:
        """Whether it is a figure of the whole area."""
        return self.how == "source" or (self.how != "median" and self.of == 17)


@dataclass
class Figures:
    """One indicator for one reader. `cells[period][place]` is what holds today; a missing key is "no data"."""

    indicator: Indicator
    places: Sequence[Place]
    cells: dict[str, dict[str, Observation]]
    lines: list[ReferenceLine] = field(default_factory=list)
    numerator: dict[str, dict[str, Observation]] = field(default_factory=dict)
    denominators: list[dict[str, dict[str, Observation]]] = field(default_factory=list)

    # --- Periods --------------------------------------------------------------------------------------------------

    @cached_property
    def periods(self) -> list[str]:
        """In order of time, oldest first."""
        ends = {period: next(iter(row.values())).end for period, row in self.cells.items() if row}
        return sorted(ends, key=lambda period: (ends[period], period))

    @cached_property
    def latest(self) -> str:
        """The newest period with a figure of some place; "" without any."""
        some = [
            period for period in self.periods if any(o.value is not None for o in self.cells[period].values())
        ]
        return some[-1] if some else (self.periods[-1] if self.periods else "")

    @cached_property
    def of_one_kind(self) -> list[str]:
        """Periods as long as the latest: years are not compared with quarters, "the latest there was" with nothing."""
        if not self.latest:
            return []
        kind = read(self.latest).kind
        return [self.latest] if kind == "latest" else [one for one in self.periods if read(one).kind == kind]

    @cached_property
    def broken_at(self) -> list[date]:
        """The days from which on the series counts something else, up to the latest period."""
        days = (read(code).start for code in self.indicator.breaks)
        return sorted(day for day in days if self.latest and day <= read(self.latest).start)

    @cached_property
    def comparable_periods(self) -> list[str]:
        """Those since the last break, the only ones figures are compared over."""
        since = max(self.broken_at, default=date.min)
        return [period for period in self.of_one_kind if read(period).start >= since]

    @cached_property
    def previous(self) -> str:
        """The period before the latest that it may be compared with; "" if there is none."""
        before = [period for period in self.comparable_periods if period != self.latest]
        before = [
            period for period in before if self.cells[period] and self._end(period) < self._end(self.latest)
        ]
        return before[-1] if before else ""

    def _end(self, period: str) -> date:
        return next(iter(self.cells[period].values())).end

    # --- Cells ----------------------------------------------------------------------------------------------------

    def cell(self, place: str, period: str) -> Observation | None:
        return self.cells.get(period, {}).get(place)

    def value(self, place: str, period: str) -> Decimal | None:
        """None: no data, or suppressed. Never to be read as zero."""
        found = self.cell(place, period)
        return found.value if found else None

    @cached_property
    def municipalities(self) -> list[Place]:
        return [place for place in self.places if place.kind == Place.Kind.MUNICIPALITY]

    def values(self, period: str) -> dict[str, Decimal]:
        """Of the municipalities that have one."""
        found = ((place.code, self.value(place.code, period)) for place in self.municipalities)
        return {code: value for code, value in found if value is not None}

    def without(self, period: str) -> list[Place]:
        """Municipalities without a value."""
        return [place for place in self.municipalities if self.value(place.code, period) is None]

    @cached_property
    def comparable(self) -> list[str]:
        """Codes of the municipalities with a value in every comparable period that has any."""
        full = [set(self.values(period)) for period in self.comparable_periods if self.values(period)]
        return sorted(set.intersection(*full)) if full else []

    @cached_property
    def comparable_parts(self) -> list[str]:
        """Those of the comparable ones whose numerator and denominator we hold for every period that has values."""
        if not (self.numerator and self.denominators):
            return []
        shown = [period for period in self.comparable_periods if self.values(period)]
        parts = [self.numerator, *self.denominators]
        return [
            code
            for code in self.comparable
            if all(_of(part, code, period) is not None for part in parts for period in shown)
        ]

    # --- The area -------------------------------------------------------------------------------------------------

    @cached_property
    def area_alone(self) -> bool:
        """Whether only the area has figures: a series that says nothing of single municipalities."""
        return not any(self.values(period) for period in self.periods)

    def total(self, period: str) -> Total:
        """Of the whole area; its `value` is None where there is a gap, or where the source keeps it back."""
        own = self.cell(AMP, period)
        if own is not None:
            return Total(own.value, 17, "source")
        return self._over([place.code for place in self.municipalities], period, whole=True)

    def comparable_total(self, period: str) -> Total:
        """Of the places that have a value in every period: what may be compared over time."""
        own = [self.value(AMP, one) for one in self.comparable_periods]
        if self.area_alone or (own and all(value is not None for value in own)):
            return Total(self.value(AMP, period), 17, "source")
        if len(self.comparable_parts) >= FEWEST_PLACES:
            return self._quotient(self.comparable_parts, period)
        return self._over(self.comparable, period, whole=False)

    def status_of(self, total: Total, period: str) -> str:
        """A figure made of others is as firm as the least firm of them."""
        own = self.cell(AMP, period)
        if total.how == "source" and own is not None:
            return own.status
        there = {cell.status for cell in self.cells.get(period, {}).values() if cell.value is not None}
        soft = (Observation.Status.PROVISIONAL, Observation.Status.ESTIMATED, Observation.Status.NOT_DECLARED)
        return next((one for one in soft if one in there), Observation.Status.FINAL)

    def _quotient(self, codes: Sequence[str], period: str) -> Total:
        top = _sum([_of(self.numerator, code, period) for code in codes])
        bottom = _sum([_sum([_of(one, code, period) for code in codes]) for one in self.denominators])
        value = self.indicator.factor * top / bottom if top is not None and bottom else None
        return Total(value, len(codes), "parts")

    def _over(self, codes: Sequence[str], period: str, *, whole: bool) -> Total:
        values = [self.value(code, period) for code in codes]
        if self.indicator.adds_up:
            enough = whole or len(codes) >= FEWEST_PLACES
            return Total(_sum(values) if enough else None, len(codes), "sum")
        if whole and self.comparable_parts:
            return self._quotient(codes, period)
        known = [value for value in values if value is not None]
        enough = len(known) >= FEWEST_PLACES and (len(known) == len(codes) or not whole)
        return Total(Decimal(median(known)) if enough else None, len(known), "median")

    @cached_property
    def headline(self) -> Total:
        """What the page speaks of: of the whole area where that can be said, else of the comparable places."""
        whole = self.total(self.latest)
        return whole if whole.value is not None else self.comparable_total(self.latest)

    @cached_property
    def headline_before(self) -> Total | None:
        """The same of the period before, over the same places; None if it cannot be said."""
        if not self.previous:
            return None
        whole = self.total(self.latest).value is not None
        found = self.total(self.previous) if whole else self.comparable_total(self.previous)
        return found if found.value is not None and _alike(found, self.headline) else None

    # --- Places against each other --------------------------------------------------------------------------------

    def ranking(self, period: str) -> list[tuple[Place, Decimal]]:
        """Highest first; equal values in reading order. Without those that have no value."""
        values = self.values(period)
        found = [(place, values[place.code]) for place in self.municipalities if place.code in values]
        return sorted(found, key=lambda one: -one[1])

    def rank(self, place: str, period: str) -> int | None:
        """1 for the highest value; equal values share the better place."""
        value = self.value(place, period)
        if value is None:
            return None
        return 1 + sum(other > value for other in self.values(period).values())

    def per_head(self, place: Place, period: str) -> Decimal | None:
        return self.indicator.for_inhabitants(self.value(place.code, period), place)


def _alike(one: Total, other: Total) -> bool:
    """Made the same way of as many places."""
    return (one.how, one.of) == (other.how, other.of)


def _of(cells: dict[str, dict[str, Observation]], code: str, period: str) -> Decimal | None:
    found = cells.get(period, {}).get(code)
    return found.value if found else None


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """None as soon as one is missing: a total is never made over a gap."""
    listed = list(values)
    known = [value for value in listed if value is not None]
    return sum(known, Decimal(0)) if listed and len(known) == len(listed) else None


def places() -> list[Place]:
    return list(Place.objects.select_related("municipality"))


def figures_of(indicator: Indicator, member: Membership | None) -> Figures:
    """Four statements, however many places and periods there are."""
    return figures_of_all([indicator], member)[indicator.pk]


def figures_of_all(indicators: Sequence[Indicator], member: Membership | None) -> dict[int, Figures]:
    """By indicator id; as many statements for sixty indicators as for one."""
    parts: dict[int, list[int]] = {one.pk: [] for one in indicators}
    through = Indicator.denominators.through.objects.filter(from_indicator__in=parts).order_by("pk")
    for whole, part in through.values_list("from_indicator", "to_indicator"):
        parts[whole].append(part)
    wanted = {one.pk for one in indicators} | {part for some in parts.values() for part in some}
    wanted |= {one.numerator_id for one in indicators if one.numerator_id}
    cells: dict[int, dict[str, dict[str, Observation]]] = {pk: {} for pk in wanted}
    found = Observation.objects.current().visible_to(member).filter(indicator__in=wanted)
    # A member reads the network's provisional value over the public one: "network" comes first in the alphabet.
    for one in found.select_related("source").order_by("-audience"):
        cells[one.indicator_id].setdefault(one.period, {})[one.place_id] = one
    lines: dict[int, list[ReferenceLine]] = {one.pk: [] for one in indicators}
    for line in ReferenceLine.objects.filter(indicator__in=lines).select_related("place"):
        lines[line.indicator_id].append(line)
    where = places()
    return {
        one.pk: Figures(
            one,
            where,
            cells[one.pk],
            lines[one.pk],
            cells[one.numerator_id] if one.numerator_id else {},
            [cells[part] for part in parts[one.pk]],
        )
        for one in indicators
    }
