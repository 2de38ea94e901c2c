"""The link in a letter that renews job offers without signing in: what it stands for, signed, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing

from accounts.models import Membership
from community.models import JobOffer

VALID_FOR = timedelta(days=21)
_SALT = "concerta.renew-jobs"


class Expired(Exception):
    """It was ours, and its time is over."""


@dataclass(frozen=True)
class Asked:
    """Who was asked, and about what: each offer (id) with the last day it had when the letter was written."""

    membership: int
    seen: dict[int, date]


def token(member: Membership, jobs: Sequence[JobOffer]) -> str:
    """Bound to one person in one organisation and to the last day of each offer: used once, it is used up."""
    seen = [(one.pk, one.expires_on.toordinal()) for one in jobs]
    return signing.dumps((member.pk, seen), salt=_SALT, compress=True)


def read(text: str) -> Asked | None:
    """What a link stands for; None when it is not ours. Raises Expired."""
    try:
        membership, seen = signing.loads(text, salt=_SALT, max_age=VALID_FOR)
    except signing.SignatureExpired:
        raise Expired from None
    except signing.BadSignature:
        return None
    return Asked(membership, {pk: date.fromordinal(day) for pk, day in seen})
