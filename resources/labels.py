"""Sheets of labels for items: a code to read aloud, and a QR that opens the item's page on a phone. PDF, tagged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources.models import Item

COLUMNS = 3


@dataclass(frozen=True)
class Format:
    """An A4 sheet of labels as it is sold; lengths in mm."""

    label: Any
    rows: int
    height: float
    width: float = 63.5
    gutter: float = 2.54
    left: float = 7.21

    @property
    def each(self) -> int:
        return COLUMNS * self.rows

    @property
    def top(self) -> float:
        return (297 - self.rows * self.height) / 2


FORMATS = {
    "21": Format(gettext_lazy("21 por folha (63,5 × 38,1 mm)"), 7, 38.1),
    "24": Format(gettext_lazy("24 por folha (63,5 × 33,9 mm)"), 8, 33.9),
}

SHEET = """
#let data = json(bytes(sys.inputs.sheet))
#set document(title: data.title)
#set text(font: "Libertinus Serif", size: 8pt, lang: data.lang)
#set page(paper: "a4", margin: (top: data.top * 1mm, left: data.left * 1mm, right: 0mm, bottom: 0mm))
#let label(one) = box(width: 100%, height: 100%, inset: 1.5mm, grid(
  columns: (data.side * 1mm, 1fr), column-gutter: 1mm, align: horizon,
  image(bytes(one.svg), format: "svg", alt: one.alt, width: data.side * 1mm),
  box(clip: true, height: data.side * 1mm, align(horizon, {
    set par(leading: 0.4em)
    text(font: "DejaVu Sans Mono", size: 11pt, weight: "bold", one.code)
    linebreak()
    text(size: 8.5pt, one.name)
    linebreak()
    text(size: 7pt, one.organisation)
  })),
))
#grid(
  columns: (data.width * 1mm,) * data.columns,
  rows: data.height * 1mm,
  column-gutter: data.gutter * 1mm,
  ..range(data.skipped).map(n => []),
  ..data.labels.map(label),
)
"""


def address(item: Item) -> str:
    """What the QR says: the page of the item, whatever the language of who reads it."""
    with translation.override("pt-pt"):
        return settings.BASE_URL + reverse("item", args=[item.code])


def drawn(text: str) -> str:
    """The QR as SVG, with the quiet border it needs."""
    import segno

    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False, nl=False)
    return out.getvalue().decode()


def sheet(items: Sequence[Item], *, form: Format = FORMATS["21"], first: int = 1) -> bytes:
    """Labels for the items (with resource and organisation), from the place `first` of the first sheet on."""
    import typst

    said = {
        "title": _("Etiquetas"),
        "lang": (translation.get_language() or "pt")[:2],
        "columns": COLUMNS,
        "skipped": first - 1,
        "side": form.height - 6,
        **{name: getattr(form, name) for name in ("width", "height", "gutter", "left", "top")},
        "labels": [
            {
                "code": item.code,
                "name": item.name,
                "organisation": _owner(item),
                "svg": drawn(address(item)),
                "alt": _("Código QR: %(address)s") % {"address": address(item)},
            }
            for item in items
        ],
    }
    made: bytes = typst.compile(
        SHEET.encode(), format="pdf", ignore_system_fonts=True, sys_inputs={"sheet": json.dumps(said)}
    )
    return made


def _owner(item: Item) -> str:
    owner = item.resource.facility.organisation
    return owner.name if owner else ""
