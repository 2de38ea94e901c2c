"""Who is asking, and for which organisation: a person in several acts for one at a time."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import Membership

SESSION_KEY = "acting_for"


def member_of(request: HttpRequest) -> Membership | None:
    """The membership the signed-in person acts under: the chosen one, else the first; None for anybody else.

    Leaves `request.several_organisations` for the page frame, which offers to change.
    """
    user = request.user
    if not user.is_authenticated:
        return None
    memberships = list(
        Membership.objects.active()
        .filter(user_id=user.pk)
        .select_related("organisation__municipality")
        .order_by("organisation__sort_key", "pk")
    )
    for membership in memberships:
        membership.user = user
    request.several_organisations = len(memberships) > 1  # type: ignore[attr-defined]
    chosen = request.session.get(SESSION_KEY)
    return next(
        (m for m in memberships if m.organisation_id == chosen), memberships[0] if memberships else None
    )


def acting_member(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Sets `request.member`. Visitors carry no session cookie and cost no query."""

    def middleware(request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        request.several_organisations = False  # type: ignore[attr-defined]
        request.member = member_of(request) if has_session else None  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
