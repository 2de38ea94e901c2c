"""Banks of technical aids: what goes out, comes back, is looked at and cleaned, and is free again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEntry, Letter
from resources import actions, availability, days
from resources.models import Booking, Item, Loan
from resources.models.codes import Status
from resources.refusals import Invalid, NoCapacity, WrongState
from tests.lending import at_day, lend, make_bank

__all__ = ["lend", "make_bank"]


@pytest.fixture
def bank(make_bank):
    """Two wheelchairs."""
    return make_bank(2)


def free(resource, start=0, end=1):
    first = days.today()
    room = availability.room([resource.pk], first + timedelta(days=start), first + timedelta(days=end))
    return room[resource.pk].free


def letters(kind):
    return Letter.objects.filter(kind=kind).count()


# --- Counted by item


def test_a_bank_offers_its_items(bank):
    assert free(bank) == 2


def test_a_number_is_not_stated_for_what_is_counted(cast, bank):
    with pytest.raises(Invalid):
        actions.state_capacity(bank, by=cast.holder, capacity=9)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO resources_capacitystatement (resource_id, capacity, valid_from, said_at)"
            " VALUES (%s, 9, now(), now())",
            [bank.pk],
        )


def test_that_the_items_are_there_is_confirmed_without_a_number(cast, bank):
    actions.state_capacity(bank, by=cast.holder)
    bank.refresh_from_db()
    assert bank.confirmed_at is not None


def test_cleaning_after_a_loan_is_part_of_it(bank, lend):
    lend(bank, 2, start=0, nights=5)
    assert [free(bank, n, n + 1) for n in (0, 4, 5, 6, 7)] == [0, 0, 0, 0, 2]


def test_the_next_loan_begins_when_it_is_clean(cast, bank, lend, ask):
    lend(bank, 2, start=0, nights=5)
    with pytest.raises(NoCapacity):
        ask(bank, 1, start=6, nights=2)
    assert lend(bank, 1, start=7, nights=2).status == Status.CONFIRMED


def test_what_is_lent_has_a_day_to_come_back(bank, ask):
    with pytest.raises(Invalid) as refused:
        ask(bank, 1, nights=None)
    assert refused.value.field == "end"


def test_a_loan_is_not_longer_than_the_bank_allows(bank, ask):
    bank.max_nights = 3
    bank.save()
    with pytest.raises(Invalid) as refused:
        ask(bank, 1, nights=4)
    assert "3 dias" in refused.value.sentence


# --- Which item


def test_every_promised_loan_has_its_own_item(bank, lend):
    one, two = lend(bank), lend(bank)
    assert {one.loans.get().item_id, two.loans.get().item_id} == set(bank.items.values_list("pk", flat=True))


def test_planned_loans_make_room_for_one_another(bank, lend):
    """A loan over both gaps finds an item, though it means that another changes to the other item."""
    lend(bank, start=1, nights=2)
    lend(bank, start=10, nights=2)
    # Two short ones lie on one item or on two; the long one needs an item of its own.
    long = lend(bank, start=1, nights=12)
    assert long.status == Status.CONFIRMED
    assert Loan.objects.filter(active=True).count() == 3


def test_what_was_asked_for_by_name_does_not_change(cast, bank, lend):
    first, second = bank.items.order_by("code")
    for item, start in ((first, 1), (second, 10)):
        need = actions.Need(
            quantity=1,
            start=days.today() + timedelta(days=start),
            end=days.today() + timedelta(days=start + 2),
            resources=[bank],
            item=item,
        )
        request = actions.request_capacity([need], by=cast.technician, auto_confirm=True)
        actions.accept_booking(request.items.get().bookings.get(), by=cast.holder)
    # On every day one of the two is free, but none of them for all of these days.
    assert free(bank, 1, 13) == 1
    with pytest.raises(NoCapacity):
        lend(bank, start=1, nights=12)
    assert [loan.item for loan in Loan.objects.filter(active=True).order_by("pk")] == [first, second]


def test_the_database_refuses_the_same_item_twice(bank, lend):
    one, two = lend(bank), lend(bank)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE resources_loan SET item_id = %s WHERE booking_id = %s",
            [one.loans.get().item_id, two.pk],
        )


def test_the_database_refuses_an_item_that_is_out(cast, bank, lend):
    out, planned = lend(bank, to="in_use"), lend(bank, start=20)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE resources_loan SET item_id = %s, out_at = now() WHERE booking_id = %s",
            [out.loans.get().item_id, planned.pk],
        )


def test_the_database_counts_the_cleaning_of_whoever_writes(bank, lend):
    with at_day(0):
        lend(bank, 2)
    other = lend(bank, 1, start=20)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE resources_booking SET period = tstzrange(%s, %s) WHERE id = %s",
            [
                days.midnight(days.today() + timedelta(days=6)),
                days.midnight(days.today() + timedelta(days=9)),
                other.pk,
            ],
        )


def test_a_hold_that_ran_out_gives_its_item_back(cast, bank, lend):
    lend(bank, 2, to="held")
    with at_day(2):
        assert lend(bank, 2, start=2).status == Status.CONFIRMED
    assert Booking.objects.filter(status=Status.EXPIRED).count() == 1


# --- Out and back


def test_a_wheelchair_goes_out_comes_back_and_is_clean_again(cast, bank, lend):
    booking = lend(bank, to="in_use")
    loan = booking.loans.get()
    assert (loan.item.state, loan.condition_out) == ("out", "good")
    assert loan.accessories_out == ["almofada", "apoios de pés"]
    assert free(bank) == 1
    with at_day(3):
        back = actions.Returned(loan.item, condition="worn", missing=["almofada"])
        booking = actions.check_out(booking, by=cast.holder, returned=[back], condition="Travão solto.")
        assert (booking.status, days.local_day(booking.period.upper)) == (Status.COMPLETED, days.today())
        item = Item.objects.get(pk=loan.item_id)
        assert (item.state, item.condition) == ("inspection", "worn")
        loan.refresh_from_db()
        assert (loan.condition_in, loan.accessories_missing) == ("worn", ["almofada"])
        # Not free today, nor while it is being cleaned; expected again two days later.
        assert [free(bank, n, n + 1) for n in (0, 1, 2)] == [1, 1, 2]
        actions.move_item(item, by=cast.holder, state="cleaning")
        assert free(bank) == 1
        actions.move_item(item, by=cast.holder, state="ready")
        assert free(bank) == 2


def test_who_fetches_may_get_another_than_was_planned(cast, bank, lend):
    first, second = bank.items.order_by("pk")
    one, two = lend(bank), lend(bank)
    taken = two.loans.get().item
    actions.check_in(one, by=cast.holder, items=[taken])
    assert one.loans.get().item == taken
    assert two.loans.get().item == (second if taken == first else first)


def test_what_is_not_ready_is_not_handed_over(cast, bank, lend):
    booking = lend(bank)
    item = booking.loans.get().item
    actions.move_item(item, by=cast.holder, state="repair", reason="Pneu furado.")
    assert actions.check_in(booking, by=cast.holder).loans.get().item != item
    last = bank.items.exclude(pk=item.pk).get()
    assert last.state == "out"


def test_nothing_ready_nothing_handed_over(cast, bank, lend):
    booking = lend(bank)
    for item in bank.items.all():
        actions.move_item(item, by=cast.holder, state="repair")
    with pytest.raises(NoCapacity):
        actions.check_in(booking, by=cast.holder)
    booking.refresh_from_db()
    assert booking.status == Status.CONFIRMED


def test_half_of_it_comes_back(cast, bank, lend):
    booking = lend(bank, 2, to="in_use")
    first = booking.loans.first().item
    booking = actions.check_out(booking, by=cast.holder, returned=[actions.Returned(first)])
    assert (booking.status, booking.quantity) == (Status.IN_USE, 1)
    actions.move_item(Item.objects.get(pk=first.pk), by=cast.holder, state="ready")
    assert free(bank) == 1
    assert actions.check_out(booking, by=cast.holder).status == Status.COMPLETED


def test_a_kit_goes_and_comes_with_its_parts(cast, bank, lend):
    kit = bank.items.order_by("pk").first()
    [part] = actions.add_items(bank, by=cast.holder, name="Elevador de transferência", kit=kit)
    assert free(bank) == 2
    booking = lend(bank)
    actions.check_in(booking, by=cast.holder, items=[kit])
    part.refresh_from_db()
    assert part.state == "out"
    actions.check_out(Booking.objects.get(pk=booking.pk), by=cast.holder)
    part.refresh_from_db()
    assert part.state == "inspection"


# --- Late


def test_what_is_late_is_never_free_and_warns_who_comes_next(cast, bank, lend):
    lend(bank, 2, to="in_use", nights=3)
    coming = lend(bank, 1, start=6, nights=2)
    with at_day(4):
        assert [free(bank, n, n + 1) for n in (0, 2, 30, 300)] == [0, 0, 0, 0]
        assert actions.remind_loans() == 2
        # To who has it or comes next, and to both managers of the bank.
        assert (letters("loan_overdue"), letters("next_loan_in_doubt")) == (3, 3)
        assert actions.remind_loans() == 0
        coming.refresh_from_db()
        assert coming.status == Status.CONFIRMED and coming.warned_at is not None
    with at_day(6), pytest.raises(NoCapacity):
        actions.check_in(coming, by=cast.holder)
    with at_day(11):
        assert actions.remind_loans() == 1
        assert letters("loan_overdue") == 6


def test_it_is_reminded_before_it_is_due(bank, lend):
    lend(bank, to="in_use", nights=5)
    assert actions.remind_loans() == 0
    with at_day(3):
        assert actions.remind_loans() == 1
        assert actions.remind_loans() == 0
    assert (letters("loan_due"), letters("loan_overdue")) == (1, 0)


def test_a_death_silences_the_reminders(cast, bank, lend):
    booking = lend(bank, to="in_use", nights=3)
    actions.silence(booking, by=cast.technician)
    with at_day(9):
        assert actions.remind_loans() == 0
    assert letters("loan_due") == letters("loan_overdue") == 0
    with pytest.raises(WrongState):
        actions.silence(booking, by=cast.technician)


def test_a_longer_loan_is_asked_and_answered(cast, bank, lend):
    booking = lend(bank, to="in_use", nights=3)
    booking = actions.extend_booking(booking, by=cast.technician, end=days.today() + timedelta(days=6))
    assert booking.extension is not None
    booking = actions.accept_extension(booking, by=cast.holder)
    assert (booking.end - days.today()).days == 6
    loan = booking.loans.get()
    assert days.local_day(loan.occupied.upper) == days.today() + timedelta(days=8)


def test_a_longer_loan_moves_planned_ones_but_breaks_none(cast, bank, lend):
    out = lend(bank, to="in_use", nights=3)
    planned = lend(bank, 1, start=6, nights=2)
    actions.extend_booking(out, by=cast.holder, end=days.today() + timedelta(days=9))
    assert planned.loans.get().item != out.loans.get().item
    other = lend(bank, 1, start=20, nights=2)
    lend(bank, 1, start=20, nights=2)
    with pytest.raises(NoCapacity):
        actions.extend_booking(out, by=cast.holder, end=days.today() + timedelta(days=25))
    assert other.loans.get().item is not None


def test_what_is_lost_ends_its_loan_and_is_offered_no_more(cast, bank, lend):
    booking = lend(bank, to="in_use")
    item = booking.loans.get().item
    with pytest.raises(Invalid):
        actions.lose_item(booking, item, by=cast.holder, reason="")
    booking = actions.lose_item(booking, item, by=cast.holder, reason="Não foi devolvida.")
    assert booking.status == Status.COMPLETED
    assert (free(bank), free(bank, 300, 301)) == (1, 1)
    actions.move_item(Item.objects.get(pk=item.pk), by=cast.holder, state="inspection")
    assert [free(bank, n, n + 1) for n in (1, 2)] == [1, 2]


def test_taking_an_item_away_cancels_nothing_and_tells(cast, bank, lend):
    planned = lend(bank, 2, start=5)
    item = bank.items.first()
    actions.move_item(item, by=cast.holder, state="retired", reason="Estrutura partida.")
    planned.refresh_from_db()
    assert planned.status == Status.CONFIRMED
    assert letters("excess") == 2
    room = availability.room([bank.pk], planned.start, planned.end)[bank.pk]
    assert (room.free, room.excess) == (0, 1)


@pytest.mark.parametrize(
    ("state", "to"), [("ready", "cleaning"), ("ready", "out"), ("retired", "ready"), ("ready", "x")]
)
def test_an_item_moves_only_where_it_can(cast, bank, state, to):
    item = bank.items.first()
    Item.objects.filter(pk=item.pk).update(state=state)
    with pytest.raises(WrongState):
        actions.move_item(item, by=cast.holder, state=to, reason="x")


def test_every_move_of_an_item_is_on_the_chain_of_its_resource(cast, bank, lend):
    booking = lend(bank, to="in_use")
    actions.check_out(booking, by=cast.holder)
    item = Item.objects.get(pk=booking.loans.get().item_id)
    actions.move_item(item, by=cast.holder, state="cleaning")
    trail = AuditEntry.objects.filter(subject_type="item", subject_id=str(item.uuid)).order_by("id")
    assert [(one.verb, one.to_state) for one in trail] == [
        ("add_item", "ready"),
        ("item_back", "inspection"),
        ("item_cleaning", "cleaning"),
    ]
    assert {one.chain for one in trail} == {f"resource:{bank.uuid}"}


def test_a_serial_number_stands_once(cast, bank):
    with pytest.raises(Invalid) as refused:
        actions.add_items(bank, by=cast.holder, name="Cadeira", serials=["CR-1"])
    assert refused.value.field == "serials"
