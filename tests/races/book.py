"""The rules of capacity once more, in plain Python over single days: what the portal must say, worked out another way.

No SQL, no ranges, no sweep: every question is answered by looking at each day in turn and trying every arrangement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LISBON = ZoneInfo("Europe/Lisbon")
DAY = timedelta(days=1)
FAR = date(2099, 1, 1)
TAKING = ("held", "confirmed", "in_use")


@dataclass
class Piece:
    """An item of a bank."""

    name: str
    state: str = "ready"
    ready_on: date | None = None


@dataclass
class Entry:
    """One booking. `pieces`: the items it is known to have: asked for by name, or out."""

    quantity: int
    start: date
    end: date | None
    status: str
    auto: bool = False
    expires: datetime | None = None
    buffer: int | None = None
    named: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    asked_until: date | None = None

    @property
    def is_loan(self) -> bool:
        return self.buffer is not None


@dataclass
class Book:
    """One resource: what is offered, what is taken, and the clock."""

    now: datetime
    lends: bool = False
    hygiene: int = 0
    hold_for: timedelta = timedelta(minutes=90)
    said: list[tuple[date, int]] = field(default_factory=list)
    shut: list[tuple[date, date, int | None]] = field(default_factory=list)
    pieces: dict[str, Piece] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now.astimezone(LISBON).date()

    # --- One day ---

    def offered(self, day: date) -> int:
        if self.lends:
            return sum(self.is_there(piece, day) for piece in self.pieces.values())
        before = [(valid, n, capacity) for n, (valid, capacity) in enumerate(self.said) if valid <= day]
        return max(before)[2] if before else 0

    def is_there(self, piece: Piece, day: date) -> bool:
        if piece.state in ("ready", "out"):
            return True
        if piece.state in ("lost", "retired") or piece.ready_on is None:
            return False
        return day >= max(piece.ready_on, self.today + DAY)

    def blocked(self, day: date) -> int:
        here = [quantity for first, last, quantity in self.shut if first <= day < last]
        offered = self.offered(day)
        if None in here:
            return offered
        return min(offered, sum(quantity for quantity in here if quantity is not None))

    def shown(self, entry: Entry) -> str:
        if entry.status == "held" and entry.expires is not None and entry.expires <= self.now:
            return "expired"
        return entry.status

    def until(self, entry: Entry) -> date:
        """The first day it does not take."""
        if entry.end is None:
            return FAR
        if entry.status == "in_use":
            if entry.is_loan and entry.end <= self.today:
                return FAR
            return max(entry.end + (entry.buffer or 0) * DAY, self.today + DAY)
        return entry.end + (entry.buffer or 0) * DAY

    def taken(self, day: date, leaving_out: Entry | None = None) -> int:
        return sum(
            entry.quantity
            for entry in self.entries
            if entry is not leaving_out
            and self.shown(entry) in TAKING
            and entry.start <= day < self.until(entry)
        )

    def left(self, day: date, leaving_out: Entry | None = None) -> int:
        """May be less than nothing."""
        return self.offered(day) - self.blocked(day) - self.taken(day, leaving_out)

    # --- Several days ---

    def days_that_matter(self, start: date, end: date | None) -> list[date]:
        """Every day where something can change; of an endless period those are enough."""
        edges = {start}
        edges |= {valid for valid, _capacity in self.said}
        edges |= {day for first, last, _quantity in self.shut for day in (first, last)}
        edges |= {day for entry in self.entries for day in (entry.start, self.until(entry))}
        edges |= {piece.ready_on for piece in self.pieces.values() if piece.ready_on}
        edges.add(self.today + DAY)
        return sorted(day for day in edges if start <= day and (end is None or day < end) and day < FAR)

    def free(self, start: date, end: date | None, leaving_out: Entry | None = None) -> int:
        return min(self.left(day, leaving_out) for day in self.days_that_matter(start, end))

    def excess(self) -> int:
        return max(0, -self.free(self.today, None))

    def occupied(self, entry: Entry, end: date | None = None) -> tuple[date, date | None]:
        end = end or entry.end
        return entry.start, end and end + (entry.buffer or 0) * DAY

    def fits(self, entry: Entry) -> bool:
        start, end = self.occupied(entry)
        return self.free(start, end, entry) >= entry.quantity

    # --- Items ---

    def arranges(
        self, entry: Entry, planned: dict[int, list[str | None]], *, now_ready: bool = False
    ) -> bool:
        """Whether every promised loan can have an item with this one among them.

        `planned`: which items each entry (by its place) is down for now. When not all that is promised can be kept,
        the others keep theirs and only this one is placed.
        """
        shelf: dict[str, list[tuple[date, date]]] = {name: [] for name in self.pieces}
        for name, piece in self.pieces.items():
            if piece.state in ("lost", "retired"):
                del shelf[name]
            elif piece.state not in ("ready", "out"):
                ready = max(piece.ready_on, self.today + DAY) if piece.ready_on else FAR
                shelf[name].append((date.min, ready))
        movable: list[tuple[tuple[date, date], str | None]] = []
        for n, other in enumerate(self.entries):
            if other is entry or self.shown(other) not in TAKING:
                continue
            span = (other.start, self.until(other))
            for name in other.out or other.named:
                if name in shelf:
                    shelf[name].append(span)
            if not other.out and not other.named:
                movable += [(span, name) for name in planned.get(n, [None] * other.quantity)]
        start, end = self.occupied(entry)
        own = (start, end or FAR)
        for name in entry.out or entry.named:
            if not self.is_free(shelf, name, own) or (now_ready and self.pieces[name].state != "ready"):
                return False
            shelf[name].append(own)
        wanted = [own] * (0 if entry.out or entry.named else entry.quantity)
        ready = {name for name, piece in self.pieces.items() if piece.state == "ready"}
        allowed = ready if now_ready else set(shelf)
        everything = [(span, allowed) for span in wanted] + [(span, set(shelf)) for span, _name in movable]
        if self.places(shelf, sorted(everything, key=lambda one: one[0])):
            return True
        for span, name in movable:
            if name is not None and self.is_free(shelf, name, span):
                shelf[name].append(span)
        return self.places(shelf, [(span, allowed) for span in wanted])

    @staticmethod
    def is_free(shelf: dict[str, list[tuple[date, date]]], name: str, span: tuple[date, date]) -> bool:
        return name in shelf and all(span[1] <= first or last <= span[0] for first, last in shelf[name])

    def places(
        self,
        shelf: dict[str, list[tuple[date, date]]],
        wanted: list[tuple[tuple[date, date], set[str]]],
    ) -> bool:
        if not wanted:
            return True
        span, allowed = wanted[0]
        for name in sorted(allowed):
            if self.is_free(shelf, name, span):
                shelf[name].append(span)
                found = self.places(shelf, wanted[1:])
                shelf[name].remove(span)
                if found:
                    return True
        return False
