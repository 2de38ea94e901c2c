"""Saved searches of the demo, so that the page shows each of its states: news, none yet, silenced, ended."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from accounts import moment
from accounts.models import Membership
from portal.demo.life import Life, at
from resources.actions import searching
from resources.filters import SearchForm
from resources.models import SavedSearch
from resources.views.searches import save_from


def load_searches(life: Life) -> None:
    """Before anything is offered: what is confirmed afterwards is news to who keeps a search (`look`)."""
    technician, accredited = (_member(f"{who}@example.org") for who in ("technician", "accredited"))
    with moment.replaying(life.now - timedelta(days=6)):
        _save(
            life, accredited, "", start=-2, nights=3, quantity=1,
            category="residencia-transicao", municipality="1312",
        )  # fmt: skip
    # Its first day passed, and the clock said so the morning after.
    with moment.replaying(at(life.today - timedelta(days=1), 9)):
        searching.check_searches()
    with moment.replaying(life.now - timedelta(hours=26)):
        _save(
            life, technician, "Acolhimento no Porto", start=3, nights=3, quantity=2,
            category="acolhimento", municipality="1312",
        )  # fmt: skip
        quiet = _save(
            life, technician, "", start=20, nights=7, quantity=1,
            category="residencias", municipality="1304",
        )  # fmt: skip
        searching.tell_of_search(quiet, by=technician, alerts=False)
        # No shelter of Maia has so many beds: it goes on waiting.
        _save(
            life, accredited, "Plano de inverno", start=10, nights=4, quantity=18,
            category="acolhimento", municipality="1306",
        )  # fmt: skip


def look() -> None:
    """The clock's look at them, once capacity is stated and confirmed: the technician's first one fires."""
    searching.check_searches()


def _member(email: str) -> Membership:
    return Membership.objects.select_related("user", "organisation__municipality").get(user__email=email)


def _save(
    life: Life, member: Membership, name: str, *, start: int, nights: int, quantity: int, **filters: str
) -> SavedSearch:
    first = life.today + timedelta(days=start)
    days = {"start": first.isoformat(), "end": (first + timedelta(days=nights)).isoformat()}
    form = SearchForm(QueryDict(urlencode({**filters, **days, "quantity": quantity})))
    if not form.is_valid():
        raise ValueError(form.errors)
    return save_from(form, member, name)
