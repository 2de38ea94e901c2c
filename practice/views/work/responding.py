"""A municipality answers: part by part, looked over, handed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from accounts.refusals import Refusal
from practice import actions
from practice.forms import AnswersForm
from practice.models import Campaign, Response
from practice.questions import asked_of
from practice.results import said
from units.forms import mark_of
from units.views.work.manners import SeeOther, acting, members_only, reads_and_sends, sent


def _campaign(request: HttpRequest, year: int) -> Campaign:
    found = Campaign.objects.answered_by(acting(request)).select_related("questionnaire")
    return get_object_or_404(found, year=year)


def _response(campaign: Campaign, member: Membership) -> Response:
    """The municipality's; one that is not written down where nobody has saved anything yet."""
    place = member.organisation.municipality
    found = campaign.responses.filter(municipality=place).select_related(
        "municipality", "saved_by__user", "submitted_by__user"
    )
    response = found.first() or Response(campaign=campaign, municipality=place)
    response.campaign = campaign
    return response


def answers_shown(response: Response) -> list[dict[str, Any]]:
    """The parts with what was said on each, and what is missing of it."""
    campaign = response.campaign
    lacking = {one.code for one in response.missing}
    parts: dict[int, dict[str, Any]] = {
        step: {"step": step, "title": title, "rows": [], "missing": 0} for step, title in campaign.steps
    }
    for one in asked_of(campaign.questions, response.answers):
        part = parts[one.step]
        missing = one.code in lacking
        part["missing"] += missing
        words = said(one, response.answers.get(one.code))
        part["rows"].append({"question": one, "said": words, "missing": missing})
    return list(parts.values())


@members_only
@require_safe
def response(request: HttpRequest, year: int) -> HttpResponse:
    campaign = _campaign(request, year)
    return _show(request, campaign)


def _show(
    request: HttpRequest, campaign: Campaign, *, page_errors: list[str] | None = None, status: int = 200
) -> HttpResponse:
    one = _response(campaign, acting(request))
    context = {
        "campaign": campaign,
        "one": one,
        "begun": one.pk is not None,
        "parts": answers_shown(one),
        "missing": one.missing,
        "may_write": campaign.takes_answers and one.state == Response.State.BEGUN,
        "page_errors": page_errors or [],
    }
    return render(request, "practice/work/response.html", context, status=status)


@members_only
@reads_and_sends
def response_step(request: HttpRequest, year: int, step: int) -> HttpResponse:
    """One part. What a colleague saves on another part does not get in the way; on the same, the later one is told."""
    member = acting(request)
    campaign = _campaign(request, year)
    titles = dict(campaign.steps)
    if step not in titles:
        raise Http404
    one = _response(campaign, member)
    there = {
        question.code: one.answers.get(question.code)
        for question in campaign.questions
        if question.step == step
    }
    mark = mark_of(sorted(there.items()))
    form = AnswersForm(campaign.questions, step, one.answers, request.POST or None, initial={"seen": mark})

    def save() -> HttpResponse:
        actions.give_answers(campaign, by=member, step=step, said=form.said)
        messages.success(request, _("Ficou gravado. Pode voltar quando quiser."))
        onward = step + 1 in titles and "stay" not in request.POST
        if onward:
            return SeeOther(reverse("response_step", args=[year, step + 1]))
        return SeeOther(reverse("response", args=[year]))

    answer, status = sent(request, form, save, mark=mark)
    context = {
        "campaign": campaign,
        "one": one,
        "begun": one.pk is not None,
        "form": form,
        "step": step,
        "steps": campaign.steps,
        "title": titles[step],
        "last": step + 1 not in titles,
        "may_write": campaign.takes_answers and one.state == Response.State.BEGUN,
    }
    return answer or render(request, "practice/work/response_step.html", context, status=status)


@members_only
@require_POST
def response_submit(request: HttpRequest, year: int) -> HttpResponse:
    campaign = _campaign(request, year)
    try:
        actions.submit_response(campaign, by=acting(request))
    except Refusal as refusal:
        return _show(request, campaign, page_errors=[refusal.sentence], status=refusal.status)
    messages.success(request, _("O questionário foi entregue em nome do município."))
    return SeeOther(reverse("response", args=[year]))
