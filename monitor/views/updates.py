"""What changed in the figures, for people and for feed readers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitor import updates
from monitor.cached import public_page
from monitor.formats.answers import public_data


@require_safe
@public_page
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "monitor/updates.html", {"updates": updates.latest(), "most": updates.MOST})


@require_safe
@public_data
def feed(request: HttpRequest) -> HttpResponse:
    """What everybody may read, whoever asks: feeds are read by other people's machines."""
    return HttpResponse(updates.atom(), content_type="application/atom+xml; charset=utf-8")
