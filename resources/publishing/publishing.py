"""The portal publishes its own series: each closed period once, never revised, with nothing in it that counts few.

What is left out for being few is nowhere in the monitor's tables: the row says "suppressed" and has no value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from accounts import moment
from geo.models import Municipality
from monitor.actions import Cell, take
from monitor.models import AMP, DataVersion, Import, Indicator, Observation
from monitor.periods import Period
from monitor.reference.own import OWN
from resources import days
from resources.publishing import closing, measuring
from resources.publishing.measuring import UNMET, Asked, Month, Quarter, Spread
from resources.publishing.suppressing import (
    FEWEST,
    FEWEST_FOR_TAIL,
    FEWEST_UNITS,
    Count,
    Key,
    Sum,
    Table,
    fill_rate_is_safe,
    kept_back,
    percent,
)

BEDS, NO_BED, NONE = "rede_pedidos_camas", "rede_sem_cama", "rede_sem_resposta"
LICENCE = "CC BY 4.0"

# What a series says of one place; None: kept back.
type Figures = dict[tuple[str, str], Decimal | None]


def source() -> str:
    return "Concerta, dados de demonstração (fictícios)" if settings.DEMO else "Concerta, registo da rede"


def publish_indicators(*, today: date | None = None) -> dict[str, int]:
    """Publish what has closed and is not published yet; {"periods": how many, "values": told, "suppressed": kept back}.

    A period stands once and is never written again, whatever becomes known later: the difference between two versions
    would tell of single requests. One that began before the portal was first asked for anything is left out. The same
    few statements however many periods there are; none but a look when there is nothing to do.
    """
    today = today or days.today()
    done = {"periods": 0, "values": 0, "suppressed": 0}
    if not _due(today):
        return done
    with transaction.atomic():
        # One publisher at a time: who comes second finds it done.
        DataVersion.objects.select_for_update().get(pk=1)
        periods = _due(today)
        if not periods:
            return done
        first, last = min(one.start for one in periods), max(one.end for one in periods)
        municipalities = list(Municipality.objects.order_by("pk").values_list("pk", flat=True))
        months, quarters = measuring.measure(first, last, now=moment.now())
        figures = {
            one: figures_of_month(months.get(one.code, Month()))
            if one.kind == "month"
            else figures_of_quarter(quarters.get(one.code, Quarter()), municipalities)
            for one in periods
        }
        for cells in _cells(figures, today):
            done["values"] += sum(cell.value is not None for cell in cells)
            done["suppressed"] += sum(cell.value is None for cell in cells)
    done["periods"] = len(periods)
    return done


def _due(today: date) -> list[Period]:
    """The closed periods of which nothing is published. What is published of a period is published all at once: a
    series that comes new begins with the next one."""
    began = measuring.life_began()
    if began is None:
        return []
    since = days.local_day(began)
    if began > days.midnight(since):
        since += timedelta(days=1)
    there = set(
        Observation.objects.filter(indicator__code__in=[row["code"] for row in OWN])
        .values_list("period", flat=True)
        .distinct()
    )
    periods = closing.closed_months(since, today) + closing.closed_quarters(since, today)
    return [one for one in periods if one.code not in there]


def _cells(figures: Mapping[Period, Figures], today: date) -> Iterator[list[Cell]]:
    """Taken in, for each audience at once."""
    indicators = own_indicators()
    for audience in Indicator.Audience.values:
        cells = [
            Cell(
                indicators[code].pk,
                place,
                period,
                value,
                Observation.Status.SUPPRESSED if value is None else Observation.Status.FINAL,
                source(),
                LICENCE,
                today,
            )
            for period, told in figures.items()
            for (code, place), value in told.items()
            if indicators[code].audience == audience
        ]
        if cells:
            take(cells, kind=Import.Kind.OWN, name=source(), by=None, audience=audience)
            yield cells


def own_indicators() -> dict[str, Indicator]:
    """The registry's rows of these series, by code."""
    return {one.code: one for one in Indicator.objects.filter(own=True)}


def figures_of_month(month: Month) -> Figures:
    answers = month.answered >= FEWEST and month.answered_by >= FEWEST_UNITS
    # Of how many these are the share is published nowhere, for no month: twice as many would read the same. Not so of
    # 100%: it would tell that nobody was late, and of a little less that few were.
    return {
        ("rede_primeira_resposta_mediana", AMP): month.median if answers else None,
        ("rede_primeira_resposta_p90", AMP): month.p90
        if answers and month.answered >= FEWEST_FOR_TAIL
        else None,
        ("rede_respondidos_24h", AMP): Decimal(percent(month.in_a_day, month.put))
        if answers and min(month.in_a_day, month.put - month.in_a_day) >= FEWEST
        else None,
        ("rede_ocupacao", AMP): Decimal(percent(month.occupied, month.offered))
        if month.offered and month.offered_at >= FEWEST_UNITS and month.stays >= FEWEST
        else None,
        # Of resources everybody can look up, not of requests.
        ("rede_frescura", AMP): Decimal(percent(month.fresh, month.resources))
        if month.resources >= FEWEST_UNITS
        else None,
    }


def figures_of_quarter(quarter: Quarter, municipalities: list[str]) -> Figures:
    table, sums = table_of(quarter, municipalities)
    kept = kept_back(table, sums)
    told: Figures = {}
    for key, count in table.items():
        if count.published and isinstance(key, tuple):
            told[key] = None if key in kept else Decimal(count.value)
    area = quarter.by_origin.get(None, Asked())
    crossing = _crossing(quarter)
    safe = fill_rate_is_safe(
        area.placed,
        area.unmet,
        area.rest,
        most=area.placed + area.unmet + area.rest + area.taken_back,
        unmet_told=told[NONE, AMP] is not None,
        crossing=crossing,
    )
    told["rede_satisfacao", AMP] = (
        Decimal(percent(area.placed, area.placed + area.unmet + area.rest)) if safe else None
    )
    told["rede_entre_municipios", AMP] = (
        Decimal(percent(quarter.crossing, quarter.located)) if crossing is not None else None
    )
    far = quarter.far
    told["rede_distancia_p90", AMP] = (
        far.value if far.count >= FEWEST_FOR_TAIL and far.facilities >= FEWEST_UNITS else None
    )
    told["rede_equidade", AMP] = inequality(told, municipalities)
    for place in (*municipalities, AMP):
        wait = quarter.waits.get(None if place == AMP else place, Spread())
        enough = wait.count >= FEWEST and wait.facilities >= FEWEST_UNITS
        told["rede_espera_mediana", place] = wait.value if enough else None
    return told


def _crossing(quarter: Quarter) -> int | None:
    """How many were placed elsewhere, if these and the others are enough to be told of; None if not."""
    stayed = quarter.located - quarter.crossing
    return quarter.crossing if min(quarter.crossing, stayed) >= FEWEST else None


def table_of(quarter: Quarter, municipalities: list[str]) -> tuple[Table, list[Sum]]:
    """Every count that is published of a quarter, and what follows from them, as one table.

    Of each place: requests for beds; of these the unmet ones and, by difference, the others; all unmet ones and, by
    difference, those that were not for beds. Each is summed over the 17, and the unmet ones over the reasons.
    """
    table: dict[Key, Count] = {}
    sums: list[Sum] = []
    for place in (*municipalities, AMP):
        one = quarter.by_origin.get(None if place == AMP else place, Asked())
        weight = 10 if place == AMP else 0
        table[BEDS, place] = Count(one.beds, one.beds_at, weight=weight + 4)
        table[NO_BED, place] = Count(one.no_bed, one.no_bed_at, weight=weight + 3)
        # All unmet ones of a municipality tell least beside those for beds: kept back first.
        table[NONE, place] = Count(one.unmet, one.unmet_at, weight=weight + 1)
        table["other beds", place] = Count(one.beds - one.no_bed, published=False)
        table["not for beds", place] = Count(one.unmet - one.no_bed, published=False)
        sums.append(Sum((BEDS, place), ((NO_BED, place), ("other beds", place))))
        sums.append(Sum((NONE, place), ((NO_BED, place), ("not for beds", place))))
    for what in (BEDS, NO_BED, NONE):
        sums.append(Sum((what, AMP), tuple((what, place) for place in municipalities)))
    for reason in UNMET:
        count, facilities = quarter.reasons.get(str(reason), (0, 0))
        table[f"{NONE}_{reason}", AMP] = Count(count, facilities, weight=2)
    sums.append(Sum((NONE, AMP), tuple((f"{NONE}_{reason}", AMP) for reason in UNMET)))
    return table, sums


def inequality(told: Mapping[tuple[str, str], Decimal | None], municipalities: list[str]) -> Decimal | None:
    """From what is published and nothing else: the largest share of bed requests not left without, by the smallest."""
    shares = [
        (beds - without) / beds
        for place in municipalities
        if (beds := told[BEDS, place]) and (without := told[NO_BED, place]) is not None
    ]
    if len(shares) < FEWEST_UNITS or not min(shares):
        return None
    return round(max(shares) / min(shares), 1)
