"""Public pages of the monitor are made once for each version of the data, and asked for again by ETag.

The key holds the version number of the store, read first: whatever another process imports, the very next request
finds another key. A page made while an import commits is kept under the older number, which nobody asks for again.
Signed-in people get their own page, kept nowhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache as store
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from monitor.models import DataVersion

KEPT_FOR = 24 * 3600
# A longer one is nobody's bookmark: made anew each time, so that it pushes nothing else out.
LONGEST_QUERY = 200

View = Callable[..., HttpResponseBase]


@cache
def _build() -> str:
    """What changes with each release: texts, templates and code."""
    digest = hashlib.sha256()
    for folder, pattern in (("templates", "**/*.html"), ("monitor", "**/*.py"), ("locale", "**/*.mo")):
        for file in sorted((settings.BASE_DIR / folder).glob(pattern)):
            told = file.stat()
            digest.update(f"{file.name} {told.st_size} {told.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def etag_of(request: HttpRequest, version: DataVersion) -> str:
    """Weak: the same data in the same words, whatever the bytes between them."""
    asked = f"{_build()} {version.number} {get_language()} {request.get_host()} {request.get_full_path()}"
    return f'W/"{version.number}-{hashlib.sha256(asked.encode()).hexdigest()[:24]}"'


def _is_visitor(request: HttpRequest) -> bool:
    """Nobody has signed in, and no message waits to be shown."""
    return not request.user.is_authenticated and "messages" not in request.COOKIES


def public_page(view: View) -> View:
    """For views that only read, and show every visitor the same."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        version = DataVersion.now()
        request.data_version = version  # type: ignore[attr-defined]
        if not _is_visitor(request):
            return view(request, *args, **kwargs)
        etag = etag_of(request, version)
        if (unchanged := get_conditional_response(request, etag=etag)) is not None:
            return _said(unchanged, etag)
        keeps = len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
        kept = store.get(f"monitor:{etag}") if keeps else None
        if kept is not None:
            body, headers = kept
            return _said(HttpResponse(body, headers=headers), etag)
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or not isinstance(response, HttpResponse):
            return response
        if keeps:
            headers = {
                name: value
                for name, value in response.headers.items()
                if name in ("Content-Type", "Content-Disposition", "Content-Language")
            }
            store.set(f"monitor:{etag}", (response.content, headers), KEPT_FOR)
        return _said(response, etag)

    return answer


def _said(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response.headers["ETag"] = etag
    # Ask each time, and be told in a few bytes that nothing changed.
    response.headers.setdefault("Cache-Control", "public, no-cache")
    patch_vary_headers(response, ["Cookie"])
    return response
