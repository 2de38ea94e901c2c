"""What an address names besides its path, and the words for a page that is out of date."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _


def asked_for[M: models.Model](found: models.QuerySet[M], uuid: str) -> M | None:
    """The one the address names among these; None for nothing, nonsense and what is somebody else's."""
    try:
        return found.filter(uuid=UUID(uuid)).first()
    except ValueError:
        return None


def stale_sentence() -> str:
    return _(
        "Outra pessoa gravou entretanto. O que escreveu continua aqui: compare com o que está agora e grave"
        " de novo."
    )
