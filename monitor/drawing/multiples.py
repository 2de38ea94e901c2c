"""Small multiples: one small chart for each place, all on one scale, so that shapes and heights can be compared."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from monitor.drawing import summary
from monitor.drawing.canvas import cut, dot, hatch, hatched, line, rect, text, width_of, with_unit
from monitor.drawing.plot import UNDER, Plot
from monitor.drawing.scale import scale
from monitor.drawing.series import Line, absent, days_of
from monitor.drawing.sheet import Sheet

COLUMNS, GAP, HEAD, FIELD, FOOT = {False: 4, True: 2}, 22, 42, 60, 34


def multiples(
    lines: Sequence[Line],
    *,
    key: str,
    label: str,
    unit: str = "",
    decimals: int = 1,
    reference: Line | None = None,
    narrow: bool = False,
) -> SafeString:
    """A small chart for each line, in the order given: name, last value (or the word why there is none), its course.

    `reference` (the AMP) is drawn dashed behind each. The scale is one for all and said underneath.
    """
    sheet = Sheet(key, label, unit, decimals, narrow)
    behind = [reference] if reference else []
    days = days_of([*lines, *behind])
    lines, behind = [one.over(days) for one in lines], [one.over(days) for one in behind]
    values = [point.value for one in [*lines, *behind] for point in one.known if point.value is not None]
    if not values:
        return sheet.nothing()
    axis = scale(values, whole=decimals == 0)
    columns = COLUMNS[narrow]
    wide, tall = (sheet.width - GAP * (columns - 1)) / columns, HEAD + FIELD + FOOT
    parts = [hatch(key)]
    for n, one in enumerate(lines):
        x, y = (n % columns) * (wide + GAP), (n // columns) * tall
        plot = Plot(x + 5, x + wide - 5, y + HEAD, y + HEAD + FIELD, tuple(days), axis)
        parts += _panel(sheet, one, plot, behind, x, y, wide)
    low, high = (with_unit(value, axis.decimals, unit) for value in (axis.low, axis.high))
    words = {"low": low, "high": high}
    named = unit and unit.strip() != "%"
    said = [
        _("Todos com a mesma escala, de %(low)s a %(high)s (%(unit)s).") % {**words, "unit": unit}
        if named
        else _("Todos com a mesma escala, de %(low)s a %(high)s.") % words
    ]
    said += [_("Linha tracejada: %(name)s.") % {"name": one.name} for one in behind]
    return sheet.finished(
        parts,
        -(-len(lines) // columns) * tall + 8,
        css="multiples",
        notices=said + summary.how_to_read([replace(one, kind="other") for one in lines], axis, unit),
        summary=summary.of_lines([*behind, *lines], unit, decimals),
    )


def _panel(
    sheet: Sheet, one: Line, plot: Plot, behind: Sequence[Line], x: float, y: float, wide: float
) -> list[SafeString]:
    here, end = one.kind == "here", one.points[-1]
    name = cut(one.called(width_of(one.name, bold=True) > wide), wide, bold=True)
    parts = [text(x, y + 12, name, "k")]
    if here:
        parts.append(rect(x, y + 15, width_of(name, bold=True) * UNDER, 3, "under"))
    missing = _("%(word)s em %(period)s") % {"word": absent(end.status), "period": end.label}
    said = sheet.said(end.value) if end.value is not None else missing
    parts.append(text(x, y + 32, said, "dim" if end.value is None else "name"))
    if not one.known:
        return [*parts, rect(x, plot.top, wide, FIELD, "nd", hatched(sheet.key))]
    floor = plot.y(0 if plot.scale.from_zero else plot.scale.low)
    parts.append(line(x, floor, x + wide, floor, "ax zero"))
    for other in behind:
        parts += plot.draw(other, "bm", "", every=False, radius=0)
    css, mark = ("lnow", "dnow") if here else ("ln", "dot")
    parts += plot.draw(one, css, mark, every=False, radius=3.5)
    if not one.known[-1].hollow:
        parts.append(dot(*plot.at(one.known[-1]), 3.5, mark))
    first, last = plot.days[0][1], plot.days[-1][1]
    parts.append(text(x, plot.bottom + 16, first, "axn"))
    if len(plot.days) > 1 and width_of(first) + width_of(last) + 8 < wide:
        parts.append(text(x + wide, plot.bottom + 16, last, "axn", "end"))
    return parts
