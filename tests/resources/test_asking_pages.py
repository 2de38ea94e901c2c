"""Asking through the pages: what becomes of a form, sent well, sent wrong, sent twice, sent by who may not."""

import re
import threading
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts.models import AuditEntry, Contact, Letter, Membership, User
from geo.models import Municipality
from portal.demo.people import PORTO
from resources import actions, days
from resources.actions.asking import REFUGE_REQUESTS_PER_DAY
from resources.models import Booking, Category, Facility, FreeText, RefusedDemand, Request, Resource
from resources.views.resource_page import address

REFUGE = "/recursos/pedir/casa-de-abrigo/"


def text(page):
    return " ".join(
        unescape(re.sub(r"<script.*?</script>|<[^>]*>", " ", page.content.decode(), flags=re.S)).split()
    )


def form(**changes):
    first = days.today() + timedelta(days=1)
    sent = {
        "submission": str(uuid4()),
        "start": first.isoformat(),
        "end": (first + timedelta(days=3)).isoformat(),
        "quantity": "2",
        "origin": "1304",
        "reference": "7q4-m",
        "urgency": "urgent",
        "note": "",
        "callback": "",
        "if_full": "refuse",
    }
    return {name: value for name, value in (sent | changes).items() if value is not None}


@pytest.fixture
def house(make_resource, protocol):
    return make_resource(4)


@pytest.fixture
def send(client_for):
    def post(resource, who="technician", **changes):
        return client_for(who).post(f"{address(resource)}pedir/", form(**changes))

    return post


@pytest.fixture
def contact(cast):
    return Contact.objects.create(
        organisation=cast.technician.organisation, label="Piquete do SAAS", phone="220 000 111"
    )


# --- Sent well --------------------------------------------------------------------------------------------------------


def test_a_request_goes_to_its_own_page_and_to_the_holder(cast, house, client_for, contact):
    client = client_for("technician")
    page = client.get(f"{address(house)}?quantity=2").content.decode()
    token = re.search(r'name="submission" value="([^"]+)"', page)[1]
    answer = client.post(
        f"{address(house)}pedir/",
        form(
            submission=token,
            note="Chegam depois do jantar.",
            callback=str(contact.uuid),
            adults="1",
            children="1",
            age_band="30-64",
            accessibility=["no_stairs"],
            interpreter="uk",
            pets="on",
            avoid_municipalities=["1306"],
            auto_confirm="on",
        ),
    )
    [booking] = Booking.objects.all()
    made = booking.item.request
    assert answer.status_code == 303
    assert answer["Location"] == f"/trabalho/pedidos/{made.uuid}/"
    assert (booking.resource, booking.quantity, booking.status) == (house, 2, "requested")
    assert (made.reference, made.urgency, made.auto_confirm, made.origin_id) == (
        "7Q4-M",
        "urgent",
        True,
        "1304",
    )
    assert made.callback == contact
    assert made.needs == {
        "age_band": "30-64",
        "adults": 1,
        "children": 1,
        "interpreter": "uk",
        "accessibility": ["no_stairs"],
        "pets": True,
        "avoid_municipalities": ["1306"],
    }
    assert "Pedido enviado." in text(client.get(answer["Location"]))
    assert Letter.objects.filter(to="holder@example.org").exists()


def test_a_stay_without_departure(house, send):
    assert send(house, end="", open_end="on").status_code == 303
    [booking] = Booking.objects.all()
    assert booking.end is None


def test_a_ticked_open_end_wins_over_a_day_left_in_the_field(house, send):
    assert send(house, open_end="on").status_code == 303
    assert Booking.objects.get().end is None


def test_a_missing_protocol_warns_and_does_not_stop(cast, make_resource, send, client_for, protocol):
    arouca = make_resource(4, keeper=cast.member_of("Município de Arouca"), dico="0104")
    client = client_for("technician")
    answer = client.post(f"{address(arouca)}pedir/", form())
    assert answer.status_code == 303
    said = text(client.get(answer["Location"]))
    assert "Não há protocolo em vigor nestes dias com o município de Arouca" in said


def test_of_a_restricted_resource_the_answer_does_not_tell_where_it_is(
    cast, make_resource, client_for, protocol
):
    said = []
    for dico, keeper in (("0104", "Município de Arouca"), ("1306", "Município da Maia")):
        hidden = make_resource(4, tier=2, keeper=cast.member_of(keeper), dico=dico, name="Casa reservada")
        client = client_for("accredited")
        answer = client.post(f"{address(hidden)}pedir/", form())
        assert answer.status_code == 303
        page = client.get(answer["Location"])
        said.append(re.findall(r'<li class="callout[^>]*>.*?</li>', page.content.decode(), re.S))
    assert said[0] == said[1]


# --- Sent twice -------------------------------------------------------------------------------------------------------


def test_the_same_form_sent_twice_makes_one_request(house, client_for):
    client, sent = client_for("technician"), form()
    places = {client.post(f"{address(house)}pedir/", sent)["Location"] for _n in range(2)}
    assert len(places) == 1
    assert Request.objects.count() == Booking.objects.count() == 1
    assert AuditEntry.objects.filter(verb="request", subject_type="request").count() == 1


def test_a_changed_form_from_the_same_page_is_another_request(house, client_for):
    client, sent = client_for("technician"), form()
    client.post(f"{address(house)}pedir/", sent)
    client.post(f"{address(house)}pedir/", sent | {"quantity": "1"})
    assert sorted(Booking.objects.values_list("quantity", flat=True)) == [1, 2]


def test_the_name_of_a_form_is_nobody_elses(house, client_for):
    sent = form()
    for who in ("technician", "accredited"):
        assert client_for(who).post(f"{address(house)}pedir/", sent).status_code == 303
    assert Request.objects.values("organisation").distinct().count() == 2


@pytest.mark.parametrize("token", ["", "x", None, "0" * 400])
def test_a_form_without_its_name_still_works(house, send, token):
    assert send(house, submission=token).status_code == 303


def test_two_clicks_at_the_same_instant_make_one_request(own_database, django_db_blocker):
    own_database("cast")
    keeper = Membership.objects.get(organisation__name=PORTO, user__email="holder@example.org")
    facility = Facility.objects.create(
        organisation=keeper.organisation, name="Casa", municipality=Municipality.objects.get(dico="1304")
    )
    house = Resource.objects.create(
        facility=facility, category=Category.objects.get(code="acolhimento-temporario"), name="Casa, camas"
    )
    actions.state_capacity(house, by=keeper, capacity=4)
    sent, path, user = form(), f"{address(house)}pedir/", User.objects.get(email="technician@example.org")
    clients = [Client() for _n in range(6)]
    for client in clients:
        client.force_login(user)
    start, answers = threading.Barrier(len(clients)), []

    def click(client):
        start.wait()
        answers.append(client.post(path, sent))
        connection.close()

    threads = [threading.Thread(target=click, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [303] * 6
    assert len({answer["Location"] for answer in answers}) == 1
    assert Request.objects.count() == Booking.objects.count() == 1


# --- Sent wrong -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"end": "2027-01-01", "start": "2027-01-02"}, "end", "A saída tem de ser depois da entrada."),
        ({"start": "30/02/2027"}, "start", "Este dia não existe"),
        ({"start": ""}, "start", "Indique o dia."),
        ({"end": ""}, "end", "Indique o dia da saída, ou marque que não há."),
        ({"start": "2019-01-01"}, "start", "A entrada já passou."),
        ({"start": "2099-01-01", "end": "2099-01-02"}, "start", "A entrada é demasiado distante"),
        ({"quantity": "0"}, "quantity", "A quantidade tem de ser pelo menos 1."),
        ({"quantity": "1000000000"}, "quantity", "A quantidade é demasiado grande."),
        ({"quantity": ""}, "quantity", "Indique quantas pessoas ou unidades."),
        ({"quantity": "duas"}, "quantity", "A quantidade é um número inteiro"),
        ({"reference": "a b"}, "reference", "A referência tem 3 a 12 letras maiúsculas"),
        ({"urgency": "já"}, "urgency", "A urgência é normal, urgente ou emergência."),
        ({"urgency": None}, "urgency", "Diga se é normal, urgente ou emergência."),
        ({"origin": "9999"}, "origin", "Este município não existe na região"),
        ({"callback": str(uuid4())}, "callback", "Escolha um contacto da sua entidade."),
        ({"adults": "21"}, "adults", "Indique um número entre 0 e 20."),
        ({"children": "x"}, "children", "Indique um número inteiro"),
        ({"if_full": "talvez"}, "if_full", "Se já não houver vaga: recusar, lista de espera ou registar."),
        (
            {"avoid_municipalities": ["1306", "0000"]},
            "avoid_municipalities",
            "Este município não existe na região",
        ),
        ({"note": "a" * 1001}, "note", "O texto é demasiado longo"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(house, send, changes, field, sentence):
    page = send(house, **changes)
    html = page.content.decode()
    assert page.status_code == 422
    assert "<title>Erro:" in html
    summary, rest = html.split('id="errors"', 1)[1].split("</ul>", 1)
    assert f'href="#p_{field}' in summary
    assert sentence in unescape(summary)
    assert sentence in unescape(rest)
    assert not Request.objects.exists()
    assert not RefusedDemand.objects.exists()


def test_several_mistakes_come_back_together_with_what_was_typed(house, send):
    page = send(house, quantity="0", reference="!", end="2000-01-01", note="Chegam tarde.")
    said = text(page)
    assert "Há 3 coisas a corrigir" in said
    assert "Chegam tarde." in said


def test_anothers_contact_is_as_missing(cast, house, send):
    theirs = Contact.objects.create(
        organisation=cast.holder.organisation, label="Piquete", phone="220 000 222"
    )
    assert send(house, callback=str(theirs.uuid)).status_code == 422
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "left"),
    [
        ("note", "Ligar para 912 345 678, por favor", "Ligar para ••• ••• •••, por favor"),
        ("note", "é a maria.sousa@example.com", "é a "),
        ("note", "NIF 123456789", "NIF •••••••••"),
        ("reference", "maria.sousa@example.com", ""),
    ],
)
def test_what_could_identify_somebody_is_refused_masked_and_kept_nowhere(house, send, field, typed, left):
    page = send(house, **{field: typed})
    html = unescape(page.content.decode())
    assert page.status_code == 422
    assert typed not in html
    assert left in html
    assert not Request.objects.exists()
    assert not FreeText.objects.exists()
    assert not AuditEntry.objects.filter(verb="request").exists()


def test_a_note_is_masked_too_when_something_else_is_wrong(house, send):
    html = send(house, quantity="0", note="Ligar 912345678").content.decode()
    assert "912345678" not in html
    assert "•••••••••" in html


def test_a_house_has_its_longest_stay(house, send):
    house.max_nights = 2
    house.save()
    page = send(house)
    assert page.status_code == 422
    assert "Neste recurso a estadia vai até 2 noites." in text(page)
    assert not Request.objects.exists()


# --- Full -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def nearly_full(cast, house, ask):
    booking = actions.accept_booking(ask(house, 3, start=1, nights=3, auto_confirm=True), by=cast.holder)
    assert booking.status == "confirmed"
    return house


def test_a_full_house_answers_409_with_ways_on(nearly_full, send):
    page = send(nearly_full)
    said, html = text(page), page.content.decode()
    assert page.status_code == 409
    assert "Só há 1 vaga livre em todas as noites pedidas." in said
    first = days.today() + timedelta(days=4)
    assert (
        f"start={first.isoformat()}&amp;end={(first + timedelta(days=3)).isoformat()}&amp;quantity=2#pedir"
        in html
    )
    assert "Ver outros recursos com vaga nestes dias" in said
    assert 'value="waitlist"' in html
    assert Booking.objects.filter(status="requested").count() == 0
    assert RefusedDemand.objects.count() == 1


@pytest.mark.parametrize(
    ("choice", "status", "sentence"),
    [
        ("waitlist", "waitlisted", "o pedido ficou em lista de espera"),
        ("register", "declined", "a procura ficou registada"),
    ],
)
def test_the_way_on_is_taken(nearly_full, client_for, choice, status, sentence):
    client = client_for("technician")
    answer = client.post(f"{address(nearly_full)}pedir/", form(if_full=choice))
    assert answer.status_code == 303
    assert Booking.objects.latest("id").status == status
    assert sentence in text(client.get(answer["Location"]))


# --- Sent by who may not ----------------------------------------------------------------------------------------------


def test_a_visitor_is_asked_to_sign_in_and_comes_back(house, send):
    answer = send(house, None)
    assert answer.status_code == 302
    assert answer["Location"] == f"/conta/login/?next={address(house)}"
    assert not Request.objects.exists()


@pytest.mark.parametrize("who", ["outsider", "editor"])
def test_who_may_not_ask_is_told(house, send, who):
    assert send(house, who).status_code == 403
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("tier", "who"), [(1, None), (1, "outsider"), (2, "technician"), (2, "holder"), (3, "accredited")]
)
def test_nobody_asks_for_what_they_may_not_know(cast, make_resource, send, tier, who):
    category = "casa-de-abrigo" if tier == 3 else "acolhimento-temporario"
    hidden = make_resource(
        None if tier == 3 else 4, tier=tier, category=category, keeper=cast.member_of("Associação Maré Alta")
    )
    assert send(hidden, who).status_code == 404
    assert not Request.objects.exists()


def test_what_is_only_described_is_not_asked_for(make_resource, send):
    described = make_resource(None, category="cuidados-continuados", response=None)
    page = send(described)
    assert page.status_code == 422
    assert not Request.objects.exists()


def test_a_form_from_elsewhere_is_refused(cast, house):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["technician"])
    assert client.post(f"{address(house)}pedir/", form()).status_code == 403
    assert not Request.objects.exists()


def test_reading_the_address_of_the_form_writes_nothing(house, client_for):
    answer = client_for("technician").get(f"{address(house)}pedir/")
    assert (answer.status_code, answer["Location"]) == (302, f"{address(house)}#pedir")
    assert client_for("technician").put(f"{address(house)}pedir/").status_code == 405


# --- The network, by category -----------------------------------------------------------------------------------------


def test_asking_the_network_names_no_resource(house, client_for):
    client = client_for("technician")
    path = "/recursos/pedir/acolhimento-temporario/"
    page = text(client.get(path))
    assert "Na rede há 1 recurso desta categoria" in page
    assert "disponível 1" in page
    answer = client.post(path, form(if_full=None))
    assert answer.status_code == 303
    [made] = Request.objects.all()
    assert made.items.get().category.code == "acolhimento-temporario"
    assert not Booking.objects.exists()
    assert "Pedido enviado à rede." in text(client.get(answer["Location"]))


@pytest.mark.parametrize("code", ["nao-existe", "salas-e-equipas", "informacao"])
def test_only_categories_of_places_can_be_asked_for(client_for, code):
    assert client_for("technician").get(f"/recursos/pedir/{code}/").status_code == 404


@pytest.mark.parametrize("who", [None, "outsider", "editor"])
@pytest.mark.parametrize("path", ["/recursos/pedir/acolhimento-temporario/", REFUGE])
def test_reading_is_free_asking_is_not(client_for, who, path):
    client = client_for(who)
    page = client.get(path)
    assert page.status_code == 200
    assert "Enviar pedido" not in text(page)
    assert client.post(path, form()).status_code == (302 if who is None else 403)
    assert not Request.objects.exists()


# --- Several at once --------------------------------------------------------------------------------------------------


def test_one_need_goes_to_several_and_the_first_keeps_it(cast, house, make_resource, client_for):
    other = make_resource(4, keeper=cast.member_of("Associação Maré Alta"), dico="1308")
    client = client_for("technician")
    path = f"/recursos/pedir/?resource={house.uuid}&resource={other.uuid}&resource={house.uuid}"
    page = client.get(path + "&quantity=2")
    assert "Vai para 2 recursos" in text(page)
    answer = client.post(path, form())
    assert answer.status_code == 303
    assert set(Booking.objects.values_list("resource", flat=True)) == {house.pk, other.pk}
    booking = actions.accept_booking(Booking.objects.for_rows().get(resource=house), by=cast.holder)
    actions.confirm_booking(booking, by=cast.technician)
    assert Booking.objects.get(resource=other).status == "withdrawn"


def test_several_takes_only_what_one_may_know(cast, house, make_resource, client_for):
    hidden = make_resource(4, tier=2, keeper=cast.member_of("Associação Maré Alta"))
    client = client_for("technician")
    for path, status in (
        (f"/recursos/pedir/?resource={house.uuid}&resource={hidden.uuid}", 404),
        (f"/recursos/pedir/?resource={house.uuid}&resource={uuid4()}", 404),
        ("/recursos/pedir/?resource=tudo", 404),
        ("/recursos/pedir/", 302),
    ):
        assert client.get(path).status_code == status, path
    assert client_for(None).get(f"/recursos/pedir/?resource={house.uuid}").status_code == 302


# --- Casas de abrigo --------------------------------------------------------------------------------------------------


def refuge_form(**changes):
    return form(reference=None, if_full=None, end="", open_end="on", **changes)


def test_the_page_of_refuges_has_help_first_and_no_availability(cast, make_resource, client_for):
    make_resource(None, tier=3, category="casa-de-abrigo")
    for who in (None, "technician", "accredited"):
        said = text(client_for(who).get(REFUGE))
        assert (
            said.index("Sair desta página")
            < said.index("Se há perigo agora")
            < said.index("Pedir acolhimento")
        )
        assert not re.search(r"dispon|escass|esgotad|livres|por confirmar", said), who


def test_a_refuge_request_names_no_resource_and_asks_for_a_call_back(cast, client_for, contact):
    client = client_for("technician")
    wrong = client.post(REFUGE, refuge_form())
    assert wrong.status_code == 422
    assert "Escolha o contacto para onde podem ligar de volta." in text(wrong)
    answer = client.post(REFUGE, refuge_form(callback=str(contact.uuid), avoid_municipalities=["1304"]))
    assert answer.status_code == 303
    [booking] = Booking.objects.all()
    assert (booking.opaque, booking.resource, booking.status) == (True, None, "requested")
    assert booking.item.request.callback == contact
    assert "ligam para o contacto do seu serviço" in text(client.get(answer["Location"]))


def test_a_service_without_contacts_is_told_where_to_add_one(cast, client_for):
    Contact.objects.filter(organisation=cast.technician.organisation).delete()
    client = client_for("technician")
    assert 'href="/conta/contactos/"' in client.get(REFUGE).content.decode()
    answer = client.post(REFUGE, refuge_form())
    assert answer.status_code == 303
    assert "não há para onde ligar de volta" in text(client.get(answer["Location"]))


def test_the_answer_does_not_depend_on_any_refuge(cast, client_for, contact, make_resource):
    def asked():
        client = client_for("technician")
        answer = client.post(REFUGE, refuge_form(callback=str(contact.uuid)))
        page = client.get(answer["Location"]).content.decode()
        return answer.status_code, re.sub(r'[0-9a-f-]{36}|(nonce|value)="[^"]+"|\d\d:\d\d', "", page)

    before = asked()
    make_resource(None, tier=3, category="casa-de-abrigo")
    assert asked() == before


def test_too_many_refuge_requests_are_a_probe(cast, client_for, contact):
    client = client_for("technician")
    for _n in range(REFUGE_REQUESTS_PER_DAY):
        assert client.post(REFUGE, refuge_form(callback=str(contact.uuid))).status_code == 303
    page = client.post(REFUGE, refuge_form(callback=str(contact.uuid)))
    assert page.status_code == 429
    assert "800 202 148" in text(page)
    assert Request.objects.count() == REFUGE_REQUESTS_PER_DAY
