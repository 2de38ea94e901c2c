"""The resources of a search: found, judged and shown as the catalogue does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from accounts.models import Membership
from portal.finding.asked import Asked
from portal.finding.reading import Reading
from resources import listing
from resources.filters import SearchForm
from resources.views.catalogue import Search


class ResourceGroup:
    """`needed`: capacity is asked for (a kind of place, days, how many), not only a name."""

    def __init__(self, reading: Reading, member: Membership | None, per_page: int) -> None:
        self.reading, self.member = reading, member
        own = member.organisation.municipality if member else None
        self.query = QueryDict(urlencode({"q": reading.rest}))
        self.form = SearchForm(self.query, seen_from=(own.seat_lat, own.seat_lon) if own else None)
        self.found = listing.find(member, self.form.criteria(per_page=per_page))
        self.needed = False

    def turn_to(self, page: int) -> None:
        if page != self.found.criteria.page:
            self.found = listing.find(self.member, replace(self.found.criteria, page=page))

    @property
    def total(self) -> int:
        return self.found.total

    @property
    def search(self) -> Search:
        return Search(self.query, self.form, self.found, self.member)

    @property
    def cards(self) -> list[dict[str, Any]]:
        return [self.search.card(row) for row in self.found.rows]

    @property
    def url(self) -> str:
        """The same search in the catalogue, with its filters and its map."""
        return f"{reverse('catalogue')}?{self.query.urlencode()}"

    def loosen(self, asked: Asked) -> list[dict[str, str]]:
        return []
