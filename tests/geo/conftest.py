import pytest


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Pages name static files as they are: these tests collect none."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
