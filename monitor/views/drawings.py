"""Drawings that leave the page: as files, and inside the pages of others."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from monitor.cached import for_everybody, public_page
from monitor.reading import drawn
from monitor.reading.sheet import Sheet
from monitor.views.indicator import sheet_for

KINDS = {"svg": "image/svg+xml", "png": "image/png"}
# Anybody may show these pages in theirs; in turn they load nothing but our own styles and run nothing.
EMBED_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": ["*"],
}


def _drawable(request: HttpRequest, code: str, figure: str) -> Sheet:
    """The indicator, where it has this drawing; 404 otherwise, and for what does not exist in it."""
    if figure not in drawn.DRAWINGS:
        raise Http404
    sheet = sheet_for(request, code)
    if sheet.errors or not drawn.can_draw(sheet, figure):
        raise Http404
    return sheet


@require_safe
@for_everybody
@public_page
def drawing_file(request: HttpRequest, code: str, figure: str, kind: str) -> HttpResponse:
    """One drawing alone, with title, source and date on it."""
    if kind not in KINDS:
        raise Http404
    sheet = _drawable(request, code, figure)
    version = request.data_version  # type: ignore[attr-defined]
    content = drawn.as_svg(sheet, figure, version) if kind == "svg" else drawn.as_png(sheet, figure, version)
    response = HttpResponse(content, content_type=KINDS[kind])
    response.headers["Content-Disposition"] = f'inline; filename="{code}-{figure}.{kind}"'
    return response


@require_safe
@csp_override(EMBED_POLICY)
@xframe_options_exempt
@public_page
def embed(request: HttpRequest, code: str, figure: str) -> HttpResponse:
    """One drawing for a frame in somebody else's page: with its credit, without menus, scripts or cookies."""
    sheet = _drawable(request, code, figure)
    return render(request, "monitor/embed.html", _shown(request, sheet, figure))


@require_safe
@public_page
def embed_code(request: HttpRequest, code: str, figure: str) -> HttpResponse:
    """What to paste, beside how it will look."""
    sheet = _drawable(request, code, figure)
    address = settings.BASE_URL + reverse("indicator_embed", args=[code, figure]) + sheet.query
    return render(request, "monitor/embed_code.html", _shown(request, sheet, figure) | {"address": address})


def _shown(request: HttpRequest, sheet: Sheet, figure: str) -> dict[str, object]:
    return {
        "sheet": sheet,
        "indicator": sheet.indicator,
        "figure": figure,
        "name": drawn.name_of(figure),
        "page": settings.BASE_URL + sheet.indicator.get_absolute_url(),
        "version": request.data_version,  # type: ignore[attr-defined]
    }
