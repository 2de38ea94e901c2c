"""Which municipalities are alike: nearest in people, land and how densely they live, by the portal's one population
series. A published rule, the same for every indicator: never chosen to make somebody look better."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from statistics import mean, pstdev

from django.utils.translation import gettext as _

from monitor.models import Place

HOW_MANY = 4


def similar_to(code: str, places: Sequence[Place]) -> list[Place]:
    """The four nearest by standardised logarithms of population and of density, nearest first."""
    known = [place for place in places if place.municipality is not None]
    measures = {place.code: _measures(place) for place in known}
    if code not in measures:
        return []
    spreads = [(mean(column), pstdev(column) or 1) for column in zip(*measures.values(), strict=True)]
    scaled = {
        one: [(value - middle) / spread for value, (middle, spread) in zip(values, spreads, strict=True)]
        for one, values in measures.items()
    }

    def distance(place: Place) -> float:
        return sum((a - b) ** 2 for a, b in zip(scaled[place.code], scaled[code], strict=True))

    return sorted((place for place in known if place.code != code), key=distance)[:HOW_MANY]


def _measures(place: Place) -> tuple[float, float]:
    assert place.municipality is not None
    people, land = place.municipality.population, float(place.municipality.area_km2)
    return log(people), log(people / land)


def rule(places: Sequence[Place]) -> str:
    """With the series the population is of."""
    return _(
        "Municípios semelhantes: os %(n)s mais próximos em população e em densidade (logaritmos padronizados). "
        "População: %(series)s."
    ) % {"n": HOW_MANY, "series": population_series(places)}


def population_series(places: Sequence[Place]) -> str:
    """The one series that figures per head divide by."""
    named = {place.municipality.population_series_label for place in places if place.municipality}
    return ", ".join(sorted(named))
