"""Calendars of other programs, by a secret address: what they show, to whom, and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from accounts import actions as account_actions
from accounts.models import CalendarKey, Membership
from resources import actions, days, feeds
from resources.models import Booking
from tests.workspace.conftest import words


@pytest.fixture
def subscribe(cast: Any) -> Any:
    cache.clear()

    def make(who: str) -> str:
        _key, secret = account_actions.create_calendar_key(label="telemóvel", by=cast.members[who])
        return f"/trabalho/calendario/{secret}.ics"

    return make


def read(address: str, **headers: str) -> Any:
    return Client(headers=headers).get(address)


def events(address: str) -> dict[str, Any]:
    answer = read(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return {str(one["UID"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_secret_is_shown_once_and_kept_nowhere(client_for, cast):
    holder = client_for("holder")
    page = holder.post("/trabalho/calendario/subscrever/", {"label": "telemóvel"})
    address = page.context["address"]
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert page.status_code == 200 and secret in words(page)
    assert "no-store" in page["Cache-Control"]
    assert secret not in words(holder.get("/trabalho/calendario/subscrever/"))
    key = CalendarKey.objects.get()
    assert secret not in str(vars(key)) and key.digest == CalendarKey.digest_of(secret)
    assert read(f"/trabalho/calendario/{secret}.ics").status_code == 200


def test_a_name_with_personal_data_is_refused_and_not_given_back(client_for):
    page = client_for("holder").post("/trabalho/calendario/subscrever/", {"label": "Ana 912 345 678"})
    assert page.status_code == 422
    assert "912 345 678" not in words(page)
    assert not CalendarKey.objects.exists()


def test_nobody_has_calendars_without_end(cast, client_for):
    for _n in range(account_actions.MOST_CALENDARS):
        account_actions.create_calendar_key(label="x", by=cast.holder)
    page = client_for("holder").post("/trabalho/calendario/subscrever/", {"label": "mais um"})
    assert page.status_code == 422 and "Anule um" in words(page)


def test_both_sides_see_the_stay_in_whole_days(confirmed, subscribe):
    for who, said in (("holder", "Saída"), ("technician", "Pedido")):
        found = events(subscribe(who))
        stay = found[f"{confirmed.uuid}@concerta"]
        assert stay["DTSTART"].dt == confirmed.start
        # The end of an event of whole days is its first day not used: the day of departure.
        assert stay["DTEND"].dt == confirmed.end
        assert stay["STATUS"] == "CONFIRMED"
        leaving = found[f"{confirmed.uuid}-saida@concerta"]
        assert leaving["DTSTART"].dt == confirmed.end
        assert leaving["DTEND"].dt == confirmed.end + timedelta(days=1)
        assert said in str(stay["SUMMARY"]) + str(leaving["SUMMARY"])
        assert "7Q4-M" in str(stay["DESCRIPTION"])


def test_what_was_cancelled_says_so_under_the_same_number(cast, confirmed, subscribe):
    address = subscribe("technician")
    actions.cancel_booking(confirmed, by=cast.holder, code="no_capacity")
    found = events(address)
    assert found[f"{confirmed.uuid}@concerta"]["STATUS"] == "CANCELLED"
    assert f"{confirmed.uuid}-saida@concerta" not in found
    assert events(subscribe("holder"))[f"{confirmed.uuid}@concerta"]["STATUS"] == "CANCELLED"


def test_what_still_waits_is_tentative_for_who_asked_and_nothing_for_the_holder(requested, subscribe):
    assert events(subscribe("technician"))[f"{requested.uuid}@concerta"]["STATUS"] == "TENTATIVE"
    assert events(subscribe("holder")) == {}


def test_a_hold_that_ran_out_is_cancelled_without_any_job(held, subscribe):
    from django.utils import timezone

    address = subscribe("technician")
    assert events(address)[f"{held.uuid}@concerta"]["STATUS"] == "TENTATIVE"
    Booking.objects.filter(pk=held.pk).update(hold_expires_at=timezone.now())
    assert events(address)[f"{held.uuid}@concerta"]["STATUS"] == "CANCELLED"


def test_reserved_stays_say_only_that_there_is_a_booking(cast, make_resource, ask, subscribe):
    hidden = make_resource(
        4, keeper=cast.support, tier=2, dico="1306", name="Casa Escondida", address="Rua Escondida"
    )
    booking = ask(hidden, by=cast.accredited, start=0, origin=hidden.facility.municipality, reference="ESC-1")
    actions.accept_booking(booking, by=cast.support)
    for who in ("support", "accredited"):
        address = subscribe(who)
        stay = events(address)[f"{booking.uuid}@concerta"]
        assert stay["SUMMARY"] == "Reserva"
        assert "LOCATION" not in stay and "DESCRIPTION" not in stay
        text = read(address).content.decode()
        for word in ("Escondida", "Maia", "ESC-1", cast.support.organisation.name, "cama"):
            assert word not in text


def test_a_refuge_request_says_only_that_there_is_a_booking(cast, subscribe):
    from resources.models import Category

    actions.request_capacity(
        [actions.Need(2, days.today(), None, category=Category.objects.get(code="casa-de-abrigo"))],
        by=cast.accredited,
    )
    for who in ("accredited", "support"):
        assert {str(one["SUMMARY"]) for one in events(subscribe(who)).values()} <= {"Reserva"}
    assert len(events(subscribe("accredited"))) == 1


def test_strangers_see_nothing_of_it(confirmed, subscribe):
    for who in ("accredited", "representative", "coordination"):
        assert events(subscribe(who)) == {}


def test_unknown_revoked_and_gone_look_alike(cast, client_for, subscribe):
    revoked, ended, off = subscribe("holder"), subscribe("technician"), subscribe("accredited")
    key = CalendarKey.objects.get(membership=cast.holder)
    holder = client_for("holder")
    page = holder.get(f"/trabalho/calendario/subscrever/{key.uuid}/anular/")
    assert page.status_code == 200 and read(revoked).status_code == 200
    assert holder.post(f"/trabalho/calendario/subscrever/{key.uuid}/anular/").status_code == 303
    Membership.objects.filter(pk=cast.technician.pk).update(is_active=False)
    cast.users["accredited"].is_active = False
    cast.users["accredited"].save()
    answers = [read(address) for address in (revoked, ended, off, "/trabalho/calendario/nada.ics")]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.content for answer in answers}) <= 4
    for answer in answers:
        assert "VCALENDAR" not in words(answer)


def test_a_colleague_cannot_revoke_or_see_it(cast, client_for, subscribe):
    subscribe("technician")
    key = CalendarKey.objects.get()
    for who in ("holder", "representative"):
        assert client_for(who).post(f"/trabalho/calendario/subscrever/{key.uuid}/anular/").status_code == 404
    key.refresh_from_db()
    assert key.revoked_at is None


def test_nothing_new_is_not_sent_again(cast, confirmed, subscribe):
    address = subscribe("technician")
    first = read(address)
    assert read(address, if_none_match=first["ETag"]).status_code == 304
    assert read(address, if_modified_since=first["Last-Modified"]).status_code == 304
    actions.cancel_booking(confirmed, by=cast.holder, code="no_capacity")
    again = read(address, if_none_match=first["ETag"])
    assert again.status_code == 200 and again["ETag"] != first["ETag"]


def test_reading_writes_nothing(confirmed, subscribe):
    address = subscribe("technician")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        read(address)
    assert not [q["sql"] for q in caught if not q["sql"].startswith("SELECT")]


@pytest.mark.parametrize("many", [1, 8])
def test_it_costs_the_same_however_much_there_is(many, ask, resource, cast, subscribe):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for n in range(many):
        ask(resource, 1, start=n)
    address = subscribe("technician")
    with CaptureQueriesContext(connection) as caught:
        read(address)
    assert len(caught) <= 4


def test_it_speaks_the_language_of_its_reader(cast, confirmed, subscribe):
    cast.users["technician"].language = "en"
    cast.users["technician"].save()
    found = events(subscribe("technician"))
    assert str(found[f"{confirmed.uuid}@concerta"]["URL"]).count("/en/trabalho/") == 1


def test_who_guesses_waits(db):
    from resources.views.calendar import MISSES

    cache.clear()
    guesser = Client(REMOTE_ADDR="203.0.113.8")
    for n in range(MISSES):
        assert guesser.get(f"/trabalho/calendario/{n}.ics").status_code == 404
    assert guesser.get("/trabalho/calendario/x.ics").status_code == 429
    cache.clear()


def test_an_open_stay_lasts_until_today(cast, ask, make_resource, protocol, subscribe):
    from django.utils import timezone

    from accounts import moment

    with moment.replaying(timezone.now() - timedelta(days=3)):
        booking = actions.accept_booking(
            ask(make_resource(4), 1, start=0, nights=None, auto_confirm=True), by=cast.holder
        )
        actions.check_in(booking, by=cast.holder)
    stay = events(subscribe("holder"))[f"{booking.uuid}@concerta"]
    assert stay["DTEND"].dt == days.today() + timedelta(days=1)


def test_loans_have_their_place_among_the_sources():
    assert feeds.SOURCES[:2] == [feeds.stays_here, feeds.stays_asked]


def test_what_is_lent_comes_back_on_its_last_day_and_a_death_reminds_nobody(
    cast, ask, make_resource, protocol, subscribe
):
    bank = make_resource(None, category="produtos-de-apoio", response=None)
    actions.add_items(bank, by=cast.holder, name="Cadeira de rodas", number=1)
    booking = actions.accept_booking(ask(bank, 1, start=0, nights=5, auto_confirm=True), by=cast.holder)
    booking = actions.check_in(booking, by=cast.holder)
    address = subscribe("technician")
    back = events(address)[f"{booking.uuid}-saida@concerta"]
    assert "Devolução" in str(back["SUMMARY"])
    assert back["DTSTART"].dt == booking.end - timedelta(days=1)
    Booking.objects.filter(pk=booking.pk).update(reason_code="deceased")
    assert f"{booking.uuid}-saida@concerta" not in events(address)


def test_only_what_is_public_has_its_address_there(cast, ask, make_resource, protocol, subscribe):
    address = subscribe("technician")
    for tier, shown in ((0, True), (1, False)):
        booking = actions.accept_booking(ask(make_resource(4, tier=tier), 1), by=cast.holder)
        stay = events(address)[f"{booking.uuid}@concerta"]
        assert ("Rua de Teste" in str(stay["LOCATION"])) is shown
