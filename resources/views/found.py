"""A search of the catalogue in words and links: what its page says of what was found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from geo.distance import haversine_km
from geo.models import Municipality
from resources import availability, days, listing
from resources.availability import Word
from resources.filters import SearchForm
from resources.listing import Listing, Row
from resources.models import Category, Mode
from resources.understanding import (
    ACCESSIBLE,
    CATEGORY,
    DAYS,
    KINDS,
    MUNICIPALITY,
    NEAR,
    QUANTITY,
    Chip,
    address,
)
from units.models import OperativeResponse

# Asking at once is for finding a place, not for calling out to everybody.
ASKED_AT_ONCE = 5
# The filters that can be understood from what was typed, as `resources.understanding` names their kind.
READ = {
    listing.CATEGORY: CATEGORY,
    listing.MUNICIPALITY: MUNICIPALITY,
    listing.NEAR: NEAR,
    listing.ACCESSIBLE: ACCESSIBLE,
}
PIN = {Word.AVAILABLE: "on", Word.SCARCE: "", Word.FULL: "full", Word.UNCONFIRMED: "ask"}


class Search:
    """A search in words and links: what the page says of what was found."""

    def __init__(self, query: QueryDict, form: SearchForm, found: Listing, member: Membership | None) -> None:
        self.form, self.found, self.member = form, found, member
        self.criteria, self.settled = found.criteria, form.settled
        # What was typed and chosen, without what the form showed by itself.
        self.query = query.copy()
        self.query.pop(address.SHOWN, None)
        for name in (name for names in address.FIELDS.values() for name in names):
            if name not in self.settled.chosen:
                self.query.pop(name, None)
            elif name in self.query:
                self.query.setlist(name, self.settled.chosen[name])
        self.may_ask = bool(member and member.may_ask)

    # --- Sentences ------------------------------------------------------------------------------------------------

    @property
    def headline(self) -> str:
        """ "3 recursos com vaga para 2 pessoas, 4 noites"."""
        n, people, nights = self.found.fitting, self.criteria.quantity, self.criteria.nights
        if self.only_described:
            return ngettext(
                "%(n)s resposta para conhecer e contactar",
                "%(n)s respostas para conhecer e contactar",
                self.found.total,
            ) % {"n": self.found.total}
        having = (
            ngettext("%(n)s recurso com vaga", "%(n)s recursos com vaga", n) % {"n": n}
            if n
            else _("Nenhum recurso com vaga confirmada")
        )
        people_said = ngettext("para %(n)s pessoa", "para %(n)s pessoas", people) % {"n": people}
        if self.tonight:
            return _("%(having)s %(people)s, esta noite") % {"having": having, "people": people_said}
        length = ngettext("%(n)s noite", "%(n)s noites", nights) % {"n": nights}
        return _("%(having)s %(people)s, %(length)s") % {
            "having": having,
            "people": people_said,
            "length": length,
        }

    @property
    def only_described(self) -> bool:
        """Nothing in this list is asked for here: of places and nights there is nothing to say."""
        return self.criteria.mode == Mode.INFO

    @property
    def rest(self) -> str:
        n = 0 if self.only_described else self.found.total - self.found.fitting
        return ngettext("e %(n)s a ter em conta", "e %(n)s a ter em conta", n) % {"n": n} if n else ""

    @property
    def tonight(self) -> bool:
        return self.criteria.nights == 1 and self.criteria.first_day == days.today()

    @property
    def sort(self) -> str:
        own = self.member.organisation.municipality if self.member else None
        seat = self.form.near_place or (own if self.criteria.seen_from else None)
        if self.only_described:
            if seat:
                return _("Ordem: distância à sede %(place)s") % {"place": seat.of_name}
            return _("Ordem: distância") if self.criteria.near else _("Ordem: nome")
        if self.criteria.near and not self.form.near_place:
            return _("Ordem: vaga confirmada primeiro, depois a distância")
        if seat:
            return _("Ordem: vaga confirmada primeiro, depois a distância à sede %(place)s") % {
                "place": seat.of_name
            }
        return _("Ordem: vaga confirmada primeiro, depois o nome")

    @property
    def order(self) -> str:
        """The order of the list in words; what has the typed words in its name comes before anything else."""
        if self.criteria.q and not self.found.loosely:
            return _("%(order)s. Antes de tudo, o que tem as palavras no nome.") % {"order": self.sort}
        return self.sort

    def label(self, name: str, value: str = "") -> str:
        """A filter in a few words, for its chip and for the advice when nothing is found."""
        if name == listing.Q:
            return _("«%(text)s»") % {"text": self.criteria.q.strip()}
        if name == listing.CATEGORY:
            return ", ".join(
                one.name.lower()
                for one in self.form.tree
                if one.code in ([value] if value else self.criteria.categories)
            )
        if name == listing.MUNICIPALITY:
            wanted = [value] if value else self.criteria.municipalities
            return ", ".join(one.name for one in self.form.places if one.dico in wanted)
        if name == listing.NEAR:
            place = self.form.near_place.of_name if self.form.near_place else _("de um ponto no mapa")
            if self.criteria.radius_km is None:
                return _("perto %(place)s") % {"place": place}
            return _("até %(km)s km %(place)s") % {"km": f"{self.criteria.radius_km:g}", "place": place}
        if name == listing.RESPONSE:
            return _("resposta %(code)s") % {"code": self.criteria.response}
        if name == listing.MODE:
            return str(Mode(self.criteria.mode).label)
        return {
            listing.ACCESSIBLE: _("acessível"),
            listing.ONLY_FREE: _("só com vagas suficientes"),
            listing.ONLY_FRESH: _("só vagas confirmadas no prazo"),
        }[name]

    # --- Links ----------------------------------------------------------------------------------------------------

    def url(self, *, without: str = "", value: str = "") -> str:
        """This search without one filter (or one of its values), from its first page. What was understood goes with
        its words."""
        kind = READ.get(without, "")
        if kind in self.settled.read:
            return self._without(
                *(chip for chip in self.settled.chips if chip.kind == kind and value in ("", chip.value))
            )
        query = self.query.copy()
        for name in (
            "page",
            *([without] if not value else []),
            *(["radius_km"] if without == listing.NEAR else []),
        ):
            query.pop(name, None)
        if value:
            query.setlist(
                without,
                [one for one in query.getlist(without) if one != value and not self._same(one, value)],
            )
        if without == listing.Q and self.settled.understood.chips:
            query["q"] = self.settled.understood.without_rest
        elif passed_over := [chip for chip in self.settled.passed_over if kind and chip.kind == kind]:
            # Else its words would count again.
            query["q"] = self.settled.understood.without(*passed_over)
        return _address(query)

    def _without(self, *chips: Chip) -> str:
        """Without these words. Where what is left would mean something else, it is written out as filters."""
        understood, query = self.settled.understood, self.query.copy()
        query.pop("page", None)
        query["q"] = typed = understood.without(*chips)
        left = [chip for chip in understood.chips if chip not in chips]
        again = self.form.read(typed)
        same = [(chip.kind, chip.value) for chip in again.chips] == [(chip.kind, chip.value) for chip in left]
        if same and again.rest == understood.rest:
            return _address(query)
        return _address(self._written_out({chip.kind for chip in left} & self.settled.read, chips))

    def _written_out(self, kinds: Collection[str], without: Collection[Chip] = ()) -> QueryDict:
        """This search with what was understood as real filters, so that nothing is left to be understood."""
        query, gone = self.query.copy(), {chip.value for chip in without}
        query.pop("page", None)
        for name, value in self.settled.understood.parameters(kinds):
            if value not in gone:
                query.appendlist(name, value)
        query["q"] = self.criteria.q
        if self.criteria.q:
            query[address.TAL] = address.EVERYTHING
        return query

    def _same(self, written: str, code: str) -> bool:
        """A category may stand in the address by its id."""
        return any(one.code == code and str(one.uuid) == written.strip().lower() for one in self.form.tree)

    @property
    def chips(self) -> list[dict[str, str]]:
        chips = []
        labels = {
            (chip.kind, chip.value): chip.label for chip in self.settled.chips if chip.kind == MUNICIPALITY
        }
        for name in self.criteria.active:
            several = {
                listing.CATEGORY: self.criteria.categories,
                listing.MUNICIPALITY: self.criteria.municipalities,
            }
            for value in several.get(name, ("",)):
                label = labels.get((name, value)) or self.label(name, value)
                chips.append({"label": label, "url": self.url(without=name, value=value)})
        chips += [
            {"label": chip.label, "url": self._without(chip)}
            for chip in self.settled.chips
            if chip.kind in (DAYS, QUANTITY)
        ]
        return chips

    @property
    def literal_url(self) -> str:
        """The same words as mere text; "" when nothing was understood of them."""
        if not self.settled.chips:
            return ""
        query = self.query.copy()
        query[address.TAL] = address.EVERYTHING
        return _address(query)

    @property
    def understood_url(self) -> str:
        """With what was to be left as text understood again; "" when nothing was."""
        query = self.query.copy()
        return _address(query) if query.pop(address.TAL, None) and self.criteria.q else ""

    @property
    def passed_over(self) -> list[dict[str, str]]:
        """Words that do not count because a filter was chosen by hand, and the search in which they do."""
        said = []
        for chip in self.settled.passed_over:
            query = self.query.copy()
            for name in address.FIELDS[chip.kind]:
                query.pop(name, None)
            said.append({"words": chip.words, "url": _address(query)})
        return said

    @property
    def clear_url(self) -> str:
        """Without filters; what was typed and the days stay."""
        return self._url({"q": self.criteria.q} | self.period)

    @property
    def kept(self) -> str:
        """The search as its address says it, to be saved: with real filters for what was understood, and with the days,
        which may not have been said."""
        query = self._written_out(set(self.settled.read) & {*KINDS} - {DAYS, QUANTITY})
        query["start"] = self.criteria.first_day.isoformat()
        query["end"] = self.criteria.end_day.isoformat()
        query["quantity"] = str(self.criteria.quantity)
        return query.urlencode()

    @property
    def period(self) -> dict[str, str]:
        """The days and the quantity, when they were said."""
        said = {"start", "end", "quantity"} & set(self.settled.chosen) or {DAYS, QUANTITY} & self.settled.read
        if not said:
            return {}
        return {
            "start": self.criteria.first_day.isoformat(),
            "end": self.criteria.end_day.isoformat(),
            "quantity": str(self.criteria.quantity),
        }

    def _url(self, said: dict[str, str]) -> str:
        said = {name: value for name, value in said.items() if value}
        return f"{reverse('catalogue')}?{urlencode(said)}" if said else reverse("catalogue")

    @property
    def geojson_url(self) -> str:
        """The same search for the map; what is full stays on it, as on the list."""
        criteria = self.criteria
        said: list[tuple[str, Any]] = [("q", criteria.q)]
        said += [("category", one) for one in criteria.categories]
        said += [("municipality", one) for one in criteria.municipalities]
        said += [("response", criteria.response), ("mode", criteria.mode)]
        if criteria.near:
            said += [("near", "{},{}".format(*criteria.near)), ("radius_km", criteria.radius_km or "")]
        said += [("start", criteria.first_day), ("end", criteria.end_day), ("quantity", criteria.quantity)]
        said += [
            (name, "true" if on else "")
            for name, on in (("accessible", criteria.accessible), ("only_fresh", criteria.only_fresh))
        ]
        said += [("only_free", "true" if criteria.only_free else "false")]
        return "/api/v1/resources.geojson?" + urlencode(
            [(name, value) for name, value in said if value != ""]
        )

    @property
    def ask_url(self) -> str:
        """Asking the network by category, when one category is looked for."""
        if not self.may_ask or len(self.criteria.categories) != 1:
            return ""
        [code] = self.criteria.categories
        category = next((one for one in self.form.tree if one.code == code), None)
        if category is None or category.mode not in availability.COUNTED_MODES:
            return ""
        return f"{reverse('ask_category', args=[code])}?{urlencode(self.period)}".rstrip("?")

    @property
    def several(self) -> dict[str, Any] | None:
        """Asking all those with room at once: of one category, so that it is one need."""
        fitting = [row for row in self.found.rows if row.fits]
        same = {row.resource.category_id for row in fitting}
        if not self.may_ask or len(fitting) < 2 or len(same) > 1:
            return None
        asked = fitting[:ASKED_AT_ONCE]
        said = [("resource", row.resource.uuid) for row in asked] + list(self.period.items())
        return {
            "n": len(asked),
            "more": len(asked) < len(fitting),
            "url": f"{reverse('ask_several')}?{urlencode(said)}",
        }

    # --- Lists ----------------------------------------------------------------------------------------------------

    def card(self, row: Row) -> dict[str, Any]:
        """One row as the list shows it."""
        resource = row.resource
        url = reverse("resource", args=[resource.uuid, resource.slug])
        said = dict(self.period)
        action, primary = self._verb(row)
        full = self.may_ask and row.counted and row.word == Word.FULL
        there = f"{url}?{urlencode(said)}" if said else url
        to_form = said | ({"if_full": "waitlist"} if full else {})
        return {
            "row": row,
            "id": resource.uuid,
            "title": resource.name,
            "place": row.municipality.name if row.municipality else _("AMP"),
            "url": there,
            "action": action,
            "action_url": (f"{url}?{urlencode(to_form)}" if to_form else url)
            + ("#pedir" if row.counted else ""),
            "primary": primary,
            "why": " ".join(row.why),
            # What is only described is neither free nor full.
            "word": "" if resource.mode == Mode.INFO else row.word,
        }

    def _verb(self, row: Row) -> tuple[str, bool]:
        if not self.may_ask or not row.counted:
            return _("Ver"), False
        if row.fits:
            return _("Pedir"), True
        if row.word == Word.FULL:
            return _("Esperar"), False
        return (_("Perguntar"), False) if row.enough and row.stale else (_("Ver"), False)

    @property
    def category_tree(self) -> list[dict[str, Any]]:
        """The categories with something to show, children under their parent."""
        counts = self.found.facets.categories
        chosen = set(self.criteria.categories)

        def node(category: Category, children: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
            inside = list(children)
            n = counts.get(category.pk, 0) + sum(child["n"] for child in inside)
            return {"category": category, "n": n, "on": category.code in chosen, "children": inside}

        def shown(nodes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
            return [one for one in nodes if one["n"] or one["on"] or one["children"]]

        listed = [one for one in self.form.tree if not one.opaque]
        return shown(
            node(top, shown(node(one) for one in listed if one.parent_id == top.pk))
            for top in listed
            if top.parent_id is None
        )

    @property
    def municipalities(self) -> list[dict[str, Any]]:
        counts, chosen = self.found.facets.municipalities, self.criteria.municipalities
        return [
            {"place": one, "n": counts.get(one.dico, 0), "on": one.dico in chosen}
            for one in self.form.places
            if counts.get(one.dico) or one.dico in chosen
        ]

    @property
    def responses(self) -> list[dict[str, Any]]:
        counts = self.found.facets.responses
        codes = {*counts, *filter(None, [self.criteria.response])}
        return [
            {"response": one, "n": counts.get(one.code, 0), "on": one.code == self.criteria.response}
            for one in OperativeResponse.objects.filter(code__in=codes)
        ]

    @property
    def loosen(self) -> list[dict[str, str]]:
        """When nothing is found: each filter that alone stands in the way, and what would be there without it."""
        return [
            {
                "label": ngettext(
                    "Sem o filtro %(filter)s há %(n)s recurso", "Sem o filtro %(filter)s há %(n)s recursos", n
                )
                % {"filter": self.label(name), "n": n},
                "url": self.url(without=name),
            }
            for name, n in self.found.loosen
        ]

    # --- The outline ----------------------------------------------------------------------------------------------

    @property
    def here(self) -> Municipality | None:
        return self.form.near_place or (self.member.organisation.municipality if self.member else None)

    @property
    def within(self) -> list[str]:
        """The municipalities whose seat is in the circle."""
        near, radius = self.criteria.near, self.criteria.radius_km
        if near is None or radius is None:
            return []
        return [
            one.dico for one in self.form.places if haversine_km(*near, one.seat_lat, one.seat_lon) <= radius
        ]

    @property
    def pins(self) -> list[dict[str, Any]]:
        return [
            {"n": n, "dico": row.municipality.dico, "state": PIN[row.word]}
            for n, row in enumerate(self.found.rows, 1)
            if row.municipality
        ]

    @property
    def unplaced(self) -> int:
        """Rows of this page that no map shows."""
        return sum(row.municipality is None for row in self.found.rows)

    @property
    def ids(self) -> list[str]:
        return [str(row.resource.uuid) for row in self.found.rows]

    @property
    def map_label(self) -> str:
        if self.criteria.radius_km is not None:
            return _("Mapa dos resultados, numerados como na lista, %(near)s") % {
                "near": self.label(listing.NEAR)
            }
        return _("Mapa dos resultados, numerados como na lista")


def _address(query: QueryDict) -> str:
    said = [(name, one) for name, values in query.lists() for one in values if str(one).strip()]
    return f"{reverse('catalogue')}?{urlencode(said)}" if said else reverse("catalogue")
