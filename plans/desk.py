"""What of the plans waits for a member: what they have to report, what they answer for, what they manage."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Count, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import moment
from accounts.models import Membership
from plans import duties, readiness
from plans.duties import Duty
from plans.models import Plan, PlanElement
from plans.readiness import Readiness
from plans.tree import MeasureRow, measure_row

MOST_OWN, MOST_MANAGED = 40, 60


@dataclass(frozen=True)
class Due:
    """What a member has to report now, in one sentence, for the page that shows all rooms."""

    n: int
    late: int

    @property
    def sentence(self) -> str:
        """ "5 metas a relatar, 2 atrasadas", or nothing."""
        if not self.n:
            return ""
        said = ngettext("%(n)s meta a relatar", "%(n)s metas a relatar", self.n) % {"n": self.n}
        if self.late:
            said += ngettext(", %(n)s atrasada", ", %(n)s atrasadas", self.late) % {"n": self.late}
        return said


def due(member: Membership) -> Due:
    """In one query for who answers for nothing, in four for everybody else."""
    own = PlanElement.objects.owned_by(member)
    today = timezone.localdate(moment.now())
    found = duties.due(own, today)
    return Due(len(found), sum(one.is_late(today) for one in found))


@dataclass(frozen=True)
class Own:
    """An element the member answers for."""

    element: PlanElement
    rows: list[MeasureRow]


@dataclass
class Managed:
    """A plan the member prepares or amends."""

    plan: Plan
    readiness: Readiness | None = None
    late: int = 0
    without_owner: int = 0


@dataclass
class Desk:
    member: Membership
    today: date
    due: list[Duty] = field(default_factory=list)
    own: list[Own] = field(default_factory=list)
    more_own: int = 0
    entity: list[Duty] = field(default_factory=list)
    managed: list[Managed] = field(default_factory=list)
    # "Sem relato" of the managed plans, by entity.
    silent: list[tuple[str, int]] = field(default_factory=list)
    makes: bool = False

    @property
    def late(self) -> int:
        return sum(one.is_late(self.today) for one in self.due)

    @property
    def heading(self) -> str:
        said = Due(len(self.due), self.late).sentence
        return said or _("Nada por relatar")


def desk(member: Membership) -> Desk:
    today = timezone.localdate(moment.now())
    made = Desk(member, today)
    made.due = duties.due(PlanElement.objects.owned_by(member), today)
    _own(made)
    if member.has(Membership.Role.MANAGER, Membership.Role.REPRESENTATIVE):
        entity = PlanElement.objects.filter(owner_entity=member.organisation_id).exclude(owner=member)
        made.entity = [one for one in duties.due(entity, today) if one.is_late(today)]
    _managed(made)
    return made


def _own(made: Desk) -> None:
    own = (
        PlanElement.objects.owned_by(made.member)
        .standing()
        .filter(plan__state__in=[Plan.State.DRAFT, Plan.State.APPROVED])
    )
    found = list(duties.with_all(own).order_by("plan__title_pt", "plan", "order")[: MOST_OWN + 1])
    made.more_own = max(0, own.count() - MOST_OWN) if len(found) > MOST_OWN else 0
    made.own = [
        Own(one, [measure_row(one, measure, today=made.today) for measure in one.measures.all()])
        for one in found[:MOST_OWN]
    ]


def _managed(made: Desk) -> None:
    plans = (
        Plan.objects.managed_by(made.member)
        .filter(is_reference=False)
        .annotate(
            ownerless=Count(
                "elements",
                distinct=True,
                filter=Q(
                    elements__in=PlanElement.objects.standing()
                    .without_owner()
                    .filter(measures__targets__value__isnull=False)
                ),
            )
        )
        .for_pages()
        .order_by(Case(When(state=Plan.State.CLOSED, then=1), default=0), "-first_year", "title_pt", "pk")
    )
    # What still moves first; the others are on the public page.
    found = list(plans[:MOST_MANAGED])
    drafts = readiness.look_all([plan for plan in found if plan.is_draft])
    late = [
        one
        for one in duties.due(PlanElement.objects.filter(plan__in=[plan.pk for plan in found]), made.today)
        if one.is_late(made.today)
    ]
    by_plan = Counter(one.plan.pk for one in late)
    made.managed = [
        Managed(
            plan,
            drafts.get(plan.pk),
            by_plan[plan.pk],
            plan.ownerless,  # type: ignore[attr-defined]
        )
        for plan in found
    ]
    silent = Counter(
        str(one.element.owner_entity) if one.element.owner_entity else _("sem responsável") for one in late
    )
    made.silent = sorted(silent.items(), key=lambda pair: (-pair[1], pair[0]))
    made.makes = bool(found) or _may_make(made.member)


def _may_make(member: Membership) -> bool:
    return member.has(Membership.Role.COORDINATION, Membership.Role.MANAGER, Membership.Role.REPRESENTATIVE)
