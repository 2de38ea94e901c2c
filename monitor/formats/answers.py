"""How files of data are answered: asked for again by ETag, readable from any other site's page."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from monitor.cached import etag_of
from monitor.models import DataVersion

View = Callable[..., HttpResponseBase]
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def public_data(view: View) -> View:
    """For views that only read. The version is read before the data: what comes in meanwhile is asked for again.

    What somebody reads under a name of their own, by session or token, is kept nowhere.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        version = DataVersion.now()
        request.data_version = version  # type: ignore[attr-defined]
        if "Authorization" in request.headers or request.user.is_authenticated:
            response = view(request, *args, **kwargs)
            response.headers["Cache-Control"] = "private, no-store"
            return response
        etag = etag_of(request, version)
        response = get_conditional_response(request, etag=etag) or view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response.headers["ETag"] = etag
            response.headers["Cache-Control"] = "public, no-cache"
        response.headers["Access-Control-Allow-Origin"] = "*"
        patch_vary_headers(response, ["Cookie"])
        return response

    return answer


def as_json(content: Any, media: str = "application/json") -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False)
    return HttpResponse(text.encode(), content_type=media)


def as_file(file: IO[bytes], name: str, media: str) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=name, content_type=media)
