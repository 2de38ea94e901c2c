"""A question put to the index on disk, whatever becomes of it: the one place where reading the index may go wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model
from wagtail.search.index import get_indexed_models
from wagtail.search.query import SearchQuery

from search import scoring, synonyms
from search.whoosh import storage
from search.whoosh.reading import Reading
from search.whoosh.schema import label


@dataclass(frozen=True)
class Answer:
    """What the index holds that meets a question: by label of the model, of each primary key how well."""

    found: dict[str, dict[str, float]]
    rarity: scoring.Rarity

    def of(self, model: type[Model]) -> dict[Any, float]:
        """Of the model and what descends from it. What stands in the index twice counts as the better one."""
        read = model._meta.pk.to_python
        scores: dict[Any, float] = {}
        for name in family(model):
            for written, score in self.found.get(name, {}).items():
                pk = read(written)
                if score > scores.get(pk, -1.0):
                    scores[pk] = score
        return scores


@cache
def family(model: type[Model]) -> list[str]:
    """The labels under which objects of a model may stand in the index: its own and those of what descends from it."""
    return [label(one) for one in get_indexed_models() if issubclass(one, model)]


def answer(query: SearchQuery, models: Iterable[type[Model]], *, unfinished: bool = False) -> Answer:
    """Raises storage.Away where there is no index that could be read; a damaged one is reported as such."""
    wanted = {name for model in models for name in family(model)}
    query = scoring.simplified(query)
    with synonyms.looked_up_once():
        for attempt in (1, 2):
            try:
                return _answer(query, wanted, unfinished)
            except (storage.Away, NotImplementedError):
                raise
            except Exception as error:
                # A file may have gone in the moment of a swap; whatever it is, the second time it is the index itself.
                if attempt == 2:
                    storage.damaged(error)
                    raise storage.Away from error
    raise storage.Away


def _answer(query: SearchQuery, wanted: set[str], unfinished: bool) -> Answer:
    reading = Reading(storage.searcher())
    rarity = scoring.Rarity(reading.size())
    found: dict[str, dict[str, float]] = {name: {} for name in wanted}
    which = reading.objects()
    for thing, score in scoring.Question(reading, rarity, unfinished).scores(query).items():
        name, pk = which(thing)
        if name in found:
            found[name][pk] = score
    return Answer(found, rarity)
