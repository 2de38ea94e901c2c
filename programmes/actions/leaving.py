"""How it ended for each person: left, with a reason and passed on to a service; or what became of them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership, Organisation
from accounts.refusals import Invalid, NotAllowed, WrongState
from programmes import attending, mail
from programmes.actions.certificates import passed_modules, why_not
from programmes.actions.shared import (
    MAX_LINE,
    database_speaks,
    day_within,
    locked,
    must_manage,
    must_mark,
    note,
    one_of,
    text,
    today,
)
from programmes.models import Edition, Handover, Participant

RUNNING = Edition.State.RUNNING
Outcome = Participant.Outcome
BACK = timedelta(days=365)


def _enrolled(participant: Participant) -> Participant:
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    if participant.state != Participant.State.ENROLLED:
        raise WrongState(_("Esta pessoa não está matriculada."), state=participant.state)
    return participant


@database_speaks
@transaction.atomic
def drop_out(participant: Participant, *, by: Membership, reason: str, on: date) -> Participant:
    """With its reason. Who leaves, leaves the venture too. To be passed on to a service before the edition closes."""
    must_mark(participant.edition, by)
    edition = locked(participant.edition, Edition.State.SELECTING, RUNNING)
    participant = _enrolled(participant)
    if participant.outcome == Outcome.DROPPED_OUT:
        raise WrongState(_("A desistência já está registada."), state=participant.outcome)
    if reason not in Participant.DropReason.values:
        raise Invalid("reason", _("Escolha o motivo: sem ele a desistência não se regista."))
    on = day_within("on", on, back=BACK)
    if participant.enrolled_at is not None and on < moment_day(participant):
        raise Invalid("on", _("Não pode ter desistido antes de se matricular."))
    participant.outcome, participant.drop_reason, participant.dropped_on = Outcome.DROPPED_OUT, reason, on
    participant.income_area = ""
    participant.save()
    for one in participant.ventures.filter(until=None):
        one.until = max(on, one.since)
        one.save()
    note(edition, "drop_out", by=by, about=participant.code, after=reason)
    return participant


def moment_day(participant: Participant) -> date:
    from django.utils import timezone

    return timezone.localdate(participant.enrolled_at) if participant.enrolled_at else today()


@database_speaks
@transaction.atomic
def come_back(participant: Participant, *, by: Membership) -> Participant:
    """A dropout recorded by mistake, or somebody who comes back: as if it had not been, the trail apart."""
    must_manage(participant.edition, by)
    edition = locked(participant.edition, RUNNING)
    participant = _enrolled(participant)
    if participant.outcome != Outcome.DROPPED_OUT:
        raise WrongState(_("Esta pessoa não desistiu."), state=participant.outcome)
    if Handover.objects.filter(participant=participant, received_at__isnull=False).exists():
        raise WrongState(_("Já foi recebida noutro serviço: para voltar, inscreve-se de novo."))
    Handover.objects.filter(participant=participant).delete()
    participant.outcome, participant.drop_reason, participant.dropped_on = Outcome.NONE, "", None
    participant.save()
    note(edition, "come_back", by=by, about=participant.code)
    return participant


@database_speaks
@transaction.atomic
def hand_over(
    participant: Participant,
    *,
    by: Membership,
    on: date,
    organisation: Organisation | None = None,
    service: str = "",
) -> Handover:
    """To whom somebody who dropped out, or did not finish, is passed on. Only the code is passed on here."""
    must_mark(participant.edition, by)
    edition = locked(participant.edition, Edition.State.SELECTING, RUNNING)
    participant = _enrolled(participant)
    if participant.outcome not in (Outcome.DROPPED_OUT, Outcome.NOT_FINISHED):
        raise WrongState(_("Só se passa a outro serviço quem desistiu ou não concluiu."))
    before = Handover.objects.filter(participant=participant).first()
    if before is not None and before.received_at is not None:
        raise WrongState(_("A passagem já foi confirmada por quem recebeu."))
    service = text("service", service, most=160, needed=organisation is None)
    made, _new = Handover.objects.update_or_create(
        participant=participant,
        defaults={
            "organisation": organisation,
            "service": "" if organisation else service,
            "day": day_within("on", on, back=BACK),
        },
    )
    note(edition, "hand_over", by=by, about=participant.code, after=made.to[:40])
    if organisation is not None:
        mail.handed_over(made)
    return made


@database_speaks
@transaction.atomic
def confirm_received(handover: Handover, *, by: Membership) -> Handover:
    """By the service it went to; of a service outside the portal, by the operator, who was told so."""
    edition = locked(handover.participant.edition)
    handover = (
        Handover.objects.select_for_update(of=("self",)).select_related("participant").get(pk=handover.pk)
    )
    operator = Edition.objects.marked_by(by).filter(pk=edition.pk).exists()
    if not (operator or (by.may_ask and handover.organisation_id == by.organisation_id)):
        raise NotAllowed(_("Confirma quem recebeu, ou quem executa o programa."))
    if handover.received_at is not None:
        raise WrongState(_("Já estava confirmada."))
    handover.received_at, handover.received_by = moment.now(), by
    handover.save()
    note(edition, "confirm_received", by=by, about=handover.participant.code, after=handover.to[:40])
    return handover


@database_speaks
@transaction.atomic
def set_outcome(
    participant: Participant, *, by: Membership, outcome: str, area: str = "", why: str = ""
) -> Participant:
    """What became of somebody who stayed; who generates income, in which area. A dropout has its own verb.

    Whoever is counted among those who finished has met the rules, or `why` says why all the same; the trail keeps it.
    """
    must_mark(participant.edition, by)
    edition = locked(participant.edition, RUNNING)
    participant = _enrolled(participant)
    if participant.outcome == Outcome.DROPPED_OUT:
        raise WrongState(_("Esta pessoa desistiu."), state=participant.outcome)
    outcome = one_of("outcome", outcome, Outcome)
    if outcome == Outcome.DROPPED_OUT:
        raise Invalid("outcome", _("Registe a desistência com o seu motivo."))
    why = text("why", why, most=MAX_LINE, needed=False)
    if outcome in Participant.SUCCESS and not why and (gap := _not_met(participant, edition)):
        raise Invalid("why", _("%(gap)s Para registar que concluiu, escreva porquê.") % {"gap": gap})
    before, participant.outcome = participant.outcome, outcome
    participant.income_area = text("area", area, most=120) if outcome == Outcome.INCOME else ""
    participant.save()
    if outcome != Outcome.NOT_FINISHED:
        Handover.objects.filter(participant=participant, received_at=None).delete()
    note(edition, "set_outcome", by=by, about=participant.code, before=before, after=outcome, said=why)
    return participant


def _not_met(participant: Participant, edition: Edition) -> str:
    """Why somebody has not finished, by the rules of the phases they were in; a phase that a later one was entered by,
    or that a certificate stood for, is done. Empty: they have."""
    hours = attending.hours_of(edition)
    entered = dict(participant.places.values_list("phase", "entered_by"))
    phases = [phase for phase in hours.phases if phase.pk in entered] or hours.phases[:1]
    passed = passed_modules(edition)
    gated = [phase.number for phase in phases if entered.get(phase.pk)]
    owed = [phase for phase in phases if phase.number >= max(gated, default=0)]
    return next((said for phase in owed if (said := why_not(participant, phase, hours, passed))), "")
