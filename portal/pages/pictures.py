"""The pictures of pages, as pages show them: scaled copies only, never the file that was uploaded."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    return serve(request, path, document_root=str(Path(settings.MEDIA_ROOT) / "images"))
