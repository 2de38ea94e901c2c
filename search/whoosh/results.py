"""What was found, as Wagtail's search API gives it: like a queryset, best first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from wagtail.search.backends.base import BaseSearchResults, FilterFieldError


class SearchResults(BaseSearchResults):
    supports_facet = True

    def _ranked(self) -> list[Any]:
        """The keys of what the queryset holds of the candidates, the best first. Asked for once, sliced as often as one
        likes: slices share the compiler."""
        compiler = self.query_compiler
        ranked: list[Any] | None = getattr(compiler, "ranked", None)
        if ranked is None:
            scores = compiler.candidates
            passing = set(compiler.among(list(scores)).order_by().values_list("pk", flat=True))
            # What is equally good stands in one order on every page.
            ranked = sorted(sorted(passing, reverse=True), key=lambda pk: -scores[pk])
            compiler.ranked = ranked
        return ranked

    def _rows(self) -> QuerySet[Any]:
        """In the queryset's own order."""
        compiler = self.query_compiler
        if compiler.everything:
            rows: QuerySet[Any] = compiler.queryset
        else:
            rows = compiler.among(list(compiler.candidates))
        if not compiler.order_by_relevance and not rows.query.order_by:
            rows = rows.order_by("-pk")
        return rows

    @property
    def _by_relevance(self) -> bool:
        return bool(self.query_compiler.order_by_relevance) and not self.query_compiler.everything

    def _do_search(self) -> Iterable[Any]:
        if self._by_relevance:
            page = self._ranked()[self.start : self.stop]
            there = {row.pk: row for row in self.query_compiler.among(page).order_by()}
            found = [there[pk] for pk in page if pk in there]
        else:
            found = list(self._rows()[self.start : self.stop])
        if self._score_field:
            scores = {} if self.query_compiler.everything else self.query_compiler.candidates
            for row in found:
                setattr(row, self._score_field, float(scores.get(row.pk, 0.0)))
        return found

    def _do_count(self) -> int:
        if self._by_relevance:
            return len(self._ranked()[self.start : self.stop])
        return int(self._rows()[self.start : self.stop].count())

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """How many of all that was found, sliced or not, have each value of a FilterField; the most frequent first."""
        compiler = self.query_compiler
        if compiler._get_filterable_field(field_name) is None:
            model = compiler.queryset.model.__name__
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". '
                f"Please add index.FilterField('{field_name}') to {model}.search_fields.",
                field_name=field_name,
            )
        # Counted anew over the keys: a filter of the queryset may have brought one of them several times.
        rows = compiler.queryset.model._base_manager.filter(pk__in=self._rows().order_by().values("pk"))
        counted = rows.order_by().values(field_name).annotate(count=Count("pk", distinct=True))
        return OrderedDict((one[field_name], one["count"]) for one in counted.order_by("-count"))
