"""The drawings of a plan: its measures as plain values, each drawn as its way of adding up allows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitor import drawing as base
from monitor import periods
from plans import drawing
from plans.models import Amendment, Measure, Report
from plans.reading import Cell, MeasureRead, Reading, summary_of
from plans.showing import mark_of, of_rows
from plans.standing import Word, is_late, periods_of

Kinds = Measure.Aggregation
COURSES = {
    Kinds.CUMULATIVE: "steps",
    Kinds.STOCK: "level",
    Kinds.UNDECLARED: "loose",
}


def decimals_of(read: MeasureRead) -> int:
    """As many as the finest of its figures has."""
    values = [cell.value for cell in read.cells] + [report.value for report in read.reports]
    found = [-int(v.normalize().as_tuple().exponent) for v in values if v is not None]
    return max([0, *found])


def unit_of(measure: Measure) -> str:
    """Percentages carry their sign at each figure; other units are written over the drawing."""
    return "%" if measure.is_percent else measure.unit


def chart(read: MeasureRead, reading: Reading, key: str) -> SafeString:
    """What was promised and done of one measure, for a wide column and for a phone."""
    label = _("%(what)s: meta e execução") % {
        "what": read.measure.name or f"{read.measure.element.code} {read.measure.unit}".strip()
    }
    if read.measure.is_guarantee:
        years = [(str(cell.year), _tiles(read, cell, reading)) for cell in read.cells]
        return base.both(
            drawing.tiles(years, key=key, label=label),
            drawing.tiles(years, key=f"{key}-n", label=label, narrow=True),
        )
    unit, decimals = unit_of(read.measure), decimals_of(read)
    if read.measure.is_summed:
        rows = [_bar(read, cell, reading) for cell in read.cells]
        return base.both(
            drawing.bars(rows, key=key, label=label, unit=unit, decimals=decimals),
            drawing.bars(rows, key=f"{key}-n", label=label, unit=unit, decimals=decimals, narrow=True),
        )
    goals = [drawing.Goal(str(c.year), date(c.year, 1, 1), date(c.year, 12, 31), c.value) for c in read.cells]
    told = [
        drawing.Told(periods.read(one.period).end, periods.label(one.period), one.value)
        for one in read.reports
        if one.value is not None
    ]
    made = []
    for narrow in (False, True):
        made.append(
            drawing.course(
                goals,
                told,
                key=f"{key}-n" if narrow else key,
                label=label,
                kind=COURSES[Kinds(read.measure.aggregation)],
                unit=unit,
                decimals=decimals,
                forecast=_forecast(read),
                today=reading.today,
                narrow=narrow,
            )
        )
    return base.both(*made)


def _forecast(read: MeasureRead) -> drawing.Told | None:
    """Of the last year that has one, if nothing was told of a later one."""
    for cell in reversed(read.cells):
        if cell.standing and cell.standing.forecast is not None:
            return drawing.Told(date(cell.year, 12, 31), str(cell.year), cell.standing.forecast)
    return None


def _bar(read: MeasureRead, cell: Cell, reading: Reading) -> drawing.Bar:
    parts = tuple(one.value for one in _of_year(read, cell.year) if one.value is not None)
    return drawing.Bar(
        str(cell.year),
        cell.value,
        parts,
        str(cell.word.label) if cell.word else _("sem relatos"),
        mark_of(cell.word),
        silent=cell.word == Word.NO_REPORT,
        now=cell.year == reading.today.year,
    )


def _of_year(read: MeasureRead, year: int) -> list[Report]:
    return [one for one in read.reports if one.year == year]


def _tiles(read: MeasureRead, cell: Cell, reading: Reading) -> list[drawing.Tile]:
    heard = {one.period: one for one in _of_year(read, cell.year)}
    found = []
    for period in periods_of(reading.plan.rhythm, cell.year):
        name = _("%(n)s.º trim.") % {"n": period.code[-1]} if period.kind == "quarter" else period.code
        one = heard.get(period.code)
        if one is not None:
            said = (_("cumprida"), "good") if one.kept else (_("não cumprida"), "missed")
        elif cell.value is None:
            said = (_("sem meta"), "open")
        elif reading.plan.is_frozen and is_late(period, reading.today):
            said = (_("sem relato"), "silent")
        else:
            said = (_("por vir") if period.end >= reading.today else _("por relatar"), "open")
        found.append(drawing.Tile(name, *said))
    return found


# --- The whole plan through its years ---------------------------------------------------------------------------------


def timeline(reading: Reading, shown: set[int], key: str = "tempo") -> SafeString:
    """Every measure of the elements in `shown` (their ids): a slot for each year, a dot for each report."""
    changed: dict[int, list[Amendment]] = {}
    for one in reading.amendments:
        if one.target is not None:
            changed.setdefault(one.target.measure_id, []).append(one)
    rows: list[drawing.Lane] = []
    for node in reading.nodes:
        if node.element.pk not in shown:
            continue
        if not node.measures:
            rows.append(drawing.Lane(f"{node.code} {node.title}".strip()))
        for read in node.measures:
            more = f" · {read.measure.name or read.measure.unit}" if len(node.measures) > 1 else ""
            slots = tuple(_slot(read, cell, reading, changed.get(read.measure.pk, [])) for cell in read.cells)
            rows.append(drawing.Lane(f"{node.code} {node.title}{more}".strip(), slots))
    years = list(reading.plan.years)
    count = sum(bool(row.slots) for row in rows)
    label = ngettext("%(n)d meta ao longo do plano", "%(n)d metas ao longo do plano", count) % {"n": count}
    summary = _("Como está cada uma, por ano; a tabela ao lado diz o mesmo. %(states)s.") % {
        "states": ", ".join(
            words
            for words, _mark in of_rows(
                summary_of(node for node in reading.measured if node.element.pk in shown)
            )
        )
        or _("Nada foi ainda relatado")
    }
    return base.both(
        drawing.lanes(rows, years, key=key, label=label, summary=summary, today=reading.today),
        drawing.lanes(rows, years, key=f"{key}-n", label=label, summary=summary, today=reading.today, narrow=True),
    )  # fmt: skip


def _slot(read: MeasureRead, cell: Cell, reading: Reading, changed: Sequence[Amendment]) -> drawing.Slot:
    if cell.value is None and not _of_year(read, cell.year):
        return drawing.Slot(cell.year, "none")
    heard = {one.period for one in _of_year(read, cell.year)}
    marks = []
    missing = {one.code for one in cell.standing.missing} if cell.standing else set()
    for n, period in enumerate(rhythm := periods_of(reading.plan.rhythm, cell.year), start=1):
        if period.code in heard:
            marks.append(drawing.Mark(n / len(rhythm), "told"))
        elif period.code in missing:
            marks.append(drawing.Mark(n / len(rhythm), "missing"))
    marks += [
        drawing.Mark(0.04, "changed")
        for one in changed
        if one.target is not None and one.target.year == cell.year
    ]
    return drawing.Slot(cell.year, mark_of(cell.word), tuple(marks))
