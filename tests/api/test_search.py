"""What a search by days finds: one sweep over all, with blocks and the cleaning after a loan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from resources import actions, availability, days
from tests.lending import lend as lend
from tests.lending import make_bank as make_bank

pytestmark = pytest.mark.django_db


def ahead(n: int) -> date:
    return days.today() + timedelta(days=n)


@pytest.fixture
def found(caller: Any) -> Any:
    """{id: free} of what the technician finds for these days."""

    def find(start: date, end: date, quantity: int = 1) -> dict[str, int]:
        answer = caller("technician").get("resources", {"start": start, "end": end, "quantity": quantity})
        return {row["id"]: row["free"] for row in answer.json()["results"]}

    return find


def test_what_is_closed_is_not_found_and_what_is_partly_closed_has_less(
    found: Any, make_resource: Any, cast: Any
) -> None:
    shut, half = make_resource(4), make_resource(4)
    when = {"start": ahead(2), "end": ahead(4), "reason_code": "works"}
    actions.block_resource(shut, by=cast.holder, **when)
    actions.block_resource(half, by=cast.holder, quantity=3, **when)
    assert found(ahead(1), ahead(2)) == {str(shut.uuid): 4, str(half.uuid): 4}
    assert found(ahead(1), ahead(3)) == {str(half.uuid): 1}
    assert found(ahead(1), ahead(3), quantity=2) == {}


def test_what_is_lent_needs_its_cleaning_before_the_next_loan(found: Any, make_bank: Any, lend: Any) -> None:
    bank = make_bank(1)
    lend(bank, start=10, nights=5)
    assert found(ahead(1), ahead(8)) == {str(bank.uuid): 1}
    assert found(ahead(1), ahead(9)) == {}
    assert found(ahead(17), ahead(20)) == {str(bank.uuid): 1}
    assert found(ahead(16), ahead(20)) == {}


def test_beds_beside_banks_need_no_cleaning(
    make_bank: Any, make_resource: Any, lend: Any, ask: Any, cast: Any, protocol: Any
) -> None:
    bank, beds = make_bank(1), make_resource(1)
    lend(bank, start=10, nights=5)
    actions.accept_booking(ask(beds, start=8, nights=3), by=cast.holder)
    left = availability.left_to_ask([bank, beds], ahead(1), ahead(8))
    assert {pk: one.free for pk, one in left.items()} == {bank.pk: 1, beds.pk: 1}
    left = availability.left_to_ask([bank, beds], ahead(1), ahead(9))
    assert {pk: one.free for pk, one in left.items()} == {bank.pk: 0, beds.pk: 0}


def test_the_first_free_days_of_beds_end_in_the_window_beside_banks_too(
    make_bank: Any, make_resource: Any, ask: Any, cast: Any, protocol: Any
) -> None:
    bank, beds = make_bank(1), make_resource(1)
    actions.accept_booking(ask(beds, start=1, nights=5), by=cast.holder)
    assert availability.first_free([bank.pk, beds.pk], ahead(1), 6, 2) == {bank.pk: ahead(1)}
    assert availability.first_free([bank.pk, beds.pk], ahead(1), 7, 2) == {
        bank.pk: ahead(1),
        beds.pk: ahead(6),
    }
