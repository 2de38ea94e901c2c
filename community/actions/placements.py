"""Occupational placements: offered with a contact of the service, and counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid
from community.actions.listings import (
    LONG,
    address,
    contact_of,
    first_come,
    locked,
    note,
    still_kept,
    texts,
    touched,
    write,
)
from community.models import Placement

MOST_PLACES = 999


@first_come
@transaction.atomic
def keep_placement(
    placement: Placement | None, said: Mapping[str, Any], *, by: Membership, key: UUID | None = None
) -> Placement:
    values: dict[str, Any] = texts(
        said,
        title=(160, True),
        about=(LONG, False),
        host=(160, True),
        support=(LONG, False),
        accessibility=(300, False),
    )
    if said.get("municipality") is None:
        raise Invalid("municipality", _("Escolha o município."))
    values["municipality"] = said["municipality"]
    values["accessible"] = bool(said.get("accessible"))
    values["link"] = address("link", str(said.get("link") or ""))
    values["contact"] = contact_of(said.get("contact"), placement, by)
    if values["contact"] is None:
        raise Invalid("contact", _("Escolha o contacto do serviço: é por ele que se fala da colocação."))
    values["places"] = _places(said.get("places"), placement)
    starts, ends = said.get("starts_on"), said.get("ends_on")
    if starts and ends and ends < starts:
        raise Invalid("ends_on", _("O último dia não pode ser anterior ao primeiro."))
    values["starts_on"], values["ends_on"] = starts, ends
    return write(Placement, placement, values, by=by, key=key)


def _places(places: int | None, placement: Placement | None) -> int:
    if places is None or not 1 <= places <= MOST_PLACES:
        raise Invalid("places", _("Escreva quantos lugares são, de 1 a %(n)s.") % {"n": MOST_PLACES})
    if placement is not None and places < placement.taken:
        raise Invalid(
            "places", _("Já estão ocupados %(n)s lugares: não podem ser menos.") % {"n": placement.taken}
        )
    return places


@first_come
@transaction.atomic
def count_taken(placement: Placement, *, taken: int, by: Membership) -> Placement:
    """How many of its places are taken now. A number, and nothing about who took them."""
    kept = locked(placement, by)
    still_kept(kept)
    if not 0 <= taken <= kept.places:
        raise Invalid("taken", _("São %(n)s lugares: escreva um número de 0 a %(n)s.") % {"n": kept.places})
    before = kept.taken
    kept.taken, kept.counted_at = taken, moment.now()
    touched(kept)
    note(kept, "count_taken", by, before=str(before), after=str(taken))
    return kept
