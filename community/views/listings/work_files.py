"""Job offers out of a file: sent, looked at, and only then published."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import sheets
from accounts.refusals import Refusal
from accounts.sheets.errors import Refused
from community import actions
from community.listings import imports
from community.listings.forms import JobFileForm
from community.models import JobOffer
from community.models.listings import today
from community.views.listings.kinds import KINDS
from community.views.listings.work import crumbs, keepers_only
from units.views.work.manners import SeeOther, acting, reads_and_sends, refused


def _crumbs() -> list[dict[str, Any]]:
    return crumbs(KINDS[JobOffer.SLUG])


@keepers_only
@reads_and_sends
def job_import(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    posted = request.method == "POST"
    form = JobFileForm(request.POST if posted else None, request.FILES if posted else None, member=member)
    wrong: tuple[str, ...] = ()
    if posted and form.is_valid():
        said = form.cleaned_data
        how = {"source": said["source"], "contact": said["contact"], "end_missing": said["end_missing"]}
        try:
            rows, notes = _read(said["file"])
            plan = imports.plan(rows, by=member, **how)
        except Refused as refusal:
            wrong = refusal.sentences
        except Refusal as refusal:
            form.add_error(refusal.extra.get("field"), refusal.sentence)
        else:
            context = {
                "plan": plan,
                "notes": notes,
                "counts": _counts(plan),
                "sealed": imports.sealed(rows, by=member, **how),
                "crumbs": _crumbs(),
            }
            return render(request, "community/listings/work/import_preview.html", context)
    context = {"form": form, "page_errors": wrong, "crumbs": _crumbs(), "most": imports.MOST_ROWS}
    status = 422 if posted else 200
    return render(request, "community/listings/work/import.html", context, status=status)


def _read(file: Any) -> tuple[list[imports.Row], list[str]]:
    with tempfile.NamedTemporaryFile(suffix=Path(file.name).suffix.lower()) as kept:
        for part in file.chunks():
            kept.write(part)
        kept.flush()
        return imports.read(Path(kept.name))


def _counts(plan: imports.Plan) -> list[str]:
    """What the file does, in words."""
    gone = (
        _("%(n)s já não estão no ficheiro e terminam")
        if plan.end_missing
        else _("%(n)s já não estão no ficheiro e ficam como estão")
    )
    words = {
        "new": _("%(n)s novas"),
        "changed": _("%(n)s alteradas"),
        "reopened": _("%(n)s voltam a publicar-se"),
        "same": _("%(n)s sem alteração"),
        "gone": gone,
    }
    return [words[state] % {"n": n} for state in words if (n := plan.count(state))]


@keepers_only
@require_POST
def job_import_write(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    try:
        rows, source, contact, end_missing = imports.unsealed(request.POST.get("sealed", ""), member)
        done = actions.import_jobs(rows, source=source, contact=contact, end_missing=end_missing, by=member)
    except Refusal as refusal:
        return refused(request, refusal, url=reverse("job_import"), action=_("Enviar o ficheiro de novo"))
    written = done["new"] + done["changed"] + done["reopened"] + (done["gone"] if end_missing else 0)
    if written:
        sentence = ngettext("%(n)s oferta ficou atualizada.", "%(n)s ofertas ficaram atualizadas.", written)
        messages.success(request, sentence % {"n": written})
    else:
        messages.info(request, _("Já estava tudo assim: nada mudou."))
    return SeeOther(reverse("listing_entries", args=[JobOffer.SLUG]))


@keepers_only
@require_safe
def job_model(request: HttpRequest) -> HttpResponse:
    """The table to fill in, with one line to show how."""
    day = today() + JobOffer.RENEWED_FOR
    contract, hours = JobOffer.Contract.FIXED.label, JobOffer.Hours.FULL.label
    example = {
        "title": _("Auxiliar de ação direta"),
        "employer": acting(request).organisation.name,
        "reference": "2026-001",
        "municipality": "Porto",
        "contract": str(contract),
        "hours": str(hours),
        "expires_on": day.isoformat(),
        "link": "https://exemplo.pt/oferta",
    }
    known = imports.columns()
    lines: list[list[sheets.Cell]] = [
        [column.headers[0] for column in known],
        [example.get(column.name, "") for column in known],
    ]
    answer = HttpResponse(sheets.as_csv(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="concerta-empregos-modelo.csv"'
    return answer
