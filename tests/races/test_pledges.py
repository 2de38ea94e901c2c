"""Two matches of one pledge at the same instant never give away more than was promised.

As in `test_positions`: threads with connections of their own linger between the look and the write, and the controls
take the nets away one by one.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models import Sum
from django.test import override_settings

from accounts import audit
from accounts.refusals import Invalid, Refusal, WrongState
from community.models import Pledge, PledgeMatch
from community.models.pledges import PledgeQuerySet
from tests.community.funded import Funded
from tests.conftest import SOAK, Cast
from tests.database import database
from tests.races.conftest import QUICK
from tests.races.test_positions import LINGER
from tests.races.test_positions import at_once as _at_once
from tests.races.world import as_superuser, pointed_at

pytestmark = pytest.mark.soak
ROUNDS = 100 if SOAK else 8
CONTROLS = 20 if SOAK else 3
PROMISED, EACH = 10, 7


@contextmanager
def committed(blocker: Any) -> Iterator[Funded]:
    name = database.clone(database.template("cast"), f"pledges_{secrets.token_hex(4)}")
    with blocker.unblock(), pointed_at(name), override_settings(**QUICK):
        made = Funded(Cast())
        made.name = name  # type: ignore[attr-defined]
        yield made
    database.drop(name)


@pytest.fixture(autouse=True)
def linger(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause between the look at what is left and the count of what is given."""
    save = PledgeMatch.save

    def slowly(self: PledgeMatch, *args: Any, **kwargs: Any) -> None:
        time.sleep(LINGER)
        save(self, *args, **kwargs)

    monkeypatch.setattr(PledgeMatch, "save", slowly)


def two_matches(funded: Funded) -> tuple[Pledge, list[Any], int]:
    """The pledge, what each came to, and how much stands given away."""
    pledge = funded.pledge(quantity=PROMISED)

    def match() -> Any:
        try:
            return funded.match(pledge, EACH)
        except Invalid as refusal:
            return refusal

    answers = _at_once(match, match)
    pledge.refresh_from_db()
    given = PledgeMatch.objects.filter(pledge=pledge).aggregate(n=Sum("quantity"))["n"]
    return pledge, answers, given


@pytest.mark.parametrize(
    ("lock", "check"),
    [(True, True), (False, True), (True, False), (False, False)],
    ids=["both", "no lock", "no check", "neither"],
)
def test_lock_or_check_alone_hold_and_without_both_more_is_given_than_promised(
    django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch, tally: Any, lock: bool, check: bool
) -> None:
    held = lock or check
    names = f"{'' if lock else 'no '}lock, {'' if check else 'no '}check"
    seen = tally(f"two matches of one pledge: {names}", "7 of 10 given" if held else "14 of 10 given")
    with committed(django_db_blocker) as funded, as_superuser(funded.name) as superuser:  # type: ignore[attr-defined]
        if not lock:
            monkeypatch.setattr(PledgeQuerySet, "select_for_update", lambda self, *args, **kwargs: self)
            # The audit chain would stop a second writer too.
            superuser.execute("ALTER TABLE accounts_auditentry DROP CONSTRAINT audit_chain_seq")
        if not check:
            superuser.execute("ALTER TABLE community_pledge DROP CONSTRAINT no_more_is_matched_than_promised")
        over = 0
        for _ in range(ROUNDS if lock and check else CONTROLS):
            pledge, answers, given = two_matches(funded)
            over += given > PROMISED
            refused = [one for one in answers if isinstance(one, Refusal)]
            good = given == EACH == pledge.matched and len(refused) == 1
            seen.round(good or not held, f"{answers}, {given}")
            if held and lock:
                assert refused[0].status == 422 and "Só restam 3" in refused[0].sentence
            elif held:
                assert isinstance(refused[0], WrongState)
        seen.seen = f"more than promised in {over} of {seen.rounds}"
        assert (over > 0) is not held
        if lock and check:
            assert list(audit.problems()) == []
