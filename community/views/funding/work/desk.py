"""The desk of funding: what waits for the member, and what is theirs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from community.models import Application, Call, ConsortiumPartner, Initiative, Pledge, PledgeMatch, Project
from units.views.work.manners import acting, members_only

SHOWN = 50


@members_only
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    coordinates = member.has(Membership.Role.COORDINATION)
    applications = Application.objects.visible_to(member).for_pages()
    pledges = Pledge.objects.visible_to(member).select_related("organisation", "municipality")
    context = {
        "invitations": ConsortiumPartner.objects.answerable_by(member)
        .waiting()
        .select_related("application__call")[:SHOWN],
        "arriving": PledgeMatch.objects.received_by(member)
        .filter(state=PledgeMatch.State.MATCHED)
        .for_pages()[:SHOWN],
        "applications": applications[:SHOWN],
        "followed": Call.objects.ahead().filter(follows__membership=member)[:SHOWN],
        "waiting": pledges.filter(state=Pledge.State.WAITING)[:SHOWN] if coordinates else [],
        "open": pledges.filter(state=Pledge.State.OPEN)[:SHOWN],
        "own": Pledge.objects.own(member).exclude(state=Pledge.State.OPEN)[:SHOWN],
        "initiatives": Initiative.objects.managed_by(member).filter(state=Initiative.State.WAITING)[:SHOWN],
        "incubated": Initiative.objects.managed_by(member)
        .filter(state=Initiative.State.PUBLISHED)
        .for_pages()[:SHOWN],
        "prepared": Project.objects.editable_by(member).filter(is_public=False)[:SHOWN],
        "coordinates": coordinates,
        "commits": member.may_ask,
    }
    return render(request, "community/funding/work/desk.html", context)
