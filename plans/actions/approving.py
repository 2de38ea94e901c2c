"""A draft put before who approves it, approved with its baseline, and closed at the end."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from plans import mail, readiness
from plans.actions import shared
from plans.models import Plan, Target
from units.models import Body, Decision


class NotReady(WrongState):
    """409: something is missing; `lacks` says what, one sentence each."""

    code = "not_ready"


@shared.database_speaks
@transaction.atomic
def propose_plan(plan: Plan, *, by: Membership) -> Plan:
    """Complete, and put before who approves it. A change to the draft takes it back."""
    shared.must_manage(plan, by)
    plan = shared.lock_plan(plan)
    if not plan.is_draft:
        raise WrongState(_("Este plano já foi aprovado."), state=plan.state)
    _must_be_ready(plan)
    if plan.proposed_at is not None:
        return plan
    plan.proposed_at = moment.now()
    plan.save(update_fields=["proposed_at"])
    shared.record(plan, "propose_plan", by=by, before=plan.state, after="proposed")
    mail.plan_proposed(plan)
    return plan


@shared.database_speaks
@transaction.atomic
def approve_plan(
    plan: Plan, *, by: Membership, decision: Decision | None = None, approved_by_own: str = ""
) -> Plan:
    """From now on the baseline never changes: `value` of every target is kept as it is approved.

    A body's plan takes a deliberation of the Council; an organisation's its own approval, in words.
    """
    shared.must_manage(plan, by)
    plan = shared.lock_plan(plan)
    if not plan.is_draft:
        raise WrongState(_("Este plano já foi aprovado."), state=plan.state)
    if plan.body is not None:
        plan.decision = _of_the_council(decision)
    else:
        plan.approved_by_own = shared.text("approved_by_own", approved_by_own, most=240)
    _must_be_ready(plan)
    Target.objects.filter(measure__element__plan=plan).update(baseline=F("value"))
    plan.state, plan.approved_at = Plan.State.APPROVED, moment.now()
    plan.save()
    shared.record(
        plan,
        "approve_plan",
        by=by,
        before=Plan.State.DRAFT,
        after=plan.state,
        said=plan.decision.number if plan.decision else plan.approved_by_own,
    )
    mail.plan_approved(plan)
    return plan


def _of_the_council(decision: Decision | None) -> Decision:
    if decision is None:
        raise Invalid("decision", _("Escolha a deliberação do Conselho que aprova o plano."))
    decision = Decision.objects.select_related("body").get(pk=decision.pk)
    if decision.body.kind != Body.Kind.COUNCIL:
        raise Invalid(
            "decision",
            _("Um plano é aprovado pelo Conselho de Vereadores: %(body)s não o pode aprovar.")
            % {"body": decision.body},
        )
    if not decision.is_approved:
        raise Invalid("decision", _("Esta deliberação do Conselho ainda não foi aprovada."))
    return decision


def _must_be_ready(plan: Plan) -> None:
    found = readiness.look(plan)
    if found.is_ready:
        return
    count = len(found.lacks)
    raise NotReady(
        ngettext(
            "Falta %(n)s coisa antes de aprovar: %(first)s",
            "Faltam %(n)s coisas antes de aprovar. A primeira: %(first)s",
            count,
        )
        % {"n": count, "first": found.lacks[0].sentence},
        lacks=[one.sentence for one in found.lacks],
    )


@shared.database_speaks
@transaction.atomic
def close_plan(plan: Plan, *, by: Membership) -> Plan:
    """Its time is over: nothing more is reported or amended. Not before its last year has begun."""
    plan = shared.in_force(plan, by)
    if shared.today().year < plan.last_year:
        raise WrongState(
            _("Este plano vai até %(year)s: encerra-se só no seu último ano, ou depois.")
            % {"year": plan.last_year},
            state=plan.state,
        )
    plan.state, plan.closed_at = Plan.State.CLOSED, moment.now()
    plan.save(update_fields=["state", "closed_at"])
    shared.record(plan, "close_plan", by=by, before=Plan.State.APPROVED, after=plan.state)
    mail.plan_closed(plan)
    return plan
