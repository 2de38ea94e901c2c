"""Opening hours: typed a line a day, kept by weekday, said in words ("segunda a sexta, 9h00–18h00").

Kept as {"mon": [["09:00", "18:00"]], ...}; a day that is not named is closed; nothing at all means nobody has said.
An interval that ends at or before its start ends on the next day ("20:00-08:00" is a night).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Interval = tuple[int, int]

DAYS = {
    "mon": gettext_lazy("segunda"),
    "tue": gettext_lazy("terça"),
    "wed": gettext_lazy("quarta"),
    "thu": gettext_lazy("quinta"),
    "fri": gettext_lazy("sexta"),
    "sat": gettext_lazy("sábado"),
    "sun": gettext_lazy("domingo"),
}
WHOLE_DAY = (0, 24 * 60)
MOST_A_DAY = 4

_TIME = r"(\d{1,2})(?:\s?[:h.]\s?(\d{2})|\s?h)?"
_INTERVAL = re.compile(rf"{_TIME}\s*(?:-|–|—|às|as|a|to|até)\s*{_TIME}", re.I)
_WHOLE = re.compile(r"24\s?(?:h|horas|hours)", re.I)
_BETWEEN = re.compile(r"\s*(?:[,;/]|\se\s|\sand\s)\s*", re.I)
_CLOSED = {"", "fechado", "encerrado", "closed", "-"}


def typed(text: str) -> list[list[str]]:
    """The intervals of one day as somebody wrote them, or a ValidationError that says how to write them."""
    text = " ".join(text.split()).strip(" .")
    if text.casefold() in _CLOSED:
        return []
    if _WHOLE.fullmatch(text):
        return [["00:00", "24:00"]]
    found = []
    for part in _BETWEEN.split(text):
        match = _INTERVAL.fullmatch(part)
        if match is None:
            raise ValidationError(
                _(
                    "Escreva as horas como 9:00-12:30, 14:00-18:00; 24 h se nunca fecha; vazio se está fechado."
                )
            )
        hours = [int(match[1]), int(match[3])]
        minutes = [int(match[2] or 0), int(match[4] or 0)]
        found.append([f"{h:02}:{m:02}" for h, m in zip(hours, minutes, strict=True)])
    return found


def as_typed(intervals: list[list[str]]) -> str:
    """What `typed` reads back."""
    if intervals == [["00:00", "24:00"]]:
        return "24 h"
    return ", ".join("-".join(one) for one in intervals)


def check(hours: Any) -> None:
    """What may be kept: known days, real times, nothing that overlaps, not even over midnight."""
    if not isinstance(hours, dict) or not set(hours) <= set(DAYS):
        raise ValidationError(_("O horário tem de estar por dia da semana."))
    week: list[Interval] = []
    for place, day in enumerate(DAYS):
        intervals = hours.get(day, [])
        if not isinstance(intervals, list) or len(intervals) > MOST_A_DAY:
            raise ValidationError(_("Cada dia tem no máximo %(n)s períodos.") % {"n": MOST_A_DAY})
        for one in intervals:
            start, end = _minutes(one)
            offset = place * 24 * 60
            week.append((offset + start, offset + end + (24 * 60 if end <= start else 0)))
    week.sort()
    # The night of Sunday ends on Monday morning.
    first = [(start + 7 * 24 * 60, end + 7 * 24 * 60) for start, end in week[:1]]
    for one, other in pairwise(week + first):
        if other[0] < one[1]:
            raise ValidationError(_("Há dois períodos que se sobrepõem: junte-os ou acerte as horas."))


def _minutes(interval: Any) -> Interval:
    try:
        start, end = (
            int(text[:2]) * 60 + int(text[3:]) for text in interval if re.fullmatch(r"\d\d:\d\d", text)
        )
        valid = all(int(text[3:]) < 60 for text in interval)
    except (TypeError, ValueError):
        raise ValidationError(_("O horário tem horas que não existem.")) from None
    if not valid or not 0 <= start < 24 * 60 or not 0 <= end <= 24 * 60 or start == end:
        raise ValidationError(_("O horário tem horas que não existem."))
    return start, end


def tidy(hours: Mapping[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    """Days in order, intervals in order, closed days left out."""
    return {day: sorted([list(one) for one in hours[day]]) for day in DAYS if hours.get(day)}


def in_words(hours: Mapping[str, list[list[str]]]) -> list[str]:
    """One phrase for each run of days with the same hours, closed days last; empty when nobody has said."""
    if not hours:
        return []
    runs: list[tuple[list[str], list[list[str]]]] = []
    for day in DAYS:
        intervals = hours.get(day, [])
        if runs and runs[-1][1] == intervals:
            runs[-1][0].append(day)
        else:
            runs.append(([day], intervals))
    said = [_phrase(days, intervals) for days, intervals in runs if intervals]
    closed = [_span(days) for days, intervals in runs if not intervals]
    if closed:
        said.append(_("%(days)s: fechado") % {"days": ", ".join(closed)})
    return said


def _phrase(days: list[str], intervals: list[list[str]]) -> str:
    if intervals == [["00:00", "24:00"]]:
        times = _("24 horas")
    else:
        times = _(" e ").join(f"{_clock(start)}–{_clock(end)}" for start, end in intervals)
    return _("%(days)s, %(times)s") % {"days": _span(days), "times": times}


def _span(days: list[str]) -> str:
    if len(days) == 7:
        return _("todos os dias")
    if len(days) == 1:
        return str(DAYS[days[0]])
    joined = _("%(first)s e %(last)s") if len(days) == 2 else _("%(first)s a %(last)s")
    return joined % {"first": DAYS[days[0]], "last": DAYS[days[-1]]}


def _clock(time: str) -> str:
    hour, minute = time.split(":")
    return _("%(hour)sh%(minute)s") % {"hour": int(hour), "minute": minute}
