"""The page of a round: who answered what, on which text, by which rule."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from units.comparing import compare
from units.forms import PositionForm
from units.lists import RoundsForm, page_of
from units.models import Decision, Round
from units.showing import Standing

PER_PAGE = 20


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The concertation rounds of all bodies, the latest first."""
    member: Membership | None = request.member  # type: ignore[attr-defined]
    form = RoundsForm(request.GET, member=member)
    page, page_errors = page_of(request, form.found(), PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "page_errors": page_errors,
        "narrowed": form.is_valid() and form.narrows,
    }
    return render(request, "units/rounds.html", context, status=400 if form.errors or page_errors else 200)


@require_safe
def round_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member: Membership | None = request.member  # type: ignore[attr-defined]
    found = get_object_or_404(Round.objects.visible_to(member).for_pages(), uuid=uuid)
    return show_round(request, found)


def show_round(
    request: HttpRequest, round: Round, *, position_form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """The page; with `position_form`, a position that was refused, given back as it was typed."""
    member: Membership | None = request.member  # type: ignore[attr-defined]
    standing = Standing(round, member)
    own = standing.own_position
    speaks = member is not None and member.speaks_for_municipality
    earlier = Round.objects.visible_to(member).before(round).select_related("version").first()
    if position_form is None and speaks and own is None and round.takes_positions:
        position_form = PositionForm()
    context: dict[str, Any] = {
        "round": round,
        "standing": standing,
        "text": compare(earlier.version.text if earlier else None, round.version.text),
        "earlier": earlier,
        "decisions": Decision.objects.approved().visible_to(member).filter(round=round),
        "governs": member is not None and member.governs,
        "manages": member is not None and Round.objects.managed_by(member).filter(pk=round.pk).exists(),
        "answers": speaks and (own is not None or position_form is not None),
        "own_position": own,
        "position_form": position_form,
        # The frame's title says "Erro:" when this has errors.
        "form": position_form,
    }
    return render(request, "units/round.html", context, status=status)
