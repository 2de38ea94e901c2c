"""Capacity: dated statements, blocks, the busiest moment, holds that run out, the excess rule."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import moment
from resources import actions, availability, days
from resources.models import Booking, CapacityStatement, RefusedDemand
from resources.models.codes import Status
from resources.refusals import Invalid, NoCapacity

LISBON = ZoneInfo("Europe/Lisbon")


def free(resource, start=1, nights=2, **more):
    first = days.today() + timedelta(days=start)
    return availability.free_throughout(resource, first, first + timedelta(days=nights), **more)


def taken(ask, resource, keeper, quantity=1, **more):
    booking = actions.accept_booking(ask(resource, quantity, **more), by=keeper)
    return actions.confirm_booking(booking, by=booking.item.request.made_by)


def test_only_held_confirmed_and_in_use_take_capacity(cast, make_resource, ask, protocol):
    resource = make_resource(5)
    booking = ask(resource, 2)
    assert free(resource) == 5
    booking = actions.accept_booking(booking, by=cast.holder)
    assert (booking.status, free(resource)) == (Status.HELD, 3)
    actions.confirm_booking(booking, by=cast.technician)
    assert free(resource) == 3
    actions.withdraw_booking(booking, by=cast.technician, code="no_longer_needed")
    assert free(resource) == 5


def test_back_to_back_stays_do_not_collide(cast, make_resource, ask, protocol):
    resource = make_resource(1)
    taken(ask, resource, cast.holder, start=1, nights=2)
    taken(ask, resource, cast.holder, start=3, nights=2)
    assert free(resource, start=1, nights=4) == 0
    assert Booking.objects.filter(status=Status.CONFIRMED).count() == 2


def test_the_busiest_moment_counts_not_the_sum(cast, make_resource, ask, protocol):
    resource = make_resource(3)
    taken(ask, resource, cast.holder, 2, start=1, nights=1)
    taken(ask, resource, cast.holder, 2, start=2, nights=1)
    assert free(resource, start=1, nights=2) == 1
    assert free(resource, start=5, nights=3) == 3


def test_a_request_for_more_than_is_free_is_refused_and_counted(cast, make_resource, ask, protocol):
    resource = make_resource(2)
    taken(ask, resource, cast.holder, 1)
    with pytest.raises(NoCapacity) as refused:
        ask(resource, 2)
    assert refused.value.free == 1
    demand = RefusedDemand.objects.get()
    assert (demand.quantity, demand.reason_code, demand.origin_id) == (2, "no_capacity", "1304")
    ask(resource, 1)


def test_if_full_waits_or_is_registered_as_unmet(cast, make_resource, ask, protocol):
    resource = make_resource(1)
    taken(ask, resource, cast.holder)
    assert ask(resource, if_full="waitlist").status == Status.WAITLISTED
    registered = ask(resource, if_full="register")
    assert (registered.status, registered.reason_code) == (Status.DECLINED, "no_capacity")
    assert RefusedDemand.objects.count() == 2


def test_two_accepts_of_the_last_bed_give_one_hold(cast, make_resource, ask, protocol):
    resource = make_resource(1)
    first, second = ask(resource), ask(resource)
    actions.accept_booking(first, by=cast.holder)
    with pytest.raises(NoCapacity):
        actions.accept_booking(second, by=cast.holder)
    second.refresh_from_db()
    assert second.status == Status.REQUESTED


def test_a_hold_that_ran_out_frees_its_bed_without_any_job(cast, make_resource, ask, protocol):
    resource = make_resource(1)
    held = actions.accept_booking(ask(resource), by=cast.holder)
    assert free(resource) == 0
    later = held.hold_expires_at + timedelta(seconds=1)
    with moment.replaying(later):
        assert free(resource) == 1
        assert Booking.objects.get(pk=held.pk).shown_status == Status.EXPIRED
        assert actions.expire_holds() == 1
    held.refresh_from_db()
    assert held.status == Status.EXPIRED


def test_the_database_takes_an_expired_hold_for_nothing(cast, make_resource, ask, protocol):
    resource = make_resource(1)
    first, second = ask(resource), ask(resource)
    with moment.replaying(moment.now() - timedelta(hours=5)):
        actions.accept_booking(first, by=cast.holder)
    assert actions.accept_booking(second, by=cast.holder).status == Status.HELD


def test_the_database_refuses_an_overbooking_by_raw_sql(cast, make_resource, ask, protocol):
    resource = make_resource(1)
    booking = taken(ask, resource, cast.holder)
    other = ask(resource, if_full="waitlist")
    with (
        pytest.raises(IntegrityError, match="exceeds the capacity"),
        transaction.atomic(),
        connection.cursor() as raw,
    ):
        raw.execute("UPDATE resources_booking SET status = 'confirmed' WHERE id = %s", [other.pk])
    with connection.cursor() as raw:
        raw.execute("UPDATE resources_booking SET status = 'in_use' WHERE id = %s", [booking.pk])


def test_each_write_that_takes_capacity_moves_the_resource_counter(cast, make_resource, ask, protocol):
    resource = make_resource(3)
    before = resource.guard
    taken(ask, resource, cast.holder)
    resource.refresh_from_db()
    assert resource.guard > before


def test_a_statement_from_a_future_day_counts_from_that_day(cast, make_resource):
    resource = make_resource(4)
    actions.state_capacity(resource, by=cast.holder, capacity=10, valid_from=days.today() + timedelta(days=3))
    assert (free(resource, 1, 1), free(resource, 3, 1), free(resource, 2, 3)) == (4, 10, 4)
    actions.state_capacity(resource, by=cast.holder, capacity=6)
    assert (free(resource, 1, 1), free(resource, 3, 1)) == (6, 10)
    assert CapacityStatement.objects.filter(resource=resource).count() == 3


def test_still_true_confirms_without_a_new_number(cast, make_resource):
    resource = make_resource(4)
    with moment.replaying(moment.now() + timedelta(hours=13)):
        assert availability.word(resource, 4, 4) == availability.Word.UNCONFIRMED
        resource = actions.state_capacity(resource, by=cast.holder)
        assert availability.word(resource, 4, 4) == availability.Word.AVAILABLE
    assert CapacityStatement.objects.filter(resource=resource).count() == 1


def test_a_resource_never_confirmed_is_never_available(make_resource):
    resource = make_resource(None)
    assert availability.freshness(resource) == "unknown"
    assert availability.word(resource, 9, 9) == availability.Word.UNCONFIRMED


def test_the_word_scarce_for_the_last_bed_and_the_last_tenth(make_resource):
    resource = make_resource(24)
    words = [availability.word(resource, free, 24) for free in (0, 1, 2, 3)]
    assert words == ["esgotada", "escassa", "escassa", "disponível"]
    assert availability.word(resource, 1, 1) == "disponível"


def test_a_block_takes_places_or_all_and_can_be_lifted(cast, make_resource):
    resource = make_resource(4)
    first = days.today() + timedelta(days=1)
    one = actions.block_resource(
        resource, by=cast.holder, start=first, end=first + timedelta(days=2), reason_code="works", quantity=1
    )
    all_of_it = actions.block_resource(
        resource, by=cast.holder, start=first, end=first + timedelta(days=1), reason_code="cleaning"
    )
    assert (free(resource, 1, 1), free(resource, 2, 1), free(resource, 3, 1)) == (0, 3, 4)
    actions.lift_block(all_of_it, by=cast.holder)
    actions.lift_block(one, by=cast.holder)
    assert free(resource) == 4


class TestExcess:
    @pytest.fixture
    def full(self, cast, make_resource, ask, protocol):
        resource = make_resource(3)
        return resource, taken(ask, resource, cast.holder, 3, start=0, nights=4)

    def test_a_statement_below_what_is_promised_needs_a_reason(self, cast, full):
        resource, booking = full
        with pytest.raises(Invalid) as refused, transaction.atomic():
            actions.state_capacity(resource, by=cast.holder, capacity=1)
        assert refused.value.field == "reason"
        actions.state_capacity(resource, by=cast.holder, capacity=1, reason="Fuga de água num quarto.")
        room = availability.room([resource.pk], booking.start, booking.end)[resource.pk]
        assert (room.free, room.excess) == (0, 2)
        booking.refresh_from_db()
        assert booking.status == Status.CONFIRMED

    def test_a_block_over_what_is_promised_needs_a_reason_too(self, cast, full):
        resource, booking = full
        wanted = {"by": cast.holder, "start": booking.start, "end": booking.end, "reason_code": "works"}
        with pytest.raises(Invalid), transaction.atomic():
            actions.block_resource(resource, **wanted)
        actions.block_resource(resource, **wanted, reason="Obras urgentes.")

    def test_during_an_excess_writes_that_add_no_use_pass_and_others_do_not(self, cast, ask, full):
        resource, booking = full
        actions.state_capacity(resource, by=cast.holder, capacity=1, reason="Fuga de água.")
        actions.check_in(booking, by=cast.holder)
        with pytest.raises(NoCapacity):
            ask(resource, start=1, nights=1)
        with pytest.raises(NoCapacity):
            actions.extend_booking(booking, by=cast.holder, end=booking.end + timedelta(days=1))
        actions.extend_booking(booking, by=cast.holder, end=booking.end - timedelta(days=1))
        actions.check_out(booking, by=cast.holder)
        assert free(resource, 1, 1) == 1


class TestDays:
    @pytest.mark.parametrize(
        ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 22), 24)]
    )
    def test_a_clock_change_day_is_still_one_day(self, day, hours):
        period = days.period_of(day, day + timedelta(days=1))
        assert (period.upper - period.lower).total_seconds() == hours * 3600
        assert days.first_day(period) == day
        assert days.end_day(period) == day + timedelta(days=1)

    @pytest.mark.parametrize("change", [date(2027, 3, 28), date(2027, 10, 31)])
    def test_stays_over_a_clock_change_meet_at_local_midnight(
        self, cast, make_resource, ask, protocol, change
    ):
        resource = make_resource(1)
        ahead = (change - days.today()).days
        first = taken(ask, resource, cast.holder, start=ahead - 1, nights=1)
        second = taken(ask, resource, cast.holder, start=ahead, nights=1)
        taken(ask, resource, cast.holder, start=ahead + 1, nights=1)
        assert (
            first.period.upper == second.period.lower == datetime.combine(change, datetime.min.time(), LISBON)
        )
        nights = availability.nights(resource, change - timedelta(days=2), 5)
        assert [night.free for night in nights] == [1, 0, 0, 0, 1]


def test_an_open_stay_keeps_its_bed_until_check_out(cast, make_resource, ask, protocol):
    resource = make_resource(1)
    booking = taken(ask, resource, cast.holder, start=0, nights=None)
    assert booking.end is None
    assert free(resource, 300, 5) == 0
    with pytest.raises(NoCapacity):
        ask(resource, start=200)
    actions.check_in(booking, by=cast.holder)
    booking = actions.check_out(booking, by=cast.holder)
    assert booking.end == days.today() + timedelta(days=1)
    assert free(resource, 1, 5) == 1


def test_someone_who_should_have_left_but_did_not_keeps_tonights_bed(cast, make_resource, ask, protocol):
    with moment.replaying(moment.now() - timedelta(days=4)):
        resource = make_resource(1)
        booking = taken(ask, resource, cast.holder, start=0, nights=2)
        actions.check_in(booking, by=cast.holder)
    assert free(resource, 0, 1) == 0
    assert free(resource, 1, 1) == 1
    actions.check_out(booking, by=cast.holder)
    assert free(resource, 0, 1) == 1


def test_segments_are_contiguous_and_cover_the_range(cast, make_resource, ask, protocol):
    resource = make_resource(4)
    taken(ask, resource, cast.holder, 3, start=2, nights=2)
    first = days.today()
    found = availability.segments([resource.pk], first, first + timedelta(days=10))[resource.pk]
    assert found[0].starts == days.midnight(first)
    assert [part.free for part in found] == [4, 1, 4]
    assert [days.local_day(part.starts) for part in found] == [first + timedelta(days=n) for n in (0, 2, 4)]


def test_one_query_tells_the_room_of_any_number_of_resources(make_resource, django_assert_num_queries):
    ids = [make_resource(2).pk for _n in range(6)]
    start = days.today()
    for some in (ids[:1], ids):
        with django_assert_num_queries(1):
            assert len(availability.room(some, start, start + timedelta(days=3))) == len(some)
