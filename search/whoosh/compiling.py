"""Wagtail's search API, put to the index: a question and a queryset, and what of the queryset meets the question."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from wagtail.search.backends.base import BaseSearchQueryCompiler

from search import matching, scoring
from search.whoosh import storage
from search.whoosh.answers import answer


class SearchQueryCompiler(BaseSearchQueryCompiler):
    """The index says what meets the question and how well. Filters, order and rights are the database's own."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    UNFINISHED = False

    @cached_property
    def question(self) -> Any:
        return scoring.simplified(self.query)

    @property
    def everything(self) -> bool:
        """Nothing is asked but the queryset itself."""
        return scoring.is_all(self.question)

    @cached_property
    def candidates(self) -> dict[Any, float]:
        """The keys of what meets the question, with how well, whether the queryset holds them or not."""
        if scoring.is_none(self.question):
            return {}
        try:
            if self.fields is None:
                return answer(self.question, [self.queryset.model], unfinished=self.UNFINISHED).of(
                    self.queryset.model
                )
            return self._within_fields()
        except storage.Away:
            return matching.scores_instead(
                self.question, self.queryset, fields=self.fields, unfinished=self.UNFINISHED
            )

    def _within_fields(self) -> dict[Any, float]:
        """The index knows no fields: of what it found, the words are compared again in those fields alone."""
        # What is not asked for in these fields may well stand in others.
        wanted = scoring.MATCH_ALL if scoring.excludes(self.question) else self.question
        found = answer(wanted, [self.queryset.model], unfinished=self.UNFINISHED)
        rows = self.among(list(found.of(self.queryset.model)))
        return matching.scores(
            self.question, rows, fields=self.fields, rarity=found.rarity, unfinished=self.UNFINISHED
        )

    def among(self, keys: list[Any]) -> QuerySet[Any]:
        """The queryset without what is not one of these."""
        if not keys:
            none: QuerySet[Any] = self.queryset.none()
            return none
        rows: QuerySet[Any] = self.queryset.filter(matching.Among(keys))
        return rows


class AutocompleteQueryCompiler(SearchQueryCompiler):
    UNFINISHED = True
