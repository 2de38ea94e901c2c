"""Who decides is who manages that resource: a manager of another entity finds nothing to decide."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from resources import actions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("verb", ["accept", "decline", "waitlist"])
def test_a_manager_of_another_entity_answers_nothing_of_ours(
    caller: Any, cast: Any, make_resource: Any, ask: Any, protocol: Any, verb: str
) -> None:
    booking = ask(make_resource(2), start=1, nights=2)
    body = {"code": "no_capacity"} if verb == "decline" else {}
    assert cast.support.may_decide
    assert caller("support").post(f"bookings/{booking.uuid}/{verb}", body).status_code == 404
    assert caller("holder").post(f"bookings/{booking.uuid}/{verb}", body).status_code == 200


@pytest.mark.parametrize("verb", ["check-in", "no-show", "cancel"])
def test_nor_does_it_receive_or_cancel(
    caller: Any, cast: Any, make_resource: Any, ask: Any, protocol: Any, verb: str
) -> None:
    booking = actions.accept_booking(ask(make_resource(2), start=0, nights=2), by=cast.holder)
    actions.confirm_booking(booking, by=cast.technician)
    body = {"code": "other"} if verb == "cancel" else {}
    assert caller("support").post(f"bookings/{booking.uuid}/{verb}", body).status_code == 404
    assert caller("holder").post(f"bookings/{booking.uuid}/{verb}", body).status_code == 200


def test_its_page_does_not_exist_for_them(
    client_for: Any, make_resource: Any, ask: Any, protocol: Any
) -> None:
    booking = ask(make_resource(2), start=1, nights=2)
    where = reverse("decide", args=[booking.uuid])
    assert client_for("support").get(where).status_code == 404
    assert client_for("holder").get(where).status_code == 200
