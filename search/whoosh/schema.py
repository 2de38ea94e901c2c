"""What the index on disk keeps of an object. Nothing is stored but which object it is: the database shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from whoosh import columns, fields, formats

from search.texts import words_of

# Another one, and the index is built anew.
VERSION = 1
# So many letters stand in the index as beginnings of their own; longer ones are few enough to be looked up.
EDGE = 3

_POSITIONS = formats.Positions()


class Terms(fields.FieldType):
    """Terms that come with their weights: (term, how often, weight, positions or none)."""

    def __init__(self, *, positions: bool = False) -> None:
        super().__init__(formats.Positions() if positions else formats.Existence(), None)

    def index(
        self, value: list[tuple[str, int, float, list[int]]], **options: Any
    ) -> Iterator[tuple[Any, ...]]:
        for term, count, weight, places in value:
            yield term.encode(), count, float(weight), _POSITIONS.encode(places) if places else b""


SCHEMA = fields.Schema(
    key=fields.ID(unique=True),
    # Which model and which object, read in one go for thousands of candidates.
    ct=fields.ID(sortable=columns.RefBytesColumn()),
    pk=fields.COLUMN(columns.VarBytesColumn()),
    text=Terms(positions=True),
    # What may be completed: whole words, and what they begin with.
    auto=Terms(),
    edge=Terms(),
    # The words as they are written, "reuniao|reunião", with how often they stand in the object.
    spell=Terms(),
)


def label(model: type[Model]) -> str:
    """The model's name in the index. Numbers of content types differ between databases."""
    name: str = (model._meta.concrete_model or model)._meta.label_lower
    return name


def key(model: type[Model], pk: Any) -> str:
    """What tells an object in the index: "resources.resource:12"."""
    return f"{label(model)}:{pk}"


def key_of(obj: Model) -> str:
    return key(type(obj), obj.pk)


def document(obj: Any) -> dict[str, Any]:
    """An object as it is written into the index."""
    words = words_of(obj)
    edges: dict[str, float] = {}
    for word, weight in words.openings.items():
        for length in range(1, min(EDGE, len(word)) + 1):
            start = word[:length]
            edges[start] = max(edges.get(start, 0.0), weight)
    return {
        "key": key_of(obj),
        "ct": label(type(obj)),
        "pk": str(obj.pk).encode(),
        "text": [
            (t, len(words.positions[t]), weight, words.positions[t]) for t, weight in words.weights.items()
        ],
        "auto": [(word, 1, weight, []) for word, weight in words.openings.items()],
        "edge": [(start, 1, weight, []) for start, weight in edges.items()],
        "spell": [(spelling, count, count, []) for spelling, count in words.spellings.items()],
    }
