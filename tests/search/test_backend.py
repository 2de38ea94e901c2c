"""The portal's own things, asked for through Wagtail's search API, on both backends: the same is found."""

from __future__ import annotations

import re
import unicodedata
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.backends.base import FilterFieldError, SearchFieldError
from wagtail.search.query import MATCH_ALL, Boost, Fuzzy, Not, Phrase, PlainText

from portal import environment
from resources.models import Facility, Resource
from search import asking, matching
from search.language import tokens

WHOOSH, POSTGRES = "search.whoosh", "search.postgres"
both = pytest.mark.parametrize("searching", [WHOOSH, POSTGRES], indirect=True)


@pytest.fixture
def searching(request: pytest.FixtureRequest, settings: Any, tmp_path: Any, db: None) -> Any:
    """One of the backends, with an empty index of its own."""
    settings.SEARCH_INDEX = tmp_path / "index"
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": getattr(request, "param", WHOOSH)}}
    backend = get_search_backend()
    backend.reset_indexes()
    return backend


@pytest.fixture
def things(searching: Any, make_resource: Any) -> Any:
    """Beds and chairs that everybody may know of, in the index."""

    def made(name: str, described: str = "", **facts: Any) -> Any:
        resource = make_resource(name=name, **facts)
        resource.description_pt = described
        resource.save()
        return resource

    world = SimpleNamespace(
        make=made,
        house=made("Câmara de Évora", "Lugares para cães-guia."),
        bed=made("Cama articulada", "Elétrica, com grades."),
        mattress=made("Colchão antiescaras", "Para cama articulada ou cadeira."),
        chair=made("Cadeira de rodas", "Dobrável, de alumínio.", capacity=None, category="cadeiras-de-rodas"),
    )
    world.index = lambda: searching.add_bulk(Resource, list(Resource.get_indexed_objects()))
    world.index()
    return world


def names(found: Any) -> list[str]:
    return [one.name for one in found]


@both
def test_words_find_what_holds_them_however_they_are_written(searching: Any, things: Any) -> None:
    search = Resource.objects.search
    for words in ("camara evora", "Câmara de Évora", "CÂMARA ÉVORA", "evora"):
        assert names(search(words)) == ["Câmara de Évora"], words
    # In the name before in the description; every word, or with `or` any of them.
    assert names(search("articulada")) == ["Cama articulada", "Colchão antiescaras"]
    assert names(search("cama articulada grades")) == ["Cama articulada"]
    assert set(names(search("grades alumínio", operator="or"))) == {"Cama articulada", "Cadeira de rodas"}
    # Not because names are short: a word of a long one says more than one repeated in a short description.
    things.make("Mesa de leito, regulável em altura, com tampo de alumínio")
    things.make("Bengala", "Alumínio, alumínio, alumínio.")
    things.index()
    found = names(search("alumínio"))
    assert {one.split()[0] for one in found} == {"Mesa", "Bengala", "Cadeira"}
    # PostgreSQL's rank knows four weights alone, given out over the boosts of all models.
    assert found[0].startswith("Mesa") or isinstance(searching, PostgresSearchBackend)
    # Words of what it belongs to.
    assert "Cadeira de rodas" in names(search(things.chair.category.name_pt))
    for words in ("", "   ", "---", "ornitorrinco", "cama ornitorrinco"):
        assert list(search(words)) == [], words


@both
def test_questions_are_put_together_as_wagtail_documents(searching: Any, things: Any) -> None:
    search = Resource.objects.search
    assert set(names(search(Phrase("cama articulada")))) == {"Cama articulada", "Colchão antiescaras"}
    assert names(search(Phrase("articulada cama"))) == []
    assert names(search(PlainText("articulada") & PlainText("grades"))) == ["Cama articulada"]
    assert names(search(PlainText("articulada") & ~PlainText("grades"))) == ["Colchão antiescaras"]
    assert set(names(search(PlainText("grades") | PlainText("rodas")))) == {
        "Cama articulada",
        "Cadeira de rodas",
    }
    assert "Cama articulada" not in names(search(~PlainText("grades")))
    assert len(search(MATCH_ALL)) == Resource.objects.count()
    assert list(search(Not(MATCH_ALL))) == []
    assert "Cama articulada" in names(search(Fuzzy("articullada")))
    either = PlainText("grades") | Boost(PlainText("alumínio"), 9.0)
    assert names(search(either)) == ["Cadeira de rodas", "Cama articulada"]
    either = Boost(PlainText("grades"), 9.0) | PlainText("alumínio")
    assert names(search(either)) == ["Cama articulada", "Cadeira de rodas"]
    # In these fields alone, with what is not in them too.
    assert names(search("articulada", fields=["name"])) == ["Cama articulada"]
    assert "Colchão antiescaras" in names(search(~PlainText("articulada"), fields=["name"]))
    with pytest.raises(SearchFieldError):
        search("articulada", fields=["guard"])


@both
def test_filters_order_slices_facets_and_scores_are_those_of_the_queryset(
    searching: Any, things: Any
) -> None:
    found = Resource.objects.search("articulada")
    assert (found.count(), len(found[:1]), found[1].name, len(found[1:])) == (2, 1, "Colchão antiescaras", 1)
    by_key = Resource.objects.search("articulada", order_by="-id")
    assert names(by_key) == ["Colchão antiescaras", "Cama articulada"]
    assert names(Resource.objects.filter(id=things.bed.pk).search("articulada")) == ["Cama articulada"]
    assert list(Resource.objects.none().search("articulada")) == []
    with pytest.raises(FilterFieldError):
        Resource.objects.filter(guard=0).search("articulada")
    scored = [one.how_well for one in found.annotate_score("how_well")]
    assert scored == sorted(scored, reverse=True)
    assert scored[-1] > 0
    modes = Resource.objects.search("cadeira").facet("mode")
    assert dict(modes) == {things.chair.mode: 1, things.mattress.mode: 1}
    with pytest.raises(FilterFieldError):
        found.facet("guard")


@both
def test_pages_are_found_and_completed_without_accents(searching: Any, things: Any) -> None:
    page = Page.objects.live().last()
    assert page
    page.title = "Estação de Évora-Cães"
    page.save()
    searching.add(page.specific)
    for typed in ("estaca", "ESTAÇÃO ev", "evora-c", "e", "estacao de evora"):
        assert page.pk in {one.pk for one in Page.objects.autocomplete(typed)}, typed
    assert list(Page.objects.autocomplete("staca")) == []
    assert page.pk in {one.pk for one in Page.objects.search("estação evora")}
    # What the index holds of other models under the same key is not a page.
    assert list(Page.objects.filter(id=things.bed.pk).search("articulada")) == []


@both
def test_what_no_index_holds_is_merged_for_those_entitled_and_for_nobody_else(
    searching: Any, things: Any, cast: Any
) -> None:
    things.make("Residência com cama articulada", tier=1)
    things.make("Unidade de cama articulada", tier=2)
    things.index()

    def seen_by(member: Any, words: str = "cama articulada", operator: str = "and") -> set[str]:
        rows = Resource.objects.visible_to(member)
        scores = asking.scores(words, rows, operator=operator)
        (group,) = asking.find(words, [asking.Kind("recursos", rows)]).groups
        assert {hit.pk for hit in group.hits} == set(scores)
        assert group.total == len(scores)
        return set(Resource.objects.filter(pk__in=scores).values_list("name", flat=True))

    public = {"Cama articulada", "Colchão antiescaras"}
    assert seen_by(None) == public
    assert seen_by(cast.technician) == public | {"Residência com cama articulada"}
    assert seen_by(cast.accredited) == public | {
        "Residência com cama articulada",
        "Unidade de cama articulada",
    }
    # What is public no longer is found no longer, though it still stands in the index.
    Facility.objects.filter(pk=things.bed.facility_id).update(tier=1)
    assert seen_by(None) == {"Colchão antiescaras"}
    assert seen_by(cast.technician) == public | {"Residência com cama articulada"}
    Facility.objects.filter(pk=things.bed.facility_id).update(tier=0)
    # Not every word is met anywhere: some are, and it is said so.
    found = asking.find(
        "articulada ornitorrinco", [asking.Kind("recursos", Resource.objects.visible_to(None))]
    )
    assert found.loosely
    assert found.total == 2
    assert not found.from_database


@pytest.mark.parametrize("searching", [WHOOSH], indirect=True)
def test_one_search_answers_all_kinds_with_as_many_queries_for_few_as_for_many(
    searching: Any, things: Any
) -> None:
    kinds = [
        asking.Kind("recursos", Resource.objects.visible_to(None)),
        asking.Kind("paginas", Page.objects.live()),
    ]

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert asking.find("cama", kinds).total
        return len(seen)

    asking.find("cama", kinds)
    few = queries()
    for number in range(12):
        things.make(f"Cama número {number}")
    things.index()
    assert asking.find("cama", kinds, most=5).groups[0].total >= 14
    assert queries() == few
    whole = [hit.pk for hit in asking.find("cama", kinds, most=50).groups[0].hits]
    pages = [
        hit.pk
        for at in range(0, 15, 5)
        for hit in asking.find("cama", kinds, most=5, start=at).groups[0].hits
    ]
    assert pages == whole[:15]


@pytest.mark.parametrize("searching", [WHOOSH], indirect=True)
def test_without_an_index_the_database_answers_the_same(searching: Any, things: Any, settings: Any) -> None:
    questions: list[Any] = [
        "camara evora",
        "articulada",
        Phrase("cama articulada"),
        PlainText("articulada") & ~PlainText("grades"),
        Fuzzy("articullada"),
    ]
    before = [names(Resource.objects.search(one)) for one in questions]
    assert all(before)
    settings.SEARCH_INDEX = settings.SEARCH_INDEX.parent / "nowhere"
    assert [names(Resource.objects.search(one)) for one in questions] == before
    found = asking.find("articulada", [asking.Kind("recursos", Resource.objects.visible_to(None))])
    assert found.from_database
    assert found.total == 2
    assert set(asking.scores("articulada", Resource.objects.visible_to(None))) == {
        things.bed.pk,
        things.mattress.pk,
    }


@both
def test_no_question_is_an_error(searching: Any, things: Any) -> None:
    rows = Resource.objects.visible_to(None)
    for words in (
        "\x00",
        "cama\x00articulada",
        "\ud800",
        "'",
        "\\",
        "a" * 5000,
        "& | ! :* <->",
        "%_%",
        "(((",
        "؟",
        "🛏️",
    ):
        asking.find(words, [asking.Kind("recursos", rows)])
        asking.scores(words, rows, operator="or")
    assert asking.scores("cama\x00articulada", rows)


def test_the_database_never_rules_out_what_the_words_would_have_met() -> None:
    pairs = (
        ("reunião", "reuniões"),
        ("cão", "cães"),
        ("hotel", "hotéis"),
        ("acessível", "ACESSIVEIS"),
        ("lençol", "lençóis"),
        ("país", "países"),
        ("lar", "lares"),
        ("luz", "luzes"),
        ("atividade", "actividades"),
        ("ótimo", "óptimo"),
        ("sem-abrigo", "sem abrigo"),
        ("12 22 03", "12.22.03"),
        ("EP1.1", "ep1.1"),
        ("65+", "65+"),
        ("duas", "dois"),
        ("autoestrada", "auto-estradas"),
        ("escaras", "antiescaras"),
        ("IPSS", "i.p.s.s."),
        ("doutoras", "doutores"),
        ("meses", "mês"),
        ("portuguesas", "portugueses"),
    )
    met = 0
    for asked, written in pairs:
        plain = "".join(
            one for one in unicodedata.normalize("NFD", written.lower()) if not unicodedata.combining(one)
        )
        here = {one.term for one in tokens(written)}
        for one in tokens(asked):
            if one.term in here:
                met += 1
                assert re.search(matching.pattern(one.term), plain), (asked, written)
    assert met >= len(pairs)
    assert not re.search(matching.pattern("cama"), "o cão, as camarotarias e a escama")


def test_few_rows_are_read_where_the_columns_are_known(things: Any) -> None:
    assert matching.columns(Page) == ("title",)
    rows = Page.objects.all()
    few = matching.narrowed(rows, PlainText("ornitorrinco"))
    assert few.count() == 0 < rows.count()


def test_another_search_backend_stops_the_start_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for said, backend in (
        ("", "search.whoosh"),
        ("whoosh", "search.whoosh"),
        ("postgres", "search.postgres"),
        ("https://user:word@search.example.org:9200", "wagtail.search.backends.opensearch3"),
    ):
        monkeypatch.setenv("SEARCH_BACKEND", said)
        made = environment.search_backend()
        assert made["BACKEND"] == backend
        if said:
            get_search_backend(
                made["BACKEND"], **{key: value for key, value in made.items() if key != "BACKEND"}
            )
    for wrong in ("elastic", "http://", "ftp://search.example.org"):
        monkeypatch.setenv("SEARCH_BACKEND", wrong)
        with pytest.raises(SystemExit):
            environment.search_backend()
        said = capsys.readouterr().err
        assert said.startswith("concerta: SEARCH_BACKEND: ")
        assert said.count("\n") == 1
