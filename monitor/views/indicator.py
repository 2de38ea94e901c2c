"""One indicator: the sentence, the table, the drawings, where it comes from and how far it can be trusted."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from monitor.cached import public_page
from monitor.models import Indicator, Observation
from monitor.reading import similar, trends
from monitor.reading.sheet import Sheet, sheet_of

RELATED, REVISIONS = 6, 12


def member_of(request: HttpRequest) -> Membership | None:
    member: Membership | None = getattr(request, "member", None)
    return member


def sheet_for(request: HttpRequest, code: str) -> Sheet:
    """The indicator with the period and the place the address asks for; 404 for what this reader may not know."""
    member = member_of(request)
    found = (
        Indicator.objects.visible_to(member).select_related("topic", "numerator").filter(code=code).first()
    )
    if found is None:
        raise Http404
    own = member.organisation.municipality_id if member else None
    return sheet_of(
        found,
        member,
        period=request.GET.get("periodo", ""),
        here=request.GET.get("lugar", own or ""),
        whole="tudo" in request.GET,
    )


def revisions_of(sheet: Sheet, member: Membership | None) -> list[Observation]:
    """What stood there before, the latest first."""
    earlier = Observation.objects.superseded().visible_to(member).filter(indicator=sheet.indicator)
    return list(earlier.select_related("place").order_by("-superseded_at", "place__order")[:REVISIONS])


def related_to(indicator: Indicator, member: Membership | None) -> list[Indicator]:
    """Others of the same topic that have figures."""
    others = Indicator.objects.visible_to(member).with_observations(member).filter(topic=indicator.topic_id)
    return list(others.exclude(pk=indicator.pk).in_reading_order()[:RELATED])


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
        "revisions": revisions_of(sheet, member_of(request)),
        "related": related_to(sheet.indicator, member_of(request)),
        "address": settings.BASE_URL + sheet.indicator.get_absolute_url(),
        "trend_rule": trends.rule(),
        "similar_rule": similar.rule(sheet.figures.places),
    }
    return render(request, "monitor/indicator.html", context, status=400 if sheet.errors else 200)
