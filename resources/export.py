"""The catalogue as a table for spreadsheets: what the reader may see, with source and licence in every row.

A cell that a spreadsheet would take for a formula is given out as text.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from resources.listing import Row
from resources.models import Source

# What spreadsheets calculate instead of showing, after any spaces.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Kept in memory up to here, then on disk.
IN_MEMORY = 1_000_000
CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\r"}

Cell = str | int | float | None


def text(value: str) -> str:
    """As text, whatever it begins with."""
    value = value.translate(CONTROL)
    return f"'{value}" if value.lstrip(" \u00a0").startswith(FORMULA) else value


def header() -> list[str]:
    return [
        _("identificador"),
        _("recurso"),
        _("categoria"),
        _("modo"),
        _("entidade"),
        _("equipamento"),
        _("código do município"),
        _("município"),
        _("freguesia"),
        _("morada"),
        _("latitude"),
        _("longitude"),
        _("telefone"),
        _("e-mail"),
        _("acessível"),
        _("disponibilidade"),
        _("livres"),
        _("capacidade"),
        _("confirmado em"),
        _("página"),
        _("fonte"),
        _("licença"),
        _("endereço da licença"),
        _("atribuição"),
        _("página na fonte"),
    ]


def cells(row: Row, address: Callable[[Row], str]) -> list[Cell]:
    """One row. Of T2 nothing tells the place."""
    resource, facility = row.resource, row.resource.facility
    placed = facility.shows_place
    lat, lon = row.location or (None, None)
    sources = resource.sources
    said: list[Cell] = [
        str(resource.uuid),
        resource.name,
        resource.category.name,
        str(resource.get_mode_display()),
        row.organisation if facility.organisation else "",
        facility.name if placed else "",
        row.municipality.dico if row.municipality else "",
        row.municipality.name if row.municipality else _("AMP"),
        facility.parish if placed else "",
        facility.address if placed else "",
        lat,
        lon,
        facility.phone if placed else "",
        facility.email if placed else "",
        _("sim") if facility.accessible else "",
        row.word if row.counted else "",
        row.free,
        row.capacity,
        _instant(row.confirmed_at),
        address(row),
        "; ".join(one.name for one in sources),
        "; ".join(one.licence for one in sources),
        " ".join(one.licence_url for one in sources if one.licence_url),
        "; ".join(one.attribution for one in sources),
        facility.source_url if placed else "",
    ]
    return [text(one) if isinstance(one, str) else one for one in said]


def _instant(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def as_csv(rows: Iterable[Row], sources: list[Source], address: Callable[[Row], str]) -> IO[bytes]:
    """With the mark by which spreadsheets know UTF-8, and semicolons, as they expect here."""
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the answer reads and closes it
    written = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    table = csv.writer(written, delimiter=";")
    table.writerows(_lines(rows, address))
    written.detach()
    file.seek(0)
    return file


def as_xlsx(rows: Iterable[Row], sources: list[Source], address: Callable[[Row], str]) -> IO[bytes]:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Recursos"))
    sheet.freeze_panes = "A2"
    for line in _lines(rows, address):
        sheet.append(line)
    if sources:
        about = book.create_sheet(_("Fontes"))
        about.append([_("fonte"), _("licença"), _("endereço da licença"), _("atribuição"), _("dados de")])
        for one in sources:
            said = [one.name, one.licence, one.licence_url, one.attribution, str(one.retrieved_on or "")]
            about.append([text(part) for part in said])
        about.append([_("Não é uma lista completa.")])
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the answer reads and closes it
    book.save(file)
    file.seek(0)
    return file


def _lines(rows: Iterable[Row], address: Callable[[Row], str]) -> Iterator[list[Any]]:
    yield header()
    for row in rows:
        yield cells(row, address)
