"""What a visitor reads: every page in both languages, true to the rooms behind it and to nothing else."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from accounts.audit import TEXT_KEPT_FOR
from portal.clock import ANSWERS_KEPT_FOR, LETTERS_KEPT_FOR
from portal.demo.bodies import SURNAME
from portal.demo.pages import load_pages
from portal.editors import EVERYTHING
from portal.models import ContentPage, HomePage
from portal.pages.home import shades
from resources.actions import shared
from units.models import Body, Seat

PATHS = [
    "",
    "sobre/",
    "acessibilidade/",
    "privacidade/",
    "dados-abertos/",
    "noticias/",
    "historias/",
    "unidades/",
    "unidades/saude-e-bem-estar/",
    "unidades/empregabilidade-e-qualificacao/",
    "unidades/inclusao-social/",
    "unidades/formacao-e-capacitacao/",
    "unidades/coordenacao/",
    "unidades/conselho-de-vereadores/",
    "unidades/equipa-tecnica/",
]


def html(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("path", PATHS)
def test_a_visitor_reads_every_page_in_both_languages(client_for, path):
    visitor = client_for(None)
    portuguese, english = html(visitor, f"/{path}"), html(visitor, f"/en/{path}")
    assert '<html lang="pt-PT">' in portuguese
    assert '<html lang="en">' in english
    for page in (portuguese, english):
        assert len(re.findall(r"<h1\b", page)) == 1
        assert not re.search(r"\sstyle=", page), "the content policy allows no inline style"
        assert not re.search(r'(src|href)="https?://(?!127\.0\.0\.1|testserver)', page), (
            "nothing from another host"
        )
    first_heading = [
        re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S).group(1).strip() for page in (portuguese, english)
    ]
    assert first_heading[0] != first_heading[1]


def test_the_tree_is_the_same_in_both_languages():
    portuguese, english = (
        HomePage.objects.get(locale__language_code=code).get_descendants(inclusive=True).live()
        for code in ("pt-pt", "en")
    )
    assert len(portuguese) == len(english) == len(PATHS)
    assert set(portuguese.values_list("translation_key", flat=True)) == set(
        english.values_list("translation_key", flat=True)
    )


def test_the_language_switch_leads_to_the_same_page(client_for):
    page = html(client_for(None), "/unidades/inclusao-social/")
    assert 'href="/en/unidades/inclusao-social/"' in page
    assert 'href="/unidades/inclusao-social/"' in html(client_for(None), "/en/unidades/inclusao-social/")


def test_loading_the_pages_again_changes_nothing_editors_did(statement):
    before = Page.objects.count()
    statement.title = "Outra declaração"
    statement.save_revision().publish()
    load_pages()
    assert Page.objects.count() == before
    assert ContentPage.objects.get(pk=statement.pk).title == "Outra declaração"


def test_one_site_and_no_welcome_page():
    site = Site.objects.get()
    assert site.is_default_site
    assert site.root_page.specific.__class__ is HomePage
    assert site.root_url == settings.BASE_URL or site.root_url in settings.BASE_URL
    assert not Page.objects.filter(title__contains="Wagtail").exists()
    assert list(
        Group.objects.filter(name__in=[EVERYTHING, "Editors", "Moderators"]).values_list("name", flat=True)
    ) == [EVERYTHING]


# Home


def test_home_asks_lists_and_leads_on(client_for):
    page = html(client_for(None), "/")
    assert "O que sobra num município faz falta noutro." in page
    assert re.search(r'<form class="seek big"[^>]*action="/pesquisa/"[^>]*method="get"', page)
    assert page.count('name="q"') == 1, "the one box, not in the header as well"
    for path in ("/recursos/", "/trabalho/", "/unidades/", "/sobre/", "/dados-abertos/"):
        assert f'href="{path}"' in page
    assert "As casas de abrigo não estão aqui, nem em nenhum mapa ou contagem." in page
    assert 'href="tel:112"' in page
    assert 'href="tel:800202148"' in page


@pytest.mark.parametrize(
    ("counts", "steps"),
    [
        ({}, {}),
        ({"a": 0, "b": 0}, {"a": 0, "b": 0}),
        ({"a": 0, "b": 7}, {"a": 0, "b": 5}),
        ({"a": 3, "b": 4, "c": 6}, {"a": 1, "b": 2, "c": 5}),
        ({"a": 1, "b": 100}, {"a": 1, "b": 5}),
    ],
)
def test_shades_run_from_the_fewest_to_the_most_and_none_is_no_shade(counts, steps):
    assert shades(counts) == steps


def test_home_says_what_is_free_tonight_and_no_more_than_the_reader_may_know(client_for, make_resource):
    make_resource(6, name="Casa Aberta", tier=0, dico="1312")
    make_resource(7, name="Casa da Rede", tier=1, dico="1310")
    make_resource(8, name="Casa Reservada", tier=2, dico="0104")
    make_resource(None, name="Casa Escondida", tier=3)

    def said(who):
        page = html(client_for(who), "/")
        section = page[page.index('class="freel"') : page.index("</section>", page.index('class="freel"'))]
        figure = re.search(r'<b class="num">(\d+)</b>', section).group(1)
        return figure, re.findall(r'\?municipality=(\d{4})">[^<]+</a> <span class="quiet">1 recurso', section)

    assert said(None) == ("6", ["1312"])
    assert said("technician") == ("13", ["1310", "1312"])
    figure, places = said("accredited")
    assert figure == "21"
    assert places == ["1310", "1312"], "a reserved resource is in no municipality"
    assert "confirmado: " in html(client_for(None), "/")


def test_home_without_resources_says_so(client_for):
    page = html(client_for(None), "/")
    assert "Ainda não há recursos publicados" in page
    assert 'class="freel"' not in page


def test_home_in_english_stays_in_english(client_for):
    page = html(client_for(None), "/en/")
    main = page[page.index("<main") : page.index("</main>")]
    inside = re.findall(r'href="(/[^"]*)"', main)
    assert inside
    assert all(path.startswith("/en/") for path in inside)


def test_the_quotation_names_its_source(client_for):
    page = text(html(client_for(None), "/"))
    assert "É só um sítio e eles já sabem o nosso assunto." in page
    assert "S4P 6587/2024" in page


# Units


def test_unit_page_shows_members_and_says_they_are_invented(client_for):
    page = html(client_for(None), "/unidades/saude-e-bem-estar/")
    seats = Seat.objects.filter(body__axis="EP1")
    for seat in seats.exclude(person=""):
        assert seat.person in page
        assert seat.municipality.name in page
        assert f'href="#m{seat.municipality_id}"' in page
    assert f"Rui {SURNAME}" in page
    assert "4 de 5 lugares preenchidos" in page
    assert "Lugar por preencher" in page
    assert "Composição fictícia (demonstração)" in page
    assert "em vigor" in page


def test_real_composition_carries_no_mark_of_the_demonstration(client_for):
    Body.objects.update(is_demo=False)
    assert "fictícia" not in html(client_for(None), "/unidades/saude-e-bem-estar/")


def test_a_unit_left_with_two_members_is_not_shown_in_force(client_for):
    gone = Seat.objects.filter(body__axis="EP1").exclude(person="").order_by("number")[2:]
    Seat.objects.filter(pk__in=[seat.pk for seat in gone]).delete()
    page = html(client_for(None), "/unidades/saude-e-bem-estar/")
    assert "em vigor" not in page
    assert "prevista no REF-AMP" in page


def test_a_body_without_composition_says_so(client_for):
    page = html(client_for(None), "/unidades/equipa-tecnica/")
    assert "A composição ainda não foi publicada." in page
    assert SURNAME not in page


def test_unit_page_shows_problems_and_responses_of_its_axis_only(client_for):
    page = html(client_for(None), "/unidades/inclusao-social/")
    codes = re.findall(r'class="num quiet code">([^<]+)<', page)
    assert codes == ["3.1.1", "3.1.2", "3.1.3", "3.2.1a", "3.2.1b", "3.2.2"]
    assert "No documento de 2014: «Precaridade económica»." in page


def test_index_gives_each_municipality_one_tile(client_for):
    page = html(client_for(None), "/unidades/")
    tiles = re.findall(r'class="tile t(\d{4}) (yes|none)', page)
    assert len(tiles) == 17
    assert {state for _dico, state in tiles} == {"yes"}


RESOURCE_PAGE = "/unidades/saude-e-bem-estar/"


def counted(page, code):
    found = re.search(rf"\?response={re.escape(code)}\">(\d+) recursos?<", page)
    return int(found.group(1)) if found else 0


def test_unit_page_counts_and_lists_only_what_the_reader_may_know_of(client_for, make_resource):
    make_resource(name="Casa Aberta", tier=0)
    make_resource(name="Casa da Rede", tier=1)
    make_resource(name="Casa Reservada", tier=2)
    make_resource(name="Casa Escondida", tier=3)
    sees = {
        None: (["Casa Aberta"], 1),
        "outsider": (["Casa Aberta"], 1),
        "technician": (["Casa Aberta", "Casa da Rede"], 2),
        "accredited": (["Casa Aberta", "Casa da Rede", "Casa Reservada"], 3),
    }
    for who, (names, number) in sees.items():
        page = html(client_for(who), RESOURCE_PAGE)
        shown = [
            name
            for name in ("Casa Aberta", "Casa da Rede", "Casa Reservada", "Casa Escondida")
            if name in page
        ]
        assert shown == names, who
        assert counted(page, "1.2.1b") == number, who


def test_a_restricted_resource_names_no_municipality_on_the_unit_page(client_for, make_resource, cast):
    make_resource(name="Casa Reservada", tier=2, dico="1310", keeper=cast.member_of("Fundação Casa Nova"))
    page = html(client_for("accredited"), RESOURCE_PAGE)
    section = page[page.index('id="rr"') :]
    assert "Casa Reservada" in section
    assert "Fundação Casa Nova" not in section
    assert "Paredes" not in section
    assert "#m1310" not in section


def test_queries_of_a_unit_page_do_not_grow(client_for, make_resource):
    visitor = client_for(None)
    html(visitor, RESOURCE_PAGE)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            html(visitor, RESOURCE_PAGE)
        return len(seen)

    for _ in range(3):
        make_resource()
    few = queries()
    for _ in range(12):
        make_resource(dico="1306")
    assert queries() == few


# Statements: what they say is what the portal does


def test_accessibility_statement(client_for):
    page = text(html(client_for(None), "/acessibilidade/"))
    for words in (
        "parcialmente conforme",
        "83/2018",
        "WCAG",
        "axe-core",
        "22 de novembro de 2026",
        "por fazer",
    ):
        assert words in page
    english = text(html(client_for(None), "/en/acessibilidade/"))
    for words in ("partially compliant", "83/2018", "22 November 2026", "to be done"):
        assert words in english


def test_privacy_page_tells_the_real_times(client_for):
    hours = settings.SESSION_COOKIE_AGE // 3600
    assert shared.TEXT_KEPT_FOR == TEXT_KEPT_FOR
    portuguese = text(html(client_for(None), "/privacidade/"))
    english = text(html(client_for(None), "/en/privacidade/"))
    assert f"{TEXT_KEPT_FOR.days} dias" in portuguese
    assert f"{TEXT_KEPT_FOR.days} days" in english
    assert f"{hours} horas" in portuguese
    assert f"{hours} hours" in english
    assert f"{LETTERS_KEPT_FOR.days} dias depois de enviadas" in portuguese
    assert f"{LETTERS_KEPT_FOR.days} days after they were sent" in english
    assert f"{ANSWERS_KEPT_FOR // timedelta(hours=1)} horas" in portuguese
    assert f"{ANSWERS_KEPT_FOR // timedelta(hours=1)} hours" in english


@pytest.mark.parametrize("path", [*PATHS, "recursos/", "api/v1/resources"])
def test_who_only_reads_gets_no_cookie(client_for, path):
    answer = client_for(None).get(f"/{path}")
    assert dict(answer.cookies) == {}


def test_every_address_the_open_data_page_promises_answers_a_visitor(client_for):
    visitor = client_for(None)
    promised = set(re.findall(r"/api/v1/[a-z.]+", html(visitor, "/dados-abertos/")))
    assert len(promised) >= 6
    for address in promised:
        assert visitor.get(address).status_code == 200, address


def test_an_address_the_cms_redirects_leads_on_however_it_is_written_and_others_cost_no_more(client_for):
    visitor = client_for(None)
    for old in ("/antigo", "/ação/social", "/com?a=1&b=2"):
        Redirect.add_redirect(old, "/sobre/")
    for address in ("/antigo/", "/antigo?x=1", "/a%C3%A7%C3%A3o/social/", "/com/?b=2&a=1", "/com?a=1&b=2"):
        answer = visitor.get(address)
        assert (answer.status_code, answer["Location"]) == (301, "/sobre/"), address
    with CaptureQueriesContext(connection) as asked:
        assert visitor.get("/monitor/nada-disto/").status_code == 404
    assert [one["sql"] for one in asked if "wagtailcore_site" in one["sql"]] == []


def test_the_frame_is_each_readers_own_whoever_came_before(client_for, settings):
    coordination, holder, visitor = client_for("coordination"), client_for("holder"), client_for(None)
    for _again in range(2):
        for who, links in ((coordination, 1), (holder, 0), (visitor, 0)):
            page = html(who, "/monitor/")
            assert (page.count('href="/design/"'), page.count("Planos e metas</a>")) == (links, 1)
        english = html(coordination, "/en/monitor/")
        assert 'href="/en/design/"' in english
        assert "Planos e metas" not in english and "Emergência social" not in english
        assert '"until"' not in english and "faltam" not in english
        settings.DEMO = not settings.DEMO
        assert ("Demonstração: equipamentos" in html(visitor, "/conta/login/")) == settings.DEMO
