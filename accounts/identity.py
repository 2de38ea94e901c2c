"""The identity guard (invariant 7): free text that could identify a person is refused and kept nowhere.

`find` names the kind of pattern and never echoes what was written. A number counts from seven digits on, however
they are spread ("912 345 678", "9-1-2 ...", one a line); shorter runs (quantities, rooms, codes, ages) pass, and
so do dates, times and spans of years. A full postal code (seven digits) is refused on purpose: with a door number
it is an address, and the place of a need has a field of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import iban
from stdnum.pt import nif


class Pattern(StrEnum):
    EMAIL = "email"
    IBAN = "iban"
    CITIZEN_CARD = "citizen_card"
    NISS = "niss"
    NIF = "nif"
    PHONE = "phone"
    LONG_NUMBER = "long_number"


# Every repetition below is bounded or matches in one way only: a hostile text costs no more than an honest one.

# Takes the place of a date or a time: digits do not join across it.
_BARRIER = "\x00"

# Inside one number people put anything but letters. A comma or semicolon starts the next item of a list, except
# a comma between groups of three ("912,345,678").
_GAP = r"(?:(?![,;\x00])[\W_]|(?<=\d\d\d),(?=\d\d\d(?!\d))){0,3}"
_DIGITS = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{6,}}")

_AT = r"\s{0,3}(?:@|[(\[{<]\s?(?:at|arroba)\s?[)\]}>]|(?<=\s)arroba(?=\s))\s{0,3}"
_DOT = r"\s?(?:\.|[(\[{<]\s?(?:dot|ponto)\s?[)\]}>]|(?<=\s)(?:dot|ponto)(?=\s))\s?"
_EMAIL = re.compile(
    rf"[\w.+%-]{{1,64}}{_AT}[\w.-]{{1,253}}"
    rf"|[\w.+%-]{{1,64}}\sat\s[\w-]{{1,63}}{_DOT}(?:com|pt|org|net|eu)\b"
    rf"|\b(?:gmail|hotmail|outlook|sapo|yahoo|icloud|live)(?:{_DOT}|\s)(?:com|pt)\b",
    re.I,
)
_IBAN_START = re.compile(r"\b[A-Z]{2}\s?\d\s?\d", re.I)
_CC = re.compile(r"(?<!\w)\d(?:[\W_]?\d){7}[\W_]{0,2}\d[\W_]{0,2}[A-Z][A-Z0-9][\W_]{0,2}\d(?!\w)", re.I)

_HOUR = r"(?:[01]?\d|2[0-3])"
_TIME = re.compile(
    rf"(?<!\d)(?<!\d:){_HOUR}[:h][0-5]\d(?::[0-5]\d)?(?!:?\d)"
    rf"|(?<!\d)(?<!\d[./-]){_HOUR}\.[0-5]\d\s?-\s?{_HOUR}\.[0-5]\d(?![./-]?\d)",
    re.I,
)
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_FULL = rf"(?:{_DAY}\s?[/.-]\s?{_MONTH}\s?[/.-]\s?{_YEAR}|{_YEAR}[/.-]{_MONTH}[/.-]{_DAY})"
_SHORT = rf"{_DAY}/{_MONTH}(?:/\d\d)?"
# A date touches no other digit; the short form, easier to find inside a number, stands clear of all digits.
_DATE = re.compile(
    rf"(?<!\d)(?<!\d[./-])(?:(?:{_DAY}\s?-\s?)?{_FULL}(?:\s?-\s?{_FULL})?|{_YEAR}\s?[-/]\s?{_YEAR})(?![./-]?\d)"
    rf"|(?<!\d)(?<!\d[\W_]){_SHORT}\s?-\s?(?:{_SHORT}|{_FULL})(?![\W_]?\d)",
)


def find(text: str) -> Pattern | None:
    """The first identifying pattern in a free text, or None."""
    return next((pattern for pattern, _start, _end in _matches(_normal(text))), None) if text else None


def kinds(text: str) -> set[Pattern]:
    """Every identifying pattern in a text, for who allows some of them (the telephone of a place)."""
    return {pattern for pattern, _start, _end in _matches(_normal(text))}


def name_of(pattern: Pattern) -> str:
    return {
        Pattern.EMAIL: _("um endereço de e-mail"),
        Pattern.IBAN: _("um IBAN"),
        Pattern.CITIZEN_CARD: _("um número de cartão de cidadão"),
        Pattern.NISS: _("um número da Segurança Social (NISS)"),
        Pattern.NIF: _("um número de contribuinte (NIF)"),
        Pattern.PHONE: _("um número de telefone"),
        Pattern.LONG_NUMBER: _("um número comprido (de um documento, um processo ou um código postal)"),
    }[pattern]


def explain(pattern: Pattern) -> str:
    """What was seen, why it is refused and what to write instead; never the text itself."""
    return _(
        "O texto tem %(seen)s. A Concerta não guarda dados de pessoas: retire-o e use a referência do caso."
        " Para que lhe possam ligar, escolha um contacto do serviço. Nada do que escreveu foi guardado."
    ) % {"seen": name_of(pattern)}


def refuse(name: str) -> None:
    """A validator for the names of services and systems."""
    if pattern := find(name):
        sentence = _("O nome tem %(seen)s. Escreva só o nome do serviço ou do sistema, sem dados de pessoas.")
        raise ValidationError(sentence % {"seen": name_of(pattern)}, code="personal_data")


def masked(text: str) -> str:
    """The text with what was refused hidden, to give back in a form so that the rest is not typed again."""
    normal = _normal(text)
    if not (found := list(_matches(normal))):
        return text
    plain = list(normal)
    for _pattern, start, end in found:
        plain[start:end] = ["•" if c.isalnum() or c == "@" else c for c in plain[start:end]]
    hidden = "".join(plain)
    return hidden if find(hidden) is None else ""


def _matches(plain: str) -> Iterator[tuple[Pattern, int, int]]:
    for match in _EMAIL.finditer(plain):
        yield Pattern.EMAIL, match.start(), match.end()
    for match in _IBAN_START.finditer(plain):
        if end := _iban_end(plain, match.start()):
            yield Pattern.IBAN, match.start(), end
    for match in _CC.finditer(plain):
        yield Pattern.CITIZEN_CARD, match.start(), match.end()
    for match in _DIGITS.finditer(_barred(plain)):
        plus = plain[max(0, match.start() - 2) : match.start()].strip("( ") == "+"
        yield _kind(match.group(), plus), match.start(), match.end()


def _normal(text: str) -> str:
    """One spelling for digits, dashes and invisible characters: hiding a number must not work."""
    folded = []
    for c in unicodedata.normalize("NFKC", text):
        category = unicodedata.category(c)
        if category in ("Cf", "Mn", "Me") or (category == "Cc" and not c.isspace()):
            continue
        if category == "Pd" or c == "\u2212":
            folded.append("-")
        elif not c.isascii() and c.isdigit():
            folded.append(str(unicodedata.digit(c)))
        else:
            folded.append(c)
    return "".join(folded)


def _barred(plain: str) -> str:
    for allowed in (_TIME, _DATE):
        plain = allowed.sub(lambda match: _BARRIER * len(match.group()), plain)
    return plain


def _iban_end(plain: str, start: int) -> int | None:
    """Where an IBAN that begins at `start` ends, or None. A Portuguese one counts with wrong check digits too."""
    compact = ""
    for at in range(start, min(start + 80, len(plain))):
        c = plain[at]
        if c.isascii() and c.isalnum():
            compact += c.upper()
        elif not (c.isspace() or c in ".-_/"):
            break
        ends = at + 1 == len(plain) or not plain[at + 1].isalnum()
        if ends and c.isalnum() and 15 <= len(compact) <= 34:
            portuguese = compact.startswith("PT") and len(compact) == 25 and compact[2:].isdigit()
            if portuguese or iban.is_valid(compact):
                return at + 1
    return None


def _kind(run: str, plus: bool) -> Pattern:
    """What the digits look like, whole or in their unbroken parts ("quarto 12 912345678")."""
    for part in (run, *run.split()):
        digits = "".join(c for c in part if c.isdigit())
        local = digits.removeprefix("00").removeprefix("351")
        if len(local) == 9 and len(digits) > 9 and local[0] in "239":
            return Pattern.PHONE
        if len(digits) == 9:
            mobile = digits[0] == "9" and digits[1] in "1236"
            if nif.is_valid(digits) and not mobile:
                return Pattern.NIF
            if digits[0] in "239" or digits.startswith(("800", "808", "707", "76")):
                return Pattern.PHONE
        if len(digits) == 11 and _is_niss(digits):
            return Pattern.NISS
        if (plus or digits.startswith("00")) and 9 <= len(digits) <= 17:
            return Pattern.PHONE
    return Pattern.LONG_NUMBER


def _is_niss(digits: str) -> bool:
    weights = (29, 23, 19, 17, 13, 11, 7, 5, 3, 2)
    weighted = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
    return digits[0] in "12" and int(digits[10]) == 9 - weighted % 10
