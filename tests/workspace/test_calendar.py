"""The calendar of own resources: what each view shows, how one turns its pages, and what it costs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from resources import actions, days, feeds
from tests.workspace.conftest import words

VIEWS = ["dia", "semana", "mes", "lista"]


def cell(page, day, resource):
    line = next(one for one in page.context["cal"].table if one["resource"] == resource)
    return next(one for one in line["days"] if one.night.day == day)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_there_for_members_in_both_languages(look, confirmed, view):
    for who in ("holder", "representative", "technician", "accredited", "coordination", "editor"):
        for prefix in ("", "/en"):
            assert look(who, f"{prefix}/trabalho/calendario/", vista=view).status_code == 200, who
    assert look(None, "calendar").status_code == 302
    assert look("outsider", "calendar").status_code == 403


def test_the_week_counts_what_is_free_who_comes_and_who_goes(look, resource, confirmed):
    page = look("holder", "calendar", vista="semana", dia=confirmed.start.isoformat())
    first = cell(page, confirmed.start, resource)
    assert (first.night.free, first.night.capacity, first.arriving, first.leaving) == (2, 4, 2, 0)
    page = look("holder", "calendar", vista="semana", dia=confirmed.end.isoformat())
    last = cell(page, confirmed.end, resource)
    assert (last.night.free, last.arriving, last.leaving) == (4, 0, 2)


def test_a_departure_shows_on_the_first_day_of_a_view(look, resource, confirmed):
    page = look("holder", "calendar", vista="dia", dia=confirmed.end.isoformat())
    assert cell(page, confirmed.end, resource).leaving == 2
    assert [one.kind for one in page.context["cal"].listed[0].happenings] == ["out"]


def test_the_day_says_who_stays(look, confirmed):
    between = confirmed.start + timedelta(days=1)
    page = look("holder", "calendar", vista="dia", dia=between.isoformat())
    assert [row.booking.pk for row in page.context["cal"].staying] == [confirmed.pk]
    assert "7Q4-M" in words(page)


def test_closed_places_show_with_their_reason(cast, look, resource):
    start = days.today() + timedelta(days=1)
    actions.block_resource(
        resource, by=cast.holder, start=start, end=start + timedelta(days=2), reason_code="works"
    )
    page = look("holder", "calendar", vista="dia", dia=start.isoformat())
    assert cell(page, start, resource).shut == "obras ou avaria"
    assert "obras ou avaria" in words(page)
    assert "obras ou avaria" in words(look("holder", "calendar", vista="mes", dia=start.isoformat()))
    listed = look("holder", "calendar", vista="lista").context["cal"].listed
    assert [(one.day, one.happenings[0].kind) for one in listed] == [(start, "shut")]


def test_what_is_lent_goes_back_on_its_last_day_here_and_in_the_feed(
    cast, ask, look, make_resource, protocol
):
    bank = make_resource(None, category="produtos-de-apoio", response=None)
    actions.add_items(bank, by=cast.holder, name="Cadeira de rodas", number=1)
    loan = actions.accept_booking(ask(bank, 1, start=1, nights=5, auto_confirm=True), by=cast.holder)
    [back] = [one for one in feeds.events(cast.holder) if one.uid.startswith(f"{loan.uuid}-saida")]
    assert back.start == loan.last_day
    day = look("holder", "calendar", vista="dia", dia=loan.last_day.isoformat())
    assert cell(day, loan.last_day, bank).leaving == 1
    assert [what.label for what in day.context["cal"].listed[0].happenings] == ["devolução"]
    assert day.context["cal"].staying == []
    before = look("holder", "calendar", vista="dia", dia=(loan.last_day - timedelta(days=1)).isoformat())
    assert [row.booking.pk for row in before.context["cal"].staying] == [loan.pk]
    after = look("holder", "calendar", vista="dia", dia=loan.end.isoformat()).context["cal"]
    assert (after.listed[0].happenings, after.staying) == ([], [])


def test_a_hold_that_ran_out_takes_nothing(look, resource, held):
    from django.utils import timezone

    from resources.models import Booking

    Booking.objects.filter(pk=held.pk).update(hold_expires_at=timezone.now())
    page = look("holder", "calendar", vista="lista")
    assert page.context["cal"].listed == []


@pytest.mark.parametrize(
    ("view", "earlier", "later"),
    [
        ("dia", "2026-12-30", "2027-01-01"),
        ("semana", "2026-12-24", "2027-01-07"),
        ("mes", "2026-11-01", "2027-01-01"),
        ("lista", "2026-12-01", "2027-01-30"),
    ],
)
def test_the_pages_turn_over_the_end_of_a_year(look, resource, view, earlier, later, monkeypatch):
    monkeypatch.setattr(days, "today", lambda now=None: date(2026, 12, 15))
    cal = look("holder", "calendar", vista=view, dia="2026-12-31").context["cal"]
    assert f"dia={earlier}" in cal.earlier and f"dia={later}" in cal.later
    assert "dia=2026-12-15" in cal.now and all(f"vista={view}" in url for url in (cal.earlier, cal.later))


@pytest.mark.parametrize(("day", "nights"), [("2027-03-28", 1), ("2026-10-25", 1)])
def test_a_day_on_which_the_clock_changes_is_one_day(cast, make_resource, look, monkeypatch, day, nights):
    monkeypatch.setattr(days, "today", lambda now=None: date(2026, 10, 1))
    make_resource(4)
    table = look("holder", "calendar", vista="dia", dia=day).context["cal"].table
    assert [len(line["days"]) for line in table] == [nights]
    weeks = look("holder", "calendar", vista="mes", dia=day).context["cal"].months[0]["weeks"]
    shown = [one["date"] for week in weeks for one in week]
    assert shown == sorted(set(shown)) and len(shown) % 7 == 0


@pytest.mark.parametrize(
    "query", [{"vista": "ano"}, {"dia": "2026-02-30"}, {"dia": "1900-01-01"}, {"recurso": "x"}]
)
def test_what_makes_no_sense_gets_a_sentence(look, resource, query):
    page = look("holder", "calendar", **query)
    assert page.status_code == 422
    assert page.context["page_errors"][0] in words(page)


def test_one_resource_alone(cast, look, make_resource, resource):
    other = make_resource(9)
    page = look("holder", "calendar", recurso=str(other.uuid))
    assert [line["resource"] for line in page.context["cal"].table] == [other]
    stranger = make_resource(4, keeper=cast.member_of("Município da Maia"), dico="1306")
    assert look("holder", "calendar", recurso=str(stranger.uuid)).status_code == 404


def test_who_asked_sees_own_stays_and_no_resources(look, confirmed):
    page = look("technician", "calendar", vista="lista", dia=confirmed.start.isoformat())
    assert page.context["cal"].table == []
    kinds = [what.kind for one in page.context["cal"].listed for what in one.happenings]
    assert kinds == ["in", "out"]


def test_strangers_see_nothing_of_it(look, confirmed):
    for who in ("accredited", "coordination", "representative"):
        page = look(who, "calendar", vista="lista")
        assert page.context["cal"].listed == []


def test_three_and_thirty_resources_cost_the_same(cast, ask, look, make_resource, protocol):
    def cost() -> dict[str, int]:
        counts = {}
        for view in VIEWS:
            with CaptureQueriesContext(connection) as caught:
                assert look("holder", "calendar", vista=view).status_code == 200
            counts[view] = len(caught)
        return counts

    for _n in range(3):
        actions.accept_booking(ask(make_resource(4), 1, start=0), by=cast.holder)
    look("holder", "calendar")
    few = cost()
    for _n in range(27):
        resource = make_resource(4)
        actions.accept_booking(ask(resource, 1, start=0), by=cast.holder)
    many = cost()
    assert all(many[view] <= few[view] for view in VIEWS), (few, many)
