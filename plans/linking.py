"""The link in a letter that reports without signing in: whom it stands for, signed, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import moment
from accounts.models import Membership

# As long as a period is nudged about, and a little more.
VALID_FOR = timedelta(days=45)
_SALT = "concerta.report-plans"


class Expired(Exception):
    """It was ours, and its time is over."""


@dataclass(frozen=True)
class Link:
    """What a link says: of which membership, since when, and under which password."""

    member: int
    since: datetime
    stamp: str

    def holds(self, member: Membership) -> bool:
        """Until the person's password changes: whoever reads their letters without leave is out by that."""
        return constant_time_compare(self.stamp, _stamp(member))


def _stamp(member: Membership) -> str:
    return salted_hmac(_SALT, f"{member.user_id}{member.user.password}", algorithm="sha256").hexdigest()[:20]


def token(member: Membership) -> str:
    """Bound to one person in one entity: it opens what they answer for and what is due of it on the day."""
    said = [member.pk, int(moment.now().timestamp()), _stamp(member)]
    return signing.dumps(said, salt=_SALT, compress=True)


def read(text: str) -> Link | None:
    """What a link stands for; None when it is not ours. Raises Expired."""
    try:
        found = signing.loads(text, salt=_SALT, max_age=VALID_FOR)
    except signing.SignatureExpired:
        raise Expired from None
    except signing.BadSignature:
        return None
    if not isinstance(found, list) or len(found) != 3:
        return None
    member, since, stamp = found
    return Link(member, datetime.fromtimestamp(since, UTC), stamp)
