"""One door to what waits: the questionnaire, the register, invitations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models import Membership
from practice.models import Campaign, CaseDiscussion, DiscussionMonth, GoodPractice, Participant, Response
from practice.models.campaigns import ALL, responds
from units.views.work.manners import acting, members_only


@members_only
@require_safe
@cache_control(private=True, no_store=True)
def practice_desk(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    asked = list(
        Campaign.objects.answered_by(member).filter(state=Campaign.State.OPEN).select_related("questionnaire")
    )
    own = (
        {
            one.campaign_id: one
            for one in Response.objects.filter(
                campaign__in=asked, municipality=member.organisation.municipality_id
            )
        }
        if asked
        else {}
    )
    coordinates = member.has(Membership.Role.COORDINATION)
    mine = {
        one.discussion_id: one.state
        for one in Participant.objects.filter(membership=member).exclude(state=Participant.State.DECLINED)
    }
    discussions = [
        (one, mine[one.pk] == Participant.State.INVITED and not one.is_over)
        for one in CaseDiscussion.objects.of(member).select_related("organisation")
    ]
    context = {
        "asked": [(one, own.get(one.pk)) for one in asked],
        "campaigns": Campaign.objects.followed_by(member).for_pages(),
        "coordinates": coordinates,
        "governs": member.governs,
        "responds": responds(member),
        "may_ask": member.may_ask,
        "discussions": sorted(discussions, key=lambda one: not one[1]),
        "to_review": GoodPractice.objects.in_force().select_related("obstacle").order_by("review_on")[:20]
        if coordinates
        else [],
        "months": list(DiscussionMonth.objects.all()[:12]) if member.governs else [],
        "all": ALL,
    }
    return render(request, "practice/work/desk.html", context)
