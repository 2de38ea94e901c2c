"""What is typed becomes filters of the catalogue, what is not understood stays text; of violence no place is told."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geo.models import Municipality, Parish
from resources import days, searches
from resources.listing import Criteria, find
from resources.models import Category, Facility, Resource, SavedSearch
from resources.understanding import about_violence, address, known, understand
from tests.resources.sentences import NOT_VIOLENCE, SENTENCES, TODAY, VIOLENCE
from tests.resources.test_catalogue import ids, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(db):
    there = known()

    def understood(words, today=TODAY, **more):
        return understand(words, today=today, known=there, **more)

    return understood


def said(found):
    pairs = {}
    for name, value in found.parameters():
        pairs.setdefault(name, []).append(value)
    return " ".join(f"{name}={','.join(values)}" for name, values in pairs.items())


def test_sentences_mean_what_their_writer_means(read):
    wrong, lines = [], [one for one in SENTENCES.splitlines() if one and not one.startswith("#")]
    assert len(lines) > 150
    for line in lines:
        words, _arrow, meant = line.partition(" -> ")
        filters, _tilde, rest = meant.partition("~")
        found = read(words)
        if (said(found), found.rest) != (filters.strip(), rest.strip()) or found.about_violence:
            wrong.append(f"{line}  BUT  {said(found)} ~ {found.rest}")
        # What is left and what was understood are the whole sentence: no word is in both.
        assert all(chip.words for chip in found.chips), line
        if not filters.strip() and rest.strip():
            assert found.rest == words, line
    assert not wrong, "\n".join(wrong)


def test_a_period_knows_the_days_on_which_clocks_change_and_other_todays(read):
    for today, words, start, end in (
        (date(2027, 3, 26), "fim de semana", date(2027, 3, 27), date(2027, 3, 29)),
        (date(2026, 10, 24), "amanhã", date(2026, 10, 25), date(2026, 10, 26)),
        (date(2026, 11, 28), "fim de semana", date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 11, 29), "este fim de semana", date(2026, 11, 29), date(2026, 11, 30)),
        (date(2026, 11, 29), "próximo fim de semana", date(2026, 12, 5), date(2026, 12, 7)),
        (date(2026, 11, 27), "sexta", date(2026, 12, 4), date(2026, 12, 5)),
        (date(2027, 1, 31), "dia 30", date(2027, 3, 30), date(2027, 3, 31)),
        (date(2027, 12, 31), "29 de fevereiro", date(2028, 2, 29), date(2028, 3, 1)),
        (date(2027, 3, 14), "de 12 a 18 de março", date(2027, 3, 14), date(2027, 3, 18)),
        (date(2027, 12, 31), "amanhã", date(2028, 1, 1), date(2028, 1, 2)),
    ):
        found = read(words, today=today)
        assert (found.start, found.end) == (start, end), (today, words)


def test_text_about_violence_is_known_as_such_and_nothing_else_is_understood_of_it(read):
    for words in VIOLENCE.replace("\n", "").split("|"):
        found = read(words)
        assert found.about_violence and not found.chips and found.rest == words, words
    for words in NOT_VIOLENCE.replace("\n", "").split("|"):
        assert not about_violence(words), words


PIECES = [
    *(
        [
            "cama",
            "camas",
            "2",
            "3",
            "31",
            "12/03",
            "12",
            "de",
            "a",
            "em",
            "no",
            "Porto",
            "feira",
            "sexta",
            "segunda-feira",
            "março",
            "fevereiro",
            "2027",
            "até",
            "dia",
            "por",
        ]
    ),
    *(
        [
            "semana",
            "meses",
            "noites",
            "«",
            "99",
            "/",
            ".",
            "-",
            ",",
            "amanhã",
            "casal",
            "com",
            "filhos",
            "cadeira",
            "rodas",
            "acessível",
            "perto",
            "km",
            "ß",
            "İ",
            "ﬁ",
            "é",
            "0",
        ]
    ),
    '"',
]


@settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.text(max_size=140), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)))
@example("0HA")
def test_whatever_is_typed_is_answered(words):
    there = _there()
    found = understand(words, today=TODAY, known=there)
    assert len(found.rest) <= len(found.text)
    # Of "0HA" the number stays: what is left is made of pieces of what was typed.
    assert all(word in found.text for word in found.rest.split()) or found.chips
    assert found.start is None or found.start >= TODAY
    assert found.start is None or found.end is None or found.start < found.end
    for chip in found.chips:
        understand(found.without(chip), today=TODAY, known=there)
    params = QueryDict(mutable=True)
    params.update({"q": words, "shown": words, "start": words})
    assert address.settle(params, found).values is not None


def _there(kept=[]):  # noqa: B006
    if not kept:
        kept.append(known())
    return kept[0]


def test_parishes_in_the_database_are_known_too_and_each_costs_no_query(read):
    def counted():
        with CaptureQueriesContext(connection) as queries:
            there = known()
        return len(queries), there

    few, there = counted()
    assert not understand("lar em Alfândega Velha", today=TODAY, known=there).municipalities
    outline = {"geometry": {}, "source": "CAOP 2025", "licence": "", "centroid_lat": 41, "centroid_lon": -8}
    for n in range(20):
        Parish.objects.create(
            dicofre=f"1306{n + 60}", name="Alfândega Velha" if not n else f"Lugar {n}", municipality_id="1306",
            south=41, west=-8, north=41, east=-8, **outline,
        )  # fmt: skip
    many, there = counted()
    assert many == few
    assert understand("lar em Alfândega Velha", today=TODAY, known=there).municipalities == ("1306",)


# --- In the catalogue -------------------------------------------------------------------------------------------------


@pytest.fixture
def search(client_for):
    def look(who=None, path="/recursos/", **query):
        return client_for(who).get(path, query)

    return look


def chips(page):
    found = re.findall(r'<a class="chip on" href="([^"]+)"><span>([^<]+)', page.content.decode())
    return {" ".join(unescape(label).split()): unescape(url) for url, label in found}


def names(page):
    return [Resource.objects.get(uuid=uuid).name if len(uuid) == 36 else uuid for uuid in ids(page)]


@pytest.fixture
def beds(make_resource):
    """Two banks with adjustable beds, one of them in Gondomar, and a shelter there."""
    return [
        make_resource(None, category="camas-articuladas", dico=dico, name=name)
        for dico, name in (("1304", "Camas do banco"), ("1306", "Camas da quinta"))
    ] + [make_resource(dico="1304", name="Casa da noite")]


QUERY = "cama articulada em Gondomar amanhã"


def test_what_was_typed_shows_as_chips_and_each_takes_itself_away(beds, search):
    tomorrow = days.today() + timedelta(days=1)
    page = search(q=QUERY)
    assert page.status_code == 200 and names(page) == ["Camas do banco"]
    assert f'value="{tomorrow.isoformat()}"' in page.content.decode()
    assert 'value="cama articulada em Gondomar amanhã"' in page.content.decode()
    shown = chips(page)
    assert len(shown) == 3 and "Gondomar" in shown and "camas articuladas e acessórios" in shown
    [day] = [label for label in shown if label.startswith("amanhã, ")]
    assert str(tomorrow.day) in day
    # Without the place both banks; without the kind both of Gondomar; without the day the same, tonight.
    left = {label: search(**dict(parse_qsl(urlsplit(url).query))) for label, url in shown.items()}
    assert set(names(left["Gondomar"])) == {"Camas do banco", "Camas da quinta"}
    assert set(chips(left["Gondomar"])) == set(shown) - {"Gondomar"}
    assert set(names(left["camas articuladas e acessórios"])) == {"Camas do banco", "Casa da noite"}
    assert chips(left[day]).keys() == shown.keys() - {day} and names(left[day]) == ["Camas do banco"]
    assert "esta noite" in text(left[day])


def test_the_same_in_english(beds, search):
    page = search(path="/en/recursos/", q="adjustable bed in Gondomar tomorrow")
    assert names(page) == ["Camas do banco"]
    assert {"Gondomar", "adjustable beds and accessories"} < chips(page).keys()


def test_a_form_sent_back_counts_what_was_changed_in_it(beds, search):
    """The fields show what was understood: sent back as they were shown, the words decide; otherwise the hand."""
    page = search(q=QUERY).content.decode()
    shown = unescape(re.search(r'name="shown" value="([^"]*)"', page)[1])
    today = days.today()
    day = [(today + timedelta(days=n)).isoformat() for n in range(6)]
    sent = {"q": QUERY, "shown": shown, "start": day[1], "end": day[2], "quantity": "1"}
    sent |= {"category": "camas-articuladas", "municipality": "1304"}
    assert names(search(**sent)) == ["Camas do banco"]
    # Another place and another day typed over the old ones: the boxes that still show the old ones say nothing.
    again = search(**sent | {"q": "cama articulada na Maia depois de amanhã"})
    assert names(again) == ["Camas da quinta"] and f'value="{day[2]}"' in again.content.decode()
    # The box unticked, or another ticked, by hand.
    without = search(**{name: value for name, value in sent.items() if name != "municipality"})
    assert set(names(without)) == {"Camas do banco", "Camas da quinta"}
    assert "«Gondomar» não conta" in text(without)
    other = search(**sent | {"municipality": "1306"})
    assert names(other) == ["Camas da quinta"] and "«Gondomar» não conta" in text(other)
    use = unescape(
        re.search(r'<a href="([^"]+)">Usar «Gondomar»', " ".join(other.content.decode().split()))[1]
    )
    assert names(search(**dict(parse_qsl(urlsplit(use).query)))) == ["Camas do banco"]
    # A day chosen by hand; the one it no longer goes with gives way.
    later = search(**sent | {"start": day[4]})
    assert later.status_code == 200 and f'value="{day[4]}"' in later.content.decode()
    assert f'value="{day[5]}"' in later.content.decode()
    # Nothing typed at first, "amanhã" afterwards: tonight was only shown.
    first = unescape(re.search(r'name="shown" value="([^"]*)"', search().content.decode())[1])
    typed = search(q="amanhã", shown=first, start=day[0], end=day[1], quantity="1")
    assert any(label.startswith("amanhã") for label in chips(typed))


def test_words_can_be_left_as_text(beds, search, make_resource):
    make_resource(category="centro-de-dia", dico="1306", name="Centro de dia Nova Gondomar")
    assert names(search(q="centro de dia Gondomar")) == []
    page = search(q="centro de dia Gondomar", tal="municipality")
    assert names(page) == ["Centro de dia Nova Gondomar"]
    assert "«Gondomar»" in chips(page)
    everything = search(q="centro de dia Gondomar", tal="tudo")
    assert names(everything) == ["Centro de dia Nova Gondomar"]
    assert set(chips(everything)) == {"«centro de dia Gondomar»"}
    link = re.search(r'<a href="([^"]+)">Procurar só as palavras', search(q=QUERY).content.decode())[1]
    assert dict(parse_qsl(urlsplit(unescape(link)).query)) == {"q": QUERY, "tal": "tudo"}
    assert search(q="x", tal="nada").status_code == 400


def test_programs_get_the_words_as_they_are(beds, client_for):
    api = client_for(None)
    assert api.get("/api/v1/resources", {"q": QUERY}).json()["count"] == 0
    assert api.get("/api/v1/resources", {"q": "camas"}).json()["count"] == 2


def test_a_saved_search_keeps_real_filters(beds, search, client_for, cast):
    page = search("technician", q=f"{QUERY} quinta do banco")
    query = unescape(re.search(r'name="query" value="([^"]*)"', page.content.decode())[1])
    tomorrow = days.today() + timedelta(days=1)
    kept = dict(parse_qsl(query))
    assert kept["municipality"] == "1304" and kept["category"] == "camas-articuladas"
    assert kept["start"] == tomorrow.isoformat() and kept["q"] == "quinta do banco"
    client_for("technician").post(reverse("saved_searches"), {"query": query})
    saved = SavedSearch.objects.get()
    assert saved.start == tomorrow
    criteria = searches.criteria_of(saved)
    assert (criteria.q, criteria.municipalities) == ("quinta do banco", ("1304",))
    again = search("technician", **dict(parse_qsl(saved.query)))
    assert {"Gondomar", "«quinta do banco»"} <= chips(again).keys()


def test_the_name_comes_before_the_rest_and_then_what_is_free(make_resource, search, cast):
    def made(name, capacity=4, **more):
        return make_resource(capacity, name=name, **more)

    told = made("Residência Norte")
    Resource.objects.filter(pk=told.pk).update(description_pt="Tem jardim e oficina de olaria.")
    made("Oficina de olaria cheia", None)
    free = made("Oficina de olaria")
    Facility.objects.filter(pk=free.facility_id).update(parish="Bonfim")
    assert names(search(q="oficina olaria")) == [
        "Oficina de olaria",
        "Oficina de olaria cheia",
        "Residência Norte",
    ]
    # Of a parish first what is there; the municipality is what filters.
    made("Casa A")
    listed = names(search(q="em Campanhã"))
    assert len(listed) == 4
    Facility.objects.filter(resources=told).update(parish="Campanhã")
    assert names(search(q="em Campanhã"))[0] == "Residência Norte"


def test_where_nothing_has_all_the_words_some_do_and_the_page_says_so(make_resource, search, client_for):
    make_resource(name="Oficina de olaria")
    page = search(q="oficina ultramarina")
    assert names(page) == ["Oficina de olaria"]
    assert "Nenhum recurso tem todas as palavras" in text(page)
    assert "Nenhum recurso tem todas" not in text(search(q="oficina"))
    assert client_for(None).get("/api/v1/resources", {"q": "oficina ultramarina"}).json()["count"] == 0


def test_only_the_entitled_find_what_is_not_public(make_resource, search, cast):
    maia = cast.member_of("Município da Maia")
    made = [
        make_resource(6, tier=tier, keeper=maia, dico="1306", name=f"Casa zimbral {tier}")
        for tier in range(3)
    ]
    for who, highest in ((None, 0), ("outsider", 0), ("technician", 1), ("accredited", 2)):
        page = search(who, q="zimbral 2 pessoas")
        assert ids(page) == [str(one.uuid) for one in made[: highest + 1]], who
    # No area finds what is restricted, neither as a filter nor as a word.
    for query in (
        {"q": "zimbral na Maia"},
        {"q": "zimbral Maia", "tal": "tudo"},
        {"q": "município maia", "tal": "tudo"},
    ):
        assert str(made[2].uuid) not in ids(search("accredited", **query)), query


def test_understanding_costs_the_same_whatever_is_there(make_resource, client_for):
    client = client_for("technician")

    def counted():
        with CaptureQueriesContext(connection) as queries, translation.override("pt-pt"):
            assert client.get("/recursos/", {"q": "acolhimento casa no Porto 2 pessoas"}).status_code == 200
        return len(queries)

    for _n in range(3):
        make_resource()
    counted()
    few = counted()
    for _n in range(27):
        make_resource()
    assert counted() == few


# --- Violence ---------------------------------------------------------------------------------------------------------


def test_a_search_about_violence_never_answers_with_a_place(make_resource, search, client_for):
    make_resource(name="Casa da violência Zulmira")
    word = {"q": "violência"}
    exports = "/recursos/exportar.csv"

    def answers(who, query):
        client = client_for(who)
        return [
            client.get(path, query).getvalue().decode()
            for path in (
                "/recursos/",
                "/en/recursos/",
                "/api/v1/resources",
                "/api/v1/resources.geojson",
                exports,
            )
        ]

    queries = [
        word,
        {"q": "casa violensia zulmira"},
        {"q": "casa", "municipality": "1312", "category": ["acolhimento", "casa-de-abrigo"]},
        {"q": "violência", "tal": "tudo"},
        {"q": "violência" + " casa" * 60},
        {"q": ["violência", "casa"]},
    ]
    for who in (None, "technician", "accredited"):
        for query in queries:
            for n, answer in enumerate(answers(who, query)):
                if n > 1 and ("category" in query or isinstance(query["q"], list)):
                    continue  # a program's filters, or its last `q`, are its own
                assert "Zulmira" not in answer, (who, query, n)
                if n < 2:
                    assert 'data-geojson="' not in answer and 'name="municipality"' not in answer
                    assert "800 202 148" in answer and "/recursos/violencia-domestica/" in answer
    found = find(None, Criteria(q="violência"))
    assert (found.total, found.rows, found.loosen, sum(found.facets.categories.values())) == (0, [], [], 0)
    # The place itself is there to be found, by words that are not about violence.
    assert all("Zulmira" in answer for answer in answers(None, {"q": "zulmira"}))


@pytest.mark.parametrize("path", ["/recursos/violencia-domestica/", "/en/recursos/violencia-domestica/"])
def test_the_way_to_help_is_a_page_with_the_numbers_and_no_place(client_for, make_resource, path):
    make_resource(name="Casa Alfa")
    for who in (None, "technician", "outsider"):
        page = client_for(who).get(path)
        html = page.content.decode()
        assert page.status_code == 200 and "data-exit" in html
        for number in ("tel:112", "tel:800202148", "tel:144"):
            assert f'href="{number}"' in html
        assert "/recursos/pedir/casa-de-abrigo/" in html and "Casa Alfa" not in html
        assert not any(one.name in text(page).split("<main")[-1] for one in Facility.objects.all())
    assert Category.objects.filter(opaque=True).exists() and Municipality.objects.count() == 17
    assert replace(Criteria(), about_violence=True).about_violence
    assert path.removeprefix("/en") in client_for(None).get("/sitemap.xml").content.decode()
