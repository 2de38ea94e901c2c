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
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from monitor.models import DataVersion

# Apart from what counts sign-ins and tries: whoever asks for many pages pushes out pages only.
STORE = "pages"
KEPT_FOR = 24 * 3600
# What our pages ask by. Anything else, or more of it, is nobody's bookmark: made anew each time and not kept.
ASKED_BY = {"periodo", "lugar", "tudo", "indicador"}
LONGEST_QUERY = 200
# What belongs to the body and is kept with it. Policies are set outside, on every answer.
KEPT_HEADERS = ("Content-Type", "Content-Disposition", "Content-Language")

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
    # The day: what is dated ahead comes out on its own.
    day = timezone.localdate()
    asked = (
        f"{_build()} {version.number} {day} {get_language()} {request.get_host()} {request.get_full_path()}"
    )
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
        keeps = len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY and set(request.GET) <= ASKED_BY
        store = caches[STORE]
        kept = store.get(f"monitor:{etag}") if keeps else None
        if kept is not None:
            body, headers = kept
            return _said(HttpResponse(body, headers=headers), etag)
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or not isinstance(response, HttpResponse):
            return response
        if keeps:
            headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
            store.set(f"monitor:{etag}", (response.content, headers), KEPT_FOR)
        return _said(response, etag)

    return answer


def for_everybody(view: View) -> View:
    """Programs of others may read the answer from their own pages. Outside `public_page`: also of what is kept."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


def _said(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response.headers["ETag"] = etag
    # Ask each time, and be told in a few bytes that nothing changed.
    response.headers.setdefault("Cache-Control", "public, no-cache")
    patch_vary_headers(response, ["Cookie"])
    return response
