"""Lines in a frame of time and value: what trend, comparison and small multiples have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.safestring import SafeString

from monitor.drawing.canvas import apart, dot, figure, line, path, rect, text, width_of
from monitor.drawing.scale import Scale
from monitor.drawing.series import Line, Point

ROOM = 17  # between two labels at the end of their lines
UNDER = 0.93  # a line under a text whose width is known only about
FEW = 3  # so many other lines are all named; of more only the highest and the lowest
STYLE = {"main": "k", "here": "k here", "benchmark": "dim", "other": "dim"}
MARKS = {"main": ("ln", "dot"), "here": ("lnow", "dnow"), "benchmark": ("bm", "dbm"), "other": ("gh", "dgh")}


@dataclass(frozen=True)
class Plot:
    """A frame: time from left to right by real dates, value from bottom to top."""

    left: float
    right: float
    top: float
    bottom: float
    days: tuple[tuple[date, str], ...]
    scale: Scale

    def x(self, day: date) -> float:
        first, last = self.days[0][0], self.days[-1][0]
        if first == last:
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * ((day - first).days / (last - first).days)

    def y(self, value: float) -> float:
        return self.scale.at(float(value), self.bottom, self.top)

    def at(self, point: Point) -> tuple[float, float]:
        assert point.value is not None
        return self.x(point.day), self.y(float(point.value))

    def grid(self, unit: str = "", numbers_at: float | None = None) -> list[SafeString]:
        """A rule for each round value, zero the stronger one; numbers end at `numbers_at`, if given."""
        parts = []
        for tick in self.scale.ticks:
            y = self.y(tick)
            parts.append(line(self.left, y, self.right, y, "ax zero" if tick == 0 else "ax"))
            if numbers_at is not None:
                parts.append(text(numbers_at, y + 4.5, figure(tick, self.scale.decimals, unit), "axn", "end"))
        return parts

    def numbers_width(self, unit: str = "") -> float:
        return max(width_of(figure(tick, self.scale.decimals, unit)) for tick in self.scale.ticks)

    def calendar(self, y: float, room: float | None = None, css: str = "day") -> list[SafeString]:
        """The names of the periods under their dates: first and last always, others where there is room."""
        kept: list[tuple[float, str, float]] = []
        places = [(self.x(day), label, width_of(label, bold=True) / 2) for day, label in self.days]
        for place in [places[-1], *places[:-1]] if len(places) > 1 else places:
            if all(abs(place[0] - x) > half + place[2] + 8 for x, _label, half in kept):
                kept.append(place)
        parts = [text(x, y, label, css, "middle") for x, label, _half in sorted(kept)]
        return parts + [line(x, self.bottom, x, self.bottom + 4, "tk") for x, _label, _half in places]

    def draw(self, one: Line, css: str, dots: str, *, every: bool, radius: float = 4) -> list[SafeString]:
        """A line with its gaps: only periods that stand next to each other are joined, and never over a break.

        `one` has a point for each of the plot's days (`Line.over`). `every`: a dot for each value, else only where a
        value would not be seen without one (alone between gaps) or is provisional (hollow, its stroke dotted); none at
        all without a class for them.
        """
        parts: list[SafeString] = []
        run: list[tuple[float, float]] = []
        joined: set[int] = set()
        for n, (before, after) in enumerate(pairwise(one.points)):
            whole = before.value is not None and after.value is not None and not after.breaks
            if whole:
                joined |= {n, n + 1}
            if whole and not (before.hollow or after.hollow):
                run = [*run, self.at(after)] if run else [self.at(before), self.at(after)]
                continue
            if run:
                parts.append(path(run, css))
                run = []
            if whole:
                parts.append(path([self.at(before), self.at(after)], f"{css} prov"))
        if run:
            parts.append(path(run, css))
        for n, point in enumerate(one.points if dots else ()):
            if point.value is not None and (every or point.hollow or n not in joined):
                smaller = 1.0 if every else 0.75
                mark = f"{dots} hollow" if point.hollow else dots
                parts.append(dot(*self.at(point), radius * smaller, mark))
        return parts

    def breaks(self, lines: Iterable[Line]) -> list[SafeString]:
        """A vertical tick half way to each period with which a series begins anew."""
        days = [day for day, _label in self.days]
        found = {point.day for one in lines for point in one.points if point.breaks and point.day in days[1:]}
        parts = []
        for day in sorted(found):
            x = (self.x(day) + self.x(days[days.index(day) - 1])) / 2
            parts.append(line(x, self.top, x, self.bottom + 4, "brk"))
        return parts


@dataclass(frozen=True)
class Label:
    """Words that belong to a height: at the end of a line."""

    y: float
    words: str
    css: str = ""  # "k" strong, "here" strong and underlined in amber


def column(
    labels: Sequence[Label], x: float, from_x: float, *, low: float, high: float, anchor: str = "start"
) -> list[SafeString]:
    """Labels in a column at `x`, pushed apart; a thin leader from `from_x` where one had to move."""
    parts = []
    places = apart([label.y for label in labels], ROOM, low, high)
    side = 1 if anchor == "start" else -1
    for label, y in zip(labels, places, strict=True):
        if abs(y - label.y) > 5:
            parts.append(line(from_x, label.y, x - side * 4, y, "stem"))
        if "here" in label.css.split():
            wide = width_of(label.words, bold=True) * UNDER
            parts.append(rect(x if side > 0 else x - wide, y + 6.5, wide, 3, "under"))
        parts.append(text(x, y + 4.5, label.words, label.css, anchor))
    return parts


def worth_naming(lines: Sequence[Line], at: Sequence[date]) -> list[Line]:
    """The lines that get a label: all but the others; of many others those highest or lowest on one of the days."""
    others = [one for one in lines if one.kind == "other"]
    if len(others) > FEW:
        found: list[Line] = []
        for day in at:
            there = [
                (float(point.value), one)
                for one in others
                for point in one.points
                if point.day == day and point.value is not None
            ]
            if there:
                found += [min(there, key=lambda pair: pair[0])[1], max(there, key=lambda pair: pair[0])[1]]
        others = [one for one in others if one in found]
    return [one for one in lines if one.kind != "other"] + others


def ordered(lines: Sequence[Line]) -> list[Line]:
    """Back to front: the others, benchmarks, the reader's choice, the main line."""
    rank = {"other": 0, "benchmark": 1, "here": 2, "main": 3}
    return sorted(lines, key=lambda one: rank[one.kind])
