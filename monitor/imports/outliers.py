"""Values that somebody should look at before they are taken. Never a reason to refuse."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from monitor import periods
from monitor.actions import Cell
from monitor.models import Indicator, Observation, Place

# Against the period before: so many times as much, or as little.
TIMES = 3
# Below this a count may well triple from one year to the next.
FEW = 10
# Against the other municipalities: distance from their median in robust standard deviations.
FAR = 5.0
TO_SIGMA = 0.6745
LEAST_OTHERS = 5
PER = 1_000


class Flag(NamedTuple):
    indicator_id: int
    place_id: str
    period: str
    sentence: str


class _Value(NamedTuple):
    period: periods.Period
    value: Decimal


def flags(cells: list[Cell], indicators: Mapping[int, Indicator]) -> list[Flag]:
    """Held against what the file itself brings and what stands in the store, in three queries."""
    by_place, by_period = _known(cells, indicators)
    places = {one.code: one for one in Place.objects.select_related("municipality")}
    found = []
    for cell in cells:
        if cell.value is None:
            continue
        indicator, place = indicators[cell.indicator_id], places[cell.place_id]
        said = []
        before = _before(cell, by_place[cell.indicator_id, cell.place_id])
        if before and _leaps(cell.value, before.value):
            said.append(
                _("%(value)s, e em %(period)s eram %(before)s.")
                % {
                    "value": shown(cell.value),
                    "period": periods.short(before.period.code),
                    "before": shown(before.value),
                }
            )
        if place.municipality:
            said += _beside_others(cell, indicator, places, by_period[cell.indicator_id, cell.period.code])
        about = f"{indicator.code}, {place.name}, {periods.short(cell.period.code)}: "
        found += [
            Flag(cell.indicator_id, cell.place_id, cell.period.code, about + sentence) for sentence in said
        ]
    return found


def _beside_others(
    cell: Cell, indicator: Indicator, places: Mapping[str, Place], values: Mapping[str, Decimal]
) -> Iterator[str]:
    """Counts are compared by head: Gaia is fourteen times Arouca."""
    counted = indicator.kind == Indicator.Kind.COUNT
    compared = {
        code: value / municipality.population * PER if counted else value
        for code, value in values.items()
        if (municipality := places[code].municipality)
    }
    own = compared.pop(cell.place_id)
    middle = _middle_far_from(own, list(compared.values()))
    if middle is not None:
        yield (
            _("%(value)s, ou %(own)s por mil habitantes, longe dos outros municípios (mediana %(median)s).")
            if counted
            else _("%(value)s, longe dos outros municípios (mediana %(median)s).")
        ) % {"value": shown(cell.value), "own": shown(round(own, 1)), "median": shown(round(middle, 1))}


def shown(value: Decimal | None) -> str:
    """With as many decimals as it has, grouped from ten thousand on; "-" for none."""
    if value is None:
        return "-"
    return str(number_format(value.normalize() + 0, force_grouping=abs(value) >= 10_000))


def _known(
    cells: list[Cell], indicators: Mapping[int, Indicator]
) -> tuple[dict[tuple[int, str], list[_Value]], dict[tuple[int, str], dict[str, Decimal]]]:
    """The values of each place in the order of time, and of each period by municipality."""
    everything: dict[tuple[int, str, str], _Value] = {}
    stored = Observation.objects.current().filter(
        indicator__in=indicators, audience=Indicator.Audience.PUBLIC, value__isnull=False
    )
    for pk, place, period, start, end, value in stored.values_list(
        "indicator_id", "place_id", "period", "start", "end", "value"
    ):
        if value is not None:
            everything[pk, place, period] = _Value(periods.Period(period, start, end), value)
    for cell in cells:
        key = (cell.indicator_id, cell.place_id, cell.period.code)
        if cell.value is None:
            everything.pop(key, None)
        else:
            everything[key] = _Value(cell.period, cell.value)
    by_place: dict[tuple[int, str], list[_Value]] = defaultdict(list)
    by_period: dict[tuple[int, str], dict[str, Decimal]] = defaultdict(dict)
    for (pk, place, period), one in everything.items():
        by_place[pk, place].append(one)
        by_period[pk, period][place] = one.value
    for one_place in by_place.values():
        one_place.sort(key=lambda one: one.period.end)
    return by_place, by_period


def _before(cell: Cell, of_place: list[_Value]) -> _Value | None:
    """The last earlier value over a period of the same length; "the latest there was" has no length."""
    if cell.period.kind == "latest":
        return None
    until = bisect_left(of_place, cell.period.start, key=lambda one: one.period.end)
    return next((one for one in reversed(of_place[:until]) if one.period.kind == cell.period.kind), None)


def _leaps(value: Decimal, before: Decimal) -> bool:
    least, most = sorted((abs(value), abs(before)))
    return most >= FEW and (value * before <= 0 or most > TIMES * least)


def _middle_far_from(own: Decimal, others: list[Decimal]) -> Decimal | None:
    """The median of the others, where this value lies far from it; None where it does not or they are too few."""
    if len(others) < LEAST_OTHERS:
        return None
    middle = median(others)
    spread = median(abs(other - middle) for other in others)
    return middle if spread and TO_SIGMA * float(abs(own - middle) / spread) > FAR else None
