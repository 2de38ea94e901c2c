"""Occupational placements in public."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.listings.filters import PlacementFilters
from community.models import Placement
from community.views.listings.manners import Gone, gone, keeps, listed, read_entry


@require_safe
def placements(request: HttpRequest) -> HttpResponse:
    return listed(request, PlacementFilters(request.GET), "community/listings/placements.html")


@require_safe
def placement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    try:
        found = read_entry(request, Placement, uuid)
    except Gone:
        return gone(
            request,
            title=_("Esta colocação já não está em aberto"),
            url=reverse("placements"),
            action=_("Ver as colocações em aberto"),
        )
    context = {"placement": found, "keeps": keeps(request, found)}
    return render(request, "community/listings/placement.html", context)
