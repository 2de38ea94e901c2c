"""What was promised in a meeting: owner, date, reminders until somebody says it is done."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Letter
from accounts.refusals import Invalid, NotAllowed, PersonalData, WrongState
from tests.units.governing import GONDOMAR, MAIA, PORTO, at, governing
from units import actions
from units.models import Task

pytestmark = pytest.mark.django_db
__all__ = ["governing"]
TODAY = timezone.localdate()
WHAT = "Enviar a tabela de custos do banco"


@pytest.fixture
def meeting(governing):
    return governing.held()


@pytest.fixture
def task(governing, meeting):
    return give(governing, meeting)


def give(governing, meeting, **more):
    arguments = {
        "by": governing.coordination,
        "what": WHAT,
        "owner": governing.speakers[MAIA],
        "due": TODAY + timedelta(days=10),
        "item": meeting.items.first(),
    }
    return actions.give_task(meeting, **(arguments | more))


def noon(day):
    return datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())


def told(kind):
    return list(Letter.objects.filter(kind=kind).order_by("pk").values_list("to", "subject"))


def test_a_task_is_given_to_somebody_who_governs_with_a_date(governing, meeting, task):
    assert list(Task.objects.open().of(governing.speakers[MAIA])) == [task]
    assert told("task_given") == [("representative@example.org", f"Tem uma nova tarefa: {governing.unit}")]
    letter = Letter.objects.get(kind="task_given")
    assert WHAT in letter.text and WHAT not in letter.subject
    give(governing, meeting, owner=governing.coordination, due=TODAY, item=None)
    assert Task.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 241}, "what"),
        ({"due": TODAY - timedelta(days=1)}, "due"),
        ({"due": TODAY + timedelta(days=731)}, "due"),
        ({"owner": "technician"}, "owner"),
        ({"owner": "left"}, "owner"),
        ({"item": "other"}, "item"),
    ],
)
def test_a_task_that_makes_no_sense_is_refused_at_its_field(governing, meeting, change, field):
    if change.get("owner") == "technician":
        change["owner"] = governing.cast.technician
    if change.get("owner") == "left":
        change["owner"] = governing.speakers[PORTO]
        change["owner"].is_active = False
    if "item" in change:
        change["item"] = governing.plan().items.first()
    with pytest.raises(Invalid) as refused:
        give(governing, meeting, **change)
    assert refused.value.field == field
    assert give(governing, meeting).is_open


def test_a_task_names_nobody_who_is_cared_for(governing, meeting):
    with pytest.raises(PersonalData):
        give(governing, meeting, what="Ligar a utente@example.org")


def test_only_who_runs_the_body_gives_and_drops_tasks(governing, meeting, task):
    for by in (governing.speakers[MAIA], governing.speakers[PORTO], governing.cast.technician):
        with pytest.raises(NotAllowed):
            give(governing, meeting, by=by)
        with pytest.raises(NotAllowed):
            actions.drop_task(task, by=by, why="Não faz falta.")
    leads = governing.speakers[GONDOMAR]
    assert not actions.drop_task(
        give(governing, meeting, by=leads), by=leads, why="Já não é preciso."
    ).is_open


def test_reminders_come_three_days_before_on_the_day_and_every_week_after_once_each(governing, task):
    got = {}
    for offset in range(-6, 24):
        for hour in (9, 15):
            with at(noon(task.due + timedelta(days=offset)) + timedelta(hours=hour - 12)):
                if count := actions.remind_tasks():
                    got[offset, hour] = count
    assert got == {(offset, 9): 1 for offset in (-3, 0, 7, 14, 21)}
    near, late = f"Tarefa com prazo próximo: {governing.unit}", f"Tarefa atrasada: {governing.unit}"
    assert told("task_due") == [("representative@example.org", s) for s in (near, near, late, late, late)]


def test_a_clock_that_stood_still_on_the_day_reminds_on_the_next(task):
    with at(noon(task.due + timedelta(days=2))):
        assert actions.remind_tasks() == 1
        assert actions.remind_tasks() == 0


def test_what_is_done_is_not_reminded_and_what_was_undone_is(governing, task):
    owner = governing.speakers[MAIA]
    actions.finish_task(task, by=owner, note="Enviada a 3.")
    with at(noon(task.due)):
        assert actions.remind_tasks() == 0
        actions.reopen_task(task, by=owner)
        assert actions.remind_tasks() == 1
    actions.drop_task(task, by=governing.coordination, why="Já não é preciso.")
    with at(noon(task.due + timedelta(days=7))):
        assert actions.remind_tasks() == 0


def test_a_task_is_late_from_the_day_after(task):
    for day, late in [(0, False), (1, True)]:
        then = task.due + timedelta(days=day)
        assert list(Task.objects.late(then)) == ([task] if late else [])
        with at(noon(then)):
            assert task.is_late is late
    task.done_at = timezone.now()
    with at(noon(task.due + timedelta(days=1))):
        assert not task.is_late


def test_its_owner_finishes_it_and_who_runs_the_body_is_told(governing, task):
    owner = governing.speakers[MAIA]
    done = actions.finish_task(task, by=owner, note="Enviada a 3.")
    assert (done.is_open, done.done_note) == (False, "Enviada a 3.")
    runs = {governing.coordination.user.email, governing.speakers[GONDOMAR].user.email}
    assert {to for to, _subject in told("task")} == runs
    with pytest.raises(WrongState) as refused:
        actions.finish_task(task, by=owner)
    assert refused.value.status == 409
    assert len(told("task")) == len(runs)


def test_who_runs_the_body_finishes_it_too_and_nobody_else(governing, task):
    for other in (governing.speakers[PORTO], governing.cast.technician):
        for attempt in (actions.finish_task, actions.reopen_task):
            with pytest.raises(NotAllowed) as refused:
                attempt(task, by=other)
            assert refused.value.status == 403
    assert not actions.finish_task(task, by=governing.coordination).is_open
    assert governing.coordination.user.email not in {to for to, _subject in told("task")}


def test_undo_opens_it_again_once(governing, task):
    owner = governing.speakers[MAIA]
    with pytest.raises(WrongState):
        actions.reopen_task(task, by=owner)
    actions.finish_task(task, by=owner, note="Enganei-me.")
    opened = actions.reopen_task(task, by=owner)
    assert (opened.is_open, opened.done_at, opened.done_note) == (True, None, "")
    with pytest.raises(WrongState):
        actions.reopen_task(task, by=owner)


def test_a_task_is_dropped_with_a_reason_its_owner_reads(governing, task):
    with pytest.raises(Invalid) as refused:
        actions.drop_task(task, by=governing.coordination, why="")
    assert refused.value.field == "why"
    actions.drop_task(task, by=governing.coordination, why="O banco fechou.")
    letter = Letter.objects.get(kind="task")
    assert letter.to == "representative@example.org" and "O banco fechou." in letter.text
    for attempt in (
        lambda: actions.drop_task(task, by=governing.coordination, why="Outra vez."),
        lambda: actions.finish_task(task, by=governing.speakers[MAIA]),
    ):
        with pytest.raises(WrongState):
            attempt()


def test_every_step_leaves_one_audit_row(governing, task):
    actions.finish_task(task, by=governing.speakers[MAIA], note="Enviada.")
    actions.reopen_task(task, by=governing.speakers[MAIA])
    actions.drop_task(task, by=governing.coordination, why="O banco fechou.")
    rows = AuditEntry.objects.filter(subject_id=str(task.uuid)).order_by("seq")
    assert [(r.verb, r.from_state, r.to_state) for r in rows] == [
        ("give_task", "", "open"),
        ("finish_task", "open", "done"),
        ("reopen_task", "done", "open"),
        ("drop_task", "open", "dropped"),
    ]
