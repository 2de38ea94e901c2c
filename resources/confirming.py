"""The link in a letter that confirms capacity without signing in: what it stands for, signed, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

from accounts.models import Membership
from resources.models import Resource

VALID_FOR = timedelta(days=3)
_SALT = "concerta.confirm-capacity"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


class Expired(Exception):
    """It was ours, and its time is over."""


@dataclass(frozen=True)
class Asked:
    """Who was asked, and about what: each resource (id) as last confirmed when the letter was written."""

    membership: int
    seen: dict[int, datetime]


def token(member: Membership, resources: Sequence[Resource]) -> str:
    """Bound to one person in one organisation and to the confirmation each resource had: used once, it is used up."""
    seen = [
        (one.pk, (one.confirmed_at - _EPOCH) // _MICRO) for one in resources if one.confirmed_at is not None
    ]
    return signing.dumps((member.pk, seen), salt=_SALT, compress=True)


def read(text: str) -> Asked | None:
    """What a link stands for; None when it is not ours. Raises Expired."""
    try:
        membership, seen = signing.loads(text, salt=_SALT, max_age=VALID_FOR)
    except signing.SignatureExpired:
        raise Expired from None
    except signing.BadSignature:
        return None
    return Asked(membership, {pk: _EPOCH + at * _MICRO for pk, at in seen})
