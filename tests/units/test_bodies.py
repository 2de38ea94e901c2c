"""Composition (invariant 9): 3 to 5 members in force, all from the 17, no two terms of a seat at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from geo.models import Municipality
from portal.demo.bodies import SURNAME, load_bodies
from units.models import Body, Seat

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
PLACES = ["1306", "1304", "1312", "0113", "1313", "1308"]


@pytest.fixture
def unit():
    """A strategic unit with nobody in it, whatever the demonstration put there."""
    body = Body.objects.get(axis="EP1")
    body.seats.all().delete()
    return body


def seat(body, number, person="Alguém", since=TODAY - timedelta(days=30), until=None, municipality="unset"):
    if municipality == "unset":
        municipality = PLACES[(number - 1) % len(PLACES)]
    return Seat(
        body=body, number=number, person=person, since=since, until=until, municipality_id=municipality
    )


def refused_by_the_database(row, constraint):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        row.save()
    assert error.value.__cause__.diag.constraint_name == constraint


@pytest.mark.parametrize(("members", "may"), [(0, False), (2, False), (3, True), (5, True), (6, False)])
def test_a_unit_in_force_has_three_to_five_members(unit, members, may):
    for number in range(1, members + 1):
        seat(unit, number).save()
    assert (unit.problems_before_force() == []) is may
    unit.condition = Body.Condition.IN_FORCE
    if may:
        unit.full_clean()
        assert unit.standing == Body.Condition.IN_FORCE
    else:
        with pytest.raises(ValidationError) as error:
            unit.full_clean()
        assert list(error.value.message_dict) == ["condition"]


def test_vacant_past_and_future_seats_are_no_members(unit):
    seat(unit, 1).save()
    seat(unit, 2).save()
    seat(unit, 3, person="").save()
    seat(unit, 4, until=TODAY - timedelta(days=1)).save()
    seat(unit, 5, since=TODAY + timedelta(days=1)).save()
    assert len(unit.problems_before_force()) == 1
    assert [s.number for s in unit.seats_today()] == [1, 2, 3]


def test_a_seat_counts_on_its_first_and_on_its_last_day(unit):
    seat(unit, 1, since=TODAY).save()
    seat(unit, 2, until=TODAY).save()
    assert [s.number for s in unit.seats_today()] == [1, 2]


def test_what_was_in_force_ends_by_itself_when_terms_end(unit):
    for number in (1, 2, 3):
        seat(unit, number).save()
    unit.condition = Body.Condition.IN_FORCE
    unit.save()
    assert unit.standing == Body.Condition.IN_FORCE
    Seat.objects.filter(body=unit, number=3).update(until=TODAY - timedelta(days=1))
    assert unit.standing == Body.Condition.PROPOSED


def test_other_bodies_have_no_such_rule():
    council = Body.objects.get(kind=Body.Kind.COUNCIL)
    council.seats.all().delete()
    assert council.problems_before_force() == []


def test_terms_of_one_seat_do_not_overlap(unit):
    seat(unit, 1, since=date(2026, 1, 1), until=date(2026, 6, 30)).save()
    overlapping = seat(unit, 1, person="Outra", since=date(2026, 6, 30))
    with pytest.raises(ValidationError):
        overlapping.full_clean()
    refused_by_the_database(overlapping, "terms_of_one_seat_do_not_overlap")


def test_an_open_term_keeps_the_seat(unit):
    seat(unit, 1, since=date(2026, 1, 1)).save()
    later = seat(unit, 1, person="Outra", since=date(2030, 1, 1))
    refused_by_the_database(later, "terms_of_one_seat_do_not_overlap")


def test_the_day_after_and_another_seat_are_free(unit):
    seat(unit, 1, since=date(2026, 1, 1), until=date(2026, 6, 30)).save()
    for row in (
        seat(unit, 1, since=date(2026, 7, 1)),
        seat(unit, 2, since=date(2026, 1, 1)),
        seat(Body.objects.get(axis="EP2"), 41, since=date(2026, 1, 1)),
    ):
        row.full_clean()
        row.save()
    assert unit.seats.count() == 3


def test_who_sits_represents_one_of_the_17(unit):
    nobody = seat(unit, 1, municipality=None)
    with pytest.raises(ValidationError):
        nobody.full_clean()
    refused_by_the_database(nobody, "member_represents_a_municipality")
    waiting = seat(unit, 1, person="", municipality=None)
    waiting.full_clean()
    waiting.save()
    assert waiting.is_vacant


def test_a_term_does_not_end_before_it_starts(unit):
    backwards = seat(unit, 1, since=date(2026, 5, 2), until=date(2026, 5, 1))
    with pytest.raises(ValidationError) as error:
        backwards.full_clean()
    assert list(error.value.message_dict) == ["until"]
    refused_by_the_database(backwards, "term_does_not_end_before_it_starts")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "strategic_unit", "axis": None}, "strategic_unit_has_its_axis"),
        ({"kind": "council", "axis_id": "AE1"}, "strategic_unit_has_its_axis"),
        ({"kind": "council", "axis": None}, "one_body_of_each_other_kind"),
    ],
)
def test_bodies_are_those_of_the_framework(fields, constraint):
    refused_by_the_database(Body(name_pt="Outra", name_en="Another", **fields), constraint)


def test_one_axis_one_unit():
    second = Body(name_pt="Outra", name_en="Another", kind="strategic_unit", axis_id="EP1")
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_demonstration_gives_each_municipality_one_seat_and_says_it_is_invented():
    Seat.objects.all().delete()
    load_bodies()
    load_bodies()
    units = Body.objects.filter(kind=Body.Kind.STRATEGIC_UNIT)
    seated = Seat.objects.filter(body__in=units).values_list("municipality", flat=True)
    assert sorted(seated) == sorted(Municipality.objects.values_list("pk", flat=True))
    assert {unit.standing for unit in units} == {Body.Condition.IN_FORCE}
    assert Body.objects.get(axis="EP1").seats.filter(municipality="1306").exclude(person="").exists()
    people = Seat.objects.exclude(person="").values_list("person", flat=True)
    assert all(person.endswith(SURNAME) for person in people)
    assert all(body.is_demo for body in Body.objects.exclude(seats=None))


def test_names_follow_the_language_of_the_reader(unit):
    with translation.override("en"):
        assert (unit.name, unit.axis.name) == ("Health and Well-being", "Health and Well-being")
        assert unit.mandate.startswith("Leads")
    with translation.override("pt-pt"):
        assert unit.name == "Saúde e Bem-Estar"
        assert unit.mandate.startswith("Conduz")
