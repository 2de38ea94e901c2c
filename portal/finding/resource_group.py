"""The resources of a search: found, judged and shown as the catalogue does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from portal.finding.reading import Reading
from resources import listing
from resources.listing import Criteria
from resources.models import Mode
from resources.understanding import DAYS, QUANTITY
from resources.views.found import READ, Search


class ResourceGroup:
    """What the catalogue has for these words. `loosely`: what has only some of them is listed where nothing has all.

    Where a kind of capacity is named and nothing meets everything, what comes nearest is shown, and `instead` says how
    it differs from what was asked.
    """

    def __init__(
        self, reading: Reading, member: Membership | None, per_page: int, page: int, *, loosely: bool
    ) -> None:
        self.reading, self.member = reading, member
        self.instead = ""
        # Its words are those of other things that have all of them, where there are some.
        self.without_words = False
        asked = replace(reading.form.criteria(per_page=per_page), loosely=loosely, page=page)
        self.strict = self.found = listing.find(member, asked)
        for criteria, sentence in self._ways(asked):
            other = listing.find(member, criteria)
            if other.total:
                self.found, self.instead = other, sentence
                self.without_words = bool(asked.q.strip()) and not criteria.q and not criteria.mode
                break

    def _ways(self, asked: Criteria) -> Iterator[tuple[Criteria, str]]:
        """Other ways to what is wanted, the nearest first, each with what it leaves out."""
        kinds = {chip.kind for chip in self.reading.understood.chips}
        only_needs = self.reading.only_needs or not asked.q.strip()
        stay = only_needs and not (asked.categories or asked.mode) and bool(kinds & {DAYS, QUANTITY})
        if stay:
            # Somebody who says a day and how many, and nothing else, looks for where to stay.
            yield (
                replace(asked, q="", mode=Mode.STAY),
                _("Camas e lugares para esses dias; os outros recursos estão no catálogo."),
            )
        if self.strict.total or not (self.reading.sure or kinds & {DAYS, QUANTITY}):
            return
        if asked.categories and asked.q.strip():
            yield (
                replace(asked, q=""),
                _("Nenhum tem também as palavras «%(text)s».") % {"text": asked.q.strip()},
            )
        places = [one for one in self.reading.form.places if one.dico in asked.municipalities]
        if places:
            nearest = replace(asked, municipalities=(), seen_from=(places[0].seat_lat, places[0].seat_lon))
            sentence = _("Nada encontrado em %(place)s. Estes são os mais próximos.") % {
                "place": ", ".join(one.name for one in places)
            }
            if stay:
                yield replace(nearest, q="", mode=Mode.STAY), sentence
            yield nearest, sentence
            if asked.categories:
                yield replace(nearest, q=""), sentence

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
        # Of what was asked, and not of what is shown instead.
        search = Search(self.reading.query, self.reading.form, self.strict, self.member)
        said = []
        for name, n in self.strict.loosen:
            if name == listing.Q and self.reading.chips:
                label = _("as palavras «%(text)s»") % {"text": self.reading.rest}
                text = self.reading.understood.without_rest
            elif name in READ:
                label, text = search.label(name), self.reading.without(READ[name])
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
