"""What was typed, as the catalogue understands it: what became a filter, and what stays text."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from accounts.models import Membership
from portal.finding.asked import Asked
from resources.filters import SearchForm
from resources.understanding import (
    ACCESSIBLE,
    CATEGORY,
    DAYS,
    MUNICIPALITY,
    NEAR,
    QUANTITY,
    Understood,
)
from search import language

# To name one of these is to ask for capacity, whatever words are left.
SURE = frozenset((CATEGORY,))
# Nobody asks figures or decisions for tomorrow, or for two: where resources have the words, they were meant.
OF_CAPACITY = frozenset((DAYS, QUANTITY))
# So are what is slept in and sat on, alone.
NEEDS = frozenset(language.terms("cama vaga lugar quarto dormida alojamento sala vagas"))


@dataclass(frozen=True)
class Reading:
    """`text`: as typed; `rest`: what stays text; `chips`: what was understood, each with the search without it."""

    asked: Asked
    understood: Understood
    form: SearchForm
    query: QueryDict

    @property
    def text(self) -> str:
        return self.asked.text

    @property
    def rest(self) -> str:
        return self.understood.rest

    @property
    def about_violence(self) -> bool:
        return self.understood.about_violence

    @property
    def sure(self) -> bool:
        """Certainly capacity is looked for: a kind of it is named."""
        return any(chip.kind in SURE for chip in self.understood.chips)

    @property
    def only_needs(self) -> bool:
        words = language.terms(self.rest)
        return bool(words) and NEEDS.issuperset(words)

    @property
    def of_capacity(self) -> bool:
        """When, how many, or a bed and nothing else: something that is lent or offered, if it has the words."""
        return self.only_needs or any(chip.kind in OF_CAPACITY for chip in self.understood.chips)

    @property
    def likely(self) -> bool:
        """Days, a quantity or a place are said, and nothing else: of what is lent or offered."""
        return bool(self.understood.chips) and not self.rest

    @property
    def only_place(self) -> bool:
        """Nothing but where, or that it has to be accessible: of what, is not said."""
        said = {chip.kind for chip in self.understood.chips}
        return self.likely and said <= {MUNICIPALITY, NEAR, ACCESSIBLE}

    @property
    def chips(self) -> list[dict[str, str]]:
        return [
            {"label": chip.label, "url": self.asked.url(text=self.understood.without(chip))}
            for chip in self.understood.chips
        ]

    def without(self, kind: str) -> str:
        """The words but for those that were understood as this kind."""
        return self.understood.without(*(chip for chip in self.understood.chips if chip.kind == kind))


def read(asked: Asked, member: Membership | None) -> Reading:
    """By the catalogue's own form, so that the box and the catalogue never understand differently."""
    own = member.organisation.municipality if member else None
    query = QueryDict(urlencode({"q": asked.text}))
    form = SearchForm(query, seen_from=(own.seat_lat, own.seat_lon) if own else None)
    return Reading(asked, form.settled.understood, form, query)
