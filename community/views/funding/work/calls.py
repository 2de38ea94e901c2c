"""Calls at work: register, correct and drop for the coordination; follow for everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.actions import calls as actions
from community.funding.forms import CallForm, call_as_typed
from community.models import Call
from community.views.funding.work.manners import coordinating, one_verb, show_form
from units.forms.base import mark_of
from units.views.work.manners import SeeOther, acting, members_only, reads_and_sends, sent

FIELDS = {"closes_at": "day"}


@members_only
@reads_and_sends
def call_new(request: HttpRequest) -> HttpResponse:
    member = coordinating(request)
    initial: dict[str, Any] = {
        "key": uuid4(), "smallest_consortium": 1, "checked_on": timezone.localdate(), "hour": "18:00"
    }  # fmt: skip
    form = CallForm(request.POST if request.method == "POST" else None, initial=initial)

    def save() -> HttpResponse:
        made = actions.keep_call(form.said, by=member, key=form.cleaned_data["key"])
        messages.success(request, _("O aviso está no registo."))
        return SeeOther(reverse("call", args=[made.uuid]))

    answer, status = sent(request, form, save, **FIELDS)
    return answer or show_form(
        request,
        form,
        status=status,
        title=_("Registar um aviso"),
        lead=_("Escreva-o como quem financia o publicou, com a fonte e o dia em que o verificou."),
        submit=_("Registar"),
        other_url=reverse("calls"),
    )


@members_only
@reads_and_sends
def call_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    call = get_object_or_404(Call.objects.editable_by(member), uuid=uuid)
    typed = call_as_typed(call)
    mark = mark_of(typed)
    form = CallForm(request.POST if request.method == "POST" else None, initial={**typed, "seen": mark})

    def save() -> HttpResponse:
        actions.keep_call(form.said, by=member, call=call)
        messages.success(request, _("O aviso ficou gravado."))
        return SeeOther(reverse("call", args=[call.uuid]))

    answer, status = sent(request, form, save, mark=mark, **FIELDS)
    return answer or show_form(
        request,
        form,
        status=status,
        title=_("Corrigir o aviso"),
        lead=call.title,
        submit=_("Gravar"),
        other_url=reverse("call", args=[call.uuid]),
        drop_url=reverse("call_drop", args=[call.uuid]),
    )


@members_only
@reads_and_sends
def call_drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    call = get_object_or_404(Call.objects.editable_by(member), uuid=uuid)

    def do() -> str:
        actions.drop_call(call, by=member)
        messages.success(request, _("O aviso saiu do registo."))
        return reverse("calls")

    return one_verb(
        request,
        do,
        title=_("Tirar o aviso do registo?"),
        lead=call.title,
        submit=_("Tirar"),
        danger=True,
        other_url=reverse("call", args=[call.uuid]),
        other=_("Voltar sem tirar"),
    )


@members_only
@require_POST
def call_follow(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One press, either way."""
    call = get_object_or_404(Call, uuid=uuid)
    wants = actions.follow_call(call, by=acting(request), wants=request.POST.get("seguir", "1") == "1")
    if wants:
        messages.success(request, _("Segue este aviso: lembramos-lhe o prazo 30, 7 e 1 dias antes."))
    else:
        messages.success(request, _("Deixou de seguir este aviso."))
    return SeeOther(reverse("call", args=[call.uuid]))
