"""The registry into the database: what is there already is left as its editors made it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monitor.reference.own import OWN
from monitor.reference.row import IndicatorRow
from monitor.reference.topics import TopicRow

# As the row has them; the rest refers to other rows.
PLAIN = (
    "code", "name_pt", "name_en", "short_pt", "short_en", "definition_pt", "definition_en", "unit_pt", "unit_en",
    "unit_source", "decimals", "kind", "direction", "per_head", "publisher", "method_pt", "method_en", "periodicity",
    "next_pt", "next_en", "axis", "problem", "phrase_pt", "phrase_en", "most_pt", "most_en", "least_pt", "least_en",
    "note_pt", "note_en",
)  # fmt: skip


def load_topics(apps: Any, topics: Sequence[TopicRow]) -> None:
    model = apps.get_model("monitor", "Topic")
    known = model.objects.count()
    model.objects.bulk_create(
        [model(order=known + n, **topic._asdict()) for n, topic in enumerate(topics, 1)],
        ignore_conflicts=True,
    )


def load_indicators(apps: Any, rows: Sequence[IndicatorRow], **more: Any) -> None:
    """`more`: fields that all of these share."""
    model = apps.get_model("monitor", "Indicator")
    known = set(model.objects.values_list("code", flat=True))
    fresh = [(10 * n, row) for n, row in enumerate(rows, 1) if row.code not in known]
    model.objects.bulk_create(
        model(
            order=order,
            topic_id=row.topic,
            factor=row.factor or 100,
            sdg=list(row.sdg),
            breaks=list(row.breaks),
            **{name: getattr(row, name) for name in PLAIN},
            **more,
        )
        for order, row in fresh
    )
    ids = dict(model.objects.values_list("code", "pk"))
    through = model.denominators.through
    parts = []
    for _order, row in fresh:
        if row.numerator and row.denominator:
            model.objects.filter(code=row.code).update(numerator=ids[row.numerator[0]])
            parts += [
                through(from_indicator_id=ids[row.code], to_indicator_id=ids[code])
                for code in row.denominator
            ]
    through.objects.bulk_create(parts)


def load_own(apps: Any) -> None:
    """The portal's own series."""
    model = apps.get_model("monitor", "Indicator")
    known = set(model.objects.values_list("code", flat=True))
    model.objects.bulk_create(
        model(
            own=True,
            order=10 * n,
            topic_id=row["topic"],
            sdg=list(row.get("sdg", ())),
            **{name: value for name, value in row.items() if name not in ("topic", "sdg")},
        )
        for n, row in enumerate(OWN, 1)
        if row["code"] not in known
    )
