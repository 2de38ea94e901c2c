"""Targets as lines in the monitor: what an indicator was promised to reach, beside what it is.

Only plans that count and that everybody may read, and only where a target is in the very unit of its indicator. A
guarantee is kept or not and of an undeclared measure nobody knows what its values are: neither is drawn. Reference
documents of elsewhere never enter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts import moment
from geo.sorting import sort_key
from monitor.actions import draw_line, erase_lines
from monitor.models import AMP, Indicator, ReferenceLine
from plans.models import Measure, Plan, PlanElement, Target

PREFIX = "plan-target:"
DRAWN = [Measure.Aggregation.STOCK, Measure.Aggregation.CUMULATIVE, Measure.Aggregation.FLOW]


@dataclass(frozen=True)
class Line:
    """What `draw_line` is asked with."""

    key: str
    indicator: Indicator
    by: date
    value: Decimal
    label_pt: str
    label_en: str
    source: str
    url: str
    place: str


@transaction.atomic
def publish_targets() -> dict[str, int]:
    """Draw the lines that should be there, move those that changed, erase the others; how many of each.

    Repeated it writes nothing: what the monitor shows moves on only when a line does.
    """
    wanted = {line.key: line for line in _wanted(timezone.localdate(moment.now()))}
    there = {
        one.key: one
        for one in ReferenceLine.objects.filter(key__startswith=PREFIX).select_related("indicator")
    }
    changed = [line for key, line in wanted.items() if key not in there or _differs(there[key], line)]
    for line in changed:
        draw_line(**vars(line))
    gone = set(there) - set(wanted)
    if gone:
        erase_lines(PREFIX, but=list(wanted))
    return {"drawn": len(changed), "erased": len(gone), "standing": len(wanted)}


def fits(measure: Measure, indicator: Indicator) -> bool:
    """Percent to percent, and what is counted to the same thing counted: never one read against the other."""
    percent = indicator.unit_pt.strip().startswith("%")
    if measure.is_percent or percent:
        return measure.is_percent and percent
    return sort_key(measure.unit_pt.strip()) == sort_key(indicator.unit_pt.strip())


def _wanted(today: date) -> Iterator[Line]:
    """Of each measure the target of the year that runs (or is next) and the plan's last."""
    targets = (
        Target.objects.filter(
            measure__element__plan__in=Plan.objects.visible_to(None).counted(),
            measure__indicator__isnull=False,
            measure__aggregation__in=DRAWN,
            value__isnull=False,
        )
        .select_related("measure__indicator", "measure__element__plan__organisation__municipality")
        .order_by("measure", "year")
    )
    by_measure: dict[int, list[Target]] = {}
    for target in targets:
        by_measure.setdefault(target.measure_id, []).append(target)
    dropped = _dropped({some[0].measure.element.plan_id for some in by_measure.values()})
    for some in by_measure.values():
        measure = some[0].measure
        place, indicator = _place(measure.element.plan), measure.indicator
        if place is None or indicator is None or measure.element_id in dropped:
            continue
        if not fits(measure, indicator):
            continue
        ahead = [one for one in some if one.year >= today.year]
        for one in {target.pk: target for target in [*ahead[:1], some[-1]]}.values():
            yield _line(one, measure, indicator, place)


def _dropped(plans: set[int]) -> set[int]:
    """Elements that were taken out, themselves or with what they hang from."""
    gone: set[int] = set()
    rows = PlanElement.objects.filter(plan__in=plans).order_by("plan", "order")
    for pk, parent, at in rows.values_list("pk", "parent", "dropped_at"):
        if at is not None or parent in gone:
            gone.add(pk)
    return gone


def _place(plan: Plan) -> str | None:
    """A body's plan is of the whole area, a municipality's of its own; another entity's of no place of the monitor."""
    if plan.body_id is not None:
        return AMP
    organisation = plan.organisation
    if organisation is not None and organisation.kind == organisation.Kind.MUNICIPALITY:
        return organisation.municipality_id
    return None


def _line(target: Target, measure: Measure, indicator: Indicator, place: str) -> Line:
    plan, element = measure.element.plan, measure.element
    with translation.override("pt-pt"):
        url = settings.BASE_URL + reverse("plan_element", args=[plan.uuid, element.uuid])
    # On a page of the area a municipality's own target says whose it is.
    whose = f", {plan.organisation.municipality}" if place != AMP and plan.organisation else ""
    return Line(
        key=f"{PREFIX}{target.uuid}",
        indicator=indicator,
        by=date(target.year, 12, 31),
        value=target.value or Decimal(0),
        label_pt=f"Meta {target.year}{whose}",
        label_en=f"Target {target.year}{whose}",
        source=f"{plan.title_pt}, {element.code}".strip(", ")[:300],
        url=url[:300],
        place=place,
    )


def _differs(there: ReferenceLine, line: Line) -> bool:
    now: dict[str, Any] = {
        "indicator": there.indicator,
        "by": there.by,
        "value": there.value,
        "label_pt": there.label_pt,
        "label_en": there.label_en,
        "source": there.source,
        "url": there.url,
        "place": there.place_id,
    }
    return any(getattr(line, name) != value for name, value in now.items())
