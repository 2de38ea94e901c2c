"""Certificates: issued when the rule of a phase is met, taken back with a reason."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import WrongState
from programmes import attending
from programmes.actions.shared import MAX_LINE, database_speaks, locked, must_manage, note, text, today
from programmes.frequency import Tally
from programmes.models import Certificate, Edition, Participant, Phase, VentureStep, verification_code

# Per cent of all hours where the sheet sets no rule: the share that the sheets with one ask for.
WITHOUT_RULE = 75
Passed = dict[int, set[int]]


def passed_modules(edition: Edition) -> Passed:
    """Participant -> the modules their venture has passed with them in it. One query."""
    found: Passed = {}
    rows = VentureStep.objects.filter(
        venture__edition=edition, venture__members__until=None, passed=True
    ).values_list("venture__members__participant", "module")
    for participant, module in rows:
        found.setdefault(participant, set()).add(module)
    return found


def why_not(participant: Participant, phase: Phase, hours: attending.Hours, passed: Passed) -> str:
    """Why somebody gets no certificate of this phase; empty: may be issued."""
    tally = hours.in_phase(participant.pk, phase)
    if tally is None:
        return _("%(code)s não frequentou esta fase.") % {"code": participant.code}
    if not phase.by_ventures:
        whole = tally if tally.needed is not None else replace(tally, needed=WITHOUT_RULE)
        if not whole.meets:
            return _too_little(participant, whole)
        for module in phase.modules.all():
            part = hours.in_module(participant.pk, module)
            if module.frequency and part is not None and not part.meets:
                return f"{module.code}: {_too_little(participant, part)}"
    modules = {module.pk for module in phase.modules.all()}
    if phase.by_ventures and not modules <= passed.get(participant.pk, set()):
        return _("O empreendimento de %(code)s não passou em todos os módulos.") % {"code": participant.code}
    return ""


def _too_little(participant: Participant, tally: Tally) -> str:
    return _("%(code)s tem %(has)s das %(all)s horas; são precisas %(bar)s.") % {
        "code": participant.code,
        "has": f"{tally.attended.normalize():f}".replace(".", ","),
        "all": f"{tally.total.normalize():f}".replace(".", ","),
        "bar": f"{tally.bar.normalize():f}".replace(".", ","),
    }


def _next_number(edition: Edition) -> str:
    """Counted for the year, under the edition's lock and against what other editions took."""
    year = today().year
    taken = Certificate.objects.filter(number__startswith=f"C-{year}-").order_by("-number").first()
    return f"C-{year}-{(int(taken.number.rsplit('-', 1)[1]) if taken else 0) + 1:05d}"


@database_speaks
@transaction.atomic
def issue_certificate(participant: Participant, phase: Phase, *, by: Membership) -> Certificate:
    """The rule of the phase is met: so many hours, or all modules of the venture. It names the code, nobody."""
    must_manage(participant.edition, by)
    edition = locked(participant.edition, Edition.State.RUNNING, Edition.State.CLOSED)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    hours = attending.hours_of(edition)
    if refusal := why_not(participant, phase, hours, passed_modules(edition)):
        raise WrongState(refusal)
    tally = hours.in_phase(participant.pk, phase)
    assert tally is not None
    if not tally.attended:
        raise WrongState(_("%(code)s não tem horas nesta fase.") % {"code": participant.code})
    if edition.certificates.valid().filter(phase=phase, holder=participant.code).exists():
        raise WrongState(_("Este certificado já foi emitido."))
    # One row a year is counted on: whoever issues at the same time waits here.
    list(Certificate.objects.select_for_update().order_by("-number")[:1])
    made = Certificate.objects.create(
        edition=edition,
        phase=phase,
        participant=participant,
        holder=participant.code,
        number=_next_number(edition),
        code=_new_code(),
        hours=tally.attended,
        of_hours=tally.total,
        issued_at=moment.now(),
        issued_by=by,
    )
    note(edition, "issue_certificate", by=by, about=participant.code, after=made.number)
    return made


def _new_code() -> str:
    while Certificate.objects.filter(code=(code := verification_code())).exists():
        pass
    return code


@database_speaks
@transaction.atomic
def revoke_certificate(certificate: Certificate, *, by: Membership, why: str) -> Certificate:
    """It stays to be found, as revoked. Who entered a phase by it stays there."""
    must_manage(certificate.edition, by)
    edition = locked(certificate.edition)
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.revoked_at is not None:
        raise WrongState(_("Este certificado já estava anulado."), state="revoked")
    certificate.revoked_at, certificate.revoked_why = moment.now(), text("why", why, most=MAX_LINE)
    certificate.save()
    note(
        edition, "revoke_certificate", by=by, about=certificate.number, before="valid", after="revoked",
        said=certificate.revoked_why,
    )  # fmt: skip
    return certificate
