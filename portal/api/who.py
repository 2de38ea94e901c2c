"""Who is calling: a token acts for one person in one organisation. A session may read, never write."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from ninja.errors import AuthenticationError

from accounts import moment
from accounts.models import ApiToken, Membership

# How exact "last used" is: an address read every second must not write every second.
USED_EVERY = timedelta(minutes=1)
_READS = ("GET", "HEAD")


def _token(request: HttpRequest) -> ApiToken | None:
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _space, secret = header.strip().partition(" ")
    try:
        token = ApiToken.objects.matching(secret.strip()) if scheme.lower() == "bearer" else None
    except UnicodeEncodeError:
        token = None
    if token is None:
        raise AuthenticationError
    _used(token)
    return token


def _used(token: ApiToken) -> None:
    now = moment.now()
    if token.last_used_at is None or token.last_used_at <= now - USED_EVERY:
        long_ago = Q(last_used_at=None) | Q(last_used_at__lte=now - USED_EVERY)
        ApiToken.objects.filter(long_ago, pk=token.pk).update(last_used_at=now)


def _identify(request: HttpRequest) -> Membership | None:
    """A wrong token is refused even where none is needed; without one, a reader's session counts."""
    token = _token(request)
    if token is not None:
        request.member = token.membership  # type: ignore[attr-defined]
    elif request.method not in _READS:
        request.member = None  # type: ignore[attr-defined]
    request.token = token  # type: ignore[attr-defined]
    return request.member  # type: ignore[attr-defined]


class Anyone:
    """Visitors too; members see more."""

    def __call__(self, request: HttpRequest) -> bool:
        _identify(request)
        return True


class BearerToken:
    """Members only."""

    openapi_security_schema: dict[str, Any] = {
        "type": "http",
        "scheme": "bearer",
        "description": "A token from /conta/, acting for one organisation.",
    }

    def __call__(self, request: HttpRequest) -> Membership | None:
        return _identify(request)
