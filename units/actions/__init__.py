"""What may be done in governing: one function per verb. Each locks its parent, looks again, records, tells."""

from units.actions.decisions import (
    approve_decision,
    correct_decision,
    draft_decision,
    drop_decision,
    edit_decision,
)
from units.actions.meetings import (
    approve_minutes,
    call_meeting,
    cancel_meeting,
    change_meeting,
    circulate_minutes,
    hold_meeting,
    mark_attendance,
    plan_meeting,
    write_minutes,
)
from units.actions.papers import add_paper, delete_paper
from units.actions.rounds import (
    close_due_rounds,
    close_round,
    drop_round,
    give_position,
    open_round,
    prepare_round,
    remind_rounds,
    take_back_position,
    withdraw_round,
)
from units.actions.tasks import drop_task, finish_task, give_task, remind_tasks, reopen_task

__all__ = [
    "add_paper",
    "approve_decision",
    "approve_minutes",
    "call_meeting",
    "cancel_meeting",
    "change_meeting",
    "circulate_minutes",
    "close_due_rounds",
    "close_round",
    "correct_decision",
    "delete_paper",
    "draft_decision",
    "drop_decision",
    "drop_round",
    "drop_task",
    "edit_decision",
    "finish_task",
    "give_position",
    "give_task",
    "hold_meeting",
    "mark_attendance",
    "open_round",
    "plan_meeting",
    "prepare_round",
    "remind_rounds",
    "remind_tasks",
    "reopen_task",
    "take_back_position",
    "withdraw_round",
    "write_minutes",
]
