"""The eight recommendations, by addressee and one by one."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from practice.models import Evidence, Obstacle, PlanLink, Recommendation
from practice.reference import CITATION
from units.views.consultations import member_of


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    found = Recommendation.objects.for_pages()
    groups = [
        (Recommendation.Addressee(addressee).label, list(group))
        for addressee, group in groupby(found, key=lambda one: one.addressee)
    ]
    context = {"groups": groups, "citation": CITATION}
    return render(request, "practice/recommendations.html", context)


@require_safe
def recommendation(request: HttpRequest, number: int) -> HttpResponse:
    """With the evidence, the plan items this reader may read, and the good practices that speak of it."""
    member = member_of(request)
    one = get_object_or_404(Recommendation.objects.for_pages(), pk=number)
    own = Evidence.objects.own(member) if member else Evidence.objects.none()
    context = {
        "one": one,
        "evidence": one.evidence.select_related("organisation", "by__user"),
        "own": set(own.filter(recommendation=one).values_list("pk", flat=True)),
        "links": PlanLink.objects.visible_to(member).filter(recommendation=one),
        "practices": Obstacle.objects.visible_to(member).good_practices().filter(recommendations=one),
        "may_add": member is not None
        and Recommendation.objects.evidenced_by(member).filter(pk=one.pk).exists(),
        "governs": member is not None and member.governs,
        "citation": CITATION,
    }
    return render(request, "practice/recommendation.html", context)
