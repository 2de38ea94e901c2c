"""One period: everybody on one row, those with a name above it, in as many tiers as they need."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from monitor.drawing import summary
from monitor.drawing.canvas import dot, figure, line, rect, text, width_of
from monitor.drawing.plot import MARKS, STYLE, ordered, worth_naming
from monitor.drawing.scale import scale
from monitor.drawing.series import Line, Target
from monitor.drawing.sheet import Sheet

TIER = 24


def row(sheet: Sheet, lines: Sequence[Line], targets: Sequence[Target]) -> SafeString:
    """Lines of one point each, at least one of them with a value."""
    known = [
        (one, one.last, float(one.last.value)) for one in lines if one.last and one.last.value is not None
    ]
    axis = scale(
        [*(value for *_rest, value in known), *(one.value for one in targets)],
        steps=4 if sheet.narrow else 6,
        whole=sheet.decimals == 0,
    )
    left, right = 16.0, sheet.width - 16.0
    taken: list[list[tuple[float, float]]] = []
    stems: list[SafeString] = []
    words: list[SafeString] = []
    named = worth_naming([one for one, *_rest in known], [lines[0].points[0].day])
    placed = []
    for one, point, value in sorted(known, key=lambda each: each[2]):
        if one not in named:
            continue
        x = axis.at(value, left, right)
        said = sheet.named(one.called(sheet.narrow), point.value, sheet.width * 0.7)
        half = width_of(said, bold=True) / 2
        middle = min(max(x, half), sheet.width - half)
        span = (middle - half - 5, middle + half + 5)
        tier = next(
            (n for n, some in enumerate(taken) if all(span[1] < a or b < span[0] for a, b in some)),
            len(taken),
        )
        if tier == len(taken):
            taken.append([])
        taken[tier].append(span)
        placed.append((one, x, middle, half, said, tier))
    base = sheet.top + len(taken) * TIER + 20
    for one, x, middle, half, said, tier in placed:
        y = base - 26 - tier * TIER
        stems.append(line(x, base - 5, x if abs(x - middle) < half else middle, y + 10, "stem"))
        if one.kind == "here":
            words.append(rect(middle - half * 0.9, y + 6, half * 1.8, 3, "under"))
        words.append(text(middle, y + 3, said, f"{STYLE[one.kind]} halo", "middle"))
    parts = sheet.heading()
    for tick in axis.ticks:
        x = axis.at(tick, left, right)
        parts.append(line(x, base - 9, x, base + 9, "ax zero" if tick == 0 else "ax"))
        parts.append(text(x, base + 28, figure(tick, axis.decimals, sheet.unit), "axn", "middle"))
    parts += [line(left, base, right, base, "ax"), *stems, *words]
    under = base + 50
    for target in targets:
        x = axis.at(float(target.value), left, right)
        said = f"{target.name}: {sheet.said(target.value)}"
        half = width_of(said, bold=True) / 2
        parts.append(line(x, base - 12, x, under - 13, "tgt"))
        parts.append(text(min(max(x, half), sheet.width - half), under, said, "goal", "middle"))
        under += TIER
    for one in ordered([one for one, *_rest in known]):
        assert one.last is not None and one.last.value is not None
        mark, radius = MARKS[one.kind][1], {"main": 7.0, "here": 6.0}.get(one.kind, 4.5)
        css = f"{mark} hollow" if one.last.hollow else mark
        parts.append(dot(axis.at(float(one.last.value), left, right), base, radius, css))
    parts.append(text(sheet.width / 2, under + 4, lines[0].points[0].label, "day", "middle"))
    return sheet.finished(
        parts,
        under + 32,
        css="trend dots",
        notices=summary.how_to_read(lines, axis, sheet.unit),
        summary=summary.of_lines(lines, sheet.unit, sheet.decimals, targets),
    )
