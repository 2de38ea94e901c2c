"""Tidy tables, one figure a row: CSV and XLSX, read row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from accounts.sheets.columns import Column, recognised
from accounts.sheets.errors import Errors, Refused, Wrong
from accounts.sheets.reading import Line, table
from monitor import periods
from monitor.imports.numbers import Numbers, from_sheet
from monitor.imports.places import Places
from monitor.imports.rows import Brought, Row, Said, day_from, licence_in, source_from, status_from
from monitor.models import Import
from monitor.periods import Period

MOST_ROWS = 200_000
Progress = Callable[[Iterator[Line], int, str], Iterable[Line]]


def _column(name: str, *headers: str) -> Column:
    return Column(name, headers, str.strip)


COLUMNS = (
    _column("indicator_code", "codigo do indicador", "indicator", "indicador", "indicador codigo"),
    _column("indicator_name", "nome do indicador", "designacao do indicador", "indicador nome"),
    _column(
        "dico",
        "place code",
        "codigo do lugar",
        "codigo do municipio",
        "municipality code",
        "geocod",
        "codigo",
        "code",
    ),
    _column("name", "nome", "municipio", "concelho", "municipality", "place", "lugar", "local", "geodsg"),
    _column("period", "periodo", "ano", "year", "trimestre", "quarter", "mes", "month"),
    _column("value", "valor"),
    _column("unit", "unidade", "unidade de medida"),
    _column("status", "estado", "situacao"),
    _column("source", "fonte"),
    _column("licence", "license", "licenca"),
    _column("retrieved", "retrieved on", "obtido em", "data de recolha", "recolhido em"),
)
KNOWN = {column.name for column in COLUMNS}


class _Half(NamedTuple):
    """A row of which only the number is still to be read: how it is written shows in the whole file."""

    number: int
    cells: dict[str, str]
    place: str
    period: Period
    of_period: str
    source: str
    is_number: bool


def read_table(file: Path, said: Said, progress: Progress = lambda lines, size, unit: lines) -> Brought:
    """`Refused` where it is no such table; what is wrong in single rows stands in `errors` of what is brought."""
    places = Places()
    with table(file) as read:
        at = recognised(read.header, COLUMNS, {})
        _complete(at, read.header, said)
        brought = Brought(Import.Kind.TABLE, file.name, [], Errors(read.header, at))
        if unused := [name for n, name in enumerate(read.header) if name and n not in at.values()]:
            brought.notes.append(_("Colunas que não se usam: %(names)s.") % {"names": ", ".join(unused)})
        halves, numbers, blank = [], Numbers(said.decimal), 0
        for rows, line in enumerate(progress(read.lines, read.size, read.unit), 1):
            if rows > MOST_ROWS:
                raise Refused(_("O ficheiro tem mais de %(n)s linhas: divida-o.") % {"n": MOST_ROWS})
            cells = {name: line.cells[n].strip() for name, n in at.items() if n < len(line.cells)}
            if said.blank_is_nothing and not (cells.get("value") or cells.get("status")):
                blank += 1
                continue
            if half := _half(line, cells, at, read.header, places, said, brought.errors):
                halves.append(half)
                if not half.is_number:
                    numbers.look(half.cells.get("value", ""))
        if blank:
            brought.notes.append(_("Linhas sem valor, que não contam: %(n)s.") % {"n": blank})
        for half in halves:
            try:
                brought.rows.append(_whole(half, numbers, said))
            except Wrong as wrong:
                brought.errors.add(half.number, wrong.column, wrong.sentence)
    if not brought.rows and not brought.errors.sentences:
        raise Refused(_("O ficheiro não tem linhas com valores para importar."))
    return brought


def _complete(at: dict[str, int], header: list[str], said: Said) -> None:
    missing = [name for name in ("period", "value") if name not in at]
    if "dico" not in at and "name" not in at and not said.place:
        missing.insert(0, "dico")
    if "indicator_code" not in at and not said.indicator:
        missing.insert(0, "indicator_code")
    if "source" not in at and not said.source:
        missing.append("source")
    if missing:
        raise Refused(
            _("Falta no ficheiro: %(names)s.") % {"names": ", ".join(missing)},
            _("As colunas do ficheiro são: %(names)s.") % {"names": ", ".join(filter(None, header))},
        )


def _half(
    line: Line,
    cells: dict[str, str],
    at: dict[str, int],
    header: list[str],
    places: Places,
    said: Said,
    errors: Errors,
) -> _Half | None:
    """The row so far; None when something in it is wrong, which `errors` then has."""
    before = len(errors.sentences)
    if len(line.cells) > len(header) and any(cell.strip() for cell in line.cells[len(header) :]):
        errors.add(line.number, "", _("tem mais células do que o cabeçalho (aspas ou separador a mais?)."))
        return None
    for name, n in at.items():
        if n in line.formulas:
            errors.add(line.number, name, _("tem uma fórmula: cole só o valor."))
    if len(errors.sentences) > before:
        return None

    def read(column: str, how: Callable[[], Any]) -> Any:
        try:
            return how()
        except Wrong as wrong:
            errors.add(line.number, wrong.column or column, wrong.sentence)
        except ValueError as error:
            errors.add(line.number, column, str(error))
        return None

    place = read("dico" if "dico" in at else "name", lambda: _place(cells, places, said))
    period = read("period", lambda: periods.parse(cells.get("period", "")))
    source = read("source", lambda: source_from(cells.get("source", "") or said.source))
    if not (cells.get("indicator_code") or said.indicator):
        errors.add(line.number, "indicator_code", _("está vazia e é obrigatória."))
    if len(errors.sentences) > before:
        return None
    of, of_period = period
    return _Half(line.number, cells, place, of, of_period, source, at["value"] in line.numbers)


def _place(cells: dict[str, str], places: Places, said: Said) -> str:
    code, name = cells.get("dico", ""), cells.get("name", "")
    if not code and not name:
        if said.place:
            return said.place
        raise Wrong(_("falta o lugar: o código (DICO) ou o nome."))
    by_code, by_name = places.coded(code), places.named(name)
    if code and by_code is None:
        raise Wrong(_("«%(code)s» não é um lugar do monitor.") % {"code": code[:40]}, "dico")
    if not code and by_name is None:
        raise Wrong(_("«%(name)s» não é um lugar do monitor.") % {"name": name[:60]}, "name")
    if by_code and name and by_name != by_code:
        raise Wrong(
            _("«%(name)s» não é o nome de %(code)s, que é %(place)s.")
            % {"name": name[:60], "code": by_code.code, "place": by_code.name},
            "name",
        )
    found = by_code or by_name
    assert found is not None
    return found.code


def _whole(half: _Half, numbers: Numbers, said: Said) -> Row:
    cells = half.cells
    written = cells.get("value", "")
    value = (from_sheet(written) if half.is_number else numbers.value(written)) if written else None
    status = status_from(cells.get("status", ""), half.of_period, has_value=value is not None)
    retrieved = cells.get("retrieved", "")
    retrieved_on = day_from(retrieved) if retrieved else said.retrieved_on
    if retrieved and retrieved_on is None:
        raise Wrong(_("não é um dia que exista: escreva, por exemplo, 2026-11-24."), "retrieved")
    return Row(
        half.number,
        half.place,
        cells.get("indicator_code") or said.indicator,
        " ".join(cells.get("indicator_name", "").split()),
        " ".join(cells.get("unit", "").split()),
        half.period,
        value,
        status,
        half.source,
        cells.get("licence") or said.licence or licence_in(half.source),
        retrieved_on,
    )
