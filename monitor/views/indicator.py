"""One indicator: the sentence, the table, the drawings, where it comes from and how far it can be trusted."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from monitor.cached import public_page
from monitor.models import Indicator
from monitor.reading.sheet import Sheet, sheet_of


def member_of(request: HttpRequest) -> Membership | None:
    member: Membership | None = getattr(request, "member", None)
    return member


def sheet_for(request: HttpRequest, code: str) -> Sheet:
    """The indicator with the period and the place the address asks for; 404 for what this reader may not know."""
    member = member_of(request)
    found = Indicator.objects.visible_to(member).select_related("topic", "numerator").filter(code=code).first()
    if found is None:
        raise Http404
    own = member.organisation.municipality_id if member else None
    return sheet_of(found, member, period=request.GET.get("periodo", ""), here=request.GET.get("lugar", own or ""))


@require_safe
@public_page
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    sheet = sheet_for(request, code)
    context = {
        "sheet": sheet,
        "indicator": sheet.indicator,
        "figures": sheet.figures,
        "version": request.data_version,  # type: ignore[attr-defined]
        "page_errors": sheet.errors,
        "whole_table": "tudo" in request.GET,
    }
    return render(request, "monitor/indicator.html", context, status=400 if sheet.errors else 200)
