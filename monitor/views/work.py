"""The monitor at work: municipalities send their own figures, coordination confirms or takes back what came in."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import sheets
from accounts.models import Membership
from accounts.refusals import Refusal
from accounts.sheets.errors import Refused
from monitor import actions, periods, reporting
from monitor.forms import FiguresForm, FileForm
from monitor.imports.outliers import shown
from monitor.models import Import, Indicator, Observation, Place, reports
from monitor.reporting import Figure

PER_PAGE = 30
MOST_LISTED = 300
View = Callable[..., HttpResponseBase]
reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])


class SeeOther(HttpResponseRedirect):
    """After a POST: the next request is a GET, whatever the client."""

    status_code = 303


def acting(request: HttpRequest) -> Membership:
    """The membership acted under; for views that are let in by one of the two below."""
    return cast(Membership, request.member)  # type: ignore[attr-defined]


def _let_in(right: Callable[[Membership], bool]) -> Callable[[View], View]:
    """Visitors are asked to sign in; for whom it is not right these pages do not exist."""

    def around(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                read = request.method in ("GET", "HEAD")
                return redirect_to_login(request.get_full_path() if read else reverse("monitor_work"))
            member: Membership | None = request.member  # type: ignore[attr-defined]
            if member is None or not right(member):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return around


def coordinates(member: Membership) -> bool:
    return member.has(Membership.Role.COORDINATION)


reporting_only = _let_in(reports)
coordination_only = _let_in(coordinates)
either = _let_in(lambda member: reports(member) or coordinates(member))


# --- What came in -----------------------------------------------------------------------------------------------------


def _seen(request: HttpRequest, uuid: UUID) -> Import:
    found = Import.objects.visible_to(acting(request)).select_related("organisation", "user", "settled_by")
    return get_object_or_404(found, uuid=uuid)


@either
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    found = Import.objects.visible_to(member).select_related("organisation", "user")
    page = Paginator(found.exclude(state=Import.State.WAITING), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": found.waiting(),
        "page": page,
        "reports": reports(member),
        "coordinates": coordinates(member),
    }
    return render(request, "monitor/work/imports.html", context)


@either
@require_safe
def import_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    batch, member = _seen(request, uuid), acting(request)
    brought = batch.observations.select_related("indicator", "place", "source").in_order()
    context = {
        "batch": batch,
        "facts": _facts(batch),
        "crumbs": _crumbs(),
        "observations": brought[:MOST_LISTED],
        "more": max(0, brought.count() - MOST_LISTED),
        "may_confirm": batch.state == Import.State.WAITING and coordinates(member),
        "may_undo": _may_undo(batch, member),
    }
    return render(request, "monitor/work/import.html", context)


def _may_undo(batch: Import, member: Membership) -> bool:
    settled = batch.state in (Import.State.UNDONE, Import.State.REPLACED) or batch.kind == Import.Kind.OWN
    return not settled and batch.may_be_undone_by(member)


def _facts(batch: Import) -> list[dict[str, Any]]:
    counts = batch.counts
    return [
        {"label": _("Estado"), "value": batch.get_state_display()},
        {"label": _("Tipo"), "value": batch.get_kind_display()},
        {"label": _("De"), "value": str(batch.organisation or "")},
        {"label": _("Quem"), "value": str(batch.user or "")},
        {"label": _("Quando"), "value": date_format(timezone.localtime(batch.at), "SHORT_DATETIME_FORMAT")},
        {
            "label": _("Valores"),
            "value": _("%(new)s novos, %(changed)s alterados, %(same)s sem alteração")
            % {state: counts.get(state, 0) for state in ("new", "changed", "same")},
        },
    ]


@coordination_only
@reads_and_sends
def import_confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    batch = _seen(request, uuid)

    def do() -> None:
        actions.confirm(batch, by=acting(request))
        messages.success(request, _("Os números estão confirmados e são públicos."))

    page = {
        "title": _("Confirmar estes números?"),
        "lead": batch.name,
        "consequence": {
            "kind": "info",
            "title": _("Ficam públicos"),
            "text": _(
                "Passam a definitivos e substituem os que o monitor mostra hoje. O município é avisado."
            ),
        },
        "submit": _("Confirmar"),
    }
    return _decided(request, batch, do, page)


@either
@reads_and_sends
def import_undo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    batch = _seen(request, uuid)

    def do() -> None:
        actions.undo(batch, by=acting(request))
        messages.success(request, _("A importação foi desfeita."))

    page = {
        "title": _("Desfazer esta importação?"),
        "lead": batch.name,
        "consequence": {
            "kind": "few",
            "title": _("O que trouxe deixa de se ver"),
            "text": _("O que tinha substituído volta a valer. Nada se apaga: fica no registo das revisões."),
        },
        "submit": _("Desfazer"),
        "danger": True,
    }
    return _decided(request, batch, do, page)


def _decided(
    request: HttpRequest, batch: Import, do: Callable[[], None], page: dict[str, Any]
) -> HttpResponse:
    """One verb on a page of its own: GET says what it does, POST does it; a refusal comes back with its sentence."""
    status, errors = 200, []
    if request.method == "POST":
        try:
            do()
            return SeeOther(reverse("monitor_import", args=[batch.uuid]))
        except Refusal as refusal:
            status, errors = refusal.status, [refusal.sentence]
    context = {
        **page,
        "facts": _facts(batch),
        "crumbs": _crumbs(),
        "cancel_url": reverse("monitor_import", args=[batch.uuid]),
        "page_errors": errors,
    }
    return render(request, "monitor/work/decide.html", context, status=status)


def _crumbs() -> list[dict[str, str]]:
    return [
        {"url": reverse("workspace"), "label": _("Trabalho")},
        {"url": reverse("monitor_work"), "label": _("Números do monitor")},
    ]


# --- A municipality's own ---------------------------------------------------------------------------------------------


def _place(request: HttpRequest) -> Place:
    return get_object_or_404(Place.objects.reported_by(acting(request)))


@reporting_only
@reads_and_sends
def report_figures(request: HttpRequest) -> HttpResponse:
    place = _place(request)
    indicators = list(Indicator.objects.from_municipalities().in_reading_order())
    form = FiguresForm(request.POST or None, indicators=indicators, before=_before(indicators, place))
    if request.method == "POST" and form.is_valid():
        return _preview(request, place, form.figures, [])
    context = {"form": form, "place": place, "crumbs": _crumbs()}
    status = 422 if request.method == "POST" else 200
    return render(request, "monitor/work/figures.html", context, status=status)


def _before(indicators: list[Indicator], place: Place) -> dict[str, str]:
    """What the last figure of each was, as the network reads it, in words for a hint."""
    current = Observation.objects.current().filter(indicator__in=indicators, place=place, value__isnull=False)
    last = (
        current.order_by("indicator_id", "-end", "audience")
        .distinct("indicator_id")
        .select_related("indicator")
    )
    return {
        one.indicator.code: _("Último: %(value)s, %(period)s.")
        % {"value": shown(one.value), "period": periods.short(one.period)}
        for one in last
    }


@reporting_only
@reads_and_sends
def report_file(request: HttpRequest) -> HttpResponse:
    place, member = _place(request), acting(request)
    posted = request.method == "POST"
    form = FileForm(request.POST if posted else None, request.FILES if posted else None)
    wrong: tuple[str, ...] = ()
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        with tempfile.NamedTemporaryFile(suffix=Path(file.name).suffix.lower()) as kept:
            for part in file.chunks():
                kept.write(part)
            kept.flush()
            try:
                figures, notes, digest = reporting.from_file(Path(kept.name), place, member)
                return _preview(
                    request, place, figures, notes, name=Path(file.name).name[:120], digest=digest
                )
            except Refused as refusal:
                wrong = refusal.sentences
    context = {"form": form, "place": place, "page_errors": wrong, "crumbs": _crumbs()}
    return render(request, "monitor/work/file.html", context, status=422 if posted else 200)


def _preview(
    request: HttpRequest,
    place: Place,
    figures: list[Figure],
    notes: list[str],
    *,
    name: str = "",
    digest: str = "",
) -> HttpResponse:
    member = acting(request)
    lines = reporting.preview(figures, place, member)
    context = {
        "place": place,
        "lines": lines,
        "notes": notes,
        "flags": [flag for line in lines for flag in line.flags],
        "nothing": all(line.state == "same" for line in lines),
        "sealed": reporting.sealed(figures, member, name=name, digest=digest),
        "crumbs": _crumbs(),
    }
    return render(request, "monitor/work/preview.html", context)


@reporting_only
@require_POST
def report_send(request: HttpRequest) -> HttpResponse:
    place, member = _place(request), acting(request)
    try:
        figures, name, digest = reporting.unsealed(request.POST.get("sealed", ""), member)
        quarters = sorted({one.period.code for one in figures})
        batch = actions.report(
            reporting.cells_of(figures, place, member),
            by=member,
            name=f"{member.organisation.name}, {name or ', '.join(quarters)}",
            digest=digest,
        )
    except Refusal as refusal:
        context = {"page_errors": [refusal.sentence], "crumbs": _crumbs()}
        return render(request, "monitor/work/refused.html", context, status=refusal.status)
    if batch is None:
        messages.info(request, _("A rede já tinha todos estes números: nada mudou."))
        return SeeOther(reverse("monitor_work"))
    messages.success(
        request, _("Os números foram enviados. A rede já os lê, como provisórios; a coordenação foi avisada.")
    )
    return SeeOther(reverse("monitor_import", args=[batch.uuid]))


@reporting_only
@require_safe
def report_model(request: HttpRequest) -> FileResponse:
    """The table to fill in, with the last closed quarter: lines left empty are not sent."""
    place, period = _place(request), reporting.quarters()[0]
    lines: list[list[sheets.Cell]] = [
        ["indicator_code", "indicator_name", "unit", "dico", "name", "period", "value"]
    ]
    for one in Indicator.objects.from_municipalities().in_reading_order():
        lines.append([one.code, one.name_pt, one.unit_source, place.code, place.name_pt, period.code, ""])
    return FileResponse(
        sheets.as_csv(lines),
        as_attachment=True,
        filename=f"{place.code}-{period.code}.csv",
        content_type="text/csv",
    )
