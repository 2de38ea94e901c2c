"""Social diagnoses: the list, and one with its findings and its earlier versions."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from monitor.cached import public_page
from monitor.models import Indicator, Place, SocialDiagnosis


@require_safe
@public_page
def diagnoses(request: HttpRequest) -> HttpResponse:
    found = SocialDiagnosis.objects.published().in_force().select_related("place", "author")
    places = Place.objects.filter(pk__in=found.values("place"))
    asked = request.GET.get("lugar", "")
    if asked:
        found = found.filter(place=asked)
    context = {"diagnoses": found, "places": places, "asked": asked}
    return render(request, "monitor/diagnoses.html", context)


@require_safe
@public_page
def diagnosis(request: HttpRequest, uuid: str) -> HttpResponse:
    published = SocialDiagnosis.objects.published().select_related("place", "author")
    one = get_object_or_404(published, uuid=uuid)
    # A finding whose indicator this reader may not read stands alone.
    readable = Indicator.objects.visible_to(request.member)  # type: ignore[attr-defined]
    context = {
        "one": one,
        "findings": one.findings.prefetch_related(Prefetch("indicator", readable)),
        "later": published.filter(replaces=one).first(),
        "earlier": published.filter(pk=one.replaces_id).first(),
    }
    return render(request, "monitor/diagnosis.html", context)
