"""What an address names besides its path, and the words for a page that is out of date."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from accounts.models import Membership
from units.models import Body, Draft


def asked_for[M: models.Model](found: models.QuerySet[M], uuid: str) -> M | None:
    """The one the address names among these; None for nothing, nonsense and what is somebody else's."""
    try:
        return found.filter(uuid=UUID(uuid)).first()
    except ValueError:
        return None


def text_asked_for(query: QueryDict, member: Membership) -> Draft | None:
    """The text the next version is of, where the address names one (`?texto=`); Http404 for one they may not name."""
    if "texto" not in query:
        return None
    found = Draft.objects.filter(body__in=Body.objects.run_by(member)).select_related("body__axis")
    draft = asked_for(found, query.get("texto", ""))
    if draft is None:
        raise Http404
    return draft


def stale_sentence() -> str:
    return _(
        "Outra pessoa gravou entretanto. O que escreveu continua aqui: compare com o que está agora e grave"
        " de novo."
    )
