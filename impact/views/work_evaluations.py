"""Evaluations for those who prepare, publish and answer them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from impact import actions
from impact.forms import AnswerForm, ConclusionForm, EvaluationForm, RecommendationForm
from impact.forms.evaluations import evaluation_as_typed
from impact.models import Conclusion, Evaluation, Recommendation
from impact.views.work_sheets import CONFIRM, add_subject, first_of
from units.forms.base import PlainForm, mark_of
from units.views.work.manners import SeeOther, acting, confirm, members_only, reads_and_sends, sent


def _evaluation(request: HttpRequest, uuid: UUID) -> Evaluation:
    return get_object_or_404(Evaluation.objects.managed_by(acting(request)).for_pages(), uuid=uuid)


def _url(evaluation: Evaluation) -> str:
    return reverse("evaluation", args=[evaluation.uuid])


@members_only
@reads_and_sends
def evaluation_new(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    form = EvaluationForm(
        request.POST if request.method == "POST" else None, member=member, initial=first_of(request)
    )
    add_subject(form, request)

    def save() -> HttpResponse:
        said = form.cleaned_data
        made = actions.make_evaluation(said["subject"], form.frame, by=member, uuid=said["key"])
        messages.success(request, _("A avaliação está em preparação. Acrescente as conclusões."))
        return SeeOther(_url(made))

    answer, status = sent(request, form, save)
    context = {"form": form, "title": _("Nova avaliação estratégica"), "back": reverse("impact_work")}
    return answer or render(request, "impact/work/form.html", context, status=status)


@members_only
@reads_and_sends
def evaluation_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    evaluation = _evaluation(request, uuid)
    typed = evaluation_as_typed(evaluation)
    mark = mark_of(typed)
    form = EvaluationForm(
        request.POST if request.method == "POST" else None,
        member=acting(request),
        this=evaluation,
        initial={**typed, "seen": mark},
    )

    def save() -> HttpResponse:
        actions.change_evaluation(evaluation, form.frame, by=acting(request))
        messages.success(request, _("A avaliação ficou gravada."))
        return SeeOther(_url(evaluation))

    answer, status = sent(request, form, save, mark=mark)
    context = {
        "form": form,
        "title": _("Editar a avaliação"),
        "lead": evaluation.title,
        "back": _url(evaluation),
    }
    return answer or render(request, "impact/work/form.html", context, status=status)


@members_only
@reads_and_sends
def evaluation_publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    evaluation = _evaluation(request, uuid)
    if not acting(request).has(Membership.Role.COORDINATION):
        raise Http404

    def do() -> str:
        actions.publish_evaluation(evaluation, by=acting(request))
        messages.success(request, _("A avaliação está publicada."))
        return _url(evaluation)

    page = {
        "title": _("Publicar a avaliação?"),
        "lead": evaluation.title,
        "consequence": {
            "kind": "few",
            "title": _("Depois de publicada já não muda"),
            "text": _("Só outra avaliação, que a cite, diz mais."),
        },
        "submit": _("Publicar"),
        "other_url": _url(evaluation),
        "other": _("Voltar sem publicar"),
    }
    return confirm(request, do, page=page, template=CONFIRM)


@members_only
@reads_and_sends
def evaluation_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    evaluation = _evaluation(request, uuid)

    def do() -> str:
        actions.delete_evaluation(evaluation, by=acting(request))
        messages.success(request, _("A avaliação foi apagada."))
        return reverse("impact_work")

    page = {
        "title": _("Apagar a avaliação?"),
        "lead": evaluation.title,
        "submit": _("Apagar"),
        "danger": True,
        "other_url": _url(evaluation),
        "other": _("Voltar sem apagar"),
    }
    return confirm(request, do, page=page, template=CONFIRM)


@members_only
@reads_and_sends
def conclusion_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    evaluation = _evaluation(request, uuid)
    form = ConclusionForm(request.POST if request.method == "POST" else None)
    return _line(
        request,
        evaluation,
        form,
        _("Acrescentar uma conclusão"),
        lambda: actions.add_conclusion(evaluation, by=acting(request), **form.cleaned_data),
    )


@members_only
@reads_and_sends
def recommendation_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    evaluation = _evaluation(request, uuid)
    form = RecommendationForm(request.POST if request.method == "POST" else None)
    return _line(
        request,
        evaluation,
        form,
        _("Acrescentar uma recomendação"),
        lambda: actions.add_recommendation(evaluation, by=acting(request), **form.cleaned_data),
    )


@members_only
@reads_and_sends
def conclusion_drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    kept = Conclusion.objects.filter(evaluation__in=Evaluation.objects.managed_by(acting(request)))
    return _drop(request, get_object_or_404(kept.select_related("evaluation"), uuid=uuid))


@members_only
@reads_and_sends
def recommendation_drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    kept = Recommendation.objects.filter(evaluation__in=Evaluation.objects.managed_by(acting(request)))
    return _drop(request, get_object_or_404(kept.select_related("evaluation"), uuid=uuid))


@members_only
@reads_and_sends
def recommendation_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    kept = Recommendation.objects.filter(evaluation__in=Evaluation.objects.managed_by(acting(request)))
    one = get_object_or_404(kept.select_related("evaluation"), uuid=uuid)
    typed = {"answer": one.answer, "why": one.answer_why, "until": one.answer_until}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=typed)

    def do() -> str:
        actions.answer_recommendation(one, by=acting(request), **form.cleaned_data)
        messages.success(request, _("A resposta está publicada junto da recomendação."))
        return _url(one.evaluation)

    page = {
        "title": _("Responder à recomendação"),
        "lead": one.text,
        "submit": _("Responder"),
        "other_url": _url(one.evaluation),
        "other": _("Voltar sem responder"),
    }
    return confirm(request, do, page=page, form=form, template=CONFIRM)


def _line(
    request: HttpRequest, evaluation: Evaluation, form: PlainForm, title: str, add: Any
) -> HttpResponse:
    def save() -> HttpResponse:
        add()
        messages.success(request, _("Ficou na avaliação."))
        return SeeOther(_url(evaluation))

    answer, status = sent(request, form, save)
    context = {"form": form, "title": title, "lead": evaluation.title, "back": _url(evaluation)}
    return answer or render(request, "impact/work/form.html", context, status=status)


def _drop(request: HttpRequest, line: Conclusion | Recommendation) -> HttpResponse:
    def do() -> str:
        actions.drop_line(line, by=acting(request))
        messages.success(request, _("Saiu da avaliação."))
        return _url(line.evaluation)

    page = {
        "title": _("Tirar da avaliação?"),
        "lead": line.text,
        "submit": _("Tirar"),
        "danger": True,
        "other_url": _url(line.evaluation),
        "other": _("Voltar sem tirar"),
    }
    return confirm(request, do, page=page, template=CONFIRM)
