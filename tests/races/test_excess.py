"""What the state machine found, kept small: ways to promise more than is offered without anybody saying so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from resources import actions, days
from resources.models import Booking
from resources.refusals import Invalid, NoCapacity
from tests.races import sweep


def confirmed(ask, cast, resource, **when) -> Booking:
    return actions.accept_booking(ask(resource, auto_confirm=True, **when), by=cast.holder)


def test_who_arrives_after_the_last_night_takes_a_place_of_today(cast, make_resource, protocol, ask):
    """Nobody noted the arrival yesterday and the bed is promised again from today: they cannot both sleep in it."""
    resource = make_resource(1)
    actions.state_capacity(resource, by=cast.holder, capacity=1)
    resource.statements.update(valid_from=days.midnight(days.today() - timedelta(days=9)))
    late = confirmed(ask, cast, resource, start=-1, nights=1)
    tonight = confirmed(ask, cast, resource, start=0, nights=1)
    with pytest.raises(NoCapacity):
        actions.check_in(late, by=cast.holder)
    assert sweep.excess(resource.pk) == 0
    actions.no_show(tonight, by=cast.holder)
    assert actions.check_in(late, by=cast.holder).status == "in_use"
    assert sweep.excess(resource.pk) == 0


@pytest.mark.parametrize("way", ["block", "statement"])
def test_a_day_does_not_break_behind_a_worse_one(cast, make_resource, protocol, ask, way):
    """The worst day is over already and said so; another day that is in order still needs a reason to break."""
    resource = make_resource(3)
    busy = confirmed(ask, cast, resource, quantity=3, start=2, nights=1)
    calm = confirmed(ask, cast, resource, quantity=1, start=4, nights=1)
    actions.block_resource(
        resource,
        by=cast.holder,
        start=busy.start,
        end=busy.end,
        reason_code="works",
        reason="Obras no telhado.",
    )

    def break_more(reason: str) -> None:
        if way == "block":
            actions.block_resource(
                resource, by=cast.holder, start=busy.start, end=calm.end, reason_code="works", reason=reason
            )
        else:
            actions.state_capacity(resource, by=cast.holder, capacity=0, valid_from=busy.start, reason=reason)

    with pytest.raises(Invalid) as refused:
        break_more("")
    assert refused.value.field == "reason"
    break_more("As obras demoram mais.")
    now = sweep.balance(resource.pk)
    assert sweep.value_at(now, days.midnight(calm.start)) == 1
