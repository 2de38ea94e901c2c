"""What no index holds, looked at in the database with the same analysis and the same rule of scores.

Where a model says in which columns its words stand (or all its search fields are columns), the database picks the few
rows that may match, by the beginnings of the words; the words themselves are compared here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, reduce
from operator import and_, or_
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import (
    BooleanField,
    F,
    Func,
    Model,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from wagtail.search.index import (
    AutocompleteField,
    RelatedFields,
    SearchField,
    get_indexed_models,
)
from wagtail.search.query import And, Boost, Or, Phrase, PlainText, SearchQuery

from search import scoring, synonyms
from search.language import stemming
from search.texts import Words, opening_words, words_of

# So many rows are read at a time.
CHUNK = 500


class Memory:
    """The words of some objects as a source of answers (search.scoring.Source). A thing is a primary key."""

    def __init__(self) -> None:
        self._words: dict[Any, Words] = {}
        self._terms: dict[str, dict[Any, float]] = {}
        self._openings: dict[str, dict[Any, float]] = {}

    def add(self, pk: Any, words: Words) -> None:
        if pk in self._words:
            return
        self._words[pk] = words
        for term, weight in words.weights.items():
            self._terms.setdefault(term, {})[pk] = weight
        for word, weight in words.openings.items():
            self._openings.setdefault(word, {})[pk] = weight

    def size(self) -> int:
        return len(self._words)

    def every(self) -> Iterable[Any]:
        return self._words

    def met(self, term: str) -> Mapping[Any, float]:
        return self._terms.get(term, {})

    def places(self, term: str) -> Callable[[Any], Sequence[int]]:
        return lambda pk: self._words[pk].positions.get(term, ())

    def opened(self, word: str) -> Mapping[Any, float]:
        return self._openings.get(word, {})

    def beginning(self, start: str) -> Mapping[Any, float]:
        found: dict[Any, float] = {}
        for word, things in self._openings.items():
            if word.startswith(start):
                for pk, weight in things.items():
                    found[pk] = max(found.get(pk, 0.0), weight * len(start) / len(word))
        return found

    def like(self, term: str, distance: int) -> Iterable[str]:
        return [one for one in self._terms if one[:1] == term[:1] and _within(term, one, distance)]


def scores(
    query: SearchQuery,
    rows: QuerySet[Any],
    *,
    fields: Iterable[str] | None = None,
    rarity: scoring.Rarity | None = None,
    unfinished: bool = False,
) -> dict[Any, float]:
    """Of these rows those that meet the question, with how well. `fields`: met by these search fields alone. `rarity`:
    as the index counted, so that the scores stand beside its own. `unfinished`: the last word is only begun."""
    query = scoring.simplified(query)
    if scoring.is_none(query):
        return {}
    with synonyms.looked_up_once():
        memory = Memory()
        for row in _read_as_indexed(narrowed(rows, query, unfinished=unfinished)).iterator(CHUNK):
            memory.add(row.pk, words_of(row, fields))
        if not memory.size():
            return {}
        rarity = rarity or scoring.Rarity(rows.count())
        return scoring.Question(memory, rarity, unfinished).scores(query)


def _read_as_indexed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With all that their words stand in: what is read beside an object when it is indexed is read beside it here."""
    indexed = rows.model.get_indexed_objects()
    read = rows.order_by().prefetch_related(*indexed._prefetch_related_lookups)
    if not read.query.select_related:
        read.query.select_related = indexed.query.select_related
    return read


def scores_instead(query: SearchQuery, rows: QuerySet[Any], **options: Any) -> dict[Any, float]:
    """What the index would have answered of these rows, while there is none."""
    found: dict[Any, float] = {}
    for model in get_indexed_models():
        if issubclass(model, rows.model):
            inside = model.get_indexed_objects().filter(pk__in=rows.order_by().values("pk"))
            for pk, score in scores(query, inside, **options).items():
                found[pk] = max(found.get(pk, score), score)
    return found


def held_back(rows: QuerySet[Any]) -> list[QuerySet[Any]]:
    """Of these rows those that no index holds. A model that holds something back says so with a `get_indexed_objects`
    of its own; Wagtail's leave out only what stands in the index as something more specific."""
    back = []
    for model in get_indexed_models():
        if issubclass(model, rows.model) and not _holds_everything(model):
            own = (
                rows
                if model is rows.model
                else model._default_manager.filter(pk__in=rows.order_by().values("pk"))
            )
            back.append(own.exclude(pk__in=model.get_indexed_objects().order_by().values("pk")))
    return back


def _holds_everything(model: type[Model]) -> bool:
    by = model.get_indexed_objects.__func__.__module__  # type: ignore[attr-defined]
    return by.startswith(("wagtail.", "modelsearch."))


# --- Which rows may match ---------------------------------------------------------------------------------------------


def narrowed(rows: QuerySet[Any], query: SearchQuery, *, unfinished: bool = False) -> QuerySet[Any]:
    """The rows among which the database cannot rule out that they meet the question; more than do, never fewer."""
    held = columns(rows.model)
    condition = _condition(query, unfinished) if held else None
    if held is None or condition is None:
        return rows
    return rows.alias(words_looked_at=_plain_text(held)).filter(condition)


def columns(model: type[Model]) -> tuple[str, ...] | None:
    """Where the words of a model's search fields stand, as paths of the ORM; None where some stand in no column."""
    declared: Sequence[str] | None = getattr(model, "search_columns", None)
    return tuple(declared) if declared is not None else _derived(model)


@cache
def _derived(model: type[Model]) -> tuple[str, ...] | None:
    try:
        return tuple(dict.fromkeys(_paths(model, model.get_search_fields())))  # type: ignore[attr-defined]
    except FieldDoesNotExist:
        return None


def _paths(model: type[Model], search_fields: Iterable[Any]) -> Iterator[str]:
    for one in search_fields:
        if isinstance(one, RelatedFields):
            other = model._meta.get_field(one.field_name).related_model
            assert isinstance(other, type)
            for path in _paths(other, one.fields):
                yield f"{one.field_name}__{path}"
        elif isinstance(one, SearchField | AutocompleteField):
            field = model._meta.get_field(one.field_name)
            if not field.concrete or field.is_relation or getattr(field, "choices", None):
                raise FieldDoesNotExist(one.field_name)
            yield one.field_name


def _plain_text(paths: Sequence[str]) -> Func:
    """The columns as one text in small letters without accents."""
    pieces = [Cast(F(path), TextField()) for path in paths]
    text = Func(Value(" . "), *pieces, function="CONCAT_WS", output_field=TextField())
    # PostgreSQL's own translate() is twenty times as slow.
    return Func(Func(text, function="LOWER"), function="UNACCENT", output_field=TextField())


def _condition(query: SearchQuery, unfinished: bool) -> Q | None:
    """None where anything may match."""
    match query:
        case PlainText() if unfinished:
            words = opening_words(query.query_string)
            return _joined([Q(words_looked_at__contains=word) for word in words], query.operator)
        case PlainText():
            asked = scoring.slots(query.query_string)
            return _joined([_any(slot) for slot in asked], query.operator)
        case Phrase():
            asked = scoring.slots(query.query_string)
            return _joined([_every(slot[0]) for slot in asked], "and")
        case Boost():
            return _condition(query.subquery, unfinished)
        case And():
            known = [part for one in query.subqueries if (part := _condition(one, unfinished)) is not None]
            return reduce(and_, known) if known else None
        case Or():
            known = [part for one in query.subqueries if (part := _condition(one, unfinished)) is not None]
            return reduce(or_, known) if len(known) == len(query.subqueries) else None
    return None


def _joined(parts: Sequence[Q], operator: str) -> Q | None:
    return reduce(and_ if operator == "and" else or_, parts) if parts else None


def _any(slot: scoring.Slot) -> Q:
    return reduce(or_, [_every(terms) for terms in slot])


def _every(terms: Sequence[str]) -> Q:
    return reduce(and_, [Q(words_looked_at__regex=pattern(term)) for term in terms])


def pattern(term: str) -> str:
    """What every written form of a term has in common, as a regular expression of PostgreSQL over a plain text: how the
    word begins and about how long it is.

    It must rule out nothing that the analysis (search.language) would take for the term: a mute letter of the old
    spelling (actividade, óptimo), a sign between the parts of a compound or the letters of an acronym (auto-estrada,
    I.P.S.S.), a part grown together with another (antiescaras), anything between the figures of a code.
    """
    if not term.isalpha():
        return r"[^0-9a-z]*".join(letter for letter in term if letter.isalnum())
    forms = [_regular(term), *(re.escape(form) + "($|[^0-9a-z])" for form in _irregular().get(term, ()))]
    return rf"(^|[^0-9a-z])(({'|'.join(_GROWN)})[rs]?)?({'|'.join(forms)})"


def _regular(term: str) -> str:
    # The end of a word is what its forms change: a letter or two; of "pão", "pães", "põe" only the first one stays.
    changing = 2 if term.endswith(("ao", "l", "ie", "y")) or len(term) > 6 else 1
    begin = term[:1] if len(term) < 5 and term.endswith("ao") else term[: max(2, len(term) - changing)]
    letters = []
    for place, one in enumerate(begin):
        letters.append(f"[cp]?{one}" if one in "ct" and place else "[mn]" if one in "mn" and place else one)
        if place and one in "rs" and begin[place - 1] == one:
            letters[-1] += "?"
    body = "[^0-9a-z ]?".join(letters)
    if term in _GROWN:
        return body
    longer = len(term) - len(begin) + 4
    return rf"{body}([^0-9a-z ]?[0-9a-z]){{0,{longer}}}($|[^0-9a-z])"


@cache
def _irregular() -> dict[str, list[str]]:
    """The forms of a term that do not begin as it does ("duas", "sr")."""
    forms: dict[str, list[str]] = {}
    for form, term in stemming._WHOLE.items():
        if form != term:
            forms.setdefault(term, []).append(form)
    return forms


# With what follows, or what went before, these are written as one word (search.language.words).
_GROWN = ("anti", "socio", "tele", "sem", "bem", "casa", "aver", "ver")


def _within(one: str, other: str, distance: int) -> bool:
    """Whether so few letters are missing, added or changed."""
    if abs(len(one) - len(other)) > distance:
        return False
    before = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, another in enumerate(other, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != another)))
        if min(row) > distance:
            return False
        before = row
    return before[-1] <= distance


class Among(Func):
    """`column = ANY(array)`: tens of thousands of keys as one parameter, which an IN of as many is not."""

    output_field = BooleanField()

    def __init__(self, keys: Sequence[Any], path: str = "pk") -> None:
        super().__init__(F(path))
        self.keys = list(keys)

    def as_sql(self, compiler: Any, connection: Any, **options: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        (column,) = self.get_source_expressions()
        sql, params = compiler.compile(column)
        kind = column.output_field.rel_db_type(connection)
        return f"{sql} = ANY(%s::{kind}[])", [*params, self.keys]
