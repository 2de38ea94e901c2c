"""One figure as every format gives it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from monitor.formats.licences import named
from monitor.models import Indicator, Observation, Place, Source
from monitor.models.observations import ObservationQuerySet

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """`value` is None exactly where `status` is suppressed or missing: never to be written as zero.

    `named`: what the source called it, where that is not the name in the registry.
    """

    indicator: Indicator
    place: Place
    period: str
    value: Decimal | None
    status: str
    source: Source
    retrieved_on: date | None
    named: str = ""

    @property
    def number(self) -> int | float | None:
        return number(self.value)

    @property
    def licence(self) -> str:
        return named(self.source.licence)


def number(value: Decimal | None) -> int | float | None:
    """As JSON and spreadsheets write it: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def plain(value: Decimal | None) -> str:
    """As tables of text write it: a point, no zeros behind it, no exponent; "" without a value."""
    if value is None:
        return ""
    return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value.to_integral_value():f}"


def rows(found: ObservationQuerySet, indicators: Iterable[Indicator]) -> Iterator[Row]:
    """What was found, in the order it was asked for: three statements, and only a chunk in memory at a time.

    `indicators`: those the figures are of, as the caller has read them.
    """
    known = {one.pk: one for one in indicators}
    places = {one.pk: one for one in Place.objects.select_related("municipality")}
    sources = Source.objects.in_bulk()
    fields = ("indicator", "place", "period", "value", "status", "source", "retrieved_on", "named")
    listed = found.values_list(*fields).iterator(CHUNK)
    for indicator, place, period, value, status, source, retrieved_on, named_there in listed:
        yield Row(
            known[indicator],
            places[place],
            period,
            value,
            status,
            sources[source],
            retrieved_on,
            named_there,
        )


def all_public() -> Iterator[Row]:
    """Every figure anybody may read, indicator by indicator."""
    return rows(Observation.objects.holding_for(None).in_order(), Indicator.objects.visible_to(None))
