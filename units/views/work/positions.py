"""What the member's municipality says in a round, and taking it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.refusals import Refusal
from units import actions
from units.forms import PositionForm
from units.models import Round
from units.views.rounds import show_round
from units.views.work.manners import SeeOther, acting, governing_only, put_on_form, reads_and_sends


def _round(request: HttpRequest, uuid: UUID) -> Round:
    return get_object_or_404(Round.objects.visible_to(acting(request)).for_pages(), uuid=uuid)


@governing_only
@reads_and_sends
def give_position(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    round = _round(request, uuid)
    page = reverse("round", args=[round.uuid])
    if request.method != "POST":
        return SeeOther(f"{page}#posicao")
    form = PositionForm(request.POST)
    status = 422
    if form.is_valid():
        given = form.cleaned_data
        try:
            position = actions.give_position(round, by=member, answer=given["answer"], text=given["text"])
        except Refusal as refusal:
            put_on_form(form, refusal)
            status = refusal.status
            round = _round(request, uuid)  # with what somebody else has said in between
        else:
            messages.success(
                request,
                _("Posição de %(place)s registada: %(answer)s.")
                % {"place": position.municipality, "answer": position.get_answer_display()},
            )
            return SeeOther(page)
    form.masked()
    return show_round(request, round, position_form=form, status=status)


@governing_only
@reads_and_sends
def take_back_position(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = acting(request)
    round = _round(request, uuid)
    page = reverse("round", args=[round.uuid])
    own = round.positions.filter(municipality=member.organisation.municipality_id).first()
    if request.method != "POST" or own is None:
        if request.method == "POST":
            messages.info(request, _("O seu município não tem posição nesta ronda."))
        return SeeOther(f"{page}#posicao")
    try:
        actions.take_back_position(own, by=member)
    except Refusal as refusal:
        form = PositionForm({"answer": own.answer, "text": own.text})
        form.is_valid()
        form.add_error(None, refusal.sentence)
        return show_round(request, round, position_form=form, status=refusal.status)
    messages.success(request, _("A posição foi retirada. Pode dar outra até ao prazo."))
    return SeeOther(f"{page}#posicao")
