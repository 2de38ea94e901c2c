"""One indicator as a JSON-stat 2.0 data set (https://json-stat.org/full/): a cube of indicator, place and period."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from monitor import periods
from monitor.formats.about import About
from monitor.formats.rows import Row

MEDIA_TYPE = "application/json"


def dataset(rows: Iterable[Row], about: About, *, href: str) -> dict[str, Any]:
    """Only places and periods that have a row. A cell without one is null and has no status: nobody observed it."""
    one, listed = about.indicator, list(rows)
    places = sorted({row.place.code: row.place for row in listed}.values(), key=lambda place: place.order)
    codes = sorted({row.period for row in listed}, key=lambda code: (periods.read(code).end, code))
    at_place = {place.code: n for n, place in enumerate(places)}
    at_period = {code: n for n, code in enumerate(codes)}
    value: list[int | float | None] = [None] * (len(places) * len(codes))
    status: dict[str, str] = {}
    for row in listed:
        n = at_place[row.place.code] * len(codes) + at_period[row.period]
        value[n] = row.number
        status[str(n)] = row.status
    return {
        "version": "2.0",
        "class": "dataset",
        "href": href,
        "label": one.name,
        "source": "; ".join(source.text for source in about.sources),
        "updated": about.modified and about.modified.isoformat(),
        "note": [text for text in (one.definition, one.note) if text],
        "id": ["indicator", "place", "period"],
        "size": [1, len(places), len(codes)],
        "role": {"metric": ["indicator"], "geo": ["place"], "time": ["period"]},
        "dimension": {
            "indicator": {
                "label": _("Indicador"),
                "category": {
                    "index": [one.code],
                    "label": {one.code: one.name},
                    "unit": {one.code: {"label": one.unit, "decimals": one.decimals}},
                },
            },
            "place": {
                "label": _("Lugar"),
                "category": {
                    "index": [place.code for place in places],
                    "label": {place.code: place.name for place in places},
                },
            },
            "period": {
                "label": _("Período"),
                "category": {"index": codes, "label": {code: periods.label(code) for code in codes}},
            },
        },
        "value": value,
        "status": status,
        "extension": {
            "licence": about.licence,
            "publisher": one.publisher,
            "method": one.method,
            "next_update": one.next_update,
        },
    }
