"""Anybody asks for the newsletter with an address, confirms from the letter, and leaves with one press."""

import re
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core import signing
from django.test import Client
from django.utils import timezone

from accounts.models import Letter
from accounts.outbox import message
from portal.clock import purge_expired
from portal.newsletter import actions
from portal.newsletter.models import Subscription

ASK = "/noticias/boletim/"


def ask(client, email="Rita@Exemplo.pt", language="pt-pt", path=ASK):
    return client.post(path, {"email": email, "language": language})


def link(letter):
    return re.search(r"https?://[^/]+(/\S+/)", letter.text).group(1)


def test_asked_confirmed_by_a_press_and_left_by_another(newsroom, client_for):
    visitor = client_for(None)
    assert visitor.get(ASK).status_code == 200
    answer = ask(visitor)
    assert (answer.status_code, answer["Location"]) == (303, "/noticias/boletim/pedido/")
    subscription = Subscription.objects.get()
    assert subscription.email == "rita@exemplo.pt" and subscription.confirmed_at is None
    letter = Letter.objects.get(kind="newsletter_confirm")
    place = link(letter)
    # The address stands in no log: what travels in the link is a key.
    assert "rita" not in signing.b64_decode(place.split("/")[-2].split(":")[0].encode()).decode().lower()
    assert "Sim, quero receber" in visitor.get(place).content.decode()
    assert Subscription.objects.confirmed().count() == 0, "reading confirms nothing"
    assert visitor.post(place).status_code == 200
    assert Subscription.objects.confirmed().count() == 1
    out = f"/noticias/boletim/sair/{subscription.key}/"
    assert visitor.get(out).status_code == 200
    assert Subscription.objects.count() == 1, "reading deletes nothing"
    assert "O endereço foi apagado." in visitor.post(out).content.decode()
    assert Subscription.objects.count() == 0
    assert visitor.post(out).status_code == 200, "twice is as good as once"


def test_the_answer_tells_nobody_whether_an_address_is_known(newsroom, client_for):
    Subscription.objects.create(email="rita@exemplo.pt", confirmed_at=timezone.now())
    known, unknown = ask(client_for(None)), ask(client_for(None), "outra@exemplo.pt")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Letter.objects.filter(kind="newsletter_confirm").count() == 2
    assert Subscription.objects.confirmed().count() == 1


def test_in_the_language_asked_for(newsroom, client_for):
    ask(client_for(None), language="en", path="/en/noticias/boletim/")
    letter = Letter.objects.get()
    assert letter.language == "en" and "/en/noticias/boletim/confirmar/" in letter.text
    client_for(None).post(link(letter))
    assert Subscription.objects.get().language == "en"


@pytest.mark.parametrize(
    ("email", "language"), [("", "pt-pt"), ("rita", "pt-pt"), ("a@b.pt", "fr"), ("a@b.pt", "")]
)
def test_what_cannot_be_read_is_said_and_kept_as_typed(newsroom, client_for, email, language):
    answer = ask(client_for(None), email, language)
    assert answer.status_code == 422
    assert not Subscription.objects.exists() and not Letter.objects.exists()


def test_an_address_is_not_written_to_without_end(newsroom, client_for):
    for _ in range(5):
        assert ask(client_for(None)).status_code == 303
    assert Letter.objects.filter(kind="newsletter_confirm").count() == 3


def test_one_place_may_not_ask_without_end(newsroom, client_for):
    from django.core.cache import cache

    cache.clear()
    answers = [ask(client_for(None), f"a{n}@exemplo.pt").status_code for n in range(12)]
    assert answers == [303] * 10 + [429] * 2
    assert Subscription.objects.count() == 10
    cache.clear()


@pytest.mark.parametrize("token", ["nada", "WyJ4IiwieCJd:1x:yy"])
def test_a_link_that_is_not_ours_says_so(newsroom, client_for, token):
    for answer in (client_for(None).get, client_for(None).post):
        said = answer(f"/noticias/boletim/confirmar/{token}/")
        assert said.status_code == 410 and "Esta ligação já não serve" in said.content.decode()


def test_an_old_link_no_longer_confirms_and_the_address_goes(newsroom, client_for, monkeypatch):
    ask(client_for(None))
    place = link(Letter.objects.get())
    Subscription.objects.update(asked_at=timezone.now() - timedelta(days=3, minutes=1))
    assert purge_expired()["newsletters not confirmed"] == 1
    assert client_for(None).post(place).status_code == 410
    Subscription.objects.create(
        email="b@exemplo.pt", confirmed_at=timezone.now(), asked_at=timezone.now() - timedelta(days=99)
    )
    assert purge_expired()["newsletters not confirmed"] == 0


def test_a_mail_program_leaves_with_one_post_and_no_cookie(newsroom):
    """RFC 8058."""
    subscription = Subscription.objects.create(email="rita@exemplo.pt", confirmed_at=timezone.now())
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/noticias/boletim/sair/{subscription.key}/", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and not Subscription.objects.exists()


def test_leaving_takes_the_letters_still_owed_along(newsroom):
    subscription = Subscription.objects.create(email="rita@exemplo.pt", confirmed_at=timezone.now())
    Letter.objects.create(to="rita@exemplo.pt", kind="newsletter", subject="x", text="x")
    Letter.objects.create(to="outra@exemplo.pt", kind="newsletter", subject="x", text="x")
    assert actions.leave(subscription.key)
    assert [letter.to for letter in Letter.objects.all()] == ["outra@exemplo.pt"]


def test_only_letters_to_a_list_carry_the_way_out():
    plain = message(Letter(to="a@b.pt", kind="x", subject="x", text="x"))
    listed = message(Letter(to="a@b.pt", kind="x", subject="x", text="x", leave_url="https://x.pt/sair/1/"))
    assert "List-Unsubscribe" not in plain.message()
    sent = listed.message()
    assert sent["List-Unsubscribe"] == "<https://x.pt/sair/1/>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not getattr(django_mail, "outbox", [])


@pytest.mark.parametrize(
    "path", ["/noticias/", ASK, "/noticias/boletim/pedido/", "/noticias/feed/", "/en/noticias/"]
)
def test_who_only_reads_gets_no_cookie(newsroom, client_for, path):
    assert dict(client_for(None).get(path).cookies) == {}
