"""The clock of plans: who is asked to report, when, and who hears of it when nobody does. Each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial

from django.utils import timezone

from accounts import moment, outbox
from accounts.models import Membership
from accounts.sweeping import each_alone
from plans import duties, mail, standing
from plans.duties import Duty
from plans.models import Plan, PlanElement

# Days after a report could first be given on which its owner is written to: then, a week later, at the deadline.
NUDGES = (0, 7, standing.DAYS_TO_REPORT - 1)
# After the deadline: the owner's entity, then who runs the plan.
TO_ENTITY = standing.DAYS_TO_REPORT + 15
TO_RUNNERS = standing.DAYS_TO_REPORT + 30
# What was told is remembered for 60 days: an older matter is left to the pages and to the next period.
NO_LONGER = timedelta(days=14)
# Nobody is written to at night.
HOURS = range(8, 20)


def remind_plans() -> int:
    """Clock: one letter per person with everything that is due; escalation as one list each; plans without owners."""
    now = timezone.localtime(moment.now())
    if now.hour not in HOURS:
        return 0
    today = now.date()
    found = duties.due(PlanElement.objects.all(), today)
    sweeps: list[tuple[str, Callable[[], int]]] = [
        ("owners", lambda: _nudge(found, today)),
        ("entities", lambda: _tell_entities(found, today)),
        ("runners", lambda: _tell_runners(found, today)),
        ("without owner", _ownerless),
    ]
    return sum(each_alone(sweeps, together=False).values())


def _nudge(found: list[Duty], today: date) -> int:
    def nudge(owned: list[Duty]) -> int:
        owner = owned[0].element.owner
        assert owner is not None
        keys = [
            outbox.once(f"plan-due:{owner.pk}:{code}:{since:%Y%m%d}:{stage}")
            for code, since, stage in _stages(owned, today)
        ]
        return mail.reports_due(owner, owned, today) if any(keys) else 0

    owners = duties.by_owner(found)
    return sum(each_alone((f"owner {pk}", partial(nudge, owned)) for pk, owned in owners.items()).values())


def _stages(owned: Iterable[Duty], today: date) -> list[tuple[str, date, int]]:
    """For each period, since when it is asked for, the last nudge whose day has come and is not long gone."""
    stages = set()
    for one in owned:
        days = (today - one.asked_since).days
        if days > NUDGES[-1] + NO_LONGER.days:
            continue
        stages.add((one.period.code, one.asked_since, sum(days >= nudge for nudge in NUDGES)))
    return sorted(stages)


def _overdue(found: Iterable[Duty], today: date, days: int) -> list[Duty]:
    """Those of which it is time to tell others: so many days after they could first be given."""
    first = timedelta(days=days)
    return [one for one in found if first <= today - one.asked_since <= first + NO_LONGER]


def _tell_entities(found: list[Duty], today: date) -> int:
    def tell(entity: int, owned: list[Duty]) -> int:
        fresh = [one for one in owned if outbox.once(f"plan-entity:{entity}:{one.key}")]
        return mail.overdue_in_entity(fresh) if fresh else 0

    by_entity: defaultdict[int, list[Duty]] = defaultdict(list)
    for one in _overdue(found, today, TO_ENTITY):
        if one.element.owner_entity_id is not None:
            by_entity[one.element.owner_entity_id].append(one)
    return sum(
        each_alone((f"entity {pk}", partial(tell, pk, owned)) for pk, owned in by_entity.items()).values()
    )


def _tell_runners(found: list[Duty], today: date) -> int:
    """Each who runs something gets one list of all of it."""

    def tell(member: Membership, theirs: list[Duty]) -> int:
        fresh = [one for one in theirs if outbox.once(f"plan-run:{member.pk}:{one.key}")]
        return mail.overdue_for_runner(member, fresh) if fresh else 0

    overdue = _overdue(found, today, TO_RUNNERS)
    lists: defaultdict[int, list[Duty]] = defaultdict(list)
    people: dict[int, Membership] = {}
    runners: dict[int, list[Membership]] = {}
    for one in overdue:
        if one.plan.pk not in runners:
            runners[one.plan.pk] = list(mail.runners(one.plan))
        for member in runners[one.plan.pk]:
            people[member.pk] = member
            lists[member.pk].append(one)
    return sum(
        each_alone(
            (f"member {pk}", partial(tell, people[pk], theirs)) for pk, theirs in lists.items()
        ).values()
    )


def _ownerless() -> int:
    """Told to who manages the plan as soon as it is seen."""

    def tell(plan: Plan, elements: list[PlanElement]) -> int:
        fresh = [one for one in elements if outbox.once(f"plan-ownerless:{one.uuid}:{one.owner_id or 0}")]
        return mail.without_owner(plan, fresh) if fresh else 0

    left = (
        PlanElement.objects.standing()
        .without_owner()
        .filter(plan__in=Plan.objects.running(), measures__targets__value__isnull=False)
        .select_related("plan__body__axis", "plan__organisation")
        .distinct()
        .order_by("plan", "order")
    )
    by_plan: defaultdict[Plan, list[PlanElement]] = defaultdict(list)
    for element in left:
        by_plan[element.plan].append(element)
    return sum(
        each_alone(
            (f"plan {plan.pk}", partial(tell, plan, elements)) for plan, elements in by_plan.items()
        ).values()
    )
