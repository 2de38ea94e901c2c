"""What may stand in a cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import identity
from accounts.identity import Pattern
from accounts.sheets.errors import Wrong
from geo.sorting import sort_key

YES = {"1", "sim", "s", "yes", "y", "true", "verdadeiro", "x", "limited"}
NO = {"0", "nao", "n", "no", "false", "falso", ""}
_PHONE = re.compile(r"^\+?[\d ().\-/]{9,20}$")
_web = URLValidator(schemes=["http", "https"])
# Numbers of one person; the telephone of a place is none.
PERSONAL = (Pattern.NIF, Pattern.NISS, Pattern.IBAN, Pattern.CITIZEN_CARD)


def text(most: int, *, guarded: bool = True) -> Callable[[str], str]:
    """Words on one line. `guarded`: with nothing that stands for a person."""

    def read(cell: str) -> str:
        said = " ".join(cell.split())
        if len(said) > most:
            raise Wrong(_("tem %(n)s caracteres e o máximo é %(most)s.") % {"n": len(said), "most": most})
        if "\x00" in said:
            raise Wrong(_("tem caracteres que não se podem guardar."))
        if guarded:
            refuse_personal(said)
        return said

    return read


def refuse_personal(said: str) -> None:
    # Looking costs: only where there are digits enough for a number of a person.
    if sum(map(str.isdigit, said)) < 8:
        return
    for pattern in identity.kinds(said):
        if pattern in PERSONAL:
            raise Wrong(
                _("tem %(seen)s: dados de pessoas não se importam. Retire-o do ficheiro.")
                % {"seen": identity.name_of(pattern)}
            )


def whole(least: int, most: int) -> Callable[[str], int]:
    def read(cell: str) -> int:
        said = cell.strip().removesuffix(".0")
        if not said.isascii() or not said.removeprefix("-").isdigit() or len(said) > 12:
            raise Wrong(_("tem de ser um número inteiro."))
        if not least <= int(said) <= most:
            raise Wrong(_("tem de estar entre %(least)s e %(most)s.") % {"least": least, "most": most})
        return int(said)

    return read


def degrees(limit: int) -> Callable[[str], float]:
    def read(cell: str) -> float:
        try:
            said = float(cell.strip().replace(",", "."))
        except ValueError:
            raise Wrong(_("tem de ser um número de graus, como 41,1496.")) from None
        if not -limit <= said <= limit:  # not a number is not between either
            raise Wrong(_("tem de estar entre %(least)s e %(most)s.") % {"least": -limit, "most": limit})
        return said

    return read


def flag(cell: str) -> bool:
    said = sort_key(cell)
    if said in YES:
        return True
    if said in NO:
        return False
    raise Wrong(_("responda sim ou não."))


def phone(cell: str) -> str:
    said = " ".join(cell.split())
    if not _PHONE.match(said):
        raise Wrong(_("não é um número de telefone (só um, com 9 algarismos ou com indicativo)."))
    return said


def email(cell: str) -> str:
    said = cell.strip()
    try:
        validate_email(said)
    except ValidationError:
        raise Wrong(_("não é um endereço de e-mail.")) from None
    return said


def web(cell: str) -> str:
    said = cell.strip()
    try:
        _web(said)
    except ValidationError:
        raise Wrong(_("não é um endereço da internet (http ou https).")) from None
    if len(said) > 200:
        raise Wrong(
            ngettext(
                "tem %(n)s carácter e o máximo é 200.", "tem %(n)s caracteres e o máximo é 200.", len(said)
            )
            % {"n": len(said)}
        )
    return said


def one_of(choices: Mapping[str, Any], sentence: str) -> Callable[[str], Any]:
    """One of these, written as anybody writes it; `choices` by sort key."""

    def read(cell: str) -> Any:
        try:
            return choices[sort_key(cell)]
        except KeyError:
            raise Wrong(sentence % {"said": cell.strip()[:60]}) from None

    return read
