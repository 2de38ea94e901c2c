"""Pledges at work: promise for an organisation, decide, match, confirm that it arrived."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Membership
from community.actions import pledges as actions
from community.funding.forms import DecideForm, MatchForm, PledgeForm, WhyForm
from community.models import Pledge, PledgeMatch
from community.views.funding.work.manners import committing, one_verb, show_form
from units.views.work.manners import SeeOther, acting, members_only, reads_and_sends, sent


def _page(pledge: Pledge) -> str:
    return reverse("pledge_work", args=[pledge.uuid])


def _facts(pledge: Pledge, *, who: str) -> list[dict[str, object]]:
    return [
        {"label": _("O que se promete"), "value": pledge.what},
        {"label": _("Quantidade"), "value": pledge.amount},
        {"label": _("Ainda sem destino"), "value": f"{pledge.left} {pledge.get_unit_display()}"},
        {"label": _("Até"), "value": f"{pledge.until:%d/%m/%Y}"},
        {
            "label": _("Onde"),
            "value": pledge.municipality.name if pledge.municipality else _("em toda a área metropolitana"),
        },
        {"label": _("Condições"), "value": pledge.conditions},
        {"label": _("Quem promete"), "value": who},
        {"label": _("Publicação"), "value": pledge.get_visibility_display()},
    ]


def _who(pledge: Pledge, member: Membership) -> str:
    """The name for the coordination and the giver; for others only with consent."""
    own = pledge.organisation_id is not None and pledge.organisation_id == member.organisation_id
    return pledge.giver if own or member.has(Membership.Role.COORDINATION) else pledge.shown_giver


@members_only
@require_safe
def pledge_work(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    found = Pledge.objects.visible_to(member).select_related("organisation", "municipality")
    pledge = get_object_or_404(found, uuid=uuid)
    coordinates = member.has(Membership.Role.COORDINATION)
    own = pledge.organisation_id == member.organisation_id
    matches = pledge.matches.for_pages()
    undoable = set(PledgeMatch.objects.undone_by(member).filter(pledge=pledge).values_list("pk", flat=True))
    context = {
        "pledge": pledge,
        "facts": _facts(pledge, who=_who(pledge, member)),
        "matches": [
            (
                one,
                one.receiver_id == member.organisation_id and one.state == PledgeMatch.State.MATCHED,
                one.pk in undoable,
            )
            for one in (matches if coordinates or own else matches.filter(receiver=member.organisation_id))
        ],
        "decides": coordinates and pledge.state == Pledge.State.WAITING,
        "matchable": Pledge.objects.matchable_by(member).filter(pk=pledge.pk).exists(),
        "ends": (coordinates or (own and member.may_ask)) and pledge.may_still_change,
        "commits": member.may_ask,
    }
    return render(request, "community/funding/work/pledge.html", context)


@members_only
@reads_and_sends
def pledge_new(request: HttpRequest) -> HttpResponse:
    member = committing(request)
    form = PledgeForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()})

    def save() -> HttpResponse:
        made = actions.pledge_for_organisation(form.said, by=member, key=form.cleaned_data["key"])
        messages.success(request, _("O compromisso foi entregue. Aparece quando a coordenação o aceitar."))
        return SeeOther(_page(made))

    answer, status = sent(request, form, save)
    return answer or show_form(
        request,
        form,
        status=status,
        title=_("Assumir um compromisso"),
        lead=_("Em nome de %(who)s. É uma promessa: aqui ninguém paga nem recebe dinheiro.")
        % {"who": member.organisation.name},
        submit=_("Entregar o compromisso"),
        other_url=reverse("funding_desk"),
    )


@members_only
@reads_and_sends
def pledge_decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    found = Pledge.objects.managed_by(member).select_related("organisation", "municipality")
    pledge = get_object_or_404(found, uuid=uuid)
    form = DecideForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        said = form.cleaned_data
        accepts = said["answer"] == "yes"
        actions.decide_pledge(pledge, by=member, accepts=accepts, why=said["why"])
        messages.success(
            request, _("O compromisso foi aceite.") if accepts else _("O compromisso foi recusado.")
        )
        return _page(pledge)

    return one_verb(
        request,
        do,
        form=form,
        title=_("Aceitar este compromisso?"),
        facts=_facts(pledge, who=pledge.giver),
        submit=_("Registar a decisão"),
        other_url=_page(pledge),
        other=_("Voltar sem decidir"),
    )


@members_only
@reads_and_sends
def pledge_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = committing(request)
    if member.has(Membership.Role.COORDINATION):
        found = Pledge.objects.managed_by(member)
    else:
        found = Pledge.objects.own(member)
    pledge = get_object_or_404(found.select_related("organisation", "municipality"), uuid=uuid)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.end_pledge(pledge, by=member, why=form.cleaned_data["why"])
        messages.success(request, _("O compromisso terminou."))
        return _page(pledge)

    return one_verb(
        request,
        do,
        form=form,
        title=_("Terminar o compromisso?"),
        lead=pledge.what,
        submit=_("Terminar"),
        danger=True,
        other_url=_page(pledge),
        other=_("Voltar sem terminar"),
    )


@members_only
@reads_and_sends
def pledge_match(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where it goes. One with nothing left says so; to those who may not match it does not exist."""
    member = acting(request)
    found = Pledge.objects.visible_to(member) if member.may_decide else Pledge.objects.managed_by(member)
    pledge = get_object_or_404(found.select_related("organisation", "municipality"), uuid=uuid)
    form = MatchForm(request.POST if request.method == "POST" else None, member=member)

    def do() -> str:
        actions.match_pledge(pledge, by=member, **form.said)
        messages.success(request, _("Ficou com destino. Quem promete e quem recebe já foram avisados."))
        return _page(pledge)

    return one_verb(
        request,
        do,
        form=form,
        title=_("Dar destino ao compromisso"),
        facts=_facts(pledge, who=_who(pledge, member)),
        submit=_("Dar este destino"),
        other_url=_page(pledge),
        other=_("Voltar sem dar destino"),
    )


@members_only
@reads_and_sends
def match_delivered(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    match = get_object_or_404(PledgeMatch.objects.received_by(member).for_pages(), uuid=uuid)

    def do() -> str:
        actions.confirm_delivery(match, by=member)
        messages.success(request, _("Ficou entregue. Quem prometeu recebe o agradecimento."))
        return _page(match.pledge)

    return one_verb(
        request,
        do,
        title=_("Já chegou?"),
        facts=[
            {"label": _("O que é"), "value": match.pledge.what},
            {"label": _("Quantidade"), "value": f"{match.quantity} {match.pledge.get_unit_display()}"},
            {"label": _("Para"), "value": match.destination},
            {"label": _("Estado"), "value": match.get_state_display()},
        ],
        submit=_("Sim, chegou"),
        other_url=_page(match.pledge),
        other=_("Ainda não"),
    )


@members_only
@reads_and_sends
def match_undo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    match = get_object_or_404(PledgeMatch.objects.undone_by(member).for_pages(), uuid=uuid)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def do() -> str:
        actions.undo_match(match, by=member, why=form.cleaned_data["why"])
        messages.success(request, _("A quantidade voltou a estar disponível."))
        return (
            _page(match.pledge)
            if Pledge.objects.visible_to(member).filter(pk=match.pledge_id).exists()
            else reverse("funding_desk")
        )

    return one_verb(
        request,
        do,
        form=form,
        title=_("Desfazer esta ligação?"),
        lead=f"{match.quantity} {match.pledge.get_unit_display()}: {match.destination}",
        submit=_("Desfazer"),
        danger=True,
        other_url=_page(match.pledge),
        other=_("Voltar sem desfazer"),
    )
