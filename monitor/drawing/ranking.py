"""Places from the highest to the lowest value: one bar each, always from zero; those without a value last, in words."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from geo.sorting import sort_key
from monitor.drawing import summary
from monitor.drawing.breaks import Classes
from monitor.drawing.canvas import cut, line, rect, text, width_of
from monitor.drawing.plot import UNDER
from monitor.drawing.scale import Scale
from monitor.drawing.series import Number, Place, absent
from monitor.drawing.sheet import Sheet

ROW, BAR = 25, 15


def ranked(places: Sequence[Place], *, ascending: bool = False) -> list[Place]:
    """By value, equal ones by name; those without a value at the end, whichever way round."""
    known = [one for one in places if one.value is not None]
    rest = [one for one in places if one.value is None]
    side = 1 if ascending else -1
    known.sort(key=lambda one: (side * float(one.value or 0), sort_key(one.name)))
    return known + sorted(rest, key=lambda one: sort_key(one.name))


def ranking(
    places: Sequence[Place],
    classes: Classes,
    *,
    key: str,
    label: str,
    unit: str = "",
    decimals: int = 1,
    here: str = "",
    reference: tuple[str, Number] | None = None,
    period: str = "",
    before: str = "",
    ascending: bool = False,
    narrow: bool = False,
) -> SafeString:
    """Bars in the classes of the map. `here`: the code of the chosen place. `reference`: name and value of a line
    through all rows ("AMP", 175.5). `period`: what the values are of; `before`: what the earlier values are of, each a
    tick on its row."""
    sheet = Sheet(key, label, unit, decimals, narrow)
    rows = ranked(places, ascending=ascending)
    if not any(one.value is not None for one in rows):
        return sheet.nothing()
    bars = Bars(sheet, rows, classes, here, reference)
    parts = bars.drawn()
    y = bars.bottom + 26
    if any(one.previous is not None for one in rows):
        words = _("valor em %(period)s") % {"period": before} if before else _("valor anterior")
        parts += [rect(1, y - 13, 3, 16, "was"), text(11, y, words, "said")]
        y += 20
    negative = _("As barras partem do zero: à esquerda, valores negativos.")
    said = summary.of_places(places, unit, decimals, period)
    if reference:
        said += " " + _("%(name)s: %(value)s.") % {"name": reference[0], "value": sheet.said(reference[1])}
    notices = [negative] if bars.axis.low < 0 else []
    return sheet.finished(parts, y, css="ranking", notices=notices, summary=said)


class Bars:
    """The rows of a ranking on its sheet."""

    def __init__(
        self,
        sheet: Sheet,
        rows: Sequence[Place],
        classes: Classes,
        here: str,
        reference: tuple[str, Number] | None,
    ) -> None:
        self.sheet, self.rows, self.classes, self.here, self.reference = sheet, rows, classes, here, reference
        values = [float(v) for one in rows for v in (one.value, one.previous) if v is not None]
        values += [0.0, *([float(reference[1])] if reference else [])]
        # From zero to the last value: there is no axis to read, so round ends would only waste room.
        low, high = min(values), max(values)
        self.axis = Scale(low, high if high > low else low + 1, (), sheet.decimals)
        names = max(width_of(one.called(sheet.narrow), bold=one.code == here) for one in rows)
        figures = max(width_of(self.said(one), bold=one.value is not None) for one in rows)
        self.left = min(names + 12, sheet.width * 0.36)
        self.right = sheet.width - figures - 10
        self.top = 26 if reference else 4
        self.bottom = self.top + ROW * len(rows)

    def said(self, one: Place) -> str:
        return self.sheet.said(one.value) if one.value is not None else absent(one.status)

    def x(self, value: Number) -> float:
        return self.axis.at(float(value), self.left, self.right)

    def drawn(self) -> list[SafeString]:
        parts: list[SafeString] = []
        for n, one in enumerate(self.rows):
            parts += self.row(one, self.top + n * ROW)
        if self.axis.low < 0:
            parts.append(line(self.x(0), self.top, self.x(0), self.bottom, "base"))
        if self.reference:
            x = self.x(self.reference[1])
            words = f"{self.reference[0]} {self.sheet.said(self.reference[1])}"
            half = width_of(words, bold=True) / 2
            parts.append(line(x, self.top - 4, x, self.bottom, "ref"))
            parts.append(
                text(min(max(x, half), self.sheet.width - half), self.top - 10, words, "k", "middle")
            )
        return parts

    def row(self, one: Place, y: float) -> list[SafeString]:
        chosen = bool(self.here) and one.code == self.here
        middle, base = y + ROW / 2, y + ROW / 2 + 4.5
        name = cut(one.called(self.sheet.narrow), self.left - 6, bold=chosen)
        parts = [line(self.left, middle, self.right, middle, "ax")]
        if chosen:
            parts.append(rect(0, base + 2.5, width_of(name, bold=True) * UNDER, 3, "under"))
        parts.append(text(0, base, name, "name k" if chosen else "name"))
        if one.value is not None:
            x, zero, level = self.x(one.value), self.x(0), self.classes.level_of(one.value)
            css = f"rod q{level}" if level else "rod"
            parts.append(rect(min(x, zero), middle - BAR / 2, abs(x - zero), BAR, css))
        parts.append(text(self.sheet.width, base, self.said(one), "dim" if one.value is None else "k", "end"))
        if one.previous is not None:
            parts.append(rect(self.x(one.previous) - 1.5, middle - BAR / 2 - 2, 3, BAR + 4, "was"))
        return parts
