import pytest

from portal.demo.pages import load_pages
from tests.communication.newsroom import Newsroom


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def newsroom(cast):
    load_pages()
    return Newsroom(cast)
