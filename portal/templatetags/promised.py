"""Plans in the pages of bodies, meetings and decisions, whose rooms do not know them."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.models import Membership
from plans.models import Amendment
from plans.showing import changed_said
from portal import promised
from units.models import Body, Decision

register = template.Library()


def _member(context: dict[str, Any]) -> Membership | None:
    request = context.get("request")
    return getattr(request, "member", None)


@register.simple_tag(takes_context=True)
def settled_by(context: dict[str, Any], decision: Decision) -> promised.Settled:
    """Plans it approved and amendments it decided."""
    return promised.settled_by(decision, _member(context))


@register.simple_tag(takes_context=True)
def late_targets(context: dict[str, Any], body: Body) -> list[promised.Promise]:
    """What is late, or without report, in the plans of a body."""
    return promised.late_of(body, _member(context))


@register.simple_tag
def moved(amendment: Amendment) -> tuple[str, str]:
    """What stood before and what stands now."""
    return changed_said(amendment)
