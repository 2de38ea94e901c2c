"""Bookings in every state, and the forms people send about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from resources import actions


@pytest.fixture(autouse=True)
def portuguese() -> Iterator[None]:
    """A page read in English leaves its language to the thread; each test begins in Portuguese."""
    with translation.override("pt-pt"):
        yield


@pytest.fixture
def resource(make_resource: Any, protocol: Any) -> Any:
    """A shelter of Porto with 4 beds; Gondomar, where the technician asks from, is under the same protocol."""
    return make_resource(4)


@pytest.fixture
def requested(ask: Any, resource: Any) -> Any:
    return ask(resource, 2, reference="7Q4-M", start=0)


@pytest.fixture
def held(cast: Any, requested: Any) -> Any:
    return actions.accept_booking(requested, by=cast.holder)


@pytest.fixture
def offered(cast: Any, requested: Any) -> Any:
    return actions.accept_booking(requested, by=cast.holder, condition="Entrada até às 21 h.")


@pytest.fixture
def confirmed(cast: Any, held: Any) -> Any:
    return actions.confirm_booking(held, by=cast.technician)


@pytest.fixture
def in_use(cast: Any, confirmed: Any) -> Any:
    return actions.check_in(confirmed, by=cast.holder)


@pytest.fixture
def say(client_for: Callable[[str | None], Client]) -> Callable[..., HttpResponse]:
    """`say("holder", booking, "decline", code="too_far")`: send the form of a verb as one of the cast."""
    clients: dict[str | None, Client] = {}

    def send(who: str | None, booking: Any, verb: str, **data: Any) -> HttpResponse:
        client = clients.setdefault(who, client_for(who))
        return client.post(reverse("booking_verb", args=[booking.uuid, verb]), data)

    return send


@pytest.fixture
def look(client_for: Callable[[str | None], Client]) -> Callable[..., HttpResponse]:
    """`look("holder", "decide", uuid)`: get a page as one of the cast; a leading slash is taken as an address."""
    clients: dict[str | None, Client] = {}

    def get(who: str | None, name: str, *args: Any, **query: Any) -> HttpResponse:
        client = clients.setdefault(who, client_for(who))
        address = name if name.startswith("/") else reverse(name, args=args)
        with translation.override(translation.get_language()):
            return client.get(address, query)

    return get


def words(response: HttpResponse) -> str:
    return response.content.decode()
