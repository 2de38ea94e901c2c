"""Wagtail's two mixins for what can be searched, with types: a model names its words in `search_fields`, and in
`get_indexed_objects` those of its rows that everybody may read; its queryset has `search` and `autocomplete`.

Beside `search_fields` a model may say `search_columns` (the columns behind all its words, where those are made by
methods) and `search_follows` (`search.following`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import QuerySet

if TYPE_CHECKING:

    class Indexed:
        search_fields: ClassVar[Sequence[Any]]
        search_columns: ClassVar[Sequence[str]]
        search_follows: ClassVar[Sequence[str]]

        @classmethod
        def get_indexed_objects(cls) -> QuerySet[Any]: ...

        def get_indexed_instance(self) -> Any: ...

    class SearchableQuerySetMixin:
        def search(self, query: Any, **how: Any) -> Any: ...

        def autocomplete(self, query: Any, **how: Any) -> Any: ...

else:
    from wagtail.search.index import Indexed
    from wagtail.search.queryset import SearchableQuerySetMixin

__all__ = ["Indexed", "SearchableQuerySetMixin"]
