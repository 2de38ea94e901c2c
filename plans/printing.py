"""A plan on A4: tagged (PDF/UA-1): what it is, who answers for what, every target with how it stands, what changed.

Made for one reader: what that reader may not see on the plan's page is not on paper either.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import moment
from plans import files, showing
from plans.public import PlanPage
from plans.reading import Cell, MeasureRead, Node
from plans.reference import sources_of

SHEET = Path(__file__).resolve().parent / "print" / "plan.typ"
# Side by side up to here, below one another beyond.
MOST_SIDE_BY_SIDE = 5


def plan_pdf(page: PlanPage) -> bytes:
    """The plan for the reader of this page."""
    import typst

    with TemporaryDirectory(prefix="concerta-") as folder:
        place = Path(folder)
        (place / "plan.json").write_text(json.dumps(_said(page)), encoding="utf-8")
        (place / "plan.typ").write_bytes(SHEET.read_bytes())
        options: dict[str, Any] = {"format": "pdf", "root": folder, "ignore_system_fonts": True}
        try:
            made: bytes = typst.compile(str(place / "plan.typ"), pdf_standards=["ua-1"], **options)
        except typst.TypstError:
            # A character the fonts lack is no reason to have no plan: only without the promise of the standard.
            made = typst.compile(str(place / "plan.typ"), **options)
    return made


def _said(page: PlanPage) -> dict[str, Any]:
    language, plan, reading = translation.get_language() or "pt-pt", page.plan, page.reading
    made = date_format(timezone.localtime(moment.now()), "SHORT_DATETIME_FORMAT")
    state = showing.state_said(plan) if not plan.is_frozen else ""
    if plan.is_demo:
        state = _("Exemplo fictício (demonstração).")
    return {
        "lang": language[:2],
        "region": "gb" if language.startswith("en") else "pt",
        "title": plan.title,
        "kicker": " · ".join(
            filter(None, [str(plan.get_kind_display()), plan.span, str(plan.body or plan.organisation or "")])
        ),
        "heading": plan.title,
        "footer": _("Concerta, Área Metropolitana do Porto. Feito em %(at)s.") % {"at": made},
        "page": _("Página"),
        "state": state[:1].upper() + state[1:],
        "facts": files.facts(page)[1:],
        "standing": showing.standing_sentence(reading.summary()) if plan.is_frozen else "",
        "owners": _owners(page),
        "tree": {
            "title": _("Metas"),
            "empty": _("Este plano ainda não tem elementos."),
            "nodes": _nodes(page),
        },
        "amendments": _amendments(page),
        "note": _(
            "«Por confirmar»: quem propôs a meta ainda não disse como se soma. Só os fluxos têm total."
        ),
        "url": settings.BASE_URL + reverse("plan", args=[plan.uuid]),
    }


def _owners(page: PlanPage) -> dict[str, Any]:
    """Of the year that runs; nothing of what nobody has to answer for."""
    reading = page.reading
    rows = [
        [
            one.name or _("Sem responsável"),
            ", ".join(node.code or node.title[:40] for node in one.nodes),
            "; ".join(said for said, _mark in showing.of_rows(one.summary)) or "–",
        ]
        for one in reading.by_owner
    ]
    return {
        "title": _("Quem responde, em %(year)s") % {"year": reading.year},
        "head": [_("Responsável"), _("Elementos"), _("Como estão as metas")],
        "rows": [] if page.plan.is_reference else rows,
    }


def _nodes(page: PlanPage) -> list[dict[str, Any]]:
    sources, years = sources_of(page.plan.fingerprint), list(page.plan.years)
    return [
        {
            # The first two headings are the document's and the section's.
            "depth": node.level + 2,
            "is_heading": bool(node.children),
            "title": f"{node.level_name} {node.code}".strip(),
            "text": node.title,
            "mark": ", ".join(filter(None, [_dropped(node), node.owner_said, sources.get(node.code, "")])),
            "measures": [_measure(one, years) for one in node.measures],
        }
        for node in page.reading.nodes
    ]


def _dropped(node: Node) -> str:
    return _("retirado do plano") if node.is_dropped else ""


def _measure(one: MeasureRead, years: list[int]) -> dict[str, Any]:
    measure, last = one.measure, one.last_report
    how = str(measure.get_aggregation_display())
    if not measure.is_confirmed:
        how = _("%(how)s, por confirmar") % {"how": how}
    if total := showing.total_said(one):
        total = _("total do plano %(total)s") % {"total": total}
    cells = [_year(cell, one) for cell in one.cells]
    side_by_side = len(years) <= MOST_SIDE_BY_SIDE
    return {
        "name": " · ".join(filter(None, [measure.name, measure.unit, how, total])),
        "head": [str(year) for year in years] if side_by_side else [_("Ano"), _("Meta e estado")],
        "rows": [cells]
        if side_by_side
        else [[str(year), said] for year, said in zip(years, cells, strict=True)],
        "evidence": _("Evidência: %(said)s") % {"said": last.evidence or last.evidence_url}
        if last and (last.evidence or last.evidence_url)
        else "",
    }


def _year(cell: Cell, one: MeasureRead) -> str:
    said = showing.cell_said(cell, one.measure)
    return f"{said}: {cell.word.label}" if cell.word and cell.value is not None else said


def _amendments(page: PlanPage) -> dict[str, Any]:
    return {
        "title": _("O que mudou desde a aprovação"),
        "head": [_("Data"), _("Elemento"), _("Antes"), _("Depois"), _("Motivo")],
        "rows": [
            [
                date_format(timezone.localtime(change.amendment.at), "SHORT_DATE_FORMAT"),
                " ".join(
                    filter(
                        None,
                        [
                            change.amendment.element.code,
                            str(change.amendment.target.year) if change.amendment.target else "",
                            str(change.amendment.get_what_display()),
                        ],
                    )
                ),
                change.before,
                change.after,
                f"{change.amendment.reason.rstrip('.')}. {change.decision.number}"
                if change.decision
                else change.amendment.reason,
            ]
            for change in page.changes
        ],
    }
