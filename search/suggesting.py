"""What somebody may be typing, and what somebody probably meant: both from the words of the index, and only what the
reader's own rows bear out.

The index holds nothing but what everybody may read. Rows that stand in no index are looked for in the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat
from wagtail.search.backends import get_search_backend
from wagtail.search.index import Indexed

from search import synonyms
from search.language import STOP_WORDS, fold, stem
from search.spelling import Vocabulary, corrected

if TYPE_CHECKING:
    from search.asking import Kind

SHORTEST, LONGEST = 2, 120
# So many of what begins like the question are shown to the reader's rights; so many rows that stand in no index.
CANDIDATES, UNINDEXED = 300, 50
# What is meant has to find so many times as much as what was typed.
FAR_MORE = 10
_TEXT = models.TextField()
_PARTS = re.compile(r"[^\W_]+")


class Words(Protocol):
    """What an index tells about its words."""

    def begun(
        self, starts: Sequence[str], labels: set[str], most: int
    ) -> list[tuple[str, str, float]] | None:
        """Things of these models whose titles have words that begin so: label, primary key, score; best first.

        None where the index is away: then the database answers for all.
        """

    def vocabulary(self) -> Vocabulary:
        """The words of the index as they are written; none where it is away."""


def _words() -> Words | None:
    backend = get_search_backend()
    if type(backend).__module__.startswith("search.whoosh"):
        from search.whoosh import words

        return words
    # Its module asks for models that stand only once all rooms are loaded.
    from search import entries

    return entries if entries.answers(backend) else None


# --- What may be typed ------------------------------------------------------------------------------------------------


def complete(text: str, kinds: Sequence[Kind], most: int) -> list[tuple[str, Any, float]]:
    """(kind, primary key, score) of the rows whose title has all these words, the last of which need not be whole.

    Titles that begin like the text come first. Whatever the number of kinds, one question to the index and two to the
    database.
    """
    asked = _asked(text)
    if asked is None or not kinds:
        return []
    whole, begun = asked
    indexed = _indexed(kinds, whole, begun)
    found = [*(indexed or []), *_from_database(kinds, whole, begun, indexed_too=indexed is None)]
    start = " ".join(fold(text).split())
    best: dict[tuple[str, Any], tuple[bool, float, str]] = {}
    for name, pk, score, title in found:
        lines = [" ".join(fold(line).split()) for line in title.split("\n")]
        rank = (not any(line.startswith(start) for line in lines), -score, lines[0])
        if rank < best.get((name, pk), (True, float("inf"), "")):
            best[name, pk] = rank
    ranked = sorted(best.items(), key=lambda one: (*one[1], one[0][0], str(one[0][1])))
    return [(name, pk, -rank[1]) for (name, pk), rank in ranked[:most]]


def _asked(text: str) -> tuple[list[str], str] | None:
    """The words before the last, and the last as far as it is typed."""
    words = _PARTS.findall(fold(text.strip()[:LONGEST]))
    if meaning := [word for word in words if word not in STOP_WORDS]:
        # "cadeira de": what follows is not typed yet.
        words = meaning
    if not words or len("".join(words)) < SHORTEST:
        return None
    return words[:-1], words[-1]


def _start(word: str) -> str:
    """What all forms of a word begin with."""
    there = 0
    for one, other in zip(word, stem(word), strict=False):
        if one != other:
            break
        there += 1
    return word[:there] or word


def _fits(title: str, whole: Sequence[str], begun: str) -> bool:
    """Whether the title has each of the words, in whatever form, and one that begins like the last."""
    there = _PARTS.findall(fold(title))
    stems = {stem(word) for word in there}
    return all(word in there or stem(word) in stems for word in whole) and any(
        word.startswith(begun) or stem(word) == stem(begun) for word in there
    )


type _Row = tuple[str, Any, float, str]


def _indexed(kinds: Sequence[Kind], whole: Sequence[str], begun: str) -> list[_Row] | None:
    words = _words()
    if words is None:
        return _by_the_api(kinds, whole, begun)
    labels = {kind.name: _labels(kind.model) for kind in kinds}
    starts = [*(_start(word) for word in whole), begun]
    candidates = words.begun(starts, set().union(*labels.values()), CANDIDATES)
    if candidates is None:
        return None
    scores: dict[tuple[str, str], float] = {}
    queries = []
    for kind in kinds:
        mine = {pk: score for label, pk, score in candidates if label in labels[kind.name]}
        scores |= {(kind.name, pk): score for pk, score in mine.items()}
        if mine:
            queries.append((kind, kind.rows.filter(pk__in=list(mine))))
    return [
        (name, pk, scores[name, str(pk)], title)
        for name, pk, title, whole_title in _titles(queries)
        if not whole_title or _fits(title, whole, begun)
    ]


def _by_the_api(kinds: Sequence[Kind], whole: Sequence[str], begun: str) -> list[_Row]:
    """Of an index elsewhere: kind by kind, as the search API has it."""
    backend, text = get_search_backend(), " ".join([*whole, begun])
    found: list[_Row] = []
    for kind in kinds:
        hits = backend.autocomplete(text, kind.rows, operator="and").annotate_score("_score")[:UNINDEXED]
        found += [(kind.name, row.pk, float(row._score or 0), str(row)) for row in hits]
    return found


def _from_database(
    kinds: Sequence[Kind], whole: Sequence[str], begun: str, *, indexed_too: bool
) -> list[_Row]:
    """What the reader may know of and no index holds; `indexed_too`: everything the reader may know of."""
    queries = []
    for kind in kinds:
        if kind.whole and not indexed_too:
            continue
        columns = _columns(kind.model)
        rows = kind.rows
        if not indexed_too:
            rows = rows.exclude(pk__in=rows.model.get_indexed_objects().order_by().values("pk"))
        for word in (*(_start(one) for one in whole), begun):
            has = Q()
            for column in columns:
                has |= Q(**{f"{column}__unaccent__icontains": word})
            rows = rows.filter(has)
        if columns:
            queries.append((kind, rows))
    found = _titles(queries, most=UNINDEXED)
    return [(name, pk, 0.0, title) for name, pk, title, _all in found if _fits(title, whole, begun)]


def _titles(
    queries: Iterable[tuple[Kind, QuerySet[Any]]], *, most: int | None = None
) -> list[tuple[str, Any, str, bool]]:
    """The titles of all these rows in one question to the database: kind, primary key, title, whether all of it."""
    asked: list[QuerySet[Any, Any]] = []
    kinds: list[Kind] = []
    for kind, rows in queries:
        lines: list[Any] = []
        for column in _columns(kind.model):
            lines += [Coalesce(Cast(F(column), _TEXT), Value("", _TEXT)), Value("\n", _TEXT)]
        title = Concat(*lines, output_field=_TEXT) if lines else Cast(Value(""), _TEXT)
        told = (
            rows.order_by()
            .annotate(_kind=Value(len(kinds)), _key=Cast("pk", _TEXT), _title=title)
            .values_list("_kind", "_key", "_title")
        )
        asked.append(told if most is None else told[:most])
        kinds.append(kind)
    if not asked:
        return []
    # Without the order of the first model, which the union would have otherwise.
    every = asked[0].union(*asked[1:], all=True).order_by()
    return [
        (
            kinds[number].name,
            kinds[number].model._meta.pk.to_python(key),
            title.strip("\n"),
            _told_by_columns(kinds[number].model),
        )
        for number, key, title in every
    ]


def _labels(model: type[models.Model]) -> set[str]:
    """The model and what descends from it, as the index calls them."""
    return {one._meta.label_lower for one in apps.get_models() if issubclass(one, model)}


def _columns(model: type[Indexed]) -> list[str]:
    """The columns that hold the title of a row: those that may be completed."""
    return [
        one.field_name for one in model.get_autocomplete_search_fields() if _is_text(model, one.field_name)
    ]


def _is_text(model: Any, name: str) -> bool:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return isinstance(field, models.CharField | models.TextField)


def _told_by_columns(model: type[Indexed]) -> bool:
    return len(_columns(model)) == len(model.get_autocomplete_search_fields())


# --- What was meant ---------------------------------------------------------------------------------------------------


def spelled(text: str, find: Callable[[str], int]) -> str:
    """The question in words that stand in the index, where it then finds far more; "" otherwise.

    `find`: of how many of the reader's rows every word of a text is met. That decides: a word that stands in nothing
    the reader may see is proposed to nobody.
    """
    text = text.strip()[:LONGEST]
    source = _words()
    words = source.vocabulary() if source is not None and text else None
    if not words:
        return ""
    known = {
        word for group in synonyms.book().groups for line in group for word in _PARTS.findall(fold(line))
    }
    guesses = corrected(text, words, known, rare_too=False)
    slips = not guesses
    if slips:
        guesses = corrected(text, words, known, rare_too=True)
    guesses = [guess for guess in guesses if fold(guess) != fold(text)]
    if not guesses:
        return ""
    before = find(text)
    if slips and before:
        return ""
    return next((guess for guess in guesses if find(guess) >= max(1, FAR_MORE * before)), "")
