import pytest

from tests.communication.newsroom import Newsroom


@pytest.fixture
def newsroom(cast):
    return Newsroom(cast)
