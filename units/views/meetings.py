"""The page of a meeting, and the meeting for calendars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from units import feeds, printing, register
from units.lists import MeetingsForm, page_of
from units.models import AgendaItem, Decision, Meeting, Paper, Round

PER_PAGE = 20


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings of all bodies, the latest first."""
    member: Membership | None = request.member  # type: ignore[attr-defined]
    form = MeetingsForm(request.GET, member=member)
    page, page_errors = page_of(request, form.found(), PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "page_errors": page_errors,
        "narrowed": form.is_valid() and form.narrows,
    }
    return render(request, "units/meetings.html", context, status=400 if form.errors or page_errors else 200)


def _meeting(request: HttpRequest, uuid: UUID) -> tuple[Meeting, Membership | None]:
    member: Membership | None = request.member  # type: ignore[attr-defined]
    found = Meeting.objects.visible_to(member).select_related("body__axis")
    return get_object_or_404(found, uuid=uuid), member


@require_safe
def meeting(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, member = _meeting(request, uuid)
    governs = member is not None and member.governs
    items = list(AgendaItem.objects.visible_to(member).filter(meeting=found))
    rounds = Round.objects.visible_to(member).select_related("version__draft")
    shown = {one.pk: one for one in rounds.filter(pk__in={item.round_id for item in items if item.round_id})}
    reads_minutes = found.minutes_for(member)
    decisions = Decision.objects.approved().visible_to(member).filter(meeting=found)
    context: dict[str, Any] = {
        "meeting": found,
        "items": [
            (item, shown.get(item.round_id or 0), item.minutes if reads_minutes else "") for item in items
        ],
        "reads_minutes": reads_minutes and any(item.minutes for item in items),
        "attendances": list(found.attendances.select_related("municipality")) if _was_held(found) else [],
        "seats": found.body.seats_on(found.day).count(),
        "tasks": list(found.tasks.select_related("owner__user", "owner__organisation")) if governs else [],
        "entries": register.entries(decisions, member),
        "papers": Paper.objects.visible_to(member).filter(meeting=found).defer("content"),
        "governs": governs,
        "manages": member is not None and Meeting.objects.managed_by(member).filter(pk=found.pk).exists(),
    }
    return render(request, "units/meeting.html", context)


def _was_held(meeting: Meeting) -> bool:
    return meeting.state == Meeting.State.HELD


@require_safe
def meeting_calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, member = _meeting(request, uuid)
    items = AgendaItem.objects.visible_to(member).filter(meeting=found)
    answer = HttpResponse(
        feeds.meeting_event(found, items, member), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="reuniao.ics"'
    return answer


@require_safe
def meeting_pack(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is to be read before the meeting, as one PDF."""
    found, member = _meeting(request, uuid)
    return _pdf(request, lambda: printing.pack(found, member), f"reuniao-{_named(found)}.pdf")


@require_safe
def meeting_minutes(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, member = _meeting(request, uuid)
    written = AgendaItem.objects.visible_to(member).filter(meeting=found).exclude(minutes="")
    if not found.minutes_for(member) or not written.exists():
        raise Http404
    return _pdf(request, lambda: printing.minutes(found, member), f"ata-{_named(found)}.pdf")


def _named(meeting: Meeting) -> str:
    return f"{meeting.body.prefix}-{meeting.year}-{meeting.number:02d}".lower()


def _pdf(request: HttpRequest, make: Callable[[], bytes], name: str) -> HttpResponse:
    """Who asks only for the head costs no page."""
    made = b"" if request.method == "HEAD" else make()
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
