"""What a picture tells about place, time and device is gone before it is kept."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from wagtail.models import Collection

from portal.models import PortalImage

SECRET = "Rua Secreta, 41.1496, -8.6109"
GPS, ORIENTATION, DESCRIPTION = 0x8825, 0x0112, 0x010E


def exif():
    notes = Image.Exif()
    notes[DESCRIPTION] = SECRET
    notes[ORIENTATION] = 6  # the camera was held upright: turn by a quarter
    notes.get_ifd(GPS)[1] = "N"
    notes.get_ifd(GPS)[2] = (41.0, 8.0, 58.0)
    return notes


def taken_picture(kind):
    """A wide picture, red on the left, as a telephone would hand it over."""
    picture = Image.new("RGB", (60, 40), "blue")
    picture.paste("red", (0, 0, 20, 40))
    options = {"exif": exif()}
    if kind == "JPEG":
        options |= {"comment": SECRET.encode(), "xmp": SECRET.encode()}
    if kind == "PNG":
        notes = PngInfo()
        notes.add_text("Comment", SECRET)
        options["pnginfo"] = notes
    if kind == "WEBP":
        options |= {"xmp": SECRET.encode(), "lossless": True}
    made = BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_hidden_is_kept(kind):
    original = taken_picture(kind)
    assert b"Rua Secreta" in original
    image = PortalImage(title="Casa", file=SimpleUploadedFile(f"casa.{kind.lower()}", original))
    image.save()
    with image.file.open() as kept:
        content = kept.read()
    assert b"Rua Secreta" not in content
    with Image.open(BytesIO(content)) as picture:
        assert picture.format == kind
        assert dict(picture.getexif()) == {}
        assert not {"exif", "xmp", "comment", "Comment"} & set(picture.info)
        # Turned as the camera said, and the picture itself is still there.
        assert picture.size == (40, 60)
        red = picture.convert("RGB").getpixel((20, 5))
    assert red[0] > 200 > 60 > red[2]
    assert (image.width, image.height) == (40, 60)
    assert image.file_size == len(content)


def test_an_upload_through_the_cms_is_cleaned_too(client_for):
    answer = client_for("editor").post(
        reverse("wagtailimages:add"),
        {
            "title": "Casa",
            "description": "Uma casa vermelha e azul.",
            "collection": Collection.get_first_root_node().pk,
            "file": SimpleUploadedFile("casa.jpg", taken_picture("JPEG"), content_type="image/jpeg"),
        },
    )
    assert answer.status_code == 302
    image = PortalImage.objects.get(title="Casa")
    with image.file.open() as kept:
        assert b"Rua Secreta" not in kept.read()
    with image.get_rendition("width-20").file.open() as rendition:
        assert b"Rua Secreta" not in rendition.read()


def test_an_upload_that_does_not_say_what_it_shows_is_refused(client_for):
    editor = client_for("editor")

    def upload(description):
        return editor.post(
            reverse("wagtailimages:add"),
            {
                "title": "Casa",
                "description": description,
                "collection": Collection.get_first_root_node().pk,
                "file": SimpleUploadedFile("casa.jpg", taken_picture("JPEG"), content_type="image/jpeg"),
            },
        )

    refused = upload("")
    assert refused.status_code == 200
    assert "Falta dizer o que a imagem mostra." in refused.content.decode()
    assert not PortalImage.objects.filter(title="Casa").exists()
    assert upload("Uma casa vermelha e azul.").status_code == 302


def test_what_was_uploaded_is_not_served_and_paths_stay_inside(client_for, picture):
    visitor = client_for(None)
    assert picture.file.name.startswith("original_images/")
    for address in (
        f"/media/{picture.file.name}",
        f"/media/images/../{picture.file.name}",
        f"/media/images/%2e%2e/{picture.file.name}",
        "/media/images/",
        "/media/",
    ):
        assert visitor.get(address).status_code in (400, 404), address


def test_an_image_saved_again_is_not_encoded_again(picture):
    with picture.file.open() as kept:
        before = kept.read()
    picture.title = "Outro título"
    picture.save()
    picture.refresh_from_db()
    with picture.file.open() as kept:
        assert kept.read() == before


def test_a_moving_picture_keeps_moving():
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "green", "blue")]
    made = BytesIO()
    frames[0].save(made, "WEBP", save_all=True, append_images=frames[1:], duration=80, exif=exif())
    image = PortalImage(title="Três", file=SimpleUploadedFile("tres.webp", made.getvalue()))
    image.save()
    with image.file.open() as kept, Image.open(kept) as picture:
        assert picture.n_frames == 3
