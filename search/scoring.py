"""What meets a question, and how well: one rule for the index on disk and for what is read from the database.

A word counts the more the rarer it is and the heavier it stands in a thing (its weight: the field's boost, the
shortness of the text, how often); words that stand together as they were asked for count more than the same apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Protocol

from wagtail.search.query import (
    MATCH_ALL,
    MATCH_NONE,
    And,
    Boost,
    Fuzzy,
    MatchAll,
    Not,
    Or,
    Phrase,
    PlainText,
    SearchQuery,
)

from search import synonyms
from search.language import Token, tokens
from search.texts import opening_words, placed

# How soon more of the same word says nothing more.
SATURATION = 2.0
# A synonym is nearly as good as the word.
OTHER_WORD = 0.85
# Words side by side: that share of what they are worth is added.
TOGETHER = 0.3
# Among more things than these nobody looks where the words stand.
MOST_LOOKED_AT = 1_500

type Scores = dict[Any, float]
type Slot = tuple[tuple[str, ...], ...]


class Source(Protocol):
    """Where things and their words stand. A thing is told by whatever the source tells it by."""

    def size(self) -> int: ...

    def every(self) -> Iterable[Any]: ...

    def met(self, term: str) -> Mapping[Any, float]:
        """The things that hold the term, with its weight in each."""

    def places(self, term: str) -> Callable[[Any], Sequence[int]]:
        """Where in a thing the term stands."""

    def opened(self, word: str) -> Mapping[Any, float]:
        """The things with the word in what may be completed."""

    def beginning(self, start: str) -> Mapping[Any, float]:
        """The things with a word in what may be completed that begins so."""

    def like(self, term: str, distance: int) -> Iterable[str]:
        """The terms that are not further than so many letters from this one."""


@dataclass
class Rarity:
    """In how many of how many things a word stands. What the index counted holds for what is merged into its list."""

    things: int = 0
    counted: dict[Any, int] = field(default_factory=dict)

    def of(self, word: Any, count: int) -> float:
        count = self.counted.setdefault(word, count)
        return math.log(1 + (self.things - min(count, self.things) + 0.5) / (count + 0.5))


def simplified(query: SearchQuery) -> SearchQuery:
    """The same question with everything and nothing taken out of its parts: they remain only as the whole of it."""
    if isinstance(query, And | Or):
        parts = [simplified(one) for one in query.subqueries]
        deciding, idle = (is_none, is_all) if isinstance(query, And) else (is_all, is_none)
        if any(deciding(one) for one in parts):
            return MATCH_NONE if isinstance(query, And) else MATCH_ALL
        parts = [one for one in parts if not idle(one)]
        if not parts:
            return MATCH_ALL if isinstance(query, And) else MATCH_NONE
        return parts[0] if len(parts) == 1 else type(query)(parts)
    if isinstance(query, Not):
        part = simplified(query.subquery)
        if isinstance(part, Not):
            return part.subquery
        return MATCH_NONE if is_all(part) else Not(part)
    if isinstance(query, Boost):
        part = simplified(query.subquery)
        return part if is_all(part) or is_none(part) else Boost(part, query.boost)
    return query


def is_all(query: SearchQuery) -> bool:
    return isinstance(query, MatchAll)


def is_none(query: SearchQuery) -> bool:
    return isinstance(query, Not) and isinstance(query.subquery, MatchAll)


def excludes(query: SearchQuery) -> bool:
    """Whether anything of it asks for what is not there."""
    if isinstance(query, Not):
        return True
    inner = getattr(query, "subqueries", None) or [one for one in [getattr(query, "subquery", None)] if one]
    return any(excludes(one) for one in inner)


def slots(text: str) -> list[Slot]:
    """The words of a text, each with whatever else says the same; the word itself stands first."""
    found = tokens(text)
    return [tuple(one) for one in synonyms.expand(_one_reading(found))]


def _one_reading(found: list[Token]) -> list[Token]:
    """A compound that is read whole and in parts is asked for by its parts: those stand in every way of writing it."""
    return [
        one
        for one in found
        if not any(
            other is not one
            and one.start <= other.start
            and other.end <= one.end
            and (other.end - other.start) < (one.end - one.start)
            for other in found
        )
    ]


@dataclass
class Question:
    """A question put to a source. `unfinished`: the last word of a plain text is only begun, and what may be completed
    is looked at alone."""

    source: Source
    rarity: Rarity
    unfinished: bool = False

    def scores(self, query: SearchQuery) -> Scores:
        """What meets the question, with how well."""
        match query:
            case PlainText():
                if self.unfinished:
                    return self._completed(query)
                return self._scaled(self._plain(query), query.boost)
            case Phrase():
                return self._phrase(query.query_string)
            case Fuzzy():
                return self._fuzzy(query)
            case Boost():
                return self._scaled(self.scores(query.subquery), query.boost)
            case And():
                return self._all(query.subqueries)
            case Or():
                return _sum([self.scores(one) for one in query.subqueries])
            case Not():
                without = self.scores(query.subquery)
                return {thing: 0.0 for thing in self.source.every() if thing not in without}
            case MatchAll():
                return dict.fromkeys(self.source.every(), 0.0)
        raise NotImplementedError(f"`{query.__class__.__name__}` is not supported by this search backend.")

    @staticmethod
    def _scaled(found: Scores, boost: float) -> Scores:
        return found if boost == 1 else {thing: score * boost for thing, score in found.items()}

    def _all(self, queries: Sequence[SearchQuery]) -> Scores:
        wanted = [one for one in queries if not isinstance(one, Not)]
        found = _common([self.scores(one) for one in wanted or [MATCH_ALL]])
        for one in queries:
            if isinstance(one, Not) and found:
                without = self.scores(one.subquery)
                found = {thing: score for thing, score in found.items() if thing not in without}
        return found

    # --- Words ------------------------------------------------------------------------------------------------------

    def _worth(self, word: Any, weights: Mapping[Any, float], count: int | None = None) -> Scores:
        rare = self.rarity.of(word, len(weights) if count is None else count) * (SATURATION + 1)
        return {thing: rare * weight / (weight + SATURATION) for thing, weight in weights.items()}

    def _slot(self, slot: Slot) -> Scores:
        """A word or one of those that say the same: the best of them counts, all are as rare as they are together."""
        own = self._together(slot[0], adjoining=False)
        if len(slot) > 1:
            own = dict(own)
            for other in slot[1:]:
                for thing, weight in self._together(other).items():
                    if weight * OTHER_WORD > own.get(thing, 0.0):
                        own[thing] = weight * OTHER_WORD
        return self._worth(slot, own)

    def _together(self, terms: Sequence[str], *, adjoining: bool = True) -> Mapping[Any, float]:
        """The things with all these terms, one after the other, and the least of their weights."""
        if len(terms) == 1:
            return self.source.met(terms[0])
        met = [self.source.met(term) for term in terms]
        things = _in_all(met)
        if adjoining and things:
            places = [self.source.places(term) for term in terms]
            things = {thing for thing in things if _adjoin([place(thing) for place in places])}
        return {thing: min(one[thing] for one in met) for thing in things}

    def _plain(self, query: PlainText) -> Scores:
        asked = slots(query.query_string)
        if not asked:
            return self._grammar(query.query_string)
        met = [self._slot(slot) for slot in asked]
        if query.operator == "and":
            return self._nearer(_common(met), asked, met)
        found = _sum(met)
        if len(met) > 1:
            # Who meets more of the words comes before who meets the rarest of them.
            times: dict[Any, int] = {}
            for one in met:
                for thing in one:
                    times[thing] = times.get(thing, 0) + 1
            found = {thing: score * times[thing] / len(met) for thing, score in found.items()}
        return self._nearer(found, asked, met)

    def _nearer(self, found: Scores, asked: list[Slot], met: list[Scores]) -> Scores:
        if len(asked) < 2 or not found or len(found) > MOST_LOOKED_AT:
            return found
        for left in range(len(asked) - 1):
            if len(asked[left][0]) > 1 or len(asked[left + 1][0]) > 1:
                continue
            one, other = met[left], met[left + 1]
            first = self.source.places(asked[left][0][0])
            second = self.source.places(asked[left + 1][0][0])
            for thing in found:
                if thing in one and thing in other and _adjoin([first(thing), second(thing)]):
                    found[thing] += TOGETHER * (one[thing] + other[thing]) / 2
        return found

    def _grammar(self, text: str) -> Scores:
        """Words of grammar alone: no index of meanings holds them, but what may be completed does ("A Ver")."""
        words = [one.word for one in tokens(text, stopped=False)]
        return _common([self._worth(word, self.source.opened(word)) for word in words]) if words else {}

    def _phrase(self, text: str) -> Scores:
        found = [one for one, _place in placed(_one_reading(tokens(text)))]
        if not found:
            return self._grammar(text)
        asked = [one.term for one in found]
        together = self._together(asked)
        met = [self.source.met(term) for term in asked]
        return _common(
            [
                self._worth(((term,),), {thing: one[thing] for thing in together}, len(one))
                for term, one in zip(asked, met, strict=True)
            ]
        )

    def _fuzzy(self, query: Fuzzy) -> Scores:
        met = []
        for token in _one_reading(tokens(query.query_string)):
            term = token.term
            weights = dict(self.source.met(term))
            distance = 0 if len(term) < 3 else 1 if len(term) < 6 else 2
            for other in self.source.like(term, distance) if distance else ():
                for thing, weight in self.source.met(other).items():
                    weights[thing] = max(weights.get(thing, 0.0), weight * OTHER_WORD)
            met.append(self._worth(("like", term), weights))
        if not met:
            return {}
        return _common(met) if query.operator == "and" else _sum(met)

    def _completed(self, query: PlainText) -> Scores:
        words = opening_words(query.query_string)
        if not words:
            return {}
        met = [dict(self.source.opened(word)) for word in words[:-1]]
        met.append(dict(self.source.beginning(words[-1])))
        found = _common(met) if query.operator == "and" else _sum(met)
        return self._scaled(found, query.boost)


def _in_all(met: Sequence[Mapping[Any, float]]) -> set[Any]:
    ordered = sorted(met, key=len)
    return reduce(lambda things, one: things & one.keys(), ordered[1:], set(ordered[0]))


def _common(met: Sequence[Scores]) -> Scores:
    if len(met) == 1:
        return met[0]
    return {thing: sum(one[thing] for one in met) for thing in _in_all(met)}


def _sum(met: Sequence[Scores]) -> Scores:
    if len(met) == 1:
        return met[0]
    total: Scores = {}
    for one in met:
        for thing, score in one.items():
            total[thing] = total.get(thing, 0.0) + score
    return total


def _adjoin(places: Sequence[Sequence[int]]) -> bool:
    """Whether the first stands somewhere right before the second, that before the third …"""
    here = set(places[0])
    for later in places[1:]:
        here = {place + 1 for place in here} & set(later)
        if not here:
            return False
    return True
