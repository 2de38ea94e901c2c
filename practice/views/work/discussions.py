"""Case discussions for those of the circle. Everybody else gets 404, the coordination too; no copy is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from accounts.refusals import Refusal
from practice import actions
from practice.calendar import discussion_event
from practice.forms import DiscussionForm, NoteForm
from practice.models import CaseDiscussion, Participant
from units.forms.base import PlainForm
from units.views.work.manners import (
    SeeOther,
    acting,
    confirm,
    members_only,
    put_on_form,
    reads_and_sends,
    refused,
    sent,
)

nothing_kept = cache_control(private=True, no_store=True)


def _found(request: HttpRequest, uuid: UUID) -> CaseDiscussion:
    found = CaseDiscussion.objects.of(acting(request)).select_related("host__user", "organisation")
    return get_object_or_404(found, uuid=uuid)


@sensitive_post_parameters()
@members_only
@reads_and_sends
@nothing_kept
def discussion_new(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    if not member.may_ask:
        raise Http404
    form = DiscussionForm(request.POST or None, initial={"key": uuid4()})

    def save() -> HttpResponse:
        made = actions.invite_to_discussion(by=member, key=form.cleaned_data["key"], **form.said)
        messages.success(request, _("O convite seguiu. As cartas dizem só que há algo à espera."))
        return SeeOther(reverse("discussion", args=[made.uuid]))

    answer, status = sent(request, form, save, starts="time", ends="until")
    return answer or render(request, "practice/work/discussion_form.html", {"form": form}, status=status)


@members_only
@require_safe
@nothing_kept
def discussion(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _show(request, _found(request, uuid), acting(request))


def _show(
    request: HttpRequest,
    one: CaseDiscussion,
    member: Membership,
    *,
    form: PlainForm | None = None,
    status: int = 200,
) -> HttpResponse:
    circle = list(one.participants.select_related("membership__user", "membership__organisation"))
    mine = next(who for who in circle if who.membership_id == member.pk)
    context: dict[str, Any] = {
        "one": one,
        "circle": circle,
        "mine": mine,
        "is_host": one.host_id == member.pk,
        "may_answer": one.host_id != member.pk and not one.is_over,
        "waits": mine.state == Participant.State.INVITED,
        "notes": one.notes.select_related("by__user"),
        "form": form,
        "note_form": form or NoteForm(),
    }
    return render(request, "practice/work/discussion.html", context, status=status)


@members_only
@require_POST
@nothing_kept
def discussion_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    one = _found(request, uuid)
    said = request.POST.get("answer", "")
    if said not in ("yes", "no"):
        return _show(request, one, acting(request), status=422)
    try:
        actions.answer_invitation(one, by=acting(request), comes=said == "yes")
    except Refusal as refusal:
        return refused(request, refusal, url=reverse("practice_desk"), action=_("Voltar"))
    if said == "yes":
        messages.success(request, _("Ficou dito que vem."))
        return SeeOther(reverse("discussion", args=[one.uuid]))
    messages.success(request, _("Ficou dito que não vem. Deixou de ver a conversa."))
    return SeeOther(reverse("practice_desk"))


@sensitive_post_parameters()
@members_only
@require_POST
@nothing_kept
def discussion_note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    one = _found(request, uuid)
    form = NoteForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            actions.write_note(one, by=member, text=form.cleaned_data["text"])
        except Refusal as refusal:
            put_on_form(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("A nota ficou com a conversa."))
            return SeeOther(reverse("discussion", args=[one.uuid]))
    form.masked()
    return _show(request, one, member, form=form, status=status)


@members_only
@reads_and_sends
@nothing_kept
def discussion_call_off(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    one = get_object_or_404(CaseDiscussion.objects.hosted_by(member), uuid=uuid)

    def do() -> str:
        actions.call_off_discussion(one, by=member)
        messages.success(request, _("A conversa foi desmarcada e já não existe."))
        return reverse("practice_desk")

    page = {
        "title": _("Desmarcar a conversa?"),
        "consequence": {
            "kind": "few",
            "title": _("Desaparece já"),
            "text": _("A pergunta, os convites e as notas são apagados. Quem foi convidado deixa de a ver."),
        },
        "submit": _("Desmarcar"),
        "danger": True,
        "other_url": reverse("discussion", args=[one.uuid]),
        "other": _("Voltar sem desmarcar"),
        "no_desk": True,
    }
    return confirm(request, do, page=page)


@members_only
@require_safe
@nothing_kept
def discussion_calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """For one's own calendar: when, and nothing else."""
    one = _found(request, uuid)
    answer = HttpResponse(discussion_event(one), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="concerta.ics"'
    return answer
