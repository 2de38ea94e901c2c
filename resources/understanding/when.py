"""Days: "hoje", "amanhã", "fim de semana", "de 12 a 18 de março", "3 noites". `end` is the first day not used."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from resources.understanding import numbers
from resources.understanding.reading import Reading, Span, listed

# Further ahead nothing can be asked for (see resources.actions.shared).
MOST_AHEAD = timedelta(days=730)
MONTHS = {
    "janeiro": 1, "fevereiro": 2, "marco": 3, "abril": 4, "maio": 5, "junho": 6, "julho": 7, "agosto": 8, "setembro": 9,
    "outubro": 10, "novembro": 11, "dezembro": 12, "jan": 1, "fev": 2, "mar": 3, "abr": 4, "mai": 5, "jun": 6, "jul": 7,
    "ago": 8, "set": 9, "out": 10, "nov": 11, "dez": 12, "january": 1, "february": 2, "march": 3, "april": 4, "may": 5,
    "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
DAYS = {
    "segunda": 0, "terca": 1, "quarta": 2, "quinta": 3, "sexta": 4, "sabado": 5, "domingo": 6, "2": 0, "3": 1, "4": 2,
    "5": 3, "6": 4, "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
# A number before one of these counts something: it is no day.
COUNTED = (
    r"(?!\s*(?:a\s+\d+\s*)?(?:anos?|mes(?:es)?|years?|months?|pessoas?|people|horas?|h\b|km|%|€|eur|"
    r"lugares|vagas?|camas?|"
    r"quartos?|utentes?|criancas?|adultos?|noites?|dias?|nights?|days?|semanas?|weeks?|vezes|filhos|idosos))"
)
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_LONG_MONTH = "(?:" + "|".join(name for name in MONTHS if len(name) > 3) + r")\b"
_DAY = r"\d{1,2}(?:\.?[ºoª]|st|nd|rd|th)?"
_WEEKDAYS = r"segunda|terca|quarta|quinta|sexta|sabado|domingo"
_ENGLISH_DAYS = r"monday|tuesday|wednesday|thursday|friday|saturday|sunday"

POINT = re.compile(
    rf"""
    \b(?:dia\s+)?(?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}})\b
  | \b(?:dia\s+)?(?P<numeric>\d{{1,2}}([/.\-])\d{{1,2}}(?:\3(?:\d{{4}}|\d{{2}}))?)(?![\d/.\-]*\d)
      (?!\s*(?:de\s+)?{_MONTH}){COUNTED}
  | \b(?:dia\s+)?(?P<day>{_DAY})\s*(?:de\s+|of\s+)?(?P<month>{_MONTH})(?:[\s,]*(?:de\s+)?(?P<year>\d{{4}})\b)?
  | \b(?P<emonth>january|february|march|april|may|june|july|august|september|october|november|december)\s+
      (?P<eday>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<eyear>\d{{4}})\b)?
  | \b(?P<depois>depois\s+de\s+amanha|(?:the\s+)?day\s+after\s+tomorrow)\b
  | \b(?P<amanha>amanha|tomorrow)(?:\s+(?:de\s+manha|a\s+tarde|a\s+noite|cedo|night|morning|evening))?\b
  | \b(?P<hoje>hoje(?!\s+em\s+dia)(?:\s+(?:a\s+noite|a\s+tarde|de\s+manha|mesmo))?|esta\s+(?:noite|tarde|manha)
      |ainda\s+hoje|agora(?:\s+mesmo)?|para\s+ja|tonight|today|this\s+(?:evening|afternoon|morning)|right\s+now)\b
  | \b(?:dia)\s+(?P<only>\d{{1,2}})\b(?!\s*[/.\-]\d){COUNTED}
  | \b(?P<which>proxim[oa]\s+|est[ae]\s+|nest[ae]\s+|next\s+|this\s+)?
      (?P<weekend>(?:fim|fins)[\s\-]de[\s\-]semana|fds|weekend)
      (?P<then>\s+que\s+vem)?\b
  | \b(?P<nextweek>proxima\s+semana|semana\s+que\s+vem|semana\s+proxima|next\s+week)\b
  | \b(?P<thisweek>(?:n?esta|this)\s+(?:semana|week))\b
  | \b(?P<nextmonth>proximo\s+mes|mes\s+que\s+vem|next\s+month)\b
  | \b(?P<thismonth>(?:n?este\s+mes|this\s+month))\b
  | \b(?P<said>proxim[oa]\s+|est[ae]\s+|nest[ae]\s+|next\s+|this\s+)?
      (?:(?P<weekday>{_WEEKDAYS})(?P<feira>[\s\-]feira)?|(?P<nth>[2-6])\.?[oaª]?[\s\-]feira|(?P<eweekday>{_ENGLISH_DAYS}))\b
      (?P<later>\s+que\s+vem|\s+da\s+(?:proxima\s+semana|semana\s+que\s+vem)|\s+next\s+week)?
  | \b(?P<whole>(?:em|in|durante|mes\s+de|todo\s+o|no\s+mes\s+de|during)\s+(?:o\s+mes\s+de\s+)?)
      (?P<amonth>{_LONG_MONTH})
      (?:\s+(?:de\s+)?(?P<ayear>\d{{4}})\b)?
    """,
    re.VERBOSE,
)
_FROM = re.compile(
    r"(?:\b(?:a partir (?:de|do|da)|desde(?: o| a)?|depois (?:de|do|da)|from|since|starting|after)\s+)$"
)
_UNTIL = re.compile(r"(?:\bate(?: (?:ao?|o|as|final de|ao fim de))?\s+|\b(?:until|till|by|through)\s+)$")
_OPENING = re.compile(
    r"\b(?:de|do|da|desde|entre|from|between|para|em|no|na|nesta|neste|ja|o|a|on|for|in|dias?)\s+(?:o\s+|"
    r"a\s+)?$"
)
_BETWEEN = re.compile(r"^\s*(?:a|ao|ate|ate ao?|e|to|until|till|and|through|-|–|—)(?:\s+(?:a|o))?\s*$")
# "12 a" before "18 de março".
_HALF = re.compile(
    rf"(?:\b(?:de|do|dias?|entre|from|between|desde)\s+)*\b(?P<day>{_DAY})\s*(?P<joint>a|e|ate|ao|to|and|"
    rf"-|–)\s*"
    r"(?:ao?\s+|o\s+)?$"
)
_NUMBERS_ONLY = re.compile(
    rf"\b(?:de|dias?|entre|from|between)\s+(?:dias?\s+)?(?P<a>\d{{1,2}})\s*(?:a|ao|e|ate|ate ao|to|and|-|"
    rf"–)\s*(?:dia\s+)?"
    rf"(?P<b>\d{{1,2}})\b(?!\s*[/.\-]\d)(?!\s*(?:de\s+|of\s+)?{_MONTH}){COUNTED}"
)
_LENGTH = re.compile(
    rf"\b(?P<how>por|durante|for|umas?|mais|ate|estadia de|periodo de)?\s*\b(?P<n>{numbers.PATTERN})\s+"
    r"(?P<unit>noites?|dias?|semanas?|quinzenas?|mes(?:es)?|nights?|days?|weeks?|months?)\b"
    r"(?!\s+(?:por|de idade|uteis|a|as|ao)\s+(?:semana|mes|dia|ano)|\s+(?:per|a)\s+(?:week|month|day)|"
    r"\s+uteis|\s+de idade)"
)
_AHEAD = re.compile(
    rf"\b(?:daqui a|dentro de|in)\s+(?P<n>{numbers.PATTERN})\s+(?P<unit>dias?|semanas?|days?|weeks?)\b"
)
_IN_DAYS = {"noite": 1, "dia": 1, "semana": 7, "quinzena": 15, "night": 1, "day": 1, "week": 7}
_STREETS = listed(
    """
    rua avenida av travessa largo praca praceta rotunda bairro escola ponte associacao
    """
)
# After "segunda", "quinta"…: it is no day of the week.
_NO_DAY = listed(
    """
    do da dos das de via fase vez parte idade geracao opcao habitacao ordem linha categoria feiras
    infancia pedagogica oportunidade divisao crianca
    """
)
_BEFORE_A_DAY = listed(
    """
    na nesta esta proxima a ate de desde para ja proximo e
    """
)


@dataclass(frozen=True)
class Period:
    """The days that were meant and where they were said. `end_said`: a last day or a departure was named, so that who
    counts by days uses it too. `night`: of nights, not of days."""

    start: date | None
    end: date | None
    spans: tuple[Span, ...]
    end_said: bool = False
    night: bool = False
    relative: bool = False


@dataclass(frozen=True)
class _Point:
    start: date
    # The first day not used; None for a single day.
    end: date | None
    span: Span
    relative: bool = False
    night: bool = False


def read(reading: Reading, today: date) -> Period | None:
    """Take what says days out of the text. What is no real day, has passed or is years away stays text."""
    found = _read(reading, today)
    if found is None:
        return None
    start, end = found.start or today, found.end
    if start < today or start > today + MOST_AHEAD or (end and (end <= start or end > start + MOST_AHEAD)):
        return None
    reading.take(*found.spans)
    return found


def _read(reading: Reading, today: date) -> Period | None:
    points = list(_points(reading, today))
    for one, other in pairwise(points):
        between = _BETWEEN.match(reading.open[one.span[1] : other.span[0]])
        if between and one.end is None:
            span = (_opened(reading, one.span[0]), other.span[1])
            return _range(one.start, other, span, both=_both(between.group(), reading, one.span[0]))
    for one in points:
        if (half := _HALF.search(reading.open[: one.span[0]])) and one.end is None and not one.relative:
            day = int(re.match(r"\d+", half["day"])[0])  # type: ignore[index]
            first = _real(one.start.year, one.start.month, day)
            if first and first > one.start:
                first = _real(one.start.year - 1, one.start.month, day)
            if first and first < today <= one.start:
                first = today
            if first:
                together = _both(half["joint"], reading, half.start("day"))
                return _range(first, one, (half.start(), one.span[1]), both=together)
    if both := _NUMBERS_ONLY.search(reading.open):
        first, last = _coming_day(int(both["a"]), today), None
        if first and int(both["b"]) <= 31:
            last = _coming_day(int(both["b"]), first)
        if first and last:
            whole = first == last or (both.group().startswith("dia") and " e " in both.group())
            return Period(first, last + timedelta(days=whole), (both.span(),), end_said=not whole)
    length = _length(reading)
    if points:
        return _one(reading, points[0], length, today)
    if ahead := _AHEAD.search(reading.open):
        days = numbers.value(ahead["n"]) * _IN_DAYS[ahead["unit"].rstrip("s")]
        if days > MOST_AHEAD.days:
            return None
        start = today + timedelta(days=days)
        if length and length.spans[0][0] >= ahead.end():
            return _lasting(start, length, (ahead.span(),))
        return Period(start, start + timedelta(days=1), (ahead.span(),), relative=True)
    return _lasting(today, length, ()) if length else None


def _one(reading: Reading, one: _Point, length: _Length | None, today: date) -> Period | None:
    before = reading.open[: one.span[0]]
    if until := _UNTIL.search(before):
        end = (one.end or one.start) + timedelta(days=one.start == today and one.end is None)
        return Period(None, end, ((until.start(), one.span[1]),), end_said=one.end is None)
    if begins := _FROM.search(before):
        span = (begins.start(), one.span[1])
        return _lasting(one.start, length, (span,)) if length else Period(one.start, None, (span,))
    span = (_opened(reading, one.span[0]), one.span[1])
    if length and one.end is None:
        return _lasting(one.start, length, (span,))
    end = one.end or one.start + timedelta(days=1)
    return Period(one.start, end, (span,), night=one.night, relative=one.relative)


def _range(first: date, last: _Point, span: Span, *, both: bool) -> Period:
    end = last.end or last.start
    if end < first:
        week_on = end + timedelta(days=7)
        end = week_on if last.relative else _real(end.year + 1, end.month, end.day) or end
    whole = last.end is None and (both or end == first)
    return Period(first, end + timedelta(days=whole), (span,), end_said=last.end is None and not whole)


def _both(joint: str, reading: Reading, at: int) -> bool:
    """ "Sexta e sábado" are two days; "entre sexta e sábado" is from one to the other."""
    return joint.strip() in ("e", "and") and not {"entre", "between"} & set(reading.before(at, 2))


def _opened(reading: Reading, at: int) -> int:
    before = reading.open[:at]
    opening = _FROM.search(before) or _OPENING.search(before)
    return opening.start() if opening else at


@dataclass(frozen=True)
class _Length:
    n: int
    months: bool
    night: bool
    spans: tuple[Span, ...]


def _length(reading: Reading) -> _Length | None:
    for found in _LENGTH.finditer(reading.open):
        unit, before = found["unit"], reading.before(found.start("n"), 2)
        months = unit.startswith(("mes", "month"))
        n = numbers.value(found["n"])
        if not 0 < n < 731 or {"ha", "cada", "em"} & set(before[:1]):
            continue
        # "bebé de 6 meses" is an age.
        if months and found["how"] not in ("por", "durante", "for", "estadia de", "periodo de"):
            continue
        if before[:1] in (["com"], ["idade"]):
            continue
        days = n if months else n * _IN_DAYS[unit.rstrip("s")]
        return _Length(days, months, unit.startswith(("noite", "night")), (found.span(),))
    return None


def _lasting(start: date, length: _Length, spans: tuple[Span, ...]) -> Period | None:
    if length.n > MOST_AHEAD.days:
        return None
    end = _months_after(start, length.n) if length.months else start + timedelta(days=length.n)
    return Period(start, end, (*spans, *length.spans), night=length.night)


def _points(reading: Reading, today: date) -> Iterator[_Point]:
    for found in POINT.finditer(reading.open):
        if _STREETS & set(reading.before(found.start(), 2)):
            continue
        meant = _meant(found, reading, today)
        if meant:
            yield meant


def _meant(found: re.Match[str], reading: Reading, today: date) -> _Point | None:
    span, got = found.span(), found.groupdict()
    tomorrow = today + timedelta(days=1)
    day: date | None
    if got["hoje"]:
        return _Point(
            today, None, span, relative=True, night="noite" in got["hoje"] or got["hoje"] == "tonight"
        )
    if got["amanha"]:
        return _Point(
            tomorrow, None, span, relative=True, night="noite" in found.group() or "night" in found.group()
        )
    if got["depois"]:
        return _Point(today + timedelta(days=2), None, span, relative=True)
    if got["nextweek"] or got["thisweek"]:
        monday = today + timedelta(days=7 - today.weekday())
        end = monday + timedelta(days=7)
        return _Point(monday, end, span, True) if got["nextweek"] else _Point(today, monday, span, True)
    if got["nextmonth"] or got["thismonth"]:
        first = _months_after(today.replace(day=1), 1)
        end = _months_after(first, 1)
        return _Point(first, end, span, True) if got["nextmonth"] else _Point(today, first, span, True)
    if got["weekend"]:
        return _weekend(got, span, today)
    if got["weekday"] or got["nth"] or got["eweekday"]:
        return _weekday(got, reading, span, today)
    if got["amonth"]:
        return _month(got, span, today)
    day = _dated(got, today)
    return _Point(day, None, span) if day else None


def _dated(got: dict[str, str | None], today: date) -> date | None:
    if got["iso"]:
        year, month, day = map(int, got["iso"].split("-"))
        return _real(year, month, day)
    if got["numeric"]:
        parts = re.split(r"[/.\-]", got["numeric"])
        if parts == ["24", "7"]:  # at all hours
            return None
        if len(parts) == 2 and "/" not in got["numeric"] and not all(len(one) == 2 for one in parts):
            return None
        return _rolled(int(parts[0]), int(parts[1]), parts[2] if len(parts) == 3 else None, today)
    if got["day"] and got["month"]:
        day = int(re.match(r"\d+", got["day"])[0])  # type: ignore[index]
        return _rolled(day, MONTHS[got["month"].rstrip(".")], got["year"], today)
    if got["emonth"] and got["eday"]:
        return _rolled(int(got["eday"]), MONTHS[got["emonth"]], got["eyear"], today)
    return _coming_day(int(got["only"]), today) if got["only"] else None


def _weekend(got: dict[str, str | None], span: Span, today: date) -> _Point:
    saturday = today + timedelta(days=(5 - today.weekday()) % 7)
    if today.weekday() == 6:
        saturday = today - timedelta(days=1)
    later = (got["which"] or "").startswith(("proxim", "next")) or bool(got["then"])
    if later and today.weekday() >= 5:
        saturday += timedelta(days=7)
    return _Point(max(saturday, today), saturday + timedelta(days=2), span, relative=True)


def _weekday(got: dict[str, str | None], reading: Reading, span: Span, today: date) -> _Point | None:
    name = got["weekday"] or got["nth"] or got["eweekday"] or ""
    said = (got["said"] or "").strip()
    plain = got["weekday"] in ("segunda", "terca", "quarta", "quinta", "sexta") and not got["feira"]
    after, before = reading.after(span[1], 1), reading.before(span[0], 1)
    if after and after[0] in _NO_DAY and not got["feira"] and not got["later"]:
        return None
    if plain and not said and not got["later"]:
        led = bool(before) and before[0] in _BEFORE_A_DAY
        after = reading.after(span[1], 2)
        led = led or (len(after) == 2 and after[0] in ("a", "e", "ate", "ou") and after[1] in DAYS)
        last = not reading.whole[span[1] :].strip(" .?!") and bool(before)
        alone = not before and not after and name != "quinta"
        if not (led or last or alone):
            return None
    ahead = (DAYS[name] - today.weekday()) % 7
    if ahead == 0 and not said.startswith(("est", "nest", "this")):
        ahead = 7
    day = today + timedelta(days=ahead)
    if "semana" in (got["later"] or "") or "week" in (got["later"] or ""):
        day = today + timedelta(days=7 - today.weekday() + DAYS[name])
    return _Point(day, None, span, relative=True)


def _month(got: dict[str, str | None], span: Span, today: date) -> _Point | None:
    month = MONTHS[got["amonth"] or ""]
    year = int(got["ayear"]) if got["ayear"] else today.year + (month < today.month)
    if not 2000 <= year <= 2100:
        return None
    first = date(year, month, 1)
    end = _months_after(first, 1)
    return None if end <= today else _Point(max(first, today), end, span)


def _rolled(day: int, month: int, year: str | None, today: date) -> date | None:
    """The day in its year; without one, the next such day from today on."""
    if year:
        return _real(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    this = _real(today.year, month, day)
    return this if this and this >= today else _real(today.year + 1, month, day)


def _coming_day(day: int, today: date) -> date | None:
    for months in range(3):
        first = _months_after(today.replace(day=1), months)
        found = _real(first.year, first.month, day)
        if found and found >= today:
            return found
    return None


def _real(year: int, month: int, day: int) -> date | None:
    if not (1900 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def _months_after(day: date, months: int) -> date:
    total = day.month - 1 + months
    year, month = day.year + total // 12, total % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
