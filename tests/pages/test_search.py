"""Page search through the search API on the database."""

import pytest
from django.core.management import call_command
from wagtail.models import Page


@pytest.fixture(autouse=True)
def indexed(pages):
    call_command("update_index", verbosity=0)


def found(words):
    return {page.slug for page in Page.objects.live().search(words)}


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("acessibilidade", "acessibilidade"),
        ("acessibilidade declaracao", "acessibilidade"),
        ("RGPD", "privacidade"),
        ("accessibility", "acessibilidade"),
        ("GeoNames", "dados-abertos"),
        ("toxicodependências", "saude-e-bem-estar"),
        ("arrendamento", "inclusao-social"),
    ],
)
def test_words_of_a_page_find_it(words, slug):
    assert slug in found(words)


def test_what_is_nowhere_finds_nothing():
    assert found("ornitorrinco") == set()


def test_a_draft_is_not_found(statement):
    statement.title = "Ornitorrinco"
    statement.save_revision()
    call_command("update_index", verbosity=0)
    assert found("ornitorrinco") == set()
