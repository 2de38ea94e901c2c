"""What is drawn: points in time, lines of them, places with one value each. Plain values, known before drawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

Number = float | int | Decimal

# A value that may still change is drawn hollow.
UNSETTLED = {"provisional", "estimated"}


@dataclass(frozen=True)
class Point:
    """One period of a line. `day`: where it stands on the axis (any day within the period, the same for all lines).

    `value` None interrupts the line. A period in which a value was to be expected and is not there is such a point
    too: what is left out altogether is not known to be missing. `status`: final, provisional, estimated, suppressed,
    missing, not_declared. `breaks`: the series begins anew here and is not compared with what came before.
    """

    day: date
    label: str
    value: Number | None
    status: str = "final"
    breaks: bool = False

    @property
    def hollow(self) -> bool:
        return self.value is not None and self.status in UNSETTLED


@dataclass(frozen=True)
class Line:
    """`kind`: "main" (the one the page is about), "here" (the reader's choice), "benchmark", "other".

    `short` is written where `name` has no room. `unit` and `decimals` only where lines of one drawing differ in them.
    """

    name: str
    points: tuple[Point, ...]
    kind: str = "other"
    short: str = ""
    unit: str = ""
    decimals: int = 1

    def over(self, days: Sequence[tuple[date, str]]) -> "Line":
        """The same line with a point for each of `days`: where it has none, a gap."""
        own = {point.day: point for point in self.points}
        return replace(self, points=tuple(own.get(day) or Point(day, label, None) for day, label in days))

    @property
    def known(self) -> list[Point]:
        return [point for point in self.points if point.value is not None]

    @property
    def last(self) -> Point | None:
        return self.known[-1] if self.known else None

    def called(self, narrow: bool) -> str:
        return self.short if narrow and self.short else self.name


@dataclass(frozen=True)
class Target:
    """A value to be reached, drawn across: `name` says whose and by when ("Meta 2030")."""

    name: str
    value: Number


@dataclass(frozen=True)
class Place:
    """One place with its value. `code` (DICO) finds it on tile map and outline; `previous` is an earlier value."""

    code: str
    name: str
    value: Number | None
    previous: Number | None = None
    status: str = "final"
    short: str = ""
    href: str = ""

    def called(self, narrow: bool) -> str:
        return self.short if narrow and self.short else self.name


def absent(status: str) -> str:
    """The word for a value that is not shown: never zero, never a dash alone."""
    return _("confidencial") if status == "suppressed" else _("sem dados")


def days_of(lines: Iterable[Line]) -> list[tuple[date, str]]:
    """All periods of the lines in order of time, each once."""
    return sorted({point.day: point.label for line in lines for point in line.points}.items())
