"""What may be done with a figure: its source's licence, by its address where it has one. None is ever assumed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

UNKNOWN_PT, UNKNOWN_EN = "por confirmar", "to be confirmed"


class Licence(NamedTuple):
    """`id` as the Open Definition writes it."""

    id: str
    url: str


# Written as sources write them.
KNOWN = {
    "CC BY 4.0": Licence("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC BY 3.0": Licence("CC-BY-3.0", "https://creativecommons.org/licenses/by/3.0/"),
    "CC BY-SA 4.0": Licence("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0 1.0": Licence("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODbL 1.0": Licence("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
}


def is_known(text: str) -> bool:
    """Whether a source says any. Our own word for "none" may come back with a file of ours."""
    return text.strip() not in ("", UNKNOWN_PT, UNKNOWN_EN)


def named(text: str) -> str:
    return text if is_known(text) else _("por confirmar")


def different(texts: Iterable[str]) -> list[str]:
    """Each once, those that are known first; "" stands for one to be confirmed."""
    found = {text.strip() if is_known(text) else "" for text in texts} or {""}
    return sorted(found, key=lambda text: (not text, text))


def together(texts: Iterable[str]) -> str:
    """In one line, for readers."""
    return "; ".join(named(text) for text in different(texts))
