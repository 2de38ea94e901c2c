"""A course offered to others is a resource: its places for its own days, never more of them than there are."""

from datetime import timedelta

import pytest

from resources import actions, days
from resources.models import Booking, Facility, Resource
from resources.refusals import Invalid, NoCapacity, NotAllowed, WrongState
from tests.programmes.running import Running


@pytest.fixture
def running(cast):
    return Running(cast)


@pytest.fixture
def edition(running):
    today = days.today()
    made = running.edition(starts=today + timedelta(days=30), ends=today + timedelta(days=60))
    type(made).objects.filter(pk=made.pk).update(state="intake", is_public=True)
    made.refresh_from_db()
    return made


@pytest.fixture
def hall(cast, edition):
    return Facility.objects.create(
        organisation=edition.organisation, name="Sala de formação", tier=0, municipality_id="1312"
    )


@pytest.fixture
def course(cast, edition, hall, protocol):
    return actions.offer_course(edition, hall, by=cast.holder, places=3)


def need(resource, **more):
    start, end = resource.its_days
    return actions.Need(more.pop("quantity", 1), more.pop("start", start), more.pop("end", end), (resource,))


def ask(resource, cast, **more):
    return actions.request_capacity([need(resource, **more)], by=cast.technician)


def test_only_who_manages_the_edition_offers_it_in_an_own_place_and_while_it_lasts(cast, edition, hall):
    with pytest.raises(NotAllowed):
        actions.offer_course(edition, hall, by=cast.accredited, places=3)
    abroad = Facility.objects.create(organisation=cast.accredited.organisation, name="Outra", tier=0)
    with pytest.raises(Invalid):
        actions.offer_course(edition, abroad, by=cast.holder, places=3)
    type(edition).objects.filter(pk=edition.pk).update(state="closed")
    with pytest.raises(WrongState):
        actions.offer_course(edition, hall, by=cast.holder, places=3)
    assert not Resource.objects.filter(edition=edition).exists()


def test_places_are_asked_for_the_whole_course_and_never_more_than_there_are(cast, course, edition):
    start, end = course.its_days
    assert (start, end) == (edition.starts, edition.ends + timedelta(days=1))
    for wrong in ({"start": start + timedelta(days=1)}, {"end": end + timedelta(days=1)}, {"end": None}):
        with pytest.raises(Invalid) as refused:
            ask(course, cast, **wrong)
        assert refused.value.field == "start" and "inteira" in refused.value.sentence
    first = Booking.objects.get(item__request=ask(course, cast, quantity=2))
    actions.accept_booking(first, by=cast.holder)
    with pytest.raises(NoCapacity) as full:
        ask(course, cast, quantity=2)
    assert full.value.extra["free"] == 1
    second = Booking.objects.get(item__request=ask(course, cast, quantity=1))
    assert actions.accept_booking(second, by=cast.holder).status == "held"


def test_offering_again_changes_the_places_of_the_same_resource(cast, course, edition, hall):
    again = actions.offer_course(edition, hall, by=cast.holder, places=5)
    assert again.pk == course.pk and Resource.objects.filter(edition=edition).count() == 1
    booking = Booking.objects.get(item__request=ask(course, cast, quantity=5))
    assert actions.accept_booking(booking, by=cast.holder).status == "held"
    with pytest.raises(Invalid):
        actions.offer_course(edition, hall, by=cast.holder, places=2)
    actions.offer_course(edition, hall, by=cast.holder, places=2, reason="A sala é mais pequena.")
    booking.refresh_from_db()
    assert booking.status == "held"


def test_the_page_shows_its_days_and_takes_no_others(cast, course, edition, client_for):
    client = client_for("technician")
    address = f"/recursos/{course.uuid}-{course.slug}/"
    page = client.get(f"{address}?start={days.today()}&end={days.today() + timedelta(days=2)}")
    form = page.context["form"]
    assert form.fields["start"].disabled and form.initial["start"] == edition.starts
    sent = {
        "submission": form.initial["submission"],
        "quantity": 1,
        "origin": "1304",
        "start": days.today().isoformat(),
        "end": days.today().isoformat(),
        "urgency": "normal",
    }
    answer = client.post(f"{address}pedir/", sent)
    assert answer.status_code in (302, 303), answer.content.decode()[:2000]
    booking = Booking.objects.get(resource=course)
    assert (booking.start, booking.end) == course.its_days


def test_the_catalogue_finds_courses_by_their_mode_and_the_interface_for_systems_agrees(
    cast, course, client_for
):
    found = client_for(None).get("/api/v1/resources?mode=course").json()["results"]
    assert [one["id"] for one in found] == [str(course.uuid)]
    start, end = course.its_days
    free = client_for(None).get(f"/api/v1/resources?mode=course&start={start}&end={end}&quantity=3").json()
    assert [one["id"] for one in free["results"]] == [str(course.uuid)]
    none = client_for(None).get(f"/api/v1/resources?mode=course&start={start}&end={end}&quantity=4").json()
    assert none["count"] == 0


def test_a_course_leaves_the_catalogue_with_its_edition(cast, course, edition, client_for):
    address = f"/recursos/{course.uuid}-{course.slug}/"
    assert client_for(None).get(address).status_code == 200
    type(edition).objects.filter(pk=edition.pk).update(is_public=False)
    assert client_for(None).get(address).status_code == 404
    assert client_for(None).get("/api/v1/resources?mode=course").json()["count"] == 0


def test_who_manages_the_edition_offers_it_on_a_page(cast, edition, hall, client_for):
    address = f"/trabalho/cursos/{edition.uuid}/oferecer/"
    assert client_for(None).get(address).status_code == 302
    assert client_for("technician").get(address).status_code == 404
    client = client_for("holder")
    for wrong in ({}, {"facility": str(hall.uuid), "places": "0"}, {"facility": "x", "places": "3"}):
        assert client.post(address, wrong).status_code == 422
    assert client.post(address, {"facility": str(hall.uuid), "places": "12"}).status_code == 303
    assert Resource.objects.get(edition=edition).name == edition.name
