"""One question over several kinds of things: what the box, the suggestions and the catalogue ask, whatever the backend.

The reader's rights come in as querysets: what a queryset does not hold is not found, not counted and not suggested.
What stands in no index (T1 and above) is looked for in the database and merged in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend

from search import suggesting

LONGEST = 120


@dataclass(frozen=True)
class Kind:
    """A kind of thing and those of it the reader may know of. `name`: as in the address, "indicadores"."""

    name: str
    rows: QuerySet[Any]


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
    text = text.strip()[:LONGEST]
    if not text:
        return {}
    found = get_search_backend().search(text, rows, operator=operator).annotate_score("_score")
    return {row.pk: float(row._score) for row in found}


def find(text: str, kinds: Sequence[Kind], *, most: int = 5, start: int = 0) -> Found:
    """What is found of each kind: `most` hits from `start` on. Every word has to be met; where nothing is, some."""
    for operator in ("and", "or"):
        groups = []
        for kind in kinds:
            ranked = sorted(scores(text, kind.rows, operator=operator).items(), key=lambda one: -one[1])
            if ranked:
                hits = tuple(Hit(kind.name, pk, score) for pk, score in ranked[start : start + most])
                groups.append(Group(kind.name, len(ranked), hits))
        if groups:
            return Found(tuple(sorted(groups, key=lambda one: -one.best)), loosely=operator == "or")
    return Found()


def complete(text: str, kinds: Sequence[Kind], *, most: int = 8) -> list[Hit]:
    """What somebody may be typing: the last word need not be whole."""
    return [Hit(kind, pk, score) for kind, pk, score in suggesting.complete(text, kinds, most)]


def spelled(text: str, kinds: Sequence[Kind]) -> str:
    """The same question as it was probably meant, in words that stand in the index and find something; "" for none."""

    def met(words: str) -> int:
        found = find(words, kinds, most=1)
        return 0 if found.loosely else found.total

    return suggesting.spelled(text, met)
