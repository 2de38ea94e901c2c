"""Every kind of thing that can be found, over the demo region: rows, cards, addresses, what the index is to hold."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.search.index import get_indexed_models

from monitor.models import Indicator
from portal.finding.kinds import SOURCES, Source

# What the demo region has none of.
EMPTY_IN_THE_DEMO: set[str] = set()


def looked_through(source: Source, language: str, client: Client) -> None:
    found = list(source.rows(None, language))
    assert bool(found) != (source.name in EMPTY_IN_THE_DEMO), source.name
    first = source.cards(found[:3])
    with CaptureQueriesContext(connection) as few:
        source.cards(list(source.rows(None, language)[:3]))
    with CaptureQueriesContext(connection) as many:
        cards = source.cards(list(source.rows(None, language)[:30]))
    # Bodies of pages of text are fetched by type, of which there are four.
    assert len(many) <= len(few) + (3 if source.name == "paginas" else 0), source.name
    assert all(card.title and card.kind and card.url.startswith("/") for card in cards), source.name
    if language == "en":
        assert all(card.url.startswith("/en/") for card in cards), source.name
    for card in first[:1]:
        answer = client.get(card.url)
        assert answer.status_code == 200, card.url
    for facet in source.facets:
        values = source.rows(None, language).order_by().values_list(facet.path, flat=True).distinct()
        assert all(facet.value_label(value) for value in values if value not in (None, "")), facet


def held_of(model: Any) -> set[Any]:
    """What the index is to hold of a model: a campaign stands there as one, and is a piece of news."""
    kinds = [one for one in get_indexed_models() if issubclass(one, model)]
    return {pk for kind in kinds for pk in kind.get_indexed_objects().values_list("pk", flat=True)}


def test_everything_public_is_found_shown_and_led_to(own_database):
    """Of every kind in both languages: rows, as many queries for 30 as for 3, an address that answers; and the index
    is to hold what a visitor may know of, no less and no more."""
    own_database("demo")
    client = Client()
    assert len({source.name for source in SOURCES}) == len(SOURCES)
    for language in ("pt-pt", "en"):
        with translation.override(language):
            for source in SOURCES:
                looked_through(source, language, client)
    public: dict[Any, set[Any]] = {}
    for source in SOURCES:
        if source.name == "paginas":
            continue
        for language in ("pt-pt", "en"):
            found = source.rows(None, language)
            public.setdefault(found.model, set()).update(found.values_list("pk", flat=True))
    for model, seen in public.items():
        held = held_of(model)
        assert seen <= held, model
        # Of an indicator that has no figure yet the sheet may stand there; nobody is led to it.
        assert model in (Indicator,) or held == seen, (model, held ^ seen)
