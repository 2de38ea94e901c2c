"""The demo region as its cast finds it: pages that are to show every state show it."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from accounts.models import Letter


@pytest.fixture
def page(own_database: Any) -> Any:
    own_database("demo")

    def get(who: str, path: str) -> str:
        client = Client()
        client.force_login(get_user_model().objects.get(email=f"{who}@example.org"))
        answer = client.get(path)
        assert answer.status_code == 200
        return unescape(answer.content.decode())

    return get


def test_saved_searches_show_each_of_their_states_in_both_languages(page):
    mine = page("technician", "/trabalho/procuras/")
    assert "Acolhimento no Porto" in mine
    assert mine.count(">a avisar<") == 1 and "último aviso: hoje" in mine and "sem avisos" in mine
    hers = page("accredited", "/trabalho/procuras/")
    assert "Plano de inverno" in hers and ">a avisar<" in hers and "último aviso" not in hers
    assert "terminou: o primeiro dia passou" in hers
    assert "2 people" in page("technician", "/en/trabalho/procuras/")
    told = Letter.objects.filter(kind="search")
    assert [(one.to, "Centro de Acolhimento do Bonfim" in one.text) for one in told] == [
        ("technician@example.org", True)
    ]
