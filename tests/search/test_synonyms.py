"""Words that mean the same: kept in the CMS, put in when a question is asked."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resources.models import Resource
from search import asking, synonyms
from search.language import terms, tokens
from search.models import Synonyms

ADD = "wagtailsnippets_search_synonyms:add"


def expanded(text):
    return [{" ".join(one) for one in piece} for piece in synonyms.expand(tokens(text))]


def said(text):
    return " ".join(terms(text))


@pytest.mark.django_db
def test_the_reference_groups_are_such_as_an_editor_may_write():
    groups = list(Synonyms.objects.all())
    assert len(groups) >= 60
    for group in groups:
        group.full_clean()
    for wanted in (
        "canadianas = muletas",
        "CACI = CAO",
        "lar = lar de idosos = ERPI",
        "ajuda técnica = produto",
    ):
        assert any(str(group).startswith(wanted) for group in groups), wanted
    assert not [group for group in groups if "abrigo" in group.words.replace("sem-abrigo", "")]


@pytest.mark.django_db
def test_a_question_has_the_longest_expression_it_knows_and_what_was_typed_first():
    whole, place = synonyms.expand(tokens("Lares de idosos em Gondomar"))
    assert whole[0] == tuple(terms("lar idoso")) and place == [tuple(terms("Gondomar"))]
    assert {said("ERPI"), said("lar")} <= {" ".join(one) for one in whole}
    # Each in whatever form, with or without accents.
    assert said("produto de apoio") in expanded("AJUDAS TECNICAS")[0]
    assert expanded("canadiana")[0] == {said("canadianas"), said("muletas")}
    assert expanded("piano de cauda") == [{said("piano")}, {said("cauda")}]
    assert synonyms.alternatives(terms("muletas")) == [tuple(terms("canadianas"))]
    assert synonyms.equivalents("CACI") >= {"caci", "cao", "centro de atividades ocupacionais"}
    assert synonyms.equivalents("Piano") == {"piano"}
    # Violence leads nowhere, and nothing leads to it.
    for words in ("casa de abrigo", "abrigo", "violência doméstica"):
        assert all(len(piece) == 1 for piece in expanded(words))


@pytest.mark.django_db
def test_an_edit_counts_with_the_next_question_and_costs_one_small_one():
    assert len(expanded("zingarelho")[0]) == 1
    group = Synonyms.objects.create(words="zingarelho\ngeringonça")
    assert said("geringonça") in expanded("zingarelhos")[0]
    group.words = "zingarelho\nengenhoca"
    group.save()
    assert expanded("zingarelho")[0] == {said("zingarelho"), said("engenhoca")}
    with CaptureQueriesContext(connection) as asked, synonyms.looked_up_once():
        for _again in range(20):
            expanded("zingarelho")
    assert len(asked) == 1
    group.is_active = False
    group.save()
    assert len(expanded("zingarelho")[0]) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("muro", "pelo menos duas"),
        ("parede\nParedes", "pelo menos duas"),
        ("parede\nmuro\nPAREDE", "está escrito duas vezes"),
        ("de\nmuro\nparede", "nenhuma palavra que se possa procurar"),
        (f"muro\n{'parede ' * 30}", "é comprido de mais"),
        ("parede\nmuletas", "já está noutro grupo"),
        ("parede\ncasas-abrigo", "nunca a um lugar"),
        ("violência\nconflito", "nunca a um lugar"),
    ],
)
@pytest.mark.django_db
def test_what_may_not_be_a_group_is_refused_with_a_sentence(words, sentence):
    with pytest.raises(ValidationError) as refused:
        Synonyms(words=words).full_clean()
    assert sentence in " ".join(refused.value.messages)


def test_editors_keep_them_in_the_cms_and_nobody_else(client_for):
    editor, form = client_for("editor"), {"words": "muro\nparede", "note": "", "is_active": "on"}
    blank = editor.get(reverse(ADD), {"words": "papamóvel"}).content.decode()
    assert "papamóvel" in blank and "Plural, género e acentos não contam" in blank
    refused = editor.post(reverse(ADD), form | {"words": "muro"})
    assert refused.status_code == 200 and "pelo menos duas" in refused.content.decode()
    assert editor.post(reverse(ADD), form).status_code == 302
    group = Synonyms.objects.get(words__startswith="muro")
    page = editor.get(reverse("wagtailsnippets_search_synonyms:edit", args=[group.pk])).content.decode()
    assert "O que muda" in page and "encontra as outras também" in page
    assert (
        "ajuda técnica = produto de apoio"
        in editor.get(reverse("wagtailsnippets_search_synonyms:list")).content.decode()
    )
    for name in ("technician", "coordination", "outsider", None):
        assert client_for(name).get(reverse(ADD)).status_code == 302
        assert client_for(name).post(reverse(ADD), form | {"words": "teto\ntelhado"}).status_code == 302
    assert not Synonyms.objects.filter(words__startswith="teto").exists()


def test_a_search_for_one_finds_the_other_at_once_without_a_new_index(make_resource):
    aid = make_resource(None, category="andarilhos", response="1.1.1c", name="Muletas de alumínio")
    other = make_resource(None, category="andarilhos", response="1.1.1c", name="Bengala de madeira")
    call_command("update_index", verbosity=0)
    rows = Resource.objects.filter(pk__in=[aid.pk, other.pk])
    assert set(asking.scores("canadiana de aluminio", rows)) == {aid.pk}
    assert set(asking.scores("cajado", rows)) == set()
    group = Synonyms.objects.create(words="cajado\nbengala")
    assert set(asking.scores("cajado madeira", rows)) == {other.pk}
    group.delete()
    assert set(asking.scores("cajado madeira", rows)) == set()
