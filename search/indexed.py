"""Wagtail's own search application as this portal runs it: what changes is owed to the index, as a row of the same
transaction, instead of a task a saving."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import post_delete, post_save
from modelsearch.index import class_is_indexed, get_indexed_models
from wagtail.search.apps import WagtailSearchAppConfig


class IndexConfig(WagtailSearchAppConfig):
    """As Wagtail's own, but for who tells the index."""

    def ready(self) -> None:
        from modelsearch.backends.database.postgres.weights import set_weights
        from taggit.models import ItemBase

        for model in get_indexed_models():
            if getattr(model, "search_auto_update", True):
                post_save.connect(_owe_saved, sender=model)
                post_delete.connect(_owe, sender=model)
        for model in apps.get_models():
            if issubclass(model, ItemBase):
                post_save.connect(_owe_tagged, sender=model)
                post_delete.connect(_owe_tagged, sender=model)
        set_weights()
        self.get_model("IndexEntry").add_generic_relations()


def _owe_saved(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    # What a fixture holds may refer to what it has not loaded yet.
    if not raw:
        _owe(instance)


def _owe(instance: Any, **kwargs: Any) -> None:
    from search.writing import owe

    owe(type(instance), [instance.pk])


def _owe_tagged(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Tags are words of what has them, and are saved after it."""
    if not raw and class_is_indexed(type(instance.content_object)):
        _owe(instance.content_object)
