"""A municipality's own figures of a quarter, from the form or from a file, on their way to the network."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import StaleForm
from accounts.sheets.errors import Refused
from monitor import periods
from monitor.actions import Cell, compare
from monitor.actions.reporting import wrong_period
from monitor.imports import Said
from monitor.imports.checking import check
from monitor.imports.outliers import flags, shown
from monitor.imports.tables import read_table
from monitor.models import Indicator, Observation, Place
from monitor.periods import Period

QUARTERS = 8
MOST_FIGURES = 400
MOST_FILE = 2_000_000  # bytes
KEPT_FOR = 24 * 3600  # seconds between the preview and its confirmation
_SALT = "monitor.reporting"


@dataclass(frozen=True)
class Figure:
    indicator: Indicator
    period: Period
    value: Decimal


@dataclass(frozen=True)
class Line:
    """One figure before it is sent. `published`: what everybody reads now. `state`: beside what the network reads."""

    figure: Figure
    state: str
    published: Decimal | None
    flags: list[str]

    @property
    def value_said(self) -> str:
        return shown(self.figure.value)

    @property
    def published_said(self) -> str:
        return _("sem dados") if self.published is None else shown(self.published)

    @property
    def period_label(self) -> str:
        return periods.label(self.figure.period.code)


def quarters(today: date | None = None) -> list[Period]:
    """The last closed quarters, the latest first."""
    found = [periods.before(periods.quarter_of(today or timezone.localdate(moment.now())))]
    while len(found) < QUARTERS:
        found.append(periods.before(found[-1]))
    return found


def source_of(member: Membership) -> str:
    return f"{member.organisation.name}, números próprios"


def cells_of(figures: list[Figure], place: Place, by: Membership) -> list[Cell]:
    source, today = source_of(by), timezone.localdate(moment.now())
    return [
        Cell(
            one.indicator.pk,
            place.code,
            one.period,
            one.value,
            Observation.Status.PROVISIONAL,
            source,
            retrieved_on=today,
        )
        for one in figures
    ]


def preview(figures: list[Figure], place: Place, by: Membership) -> list[Line]:
    """What sending them would change, in the order given; changes nothing."""
    cells = cells_of(figures, place, by)
    states = {
        (one.indicator_id, one.period): one.state
        for one in compare(cells, audience=Indicator.Audience.NETWORK)
    }
    indicators = {one.indicator.pk: one.indicator for one in figures}
    published = dict(_published(indicators, place))
    said: dict[tuple[int, str], list[str]] = {}
    for flag in flags(cells, indicators):
        said.setdefault((flag.indicator_id, flag.period), []).append(flag.sentence)
    return [
        Line(one, states[key], published.get(key), said.get(key, []))
        for one in figures
        if (key := (one.indicator.pk, one.period.code))
    ]


def _published(
    indicators: dict[int, Indicator], place: Place
) -> list[tuple[tuple[int, str], Decimal | None]]:
    current = Observation.objects.current().filter(
        indicator__in=indicators, place=place, audience=Indicator.Audience.PUBLIC
    )
    return [
        ((pk, period), value) for pk, period, value in current.values_list("indicator_id", "period", "value")
    ]


def from_file(file: Path, place: Place, by: Membership) -> tuple[list[Figure], list[str], str]:
    """The figures of a table, what should be known of it, and its digest. `Refused`, with rows and columns."""
    allowed = {one.code: one for one in Indicator.objects.from_municipalities()}
    brought = read_table(file, Said(source=source_of(by), place=place.code, blank_is_nothing=True))
    errors, today = brought.errors, timezone.localdate(moment.now())
    for row in brought.rows:
        if row.indicator not in allowed:
            sentence = _("«%(code)s» não é um indicador que os municípios enviem.")
            errors.add(row.at, "indicator_code", sentence % {"code": row.indicator[:60]})
        if row.place != place.code:
            errors.add(row.at, "dico", _("só se enviam os números de %(place)s.") % {"place": place.name})
        if sentence := wrong_period(row.period, today):
            errors.add(row.at, "period", sentence)
        if row.value is None:
            errors.add(row.at, "value", _("um envio leva valores; o que não tem, deixe em branco."))
    errors.stop()
    if len(brought.rows) > MOST_FIGURES:
        raise Refused(_("De cada vez enviam-se no máximo %(n)s valores.") % {"n": MOST_FIGURES})
    checked = check(brought)
    figures = [
        Figure(allowed[row.indicator], row.period, row.value) for row in brought.rows if row.value is not None
    ]
    with file.open("rb") as raw:
        digest = hashlib.file_digest(raw, "sha256").hexdigest()
    return figures, [*checked.notes, *checked.warnings], digest


# --- Between the preview and its confirmation -------------------------------------------------------------------------


def sealed(figures: list[Figure], by: Membership, *, name: str = "", digest: str = "") -> str:
    """What was shown, to be sent back as it is."""
    lines = [(one.indicator.code, one.period.code, str(one.value)) for one in figures]
    return signing.dumps([by.organisation_id, name, digest, lines], salt=_SALT, compress=True)


def unsealed(text: str, by: Membership) -> tuple[list[Figure], str, str]:
    """Figures, name and digest of the file; `StaleForm` when the preview is too old or another organisation's."""
    try:
        organisation, name, digest, lines = signing.loads(text, salt=_SALT, max_age=KEPT_FOR)
    except signing.BadSignature as error:
        raise StaleForm(_("Esta pré-visualização já não vale: comece o envio de novo.")) from error
    known = {one.code: one for one in Indicator.objects.from_municipalities()}
    if organisation != by.organisation_id or any(code not in known for code, _period, _value in lines):
        raise StaleForm(_("Esta pré-visualização já não vale: comece o envio de novo."))
    figures = [Figure(known[code], periods.parse(period)[0], Decimal(value)) for code, period, value in lines]
    return figures, name, digest
