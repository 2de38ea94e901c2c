"""Who answers for an element: a person, acting for an entity. Given, handed over, and both told."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import outbox
from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from plans import mail
from plans.actions import shared
from plans.models import Plan, PlanElement


@shared.database_speaks
@transaction.atomic
def give_owner(
    element: PlanElement, owner: Membership | None, *, by: Membership, and_below: bool = False
) -> PlanElement:
    """Who answers from now on, in a draft or in a plan in force; None takes the owner away, in a draft only.

    `and_below`: and for all that hangs from it and has nobody. Who answered and who answers now are both told; in a
    draft once for the whole plan.
    """
    shared.must_manage(element.plan, by)
    plan = shared.lock_plan(element.plan)
    if plan.state not in (Plan.State.DRAFT, Plan.State.APPROVED):
        raise WrongState(_("Este plano já não está em curso."), state=plan.state)
    element = shared.element_of(element, plan)
    if element.is_dropped:
        raise WrongState(_("Este elemento foi retirado do plano: nada há a relatar dele."), state="dropped")
    owner = may_own(owner)
    if owner is None and not plan.is_draft:
        raise Invalid(
            "owner", _("Num plano aprovado cada elemento tem um responsável: escolha quem passa a ser.")
        )
    given = [element]
    if and_below and owner is not None:
        given += [one for one in below(element) if one.owner is None]
    for one in given:
        _hand(plan, one, owner, by=by)
    return element


def may_own(owner: Membership | None) -> Membership | None:
    """Only who acts for an entity today, and may do more there than read."""
    if owner is None:
        return None
    found = Membership.objects.active().select_related("user", "organisation").filter(pk=owner.pk).first()
    if found is None or not found.may_ask:
        raise Invalid("owner", _("Escolha uma pessoa que hoje trabalhe numa entidade da rede."))
    return found


def _hand(plan: Plan, element: PlanElement, owner: Membership | None, *, by: Membership) -> None:
    before = element.owner
    if before is not None and owner is not None and before.pk == owner.pk:
        return
    if before is None and owner is None:
        return
    element.owner = owner
    element.owner_entity = owner.organisation if owner else None
    element.save(update_fields=["owner", "owner_entity"])
    shared.record(
        plan,
        "give_owner",
        by=by,
        label=str(element),
        before=str(before.organisation) if before else "",
        after=str(owner.organisation) if owner else "",
    )
    if plan.is_draft:
        # One letter for the whole draft, not one for each line somebody is thought of for.
        if owner is not None and outbox.once(f"plan-draft-owner:{plan.uuid}:{owner.pk}"):
            mail.named_in_draft(plan, owner)
        return
    if before is not None:
        mail.element_taken(element, before)
    if owner is not None:
        mail.element_given(element, owner)


def below(element: PlanElement) -> Sequence[PlanElement]:
    """All that hangs from it and stands, as it is read."""
    everything = list(
        element.plan.elements.standing()
        .select_related("owner__user", "owner__organisation", "owner_entity")
        .order_by("order")
    )
    inside, found = {element.pk}, []
    for one in everything:
        if one.parent_id in inside:
            inside.add(one.pk)
            found.append(one)
    return found
