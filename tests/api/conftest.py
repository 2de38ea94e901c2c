"""Calling the API as one of the cast: the refusal and the success share this set-up."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import ApiToken, Membership

ROOT = "/api/v1/"


class Caller:
    """A caller with a token of its own (none: a visitor). Answers carry `.json()` and `.status_code`."""

    def __init__(self, secret: str = "", **headers: str) -> None:
        self.client = Client(raise_request_exception=True)
        self.headers = ({"Authorization": f"Bearer {secret}"} if secret else {}) | headers

    def get(self, path: str, query: Any = None, **headers: str) -> Any:
        return self.client.get(self._at(path), query, headers=self.headers | headers)

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        """`body` as JSON; None sends no body at all, a str or bytes goes as it is."""
        raw = body if isinstance(body, str | bytes) else b"" if body is None else json.dumps(body)
        more = {"Idempotency-Key": key} if key else {}
        return self.client.generic(
            "POST",
            self._at(path),
            raw,
            content_type="application/json",
            headers=self.headers | more | headers,
        )

    @staticmethod
    def _at(path: str) -> str:
        return path if path.startswith(("http", "/")) else ROOT + path


def new_token(member: Membership) -> str:
    secret = ApiToken.new_secret()
    ApiToken.objects.create(membership=member, label="teste", digest=ApiToken.digest_of(secret))
    return secret


@pytest.fixture
def caller(cast: Any) -> Callable[..., Caller]:
    """`caller("technician")`, `caller(membership)`, `caller(None)` for a visitor."""
    made: dict[Any, Caller] = {}

    def make(who: Any) -> Caller:
        if who not in made:
            member = getattr(cast, who) if isinstance(who, str) else who
            made[who] = Caller(new_token(member) if member else "")
        return made[who]

    return make


@pytest.fixture
def day() -> Callable[[int], str]:
    """`day(3)`: the local day three days from today, as it is written in a call."""
    from datetime import timedelta

    from resources import days

    return lambda offset: (days.today() + timedelta(days=offset)).isoformat()
