"""One resource's page: what it says of free nights, why a place cannot be asked for, and to whom it says nothing."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts import moment
from resources import actions, days
from resources.models import Block
from resources.views.resource_page import address


def text(page):
    return " ".join(
        unescape(re.sub(r"<script.*?</script>|<[^>]*>", " ", page.content.decode(), flags=re.S)).split()
    )


def cells(page):
    """The nights of the calendar: {day of the month as written: words}; past ones say nothing."""
    rows = re.findall(r"<td[^>]*>(.*?)</td>", page.content.decode(), re.S)
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", row)).split()) for row in rows]


@pytest.fixture
def see(client_for):
    def look(resource, who="technician", **query):
        return client_for(who).get(address(resource), query)

    return look


def soon(start=1, nights=2, **more):
    first = days.today() + timedelta(days=start)
    return {"start": first.isoformat(), "end": (first + timedelta(days=nights)).isoformat(), **more}


# --- What is free -----------------------------------------------------------------------------------------------------


def test_tonight_and_five_weeks_of_nights(cast, make_resource, ask, see, protocol):
    house = make_resource(4)
    stay = actions.accept_booking(ask(house, 3, start=0, nights=2, auto_confirm=True), by=cast.holder)
    page = see(house)
    said = text(page)
    assert "1 cama livre esta noite, de 4" in said
    assert "escassa" in said
    nights = [cell for cell in cells(page) if re.search("livres? de", cell)]
    assert len(cells(page)) == 35
    assert [re.search(r"(\d+) livres? de 4", cell)[1] for cell in nights[:3]] == ["1", "1", "4"]
    assert stay.status == "confirmed"


def test_the_days_looked_for_are_marked_and_go_on(make_resource, see):
    house = make_resource(4)
    page = see(house, **soon(start=2, nights=3, quantity="2"))
    assert sum("no seu pedido" in cell for cell in cells(page)) == 3
    first = days.today() + timedelta(days=2)
    html = page.content.decode()
    assert f'name="start" value="{first.isoformat()}"' in html
    assert re.search(r'name="quantity" value="2"', html)
    later = unescape(re.search(r'<a href="([^"]+)">seguinte', html)[1])
    assert f"start={first.isoformat()}" in later


def test_a_closed_night_has_its_reason(cast, make_resource, see):
    house = make_resource(4)
    first = days.today() + timedelta(days=1)
    actions.block_resource(
        house,
        by=cast.holder,
        start=first,
        end=first + timedelta(days=2),
        quantity=None,
        reason_code=Block.Reason.WORKS,
    )
    page = see(house, **soon())
    assert [cell for cell in cells(page) if "fechado" in cell] == [
        cell for cell in cells(page) if "obras ou avaria" in cell
    ]
    assert "Porque há 4 camas sem ninguém e não se podem pedir" in text(page)
    assert "Todos os lugares fora de uso: obras ou avaria." in text(page)


def test_why_an_empty_bed_cannot_be_asked_for(cast, make_resource, ask, see, protocol):
    house = make_resource(4)
    actions.accept_booking(ask(house, 1), by=cast.holder)
    ask(house, 4, if_full="waitlist")
    said = text(see(house, **soon(quantity="1")))
    assert "Porque há 4 camas sem ninguém e só 3 se podem pedir" in said
    assert "1 cama em pré-reserva para outro pedido." in said
    assert "1 pedido em lista de espera para estes dias." in said
    assert "Protocolo AMP-TESTE-1 em vigor entre Gondomar e Porto." in said
    assert "pré-reserva para outro" not in text(see(house, None, **soon()))


def test_a_missing_protocol_is_said_and_stops_nothing(cast, make_resource, see, protocol):
    house = make_resource(4, keeper=cast.member_of("Município de Arouca"), dico="0104")
    said = text(see(house))
    assert "Não há protocolo em vigor entre Gondomar e Arouca nestes dias." in said
    assert "Enviar pedido" in said


def test_numbers_past_their_time_say_so(make_resource, see):
    with moment.replaying(moment.now() - timedelta(hours=13)):
        house = make_resource(4)
    said = text(see(house))
    assert "por confirmar" in said
    assert "Números por confirmar." in said
    assert "disponível" not in said.split("Capacidade, noite a noite")[0].split("Pedir camas")[0]


def test_the_calendar_moves_within_its_bounds(make_resource, see):
    house = make_resource(4)
    today = days.today()
    forward = see(house, desde=(today + timedelta(days=70)).isoformat())
    assert all("livres de 4" in cell for cell in cells(forward))
    html = see(house, desde=(today + timedelta(days=720)).isoformat()).content.decode()
    assert ">seguinte<" not in html
    back = see(house, desde=(today - timedelta(days=31)).isoformat()).content.decode()
    assert ">anterior<" not in back


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"desde": "31/02/2027"}, "Este dia não existe"),
        ({"desde": "2019-01-01"}, "O calendário vai do mês passado até daqui a dois anos."),
        ({"desde": "2099-01-01"}, "O calendário vai do mês passado até daqui a dois anos."),
        ({"start": "2027-03-10", "end": "2027-03-09"}, "A saída tem de ser depois da entrada."),
        ({"start": "banana"}, "Este dia não existe"),
        ({"quantity": "1000000000"}, "A quantidade é demasiado grande."),
        ({"quantity": "0"}, "A quantidade tem de ser pelo menos 1."),
    ],
)
def test_a_wrong_address_is_told_and_the_page_still_there(make_resource, see, query, sentence):
    page = see(make_resource(4), **query)
    assert page.status_code == 400
    assert sentence in text(page)
    assert len(cells(page)) == 35


# --- Who may see it ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tier", "sees"),
    [
        (0, {None, "outsider", "technician", "holder", "editor", "accredited", "coordination"}),
        (1, {"technician", "holder", "editor", "accredited", "coordination"}),
        (2, {"accredited"}),
        (3, set()),
    ],
)
def test_what_is_not_theirs_looks_missing(cast, make_resource, client_for, tier, sees):
    category = "casa-de-abrigo" if tier == 3 else "acolhimento-temporario"
    hidden = make_resource(
        None if tier == 3 else 4, tier=tier, keeper=cast.member_of("Associação Maré Alta"), category=category
    )
    nowhere = address(hidden).replace(str(hidden.uuid), str(uuid4()))
    for who in (None, "outsider", "technician", "holder", "editor", "accredited", "coordination"):
        client = client_for(who)
        answers = [client.get(path) for path in (address(hidden), nowhere)]
        if who in sees:
            assert answers[0].status_code == 200, who
            continue
        codes = [answer.status_code for answer in answers]
        bodies = {re.sub(r'nonce="[^"]+"|[0-9a-f-]{36}', "", answer.content.decode()) for answer in answers}
        assert codes == [404, 404], who
        assert len(bodies) == 1, who


def test_its_own_people_see_their_restricted_resource(cast, make_resource, see):
    assert see(make_resource(4, tier=2), "holder").status_code == 200


def test_a_wrong_name_in_the_address_leads_to_the_right_one(make_resource, client_for):
    house = make_resource(4)
    answer = client_for(None).get(f"/recursos/{house.uuid}-outra-coisa/?quantity=2")
    assert answer.status_code == 301
    assert answer["Location"] == f"{address(house)}?quantity=2"


def test_a_name_that_is_not_public_stands_in_no_address(make_resource, client_for):
    hidden = make_resource(4, tier=1, name="Casa do Segredo")
    assert "segredo" not in address(hidden).lower()
    assert client_for("technician").get(f"/recursos/{hidden.uuid}-casa-do-segredo/").status_code == 301


def test_a_restricted_resource_says_nothing_of_where_it_is(cast, make_resource, see, protocol):
    hidden = make_resource(
        4,
        tier=2,
        keeper=cast.member_of("Município de Arouca"),
        dico="0104",
        phone="256 940 220",
        email="casa@arouca.example",
        parish="Santa Eulália",
        lat=40.9301,
        lon=-8.2455,
        name="Casa reservada",
    )
    page = see(hidden, "accredited")
    assert page.status_code == 200
    main = page.content.decode().split('<main id="c"')[1].split("</main>")[0]
    # The form lets anybody choose any municipality: that list is the same on every page.
    main = re.sub(r"<select.*?</select>|<fieldset.*?</fieldset>", "", main, flags=re.S)
    for told in (
        "Arouca",
        "256 940",
        "arouca.example",
        "Eulália",
        "Rua de Teste",
        "40.93",
        'class="lit"',
        "protocolo",
    ):
        assert told not in main, told
    assert "Rede reservada (AMP)" in main
    assert "A localização não se mostra a ninguém no portal." in main


def test_the_network_reads_the_address_of_its_own_and_visitors_that_of_public_houses(make_resource, see):
    inside, public = make_resource(4, tier=1), make_resource(4)
    assert "Rua de Teste, 1" in text(see(inside))
    assert "Rua de Teste, 1" in text(see(public, None))


def test_visitors_read_words_where_there_are_fewer_than_three(cast, make_resource, ask, see, protocol):
    small = make_resource(2, name="Casa pequena")
    actions.accept_booking(ask(small, 1, start=0, nights=1, auto_confirm=True), by=cast.holder)
    visitor, member = see(small, None), see(small)
    assert "1 cama livre esta noite, de 2" in text(member)
    assert not re.search("livres? de 2", text(visitor))
    assert "esta noite, de" not in text(visitor)
    assert "Menos de 3 unidades: só a palavra." in text(visitor)
    nights = [cell for cell in cells(visitor) if cell.endswith(("disponível", "escassa", "esgotada"))]
    assert [night.split()[-1] for night in nights[:2]] == ["escassa", "disponível"]
    assert 'class="bed' not in visitor.content.decode()


def test_what_is_only_described_has_no_form_and_no_calendar(make_resource, see):
    page = see(make_resource(None, category="cuidados-continuados", response=None))
    assert page.status_code == 200
    assert "Este recurso não se pede por aqui." in text(page)
    assert "Enviar pedido" not in text(page)
    assert cells(page) == []


# --- Who may ask ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        (None, "Iniciar sessão para pedir"),
        ("outsider", "Para pedir é preciso agir por uma entidade da rede."),
        ("editor", "O seu papel nesta entidade não permite fazer pedidos."),
        ("technician", "Enviar pedido"),
        ("holder", "Este recurso é da sua entidade"),
    ],
)
def test_the_panel_says_who_may_ask(make_resource, see, who, sentence):
    page = see(make_resource(4), who)
    assert sentence in text(page)
    assert ("Enviar pedido" in text(page)) == (who in ("technician", "holder"))


def test_the_way_in_comes_back_here(make_resource, see):
    house = make_resource(4)
    page = see(house, None, quantity="2").content.decode()
    assert f"?next={address(house)}%3Fquantity%3D2" in page


# --- Cost -------------------------------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_bookings(cast, make_resource, ask, client_for, protocol):
    house, clients = make_resource(50), {who: client_for(who) for who in (None, "technician", "holder")}

    def counted():
        counts = {}
        for who, client in clients.items():
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address(house), soon()).status_code == 200
            counts[who] = len(queries)
        return counts

    def book(n):
        for _n in range(n):
            actions.accept_booking(ask(house, 1), by=cast.holder)

    book(3)
    counted()
    few = counted()
    book(27)
    assert counted() == few


def test_the_page_in_english(make_resource, client_for):
    path = address(make_resource(4))
    with translation.override("pt-pt"):
        page = client_for(None).get("/en" + path)
    assert page.status_code == 200
    assert '<html lang="en">' in page.content.decode()
    assert f'hreflang="pt-PT" href="{path}"' in page.content.decode()
