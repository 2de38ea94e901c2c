"""One indicator through time: lines for three periods or more, a slope for two, a row of dots for one."""

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString

from monitor.drawing import dots, summary
from monitor.drawing.canvas import TEXT, apart, cut, dot, line, text, width_of
from monitor.drawing.plot import MARKS, ROOM, STYLE, Label, Plot, column, ordered, worth_naming
from monitor.drawing.scale import Scale, scale
from monitor.drawing.series import Line, Target, days_of
from monitor.drawing.sheet import Sheet

MANY_POINTS = 12  # with more periods a dot on each would be a chain of pearls


def trend(
    lines: Sequence[Line],
    *,
    key: str,
    label: str,
    unit: str = "",
    decimals: int = 1,
    targets: Sequence[Target] = (),
    narrow: bool = False,
) -> SafeString:
    """The lines as an SVG with a name (`label`) and a description in words.

    `key`: begins the ids of this drawing, once in a page. `unit` is written over the axis ("%" beside each figure).
    `narrow` is the drawing for a phone; see `canvas.both`. Without any value: a hatched field that says so.
    """
    sheet = Sheet(key, label, unit, decimals, narrow)
    days = days_of(lines)
    lines = [one.over(days) for one in lines]
    if not any(one.known for one in lines):
        return sheet.nothing()
    if len(days) == 1:
        return dots.row(sheet, lines, targets)
    values = [point.value for one in lines for point in one.known if point.value is not None]
    axis = scale([*values, *(one.value for one in targets)], whole=decimals == 0)
    field = Field(sheet, lines, targets)
    slope = len(days) == 2
    plot, labels = (field.slope if slope else field.lines)(days, axis)
    numbers = None if slope and narrow else sheet.numbers(axis)
    parts = [*sheet.heading(), *plot.grid(unit, numbers), *plot.breaks(lines)]
    rules, goals = field.goals(plot)
    parts += [
        *rules,
        *field.marks(plot, len(days) <= MANY_POINTS),
        *goals,
        *labels,
        *plot.calendar(plot.bottom + 22),
    ]
    return sheet.finished(
        parts,
        plot.bottom + 52,
        css="trend slope" if slope else "trend",
        notices=summary.how_to_read(lines, axis, unit),
        summary=summary.of_lines(lines, unit, decimals, targets),
    )


class Field:
    """Lines and targets on one sheet."""

    def __init__(self, sheet: Sheet, lines: Sequence[Line], targets: Sequence[Target]) -> None:
        self.sheet, self.all, self.targets = sheet, lines, targets

    def lines(self, days: list[tuple[date, str]], axis: Scale) -> tuple[Plot, list[SafeString]]:
        """Names at the end of their lines; the period too, where a line ends before the others."""
        sheet, last = self.sheet, days[-1][0]
        ends = []
        for one in worth_naming(self.all, [last]):
            if one.last and one.last.value is not None:
                more = "" if one.last.day == last else f" ({one.last.label})"
                most = sheet.width * (0.40 if sheet.narrow else 0.36)
                ends.append(
                    (one, one.last, sheet.named(one.called(sheet.narrow), one.last.value, most, more))
                )
        gutter = max((width_of(words, TEXT, True) for *_rest, words in ends), default=0) + 14
        plot = Plot(
            sheet.numbers(axis) + 10,
            sheet.width - gutter,
            sheet.top,
            sheet.top + (250 if sheet.narrow else 300),
            tuple(days),
            axis,
        )
        labels = [Label(plot.at(point)[1], words, STYLE[one.kind]) for one, point, words in ends]
        return plot, column(labels, plot.right + 12, plot.right + 4, low=plot.top, high=plot.bottom + 6)

    def slope(self, days: list[tuple[date, str]], axis: Scale) -> tuple[Plot, list[SafeString]]:
        """Names on both sides."""
        sheet = self.sheet
        named = worth_naming(self.all, [day for day, _label in days])
        brief = sheet.narrow or any(width_of(one.name) > sheet.width * 0.2 for one in named)
        most = sheet.width * (0.42 if sheet.narrow else 0.32)
        sides = [
            [
                (one, one.points[n], sheet.named(one.called(brief), one.points[n].value, most))
                for one in named
                if one.points[n].value is not None
            ]
            for n in range(2)
        ]
        gutters = [
            max((width_of(words, TEXT, True) for *_rest, words in side), default=0) + 14 for side in sides
        ]
        plot = Plot(
            gutters[0] + (0 if sheet.narrow else sheet.numbers(axis) + 10),
            sheet.width - gutters[1],
            sheet.top,
            sheet.top + (300 if sheet.narrow else 360),
            tuple(days),
            axis,
        )
        ends = ((plot.left - 12, plot.left - 4, "end"), (plot.right + 12, plot.right + 4, "start"))
        parts: list[SafeString] = []
        for side, (x, from_x, anchor) in zip(sides, ends, strict=True):
            labels = [Label(plot.at(point)[1], words, STYLE[one.kind]) for one, point, words in side]
            parts += column(labels, x, from_x, low=plot.top, high=plot.bottom + 6, anchor=anchor)
        return plot, parts

    def marks(self, plot: Plot, few_days: bool) -> list[SafeString]:
        parts: list[SafeString] = []
        for one in ordered(self.all):
            css, mark = MARKS[one.kind]
            strong = one.kind in {"main", "here"}
            radius = {"main": 5.5, "here": 4.5}.get(one.kind, 3.2)
            parts += plot.draw(one, css, mark, every=strong and few_days, radius=radius)
            if strong and not few_days and one.last is not None:
                parts.append(dot(*plot.at(one.last), radius, f"{mark} hollow" if one.last.hollow else mark))
        return parts

    def goals(self, plot: Plot) -> tuple[list[SafeString], list[SafeString]]:
        """The rules, to lie behind the lines, and their words, to stand before them."""
        rules, words = [], []
        heights = apart([plot.y(float(one.value)) for one in self.targets], ROOM, plot.top, plot.bottom)
        for one, y in zip(self.targets, heights, strict=True):
            exact = plot.y(float(one.value))
            rules.append(line(plot.left, exact, plot.right, exact, "tgt"))
            said = f"{one.name}: {self.sheet.said(one.value)}"
            words.append(text(plot.left + 8, y - 6, cut(said, plot.right - plot.left), "goal"))
        return rules, words
