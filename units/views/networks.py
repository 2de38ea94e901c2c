"""The local social networks (Rede Social) of the 17: all of them, and each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from units.models import LocalNetwork
from units.views.consultations import member_of


@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    found = list(LocalNetwork.objects.for_pages())
    member = member_of(request)
    context = {
        "networks": found,
        "told": sum(bool(one.updated_at) for one in found),
        "own": member.organisation.municipality_id if member and member.speaks_for_municipality else None,
    }
    return render(request, "units/networks.html", context)


@require_safe
def network(request: HttpRequest, dico: str) -> HttpResponse:
    found = get_object_or_404(LocalNetwork.objects.for_pages(), municipality=dico)
    member = member_of(request)
    keeps = member is not None and LocalNetwork.objects.kept_by(member).filter(pk=found.pk).exists()
    return render(request, "units/network.html", {"network": found, "keeps": keeps})
