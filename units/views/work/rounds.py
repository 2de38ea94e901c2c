"""Rounds for who runs a body: prepare, open, close, annul."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.refusals import WrongState
from units import actions, mail
from units.forms import RoundForm, WhyForm, mark_of, round_as_typed
from units.models import Body, Round, Version
from units.models.rounds import Count
from units.views.work.manners import (
    SeeOther,
    acting,
    confirm,
    governing_only,
    reads_and_sends,
    refused,
    sent,
)
from units.views.work.scope import asked_for, text_asked_for


def _managed(request: HttpRequest, uuid: UUID) -> Round:
    return get_object_or_404(Round.objects.managed_by(acting(request)).for_pages(), uuid=uuid)


@governing_only
@reads_and_sends
def round_new(request: HttpRequest) -> HttpResponse:
    """On a new text, or with `?texto=` on the next version of one."""
    member = acting(request)
    bodies = Body.objects.run_by(member)
    if not bodies.exists():
        raise Http404
    draft = text_asked_for(request.GET, member)
    former = draft.versions.order_by("-number").first() if draft else None
    initial: dict[str, Any] = {
        "body": asked_for(bodies, request.GET.get("orgao", "")),
        "openness": "internal",
        "key": uuid4(),
    }
    if draft and former:
        initial |= {"title_pt": draft.title_pt, "title_en": draft.title_en, "text": former.text}
    form = RoundForm(
        bodies,
        request.POST or None,
        initial=initial,
        next_version=former is not None,
        fixed=draft is not None,
    )

    def save() -> HttpResponse:
        body = draft.body if draft else form.cleaned_data["body"]
        made = actions.prepare_round(body, by=member, draft=draft, key=form.cleaned_data["key"], **form.said)
        messages.success(request, _("A ronda ficou preparada. Ninguém foi avisado: falta abri-la aos 17."))
        return SeeOther(reverse("round_open", args=[made.uuid]))

    answer, status = sent(request, form, save, deadline="day")
    title = _("Nova versão do texto") if former else _("Nova ronda de concertação")
    return answer or _page(request, form, title=title, former=former, status=status)


@governing_only
@reads_and_sends
def round_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    round = _managed(request, uuid)
    if round.state != Round.State.DRAFT and request.method != "POST":
        return refused(
            request,
            WrongState(_("A ronda já abriu: texto, regra e prazo ficam como estão.")),
            url=reverse("round", args=[round.uuid]),
            action=_("Ver a ronda"),
        )
    version = round.version
    former = version.draft.versions.filter(number__lt=version.number).order_by("-number").first()
    typed = round_as_typed(round)
    mark = mark_of(typed)
    form = RoundForm(
        Body.objects.none(),
        request.POST or None,
        initial={**typed, "seen": mark},
        next_version=former is not None,
        fixed=True,
    )

    def save() -> HttpResponse:
        actions.prepare_round(round.body, by=acting(request), round=round, **form.said)
        messages.success(request, _("A ronda ficou gravada."))
        return SeeOther(reverse("round_open", args=[round.uuid]))

    answer, status = sent(request, form, save, mark=mark, deadline="day")
    return answer or _page(request, form, title=_("Preparar a ronda"), former=former, status=status)


def _page(
    request: HttpRequest, form: RoundForm, *, title: str, former: Version | None, status: int
) -> HttpResponse:
    context = {"form": form, "title": title, "former": former}
    return render(request, "units/work/round_form.html", context, status=status)


@governing_only
@reads_and_sends
def round_open(request: HttpRequest, uuid: UUID) -> HttpResponse:
    round = _managed(request, uuid)

    def do() -> str:
        opened = actions.open_round(round, by=acting(request))
        messages.success(
            request, _("A ronda %(code)s está aberta. Os 17 foram avisados.") % {"code": opened.code}
        )
        return reverse("round", args=[opened.uuid])

    page = {
        "title": _("Abrir a ronda aos 17?"),
        "lead": round.title,
        "facts": _facts(round),
        "text": round.version.text,
        "consequence": {
            "kind": "info",
            "title": _("Depois de aberta, nada disto muda"),
            "text": _("Os representantes dos 17 municípios são avisados. Texto, regra e prazo ficam fixos."),
        },
        "submit": _("Abrir a ronda"),
        "other_url": reverse("round_edit", args=[round.uuid]),
        "other": _("Alterar primeiro"),
    }
    return confirm(request, do, page=page)


def _facts(round: Round) -> list[dict[str, str]]:
    return [
        {"label": _("Órgão"), "value": str(round.body)},
        {"label": _("Versão"), "value": str(round.version.number)},
        {"label": _("Regra"), "value": round.rule_sentence},
        {"label": _("Prazo"), "value": mail.moment_said(round.deadline)},
        {"label": _("Leitura"), "value": _("pública") if round.is_public else _("interna")},
    ]


@governing_only
@reads_and_sends
def round_close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """By its rule: nobody chooses the outcome."""
    round = _managed(request, uuid)

    def do() -> str:
        closed = actions.close_round(round, by=acting(request))
        messages.success(
            request,
            _("A ronda %(code)s fechou: %(outcome)s.")
            % {"code": closed.code, "outcome": closed.get_outcome_display()},
        )
        return reverse("round", args=[closed.uuid])

    count: Count = round.count
    page = {
        "title": _("Fechar a ronda?"),
        "lead": str(round),
        "facts": [
            *_facts(round),
            {"label": _("Responderam"), "value": _("%(n)s de 17") % {"n": count.answered}},
            {"label": _("Concordam"), "value": str(count.agree)},
            {"label": _("Com reserva"), "value": str(count.reserve)},
            {"label": _("Propõem alteração"), "value": str(count.change)},
        ],
        "consequence": {
            "kind": "info",
            "title": _("O resultado é o que a regra diz"),
            "text": _("A ronda fecha no prazo, ou antes se os 17 já responderam. Não volta a abrir."),
        },
        "submit": _("Fechar a ronda"),
    }
    return confirm(request, do, page=page)


@governing_only
@reads_and_sends
def round_drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    round = _managed(request, uuid)

    def do() -> str:
        actions.drop_round(round, by=acting(request))
        messages.success(request, _("A ronda em preparação foi apagada."))
        return reverse("governing")

    page = {
        "title": _("Apagar a ronda em preparação?"),
        "lead": round.title,
        "submit": _("Apagar"),
        "danger": True,
        "other_url": reverse("round_edit", args=[round.uuid]),
        "other": _("Alterar em vez de apagar"),
    }
    return confirm(request, do, page=page)


@governing_only
@reads_and_sends
def round_withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    round = _managed(request, uuid)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.withdraw_round(round, by=acting(request), why=form.cleaned_data["why"])
        messages.success(request, _("A ronda %(code)s foi anulada.") % {"code": round.code})
        return reverse("round", args=[round.uuid])

    page = {
        "title": _("Anular a ronda?"),
        "lead": str(round),
        "facts": _facts(round),
        "consequence": {
            "kind": "few",
            "title": _("A ronda fica sem resultado"),
            "text": _("Os 17 são avisados do motivo. As posições dadas ficam registadas."),
        },
        "submit": _("Anular a ronda"),
        "danger": True,
    }
    return confirm(request, do, page=page, form=form)
