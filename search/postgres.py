"""Wagtail's search backend on PostgreSQL as this portal runs it: `SEARCH_BACKEND=postgres`.

Accents are ignored, in what is completed too; a question that holds no word finds nothing.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery as TextQuery
from django.db.models import Model
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from wagtail.search.query import And, Fuzzy, Or, PlainText

from search import scoring, synonyms
from search.language import fold

CONFIG = "concerta"
# Whole words without accents: what is typed begins like the word as it is written, not like its stem.
WHOLE_WORDS = "concerta_whole"


class Asked:
    """What both ways of asking have in common: the parts of the question that the backend cannot put to PostgreSQL."""

    queryset: Any
    query: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.query = scoring.simplified(self.query)
        if isinstance(self.query, Fuzzy):
            self.query = Fuzzy(fold(self.query.query_string), operator=self.query.operator, unaccent=True)

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        words = query.query_string.replace("-", " ").split() if isinstance(query, PlainText) else []
        if invert and len(words) > 1:
            # Not (this and that) is: not this, or not that. Each word for itself lets the backend turn it round.
            query = (And if query.operator == "and" else Or)([PlainText(word) for word in words])
        with warnings.catch_warnings():
            # A boost counts in the order (build_tsrank); that it has no part in what is met goes without saying.
            warnings.simplefilter("ignore", RuntimeWarning)
            made = super().build_tsquery_content(query, config=config, invert=invert)  # type: ignore[misc]
        return TextQuery("", config=config) if made is None else made


class SearchQueryCompiler(Asked, PostgresSearchQueryCompiler):
    pass


class AutocompleteQueryCompiler(Asked, PostgresAutocompleteQueryCompiler):
    pass


class Index(PostgresIndex):
    def add_items(self, model: Any, objs: Any) -> None:
        # One statement with the parameters of all of them: PostgreSQL takes 65,535.
        objs = list(objs)
        for start in range(0, len(objs), 500):
            super().add_items(model, objs[start : start + 500])


class SearchBackend(PostgresSearchBackend):
    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": CONFIG, **params})
        self.autocomplete_config = WHOLE_WORDS

    def scores_by_model(
        self, text: str, models: Sequence[type[Model]], operator: str
    ) -> tuple[dict[type[Model], dict[Any, float]], None]:
        """Of each model the keys of what meets the words, with how well, without reading the objects themselves."""
        query = synonyms.as_query(text, operator)
        found: dict[type[Model], dict[Any, float]] = {}
        for model in models:
            results = self.search(query, model._default_manager.all()).annotate_score("_score")
            rows = results.get_queryset().order_by().values_list("pk", "_score")
            found[model] = {pk: float(score or 0) for pk, score in rows}
        return found, None
