"""Stand-in until the synonyms are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from wagtail.search.query import PlainText, SearchQuery

from search.language import Token


def expand(words: Sequence[Token]) -> list[list[tuple[str, ...]]]:
    return [[(one.term,)] for one in words]


def as_query(text: str, operator: str = "and") -> SearchQuery:
    return PlainText(text, operator=operator)


@contextmanager
def looked_up_once() -> Iterator[None]:
    yield
