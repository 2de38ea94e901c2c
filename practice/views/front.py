"""What integrated care is, in plain words, and the doors to what is known of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.bilingual import in_language
from practice.models import Campaign, Obstacle, Recommendation
from practice.models.campaigns import ALL
from practice.reference import CITATION, FIGURES, POPULATION_EN, POPULATION_PT, QUOTES


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    recommendations = list(Recommendation.objects.for_pages())
    campaigns = Campaign.objects.for_pages()
    context = {
        "quotes": QUOTES,
        "figures": FIGURES,
        "population": in_language(POPULATION_PT, POPULATION_EN),
        "citation": CITATION,
        "shown": sum(one.standing == Recommendation.Standing.SHOWN for one in recommendations),
        "open": campaigns.filter(state=Campaign.State.OPEN).first(),
        "published": campaigns.filter(state=Campaign.State.PUBLISHED).first(),
        "practices": Obstacle.objects.visible_to(None).good_practices().count(),
        "all": ALL,
    }
    return render(request, "practice/front.html", context)
