"""Banks of technical aids, and loans as far as a test needs them. Imported by the tests that lend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts import moment
from resources import actions, days


@pytest.fixture
def make_bank(cast: Any, make_resource: Any, protocol: Any) -> Callable[..., Any]:
    """So many wheelchairs of a bank of Porto; each needs two days of cleaning."""

    def make(number: int, **more: Any) -> Any:
        made = make_resource(None, category="cadeiras-de-rodas", name="Cadeiras de rodas")
        made.hygiene_days = 2
        for name, value in more.items():
            setattr(made, name, value)
        made.save()
        actions.add_items(
            made,
            by=cast.holder,
            name="Cadeira de rodas manual",
            number=number,
            serials=[f"CR-{n}" for n in range(1, number + 1)],
            iso9999="12 22 03",
            accessories=["almofada", "apoios de pés"],
        )
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def bank(cast: Any, make_bank: Callable[..., Any]) -> Any:
    """Three wheelchairs, confirmed now; lent for 30 days at most, on terms in both languages."""
    terms = {"terms_pt": "Devolver limpa e com todos os acessórios.", "terms_en": "Bring it back clean."}
    made = make_bank(3, max_nights=30, **terms)
    actions.state_capacity(made, by=cast.holder)
    made.refresh_from_db()
    return made


@pytest.fixture
def lend(cast: Any, ask: Any) -> Callable[..., Any]:
    """A loan as far as asked: confirmed unless said otherwise, from today for five days."""

    def make(
        resource: Any,
        quantity: int = 1,
        *,
        start: int = 0,
        nights: int = 5,
        to: str = "confirmed",
        **more: Any,
    ) -> Any:
        booking = ask(resource, quantity, start=start, nights=nights, **more)
        if to != "requested":
            booking = actions.accept_booking(booking, by=cast.holder)
        if to in ("confirmed", "in_use"):
            booking = actions.confirm_booking(booking, by=cast.technician)
        if to == "in_use":
            booking = actions.check_in(booking, by=cast.holder)
        return booking

    return make


def at_day(n: int, hour: int = 12) -> Any:
    """The clock stands at noon, n days from now."""
    return moment.replaying(days.midnight(days.today() + timedelta(days=n)) + timedelta(hours=hour))


def day(n: int) -> Any:
    return days.today() + timedelta(days=n)
