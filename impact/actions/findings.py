"""What was found: said once, corrected by a later saying, never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from impact.actions.shared import must_keep
from impact.models import Dimension, Finding, ImpactSheet
from units.actions import shared


@dataclass(frozen=True)
class Found:
    """What somebody says was found, up to a day."""

    on: date
    value: Decimal | None = None
    source: str = ""
    narrative: str = ""
    evidence: str = ""
    evidence_url: str = ""

    def checked(self, dimension: Dimension) -> dict[str, Any]:
        if self.on > timezone.localdate(moment.now()):
            raise Invalid("on", _("Esse dia ainda não chegou."))
        if self.value is None and not self.narrative.strip():
            if dimension.is_tangible:
                raise Invalid(
                    "value", _("Falta o valor. Sem dados não é zero: se não há valor, não registe.")
                )
            raise Invalid("narrative", _("Conte o que mudou."))
        if dimension.is_tangible and self.value is None:
            raise Invalid("value", _("Uma dimensão tangível regista-se com um valor."))
        if self.value is not None and not self.source.strip():
            raise Invalid("source", _("Diga de onde vem o valor: nenhum número fica sem fonte."))
        if self.value is None and not (self.evidence.strip() or self.evidence_url.strip()):
            raise Invalid("evidence", _("Sem número, diga o que o mostra: a evidência é obrigatória."))
        if self.value is not None and abs(self.value) >= Decimal(10) ** 12:
            raise Invalid("value", _("Este número é demasiado grande."))
        return {
            "on": self.on,
            "value": self.value,
            "source": shared.text("source", self.source, most=200, needed=False),
            "narrative": shared.text("narrative", self.narrative, needed=False),
            "evidence": shared.text("evidence", self.evidence, most=500, needed=False),
            "evidence_url": shared.link("evidence_url", self.evidence_url),
        }


@transaction.atomic
def record_finding(dimension: Dimension, found: Found, *, by: Membership) -> Finding:
    sheet = _locked(dimension, by)
    said = found.checked(dimension)
    before = dimension.findings.current().filter(on=found.on).select_related("by__user").first()
    if before is not None:
        raise WrongState(
            _("Já há uma constatação desse dia, registada por %(who)s. Corrija-a, com o motivo.")
            % {"who": before.by.user if before.by else _("outra pessoa")},
            state="recorded",
        )
    made = Finding.objects.create(dimension=dimension, by=by, at=moment.now(), **said)
    _record(sheet, "record_finding", by=by, said=found.narrative)
    return made


@transaction.atomic
def correct_finding(finding: Finding, found: Found, *, by: Membership, reason: str) -> Finding:
    """The earlier one stays to be read, with why it was corrected."""
    sheet = _locked(finding.dimension, by)
    reason = shared.text("reason", reason, most=240)
    said = found.checked(finding.dimension)
    now = moment.now()
    if not Finding.objects.filter(pk=finding.pk, superseded_at=None).update(superseded_at=now):
        raise WrongState(_("Outra pessoa já corrigiu isto. Veja de novo."), state="superseded")
    if finding.dimension.findings.current().filter(on=found.on).exists():
        raise Invalid("on", _("Já há outra constatação desse dia."))
    made = Finding.objects.create(dimension=finding.dimension, by=by, at=now, correction=reason, **said)
    _record(sheet, "correct_finding", by=by, said=reason)
    return made


def _locked(dimension: Dimension, by: Membership) -> ImpactSheet:
    must_keep(dimension.sheet, by)
    return ImpactSheet.objects.select_for_update(of=("self",), no_key=True).get(pk=dimension.sheet_id)


def _record(sheet: ImpactSheet, verb: str, *, by: Membership, said: str) -> None:
    shared.record(
        ("impact", sheet.uuid),
        verb,
        by=by,
        label=sheet.title,
        before=sheet.state,
        after=sheet.state,
        said=said,
    )
