"""The page of a body: free blocks and living ones, placed by an editor, filled by what the rooms know."""

import json
import re
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.blocks.migrations.migrate_operation import MigrateStreamData
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from portal.demo.pages import load_written
from portal.models import ContentPage, UnitPage
from portal.pages.living import ARRANGEMENT, UnitBlock
from portal.pages.wording import first_skipped, leads_somewhere, words_of_links
from tests.communication.newsroom import Newsroom
from tests.units.governing import Governing
from units.models import Body

HEALTH = "/unidades/saude-e-bem-estar/"
LIVING = [name for name, _hides in ARRANGEMENT]


def living(name, heading="", hide=False):
    return (name, {"heading": heading, "hide_if_empty": "on" if hide else ""})


def typed(body, title="Saúde e Bem-Estar", slug="saude-e-bem-estar", **more):
    return nested_form_data(
        {
            "title": title,
            "slug": slug,
            "description": "Uma frase.",
            "body": streamfield(body),
            "comments": inline_formset([]),
        }
        | more
    )


def prose(html):
    return ("paragraph", rich_text(html, features=["bold", "link"]))


@pytest.fixture
def publish(client_for, health_unit):
    """An editor puts these blocks on the page of Health and well-being and publishes."""

    def do(*body, who="editor"):
        edit = reverse("wagtailadmin_pages:edit", args=[health_unit.pk])
        return client_for(who).post(edit, typed(list(body), **{"action-publish": "1"}))

    return do


def read(client, path=HEALTH, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def headings(page):
    main = page[page.index("<main") : page.index("</main>")]
    found = re.findall(r"<h2[^>]*>(.*?)</h2>", main, re.S)
    return [re.sub(r"<[^>]+>", "", words).strip() for words in found]


def says(answer, sentence):
    page = answer.content.decode()
    return sentence in page or json.dumps(sentence)[1:-1] in page


# How a page starts


def test_every_page_of_a_body_starts_with_the_same_living_blocks_in_both_languages():
    pages = UnitPage.objects.all()
    assert len(pages) == 2 * Body.objects.count()
    for page in pages:
        assert [block.block_type for block in page.body][: len(LIVING)] == LIVING, page
        latest = page.get_latest_revision_as_object()
        assert [block.block_type for block in latest.body][: len(LIVING)] == LIVING, page


def test_a_page_made_in_the_cms_starts_with_them_too(client_for):
    Page.objects.get(slug="equipa-tecnica", locale=Locale.get_default()).delete()
    index = Page.objects.get(slug="unidades", locale=Locale.get_default())
    add = reverse("wagtailadmin_pages:add", args=["portal", "unitpage", index.pk])
    page = client_for("editor").get(add).content.decode()
    for name in LIVING:
        assert f'value="{name}"' in page or f'"type": "{name}"' in page or f"&quot;{name}&quot;" in page, name


def test_a_second_page_for_one_body_is_refused_with_a_sentence(client_for):
    index = Page.objects.get(slug="unidades", locale=Locale.get_default())
    add = reverse("wagtailadmin_pages:add", args=["portal", "unitpage", index.pk])
    unit = Body.objects.get(axis="EP1")
    answer = client_for("editor").post(add, typed([], slug="outra", unit=unit.pk))
    assert says(answer, "Este órgão já tem página nesta língua: edite essa.")
    assert not Page.objects.filter(slug="outra").exists()


def test_pages_from_before_get_the_living_blocks_in_front_of_what_editors_wrote(health_unit):
    migration = import_module("portal.migrations.0003_unit_pages_and_editors").Migration
    [fill] = [one for one in migration.operations if isinstance(one, MigrateStreamData)]
    health_unit.body = [("heading", {"text": "Publicado", "level": "2"})]
    health_unit.save_revision().publish()
    health_unit.body = [("heading", {"text": "Em rascunho", "level": "2"})]
    health_unit.save_revision()
    then = [(name, hides) for name, hides in ARRANGEMENT if name != "news"]
    for _again in range(2):
        fill.code(apps, None)
        page = UnitPage.objects.get(pk=health_unit.pk)
        for body, words in (
            (page.body, "Publicado"),
            (page.get_latest_revision_as_object().body, "Em rascunho"),
        ):
            assert [block.block_type for block in body] == [*(name for name, _hides in then), "heading"]
            assert [block.value["hide_if_empty"] for block in list(body)[:-1]] == [
                hides for _n, hides in then
            ]
            assert body[-1].value["text"] == words


def test_the_first_pages_keep_their_own_rules():
    for kind in (ContentPage, UnitPage):
        for page in kind.objects.all():
            page.body.stream_block.clean(page.body)


# What an editor does with it


def test_an_editor_orders_the_parts_and_names_them(publish, client_for):
    answer = publish(
        living("decisions", "O que ficou decidido"),
        prose("<p>Um texto da unidade.</p>"),
        living("members"),
        living("meeting"),
    )
    assert answer.status_code == 302
    page = read(client_for(None))
    assert headings(page) == ["O que ficou decidido", "Quem a compõe", "Próxima reunião", "Os outros órgãos"]
    assert page.index("O que ficou decidido") < page.index("Um texto da unidade.") < page.index('id="mm"')
    assert page.count('class="wrap ug"') == 1, "composition and meeting side by side"


def test_an_empty_part_says_so_in_one_sentence_or_hides(publish, client_for):
    publish(living("decisions"), living("plan"), living("indicators"), living("round"), living("rounds"))
    page = read(client_for(None))
    for sentence in (
        "Ainda sem decisões publicadas.",
        "Ainda não há plano de ação publicado.",
        "Ainda não há indicadores publicados para este eixo.",
        "Nenhuma ronda aberta neste momento.",
        "Ainda sem rondas fechadas.",
    ):
        assert sentence in page
    publish(*(living(name, hide=True) for name in LIVING if name not in ("members", "how", "problems")))
    assert headings(read(client_for(None))) == ["Os outros órgãos"]


def test_a_part_that_hides_comes_back_by_itself(publish, client_for, cast):
    publish(living("round", hide=True), living("decisions", hide=True))
    assert headings(read(client_for(None))) == ["Os outros órgãos"]
    governing = Governing(cast)
    governing.open(is_public=True)
    governing.decided(governing.unit, title_pt="Noventa dias")
    page = read(client_for(None))
    assert headings(page) == ["Prazo comum de cedência", "Decisões", "Os outros órgãos"]
    assert "Noventa dias" in page


def test_the_news_of_a_body_stand_on_its_page_for_who_may_read_them(publish, client_for, cast):
    newsroom, unit = Newsroom(cast), Body.objects.get(axis="EP1")
    newsroom.external("Feira das ajudas técnicas", unit=unit)
    newsroom.internal("Nota para os municípios", unit=unit)
    newsroom.draft("Por aprovar", unit=unit)
    newsroom.external("De outro órgão", unit=Body.objects.get(axis="EP2"))
    newsroom.external("Technical aids fair", unit=unit, language="en")
    publish(living("news"))
    of_the_visitor = read(client_for(None))
    assert headings(of_the_visitor) == ["Notícias", "Os outros órgãos"]
    assert "css/news." in of_the_visitor
    titles = (
        "Feira das ajudas técnicas",
        "Nota para os municípios",
        "Por aprovar",
        "De outro órgão",
        "Technical",
    )
    assert [title in of_the_visitor for title in titles] == [True, False, False, False, False]
    of_a_member = read(client_for("technician"))
    assert [title in of_a_member for title in titles] == [True, True, False, False, False]


def test_what_is_internal_stays_with_who_governs(publish, client_for, cast):
    publish(living("round"), living("meeting"), living("decisions"), living("rounds"))
    governing = Governing(cast)
    governing.open(is_public=False)
    governing.called(is_public=False)
    governing.decided(governing.unit, title_pt="Coisa interna", is_public=False)
    for who, sees in ((None, False), ("editor", False), ("unit_editor", False), ("representative", True)):
        page = read(client_for(who))
        for words in ("Prazo comum de cedência", "Sala do Conselho, Maia", "Coisa interna"):
            assert (words in page) is sees, (who, words)


@pytest.mark.parametrize("kind", ["coordination", "council", "technical_team", "working_group"])
def test_every_kind_of_body_shows_every_part(publish, client_for, health_unit, kind):
    body = (
        Body.objects.create(kind=kind, order=20, name_pt="Grupo", name_en="Group")
        if kind == "working_group"
        else Body.objects.get(kind=kind)
    )
    publish(*(living(name) for name in LIVING))
    UnitPage.objects.filter(unit=body).exclude(pk=health_unit.pk).update(live=False)
    UnitPage.objects.filter(pk=health_unit.pk).update(unit=body)
    assert len(headings(read(client_for(None)))) == len(LIVING) + 1
    assert read(client_for(None), "/unidades/")


def test_who_represented_whom_on_a_day(publish, client_for):
    publish(living("members"))
    visitor = client_for(None)
    assert "Quem a compunha a" in read(visitor, f"{HEALTH}?dia=2020-01-01")
    assert "Nesse dia este órgão não tinha composição registada." in read(visitor, f"{HEALTH}?dia=2020-01-01")
    assert "Escreva um dia que exista" in read(visitor, f"{HEALTH}?dia=31/02/2026", status=400)


def test_a_day_asked_for_is_answered_by_a_part_that_hides(publish, client_for):
    Body.objects.get(axis="EP1").seats.all().delete()
    publish(living("members", hide=True))
    assert 'id="mm"' not in read(client_for(None))
    assert 'id="mm"' in read(client_for(None), f"{HEALTH}?dia={date(2020, 1, 1)}")


def queries(client, path=HEALTH):
    read(client, path)
    with CaptureQueriesContext(connection) as seen:
        read(client, path)
    return len(seen)


def test_a_part_that_is_not_there_asks_nothing(publish, client_for):
    publish(*(living(name) for name in LIVING))
    visitor = client_for(None)
    whole = queries(visitor)
    publish(living("how"))
    least = queries(visitor)
    assert least <= whole - 5
    publish(living("how"), living("decisions"))
    assert least < queries(visitor) <= least + 3


def test_queries_do_not_grow_with_what_the_body_did(publish, client_for, cast):
    publish(*(living(name) for name in LIVING))
    visitor = client_for(None)
    governing = Governing(cast)

    def more(count):
        for _n in range(count):
            governing.decided(governing.unit)
            governing.closed(body=governing.unit, is_public=True)
            governing.held(is_public=True)

    more(3)
    few = queries(visitor)
    more(5)
    assert queries(visitor) == few


# Preview


EVERY_FREE_BLOCK = [
    ("heading", {"text": "Uma secção", "level": "2"}),
    prose("<p>Um texto.</p>"),
    ("callout", {"title": "Atenção", "text": rich_text("<p>Leia.</p>")}),
    ("quote", {"text": "Só se pede uma vez.", "source": "Estudo"}),
    ("table", {"caption": "Uma tabela", "content": "O quê|Quanto\nCamas|3"}),
]


def test_the_preview_shows_a_draft_with_every_block_as_a_visitor_sees_it(
    client_for, health_unit, picture, make_resource
):
    make_resource(name="Casa Aberta", tier=0)
    make_resource(name="Casa da Rede", tier=1)
    body = [
        *EVERY_FREE_BLOCK,
        ("picture", {"image": picture.pk, "alt": "Duas camas feitas.", "decorative": "", "caption": ""}),
        *(living(name) for name in LIVING),
    ]
    for who in ("editor", "unit_editor"):
        editor = client_for(who)
        preview = reverse("wagtailadmin_pages:preview_on_edit", args=[health_unit.pk])
        if who == "unit_editor":
            body = [block for block in body if block[0] != "picture"]
        sent = editor.post(preview, typed(body, title="Rascunho por publicar"))
        assert sent.json() == {"is_valid": True, "is_available": True}
        shown = editor.get(preview)
        assert shown.status_code == 200
        page = shown.content.decode()
        assert "Rascunho por publicar" in page
        assert len(headings(page)) == len(LIVING) + 2
        assert "Casa Aberta" in page
        assert "Casa da Rede" not in page, "what the editor may know of as a member is not what visitors see"
        assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "Rascunho por publicar" not in read(client_for(None))


# What is refused, with a sentence


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        (
            [("heading", {"text": "Solta", "level": "3"})],
            "Uma subsecção vem depois de uma secção: escreva primeiro um título de secção, ou faça deste uma secção.",
        ),
        (
            [
                ("heading", {"text": "Secção", "level": "2"}),
                living("decisions"),
                ("heading", {"text": "Solta", "level": "3"}),
            ],
            "Uma subsecção vem depois de uma secção: escreva primeiro um título de secção, ou faça deste uma secção.",
        ),
        (
            [prose('<p>Para saber, <a href="https://example.org/">clique aqui</a>.</p>')],
            "A hiperligação «clique aqui» não diz aonde leva. Escreva o que lá está, por exemplo «registo",
        ),
        (
            [
                (
                    "cards",
                    {
                        "cards": streamfield(
                            [("item", {"title": "Saiba mais", "text": "", "page": "", "url": "/recursos/"})]
                        )
                    },
                )
            ],
            "A hiperligação «Saiba mais» não diz aonde leva. Escreva o que lá está, por exemplo «registo",
        ),
        (
            [
                (
                    "cards",
                    {
                        "cards": streamfield(
                            [("item", {"title": "Catálogo", "text": "", "page": "", "url": "javascript:x"})]
                        )
                    },
                )
            ],
            "Um endereço deste portal começa por «/», por exemplo /recursos/; um de fora, por «https://».",
        ),
        ([living("members"), living("members")], None),
    ],
)
def test_what_a_reader_could_not_follow_is_refused_with_a_sentence(publish, health_unit, block, sentence):
    answer = publish(*block)
    assert answer.status_code == 200
    assert sentence is None or says(answer, sentence)
    health_unit.refresh_from_db()
    assert [one.block_type for one in health_unit.body][: len(LIVING)] == LIVING


def test_a_picture_needs_words_unless_it_is_only_decoration(publish, client_for, picture):
    def with_picture(**more):
        return publish(("picture", {"image": picture.pk, "alt": "", "decorative": "", "caption": ""} | more))

    refused = with_picture()
    assert refused.status_code == 200
    assert says(refused, "Falta dizer o que a imagem mostra. Se for só decoração, assinale «É só decoração».")
    assert with_picture(decorative="on").status_code == 302
    assert re.search(r'<img alt=""', read(client_for(None)))
    assert with_picture(alt="Duas camas feitas.").status_code == 302
    assert 'alt="Duas camas feitas."' in read(client_for(None))


@pytest.mark.parametrize(
    "words", ["clique aqui", "Clique aqui!", "AQUI", "ler mais…", "https://x.pt/", "", " > ", "here"]
)
def test_words_that_lead_nowhere(words):
    assert not leads_somewhere(words)


@pytest.mark.parametrize(
    "words", ["registo de decisões", "Regulamento das ajudas técnicas", "REF-AMP", "mais vagas"]
)
def test_words_that_lead_somewhere(words):
    assert leads_somewhere(words)


def test_the_words_of_a_link_are_read_through_its_formatting():
    html = '<p>Veja o <a href="/x/"><b>registo</b> de <i>decisões</i></a> e <a linktype="page" id="3">aqui</a>.</p>'
    assert words_of_links(html) == ["registo de decisões", "aqui"]


@pytest.mark.parametrize(
    ("levels", "place"),
    [([], None), ([2, 3, 3, 2], None), ([3], 0), ([2, None, 3], 2), ([None, 2, 3], None), ([None, 3], 1)],
)
def test_the_first_title_that_skips(levels, place):
    assert first_skipped(levels) == place


# What the editing page says


def test_every_block_has_a_name_a_description_and_an_icon():
    for name, block in UnitBlock().child_blocks.items():
        assert str(block.label) != name.capitalize(), name
        assert str(block.get_description()), name
        assert block.meta.icon != "placeholder", name
        field = getattr(block, "field", None)
        assert str(
            field.help_text if field else getattr(block.meta, "help_text", "") or block.meta.admin_text
        ), name


def test_the_editing_page_names_the_blocks_in_portuguese(client_for, health_unit):
    answer = client_for("editor").get(reverse("wagtailadmin_pages:edit", args=[health_unit.pk]))
    for words in (
        "Como se faz esta página",
        "Conteúdo que se preenche sozinho",
        "Esconder se vazio",
        "Composição",
    ):
        assert says(answer, words), words


def test_what_the_demonstration_writes_is_marked_and_keeps_the_rules(client_for):
    load_written()
    for path, mark in (
        (HEALTH, "Texto fictício (demonstração)"),
        (f"/en{HEALTH}", "Fictional text (demonstration)"),
    ):
        page = read(client_for(None), path)
        assert mark in page
        assert 'class="onward"' in page
    for page in UnitPage.objects.filter(unit__axis="EP1"):
        page.body.stream_block.clean(page.body)
