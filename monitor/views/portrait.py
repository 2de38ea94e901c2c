"""The portrait of one municipality: every figure the monitor holds of it, with its date and its source."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitor import printing
from monitor.cached import public_page
from monitor.models import Place, SocialDiagnosis
from monitor.reading import similar, trends
from monitor.reading.figures import places
from monitor.reading.portraits import Portrait, portrait_of
from monitor.views.indicator import member_of


def _portrait(request: HttpRequest, dico: str) -> tuple[Portrait, list[Place]]:
    """The portrait asked for and all places; 404 for what is none of the 17."""
    everywhere = places()
    place = next((one for one in everywhere if one.dico == dico), None)
    if place is None:
        raise Http404
    return portrait_of(place, everywhere, member_of(request)), everywhere


@require_safe
@public_page
def portrait(request: HttpRequest, dico: str) -> HttpResponse:
    found, everywhere = _portrait(request, dico)
    diagnoses = SocialDiagnosis.objects.published().in_force().filter(place=found.place)
    context = {
        "portrait": found,
        "place": found.place,
        "municipalities": [one for one in everywhere if one.dico],
        "diagnoses": diagnoses.select_related("author"),
        "rule": trends.rule(),
        "similar_rule": similar.rule(everywhere),
    }
    return render(request, "monitor/portrait.html", context)


@require_safe
@public_page
def portrait_pdf(request: HttpRequest, dico: str) -> HttpResponse:
    """The same on A4."""
    found, _everywhere = _portrait(request, dico)
    version = request.data_version  # type: ignore[attr-defined]
    response = HttpResponse(printing.portrait_pdf(found, version), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="retrato-{dico}.pdf"'
    return response
