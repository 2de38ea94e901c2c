"""Plans of elsewhere that the portal knows, to be read and compared: never a commitment here, in no figure."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from plans.imports.table import PlanTable
from plans.reference import pmas


class Known(NamedTuple):
    """What is known of a document beyond its table. By code: English titles, and where each element stands."""

    table: PlanTable
    origin: str
    source: str
    title_en: str
    levels_en: list[str]
    units_en: dict[str, str]
    titles_en: dict[str, str]
    sources: dict[str, str]


@cache
def documents() -> dict[str, Known]:
    """By the fingerprint of their tables."""
    made = Known(
        pmas.table(),
        pmas.ORIGIN,
        pmas.SOURCE,
        pmas.TITLE_EN,
        pmas.LEVELS_EN,
        pmas.UNITS_EN,
        pmas.titles_en(),
        pmas.sources(),
    )
    return {made.table.fingerprint: made}


def sources_of(fingerprint: str) -> dict[str, str]:
    """Where each element of a known document stands in its source, by code; nothing of any other plan."""
    known = documents().get(fingerprint)
    return known.sources if known else {}
