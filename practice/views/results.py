"""The yearly questionnaire as everybody reads it: how many have answered, what the 17 said, as page and as file."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import sheets
from accounts.bilingual import in_language
from practice.models import Campaign
from practice.models.campaigns import ALL, responds
from practice.reference import POPULATION_EN, POPULATION_PT
from practice.results import lines, results_of
from units.views.consultations import KINDS, member_of


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    found = Campaign.objects.for_pages().exclude(state=Campaign.State.DRAFT)
    ready = set(Campaign.objects.with_results_for(member).values_list("pk", flat=True))
    context = {
        "campaigns": list(found),
        "ready": ready,
        "all": ALL,
        "governs": member is not None and member.governs,
        "responds": member is not None and responds(member),
    }
    return render(request, "practice/campaigns.html", context)


@require_safe
def results(request: HttpRequest, year: int) -> HttpResponse:
    member = member_of(request)
    campaign = get_object_or_404(Campaign.objects.with_results_for(member).for_pages(), year=year)
    context = {
        "campaign": campaign,
        "found": results_of(campaign),
        "population": in_language(POPULATION_PT, POPULATION_EN),
        "all": ALL,
        "manages": member is not None and Campaign.objects.managed_by(member).filter(pk=campaign.pk).exists(),
    }
    return render(request, "practice/results.html", context)


@require_safe
def results_file(request: HttpRequest, year: int, kind: str) -> HttpResponseBase:
    """Counts only; what was written in free words is in no file that leaves the coordination."""
    if kind not in KINDS:
        raise Http404
    campaign = get_object_or_404(Campaign.objects.with_results_for(member_of(request)), year=year)
    rows = lines(results_of(campaign))
    file = sheets.as_csv(rows) if kind == "csv" else sheets.as_xlsx([(_("Resultados"), rows)])
    name = f"concerta-questionario-{campaign.year}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=KINDS[kind])
