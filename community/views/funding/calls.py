"""Calls in public: the register, one call, its deadline for calendars, the table; and results of applications."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import sheets
from accounts.models import Membership
from community.funding import feeds
from community.funding.finding import ApplicationsForm, CallsForm, FindForm
from community.models import Application, Call
from units.lists import page_of

PER_PAGE = 20
MOST_IN_FEED = 500


def member_of(request: HttpRequest) -> Membership | None:
    member: Membership | None = request.member  # type: ignore[attr-defined]
    return member


def coordinates(request: HttpRequest) -> bool:
    member = member_of(request)
    return member is not None and member.has(Membership.Role.COORDINATION)


def list_page(request: HttpRequest, form: FindForm, template: str, **more: Any) -> HttpResponse:
    """A list narrowed by a form, in pages; a bad value is said above and everything shown."""
    page, page_errors = page_of(request, form.found(), PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "page_errors": page_errors,
        "total": page.paginator.count,
        "narrowed": form.narrows,
        "coordinates": coordinates(request),
        **more,
    }
    return render(request, template, context, status=400 if form.errors or page_errors else 200)


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    form = CallsForm(request.GET, member=member_of(request))
    return list_page(request, form, "community/funding/calls.html", files_query=query)


@require_safe
def calls_export(request: HttpRequest) -> HttpResponseBase:
    """Those the list shows, as a table."""
    form = CallsForm(request.GET, member=None)
    rows = feeds.lines(form.found().prefetch_related("municipalities"))
    return FileResponse(
        sheets.as_csv(rows),
        as_attachment=True,
        filename="concerta-avisos.csv",
        content_type="text/csv; charset=utf-8",
    )


def _calendar(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
def calls_calendar(request: HttpRequest) -> HttpResponse:
    """Every deadline that is still to come: an address a calendar can follow."""
    return _calendar(feeds.deadlines(Call.objects.ahead()[:MOST_IN_FEED]), "prazos.ics")


@require_safe
def call_calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _calendar(feeds.deadlines([get_object_or_404(Call, uuid=uuid)]), "prazo.ics")


@require_safe
def call(request: HttpRequest, uuid: UUID) -> HttpResponse:
    member = member_of(request)
    found = get_object_or_404(Call.objects.with_follower(member), uuid=uuid)
    context = {
        "call": found,
        "criteria": list(found.criteria.all()),
        "municipalities": list(found.municipalities.all()),
        "coordinates": coordinates(request),
        "may_apply": member is not None and member.may_ask and found.takes_applications,
        "own": list(Application.objects.visible_to(member).filter(call=found)[:20]),
        "results": list(Application.objects.public().filter(call=found).for_pages()[:50]),
    }
    return render(request, "community/funding/call.html", context)


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    return list_page(request, ApplicationsForm(request.GET), "community/funding/applications.html")


@require_safe
def application(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Of one with a result: title, partners, outcome. The rest is for its consortium, at work."""
    found = get_object_or_404(Application.objects.public().for_pages().select_related("project"), uuid=uuid)
    member = member_of(request)
    project = getattr(found, "project", None)
    context = {
        "application": found,
        "project": project if project is not None and project.is_public else None,
        "reads_all": Application.objects.visible_to(member).filter(pk=found.pk).exists(),
    }
    return render(request, "community/funding/application.html", context)
