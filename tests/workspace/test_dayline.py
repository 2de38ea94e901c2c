"""The line of the day: hours in their places, and no label across another's stem."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from portal.workspace.dayline import LEVELS, MOST, Event, lay_out
from resources.days import LISBON

EVENING = datetime(2026, 11, 20, 17, 40, tzinfo=LISBON)


def at(hour, minute=0):
    return EVENING.replace(hour=hour, minute=minute)


def test_the_prototype_s_evening_has_a_place_for_everybody():
    events = [
        Event(at(18, 0), "2 reservadas passam à rede", "r"),
        Event(at(18, 10), "prazo: pedido de Arouca", "r"),
        Event(at(18, 50), "expira a pré-reserva de Valongo", "r"),
        Event(at(20, 0), "chegam 2", "a"),
        Event(at(22, 30), "chega 1", "a"),
        Event(at(23, 0), "fecha a porta", "a"),
    ]
    line = lay_out(events, EVENING)
    assert [event.text for event in line.events] == [event.text for event in events]
    assert [event.x for event in line.events] == [25, 27, 35, 50, 81, 88]
    assert line.now_x == 21 and line.more == 0


@pytest.mark.parametrize("hour, first", [(3, 0), (10, 8), (17, 16), (23, 16)])
def test_the_line_begins_on_a_whole_part_of_the_day(hour, first):
    line = lay_out([], at(hour, 20))
    assert line.start.hour == first and line.end - line.start == timedelta(hours=24 - first)
    assert 0 <= line.now_x <= 100


def test_nothing_crosses_however_crowded():
    events = [
        Event(at(17, 41) + timedelta(minutes=7 * n), f"prazo: pedido de um município {n}", "r")
        for n in range(40)
    ]
    line = lay_out(events, EVENING)
    assert 1 <= len(line.events) <= MOST
    assert len(line.events) + line.more == 40
    for one in line.events:
        assert 0 <= one.level < LEVELS and 0 <= one.x <= 100
        left, right = one.label
        assert left >= 0 and right <= 100 and not left < line.now_x < right
        assert not any(one.crosses(other) for other in line.events if other is not one)


def test_what_is_not_today_is_left_out():
    line = lay_out([Event(at(1), "ontem à noite"), Event(at(23) + timedelta(hours=5), "amanhã")], EVENING)
    assert line.events == [] and line.more == 0


def test_a_day_of_25_hours_still_ends_at_midnight():
    change = datetime(2026, 10, 25, 10, 0, tzinfo=LISBON)
    line = lay_out([Event(change.replace(hour=23, minute=59), "fim")], change)
    assert line.events[0].x == 100
