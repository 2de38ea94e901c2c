"""The catalogue: who finds what, in which order, on list and map alike, and what a search gone wrong is told."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts import moment
from resources import actions, days, summary
from resources.availability import Word
from resources.listing import Criteria, find
from resources.models import Category, Resource
from resources.models.codes import Status

EVERYBODY = [
    None,
    "holder",
    "representative",
    "technician",
    "accredited",
    "coordination",
    "editor",
    "outsider",
]
MEMBERS = ["holder", "representative", "technician", "accredited", "coordination", "editor"]


def ids(page):
    """The resources of the list, in its order."""
    return re.findall(r'<li class="rs [^"]*" data-id="([^"]+)"', page.content.decode())


def text(page):
    """What is read: without tags, with single spaces."""
    return " ".join(
        unescape(re.sub(r"<script.*?</script>|<[^>]*>", " ", page.content.decode(), flags=re.S)).split()
    )


def same(page):
    """The page without what differs from one answer to the next by design."""
    return re.sub(r'(nonce|value)="[^"]{16,}"', "", page.content.decode())


def soon(start=1, nights=2, **more):
    first = days.today() + timedelta(days=start)
    return {"start": first.isoformat(), "end": (first + timedelta(days=nights)).isoformat(), **more}


@pytest.fixture
def search(client_for):
    def look(who=None, **query):
        return client_for(who).get("/recursos/", query)

    return look


@pytest.fixture
def fill(cast, ask):
    """Take places of a resource for days to come, through the actions."""

    def make(resource, quantity, *, by=None, confirm=True):
        booking = ask(resource, quantity, start=0, nights=30)
        booking = actions.accept_booking(booking, by=by or cast.holder)
        return actions.confirm_booking(booking, by=cast.technician) if confirm else booking

    return make


@pytest.fixture
def stale(make_resource):
    def make(hours=13, **more):
        with moment.replaying(moment.now() - timedelta(hours=hours)):
            return make_resource(**more)

    return make


# --- Who finds what ---------------------------------------------------------------------------------------------------


@pytest.fixture
def tiers(cast, make_resource):
    maia = cast.member_of("Município da Maia")
    return [
        make_resource(6, tier=tier, keeper=maia, dico="1306", name=f"Casa do nível {tier}")
        for tier in range(4)
    ]


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_finds_what_their_tier_allows(tiers, search, who):
    highest = {None: 0, "outsider": 0, "accredited": 2, "representative": 2}.get(who, 1)
    assert ids(search(who)) == [str(one.uuid) for one in tiers[: highest + 1]]


def test_a_restricted_resource_shows_no_area_and_no_organisation_of_one(tiers, search):
    page = text(search("accredited", q="nível 2"))
    assert "Rede reservada (AMP) · AMP" in page
    assert "Município da Maia" not in page


def test_a_restricted_resource_of_a_metropolitan_organisation_says_whose_it_is(cast, make_resource, search):
    make_resource(4, tier=2, keeper=cast.support, dico="1306", name="Casa reservada")
    assert "Estrutura Metropolitana de Apoio à Vítima · AMP" in text(search("accredited", q="reservada"))


@pytest.mark.parametrize(
    "query",
    [{"municipality": "1306"}, {"near": "1306"}, {"near": "1306", "radius_km": "40"}, {"near": "41.2,-8.6"}],
)
def test_no_area_asked_for_brings_a_restricted_resource(tiers, search, query):
    found = ids(search("accredited", **query))
    assert str(tiers[0].uuid) in found
    assert str(tiers[2].uuid) not in found


def test_counts_by_municipality_leave_restricted_resources_out(tiers, cast):
    facets = find(cast.accredited, Criteria()).facets
    assert facets.municipalities == {"1306": 2}
    assert sum(facets.categories.values()) == 3


def test_refuges_change_nothing_on_any_page(cast, make_resource, search):
    make_resource(4)
    before = {who: same(search(who, q="casa")) for who in (None, "technician", "accredited")}
    make_resource(None, tier=3, category="casa-de-abrigo", name="Casa do silêncio")
    assert {who: same(search(who, q="casa")) for who in before} == before


# --- Order, figures, words --------------------------------------------------------------------------------------------


def test_free_and_confirmed_first_then_unconfirmed_then_the_rest(
    make_resource, stale, fill, search, protocol
):
    full = make_resource(4, name="A cheia")
    fill(full, 4)
    few = make_resource(4, name="B quase cheia")
    fill(few, 3)
    old = stale(capacity=9, name="C por confirmar")
    good = make_resource(4, name="D livre")
    page = search("technician", **soon(quantity=2))
    assert ids(page) == [str(one.uuid) for one in (good, old, full, few)]
    said = text(page)
    assert "1 recurso com vaga para 2 pessoas, 2 noites e 3 a ter em conta" in said
    assert "1 livre: não chega para 2." in said
    assert "O número passou 12 horas sem confirmação." in said
    verbs = re.findall(r'<div class="do"><a class="b slim[^"]*" href="[^"]*">([^<]+)<', page.content.decode())
    assert verbs == ["Pedir", "Perguntar", "Esperar", "Ver"]


def test_nearer_comes_first_among_equals(make_resource, search):
    far, near, middle = (make_resource(dico=dico) for dico in ("0119", "1304", "1312"))
    page = search("technician", near="1304")
    assert ids(page) == [str(one.uuid) for one in (near, middle, far)]
    assert "distância à sede de Gondomar" in text(page)
    assert ids(search("technician", near="1304", radius_km="10")) == [str(near.uuid), str(middle.uuid)]


def test_a_member_sees_distances_from_home_without_asking(make_resource, search):
    make_resource(dico="1312")
    assert re.search(r"· \d,\d km", text(search("technician")))
    assert not re.search(r"\d,\d km", text(search(None)))


def test_who_waits_and_where_no_protocol_reaches_is_said(cast, make_resource, fill, ask, search, protocol):
    arouca = make_resource(4, keeper=cast.member_of("Município de Arouca"), dico="0104")
    assert "só por exceção" in text(search("technician", municipality="0104"))
    assert "só por exceção" not in text(search(None, municipality="0104"))
    porto = make_resource(2)
    fill(porto, 2)
    ask(porto, if_full="waitlist", start=0)
    ask(porto, if_full="waitlist", start=0)
    assert "Lista de espera: 2 pedidos à frente." in text(search("technician", municipality="1312"))
    assert "Lista de espera" not in text(search(None, municipality="1312"))
    assert arouca.pk


def test_visitors_read_only_the_word_where_there_are_fewer_than_three(make_resource, search):
    make_resource(2, name="Casa pequena")
    make_resource(3, name="Casa maior")
    visitor, member = text(search()), text(search("technician"))
    assert "3 de 3" in visitor
    assert "2 de 2" not in visitor
    assert "2 de 2" in member


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_a_visitor_cannot_count_a_small_resource_by_asking_for_more(
    make_resource, fill, search, protocol, taken
):
    small = make_resource(2, name="Casa pequena")
    if taken:
        fill(small, taken)
    said = search(quantity="2", only_free="1")
    assert ids(said) == []
    row = find(None, Criteria(quantity=2)).rows[0]
    assert (row.free, row.capacity, row.held, row.used, row.enough) == (None, None, None, None, False)
    assert row.why == ["Tem menos de 3 unidades: em público mostra-se só a palavra."]


def test_an_unconfirmed_small_resource_is_never_listed_as_free_for_visitors(stale):
    stale(capacity=2)
    assert find(None, Criteria(only_free=True)).total == 0
    assert find(None, Criteria()).rows[0].word == Word.UNCONFIRMED


def test_visitors_see_no_breakdown(make_resource, fill, search, protocol):
    fill(make_resource(8), 3, confirm=False)
    assert (
        'class="hold"'
        in search("technician").content.decode().split('<ol class="reslist"')[1].split("</ol>")[0]
    )
    assert (
        'class="hold"' not in search(None).content.decode().split('<ol class="reslist"')[1].split("</ol>")[0]
    )
    assert find(None, Criteria()).rows[0].held is None


# --- Filters ----------------------------------------------------------------------------------------------------------


def test_filters_keep_what_they_name(make_resource, search):
    night = make_resource(name="Casa da noite")
    day = make_resource(
        category="centro-de-dia", response="1.1.2b", name="Casa do dia", accessible=True, dico="1306"
    )
    for query, expected in (
        ({"category": "acolhimento"}, [night]),
        ({"category": "lugares-de-dia"}, [day]),
        ({"category": ["acolhimento", "centro-de-dia"]}, [night, day]),
        ({"category": str(Category.objects.get(code="centro-de-dia").uuid)}, [day]),
        ({"municipality": ["1306", "1304"]}, [day]),
        ({"municipality": ["1306", "1312"]}, [night, day]),
        ({"municipality": ""}, [night, day]),
        ({"response": "1.2.1b"}, [night]),
        ({"accessible": "1"}, [day]),
        ({"accessible": "0"}, [night, day]),
        ({"mode": "stay"}, [night, day]),
        ({"mode": "loan"}, []),
        ({"q": "noite"}, [night]),
    ):
        assert set(ids(search(**query))) == {str(one.uuid) for one in expected}, query


def test_only_free_and_only_fresh(make_resource, stale, fill, search, protocol):
    good, old, full = make_resource(), stale(capacity=4), make_resource()
    fill(full, 4)
    assert set(ids(search("technician", only_free="1"))) == {str(good.uuid), str(old.uuid)}
    assert set(ids(search("technician", only_fresh="1"))) == {str(good.uuid), str(full.uuid)}


def test_words_are_found_without_accents_and_beyond_the_index_too(make_resource, search):
    open_one = make_resource(name="Residência de Águas Santas")
    inside = make_resource(name="Residência de Águas Férreas", tier=1)
    assert ids(search(q="aguas")) == [str(open_one.uuid)]
    assert set(ids(search("technician", q="águas"))) == {str(open_one.uuid), str(inside.uuid)}


def test_counts_beside_filters_say_what_each_would_leave(make_resource, cast):
    for dico in ("1312", "1312", "1306"):
        make_resource(dico=dico)
    make_resource(category="centro-de-dia", accessible=True)
    found = find(None, Criteria(municipalities=("1306",)))
    assert found.facets.municipalities == {"1312": 3, "1306": 1}
    assert sum(found.facets.categories.values()) == 1
    assert found.facets.accessible == 0
    assert find(None, Criteria()).facets.accessible == 1


def test_the_days_can_be_written_both_ways_and_the_address_is_shared(make_resource, search):
    one = make_resource()
    first = days.today() + timedelta(days=3)
    written = search(start=first.strftime("%d/%m/%Y"), end=(first + timedelta(days=4)).strftime("%d/%m/%Y"))
    assert written.status_code == 200
    assert "para 1 pessoa, 4 noites" in text(written)
    assert f'value="{first.isoformat()}"' in written.content.decode()
    assert f"{one.uuid}-{one.slug}/?start={first.isoformat()}" in written.content.decode()


def test_each_chip_takes_one_filter_away_and_keeps_the_rest(make_resource, search):
    make_resource(name="Casa da noite")
    query = {
        "q": "noite",
        "municipality": ["1312", "1306"],
        "near": "1312",
        "radius_km": "25",
        **soon(quantity="2"),
    }
    page = search(**query, page="1").content.decode()
    chips = {
        " ".join(unescape(label).split()): dict(parse_qsl(urlsplit(unescape(url)).query))
        for url, label in re.findall(r'<a class="chip on" href="([^"]+)"><span>([^<]+)', page)
    }
    assert set(chips) == {"«noite»", "Porto", "Maia", "até 25 km do Porto"}
    assert "q" not in chips["«noite»"]
    assert chips["«noite»"]["quantity"] == "2"
    assert chips["Porto"]["municipality"] == "1306"
    assert not {"near", "radius_km"} & set(chips["até 25 km do Porto"])
    assert not any("page" in one for one in chips.values())


# --- Bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"start": "2027-03-10", "end": "2027-03-10"}, "A saída tem de ser depois da entrada."),
        ({"start": "2027-03-10", "end": "2027-03-09"}, "A saída tem de ser depois da entrada."),
        ({"start": "30/02/2027"}, "Este dia não existe: escreva-o como dia/mês/ano."),
        ({"end": "amanhã"}, "Este dia não existe"),
        ({"start": "2019-01-01"}, "A entrada já passou."),
        ({"start": "9999-12-31"}, "A entrada é demasiado distante"),
        ({"start": "0001-01-01", "end": "9999-12-31"}, "A entrada já passou."),
        ({"quantity": "0"}, "A quantidade tem de ser pelo menos 1."),
        ({"quantity": "-3"}, "A quantidade tem de ser pelo menos 1."),
        ({"quantity": "1000000000"}, "A quantidade é demasiado grande."),
        ({"quantity": "9" * 5000}, "A quantidade"),
        ({"quantity": "dois"}, "A quantidade é um número inteiro"),
        ({"municipality": "9999"}, "Este município não existe na região"),
        ({"near": "Lisboa"}, "Este município não existe na região"),
        ({"near": "91,0"}, "Este município não existe na região"),
        ({"radius_km": "-1", "near": "1312"}, "A distância é de pelo menos"),
        ({"radius_km": "perto", "near": "1312"}, "A distância é um número"),
        ({"radius_km": "nan", "near": "1312"}, "A distância é um número"),
        ({"category": "castelos"}, "Esta categoria não existe"),
        ({"response": "9.9.9"}, "Esta resposta operativa não existe"),
        ({"mode": "magia"}, "Este modo não existe"),
        ({"q": "a" * 200}, "Procure com menos palavras"),
        ({"page": "abc"}, "Esta página não existe."),
        ({"page": "0"}, "Esta página não existe."),
        ({"page": "²"}, "Esta página não existe."),
        ({"page": "99999999999"}, "Esta página não existe."),
        ({"page": "7"}, "Esta página não existe: há só 1."),
    ],
)
def test_bad_input_gets_a_sentence_and_the_list(make_resource, search, query, sentence):
    one = make_resource()
    page = search(**query)
    assert page.status_code == 400
    assert sentence in text(page)
    assert ids(page) == [str(one.uuid)]
    assert "<title>Erro:" in page.content.decode()


def test_what_was_typed_comes_back_as_text(make_resource, search):
    make_resource()
    page = search(q="<script>alert(1)</script>", quantity='"><img src=x>').content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x>" not in page


def test_the_rest_of_the_search_still_counts(make_resource, search):
    make_resource(dico="1306")
    porto = make_resource(dico="1312")
    assert ids(search(municipality="1312", quantity="0")) == [str(porto.uuid)]


def test_a_search_is_read_only(client_for):
    assert client_for(None).post("/recursos/").status_code == 405


# --- Nothing found ----------------------------------------------------------------------------------------------------


def test_the_empty_state_names_the_one_filter_in_the_way(make_resource, search):
    make_resource(name="Casa da noite", dico="1312")
    make_resource(name="Casa do dia", dico="1306", accessible=True)
    page = search(q="noite", accessible="1")
    assert ids(page) == []
    assert "Nenhum recurso corresponde a tudo isto" in text(page)
    advice = re.findall(r'<li><a href="([^"]+)">([^<]+)</a></li>', page.content.decode())
    said = {unescape(label): unescape(url) for url, label in advice if "Sem o filtro" in label}
    assert set(said) == {"Sem o filtro «noite» há 1 recurso", "Sem o filtro acessível há 1 recurso"}
    for url in said.values():
        assert len(ids(search(**dict(parse_qsl(urlsplit(url).query))))) == 1


def test_when_no_filter_alone_is_in_the_way_it_says_so(make_resource, search):
    make_resource(name="Casa da noite", dico="1312")
    page = text(search(q="dia", accessible="1", municipality="0104"))
    assert "retire mais do que um" in page
    assert "Sem o filtro" not in page


def test_a_category_without_any_free_can_be_asked_of_the_network(search, cast):
    page = search("technician", category="centro-de-dia", **soon(quantity="3")).content.decode()
    assert re.search(r'href="/recursos/pedir/centro-de-dia/\?[^"]*quantity=3', page)
    assert "/recursos/pedir/centro-de-dia/" not in search(None, category="centro-de-dia").content.decode()


# --- Words of danger --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["violência", "vitima de agressões", "casa abrigo", "refúgio", "Domestic VIOLENCE"]
)
def test_words_of_danger_bring_help_first(search, words):
    page = search(None, q=words)
    assert page.status_code == 200
    said = text(page)
    assert said.index("Sair desta página") < said.index("Procura proteção para uma vítima?")
    assert (
        "Filtros" not in said and 'id="mapa"' not in page.content.decode() and "recurso com vaga" not in said
    )
    for number in ("tel:112", "tel:800202148", "tel:144", "/recursos/violencia-domestica/"):
        assert f'href="{number}"' in page.content.decode()


def test_other_words_do_not(search, make_resource):
    make_resource(name="Cama desabrigada")
    said = text(search(None, q="cama"))
    assert "Procura proteção" not in said
    assert "Sair desta página" not in said


def test_the_category_of_refuges_lists_nothing_and_helps(search, make_resource):
    make_resource()
    page = search("accredited", category="casa-de-abrigo")
    assert ids(page) == []
    assert "Procura proteção para uma vítima?" in text(page)


# --- List and map -----------------------------------------------------------------------------------------------------

SEARCHES = [
    {},
    {"q": "casa"},
    {"municipality": "1306"},
    {"near": "1304", "radius_km": "15"},
    {"start": "", "quantity": "3"},
    {"only_free": "1"},
    {"only_fresh": "1", "category": "acolhimento"},
    {"accessible": "1"},
]


@pytest.mark.parametrize("who", EVERYBODY)
def test_list_and_map_always_agree(tiers, make_resource, stale, fill, client_for, protocol, who):
    make_resource(dico=None, name="Casa sem lugar")
    fill(make_resource(4, accessible=True), 4)
    stale(capacity=5)
    client = client_for(who)
    for query in SEARCHES:
        page = client.get("/recursos/", query)
        listed = ids(page)
        assert listed, query
        html = page.content.decode()
        assert re.search(r'data-order="([^"]+)"', html)[1].split() == listed
        url = unescape(re.search(r'data-geojson="([^"]+)"', html)[1])
        features = client.get(url).json()["features"]
        placed = Resource.objects.filter(uuid__in=listed, facility__tier__lte=1, facility__lat__isnull=False)
        assert {one["id"] for one in features} == {str(one.uuid) for one in placed}, query


def test_pins_stand_in_municipalities_never_at_addresses(make_resource, search):
    one = make_resource(lat=41.1234, lon=-8.5678)
    page = search(None).content.decode()
    assert one.facility.address not in page
    assert "41.1234" not in page
    assert page.count('<g class="pin on">') == 1


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_twenty_to_a_page_and_the_pages_together_are_all(make_resource, search):
    made = {str(make_resource().uuid) for _n in range(23)}
    first, second = ids(search(quantity="1")), ids(search(quantity="1", page="2"))
    assert (len(first), len(second)) == (20, 3)
    assert set(first) | set(second) == made
    assert "quantity=1&amp;page=2" in search(quantity="1").content.decode()


def test_queries_do_not_grow_with_rows(make_resource, client_for, protocol):
    paths = ("/recursos/", "/en/recursos/", "/api/v1/resources", "/api/v1/resources.geojson")
    people = (None, "technician", "accredited")
    clients = {(who, path): client_for(who) for who in people for path in paths}
    query = {"q": "casa", "near": "1304", "radius_km": "40", **soon(quantity="1")}

    def counted():
        counts = {}
        for (who, path), client in clients.items():
            with CaptureQueriesContext(connection) as queries, translation.override("pt-pt"):
                assert client.get(path, query).status_code == 200
            counts[who, path] = len(queries)
        return counts

    dicos = ("1312", "1306", "1304")
    for n in range(3):
        make_resource(name=f"Casa {n}", dico=dicos[n])
    counted()
    few = counted()
    for n in range(27):
        make_resource(name=f"Casa {n + 3}", dico=dicos[n % 3])
    assert counted() == few


def test_several_of_one_kind_can_be_asked_at_once(make_resource, search):
    made = [make_resource() for _n in range(7)]
    page = search("technician", category="acolhimento-temporario", **soon(quantity="2")).content.decode()
    url = unescape(re.search(r'href="(/recursos/pedir/\?[^"]+)"', page)[1])
    asked = [value for name, value in parse_qsl(urlsplit(url).query) if name == "resource"]
    assert len(asked) == 5
    assert set(asked) < {str(one.uuid) for one in made}
    assert "/recursos/pedir/?" not in search("editor").content.decode()


# --- In short, for the front page -------------------------------------------------------------------------------------


def test_free_now_counts_only_what_was_confirmed_in_time(make_resource, stale, fill, protocol):
    fill(make_resource(8), 3)
    make_resource(4, dico="1306")
    stale(capacity=20, dico="1304")
    [said] = summary.free_now(None)
    assert (said["free"], said["capacity"], said["word"], said["facilities"]) == (9, 12, Word.AVAILABLE, 3)
    assert said["municipalities"] == ["1306", "1312"]
    assert summary.free_by_municipality(None) == {"1312": 1, "1306": 1}


def test_free_now_says_only_the_word_under_three(make_resource, fill, protocol):
    fill(make_resource(8), 6)
    [said] = summary.free_now(None)
    assert (said["free"], said["capacity"], said["word"]) == (None, None, Word.AVAILABLE)


def test_a_small_resource_cannot_be_worked_out_from_the_sum(cast, make_resource, fill, protocol):
    make_resource(10)
    small = make_resource(2)
    before = summary.free_now(None)
    fill(small, 1)
    after = summary.free_now(None)
    assert [one["free"] for one in before] == [one["free"] for one in after] == [10]
    assert summary.free_now(cast.technician)[0]["free"] == 11


def test_the_front_page_knows_no_more_than_its_reader(tiers, cast):
    figures = [
        sum(one["facilities"] for one in summary.free_now(who))
        for who in (None, cast.technician, cast.accredited)
    ]
    assert figures == [1, 2, 3]
    assert summary.free_by_municipality(cast.accredited) == {"1306": 2}


def test_nothing_free_and_nothing_confirmed_have_their_words(make_resource, stale, fill, protocol):
    full = make_resource(4)
    fill(full, 4)
    stale(capacity=9, category="residencia-transicao", hours=30)
    words = {one["category"].code: one["word"] for one in summary.free_now(None)}
    assert words == {"acolhimento-temporario": Word.FULL, "residencia-transicao": Word.UNCONFIRMED}


def test_free_now_costs_the_same_for_three_and_ten(make_resource):
    def counted():
        with CaptureQueriesContext(connection) as queries:
            summary.free_now(None)
            summary.free_by_municipality(None)
        return len(queries)

    for _n in range(3):
        make_resource()
    few = counted()
    for _n in range(7):
        make_resource()
    assert counted() == few


def test_an_expired_hold_counts_for_nothing_without_any_job(make_resource, fill, protocol):
    house = make_resource(4)
    with moment.replaying(moment.now() - timedelta(hours=2)):
        held = fill(house, 3, confirm=False)
    assert held.status == Status.HELD
    assert find(None, Criteria(quantity=4)).rows[0].free == 4
