"""The CMS: editors work in it, in Portuguese; nobody else gets in."""

import json
import re

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from portal.models import ContentPage, HomePage, UnitPage
from units.models import Body, Seat


def page_form(title, slug, body, **more):
    return nested_form_data(
        {
            "title": title,
            "slug": slug,
            "description": "Uma frase.",
            "body": streamfield(body),
            "comments": inline_formset([]),
            "action-publish": "1",
        }
        | more
    )


def says(answer, sentence):
    """In the page's text, or in what the page hands to the editor's interface as JSON."""
    page = answer.content.decode()
    return sentence in page or json.dumps(sentence)[1:-1] in page


# Who gets in


def test_an_editor_gets_in_and_reads_portuguese(client_for):
    answer = client_for("editor").get("/cms/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert '<html lang="pt' in page
    assert says(answer, "Páginas")
    assert says(answer, "Unidades")
    assert not says(answer, "Users")


@pytest.mark.parametrize("who", [None, "technician", "holder", "representative", "accredited", "outsider"])
def test_nobody_else_gets_in(client_for, who, statement):
    client = client_for(who)
    for path in ("/cms/", reverse("wagtailadmin_pages:edit", args=[statement.pk])):
        answer = client.get(path)
        assert answer.status_code in (302, 403), path
        if answer.status_code == 302:
            assert not answer["Location"].startswith("/cms/pages"), path
    changed = client.post(
        reverse("wagtailadmin_pages:edit", args=[statement.pk]), page_form("Invadida", "acessibilidade", [])
    )
    assert changed.status_code in (302, 403)
    statement.refresh_from_db()
    assert statement.title == "Declaração de acessibilidade"


def test_an_editors_account_is_kept_where_everybodys_is(client_for):
    answer = client_for("editor").get("/cms/account/")
    assert (answer.status_code, answer["Location"]) == (302, "/conta/")


# What an editor does


def test_an_editor_changes_a_page_and_the_public_reads_it(client_for, statement):
    editor = client_for("editor")
    edit = reverse("wagtailadmin_pages:edit", args=[statement.pk])
    assert editor.get(edit).status_code == 200
    body = [
        ("heading", {"text": "Uma secção nova", "level": "2"}),
        ("paragraph", rich_text("<p>Texto escrito na edição.</p>", features=["bold"])),
        ("table", {"caption": "Uma tabela", "content": "O quê|Quanto\nCamas|3"}),
    ]
    answer = editor.post(edit, page_form("Declaração revista", "acessibilidade", body))
    assert answer.status_code == 302
    page = client_for(None).get("/acessibilidade/").content.decode()
    assert "Declaração revista" in page
    assert 'id="uma-seccao-nova"' in page
    assert "Texto escrito na edição." in page
    assert '<th scope="row">Camas</th><td>3</td>' in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("O quê|Quanto", "pelo menos uma linha"),
        ("O quê|Quanto\nCamas", "A linha 2 tem células a mais ou a menos: 1 em vez de 2."),
    ],
)
def test_a_table_with_holes_is_refused_with_a_sentence(client_for, statement, content, sentence):
    edit = reverse("wagtailadmin_pages:edit", args=[statement.pk])
    body = [("table", {"caption": "Uma tabela", "content": content})]
    answer = client_for("editor").post(edit, page_form("Com tabela", "acessibilidade", body))
    assert answer.status_code == 200
    assert says(answer, sentence)
    statement.refresh_from_db()
    assert statement.title == "Declaração de acessibilidade"


def test_a_picture_without_words_is_refused(client_for, statement, picture):
    edit = reverse("wagtailadmin_pages:edit", args=[statement.pk])
    editor = client_for("editor")
    silent = [("picture", {"image": picture.pk, "alt": "", "caption": ""})]
    assert editor.post(edit, page_form("Com imagem", "acessibilidade", silent)).status_code == 200
    said = [("picture", {"image": picture.pk, "alt": "Duas camas feitas.", "caption": "Fotografia de teste"})]
    assert editor.post(edit, page_form("Com imagem", "acessibilidade", said)).status_code == 302
    page = client_for(None).get("/acessibilidade/").content.decode()
    assert 'alt="Duas camas feitas."' in page
    assert "Fotografia de teste" in page
    address = re.search(r'src="(/media/[^"]+)"', page).group(1)
    shown = client_for(None).get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(shown.streaming_content)


def test_an_editor_adds_a_page_under_home_and_translates_it(client_for):
    editor = client_for("editor")
    home = HomePage.objects.get(locale=Locale.get_default())
    add = reverse("wagtailadmin_pages:add", args=["portal", "contentpage", home.pk])
    assert editor.get(add).status_code == 200
    answer = editor.post(add, page_form("Contactos", "contactos", []))
    assert answer.status_code == 302
    made = ContentPage.objects.get(slug="contactos")
    assert client_for(None).get("/contactos/").status_code == 200
    english = Locale.objects.get(language_code="en")
    submit = reverse("simple_translation:submit_page_translation", args=[made.pk])
    assert editor.post(submit, {"locales": [english.pk]}).status_code == 302
    assert made.get_translation(english).slug == "contactos"


def test_page_types_stay_where_they_belong():
    assert HomePage.allowed_subpage_models() != []
    assert UnitPage not in HomePage.allowed_subpage_models()
    assert HomePage not in ContentPage.allowed_subpage_models()
    home = HomePage.objects.get(locale=Locale.get_default())
    assert not HomePage.can_create_at(home.get_parent())


# Bodies and seats


def test_an_editor_gives_a_seat_to_somebody(client_for):
    editor = client_for("editor")
    unit = Body.objects.get(axis="EP1")
    vacant = unit.seats.get(person="")
    edit = reverse("wagtailsnippets_units_seat:edit", args=[vacant.pk])
    assert editor.get(edit).status_code == 200
    answer = editor.post(
        edit,
        {
            "body": unit.pk,
            "number": vacant.number,
            "municipality": vacant.municipality_id,
            "person": "Zulmira Exemplo",
            "role": "member",
            "since": "2026-01-01",
        },
    )
    assert answer.status_code == 302
    assert "Zulmira Exemplo" in client_for(None).get("/unidades/saude-e-bem-estar/").content.decode()


def test_a_second_person_in_a_seat_is_refused_with_a_sentence(client_for):
    unit = Body.objects.get(axis="EP1")
    before = Seat.objects.count()
    answer = client_for("editor").post(
        reverse("wagtailsnippets_units_seat:add"),
        {
            "body": unit.pk,
            "number": 1,
            "municipality": "1304",
            "person": "Outra Exemplo",
            "role": "member",
            "since": "2026-11-01",
        },
    )
    assert answer.status_code == 200
    assert "os mandatos não se sobrepõem" in answer.content.decode()
    assert Seat.objects.count() == before


def test_a_term_that_ends_before_it_starts_is_refused_with_a_sentence(client_for):
    answer = client_for("editor").post(
        reverse("wagtailsnippets_units_seat:add"),
        {
            "body": Body.objects.get(axis="EP1").pk,
            "number": 9,
            "municipality": "1304",
            "person": "Outra Exemplo",
            "role": "member",
            "since": "2026-11-02",
            "until": "2026-11-01",
        },
    )
    assert answer.status_code == 200
    assert "O último dia não pode ser anterior ao primeiro." in answer.content.decode()


def test_a_unit_cannot_be_declared_in_force_with_two_members(client_for):
    unit = Body.objects.get(axis="EP2")
    Seat.objects.filter(pk__in=list(unit.seats.values_list("pk", flat=True)[2:])).delete()
    Body.objects.filter(pk=unit.pk).update(condition="proposed")
    answer = client_for("editor").post(
        reverse("wagtailsnippets_units_body:edit", args=[unit.pk]),
        {
            "name_pt": unit.name_pt,
            "name_en": unit.name_en,
            "mandate_pt": "x",
            "mandate_en": "x",
            "condition": "in_force",
        },
    )
    assert answer.status_code == 200
    assert "pelo menos 3 membros; esta tem 2" in answer.content.decode()
    unit.refresh_from_db()
    assert unit.condition == "proposed"


def test_bodies_are_neither_added_nor_deleted(client_for, admin_client):
    body = Body.objects.get(axis="EP1")
    for client in (client_for("editor"), admin_client):
        for address in (
            reverse("wagtailsnippets_units_body:add"),
            reverse("wagtailsnippets_units_body:delete", args=[body.pk]),
        ):
            assert client.get(address).status_code == 302
            assert client.post(address, {}).status_code == 302
    assert Body.objects.count() == 7
