"""Initiatives at work: the coordination decides and incubates, units support."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.actions import initiatives as actions
from community.funding.fitting import touched
from community.funding.forms import DecideInitiativeForm, StageForm, SupportForm, WhyForm
from community.models import IncubationStage, Initiative
from community.views.funding.work.manners import one_verb
from units.models import Body, Problem
from units.views.work.manners import acting, governing_only, members_only, reads_and_sends


def _page(initiative: Initiative) -> str:
    return reverse("initiative_work", args=[initiative.uuid])


def _managed(request: HttpRequest, uuid: UUID) -> Initiative:
    found = Initiative.objects.managed_by(acting(request)).for_pages()
    return get_object_or_404(found, uuid=uuid)


@members_only
@require_safe
def initiative_work(request: HttpRequest, uuid: UUID) -> HttpResponse:
    initiative = _managed(request, uuid)
    chosen = {one.pk for one in initiative.problems.all()}
    codes = touched(initiative.title, initiative.answers, initiative.for_whom, initiative.needs)
    context = {
        "initiative": initiative,
        "also": Problem.objects.filter(pk__in=[code for code in codes if code not in chosen]),
    }
    return render(request, "community/funding/work/initiative.html", context)


@members_only
@reads_and_sends
def initiative_decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    initiative = _managed(request, uuid)
    form = DecideInitiativeForm(
        request.POST if request.method == "POST" else None,
        initial={"problems": [one.pk for one in initiative.problems.all()]},
    )

    def do() -> str:
        said = form.cleaned_data
        publishes = said["answer"] == "yes"
        actions.decide_initiative(
            initiative, by=acting(request), publishes=publishes, why=said["why"], problems=said["problems"]
        )
        messages.success(
            request,
            _("A iniciativa está publicada e as unidades do eixo avisadas.")
            if publishes
            else _("A iniciativa não foi aceite. A resposta seguiu."),
        )
        return _page(initiative)

    return one_verb(
        request,
        do,
        form=form,
        title=_("Publicar esta iniciativa?"),
        lead=initiative.title,
        text=initiative.answers,
        facts=[
            {"label": _("Para quem"), "value": initiative.for_whom},
            {"label": _("O que é preciso"), "value": initiative.needs},
        ],
        submit=_("Registar a decisão"),
        other_url=_page(initiative),
        other=_("Voltar sem decidir"),
    )


@governing_only
@reads_and_sends
def initiative_support(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """For who runs a unit of one of its axes; to others the page does not exist."""
    member = acting(request)
    initiative = get_object_or_404(Initiative.objects.public().for_pages(), uuid=uuid)
    bodies = Body.objects.run_by(member).filter(axis__in=[one.pk for one in initiative.axes])
    if not bodies.exists():
        raise Http404
    form = SupportForm(request.POST if request.method == "POST" else None, bodies=bodies)

    def do() -> str:
        said = form.cleaned_data
        actions.support_initiative(initiative, said["body"], by=member, text=said["text"])
        messages.success(request, _("O apoio da unidade é público."))
        return reverse("initiative", args=[initiative.uuid])

    return one_verb(
        request,
        do,
        form=form,
        title=_("Apoiar a iniciativa"),
        lead=initiative.title,
        submit=_("Registar o apoio"),
        other_url=reverse("initiative", args=[initiative.uuid]),
        other=_("Voltar sem apoiar"),
    )


@members_only
@reads_and_sends
def initiative_stage(request: HttpRequest, uuid: UUID) -> HttpResponse:
    initiative = _managed(request, uuid)
    form = StageForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.enter_stage(initiative, form.said, by=acting(request))
        messages.success(request, _("A fase ficou registada e quem propôs foi avisado."))
        return _page(initiative)

    following = initiative.next_stage
    return one_verb(
        request,
        do,
        form=form,
        title=_("Nova fase: %(stage)s") % {"stage": IncubationStage.Kind(following).label}
        if following
        else _("Nova fase"),
        lead=initiative.title,
        submit=_("Registar a fase"),
        other_url=_page(initiative),
        other=_("Voltar sem registar"),
    )


@members_only
@reads_and_sends
def initiative_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    initiative = _managed(request, uuid)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.end_initiative(initiative, by=acting(request), why=form.cleaned_data["why"])
        messages.success(request, _("A iniciativa terminou. Continua a ler-se, com o que dela resultou."))
        return _page(initiative)

    return one_verb(
        request,
        do,
        form=form,
        title=_("Terminar a iniciativa?"),
        lead=initiative.title,
        submit=_("Terminar"),
        danger=True,
        other_url=_page(initiative),
        other=_("Voltar sem terminar"),
    )
