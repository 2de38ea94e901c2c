"""Page search through the search API, on the index."""

from wagtail.models import Page

from search import writing

FINDS = {
    "acessibilidade": "acessibilidade",
    "acessibilidade declaracao": "acessibilidade",
    "RGPD": "privacidade",
    "accessibility": "acessibilidade",
    "GeoNames": "dados-abertos",
    "toxicodependências": "saude-e-bem-estar",
    "arrendamento": "inclusao-social",
}


def found(words):
    return {page.slug for page in Page.objects.live().search(words)}


def test_words_of_a_page_find_it_and_what_is_nowhere_finds_nothing(pages, statement):
    writing.rebuild()
    assert {words: slug for words, slug in FINDS.items() if slug in found(words)} == FINDS
    assert found("ornitorrinco") == set()
    # A draft is not found.
    statement.title = "Ornitorrinco"
    statement.save_revision()
    writing.apply_owed()
    assert found("ornitorrinco") == set()
    statement.save()
    writing.apply_owed()
    assert found("ornitorrinco") == {"acessibilidade"}
