"""Tasks: done in one click, taken back in one, dropped with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.refusals import Refusal
from units import actions
from units.forms import WhyForm
from units.models import Body, Task
from units.views.work.governing import show
from units.views.work.manners import SeeOther, acting, confirm, governing_only, reads_and_sends


def _task(request: HttpRequest, uuid: UUID) -> Task:
    """One's own, or one of a body one runs."""
    member = acting(request)
    mine = Q(owner=member) | Q(meeting__body__in=Body.objects.run_by(member))
    return get_object_or_404(Task.objects.filter(mine).select_related("meeting__body", "owner"), uuid=uuid)


def _back(request: HttpRequest, task: Task) -> str:
    if request.POST.get("de") == "reuniao":
        return reverse("meeting_run", args=[task.meeting.uuid])
    return reverse("governing") + "#tarefas"


@governing_only
@require_POST
def task_finish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    task = _task(request, uuid)
    try:
        actions.finish_task(task, by=acting(request), note=request.POST.get("nota", ""))
    except Refusal as refusal:
        return show(request, errors=[refusal.sentence], status=refusal.status)
    messages.success(request, _("Feito: %(what)s") % {"what": task.what})
    return SeeOther(_back(request, task))


@governing_only
@require_POST
def task_reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    task = _task(request, uuid)
    try:
        actions.reopen_task(task, by=acting(request))
    except Refusal as refusal:
        return show(request, errors=[refusal.sentence], status=refusal.status)
    messages.success(request, _("A tarefa está outra vez por fazer."))
    return SeeOther(_back(request, task))


@governing_only
@reads_and_sends
def task_drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = Task.objects.filter(meeting__body__in=Body.objects.run_by(acting(request)))
    task = get_object_or_404(found.select_related("meeting__body", "owner__user"), uuid=uuid)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.drop_task(task, by=acting(request), why=form.cleaned_data["why"])
        messages.success(request, _("A tarefa ficou sem efeito."))
        return reverse("governing")

    page = {
        "title": _("Deixar a tarefa sem efeito?"),
        "lead": task.what,
        "facts": [
            {"label": _("Responsável"), "value": str(task.owner.user)},
            {"label": _("Órgão"), "value": str(task.meeting.body)},
        ],
        "consequence": {
            "kind": "few",
            "title": _("O responsável é avisado"),
            "text": _("Pode reabri-la mais tarde."),
        },
        "submit": _("Deixar sem efeito"),
        "danger": True,
    }
    return confirm(request, do, page=page, form=form)
