"""Which periods are over for good: nothing is published of one that runs, or that late answers may still change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from monitor.periods import Period, before, parse, quarter_of

# Days after its end before a period counts as closed: by then what was sent in it has its answer.
SETTLES_IN = timedelta(days=10)


def closed(period: Period, today: date) -> bool:
    return today - period.end >= SETTLES_IN


def closed_months(since: date, today: date) -> list[Period]:
    """The closed months that begin on `since` or later, oldest first."""
    return _closed(month_of, since, today)


def closed_quarters(since: date, today: date) -> list[Period]:
    return _closed(quarter_of, since, today)


def last_closed_quarter(today: date) -> Period:
    period = quarter_of(today)
    while not closed(period, today):
        period = before(period)
    return period


def month_of(day: date) -> Period:
    return parse(f"{day:%Y-%m}")[0]


def _closed(of: Callable[[date], Period], since: date, today: date) -> list[Period]:
    def all_of_them() -> Iterator[Period]:
        period = of(since)
        while closed(period, today):
            yield period
            period = of(period.end + timedelta(days=1))

    return [period for period in all_of_them() if period.start >= since]
