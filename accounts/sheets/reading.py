"""A table in a file, row by row: CSV in the encodings and delimiters of spreadsheets, and XLSX. Never all at once."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from accounts.sheets.errors import Refused

DELIMITERS = (";", "\t", ",", "|")
MOST_COLUMNS = 200
MOST_IN_A_CELL = 20_000
# An XLSX is a zip: how much it may unfold to.
MOST_UNFOLDED = 1_000_000_000
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


@contextmanager
def table(file: Path) -> Iterator[Table]:
    if not file.is_file():
        raise Refused(_("O ficheiro %(file)s não existe.") % {"file": file})
    kind = file.suffix.lower()
    if kind in (".csv", ".txt", ".tsv"):
        yield from _csv(file)
    elif kind == ".xlsx":
        yield from _xlsx(file)
    else:
        raise Refused(_("O ficheiro tem de ser CSV ou XLSX."))


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


# --- XLSX -------------------------------------------------------------------------------------------------------------


def _xlsx(file: Path) -> Iterator[Table]:
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
        sheet = book.worksheets[0]
        # What the file says of its own size is often wrong.
        size = sheet.max_row or 0
        sheet.reset_dimensions()
        rows = _sheet_rows(sheet)
        yield Table(_header(next(rows, None)), rows, size, _("linhas"))
    finally:
        book.close()


def _sheet_rows(sheet: Any) -> Iterator[Line]:
    try:
        for number, row in enumerate(sheet.iter_rows(), 1):
            cells = [_said(cell.value) for cell in row]
            if any(cells):
                formulas = tuple(n for n, cell in enumerate(row) if cell.data_type == "f")
                numbers = tuple(n for n, cell in enumerate(row) if cell.data_type == "n")
                yield Line(number, cells, formulas, done=number, numbers=numbers)
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Refused(_("O ficheiro não se consegue ler como XLSX: está incompleto ou estragado.")) from error


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
