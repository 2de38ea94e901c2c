"""Pictures and files are as public as the pages that show them, at once, and stay what they were when read."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from portal.communication import actions
from portal.models import Approval, CampaignMaterial, CampaignPage, NewsPage, PortalDocument, PortalImage

STRANGERS = [None, "outsider"]


def jpeg(colour="teal"):
    made = BytesIO()
    Image.new("RGB", (40, 30), colour).save(made, "JPEG")
    return made.getvalue()


def picture(name="reuniao"):
    image = PortalImage(title=name, description="Uma sala.", file=SimpleUploadedFile(f"{name}.jpg", jpeg()))
    image.save()
    return image


def shown(image):
    return f"/media/{image.get_rendition('width-1200').file.name}"


def document(name="cartaz"):
    return PortalDocument.objects.create(
        title="Cartaz", file=ContentFile(b"%PDF-1.4 o cartaz", name=f"{name}.pdf")
    )


def in_picture_field(thing):
    return {"picture": thing, "picture_alt": "Uma sala."}


def in_picture_block(thing):
    return {"body": [("picture", {"image": thing, "alt": "Uma sala.", "caption": ""})]}


def linked_in_text(thing):
    return {"body": [("paragraph", f'<p><a linktype="document" id="{thing.pk}">o cartaz</a></p>')]}


def in_documents_block(thing):
    return {"body": [("documents", {"documents": [{"document": thing, "title": ""}]})]}


PLACES = [
    (picture, in_picture_field), (picture, in_picture_block),
    (document, linked_in_text), (document, in_documents_block),
]  # fmt: skip


@pytest.fixture(params=PLACES, ids=lambda place: place[1].__name__)
def place(request, db):
    """A picture or file, the address it is shown at, and the fields that put it on a page."""
    make, put = request.param
    thing = make()
    return (shown(thing) if make is picture else thing.url), put(thing)


def readable(client_for, address, *who):
    return [client_for(one).get(address).status_code for one in who]


def test_what_no_public_page_shows_is_for_members(client_for, newsroom, place):
    address, fields = place
    everybody = ("technician", "editor", *STRANGERS)
    assert readable(client_for, address, *everybody) == [200, 200, 404, 404]
    newsroom.internal("Encontro", **fields)
    assert readable(client_for, address, *everybody) == [200, 200, 404, 404]
    waits = newsroom.submitted("À espera", **fields)
    assert readable(client_for, address, *everybody) == [200, 200, 404, 404]
    actions.approve_news(waits, by=newsroom.cast.coordination, revision=waits.latest_revision_id)
    assert readable(client_for, address, *everybody) == [200, 200, 200, 200]
    NewsPage.objects.get(pk=waits.pk).unpublish()
    assert readable(client_for, address, *everybody) == [200, 200, 404, 404]


def test_what_only_a_draft_of_a_public_item_shows_is_for_members_until_it_is_approved(
    client_for, newsroom, place
):
    address, fields = place
    page = newsroom.external("Feira")
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=newsroom.cast.users["editor"])
    assert client_for(None).get(page.url).status_code == 200
    assert readable(client_for, address, "technician", *STRANGERS) == [200, 404, 404]
    page = NewsPage.objects.get(pk=page.pk)
    page.get_workflow().start(page, newsroom.cast.users["editor"])
    actions.approve_news(page, by=newsroom.cast.coordination, revision=page.latest_revision_id)
    assert readable(client_for, address, "technician", *STRANGERS) == [200, 200, 200]


@pytest.mark.parametrize("way", ["{}/", "/{}", "{}/.", "{}?x=1"])
def test_another_way_of_writing_the_address_is_no_way_round(client_for, newsroom, way):
    image = picture()
    newsroom.internal("Encontro", **in_picture_field(image))
    address = way.format(shown(image)).replace("//media", "/media/")
    for who in STRANGERS:
        assert client_for(who).get(address).status_code == 404, address


def test_materials_of_an_internal_campaign_are_internal(client_for, newsroom):
    poster = document()
    campaign = newsroom.draft("Campanha", model=CampaignPage, audience="networks")
    campaign.materials.add(CampaignMaterial(document=poster, label="Cartaz A3"))
    campaign.save_revision().publish()
    assert "Cartaz A3" in client_for("technician").get(campaign.url).content.decode()
    assert readable(client_for, poster.url, "technician", *STRANGERS) == [200, 404, 404]
    NewsPage.objects.filter(pk=campaign.pk).update(audience="regional")
    Approval.objects.create(
        page_id=campaign.pk,
        revision_id=NewsPage.objects.get(pk=campaign.pk).live_revision_id,
        by=newsroom.cast.coordination,
    )
    assert readable(client_for, poster.url, "technician", *STRANGERS) == [200, 200, 200]


def test_a_file_is_not_exchanged_under_a_page_that_was_approved(client_for, newsroom):
    poster, photo = document(), picture()
    newsroom.external("Feira", **(linked_in_text(poster) | in_picture_field(photo)))
    before = client_for(None).get(shown(photo)).getvalue()
    editor = client_for("editor")
    for address, thing, other in (
        (reverse("wagtaildocs:edit", args=[poster.pk]), poster, ("outro.pdf", b"%PDF-1.4 outra coisa")),
        (reverse("wagtailimages:edit", args=[photo.pk]), photo, ("outra.jpg", jpeg("red"))),
    ):
        page = editor.get(address).content.decode()
        assert "O ficheiro não se troca" in page and 'type="file"' not in page
        answer = editor.post(
            address,
            {
                "title": "Outro nome",
                "description": "Outra descrição.",
                "collection": thing.collection_id,
                "file": SimpleUploadedFile(*other),
            },
        )
        assert answer.status_code == 302
        thing.refresh_from_db()
        assert thing.title == "Outro nome"
    visitor = client_for(None)
    assert visitor.get(poster.url).getvalue() == b"%PDF-1.4 o cartaz"
    assert visitor.get(shown(photo)).getvalue() == before
