"""Decisions for who runs a body: written, approved with a warning, corrected by a later one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment
from accounts.refusals import Refusal, StaleForm, WrongState
from units import actions
from units.actions.decisions import Said
from units.forms import (
    INTERNAL,
    MOST_EFFECTS,
    PUBLIC,
    ApproveForm,
    DecisionForm,
    EffectFormSet,
    Effects,
    Together,
    decision_as_typed,
    effects_as_typed,
    mark_of,
)
from units.models import Body, Decision, Meeting, Round
from units.models.rounds import Outcome
from units.views.work.manners import (
    SeeOther,
    acting,
    confirm,
    governing_only,
    put_on_form,
    reads_and_sends,
    refused,
)
from units.views.work.meetings import MORE, with_a_row_more
from units.views.work.scope import asked_for, stale_sentence

PREFIX = "efeitos"


def _managed(request: HttpRequest, uuid: UUID) -> Decision:
    found = Decision.objects.managed_by(acting(request)).select_related("body__axis", "meeting", "corrects")
    return get_object_or_404(found, uuid=uuid)


@governing_only
@reads_and_sends
def decision_new(request: HttpRequest) -> HttpResponse:
    """With `?ronda=` filled in from a closed round, with `?reuniao=` for a meeting."""
    member = acting(request)
    bodies = Body.objects.run_by(member)
    if not bodies.exists():
        raise Http404
    initial: dict[str, Any] = {
        "body": asked_for(bodies, request.GET.get("orgao", "")),
        "openness": INTERNAL,
        "key": uuid4(),
    }
    if "ronda" in request.GET:
        initial |= _from_round(request)
    if "reuniao" in request.GET:
        meeting = asked_for(Meeting.objects.managed_by(member), request.GET["reuniao"])
        if meeting is None:
            raise Http404
        initial |= {"meeting": meeting, "body": meeting.body}

    def save(form: DecisionForm, said: Said) -> Decision:
        return actions.draft_decision(
            form.cleaned_data["body"], said, by=member, key=form.cleaned_data["key"]
        )

    return _edit(
        request,
        save,
        make=lambda data: DecisionForm(bodies, data, initial=initial),
        rows=effects_as_typed([]),
        page={"title": _("Nova decisão")},
    )


def _from_round(request: HttpRequest) -> dict[str, Any]:
    closed = Round.objects.managed_by(acting(request)).filter(state=Round.State.CLOSED)
    round = asked_for(
        closed.exclude(outcome=Outcome.RETURNED).select_related("body", "version__draft"),
        request.GET["ronda"],
    )
    if round is None:
        raise Http404
    return {
        "body": round.body,
        "round": round,
        "title_pt": round.version.title_pt,
        "title_en": round.version.title_en,
        "text_pt": round.version.text,
        "openness": PUBLIC if round.is_public else INTERNAL,
    }


@governing_only
@reads_and_sends
def decision_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    decision = _managed(request, uuid)
    if decision.is_approved and request.method != "POST":
        return refused(
            request,
            WrongState(
                _("A decisão %(number)s foi aprovada: só uma decisão posterior a corrige.")
                % {"number": decision.number}
            ),
            url=reverse("decision_correct", args=[decision.uuid]),
            action=_("Corrigir com uma nova decisão"),
        )
    typed, rows = decision_as_typed(decision), effects_as_typed(decision.effects.all())
    mark = mark_of(typed, rows)

    def save(form: DecisionForm, said: Said) -> Decision:
        if form.cleaned_data["seen"] not in ("", mark):
            raise StaleForm(stale_sentence())
        return actions.edit_decision(decision, said, by=member)

    return _edit(
        request,
        save,
        make=lambda data: DecisionForm(
            Body.objects.run_by(member), data, initial={**typed, "seen": mark}, body=decision.body
        ),
        rows=rows,
        page={
            "title": _("Alterar a decisão"),
            "decision": decision,
            "papers": decision.papers.defer("content"),
            "corrected": decision.corrects,
        },
        mark=mark,
    )


@governing_only
@reads_and_sends
def decision_correct(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A new decision that cites the approved one, which stays as it is."""
    member = acting(request)
    decision = _managed(request, uuid)
    if not decision.is_approved:
        return refused(
            request,
            WrongState(_("Uma decisão em preparação altera-se, não se corrige.")),
            url=reverse("decision_edit", args=[decision.uuid]),
            action=_("Alterar a decisão"),
        )
    # The review was of the former one; its round and meeting decided that one, not this.
    typed = decision_as_typed(decision) | {
        "review_on": None,
        "meeting": None,
        "round": None,
        "key": uuid4(),
    }

    def save(form: DecisionForm, said: Said) -> Decision:
        return actions.correct_decision(decision, said, by=member, key=form.cleaned_data["key"])

    return _edit(
        request,
        save,
        make=lambda data: DecisionForm(Body.objects.run_by(member), data, initial=typed, body=decision.body),
        rows=effects_as_typed(decision.effects.all()),
        page={"title": _("Corrigir a decisão"), "corrected": decision},
    )


def _edit(
    request: HttpRequest,
    save: Callable[[DecisionForm, Said], Decision],
    *,
    make: Callable[[QueryDict | None], DecisionForm],
    rows: list[dict[str, Any]],
    page: dict[str, Any],
    mark: str = "",
) -> HttpResponse:
    if request.method != "POST":
        return _page(request, make(None), EffectFormSet(initial=rows, prefix=PREFIX), page, status=200)
    adding = MORE in request.POST
    data = with_a_row_more(request.POST, PREFIX, MOST_EFFECTS) if adding else request.POST
    form, effects = make(data), EffectFormSet(data, prefix=PREFIX)
    status = 200
    if adding:
        for one in (form, *effects.forms):
            one.unjudged()
    else:
        status = 422
        if form.is_valid() & effects.is_valid():
            try:
                made = save(form, form.said(effects.changes()))
            except Refusal as refusal:
                put_on_form(form, refusal, is_public="openness")
                status = refusal.status
                form.go_on_from(mark)
            else:
                messages.success(request, _("A decisão ficou gravada, em preparação. Falta aprová-la."))
                return SeeOther(reverse("decision_approve", args=[made.uuid]))
    for one in (form, *effects.forms):
        one.masked()
    return _page(request, form, effects, page, status=status)


def _page(
    request: HttpRequest, form: DecisionForm, effects: Effects, page: dict[str, Any], *, status: int
) -> HttpResponse:
    rows = Together(*effects.forms)
    context = {
        **page,
        "form": form,
        "form2": rows,
        # The frame's title says "Erro:" for these too.
        "page_errors": rows.errors,
        "effects": effects,
        "more": MORE,
    }
    return render(request, "units/work/decision_form.html", context, status=status)


@governing_only
@reads_and_sends
def decision_approve(request: HttpRequest, uuid: UUID) -> HttpResponse:
    decision = _managed(request, uuid)
    today = timezone.localdate(moment.now())
    day = min(decision.meeting.day, today) if decision.meeting else today
    form = ApproveForm(request.POST if request.method == "POST" else None, initial={"decided_on": day})

    def do() -> str:
        approved = actions.approve_decision(
            decision, by=acting(request), decided_on=form.cleaned_data["decided_on"]
        )
        messages.success(
            request, _("A decisão foi aprovada com o número %(number)s.") % {"number": approved.number}
        )
        return reverse("decision", args=[approved.number])

    page = {
        "title": _("Aprovar a decisão?"),
        "lead": decision.title,
        "facts": [
            {"label": _("Órgão"), "value": str(decision.body)},
            {"label": _("Corrige"), "value": str(decision.corrects or "")},
            {"label": _("Reunião"), "value": str(decision.meeting or "")},
            {"label": _("Leitura"), "value": _("pública") if decision.is_public else _("interna")},
        ],
        "text": decision.text,
        "public_text": decision.public_text_pt if decision.is_public else "",
        "effects": decision.effects.all(),
        "papers": decision.papers.defer("content"),
        "paper_of": "decisao",
        "owner": decision,
        "consequence": {
            "kind": "few",
            "title": _("Depois de aprovada já não se altera"),
            "text": _("Recebe um número e fica no registo. Só uma decisão posterior, que a cite, a corrige."),
        },
        "submit": _("Aprovar a decisão"),
        "other_url": reverse("decision_edit", args=[decision.uuid]),
        "other": _("Alterar primeiro"),
    }
    return confirm(request, do, page=page, form=form)


@governing_only
@reads_and_sends
def decision_drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    decision = _managed(request, uuid)

    def do() -> str:
        actions.drop_decision(decision, by=acting(request))
        messages.success(request, _("A decisão em preparação foi apagada."))
        return reverse("governing")

    page = {
        "title": _("Apagar a decisão em preparação?"),
        "lead": decision.title,
        "submit": _("Apagar"),
        "danger": True,
        "other_url": reverse("decision_edit", args=[decision.uuid]),
        "other": _("Alterar em vez de apagar"),
    }
    return confirm(request, do, page=page)
