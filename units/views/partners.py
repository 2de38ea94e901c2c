"""The directory of strategic partners: the list and one partner."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from units.directory import DirectoryForm
from units.lists import page_of
from units.models import LocalNetwork, Partner

PER_PAGE = 30


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    form = DirectoryForm(request.GET)
    page, page_errors = page_of(request, form.found(), PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "page_errors": page_errors,
        "total": page.paginator.count,
        "narrowed": form.is_valid() and form.narrows,
        "functions": Partner.Function.labels,
    }
    return render(request, "units/partners.html", context, status=400 if form.errors or page_errors else 200)


@require_safe
def partner(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = get_object_or_404(Partner.objects.for_pages(), uuid=uuid)
    networks = LocalNetwork.objects.filter(platform=found).select_related("municipality")
    return render(request, "units/partner.html", {"partner": found, "networks": networks})
