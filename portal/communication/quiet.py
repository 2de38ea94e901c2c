"""Wagtail's own letters about workflows, switched off: who is told of what is one thing in the whole portal.

Its signals are connected after this room is ready, so this is said again where a workflow begins.
"""

from __future__ import annotations

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

LETTERS = (
    (task_submitted, TaskState, "group_approval_task_submitted"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected"),
    (workflow_approved, WorkflowState, "workflow_state_approved"),
)


def switch_off() -> None:
    for signal, sender, name in LETTERS:
        signal.disconnect(sender=sender, dispatch_uid=f"{name}_email_notification")
