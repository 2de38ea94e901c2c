"""What every page's frame knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from resources.models import Booking


def _alternates(request: HttpRequest) -> dict[str, str]:
    """The same page in each language. Wagtail pages say their own through `page.localized`; others by their route."""
    page = getattr(request, "wagtail_page", None)
    if page is not None:
        found = {
            other.locale.language_code: other.get_url(request)
            for other in page.readable_translations(getattr(request, "member", None))
        }
        return {
            code: found.get(code) or ("/en/" if code == "en" else "/") for code, _name in settings.LANGUAGES
        }
    path = request.path
    query = (
        f"?{request.META['QUERY_STRING']}"
        if request.META.get("QUERY_STRING") and request.method == "GET"
        else ""
    )
    try:
        resolve(path)
    except Resolver404:
        return {"pt-pt": "/", "en": "/en/"}
    return {code: translate_url(path, code) + query for code, _name in settings.LANGUAGES}


def _inbox_count(request: HttpRequest) -> int:
    member = getattr(request, "member", None)
    return Booking.objects.decidable_by(member).awaiting_word().count() if member else 0


def portal(request: HttpRequest) -> dict[str, Any]:
    member = getattr(request, "member", None)
    return {
        "DEMO": settings.DEMO,
        "root": "/en/" if get_language() == "en" else "/",
        "member": member,
        "alternate_urls": SimpleLazyObject(lambda: _alternates(request)),
        "several_organisations": getattr(request, "several_organisations", False),
        "inbox_count": SimpleLazyObject(lambda: _inbox_count(request)),
        "section": _section(request.path),
    }


def _section(path: str) -> str:
    parts = [part for part in path.split("/") if part and part != "en"]
    return parts[0] if parts else ""
