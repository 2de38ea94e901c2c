"""Two to four places or indicators side by side: lines told apart by stroke, mark and name, by colour only besides."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from monitor.drawing import summary
from monitor.drawing.canvas import cut, n, path, text, width_of
from monitor.drawing.plot import Label, Plot, column
from monitor.drawing.scale import scale
from monitor.drawing.series import Line, days_of
from monitor.drawing.sheet import Sheet

MOST = 4


def compare(lines: Sequence[Line], *, key: str, label: str, narrow: bool = False) -> SafeString:
    """Up to four lines, each with its own stroke, mark and name at its end; `unit` and `decimals` are the lines' own.

    Lines of one unit share a chart; other units get a chart of their own underneath, over the same years: two scales in
    one frame would invent a relation. More than four: ValueError.
    """
    if len(lines) > MOST:
        raise ValueError("at most four lines can be told apart")
    days = days_of(lines)
    numbered = [(number, one.over(days)) for number, one in enumerate(lines, start=1)]
    whole = Sheet(key, label, narrow=narrow)
    if not any(one.known for _number, one in numbered):
        return whole.nothing()
    units = list(dict.fromkeys(one.unit for one in lines))
    sheets = {one: Sheet(key, label, one.unit, one.decimals, narrow) for _number, one in numbered}
    ends = {one: _end(sheets[one], one, days[-1][1]) for _number, one in numbered}
    gutter = max(width_of(words, bold=True) for words in ends.values()) + 20
    parts: list[SafeString] = []
    said: list[str] = []
    y = 0.0
    for unit in units:
        panel = [(number, one) for number, one in numbered if one.unit == unit]
        members = [one for _number, one in panel]
        values = [point.value for one in members for point in one.known if point.value is not None]
        axis = scale(values, whole=all(one.decimals == 0 for one in members))
        sheet = sheets[members[0]]
        top, numbers = y + sheet.top, max(sheet.numbers(axis), 40)
        tall = 150 if len(units) > 1 else 250 if narrow else 300
        plot = Plot(numbers + 10, sheet.width - gutter, top, top + tall, tuple(days), axis)
        parts += [*sheet.heading(y + 12), *plot.grid(unit, numbers), *plot.breaks(members)]
        labels = []
        for number, one in panel:
            parts += plot.draw(one, f"cl c{number}", "", every=False)
            parts += [_mark(*plot.at(point), number, point.hollow) for point in one.known]
            height = plot.at(one.last)[1] if one.last else plot.bottom
            labels.append(Label(height, ends[one], f"k e{number}"))
        parts += column(labels, plot.right + 14, plot.right + 6, low=top, high=plot.bottom + 4)
        parts += plot.calendar(plot.bottom + 22)
        said += [
            f"{unit}: {one}" if len(units) > 1 else one for one in summary.how_to_read(members, axis, unit)
        ]
        y = plot.bottom + 44
    key_parts, y = _key(numbered, y, whole.width)
    words = " ".join(summary.of_line(one, one.unit, one.decimals) for _number, one in numbered)
    return whole.finished([*parts, *key_parts], y + 6, css="compare", notices=said, summary=words)


def _end(sheet: Sheet, one: Line, last: str) -> str:
    most = sheet.width * 0.38
    name = one.called(sheet.narrow or width_of(one.name, bold=True) > most - 50)
    if one.last is None:
        return cut(name, most - 80, bold=True) + ": " + _("sem dados")
    return sheet.named(name, one.last.value, most, "" if one.last.label == last else f" ({one.last.label})")


def _mark(x: float, y: float, number: int, hollow: bool) -> SafeString:
    """A circle, a square, a triangle or a diamond."""
    css = f"m{number} hollow" if hollow else f"m{number}"
    if number == 1:
        return format_html('<circle class="{}" cx="{}" cy="{}" r="4.5"/>', css, n(x), n(y))
    shapes = {
        2: [(-4.2, -4.2), (4.2, -4.2), (4.2, 4.2), (-4.2, 4.2)],
        3: [(0, -5.5), (5.2, 4), (-5.2, 4)],
        4: [(0, -5.8), (5.8, 0), (0, 5.8), (-5.8, 0)],
    }
    return path([(x + dx, y + dy) for dx, dy in shapes[number]], css, close=True)


def _key(numbered: Sequence[tuple[int, Line]], y: float, width: float) -> tuple[list[SafeString], float]:
    """Stroke and mark with the full name: the label at the end may be short."""
    parts: list[SafeString] = []
    x, y = 0.0, y + 8
    for number, one in numbered:
        name = cut(one.name, width - 48)
        wide = 48 + width_of(name) + 18
        if x and x + wide > width:
            x, y = 0.0, y + 20
        parts.append(path([(x, y - 4.5), (x + 36, y - 4.5)], f"cl c{number}"))
        parts.append(_mark(x + 18, y - 4.5, number, False))
        parts.append(text(x + 44, y, name, "name"))
        x += wide
    return parts, y + 22
