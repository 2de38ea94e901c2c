"""When a figure is of: a year, a quarter, a month, or "the latest there was" on a day, where a source gives no year.

The code is what stands in the store, the addresses and every download: `2025`, `2025-Q1`, `2025-03`,
`latest at 2025-10-25`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1800, 2199

_LATEST = re.compile(r"latest at (\d{4})-(\d{2})-(\d{2})", re.ASCII)
_YEAR = re.compile(r"(\d{4})", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-?[QT]([1-4])", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
# What sources write behind a period to say how firm the figure is.
_SUFFIX = re.compile(r"\s*\((?P<word>[^()]+)\)$", re.ASCII)
STATUS_WORDS = {
    "provisional": "provisional",
    "provisorio": "provisional",
    "provisório": "provisional",
    "preliminary": "provisional",
    "preliminar": "provisional",
    "p": "provisional",
    "estimated": "estimated",
    "estimate": "estimated",
    "estimativa": "estimated",
    "e": "estimated",
    "final": "final",
    "definitivo": "final",
}


class Period(NamedTuple):
    """`start` and `end` are the first and the last day it covers."""

    code: str
    start: date
    end: date

    @property
    def kind(self) -> str:
        """year, quarter, month or latest."""
        if self.code.startswith("latest"):
            return "latest"
        if "Q" in self.code:
            return "quarter"
        return "year" if len(self.code) == 4 else "month"


def parse(text: str) -> tuple[Period, str]:
    """The period somebody wrote, with the status its suffix says ("2025 (provisional)"), "" without one.

    ValueError with a sentence where it is none.
    """
    written, status = " ".join(str(text).split()), ""
    if found := _SUFFIX.search(written):
        word = found["word"].strip().lower()
        if word not in STATUS_WORDS:
            raise ValueError(
                _("«%(word)s» não diz o estado de um valor; escreva, por exemplo, «2025 (provisional)».")
                % {"word": word}
            )
        status, written = STATUS_WORDS[word], written[: found.start()]
    try:
        return read(written), status
    except ValueError as error:
        raise ValueError(
            _(
                "«%(text)s» não é um período: escreva um ano (2025), um trimestre (2025-Q1), um mês (2025-03) "
                "ou «latest at 2025-10-25»."
            )
            % {"text": written}
        ) from error


def read(written: str) -> Period:
    """The period of a code; ValueError where it is none."""
    if found := _LATEST.fullmatch(written):
        day = date(*map(int, found.groups()))
        return Period(f"latest at {day.isoformat()}", day, day)
    if found := _YEAR.fullmatch(written):
        year = _year(found[1])
        return Period(found[1], date(year, 1, 1), date(year, 12, 31))
    if found := _QUARTER.fullmatch(written.upper()):
        return quarter(_year(found[1]), int(found[2]))
    if found := _MONTH.fullmatch(written):
        year, month = _year(found[1]), int(found[2])
        return Period(written, date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    raise ValueError(written)


def _year(text: str) -> int:
    year = int(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return year


def quarter(year: int, number: int) -> Period:
    last = 3 * number
    return Period(f"{year}-Q{number}", date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]))


def quarter_of(day: date) -> Period:
    return quarter(day.year, (day.month + 2) // 3)


def before(period: Period) -> Period:
    """The quarter before a quarter."""
    year, number = int(period.code[:4]), int(period.code[-1])
    return quarter(year, number - 1) if number > 1 else quarter(year - 1, 4)


def month_name(month: int) -> str:
    """In small letters, but for English."""
    name = str(MONTHS[month])
    return name if (get_language() or "").startswith("en") else name.lower()


def label(code: str) -> str:
    """As a reader reads it: "2025", "1.º trimestre de 2025", "março de 2025", "25/10/2025 (último valor)"."""
    period = read(code)
    match period.kind:
        case "quarter":
            return _("%(n)s.º trimestre de %(year)s") % {"n": period.code[-1], "year": period.start.year}
        case "month":
            return _("%(month)s de %(year)s") % {
                "month": month_name(period.start.month),
                "year": period.start.year,
            }
        case "latest":
            return _("último valor em %(day)s") % {"day": date_format(period.start, "SHORT_DATE_FORMAT")}
    return period.code


def short(code: str) -> str:
    """For axes and table heads: "2025", "T1 2025", "03/2025", "25/10/2025"."""
    period = read(code)
    match period.kind:
        case "quarter":
            return _("T%(n)s %(year)s") % {"n": period.code[-1], "year": period.start.year}
        case "month":
            return f"{period.start:%m/%Y}"
        case "latest":
            return date_format(period.start, "SHORT_DATE_FORMAT")
    return period.code
