"""A table in a file, row by row: CSV in the encodings and delimiters of spreadsheets, and XLSX. Never all at once."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

from django.utils.translation import gettext as _

from accounts.sheets.errors import Refused

DELIMITERS = (";", "\t", ",", "|")
MOST_COLUMNS = 200
MOST_IN_A_CELL = 20_000
# An XLSX is a zip: how much it may unfold to.
MOST_UNFOLDED = 1_000_000_000
# Of a sheet that is read all at once.
MOST_OF_A_GRID = 5_000_000
MOST_LINES = 5_000
FORMULA = object()


class Line(NamedTuple):
    """A row as a spreadsheet numbers it; the header is row 1. `done`: how much of the file has been read.

    `formulas`, `numbers`: which cells are one. A number is written with a point, whatever the language of the sheet.
    """

    number: int
    cells: list[str]
    formulas: tuple[int, ...] = ()
    done: int = 0
    numbers: tuple[int, ...] = ()


class Table(NamedTuple):
    header: list[str]
    lines: Iterator[Line]
    # What `done` counts up to, and in what.
    size: int
    unit: str


class Grid(NamedTuple):
    """A sheet without a header of its own: every line as it stands, blank ones left out.

    `in_cells`: places are named as spreadsheets do (C7), else by the line of the file as an editor shows it.
    """

    lines: list[Line]
    in_cells: bool


@contextmanager
def table(file: Path) -> Iterator[Table]:
    _is_there(file)
    kind = file.suffix.lower()
    if kind in (".csv", ".txt", ".tsv"):
        yield from _csv(file)
    elif kind == ".xlsx":
        yield from _xlsx(file)
    else:
        raise Refused(_("O ficheiro tem de ser CSV ou XLSX."))


def grid(file: Path, delimiter_of: Callable[[list[str]], str]) -> Grid:
    """All of a small sheet at once. `delimiter_of` tells what stands between the cells of a text, from its lines."""
    _is_there(file)
    if file.stat().st_size > MOST_OF_A_GRID:
        raise Refused(
            _("O ficheiro é demasiado grande: no máximo %(n)s MB.") % {"n": MOST_OF_A_GRID // 1_000_000}
        )
    kind = file.suffix.lower()
    if kind in (".csv", ".txt", ".tsv"):
        found = Grid(_text_lines(file, delimiter_of), False)
    elif kind == ".xlsx":
        with _sheet(file) as sheet:
            sheet.reset_dimensions()
            found = Grid(list(islice(_sheet_rows(sheet, percent=True), MOST_LINES + 1)), True)
    else:
        raise Refused(_("O ficheiro tem de ser CSV, texto com tabulações (TXT) ou XLSX."))
    if not found.lines:
        raise Refused(_("O ficheiro está vazio."))
    if len(found.lines) > MOST_LINES:
        raise Refused(_("O ficheiro tem mais de %(n)s linhas.") % {"n": MOST_LINES})
    return found


def _is_there(file: Path) -> None:
    if file.is_dir():
        raise Refused(_("%(file)s é uma pasta: indique um ficheiro.") % {"file": file})
    if not file.is_file():
        raise Refused(_("O ficheiro %(file)s não existe.") % {"file": file})


# --- CSV --------------------------------------------------------------------------------------------------------------


def _csv(file: Path) -> Iterator[Table]:
    encoding = _encoding(file)
    with file.open("rb") as raw, _text(raw, encoding) as text:
        first = text.readline(1_000_000)
        if first.lower().startswith("sep=") and len(first.strip()) == 5:
            delimiter, skipped = first.strip()[4], 1
        else:
            delimiter, skipped = _delimiter(first), 0
            text.seek(0)
        csv.field_size_limit(MOST_IN_A_CELL * 10)
        # Not strict: a stray quote inside a name is no reason to refuse a file.
        rows = _numbered(csv.reader(text, delimiter=delimiter), raw, skipped)
        yield Table(_header(next(rows, None)), rows, file.stat().st_size, "B")


@contextmanager
def _text(raw: BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    text = io.TextIOWrapper(raw, encoding=encoding, newline="")
    try:
        yield text
    finally:
        text.detach()


def _encoding(file: Path) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else that of older Windows spreadsheets."""
    with file.open("rb") as raw:
        start = raw.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        for encoding in ("utf-8-sig", "cp1252"):
            raw.seek(0)
            decoder = codecs.getincrementaldecoder(encoding)()
            try:
                for part in iter(lambda: raw.read(1 << 20), b""):
                    decoder.decode(part)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return encoding
    raise Refused(_("O ficheiro não está em UTF-8 nem em Windows-1252: guarde-o de novo como CSV UTF-8."))


def _delimiter(first: str) -> str:
    """What stands most often between the names of the header."""
    outside = "".join(part for n, part in enumerate(first.split('"')) if n % 2 == 0)
    best = max(DELIMITERS, key=outside.count)
    return best if outside.count(best) else ";"


def _numbered(rows: Any, raw: BinaryIO, skipped: int) -> Iterator[Line]:
    number = skipped
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(
                _("Linha %(row)s: não se consegue ler como CSV (aspas por fechar ou célula enorme).")
                % {"row": number}
            ) from error
        if any(cell and not cell.isspace() for cell in cells):
            yield Line(number, cells, done=raw.tell())


def _text_lines(file: Path, delimiter_of: Callable[[list[str]], str]) -> list[Line]:
    """Each with the number of the line it begins on."""
    try:
        said = file.read_bytes().decode(_encoding(file))
    except UnicodeDecodeError as error:
        raise Refused(_("O ficheiro não é um texto que se consiga ler.")) from error
    if "\x00" in said:
        raise Refused(_("O ficheiro não é um texto: guarde a tabela como CSV, TXT ou XLSX."))
    delimiter = delimiter_of(said.splitlines())
    csv.field_size_limit(MOST_IN_A_CELL * 10)
    try:
        return _parted(said, delimiter, quoting=csv.QUOTE_MINIMAL)
    except csv.Error as error:
        if delimiter == "\t":
            # Copied from a page, not written by a spreadsheet: a quotation mark is one.
            return _parted(said, delimiter, quoting=csv.QUOTE_NONE)
        raise Refused(_("Não se consegue ler como CSV: há aspas por fechar ou uma célula enorme.")) from error


def _parted(said: str, delimiter: str, *, quoting: Literal[0, 3]) -> list[Line]:
    try:
        rows = csv.reader(
            io.StringIO(said, newline=""),
            delimiter=delimiter,
            strict=quoting == csv.QUOTE_MINIMAL,
            quoting=quoting,
        )
        found, begins = [], 1
        for cells in rows:
            if any(cell and not cell.isspace() for cell in cells):
                found.append(Line(begins, cells))
            begins = rows.line_num + 1
    except csv.Error:
        if quoting == csv.QUOTE_NONE:
            raise Refused(_("O ficheiro tem uma célula enorme.")) from None
        raise
    return found


# --- XLSX -------------------------------------------------------------------------------------------------------------


def _xlsx(file: Path) -> Iterator[Table]:
    with _sheet(file) as sheet:
        # What the file says of its own size is often wrong.
        size = sheet.max_row or 0
        sheet.reset_dimensions()
        rows = _sheet_rows(sheet)
        yield Table(_header(next(rows, None)), rows, size, _("linhas"))


@contextmanager
def _sheet(file: Path) -> Iterator[Any]:
    """The first sheet of a book."""
    import openpyxl

    try:
        with zipfile.ZipFile(file) as inside:
            unfolded = sum(one.file_size for one in inside.infolist())
        if unfolded > MOST_UNFOLDED:
            raise Refused(_("O ficheiro XLSX é demasiado grande: guarde-o como CSV."))
        book = openpyxl.load_workbook(file, read_only=True, data_only=False)
    except Refused:
        raise
    except Exception as error:  # the reader's own errors are of many kinds and say nothing to a reader
        raise Refused(_("O ficheiro não se consegue ler como XLSX: está incompleto ou estragado.")) from error
    try:
        if not book.worksheets:
            raise Refused(_("O ficheiro não tem nenhuma folha com uma tabela."))
        yield book.worksheets[0]
    finally:
        book.close()


def _sheet_rows(sheet: Any, *, percent: bool = False) -> Iterator[Line]:
    """`percent`: a number that the sheet shows as a percentage is said as one (1 shown as 100% is "100%")."""
    try:
        for number, row in enumerate(sheet.iter_rows(), 1):
            cells = [
                _percent(cell.value) if percent and _is_percent(cell) else _said(cell.value) for cell in row
            ]
            if any(cells):
                formulas = tuple(n for n, cell in enumerate(row) if cell.data_type == "f")
                numbers = tuple(n for n, cell in enumerate(row) if cell.data_type == "n")
                yield Line(number, cells, formulas, done=number, numbers=numbers)
    except (KeyError, ValueError, TypeError, SyntaxError, zlib.error, zipfile.BadZipFile) as error:
        raise Refused(_("O ficheiro não se consegue ler como XLSX: está incompleto ou estragado.")) from error


def _is_percent(cell: Any) -> bool:
    return isinstance(cell.value, int | float) and "%" in str(cell.number_format or "")


def _percent(value: float) -> str:
    return f"{round(value * 100, 6):g}%"


def _said(value: Any) -> str:
    """A cell as somebody would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _header(line: Line | None) -> list[str]:
    if line is None:
        raise Refused(_("O ficheiro está vazio."))
    names = [name.strip() for name in line.cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Refused(_("O ficheiro tem demasiadas colunas: no máximo %(n)s.") % {"n": MOST_COLUMNS})
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Refused(_("Há colunas com o mesmo nome: %(names)s.") % {"names": ", ".join(twice)})
    return names
