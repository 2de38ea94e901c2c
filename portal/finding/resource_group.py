"""The resources of a search: found, judged and shown as the catalogue does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from portal.finding.reading import Reading
from resources import listing
from resources.filters import SearchForm
from resources.understanding import KINDS
from resources.views.catalogue import Search

# The filter of the catalogue -> what of the text it came from.
FROM = {
    listing.CATEGORY: "category",
    listing.MUNICIPALITY: "municipality",
    listing.NEAR: "near",
    listing.ACCESSIBLE: "accessible",
}


class ResourceGroup:
    """What the catalogue has for these words, some of them as its filters."""

    def __init__(self, reading: Reading, member: Membership | None, per_page: int) -> None:
        self.reading, self.member = reading, member
        own = member.organisation.municipality if member else None
        # Everything was understood already: what is left is text, and nothing in it is to be understood again.
        said = [("q", reading.rest), *reading.understood.parameters(), *(("tal", kind) for kind in KINDS)]
        self.form = SearchForm(_query(said), seen_from=(own.seat_lat, own.seat_lon) if own else None)
        self.found = listing.find(member, self.form.criteria(per_page=per_page))

    def turn_to(self, page: int) -> None:
        if page != self.found.criteria.page:
            self.found = listing.find(self.member, replace(self.found.criteria, page=page))

    @property
    def total(self) -> int:
        return self.found.total

    @cached_property
    def query(self) -> QueryDict:
        """In the catalogue's address: the words left, and the filters."""
        return _query([("q", self.reading.rest), *self.reading.understood.parameters()])

    @property
    def cards(self) -> list[dict[str, Any]]:
        search = Search(self.query, self.form, self.found, self.member)
        return [search.card(row) for row in self.found.rows]

    @property
    def url(self) -> str:
        """The same search in the catalogue, with its filters and its map."""
        return f"{reverse('catalogue')}?{self.query.urlencode()}"

    @property
    def loosen(self) -> list[dict[str, str]]:
        """When nothing meets it all: each thing said that alone stands in the way, and how many there are without."""
        search = Search(self.query, self.form, self.found, self.member)
        said = []
        for name, n in self.found.loosen:
            if name == listing.Q:
                label = _("as palavras «%(text)s»") % {"text": self.reading.rest}
                text = self.reading.understood.without_rest
            elif name in FROM:
                label, text = search.label(name), self.reading.without(FROM[name])
            else:
                continue
            said.append(
                {
                    "label": ngettext("Sem %(filter)s: %(n)s recurso", "Sem %(filter)s: %(n)s recursos", n)
                    % {"filter": label, "n": n},
                    "url": self.reading.asked.url(text=text),
                }
            )
        return said


def _query(said: list[tuple[str, str]]) -> QueryDict:
    return QueryDict(urlencode([(name, value) for name, value in said if value]))
