"""Events in months, lists and other programs' calendars, through the change of clocks and when cancelled."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from accounts import moment
from community import actions
from community.models import Event
from community.models.listings import today
from tests.community.listed import HOURS, Listed, hour, place

EVENTS = "/comunidade/eventos/"


@pytest.fixture
def listed(cast):
    return Listed(cast)


def read(path, **query):
    answer = Client().get(path, query)
    assert answer["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_what_is_held_every_week_keeps_its_hour_of_the_wall_clock(listed, cast):
    # Clocks go back in the night to 25 October 2026.
    with moment.replaying(datetime(2026, 10, 1, 9, tzinfo=UTC)):
        first = actions.span(date(2026, 10, 20), hour("21:00"), None, hour("23:00"))
        event = listed.event(*actions.weekly(first, 2), title="Ensaio")
        rows = read(f"{EVENTS}{event.uuid}/evento.ics")
    assert [row.start for row in rows] == [
        datetime(2026, 10, 20, 20, tzinfo=UTC),
        datetime(2026, 10, 27, 21, tzinfo=UTC),
    ]
    assert [f"{timezone.localtime(one.starts):%H:%M}" for one in event.dates.all()] == ["21:00", "21:00"]


def test_a_cancelled_event_stays_where_it_was_with_its_reason(listed, cast, client_for):
    event = listed.event(title="Feira")
    [before] = read(f"{EVENTS}eventos.ics")
    assert before["STATUS"] == "CONFIRMED"
    url = f"/trabalho/comunidade/eventos/{event.uuid}/"
    client = client_for("holder")
    assert client.post(f"{url}cancelar/", {"why": ""}).status_code == 422
    assert client.post(f"{url}cancelar/", {"why": "Ligar a 912345678"}).status_code == 422
    assert client.post(f"{url}cancelar/", {"why": "Mau tempo."}).status_code == 303
    [after] = read(f"{EVENTS}eventos.ics")
    assert after["UID"] == before["UID"]
    assert after["STATUS"] == "CANCELLED" and "Mau tempo." in after["DESCRIPTION"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert "Mau tempo." in Client().get(f"{EVENTS}{event.uuid}/").content.decode()
    starts = event.dates.get().starts
    month = Client().get(EVENTS, {"mes": f"{timezone.localtime(starts):%Y-%m}"}).content.decode()
    assert "<s>Feira</s>" in month and "cancelado" in month
    assert client.post(f"{url}cancelar/", {"why": "Outra vez"}).status_code == 409
    assert client.post(f"{url}datas/", {"rows": "0"}).status_code == 409
    assert Event.objects.get(pk=event.pk).is_cancelled


def test_a_date_that_moves_by_hours_is_the_same_entry_in_a_calendar(listed, cast):
    day = today() + timedelta(days=5)
    other = actions.span(day + timedelta(days=1), *HOURS)
    event = listed.event(actions.span(day, *HOURS), other)
    before = [row["UID"] for row in read(f"{EVENTS}{event.uuid}/evento.ics")]
    later = actions.span(day, hour("15:00"), None, hour("17:00"))
    actions.set_dates(event, [later, other], by=cast.holder)
    assert [row["UID"] for row in read(f"{EVENTS}{event.uuid}/evento.ics")] == before
    assert timezone.localtime(event.dates.first().starts).hour == 15


def test_a_month_has_every_day_an_event_touches_and_a_list_only_what_comes(listed):
    with moment.replaying(datetime(2026, 6, 10, 9, tzinfo=UTC)):
        listed.event(
            actions.span(date(2026, 6, 30), hour("22:00"), date(2026, 7, 2), hour("00:00")), title="Noitada"
        )
        listed.event(actions.span(date(2026, 6, 3), *HOURS), title="Passou")
        stops = [actions.Stop(place("1306"), "Mosteiro"), actions.Stop(place("1312"), "Cais")]
        far = actions.span(date(2026, 9, 5), *HOURS)
        listed.event(far, title="Rota", kind="route", municipality=None, place="", is_free=False, stops=stops)
        listed.event(far, title="Rascunho", published=False)

        def days(**query):
            answer = Client().get(EVENTS, query)
            assert answer.status_code == 200
            return {day.day.day: [one.event.title for one in day.dates] for day in answer.context["days"]}

        assert days() == {3: ["Passou"], 30: ["Noitada"]}
        assert days(mes="2026-07") == {1: ["Noitada"]}
        assert days(mes="2026-08") == {}
        empty = Client().get(EVENTS, {"mes": "2026-08", "municipio": "1306"})
        assert f"{empty.context['next_month']:%Y-%m}" == "2026-09"
        assert days(mes="2026-09", municipio="1306") == {5: ["Rota"]}
        assert days(mes="2026-09", municipio="1317") == {}
        assert days(mes="2026-09", gratuito="on") == {}
        coming = Client().get(EVENTS, {"ver": "lista"}).context["page"]
        assert [one.event.title for one in coming] == ["Noitada", "Rota"]
        assert [row["SUMMARY"] for row in read(f"{EVENTS}eventos.ics", tipo="route")] == ["Rota"]
        assert len(read(f"{EVENTS}eventos.ics")) == 3
        for wrong in (
            {"mes": "2026-13"},
            {"mes": "ontem"},
            {"tipo": "x"},
            {"mes": "2026-08", "municipio": "1"},
        ):
            assert Client().get(EVENTS, wrong).status_code == 400
        assert Client().get(f"{EVENTS}eventos.ics", {"tipo": "x"}).status_code == 400
        route = Event.objects.get(title="Rota")
        page = Client().get(f"{EVENTS}{route.uuid}/").content.decode()
        assert page.index("Mosteiro") < page.index("Cais")
