"""modelsearch's own tests, put to the backend in the settings over our own library."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.test import TestCase
from modelsearch.tests.test_backends import BackendTests

from tests.search.upstream import library


class OurBackend(BackendTests, TestCase):  # type: ignore[misc]
    backend_path = settings.MODELSEARCH_BACKENDS["default"]["BACKEND"]
    # Theirs is not in the wheel.
    fixtures: Any = None

    @classmethod
    def setUpTestData(cls) -> None:
        library.fill()
