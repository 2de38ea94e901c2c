"""A plan from a file: sent, shown as a tree with what would change, and only then taken in."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import moment, sheets
from accounts.models import Membership
from accounts.refusals import Refusal, StaleForm
from accounts.sheets.errors import Refused
from plans import imports, twins
from plans.actions.importing import Brought, Whose, compare_plan, import_plan
from plans.forms.importing import ImportForm, owners
from plans.imports import PlanTable
from plans.models import Measure
from units.forms.base import mark_of
from units.views.work.manners import SeeOther, acting, members_only, reads_and_sends

KEPT_FOR = 24 * 3600  # seconds between the preview and its confirmation
MOST_SEALED = 2_000_000
MOST_TWINS, MOST_DIFFERENCES = 20, 200
_SALT = "plans.importing"


@dataclass(frozen=True)
class Choice:
    """What was said beside the file."""

    key: str
    kind: str
    origin: str


def _imports(request: HttpRequest) -> Membership:
    """Who may bring in some plan; for others these pages do not exist."""
    member = acting(request)
    if not owners(member):
        raise Http404
    return member


@members_only
@reads_and_sends
def plan_import(request: HttpRequest) -> HttpResponse:
    member, posted = _imports(request), request.method == "POST"
    form = ImportForm(request.POST if posted else None, request.FILES if posted else None, member=member)
    wrong: tuple[str, ...] = ()
    if posted and form.is_valid():
        said, file = form.cleaned_data, form.cleaned_data["file"]
        choice = Choice(said["whose"], said["kind"], said.get("origin", "").strip())
        with tempfile.NamedTemporaryFile(suffix=Path(file.name).suffix.lower()) as kept:
            for part in file.chunks():
                kept.write(part)
            kept.flush()
            try:
                table = imports.read(Path(kept.name), name=Path(file.name).name[:120])
                return _preview(request, member, table, choice, form.owner)
            except Refused as refusal:
                wrong = refusal.sentences
            except Refusal as refusal:
                wrong = (refusal.sentence,)
    form.masked()
    context = {"form": form, "page_errors": wrong, "crumbs": _crumbs()}
    return render(request, "plans/work/import.html", context, status=422 if posted else 200)


def _preview(
    request: HttpRequest, member: Membership, table: PlanTable, choice: Choice, whose: Whose
) -> HttpResponse:
    brought = compare_plan(table, whose, kind=choice.kind)
    branches = [branch for branch in table.branches if branch.lines]
    context = {
        "table": table,
        "brought": brought,
        "rows": _rows(table),
        "differences": brought.differences[:MOST_DIFFERENCES],
        "more": max(0, len(brought.differences) - MOST_DIFFERENCES),
        "twins": [
            (branches[n], branches[m], percent)
            for n, m, percent in twins.pairs(branch.title for branch in branches)[:MOST_TWINS]
        ],
        "owner": owners(member)[choice.key][0],
        "sealed": _sealed(table, choice, brought, member),
        "crumbs": _crumbs(),
    }
    return render(request, "plans/work/import_preview.html", context)


def _rows(table: PlanTable) -> list[dict[str, Any]]:
    """The tree as lines of one table: each element, each with what is measured of it."""
    return [
        {
            "branch": branch,
            "level": table.levels[branch.level],
            "lines": [
                {
                    "unit": line.unit,
                    "values": [line.printed.get(year) or _("sem meta") for year in table.years],
                    "how": Measure.Aggregation(line.proposal.aggregation).label,
                    "why": line.proposal.reason,
                }
                for line in branch.lines
            ],
        }
        for branch in table.branches
    ]


@members_only
@require_POST
def plan_import_send(request: HttpRequest) -> HttpResponse:
    member = _imports(request)
    try:
        table, choice, mark = _unsealed(request.POST.get("sealed", ""), member)
        whose = owners(member)[choice.key][1]
        now = compare_plan(table, whose, kind=choice.kind)
        if now.state != "same" and _mark(now) != mark:
            raise StaleForm(
                _("Entretanto o plano mudou: envie o ficheiro de novo para ver o que muda agora.")
            )
        made = import_plan(
            table, whose, by=member, kind=choice.kind, origin=choice.origin, replace=now.state == "changed"
        )
    except Refusal as refusal:
        context = {"page_errors": [refusal.sentence], "crumbs": _crumbs()}
        return render(request, "plans/work/import_refused.html", context, status=refusal.status)
    assert made.plan is not None
    if made.state == "same":
        messages.info(request, _("Este plano já estava no portal tal como o ficheiro o diz: nada mudou."))
    elif made.plan.is_reference:
        messages.success(
            request, _("O documento de referência foi importado. Fica fora de todos os números.")
        )
    else:
        messages.success(
            request, _("O plano foi importado, em preparação. Diga agora quem responde por cada parte.")
        )
    name = "plan" if made.plan.is_reference else "plan_work"
    return SeeOther(reverse(name, args=[made.plan.uuid]))


def _mark(brought: Brought) -> str:
    return mark_of(brought.state, brought.plan and brought.plan.pk, brought.differences)


def _sealed(table: PlanTable, choice: Choice, brought: Brought, by: Membership) -> str:
    """What was shown, to be sent back as it is."""
    said = [
        by.pk, choice.key, choice.kind, choice.origin, _mark(brought), table.name, table.packed(),
    ]  # fmt: skip
    made = signing.dumps(said, salt=_SALT, compress=True)
    if len(made) > MOST_SEALED:
        raise Refused(
            _("O plano é demasiado grande para se importar aqui: importa-se no servidor, com import_plan.")
        )
    return made


def _unsealed(text: str, by: Membership) -> tuple[PlanTable, Choice, str]:
    stale = StaleForm(_("Esta pré-visualização já não vale: envie o ficheiro de novo."))
    try:
        pk, key, kind, origin, mark, name, packed = signing.loads(text, salt=_SALT, max_age=KEPT_FOR)
    except signing.BadSignature as error:
        raise stale from error
    if pk != by.pk or key not in owners(by):
        raise stale
    return PlanTable.unpacked(packed, name), Choice(key, kind, origin), mark


def _crumbs() -> list[dict[str, str]]:
    return [
        {"url": reverse("workspace"), "label": _("Trabalho")},
        {"url": reverse("plan_desk"), "label": _("Planos")},
    ]


@members_only
@require_safe
def plan_import_model(request: HttpRequest) -> HttpResponse:
    """The table to fill in: the shape, with three lines to be written over."""
    _imports(request)
    year = moment.now().year
    years = list(range(year, year + 4))
    shape: list[list[sheets.Cell]] = [
        [f"# Título do plano {years[0]}-{years[-1]}"],
        ["Eixo", "Ação", "Medida", "Meta"],
        [None, None, None, "Unidade de Medida", *years],
        ["1: Exemplo de eixo", "1.1: Exemplo de ação", "a) O que se faz de novo em cada ano", "Unidade", 2, 2, 2, 2],
        [None, None, "b) O que se mantém todos os anos", "Global", "100%", "100%", "100%", "100%"],
        [None, None, "c) O que existe em cada ano", "Total de lugares", 12, 15, None, 20],
    ]  # fmt: skip
    rules: list[list[sheets.Cell]] = [
        [_("Como se preenche")],
        [_("A primeira linha começa por # e diz o nome do plano e os anos.")],
        [
            _(
                "Os níveis podem ter outros nomes e ser mais ou menos: são as colunas antes da unidade de medida."
            )
        ],
        [_("Uma célula em branco à esquerda quer dizer «como em cima».")],
        [_("Um valor em branco quer dizer «sem meta»; 0 é uma meta de zero.")],
        [_("Percentagens levam % e vão de 0 a 100; não se misturam com números na mesma linha.")],
        [_("Como cada linha se soma é proposto a partir da unidade e dos valores, e fica por confirmar.")],
    ]
    made = sheets.as_xlsx([(_("Plano"), shape), (_("Como se preenche"), rules)])
    return HttpResponse(
        made.read(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="plano-modelo.xlsx"'},
    )
