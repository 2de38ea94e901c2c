"""What may be typed next, and what was probably meant: from the words of the index, as far as the reader may see."""

import re
import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from resources.models import Facility, Resource
from search import asking, entries, suggesting
from search.asking import Kind
from search.spelling import Vocabulary, corrected, put_right

WORDS = re.findall(
    r"\w+",
    """cama articulada cadeira de rodas gondomar canadianas andarilho acolhimento creche infantário colchão gaia
    conselho apoio domiciliário formação exclusão ajuda técnica reunião municipal emprego habitação voluntariado
    séniores cozinha trabalho família máquina empréstimo passagem cabeça almofada lençóis chave hospital""",
)
MEANT = {
    "camma articulda": "cama articulada",  # a letter too many, a letter too few
    "cadera de rrodas": "cadeira de rodas",
    "renuião": "reunião",  # two letters swapped
    "camadianas": "canadianas",
    "xreche": "creche",
    "crexe": "creche",  # x and ch
    "colxão": "colchão",
    "munisipal": "municipal",  # s, ss, ç, c, z
    "formassao": "formação",
    "cabessa": "cabeça",
    "cosinha": "cozinha",
    "esclusao": "exclusão",
    "lensois": "lençóis",
    "andarillo": "andarilho",  # lh, li
    "familha": "família",
    "acolimento": "acolhimento",
    "abitação": "habitação",  # h is not heard
    "Gundomar": "Gondomar",  # o and u, written as it was typed
    "voluntariadu": "voluntariado",
    "enprestimo": "empréstimo",  # m and n
    "empreggo": "emprego",
    "pasagem": "passagem",
    "maqina": "máquina",
    "ajuda tecnika": "ajuda técnica",
    "camaarticulada": "cama articulada",  # spaces
    "cadeira derodas": "cadeira de rodas",
    "infan tário": "infantário",
    "articul": "articulada",  # not finished
}


@pytest.fixture(scope="module")
def words():
    return Vocabulary((word, 5) for word in WORDS)


@pytest.mark.parametrize("typed", MEANT)
def test_the_word_that_was_meant_comes_first(words, typed):
    assert corrected(typed, words, set(), rare_too=False)[:1] == [MEANT[typed]]


def test_what_exists_is_known_or_is_no_word_stays_as_it_is(words):
    for typed in (
        "infantario",
        "cabecas" if words.knows("cabecas") else "cabeca",
        "12 22 03",
        "xyzzyq",
        "de",
        "EP1.1",
    ):
        assert corrected(typed, words, set(), rare_too=False) == []
    assert corrected("andarillo", words, {"andarillo"}, rare_too=False) == []
    rare = Vocabulary([("cadera", 1), ("cadeira", 40)])
    assert corrected("cadera", rare, set(), rare_too=False) == []
    assert corrected("cadera", rare, set(), rare_too=True) == ["cadeira"]


def test_what_was_put_right_stands_in_the_whole_of_what_was_typed():
    typed = "2 camma articulda em Gaia amanhã"
    assert put_right(typed, "camma articulda", "cama articulada") == "2 cama articulada em Gaia amanhã"
    assert put_right("camaarticulada hoje", "camaarticulada", "cama articulada") == "cama articulada hoje"


def test_among_fifty_thousand_words_the_nearest_is_found_quickly():
    syllables = [
        "ca",
        "de",
        "ri",
        "mo",
        "pu",
        "tas",
        "lhe",
        "xo",
        "nan",
        "bi",
        "fer",
        "gou",
        "vel",
        "sim",
        "ze",
    ]
    made = {a + b + c + d for a in syllables for b in syllables for c in syllables for d in syllables}
    many = Vocabulary([(word, 3) for word in made] + [("formação", 9)])
    assert len(many) > 45_000
    start = time.perf_counter()
    assert corrected("formassao", many, set(), rare_too=False)[0] == "formação"
    assert time.perf_counter() - start < 1.0


@pytest.fixture(params=["search.whoosh", "search.postgres"])
def world(request, settings, make_resource, cast):
    """Two public resources, one for the network alone, and an index of either kind."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": request.param}}
    made = {
        "bed": make_resource(
            None, category="camas-articuladas", response="1.1.1c", name="Cama articulada do Bonfim"
        ),
        "beds": make_resource(
            None, category="camas-articuladas", response="1.1.1c", name="Camas de Campanhã"
        ),
        "hidden": make_resource(name="Camarata Zingarelho", tier=1),
    }
    call_command("update_index", verbosity=0)
    entries.forget()
    return made


def kinds(member):
    return [
        Kind("recursos", Resource.objects.visible_to(member)),
        Kind("paginas", Page.objects.live().public()),
    ]


def test_suggestions_have_the_words_typed_and_one_that_begins_like_the_last(world, cast):
    def suggested(text, member=None):
        return [hit.pk for hit in asking.complete(text, kinds(member)) if hit.kind == "recursos"]

    assert set(suggested("cam")) == {world["bed"].pk, world["beds"].pk}
    assert (
        suggested("CAMA ART") == suggested("cama arti") == suggested("camas articulada") == [world["bed"].pk]
    )
    assert suggested("campanha") == suggested("cama de campa") == [world["beds"].pk]
    # Only the last may be unfinished.
    assert suggested("cam articulada") == []
    # What begins like the question comes first.
    assert suggested("camas")[0] == world["beds"].pk
    assert (
        suggested("articulada zzz")
        == suggested("%")
        == suggested("c")
        == suggested("")
        == suggested("\\'")
        == []
    )
    # In no index, and found by who may know of it.
    assert suggested("zinga") == []
    assert suggested("camarata zin", cast.technician) == [world["hidden"].pk]
    # Still in the index, and public no longer.
    Facility.objects.filter(pk=world["beds"].facility_id).update(tier=1)
    assert suggested("campanha") == [] and suggested("campanha", cast.technician) == [world["beds"].pk]
    assert "acessibilidade" in {
        Page.objects.get(pk=hit.pk).slug
        for hit in asking.complete("acessi", kinds(None))
        if hit.kind == "paginas"
    }


def test_suggestions_cost_the_same_for_few_and_for_many(world, make_resource, cast):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            hits = asking.complete("cam", kinds(cast.technician), most=4)
        return len(asked), hits

    few, _hits = cost()
    for n in range(10):
        make_resource(name=f"Camarata {n}", tier=n % 2)
    call_command("update_index", verbosity=0)
    many, hits = cost()
    assert few == many <= 4 and len(hits) == 4


def test_what_was_meant_is_proposed_only_where_the_reader_finds_something_by_it(world, cast):
    assert asking.spelled("cama artikulada", kinds(None)) == "cama articulada"
    assert asking.spelled("Canpanhã", kinds(None)) == "Campanhã"
    # It finds something as it stands; or nothing either way.
    assert asking.spelled("cama articulada", kinds(None)) == ""
    assert (
        asking.spelled("camas bonfim", kinds(None))
        == asking.spelled("bonfin ornitorrinco", kinds(None))
        == ""
    )
    # A word that stands only where the reader sees nothing.
    assert (
        asking.spelled("zingarelhu", kinds(None))
        == asking.spelled("zingarelhu", kinds(cast.technician))
        == ""
    )
    nothing = [Kind("recursos", Resource.objects.none())]
    assert asking.spelled("cama artikulada", nothing) == ""
    # Synonyms are right though they stand nowhere.
    assert asking.spelled("andador", kinds(None)) == ""
    assert suggesting.spelled("", lambda words: 1) == ""


def test_the_page_asks_what_was_meant_and_keeps_what_it_understood(world, client_for):
    page = client_for(None).get("/pesquisa/", {"q": "artikulada zzz em Gaia amanhã"}).content.decode()
    assert "Queria dizer" not in page
    page = client_for(None).get("/pesquisa/", {"q": "artikulada amanhã"}).content.decode()
    assert "Queria dizer" in page and "articulada amanhã" in page
    page = client_for("technician").get("/pesquisa/", {"q": "ornitorrinco"}).content.decode()
    assert "data-missed" in page and "js/missed." in page
    assert "data-missed" not in client_for(None).get("/pesquisa/", {"q": "violensia no lar"}).content.decode()
