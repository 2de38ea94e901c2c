"""The resources of a search: found, judged and shown as the catalogue does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from portal.finding.reading import Reading
from resources import listing
from resources.views.found import READ, Search


class ResourceGroup:
    """What the catalogue has for these words. `loosely`: what has only some of them is listed where nothing has all."""

    def __init__(
        self, reading: Reading, member: Membership | None, per_page: int, page: int, *, loosely: bool
    ) -> None:
        self.reading, self.member = reading, member
        criteria = replace(reading.form.criteria(per_page=per_page), loosely=loosely, page=page)
        self.found = listing.find(member, criteria)

    def first_page(self) -> None:
        self.found = listing.find(self.member, replace(self.found.criteria, page=1))

    @property
    def total(self) -> int:
        return self.found.total

    @cached_property
    def search(self) -> Search:
        return Search(self.reading.query, self.reading.form, self.found, self.member)

    @property
    def cards(self) -> list[dict[str, Any]]:
        return [self.search.card(row) for row in self.found.rows]

    @property
    def url(self) -> str:
        """The same search in the catalogue, which understands it as it was understood here: with filters and map."""
        return f"{reverse('catalogue')}?{self.reading.query.urlencode()}"

    @property
    def loosen(self) -> list[dict[str, str]]:
        """When nothing meets it all: each thing said that alone stands in the way, and how many there are without."""
        said = []
        for name, n in self.found.loosen:
            if name == listing.Q and self.reading.chips:
                label = _("as palavras «%(text)s»") % {"text": self.reading.rest}
                text = self.reading.understood.without_rest
            elif name in READ:
                label, text = self.search.label(name), self.reading.without(READ[name])
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
