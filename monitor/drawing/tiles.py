"""The 17 municipalities as tiles of one size: in rough geographic order, each as easy to reach as any other."""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from monitor.drawing import summary
from monitor.drawing.breaks import Classes, cut_words
from monitor.drawing.canvas import cut, figure, hatch, hatched, image, rect, text, wrapped
from monitor.drawing.series import Place, absent

# Column and row. Down each column the municipalities lie ever further south, along each row ever further east.
GRID = {
    "1313": (0, 0),  # Póvoa de Varzim
    "1316": (0, 1),  # Vila do Conde
    "1318": (1, 1),  # Trofa
    "1314": (2, 1),  # Santo Tirso
    "1308": (0, 2),  # Matosinhos
    "1306": (1, 2),  # Maia
    "1315": (2, 2),  # Valongo
    "1310": (3, 2),  # Paredes
    "1312": (1, 3),  # Porto
    "1304": (2, 3),  # Gondomar
    "1317": (1, 4),  # Vila Nova de Gaia
    "0107": (0, 5),  # Espinho
    "0109": (1, 5),  # Santa Maria da Feira
    "0104": (3, 5),  # Arouca
    "0116": (1, 6),  # São João da Madeira
    "0113": (2, 6),  # Oliveira de Azeméis
    "0119": (3, 6),  # Vale de Cambra
}
SIDE, TALL, GAP = 90, 62, 5
WIDTH = 4 * SIDE + 3 * GAP
ON_DARK = {4, 5}  # steps of the ramp on which text is light (dark, where the whole page is)


def tile_map(
    places: Sequence[Place],
    classes: Classes,
    *,
    key: str,
    label: str,
    unit: str = "",
    decimals: int = 1,
    here: str = "",
    period: str = "",
    with_legend: bool = True,
) -> SafeString:
    """A tile for each place of `GRID`, with short name, figure and the colour of its class; a hatch without a value.

    A place with `href` is a link named by place and value; the drawing is then a group, not an image, so that its links
    can be reached by keyboard and screen reader. Readable at 340 px and wider: there is no narrow variant.
    """
    found = {one.code: one for one in places}
    parts = [hatch(key)]
    for code, (column, row) in GRID.items():
        one = found.get(code)
        if one is not None:
            x, y = column * (SIDE + GAP), row * (TALL + GAP)
            parts.append(_tile(one, classes, x, y, key, unit, decimals, chosen=bool(here) and code == here))
    if with_legend:
        absence = word_for_absence(one.status for one in places if one.value is None)
        left = SIDE + GAP + 6
        parts += legend(classes, left, 4, WIDTH - left, unit=unit, absence=absence, hatched_by=key)
    return image(
        parts,
        key=key,
        css="tilemap",
        width=WIDTH,
        height=7 * TALL + 6 * GAP + 2,
        title=label,
        summary=f"{summary.of_places(places, unit, decimals, period)} {classes.sentence}",
        role="group" if any(one.href for one in places) else "img",
    )


def _tile(
    one: Place, classes: Classes, x: float, y: float, key: str, unit: str, decimals: int, *, chosen: bool
) -> SafeString:
    level = classes.level_of(one.value)
    css = f"cell q{level}" if level else "cell nd"
    value = figure(one.value, decimals, unit) if one.value is not None else absent(one.status)
    on = " on" if level in ON_DARK else ""
    inner = [rect(x, y, SIDE, TALL, css, hatched(key) if level is None else "")]
    if level is None:
        inner.append(rect(x + 3, y + 3, SIDE - 6, TALL - 6, "plate"))
    rows = wrapped(one.short or one.name, SIDE - 14)
    rows = rows if len(rows) <= 2 else [rows[0], " ".join(rows[1:])]
    for n, words in enumerate(rows):
        inner.append(text(x + 8, y + 18 + n * 14, cut(words, SIDE - 12), f"name{on}"))
    inner.append(text(x + 8, y + TALL - 9, cut(value, SIDE - 12), f"dim{on}" if level is None else f"k{on}"))
    if chosen:
        inner.append(rect(x + 1.5, y + 1.5, SIDE - 3, TALL - 3, "chosen"))
    drawn = mark_safe("".join(inner))
    if not one.href:
        return drawn
    name = f"{one.name}: {value}"
    return format_html('<a href="{}" aria-label="{}" class="way">{}</a>', one.href, name, drawn)


def word_for_absence(statuses: Iterable[str]) -> str:
    """What the hatch of one map stands for, from the statuses of the places without a value; "" without such places."""
    hidden = {status == "suppressed" for status in statuses}
    if len(hidden) == 2:
        return _("sem dados ou confidencial")
    return "" if not hidden else _("confidencial") if True in hidden else _("sem dados")


def legend(
    classes: Classes, x: float, y: float, width: float, *, unit: str, absence: str, hatched_by: str
) -> list[SafeString]:
    """The ramp with the cuts between its steps, and the hatch for what has no value, with its word, where there is
    one."""
    parts: list[SafeString] = []
    each = min(56.0, width / max(1, len(classes.rows)))
    for n, one in enumerate(classes.rows):
        parts.append(rect(x + n * each, y, each, 12, f"cell q{one.level}"))
    for n, cut_at in enumerate(classes.bounds, start=1):
        parts.append(text(x + n * each, y + 27, cut_words(cut_at, unit), "leg", "middle"))
    if len(classes.rows) == 1:
        parts.append(text(x, y + 27, classes.rows[0].words, "leg"))
    if absence:
        parts.append(rect(x, y + 38, 24, 12, "cell nd", hatched(hatched_by)))
        parts.append(text(x + 31, y + 48, absence, "leg"))
    return parts
