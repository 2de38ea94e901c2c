"""Who is let in to the desk of communication."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import Membership

View = Callable[..., HttpResponse]
EDITING = (Membership.Role.EDITOR, Membership.Role.COORDINATION)
COORDINATING = (Membership.Role.COORDINATION,)


def for_roles(*roles: str) -> Callable[[View], View]:
    """Visitors are asked to sign in; for a member without any of the roles these pages do not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                reads = request.method in ("GET", "HEAD")
                return redirect_to_login(request.get_full_path() if reads else reverse("communication"))
            member: Membership | None = request.member  # type: ignore[attr-defined]
            if member is None or not member.has(*roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
