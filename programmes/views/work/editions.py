"""One edition: planned, its board, its steps, running otherwise, the answer to an alert."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import moment
from accounts.models import Membership
from programmes import actions
from programmes.actions.closing import missing
from programmes.board import board
from programmes.forms.editions import EditionForm, edition_as_typed
from programmes.forms.intake import AlertForm, ContingencyForm, UntilForm
from programmes.models import Edition, Programme
from programmes.views.work.manners import confirm, is_manager, is_marker, managed, worked_on
from units.forms import mark_of
from units.views.work.manners import SeeOther, acting, members_only, reads_and_sends, sent


def _team(member: Membership) -> Any:
    return (
        Membership.objects.active()
        .filter(organisation=member.organisation_id)
        .select_related("user", "organisation")
        .order_by("user__name", "pk")
    )


@members_only
@reads_and_sends
def edition_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Of a programme with a published sheet: one's own, or one that another entity of the network published."""
    member = acting(request)
    if not member.may_decide:
        raise Http404
    found = Programme.objects.public().of_the_area().select_related("current", "organisation")
    programme = get_object_or_404(found, uuid=uuid)
    sheet = programme.current
    assert sheet is not None
    today = timezone.localdate(moment.now())
    initial = {
        "key": uuid4(),
        "responsible": member.pk,
        "responses": sorted(programme.responses.values_list("code", flat=True)),
        "modality": Edition.Modality.PRESENT,
        "openness": "public",
        "self_intake": "yes",
        "intake_from": today,
        "municipality": member.organisation.municipality_id,
    }
    form = EditionForm(
        sheet, _team(member), request.POST if request.method == "POST" else None, initial=initial
    )

    def save() -> HttpResponse:
        made = actions.plan_edition(sheet, form.plan(), by=member, key=form.cleaned_data["key"])
        messages.success(request, _("A edição ficou planeada. Ainda ninguém de fora a vê."))
        return SeeOther(reverse("edition_board", args=[made.uuid]))

    answer, status = sent(request, form, save)
    if answer is not None:
        return answer
    context = {"form": form, "programme": programme, "title": _("Nova edição")}
    return render(request, "programmes/work/edition_form.html", context, status=status)


@members_only
@reads_and_sends
def edition_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    edition = managed(request, uuid)
    typed = edition_as_typed(edition)
    mark = mark_of(typed)
    form = EditionForm(
        edition.sheet,
        _team(member),
        request.POST if request.method == "POST" else None,
        initial=typed | {"seen": mark},
    )

    def save() -> HttpResponse:
        actions.change_edition(edition, form.plan(), by=member)
        messages.success(request, _("A edição mudou."))
        return SeeOther(reverse("edition_board", args=[edition.uuid]))

    answer, status = sent(request, form, save, mark=mark)
    if answer is not None:
        return answer
    context = {
        "form": form,
        "programme": edition.sheet.programme,
        "edition": edition,
        "title": _("Alterar a edição"),
    }
    return render(request, "programmes/work/edition_form.html", context, status=status)


@members_only
@require_safe
def edition_board(request: HttpRequest, uuid: UUID) -> HttpResponse:
    edition = worked_on(request, uuid)
    context = {
        "edition": edition,
        "board": board(edition),
        "manages": is_manager(request, edition),
        "marks": is_marker(request, edition),
        "phases": edition.phase_dates.select_related("phase"),
        "contingencies": edition.contingencies.all(),
        "responses": edition.responses.select_related("problem__axis"),
        "notes": edition.sheet.notes.all(),
    }
    return render(request, "programmes/work/edition.html", context)


STEPS: dict[str, dict[str, Any]] = {
    "abrir": {"do": actions.open_intake},
    "fechar-inscricoes": {"do": actions.close_intake},
    "comecar": {"do": actions.start_edition},
}


@members_only
@reads_and_sends
def edition_step(request: HttpRequest, uuid: UUID, step: str) -> HttpResponse:
    """Open the intake, close it, begin: each on a page that says what follows."""
    if step not in STEPS:
        raise Http404
    edition = managed(request, uuid)
    back = reverse("edition_board", args=[edition.uuid])
    words = {
        "abrir": {
            "title": _("Abrir as inscrições?"),
            "submit": _("Abrir as inscrições"),
            "said": _("As inscrições estão abertas."),
            "consequence": _(
                "De %(first)s a %(last)s recebe pré-inscrições. A seleção faz-se pelos critérios hoje publicados."
            )
            % {
                "first": date_format(edition.intake_from, "SHORT_DATE_FORMAT"),
                "last": date_format(edition.intake_until, "SHORT_DATE_FORMAT"),
            },
        },
        "fechar-inscricoes": {
            "title": _("Fechar as inscrições?"),
            "submit": _("Fechar e selecionar"),
            "said": _("As inscrições fecharam. Pode selecionar."),
            "consequence": _("Deixa de receber pré-inscrições e pode ordená-las pelos critérios publicados."),
        },
        "comecar": {
            "title": _("Começar a edição?"),
            "submit": _("Começar"),
            "said": _("A edição está a decorrer."),
            "consequence": _("A meta deixa de mudar e podem marcar-se presenças."),
        },
    }[step]

    def do() -> str:
        STEPS[step]["do"](edition, by=acting(request))
        messages.success(request, words["said"])
        return back

    page = {
        "title": words["title"],
        "lead": edition.name,
        "facts": [
            {"label": _("Programa"), "value": str(edition.sheet)},
            {"label": _("Estado"), "value": edition.get_state_display()},
            {"label": _("Meta"), "value": str(edition.target or "")},
        ],
        "consequence": {"kind": "info", "title": _("O que acontece"), "text": words["consequence"]},
        "submit": words["submit"],
        "back": back,
        "edition": edition,
    }
    return confirm(request, do, page=page)


@members_only
@reads_and_sends
def intake_reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    edition = managed(request, uuid)
    today = timezone.localdate(moment.now())
    form = UntilForm(
        request.POST if request.method == "POST" else None, initial={"until": today + timedelta(days=14)}
    )
    back = reverse("edition_board", args=[edition.uuid])

    def do() -> str:
        actions.reopen_intake(edition, until=form.cleaned_data["until"], by=acting(request))
        messages.success(request, _("As inscrições estão outra vez abertas."))
        return back

    page = {
        "title": _("Reabrir as inscrições?"),
        "lead": edition.name,
        "consequence": {
            "kind": "info",
            "title": _("O que acontece"),
            "text": _("Quem já está na ordem fica; quem se inscrever agora junta-se a ela."),
        },
        "submit": _("Reabrir as inscrições"),
        "back": back,
        "edition": edition,
    }
    return confirm(request, do, page=page, form=form)


@members_only
@reads_and_sends
def contingency(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin to run otherwise; while it runs otherwise, end that."""
    edition = managed(request, uuid)
    back = reverse("edition_board", args=[edition.uuid])
    running = edition.contingencies.filter(until=None).first()
    today = timezone.localdate(moment.now())
    data = request.POST if request.method == "POST" else None
    form: Any = (
        UntilForm(data, initial={"until": today})
        if running
        else ContingencyForm(data, initial={"since": today})
    )

    def do() -> str:
        said = form.cleaned_data
        if running:
            actions.run_as_before(running, by=acting(request), until=said["until"])
            messages.success(request, _("Volta ao funcionamento normal."))
        else:
            actions.run_otherwise(edition, by=acting(request), **said)
            messages.success(request, _("Ficou registado o funcionamento alternativo."))
        return back

    page = {
        "title": _("Voltar ao funcionamento normal?") if running else _("Funcionar de outro modo"),
        "lead": edition.name,
        "facts": [
            {"label": _("Desde"), "value": date_format(running.since, "SHORT_DATE_FORMAT")},
            {"label": _("O que aconteceu"), "value": running.reason},
        ]
        if running
        else [],
        "consequence": {
            "kind": "info",
            "title": _("Fica à vista na edição"),
            "text": _("As sessões marcadas não mudam por isso: altere ou cancele as que não se fizerem."),
        },
        "submit": _("Voltar ao normal") if running else _("Registar"),
        "back": back,
        "edition": edition,
    }
    return confirm(request, do, page=page, form=form)


@members_only
@reads_and_sends
def alert_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    edition = managed(request, uuid)
    back = reverse("edition_board", args=[edition.uuid])
    form = AlertForm(
        request.POST if request.method == "POST" else None, initial={"answer": edition.alert_answer}
    )

    def do() -> str:
        actions.answer_alert(edition, by=acting(request), answer=form.cleaned_data["answer"])
        messages.success(request, _("Ficou registado o que vai fazer."))
        return back

    now = board(edition)
    page = {
        "title": _("Poucas pessoas na aceleração"),
        "lead": _("Chegaram %(n)s; a ficha pede pelo menos %(bar)s, %(share)s %% da meta de %(target)s.")
        % {
            "n": now.reached,
            "bar": now.short_of,
            "share": edition.sheet.alert_below,
            "target": edition.target,
        },
        "text": edition.sheet.alert_ways,
        "submit": _("Registar"),
        "back": back,
        "edition": edition,
    }
    return confirm(request, do, page=page, form=form)


@members_only
@reads_and_sends
def edition_close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    edition = managed(request, uuid)
    back = reverse("edition_closing", args=[edition.uuid])

    def do() -> str:
        actions.close_edition(edition, by=acting(request))
        messages.success(request, _("A edição está encerrada. Os seus números ficaram guardados."))
        return back

    page = {
        "title": _("Encerrar a edição?"),
        "lead": edition.name,
        "items": missing(edition),
        "consequence": {
            "kind": "few",
            "title": _("Não volta atrás"),
            "text": _(
                "Os números ficam como estão. As linhas das pessoas apagam-se %(n)s meses depois; os números e os"
                " certificados ficam."
            )
            % {"n": 12},
        },
        "submit": _("Encerrar a edição"),
        "danger": True,
        "back": back,
        "edition": edition,
    }
    return confirm(request, do, page=page)
