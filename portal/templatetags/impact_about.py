"""What is known of the impact of something, on its own page: rooms below impact do not know of it."""

from __future__ import annotations

from typing import Any

from django import template
from django.db import models

from accounts.models import Membership
from impact.models import kind_of
from impact.models.subjects import managed_subjects
from impact.reading import about

register = template.Library()


@register.inclusion_tag("impact/about.html", takes_context=True)
def impact_about(context: dict[str, Any], subject: models.Model) -> dict[str, Any]:
    """The sheets and evaluations of a plan, an element, a programme, an edition or a project, as this reader may see
    them; and for who manages it the way to a new one. Nothing where there is nothing."""
    request = context.get("request")
    member: Membership | None = getattr(request, "member", None)
    kind = kind_of(subject)
    manages = member is not None and managed_subjects(member)[kind].filter(pk=subject.pk).exists()
    return {
        "found": about(subject, member),
        "new": f"{kind}:{subject.uuid}" if manages else "",  # type: ignore[attr-defined]
    }
