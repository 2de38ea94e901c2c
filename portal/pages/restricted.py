"""What the CMS closes to the public, or opens again: the page and all below it, as they stand in the search index."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction

from search import writing


def connect() -> None:
    post_save.connect(_owe_pages, sender=PageViewRestriction)
    post_delete.connect(_owe_pages, sender=PageViewRestriction)


def _owe_pages(instance: PageViewRestriction, **_more: Any) -> None:
    under = Page.objects.descendant_of(instance.page, inclusive=True).order_by()
    kinds: dict[int, list[int]] = {}
    for pk, kind in under.values_list("pk", "content_type_id"):
        kinds.setdefault(kind, []).append(pk)
    for kind, pks in kinds.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            writing.owe(model, pks)
