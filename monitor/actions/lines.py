"""Targets and other lines that rooms above publish into the monitor."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import transaction

from monitor.models import AMP, Indicator, ReferenceLine


@transaction.atomic
def draw_line(
    key: str,
    *,
    indicator: Indicator,
    by: date,
    value: Decimal,
    label_pt: str,
    label_en: str,
    source: str,
    url: str = "",
    place: str = AMP,
) -> ReferenceLine:
    """Draw a line, or move the one with this key. `by`: the day until which the value is to be reached."""
    line, _made = ReferenceLine.objects.update_or_create(
        key=key,
        defaults={
            "indicator": indicator,
            "place_id": place,
            "by": by,
            "value": value,
            "label_pt": label_pt,
            "label_en": label_en,
            "source": source,
            "url": url,
        },
    )
    return line


def erase_lines(prefix: str, *, but: Collection[str] = ()) -> int:
    """Take away the lines whose key begins so, except those in `but`; how many went."""
    return ReferenceLine.objects.filter(key__startswith=prefix).exclude(key__in=but).delete()[0]
