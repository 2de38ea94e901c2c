"""A municipality sends its own figures; the network reads them as provisional until coordination confirms them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed
from monitor import mail
from monitor.actions.taking import Cell, hold, take
from monitor.models import Import, Indicator, Observation, Place
from monitor.periods import Period


def wrong_period(period: Period, today: date) -> str:
    """Why figures of this period cannot be sent; "" when they can: it is a quarter, and over."""
    if period.kind != "quarter":
        return _("enviam-se números de um trimestre, por exemplo 2026-Q3.")
    return _("este trimestre ainda não acabou.") if period.end >= today else ""


@transaction.atomic
def report(cells: Sequence[Cell], *, by: Membership, name: str, digest: str = "") -> Import | None:
    """Send figures of the member's own municipality; None, and nobody told, if the network has all of them already."""
    hold()
    place = Place.objects.reported_by(by).first()
    if place is None or any(cell.place_id != place.code for cell in cells):
        raise NotAllowed(_("Só quem representa ou gere um município envia números, e só os do seu."))
    asked = {cell.indicator_id for cell in cells}
    if Indicator.objects.from_municipalities().filter(pk__in=asked).count() != len(asked):
        raise NotAllowed(_("Há um indicador que os municípios não enviam."))
    today = timezone.localdate(moment.now())
    for cell in cells:
        if sentence := wrong_period(cell.period, today):
            raise Invalid("period", sentence)
    batch = take(
        [cell._replace(status=Observation.Status.PROVISIONAL) for cell in cells],
        kind=Import.Kind.UPLOAD,
        name=name,
        by=by,
        digest=digest,
        audience=Indicator.Audience.NETWORK,
        state=Import.State.WAITING,
    )
    if batch:
        mail.figures_sent(batch)
    return batch
