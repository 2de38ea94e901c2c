"""Impact sheets and their dimensions."""

from __future__ import annotations

import uuid as uuids
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from impact.actions.shared import MAX_NAME, must_keep, must_manage, must_run_forward, own_key
from impact.models import Dimension, Finding, ImpactSheet, kind_of
from impact.reference import standard
from monitor.models import Indicator
from units.actions import shared


@dataclass(frozen=True)
class Facts:
    """What a sheet says of itself."""

    title: str
    question: str
    audience: str = ""
    method: str = ""
    since: date | None = None
    until: date | None = None

    def checked(self) -> dict[str, Any]:
        must_run_forward(self.since, self.until)
        return {
            "title": shared.text("title", self.title, most=MAX_NAME),
            "question": shared.text("question", self.question),
            "audience": shared.text("audience", self.audience, most=240, needed=False),
            "method": shared.text("method", self.method, needed=False),
            "since": self.since,
            "until": self.until,
        }


@dataclass(frozen=True)
class Aspect:
    """What one dimension says of itself."""

    name: str
    is_tangible: bool
    sort: str
    instrument: str
    expected: str = ""
    index: str = ""
    unit: str = ""
    indicator: Indicator | None = None
    method: str = ""
    baseline: Decimal | None = None
    baseline_source: str = ""

    def checked(self) -> dict[str, Any]:
        if self.is_tangible and not self.unit.strip() and self.indicator is None:
            raise Invalid("unit", _("Uma dimensão tangível diz em que unidade se mede."))
        if self.baseline is not None and not self.baseline_source.strip():
            raise Invalid("baseline_source", _("Diga de onde vem o valor de partida, e de quando é."))
        return {
            "name": shared.text("name", self.name, most=MAX_NAME),
            "is_tangible": self.is_tangible,
            "sort": self.sort,
            "instrument": self.instrument,
            "expected": shared.text("expected", self.expected, most=300, needed=False),
            "index": shared.text("index", self.index, most=MAX_NAME, needed=False),
            "unit": shared.text("unit", self.unit, most=60, needed=False),
            "indicator": self.indicator,
            "method": shared.text("method", self.method, most=300, needed=False),
            "baseline": self.baseline,
            "baseline_source": shared.text("baseline_source", self.baseline_source, most=200, needed=False),
        }


@transaction.atomic
def make_sheet(
    subject: models.Model,
    facts: Facts,
    *,
    by: Membership,
    with_standard: bool = False,
    uuid: uuids.UUID | None = None,
) -> ImpactSheet:
    """A draft. `with_standard`: with the dimensions of the programme standard, to be changed."""
    must_manage(subject, by)
    said = facts.checked()
    uuid = own_key(ImpactSheet, uuid, by)
    if made := ImpactSheet.objects.filter(uuid=uuid).first():
        shared.sent_before(title=(made.title, said["title"]), question=(made.question, said["question"]))
        return made
    sheet = ImpactSheet.objects.create(
        **{kind_of(subject): subject},
        **said,
        uuid=uuid,
        owner=by,
        owner_entity=by.organisation,
        from_standard=with_standard,
        made_at=moment.now(),
    )
    if with_standard:
        Dimension.objects.bulk_create(
            Dimension(sheet=sheet, order=n, **row) for n, row in enumerate(standard.dimensions(), start=1)
        )
    _record(sheet, "make_sheet", by=by, after="draft")
    return sheet


@transaction.atomic
def change_sheet(sheet: ImpactSheet, facts: Facts, *, by: Membership) -> ImpactSheet:
    sheet = _locked(sheet, by)
    for name, value in facts.checked().items():
        setattr(sheet, name, value)
    sheet.save()
    _record(sheet, "change_sheet", by=by, before=sheet.state, after=sheet.state)
    return sheet


@transaction.atomic
def publish_sheet(sheet: ImpactSheet, *, by: Membership) -> ImpactSheet:
    """For everybody to read, what was found and what was not."""
    sheet = _locked(sheet, by)
    if sheet.is_published:
        raise WrongState(_("Esta ficha já está publicada."), state=sheet.state)
    if not sheet.dimensions.exists():
        raise WrongState(_("Uma ficha publica-se com pelo menos uma dimensão."), state=sheet.state)
    sheet.state, sheet.published_at = ImpactSheet.State.PUBLISHED, moment.now()
    sheet.save()
    _record(sheet, "publish_sheet", by=by, before="draft", after="published")
    return sheet


@transaction.atomic
def withdraw_sheet(sheet: ImpactSheet, *, by: Membership) -> ImpactSheet:
    """Undo of publishing: it is a draft again."""
    sheet = _locked(sheet, by)
    if not sheet.is_published:
        raise WrongState(_("Esta ficha não está publicada."), state=sheet.state)
    sheet.state, sheet.published_at = ImpactSheet.State.DRAFT, None
    sheet.save()
    _record(sheet, "withdraw_sheet", by=by, before="published", after="draft")
    return sheet


@transaction.atomic
def delete_sheet(sheet: ImpactSheet, *, by: Membership) -> None:
    """Only a draft in which nothing was found yet: what was found stays."""
    sheet = _locked(sheet, by)
    if sheet.is_published or Finding.objects.filter(dimension__sheet=sheet).exists():
        raise WrongState(
            _("Uma ficha publicada ou com constatações não se apaga: retire-a da página pública."),
            state=sheet.state,
        )
    _record(sheet, "delete_sheet", by=by, before="draft", after="deleted")
    sheet.delete()


@transaction.atomic
def add_dimension(sheet: ImpactSheet, aspect: Aspect, *, by: Membership) -> Dimension:
    sheet = _locked(sheet, by)
    last = sheet.dimensions.aggregate(last=models.Max("order"))["last"] or 0
    made = Dimension.objects.create(sheet=sheet, order=last + 1, **aspect.checked())
    _record(sheet, "add_dimension", by=by, before=sheet.state, after=sheet.state)
    return made


@transaction.atomic
def change_dimension(dimension: Dimension, aspect: Aspect, *, by: Membership) -> Dimension:
    """A unit does not change under values that were found in another."""
    sheet = _locked(dimension.sheet, by)
    said = aspect.checked()
    changes = (dimension.is_tangible, dimension.unit) != (said["is_tangible"], said["unit"])
    if changes and dimension.findings.exists():
        raise Invalid("unit", _("Já há constatações nesta unidade: acrescente outra dimensão."))
    for name, value in said.items():
        setattr(dimension, name, value)
    dimension.save()
    _record(sheet, "change_dimension", by=by, before=sheet.state, after=sheet.state)
    return dimension


@transaction.atomic
def move_dimension(dimension: Dimension, *, by: Membership, up: bool) -> None:
    """One place up or down; at the end of the list nothing happens."""
    sheet = _locked(dimension.sheet, by)
    beside = sheet.dimensions.filter(
        **({"order__lt": dimension.order} if up else {"order__gt": dimension.order})
    ).order_by("-order" if up else "order")
    other = beside.first()
    if other is None:
        return
    dimension.order, other.order = other.order, dimension.order
    Dimension.objects.bulk_update([dimension, other], ["order"])


@transaction.atomic
def drop_dimension(dimension: Dimension, *, by: Membership) -> None:
    sheet = _locked(dimension.sheet, by)
    if dimension.findings.exists():
        raise WrongState(_("Esta dimensão tem constatações: fica na ficha."), state=sheet.state)
    dimension.delete()
    _record(sheet, "drop_dimension", by=by, before=sheet.state, after=sheet.state)


def _locked(sheet: ImpactSheet, by: Membership) -> ImpactSheet:
    must_keep(sheet, by)
    return ImpactSheet.objects.select_for_update(of=("self",), no_key=True).get(pk=sheet.pk)


def _record(sheet: ImpactSheet, verb: str, *, by: Membership, before: str = "", after: str = "") -> None:
    shared.record(("impact", sheet.uuid), verb, by=by, label=sheet.title, before=before, after=after)
