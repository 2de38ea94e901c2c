"""The demonstration shows news in every state, all of it marked as invented, told the same each time."""

import re

import pytest

from accounts import audit
from accounts.models import Letter
from portal.communication.desk import desk
from portal.demo.news import load_news
from portal.models import CampaignPage, Issue, NewsPage, PortalDocument, Subscription


@pytest.fixture
def demo(newsroom):
    load_news()
    return newsroom.cast


def test_every_state_is_there(demo, client_for):
    shown = desk(demo.coordination)
    assert [line.title for line in shown.waiting] == ["Formação de equipas técnicas abre 24 vagas para 2027"]
    assert {bool(line.comment) for line in shown.drafts} == {True, False}
    public = NewsPage.objects.visible_to(None)
    assert public.filter(locale__language_code="pt-pt").count() == 4
    assert public.filter(locale__language_code="en").count() == 3
    inside = NewsPage.objects.visible_to(demo.technician).exclude(pk__in=public)
    assert [page.audience for page in inside] == ["networks"]
    assert {page.now for page in CampaignPage.objects.all()} == {"running", "over"}
    issue = Issue.objects.get()
    assert (issue.number, issue.is_demo, issue.letters) == (1, True, 4)
    assert not list(audit.problems())


def test_everything_says_that_it_is_invented(demo, client_for):
    assert not NewsPage.objects.filter(is_demo=False).exists()
    visitor = client_for(None)
    for page in NewsPage.objects.visible_to(None):
        for said in (visitor.get(page.url).content.decode(),):
            assert "Exemplo de demonstração." in said or "xample" in said or page.locale.language_code == "en"
    assert "Exemplo de demonstração." in visitor.get("/noticias/boletim/1/").content.decode()
    addresses = Subscription.objects.values_list("email", flat=True)
    assert all(re.fullmatch(r"boletim-\d@example\.org", email) for email in addresses)


def test_told_once(demo):
    before = (NewsPage.objects.count(), Letter.objects.count(), PortalDocument.objects.count())
    load_news()
    assert (NewsPage.objects.count(), Letter.objects.count(), PortalDocument.objects.count()) == before
