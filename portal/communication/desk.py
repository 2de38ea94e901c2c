"""What the desk of communication shows: items by their state, and the trail of one of them.

Every list is a few queries, whatever its length.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from accounts.models import Membership
from portal.models import NewsPage

SHOWN = 12
RUNS, RETURNED = WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES


@dataclass(frozen=True)
class Line:
    """One item in one list. `state`: of its workflow, if one is going on."""

    page: NewsPage
    title: str
    audience: str
    external: bool
    state: WorkflowState | None = None

    @property
    def comment(self) -> str:
        """Why it came back."""
        step = self.state.current_task_state if self.state else None
        return step.comment if step is not None and step.status == TaskState.STATUS_REJECTED else ""


def _states() -> dict[int, WorkflowState]:
    found = WorkflowState.objects.active().select_related("current_task_state", "requested_by")
    return {int(state.object_id): state for state in found}


def _lines(pages: Any, states: dict[int, WorkflowState]) -> list[Line]:
    """With title and audience of the latest version, which is the one being worked on."""
    lines = []
    for page in pages.for_rows().select_related("latest_revision", "owner", "campaignpage", "axis", "locale"):
        latest = page.latest_revision
        audience = latest.content.get("audience", page.audience) if latest else page.audience
        shown = NewsPage(audience=audience)
        lines.append(
            Line(
                page,
                page.draft_title or page.title,
                shown.get_audience_display(),
                shown.is_external,
                states.get(page.pk),
            )
        )
    return lines


@dataclass(frozen=True)
class Desk:
    waiting: list[Line]
    drafts: list[Line]
    published: list[Line]


def desk(member: Membership) -> Desk:
    states = _states()
    waits = [pk for pk, state in states.items() if state.status == RUNS]
    every = NewsPage.objects.all()
    drafts = every.filter(Q(live=False) | Q(has_unpublished_changes=True)).exclude(pk__in=waits)
    return Desk(
        waiting=_lines(every.filter(pk__in=waits).order_by("latest_revision_created_at"), states),
        drafts=_lines(drafts.order_by("-latest_revision_created_at")[:SHOWN], states),
        published=_lines(every.visible_to(member).latest()[:SHOWN], {}),
    )


@dataclass(frozen=True)
class Step:
    """One thing that happened to an item on its way outside."""

    at: datetime
    words: str
    who: str
    comment: str = ""


def trail(page: NewsPage) -> list[Step]:
    """Who submitted it, who answered what and when; the latest first."""
    states = WorkflowState.objects.annotate(key=Cast("object_id", CharField())).filter(
        key=str(page.pk), base_content_type=page.get_base_content_type()
    )
    steps = []
    found = (
        TaskState.objects.filter(workflow_state__in=states)
        .select_related("finished_by", "revision__user", "workflow_state__requested_by")
        .order_by("-started_at", "-pk")
    )
    said = {
        TaskState.STATUS_APPROVED: _("aprovada"),
        TaskState.STATUS_REJECTED: _("devolvida"),
        TaskState.STATUS_CANCELLED: _("retirada"),
    }
    for state in found:
        if state.finished_at is not None and state.status in said:
            steps.append(
                Step(state.finished_at, said[state.status], str(state.finished_by or ""), state.comment)
            )
        author = state.revision.user or state.workflow_state.requested_by
        steps.append(Step(state.started_at, _("submetida"), str(author or "")))
    return steps


def edit_url(page: NewsPage, member: Membership) -> str:
    """Its place in the CMS, for who works there."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if member.has(Membership.Role.EDITOR) else ""
