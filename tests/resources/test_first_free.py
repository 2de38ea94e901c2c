"""The first free days in a row, of every resource at once."""

from datetime import date, timedelta

import pytest

from resources import actions, availability, days


@pytest.fixture
def take(cast, ask):
    def make(resource, quantity=1, **when):
        booking = actions.accept_booking(ask(resource, quantity, **when), by=cast.holder)
        return actions.confirm_booking(booking, by=cast.technician)

    return make


def day(n):
    return days.today() + timedelta(days=n)


def found(resource, start=1, within=14, length=2, quantity=1):
    """In days from now; None where there is none."""
    first = availability.first_free([resource.pk], day(start), within, length, quantity=quantity)
    return (first[resource.pk] - days.today()).days if resource.pk in first else None


def test_what_is_free_at_once_begins_on_the_first_day(make_resource):
    assert found(make_resource(1)) == 1


def test_it_begins_when_the_last_stay_ends(make_resource, take, protocol):
    resource = make_resource(1)
    take(resource, start=1, nights=3)
    assert found(resource) == 4


def test_a_gap_that_is_too_short_is_passed_over(make_resource, take, protocol):
    resource = make_resource(1)
    take(resource, start=1, nights=2)
    take(resource, start=4, nights=3)
    assert found(resource, length=1) == 3
    assert found(resource, length=2) == 7


def test_all_of_its_days_lie_in_the_window(make_resource, take, protocol):
    resource = make_resource(1)
    take(resource, start=1, nights=5)
    assert found(resource, within=7, length=2) == 6
    assert found(resource, within=6, length=2) is None


def test_a_day_that_is_free_only_from_noon_on_is_not_a_free_day(make_resource):
    resource = make_resource(1)
    noon = days.midnight(day(2)) + timedelta(hours=12)
    resource.statements.create(capacity=2, valid_from=noon, said_at=days.midnight(day(0)))
    assert [found(resource, quantity=n) for n in (1, 2)] == [1, 3]


def test_the_quantity_is_free_on_every_one_of_them(make_resource, take, protocol):
    resource = make_resource(3)
    take(resource, 2, start=1, nights=2)
    take(resource, 1, start=3, nights=2)
    assert [found(resource, quantity=n) for n in (1, 2, 3, 4)] == [1, 3, 5, None]


def test_segments_that_change_without_running_short_are_one_stretch(make_resource, take, protocol):
    resource = make_resource(3)
    take(resource, 1, start=2, nights=1)
    take(resource, 2, start=4, nights=1)
    assert found(resource, length=6) == 1


def test_a_block_and_a_later_statement_count(cast, make_resource):
    resource = make_resource(1)
    actions.block_resource(resource, by=cast.holder, start=day(1), end=day(3), reason_code="works")
    assert found(resource) == 3
    actions.state_capacity(resource, by=cast.holder, capacity=4, valid_from=day(6))
    assert found(resource, quantity=3) == 6


def test_a_stay_without_an_end_leaves_nothing(make_resource, take, protocol):
    resource = make_resource(1)
    take(resource, start=2, nights=None)
    assert found(resource, length=1) == 1
    assert found(resource, length=2) is None


def test_an_open_hold_counts_until_it_runs_out(cast, make_resource, ask, protocol):
    resource = make_resource(1)
    held = actions.accept_booking(ask(resource, start=1, nights=2), by=cast.holder)
    assert found(resource) == 3
    later = held.hold_expires_at + timedelta(seconds=1)
    first = availability.first_free([resource.pk], day(1), 14, 2, now=later)
    assert first == {resource.pk: day(1)}


@pytest.mark.parametrize("change", [date(2027, 3, 28), date(2027, 10, 31)])
def test_a_day_on_which_the_clock_changes_is_one_day(make_resource, take, protocol, change):
    resource = make_resource(1)
    ahead = (change - days.today()).days
    take(resource, start=ahead - 1, nights=1)
    take(resource, start=ahead + 2, nights=1)
    assert found(resource, ahead - 1, within=3, length=2) == ahead
    assert found(resource, ahead - 1, within=4, length=2) == ahead
    assert found(resource, ahead - 1, within=14, length=3) == ahead + 3


class TestLoans:
    @pytest.fixture
    def bank(self, cast, make_resource, protocol):
        resource = make_resource(None, category="produtos-de-apoio")
        resource.hygiene_days = 2
        resource.save()
        actions.add_items(resource, by=cast.holder, name="Cadeira de rodas", number=1)
        return resource

    def test_the_cleaning_after_the_loan_before_is_waited_for(self, bank, take):
        take(bank, start=1, nights=3)
        assert found(bank) == 6

    def test_its_own_cleaning_has_to_fit_before_the_next(self, bank, take):
        take(bank, start=6, nights=1)
        assert found(bank, length=3) == 1
        assert found(bank, length=4) == 9

    def test_its_own_cleaning_may_lie_beyond_the_window(self, bank, take):
        take(bank, start=20, nights=1)
        assert found(bank, within=3, length=3) == 1


def test_one_query_whatever_their_number(make_resource, take, protocol, django_assert_num_queries):
    many = [make_resource(1) for _n in range(5)]
    take(many[0], start=1, nights=4)
    for some in (many[:1], many):
        with django_assert_num_queries(1):
            first = availability.first_free([one.pk for one in some], day(1), 14, 2)
        assert [(first[one.pk] - days.today()).days for one in some] == [5, 1, 1, 1, 1][: len(some)]
    assert availability.first_free([], day(1), 14, 2) == {}
