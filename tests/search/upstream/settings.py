"""The least that modelsearch's own tests need, on our PostgreSQL and with one of our backends."""

import os
from urllib.parse import unquote, urlparse

_url = urlparse(os.environ["DATABASE_URL"])
_name = _url.path.lstrip("/")

SECRET_KEY = "only-for-tests"
USE_TZ = True
INSTALLED_APPS = [
    "modelsearch.test.testapp",
    "modelsearch",
    "search",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _name,
        "USER": unquote(_url.username or ""),
        "PASSWORD": unquote(_url.password or ""),
        "HOST": _url.hostname,
        "PORT": _url.port,
        # The database is there already, and goes with whoever made it.
        "TEST": {"NAME": _name},
    }
}
# They say themselves what is to be indexed.
MODELSEARCH_BACKENDS = {"default": {"BACKEND": os.environ["UPSTREAM_BACKEND"], "AUTO_UPDATE": False}}
SEARCH_INDEX = os.environ["UPSTREAM_INDEX"]
