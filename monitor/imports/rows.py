"""What every kind of file is read into: figures as the file gives them, and the words in which it gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.sheets.errors import Errors, Wrong
from geo.sorting import sort_key
from monitor.models import Observation, Source
from monitor.periods import STATUS_WORDS, Period

Status = Observation.Status

# As sort keys. What a period may carry behind it, and what stands only in a column of its own.
WORDS: dict[str, str] = {sort_key(word): status for word, status in STATUS_WORDS.items()} | {
    "provisorios": Status.PROVISIONAL,
    "preliminares": Status.PROVISIONAL,
    "estimado": Status.ESTIMATED,
    "definitivos": Status.FINAL,
    "suppressed": Status.SUPPRESSED,
    "confidential": Status.SUPPRESSED,
    "confidencial": Status.SUPPRESSED,
    "suprimido": Status.SUPPRESSED,
    "segredo estatistico": Status.SUPPRESSED,
    "missing": Status.MISSING,
    "not available": Status.MISSING,
    "sem dados": Status.MISSING,
    "em falta": Status.MISSING,
    "nao disponivel": Status.MISSING,
    "not declared": Status.NOT_DECLARED,
    "nao declarado": Status.NOT_DECLARED,
}
_LICENCE = re.compile(r"\bCC[ -]BY(?P<more>(?:-(?:SA|NC|ND))*)(?:[ -](?P<version>\d\.\d))?", re.I)
MOST_SOURCE = Source._meta.get_field("text").max_length or 0


class Row(NamedTuple):
    """One figure, not yet held against the registry. `at`: its row, or where else it stands in the file.

    `value` is None exactly when `status` is suppressed or missing.
    """

    at: int | str
    place: str
    indicator: str
    indicator_name: str
    unit: str
    period: Period
    value: Decimal | None
    status: str
    source: str
    licence: str = ""
    retrieved_on: date | None = None


@dataclass(frozen=True)
class Said:
    """What who imports says where the file does not. `dims`: the one category to take of each further dimension.

    `decimal`: "." or ",", for files in which "1.234" could be either.
    """

    source: str = ""
    licence: str = ""
    retrieved_on: date | None = None
    indicator: str = ""
    dims: Mapping[str, str] = field(default_factory=dict)
    decimal: str = ""
    # A line without value and status is one that nobody filled in.
    blank_is_nothing: bool = False
    # Of a file in which no column names the place.
    place: str = ""


@dataclass
class Brought:
    """All that one file brings, with what was already found wrong in it. `name`, `kind`, `digest`: of the import."""

    kind: str
    name: str
    rows: list[Row]
    errors: Errors
    notes: list[str] = field(default_factory=list)
    digest: str = ""


def status_from(word: str, of_period: str = "", *, has_value: bool) -> str:
    """The status of a figure from its own word and from what its period carries; `Wrong` where they do not fit."""
    status = ""
    if said := sort_key(word):
        if said not in WORDS:
            raise Wrong(
                _(
                    "«%(word)s» não é um estado: escreva definitivo, provisório, estimado, confidencial, sem dados "
                    "ou não declarado."
                )
                % {"word": word.strip()[:40]},
                "status",
            )
        status = WORDS[said]
    if status and of_period and status != of_period:
        raise Wrong(_("diz um estado e o período diz outro."), "status")
    status = status or of_period or Status.NOT_DECLARED
    if has_value and status in Observation.WITHOUT_VALUE:
        raise Wrong(_("tem um valor, mas o estado diz que não há valor."), "value")
    if not has_value and status not in Observation.WITHOUT_VALUE:
        raise Wrong(_("está vazia: sem valor, o estado tem de ser «sem dados» ou «confidencial»."), "value")
    return str(status)


def licence_in(source: str) -> str:
    """The licence a source names in its own text; "" (to be confirmed) where it names none."""
    if not (found := _LICENCE.search(source)):
        return ""
    return f"CC BY{found['more'].upper()} {found['version'] or '4.0'}"


def source_from(text: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise Wrong(_("falta a fonte: sem fonte nenhum número entra."), "source")
    if len(said) > MOST_SOURCE:
        raise Wrong(
            _("tem %(n)s caracteres e o máximo é %(most)s.") % {"n": len(said), "most": MOST_SOURCE}, "source"
        )
    return said


def day_from(text: str) -> date | None:
    """A day as sources write it, with or without the hour; None where it is none."""
    said = text.strip()[:10]
    for shape in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(said, shape).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None
