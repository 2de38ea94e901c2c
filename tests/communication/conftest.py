import pytest

from tests.communication.newsroom import Newsroom


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def newsroom(cast):
    return Newsroom(cast)


@pytest.fixture
def site_admin(django_user_model, client):
    user = django_user_model.objects.create_superuser("raiz@example.org", "uma-palavra-passe-longa")
    client.force_login(user)
    return client
