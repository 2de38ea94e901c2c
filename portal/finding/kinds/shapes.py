"""What a kind of thing is to the search: who may know of which, how one is shown, what lists are narrowed by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from search.asking import Kind

# A heading, not a paragraph: elements of plans may be called by a whole sentence.
LONGEST_TITLE = 160


@dataclass(frozen=True)
class Card:
    """One result. `text`: what the words asked for are looked for and marked in; `tag`: one word that stands out."""

    title: str
    url: str
    kind: str = ""
    text: str = ""
    facts: tuple[str, ...] = ()
    tag: str = ""


@dataclass(frozen=True)
class Facet:
    """What a list of one kind is narrowed by. `name`: as in the address; `path`: of the column that is counted."""

    name: str
    label: Any
    path: str
    value_label: Callable[[Any], str] = str


_MODELS: dict[str, type[Model]] = {}


@dataclass(frozen=True)
class Source:
    """A kind of thing. `name`: as in the address; `rows`: those the reader may know of, with everything a card shows,
    in as many queries for one as for all; `apart`: what has to be fetched for all of them before they are shown."""

    name: str
    label: Any
    label_one: Any
    rows: Callable[[Membership | None, str], QuerySet[Any]]
    card: Callable[[Any], Card]
    facets: tuple[Facet, ...] = ()
    apart: Callable[[Sequence[Any]], Iterable[Any]] = iter
    # Members may know of some that not everybody does: those stand in no index.
    for_members: bool = False
    # Where the words fit several kinds alike: how likely it is that this one was meant.
    weight: float = 1.0

    def kind(self, member: Membership | None, language: str) -> Kind:
        """Its rows for that reader, made when something of it is found."""
        model = _MODELS.get(self.name)
        if model is None:
            model = _MODELS[self.name] = self.rows(member, language).model
        whole = member is None or not self.for_members
        return Kind(self.name, lambda: self.rows(member, language), model=model, whole=whole)

    def cards(self, found: Sequence[Any]) -> list[Card]:
        """In the order given."""
        kind = str(self.label_one)
        return [
            replace(card, kind=kind, title=Truncator(card.title).chars(LONGEST_TITLE))
            for card in map(self.card, self.apart(found))
        ]


class NamesOf:
    """What the keys of a small table of reference are called, read once and again after half a minute."""

    KEPT_FOR = 30.0

    def __init__(self, model: type[Model], said: Callable[[Any], str] = str) -> None:
        self.model, self.said = model, said
        self.known: dict[tuple[str, str], str] = {}
        self.until = 0.0

    def __call__(self, value: Any) -> str:
        language = get_language() or ""
        wanted = (language, str(value))
        if wanted not in self.known or monotonic() > self.until:
            rows = {(language, str(one.pk)): self.said(one) for one in self.model._default_manager.all()}
            self.known, self.until = rows, monotonic() + self.KEPT_FOR
        return self.known.get(wanted, str(value))


def choice(choices: Any) -> Callable[[Any], str]:
    """The label of a value of a TextChoices; of one that is none, nothing but itself."""
    return lambda value: str(dict(choices.choices).get(value, value))


def yes_no(yes: Any, no: Any) -> Callable[[Any], str]:
    return lambda value: str(yes if value else no)


def facts(*said: Any) -> tuple[str, ...]:
    """Those that say something."""
    return tuple(str(one) for one in said if one)


def day(value: Any) -> str:
    """A date, or an instant by its local day, as the reader writes it."""
    if value is None:
        return ""
    return date_format(timezone.localdate(value) if hasattr(value, "hour") else value)


def fictional(one: Any) -> str:
    return str(_("fictício")) if getattr(one, "is_demo", False) else ""


MUNICIPALITY = Facet("municipio", _("Município"), "municipality__name")
