"""What changes in a plan after its approval: a reason, the old kept, the baseline untouched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from plans import mail
from plans.actions import drafting, owning, shared
from plans.models import Amendment, Measure, Plan, PlanElement, Target
from units.models import Decision


@dataclass(frozen=True)
class Why:
    """The reason everybody reads, and the deliberation it rests on, where there is one."""

    reason: str
    decision: Decision | None = None


def _why(why: Why) -> dict[str, Any]:
    if why.decision is not None and not why.decision.is_approved:
        raise Invalid("decision", _("Esta deliberação ainda não foi aprovada."))
    return {
        "reason": shared.text("reason", why.reason, most=shared.MAX_REASON),
        "decision": why.decision,
    }


def _write(plan: Plan, element: PlanElement, what: str, why: Why, by: Membership, **more: Any) -> Amendment:
    made = Amendment.objects.create(
        plan=plan, element=element, what=what, by=by, at=moment.now(), **_why(why), **more
    )
    shared.record(
        plan,
        f"amend_{what}",
        by=by,
        label=str(element),
        before=_before(made),
        after=_after(made),
        said=made.reason,
    )
    return made


def _before(made: Amendment) -> str:
    return "" if made.old_value is None else str(made.old_value)


def _after(made: Amendment) -> str:
    return "" if made.new_value is None else str(made.new_value)


def _standing(element: PlanElement) -> None:
    if element.is_dropped:
        raise WrongState(_("Este elemento foi retirado do plano: reponha-o primeiro."), state="dropped")


@shared.database_speaks
@transaction.atomic
def amend_targets(measure: Measure, typed: Mapping[int, str], why: Why, *, by: Membership) -> list[Amendment]:
    """The targets of these years as typed; nothing typed is "no target". Years that stay as they were are left."""
    plan = shared.in_force(measure.element.plan, by)
    measure = drafting.measure_of(measure, plan)
    _standing(measure.element)
    new = drafting.read_targets(measure, plan, typed)
    if any(value is not None for value in new.values()) and not measure.element.has_owner:
        raise Invalid(
            "owner", _("Dê primeiro um responsável a este elemento: uma meta tem quem responda por ela.")
        )
    now: dict[int, Target] = {one.year: one for one in measure.targets.select_for_update()}
    made = []
    for year, value in sorted(new.items()):
        target = now.get(year)
        old = target.value if target else None
        if value == old:
            continue
        if target is None:
            # Of a year without one, or of a measure added later: it was never part of what was approved.
            target = Target.objects.create(measure=measure, year=year, value=value)
        else:
            target.value = value
            target.save(update_fields=["value"])
        made.append(
            _write(
                plan,
                measure.element,
                Amendment.What.VALUE,
                why,
                by,
                target=target,
                old_value=old,
                new_value=value,
            )
        )
    if not made:
        raise Invalid("reason", _("Nada mudou: as metas ficaram como estavam."))
    mail.targets_amended(measure.element, made)
    return made


@shared.database_speaks
@transaction.atomic
def amend_text(element: PlanElement, branch: drafting.Branch, why: Why, *, by: Membership) -> Amendment:
    plan = shared.in_force(element.plan, by)
    element = shared.element_of(element, plan)
    _standing(element)
    before = _told(element)
    drafting.word(element, branch)
    after = _told(element)
    if before == after:
        raise Invalid("title_pt", _("Nada mudou: o texto ficou como estava."))
    element.save()
    made = _write(plan, element, Amendment.What.TEXT, why, by, old_text=before, new_text=after)
    mail.element_amended(made)
    return made


def _told(element: PlanElement) -> str:
    parts = [
        f"{element.code} {element.title_pt}".strip(),
        element.title_en,
        element.reference,
        *element.serves,
    ]
    return " · ".join(part for part in parts if part)


@shared.database_speaks
@transaction.atomic
def amend_measure(measure: Measure, counting: drafting.Counting, why: Why, *, by: Membership) -> Amendment:
    """Its unit, how it adds up, or that this is confirmed. Its targets are amended by themselves."""
    plan = shared.in_force(measure.element.plan, by)
    measure = drafting.measure_of(measure, plan)
    _standing(measure.element)
    before = counted(measure)
    # Where it is drawn in the monitor is no part of what was promised.
    drafting.count_by(measure, replace(counting, indicator=measure.indicator))
    after = counted(measure)
    if before == after:
        raise Invalid("aggregation", _("Nada mudou: a medida ficou como estava."))
    measure.save()
    made = _write(plan, measure.element, Amendment.What.UNIT, why, by, old_text=before, new_text=after)
    mail.element_amended(made)
    return made


def counted(measure: Measure) -> str:
    """How it counts, in words: what an amendment keeps of before and after."""
    parts = [measure.name_pt, measure.unit_pt, measure.name_en, measure.unit_en]
    parts.append(str(measure.get_aggregation_display()))
    if measure.aggregation != Measure.Aggregation.UNDECLARED:
        parts.append(_("confirmado") if measure.is_confirmed else _("por confirmar"))
    if measure.is_percent:
        parts.append(_("em percentagem"))
    if measure.lower_is_better:
        parts.append(_("quanto menos, melhor"))
    return " · ".join(part for part in parts if part)


@shared.database_speaks
@transaction.atomic
def amend_adding(
    plan: Plan,
    branch: drafting.Branch,
    why: Why,
    *,
    by: Membership,
    parent: PlanElement | None = None,
    owner: Membership | None = None,
    key: UUID | None = None,
) -> PlanElement:
    """A new element, without baseline: it was not part of what was approved."""
    plan = shared.in_force(plan, by)
    sent = plan.elements.filter(uuid=key).first() if key else None
    element = drafting.grow(plan, branch, parent=parent, key=key)
    if sent is not None:
        return element
    _write(plan, element, Amendment.What.ADDED, why, by, new_text=_told(element))
    if owner is not None:
        owning.give_owner(element, owner, by=by)
        element.refresh_from_db()
    return element


@shared.database_speaks
@transaction.atomic
def amend_adding_measure(
    element: PlanElement, counting: drafting.Counting, why: Why, *, by: Membership, key: UUID | None = None
) -> Measure:
    """One more thing counted of an element, with its targets: all without baseline."""
    plan = shared.in_force(element.plan, by)
    element = shared.element_of(element, plan)
    _standing(element)
    sent = element.measures.filter(uuid=key).first() if key else None
    if sent is not None:
        return sent
    measure = drafting.lay_measure(element, counting, key=key)
    _write(plan, element, Amendment.What.ADDED, why, by, new_text=counted(measure))
    if any(said.strip() for said in counting.targets.values()):
        amend_targets(measure, {y: said for y, said in counting.targets.items() if said.strip()}, why, by=by)
    return measure


@shared.database_speaks
@transaction.atomic
def amend_dropping(element: PlanElement, why: Why, *, by: Membership) -> list[Amendment]:
    """Taken out, with all that hangs from it: it stays to be read, nothing is due of it any more."""
    plan = shared.in_force(element.plan, by)
    element = shared.element_of(element, plan)
    _standing(element)
    now = moment.now()
    made = []
    for one in [element, *owning.below(element)]:
        one.dropped_at = now
        one.save(update_fields=["dropped_at"])
        made.append(_write(plan, one, Amendment.What.DROPPED, why, by, old_text=_told(one)))
    mail.elements_dropped(made)
    return made


@shared.database_speaks
@transaction.atomic
def amend_restoring(element: PlanElement, why: Why, *, by: Membership) -> list[Amendment]:
    """Put back, with what was taken out together with it."""
    plan = shared.in_force(element.plan, by)
    element = shared.element_of(element, plan)
    if not element.is_dropped:
        raise WrongState(_("Este elemento está no plano."), state="standing")
    if element.parent is not None and element.parent.is_dropped:
        raise WrongState(_("Reponha primeiro o elemento de que este depende."), state="dropped")
    then, inside, back = element.dropped_at, {element.pk}, [element]
    for one in plan.elements.filter(dropped_at=then).order_by("order"):
        if one.parent_id in inside:
            inside.add(one.pk)
            back.append(one)
    made = []
    for one in back:
        one.dropped_at = None
        one.save(update_fields=["dropped_at"])
        made.append(_write(plan, one, Amendment.What.RESTORED, why, by, new_text=_told(one)))
    for amendment in made:
        mail.element_amended(amendment)
    return made
