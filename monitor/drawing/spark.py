"""A line the size of a word."""

from django.utils.safestring import SafeString

from monitor.drawing import summary
from monitor.drawing.canvas import dot, image, text
from monitor.drawing.plot import Plot
from monitor.drawing.scale import scale
from monitor.drawing.series import Line, absent, days_of

WIDTH, HEIGHT = 120, 32


def spark(one: Line, *, key: str, label: str, unit: str = "", decimals: int = 1) -> SafeString:
    """The course of one line, 120 by 32, without axis: gaps stay gaps, the last value has the dot. Write the figure
    beside it."""
    parts: list[SafeString] = []
    if not one.known:
        parts.append(text(0, 21, absent(one.points[-1].status if one.points else "missing"), "dim"))
    else:
        axis = scale([point.value for point in one.known if point.value is not None])
        plot = Plot(5, WIDTH - 5, 5, HEIGHT - 5, tuple(days_of([one])), axis)
        parts += plot.draw(one, "ln", "dot", every=False, radius=3.5)
        last = one.known[-1]
        if not last.hollow:
            parts.append(dot(*plot.at(last), 3.5, "dot"))
    said = (
        summary.of_lines([one], unit, decimals)
        if one.kind != "other"
        else summary.of_line(one, unit, decimals)
    )
    return image(parts, key=key, css="spark", width=WIDTH, height=HEIGHT, title=label, summary=said)
