"""What a file may bring: a small class of columns for each kind, and how its rows become rows of ours."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.sheets.columns import Column
from accounts.sheets.errors import Refused
from resources.models import Source


@dataclass
class Context:
    """What every row of one import has in common."""

    source: Source
    organisation: Organisation | None = None
    # How the file calls what we call otherwise: {"category": {"kindergarten": "creches-e-jardins"}}.
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One row of the file, read: `values` by the name of our column, only of columns that the file has."""

    number: int
    ref: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """What becomes of one row. `changes`: column, before, after."""

    state: str  # new, changed, same, gone
    number: int | None
    ref: str
    name: str
    changes: tuple[tuple[str, str, str], ...] = ()


class Kind:
    """One kind of thing in a file. A new kind says its columns, finds what is there, and writes chunks."""

    name: ClassVar[str]
    # The column whose presence tells this kind from the others.
    sign: ClassVar[str] = ""
    # The search index and the page of what is gone hang on these.
    model: ClassVar[type[models.Model]]
    # The column of ours that keeps the reference of the file.
    ref_column: ClassVar[str] = "source_ref"

    def __init__(self, context: Context, found: Iterable[str] = ()) -> None:
        self.context = context
        self.found = frozenset(found)
        # Resources written, for the search index: eight bytes each.
        self.touched = array("q")
        self.notes: list[str] = []

    @property
    def columns(self) -> tuple[Column, ...]:
        raise NotImplementedError

    def lacking(self) -> list[str]:
        """Columns without which no row could be taken, by what the file has (`found`)."""
        return [column.name for column in self.columns if column.required and column.name not in self.found]

    def check(self, values: dict[str, Any]) -> None:
        """Looks at the row as a whole and settles what follows from several columns; raises `Wrong`."""

    def look_up(self, rows: list[Row]) -> list[tuple[Row, str, str]]:
        """What only the database can tell of a chunk: wrong rows, with column and sentence."""
        return []

    def write(self, rows: list[Row]) -> list[Difference]:
        """Create and update a chunk of checked rows; says what became of each."""
        raise NotImplementedError

    def known(self) -> models.QuerySet[Any]:
        """What came from this source before, as (ref, name)."""
        raise NotImplementedError

    def retire(self, refs: list[str]) -> None:
        """Take what the file no longer has out of the catalogue."""
        raise Refused(_("Este tipo de ficheiro não retira o que já não está nele."))


def rewrite(model: type[models.Model], rows: list[Any], fields: list[str]) -> None:
    """Update rows in one statement, whatever differs between them."""
    if rows:
        model._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )


def label(model: type[models.Model], name: str) -> str:
    return str(cast("models.Field[Any, Any]", model._meta.get_field(name)).verbose_name)


def shown(value: Any) -> str:
    """A value as a person reads it in a difference."""
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return _("sim") if value else _("não")
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return str(value)
