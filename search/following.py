"""What stands in another's entry: the axis of a unit, the facility of a resource. When it changes, so does the entry.

A model names in `search_follows` the relations whose words its entry holds, or on which hangs whether it is public.
A room below never has to know who stands above it: each save and deletion there owes the entries that follow.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from wagtail.search import index

Followers = dict[type[Model], tuple[tuple[type[Model], str], ...]]


@cache
def followers() -> Followers:
    """{model: ((who follows it, by which path), ...)}."""
    found: dict[type[Model], list[tuple[type[Model], str]]] = defaultdict(list)
    for model in index.get_indexed_models():
        for path in getattr(model, "search_follows", ()):
            found[_end_of(model, path)].append((model, path))
    return {model: tuple(who) for model, who in found.items()}


def connect() -> None:
    """Called once, when all models are known."""
    for model in followers():
        post_save.connect(_changed, sender=model, dispatch_uid=f"followed:{model._meta.label}")
        pre_delete.connect(_changed, sender=model, dispatch_uid=f"followed:{model._meta.label}")


def owe_followers(model: type[Model], pks: list[Any]) -> None:
    """The same for rows of a followed model that were written in bulk."""
    for follower, path in followers().get(model, ()):
        rows = follower._base_manager.filter(**{f"{path}__in": pks}).order_by()
        owed = list(rows.values_list("pk", flat=True).distinct())
        if owed:
            # The writer knows Wagtail's pages, which are no models yet when this module is loaded.
            from search import writing

            writing.owe(follower, owed)


def _changed(sender: type[Model], instance: Model, raw: bool = False, **_more: Any) -> None:
    if not raw:
        owe_followers(sender, [instance.pk])


def _end_of(model: type[Model], path: str) -> type[Model]:
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return model
