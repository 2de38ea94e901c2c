"""The line of the day: what happens at which hour, laid out so that no label crosses another's stem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from resources.days import LISBON

MOST = 7
LEVELS = 4
TRIES = 2000
# Width of a label in hundredths of the line: its hour, then so much a letter.
HOUR, LETTER = 5.0, 0.66
DEADLINE, ARRIVAL, PLAIN = "r", "a", ""


@dataclass(frozen=True)
class Event:
    """`kind`: a deadline, an arrival or anything else. `clock` False: somewhere in the day, shown at its end."""

    at: datetime
    text: str
    kind: str = PLAIN
    clock: bool = True
    x: int = 0
    level: int = 0
    flip: bool = False

    @property
    def label(self) -> tuple[float, float]:
        width = HOUR * self.clock + LETTER * len(self.text) + 1
        return (self.x - width, self.x) if self.flip else (self.x, self.x + width)

    def crosses(self, other: Event) -> bool:
        """Labels on top of each other, or a stem through a label above its end."""
        (a, b), (c, d) = self.label, other.label
        if self.level == other.level:
            return a < d and c < b
        upper, deeper = (self, other) if self.level < other.level else (other, self)
        left, right = upper.label
        return left + 0.3 < deeper.x < right - 0.3


@dataclass(frozen=True)
class Line:
    start: datetime
    end: datetime
    now_x: int
    events: list[Event]
    more: int

    @property
    def hours(self) -> list[int]:
        return [self.start.hour, 24]


def lay_out(events: Iterable[Event], now: datetime) -> Line:
    """The rest of today on a line that ends at midnight; what does not fit without crossing is counted in `more`."""
    local = now.astimezone(LISBON)
    # The line has eight parts: of one, two or three hours, so that its marks fall on whole hours.
    first = 16 if local.hour >= 17 else 8 if local.hour >= 9 else 0
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    start, end = midnight.replace(hour=first), midnight + timedelta(days=1)

    def place(moment: datetime) -> int:
        return max(0, min(100, round(100 * (moment - start) / (end - start))))

    now_x = place(now)
    coming = sorted((event for event in events if start <= event.at <= end), key=lambda event: event.at)
    placed = _Search(now_x).best([replace(event, x=place(event.at)) for event in coming[:MOST]])
    return Line(start, end, now_x, placed, len(coming) - len(placed))


class _Search:
    """Tries heights and sides from the last event to the first (the earliest hangs deepest); keeps the fullest line."""

    def __init__(self, now_x: int) -> None:
        self.now_x = now_x
        self.tries = TRIES
        self.found: list[Event] = []

    def best(self, events: list[Event]) -> list[Event]:
        self.wanted = len(events)
        self._try(events, [])
        return sorted(self.found, key=lambda event: event.at)

    def _try(self, left: list[Event], placed: list[Event]) -> bool:
        """True when nothing better can be found."""
        if len(placed) > len(self.found):
            self.found = placed
        if not left:
            return len(placed) == self.wanted
        for spot in self._spots(left[-1]):
            self.tries -= 1
            if self.tries < 0:
                return True
            if not any(spot.crosses(other) for other in placed) and self._try(left[:-1], [*placed, spot]):
                return True
        if len(placed) + len(left) - 1 > len(self.found):
            return self._try(left[:-1], placed)
        return False

    def _spots(self, event: Event) -> Iterator[Event]:
        for level in range(LEVELS):
            for flip in (False, True):
                spot = replace(event, level=level, flip=flip)
                left, right = spot.label
                if left >= 0 and right <= 100 and not left < self.now_x < right:
                    yield spot
