"""The portal with a pause between the look and the write, for controls: its lock as it is."""

from portal.wsgi import application  # isort: skip  (Django first)
from django.db import connection

from resources.actions import shared

PAUSE = 0.15
_looks = shared.must_fit


def look_and_linger(*args, **kwargs):
    _looks(*args, **kwargs)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [PAUSE])


shared.must_fit = look_and_linger

__all__ = ["application"]
