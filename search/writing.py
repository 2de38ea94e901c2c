"""What is owed to the index."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from search.models import Change


def owe(model: type[Model], pks: Iterable[Any]) -> None:
    """The entries of these rows have to be written again: said in the transaction that changed them."""
    kind = ContentType.objects.get_for_model(model)
    Change.objects.bulk_create([Change(content_type=kind, object_id=str(pk)) for pk in pks])
