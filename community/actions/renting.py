"""Rent-support measures: what each municipality says of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed
from community.actions.listings import LONG, address, day_checked, first_come, texts, write
from community.models import RentMeasure
from community.models.renting import speaks_of_renting
from geo.models import Municipality

MOST_YEARS = 99


@first_come
@transaction.atomic
def keep_measure(
    measure: RentMeasure | None, said: Mapping[str, Any], *, by: Membership, key: UUID | None = None
) -> RentMeasure:
    """Write a measure of the municipality the member speaks for; the coordination names the municipality."""
    values: dict[str, Any] = texts(
        said,
        title=(160, True),
        about=(LONG, False),
        who_may_apply=(300, False),
        income_limit=(240, False),
        amount=(240, False),
        duration=(160, False),
        applications=(160, False),
        source=(200, True),
    )
    years = said.get("residence_years")
    if years is not None and not 0 <= years <= MOST_YEARS:
        raise Invalid("residence_years", _("Escreva os anos, de 0 a %(n)s.") % {"n": MOST_YEARS})
    values["residence_years"] = years
    values["link"] = address("link", str(said.get("link") or ""))
    values["checked_on"] = day_checked("checked_on", said.get("checked_on"))
    if measure is None:
        values["municipality"] = place = _place(by, said.get("municipality"))
        # Counted under the lock of the municipality: two at once are one too many.
        Municipality.objects.select_for_update().get(pk=place.pk)
        there = RentMeasure.objects.filter(municipality=place).exclude(state=RentMeasure.State.ENDED)
        if there.exclude(uuid__in=[key] if key else []).count() >= RentMeasure.MOST:
            raise Invalid("", _("Um município tem no máximo %(n)s medidas.") % {"n": RentMeasure.MOST})
    return write(RentMeasure, measure, values, by=by, key=key)


def _place(by: Membership, said: Municipality | None) -> Municipality:
    if by.has(Membership.Role.COORDINATION):
        if said is None:
            raise Invalid("municipality", _("Escolha o município."))
        return said
    own = speaks_of_renting(by)
    if own is None:
        raise NotAllowed(_("Só quem representa ou gere um município escreve as suas medidas."))
    return own
