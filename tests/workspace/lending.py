"""A bank of technical aids, and loans as far as a test needs them. Imported by the tests of loans and of items."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts import moment
from resources import actions, days


@pytest.fixture
def bank(cast: Any, make_resource: Any, protocol: Any) -> Any:
    """Three wheelchairs of a bank of Porto; each needs two days of cleaning; lent for 30 days at most."""
    made = make_resource(None, category="cadeiras-de-rodas", name="Cadeiras de rodas")
    made.hygiene_days, made.max_nights = 2, 30
    made.terms_pt, made.terms_en = "Devolver limpa e com todos os acessórios.", "Bring it back clean."
    made.save()
    actions.state_capacity(made, by=cast.holder)
    actions.add_items(
        made,
        by=cast.holder,
        name="Cadeira de rodas manual",
        number=3,
        serials=["CR-1", "CR-2", "CR-3"],
        iso9999="12 22 03",
        accessories=["almofada", "apoios de pés"],
    )
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
