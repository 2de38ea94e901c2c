"""Wagtail's search backend on Whoosh: `SEARCH_BACKEND=whoosh`.

The index on disk gives candidates and scores, by the portal's own analysis of Portuguese; what of it anybody sees is
decided by the queryset that is searched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from wagtail.search.backends.base import BaseSearchBackend
from wagtail.search.query import PlainText

from search.scoring import Rarity
from search.whoosh import storage
from search.whoosh.answers import answer
from search.whoosh.compiling import AutocompleteQueryCompiler, SearchQueryCompiler
from search.whoosh.index import Index, Rebuilder
from search.whoosh.results import SearchResults


class WhooshSearchBackend(BaseSearchBackend):
    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index
    results_class = SearchResults
    rebuilder_class = Rebuilder

    def scores_by_model(
        self, text: str, models: Sequence[type[Model]], operator: str
    ) -> tuple[dict[type[Model], dict[Any, float]] | None, Rarity | None]:
        """Of several models at once the keys of what meets the words, with how well; None where there is no index."""
        try:
            found = answer(PlainText(text, operator=operator), models)
        except storage.Away:
            return None, None
        return {model: found.of(model) for model in models}, found.rarity


SearchBackend = WhooshSearchBackend
