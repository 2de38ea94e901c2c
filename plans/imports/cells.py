"""The cells of a plan's table: texts with a code before them, values, and both written so that they are read back."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.sheets import FORMULA
from accounts.sheets.errors import Wrong
from monitor.imports.numbers import Numbers, from_sheet

# Said for "no target": nothing at all, or a dash.
NOTHING = ("", "-", "–", "—", "n.d.", "n.a.", "n/d", "n/a")
MOST_VALUE = Decimal(10) ** 12
# Written small inside a title.
SMALL = frozenset(
    ("a", "à", "ao", "aos", "as", "às", "com", "da", "das", "de", "do", "dos", "e", "em", "na", "nas", "no", "nos", "o",
     "os", "ou", "para", "pela", "pelo", "por", "que")
)  # fmt: skip

# A line of the first level, alone in its row.
AXIS = re.compile(
    r"(?P<word>[^\W\d_]{2,30})\s+(?P<code>\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,6})\s*[:–-]\s*(?P<title>\S.*)", re.S
)
_SHARE = re.compile(r"[+-]?\d{1,6}(?:\.\d{1,6})?", re.ASCII)
_LETTER = re.compile(r"(?P<code>[a-z])\)\s*(?P<title>.*)", re.S)
_CODES = (
    # In brackets: whatever it is, nothing too.
    re.compile(r"\[(?P<code>[^\[\]]*)\]\s*(?P<title>.*)", re.S),
    # 1.2.1: text; 1.2.1.c: text
    re.compile(r"(?P<code>\d{1,3}(?:\.[0-9A-Za-z]{1,4})*)\s*[:)]\s*(?P<title>.*)", re.S | re.ASCII),
    # 1.2 text
    re.compile(r"(?P<code>\d{1,3}(?:\.\d{1,3})+)\.?\s*[–-]?\s+(?P<title>.*)", re.S | re.ASCII),
    # EP1.1: text
    re.compile(r"(?P<code>[A-Z]{1,4}\d[0-9A-Za-z.\-]{0,16})\s*[:)]\s*(?P<title>.*)", re.S | re.ASCII),
)


class Code(NamedTuple):
    """`is_letter`: only the last part of the code; what stands above gives the rest."""

    code: str
    title: str
    is_letter: bool = False


def code_of(cell: str) -> Code:
    if found := _LETTER.fullmatch(cell):
        return Code(found["code"], found["title"].strip(), True)
    for pattern in _CODES:
        if found := pattern.fullmatch(cell):
            return Code(found["code"].strip(), found["title"].strip())
    return Code("", cell)


def cell_of(code: str, title: str, parent: str) -> str:
    """As it is printed, where that is read back as it was; else with the code in brackets."""
    letter = code.rpartition(".")[2]
    lettered = f"{letter}) {title}"
    if code == (f"{parent}.{letter}" if parent else letter) and code_of(lettered) == Code(
        letter, title, True
    ):
        return lettered
    plain = f"{code}: {title}" if code else title
    same = code_of(plain) == Code(code, title)
    return plain if same and not AXIS.fullmatch(plain) and plain[:1] != "#" else f"[{code}] {title}"


def unguarded(cell: str) -> str:
    """Without the mark that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" \u00a0").startswith(FORMULA) else cell


def value_of(cell: str, numbers: Numbers, *, is_number: bool) -> Decimal | None:
    """What is promised; None for no target. `Wrong`, with a sentence."""
    said = cell.strip()
    if said.lower() in NOTHING:
        return None
    if said.endswith("%"):
        # Never of thousands: a point and a comma both begin the decimals.
        body = said[:-1].strip().replace("\u2212", "-").replace(",", ".")
        if not _SHARE.fullmatch(body):
            raise Wrong(_("«%(said)s» não é uma percentagem.") % {"said": said[:40]})
        value = Decimal(body)
    else:
        value = from_sheet(said) if is_number else numbers.value(said)
    if value < 0:
        raise Wrong(_("«%(said)s» é negativo: uma meta é zero ou mais.") % {"said": said[:40]})
    if value >= MOST_VALUE:
        raise Wrong(_("é um número demasiado grande."))
    if value != round(value, 2):
        raise Wrong(_("«%(said)s» tem mais de duas casas decimais.") % {"said": said[:40]})
    if len(said) > 40:
        raise Wrong(_("o valor é demasiado longo."))
    return value


def within(percent: Decimal) -> str:
    """What is wrong with a percentage, "" if nothing."""
    if percent <= 100:
        return ""
    return _("%(said)s %% não pode ser: uma percentagem vai de 0 a 100.") % {
        "said": f"{percent.normalize():f}"
    }


def said_of(value: Decimal | None, printed: str, *, is_percent: bool) -> str | int | float | None:
    """A value as a cell: as it was printed where that still says it, else as a number or a percentage."""
    numbers = Numbers()
    numbers.look(printed)
    try:
        if printed and value_of(printed, numbers, is_number=False) == value:
            return printed
    except Wrong:
        pass
    if value is None:
        return None
    if is_percent:
        return f"{value.normalize():f}%"
    return int(value) if value == int(value) else float(value)


def calm(text: str) -> str:
    """What is printed in capitals only, as it is written in a text; anything else as it stands."""
    if not text.isupper() or len(text) <= 3:
        return text
    words = text.lower().split(" ")
    return " ".join(
        word if n and word in SMALL else word[:1].upper() + word[1:] for n, word in enumerate(words)
    )
