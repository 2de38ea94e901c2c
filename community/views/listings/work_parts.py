"""What only some listings have at the desk: rows of dates, stops and steps; places taken; cancelling; renewing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.refusals import Refusal, StaleForm
from community import actions
from community.listings import row_forms
from community.listings.forms import CancelForm, TakenForm
from community.models import Event, JobOffer, Listing, Pathway, Placement
from community.views.listings.work import crumbs, entry_of, keepers_only
from units.views.work.manners import SeeOther, acting, confirm, reads_and_sends
from units.views.work.scope import stale_sentence


def _rows_page(
    request: HttpRequest,
    listing: Listing,
    rows: row_forms.Rows,
    save: Callable[[], object],
    page: dict[str, Any],
) -> HttpResponse:
    """All rows of an entry on one page, saved together; a refusal leaves them typed. Rows made when others stood
    there are told so, and go on from here."""
    status, errors = 200, []
    if rows.is_bound:
        status = 422
        if rows.is_valid():
            try:
                if request.POST.get("seen", "") not in ("", rows.mark):
                    raise StaleForm(stale_sentence())
                save()
                messages.success(request, _("As alterações ficaram gravadas."))
                return SeeOther(request.path)
            except Refusal as refusal:
                status, errors = refusal.status, [refusal.sentence]
        rows.masked()
    context = {"listing": listing, "rows": rows, "page_errors": errors, **page}
    return render(request, "community/listings/work/rows.html", context, status=status)


def _rows(
    request: HttpRequest, form: type[row_forms.RowForm], typed: Sequence[dict[str, Any]], most: int
) -> row_forms.Rows:
    return row_forms.Rows(form, request.POST if request.method == "POST" else None, typed, most=most)


@keepers_only
@reads_and_sends
def event_dates(request: HttpRequest, uuid: UUID) -> HttpResponse:
    kind, event = entry_of(request, Event.SLUG, uuid)
    typed = row_forms.dates_typed(event.dates.all())
    rows = _rows(request, row_forms.DateRow, typed, Event.MOST_DATES)
    page = {
        "title": _("Datas"),
        "lead": _(
            "Horas de Portugal continental. Para apagar uma data, deixe a linha vazia. O que se repete todas as"
            " semanas escreve-se uma vez, com o número de semanas."
        ),
        "row": _("Data"),
        "crumbs": crumbs(kind, event),
    }
    return _rows_page(
        request,
        event,
        rows,
        lambda: actions.set_dates(event, row_forms.spans_of(rows), by=acting(request)),
        page,
    )


@keepers_only
@reads_and_sends
def event_stops(request: HttpRequest, uuid: UUID) -> HttpResponse:
    kind, event = entry_of(request, Event.SLUG, uuid)
    typed = row_forms.stops_typed(event.stops.all())
    rows = _rows(request, row_forms.StopRow, typed, Event.MOST_STOPS)
    page = {
        "title": _("Paragens"),
        "lead": _("Por ordem. Para apagar uma paragem, deixe a linha vazia."),
        "row": _("Paragem"),
        "crumbs": crumbs(kind, event),
    }
    return _rows_page(
        request,
        event,
        rows,
        lambda: actions.set_stops(event, row_forms.stops_of(rows), by=acting(request)),
        page,
    )


@keepers_only
@reads_and_sends
def pathway_steps(request: HttpRequest, uuid: UUID) -> HttpResponse:
    kind, pathway = entry_of(request, Pathway.SLUG, uuid)
    typed = row_forms.steps_typed(pathway.steps.all())
    rows = _rows(request, row_forms.StepRow, typed, Pathway.MOST_STEPS)
    page = {
        "title": _("Passos"),
        "lead": _("Quem faz o quê, por ordem. Para apagar um passo, deixe a linha vazia."),
        "row": _("Passo"),
        "crumbs": crumbs(kind, pathway),
    }
    return _rows_page(
        request,
        pathway,
        rows,
        lambda: actions.set_steps(pathway, row_forms.steps_of(rows), by=acting(request)),
        page,
    )


@keepers_only
@reads_and_sends
def event_cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    kind, event = entry_of(request, Event.SLUG, uuid)
    form = CancelForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.cancel_event(event, why=form.cleaned_data["why"], by=acting(request))
        messages.success(request, _("O evento está cancelado, e lê-se assim na agenda."))
        url: str = event.work_url
        return url

    page = {
        "title": _("Cancelar o evento?"),
        "lead": event.title,
        "consequence": {
            "kind": "few",
            "title": _("Continua a ler-se, como cancelado"),
            "text": _("As agendas que o têm recebem o cancelamento, com o motivo. Não se desfaz."),
        },
        "submit": _("Cancelar o evento"),
        "danger": True,
        "crumbs": crumbs(kind, event),
        "other_url": event.work_url,
        "other": _("Voltar sem mudar nada"),
    }
    return confirm(request, do, page=page, form=form, template="community/listings/work/confirm.html")


@keepers_only
@reads_and_sends
def placement_taken(request: HttpRequest, uuid: UUID) -> HttpResponse:
    kind, placement = entry_of(request, Placement.SLUG, uuid)
    form = TakenForm(request.POST if request.method == "POST" else None, initial={"taken": placement.taken})

    def do() -> str:
        actions.count_taken(placement, taken=form.cleaned_data["taken"], by=acting(request))
        messages.success(request, _("O número de lugares ocupados ficou gravado."))
        url: str = placement.work_url
        return url

    page = {
        "title": _("Quantos lugares estão ocupados?"),
        "lead": placement.title,
        "facts": [{"label": _("Lugares"), "value": placement.places}],
        "submit": _("Gravar"),
        "crumbs": crumbs(kind, placement),
        "other_url": placement.work_url,
        "other": _("Voltar sem mudar nada"),
    }
    return confirm(request, do, page=page, form=form, template="community/listings/work/confirm.html")


@keepers_only
@reads_and_sends
def job_renew(request: HttpRequest, uuid: UUID) -> HttpResponse:
    kind, job = entry_of(request, JobOffer.SLUG, uuid)

    def do() -> str:
        actions.renew_jobs([job], by=acting(request))
        messages.success(request, _("A oferta fica na lista por mais 30 dias."))
        url: str = job.work_url
        return url

    page = {
        "title": _("Renovar por mais 30 dias?"),
        "lead": job.title,
        "facts": [{"label": _("Último dia hoje"), "value": f"{job.expires_on:%d/%m/%Y}"}],
        "submit": _("Renovar"),
        "crumbs": crumbs(kind, job),
        "other_url": job.work_url,
        "other": _("Voltar sem mudar nada"),
    }
    return confirm(request, do, page=page, template="community/listings/work/confirm.html")
