"""The catalogue as a table for spreadsheets: what the reader may see, with source and licence in every row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import sheets
from accounts.sheets import Cell
from resources.listing import Row
from resources.models import Source


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
    return [
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


def _instant(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def as_csv(rows: Iterable[Row], sources: list[Source], address: Callable[[Row], str]) -> IO[bytes]:
    return sheets.as_csv(_lines(rows, address))


def as_xlsx(rows: Iterable[Row], sources: list[Source], address: Callable[[Row], str]) -> IO[bytes]:
    written: list[tuple[str, Iterable[list[Cell]]]] = [(_("Recursos"), _lines(rows, address))]
    if sources:
        written.append((_("Fontes"), _about(sources)))
    return sheets.as_xlsx(written)


def _lines(rows: Iterable[Row], address: Callable[[Row], str]) -> Iterator[list[Cell]]:
    yield [*header()]
    for row in rows:
        yield cells(row, address)


def _about(sources: list[Source]) -> Iterator[list[Cell]]:
    yield [_("fonte"), _("licença"), _("endereço da licença"), _("atribuição"), _("dados de")]
    for one in sources:
        yield [one.name, one.licence, one.licence_url, one.attribution, str(one.retrieved_on or "")]
    yield [_("Não é uma lista completa.")]
