"""Projects, pledges and initiatives in public."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from community.funding.finding import InitiativesForm, PledgesForm, ProjectsForm
from community.models import Initiative, Pledge, PledgeMatch, Project
from community.views.funding.calls import coordinates, list_page, member_of
from plans.models import Plan


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    form = ProjectsForm(request.GET, member=member_of(request))
    return list_page(request, form, "community/funding/projects.html")


@require_safe
def project(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = member_of(request)
    found = get_object_or_404(Project.objects.visible_to(member).for_pages(), uuid=uuid)
    matches = PledgeMatch.objects.filter(project=found).exclude(state=PledgeMatch.State.UNDONE)
    context = {
        "project": found,
        "elements": found.elements.filter(plan__in=Plan.objects.visible_to(member)).select_related("plan"),
        "matches": matches.filter(pledge__in=Pledge.objects.public()).select_related("pledge__organisation"),
        "coordinates": coordinates(request),
    }
    return render(request, "community/funding/project.html", context)


@require_safe
def pledges(request: HttpRequest) -> HttpResponse:
    """What is promised, matched and delivered. Totals are of all that is public, each unit by itself."""
    return list_page(
        request,
        PledgesForm(request.GET),
        "community/funding/pledges.html",
        totals=Pledge.objects.public().totals(),
        member=member_of(request),
    )


@require_safe
def initiatives(request: HttpRequest) -> HttpResponse:
    return list_page(request, InitiativesForm(request.GET), "community/funding/initiatives.html")


@require_safe
def initiative(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = get_object_or_404(Initiative.objects.public().for_pages(), uuid=uuid)
    matches = PledgeMatch.objects.filter(initiative=found).exclude(state=PledgeMatch.State.UNDONE)
    member = member_of(request)
    context = {
        "initiative": found,
        "matches": matches.filter(pledge__in=Pledge.objects.public()).select_related("pledge__organisation"),
        "coordinates": coordinates(request),
        "governs": member is not None and member.governs,
    }
    return render(request, "community/funding/initiative.html", context)
