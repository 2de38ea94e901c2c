"""Who was there, reckoned up: hours by person, module and phase, of a whole edition in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, Sum

from programmes.frequency import ZERO, Tally, of_all, together
from programmes.models import (
    Attendance,
    ClassPlace,
    Edition,
    Module,
    Phase,
    Session,
    Venture,
    VentureMember,
)


@dataclass
class Hours:
    """Of one edition. Empty tallies where somebody is in no class of the phase."""

    phases: list[Phase]
    modules: list[Module]
    # participant, module -> tally
    by_module: dict[int, dict[int, Tally]] = field(default_factory=dict)
    # participant, phase -> tally
    by_phase: dict[int, dict[int, Tally]] = field(default_factory=dict)
    # participant, phase -> class
    turma: dict[int, dict[int, int]] = field(default_factory=dict)

    def in_phase(self, participant: int, phase: Phase) -> Tally | None:
        return self.by_phase.get(participant, {}).get(phase.pk)

    def in_module(self, participant: int, module: Module) -> Tally | None:
        return self.by_module.get(participant, {}).get(module.pk)


def phase_rule(phases: list[Phase], phase: Phase) -> int | None:
    """What share of this phase its people need: what the next one asks for, else the common rule of its modules."""
    following = next((one for one in phases if one.number > phase.number and one.needs_before), None)
    if following is not None:
        return following.needs_before
    rules = [module.frequency for module in phase.modules.all() if module.frequency]
    return max(rules) if rules else None


def hours_of(edition: Edition) -> Hours:
    """Seven queries, however many people and sessions."""
    phases = list(edition.sheet.phases.prefetch_related("modules"))
    modules = [module for phase in phases for module in phase.modules.all()]
    made = Hours(phases, modules)
    planned: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    held: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    sessions = Session.objects.not_cancelled().filter(turma__edition=edition).order_by()
    for turma, module, all_hours, held_hours in sessions.values_list("turma", "module").annotate(
        all_hours=Sum("hours"), held_hours=Sum("hours", filter=Q(state=Session.State.HELD))
    ):
        planned[turma, module] = all_hours
        held[turma, module] = held_hours or ZERO
    attended: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    excused: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    said = Attendance.objects.filter(session__turma__edition=edition, session__state=Session.State.HELD)
    for participant, module, hours, missed in (
        said.order_by()
        .values_list("participant", "session__module")
        .annotate(
            said_hours=Sum("hours"),
            missed=Sum("session__hours", filter=Q(presence=Attendance.Presence.EXCUSED)),
        )
    ):
        attended[participant, module] = hours or ZERO
        excused[participant, module] = missed or ZERO
    places = ClassPlace.objects.filter(turma__edition=edition).values_list("participant", "phase", "turma")
    of_phase = {phase.pk: phase for phase in phases}
    for participant, phase_pk, turma in places:
        phase = of_phase[phase_pk]
        rows = {}
        for module in phase.modules.all():
            # A class that is given more than the least is reckoned by what it is given.
            total = max(module.hours, planned[turma, module.pk])
            rows[module.pk] = Tally(
                total=total,
                held=held[turma, module.pk],
                # Who changes class may be given a part twice: it makes up for no other module.
                attended=min(attended[participant, module.pk], total),
                excused=excused[participant, module.pk],
                needed=module.frequency,
            )
        made.by_module.setdefault(participant, {}).update(rows)
        made.by_phase.setdefault(participant, {})[phase_pk] = together(
            rows.values(), phase_rule(phases, phase)
        )
        made.turma.setdefault(participant, {})[phase_pk] = turma
    return made


@dataclass(frozen=True)
class Standing:
    """A venture in one module: its hours (or those of its weakest member), its activities, what is not met."""

    module: Module
    tally: Tally
    done: int
    asked: int
    # The member whose hours decide, by code; empty where the whole venture is counted together.
    weakest: str = ""

    @property
    def hours_met(self) -> bool:
        return self.module.frequency is None or self.tally.meets

    @property
    def activities_met(self) -> bool:
        return not self.module.all_activities or self.done >= self.asked

    @property
    def met(self) -> bool:
        return self.hours_met and self.activities_met

    @property
    def is_lost(self) -> bool:
        """It cannot be met any more: the hours to come are not enough, or there are none and something is not done."""
        over = self.tally.held >= self.tally.total
        return (self.module.frequency is not None and self.tally.is_lost) or (over and not self.met)


def ventures_of(edition: Edition, hours: Hours | None = None) -> dict[int, Standing]:
    """Each open venture in the module it stands in; a constant number of queries."""
    hours = hours or hours_of(edition)
    ventures = list(edition.ventures.filter(eliminated_at=None, finished_at=None).select_related("module"))
    members: dict[int, list[VentureMember]] = defaultdict(list)
    for member in VentureMember.objects.filter(venture__in=ventures).select_related("participant"):
        members[member.venture_id].append(member)
    modules = {venture.module_id for venture in ventures if venture.module_id}
    sessions = list(
        Session.objects.filter(
            turma__edition=edition, module__in=modules, state=Session.State.HELD
        ).values_list("pk", "turma", "module", "day", "hours")
    )
    people = [member.participant_id for group in members.values() for member in group]
    there: dict[tuple[int, int], Decimal] = {
        (session, participant): said
        for session, participant, said in Attendance.objects.filter(
            session__in=[row[0] for row in sessions], participant__in=people
        ).values_list("session", "participant", "hours")
    }
    asked: dict[int, int] = defaultdict(int)
    for module in edition.activities.filter(module__in=modules).values_list("module", flat=True):
        asked[module] += 1
    done: dict[tuple[int, int], int] = defaultdict(int)
    for venture_pk, module in (
        edition.ventures.filter(done__activity__module__in=modules)
        .order_by()
        .values_list("pk", "done__activity__module")
    ):
        done[venture_pk, module] += 1
    found = {}
    for venture in ventures:
        if venture.module is None:
            continue
        tally, weakest = _tally(venture, venture.module, members[venture.pk], sessions, there, hours)
        found[venture.pk] = Standing(
            venture.module, tally, done[venture.pk, venture.module.pk], asked[venture.module.pk], weakest
        )
    return found


def _tally(
    venture: Venture,
    module: Module,
    members: list[VentureMember],
    sessions: list[tuple[int, int, int, date, Decimal]],
    there: Mapping[tuple[int, int], Decimal],
    hours: Hours,
) -> tuple[Tally, str]:
    active = [member for member in members if member.until is None]
    own = [
        (member, tally)
        for member in active
        if (tally := hours.by_module.get(member.participant_id, {}).get(module.pk)) is not None
    ]
    if not own:
        return Tally(total=module.hours, needed=module.frequency), ""
    if not module.whole_venture:
        member, tally = min(own, key=lambda one: (one[1].attended, one[0].participant.code))
        return tally, member.participant.code
    # All of those who belonged to it on the day of each meeting.
    turmas = {hours.turma.get(member.participant_id, {}).get(module.phase_id) for member in members}
    counted = ZERO
    for session, turma, of_module, day, _hours in sessions:
        if of_module != module.pk or turma not in turmas:
            continue
        needed = [m for m in members if m.since <= day and (m.until is None or m.until >= day)]
        counted += of_all(there.get((session, m.participant_id), ZERO) for m in needed)
    first = own[0][1]
    return Tally(total=first.total, held=first.held, attended=counted, needed=module.frequency), ""


def threshold_of(hours_modules: list[Module]) -> tuple[Module, Module | None] | None:
    """The module whose reaching is counted, and the one before it in its phase."""
    for at, module in enumerate(hours_modules):
        if module.is_threshold:
            before = (
                hours_modules[at - 1] if at and hours_modules[at - 1].phase_id == module.phase_id else None
            )
            return module, before
    return None


def reaching(edition: Edition, modules: list[Module] | None = None) -> int:
    """How many people have reached the threshold module, whatever became of them there: what the alert counts."""
    if modules is None:
        modules = list(
            Module.objects.filter(phase__sheet=edition.sheet_id).order_by("phase__number", "order")
        )
    found = threshold_of(modules)
    if found is None:
        return 0
    threshold, before = found
    if before is None:
        return ClassPlace.objects.filter(turma__edition=edition, phase=threshold.phase_id).count()
    arrived = VentureMember.objects.filter(
        Q(until=None) | Q(until__gte=F("venture__steps__at__date")),
        venture__edition=edition,
        venture__steps__module=before,
        venture__steps__passed=True,
    )
    return arrived.values("participant").distinct().count()
