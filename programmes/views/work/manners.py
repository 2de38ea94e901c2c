"""How the work pages of programmes behave: what one may fetch, and how a verb on a button answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.refusals import Refusal
from programmes.models import Edition, Participant
from units.views.work import manners
from units.views.work.manners import SeeOther, acting

CONFIRM = "programmes/work/confirm.html"


def worked_on(request: HttpRequest, uuid: UUID) -> Edition:
    """An edition whose people and sessions one reads."""
    found = Edition.objects.worked_on_by(acting(request))
    return get_object_or_404(with_all(found), uuid=uuid)


def managed(request: HttpRequest, uuid: UUID) -> Edition:
    return get_object_or_404(with_all(Edition.objects.managed_by(acting(request))), uuid=uuid)


def marked(request: HttpRequest, uuid: UUID) -> Edition:
    return get_object_or_404(with_all(Edition.objects.marked_by(acting(request))), uuid=uuid)


def with_all(found: Any) -> Any:
    return found.select_related(
        "sheet__programme__current", "organisation", "municipality", "responsible__user", "criteria"
    )


def participant_marked(request: HttpRequest, uuid: UUID) -> Participant:
    """Somebody of an edition in which one writes down what happens."""
    found = Participant.objects.filter(edition__in=Edition.objects.marked_by(acting(request)))
    return get_object_or_404(found.select_related("edition__sheet", "edition__organisation"), uuid=uuid)


def participant_managed(request: HttpRequest, uuid: UUID) -> Participant:
    found = Participant.objects.managed_by(acting(request))
    return get_object_or_404(found.select_related("edition__sheet", "edition__organisation"), uuid=uuid)


def is_manager(request: HttpRequest, edition: Edition) -> bool:
    member = acting(request)
    return member.may_decide and member.organisation_id == edition.organisation_id


def is_marker(request: HttpRequest, edition: Edition) -> bool:
    """Without asking the database: the same as `Edition.objects.marked_by`."""
    member = acting(request)
    return (
        member.has(member.Role.MANAGER, member.Role.TECHNICIAN)
        and member.organisation_id == edition.organisation_id
    )


def tried(
    request: HttpRequest, do: Callable[[], object], *, back: str, said: str, edition: Edition | None = None
) -> HttpResponse:
    """A verb on a button: done, it goes back and says so; refused, a page says why and leads back."""
    try:
        do()
    except Refusal as refusal:
        context = {"page_errors": [refusal.sentence], "url": back, "edition": edition}
        return render(request, "programmes/work/refused.html", context, status=refusal.status)
    messages.success(request, said)
    return SeeOther(back)


def confirm(
    request: HttpRequest, do: Callable[[], str], *, page: dict[str, Any], form: Any = None
) -> HttpResponse:
    return manners.confirm(request, do, page=page, form=form, template=CONFIRM)


def chosen(found: Any, uuid: str) -> Any:
    """The one a form names among these, or 404: a button of somebody else's page."""
    try:
        return get_object_or_404(found, uuid=UUID(uuid))
    except ValueError:
        raise Http404 from None
