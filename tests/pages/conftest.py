"""Pages with the demonstration's invented people in the bodies."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Locale

from portal.models import ContentPage, PortalImage, UnitPage


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def picture(db):
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "JPEG")
    image = PortalImage(title="Camas", file=SimpleUploadedFile("camas.jpg", made.getvalue()))
    image.save()
    return image


@pytest.fixture(autouse=True)
def pages(db):
    """They come with the template, and so do the people of the bodies."""


@pytest.fixture
def statement():
    """The accessibility statement, in Portuguese."""
    return ContentPage.objects.get(slug="acessibilidade", locale=Locale.get_default())


@pytest.fixture
def health_unit():
    return UnitPage.objects.get(slug="saude-e-bem-estar", locale=Locale.get_default())
