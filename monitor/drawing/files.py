"""The same drawings as pictures that stand alone: an SVG with its own colours, title and source, and a PNG of it."""

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from monitor.drawing.canvas import n, rect, text, wrapped

MARGIN, TITLE, SUBTITLE, CAPTION = 24, 21, 14, 12
LEAST = 460  # narrower drawings stand in the middle: their title and source need room
# Faces that are on most machines, narrow enough for the room that was measured.
SANS = '"Noto Sans","Liberation Sans",Arial,Helvetica,"DejaVu Sans",sans-serif'
PAPER = {"ground": "#fff", "surface": "#fff", "sans": SANS}
ONLY_IN_PAGES = "/* only in pages */"

_DRAWING = re.compile(r'^<svg class="([^"]*)" viewBox="0 0 (\S+) (\S+)"[^>]*>(.*)</svg>$', re.DOTALL)
_NAMES = re.compile(r"<title[^>]*>.*?</title><desc[^>]*>(.*?)</desc>", re.DOTALL)
_WAYS = re.compile(r"</?a\b[^>]*>")


def as_file(
    svg: str, *, title: str, subtitle: str = "", source: str = "", credit: str = "", language: str = "pt-pt"
) -> bytes:
    """A drawing of this package as an SVG file: white ground, title above, source and credit below, nothing fetched.

    `source`: who made the figures; `credit`: who drew them, when, under which licence. `language`: that of the
    words given and of the drawing. Anything that is not one of our drawings: ValueError.
    """
    found = _DRAWING.match(str(svg))
    if found is None:
        raise ValueError("not a drawing of monitor.drawing")
    css, wide, tall, inner = found[1], float(found[2]), float(found[3]), found[4]
    named = _NAMES.search(inner)
    inner = _WAYS.sub("", _NAMES.sub("", inner))
    room = max(wide, LEAST)
    width = room + 2 * MARGIN
    y = float(MARGIN)
    parts: list[SafeString] = []
    for row in wrapped(title, room, TITLE * 1.06):
        y += 26
        parts.append(text(MARGIN, y, row, "f-title"))
    for row in wrapped(subtitle, room, SUBTITLE) if subtitle else ():
        y += 20
        parts.append(text(MARGIN, y, row, "f-sub"))
    y += 22
    move = f"translate({n(MARGIN + (room - wide) / 2)} {n(y)})"
    parts.append(format_html('<g class="{}" transform="{}">{}</g>', css, move, mark_safe(inner)))
    y += tall + 26
    parts.append(format_html('<path class="f-rule" d="M{} {}H{}"/>', MARGIN, n(y - 8), n(MARGIN + room)))
    with override(language):
        lines = [_("Fonte: %(source)s") % {"source": source}] if source else []
    for said in [*lines, *([credit] if credit else [])]:
        for row in wrapped(said, room, CAPTION):
            y += 16
            parts.append(text(MARGIN, y, row, "f-note"))
    height = y + MARGIN
    drawn = rect(0, 0, width, height, "f-paper") + "".join(parts)
    made = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" role="img"'
        ' aria-labelledby="f-title f-desc" xml:lang="{}"><title id="f-title">{}</title><desc id="f-desc">{}</desc>'
        "<style>{}</style>{}</svg>\n",
        n(width), n(height), n(width), n(height), language, title,
        mark_safe(named[1] if named else ""), mark_safe(_style(drawn)), mark_safe(drawn),
    )  # fmt: skip
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + made).encode()


def as_png(svg: bytes, *, width: int = 1600) -> bytes:
    """A file of `as_file` as a picture `width` pixels wide, drawn by typst with the machine's fonts, else its own."""
    import typst

    found = re.search(rb'width="([\d.]+)"', svg)
    if found is None:
        raise ValueError("an SVG without a width")
    across = float(found[1])
    with TemporaryDirectory(prefix="concerta-") as folder:
        place = Path(folder)
        (place / "drawing.svg").write_bytes(svg)
        page = (
            f'#set page(width: {across}pt, height: auto, margin: 0pt)\n#image("drawing.svg", width: 100%)\n'
        )
        (place / "page.typ").write_text(page, encoding="utf-8")
        options: dict[str, Any] = {"format": "png", "root": folder, "ppi": 72 * width / across}
        made: bytes = typst.compile(str(place / "page.typ"), **options)
    return made


def _style(drawn: str) -> str:
    """The rules of the style sheet that this drawing uses, in the light colours, on paper."""
    used = {name for names in re.findall(r'class="([^"]*)"', drawn) for name in names.split()}
    kept = []
    for selectors, body in _rules():
        mine = [one for one in selectors if set(re.findall(r"\.([\w-]+)", one)) <= used | {"chart"}]
        if mine:
            kept.append(f"{','.join(mine)}{{{body}}}")
    return "".join(kept)


@cache
def _rules() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Selectors and declarations of the first part of charts.css, every custom property replaced by its light value."""
    tokens = dict(re.findall(r"--([\w-]+):([^;]+);", _sheet("tokens").split("}")[0])) | PAPER
    sheet = re.sub(r"/\*.*?\*/", "", _sheet("charts").split(ONLY_IN_PAGES)[0], flags=re.DOTALL)
    sheet = sheet.partition("{")[2]
    rules = []
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        plain = re.sub(r"var\(--([\w-]+)\)", lambda found: tokens[found[1]].strip(), body)
        rules.append((tuple(one.strip() for one in selectors.split(",")), " ".join(plain.split())))
    return tuple(rules)


def _sheet(name: str) -> str:
    found = finders.find(f"css/{name}.css")
    return Path(str(found)).read_text(encoding="utf-8")
