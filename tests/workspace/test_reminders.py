"""The clock's reminders: the eve of a day, a stay that ends, a hold at half of its time. Each once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts import moment
from accounts.models import Letter, Told
from portal import clock
from resources import actions, days
from resources.actions.reminding import remind_held, remind_tomorrow
from resources.models import Booking


def letters(kind: str, who: str) -> list[Letter]:
    return list(Letter.objects.filter(kind=kind, to=f"{who}@example.org").order_by("id"))


def at(hour: int, minute: int = 0) -> Any:
    """Today at this hour in Lisbon."""
    day = days.today()
    return moment.replaying(datetime(day.year, day.month, day.day, hour, minute, tzinfo=days.LISBON))


@pytest.fixture
def arriving(cast: Any, ask: Any, resource: Any) -> Any:
    return actions.accept_booking(
        ask(resource, 2, start=1, nights=2, auto_confirm=True, reference="VEM-1"), by=cast.holder
    )


def test_on_the_eve_the_holder_is_told_once_in_the_afternoon(arriving):
    with at(14, 59):
        assert remind_tomorrow() == 0
    with at(15):
        assert remind_tomorrow() == 1
        assert remind_tomorrow() == 0
    with at(23):
        assert remind_tomorrow() == 0
    (letter,) = letters("tomorrow", "holder")
    assert letter.subject == "Amanhã: entradas e saídas"
    assert "Entra: 2 camas" in letter.text and "VEM-1" in letter.text
    assert "/trabalho/calendario/?vista=dia" in letter.text


def test_many_arrivals_are_one_message(cast, ask, resource, arriving):
    actions.accept_booking(ask(resource, 1, start=1, auto_confirm=True), by=cast.holder)
    with at(16):
        assert remind_tomorrow() == 1
    assert len(letters("tomorrow", "holder")) == 1


def test_a_stay_that_ends_is_told_to_both_sides(cast, ask, resource):
    booking = ask(resource, 1, start=0, nights=1, auto_confirm=True, reference="SAI-1")
    actions.check_in(actions.accept_booking(booking, by=cast.holder), by=cast.holder)
    with at(16):
        assert remind_tomorrow() == 2
        assert remind_tomorrow() == 0
    assert "Sai: 1 cama" in letters("tomorrow", "holder")[0].text
    assert "peça já o prolongamento" in letters("leaving", "technician")[0].text


def test_who_asked_for_more_time_is_not_told_to_ask(cast, ask, resource):
    booking = ask(resource, 1, start=0, nights=1, auto_confirm=True)
    booking = actions.check_in(actions.accept_booking(booking, by=cast.holder), by=cast.holder)
    actions.extend_booking(booking, by=cast.technician, end=days.today() + timedelta(days=4))
    with at(16):
        remind_tomorrow()
    assert letters("leaving", "technician") == []


def test_what_is_reserved_goes_apart_and_names_nothing(cast, ask, make_resource, arriving):
    hidden = make_resource(4, tier=2, name="Casa Escondida")
    booking = ask(
        hidden,
        3,
        by=cast.accredited,
        start=1,
        auto_confirm=True,
        reference="ESC-1",
        origin=hidden.facility.municipality,
    )
    actions.accept_booking(booking, by=cast.holder)
    with at(16):
        remind_tomorrow()
    first, second = letters("tomorrow", "holder")
    assert "3 camas" not in first.text and "ESC-1" not in first.text
    assert second.subject == "Há algo à sua espera na Concerta"
    assert "3 camas" not in second.text and "ESC-1" not in second.text and "Escondida" not in second.text


def test_a_hold_is_reminded_at_half_of_its_time_and_once(held):
    start, expires = held.answered_at, held.hold_expires_at
    half = start + (expires - start) / 2
    with moment.replaying(half - timedelta(seconds=5)):
        assert remind_held() == 0
    with moment.replaying(half + timedelta(seconds=5)):
        assert remind_held() == 1
        assert remind_held() == 0
    (letter,) = letters("half_time", "technician")
    assert letter.subject == "Falta confirmar uma pré-reserva" and "7Q4-M" in letter.text


def test_confirmed_or_run_out_there_is_nothing_to_remind(cast, held):
    with moment.replaying(held.hold_expires_at + timedelta(seconds=1)):
        assert remind_held() == 0
    actions.confirm_booking(held, by=cast.technician)
    with moment.replaying(held.hold_expires_at - timedelta(minutes=1)):
        assert remind_held() == 0


@pytest.mark.parametrize("job", ["half_time", "tomorrow", "searches", "digests"])
def test_the_clock_runs_it(db, job):
    clock.wind()
    ran = set()
    while name := clock.tick():
        ran.add(name)
    assert job in ran
    from accounts.models import Schedule

    assert Schedule.objects.get(name=job).last_error == ""


def test_what_was_told_long_ago_is_forgotten(arriving):
    with at(16):
        remind_tomorrow()
    assert clock.purge_expired()["reminders told"] == 0
    Told.objects.update(at=moment.now() - Told.KEPT_FOR)
    assert clock.purge_expired()["reminders told"] == 1
    assert Booking.objects.filter(pk=arriving.pk).exists()
