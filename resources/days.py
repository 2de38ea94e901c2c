"""Days and instants. Day modes have local midnights (Europe/Lisbon) as bounds: a DST day is 23 or 25 hours, one day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts import moment

LISBON = ZoneInfo("Europe/Lisbon")
FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 1, 1)


def midnight(day: date) -> datetime:
    """The instant (UTC) at which a local day begins."""
    return datetime.combine(day, time.min, tzinfo=LISBON).astimezone(UTC)


def period_of(start: date, end: date | None) -> DateTimeTZRange:
    """Half-open period of whole days: `end` is the first day not used, None is open."""
    return DateTimeTZRange(midnight(start), midnight(end) if end else None, "[)")


def local_day(instant: datetime) -> date:
    return instant.astimezone(LISBON).date()


def first_day(period: DateTimeTZRange) -> date:
    return local_day(period.lower)


def end_day(period: DateTimeTZRange) -> date | None:
    """The first day not used, or None for an open period."""
    return local_day(period.upper) if period.upper else None


def today(now: datetime | None = None) -> date:
    return local_day(now or moment.now())


def tonight(now: datetime | None = None) -> tuple[date, date]:
    start = today(now)
    return start, start + timedelta(days=1)
