"""One tap from a letter: capacity is confirmed without signing in, once, in time, by who still manages it."""

from __future__ import annotations

import json
import logging
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import moment
from accounts.models import AuditEntry, Letter, Membership
from portal.logs import LineFormatter
from resources import actions, confirming
from resources.models import Facility, Resource
from tests.workspace.conftest import words

LINK = re.compile(r"http\S+/trabalho/confirmar/\S+")


@pytest.fixture
def stale(make_resource: Any) -> list[Any]:
    """Two resources of the holder that passed their limit."""
    made = [make_resource(4, name="Casa Aberta"), make_resource(6, name="Casa de Baixo")]
    long_ago = timezone.now() - timedelta(days=2)
    Resource.objects.filter(pk__in=[one.pk for one in made]).update(confirmed_at=long_ago)
    return list(Resource.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))


@pytest.fixture
def links(stale: list[Any]) -> list[str]:
    """The addresses in the holder's letter: one a resource, the last for both."""
    actions.remind_unconfirmed()
    letter = Letter.objects.get(kind="capacity", to="holder@example.org")
    return [urlsplit(found).path for found in LINK.findall(letter.text)]


def confirmed(resource: Any) -> bool:
    resource.refresh_from_db()
    return timezone.now() - resource.confirmed_at < timedelta(minutes=1)


def test_the_letter_has_a_link_for_each_and_one_for_all(links, stale):
    assert len(links) == 3
    html = Letter.objects.get(kind="capacity", to="holder@example.org").html
    assert all(link in html for link in links)


def test_reading_the_page_says_what_is_confirmed_and_changes_nothing(links, stale):
    visitor = Client()
    answer = visitor.get(links[0])
    assert answer.status_code == 200
    assert "Casa Aberta" in words(answer) and "Casa de Baixo" not in words(answer)
    assert visitor.head(links[0]).status_code == 200
    assert not confirmed(stale[0])


def test_one_tap_confirms_that_one_in_the_name_of_who_got_the_letter(cast, links, stale):
    # A page that sends no referrer sends "Origin: null" as well: that must not stop it.
    visitor = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    answer = visitor.post(links[0])
    assert answer.status_code == 200
    assert "A rede já sabe" in words(answer)
    assert confirmed(stale[0]) and not confirmed(stale[1])
    assert stale[0].confirmed_by == cast.holder
    entry = AuditEntry.objects.filter(subject_id=str(stale[0].uuid)).latest("id")
    assert (entry.verb, entry.user_id) == ("confirm_capacity", cast.holder.user_id)
    assert "sessionid" not in visitor.cookies


def test_the_link_for_all_confirms_what_is_still_waiting(links, stale):
    assert Client().post(links[0]).status_code == 200
    answer = Client().post(links[2])
    assert answer.status_code == 200
    assert "Casa de Baixo" in words(answer) and "Casa Aberta" not in words(answer)
    assert confirmed(stale[1])


def test_a_link_used_once_is_used_up(links, stale):
    assert Client().post(links[0]).status_code == 200
    before = AuditEntry.objects.count()
    for answer in (Client().get(links[0]), Client().post(links[0])):
        assert answer.status_code == 410
        assert "Já está confirmado" in words(answer)
    assert AuditEntry.objects.count() == before


def test_of_two_at_the_same_instant_the_second_finds_nothing(cast, links, stale):
    seen = {stale[0].pk: stale[0].confirmed_at}
    from resources.actions.confirming import confirm_asked
    from resources.refusals import WrongState

    confirm_asked(seen, by=cast.holder)
    with pytest.raises(WrongState):
        confirm_asked(seen, by=cast.holder)


def test_a_number_said_since_uses_the_link_up_too(cast, links, stale):
    actions.state_capacity(stale[0], by=cast.holder, capacity=1)
    assert Client().post(links[0]).status_code == 410


def test_a_link_past_its_time_says_so(cast, stale, monkeypatch):
    token = confirming.token(cast.holder, stale[:1])
    later = timezone.now().timestamp() + confirming.VALID_FOR.total_seconds() + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    for answer in (
        Client().get(reverse("confirm_capacity", args=[token])),
        Client().post(reverse("confirm_capacity", args=[token])),
    ):
        assert answer.status_code == 410
        assert "passou do prazo" in words(answer)
    assert not confirmed(stale[0])


@pytest.mark.parametrize("change", [{"is_active": False}, {"roles": ["viewer"]}])
def test_who_no_longer_manages_confirms_nothing(cast, links, stale, change):
    Membership.objects.filter(pk=cast.holder.pk).update(**change)
    for answer in (Client().get(links[0]), Client().post(links[0])):
        assert answer.status_code == 403
        assert "já não gere" in words(answer) and "Casa Aberta" not in words(answer)
    assert not confirmed(stale[0])


@pytest.mark.parametrize("token", ["abc", "a:b:c", "%FF", "x" * 3000])
def test_a_broken_link_is_a_plain_404(db, token):
    answer = Client().post(f"/trabalho/confirmar/{token}/")
    assert answer.status_code == 404
    assert "não é válida" in words(answer)


def test_a_link_for_another_organisations_resource_confirms_nothing(cast, make_resource):
    other = make_resource(4, keeper=cast.member_of("Município da Maia"), dico="1306")
    Resource.objects.filter(pk=other.pk).update(confirmed_at=timezone.now() - timedelta(days=2))
    other.refresh_from_db()
    address = reverse("confirm_capacity", args=[confirming.token(cast.holder, [other])])
    assert Client().post(address).status_code == 410
    assert not confirmed(other)


def test_what_is_reserved_is_named_neither_in_the_letter_nor_on_the_page(cast, links, stale, make_resource):
    hidden = make_resource(4, tier=2, name="Casa Escondida")
    Resource.objects.filter(pk=hidden.pk).update(confirmed_at=timezone.now() - timedelta(days=2))
    hidden.refresh_from_db()
    actions.remind_unconfirmed()
    assert Letter.objects.filter(to="holder@example.org", kind="capacity").count() == 2
    for letter in Letter.objects.all():
        assert "Escondida" not in letter.subject + letter.text + letter.html
    last = Letter.objects.latest("id")
    assert not LINK.search(last.text)
    # Reserved since the letter was written: the link says only that it takes signing in.
    Facility.objects.filter(pk=stale[0].facility_id).update(tier=2)
    for answer in (Client().get(links[0]), Client().post(links[0])):
        assert answer.status_code == 403
        assert "sessão iniciada" in words(answer) and "Casa Aberta" not in words(answer)
    assert not confirmed(stale[0])


def test_open_and_reserved_at_once_are_two_letters(cast, make_resource):
    with moment.replaying(timezone.now() - timedelta(days=2)):
        make_resource(4, name="Casa Aberta")
        make_resource(4, tier=2, name="Casa Escondida")
    actions.remind_unconfirmed()
    letters = list(Letter.objects.filter(kind="capacity", to="holder@example.org").order_by("id"))
    assert ["Casa Aberta" in letter.text for letter in letters] == [True, False]
    assert not any("Escondida" in letter.text + letter.html for letter in letters)


def test_the_address_leaks_to_nobody(links):
    answer = Client().get(links[0])
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_no_secret_address_stands_in_a_log():
    formatter = LineFormatter()
    for path, shown in (
        ("/trabalho/confirmar/eyJ:abc:def/", "/trabalho/confirmar/…/"),
        ("/en/trabalho/calendario/s3cr3t.ics", "/en/trabalho/calendario/…"),
        ("/conta/password/reset/key/1-abc/", "/conta/password/reset/key/…/"),
        ("/trabalho/calendario/subscrever/", "/trabalho/calendario/subscrever/"),
    ):
        record = logging.makeLogRecord(
            {"name": "django.request", "levelname": "WARNING", "msg": "Not Found: %s", "args": (path,)}
        )
        assert json.loads(formatter.format(record))["event"] == f"Not Found: {shown}"


def test_who_tries_too_often_waits(db, settings):
    from django.core.cache import cache

    from resources.views.confirming import MOST

    cache.clear()
    visitor = Client(REMOTE_ADDR="203.0.113.9")
    for _n in range(MOST):
        assert visitor.get("/trabalho/confirmar/abc/").status_code == 404
    assert visitor.get("/trabalho/confirmar/abc/").status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.10").get("/trabalho/confirmar/abc/").status_code == 404
    cache.clear()


def test_the_page_speaks_the_language_of_its_reader(cast, stale):
    cast.users["holder"].language = "en"
    cast.users["holder"].save()
    actions.remind_unconfirmed()
    letter = Letter.objects.get(kind="capacity", to="holder@example.org")
    link = urlsplit(LINK.findall(letter.text.replace("/en/trabalho", "/trabalho"))[0]).path
    assert "/en/trabalho/confirmar/" in letter.text
    assert Client().get("/en" + link).status_code == 200
