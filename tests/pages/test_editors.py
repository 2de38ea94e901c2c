"""Editors of one body cannot touch another's: pages, pictures, documents, composition; whoever posts what directly."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, Locale, Page, PageViewRestriction
from wagtail.test.utils.form_data import rich_text

from accounts.models import AuditEntry, Letter, Membership, Notice, User
from portal import editors
from portal.demo.pages import load_pages
from portal.editors import BodyDesk, UnitEditor, keep_in_step, keep_rights, without_rights
from portal.models import ContentPage, PortalDocument, PortalImage, UnitPage
from tests.pages.test_unit_page import living, prose, says, typed
from units.models import Body, Seat

OWN, OTHER = "saude-e-bem-estar", "inclusao-social"
LANGUAGES = ["pt-pt", "en"]


def page_of(slug, language="pt-pt"):
    return UnitPage.objects.get(slug=slug, locale__language_code=language)


def picture_in(collection, title="Casa"):
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    image = PortalImage(
        title=title, collection=collection, file=SimpleUploadedFile(f"{title}.png", made.getvalue())
    )
    image.save()
    return image


def document_in(collection, title="Regulamento"):
    document = PortalDocument(title=title, collection=collection)
    document.file.save("regulamento.pdf", ContentFile(b"%PDF-1.4"), save=False)
    document.save()
    return document


@pytest.fixture
def own_desk():
    return BodyDesk.objects.select_related("group", "collection").get(body__axis="EP1")


@pytest.fixture
def other_desk():
    return BodyDesk.objects.select_related("group", "collection").get(body__axis="EP3")


@pytest.fixture
def below():
    """A page of text under the page of each of the two units."""

    def make(slug):
        page = page_of(slug).add_child(instance=ContentPage(title="Por baixo", slug="por-baixo"))
        page.save_revision().publish()
        return page

    return {slug: make(slug) for slug in (OWN, OTHER)}


# What the editor of a unit does


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_editor_of_a_unit_edits_previews_and_publishes_its_page(client_for, language):
    page, editor = page_of(OWN, language), client_for("unit_editor")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.get(edit).status_code == 200
    body = [prose("<p>Escrito por quem edita a unidade.</p>"), living("members")]
    sent = editor.post(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), typed(body))
    assert sent.json()["is_valid"]
    assert editor.post(edit, typed(body, **{"action-publish": "1"})).status_code == 302
    assert "Escrito por quem edita a unidade." in client_for(None).get(page.get_url()).content.decode()


def test_the_editor_of_a_unit_adds_and_translates_pages_below_it(client_for, below):
    editor = client_for("unit_editor")
    add = reverse("wagtailadmin_pages:add", args=["portal", "contentpage", page_of(OWN).pk])
    assert editor.get(add).status_code == 200
    submit = reverse("simple_translation:submit_page_translation", args=[below[OWN].pk])
    english = Locale.objects.get(language_code="en")
    assert editor.post(submit, {"locales": [english.pk]}).status_code == 302
    made = below[OWN].get_translation(english)
    assert made.get_parent().pk == page_of(OWN, "en").pk
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[made.pk])).status_code == 200


def test_pictures_and_documents_of_the_own_collection(client_for, own_desk):
    editor = client_for("unit_editor")
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    answer = editor.post(
        reverse("wagtailimages:add"),
        {
            "title": "Sala",
            "description": "Uma sala vazia.",
            "file": SimpleUploadedFile("sala.png", made.getvalue(), content_type="image/png"),
        },
    )
    assert answer.status_code == 302
    picture = PortalImage.objects.get(title="Sala")
    assert picture.collection == own_desk.collection
    page = page_of(OWN)
    body = [("picture", {"image": picture.pk, "alt": "Uma sala vazia.", "decorative": "", "caption": ""})]
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.post(edit, typed(body, **{"action-publish": "1"})).status_code == 302
    assert 'alt="Uma sala vazia."' in client_for(None).get(page.get_url()).content.decode()


# What is refused, with the same set-up a general editor may do


def attempts(page, own, below):
    """Each way to touch a page: name -> (method, address, what is posted)."""
    latest = page.latest_revision_id
    home = Page.objects.get(slug="inicio", locale=page.locale)

    def at(name, *more):
        return reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *more])

    return {
        "edit": ("GET", at("edit"), None),
        "save": ("POST", at("edit"), typed([], title="Tomada")),
        "publish": ("POST", at("edit"), typed([], title="Tomada", **{"action-publish": "1"})),
        "preview": ("POST", at("preview_on_edit"), typed([], title="Tomada")),
        "unpublish": ("POST", at("unpublish"), {}),
        "revision": ("GET", at("revisions_revert", latest), None),
        "revision view": ("GET", at("revisions_view", latest), None),
        "compare": ("GET", at("revisions_compare", "earliest", "latest"), None),
        "history": ("GET", at("history"), None),
        "schedule": ("POST", at("revisions_unschedule", latest), {}),
        "privacy": ("POST", at("set_privacy"), {"restriction_type": "login"}),
        "lock": ("POST", at("lock"), {}),
        "workflow": ("POST", at("edit"), typed([], title="Tomada", **{"action-submit": "1"})),
        "workflow history": ("GET", at("workflow_history"), None),
        "aliases": ("POST", at("convert_alias"), {}),
        "usage": ("GET", at("usage"), None),
        "add below": (
            "POST",
            reverse("wagtailadmin_pages:add", args=["portal", "contentpage", page.pk]),
            {"title": "Intrusa", "slug": "intrusa", "body-count": "0", "action-publish": "1"},
        ),
        "bulk unpublish": (
            "POST",
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={page.pk}",
            {},
        ),
        "bulk delete": (
            "POST",
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={page.pk}",
            {},
        ),
        "delete": ("POST", at("delete"), {}),
        "move": ("POST", at("move_confirm", home.pk), {}),
        "copy": ("POST", at("copy"), {"new_title": "x", "new_slug": "copia", "new_parent_page": own.pk}),
        "copy into": (
            "POST",
            reverse("wagtailadmin_pages:copy", args=[below.pk]),
            {"new_title": "x", "new_slug": "copia", "new_parent_page": page.pk},
        ),
        "move into": ("POST", reverse("wagtailadmin_pages:move_confirm", args=[below.pk, page.pk]), {}),
        "reorder": ("POST", reverse("wagtailadmin_pages:set_page_position", args=[page.pk]), {}),
        "translate": (
            "POST",
            reverse("simple_translation:submit_page_translation", args=[page.pk]),
            {"locales": [Locale.objects.get(language_code="en").pk]},
        ),
    }


NAMES = [
    "edit", "save", "publish", "preview", "unpublish", "revision", "revision view", "compare", "history", "schedule",
    "privacy", "lock", "workflow", "workflow history", "aliases", "usage", "add below", "bulk unpublish", "bulk delete",
    "delete", "move", "copy", "copy into", "move into", "reorder", "translate",
]  # fmt: skip


@pytest.mark.parametrize("what", NAMES)
def test_another_units_page_is_out_of_reach(client_for, below, what):
    page = page_of(OTHER)
    tree = list(Page.objects.order_by("path").values_list("path", "title", "live", "latest_revision"))
    method, address, data = attempts(page, page_of(OWN), below[OWN])[what]
    editor = client_for("unit_editor")
    answer = editor.get(address) if method == "GET" else editor.post(address, data)
    shown = answer.content.decode()
    assert answer.status_code in (302, 403, 404) or "new_parent_page" in shown, (what, answer.status_code)
    if answer.status_code == 302:
        # Nothing done either where Wagtail leads back instead of home.
        assert answer["Location"] == "/cms/" or what in ("bulk unpublish", "bulk delete", "move into"), what
    assert list(Page.objects.order_by("path").values_list("path", "title", "live", "latest_revision")) == tree
    assert not PageViewRestriction.objects.exists()


@pytest.mark.parametrize(
    "what", ["edit", "save", "publish", "preview", "revision", "history", "privacy", "add below"]
)
def test_a_general_editor_may_do_all_of_it(client_for, below, what):
    page = page_of(OTHER)
    method, address, data = attempts(page, page_of(OWN), below[OWN])[what]
    editor = client_for("editor")
    answer = editor.get(address) if method == "GET" else editor.post(address, data)
    assert answer.status_code in (200, 302)
    if answer.status_code == 302:
        assert answer["Location"] != "/cms/"


@pytest.mark.parametrize("who", ["unit_editor", "editor"])
@pytest.mark.parametrize("what", ["delete", "bulk delete", "move", "copy"])
def test_the_page_of_a_body_is_neither_deleted_nor_moved_nor_copied(client_for, who, what):
    page, index = page_of(OWN), page_of(OWN).get_parent()
    address, data = {
        "delete": (reverse("wagtailadmin_pages:delete", args=[page.pk]), {}),
        "bulk delete": (
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={page.pk}",
            {},
        ),
        "move": (reverse("wagtailadmin_pages:move", args=[page.pk]), {}),
        "copy": (
            reverse("wagtailadmin_pages:copy", args=[page.pk]),
            {"new_title": "Cópia", "new_slug": "copia", "new_parent_page": index.pk},
        ),
    }[what]
    before = list(Page.objects.order_by("path").values_list("path", "slug"))
    answer = client_for(who).post(address, data)
    assert answer.status_code == 302
    assert what == "bulk delete" or answer["Location"] == "/cms/"
    assert list(Page.objects.order_by("path").values_list("path", "slug")) == before


def test_a_page_does_not_pass_to_another_body(client_for):
    page, other = page_of(OWN), Body.objects.get(axis="EP3")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for who in ("unit_editor", "editor"):
        sent = typed([], unit=other.pk, **{"action-publish": "1"})
        assert client_for(who).post(edit, sent).status_code == 302
        page.refresh_from_db()
        assert page.unit.axis_id == "EP1"


def test_the_composition_and_the_words_of_bodies_are_not_theirs(client_for):
    editor, seat = client_for("unit_editor"), Seat.objects.filter(body__axis="EP3").first()
    before = list(Seat.objects.values_list())
    body = Body.objects.get(axis="EP3")
    for address in (
        reverse("wagtailsnippets_units_body:edit", args=[body.pk]),
        reverse("wagtailsnippets_units_seat:edit", args=[seat.pk]),
        reverse("wagtailsnippets_units_seat:add"),
        reverse("wagtailsnippets_units_seat:delete", args=[seat.pk]),
        reverse("wagtailsnippets_units_seat:list"),
    ):
        for answer in (editor.get(address), editor.post(address, {"name_pt": "Tomado", "person": "Tomado"})):
            assert (answer.status_code, answer.get("Location", "/cms/")) in (
                (302, "/cms/"),
                (403, "/cms/"),
            ), address
    assert list(Seat.objects.values_list()) == before
    body.refresh_from_db()
    assert body.name_pt != "Tomado"


def test_pictures_and_documents_of_another_unit(client_for, other_desk):
    editor = client_for("unit_editor")
    image, document = picture_in(other_desk.collection), document_in(other_desk.collection)
    for address in (
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages:delete", args=[image.pk]),
        reverse("wagtaildocs:edit", args=[document.pk]),
        reverse("wagtaildocs:delete", args=[document.pk]),
    ):
        for answer in (editor.get(address), editor.post(address, {"title": "Tomado"})):
            assert answer.status_code in (302, 403, 404), address
    assert PortalImage.objects.get(pk=image.pk).title == "Casa"
    assert PortalDocument.objects.get(pk=document.pk).title == "Regulamento"
    assert "Casa" not in editor.get(reverse("wagtailimages:index")).content.decode()
    chooser = editor.get(reverse("wagtailimages_chooser:choose"))
    assert chooser.status_code == 200
    assert "Casa" not in chooser.content.decode()
    assert "Casa" in client_for("editor").get(reverse("wagtailimages_chooser:choose")).content.decode()
    assert "Regulamento" not in editor.get(reverse("wagtaildocs_chooser:choose")).content.decode()


def test_an_upload_into_another_units_collection_is_refused(client_for, other_desk, own_desk):
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    client_for("unit_editor").post(
        reverse("wagtailimages:add"),
        {
            "title": "Intrusa",
            "description": "Uma casa.",
            "collection": other_desk.collection.pk,
            "file": SimpleUploadedFile("x.png", made.getvalue(), content_type="image/png"),
        },
    )
    assert not PortalImage.objects.filter(title="Intrusa", collection=other_desk.collection).exists()


@pytest.mark.parametrize("where", ["own page", "page below"])
def test_a_picture_or_document_of_another_unit_cannot_be_posted_onto_a_page(
    client_for, below, own_desk, other_desk, where
):
    page = page_of(OWN) if where == "own page" else below[OWN]
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def with_picture(image):
        return [("picture", {"image": image.pk, "alt": "Uma casa.", "decorative": "", "caption": ""})]

    def with_link(document):
        html = f'<p>Leia o <a linktype="document" id="{document.pk}">regulamento</a>.</p>'
        return [("paragraph", rich_text(html, features=["bold", "document-link"]))]

    editor = client_for("unit_editor")
    theirs = [with_picture(picture_in(other_desk.collection)), with_link(document_in(other_desk.collection))]
    for body in theirs:
        answer = editor.post(edit, typed(body, slug=page.slug, **{"action-publish": "1"}))
        assert answer.status_code == 200
        assert says(answer, "Há uma imagem ou um documento que não é seu.")
        assert (
            client_for("editor")
            .post(edit, typed(body, slug=page.slug, **{"action-publish": "1"}))
            .status_code
            == 302
        )
        # What a general editor put there may stay while the rest changes.
        kept = typed([*body, prose("<p>E mais isto.</p>")], slug=page.slug, **{"action-publish": "1"})
        assert editor.post(edit, kept).status_code == 302
    for body in (with_picture(picture_in(own_desk.collection)), with_link(document_in(own_desk.collection))):
        sent = typed(body, slug=page.slug, **{"action-publish": "1"})
        assert editor.post(edit, sent).status_code == 302


# Groups follow the members


def test_rights_go_with_the_membership_at_once(client_for, cast):
    editor = client_for("unit_editor")
    assert editor.get("/cms/").status_code == 200
    Membership.objects.filter(pk=cast.unit_editor.pk).update(is_active=False)
    assert editor.get("/cms/").status_code == 403
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[page_of(OWN).pk])).status_code == 403
    assert keep_in_step() == 1
    assert not cast.unit_editor.user.groups.exists()
    assert editor.get("/cms/").status_code == 302
    Membership.objects.filter(pk=cast.unit_editor.pk).update(is_active=True)
    assert keep_in_step() == 1
    assert editor.get("/cms/").status_code == 200


def test_a_role_taken_elsewhere_shuts_the_cms_at_once(client_for, cast):
    editor = client_for("editor")
    assert editor.get("/cms/").status_code == 200
    Membership.objects.filter(pk=cast.editor.pk).update(roles=["viewer"])
    assert editor.get("/cms/").status_code == 403


def test_a_group_given_by_hand_gives_nothing(client_for, cast):
    cast.technician.user.groups.add(Group.objects.get(name=editors.EVERYTHING))
    assert client_for("technician").get("/cms/").status_code == 403
    keep_in_step()
    assert not cast.technician.user.groups.exists()


def test_every_body_has_its_group_and_its_collection_once(cast):
    load_pages()
    keep_rights()
    assert BodyDesk.objects.count() == Body.objects.count()
    assert Group.objects.filter(name="Editores: Saúde e Bem-Estar").count() == 1
    assert Collection.objects.filter(name="Saúde e Bem-Estar").count() == 1
    with CaptureQueriesContext(connection) as seen:
        keep_rights()
    assert not [one["sql"] for one in seen if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] or all(
        "auth_group" in one["sql"] or "ON CONFLICT" in one["sql"] or "DELETE" in one["sql"]
        for one in seen
        if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    )


def test_a_new_body_and_a_new_name_are_followed(cast):
    body = Body.objects.create(
        kind="working_group", order=20, name_pt="Grupo da habitação", name_en="Housing group"
    )
    load_pages()
    assert UnitPage.objects.filter(unit=body, slug="grupo-da-habitacao").count() == 2
    desk = BodyDesk.objects.get(body=body)
    assert desk.group.name == "Editores: Grupo da habitação"
    Body.objects.filter(pk=body.pk).update(name_pt="Grupo do arrendamento")
    keep_rights()
    desk = BodyDesk.objects.get(body=body)
    assert (desk.group.name, desk.collection.name) == (
        "Editores: Grupo do arrendamento",
        "Grupo do arrendamento",
    )


def test_an_installation_from_before_gets_its_groups(client_for, cast):
    BodyDesk.objects.all().delete()
    Group.objects.filter(name__startswith="Editores: ").delete()
    assert without_rights()
    keep_rights()
    assert not without_rights()
    assert client_for("unit_editor").get("/cms/").status_code == 200


# Who says who edits


@pytest.fixture
def coordination(client_for):
    return client_for("coordination")


def name(client, member, what, address="/trabalho/editores/"):
    return client.post(address, {"member": member.pk, "what": what})


def dismiss(client, member, what):
    return name(client, member, what, "/trabalho/editores/retirar/")


def test_the_coordination_names_an_editor_who_then_edits_that_page_only(coordination, client_for, cast):
    body = Body.objects.get(axis="EP3")
    edit = reverse("wagtailadmin_pages:edit", args=[page_of(OTHER).pk])
    before = AuditEntry.objects.count()
    assert client_for("technician").get(edit).status_code == 302
    assert name(coordination, cast.technician, body.uuid).status_code == 303
    assert client_for("technician").get(edit).status_code == 200
    own = reverse("wagtailadmin_pages:edit", args=[page_of(OWN).pk])
    assert client_for("technician").get(own).status_code == 302
    assert "/cms/" in client_for("technician").get("/trabalho/").content.decode()
    entry = AuditEntry.objects.latest("id")
    assert AuditEntry.objects.count() == before + 1
    assert (entry.verb, entry.user_id, entry.to_state) == ("name_editor", cast.coordination.user_id, "editor")
    assert Letter.objects.filter(to=cast.technician.user.email, kind="editor_named").count() == 1
    assert Notice.objects.of(cast.technician).first().text_pt == "Passou a editar páginas da Concerta"
    page = coordination.get("/trabalho/editores/").content.decode()
    assert "Teresa Sousa" in page
    assert "já pode editar" in page


def test_who_is_dismissed_edits_no_more(coordination, client_for, cast):
    body = Body.objects.get(axis="EP1")
    assert dismiss(coordination, cast.unit_editor, body.uuid).status_code == 303
    assert client_for("unit_editor").get("/cms/").status_code == 302
    assert AuditEntry.objects.latest("id").verb == "dismiss_editor"
    assert Letter.objects.filter(to=cast.unit_editor.user.email, kind="editor_dismissed").count() == 1
    again = dismiss(coordination, cast.unit_editor, body.uuid)
    assert again.status_code == 409
    assert "Esta pessoa já não edita a página deste órgão." in again.content.decode()


def test_all_pages_go_with_the_role(coordination, client_for, cast):
    assert name(coordination, cast.holder, "tudo").status_code == 303
    assert "editor" in Membership.objects.get(pk=cast.holder.pk).roles
    edit = reverse("wagtailadmin_pages:edit", args=[page_of(OTHER).pk])
    assert client_for("holder").get(edit).status_code == 200
    assert dismiss(coordination, cast.holder, "tudo").status_code == 303
    assert Membership.objects.get(pk=cast.holder.pk).roles == ["manager"]
    assert client_for("holder").get(edit).status_code == 302
    assert dismiss(coordination, cast.editor, "tudo").status_code == 303
    assert Membership.objects.get(pk=cast.editor.pk).roles == ["viewer"], "a membership has a role"


def test_taking_one_body_away_never_gives_more(coordination, client_for, cast):
    name(coordination, cast.technician, Body.objects.get(axis="EP3").uuid)
    dismiss(coordination, cast.technician, Body.objects.get(axis="EP3").uuid)
    assert not cast.technician.user.groups.exists()


@pytest.mark.parametrize(
    ("member", "what", "status", "sentence"),
    [
        ("unit_editor", "EP1", 409, "Esta pessoa já edita a página deste órgão."),
        ("editor", "tudo", 409, "Esta pessoa já edita todas as páginas."),
        ("technician", "outra coisa", 422, "Escolha uma das opções."),
        ("technician", "", 422, "Escolha uma das opções."),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(coordination, cast, member, what, status, sentence):
    body = Body.objects.filter(axis=what).first()
    answer = name(coordination, cast.members[member], body.uuid if body else what)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert UnitEditor.objects.count() == 1


@pytest.mark.parametrize("who", ["representative", "editor", "unit_editor", "holder"])
def test_nobody_else_names_editors(client_for, cast, who):
    assert name(client_for(who), cast.technician, "tudo").status_code == 404
    assert UnitEditor.objects.count() == 1
    assert "editor" not in Membership.objects.get(pk=cast.technician.pk).roles


def test_the_list_asks_the_same_whatever_its_length(coordination, cast):
    bodies = list(Body.objects.all())
    members = list(Membership.objects.active()[:30])

    def queries():
        coordination.get("/trabalho/editores/")
        with CaptureQueriesContext(connection) as seen:
            assert coordination.get("/trabalho/editores/").status_code == 200
        return len(seen)

    def fill(some):
        UnitEditor.objects.bulk_create(
            [
                UnitEditor(membership=member, body=bodies[place % len(bodies)])
                for place, member in enumerate(some)
            ],
            ignore_conflicts=True,
        )

    fill(members[:3])
    few = queries()
    fill(members)
    assert queries() == few


def test_somebody_unknown_gets_nothing(client_for):
    stranger = User.objects.create_user("ninguem@example.org", "uma-palavra-passe-longa", name="Ninguém")
    client = Client()
    client.force_login(stranger)
    assert client.get("/cms/").status_code == 302
    assert not editors.edits(stranger)
