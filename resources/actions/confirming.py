"""Confirming what a letter asked about, by its link: only what is still as it was then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from resources.actions import shared
from resources.actions.offering import state_capacity
from resources.models import Resource
from resources.refusals import WrongState


@transaction.atomic
def confirm_asked(seen: Mapping[int, datetime], *, by: Membership) -> list[Resource]:
    """Confirm each resource (id) whose last confirmation is still the one seen. Raises WrongState when none is."""
    mine = Resource.objects.managed_by(by).filter(pk__in=seen).values_list("pk", flat=True)
    # Under the lock: of two at the same instant the second finds nothing left to confirm.
    locked = shared.lock_resources(mine)
    asked = [one for pk, one in locked.items() if one.confirmed_at == seen[pk]]
    if not asked:
        raise WrongState(_("Já estava confirmado. Não é preciso mais nada."))
    return [state_capacity(one, by=by) for one in asked]
