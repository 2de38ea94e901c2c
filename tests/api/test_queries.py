"""What a call costs does not grow with rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from resources import actions, days


def _cost(who: Any, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = who.get(path)
    assert answer.status_code == 200, answer.content
    return len(queries)


@pytest.fixture
def fill(make_resource: Any, ask: Any, cast: Any, protocol: Any) -> Any:
    """`fill(n)`: n resources more, each asked for and half of them given."""

    def more(count: int) -> None:
        for n in range(count):
            resource = make_resource(4, tier=n % 2, dico="1312")
            booking = ask(resource, 1, note="Chega tarde.", auto_confirm=True)
            if n % 2:
                actions.accept_booking(booking, by=cast.holder)

    return more


def test_lists_cost_the_same_for_3_and_15_rows(caller: Any, fill: Any, day: Any) -> None:
    lists = [
        ("holder", "requests?box=incoming&per_page=200"),
        ("technician", "requests?box=outgoing&per_page=200"),
        ("technician", "requests?status=requested&per_page=200"),
        ("technician", "resources?per_page=200"),
        ("technician", f"resources?per_page=200&start={day(1)}&end={day(3)}&quantity=2&near=41.1,-8.6"),
        ("technician", "resources.geojson"),
        (None, "resources?per_page=200"),
        (None, "categories"),
        (None, "municipalities"),
        ("technician", "me"),
    ]
    for who, _path in lists:
        caller(who).get("municipalities")  # the token's own "last used" is written once a minute
    fill(3)
    few = {path: _cost(caller(who), path) for who, path in lists}
    fill(12)
    assert {path: _cost(caller(who), path) for who, path in lists} == few
    assert max(few.values()) <= 12


def test_a_request_costs_the_same_for_its_items(caller: Any, make_resource: Any, cast: Any, day: Any) -> None:
    resources = [make_resource(4) for _ in range(10)]
    start = days.today() + timedelta(days=1)
    costs = []
    for count in (2, 10):
        needs = [
            actions.Need(1, start, start + timedelta(days=2), resources=[one]) for one in resources[:count]
        ]
        made = actions.request_capacity(needs, by=cast.technician)
        caller("technician").get("municipalities")
        costs.append(_cost(caller("technician"), f"requests/{made.uuid}"))
    assert costs[0] == costs[1]


def test_availability_costs_the_same_for_a_year(caller: Any, make_resource: Any, ask: Any, cast: Any) -> None:
    resource, who = make_resource(4), caller("technician")
    who.get("municipalities")
    today = days.today()
    path = f"resources/{resource.uuid}/availability?start={today}&end="
    short = _cost(who, path + str(today + timedelta(days=2)))
    for n in range(10):
        actions.accept_booking(
            ask(resource, 1, by=cast.holder, start=3 * n, auto_confirm=True), by=cast.holder
        )
    assert _cost(who, path + str(today + timedelta(days=366))) == short
