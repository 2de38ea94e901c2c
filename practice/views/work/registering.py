"""The register at work: enter, change, answer, move on, hold up as good practice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Refusal
from practice import actions
from practice.forms import ObstacleForm, PromoteForm, SolutionForm, StateForm, WhyForm
from practice.forms.register import obstacle_as_typed
from practice.models import GoodPractice, Obstacle, Reply
from practice.views.register import show_obstacle
from units.forms import mark_of
from units.views.work.manners import (
    SeeOther,
    acting,
    confirm,
    governing_only,
    members_only,
    put_on_form,
    reads_and_sends,
    refused,
    sent,
)


def _read(request: HttpRequest, uuid: UUID) -> Obstacle:
    return get_object_or_404(Obstacle.objects.visible_to(acting(request)).for_pages(), uuid=uuid)


def _kept(request: HttpRequest, uuid: UUID) -> Obstacle:
    return get_object_or_404(Obstacle.objects.kept_by(acting(request)).for_pages(), uuid=uuid)


@members_only
@reads_and_sends
def obstacle_new(request: HttpRequest) -> HttpResponse:
    if not acting(request).may_ask:
        raise Http404
    return _edit(request, None)


@members_only
@reads_and_sends
def obstacle_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _edit(request, _kept(request, uuid))


def _edit(request: HttpRequest, one: Obstacle | None) -> HttpResponse:
    typed: dict[str, Any] = obstacle_as_typed(one) if one else {}
    mark = mark_of(typed) if one else ""
    form = ObstacleForm(request.POST or None, initial={**typed, "seen": mark, "key": uuid4()})

    def save() -> HttpResponse:
        made = actions.enter_obstacle(
            by=acting(request), obstacle=one, key=form.cleaned_data["key"], **form.said
        )
        messages.success(request, _("Ficou no registo. A rede pode responder."))
        return SeeOther(made.get_absolute_url())

    answer, status = sent(request, form, save, mark=mark)
    context = {"form": form, "one": one}
    return answer or render(request, "practice/work/obstacle_form.html", context, status=status)


@members_only
@require_POST
def obstacle_also(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = _read(request, uuid)
    try:
        actions.happens_here_too(one, by=acting(request))
    except Refusal as refusal:
        return refused(request, refusal, url=one.get_absolute_url(), action=_("Voltar à entrada"))
    messages.success(request, _("Ficou contado: também acontece na sua entidade."))
    return SeeOther(one.get_absolute_url())


@members_only
@require_POST
def obstacle_did(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    one = _read(request, uuid)
    form = SolutionForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            actions.say_what_was_done(one, by=member, text=form.cleaned_data["text"])
        except Refusal as refusal:
            put_on_form(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("Ficou registado o que a sua entidade fez."))
            return SeeOther(f"{one.get_absolute_url()}#solucoes")
    form.masked()
    return show_obstacle(request, one, member, form=form, status=status)


@members_only
@reads_and_sends
def reply_take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    found = Reply.objects.select_related("obstacle")
    if not member.has(Membership.Role.COORDINATION):
        found = found.filter(organisation=member.organisation_id)
    reply = get_object_or_404(found, uuid=uuid)

    def do() -> str:
        actions.take_back_reply(reply, by=member)
        messages.success(request, _("A resposta foi retirada."))
        return reply.obstacle.get_absolute_url()

    page = {
        "title": _("Retirar a resposta?"),
        "lead": reply.obstacle.title,
        "text": reply.text,
        "submit": _("Retirar"),
        "danger": True,
        "other_url": reply.obstacle.get_absolute_url(),
        "other": _("Voltar sem retirar"),
        "no_desk": True,
    }
    return confirm(request, do, page=page)


@members_only
@reads_and_sends
def obstacle_move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = _kept(request, uuid)
    posted = request.POST if request.method == "POST" else None
    form = StateForm(posted, initial={"state": one.state})

    def do() -> str:
        moved = actions.move_obstacle(one, by=acting(request), state=form.cleaned_data["state"])
        messages.success(request, _("Estado: %(state)s.") % {"state": moved.get_state_display()})
        return one.get_absolute_url()

    page = {
        "title": _("Em que estado está?"),
        "lead": one.title,
        "submit": _("Gravar o estado"),
        "other_url": one.get_absolute_url(),
        "other": _("Voltar sem mudar"),
        "no_desk": True,
    }
    return confirm(request, do, page=page, form=form)


@governing_only
@reads_and_sends
def obstacle_promote(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = _read(request, uuid)
    _coordination(request)
    practice = GoodPractice.objects.filter(obstacle=one).first()
    year_on = timezone.localdate(moment.now()) + timedelta(days=365)
    initial = {
        "summary": practice.summary if practice else one.result or one.tried,
        "is_public": practice.is_public if practice else False,
        "review_on": year_on,
    }
    form = PromoteForm(request.POST if request.method == "POST" else None, initial=initial)

    def do() -> str:
        actions.promote(one, by=acting(request), **form.cleaned_data)
        messages.success(request, _("Ficou aprovada como boa prática."))
        return one.get_absolute_url()

    page = {
        "title": _("Aprovar como boa prática"),
        "lead": one.title,
        "submit": _("Aprovar"),
        "other_url": one.get_absolute_url(),
        "other": _("Voltar sem aprovar"),
    }
    return confirm(request, do, page=page, form=form)


@governing_only
@reads_and_sends
def practice_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = _read(request, uuid)
    _coordination(request)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.end_good_practice(one, by=acting(request), why=form.cleaned_data["why"])
        messages.success(request, _("Deixou de ser boa prática. A entrada continua no registo."))
        return reverse("obstacle", args=[one.uuid])

    page = {
        "title": _("Retirar das boas práticas?"),
        "lead": one.title,
        "submit": _("Retirar"),
        "danger": True,
        "other_url": one.get_absolute_url(),
        "other": _("Voltar sem retirar"),
    }
    return confirm(request, do, page=page, form=form)


def _coordination(request: HttpRequest) -> None:
    if not acting(request).has(Membership.Role.COORDINATION):
        raise Http404
