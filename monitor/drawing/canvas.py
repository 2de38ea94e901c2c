"""The pieces every drawing is made of: numbers as the language writes them, measured text, marks with a class.

No colour stands here and no style: classes only, coloured by static/css/charts.css (in a page, light and dark) or by
the same rules inside a downloaded file.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# Units of a drawing are pixels at the size it is made for: a column of a page, or a phone with its margins.
WIDE, NARROW = 560, 358
TEXT = 13
LEADING = 18

_THIN = set("iIjlftr.,:;'|!()[] -/·1")
_BROAD = set("mwMW%@ÁÂÃÀOQGCDH")
_CONTROL = dict.fromkeys(range(32))


def figure(value: float | int | Decimal | None, decimals: int = 1, unit: str = "") -> str:
    """175,5 or 1 234 567 or 4,8%: rounded half up, as the reader's language writes it; None is "sem dados"."""
    if value is None:
        return _("sem dados")
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    exact = abs(exact) if exact == 0 else exact
    said = str(number_format(exact, decimal_pos=decimals, force_grouping=abs(exact) >= 10_000))
    return f"{said}%" if unit.strip() == "%" else said


def with_unit(value: float | int | Decimal | None, decimals: int, unit: str) -> str:
    """The figure in a sentence: with its unit where that is a sign people say ("%", "€"), alone otherwise."""
    said = figure(value, decimals, unit)
    return f"{said}\xa0{unit}" if value is not None and unit.strip() in {"€", "km²", "h"} else said


def width_of(words: str, size: float = TEXT, bold: bool = False) -> float:
    """About how wide a text will be, on the safe side: fonts differ from machine to machine."""
    ems = sum(0.34 if c in _THIN else 0.82 if c in _BROAD else 0.58 for c in words)
    return ems * size * (1.1 if bold else 1)


def wrapped(words: str, width: float, size: float = TEXT) -> list[str]:
    """The text in lines no wider than `width`; a single longer word keeps its line."""
    lines: list[str] = []
    for word in words.split(" "):
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def cut(words: str, width: float, size: float = TEXT, bold: bool = False) -> str:
    """The text, or its beginning with an ellipsis where there is no room for more."""
    if width_of(words, size, bold) <= width:
        return words
    while words and width_of(words + "…", size, bold) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def apart(wanted: Sequence[float], room: float, low: float, high: float) -> list[float]:
    """Positions at least `room` from each other, between `low` and `high`, as near to the wanted ones as can be.

    Neighbours that would collide become a block around their common middle. With more than fit they share the space.
    """
    if not wanted:
        return []
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    room = min(room, (high - low) / (len(wanted) - 1)) if len(wanted) > 1 else room
    blocks: list[list[float]] = []  # [sum of what each would like the first of the block to be, how many]
    for n, place in enumerate(order):
        blocks.append([wanted[place] - n * room, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += count
    top = high - (len(wanted) - 1) * room
    bases = [min(max(total / count, low), top) for total, count in blocks for _n in range(int(count))]
    placed = [0.0] * len(wanted)
    for n, place in enumerate(order):
        placed[place] = bases[n] + n * room
    return placed


def n(value: float) -> str:
    """A coordinate: one decimal at most, in every language with a point."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, css: str = "", anchor: str = "start") -> SafeString:
    """Real text, its baseline at `y`. `anchor`: start, middle or end."""
    return format_html(
        '<text x="{}" y="{}"{}{}>{}</text>',
        n(x),
        n(y),
        format_html(' class="{}"', css) if css else "",
        format_html(' text-anchor="{}"', anchor) if anchor != "start" else "",
        str(words).translate(_CONTROL),
    )


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> SafeString:
    return format_html('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', css, n(x1), n(y1), n(x2), n(y2))


def rect(x: float, y: float, width: float, height: float, css: str, more: str = "") -> SafeString:
    """`more`: further attributes, already safe (the fill of a hatch)."""
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}/>',
        css, n(x), n(y), n(width), n(height), more,
    )  # fmt: skip


def dot(x: float, y: float, radius: float, css: str) -> SafeString:
    return format_html('<circle class="{}" cx="{}" cy="{}" r="{}"/>', css, n(x), n(y), n(radius))


def path(points: Iterable[tuple[float, float]], css: str, close: bool = False) -> SafeString:
    d = "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points) + ("Z" if close else "")
    return format_html('<path class="{}" d="{}"/>', css, d)


def hatch(key: str) -> SafeString:
    """The pattern of "no data", the drawing's own: it needs no sprite and travels with a file."""
    return format_html(
        '<defs><pattern id="{}-hatch" width="7" height="7" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="hatch-0" width="7" height="7"/>'
        '<rect class="hatch-1" width="2" height="7"/></pattern></defs>',
        key,
    )


def hatched(key: str) -> SafeString:
    """The attribute that fills with the hatch of this drawing."""
    return format_html(' fill="url(#{}-hatch)"', key)


def notes(said: Iterable[str], x: float, y: float, width: float) -> tuple[list[SafeString], float]:
    """Sentences under a drawing, one under the other; also where the next thing may begin."""
    parts = []
    for one in said:
        for row in wrapped(one, width):
            parts.append(text(x, y, row, "said"))
            y += LEADING
    return parts, y


def image(
    parts: Iterable[SafeString],
    *,
    key: str,
    css: str,
    width: float,
    height: float,
    title: str,
    summary: str,
    role: str = "img",
) -> SafeString:
    """The drawing as one picture with a name and a description in words; `key` keeps its ids its own in the page.

    `role`: "img", or "group" where something inside can be reached (an image hides what it is made of).
    """
    return format_html(
        '<svg class="chart {}" viewBox="0 0 {} {}" role="{}" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>',
        css, n(width), n(height), role, key, key, key, title.translate(_CONTROL), key,
        summary.translate(_CONTROL), mark_safe("".join(parts)),
    )  # fmt: skip


def both(wide: SafeString, narrow: SafeString) -> SafeString:
    """Two widths of one drawing, of which the style sheet shows the one that fits its column (the other is not
    there for a screen reader either). Make them with different keys."""
    return format_html(
        '<div class="drawn"><div class="drawn-w">{}</div><div class="drawn-n">{}</div></div>', wide, narrow
    )
