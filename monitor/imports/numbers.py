"""Numbers as files write them. A point or a comma is never guessed at: the file itself has to tell which is which."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.sheets.errors import Wrong

MARKS = ".,"
MOST = Decimal(10) ** 14
_SPACE = "\u0020\u00a0\u2009\u202f'’"
_PLAIN = re.compile(r"(?P<sign>[+-]?)(?P<body>\d[\d.,]*)", re.ASCII)
_SPACED = re.compile(
    rf"(?P<sign>[+-]?)(?P<whole>\d{{1,3}}(?:[{_SPACE}]\d{{3}})+)(?:(?P<mark>[.,])(?P<part>\d+))?", re.ASCII
)


def _other(mark: str) -> str:
    return MARKS[1 - MARKS.index(mark)]


def _decimal_mark(body: str) -> str | None:
    """Which mark this number shows to be the decimal one: "" when it tells nothing, None when it may be either.

    ValueError where the marks stand as in no number.
    """
    points, commas = body.count("."), body.count(",")
    if not points + commas:
        return ""
    if points and commas:
        mark = max(MARKS, key=body.rindex)
        if not re.fullmatch(rf"\d{{1,3}}(?:\{_other(mark)}\d{{3}})+\{mark}\d+", body, re.ASCII):
            raise ValueError(body)
        return mark
    mark = "." if points else ","
    if points + commas > 1:
        if not re.fullmatch(rf"\d{{1,3}}(?:\{mark}\d{{3}})+", body, re.ASCII):
            raise ValueError(body)
        return _other(mark)
    whole, part = body.split(mark)
    if not part:
        raise ValueError(body)
    return None if len(part) == 3 and len(whole) <= 3 and not whole.startswith("0") else mark


class Numbers:
    """The numbers of one file. Let it `look` at all of them before the first is asked for."""

    def __init__(self, decimal: str = "") -> None:
        self.said = decimal
        self._seen: Counter[str] = Counter()

    def look(self, text: str) -> None:
        said = _tidy(text)
        if (spaced := _SPACED.fullmatch(said)) and spaced["mark"]:
            self._seen[spaced["mark"]] += 1
        elif plain := _PLAIN.fullmatch(said):
            try:
                if mark := _decimal_mark(plain["body"]):
                    self._seen[mark] += 1
            except ValueError:
                return

    def value(self, text: str) -> Decimal:
        said = _tidy(text)
        if spaced := _SPACED.fullmatch(said):
            if spaced["mark"]:
                self._settled(said, spaced["mark"])
            whole = re.sub(rf"[{_SPACE}]", "", spaced["whole"])
            return within(Decimal(f"{spaced['sign']}{whole}.{spaced['part'] or 0}"))
        plain = _PLAIN.fullmatch(said)
        try:
            mark = _decimal_mark(plain["body"]) if plain else None
        except ValueError:
            plain = None
        if plain is None:
            raise Wrong(_("«%(said)s» não é um número.") % {"said": text.strip()[:40]}, "value")
        if mark != "":
            mark = self._settled(plain["body"], mark)
        body = plain["body"].replace(_other(mark), "").replace(mark, ".") if mark else plain["body"]
        return within(Decimal(plain["sign"] + body))

    def _settled(self, body: str, mark: str | None) -> str:
        """The decimal mark of this number, as the rest of the file has it."""
        usual = self.said or (self._seen.most_common(1)[0][0] if self._seen else "")
        if mark is None and (not usual or (len(self._seen) > 1 and not self.said)):
            raise Wrong(
                _(
                    "«%(said)s» tanto pode ter casas decimais como milhares, e o ficheiro não o diz: escreva os "
                    "milhares sem separador."
                )
                % {"said": body},
                "value",
            )
        if mark is not None and mark != usual:
            raise Wrong(
                _("«%(said)s» tem «%(mark)s» como marca decimal, e o resto do ficheiro tem «%(usual)s».")
                % {"said": body, "mark": mark, "usual": usual},
                "value",
            )
        return usual


def from_sheet(text: str) -> Decimal:
    """A cell that the sheet itself holds as a number."""
    return within(Decimal(text))


def within(value: Decimal) -> Decimal:
    """With at most the six decimals that are kept; `Wrong` for what is no finite number of a size we keep."""
    if not value.is_finite() or abs(value) >= MOST:
        raise Wrong(_("é um número demasiado grande."), "value")
    return round(value, 6) if int(value.as_tuple().exponent) < -6 else value


def _tidy(text: str) -> str:
    return text.strip().replace("\u2212", "-")
