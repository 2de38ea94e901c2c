"""Documents of meetings and decisions, as files."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.models import Membership
from units.models import Paper

# What may stand in a header, whatever was uploaded.
MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+", re.IGNORECASE)
NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f"\\/]')


@require_safe
def paper(request: HttpRequest, uuid: UUID) -> FileResponse:
    """Always to be saved, never shown as a page of the portal."""
    member: Membership | None = request.member  # type: ignore[attr-defined]
    found = get_object_or_404(Paper.objects.visible_to(member), uuid=uuid)
    kind = found.media_type if MEDIA_TYPE.fullmatch(found.media_type) else "application/octet-stream"
    answer = FileResponse(
        BytesIO(bytes(found.content)),
        as_attachment=True,
        filename=NOT_IN_A_NAME.sub("_", found.name) or "documento",
        content_type=kind,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
