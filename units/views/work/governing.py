"""One page for who governs: positions due, own tasks, what was decided since the last look, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import moment
from accounts.models import Membership
from units.models import Body, Consultation, Decision, LastLook, Meeting, Position, Round, Task
from units.models.rounds import ALL, Outcome
from units.views.work.manners import SeeOther, acting, governing_only

MOST_DECIDED = 10
MOST_MEETINGS = 6
MOST_RUN = 30
UNDO = timedelta(days=1)


@dataclass
class Running:
    """What waits for who runs one or more bodies."""

    bodies: list[Body]
    drafts: list[Round] = field(default_factory=list)
    to_close: list[Round] = field(default_factory=list)
    open: list[Round] = field(default_factory=list)
    to_decide: list[Round] = field(default_factory=list)
    returned: list[Round] = field(default_factory=list)
    to_call: list[Meeting] = field(default_factory=list)
    to_run: list[Meeting] = field(default_factory=list)
    called: list[Meeting] = field(default_factory=list)
    to_circulate: list[Meeting] = field(default_factory=list)
    to_approve: list[Meeting] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    to_open: list[Consultation] = field(default_factory=list)
    owing: list[Consultation] = field(default_factory=list)
    to_publish: list[Consultation] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """What is theirs to move on; open rounds and meetings to come are not."""
        rounds = (self.drafts, self.to_close, self.to_decide, self.returned)
        meetings = (self.to_call, self.to_run, self.to_circulate, self.to_approve)
        consultations = (self.to_open, self.owing, self.to_publish)
        waiting = sum(map(len, rounds)) + sum(map(len, meetings)) + sum(map(len, consultations))
        return waiting + len(self.decisions)

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.open or self.called)


@dataclass
class Desk:
    """One member's page now."""

    member: Membership
    now: datetime
    to_answer: list[Round]
    answered: list[Position]
    tasks: list[Task]
    done: list[Task]
    seen_until: datetime | None
    decided: list[Decision]
    closed: list[Round]
    meetings: list[Meeting]
    to_comment: list[Consultation]
    running: Running | None

    all = ALL

    @property
    def late(self) -> int:
        return sum(task.is_late for task in self.tasks)

    @property
    def heading(self) -> str:
        if n := len(self.to_answer):
            return ngettext("%(n)s posição por dar", "%(n)s posições por dar", n) % {"n": n}
        if n := len(self.tasks):
            return ngettext("%(n)s tarefa por fazer", "%(n)s tarefas por fazer", n) % {"n": n}
        if self.running and (n := self.running.waiting):
            return ngettext("%(n)s assunto por tratar", "%(n)s assuntos por tratar", n) % {"n": n}
        return _("Nada à sua espera")

    @property
    def pressing(self) -> str:
        """The end of the heading: what is late already."""
        if not self.late:
            return ""
        if not self.to_answer:
            return ngettext("%(n)s em atraso", "%(n)s em atraso", self.late) % {"n": self.late}
        return ngettext("%(n)s tarefa em atraso", "%(n)s tarefas em atraso", self.late) % {"n": self.late}


def desk(member: Membership) -> Desk:
    """A few queries for each list, whatever its length."""
    now = moment.now()
    own = member.organisation.municipality_id if member.speaks_for_municipality else None
    seen_until = LastLook.objects.seen_until(member)
    decided = Decision.objects.visible_to(member).approved().for_pages().order_by("-approved_at")
    closed = Round.objects.visible_to(member).filter(state=Round.State.CLOSED).for_pages()
    if seen_until is not None:
        decided = decided.filter(approved_at__gt=seen_until)
        closed = closed.filter(closed_at__gt=seen_until)
    return Desk(
        member,
        now,
        to_answer=list(
            Round.objects.awaiting(own).filter(deadline__gt=now).for_pages().order_by("deadline", "pk")
        ),
        answered=list(
            Position.objects.filter(
                municipality=own, round__state=Round.State.OPEN, round__deadline__gt=now
            ).select_related("round__version__draft")
            if own
            else ()
        ),
        tasks=list(Task.objects.of(member).open().select_related("meeting__body__axis")),
        done=list(
            Task.objects.of(member)
            .filter(done_at__gte=now - UNDO)
            .select_related("meeting__body__axis")
            .order_by("-done_at")
        ),
        seen_until=seen_until,
        decided=list(decided[:MOST_DECIDED]),
        closed=list(closed.order_by("-closed_at")[:MOST_DECIDED]),
        meetings=list(
            Meeting.objects.visible_to(member).to_come(now).select_related("body__axis")[:MOST_MEETINGS]
        ),
        to_comment=list(
            Consultation.objects.commentable_by(member, now)
            .for_pages()
            .annotate(own=Number("comments", Q(comments__organisation=member.organisation_id), distinct=True))
            .order_by("deadline", "pk")[:MOST_MEETINGS]
        ),
        running=_running(member, now),
    )


def _running(member: Membership, now: datetime) -> Running | None:
    bodies = list(Body.objects.run_by(member).select_related("axis"))
    if not bodies:
        return None
    made = Running(bodies)
    decided = Decision.objects.filter(round=OuterRef("pk"))
    later = Round.objects.filter(
        version__draft=OuterRef("version__draft"), version__number__gt=OuterRef("version__number")
    )
    rounds = (
        Round.objects.managed_by(member)
        .annotate(is_decided=Exists(decided), has_later=Exists(later))
        .filter(
            Q(state__in=[Round.State.DRAFT, Round.State.OPEN])
            | Q(state=Round.State.CLOSED, is_decided=False, has_later=False)
        )
        .for_pages()
    )
    for round in rounds.order_by("deadline", "pk")[: 2 * MOST_RUN]:
        if round.state == Round.State.DRAFT:
            made.drafts.append(round)
        elif round.state == Round.State.CLOSED:
            (made.returned if round.outcome == Outcome.RETURNED else made.to_decide).append(round)
        elif round.is_late or not round.count.silent:
            made.to_close.append(round)
        else:
            made.open.append(round)
    meetings = (
        Meeting.objects.managed_by(member)
        .exclude(state=Meeting.State.CANCELLED)
        .exclude(minutes=Meeting.Minutes.APPROVED)
        .select_related("body__axis")
        .annotate(written=Number("items", filter=~Q(items__minutes="")))
    )
    for meeting in meetings.order_by("starts", "pk")[: 2 * MOST_RUN]:
        if meeting.state == Meeting.State.DRAFT:
            made.to_call.append(meeting)
        elif meeting.state == Meeting.State.CALLED:
            (made.to_run if meeting.starts <= now else made.called).append(meeting)
        elif meeting.minutes == Meeting.Minutes.CIRCULATED:
            made.to_approve.append(meeting)
        else:
            made.to_circulate.append(meeting)
    made.decisions = list(
        Decision.objects.managed_by(member)
        .filter(state=Decision.State.DRAFT)
        .select_related("body__axis", "corrects")
        .order_by("-made_at")[:MOST_RUN]
    )
    consultations = Consultation.objects.managed_by(member).filter(
        state__in=[Consultation.State.DRAFT, Consultation.State.CLOSED]
    )
    for one in consultations.for_pages().order_by("deadline", "pk")[:MOST_RUN]:
        if one.state == Consultation.State.DRAFT:
            made.to_open.append(one)
        else:
            (made.owing if one.missing else made.to_publish).append(one)
    return made


@dataclass(frozen=True)
class Waiting:
    """What waits, in numbers: for the strip of the workspace."""

    positions: int
    first: datetime | None
    tasks: int
    late: int


def waiting(member: Membership) -> Waiting:
    """Two queries; for members who govern."""
    now = moment.now()
    own = member.organisation.municipality_id if member.speaks_for_municipality else None
    deadlines = list(
        Round.objects.awaiting(own)
        .filter(deadline__gt=now)
        .order_by("deadline")
        .values_list("deadline", flat=True)
    )
    today = timezone.localdate(now)
    tasks = Task.objects.of(member).open().aggregate(n=Number("pk"), late=Number("pk", Q(due__lt=today)))
    return Waiting(len(deadlines), deadlines[0] if deadlines else None, tasks["n"], tasks["late"])


@governing_only
@require_safe
def governing(request: HttpRequest) -> HttpResponse:
    return show(request)


def show(request: HttpRequest, *, errors: list[str] | None = None, status: int = 200) -> HttpResponse:
    """The page; with what was refused on it."""
    context: dict[str, Any] = {"desk": desk(acting(request)), "page_errors": errors or []}
    return render(request, "units/work/governing.html", context, status=status)


@governing_only
@require_POST
def governing_seen(request: HttpRequest) -> HttpResponse:
    """Seen until the page was made: what was decided while it stood open is still new."""
    now = moment.now()
    try:
        until = parse_datetime(request.POST.get("ate", ""))
    except ValueError:
        until = None
    if until is None or timezone.is_naive(until) or until > now:
        until = now
    LastLook.objects.mark(acting(request), until)
    messages.success(request, _("Marcado como visto."))
    return SeeOther(reverse("governing"))
