"""The account pages: one's own things only, refusals that are plain, and a trace of what changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import actions, audit
from accounts.models import ApiToken, AuditEntry, Contact, Membership, User
from tests.accounts.conftest import People, join, make_organisation

SignedIn = Callable[[User | Membership], Client]


def shown(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def acting_for(client: Client) -> str | None:
    """The organisation whose name stands in the header of the page."""
    request: HttpRequest = client.get("/conta/").wsgi_request  # type: ignore[attr-defined]
    member = request.member  # type: ignore[attr-defined]
    return member.organisation.name if member else None


def trace(member: Membership) -> list[tuple[str, str]]:
    entries = AuditEntry.objects.filter(chain=f"organisation:{member.organisation.uuid}").order_by("seq")
    assert list(audit.problems()) == []
    return [(entry.verb, entry.label) for entry in entries]


# --- Overview ---------------------------------------------------------------------------------------------------------


def test_the_overview_says_who_one_is_and_for_whom_one_acts(people: People, signed_in: SignedIn) -> None:
    people.manager.accreditations = ["T2"]
    people.manager.save()
    text = shown(signed_in(people.manager).get("/conta/"))
    for words in ("Abrigo da Ribeira", "Gestor/a de recursos", "Recursos reservados (T2)", "Por ativar"):
        assert words in text
    assert people.manager.user.email in text
    assert "Casa de Cima" not in text


def test_who_belongs_nowhere_is_told_what_to_do(people: People, signed_in: SignedIn) -> None:
    client = signed_in(people.outsider)
    assert "A sua conta ainda não pertence a nenhuma entidade." in shown(client.get("/conta/"))
    assert "A sua conta ainda não pertence a nenhuma entidade." in shown(client.get("/conta/entidade/"))
    assert client.get("/conta/chaves/").status_code == 404
    assert client.get("/conta/contactos/").status_code == 404


def test_name_and_language_are_ones_own_to_change(people: People, signed_in: SignedIn) -> None:
    client, user = signed_in(people.outsider), people.outsider
    client.post("/conta/", {"name": "Olga Reis", "language": "en", "is_staff": "on", "email": "x@y.example"})
    user.refresh_from_db()
    assert (user.name, user.language, user.is_staff, user.email) == (
        "Olga Reis",
        "en",
        False,
        "olga@people.example",
    )
    refused = client.post("/conta/", {"name": "R" * 121, "language": "fr"})
    assert refused.status_code == 400
    assert set(refused.context["form"].errors) == {"name", "language"}
    user.refresh_from_db()
    assert user.name == "Olga Reis"


# --- For whom one acts ------------------------------------------------------------------------------------------------


def test_one_acts_for_one_organisation_at_a_time_and_may_change(people: People, signed_in: SignedIn) -> None:
    second = join(people.manager.user, make_organisation("Zelar por Todos"), Membership.Role.VIEWER)
    client = signed_in(people.manager)
    assert acting_for(client) == "Abrigo da Ribeira"  # the first by name
    assert "mudar de entidade" in client.get("/conta/").content.decode()
    answer = client.post(
        "/conta/entidade/", {"organisation": second.organisation.uuid, "next": "/conta/contactos/"}
    )
    assert answer.headers["Location"] == "/conta/contactos/"
    assert acting_for(client) == "Zelar por Todos"
    assert "Zelar por Todos" in shown(client.get("/conta/contactos/"))
    outside = {"organisation": people.manager.organisation.uuid, "next": "//evil.example/"}
    assert client.post("/conta/entidade/", outside).headers["Location"] == "/conta/"
    assert acting_for(client) == "Abrigo da Ribeira"


def test_nobody_acts_for_an_organisation_that_is_not_theirs(people: People, signed_in: SignedIn) -> None:
    client = signed_in(people.manager)
    former = join(people.manager.user, make_organisation("Antiga"), Membership.Role.VIEWER)
    Membership.objects.filter(pk=former.pk).update(is_active=False)
    closed = join(people.manager.user, make_organisation("Fechada", is_active=False), Membership.Role.VIEWER)
    foreign = people.stranger.organisation
    for wanted in (foreign.uuid, former.organisation.uuid, closed.organisation.uuid, uuid4(), "abc", ""):
        assert client.post("/conta/entidade/", {"organisation": wanted}).status_code == 404
    assert acting_for(client) == "Abrigo da Ribeira"
    listed = shown(client.get("/conta/entidade/"))
    assert not any(name in listed for name in ("Casa de Cima", "Antiga", "Fechada"))


def test_a_membership_that_ends_ends_at_once(people: People, signed_in: SignedIn) -> None:
    second = join(people.manager.user, make_organisation("Zelar por Todos"), Membership.Role.VIEWER)
    client = signed_in(people.manager)
    client.post("/conta/entidade/", {"organisation": second.organisation.uuid})
    Membership.objects.filter(pk=second.pk).update(is_active=False)
    assert acting_for(client) == "Abrigo da Ribeira"
    Membership.objects.filter(pk=people.manager.pk).update(is_active=False)
    assert acting_for(client) is None


def test_visitors_cost_no_query_and_get_no_cookie(db: None, client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/conta/password/reset/done/")
    assert len(queries) == 0
    assert "sessionid" not in answer.cookies


# --- Keys of other systems --------------------------------------------------------------------------------------------


def secret_on(response: Any) -> str:
    found = re.search(r'id="new-secret"[^>]*>([^<]+)<', response.content.decode())
    assert found
    return found.group(1)


def test_a_key_is_shown_once_works_and_can_be_revoked(people: People, signed_in: SignedIn) -> None:
    client, member = signed_in(people.technician), people.technician
    assert "Ainda não há chaves." in shown(client.get("/conta/chaves/"))
    created = client.post("/conta/chaves/", {"label": "Gestão  de vagas"})
    assert "no-store" in created.headers["Cache-Control"]
    secret = secret_on(created)
    token = ApiToken.objects.get()
    assert (token.label, token.membership) == ("Gestão de vagas", member)
    assert ApiToken.objects.matching(secret) == token
    assert ApiToken.objects.matching(secret + "x") is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_apitoken::text FROM accounts_apitoken")
        assert secret not in cursor.fetchone()[0]
    again = client.get("/conta/chaves/").content.decode()
    assert "Gestão de vagas" in again
    assert secret not in again

    page = f"/conta/chaves/{token.uuid}/anular/"
    assert "Gestão de vagas" in shown(client.get(page))
    assert ApiToken.objects.matching(secret) == token  # looking changes nothing
    assert client.post(page).headers["Location"] == "/conta/chaves/"
    assert ApiToken.objects.matching(secret) is None
    client.post(page)
    assert trace(member) == [("create_token", "Gestão de vagas"), ("revoke_token", "Gestão de vagas")]


def test_a_key_dies_with_the_membership_the_organisation_or_the_person(people: People) -> None:
    member = people.technician
    _token, secret = actions.create_token(label="x", by=member)
    for model, pk in (
        (Membership, member.pk),
        (type(member.organisation), member.organisation_id),
        (User, member.user_id),
    ):
        model._default_manager.filter(pk=pk).update(is_active=False)
        assert ApiToken.objects.matching(secret) is None
        model._default_manager.filter(pk=pk).update(is_active=True)
        assert ApiToken.objects.matching(secret)


def test_keys_are_seen_and_revoked_by_their_owner_and_the_manager_only(
    people: People, signed_in: SignedIn
) -> None:
    own, _secret = actions.create_token(label="do técnico", by=people.technician)
    of_manager, _secret = actions.create_token(label="da gestora", by=people.manager)
    seen = {
        who: shown(signed_in(who).get("/conta/chaves/"))
        for who in (people.manager, people.technician, people.stranger)
    }
    assert "do técnico" in seen[people.manager]
    assert "da gestora" in seen[people.manager]
    assert "do técnico" in seen[people.technician]
    assert "da gestora" not in seen[people.technician]
    assert "do técnico" not in seen[people.stranger]
    for client in (signed_in(people.technician), signed_in(people.stranger)):
        assert client.get(f"/conta/chaves/{of_manager.uuid}/anular/").status_code == 404
        assert client.post(f"/conta/chaves/{of_manager.uuid}/anular/").status_code == 404
    with pytest.raises(ApiToken.DoesNotExist):
        actions.revoke_token(of_manager, by=people.technician)
    signed_in(people.manager).post(f"/conta/chaves/{own.uuid}/anular/")
    assert list(ApiToken.objects.live()) == [of_manager]


@pytest.mark.parametrize(
    ("label", "sentence"), [("", "obrigatório"), ("x" * 81, "80"), ("   ", "obrigatório")]
)
def test_a_key_needs_a_name(people: People, signed_in: SignedIn, label: str, sentence: str) -> None:
    refused = signed_in(people.manager).post("/conta/chaves/", {"label": label})
    assert refused.status_code == 400
    assert sentence in str(refused.context["form"].errors)
    assert not ApiToken.objects.exists()


def test_a_name_with_a_phone_number_is_refused_and_not_given_back(
    people: People, signed_in: SignedIn
) -> None:
    refused = signed_in(people.manager).post("/conta/chaves/", {"label": "sistema da Ana 912 345 678"})
    assert refused.status_code == 400
    assert "um número de telefone" in shown(refused)
    assert "345 678" not in refused.content.decode()
    assert "sistema da Ana" in refused.content.decode()
    assert not ApiToken.objects.exists()
    assert not AuditEntry.objects.exists()


def test_there_is_an_end_to_keys(people: People) -> None:
    for number in range(actions.MOST_TOKENS):
        token, _secret = actions.create_token(label=f"chave {number}", by=people.manager)
    with pytest.raises(ValidationError, match="20 chaves"):
        actions.create_token(label="uma a mais", by=people.manager)
    actions.revoke_token(token, by=people.manager)
    assert actions.create_token(label="no lugar da outra", by=people.manager)


def test_the_pages_do_not_ask_more_of_the_database_for_more_rows(people: People, signed_in: SignedIn) -> None:
    client = signed_in(people.manager)

    def queries() -> list[int]:
        counts = []
        for path in ("/conta/", "/conta/entidade/", "/conta/chaves/", "/conta/contactos/"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            counts.append(len(captured))
        return counts

    def add(number: int) -> None:
        join(people.manager.user, make_organisation(f"Entidade {number}"), Membership.Role.VIEWER)
        actions.save_contact(by=people.manager, label=f"Posto {number}", phone="220 000 000")
        colleague = User.objects.create_user(f"c{number}@people.example")
        ApiToken.objects.create(
            membership=join(colleague, people.manager.organisation, Membership.Role.VIEWER),
            label="x",
            digest=str(number),
        )

    for number in range(2):
        add(number)
    few = queries()
    for number in range(2, 15):
        add(number)
    assert queries() == few


# --- Contacts of the service ------------------------------------------------------------------------------------------


def test_managers_keep_their_services_contacts(people: People, signed_in: SignedIn) -> None:
    client, member = signed_in(people.manager), people.manager
    assert "Ainda não há contactos." in shown(client.get("/conta/contactos/"))
    new = {"label": "Serviço social, piso 2", "phone": "220 000 000", "email": ""}
    assert client.post("/conta/contactos/", new).headers["Location"] == "/conta/contactos/"
    contact = Contact.objects.of(member).get()
    assert (contact.organisation, contact.phone, contact.dialled) == (
        member.organisation,
        "220 000 000",
        "220000000",
    )
    page = f"/conta/contactos/{contact.uuid}/"
    assert client.get(page).context["form"]["phone"].value() == "220 000 000"
    client.post(page, new | {"phone": "", "email": "social@people.example"})
    contact.refresh_from_db()
    assert (contact.phone, contact.email) == ("", "social@people.example")
    assert client.get(f"{page}apagar/").status_code == 200
    assert Contact.objects.of(member).exists()
    client.post(f"{page}apagar/")
    assert not Contact.objects.of(member).exists()
    label = "Serviço social, piso 2"
    assert trace(member) == [("create_contact", label), ("change_contact", label), ("remove_contact", label)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"phone": "", "email": ""}, "Indique um telefone ou um e-mail"),
        ({"phone": "à noite"}, "só com algarismos"),
        ({"email": "social"}, "e-mail"),
        ({"label": ""}, "obrigatório"),
        ({"label": "Ana, 912 345 678"}, "um número de telefone"),
        ({"label": "Ana, 912 345 678", "phone": ""}, "Indique um telefone ou um e-mail"),
    ],
)
def test_a_contact_that_cannot_be_used_is_refused(
    people: People, signed_in: SignedIn, wrong: dict[str, str], sentence: str
) -> None:
    contact = actions.save_contact(by=people.manager, label="Posto", phone="220 000 000")
    client = signed_in(people.manager)
    for path in ("/conta/contactos/", f"/conta/contactos/{contact.uuid}/"):
        refused = client.post(path, {"label": "Outro posto", "phone": "220 000 001", "email": ""} | wrong)
        assert refused.status_code == 400
        assert sentence in str(refused.context["form"].errors)
        assert "912 345" not in refused.content.decode()
        assert "contact_can_be_reached" not in refused.content.decode()
    assert Contact.objects.of(people.manager).get().label == "Posto"


def test_others_of_the_organisation_read_contacts_and_strangers_do_not(
    people: People, signed_in: SignedIn
) -> None:
    contact = actions.save_contact(by=people.manager, label="Posto da Ribeira", phone="220 000 000")
    colleague, stranger = signed_in(people.technician), signed_in(people.stranger)
    assert "Posto da Ribeira" in shown(colleague.get("/conta/contactos/"))
    assert "Acrescentar" not in shown(colleague.get("/conta/contactos/"))
    assert "Posto da Ribeira" not in shown(stranger.get("/conta/contactos/"))
    new = {"label": "Posto", "phone": "220 000 001"}
    assert colleague.post("/conta/contactos/", new).status_code == 404
    for client in (colleague, stranger):
        for path in (f"/conta/contactos/{contact.uuid}/", f"/conta/contactos/{contact.uuid}/apagar/"):
            assert client.get(path).status_code == 404
            assert client.post(path, new).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.save_contact(by=people.technician, label="Posto", phone="220 000 001")
    with pytest.raises(Contact.DoesNotExist):
        actions.save_contact(by=people.stranger, contact=contact, label="Posto", phone="220 000 001")
    with pytest.raises(Contact.DoesNotExist):
        actions.remove_contact(contact, by=people.technician)
    kept = {
        who: [contact.label for contact in Contact.objects.of(who)]
        for who in (people.manager, people.stranger)
    }
    assert kept == {people.manager: ["Posto da Ribeira"], people.stranger: []}


# --- The operator's command -------------------------------------------------------------------------------------------


def test_the_command_prints_the_token_alone_on_the_last_line(
    people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_api_token", people.technician.user.email.upper())
    secret = capsys.readouterr().out.splitlines()[-1]
    token = ApiToken.objects.matching(secret)
    assert token
    assert token.membership == people.technician
    assert trace(people.technician) == [("create_token", "linha de comando")]


def test_the_command_asks_which_organisation_when_there_are_several(
    people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    user = people.manager.user
    second = join(user, make_organisation("Zelar por Todos"), Membership.Role.VIEWER)
    with pytest.raises(CommandError, match="--organisation") as refusal:
        call_command("create_api_token", user.email)
    for member in (people.manager, second):
        assert str(member.organisation.uuid) in str(refusal.value)
    call_command("create_api_token", user.email, organisation=str(second.organisation.uuid), label="Leituras")
    token = ApiToken.objects.matching(capsys.readouterr().out.splitlines()[-1])
    assert token
    assert (token.membership, token.label) == (second, "Leituras")


@pytest.mark.parametrize(
    ("email", "organisation", "sentence"),
    [
        ("ninguem@people.example", None, "not an active member of any organisation"),
        ("olga@people.example", None, "not an active member of any organisation"),
        (
            "manuela@people.example",
            "0733796f-804a-405c-b0a9-22e2a06dc2e2",
            "not an active member of this organisation",
        ),
        ("manuela@people.example", "12", "is not an id"),
    ],
)
def test_the_command_says_why_it_makes_none(
    people: People, email: str, organisation: str | None, sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("create_api_token", email, organisation=organisation)
    assert not ApiToken.objects.exists()
