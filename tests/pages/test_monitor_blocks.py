"""Figures of the monitor in a text: always the public's, always with date and source, and no harm when they go."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from monitor import periods
from monitor.actions import Cell, take
from monitor.models import Import, Indicator, Observation
from portal.models import ContentPage
from tests.monitor.figures import CODE, figures

INDICATOR = ("indicator", {"indicator": CODE})
QUIET = "Os números que estavam aqui não estão, neste momento, publicados."


def drawing(figure="ordem", code=CODE, municipality="", period=""):
    return ("figure", {"indicator": code, "figure": figure, "municipality": municipality, "period": period})


def on_map(code=CODE, municipality="", period=""):
    return ("map", {"indicator": code, "municipality": municipality, "period": period})


@pytest.fixture
def put(statement):
    """These blocks are all that stands on a page of text."""

    def do(*body):
        statement.body = list(body)
        statement.save_revision().publish()

    return do


@pytest.fixture
def publish(client_for, statement):
    """The same through the editor's form."""

    def do(*body):
        sent = {
            "title": statement.title,
            "slug": statement.slug,
            "description": "",
            "body": streamfield(list(body)),
            "comments": inline_formset([]),
            "action-publish": "1",
        }
        edit = reverse("wagtailadmin_pages:edit", args=[statement.pk])
        return client_for("editor").post(edit, nested_form_data(sent))

    return do


def read(client, path="/acessibilidade/"):
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")], page


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def ids(html):
    return re.findall(r'\sid="([^"]+)"', html)


def test_an_indicator_is_a_sentence_with_figure_date_source_and_the_way_to_the_rest(client_for, put):
    indicator = figures()
    put(INDICATOR)
    main, _page = read(client_for(None))
    said = words(main)
    assert "Em 2021" in said
    assert "Fonte: " + indicator.publisher in said
    assert f'href="{indicator.get_absolute_url()}"' in main
    english = ContentPage.objects.get(slug="acessibilidade", locale__language_code="en")
    english.body = [INDICATOR]
    english.save_revision().publish()
    main, _page = read(client_for(None), "/en/acessibilidade/")
    assert indicator.name_en in words(main)


def test_a_page_says_the_same_to_members_whatever_the_network_knows(client_for, put):
    figures(first=10)
    figures(first=700, status="provisional", audience=Indicator.Audience.NETWORK, state=Import.State.WAITING)
    put(INDICATOR, drawing(), on_map())
    seen = {words(read(client_for(who))[0]) for who in (None, "coordination", "representative")}
    assert len(seen) == 1
    assert not re.search(r"\b7\d\d\b", seen.pop())


@pytest.mark.parametrize("path", ["/acessibilidade/", "/unidades/saude-e-bem-estar/"])
def test_no_id_stands_twice_however_often_a_drawing_is_repeated(client_for, put, path, health_unit):
    figures(period="2011", first=5)
    figures()
    kinds = ("evolucao", "ordem", "municipios", "quadrados")
    body = [*(drawing(kind) for kind in kinds for _again in range(2)), on_map(), on_map(), INDICATOR]
    put(*body)
    health_unit.body = body
    health_unit.save_revision().publish()
    main, _page = read(client_for(None), path)
    assert main.count("<figure") >= len(body)
    assert QUIET not in main
    assert len(ids(main)) == len(set(ids(main)))


def test_every_map_has_its_table_and_marks_the_chosen_municipality(client_for, put):
    figures()
    put(on_map(municipality="1312"))
    main, _page = read(client_for(None))
    table = main[main.index("<table") : main.index("</table>")]
    assert len(re.findall(r'<th scope="row">', table)) == 17
    assert re.search(r'class="hereb"><th scope="row"><a href="[^"]+">Porto<', table)


def test_the_chosen_municipality_is_told_beside_the_map_and_keeps_the_colour_of_its_class(client_for, put):
    figures(first=10)
    put(on_map(municipality="1312"))
    main, _page = read(client_for(None))
    value = Observation.objects.get(indicator__code=CODE, place="1312").value
    assert f"<p>Porto: <b>{value:.1f}".replace(".", ",") in main
    assert re.search(r'href="#m1312" class="q[1-5]"', main)
    put(on_map())
    assert "<p>Porto: <b>" not in read(client_for(None))[0]


def test_the_map_says_of_what_is_kept_back_that_it_is_confidential(client_for, put):
    indicator = figures()
    hidden = Cell(
        indicator.pk, "1312", periods.parse("2021")[0], None, Observation.Status.SUPPRESSED, "INE, prova"
    )
    take([hidden], kind=Import.Kind.TABLE, name="confidencial.csv", by=None)
    put(on_map())
    main, _page = read(client_for(None))
    assert '<i class="sw nd"></i><span>confidencial</span>' in main


def test_a_drawing_keeps_to_the_period_it_was_given(client_for, put):
    figures(period="2011", first=50)
    figures(period="2021", first=10)
    put(on_map(period="2011"))
    main, _page = read(client_for(None))
    assert ", 2011" in words(main)
    assert ">50" in main


@pytest.mark.parametrize("how", ["withdrawn", "never had any", "unknown", "taken back", "too short"])
def test_an_indicator_without_public_figures_leaves_a_quiet_sentence(client_for, put, cast, how):
    from monitor.actions import undo

    indicator = Indicator.objects.get(code=CODE)
    if how != "never had any":
        figures()
    if how == "taken back":
        undo(Import.objects.get(name=f"{CODE}-2021-10.csv"), by=cast.coordination)
    if how == "withdrawn":
        indicator.audience = Indicator.Audience.NETWORK
        indicator.save()
    code = "nao_existe" if how == "unknown" else CODE
    if how == "too short":
        put(drawing("evolucao"), drawing("municipios"))
        shown = 2
    else:
        put(("indicator", {"indicator": code}), drawing(code=code), on_map(code=code))
        shown = 3
    for who in (None, "coordination"):
        main, _page = read(client_for(who))
        assert main.count(QUIET) == shown
        assert '<svg class="chart' not in main


def test_a_new_name_is_the_name_on_the_page(client_for, put):
    indicator = figures()
    put(drawing())
    indicator.name_pt = "Pessoas mais velhas, em parte do todo"
    indicator.save()
    assert "Pessoas mais velhas, em parte do todo" in read(client_for(None))[0]


def test_the_styles_come_only_where_a_figure_stands(client_for, put):
    figures()
    put(("heading", {"text": "Sem números", "level": "2"}))
    assert "css/charts" not in read(client_for(None))[1]
    put(INDICATOR)
    page = read(client_for(None))[1]
    assert "css/charts" in page
    assert "css/monitor" in page


def test_as_many_queries_for_ten_figures_as_for_one(client_for, put):
    figures()
    figures("pop_65p")

    def asked(*body):
        put(*body)
        client = client_for(None)
        client.get("/acessibilidade/")
        with CaptureQueriesContext(connection) as told:
            read(client)
        return len(told)

    many = [INDICATOR, drawing(), on_map(), drawing("quadrados"), drawing(code="pop_65p")] * 2
    assert asked(INDICATOR) == asked(*many)


# What the editor is told


def test_an_editor_chooses_among_indicators_with_public_figures_only(client_for, statement):
    figures()
    figures("pop_65p", audience=Indicator.Audience.NETWORK, state=Import.State.WAITING)
    edit = reverse("wagtailadmin_pages:edit", args=[statement.pk])
    form = client_for("editor").get(edit).content.decode()
    assert re.search(rf"option value=(\\u0022|\\*&quot;|\\*\"){CODE}", form)
    assert not re.search(r"option value=(\\u0022|\\*&quot;|\\*\")pop_65p", form)


def test_what_cannot_be_shown_is_refused_with_what_there_is(publish, statement):
    figures()
    for block, sentence in (
        (on_map(period="1999"), "Tem: 2021."),
        (drawing("evolucao"), "não tem números que cheguem para este desenho"),
        (drawing(code="pop_65p"), "pop_65p"),
    ):
        answer = publish(block)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert sentence in page or json.dumps(sentence)[1:-1] in page
    assert publish(drawing(), on_map(period="2021", municipality="1312")).status_code == 302
    statement.refresh_from_db()
    assert [block.block_type for block in statement.body] == ["figure", "map"]


# The living block of a body's page


def only_indicators(hide=False):
    return [("indicators", {"heading": "", "hide_if_empty": hide})]


def test_the_page_of_a_unit_lists_the_indicators_of_its_axis(client_for, health_unit):
    figures()  # of EP1.1
    network = figures("ageing_index", audience=Indicator.Audience.NETWORK, state=Import.State.WAITING)
    other = figures(Indicator.objects.filter(axis="EP3").first().code)
    health_unit.body = only_indicators()
    health_unit.save_revision().publish()
    for who in (None, "coordination"):
        main, page = read(client_for(who), "/unidades/saude-e-bem-estar/")
        assert f"/monitor/{CODE}/" in main
        assert "2021" in words(main)
        assert network.get_absolute_url() not in main
        assert other.get_absolute_url() not in main
        assert page.count("css/monitor") == 1


def test_a_unit_without_figures_hides_the_part_or_says_so(client_for, health_unit):
    for hide, says in ((True, False), (False, True)):
        health_unit.body = only_indicators(hide)
        health_unit.save_revision().publish()
        main, _page = read(client_for(None), "/unidades/saude-e-bem-estar/")
        assert ("Ainda não há indicadores publicados para este eixo." in main) is says


def test_the_list_of_a_unit_takes_the_same_queries_for_one_indicator_as_for_all(client_for, health_unit):
    health_unit.body = only_indicators()
    health_unit.save_revision().publish()

    def asked():
        client = client_for(None)
        client.get("/unidades/saude-e-bem-estar/")
        with CaptureQueriesContext(connection) as told:
            read(client, "/unidades/saude-e-bem-estar/")
        return len(told)

    figures()
    before = asked()
    for one in Indicator.objects.filter(axis="EP1").exclude(code=CODE):
        figures(one.code)
    assert asked() == before


# The front page of the portal


def test_the_front_page_says_three_figures_and_shows_the_door_to_them(client_for):
    firsts = {
        one.topic_id: one for one in reversed(Indicator.objects.exclude(phrase_pt="").in_reading_order())
    }
    told = [one for one in reversed(firsts.values()) if one.kind == Indicator.Kind.COUNT][:3]
    for one in told:
        figures(one.code)
    main, _page = read(client_for(None), "/")
    section = main[main.index('aria-labelledby="numeros"') :]
    section = section[: section.index("</section>")]
    assert section.count("<h3>") == 3
    assert 'href="/monitor/"' in section
    assert "Quero ler os números" in main
    assert re.findall(r'<h3><a href="([^"]+)"', section) == [one.get_absolute_url() for one in told]


def test_the_front_page_without_figures_has_no_empty_part(client_for):
    main, _page = read(client_for(None), "/")
    assert 'aria-labelledby="numeros"' not in main
    assert "Quero ler os números" in main
