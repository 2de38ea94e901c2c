"""Sign-up, sign-in, forgotten password and second factor, through the pages and the letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from accounts.models import Letter, Membership, User
from tests.accounts.conftest import PASSWORD, People, make_user

LOGIN = "/conta/login/"


@pytest.fixture(autouse=True)
def letters(settings: Any) -> None:
    """Mail becomes letters, as the portal does it; attempts of other tests do not count."""
    settings.MAILERS = settings.MAILERS | {"default": {"BACKEND": "accounts.outbox.OutboxBackend"}}
    cache.clear()


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def link_in(letter: Letter) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", letter.text)
    assert found, letter.text
    return found.group(1)


def shown(response: Any) -> str:
    """What a reader sees of a page: its text, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# --- Signing up -------------------------------------------------------------------------------------------------------


def test_signing_up_needs_the_letter_and_ends_at_the_account(db: None, client: Client) -> None:
    new = {"email": "Nova@People.Example", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/conta/signup/", new).headers["Location"] == "/conta/confirm-email/"
    user = User.objects.get(email="nova@people.example")
    assert user.language == "pt-pt"
    letter = Letter.objects.get()
    assert (letter.to, letter.kind, letter.language) == ("nova@people.example", "account", "pt-pt")
    assert letter.subject == "Confirme o seu e-mail"

    other = Client()
    assert sign_in(other, user.email).headers["Location"] == "/conta/confirm-email/"
    assert "_auth_user_id" not in other.session

    link = link_in(letter)
    assert "nova@people.example" in shown(other.get(link))
    other.post(link)
    answer = sign_in(Client(), user.email)
    assert answer.headers["Location"] == "/conta/"  # belongs to no organisation yet
    assert other.get(link).status_code == 400


def test_signing_up_in_english_keeps_the_language(db: None, client: Client) -> None:
    client.post(
        "/en/conta/signup/", {"email": "new@people.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert User.objects.get(email="new@people.example").language == "en"
    assert Letter.objects.get().language == "en"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"password2": "outra frase bem comprida"}, "palavra-passe"),
        ({"password1": "curta", "password2": "curta"}, "10"),
        ({"email": "sem arroba"}, "e-mail"),
        ({"email": ""}, "obrigatório"),
    ],
)
def test_what_is_wrong_at_sign_up_is_said(
    db: None, client: Client, wrong: dict[str, str], sentence: str
) -> None:
    fields = {"email": "nova@people.example", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post("/conta/signup/", fields | wrong)
    assert answer.status_code == 400
    errors = answer.context["form"].errors
    assert sentence in str(errors)
    assert "<title>Erro:" in answer.content.decode()
    assert not User.objects.filter(email__startswith="nova").exists()


def test_signing_up_again_tells_only_the_owner_of_the_address(people: People, client: Client) -> None:
    email = people.manager.user.email
    answer = client.post("/conta/signup/", {"email": email, "password1": PASSWORD, "password2": PASSWORD})
    assert answer.headers["Location"] == "/conta/confirm-email/"
    letter = Letter.objects.get()
    assert letter.subject == "Já tem conta na Concerta"
    assert "/conta/password/reset/" in letter.text
    assert User.objects.filter(email=email).count() == 1


# --- Signing in -------------------------------------------------------------------------------------------------------


def test_signing_in_leads_to_work_or_where_one_wanted_to_go(people: People) -> None:
    email = people.manager.user.email
    assert sign_in(Client(), email.upper()).headers["Location"] == "/trabalho/"
    assert sign_in(Client(), email, next="/conta/chaves/").headers["Location"] == "/conta/chaves/"
    assert sign_in(Client(), email, next="https://evil.example/").headers["Location"] == "/trabalho/"
    english = Client().post("/en/conta/login/", {"login": email, "password": PASSWORD})
    assert english.headers["Location"] == "/en/trabalho/"
    assert sign_in(Client(), people.outsider.email).headers["Location"] == "/conta/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(people: People, client: Client) -> None:
    wrong = sign_in(client, people.manager.user.email, "não é esta")
    unknown = sign_in(client, "ninguem@people.example")
    assert wrong.status_code == unknown.status_code == 400
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert "O e-mail ou a palavra-passe não estão certos." in shown(wrong)
    assert "não é esta" not in wrong.content.decode()


def test_guessing_is_slowed_down(people: People, client: Client) -> None:
    email = people.manager.user.email
    for _ in range(5):
        assert sign_in(client, email, "errada").status_code == 400
    blocked = sign_in(client, email)
    assert blocked.status_code == 400
    assert "Demasiadas tentativas" in shown(blocked)


def test_a_deactivated_account_does_not_get_in(people: People, client: Client) -> None:
    User.objects.filter(pk=people.outsider.pk).update(is_active=False)
    assert sign_in(client, people.outsider.email).status_code in (302, 400)
    assert "_auth_user_id" not in client.session


def test_signing_out_needs_a_post(people: People, signed_in: Callable[..., Client]) -> None:
    client = signed_in(people.manager)
    assert client.get("/conta/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/conta/logout/").headers["Location"] == "/"
    assert "_auth_user_id" not in client.session


# --- Passwords and address --------------------------------------------------------------------------------------------


def test_a_forgotten_password_is_replaced_by_letter_and_only_once(people: People, client: Client) -> None:
    user = people.manager.user
    assert (
        client.post("/conta/password/reset/", {"email": user.email})
        .headers["Location"]
        .endswith("/reset/done/")
    )
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (user.email, "Escolha outra palavra-passe")
    link = link_in(letter)
    form = client.get(link, follow=True)
    assert link not in form.redirect_chain[-1][0]  # the key leaves the address before a page is shown
    too_short = client.post(form.redirect_chain[-1][0], {"password1": "curta", "password2": "curta"})
    assert too_short.status_code == 400
    fresh = "outra frase bem comprida"
    client.post(form.redirect_chain[-1][0], {"password1": fresh, "password2": fresh})
    assert sign_in(Client(), user.email).status_code == 400
    assert sign_in(Client(), user.email, fresh).status_code == 302
    again = Client().get(link)
    assert again.status_code == 400
    assert "Esta ligação já não serve." in shown(again)


def test_asking_for_an_unknown_address_looks_the_same_from_outside(people: People) -> None:
    known = Client().post("/conta/password/reset/", {"email": people.manager.user.email})
    unknown = Client().post("/conta/password/reset/", {"email": "ninguem@people.example"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    letter = Letter.objects.get(to="ninguem@people.example")
    assert letter.subject == "Não há conta com este endereço"
    assert "/conta/signup/" in letter.text


def test_changing_the_password_asks_for_the_old_one_and_tells_by_letter(
    people: People, signed_in: Callable[..., Client]
) -> None:
    client, fresh = signed_in(people.manager), "outra frase bem comprida"
    fields = {"oldpassword": "errada", "password1": fresh, "password2": fresh}
    refused = client.post("/conta/password/change/", fields)
    assert refused.status_code == 400
    assert "Esta não é a sua palavra-passe atual." in shown(refused)
    assert (
        client.post("/conta/password/change/", fields | {"oldpassword": PASSWORD}).headers["Location"]
        == "/conta/"
    )
    assert client.get("/conta/").status_code == 200  # still signed in
    letter = Letter.objects.get()
    assert letter.subject == "A sua palavra-passe mudou"
    assert fresh not in letter.text


def test_a_new_address_counts_only_once_confirmed(people: People, signed_in: Callable[..., Client]) -> None:
    client, user = signed_in(people.manager), people.manager.user
    sign_in(client, user.email)
    before = user.email
    assert client.post("/conta/email/", {"email": before, "action_add": "1"}).status_code == 400
    assert (
        client.post("/conta/email/", {"email": "outra@people.example", "action_add": "1"}).status_code == 302
    )
    assert "outra@people.example" in shown(client.get("/conta/email/"))
    user.refresh_from_db()
    assert user.email == before
    letter = Letter.objects.get(to="outra@people.example")
    client.post(link_in(letter))
    user.refresh_from_db()
    assert user.email == "outra@people.example"
    assert Letter.objects.get(to=before).subject == "O seu e-mail mudou"


# --- Second factor ----------------------------------------------------------------------------------------------------


def prove(client: Client) -> None:
    """What changes the security of an account asks for the password once more."""
    assert client.post("/conta/reauthenticate/", {"password": PASSWORD}).status_code == 302


def code_for(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_the_second_factor_from_switching_on_to_switching_off(people: People, client: Client) -> None:
    user = people.manager.user
    sign_in(client, user.email)
    prove(client)
    page = client.get("/conta/2fa/totp/activate/")
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    secret = page.context["form"].secret
    refused = client.post("/conta/2fa/totp/activate/", {"code": "000000"})
    assert refused.status_code == 400
    assert refused.context["form"].secret == secret
    done = client.post("/conta/2fa/totp/activate/", {"code": code_for(secret)}, follow=True)
    recovery = done.context["unused_codes"]
    assert len(recovery) == 10
    assert recovery[0] in shown(done)
    assert recovery[0] in client.get("/conta/2fa/recovery-codes/download/").content.decode()
    assert "Ativo" in shown(client.get("/conta/"))

    other = Client()
    assert sign_in(other, user.email).headers["Location"] == "/conta/2fa/authenticate/"
    assert other.get("/conta/").status_code == 302  # the password alone opens nothing
    wrong = other.post("/conta/2fa/authenticate/", {"code": "123"})
    assert wrong.status_code == 400
    assert "O código não está certo." in shown(wrong)
    assert other.post("/conta/2fa/authenticate/", {}).status_code == 302
    assert other.post("/conta/2fa/authenticate/", {"code": recovery[0]}).headers["Location"] == "/trabalho/"
    third = Client()
    sign_in(third, user.email)
    assert third.post("/conta/2fa/authenticate/", {"code": recovery[0]}).status_code == 400  # used up

    assert "Desativar o segundo fator?" in shown(client.get("/conta/2fa/totp/deactivate/"))
    client.post("/conta/2fa/totp/deactivate/")
    assert sign_in(Client(), user.email).headers["Location"] == "/trabalho/"


def test_before_the_second_factor_changes_one_proves_who_one_is(
    people: People, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(people.manager)  # signed in some time ago
    asked = client.get("/conta/2fa/totp/activate/")
    assert asked.headers["Location"].startswith("/conta/reauthenticate/")
    refused = client.post(asked.headers["Location"], {"password": "errada"})
    assert refused.status_code == 400
    assert "A palavra-passe não está certa." in shown(refused)
    proved = client.post(asked.headers["Location"], {"password": PASSWORD})
    assert proved.headers["Location"] == "/conta/2fa/totp/activate/"


# --- How the pages are made -------------------------------------------------------------------------------------------

OPEN = [
    LOGIN,
    "/conta/signup/",
    "/conta/password/reset/",
    "/conta/password/reset/done/",
    "/conta/password/reset/key/done/",
    "/conta/password/reset/key/1-abc/",
    "/conta/confirm-email/",
    "/conta/confirm-email/nonsense/",
    "/conta/inactive/",
]
OWN = [
    "/conta/",
    "/conta/entidade/",
    "/conta/chaves/",
    "/conta/contactos/",
    "/conta/email/",
    "/conta/password/change/",
    "/conta/2fa/",
    "/conta/2fa/totp/activate/",
    "/conta/reauthenticate/",
    "/conta/logout/",
]


@pytest.mark.parametrize("path", [*OPEN, *OWN])
def test_pages_keep_to_the_policy_and_to_our_frame(people: People, path: str) -> None:
    client = Client()
    if path in OWN:
        sign_in(client, people.manager.user.email)
        prove(client)
    answer = client.get(path)
    assert answer.status_code == (400 if "abc" in path or "nonsense" in path else 200)
    page = answer.content.decode()
    assert '<main id="c"' in page
    assert len(re.findall(r"<h1\b", page)) == 1
    assert " style=" not in page
    assert not re.search(r"\son[a-z]+=", page)
    for script in re.findall(r"<script\b[^>]*>", page):
        assert re.search(r'nonce="[^"]+"', script), script
    assert "placeholder=" not in page
    controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page)
    for control in controls:
        if 'type="hidden"' in control:
            continue
        name = re.search(r'id="([^"]+)"', control)
        assert name, control
        assert f'for="{name.group(1)}"' in page, control


@pytest.mark.parametrize("path", OWN)
def test_visitors_are_asked_to_sign_in(db: None, client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/" if path == "/conta/logout/" else LOGIN)


def test_every_form_needs_its_token(people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.manager.user)
    for path in ("/conta/", "/conta/entidade/", "/conta/chaves/", "/conta/contactos/", "/conta/logout/"):
        assert client.post(path, {"label": "x"}).status_code == 403


def test_the_words_of_refusal_are_portuguese_in_portuguese(db: None) -> None:
    from accounts.adapter import AccountAdapter, SecondFactorAdapter

    with translation.override("pt-pt"):
        for adapter in (AccountAdapter, SecondFactorAdapter):
            for sentence in adapter.error_messages.values():
                assert not re.search(r"\b(the|you|your|please|cannot|is|not)\b", str(sentence), re.I), (
                    sentence
                )


def test_an_account_made_by_hand_signs_in_after_confirming(db: None) -> None:
    """People the coordination creates have no confirmed address: the first sign-in sends the letter."""
    user = make_user("nova")
    user.emailaddress_set.all().delete()
    Membership.objects.filter(user=user).delete()
    client = Client()
    assert sign_in(client, user.email).headers["Location"] == "/conta/confirm-email/"
    client.post(link_in(Letter.objects.get()))
    assert sign_in(Client(), user.email).headers["Location"] == "/conta/"
