"""The one box: in every header, its page of results and its suggestions, for who may see what."""

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.finding.marking import begun


@pytest.fixture
def homes(make_resource):
    """Four of a name: two in Gondomar, two in Porto."""
    return [
        make_resource(6, name=f"Lar Rosmaninho {n}, camas", dico=dico)
        for n, dico in enumerate(("1304", "1304", "1312", "1312"))
    ]


@pytest.fixture
def results(client_for):
    """The page of results of these words, as one of the cast reads it."""

    def ask(text, *, who=None, status=200, language="", **more):
        answer = client_for(who).get(f"{language}/pesquisa/", {"q": text, **more})
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()

    return ask


def main(page):
    return page[page.index("<main") : page.index("</main>")]


def said(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main(page))))


def found(page):
    """Each result: its kind and its title."""
    links = re.findall(r'<a href="[^"]*" data-result="([\w-]+)"[^>]*>(.*?)</a>', page, re.S)
    return [(kind, unescape(re.sub(r"<[^>]+>", "", title)).strip()) for kind, title in links]


def tabs(page):
    listed = re.search(r'<ul class="kinds">.*?</ul>', page, re.S)
    each = re.findall(r'<span>([^<]+)</span><span class="n num">(\d+)</span>', listed[0] if listed else "")
    return {unescape(label): int(n) for label, n in each}


def suggested(client, text, language=""):
    answer = client.get(f"{language}/pesquisa/sugestoes/", {"q": text})
    assert answer.status_code == 200
    return json.loads(answer.content)["suggestions"]


@pytest.mark.parametrize(
    ("path", "action"),
    [("/", "/pesquisa/"), ("/monitor/", "/pesquisa/"), ("/recursos/", "/pesquisa/"), ("/en/monitor/", "/en/pesquisa/"),
     ("/nao-existe/", "/pesquisa/"), ("/pesquisa/", "/pesquisa/"), ("/en/", "/en/pesquisa/")],
)  # fmt: skip
def test_every_page_has_the_box_once_and_it_is_a_plain_form(client_for, path, action):
    page = client_for(None).get(path).content.decode()
    [form] = re.findall(r'<form class="seek[^>]*>', page)
    assert f'action="{action}" method="get"' in form and f'data-suggest="{action}sugestoes/"' in form
    assert not re.search(r"\s(style|onclick|oninput)=", page)


def test_without_words_the_page_says_what_can_be_found(client_for):
    page = client_for(None).get("/pesquisa/").content.decode()
    assert "O que se encontra aqui" in page
    example = unescape(re.search(r'href="(/pesquisa/\?q=cama[^"]+)"', page)[1])
    assert client_for(None).get(example).status_code == 200
    assert found(page) == []


def test_groups_by_kind_with_counts_words_marked_and_what_is_free(results, homes):
    page = results("rosmaninhos")
    assert {kind for kind, _title in found(page)} == {"recursos"}
    assert tabs(page) == {"Tudo": 4, "Recursos": 4}
    assert "4 resultados para «rosmaninhos»" in said(page)
    assert len(found(page)) == 3, "the first of each kind"
    assert "<mark>Rosmaninho</mark>" in page, "in the form in which it stands"
    for fact in ("disponível", "Gondomar", "confirmado"):
        assert fact in said(page)
    assert re.search(r'href="/recursos/\?q=rosmaninhos"', page), "the catalogue, with its filters and its map"
    alone = results("rosmaninhos", tipo="recursos")
    assert len(found(alone)) == 4
    # What governs is found in the same box; who typed no accents, too.
    axis = results("saude e bem estar")
    assert "eixos" in {kind for kind, _title in found(axis)}
    assert "<mark>Saúde</mark>" in axis
    assert len(tabs(axis)) > 2


def test_what_stands_in_a_title_is_text_marked_or_not(results, make_resource):
    make_resource(6, name="Casa <b>Zimbro</b> & <i>Urze</i>")
    page = results("zimbro")
    assert "Casa &lt;b&gt;<mark>Zimbro</mark>&lt;/b&gt; &amp; &lt;i&gt;Urze" in page
    assert "<i>Urze" not in page


def test_what_is_understood_is_shown_and_can_be_taken_back(results, client_for, homes):
    page = results("rosmaninho em Gondomar amanhã")
    chips = dict(re.findall(r'<a class="chip on" href="([^"]+)"><span>([^<]+)</span>', page))
    labels = {unescape(label): unescape(url) for url, label in chips.items()}
    [place] = [label for label in labels if label == "Gondomar"]
    [day] = [label for label in labels if label.startswith("amanhã")]
    assert labels[place] == "/pesquisa/?q=rosmaninho+amanh%C3%A3"
    assert labels[day] == "/pesquisa/?q=rosmaninho+em+Gondomar"
    first = [("recursos", "Lar Rosmaninho 0, camas"), ("recursos", "Lar Rosmaninho 1, camas")]
    assert found(page)[:2] == first, "what has it all stands before what has some of it"
    assert "só com algumas das palavras" in said(page) and ("municipios", "Gondomar") in found(page)
    # The catalogue understands the same of the same words.
    link = unescape(re.search(r'href="(/recursos/\?q=rosmaninho\+em[^"]*)"', page)[1])
    assert client_for(None).get(link).context["found"].total == 2


def test_where_nothing_has_it_all_each_thing_said_is_taken_away_in_turn(results, client_for, homes):
    page = results("acolhimento temporário em Arouca")
    ways = re.findall(r'<li><a href="([^"]+)">(Sem [^<]+)</a>', page)
    [(way, words)] = [(unescape(url), label) for url, label in ways if "Arouca" in label]
    assert words == "Sem Arouca: 4 recursos"
    answer = client_for(None).get(way).content.decode()
    assert tabs(answer)["Recursos"] == 4


def test_one_kind_in_pages_narrowed_by_its_facets(results, client_for):
    page = results("resposta", tipo="respostas")
    listed = found(page)
    assert listed and {kind for kind, _title in listed} == {"respostas"}
    every = tabs(page)["Respostas operativas do REF-AMP"]
    values = re.findall(r'<ul class="values">(.*?)</ul>', page, re.S)
    choices = re.findall(r'<a href="([^"]+)"><span>([^<]+)</span><span class="n num">(\d+)</span>', values[0])
    assert sum(int(n) for _url, _label, n in choices) == every
    url, _label, n = choices[0]
    narrowed = client_for(None).get(unescape(url)).content.decode()
    assert re.search(rf'id="g-um">[^<]*<span class="n num">{n}<', narrowed)
    empty = results("resposta", tipo="respostas", eixo="999")
    assert found(empty) == [] and "Nenhum resultado com tudo isto" in empty
    assert f"Sem «Eixo»: {every} resultados" in unescape(empty)
    far = results("resposta", tipo="respostas", page="99", status=400)
    assert "Esta página não existe" in far and found(far) == listed


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"q": "a" * 121}, "no máximo 120 caracteres"),
        ({"q": "casa", "tipo": "nenhum"}, "Este tipo de resultado não existe"),
        ({"q": "casa", "page": "zero"}, "Esta página não existe"),
        ({"q": "casa", "page": "-1"}, "Esta página não existe"),
        ({"q": "casa\x00"}, "caracteres que não existem"),
    ],
)
def test_bad_input_gets_a_plain_sentence(client_for, more, sentence):
    answer = client_for(None).get("/pesquisa/", more)
    assert answer.status_code == 400
    assert sentence in unescape(answer.content.decode())
    assert client_for(None).get("/pesquisa/sugestoes/", {"q": "a" * 121}).status_code == 400


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "'\"; DROP TABLE x; --",
        "\x01\x1f\u200b",
        "*",
        "a AND (",
        '"',
        "ﬁ ß Ĳ",
        "\ud7ff😀",
        "%",
        "—",
    ],
)
def test_odd_words_are_only_words(client_for, text):
    for path in ("/pesquisa/", "/pesquisa/sugestoes/"):
        answer = client_for(None).get(path, {"q": text})
        assert answer.status_code == 200
        if path == "/pesquisa/":
            assert "<script>alert" not in answer.content.decode()


def test_nothing_found_says_what_to_do_and_a_get_writes_nothing(results):
    with CaptureQueriesContext(connection) as asked:
        page = results("xisgaravis")
    assert not [one["sql"] for one in asked if re.match(r"(?i)insert|update|delete", one["sql"])]
    assert "Nada encontrado para «xisgaravis»" in said(page)
    assert "/recursos/?category=" in page and "tel:144" in main(page)
    assert "data-missed" in page, "counted, without who"


def test_about_violence_the_way_to_help_comes_first_and_no_place_at_all(results, client_for, make_resource):
    make_resource(6, name="Centro de apoio a vítimas de violência doméstica", dico="1304")
    for text in ("violencia domestica", "violência doméstica gondomar cama hoje", "casa de abrigo"):
        for more in ({}, {"tipo": "recursos"}, {"tipo": "municipios"}):
            page = results(text, **more)
            kinds = [kind for kind, _title in found(page)]
            assert kinds[0] == "rota"
            assert not {"recursos", "municipios", "categorias", "parceiros"} & set(kinds)
            assert not {"Recursos", "Municípios"} & set(tabs(page)) - {"Tudo"} or more
            assert "Centro de apoio a vítimas" not in page and 'class="chip on"' not in page
        assert "800 202 148" in main(page) and "data-exit" in page
        assert "violencia" not in re.search(r"<title>.*?</title>", page)[0]
        [only] = suggested(client_for(None), text)
        assert only["url"] == "/recursos/violencia-domestica/"


def test_suggestions_name_things_with_their_kind_in_the_language_of_the_page(client_for, homes):
    [first, *_more] = suggested(client_for(None), "lar rosm")
    assert first["kind"] == "Recurso" and first["url"].startswith("/recursos/")
    assert [piece for piece, typed in first["pieces"] if typed] == ["Lar", "Rosm"]
    assert suggested(client_for(None), "lar rosm", "/en")[0]["url"].startswith("/en/recursos/")
    assert suggested(client_for(None), "") == []


def test_nobody_is_shown_or_suggested_what_they_may_not_know_of(results, client_for, cast, make_resource):
    make_resource(6, name="Casa Zimbório da Rede", tier=1)
    make_resource(
        6, keeper=cast.support, name="Casa Zimbório Reservada", tier=2, category="acolhimento-emergencia"
    )
    make_resource(6, name="Casa Zimbório Aberta")
    for who, n in ((None, 1), ("outsider", 1), ("technician", 2), ("accredited", 3)):
        page = results("zimborio", who=who)
        assert tabs(page) == {"Tudo": n, "Recursos": n}, who
        assert len(suggested(client_for(who), "zimb")) == n


def test_in_english_everything_stays_in_english(results, homes):
    page = results("rosmaninho gondomar", language="/en")
    assert '<html lang="en">' in page
    inside = re.findall(r'<a href="(/[^"]*)"', main(page))
    assert inside and all(url.startswith("/en/") for url in inside)
    assert found(page)[0][0] == "recursos"


def test_questions_asked_of_the_database_do_not_grow_with_what_is_found(client_for, make_resource):
    visitor = client_for(None)

    def asked(path):
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(path, {"q": "alfazema", "tipo": "recursos"}).status_code == 200
        return len(queries)

    def each():
        return [asked("/pesquisa/"), asked("/pesquisa/sugestoes/")]

    for n in range(3):
        make_resource(4, name=f"Casa Alfazema {n}", dico="1312")
    each()
    few = each()
    for n in range(3, 30):
        make_resource(4, name=f"Casa Alfazema {n}", dico="1312")
    assert each() == few


def test_who_searched_what_stays_out_of_shared_caches(client_for):
    for who in (None, "technician"):
        assert client_for(who).get("/pesquisa/?q=casa").headers["Cache-Control"] == "private, no-cache"
        assert "no-store" in client_for(who).get("/pesquisa/sugestoes/?q=casa").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("title", "typed", "pieces"),
    [
        ("Câmara de Évora", "evo", ["Évo"]),
        ("Taxa de desemprego", "taxa desem", ["Taxa", "desem"]),
        ("Oﬃce", "of", ["Oﬃce"]),
        ("Nada disto", "xyz", []),
        ("<b>", "b", ["b"]),
    ],
)
def test_what_was_typed_is_marked_at_the_beginning_of_words(title, typed, pieces):
    made = begun(title, typed)
    assert "".join(piece for piece, _typed in made) == title
    assert [piece for piece, marked in made if marked] == pieces
