"""How often one address may try what opens without signing in. Counts live in the cache, under a hash."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

WINDOW = timedelta(minutes=10)


def _key(request: HttpRequest, what: str) -> str:
    source = get_adapter(request).get_client_ip(request)
    marked = salted_hmac("concerta.limits", str(source), algorithm="sha256").hexdigest()
    return f"limit:{what}:{marked}"


def spent(request: HttpRequest, what: str, most: int) -> bool:
    """Whether this address has already used up what it may in the present ten minutes."""
    return int(cache.get(_key(request, what), 0)) >= most


def count(request: HttpRequest, what: str) -> None:
    key = _key(request, what)
    if not cache.add(key, 1, WINDOW.total_seconds()):
        try:
            cache.incr(key)
        except ValueError:  # it ran out in between
            cache.add(key, 1, WINDOW.total_seconds())
