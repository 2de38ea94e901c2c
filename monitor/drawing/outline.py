"""The 17 outlines in the classes of a map, complete in itself: for a file and for pages that are not ours."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from geo.outlines import OUTLINES, paths
from monitor.drawing import summary
from monitor.drawing.breaks import Classes
from monitor.drawing.canvas import hatch, hatched, image, text
from monitor.drawing.series import Place
from monitor.drawing.tiles import ON_DARK, legend, word_for_absence

WIDTH, HEIGHT, LEFT = 640, 730, 112
SMALLEST = "0116"  # São João da Madeira: its name is wider than itself


def choropleth(
    places: Sequence[Place],
    classes: Classes,
    *,
    key: str,
    label: str,
    unit: str = "",
    decimals: int = 1,
    here: str = "",
    period: str = "",
    names: bool = True,
    with_legend: bool = True,
) -> SafeString:
    """The map of the page (`outline_map`) with its own outlines, hatch and legend. `names` writes the municipalities'.

    A municipality that `places` lacks is drawn as one without data.
    """
    found = {one.code: one for one in places}
    levels = {code: classes.level_of(found[code].value if code in found else None) for code in OUTLINES}
    parts: list[SafeString] = []
    # The chosen one has the strongest line, so it is drawn over its neighbours.
    for code in sorted(OUTLINES, key=lambda code: code == here):
        level = levels[code]
        css = f"cell q{level}" if level else "cell nd"
        css += " chosen-area" if code == here else ""
        fill = hatched(key) if level is None else ""
        parts.append(format_html('<path class="{}" d="{}"{}/>', css, paths()[code], fill))
    for code, one in OUTLINES.items() if names else ():
        css = "nm on" if levels[code] in ON_DARK and not one.side and code != SMALLEST else "nm"
        css += " halo" if code == SMALLEST or (levels[code] is None and not one.side) else ""
        css += " sm" if one.minor else ""
        parts += [text(x, y + 5, words, css, "end" if one.side else "middle") for x, y, words in one.label]
    moved = format_html('<g transform="translate({} 8)">{}</g>', LEFT, mark_safe("".join(parts)))
    absence = word_for_absence(
        found[code].status if code in found else "missing" for code, level in levels.items() if level is None
    )
    below = legend(classes, 350, 24, 280, unit=unit, absence=absence, hatched_by=key) if with_legend else []
    return image(
        [hatch(key), moved, *below],
        key=key,
        css="outline",
        width=WIDTH,
        height=HEIGHT,
        title=label,
        summary=f"{summary.of_places(places, unit, decimals, period)} {classes.sentence}",
    )
