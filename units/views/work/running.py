"""A meeting being run, on one page: who is there, the minutes beside each point, what was promised; then its minutes.

Whatever button is pressed, nothing typed on the page is lost: it is saved, or it comes back.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.refusals import Refusal, StaleForm, WrongState
from geo.models import Municipality
from units import actions, mail
from units.forms import RunForm, TaskForm, mark_of
from units.models import Meeting
from units.views.work.manners import (
    SeeOther,
    acting,
    confirm,
    governing_only,
    put_on_form,
    reads_and_sends,
    refused,
)
from units.views.work.meetings import managed
from units.views.work.scope import stale_sentence

ALL_PRESENT, HOLD, CIRCULATE = "todos", "realizada", "circular"


@governing_only
@reads_and_sends
def meeting_run(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = managed(request, uuid)
    if meeting.state not in (Meeting.State.CALLED, Meeting.State.HELD):
        return refused(
            request,
            WrongState(
                _("Só se conduz uma reunião convocada: esta está «%(state)s».")
                % {"state": meeting.get_state_display()}
            ),
            url=reverse("governing"),
            action=_("Voltar ao governo"),
        )
    if meeting.minutes == Meeting.Minutes.APPROVED:
        return refused(
            request,
            WrongState(_("A ata foi aprovada: a reunião já não se altera.")),
            url=reverse("meeting", args=[meeting.uuid]),
            action=_("Ver a reunião"),
        )
    form, mark = _form(request, meeting)
    task = TaskForm(meeting, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        pressed = request.POST.get("fazer", "")
        if not task.is_begun:
            task.unjudged()
        if pressed == ALL_PRESENT:
            form.all_present()
            form.unjudged()
            task.unjudged()
        else:
            status = 422
            if form.is_valid() & (not task.is_begun or task.is_valid()):
                try:
                    _save(request, meeting, form, task, mark, hold=pressed == HOLD)
                except Refusal as refusal:
                    put_on_form(task if refusal.extra.get("field") in task.fields else form, refusal)
                    status = refusal.status
                    form.go_on_from(mark)
                else:
                    if pressed == CIRCULATE:
                        return SeeOther(reverse("minutes_circulate", args=[meeting.uuid]))
                    return SeeOther(reverse("meeting_run", args=[meeting.uuid]))
        form.masked()
        task.masked()
    return _page(request, meeting, form, task, status=status)


def _form(request: HttpRequest, meeting: Meeting) -> tuple[RunForm, str]:
    """The form, and the mark of what is written down now."""
    places = list(Municipality.objects.filter(pk__in=meeting.body.municipalities_on(meeting.day)))
    attendances = {one.municipality_id: one for one in meeting.attendances.all()}
    persons = {
        seat.municipality_id: seat.person
        for seat in meeting.body.seats_on(meeting.day)
        if seat.municipality_id
    }
    items = list(meeting.items.all())
    mark = mark_of(
        meeting.state,
        meeting.minutes,
        meeting.minutes_public,
        sorted((one.municipality_id, one.presence, one.person) for one in attendances.values()),
        [(item.pk, item.minutes) for item in items],
    )
    form = RunForm(
        places,
        items,
        attendances,
        persons,
        request.POST if request.method == "POST" else None,
        initial={"seen": mark, "minutes_public": meeting.minutes_public},
    )
    return form, mark


def _save(
    request: HttpRequest, meeting: Meeting, form: RunForm, task: TaskForm, mark: str, *, hold: bool
) -> None:
    """All of the page, or nothing of it."""
    member = acting(request)
    with transaction.atomic():
        if form.cleaned_data["seen"] not in ("", mark):
            raise StaleForm(stale_sentence())
        if form.attendance:
            actions.mark_attendance(meeting, form.attendance, by=member)
        actions.write_minutes(meeting, form.minutes, by=member, is_public=form.cleaned_data["minutes_public"])
        if task.is_begun:
            actions.give_task(meeting, by=member, **task.cleaned_data)
        if hold:
            actions.hold_meeting(meeting, by=member)
    sent = meeting.minutes == Meeting.Minutes.CIRCULATED
    if sent and not Meeting.objects.filter(pk=meeting.pk, minutes=meeting.minutes).exists():
        messages.warning(
            request, _("A ata mudou depois de enviada: envie-a de novo, para que leiam o que se vai aprovar.")
        )
    if hold:
        messages.success(request, _("A reunião ficou registada como realizada."))
    elif task.is_begun:
        messages.success(request, _("Gravado. A tarefa foi dada e o responsável avisado."))
    else:
        n = len(form.attendance)
        sentence = ngettext("Gravado: %(n)s presença marcada.", "Gravado: %(n)s presenças marcadas.", n) % {
            "n": n
        }
        messages.success(request, sentence)


def _page(
    request: HttpRequest, meeting: Meeting, form: RunForm, task: TaskForm, *, status: int
) -> HttpResponse:
    context: dict[str, Any] = {
        "meeting": meeting,
        "form": form,
        "form2": task,
        # The frame's title says "Erro:" for these too.
        "page_errors": task.errors if task.is_bound else None,
        "task_form": task,
        "tasks": meeting.tasks.select_related("owner__user", "owner__organisation", "item"),
        "papers": meeting.papers.defer("content"),
        "title": _("Conduzir a reunião"),
        "filled": request.POST.get("fazer") == ALL_PRESENT,
    }
    return render(request, "units/work/meeting_run.html", context, status=status)


@governing_only
@reads_and_sends
def minutes_circulate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = managed(request, uuid)

    def do() -> str:
        actions.circulate_minutes(meeting, by=acting(request))
        messages.success(request, _("A ata foi enviada para apreciação."))
        return reverse("governing")

    page = {
        **_minutes(meeting),
        "title": _("Enviar a ata para apreciação?"),
        "consequence": {
            "kind": "info",
            "title": _("Vai para todos os que têm lugar no órgão"),
            "text": _("Até ser aprovada pode ainda corrigi-la e enviá-la de novo."),
        },
        "submit": _("Enviar a ata"),
        "other_url": reverse("meeting_run", args=[meeting.uuid]),
        "other": _("Corrigir primeiro"),
    }
    return confirm(request, do, page=page)


@governing_only
@reads_and_sends
def minutes_approve(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = managed(request, uuid)

    def do() -> str:
        actions.approve_minutes(meeting, by=acting(request))
        messages.success(request, _("A ata foi aprovada."))
        return reverse("meeting", args=[meeting.uuid])

    page = {
        **_minutes(meeting),
        "title": _("Aprovar a ata?"),
        "consequence": {
            "kind": "few",
            "title": _("Depois de aprovada já não muda"),
            "text": _("Nem a ata, nem as presenças, nem a ordem de trabalhos. Ninguém a consegue alterar."),
        },
        "submit": _("Aprovar a ata"),
        "other_url": reverse("meeting_run", args=[meeting.uuid]),
        "other": _("Corrigir primeiro"),
    }
    return confirm(request, do, page=page)


def _minutes(meeting: Meeting) -> dict[str, Any]:
    there = _("%(n)s, quórum de %(quorum)s") % {"n": meeting.present, "quorum": meeting.quorum}
    return {
        "lead": str(meeting),
        "facts": [
            {"label": _("Quando"), "value": mail.moment_said(meeting.starts)},
            {"label": _("Presentes ou representados"), "value": there},
            {
                "label": _("Leitura"),
                "value": _("pública, nos pontos públicos") if meeting.minutes_public else _("interna"),
            },
        ],
        "minutes": meeting.items.all(),
    }
