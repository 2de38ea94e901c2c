"""A campaign on its way: prepared, opened, followed live, prolonged, closed, published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import sheets
from geo.models import Municipality
from practice import actions
from practice.forms import CampaignForm, ExtendForm, WhyForm
from practice.forms.campaigns import campaign_as_typed
from practice.models import Campaign, Response
from practice.models.campaigns import ALL
from practice.results import answers_lines
from practice.views.work.responding import answers_shown
from units.forms import mark_of
from units.mail import moment_said
from units.views.consultations import KINDS
from units.views.work.manners import SeeOther, acting, confirm, governing_only, reads_and_sends, sent


def _managed(request: HttpRequest, year: int) -> Campaign:
    return get_object_or_404(Campaign.objects.managed_by(acting(request)).for_pages(), year=year)


def _page_of(campaign: Campaign) -> str:
    return reverse("campaign", args=[campaign.year])


@governing_only
@reads_and_sends
def campaign_new(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    if member.has(member.Role.COORDINATION):
        return _edit(request, None)
    raise Http404


@governing_only
@reads_and_sends
def campaign_edit(request: HttpRequest, year: int) -> HttpResponse:
    return _edit(request, _managed(request, year))


def _edit(request: HttpRequest, campaign: Campaign | None) -> HttpResponse:
    typed: dict[str, Any] = campaign_as_typed(campaign) if campaign else {"scheduled": True}
    mark = mark_of(typed) if campaign else ""
    form = CampaignForm(request.POST or None, initial={**typed, "seen": mark})

    def save() -> HttpResponse:
        made = actions.prepare_campaign(
            form.cleaned_data["questionnaire"], by=acting(request), campaign=campaign, **form.said
        )
        messages.success(request, _("A campanha ficou preparada. Ninguém foi avisado: falta abri-la."))
        return SeeOther(_page_of(made))

    answer, status = sent(request, form, save, mark=mark, closes="close_day", opens="open_day")
    context = {"form": form, "campaign": campaign}
    return answer or render(request, "practice/work/campaign_form.html", context, status=status)


@governing_only
@require_safe
def campaign(request: HttpRequest, year: int) -> HttpResponse:
    """Who has handed in, who is writing, who has not begun: n of 17, live."""
    member = acting(request)
    one = get_object_or_404(Campaign.objects.followed_by(member).for_pages(), year=year)
    responses = {
        response.municipality_id: response
        for response in one.responses.select_related("saved_by__user", "submitted_by__user")
    }
    own = member.organisation.municipality_id
    places = [(place, responses.get(place.pk)) for place in Municipality.objects.all()]
    context = {
        "campaign": one,
        "places": places,
        "standing": {"tiles": [_tile(place, response, own) for place, response in places]},
        "missing": [
            place for place, response in places if response is None or response.state == Response.State.BEGUN
        ],
        "manages": Campaign.objects.managed_by(member).filter(pk=one.pk).exists(),
        "all": ALL,
        "rate": round(100 * one.answered / ALL),
    }
    return render(request, "practice/work/campaign.html", context)


def _tile(place: Municipality, response: Response | None, own: str | None) -> dict[str, Any]:
    if response is None:
        css, icon, word = "none", "dash", _("por começar")
    elif response.state == Response.State.BEGUN:
        css, icon, word = "res", "clock", _("a meio")
    else:
        css, icon, word = "yes", "check", _("entregue")
    return {"place": place, "css": css, "icon": icon, "word": word, "own": place.pk == own}


@governing_only
@reads_and_sends
def campaign_open(request: HttpRequest, year: int) -> HttpResponse:
    one = _managed(request, year)

    def do() -> str:
        actions.open_campaign(one, by=acting(request))
        messages.success(request, _("A campanha está aberta e os municípios foram avisados."))
        return _page_of(one)

    page = {
        "title": _("Abrir a campanha?"),
        "lead": str(one),
        "facts": [
            {"label": _("Perguntas"), "value": str(len(one.questions))},
            {"label": _("Fecha"), "value": moment_said(one.closes)},
        ],
        "consequence": {
            "kind": "info",
            "title": _("As perguntas ficam como estão hoje"),
            "text": _("Representantes e gestores dos 17 municípios recebem uma carta com a ligação."),
        },
        "submit": _("Abrir a campanha"),
        "other_url": _page_of(one),
        "other": _("Ver primeiro"),
    }
    return confirm(request, do, page=page)


@governing_only
@reads_and_sends
def campaign_drop(request: HttpRequest, year: int) -> HttpResponse:
    one = _managed(request, year)

    def do() -> str:
        actions.drop_campaign(one, by=acting(request))
        messages.success(request, _("A campanha em preparação foi apagada."))
        return reverse("practice_desk")

    page = {
        "title": _("Apagar a campanha em preparação?"),
        "lead": str(one),
        "submit": _("Apagar"),
        "danger": True,
    }
    return confirm(request, do, page=page)


@governing_only
@reads_and_sends
def campaign_extend(request: HttpRequest, year: int) -> HttpResponse:
    one = _managed(request, year)
    form = ExtendForm(request.POST if request.method == "POST" else None)

    def save() -> HttpResponse:
        actions.extend_campaign(one, by=acting(request), closes=form.closes)
        messages.success(request, _("O prazo mudou e quem ainda não entregou foi avisado."))
        return SeeOther(_page_of(one))

    answer, status = sent(request, form, save, closes="day")
    context = {
        "title": _("Dar mais tempo"),
        "lead": _("Agora fecha em %(when)s.") % {"when": moment_said(one.closes)},
        "form": form,
        "submit": _("Mudar o prazo"),
        "back": _page_of(one),
    }
    return answer or render(request, "practice/work/form.html", context, status=status)


@governing_only
@reads_and_sends
def campaign_close(request: HttpRequest, year: int) -> HttpResponse:
    one = _managed(request, year)

    def do() -> str:
        actions.close_campaign(one, by=acting(request))
        messages.success(request, _("A campanha está fechada. Falta publicar os resultados."))
        return _page_of(one)

    page = {
        "title": _("Fechar a campanha?"),
        "lead": str(one),
        "facts": [
            {
                "label": _("Entregaram"),
                "value": _("%(n)s de %(all)s municípios") % {"n": one.answered, "all": ALL},
            }
        ],
        "consequence": {
            "kind": "info",
            "title": _("Antes do prazo, só com os 17"),
            "text": _("No seu dia e hora, fecha-se sozinha com as respostas que houver."),
        },
        "submit": _("Fechar a campanha"),
        "other_url": _page_of(one),
        "other": _("Voltar sem fechar"),
    }
    return confirm(request, do, page=page)


@governing_only
@reads_and_sends
def campaign_publish(request: HttpRequest, year: int) -> HttpResponse:
    one = _managed(request, year)

    def do() -> str:
        actions.publish_results(one, by=acting(request))
        messages.success(request, _("Os resultados estão publicados, no portal e no monitor."))
        return reverse("results", args=[one.year])

    page = {
        "title": _("Publicar os resultados?"),
        "lead": str(one),
        "facts": [
            {
                "label": _("Entregaram"),
                "value": _("%(n)s de %(all)s municípios") % {"n": one.answered, "all": ALL},
            }
        ],
        "consequence": {
            "kind": "few",
            "title": _("Publica-se uma vez"),
            "text": _(
                "As contagens ficam públicas e as séries do monitor recebem o valor do ano. Os textos livres ficam"
                " dentro."
            ),
        },
        "submit": _("Publicar os resultados"),
        "other_url": reverse("results", args=[one.year])
        if one.state == Campaign.State.CLOSED
        else _page_of(one),
        "other": _("Ver primeiro"),
    }
    return confirm(request, do, page=page)


@governing_only
@require_safe
def campaign_answers(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Every answer, free words too: for the coordination."""
    if kind not in KINDS:
        raise Http404
    one = _managed(request, year)
    rows = answers_lines(one, one.responses.submitted().select_related("municipality"))
    file = sheets.as_csv(rows) if kind == "csv" else sheets.as_xlsx([(_("Respostas"), rows)])
    answer = HttpResponse(file.read(), content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="concerta-respostas-{one.year}.{kind}"'
    return answer


def _response(request: HttpRequest, year: int, dico: str) -> Response:
    found = Response.objects.read_by(acting(request)).select_related(
        "campaign__questionnaire", "municipality", "submitted_by__user"
    )
    return get_object_or_404(found, campaign__year=year, municipality=dico)


@governing_only
@require_safe
def response_read(request: HttpRequest, year: int, dico: str) -> HttpResponse:
    one = _response(request, year, dico)
    manages = Campaign.objects.managed_by(acting(request)).filter(pk=one.campaign_id).exists()
    context = {"one": one, "campaign": one.campaign, "parts": answers_shown(one), "manages": manages}
    return render(request, "practice/work/response_read.html", context)


@governing_only
@reads_and_sends
def response_reopen(request: HttpRequest, year: int, dico: str) -> HttpResponse:
    campaign = _managed(request, year)
    one = _response(request, year, dico)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.reopen_response(one, by=acting(request), why=form.cleaned_data["why"])
        messages.success(request, _("A resposta foi reaberta e o município avisado."))
        return _page_of(campaign)

    page = {
        "title": _("Reabrir a resposta de %(place)s?") % {"place": one.municipality},
        "lead": str(campaign),
        "consequence": {
            "kind": "few",
            "title": _("Deixa de contar como entregue"),
            "text": _("O município é avisado do motivo e tem de entregar de novo até ao prazo."),
        },
        "submit": _("Reabrir"),
        "danger": True,
        "other_url": _page_of(campaign),
        "other": _("Voltar sem reabrir"),
    }
    return confirm(request, do, page=page, form=form)
