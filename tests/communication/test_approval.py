"""What goes outside is approved by a second person: no way of the CMS goes round it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from accounts.models import AuditEntry, Letter, Membership, Notice
from portal.communication import actions
from portal.communication.actions import approve_news
from portal.models import Approval, CampaignPage, NewsPage


def form(page=None, **more):
    return nested_form_data(
        {
            "title": page.title if page else "Uma notícia",
            "slug": page.slug if page else "uma-noticia",
            "description": "Uma frase.",
            "date": "2026-11-20",
            "audience": page.audience if page else "regional",
            "body": streamfield([]),
            "comments": inline_formset([]),
        }
        | more
    )


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def public(client_for, page):
    return client_for(None).get(page.url).status_code == 200


def waits(page):
    return actions.waiting_state(NewsPage.objects.get(pk=page.pk)) is not None


def the_day_comes(page):
    """What was set for later is due now."""
    ago = timezone.now() - timedelta(minutes=1)
    for revision in page.revisions.filter(approved_go_live_at__isnull=False):
        revision.content["go_live_at"], revision.approved_go_live_at = ago.isoformat(), ago
        revision.save()


# The way it goes


def test_written_submitted_approved_and_read(client_for, newsroom, cast):
    editor, coordination = client_for("editor"), client_for("coordination")
    add = reverse("wagtailadmin_pages:add", args=["portal", "newspage", newsroom.index().pk])
    assert editor.get(add).status_code == 200
    assert editor.post(add, form(**{"action-submit": "1"})).status_code == 302
    page = NewsPage.objects.get(slug="uma-noticia")
    assert waits(page) and not page.live and not public(client_for, page)
    [letter] = Letter.objects.filter(kind="news_submitted")
    assert letter.to == "coordination@example.org"
    assert Notice.objects.filter(
        user=cast.users["coordination"], url=f"/trabalho/comunicacao/{page.pk}/"
    ).exists()
    desk = coordination.get("/trabalho/comunicacao/").content.decode()
    assert "1 por aprovar" in desk and "Uma notícia" in desk
    place = f"/trabalho/comunicacao/{page.pk}/"
    assert "Aprovar e publicar para fora" in coordination.get(place).content.decode()
    answer = coordination.post(
        place, {"revision": page.latest_revision_id, "approve": "1", "comment": "Está claro."}
    )
    assert answer.status_code == 303
    assert public(client_for, page)
    assert Approval.objects.get(page=page).by == cast.coordination
    told = Letter.objects.get(kind="news_approved")
    assert told.to == "editor@example.org" and "Está claro." in told.text
    # None of Wagtail's own letters.
    assert not Letter.objects.filter(kind="account").exists()
    verbs = AuditEntry.objects.filter(subject_type="news", subject_id=str(page.pk)).values_list(
        "verb", flat=True
    )
    assert list(verbs.order_by("seq")) == [
        "submit_news",
        "approve_news",
        "publish_news",
    ]
    trail = coordination.get(place).content.decode()
    assert "aprovada" in trail and "submetida" in trail and "Elsa Dias" in trail and "Está claro." in trail


def test_returned_with_a_comment_and_submitted_again(client_for, newsroom):
    page = newsroom.submitted("Por melhorar")
    coordination, place = client_for("coordination"), f"/trabalho/comunicacao/{page.pk}/"
    silent = coordination.post(place, {"revision": page.latest_revision_id, "return": "1", "comment": " "})
    assert silent.status_code == 422 and "Diga a quem escreveu" in silent.content.decode()
    personal = coordination.post(
        place, {"revision": page.latest_revision_id, "return": "1", "comment": "O NIF 123456789 não pode ir."}
    )
    assert personal.status_code == 422 and "123456789" not in personal.content.decode()
    back = coordination.post(
        place, {"revision": page.latest_revision_id, "return": "1", "comment": "Falta a data."}
    )
    assert back.status_code == 303
    assert not waits(page) and not public(client_for, page)
    assert "Falta a data." in Letter.objects.get(kind="news_returned").text
    editor = client_for("editor")
    assert "Devolvida: Falta a data." in editor.get("/trabalho/comunicacao/").content.decode()
    again = editor.post(edit(page), form(page, description="A 20 de novembro.", **{"action-submit": "1"}))
    assert again.status_code == 302 and waits(page)
    assert Letter.objects.filter(kind="news_submitted").count() == 2
    stale = coordination.post(place, {"revision": page.latest_revision_id, "approve": "1"})
    assert stale.status_code == 409 and "O texto mudou entretanto" in stale.content.decode()
    page = NewsPage.objects.get(pk=page.pk)
    assert coordination.post(place, {"revision": page.latest_revision_id, "approve": "1"}).status_code == 303
    assert public(client_for, page)


def test_answered_twice_is_a_plain_409(client_for, newsroom):
    page = newsroom.submitted()
    coordination, place = client_for("coordination"), f"/trabalho/comunicacao/{page.pk}/"
    said = {"revision": page.latest_revision_id, "approve": "1"}
    assert coordination.post(place, said).status_code == 303
    twice = coordination.post(place, said)
    assert twice.status_code == 409 and "já não espera aprovação" in twice.content.decode()
    assert Approval.objects.count() == 1


@pytest.mark.parametrize("how", ["submitted", "wrote", "both"])
def test_nobody_approves_their_own_text(client_for, newsroom, cast, how):
    """Somebody who is editor and coordination in one."""
    Membership.objects.filter(pk=cast.editor.pk).update(roles=["editor", "coordination"])
    editor, other = cast.users["editor"], cast.users["holder"]
    page = newsroom.draft()
    if how == "submitted":
        page.revisions.update(user=other)
    page.get_workflow().start(page, other if how == "wrote" else editor)
    place, said = f"/trabalho/comunicacao/{page.pk}/", {"revision": page.latest_revision_id, "approve": "1"}
    client = client_for("editor")
    shown = client.get(place).content.decode()
    assert "Tem de responder outra pessoa." in shown and "Aprovar e publicar" not in shown
    refused = client.post(place, said)
    assert refused.status_code == 403 and "tem de o aprovar outra pessoa" in refused.content.decode()
    assert not public(client_for, page) and not Approval.objects.exists()
    assert client_for("coordination").post(place, said).status_code == 303
    assert public(client_for, page)


@pytest.mark.parametrize("who", ["representative", "technician", "holder", "editor"])
def test_only_the_coordination_answers(client_for, newsroom, who):
    page = newsroom.submitted()
    answer = client_for(who).post(
        f"/trabalho/comunicacao/{page.pk}/", {"revision": page.latest_revision_id, "approve": "1"}
    )
    assert answer.status_code == (403 if who == "editor" else 404)
    assert not public(client_for, page)


def test_internal_news_an_editor_publishes_alone(client_for, newsroom):
    add = reverse("wagtailadmin_pages:add", args=["portal", "newspage", newsroom.index().pk])
    answer = client_for("editor").post(add, form(audience="municipalities", **{"action-publish": "1"}))
    assert answer.status_code == 302
    page = NewsPage.objects.get(slug="uma-noticia")
    assert client_for("technician").get(page.url).status_code == 200
    assert AuditEntry.objects.filter(subject_type="news", verb="publish_news").count() == 1


# The ways round it, each closed. Nothing of it is public, and where the CMS can say so, it says why.


def publish_new(newsroom, client):
    add = reverse("wagtailadmin_pages:add", args=["portal", "newspage", newsroom.index().pk])
    answer = client.post(add, form(**{"action-publish": "1"}))
    assert answer.status_code == 200
    assert "aprovado por outra pessoa" in answer.content.decode()
    assert not NewsPage.objects.filter(slug="uma-noticia").exists()


def publish_draft(newsroom, client):
    page = newsroom.draft()
    client.post(edit(page), form(page, **{"action-publish": "1"}))
    return page


def publish_what_waits(newsroom, client):
    page = newsroom.submitted()
    client.post(edit(page), form(page, **{"action-publish": "1"}))
    return page


def publish_in_bulk(newsroom, client):
    page = newsroom.draft()
    client.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}", {}
    )
    return page


def publish_in_bulk_from_above(newsroom, client):
    page = newsroom.draft()
    client.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        + f"?id={newsroom.index().pk}",
        {"include_descendants": "on"},
    )
    return page


def turn_an_internal_one_outside(newsroom, client):
    page = newsroom.internal()
    client.post(edit(page), form(page, audience="national", **{"action-publish": "1"}))
    return page


def turn_it_outside_in_two_steps(newsroom, client):
    """Keep the change as a draft, then publish in bulk what stands there."""
    page = newsroom.internal()
    client.post(edit(page), form(page, audience="national"))
    client.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}", {}
    )
    return page


def set_a_day(newsroom, client):
    """Published for a day to come, which comes."""
    page = newsroom.draft()
    soon = (timezone.localtime() + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    client.post(edit(page), form(page, go_live_at=soon, **{"action-publish": "1"}))
    the_day_comes(page)
    call_command("publish_scheduled", verbosity=0)
    return page


def copy_a_public_one_live(newsroom, client):
    page = newsroom.external()
    client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {
            "new_title": "Cópia",
            "new_slug": "copia",
            "new_parent_page": newsroom.index().pk,
            "publish_copies": "on",
        },
    )
    return NewsPage.objects.filter(slug="copia").first()


def alias_a_public_one(newsroom, client):
    page = newsroom.external()
    client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Par", "new_slug": "par", "new_parent_page": newsroom.index().pk, "alias": "on"},
    )
    return NewsPage.objects.filter(slug="par").first()


def translate_a_public_one(newsroom, client):
    page = newsroom.external()
    english = Locale.objects.get(language_code="en")
    client.post(
        reverse("simple_translation:submit_page_translation", args=[page.pk]), {"locales": [english.pk]}
    )
    translated = NewsPage.objects.get(translation_key=page.translation_key, locale=english)
    client.post(edit(translated), form(translated, **{"action-publish": "1"}))
    return translated


def go_back_to_an_older_version(newsroom, client):
    """An older, never approved version of something public, published again."""
    page = newsroom.draft()
    older = page.latest_revision_id
    page.title = "Versão boa"
    page.save_revision(user=newsroom.cast.users["editor"])
    page.get_workflow().start(page, newsroom.cast.users["editor"])
    approve_news(
        page, by=newsroom.cast.coordination, revision=NewsPage.objects.get(pk=page.pk).latest_revision_id
    )
    client.post(
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, older]),
        form(page, **{"action-publish": "1"}),
    )
    page = NewsPage.objects.get(pk=page.pk)
    assert page.title == "Versão boa"


def approve_by_the_cms(newsroom, client):
    page = newsroom.submitted()
    state = actions.waiting_state(page)
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": "sim"}
    )
    client.post(edit(page), form(page, **{"action-workflow-action": "1", "workflow-action-name": "approve"}))
    return page


WAYS = [
    publish_new, publish_draft, publish_what_waits, publish_in_bulk, publish_in_bulk_from_above,
    turn_an_internal_one_outside, turn_it_outside_in_two_steps, set_a_day, copy_a_public_one_live, alias_a_public_one,
    translate_a_public_one, go_back_to_an_older_version, approve_by_the_cms,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("who", ["editor", "superuser"])
def test_no_way_of_the_cms_goes_round_it(client_for, newsroom, site_admin, way, who):
    page = way(newsroom, client_for("editor") if who == "editor" else site_admin)
    if page is not None:
        page = NewsPage.objects.get(pk=page.pk)
        assert client_for(None).get(page.url).status_code == 404
        assert page.title not in client_for(None).get("/noticias/").content.decode() or way in (
            copy_a_public_one_live, alias_a_public_one, translate_a_public_one,
        )  # fmt: skip
    live = NewsPage.objects.visible_to(None)
    assert {one.live_revision_id for one in live} <= set(Approval.objects.values_list("revision", flat=True))


def test_a_public_item_changed_stays_as_approved_until_approved_again(client_for, newsroom):
    page = newsroom.external("Como foi aprovada")
    editor = client_for("editor")
    editor.post(edit(page), form(page, title="Mudada", **{"action-publish": "1"}))
    assert "Como foi aprovada" in client_for(None).get(page.url).content.decode()
    assert editor.post(edit(page), form(page, title="Mudada", **{"action-submit": "1"})).status_code == 302
    said = client_for(None).get(page.url).content.decode()
    assert "Como foi aprovada" in said and "Mudada" not in said
    page = NewsPage.objects.get(pk=page.pk)
    approve_news(page, by=newsroom.cast.coordination, revision=page.latest_revision_id)
    assert "Mudada" in client_for(None).get(page.url).content.decode()


def test_an_approved_item_with_a_day_goes_out_on_that_day(client_for, newsroom):
    page = newsroom.draft(go_live_at=timezone.now() + timedelta(hours=1))
    page.get_workflow().start(page, newsroom.cast.users["editor"])
    approve_news(page, by=newsroom.cast.coordination, revision=page.latest_revision_id)
    assert not public(client_for, page)
    the_day_comes(page)
    from portal.clock import publish_scheduled

    publish_scheduled()
    assert public(client_for, page)


def test_who_submitted_may_take_it_back_and_nobody_changes_it_meanwhile(client_for, newsroom):
    page = newsroom.submitted("À espera")
    editor = client_for("editor")
    editor.post(edit(page), form(page, title="Mudada às escondidas"))
    assert NewsPage.objects.get(pk=page.pk).draft_title == "À espera"
    editor.post(edit(page), form(page, **{"action-cancel-workflow": "1"}))
    assert not waits(page)
    answer = client_for("coordination").post(
        f"/trabalho/comunicacao/{page.pk}/", {"revision": page.latest_revision_id, "approve": "1"}
    )
    assert answer.status_code == 409


def test_an_editor_withdraws_what_is_public(client_for, newsroom):
    page = newsroom.external()
    assert (
        client_for("editor").post(reverse("wagtailadmin_pages:unpublish", args=[page.pk])).status_code == 302
    )
    assert not public(client_for, page)
    assert AuditEntry.objects.filter(subject_type="news", verb="withdraw_news").count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"description": "", "action-submit": "1"}, "Escreva o resumo"),
        ({"slug": "feed"}, "Este endereço é do portal"),
    ],
)
def test_the_form_says_what_is_missing(client_for, newsroom, fields, sentence):
    add = reverse("wagtailadmin_pages:add", args=["portal", "newspage", newsroom.index().pk])
    answer = client_for("editor").post(add, form(**fields))
    assert answer.status_code == 200 and sentence in answer.content.decode()


def test_a_picture_needs_words_and_a_campaign_ends_after_it_begins(client_for, newsroom):
    from tests.communication.test_files import picture

    image = picture("feira")
    editor = client_for("editor")
    add = reverse("wagtailadmin_pages:add", args=["portal", "newspage", newsroom.index().pk])
    answer = editor.post(add, form(picture=image.pk, picture_alt=""))
    assert answer.status_code == 200 and "Descreva a imagem" in answer.content.decode()
    add = reverse("wagtailadmin_pages:add", args=["portal", "campaignpage", newsroom.index().pk])
    assert editor.get(add).status_code == 200
    more = {"starts": "2026-11-20", "ends": "2026-11-01", "materials": inline_formset([])}
    answer = editor.post(add, form(**more))
    assert answer.status_code == 200 and "O fim não pode ser anterior" in answer.content.decode()
    answer = editor.post(add, form(**(more | {"ends": "2026-12-01", "action-submit": "1"})))
    assert answer.status_code == 302 and waits(CampaignPage.objects.get(slug="uma-noticia"))


def test_the_editor_sees_the_preview_of_a_draft(client_for, newsroom):
    page = newsroom.draft("Por rever")
    answer = client_for("editor").get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert answer.status_code == 200 and "Por rever" in answer.content.decode()


def test_the_coordination_needs_nothing_of_the_cms(client_for, newsroom):
    assert client_for("coordination").get("/cms/").status_code == 302


def test_the_version_that_was_approved_is_not_written_over(newsroom):
    page = newsroom.external("Aprovada")
    approved = page.live_revision
    page.title = "Outra coisa"
    page.save_revision(user=newsroom.cast.users["editor"], overwrite_revision=approved)
    approved.refresh_from_db()
    assert approved.content["title"] == "Aprovada"
    draft = newsroom.draft("Rascunho")
    own = draft.get_latest_revision()
    draft.title = "Rascunho melhor"
    assert draft.save_revision(user=newsroom.cast.users["editor"], overwrite_revision=own).pk == own.pk
