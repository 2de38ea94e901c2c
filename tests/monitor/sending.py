"""Municipalities' own figures, as tests send them. All values are synthetic."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from monitor import actions, reporting
from monitor.models import Import, Indicator, Place, Topic


class Sending:
    """Two indicators that municipalities send; `cast.holder` sends for Porto."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        topic, _made = Topic.objects.get_or_create(
            code="prova", defaults={"order": 99, "name_pt": "Prova", "name_en": "Trial"}
        )
        self.seen, self.waiting = (
            Indicator.objects.create(
                code=code, topic=topic, name_pt=name, name_en=f"{name} (en)", short_pt=name, short_en=name,
                unit_pt="pessoas", unit_en="people", unit_source="N.º", kind="count", publisher="SINTÉTICO",
                periodicity="quarterly", from_municipalities=True,
            )
            for code, name in (("prova_atendidas", "Pessoas atendidas"), ("prova_espera", "Pessoas em espera"))
        )  # fmt: skip
        self.quarter = reporting.quarters()[0]

    def sent(self, value: str = "40", *, by: Any = None) -> Import:
        by = by or self.cast.holder
        figures = [reporting.Figure(self.seen, self.quarter, Decimal(value))]
        place = Place.objects.reported_by(by).get()
        batch = actions.report(reporting.cells_of(figures, place, by), by=by, name=by.organisation.name)
        assert batch is not None
        return batch
