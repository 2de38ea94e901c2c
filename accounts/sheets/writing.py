"""Lists as files for spreadsheets. A cell that a spreadsheet would take for a formula is given out as text."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable
from typing import IO

# What spreadsheets calculate instead of showing, after any spaces.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Kept in memory up to here, then on disk.
IN_MEMORY = 1_000_000
CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\r"}

Cell = str | int | float | None
Lines = Iterable[list[Cell]]


def text(value: str) -> str:
    """As text, whatever it begins with."""
    value = value.translate(CONTROL)
    return f"'{value}" if value.lstrip(" \u00a0").startswith(FORMULA) else value


def safe(line: list[Cell]) -> list[Cell]:
    return [text(one) if isinstance(one, str) else one for one in line]


def as_csv(lines: Lines) -> IO[bytes]:
    """With the mark by which spreadsheets know UTF-8, and semicolons, as they expect here."""
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the answer reads and closes it
    written = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    csv.writer(written, delimiter=";").writerows(safe(line) for line in lines)
    written.detach()
    file.seek(0)
    return file


def as_xlsx(sheets: Iterable[tuple[str, Lines]]) -> IO[bytes]:
    """One sheet after another, each (name, lines); the first line of the first stays in view."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for number, (name, lines) in enumerate(sheets):
        sheet = book.create_sheet(name)
        if number == 0:
            sheet.freeze_panes = "A2"
        for line in lines:
            sheet.append(safe(line))
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the answer reads and closes it
    book.save(file)
    file.seek(0)
    return file
