"""What every verb of plans does: may they, lock the plan, is it a draft or in force, record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.db import IntegrityError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from plans.models import Plan, PlanElement
from units.actions import shared as governing
from units.models.ref_amp import known_codes

text = governing.text
link = governing.link
sent_before = governing.sent_before
MAX_LINE = governing.MAX_LINE
# As the fields hold.
MAX_REASON, MAX_TITLE, MAX_SUMMARY = 500, 2_000, 4_000


def today() -> date:
    """The local day on which this happens."""
    return timezone.localdate(moment.now())


def must_manage(plan: Plan, by: Membership) -> None:
    if not Plan.objects.managed_by(by).filter(pk=plan.pk).exists():
        raise NotAllowed(
            _("Só quem coordena o órgão, ou gere a entidade, de quem é este plano, o pode fazer.")
        )


def lock_plan(plan: Plan) -> Plan:
    """The plan as it stands now. Everything that happens in a plan happens one after the other."""
    return (
        Plan.objects.select_for_update(of=("self",), no_key=True)
        .select_related("body__axis", "organisation", "decision")
        .get(pk=plan.pk)
    )


def draft(plan: Plan, by: Membership) -> Plan:
    """The plan, locked, to be worked on; one that is put before who approves it is taken back by that."""
    must_manage(plan, by)
    plan = lock_plan(plan)
    if not plan.is_draft:
        raise WrongState(
            _("Este plano já não está em preparação: o que muda é uma alteração, com motivo."),
            state=plan.state,
        )
    if plan.proposed_at is not None:
        plan.proposed_at = None
        plan.save(update_fields=["proposed_at"])
        record(plan, "plan_back_to_draft", by=by, before="proposed", after=plan.state)
    return plan


def in_force(plan: Plan, by: Membership) -> Plan:
    """The plan, locked, approved and still running, to be amended."""
    must_manage(plan, by)
    plan = lock_plan(plan)
    if plan.is_draft:
        raise WrongState(_("Este plano ainda está em preparação: muda-se diretamente."), state=plan.state)
    if plan.state != Plan.State.APPROVED:
        raise WrongState(_("Este plano está encerrado: já não se altera."), state=plan.state)
    return plan


def element_of(element: PlanElement, plan: Plan) -> PlanElement:
    """The element as it stands now, in the plan that is locked."""
    return PlanElement.objects.select_related(
        "parent", "owner__user", "owner__organisation", "owner_entity"
    ).get(pk=element.pk, plan=plan)


def record(
    plan: Plan,
    verb: str,
    *,
    by: Membership | None,
    label: str = "",
    before: str = "",
    after: str = "",
    said: str = "",
) -> None:
    """One audit row on the chain of the plan, which is locked."""
    governing.record(
        ("plan", plan.uuid), verb, by=by, label=label or plan.title_pt, before=before, after=after, said=said
    )


def reference_code(field: str, said: str) -> str:
    """A code of REF-AMP as it is written there (EP1, EP1.1, AE2.2, 1.1.1a), or nothing."""
    said = said.strip()
    if not said:
        return ""
    known = known_codes({said, said.upper(), said.lower()})
    if known:
        return known.pop()
    raise Invalid(
        field,
        _(
            "«%(code)s» não é um código do REF-AMP. Escreva-o como está no documento,"
            " por exemplo EP1.1, 1.1.1a ou AE2.2."
        )
        % {"code": said[:20]},
    )


# What the database says when somebody else was first, or where it does not give way.
SPOKEN = {
    "baseline_stays": "frozen",
    "approval_stays": "frozen",
    "one_annual_plan_a_body_and_year": "annual",
    "one_report_a_period": "reported",
    "one_target_a_year": "again",
    "one_place_in_the_plan": "again",
    "one_place_in_the_element": "again",
    "plans_plan_uuid_key": "again",
    "plans_planelement_uuid_key": "again",
    "plans_measure_uuid_key": "again",
}


def database_speaks[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """What the database itself refuses becomes the same plain refusal as ours."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except IntegrityError as error:
            diagnosis: Any = getattr(error.__cause__, "diag", None)
            meaning = SPOKEN.get(diagnosis.constraint_name if diagnosis is not None else "")
            if meaning is None:
                raise
            raise WrongState(_sentence(meaning)) from error
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") in ("40001", "40P01", "55P03"):
                raise WrongState(_("Outra pessoa mudou isto ao mesmo tempo. Tente de novo.")) from error
            raise

    return wrapper


def _sentence(meaning: str) -> str:
    said = {
        "frozen": _("O que foi aprovado fica como foi aprovado: o que muda é uma alteração, com motivo."),
        "annual": _("Este órgão já tem um plano de ação para esse ano."),
        "reported": _("Outra pessoa acabou de relatar este período. Veja o que ficou dito."),
        "again": _("Outra pessoa fez o mesmo nesse instante. Veja de novo."),
    }
    return said[meaning]
