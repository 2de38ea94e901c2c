"""Calls of meetings: prepared, changed, sent, cancelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.refusals import Refusal, StaleForm, WrongState
from units import actions, mail
from units.actions.meetings import MOST_POINTS, Call
from units.forms import (
    MeetingForm,
    PointFormSet,
    Points,
    Together,
    WhyForm,
    mark_of,
    meeting_as_typed,
    points_as_typed,
)
from units.models import Body, Meeting, Round
from units.views.work.manners import (
    SeeOther,
    acting,
    confirm,
    governing_only,
    put_on_form,
    reads_and_sends,
    refused,
)
from units.views.work.scope import asked_for, stale_sentence

PREFIX = "pontos"
MORE = "mais"  # the button that adds a row


def managed(request: HttpRequest, uuid: UUID) -> Meeting:
    found = Meeting.objects.managed_by(acting(request)).select_related("body__axis")
    return get_object_or_404(found, uuid=uuid)


def _rounds(request: HttpRequest) -> QuerySet[Round]:
    """Those a point can be about."""
    return (
        Round.objects.managed_by(acting(request))
        .exclude(state=Round.State.WITHDRAWN)
        .select_related("version__draft")
    )


def with_a_row_more(data: QueryDict, prefix: str, most: int, **values: str) -> QueryDict:
    """What was typed, and one empty row."""
    more = data.copy()
    try:
        rows = int(more.get(f"{prefix}-TOTAL_FORMS", "0"))
    except ValueError:
        rows = 0
    if 0 <= rows < most:
        more[f"{prefix}-TOTAL_FORMS"] = str(rows + 1)
        for name, value in values.items():
            more[f"{prefix}-{rows}-{name}"] = value.replace("N", str(rows + 1))
    return more


@governing_only
@reads_and_sends
def meeting_new(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    bodies = Body.objects.run_by(member)
    if not bodies.exists():
        raise Http404
    initial = {
        "body": asked_for(bodies, request.GET.get("orgao", "")),
        "openness": "public",
        "key": uuid4(),
    }

    def save(form: MeetingForm, call: Call) -> Meeting:
        return actions.plan_meeting(form.cleaned_data["body"], call, by=member, key=form.cleaned_data["key"])

    return _edit(
        request,
        None,
        save,
        make=lambda data: MeetingForm(bodies, data, initial=initial),
        rows=points_as_typed([]),
        mark="",
    )


@governing_only
@reads_and_sends
def meeting_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Of a call that was sent, everybody is told what changed."""
    member = acting(request)
    meeting = managed(request, uuid)
    if meeting.state not in (Meeting.State.DRAFT, Meeting.State.CALLED) and request.method != "POST":
        return refused(
            request,
            WrongState(_("A convocatória já não muda: a reunião está «%(state)s».") % _state(meeting)),
            url=reverse("meeting", args=[meeting.uuid]),
            action=_("Ver a reunião"),
        )
    items = list(meeting.items.select_related("round"))
    typed, rows = meeting_as_typed(meeting), points_as_typed(items)
    mark = mark_of(typed, [(row["pk"], row["title_pt"], row["text"]) for row in rows] if items else [])

    def save(form: MeetingForm, call: Call) -> Meeting:
        if form.cleaned_data["seen"] not in ("", mark):
            raise StaleForm(stale_sentence())
        return actions.change_meeting(meeting, call, by=member)

    return _edit(
        request,
        meeting,
        save,
        make=lambda data: MeetingForm(
            Body.objects.none(), data, initial={**typed, "seen": mark}, body=meeting.body
        ),
        rows=rows,
        mark=mark,
    )


def _state(meeting: Meeting) -> dict[str, str]:
    return {"state": meeting.get_state_display()}


def _edit(
    request: HttpRequest,
    meeting: Meeting | None,
    save: Callable[[MeetingForm, Call], Meeting],
    *,
    make: Callable[[QueryDict | None], MeetingForm],
    rows: list[dict[str, Any]],
    mark: str,
) -> HttpResponse:
    rounds = _rounds(request)
    kwargs: dict[str, Any] = {"prefix": PREFIX, "form_kwargs": {"rounds": rounds}}
    if request.method != "POST":
        return _page(request, make(None), PointFormSet(initial=rows, **kwargs), meeting, status=200)
    adding = MORE in request.POST
    data = (
        with_a_row_more(request.POST, PREFIX, MOST_POINTS, is_public="on", order="N")
        if adding
        else request.POST
    )
    form, points = make(data), PointFormSet(data, **kwargs)
    status = 200
    if adding:
        for one in (form, *points.forms):
            one.unjudged()
    else:
        status = 422
        if form.is_valid() & points.is_valid():
            try:
                made = save(form, form.call(points.agenda()))
            except Refusal as refusal:
                put_on_form(form, refusal)
                status = refusal.status
                form.go_on_from(mark)
            else:
                return SeeOther(_after(request, made))
    for one in (form, *points.forms):
        one.masked()
    return _page(request, form, points, meeting, status=status)


def _after(request: HttpRequest, meeting: Meeting) -> str:
    if meeting.state == Meeting.State.CALLED:
        messages.success(request, _("A convocatória mudou. Quem foi convocado é avisado."))
        return reverse("meeting", args=[meeting.uuid])
    messages.success(request, _("A reunião ficou gravada. Ninguém foi avisado: falta convocá-la."))
    return reverse("meeting_call", args=[meeting.uuid])


def _page(
    request: HttpRequest, form: MeetingForm, points: Points, meeting: Meeting | None, *, status: int
) -> HttpResponse:
    title = _("Nova reunião") if meeting is None else _("Alterar a convocatória")
    rows = Together(*points.forms)
    context = {
        "form": form,
        "form2": rows,
        # The frame's title says "Erro:" for these too.
        "page_errors": rows.errors,
        "points": points,
        "meeting": meeting,
        "title": title,
        "papers": meeting.papers.defer("content") if meeting else [],
        "more": MORE,
    }
    return render(request, "units/work/meeting_form.html", context, status=status)


def _facts(meeting: Meeting) -> list[dict[str, str]]:
    return [
        {"label": _("Órgão"), "value": str(meeting.body)},
        {"label": _("Quando"), "value": mail.moment_said(meeting.starts)},
        {"label": _("Local"), "value": meeting.place},
        {"label": _("Ligação"), "value": meeting.link},
        {"label": _("Quórum"), "value": str(meeting.quorum)},
        {"label": _("Leitura"), "value": _("pública") if meeting.is_public else _("interna")},
    ]


@governing_only
@reads_and_sends
def meeting_call(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = managed(request, uuid)

    def do() -> str:
        called = actions.call_meeting(meeting, by=acting(request))
        messages.success(request, _("A convocatória foi enviada."))
        return reverse("meeting", args=[called.uuid])

    page = {
        "title": _("Enviar a convocatória?"),
        "lead": meeting.title or str(meeting),
        "facts": _facts(meeting),
        "items": meeting.items.all(),
        "papers": meeting.papers.defer("content"),
        "paper_of": "reuniao",
        "owner": meeting,
        "consequence": {
            "kind": "info",
            "title": _("São avisados todos os que têm lugar"),
            "text": _("Se depois mudar a hora, o local ou a ordem de trabalhos, são avisados de novo."),
        },
        "submit": _("Convocar a reunião"),
        "other_url": reverse("meeting_edit", args=[meeting.uuid]),
        "other": _("Alterar primeiro"),
    }
    return confirm(request, do, page=page)


@governing_only
@reads_and_sends
def meeting_cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = managed(request, uuid)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.cancel_meeting(meeting, by=acting(request), why=form.cleaned_data["why"])
        messages.success(request, _("A reunião foi cancelada."))
        return reverse("governing")

    page = {
        "title": _("Cancelar a reunião?"),
        "lead": str(meeting),
        "facts": _facts(meeting),
        "consequence": {
            "kind": "few",
            "title": _("Não volta atrás"),
            "text": _("Quem foi convocado é avisado do motivo. Para outra data, altere a convocatória."),
        },
        "submit": _("Cancelar a reunião"),
        "danger": True,
    }
    return confirm(request, do, page=page, form=form)
