"""Internal news are for members, external ones for everybody: wherever one looks."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from portal.communication import actions
from portal.models import NewsPage
from search import writing

MEMBERS = ["holder", "representative", "technician", "accredited", "coordination", "editor"]
STRANGERS = [None, "outsider"]
SIGN = "CANARIO-INTERNO"


def html(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.mark.parametrize("who", STRANGERS)
def test_an_internal_item_does_not_exist_for_who_is_no_member(client_for, newsroom, who):
    page = newsroom.internal(f"Encontro {SIGN}", description=f"Resumo {SIGN}")
    newsroom.external("Feira aberta")
    client = client_for(who)
    assert client.get(page.url).status_code == 404
    for path in ("/", "/noticias/", f"/noticias/?q={SIGN}", "/noticias/feed/", "/sitemap.xml", "/unidades/"):
        said = html(client, path)
        assert "Resumo CANARIO" not in said, path
        assert page.url not in said, path
        if "q=" not in path:
            assert SIGN not in said, path
    assert "Feira aberta" in html(client, "/noticias/")


@pytest.mark.parametrize("who", MEMBERS)
def test_members_read_internal_items(client_for, newsroom, who):
    page = newsroom.internal(f"Encontro {SIGN}")
    client = client_for(who)
    assert SIGN in html(client, page.url)
    assert "interna" in html(client, page.url)
    assert SIGN in html(client, "/noticias/")
    assert SIGN in html(client, "/")
    # Feeds are read by machines of others: the same for everybody.
    assert SIGN not in html(client, "/noticias/feed/")
    assert page.url not in html(client, "/sitemap.xml")


def test_an_external_item_is_for_everybody_everywhere(client_for, newsroom):
    page = newsroom.external("Feira das famílias", description="Três dias em Espinho.")
    visitor = client_for(None)
    said = html(visitor, page.url)
    assert "Feira das famílias" in said and "Três dias em Espinho." in said
    assert "Feira das famílias" in html(visitor, "/")
    assert "Feira das famílias" in html(visitor, "/noticias/feed/")
    assert page.url in html(visitor, "/sitemap.xml")
    assert "Feira das famílias" not in html(visitor, "/en/noticias/")


@pytest.mark.parametrize("who", [None, "technician", "coordination"])
def test_a_draft_and_what_waits_are_read_by_nobody_outside_the_desk(client_for, newsroom, who):
    draft, waiting = newsroom.draft("Rascunho"), newsroom.submitted("À espera")
    client = client_for(who)
    for page in (draft, waiting):
        assert client.get(page.url).status_code == 404
    assert "À espera" not in html(client, "/noticias/")


def test_live_without_approval_is_still_not_public(client_for, newsroom, cast):
    """However it came to be live: the version itself must have been approved."""
    page = newsroom.draft("Sem segunda pessoa")
    page.publish(page.latest_revision, skip_permission_checks=True)
    assert NewsPage.objects.get(pk=page.pk).live
    for who in (None, "technician"):
        assert client_for(who).get(page.url).status_code == 404
    approved = newsroom.external("Com segunda pessoa")
    later = NewsPage.objects.get(pk=approved.pk)
    later.title = "Mudada depois"
    later.save_revision().publish()
    assert client_for(None).get(approved.url).status_code == 404
    assert "Mudada depois" not in html(client_for(None), "/noticias/")


def test_the_index_of_pages_holds_only_public_news(newsroom):
    newsroom.internal("Ornitorrinco por dentro")
    external = newsroom.external("Ornitorrinco por fora")
    writing.rebuild()
    assert {page.pk for page in Page.objects.live().search("ornitorrinco")} == {external.pk}
    external.audience = "networks"
    waits = external.save_revision(user=newsroom.cast.users["editor"])
    external.get_workflow().start(external, newsroom.cast.users["editor"])
    actions.approve_news(external, by=newsroom.cast.coordination, revision=waits.pk)
    writing.apply_owed()
    assert list(Page.objects.live().search("ornitorrinco")) == []


def test_the_other_language_is_only_named_to_who_may_read_it(client_for, newsroom, cast):
    from wagtail.models import Locale

    page = newsroom.external("Feira")
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.slug, english.audience = "secret-fair", "municipalities"
    english.save_revision(user=cast.users["editor"]).publish()
    assert "secret-fair" not in html(client_for(None), page.url)
    assert "secret-fair" in html(client_for("technician"), page.url)


# The list


def test_the_list_is_searched_narrowed_and_paged(client_for, newsroom):
    newsroom.external("Abrigo de inverno", axis_id="EP3", date=date(2025, 12, 1))
    newsroom.external(
        "Séniores em casa", axis_id="EP1", body=[("quote", {"text": "Ornitorrinco", "source": "x"})]
    )
    newsroom.campaign("Natal para todas as famílias", starts=date(2026, 1, 1))
    visitor = client_for(None)

    def found(query):
        said = html(visitor, f"/noticias/?{query}")
        return [t for t in ("Abrigo de inverno", "Séniores em casa", "Natal para todas") if t in said]

    assert found("q=abrigo") == ["Abrigo de inverno"]
    assert found("q=seniores") == ["Séniores em casa"]
    assert found("q=ornitorrinco") == ["Séniores em casa"]
    assert found("tipo=campanhas") == ["Natal para todas"]
    assert found("eixo=EP3") == ["Abrigo de inverno"]
    assert found("ano=2025") == ["Abrigo de inverno"]
    assert found("q=nada-disto") == []
    assert "Nenhuma notícia assim" in html(visitor, "/noticias/?q=nada-disto")
    for wrong in ("ano=1999", "eixo=XX", "tipo=x", "page=7", "page=x"):
        assert visitor.get(f"/noticias/?{wrong}").status_code == 400, wrong
    for number in range(12):
        newsroom.external(f"Mais uma {number}")
    assert 'rel="next"' in html(visitor, "/noticias/")
    assert visitor.get("/noticias/?page=2").status_code == 200


def test_an_empty_list_says_what_will_be_there(client_for, newsroom):
    assert "Ainda não há notícias" in html(client_for(None), "/noticias/")
    assert "Notícias das unidades" not in html(client_for(None), "/")


def test_queries_do_not_grow_with_the_news(client_for, newsroom):
    client = client_for("coordination")

    def queries():
        counts = {}
        for path in ("/noticias/", "/", "/trabalho/comunicacao/", "/noticias/feed/"):
            html(client, path)
            with CaptureQueriesContext(connection) as seen:
                html(client, path)
            counts[path] = len(seen)
        return counts

    def some(n):
        for _ in range(n):
            newsroom.external(axis_id="EP1", unit_id=newsroom_body(newsroom))
            newsroom.submitted()
            newsroom.draft()

    some(3)
    few = queries()
    some(9)
    assert queries() == few


def newsroom_body(_newsroom):
    from units.models import Body

    return Body.objects.order_by("pk").first().pk


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (-5, 5, "a decorrer até"),
        (-5, None, "a decorrer"),
        (-9, -1, "terminou a"),
        (3, 9, "começa a"),
        (0, 0, "a decorrer"),
    ],
)
def test_a_campaign_says_where_it_stands(client_for, newsroom, starts, ends, words):
    today = timezone.localdate()
    page = newsroom.campaign(
        "Campanha",
        starts=today + timedelta(days=starts),
        ends=None if ends is None else today + timedelta(days=ends),
        aim="Chegar a mil pessoas.",
        partners="Rede social de Espinho\nEscola de Serviço Social",
    )
    said = html(client_for(None), page.url)
    assert words in said
    assert "Chegar a mil pessoas." in said and "Escola de Serviço Social" in said
    assert words in html(client_for(None), "/noticias/")
