"""The register as the network reads it, and the good practices everybody reads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from practice.forms import PracticesForm, RegisterForm, SolutionForm
from practice.models import Obstacle, Reply
from units.forms.base import PlainForm
from units.lists import page_of
from units.views.consultations import member_of
from units.views.work.manners import members_only

PER_PAGE = 20


def _list(request: HttpRequest, form: PracticesForm, template: str) -> HttpResponse:
    page, page_errors = page_of(request, form.found(), PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "page_errors": page_errors,
        "total": page.paginator.count,
        "narrowed": form.is_valid() and form.narrows,
    }
    return render(request, template, context, status=400 if form.errors or page_errors else 200)


@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    form = PracticesForm(request.GET, member=member_of(request))
    return _list(request, form, "practice/practices.html")


@members_only
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    return _list(request, RegisterForm(request.GET, member=member_of(request)), "practice/register.html")


@require_safe
def obstacle(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = member_of(request)
    one = get_object_or_404(Obstacle.objects.visible_to(member).for_pages(), uuid=uuid)
    return show_obstacle(request, one, member)


def show_obstacle(
    request: HttpRequest,
    one: Obstacle,
    member: Membership | None,
    *,
    form: PlainForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; with `form`, what somebody did and that was refused, given back as it was typed. Outside the network
    only what was approved as public is read."""
    context: dict[str, Any] = {"one": one, "practice": one.good_practice, "inside": member is not None}
    if member is not None:
        replies = list(one.replies.select_related("organisation", "by__user"))
        also = [reply for reply in replies if reply.kind == Reply.Kind.ALSO]
        context |= {
            "form": form,
            "solution_form": form or SolutionForm(),
            "also": also,
            "did": [reply for reply in replies if reply.kind == Reply.Kind.DID],
            "ours": one.organisation_id == member.organisation_id,
            "said_so": any(reply.organisation_id == member.organisation_id for reply in also),
            "may_reply": member.may_ask,
            "keeps": Obstacle.objects.kept_by(member).filter(pk=one.pk).exists(),
            "coordinates": member.has(Membership.Role.COORDINATION),
            "own": member.organisation_id,
        }
    return render(request, "practice/obstacle.html", context, status=status)
