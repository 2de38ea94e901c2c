"""The index on disk as Wagtail's backends have one: written directly when it is built, and object by object in tests.

What changes in the portal goes another way (search/writing.py): many changes, one commit.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from django.db.models import Model
from wagtail.search.backends.base import BaseIndex
from wagtail.search.index import class_is_indexed

from search.whoosh import storage
from search.whoosh.schema import document, key_of


class Index(BaseIndex):
    def add_items(self, model: type[Model], items: Iterable[Any]) -> None:
        if class_is_indexed(model):
            self._write([document(one) for one in items], [])

    def delete_item(self, item: Model) -> None:
        self._write([], [key_of(item)])

    def reset(self) -> None:
        with storage.fresh():
            pass

    @staticmethod
    def _write(documents: list[dict[str, Any]], removed: list[str]) -> None:
        if documents or removed:
            storage.write(documents, removed)


class Rebuilder:
    """Builds the index aside, from `start` to `finish`; whoever reads goes on with the one there is."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._making = ExitStack()

    def start(self) -> Index:
        self._making.enter_context(storage.fresh())
        return self.index

    def finish(self) -> None:
        self._making.close()
