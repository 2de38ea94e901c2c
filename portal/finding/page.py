"""The answer to a search: the catalogue's resources and what the other rooms have, by kind, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import Membership
from portal.finding.asked import RESOURCES, Asked, source_of
from portal.finding.kinds import SOURCES, Card, Facet, Source
from portal.finding.marking import Pieces, excerpt, marked
from portal.finding.reading import Reading, read
from portal.finding.resource_group import ResourceGroup
from search import asking, language
from search.asking import Found, Kind
from search.spelling import put_right

PER_PAGE = 20
# Shown of each kind where all kinds are.
PER_GROUP = 3
# Kinds shown with their first results; of the others it is said that there are some, and how many.
KINDS_SHOWN = 8
# Of so many kinds the first result tells whether something is called as was asked.
LOOKED_AT = 3
# Where only some of the words were met, more would be noise.
KINDS_SHOWN_LOOSELY = 4
# What is counted by facets and paged through; nobody reads further.
MOST = 2000
# Asked about violence, only what tells of no place is shown beside the route.
TELLS_OF_NO_PLACE = frozenset(
    ("indicadores", "diagnosticos", "unidades", "eixos", "problematicas", "respostas", "linhas", "decisoes",
     "reunioes", "rondas", "consultas", "planos", "acoes", "programas", "formacao", "avisos", "impacto", "avaliacoes",
     "recomendacoes", "praticas", "paginas", "noticias", "historias")
)  # fmt: skip
# A facet of theirs that would still say where.
WHERE = "municipio"


@dataclass(frozen=True)
class Result:
    """What was found, as the page shows it."""

    name: str
    title: Pieces
    url: str
    kind: str
    text: Pieces
    facts: Sequence[str]
    tag: str


@dataclass
class Section:
    """What was found of a kind. `rows`: the catalogue's own, for resources."""

    name: str
    label: str
    total: int
    best: float
    url: str
    ids: list[Any] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def more(self) -> bool:
        return self.total > len(self.results) + len(self.rows)


class Answer:
    """Everything the page says to a search. `wrong` grows on the way: a page that is not there."""

    def __init__(self, asked: Asked, member: Membership | None) -> None:
        self.asked, self.member = asked, member
        self.language = get_language() or ""
        self.wrong = dict(asked.wrong)
        self.reading = read(asked, member)
        shown = [one for one in SOURCES if one.name != RESOURCES]
        if self.reading.about_violence:
            shown = [one for one in shown if one.name in TELLS_OF_NO_PLACE]
        self.sources = {one.name: one for one in shown}
        self.kinds = {one.name: one.kind(member, self.language) for one in shown}
        self.found = found_of(self.reading, list(self.kinds.values()), most=PER_GROUP)
        self.resources = None if self.reading.about_violence else self._resources()

    def _resources(self) -> ResourceGroup:
        alone = self.asked.kind == RESOURCES
        # Beside things with every word no resource with some is shown.
        loosely = self.found.loosely or not self.found.groups
        each, page = (PER_PAGE, self.asked.page) if alone else (PER_GROUP, 1)
        group = ResourceGroup(self.reading, self.member, each, page, loosely=loosely)
        if page > group.found.pages:
            self._no_such_page(group.found.pages)
            group.first_page()
        return group

    def _no_such_page(self, pages: int) -> None:
        self.wrong["page"] = ngettext(
            "Esta página não existe: há só %(n)s.", "Esta página não existe: há %(n)s.", pages
        ) % {"n": pages}

    @cached_property
    def terms(self) -> frozenset[str]:
        return self.found.terms or frozenset(language.terms(self.asked.text))

    @property
    def total(self) -> int:
        return self.found.total + (self.resources.total if self.resources else 0)

    @property
    def loosely(self) -> bool:
        """Something was found, but nothing with every word."""
        whole = bool(self.found.groups) and not self.found.loosely
        there = self.resources is not None and self.resources.total and not self.resources.found.loosely
        return bool(self.total) and not whole and not there

    @cached_property
    def spelled(self) -> str:
        """The same question as it was probably meant; looked for where little answers to the words as they stand."""
        if self.reading.about_violence or (self.total and not self.loosely):
            return ""
        # What was understood is right as it is: days, a quantity, a place.
        rest = self.reading.rest
        meant = asking.spelled(rest, [*self.kinds.values(), *self._resource_kind()])
        return put_right(self.asked.text, rest, meant) if meant else ""

    @property
    def spelled_url(self) -> str:
        return self.asked.url(text=self.spelled)

    @property
    def all_url(self) -> str:
        return self.asked.url(kind="")

    @property
    def kind_url(self) -> str:
        """The kind looked at, narrowed by nothing."""
        return self.asked.url(kind=self.asked.kind)

    def _resource_kind(self) -> list[Kind]:
        source = source_of(RESOURCES)
        return [source.kind(self.member, self.language)] if source else []

    # --- All kinds ------------------------------------------------------------------------------------------------

    @cached_property
    def sections(self) -> list[Section]:
        """A group for each kind with something found, the one with the best first."""
        sections = []
        for group in self.found.groups:
            source = self.sources[group.kind]
            section = self._section(source, group.total, group.best)
            section.ids = [hit.pk for hit in group.hits]
            sections.append(section)
        if self.resources and (self.resources.total or self.reading.sure):
            sections.append(self._resource_section(self.resources))
        understood = self.reading.understood
        if self.resources and not self.resources.total and self.reading.sure:
            # Nobody offers one, but the network can be asked for it.
            sections = self._with_named("categorias", "code", understood.categories, sections)
        elif self.reading.only_place:
            sections = self._with_named("municipios", "dico", understood.municipalities, sections)
        return sorted(sections, key=lambda one: -one.best)

    def _with_named(
        self, name: str, column: str, codes: Sequence[str], sections: list[Section]
    ) -> list[Section]:
        """Before all others what was named itself, whatever way its name was written."""
        source = self.sources.get(name)
        if source is None or not codes:
            return sections
        named = self.kinds[name].rows.filter(**{f"{column}__in": codes})
        ids = list(named.order_by().values_list("pk", flat=True))
        if not ids:
            return sections
        first = self._section(source, len(ids), inf)
        first.ids = ids
        return [first, *(one for one in sections if one.name != source.name)]

    @cached_property
    def shown(self) -> list[Section]:
        """The first groups, with their results."""
        shown = self.sections[: self._most_shown]
        for section in shown:
            if section.ids:
                section.results = self._results(self.sources[section.name], section.ids)
        return shown

    @property
    def others(self) -> list[Section]:
        return self.sections[self._most_shown :]

    @property
    def _most_shown(self) -> int:
        return KINDS_SHOWN_LOOSELY if self.found.loosely else KINDS_SHOWN

    def _section(self, source: Source, total: int, best: float) -> Section:
        best *= source.weight
        return Section(source.name, str(source.label), total, best, self.asked.url(kind=source.name))

    def _resource_section(self, group: ResourceGroup) -> Section:
        source = source_of(RESOURCES)
        label = str(source.label) if source else _("Recursos")
        section = Section(RESOURCES, label, group.total, self._best(group), self.asked.url(kind=RESOURCES))
        section.rows = self.resource_rows
        return section

    @cached_property
    def resource_rows(self) -> list[dict[str, Any]]:
        """The catalogue's rows of the resources shown, with the words asked for."""
        cards = self.resources.cards if self.resources else []
        return [card | {"pieces": marked(card["title"], self.terms)} for card in cards]

    def _best(self, group: ResourceGroup) -> float:
        """Where resources stand among the kinds: first when capacity is asked for, by their words when there are some,
        last when only a place is named."""
        reading = self.reading
        if group.without_words and self._titled(reading.rest):
            return 0.0
        if group.total and (reading.sure or (reading.likely and not reading.only_place)):
            return inf
        if group.total and reading.of_capacity and not group.found.loosely:
            return inf
        if reading.sure and not reading.rest:
            return inf
        if not group.total or not reading.rest:
            return -1.0
        hits = found_of(reading, self._resource_kind(), most=1)
        if not hits.groups:
            return -1.0
        # What has every word stands before what has some.
        return inf if self.found.loosely and not hits.loosely else hits.groups[0].best

    def _titled(self, words: str) -> bool:
        """Whether the best of some kind is called so: then that was meant, and not what is lent beside it."""
        wanted = set(language.terms(words))
        firsts = [(self.sources[group.kind], [group.hits[0].pk]) for group in self.found.groups[:LOOKED_AT]]
        titles = (
            "".join(text for text, _on in one.title) for first in firsts for one in self._results(*first)
        )
        return any(wanted <= set(language.terms(title)) for title in titles)

    def _results(self, source: Source, ids: list[Any]) -> list[Result]:
        rows = self.kinds[source.name].rows.in_bulk(ids)
        objects = [rows[pk] for pk in ids if pk in rows]
        return [self._result(source, card) for card in source.cards(objects)]

    def _result(self, source: Source, card: Card) -> Result:
        return Result(
            source.name,
            marked(str(card.title), self.terms),
            card.url,
            str(card.kind),
            excerpt(str(card.text), self.terms),
            [str(fact) for fact in card.facts if fact],
            str(card.tag),
        )

    @cached_property
    def tabs(self) -> list[dict[str, Any]]:
        """The kinds with something found, and how many; the one looked at is there even with nothing."""
        counts = [(one.name, one.label, one.total) for one in self.sections if one.total]
        if self.asked.kind and self.asked.kind not in {name for name, _label, _n in counts}:
            source = source_of(self.asked.kind)
            counts.append((self.asked.kind, str(source.label) if source else _("Recursos"), 0))
        return [
            {"label": label, "n": n, "url": self.asked.url(kind=name), "on": name == self.asked.kind}
            for name, label, n in counts
        ]

    # --- One kind -------------------------------------------------------------------------------------------------

    @cached_property
    def one(self) -> OneKind | None:
        """The kind looked at alone; not resources, which the catalogue lists."""
        source = self.sources.get(self.asked.kind)
        return OneKind(self, source) if source else None

    @property
    def page(self) -> Page[Any] | None:
        if self.one:
            return self.one.page
        if self.asked.kind == RESOURCES and self.resources:
            return Paginator(range(self.resources.total), PER_PAGE).page(self.resources.found.criteria.page)
        return None

    # --- Nothing --------------------------------------------------------------------------------------------------

    @property
    def loosen(self) -> list[dict[str, str]]:
        """Where resources are asked for and none meets it all: what would be there with one thing less."""
        return self.resources.loosen if self.resources else []


def found_of(reading: Reading, kinds: list[Kind], *, most: int) -> Found:
    """By all the words; and by those left when what the catalogue understood is taken out: "desemprego em Gondomar"
    finds the indicator, though it names no municipality. Who has all the words stands before who has the rest."""
    whole = asking.find(reading.text, kinds, most=most)
    if not reading.rest or reading.rest == reading.text:
        return whole
    rest = asking.find(reading.rest, kinds, most=most)
    if rest.loosely or not rest.groups:
        return whole
    if whole.loosely or not whole.groups:
        return rest
    best = {(hit.kind, hit.pk): hit.score for group in whole.groups for hit in group.hits}
    totals = {group.kind: group.total for group in rest.groups}
    merged = []
    for kind in kinds:
        hits = {
            (hit.kind, hit.pk): hit for found in (rest, whole) for group in found.groups
            if group.kind == kind.name for hit in group.hits
        }  # fmt: skip
        if hits:
            first = sorted(hits.values(), key=lambda hit: -max(hit.score, best.get((hit.kind, hit.pk), 0)))
            total = max(totals.get(kind.name, 0), len(hits))
            merged.append(asking.Group(kind.name, total, tuple(first[:most])))
    terms = whole.terms | rest.terms
    ordered = tuple(sorted(merged, key=lambda group: -group.best))
    return Found(ordered, from_database=whole.from_database or rest.from_database, terms=terms)


class OneKind:
    """All that was found of one kind, in pages, narrowed by its facets."""

    def __init__(self, answer: Answer, source: Source) -> None:
        self.answer, self.source, self.asked = answer, source, answer.asked
        kind = answer.kinds[source.name]
        rows = kind.rows
        groups = found_of(answer.reading, [kind], most=MOST).groups
        # What every word finds elsewhere is not padded here with what some find.
        listed = any(group.kind == source.name for group in answer.found.groups)
        self.ids = [hit.pk for group in groups for hit in group.hits] if listed else []
        # For counting: nothing beside the rows is fetched.
        self._bare: QuerySet[Any] = rows.filter(pk__in=self.ids).order_by().prefetch_related(None)
        kept = set(self._narrowed(self.asked.chosen).values_list("pk", flat=True))
        self.kept = [pk for pk in self.ids if pk in kept]
        pages = Paginator(self.kept, PER_PAGE)
        number = self.asked.page
        if number > pages.num_pages:
            answer._no_such_page(pages.num_pages)
            number = 1
        self.page = pages.page(number)

    @cached_property
    def _values(self) -> dict[str, dict[str, Any]]:
        """Of each facet chosen, the values there are, by what stands for them in an address."""
        return {
            facet.name: {str(one): one for one in self._bare.values_list(facet.path, flat=True).distinct()}
            for facet in self.facets_offered
            if facet.name in self.asked.chosen
        }

    @property
    def facets_offered(self) -> list[Facet]:
        hushed = self.answer.reading.about_violence
        return [one for one in self.source.facets if not (hushed and one.name == WHERE)]

    def _narrowed(self, chosen: dict[str, str]) -> QuerySet[Any]:
        rows = self._bare
        for facet in self.facets_offered:
            if value := chosen.get(facet.name):
                there = self._values[facet.name]
                rows = rows.filter(**{facet.path: there[value]}) if value in there else rows.none()
        return rows

    @property
    def total(self) -> int:
        return len(self.kept)

    @cached_property
    def results(self) -> list[Result]:
        return self.answer._results(self.source, list(self.page.object_list))

    @cached_property
    def facets(self) -> list[dict[str, Any]]:
        """Each facet with how many each value would leave, everything else being as it is."""
        said = [self._facet(facet) for facet in self.facets_offered]
        return [one for one in said if len(one["values"]) > 1 or any(v["on"] for v in one["values"])]

    def _facet(self, facet: Facet) -> dict[str, Any]:
        others = {name: value for name, value in self.asked.chosen.items() if name != facet.name}
        chosen = self.asked.chosen.get(facet.name, "")
        counted = self._narrowed(others).values_list(facet.path).annotate(n=Count("pk", distinct=True))
        values = [
            {
                "label": str(facet.value_label(value)),
                "n": n,
                "on": str(value) == chosen,
                "url": self.asked.url(**{facet.name: "" if str(value) == chosen else str(value)}),
            }
            for value, n in counted
            if value not in (None, "")
        ]
        return {"label": facet.label, "values": sorted(values, key=lambda one: (-one["n"], one["label"]))}

    @property
    def loosen(self) -> list[dict[str, str]]:
        """When the facets leave nothing: each of them, and what would be there without it."""
        said = []
        for name in self.asked.chosen:
            others = {other: value for other, value in self.asked.chosen.items() if other != name}
            n = self._narrowed(others).count()
            label = next((str(one.label) for one in self.facets_offered if one.name == name), "")
            if n and label:
                said.append({"label": without(label, n), "url": self.asked.url(**{name: ""})})
        return said


def without(label: str, n: int) -> str:
    """ "Sem «Gondomar»: 4 resultados"."""
    return ngettext("Sem «%(filter)s»: %(n)s resultado", "Sem «%(filter)s»: %(n)s resultados", n) % {
        "filter": label,
        "n": n,
    }
