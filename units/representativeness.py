"""What REF-AMP prints of how many named each problem: the table, the scatter of its two columns, and a reading of it.

The document's own characters stand in the table; whatever is computed says that it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from units.models import Axis, EditorialNote, Problem, Representativeness

Scope = Representativeness.Scope


def slip(figure: Representativeness) -> str:
    """In a sentence, how the printed percentage differs from what its count gives; "" where it does not."""
    if not figure.differs or figure.computed is None:
        return ""
    parts = {
        "count": figure.count,
        "n": figure.N,
        "computed": number_format(figure.computed, decimal_pos=2),
        "printed": figure.percent,
    }
    if figure.is_cut_short:
        return (
            _(
                "%(count)d em %(n)d são %(computed)s%%: o documento imprime %(printed)s%%, cortado e não arredondado."
            )
            % parts
        )
    return _("%(count)d em %(n)d são %(computed)s%%: o documento imprime %(printed)s%%.") % parts


@dataclass(frozen=True)
class Line:
    """One line of values of one subject. A figure is None only where the document has no such column."""

    code: str
    name: str
    figures: dict[str, Representativeness]
    notes: list[EditorialNote] = field(default_factory=list)
    # The name stands once; a second line of values of the same subject only says so.
    again: bool = False

    @property
    def cells(self) -> list[Representativeness]:
        """In the order of the columns."""
        return [self.figures[scope] for scope in Scope.values if scope in self.figures]

    @property
    def amp(self) -> Representativeness | None:
        return self.figures.get(Scope.AMP)

    @property
    def municipalities(self) -> Representativeness | None:
        return self.figures.get(Scope.MUNICIPALITIES)

    @property
    def slips(self) -> list[str]:
        return [sentence for figure in self.cells if (sentence := slip(figure))]

    @property
    def source(self) -> str:
        return self.cells[0].source

    @property
    def has_both(self) -> bool:
        return all(figure is not None and figure.percent is not None for figure in self._pair)

    @property
    def _pair(self) -> tuple[Representativeness | None, Representativeness | None]:
        return self.amp, self.municipalities

    @property
    def x(self) -> Decimal:
        assert self.amp is not None
        assert self.amp.percent is not None
        return self.amp.percent

    @property
    def y(self) -> Decimal:
        assert self.municipalities is not None
        assert self.municipalities.percent is not None
        return self.municipalities.percent


def _lines(codes: dict[str, str], only: Iterable[str] | None = None) -> list[Line]:
    """The lines of values of the subjects {code: name}, in the document's order. Two queries."""
    wanted = list(codes if only is None else only)
    notes: dict[str, list[EditorialNote]] = {}
    for note in EditorialNote.objects.filter(subject__in=wanted):
        notes.setdefault(note.subject, []).append(note)
    rows: dict[tuple[str, int], dict[str, Representativeness]] = {}
    for figure in Representativeness.objects.filter(subject__in=wanted):
        rows.setdefault((figure.subject, figure.row), {})[figure.scope] = figure
    return [
        Line(code, codes[code], figures, notes.get(code, []) if row == 1 else [], again=row > 1)
        for (code, row), figures in rows.items()
    ]


def lines_of(subject: Problem | Axis) -> list[Line]:
    return _lines({subject.code: subject.name})


class Printed:
    """The whole table, as one reader's language names its subjects."""

    def __init__(self, problems: Iterable[Problem], axes: Iterable[Axis]) -> None:
        names = {problem.code: problem.name for problem in problems}
        names |= {axis.code: axis.name for axis in axes if axis.kind == Axis.Kind.ACTION}
        names |= {
            "UE": _("Unidades Estratégicas"),
            "UCE": _("Unidade de Coordenação Estratégica"),
            "CV": _("Conselho de Vereadores de Ação Social"),
        }
        self.lines = _lines(names)
        self.n = Representativeness.N

    @property
    def problems(self) -> list[Line]:
        """Those with two columns."""
        return [line for line in self.lines if Scope.ONE not in line.figures]

    @property
    def others(self) -> list[Line]:
        """Action axes and bodies: one value each, in a column without a name."""
        return [line for line in self.lines if Scope.ONE in line.figures]

    @property
    def slips(self) -> int:
        return sum(len(line.slips) for line in self.lines)

    @property
    def without(self) -> list[str]:
        """Codes of those for which the document has no figure at all."""
        return [line.code for line in self.others if not line.cells[0].printed]

    @cached_property
    def scatter(self) -> Scatter:
        return Scatter([line for line in self.problems if line.has_both])

    @property
    def beside_the_scatter(self) -> list[Line]:
        """Values that have no partner in the other column, so no point."""
        return [line for line in self.problems if not line.has_both]

    def reading(self) -> list[str]:
        """What the two columns say side by side, in sentences that follow from the values."""
        lines = [line for line in self.problems if line.has_both]
        if not lines:
            return []
        said = []
        top_amp, top_local = max(lines, key=lambda one: one.x), max(lines, key=lambda one: one.y)
        if top_amp is top_local:
            said.append(
                _("%(name)s é a mais indicada nas duas colunas: %(mun)s nos municípios, %(amp)s na AMP.")
                % _parts(top_amp)
            )
        local = max(lines, key=lambda one: one.y - one.x)
        if local.y > local.x:
            said.append(
                _(
                    "A maior distância é a de %(name)s: %(mun)s nos municípios, %(amp)s na AMP. Sente-se em cada"
                    " município e pouco se pede à escala metropolitana."
                )
                % _parts(local)
            )
        above = [line for line in lines if line.x > line.y]
        if above:
            said.append(
                _("Só passa mais na AMP do que nos municípios: %(names)s.")
                % {"names": "; ".join(_pair(line) for line in above)}
            )
        alone = [line for line in self.beside_the_scatter if line.amp and line.amp.printed]
        if alone:
            said.append(
                _("Só tem valor na AMP: %(names)s.")
                % {"names": "; ".join(f"{line.code}, {_said(line.amp)}" for line in alone)}
            )
        return said


def _parts(line: Line) -> dict[str, str]:
    return {"name": line.name, "amp": _said(line.amp), "mun": _said(line.municipalities)}


def _pair(line: Line) -> str:
    return _("%(code)s, com %(amp)s na AMP e %(mun)s nos municípios") % {"code": line.code, **_parts(line)}


def _said(figure: Representativeness | None) -> str:
    return figure.plain if figure and figure.printed else _("sem valor")


# --- The scatter, in the units of its drawing -------------------------------------------------------------------------

MOST = 80
PER_POINT = 7
LEFT, TOP = 62, 14
SIDE = MOST * PER_POINT
# A name to the right needs about so much room, in percentage points each way.
NAME_WIDE, NAME_HIGH = 27, 4


@dataclass(frozen=True)
class Dot:
    line: Line
    x: float
    y: float
    # The name stands under it, where at its right it would run into another dot.
    lowered: bool
    # The document puts an asterisk beside one of the values and does not explain it.
    starred: bool

    @property
    def code(self) -> str:
        return self.line.code

    @property
    def name(self) -> str:
        return Truncator(self.line.name).chars(30)

    @property
    def label_x(self) -> float:
        return self.x + (8 if self.lowered else 13)

    @property
    def label_y(self) -> float:
        """Beside the dot, under it, or above where it stands on the axis itself."""
        if self.lowered:
            return self.y + 25
        return self.y - 9 if self.y > TOP + SIDE - 12 else self.y + 5


@dataclass(frozen=True)
class Tick:
    value: int
    along: float
    up: float


class Scatter:
    """AMP across, municipalities upwards, on equal scales: a dot on the diagonal is named as often in both."""

    left, top, side = LEFT, TOP, SIDE
    right, bottom = LEFT + SIDE, TOP + SIDE
    middle_x, middle_y = LEFT + SIDE // 2, TOP + SIDE // 2
    width, height = LEFT + SIDE + 130, TOP + SIDE + 62

    def __init__(self, lines: list[Line]) -> None:
        self.dots = [
            Dot(
                line,
                _across(line.x),
                _upwards(line.y),
                lowered=any(
                    other is not line
                    and 0 < other.x - line.x < NAME_WIDE
                    and abs(other.y - line.y) < NAME_HIGH
                    for other in lines
                ),
                starred=any("*" in figure.printed for figure in line.cells),
            )
            for line in lines
        ]

    @property
    def ticks(self) -> list[Tick]:
        return [Tick(n, _across(Decimal(n)), _upwards(Decimal(n))) for n in range(0, MOST + 1, 20)]

    @property
    def starred(self) -> bool:
        return any(dot.starred for dot in self.dots)


def _across(percent: Decimal) -> float:
    return round(LEFT + float(percent) * PER_POINT, 1)


def _upwards(percent: Decimal) -> float:
    return round(TOP + SIDE - float(percent) * PER_POINT, 1)
