"""Nights as the calendar shows them, wherever one stands: weeks of cells, from the nights already counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from resources import availability, days
from resources.availability import Night
from resources.models import Block

Cell = dict[str, Any]


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks(
    nights: Sequence[Night],
    shut: Sequence[Block],
    *,
    selected: tuple[date, date | None] | None = None,
    word: Callable[[Night], str] | None = None,
) -> list[list[Cell]]:
    """Rows of seven. `selected`: from its start up to the day of departure; `word` stands in for the figures."""
    today = days.today()
    cells = [cell(night, shut, today, selected, word) for night in nights]
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def cell(
    night: Night,
    shut: Sequence[Block],
    today: date,
    selected: tuple[date, date | None] | None = None,
    word: Callable[[Night], str] | None = None,
) -> Cell:
    taken = night.used + night.held + night.blocked
    start, end = selected or (None, None)
    return {
        "date": night.day,
        "free": night.free,
        "capacity": night.capacity,
        "percent": 100 * min(1.0, taken / night.capacity) if night.capacity else 100,
        "few": few(night),
        "past": night.past,
        "today": night.day == today,
        "selected": start is not None and start <= night.day and (end is None or night.day < end),
        "blocked": reason(night, shut),
        "word": word(night) if word else "",
    }


def few(night: Night) -> bool:
    return night.free == 0 or availability.scarce(night.free, night.capacity)


def reason(night: Night, shut: Sequence[Block]) -> str:
    """Why a night is closed, if it is: the block that takes everything, else the first of those that add up to it."""
    if not 0 < night.capacity <= night.blocked:
        return ""
    lower, upper = days.midnight(night.day), days.midnight(night.day + timedelta(days=1))
    over = [
        one
        for one in shut
        if one.period.lower < upper and (one.period.upper is None or one.period.upper > lower)
    ]
    over.sort(key=lambda one: one.quantity is not None)
    return str(over[0].get_reason_code_display()) if over else _("fechado")
