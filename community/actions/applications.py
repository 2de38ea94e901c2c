"""Applications: begin one, ask others into the consortium, say yes or no, check the criteria, submit, write the result
down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership, Organisation
from accounts.refusals import Invalid, NotAllowed, WrongState
from community.actions.standing import (
    chosen,
    database_speaks,
    must_commit,
    must_coordinate,
    reason,
    wrong_state,
)
from community.funding import mail
from community.models import (
    Application,
    ApplicationEvent,
    Call,
    ConsortiumPartner,
    CriterionCheck,
    Level,
)
from units.actions import shared
from units.mail import moment_said
from units.models import Problem, StructuringIdea

State, Answer, What = Application.State, ConsortiumPartner.State, ApplicationEvent.What
MOST_PARTNERS = 40


@dataclass(frozen=True)
class SaidOfApplication:
    title: str
    summary: str
    level: str
    problems: Sequence[Problem]
    ideas: Sequence[StructuringIdea] = ()
    role: str = ""
    share: str = ""


def _locked(application: Application) -> Application:
    found = Application.objects.select_for_update(of=("self",)).select_related("call")
    return found.get(pk=application.pk)


def _must_lead(application: Application, by: Membership) -> None:
    must_commit(by)
    if not Application.objects.led_by(by).filter(pk=application.pk).exists():
        raise NotAllowed(_("Só a entidade que coordena a candidatura o pode fazer."))


def _must_be_open(application: Application) -> None:
    if not application.is_open:
        raise wrong_state(application)


def _happened(
    application: Application, what: str, *, by: Membership, organisation: Organisation | None = None
) -> None:
    ApplicationEvent.objects.create(
        application=application,
        what=what,
        organisation=organisation or by.organisation,
        by=by,
        at=moment.now(),
    )


def _record(application: Application, verb: str, *, by: Membership, before: str = "", said: str = "") -> None:
    shared.record(
        ("application", application.uuid),
        verb,
        by=by,
        label=application.title,
        before=before,
        after=application.state,
        said=said,
    )


@database_speaks
@transaction.atomic
def keep_application(
    said: SaidOfApplication,
    *,
    by: Membership,
    call: Call | None = None,
    application: Application | None = None,
    key: UUID | None = None,
) -> Application:
    """Begin one to `call`, led by the member's organisation, or change (`application`) what it says."""
    must_commit(by)
    title = shared.text("title", said.title, most=200)
    summary = shared.text("summary", said.summary, most=4000)
    role = shared.text("role", said.role, most=200, needed=False)
    share = shared.text("share", said.share, most=120, needed=False)
    level = chosen("level", said.level, Level.values)
    if not said.problems:
        raise Invalid("problems", _("Escolha pelo menos uma problemática de um eixo prioritário."))
    if application is None:
        assert call is not None
        sent = Application.objects.filter(uuid=key, made_by=by).first() if key else None
        if sent is not None:
            shared.sent_before(title=(sent.title, title), summary=(sent.summary, summary))
            return sent
        call = Call.objects.select_for_update().get(pk=call.pk)
        if call.closes_at <= moment.now():
            raise WrongState(
                _("O prazo deste aviso terminou em %(when)s: já não recebe candidaturas.")
                % {"when": moment_said(call.closes_at)}
            )
        application = Application(uuid=key or uuid4(), call=call, made_by=by, made_at=moment.now())
        application.is_demo = call.is_demo
        begun = True
    else:
        application = _locked(application)
        _must_lead(application, by)
        _must_be_open(application)
        begun = False
    application.title, application.summary, application.level = title, summary, level
    application.save()
    application.problems.set(said.problems)
    application.ideas.set(said.ideas)
    ConsortiumPartner.objects.update_or_create(
        application=application,
        organisation=by.organisation,
        defaults={"role": role, "share": share},
        create_defaults={
            "role": role,
            "share": share,
            "is_lead": True,
            "state": Answer.ACCEPTED,
            "invited_by": by,
            "invited_at": moment.now(),
            "answered_by": by,
            "answered_at": moment.now(),
        },
    )
    if begun:
        _happened(application, What.BEGUN, by=by)
    _record(application, "begin_application" if begun else "change_application", by=by)
    return application


# --- The consortium ---------------------------------------------------------------------------------------------------


@database_speaks
@transaction.atomic
def invite(
    application: Application, organisation: Organisation, *, by: Membership, role: str = "", share: str = ""
) -> ConsortiumPartner:
    """Ask an organisation into the consortium. It is in when it says yes itself. Who declined may be asked again."""
    role = shared.text("role", role, most=200)
    share = shared.text("share", share, most=120, needed=False)
    application = _locked(application)
    _must_lead(application, by)
    _must_be_open(application)
    if application.call.closes_at <= moment.now():
        raise WrongState(_("O prazo do aviso já terminou: já não se convidam parceiros."))
    if not organisation.is_active:
        raise Invalid("organisation", _("Esta entidade já não está ativa no portal."))
    partner = application.partners.filter(organisation=organisation).first()
    if partner is not None and partner.state != Answer.DECLINED:
        raise Invalid("organisation", _("Esta entidade já foi convidada."))
    if application.partners.count() >= MOST_PARTNERS:
        raise Invalid(
            "organisation", _("O consórcio já tem %(n)s entidades, o máximo.") % {"n": MOST_PARTNERS}
        )
    partner = partner or ConsortiumPartner(application=application, organisation=organisation)
    partner.role, partner.share, partner.state, partner.why = role, share, Answer.INVITED, ""
    partner.invited_by, partner.invited_at = by, moment.now()
    partner.answered_by = partner.answered_at = None
    partner.save()
    _happened(application, What.INVITED, by=by, organisation=organisation)
    _record(application, "invite_partner", by=by)
    mail.invited(partner)
    return partner


@transaction.atomic
def answer_invitation(
    partner: ConsortiumPartner, *, by: Membership, accepts: bool, why: str = ""
) -> ConsortiumPartner:
    """Yes or no of the organisation itself; later, a no takes it out of the consortium while nothing is submitted."""
    must_commit(by)
    why = reason(why, needed=False)
    application = _locked(partner.application)
    partner = ConsortiumPartner.objects.select_related("organisation").get(pk=partner.pk)
    partner.application = application
    if partner.organisation_id != by.organisation_id or partner.is_lead:
        raise NotAllowed(_("Só a entidade convidada responde ao convite."))
    _must_be_open(application)
    before = partner.state
    wanted = Answer.ACCEPTED if accepts else Answer.DECLINED
    if before == wanted:
        return partner
    if before == Answer.DECLINED:
        raise WrongState(_("A sua entidade já recusou este convite. Só um convite novo o reabre."))
    if accepts and application.call.closes_at <= moment.now():
        raise WrongState(_("O prazo do aviso já terminou."))
    partner.state, partner.why = wanted, why
    partner.answered_by, partner.answered_at = by, moment.now()
    partner.save()
    left = before == Answer.ACCEPTED
    _happened(application, What.ACCEPTED if accepts else What.LEFT if left else What.DECLINED, by=by)
    _record(application, "accept_invitation" if accepts else "decline_invitation", by=by, said=why)
    mail.answered(partner)
    return partner


@transaction.atomic
def take_back_invitation(partner: ConsortiumPartner, *, by: Membership) -> None:
    """The lead no longer asks an organisation that has not answered. Who said yes leaves only by itself."""
    application = _locked(partner.application)
    _must_lead(application, by)
    _must_be_open(application)
    partner = ConsortiumPartner.objects.select_related("organisation").get(pk=partner.pk)
    if partner.state == Answer.ACCEPTED:
        raise WrongState(_("Esta entidade já aceitou: só ela pode sair do consórcio."))
    _record(application, "take_back_invitation", by=by)
    partner.delete()


# --- The checklist ----------------------------------------------------------------------------------------------------


@database_speaks
@transaction.atomic
def check_criteria(
    application: Application, said: Mapping[int, tuple[str, str]], *, by: Membership
) -> Application:
    """What is met and what proves it: `said` by criterion, (answer, evidence)."""
    application = _locked(application)
    _must_lead(application, by)
    _must_be_open(application)
    own = {one.pk: one for one in application.call.criteria.all()}
    for pk, (answer, evidence) in said.items():
        if pk not in own:
            raise Invalid(
                f"answer-{pk}", _("Este critério já não faz parte do aviso. Abra a página de novo.")
            )
        chosen(f"answer-{pk}", answer, CriterionCheck.Answer.values)
        evidence = shared.text(f"evidence-{pk}", evidence, most=2000, needed=False)
        if answer == CriterionCheck.Answer.MET and own[pk].is_obligatory and not evidence:
            raise Invalid(
                f"evidence-{pk}", _("Diga o que comprova que cumpre: um documento, uma data, uma página.")
            )
        CriterionCheck.objects.update_or_create(
            application=application,
            criterion=own[pk],
            defaults={"answer": answer, "evidence": evidence},
        )
    _record(application, "check_criteria", by=by)
    return application


# --- Submission and result --------------------------------------------------------------------------------------------


def _move(
    application: Application, to: str, what: str, *, by: Membership, verb: str, why: str = ""
) -> Application:
    before, application.state, application.why = application.state, to, why
    application.save()
    _happened(application, what, by=by)
    _record(application, verb, by=by, before=before, said=why)
    mail.application_moved(application)
    return application


@transaction.atomic
def submit(application: Application, *, by: Membership) -> Application:
    """Only complete and before the deadline. What is missing is said, and nothing moves."""
    application = _locked(application)
    _must_lead(application, by)
    _must_be_open(application)
    if application.call.closes_at <= moment.now():
        raise WrongState(
            _("O prazo terminou em %(when)s: a candidatura já não pode ser submetida.")
            % {"when": moment_said(application.call.closes_at)},
            state="late",
        )
    if missing := application.missing():
        raise WrongState(" ".join([_("Ainda não está completa."), *missing]), state="incomplete")
    application.submitted_at = moment.now()
    return _move(application, State.SUBMITTED, What.SUBMITTED, by=by, verb="submit_application")


@transaction.atomic
def write_result(application: Application, *, by: Membership, outcome: str, why: str = "") -> Application:
    """What the funder answered. From now on title, partners and outcome are public."""
    must_coordinate(by)
    chosen("outcome", outcome, Application.WITH_RESULT)
    why = reason(why, needed=outcome == State.REJECTED)
    application = _locked(application)
    if application.state != State.SUBMITTED:
        raise wrong_state(application)
    application.decided_at = moment.now()
    return _move(application, outcome, outcome, by=by, verb="write_result", why=why)


@transaction.atomic
def withdraw(application: Application, *, by: Membership, why: str) -> Application:
    """By who leads it, before there is a result; with a reason for the partners."""
    why = reason(why)
    application = _locked(application)
    _must_lead(application, by)
    if application.state not in (State.PREPARING, State.SUBMITTED):
        raise wrong_state(application)
    application.decided_at = moment.now()
    return _move(application, State.WITHDRAWN, What.WITHDRAWN, by=by, verb="withdraw_application", why=why)
