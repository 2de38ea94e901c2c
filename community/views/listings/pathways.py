"""Access pathways in public: the list, and one, made to be printed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.listings.filters import PathwayFilters
from community.models import Pathway
from community.views.listings.manners import Gone, gone, keeps, listed, read_entry


@require_safe
def pathways(request: HttpRequest) -> HttpResponse:
    return listed(request, PathwayFilters(request.GET), "community/listings/pathways.html")


@require_safe
def pathway(request: HttpRequest, uuid: UUID) -> HttpResponse:
    try:
        found = read_entry(request, Pathway, uuid)
    except Gone:
        return gone(
            request,
            title=_("Este circuito já não está publicado"),
            url=reverse("pathways"),
            action=_("Ver os circuitos publicados"),
        )
    assert isinstance(found, Pathway)
    context = {
        "pathway": found,
        "steps": found.steps.all(),
        "days": Pathway.CHECK_AFTER.days,
        "keeps": keeps(request, found),
    }
    return render(request, "community/listings/pathway.html", context)
