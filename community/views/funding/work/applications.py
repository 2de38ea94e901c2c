"""An application at work: for its consortium and the coordination."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Membership
from community.actions import applications as actions
from community.funding.forms import (
    AnswerForm,
    ApplicationForm,
    CriteriaForm,
    InviteForm,
    ResultForm,
    WhyForm,
    application_as_typed,
)
from community.models import Application, Call, ConsortiumPartner, CriterionCheck
from community.views.funding.work.manners import committing, one_verb, show_form
from units.forms.base import mark_of
from units.views.work.manners import SeeOther, acting, members_only, reads_and_sends, sent


def _page(application: Application) -> str:
    return reverse("application_work", args=[application.uuid])


def _led(request: HttpRequest, uuid: UUID) -> Application:
    found = Application.objects.led_by(acting(request)).for_pages()
    return get_object_or_404(found, uuid=uuid)


@members_only
@require_safe
def application_work(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    application = get_object_or_404(Application.objects.visible_to(member).for_pages(), uuid=uuid)
    checks = {one.criterion_id: one for one in application.checks.all()}
    context = {
        "application": application,
        "missing": application.missing() if application.is_open else [],
        "criteria": [(one, checks.get(one.pk)) for one in application.call.criteria.all()],
        "events": list(application.events.select_related("organisation")),
        "leads": Application.objects.led_by(member).filter(pk=application.pk).exists(),
        "coordinates": member.has(Membership.Role.COORDINATION),
        "mine": next(
            (
                one
                for one in application.partners.all()
                if one.organisation_id == member.organisation_id and not one.is_lead
            ),
            None,
        ),
        "Met": CriterionCheck.Answer.MET,
        "commits": member.may_ask,
    }
    return render(request, "community/funding/work/application.html", context)


@members_only
@reads_and_sends
def application_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """To the call the address names."""
    member = committing(request)
    call = get_object_or_404(Call, uuid=uuid)
    form = ApplicationForm(
        request.POST if request.method == "POST" else None, initial={"key": uuid4(), "level": "metropolitan"}
    )

    def save() -> HttpResponse:
        made = actions.keep_application(form.said, by=member, call=call, key=form.cleaned_data["key"])
        messages.success(request, _("A candidatura está em preparação. Convide agora os parceiros."))
        return SeeOther(_page(made))

    answer, status = sent(request, form, save)
    return answer or show_form(
        request,
        form,
        status=status,
        title=_("Preparar uma candidatura"),
        lead=_("%(call)s. A sua entidade coordena-a; os parceiros entram quando aceitarem.")
        % {"call": call.title},
        submit=_("Começar"),
        other_url=reverse("call", args=[call.uuid]),
    )


@members_only
@reads_and_sends
def application_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    application = _led(request, uuid)
    typed = application_as_typed(application)
    mark = mark_of(typed)
    form = ApplicationForm(
        request.POST if request.method == "POST" else None, initial={**typed, "seen": mark}
    )

    def save() -> HttpResponse:
        actions.keep_application(form.said, by=acting(request), application=application)
        messages.success(request, _("A candidatura ficou gravada."))
        return SeeOther(_page(application))

    answer, status = sent(request, form, save, mark=mark)
    return answer or show_form(
        request,
        form,
        status=status,
        title=_("Mudar a candidatura"),
        lead=application.call.title,
        submit=_("Gravar"),
        other_url=_page(application),
    )


# --- The consortium ---------------------------------------------------------------------------------------------------


@members_only
@reads_and_sends
def consortium_invite(request: HttpRequest, uuid: UUID) -> HttpResponse:
    application = _led(request, uuid)
    form = InviteForm(request.POST if request.method == "POST" else None, application=application)

    def do() -> str:
        said = form.cleaned_data
        actions.invite(
            application, said["organisation"], by=acting(request), role=said["role"], share=said["share"]
        )
        messages.success(request, _("O convite seguiu. A entidade entra no consórcio se aceitar."))
        return _page(application)

    return one_verb(
        request,
        do,
        form=form,
        title=_("Convidar para o consórcio"),
        lead=application.title,
        submit=_("Convidar"),
        other_url=_page(application),
        other=_("Voltar sem convidar"),
    )


@members_only
@reads_and_sends
def consortium_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The invited organisation's own yes or no; a later no takes it out while nothing is submitted."""
    member = acting(request)
    found = ConsortiumPartner.objects.answerable_by(member).select_related(
        "application__call", "organisation"
    )
    partner = get_object_or_404(found, uuid=uuid)
    application = partner.application
    form = AnswerForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        said = form.cleaned_data
        accepts = said["answer"] == "yes"
        actions.answer_invitation(partner, by=member, accepts=accepts, why=said["why"])
        if accepts:
            messages.success(request, _("A sua entidade está no consórcio."))
            return _page(application)
        messages.success(request, _("A sua entidade não fica no consórcio. Quem coordena já foi avisado."))
        return reverse("funding_desk")

    facts: list[dict[str, Any]] = [
        {"label": _("Candidatura"), "value": application.title},
        {"label": _("Coordena"), "value": application.lead.organisation.name},
        {
            "label": _("Aviso"),
            "value": application.call.title,
            "url": reverse("call", args=[application.call.uuid]),
        },
        {"label": _("Papel que lhe pedem"), "value": partner.role},
        {"label": _("Parte do orçamento"), "value": partner.share},
        {"label": _("Resposta até agora"), "value": partner.get_state_display()},
    ]
    return one_verb(
        request,
        do,
        form=form,
        title=_("Convite para um consórcio"),
        lead=_("Responde em nome de %(who)s.") % {"who": partner.organisation.name},
        facts=facts,
        text=application.summary,
        submit=_("Registar a resposta"),
        other_url=_page(application) if partner.state != "declined" else reverse("funding_desk"),
        other=_("Voltar sem responder"),
    )


@members_only
@reads_and_sends
def invitation_take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    found = ConsortiumPartner.objects.filter(
        application__in=Application.objects.led_by(member), is_lead=False
    ).select_related("application", "organisation")
    partner = get_object_or_404(found, uuid=uuid)

    def do() -> str:
        actions.take_back_invitation(partner, by=member)
        messages.success(request, _("O convite foi retirado."))
        return _page(partner.application)

    return one_verb(
        request,
        do,
        title=_("Retirar o convite?"),
        lead=partner.organisation.name,
        submit=_("Retirar o convite"),
        danger=True,
        other_url=_page(partner.application),
        other=_("Voltar sem retirar"),
    )


# --- Criteria, submission, result -------------------------------------------------------------------------------------


@members_only
@reads_and_sends
def application_criteria(request: HttpRequest, uuid: UUID) -> HttpResponse:
    application = _led(request, uuid)
    form = CriteriaForm(
        request.POST if request.method == "POST" else None,
        criteria=application.call.criteria.all(),
        checks=application.checks.all(),
    )

    def save() -> HttpResponse:
        actions.check_criteria(application, form.said, by=acting(request))
        messages.success(request, _("Os critérios ficaram gravados."))
        return SeeOther(_page(application))

    answer, status = sent(request, form, save)
    context = {"form": form, "application": application, "other_url": _page(application)}
    return answer or render(request, "community/funding/work/criteria.html", context, status=status)


@members_only
@reads_and_sends
def application_submit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    application = _led(request, uuid)

    def do() -> str:
        actions.submit(application, by=acting(request))
        messages.success(request, _("Ficou registado que a candidatura foi submetida."))
        return _page(application)

    missing = application.missing() if application.is_open else []
    return one_verb(
        request,
        do,
        title=_("Submeter a candidatura?"),
        lead=application.title,
        facts=[
            {"label": _("Aviso"), "value": application.call.title},
            {
                "label": _("Consórcio"),
                "value": ", ".join(one.organisation.name for one in application.accepted),
            },
            {"label": _("Municípios"), "value": ", ".join(application.municipalities)},
        ],
        consequence={
            "kind": "few" if missing else "info",
            "title": _("Ainda falta") if missing else _("Depois disto, nada muda"),
            "text": " ".join(missing)
            or _("Regista-se aqui que foi submetida; a entrega faz-se no sítio de quem financia."),
        },
        submit=_("Registar a submissão"),
        other_url=_page(application),
        other=_("Voltar à candidatura"),
    )


@members_only
@reads_and_sends
def application_result(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    application = get_object_or_404(Application.objects.judged_by(member).for_pages(), uuid=uuid)
    form = ResultForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        said = form.cleaned_data
        actions.write_result(application, by=member, outcome=said["outcome"], why=said["why"])
        messages.success(request, _("O resultado ficou registado e é público."))
        return _page(application)

    return one_verb(
        request,
        do,
        form=form,
        title=_("Registar o resultado"),
        lead=application.title,
        consequence={
            "kind": "info",
            "title": _("Passa a ser público"),
            "text": _("Toda a gente lê o título, os parceiros e o resultado. O motivo só o lê o consórcio."),
        },
        submit=_("Registar o resultado"),
        other_url=_page(application),
        other=_("Voltar sem registar"),
    )


@members_only
@reads_and_sends
def application_withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    application = _led(request, uuid)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.withdraw(application, by=acting(request), why=form.cleaned_data["why"])
        messages.success(request, _("A candidatura foi retirada e os parceiros avisados."))
        return _page(application)

    return one_verb(
        request,
        do,
        form=form,
        title=_("Retirar a candidatura?"),
        lead=application.title,
        submit=_("Retirar a candidatura"),
        danger=True,
        other_url=_page(application),
        other=_("Voltar sem retirar"),
    )
