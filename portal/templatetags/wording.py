"""How instants, periods and figures are worded, in the language of the page and in Lisbon's time. Part of `look`."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext

from monitor.periods import month_name

register = template.Library()

LISBON = ZoneInfo("Europe/Lisbon")


def local(value: datetime) -> datetime:
    return (value if timezone.is_aware(value) else timezone.make_aware(value, LISBON)).astimezone(LISBON)


def _day_of(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def _today() -> date:
    return timezone.now().astimezone(LISBON).date()


def _portuguese() -> bool:
    return (get_language() or "pt").startswith("pt")


def _weekday(value: date) -> str:
    name = str(WEEKDAYS[value.weekday()])
    return name.lower().removesuffix("-feira") if _portuguese() else name


def _month(value: date, short: bool = False) -> str:
    name = month_name(value.month)
    return name[:3] if short else name


def _relative(value: date) -> str:
    """hoje, ontem, amanhã; "" for any other day."""
    words = {0: gettext("hoje"), -1: gettext("ontem"), 1: gettext("amanhã")}
    return words.get((value - _today()).days, "")


@register.filter
def clock_time(value: datetime | None) -> str:
    """17:12, in Lisbon."""
    return local(value).strftime("%H:%M") if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """20 nov; with the year when it is another year."""
    if not value:
        return ""
    day = _day_of(value)
    text = gettext("%(day)d %(month)s") % {
        "day": day.day,
        "month": _month(day, short=True),
    }
    return text if day.year == _today().year else f"{text} {day.year}"


@register.filter
def day(value: date | datetime | None) -> str:
    """sexta, 20 de novembro; with the year when it is another year."""
    if not value:
        return ""
    d = _day_of(value)
    parts = {"weekday": _weekday(d), "day": d.day, "month": _month(d), "year": d.year}
    if d.year == _today().year:
        return gettext("%(weekday)s, %(day)d de %(month)s") % parts
    return gettext("%(weekday)s, %(day)d de %(month)s de %(year)d") % parts


@register.filter
def plain_day(value: date | datetime | None) -> str:
    """20 de novembro; with the year when it is another year."""
    if not value:
        return ""
    d = _day_of(value)
    parts = {"day": d.day, "month": _month(d), "year": d.year}
    if d.year == _today().year:
        return gettext("%(day)d de %(month)s") % parts
    return gettext("%(day)d de %(month)s de %(year)d") % parts


@register.filter
def near_day(value: date | datetime | None) -> str:
    """hoje, amanhã, terça (within the coming six days), else 20 de novembro."""
    if not value:
        return ""
    d = _day_of(value)
    if word := _relative(d):
        return word
    return _weekday(d) if 1 < (d - _today()).days < 7 else plain_day(d)


@register.filter
def when(value: datetime | None) -> str:
    """hoje, 17:12; ontem, 18:40; segunda, 12:00 (within the coming six days); 20 nov, 09:00."""
    if not value:
        return ""
    d = _day_of(value)
    name = _relative(d) or (_weekday(d) if 1 < (d - _today()).days < 7 else short_day(d))
    return gettext("%(day)s, %(time)s") % {"day": name, "time": clock_time(value)}


@register.simple_tag
def period(start: date | datetime, end: date | datetime | None = None) -> str:
    """hoje a terça; 1 a 5 de dezembro; amanhã, sem data de saída. `end` as people say it: departure or last day."""
    first = _day_of(start)
    if end is None:
        return gettext("%(start)s, sem data de saída") % {"start": near_day(first)}
    last = _day_of(end)
    if last == first:
        return near_day(first)
    if (first.year, first.month) == (last.year, last.month) and near_day(first) == plain_day(first):
        return gettext("%(start)s a %(end)s") % {
            "start": first.day,
            "end": plain_day(last),
        }
    return gettext("%(start)s a %(end)s") % {
        "start": near_day(first),
        "end": near_day(last),
    }


def _span(delta: timedelta) -> tuple[str, int]:
    """A length of time in the two units a reader needs, and the leading number for the plural."""
    minutes = max(0, int(delta.total_seconds() // 60))
    if minutes < 60:
        return gettext("%d min") % minutes, minutes
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        text = gettext("%(h)d h %(m)02d") % {"h": hours, "m": rest} if rest else gettext("%d h") % hours
        return text, hours
    days = minutes // (24 * 60)
    return ngettext("%d dia", "%d dias", days) % days, days


@register.filter
def until(value: datetime | None) -> str:
    """faltam 30 min; falta 1 h 10; faltam 2 dias; prazo terminado."""
    if not value:
        return ""
    delta = local(value) - timezone.now()
    if delta.total_seconds() <= 0:
        return gettext("prazo terminado")
    text, n = _span(delta)
    if not n:
        return gettext("falta menos de 1 min")
    return ngettext("falta %(span)s", "faltam %(span)s", n) % {"span": text}


@register.filter
def ago(value: datetime | None) -> str:
    """há 25 min; há 3 h 10; há 2 dias."""
    if not value:
        return ""
    text, n = _span(timezone.now() - local(value))
    return gettext("há %(span)s") % {"span": text} if n else gettext("agora mesmo")


@register.filter
def km(value: float | None) -> str:
    """6,6 km; from 100 km on without decimals."""
    if value is None:
        return ""
    return f"{number_format(float(value), decimal_pos=1 if value < 100 else 0)}\u00a0km"


@register.filter
def figure(value: Any) -> str:
    """1 234 567 or 11,7: as the language writes it; nothing known is "sem dados", never zero."""
    if value is None or value == "":
        return gettext("sem dados")
    return number_format(value, force_grouping=abs(value) >= 10_000)


@register.filter
def percent_of(part: float | None, whole: float | None) -> float:
    """For the width of a bar only."""
    return 100 * float(part or 0) / float(whole) if whole else 0.0
