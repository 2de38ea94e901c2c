"""Tiers of confidentiality: who may know of a place, and who keeps what is said of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership


class Tier(models.IntegerChoices):
    PUBLIC = 0, _("T0 · público")
    NETWORK = 1, _("T1 · rede")
    RESTRICTED = 2, _("T2 · com acreditação")
    OPAQUE = 3, _("T3 · casa de abrigo")


def tier_scope(member: Membership | None, prefix: str) -> Q:
    """Which tiers a member sees. T3 is in no list, no count, no map, for anybody."""
    tier = f"{prefix}tier"
    if member is None:
        return Q(**{tier: Tier.PUBLIC})
    highest = Tier.RESTRICTED if member.sees_t2 else Tier.NETWORK
    own = Q(**{f"{prefix}organisation_id": member.organisation_id, f"{tier}__lte": Tier.RESTRICTED})
    return Q(**{f"{tier}__lte": highest}) | own


def keeper_scope(member: Membership | None, prefix: str) -> Q:
    if member is None or not (member.may_decide or member.has(Membership.Role.COORDINATION)):
        return Q(pk=None)
    scope = Q(**{f"{prefix}organisation_id": member.organisation_id}) if member.may_decide else Q(pk=None)
    if member.has(Membership.Role.COORDINATION):
        scope |= tier_scope(member, prefix)
    return scope & Q(**{f"{prefix}tier__lt": Tier.OPAQUE})
