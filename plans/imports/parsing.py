"""The table of a plan, as it is printed: title, axis lines, two header rows, blank cells that say "as above".

    # PLANO MUNICIPAL DE ASSISTÊNCIA SOCIAL 2022-2025
    EIXO 1: POLÍTICA MUNICIPAL
    DIRETRIZ | AÇÃO  | ESTRATÉGIA | META
             |       |            | Unidade de Medida | 2022 | 2023
    1.1: ... | 1.1.1: ... | a) ... | Global | 100% | 100%
             |       | b) ...     | Unidade | 2 | 2

Title and header may come again on every page. The names of the levels are those of the columns, with the word of the
axis lines before them where there are any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from django.utils.translation import gettext as _

from accounts import identity
from accounts.sheets import CONTROL
from accounts.sheets.errors import Errors, Refused, Wrong
from accounts.sheets.reading import DELIMITERS, Grid, grid
from accounts.sheets.reading import Line as Row
from monitor.imports.numbers import Numbers
from plans.imports.cells import AXIS, Code, calm, code_of, unguarded, value_of, within
from plans.imports.table import Branch, Line, PlanTable

YEAR = re.compile(r"(?:19|20|21)\d\d", re.ASCII)
SPAN = re.compile(r"(?<!\d)((?:19|20|21)\d\d)\s*(?:[-–/]|a|to)\s*((?:19|20|21)\d\d)(?!\d)", re.ASCII)
MOST_LEVELS = 8
MOST_YEARS = 20
MOST_TITLE, MOST_NAME, MOST_CODE, MOST_UNIT = 240, 40, 24, 80
Progress = Callable[[Iterator[Row], int, str], Iterable[Row]]


def read(file: Path, *, name: str = "", progress: Progress = lambda rows, size, unit: rows) -> PlanTable:
    """What a file says. `Refused`, with every line and column that is wrong."""
    said = grid(file, _delimiter)
    parser = _Parser(said)
    last = said.lines[-1].number
    for row in progress((row._replace(done=row.number) for row in said.lines), last, _("linhas")):
        parser.take(row)
    return parser.finish(name or file.name)


def _delimiter(lines: list[str]) -> str:
    """What stands between the years of the header; texts have commas and semicolons of their own."""

    def years(delimiter: str) -> int:
        return max(
            (
                sum(bool(YEAR.fullmatch(cell.strip(' "'))) for cell in line.split(delimiter))
                for line in lines[:200]
            ),
            default=0,
        )

    best = max(DELIMITERS, key=years)
    if years(best):
        return best
    return "\t" if any("\t" in line for line in lines) else ";"


class _Parser:
    def __init__(self, said: Grid) -> None:
        self.in_cells = said.in_cells
        self.errors = Errors([], {})
        self.warnings: list[str] = []
        self.numbers = Numbers()
        for row in said.lines:
            for cell in row.cells:
                self.numbers.look(cell)
        self.title, self.span = "", (0, 0)
        self.root_name = ""
        self.names: list[str] = []
        self.years: list[int] = []
        self.header: tuple[list[str], ...] = ()
        self.unit_at, self.unit_name = 0, _("unidade de medida")
        self.above: tuple[Row, list[str]] | None = None
        self.roots: list[Branch] = []
        self.stack: list[Branch] = []
        self.taken: dict[str, str] = {}

    # --- Row by row ---------------------------------------------------------------------------------------------------

    def take(self, row: Row) -> None:
        cells = [unguarded(cell.translate(CONTROL).strip()) for cell in row.cells]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return
        alone = len(cells) == 1
        if alone and cells[0].startswith("#"):
            self._title(row, cells[0].lstrip("# "))
        elif alone and (found := AXIS.fullmatch(cells[0])) and self._is_root(found["word"]):
            self._root(row, found)
        elif not self.years:
            self._before(row, cells)
        elif cells in self.header:
            return
        elif self._years_in(cells):
            self._wrong(row, self.unit_at + 1, _("é outra vez um cabeçalho, e não é igual ao primeiro."))
        else:
            self._line(row, cells)

    def _title(self, row: Row, said: str) -> None:
        title = calm(" ".join(said.split()))
        if self.title:
            if title != self.title:
                self.warnings.append(
                    _("%(at)s: outro título, «%(title)s»; fica o primeiro.")
                    % {"at": self._at(row), "title": title[:80]}
                )
            return
        self._checked(row, 0, title, MOST_TITLE)
        self.title = title[:MOST_TITLE]
        if found := SPAN.search(title):
            self.span = (int(found[1]), int(found[2]))
            if self.span[0] > self.span[1]:
                self._wrong(row, 0, _("os anos do título estão ao contrário."))
                self.span = (0, 0)

    def _is_root(self, word: str) -> bool:
        name = calm(word)
        if self.root_name:
            return name == self.root_name
        return not self.roots and name not in self.names

    def _root(self, row: Row, found: re.Match[str]) -> None:
        self.root_name = calm(found["word"])
        self.stack = []
        self._grow(row, 0, Code(found["code"], calm(found["title"].strip())), column=0)

    def _before(self, row: Row, cells: list[str]) -> None:
        """Before the years are known: the names of the levels, and then the years."""
        years = self._years_in(cells)
        if not years:
            if self.above is not None:
                self._stray(self.above[0])
            self.above = (row, cells)
            return
        first = next(n for n, cell in enumerate(cells) if YEAR.fullmatch(cell))
        names_row, names = row, cells[: first - 1]
        if self.above is not None:
            if any(names):
                self._stray(self.above[0])
            else:
                names_row, names = self.above[0], self.above[1][: first - 1]
        self.header = tuple(one for one in (self.above and self.above[1], cells) if one)
        self.above = None
        self.unit_at, self.years = first - 1, years
        if cells[first - 1 : first] and first and cells[first - 1]:
            self.unit_name = cells[first - 1]
        self._levels(names_row, names, first)
        self._check_years(row, first)

    def _years_in(self, cells: list[str]) -> list[int]:
        """The years at the end of a header row; none in any other."""
        first = next((n for n, cell in enumerate(cells) if YEAR.fullmatch(cell)), None)
        if first is None or not all(YEAR.fullmatch(cell) for cell in cells[first:]):
            return []
        if self.years and (any(cells[: self.unit_at]) or not cells[self.unit_at : first]):
            return []
        return [int(cell) for cell in cells[first:]]

    def _levels(self, row: Row, names: list[str], first: int) -> None:
        if first < 2:
            self.errors.add(
                self._at(row), "", _("antes dos anos faltam as colunas dos níveis e a da unidade de medida.")
            )
            self.errors.stop()
        names = names + [""] * (first - 1 - len(names))
        if len(names) > MOST_LEVELS:
            self.errors.add(
                self._at(row), "", _("há demasiados níveis: no máximo %(n)s.") % {"n": MOST_LEVELS}
            )
        for n, name in enumerate(names):
            if not name:
                self._wrong(row, n, _("falta o nome deste nível."))
            self._checked(row, n, name, MOST_NAME)
        self.names = [calm(name) for name in names]

    def _check_years(self, row: Row, first: int) -> None:
        if len(self.years) > MOST_YEARS:
            self.errors.add(self._at(row), "", _("há demasiados anos: no máximo %(n)s.") % {"n": MOST_YEARS})
        for n, (before, year) in enumerate(pairwise(self.years), start=first + 1):
            if year != before + 1:
                self._wrong(row, n, _("os anos têm de seguir-se uns aos outros."))
        for n, year in enumerate(self.years, start=first):
            if self.span[0] and not self.span[0] <= year <= self.span[1]:
                self._wrong(row, n, _("este ano está fora do plano, que o título diz ser de %(a)s a %(b)s.") % {
                    "a": self.span[0], "b": self.span[1],
                })  # fmt: skip

    def _line(self, row: Row, cells: list[str]) -> None:
        last = self.unit_at + len(self.years)
        for n in range(last + 1, len(cells)):
            if cells[n]:
                self._wrong(row, n, _("há mais colunas do que o cabeçalho tem."))
        cells = (cells + [""] * (last + 1 - len(cells)))[: last + 1]
        shift = 1 if self.root_name else 0
        if shift and not self.roots:
            self.errors.add(
                self._at(row), "", _("está antes do primeiro nível «%(name)s».") % {"name": self.root_name}
            )
            return
        placed = True
        for n in range(self.unit_at):
            if cells[n]:
                placed = self._grow(row, n + shift, code_of(cells[n]), column=n) and placed
        self._targets(row, cells, placed)

    # --- What stands in a row -----------------------------------------------------------------------------------------

    def _grow(self, row: Row, level: int, said: Code, *, column: int) -> bool:
        """A new branch of this level, unless it is the one that stands above; False where it has no place."""
        title, parent = said.title, None
        if level > len(self.stack):
            missing = len(self.stack) - (1 if self.root_name else 0)
            self._wrong(row, missing, _("falta aqui a que pertence o que está ao lado."))
            return False
        if level:
            parent = self.stack[level - 1]
        code = f"{parent.code}.{said.code}".lstrip(".") if said.is_letter and parent else said.code
        if len(self.stack) > level and (self.stack[level].code, self.stack[level].title) == (code, title):
            return True
        self._checked(row, column, title, 20_000)
        if not title:
            self._wrong(row, column, _("há um código sem texto."))
        if len(code) > MOST_CODE:
            self._wrong(
                row, column, _("o código é demasiado longo: no máximo %(n)s letras.") % {"n": MOST_CODE}
            )
        if code and code in self.taken:
            self._wrong(
                row,
                column,
                _("o código %(code)s já está em «%(at)s».") % {"code": code, "at": self.taken[code]},
            )
        siblings = parent.children if parent else self.roots
        self._look(row, said, code, parent, siblings)
        branch = Branch(code, title, level, at=self._at(row))
        siblings.append(branch)
        self.taken.setdefault(code, branch.at)
        self.stack = [*self.stack[:level], branch]
        return True

    def _look(self, row: Row, said: Code, code: str, parent: Branch | None, siblings: list[Branch]) -> None:
        """What is no error: a letter left out, a number that belongs elsewhere."""
        if said.is_letter:
            due = chr(ord("a") + len(siblings))
            before = siblings[-1].code.rpartition(".")[2] if siblings else ""
            if len(before) == 1:
                due = chr(ord(before) + 1)
            if said.code > due:
                self.warnings.append(
                    _("%(at)s: salta-se da alínea %(before)s para a alínea %(letter)s).")
                    % {"at": self._at(row), "before": f"{before})" if before else "–", "letter": said.code}
                )
        elif parent and parent.code and code[:1].isdigit() and not code.startswith(f"{parent.code}."):
            self.warnings.append(
                _("%(at)s: %(code)s está debaixo de %(parent)s.")
                % {"at": self._at(row), "code": code, "parent": parent.code}
            )

    def _targets(self, row: Row, cells: list[str], placed: bool) -> None:
        unit, said = cells[self.unit_at], cells[self.unit_at + 1 :]
        if not unit and not any(said):
            return
        if not unit:
            self._wrong(row, self.unit_at, _("falta a unidade de medida."))
        self._checked(row, self.unit_at, unit, MOST_UNIT)
        values: dict[int, object] = {}
        for n, (year, cell) in enumerate(zip(self.years, said, strict=True), start=self.unit_at + 1):
            try:
                if n in row.formulas:
                    raise Wrong(_("é uma fórmula: escreva o valor."))
                values[year] = value_of(cell, self.numbers, is_number=n in row.numbers)
            except Wrong as wrong:
                self._wrong(row, n, wrong.sentence)
                values[year] = None
        numbers = {
            year: found
            for year, cell in zip(self.years, said, strict=True)
            if (found := values[year]) is not None
        }
        percents = {year for year, cell in zip(self.years, said, strict=True) if cell.endswith("%")}
        is_percent = bool(percents) or "%" in unit
        for n, year in enumerate(self.years, start=self.unit_at + 1):
            if year not in numbers:
                continue
            if percents and year not in percents:
                self._wrong(
                    row, n, _("é um número no meio de percentagens: escreva-os todos da mesma maneira.")
                )
            elif is_percent and (sentence := within(numbers[year])):  # type: ignore[arg-type]
                self._wrong(row, n, sentence)
        if not self.stack:
            self._wrong(row, 0, _("falta dizer de que é esta meta."))
        elif placed:
            printed = {year: cell for year, cell in zip(self.years, said, strict=True) if cell}
            self.stack[-1].lines.append(Line(unit, is_percent, values, printed))  # type: ignore[arg-type]

    # --- At the end ---------------------------------------------------------------------------------------------------

    def finish(self, name: str) -> PlanTable:
        if not self.years:
            self.errors.add(
                _("Cabeçalho"), "", _("não se encontra a linha dos anos (Unidade de medida, 2022, 2023, …).")
            )
        if not self.title:
            self.errors.add(_("Título"), "", _("falta uma linha que comece por # e diga o nome do plano."))
        if self.years and not self.roots:
            self.errors.add(_("Tabela"), "", _("não há nenhuma linha debaixo do cabeçalho."))
        self.errors.stop()
        first, last = self.span if self.span[0] else (self.years[0], self.years[-1])
        if (first, last) != (self.years[0], self.years[-1]):
            self.warnings.append(
                _("O título diz %(a)s a %(b)s e a tabela tem %(c)s a %(d)s: nos outros anos não há meta.")
                % {"a": first, "b": last, "c": self.years[0], "d": self.years[-1]}
            )
        if last - first >= MOST_YEARS:
            raise Refused(
                _("Um plano tem no máximo %(n)s anos.") % {"n": MOST_YEARS}, _("Nada foi importado.")
            )
        levels = [self.root_name, *self.names] if self.root_name else self.names
        made = PlanTable(self.title, first, last, levels, self.roots, self.warnings, name)
        for line in made.lines:
            line.values = {year: line.values.get(year) for year in made.years}
        return made

    # --- Where, and what ----------------------------------------------------------------------------------------------

    def _at(self, row: Row) -> str:
        return _("Linha %(n)s") % {"n": row.number}

    def _wrong(self, row: Row, column: int, sentence: str) -> None:
        if self.in_cells:
            from openpyxl.utils import get_column_letter

            cell = f"{get_column_letter(column + 1)}{row.number}"
            self.errors.add(_("Célula %(cell)s") % {"cell": cell}, "", sentence)
        else:
            self.errors.add(row.number, self._column(column), sentence)

    def _column(self, column: int) -> str:
        if not self.years:
            return str(column + 1)
        if column < self.unit_at:
            return (self.names[column] if column < len(self.names) else "") or str(column + 1)
        if column == self.unit_at:
            return self.unit_name
        n = column - self.unit_at - 1
        return str(self.years[n]) if n < len(self.years) else str(column + 1)

    def _checked(self, row: Row, column: int, text: str, most: int) -> None:
        """Too long, or something in it could identify a person: said without repeating it."""
        if len(text) > most:
            self._wrong(row, column, _("é um texto demasiado longo: no máximo %(n)s letras.") % {"n": most})
        elif pattern := identity.find(text):
            self._wrong(row, column, identity.explain(pattern))

    def _stray(self, row: Row) -> None:
        self.errors.add(
            self._at(row),
            "",
            _("não se percebe esta linha. O título do plano começa por #; depois vem o cabeçalho."),
        )
