"""A plan as files for spreadsheets: its tree in the shape an import reads back, and everything else beside it.

Made for one reader: what that reader may not see on the plan's page is not in the file either.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import IO

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import moment, sheets
from accounts.sheets import Cell
from monitor.formats.rows import number
from plans import showing
from plans.imports.cells import cell_of, said_of
from plans.public import PlanPage
from plans.reading import MeasureRead, Node, Reading
from plans.reference import sources_of


def as_xlsx(page: PlanPage) -> IO[bytes]:
    """Tree, execution, reports, amendments, and what it is."""
    return sheets.as_xlsx(
        [
            (_("Plano"), tree(page.reading)),
            (_("Execução"), long(page.reading)),
            (_("Relatos"), _reports(page)),
            (_("Alterações"), _amendments(page)),
            (_("Sobre o plano"), _about(page)),
        ]
    )


def as_csv(reading: Reading) -> IO[bytes]:
    """One line for each target."""
    return sheets.as_csv(long(reading))


def tree(reading: Reading) -> Iterator[list[Cell]]:
    """The shape of the printed table, in the words of the plan whatever the reader's language; what was taken out is
    left out."""
    plan, deepest = reading.plan, max((node.level for node in reading.nodes), default=0)
    names = [
        plan.levels_pt[min(n, len(plan.levels_pt) - 1)] for n in range(max(len(plan.levels_pt), deepest + 1))
    ]
    yield [f"# {plan.title_pt}"]
    yield [*names, "Meta"]
    yield [*([None] * len(names)), "Unidade de Medida", *plan.years]
    waiting: dict[int, Cell] = {}
    for node in reading.nodes:
        if node.is_dropped:
            continue
        if any(level >= node.level for level in waiting):
            yield _row(waiting, len(names), [])
            waiting = {}
        waiting[node.level] = cell_of(
            node.code, node.element.title_pt, node.parent.code if node.parent else ""
        )
        for one in node.measures:
            yield _row(waiting, len(names), _promised(one))
            waiting = {}
    if waiting:
        yield _row(waiting, len(names), [])


def _row(waiting: dict[int, Cell], width: int, promised: list[Cell]) -> list[Cell]:
    return [*(waiting.get(level) for level in range(width)), *promised]


def _promised(one: MeasureRead) -> list[Cell]:
    return [
        one.measure.unit_pt,
        *(
            said_of(cell.value, cell.target.printed if cell.target else "", is_percent=one.measure.is_percent)
            for cell in one.cells
        ),
    ]


def long(reading: Reading) -> Iterator[list[Cell]]:
    """One line for each measure and year. What nobody said is blank, which is not zero."""
    yield [
        _("código"),
        _("nível"),
        _("texto"),
        _("responsável"),
        _("medida"),
        _("unidade"),
        _("em percentagem"),
        _("como se soma"),
        _("forma de somar confirmada"),
        _("ano"),
        _("meta"),
        _("meta na aprovação"),
        _("como foi impressa"),
        _("executado"),
        _("cumprida"),
        _("estado"),
        _("períodos sem relato"),
        _("código REF-AMP"),
        _("fonte"),
    ]
    sources = sources_of(reading.plan.fingerprint)
    for node in reading.nodes:
        for one in node.measures:
            yield from _years(node, one, sources.get(node.code, ""))


def _years(node: Node, one: MeasureRead, source: str) -> Iterator[list[Cell]]:
    measure = one.measure
    for cell in one.cells:
        standing, target = cell.standing, cell.target
        word = str(cell.word.label) if cell.word else ""
        yield [
            node.code,
            node.level_name,
            node.title,
            node.owner_said,
            measure.name,
            measure.unit,
            _yes(measure.is_percent),
            str(measure.get_aggregation_display()),
            _yes(measure.is_confirmed),
            cell.year,
            number(cell.value),
            number(target.baseline) if target else None,
            target.printed if target else "",
            number(cell.executed),
            _yes(standing.kept) if standing else "",
            _("retirada do plano") if node.is_dropped else word,
            ", ".join(period.code for period in standing.missing) if standing else "",
            node.element.reference,
            source,
        ]


def _reports(page: PlanPage) -> Iterator[list[Cell]]:
    yield [
        _("código"),
        _("unidade"),
        _("período"),
        _("valor"),
        _("cumprida"),
        _("nota"),
        _("evidência"),
        _("ligação para a evidência"),
        _("depois do prazo"),
        _("relatado em"),
        _("por"),
    ]
    for node in page.reading.nodes:
        for one in node.measures:
            # The note is the network's own, and persons are named to it alone.
            for report in one.reports:
                said_by = report.by if page.member else (report.by and report.by.organisation)
                yield [
                    node.code,
                    one.measure.unit,
                    report.period,
                    number(report.value),
                    _yes(report.kept),
                    report.note if page.member else "",
                    report.evidence,
                    report.evidence_url,
                    _yes(report.was_late),
                    _day(report.at),
                    str(said_by or ""),
                ]


def _amendments(page: PlanPage) -> Iterator[list[Cell]]:
    yield [
        _("data"),
        _("código"),
        _("ano"),
        _("o que mudou"),
        _("antes"),
        _("depois"),
        _("motivo"),
        _("deliberação"),
    ]
    for change in page.changes:
        one = change.amendment
        yield [
            _day(one.at),
            one.element.code,
            one.target.year if one.target else None,
            str(one.get_what_display()),
            change.before,
            change.after,
            one.reason,
            change.decision.number if change.decision else "",
        ]


def _about(page: PlanPage) -> Iterator[list[Cell]]:
    yield [_("o quê"), _("valor")]
    for label, value in facts(page):
        yield [label, value]


def facts(page: PlanPage) -> list[tuple[str, str]]:
    """What the plan is, in words, for files and paper."""
    plan, decision = page.plan, page.decision
    said = [
        (_("Plano"), plan.title),
        (_("Tipo"), str(plan.get_kind_display())),
        (_("De quem"), str(plan.body or plan.organisation or "")),
        (_("Anos"), plan.span),
        (_("Estado"), showing.state_said(plan)),
        (_("Relata-se"), "" if plan.is_reference else str(plan.get_rhythm_display())),
        (_("Aprovado em"), _day(plan.approved_at)),
        (_("Deliberação"), decision.number if decision else plan.approved_by_own),
        (_("Origem"), plan.origin),
        (_("Fonte"), plan.source),
        (_("Página"), settings.BASE_URL + reverse("plan", args=[plan.uuid])),
        (_("Obtido em"), date_format(timezone.localtime(moment.now()), "SHORT_DATETIME_FORMAT")),
    ]
    if plan.is_demo:
        said.insert(1, (_("Aviso"), _("Exemplo fictício (demonstração).")))
    return [(label, value) for label, value in said if value]


def _yes(value: bool | None) -> str:
    if value is None:
        return ""
    return _("sim") if value else _("não")


def _day(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}" if at else ""
