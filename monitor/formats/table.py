"""Figures as a table: CSV as programs read it, XLSX as people open it. `import_indicators` reads both back."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from accounts import sheets
from monitor.formats import licences
from monitor.formats.about import About
from monitor.formats.rows import Row, plain

# Kept in memory up to here, then on disk.
IN_MEMORY = 1_000_000

HEADER = (
    "dico", "place", "indicator_code", "indicator_name", "unit", "period", "value", "status", "source", "licence",
    "retrieved_on",
)  # fmt: skip


def cells(row: Row, value: Any) -> list[Any]:
    """One line. What is wider than a municipality has its code (AMP, NORTE, PT) where a municipality has its DICO.

    A figure keeps the name it came with: else it would come back as a revision.
    """
    return [
        row.place.code,
        row.place.name,
        row.indicator.code,
        row.named or row.indicator.name,
        row.indicator.unit,
        row.period,
        value,
        row.status,
        row.source.text,
        row.licence,
        row.retrieved_on.isoformat() if row.retrieved_on else "",
    ]


def as_csv(rows: Iterable[Row]) -> IO[bytes]:
    """UTF-8 without a mark, commas, a decimal point, an empty cell for "no value"."""
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the answer reads and closes it
    written = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(HEADER)
    for row in rows:
        line = sheets.safe(cells(row, None))
        # Set afterwards: a negative number is no formula.
        line[HEADER.index("value")] = plain(row.value)
        lines.writerow(line)
    written.detach()
    file.seek(0)
    return file


def as_xlsx(rows: Iterable[Row], about: About) -> IO[bytes]:
    """The figures as numbers, and on a second sheet what they are."""

    def figures() -> Iterator[list[Any]]:
        yield [*HEADER]
        for row in rows:
            yield cells(row, row.number)

    return sheets.as_xlsx([(_("Dados"), figures()), (_("Sobre os dados"), _told(about))])


def _told(about: About) -> Iterator[list[Any]]:
    one = about.indicator
    yield [_("Indicador"), one.name]
    yield [_("Código"), one.code]
    yield [_("Definição"), one.definition]
    yield [_("Unidade"), one.unit]
    yield [_("Entidade produtora"), one.publisher]
    yield [_("Método"), one.method]
    yield [_("Periodicidade"), str(one.get_periodicity_display())]
    yield [_("Próxima atualização"), one.next_update]
    yield [_("O que convém saber"), one.note]
    for source in about.sources:
        yield [_("Fonte"), source.text]
        yield [_("Licença"), licences.named(source.licence)]
    yield [_("Uma célula sem valor não é zero: o estado diz se é confidencial ou se não há dados.")]
