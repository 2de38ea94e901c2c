"""What was promised in a meeting: given to somebody with a date, reminded until it is done."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment, outbox
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from units import mail
from units.actions import shared
from units.models import AgendaItem, Meeting, Task

# Before it is due, on the day, and then once a week until somebody says it is done.
AHEAD = timedelta(days=3)
FARTHEST = timedelta(days=730)


@shared.database_speaks
@transaction.atomic
def give_task(
    meeting: Meeting,
    *,
    by: Membership,
    what: str,
    owner: Membership,
    due: date,
    item: AgendaItem | None = None,
) -> Task:
    shared.must_run(meeting.body, by)
    what = shared.text("what", what, most=shared.MAX_LINE)
    today = timezone.localdate(moment.now())
    if not owner.governs or not owner.is_active:
        raise Invalid("owner", _("Uma tarefa é de quem representa um município ou é da coordenação."))
    if not today <= due <= today + FARTHEST:
        raise Invalid("due", _("A data tem de ficar entre hoje e daqui a dois anos."))
    if item is not None and item.meeting_id != meeting.pk:
        raise Invalid("item", _("Este ponto é de outra reunião."))
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    task = Task.objects.create(
        meeting=meeting, item=item, what=what, owner=owner, due=due, made_at=moment.now()
    )
    shared.record(("task", task.uuid), "give_task", by=by, label=str(meeting), after="open")
    mail.task_given(task)
    return task


def _locked(task: Task, by: Membership) -> Task:
    task = (
        Task.objects.select_for_update(of=("self",))
        .select_related("meeting__body", "owner__user")
        .get(pk=task.pk)
    )
    if task.owner_id != by.pk:
        try:
            shared.must_run(task.meeting.body, by)
        except NotAllowed:
            raise NotAllowed(_("Só quem tem a tarefa, ou quem coordena o órgão, a pode mudar.")) from None
    return task


@shared.database_speaks
@transaction.atomic
def finish_task(task: Task, *, by: Membership, note: str = "") -> Task:
    note = shared.text("note", note, most=shared.MAX_LINE, needed=False)
    task = _locked(task, by)
    if not task.is_open:
        raise WrongState(_("Esta tarefa já estava fechada."), state="done")
    task.done_at, task.done_note = moment.now(), note
    task.save()
    shared.record(
        ("task", task.uuid),
        "finish_task",
        by=by,
        label=str(task.meeting),
        before="open",
        after="done",
        said=note,
    )
    mail.task_done(task, by=by)
    return task


@shared.database_speaks
@transaction.atomic
def reopen_task(task: Task, *, by: Membership) -> Task:
    """Undo: it was not done after all."""
    task = _locked(task, by)
    if task.is_open:
        raise WrongState(_("Esta tarefa está aberta."), state="open")
    task.done_at, task.done_note, task.dropped_why = None, "", ""
    task.save()
    shared.record(
        ("task", task.uuid), "reopen_task", by=by, label=str(task.meeting), before="done", after="open"
    )
    return task


@shared.database_speaks
@transaction.atomic
def drop_task(task: Task, *, by: Membership, why: str) -> Task:
    """It is no longer to be done. Only who runs the body says so, with a reason."""
    shared.must_run(task.meeting.body, by)
    why = shared.text("why", why, most=shared.MAX_LINE)
    task = _locked(task, by)
    if not task.is_open:
        raise WrongState(_("Esta tarefa já estava fechada."), state="done")
    task.dropped_why = why
    task.save()
    shared.record(
        ("task", task.uuid),
        "drop_task",
        by=by,
        label=str(task.meeting),
        before="open",
        after="dropped",
        said=why,
    )
    mail.task_dropped(task)
    return task


def remind_tasks() -> int:
    """Clock: three days before, on the day, and every seven days after it."""
    told, today = 0, timezone.localdate(moment.now())
    due = Task.objects.open().filter(due__lte=today + AHEAD).select_related("meeting__body", "owner__user")
    for task in due:
        weeks = (today - task.due).days // 7 if today >= task.due else -1
        with transaction.atomic():
            if outbox.once(f"task:{task.uuid}:{task.due:%Y%m%d}:{weeks}"):
                told += mail.task_due(task)
    return told
