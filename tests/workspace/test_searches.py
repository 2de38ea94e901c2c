"""Saved searches: kept from the catalogue, looked at again by the clock, told once a day; nothing reserved is named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import moment
from accounts.models import Letter, Membership, Notice
from resources import actions, days
from resources.actions.searching import MOST, check_searches
from resources.models import Booking, Resource, SavedSearch
from tests.workspace.conftest import words


@pytest.fixture
def save(client_for: Any) -> Any:
    """`save("technician", q=…)`: through the form of the catalogue; two nights from tomorrow unless said."""

    def make(who: str, name: str = "", **said: Any) -> SavedSearch:
        first = days.today() + timedelta(days=1)
        said = {"start": first.isoformat(), "end": (first + timedelta(days=2)).isoformat()} | said
        client = client_for(who)
        answer = client.post("/trabalho/procuras/", {"query": urlencode(said, doseq=True), "name": name})
        assert answer.status_code == 303, words(answer)
        return SavedSearch.objects.latest("id")

    return make


def letters(who: str = "technician") -> list[Letter]:
    return list(Letter.objects.filter(to=f"{who}@example.org", kind="search").order_by("id"))


def fill(ask: Any, cast: Any, resource: Any, quantity: int) -> Booking:
    """Somebody else takes the place for a month."""
    by = cast.member_of("Município da Maia")
    booking = ask(resource, quantity, by=by, start=0, nights=30, auto_confirm=True)
    return actions.accept_booking(booking, by=cast.holder)


@pytest.fixture
def full(ask: Any, cast: Any, resource: Any) -> Booking:
    return fill(ask, cast, resource, 4)


def test_the_catalogue_offers_to_keep_what_was_looked_for(client_for, resource):
    page = client_for("technician").get("/recursos/", {"quantity": "2", "municipality": "1312"})
    assert "Guardar esta pesquisa" in words(page)
    query = page.context["search"].kept
    assert "quantity=2" in query and "municipality=1312" in query and f"start={days.today()}" in query
    assert "Guardar esta pesquisa" not in words(client_for(None).get("/recursos/"))
    assert client_for("technician").post("/trabalho/procuras/", {"query": query}).status_code == 303
    kept = SavedSearch.objects.get()
    assert (kept.criteria["quantity"], kept.criteria["municipalities"]) == (2, ["1312"])
    assert kept.words_pt == "2 pessoas · Porto"


def test_what_was_free_already_is_no_news(resource, save):
    search = save("technician")
    assert resource.pk in search.seen
    assert check_searches() == 0
    assert letters() == []


def test_what_becomes_free_is_told_once(cast, full, resource, save):
    save("technician")
    assert check_searches() == 0
    actions.cancel_booking(full, by=cast.holder, code="other", text="x")
    assert check_searches() == 1
    assert check_searches() == 0
    (letter,) = letters()
    assert letter.subject == "Há vaga para uma pesquisa que guardou"
    assert resource.name in letter.text
    assert Notice.objects.of(cast.technician).filter(text_pt=letter.subject).count() == 1


def test_enough_throughout_is_asked_for(cast, ask, full, resource, save):
    save("technician", quantity=2)
    actions.cancel_booking(full, by=cast.holder, code="other", text="x")
    # Free on most of the nights, or for one only, is not free.
    fill(ask, cast, resource, 3)
    assert check_searches() == 0


def test_a_number_nobody_confirmed_in_time_is_not_told(cast, full, resource, save):
    save("technician")
    actions.cancel_booking(full, by=cast.holder, code="other", text="x")
    Resource.objects.filter(pk=resource.pk).update(confirmed_at=timezone.now() - timedelta(days=3))
    assert check_searches() == 0
    actions.state_capacity(resource, by=cast.holder)
    assert check_searches() == 1


@pytest.mark.parametrize(
    "filters",
    [
        {"municipality": "1306"},
        {"category": "acolhimento-emergencia"},
        {"q": "Nadaqueexista"},
        {"accessible": "1"},
        {"near": "0104", "radius_km": "1"},
    ],
)
def test_the_filters_of_the_catalogue_count(cast, full, save, filters):
    save("technician", **filters)
    actions.cancel_booking(full, by=cast.holder, code="other", text="x")
    assert check_searches() == 0


def test_the_words_of_the_catalogue_count(cast, ask, make_resource, protocol, save):
    # Not public, so matched in the database: the index is written when a transaction ends.
    resource = make_resource(4, tier=1, name="Solar das Giestas")
    taken = fill(ask, cast, resource, 4)
    save("technician", q="giestas")
    actions.cancel_booking(taken, by=cast.holder, code="other", text="x")
    assert check_searches() == 1


def test_at_most_one_a_day_and_what_came_later_is_told_tomorrow(cast, ask, make_resource, protocol, save):
    first, second = make_resource(4, name="Casa Um"), make_resource(4, name="Casa Dois")
    taken = [fill(ask, cast, one, 4) for one in (first, second)]
    start = days.today() + timedelta(days=3)
    save("technician", start=start.isoformat(), end=(start + timedelta(days=1)).isoformat())
    actions.cancel_booking(taken[0], by=cast.holder, code="other", text="x")
    assert check_searches() == 1
    actions.cancel_booking(taken[1], by=cast.holder, code="other", text="x")
    assert check_searches() == 0
    with moment.replaying(timezone.now() + timedelta(days=1)):
        for one in (first, second):
            actions.state_capacity(one, by=cast.holder)
        assert check_searches() == 1
    assert ["Casa Um" in one.text for one in letters()] == [True, False]
    assert ["Casa Dois" in one.text for one in letters()] == [False, True]


def test_taken_and_free_again_is_news_again(cast, ask, full, resource, save):
    save("technician")
    actions.cancel_booking(full, by=cast.holder, code="other", text="x")
    assert check_searches() == 1
    SavedSearch.objects.update(told_on=days.today() - timedelta(days=1))
    again = fill(ask, cast, resource, 4)
    assert check_searches() == 0
    actions.cancel_booking(again, by=cast.holder, code="other", text="x")
    assert check_searches() == 1


@pytest.mark.parametrize("words_looked_for", ["", "escondida"])
def test_what_is_reserved_is_told_without_a_name(cast, make_resource, save, words_looked_for):
    hidden = make_resource(0, tier=2, name="Casa Escondida", dico="1306", keeper=cast.support)
    for who in ("technician", "accredited"):
        save(who, name="Escondida", q=words_looked_for)
    actions.state_capacity(hidden, by=cast.support, capacity=4)
    assert check_searches() == 1
    assert letters("technician") == []
    (letter,) = letters("accredited")
    assert letter.subject == "Há algo à sua espera na Concerta"
    for said in (letter.subject, letter.text, letter.html):
        assert "scondida" not in said and "Maia" not in said


def test_open_and_reserved_together_name_only_the_open(cast, make_resource, save):
    made = [
        make_resource(0, tier=tier, name=name, keeper=cast.support, dico="1306")
        for tier, name in ((1, "Casa Aberta"), (2, "Casa Escondida"))
    ]
    save("accredited")
    for one in made:
        actions.state_capacity(one, by=cast.support, capacity=4)
    assert check_searches() == 1
    (letter,) = letters("accredited")
    assert "Casa Aberta" in letter.text and "Escondida" not in letter.text + letter.html


def test_what_the_person_wrote_stands_in_no_message(cast, full, save):
    save("technician", name="Nome Secreto", q="")
    actions.cancel_booking(full, by=cast.holder, code="other", text="x")
    check_searches()
    (letter,) = letters()
    assert "Secreto" not in letter.subject + letter.text + letter.html


def test_the_first_day_over_it_ends_with_a_word(cast, full, save):
    search = save("technician")
    with moment.replaying(timezone.now() + timedelta(days=2)):
        check_searches()
        check_searches()
    search.refresh_from_db()
    assert search.ended_at
    assert Letter.objects.filter(kind="search_ended", to="technician@example.org").count() == 1


def test_silenced_it_says_nothing_and_wakes_without_old_news(cast, client_for, full, save):
    search = save("technician")
    client = client_for("technician")
    assert client.post(f"/trabalho/procuras/{search.uuid}/", {"alerts": "0"}).status_code == 303
    actions.cancel_booking(full, by=cast.holder, code="other", text="x")
    assert check_searches() == 0
    assert client.post(f"/trabalho/procuras/{search.uuid}/", {"alerts": "1"}).status_code == 303
    assert check_searches() == 0
    assert "a avisar" in words(client.get("/trabalho/procuras/"))


def test_forgotten_it_is_gone(client_for, full, save):
    search = save("technician")
    client = client_for("technician")
    assert client.get(f"/trabalho/procuras/{search.uuid}/apagar/").status_code == 405
    assert SavedSearch.objects.exists()
    assert client.post(f"/trabalho/procuras/{search.uuid}/apagar/").status_code == 303
    assert not SavedSearch.objects.exists()


def test_it_is_nobody_elses(client_for, full, save):
    search = save("technician", name="Só minha")
    for who in ("holder", "representative", "accredited"):
        client = client_for(who)
        assert "Só minha" not in words(client.get("/trabalho/procuras/"))
        assert client.post(f"/trabalho/procuras/{search.uuid}/", {"alerts": "0"}).status_code == 404
        assert client.post(f"/trabalho/procuras/{search.uuid}/apagar/").status_code == 404


def test_who_left_is_told_nothing(cast, full, save):
    save("technician")
    Membership.objects.filter(pk=cast.technician.pk).update(is_active=False)
    actions.cancel_booking(full, by=cast.holder, code="other", text="x")
    assert check_searches() == 0


def test_the_same_search_twice_is_one_and_there_is_a_limit(client_for, save):
    save("technician")
    save("technician")
    assert SavedSearch.objects.count() == 1
    for n in range(2, MOST + 1):
        save("technician", quantity=n)
    page = client_for("technician").post("/trabalho/procuras/", {"query": "quantity=99"})
    assert page.status_code == 422 and "Apague uma" in words(page)
    assert SavedSearch.objects.count() == MOST


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"query": "start=2026-02-30"},
        {"query": "quantity=0"},
        {"query": "municipality=9999"},
        {"query": "quantity=1", "name": "Ana 912 345 678"},
        {"query": "x" * 2000},
    ],
)
def test_what_makes_no_sense_gets_a_sentence(client_for, sent):
    page = client_for("technician").post("/trabalho/procuras/", sent)
    assert page.status_code == 422
    assert "912 345 678" not in words(page) and "data-errors" in words(page)
    assert not SavedSearch.objects.exists()


def test_many_searches_cost_what_few_cost(cast, full, save):
    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            check_searches()
        return len(caught)

    save("technician", quantity=1)
    few = cost()
    for n in range(2, 9):
        save("technician", quantity=n)
    assert cost() <= few


def test_two_clocks_at_once_tell_once(cast, full, save):
    save("technician")
    actions.cancel_booking(full, by=cast.holder, code="other", text="x")
    assert check_searches() + check_searches() == 1
