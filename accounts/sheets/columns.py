"""Columns as files call them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.sheets.errors import Refused
from geo.sorting import sort_key


@dataclass(frozen=True)
class Column:
    """`headers`: names it goes by, as sort keys, the likeliest first. `read`: the value of a cell that is not empty,
    or `Wrong`; an empty one is `empty`."""

    name: str
    headers: tuple[str, ...]
    read: Callable[[str], Any]
    required: bool = False
    empty: Any = ""


def recognised(
    header: list[str], columns: tuple[Column, ...], mapping: Mapping[str, str | None]
) -> dict[str, int]:
    """Where each of our columns stands in the file: as the mapping says, else by the name it goes by."""
    known = {column.name for column in columns}
    unknown = [name for name in mapping if name not in header]
    if unknown:
        raise Refused(
            _("O mapeamento fala de colunas que o ficheiro não tem: %(names)s.")
            % {"names": ", ".join(unknown)}
        )
    strange = sorted({name for name in mapping.values() if name is not None and name not in known})
    if strange:
        raise Refused(
            _("O mapeamento fala de campos que não existem: %(names)s. Os que há: %(known)s.")
            % {"names": ", ".join(strange), "known": ", ".join(sorted(known))}
        )
    found: dict[str, int] = {}
    for there, name in mapping.items():
        if name is None:
            continue
        if name in found:
            raise Refused(_("O mapeamento dá o campo «%(name)s» a duas colunas.") % {"name": name})
        found[name] = header.index(there)
    free = {sort_key(name): n for n, name in enumerate(header) if name and name not in mapping}
    for column in columns:
        if column.name in found:
            continue
        for called in (sort_key(column.name), *column.headers):
            if called in free:
                found[column.name] = free.pop(called)
                break
    return found
