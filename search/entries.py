"""What PostgreSQL's own index (its entries) tells about words: what begins so, and which there are."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F, Func, IntegerField
from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from search.language import fold
from search.spelling import Vocabulary

# What took a second to read is read again after so many.
PATIENCE = 200
MOST_TEXTS, LONGEST_TEXT = 20, 20_000
_LETTERS = re.compile(r"[^\W\d_]+")
_kept: tuple[float, Vocabulary] | None = None


class Unaccented(Vocabulary):
    """Words that were kept without their accents: those are read in the texts, of the words that are shown."""

    def written(self, word: str) -> str:
        asked = SearchQuery("'" + word + "'", search_type="raw", config="simple")
        texts = IndexEntry.objects.filter(autocomplete=asked).values_list("title_text", "body_text")[
            :MOST_TEXTS
        ]
        forms = Counter(
            form
            for text in texts
            for form in _LETTERS.findall(" ".join(text)[:LONGEST_TEXT].lower())
            if fold(form) == word
        )
        return max(forms, key=lambda form: (forms[form], form != word), default=word)


def answers(backend: Any) -> bool:
    return isinstance(backend, PostgresSearchBackend)


def begun(starts: Sequence[str], labels: set[str], most: int) -> list[tuple[str, str, float]]:
    config = get_search_backend().autocomplete_config
    query = " & ".join("'" + start.replace("\\", "").replace("'", "''") + "':*" for start in starts)
    asked = SearchQuery(query, search_type="raw", config=config)
    types = {one.pk: f"{one.app_label}.{one.model}" for one in _types(labels)}
    found = (
        IndexEntry.objects.filter(content_type__in=types, autocomplete=asked)
        .annotate(
            score=SearchRank("autocomplete", asked),
            length=Func(F("autocomplete"), function="length", output_field=IntegerField()),
        )
        # Of titles as good the shorter says more.
        .order_by("-score", "length", "pk")
        .values_list("content_type", "object_id", "score")
    )
    return [(types[number], pk, float(score)) for number, pk, score in found[:most]]


def _types(labels: set[str]) -> list[ContentType]:
    """Content types of these models, from what the process knows of them already."""
    from django.apps import apps

    models = [apps.get_model(label) for label in labels]
    return list(ContentType.objects.get_for_models(*models, for_concrete_models=False).values())


def vocabulary() -> Vocabulary:
    """The words of titles. Read again when what it cost has been paid off by the time that went by."""
    global _kept
    now = time.monotonic()
    if _kept is None or now > _kept[0]:
        with connection.cursor() as cursor:
            entries = f"SELECT autocomplete FROM {IndexEntry._meta.db_table}"
            cursor.execute("SELECT word, ndoc FROM ts_stat(%s)", [entries])
            words = Unaccented(cursor.fetchall())
        _kept = (now + PATIENCE * (time.monotonic() - now), words)
    return _kept[1]


def forget() -> None:
    """Read the words anew with the next question."""
    global _kept
    _kept = None
