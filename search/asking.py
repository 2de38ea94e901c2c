"""One question over several kinds of things: what the box, the suggestions and the catalogue ask, whatever the backend.

The reader's rights come in as querysets: what a queryset does not hold is not found, not counted and not suggested.
What stands in no index (T1 and above) is looked for in the database and merged in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText

from search import matching, scoring, suggesting, synonyms

LONGEST = 120


class Kind:
    """A kind of thing and those of it the reader may know of. `name`: as in the address, "indicadores".

    `rows` may be what makes them, with the `model` they will be of: of most kinds nothing is found, and their rows are
    never asked for. `whole`: each of these rows stands in the index, so that none is looked for in the database.
    """

    def __init__(
        self,
        name: str,
        rows: QuerySet[Any] | Callable[[], QuerySet[Any]],
        *,
        model: type[Model] | None = None,
        whole: bool = False,
    ) -> None:
        self.name, self.whole = name, whole
        self._rows, self._model = rows, model

    @cached_property
    def rows(self) -> QuerySet[Any]:
        return self._rows if isinstance(self._rows, QuerySet) else self._rows()

    @property
    def model(self) -> type[Model]:
        return self._model or self.rows.model

    @cached_property
    def held_back(self) -> list[QuerySet[Any]]:
        """Of the rows those that stand in no index."""
        return [] if self.whole else matching.held_back(self.rows)


@dataclass(frozen=True)
class Hit:
    kind: str
    pk: Any
    score: float


@dataclass(frozen=True)
class Group:
    """What was found of a kind: how many in all, and the first of them, best first."""

    kind: str
    total: int
    hits: tuple[Hit, ...]

    @property
    def best(self) -> float:
        return self.hits[0].score if self.hits else 0.0


@dataclass(frozen=True)
class Found:
    """`groups`: the kinds with something found, the one with the best hit first. `loosely`: not every word was met.
    `from_database`: the index was away or damaged, and is being made anew."""

    groups: tuple[Group, ...] = ()
    loosely: bool = False
    from_database: bool = False
    terms: frozenset[str] = field(default_factory=frozenset)

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)


def scores(text: str, rows: QuerySet[Any], *, operator: str = "and") -> dict[Any, float]:
    """Of these rows those whose words match, with how well: by the index, by the database for what no index holds."""
    text = cleaned(text)
    if not text:
        return {}
    with synonyms.looked_up_once():
        answer = _asked(text, [rows.model], operator)
        return next(found for _kind, found in _of(answer, text, [Kind("", rows)], operator))


def find(text: str, kinds: Sequence[Kind], *, most: int = 5, start: int = 0) -> Found:
    """What is found of each kind: `most` hits from `start` on. Every word has to be met; where nothing is, some."""
    text = cleaned(text)
    if not text:
        return Found()
    with synonyms.looked_up_once():
        asked = scoring.slots(text)
        wanted = frozenset(term for slot in asked for terms in slot for term in terms)
        away = False
        for operator in ("and", "or") if len(asked) > 1 else ("and",):
            answer = _asked(text, list(dict.fromkeys(kind.model for kind in kinds)), operator)
            away = away or answer.away
            groups = _groups(answer, text, kinds, operator, slice(start, start + most))
            if groups:
                return Found(groups, loosely=operator == "or", from_database=away, terms=wanted)
    return Found(from_database=away, terms=wanted)


def _groups(
    answer: _Answer, text: str, kinds: Sequence[Kind], operator: str, page: slice
) -> tuple[Group, ...]:
    """The kinds of which something was found, the one with the best of all first, whichever page of it is shown."""
    groups = []
    for kind, found in _of(answer, text, kinds, operator):
        if found:
            # What is equally good stands in one order on every page.
            ranked = sorted(sorted(found), key=found.__getitem__, reverse=True)
            hits = tuple(Hit(kind.name, pk, found[pk]) for pk in ranked[page])
            groups.append((found[ranked[0]], Group(kind.name, len(ranked), hits)))
    return tuple(group for _best, group in sorted(groups, key=lambda one: -one[0]))


def cleaned(text: str) -> str:
    """What can be asked of what was typed: not endless, and without what is no letter in any database."""
    readable = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(readable.split())[:LONGEST].strip()


@dataclass(frozen=True)
class _Answer:
    """What a backend found of each model, whoever may see it. `away`: the index could not be read. `rarity`: how it
    weighed the words, where it is our own that did."""

    found: dict[type[Model], dict[Any, float]]
    away: bool = False
    rarity: scoring.Rarity | None = None


def _asked(text: str, models: Sequence[type[Model]], operator: str) -> _Answer:
    """One search for all models where the backend can, else one for each."""
    backend = get_search_backend()
    at_once = getattr(backend, "scores_by_model", None)
    if at_once is not None:
        found, rarity = at_once(text, models, operator)
        return _Answer({}, away=True) if found is None else _Answer(found, rarity=rarity)
    query = synonyms.as_query(text, operator)
    each = {}
    for model in models:
        results = backend.search(query, model._default_manager.all()).annotate_score("_score")
        each[model] = {row.pk: float(row._score or 0) for row in results}
    return _Answer(each)


def _of(
    answer: _Answer, text: str, kinds: Sequence[Kind], operator: str
) -> Iterator[tuple[Kind, dict[Any, float]]]:
    """Of the rows of each kind those that were found. Rows are what the reader may see: the answer passes through
    them."""
    query = PlainText(text, operator=operator)
    if answer.away:
        for kind in kinds:
            yield kind, _by_the_database(query, kind.rows)
        return
    passing, beyond = _passing(answer, kinds), _held_back(answer, query, kinds)
    for number, kind in enumerate(kinds):
        found, more = passing.get(number, {}), beyond.get(number, {})
        if more and found and answer.rarity is None:
            # Two ways of counting: the best of the one stands beside the best of the other.
            share = max(found.values()) / max(*more.values(), 0.01)
            more = {pk: score * share for pk, score in more.items()}
        yield kind, more | found


def _by_the_database(query: PlainText, rows: QuerySet[Any]) -> dict[Any, float]:
    found = matching.scores_instead(query, rows)
    beyond: dict[Any, float] = {}
    for back in matching.held_back(rows):
        beyond |= matching.scores(query, back)
    return beyond | found


def _passing(answer: _Answer, kinds: Sequence[Kind]) -> dict[int, dict[Any, float]]:
    """Of what the index found, by kind, what is among the rows of its reader."""
    met = {
        number: (kind.rows.filter(matching.Among(list(candidates))), candidates)
        for number, kind in enumerate(kinds)
        if (candidates := answer.found[kind.model])
    }
    there = _keys({number: rows for number, (rows, _candidates) in met.items()})
    return {number: {pk: met[number][1][pk] for pk in keys} for number, keys in there.items()}


def _held_back(answer: _Answer, query: PlainText, kinds: Sequence[Kind]) -> dict[int, dict[Any, float]]:
    """Of what no index holds, by kind, what meets the words. Of most kinds nothing may: those are not read."""
    back = {
        (number, part): rows for number, kind in enumerate(kinds) for part, rows in enumerate(kind.held_back)
    }
    found: dict[int, dict[Any, float]] = {}
    there = _keys({place: matching.narrowed(rows, query) for place, rows in back.items()})
    for (number, part), keys in there.items():
        rows = back[number, part]
        rarity = answer.rarity or scoring.Rarity(rows.count())
        met = matching.scores(query, rows.filter(matching.Among(keys)), rarity=rarity)
        found[number] = found.get(number, {}) | met
    return found


def _keys[P](asked: Mapping[P, QuerySet[Any]]) -> dict[P, list[Any]]:
    """The primary keys of all these rows, where there are any: one statement, however many models."""
    places = list(asked)
    told = [
        asked[place]
        .order_by()
        .annotate(_kind=Value(number), _key=Cast("pk", TextField()))
        .values_list("_kind", "_key")
        for number, place in enumerate(places)
    ]
    if not told:
        return {}
    every = told[0].union(*told[1:], all=True).order_by() if len(told) > 1 else told[0]
    found: dict[P, list[Any]] = {}
    for number, key in every:
        place = places[number]
        found.setdefault(place, []).append(asked[place].model._meta.pk.to_python(key))
    return found


def complete(text: str, kinds: Sequence[Kind], *, most: int = 8) -> list[Hit]:
    """What somebody may be typing: the last word need not be whole."""
    return [Hit(kind, pk, score) for kind, pk, score in suggesting.complete(text, kinds, most)]


def spelled(text: str, kinds: Sequence[Kind]) -> str:
    """The same question as it was probably meant, in words that stand in the index and find something; "" for none."""

    def met(words: str) -> int:
        found = find(words, kinds, most=1)
        return 0 if found.loosely else found.total

    return suggesting.spelled(text, met)
