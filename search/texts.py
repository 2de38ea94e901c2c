"""What an object gives to be searched, taken apart into the words an index keeps: the same for the index on disk and
for what is looked at in the database alone."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Manager
from django.utils.encoding import force_str
from wagtail.search.index import AutocompleteField, RelatedFields, SearchField

from search.language import Token, fold, tokens

# Words of different fields never stand next to one another.
GAP = 8
# The length of a text, in words, in which one occurrence weighs what its field says.
USUAL = 8
# Who begins like the first words of a title means it more often than who begins like a later one.
FIRST = 1.5
_PARTS = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One text of an object and how much its words count."""

    text: str
    boost: float = 1.0


@dataclass(slots=True)
class Words:
    """The words of an object: of each term its weight and where it stands."""

    weights: dict[str, float] = field(default_factory=dict)
    positions: dict[str, list[int]] = field(default_factory=dict)
    openings: dict[str, float] = field(default_factory=dict)
    spellings: dict[str, int] = field(default_factory=dict)


def words_of(obj: Any, fields: Iterable[str] | None = None) -> Words:
    """The words of an object's `search_fields`. `fields`: of those alone, by their names."""
    wanted = None if fields is None else set(fields)
    words = Words()
    at = 0
    for piece in pieces(obj, SearchField, wanted):
        at = _read(words, piece, at)
    for piece in pieces(obj, AutocompleteField, wanted):
        _open(words, piece)
    return words


def pieces(obj: Any, kind: type[Any], wanted: set[str] | None = None) -> Iterator[Piece]:
    """The texts that the search fields of that kind hold, those of related objects too."""
    for one in obj.get_search_fields():
        if wanted is None or one.field_name in wanted:
            yield from _held(obj, one, kind)


def _held(obj: Any, one: Any, kind: type[Any]) -> Iterator[Piece]:
    if isinstance(one, RelatedFields):
        related = one.get_value(obj)
        if isinstance(related, Manager):
            there: Iterable[Any] = related.all()
        else:
            related = related() if callable(related) else related
            there = () if related is None else (related,)
        for other in there:
            for inner in one.fields:
                yield from _held(other, inner, kind)
    elif isinstance(one, kind):
        text = _plain(one.get_value(obj)).strip()
        if text:
            boost = getattr(one, "boost", None)
            yield Piece(text, 1.0 if boost is None else max(float(boost), 0.01))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, list | tuple | set | type({}.values())):
        return " . ".join(_plain(one) for one in value)
    return force_str(value)


def placed(found: list[Token]) -> Iterator[tuple[Token, int]]:
    """Each word with its place in the text: what is read in two ways, whole and in parts, begins at one place."""
    place, start = -1, -1
    for token in found:
        if token.start > start:
            place, start = place + 1, token.start
        yield token, place


def _read(words: Words, piece: Piece, at: int) -> int:
    found = tokens(piece.text)
    # One word among three says more of a thing than one among three hundred.
    weight = piece.boost * math.sqrt(USUAL / max(len(found), 2))
    place = -1
    for token, place in placed(found):
        words.weights[token.term] = words.weights.get(token.term, 0.0) + weight
        words.positions.setdefault(token.term, []).append(at + place)
        _spell(words, piece.text[token.start : token.end])
    return at + place + 1 + GAP


def _spell(words: Words, written: str) -> None:
    for plain in _LETTERS.findall(written.casefold()):
        spelling = f"{fold(plain)}|{plain}"
        words.spellings[spelling] = words.spellings.get(spelling, 0) + 1


def opening_words(text: str) -> list[str]:
    """The words of a text as somebody may begin to type them: folded, whole, each part of a compound for itself."""
    return _PARTS.findall(fold(text))


def _open(words: Words, piece: Piece) -> None:
    found = opening_words(piece.text)
    for place, word in enumerate(found):
        weight = math.sqrt(USUAL / max(len(found), 2)) * (FIRST if place == 0 else 1.0)
        words.openings[word] = max(words.openings.get(word, 0.0), weight)
