import pytest

from portal.demo.pages import load_pages
from tests.communication.newsroom import Newsroom


@pytest.fixture
def newsroom(cast):
    load_pages()
    return Newsroom(cast)
