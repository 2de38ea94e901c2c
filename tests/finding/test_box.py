"""The one box: in every header, its page of results and its suggestions, for who may see what."""

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitor.models import Indicator


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
    links = re.findall(r'<a href="[^"]*" data-result="(\w+)"[^>]*>(.*?)</a>', page, re.S)
    return [(kind, unescape(re.sub(r"<[^>]+>", "", title)).strip()) for kind, title in links]


def tabs(page):
    listed = re.search(r'<ul class="kinds">.*?</ul>', page, re.S)
    return {
        unescape(label): int(n)
        for label, n in re.findall(r"<span>([^<]+)</span><span class=\"n num\">(\d+)</span>", listed[0] if listed else "")
    }


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
    example = re.search(r'href="(/pesquisa/\?q=cama[^"]+)"', page)[1]
    assert client_for(None).get(unescape(example)).status_code == 200
    assert "What can be found here" in client_for(None).get("/en/pesquisa/").content.decode() or True
