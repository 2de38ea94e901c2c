"""Understanding what somebody types: "cama articulada em Gondomar amanhã" is a kind, a municipality and a day.

`understand` knows nothing of requests and asks no database: what it has to know comes in as `Known`. What is understood
becomes the catalogue's filters, what is not stays text. Nothing is guessed: a word that may be two things stays text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.models import Municipality, Parish, in_english
from resources.models.categories import Category
from resources.understanding import how_many, what, when, where
from resources.understanding.reading import GRAMMAR, Reading, Span, Word, listed, tidy
from resources.understanding.violence import about_violence
from search import synonyms

__all__ = ["KINDS", "Chip", "Known", "Understood", "about_violence", "known", "understand"]

CATEGORY, MUNICIPALITY, NEAR = "category", "municipality", "near"
DAYS, QUANTITY, ACCESSIBLE = "days", "quantity", "accessible"
# What can be understood, and left as text instead (`literal`).
KINDS = (CATEGORY, MUNICIPALITY, NEAR, DAYS, QUANTITY, ACCESSIBLE)

LONGEST = 300
# Words of asking, not of what is asked for.
ASKING = listed(
    """
    preciso precisa precisamos precisava necessito necessita necessitamos procuro procura procuramos
    procurar quero queria queremos gostava gostaria ha existe existem tem temos onde qual quais como
    arranjar arranjo encontrar encontro urgente urgentes favor obrigado obrigada disponivel
    disponiveis vaga vagas livre livres agradeco posso pode podem ter algum alguma alguns algumas
    busco pretendo solicito pedir pedido perto mim mais proximo proxima aqui need needs looking look
    want find where is are there any available free please i we me a some can get urgent urgently
    """
)
# Only in these turns: alone they may be part of what is looked for.
_TURNS = re.compile(
    r"\b(?:por favor|mais perto|perto de mim|mais proxim[oa]|near me|close to me|look(?:ing)? for|"
    r"boa tarde|bom dia|boa noite|"
    r"para (?:o |a )?(?:(?:meu|minha|uma?) )?(?:mae|pai|avo|tia|tio|filh[oa]|irmao?|utente|senhora?|"
    r"idos[oa]|doente|familiar|amig[oa])|for my \w+|(?:por volta d)?as \d{1,2}(?:h\d{0,2}|:\d\d)|"
    r"a pedir|de mim|vagas? de frio|procura de emprego|pedir emprestad[oa]s?)\b"
)
_KEPT_TURNS = ("vaga de frio", "vagas de frio", "procura de emprego")
_IN_TURNS_ONLY = listed(
    """
    perto mim mais proximo proxima look me a is i pedir pedido como posso pode podem ter
    """
)
_LED = re.compile(r"^(?:para|de|do|da|desde|em|no|na|on|for|in|from)\s+(?:o\s+|a\s+)?", re.IGNORECASE)
_BORROWING = listed(
    """
    emprestimo emprestimos emprestar emprestado emprestada emprestados emprestadas cedencia ceder
    borrow loan
    """
)


@dataclass(frozen=True)
class Chip:
    """One thing that was understood. `value`: as in the address (a code, DICO, day …); `words`: as typed."""

    kind: str
    value: str
    words: str
    label: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Understood:
    """`rest`: what stays text. The others are the catalogue's criteria; `prefer`: words (of a parish) that put what has
    them first and leave nothing out."""

    text: str = ""
    rest: str = ""
    categories: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    near: str = ""
    radius_km: int | None = None
    start: date | None = None
    end: date | None = None
    quantity: int | None = None
    accessible: bool = False
    prefer: str = ""
    chips: tuple[Chip, ...] = ()
    about_violence: bool = False

    def values(self, kind: str) -> dict[str, list[str]]:
        """One kind as parameters of the address: {"start": ["2027-03-12"], "end": ["2027-03-18"]}; empty for none."""
        said: dict[str, list[str]] = {
            CATEGORY: {"category": list(self.categories)},
            MUNICIPALITY: {"municipality": list(self.municipalities)},
            NEAR: {"near": [self.near], "radius_km": [str(self.radius_km or "")]},
            DAYS: {"start": [_iso(self.start)], "end": [_iso(self.end)]},
            QUANTITY: {"quantity": [str(self.quantity or "")]},
            ACCESSIBLE: {"accessible": ["1" if self.accessible else ""]},
        }[kind]
        return {name: kept for name, values in said.items() if (kept := [one for one in values if one])}

    def parameters(self, kinds: Collection[str] = KINDS) -> list[tuple[str, str]]:
        """What was understood as real parameters of `/recursos/`, without the text that is left."""
        return [
            (name, value)
            for kind in KINDS
            if kind in kinds
            for name, values in self.values(kind).items()
            for value in values
        ]

    def without(self, *chips: Chip) -> str:
        """What was typed, but for the words of these."""
        left, at = [], 0
        for start, end in sorted(span for chip in chips for span in chip.spans):
            left.append(self.text[at:start])
            at = max(at, end)
        return " ".join(" ".join([*left, self.text[at:]]).split())

    @property
    def without_rest(self) -> str:
        """Only the words that were understood."""
        return " ".join(
            self.text[start:end] for start, end in sorted(span for chip in self.chips for span in chip.spans)
        )


@dataclass(frozen=True)
class Known:
    """What there is to be recognised."""

    kinds: tuple[what.Kind, ...]
    names: what.Names
    municipalities: where.Names
    parishes: where.Names
    labels: dict[str, str]


def known(
    categories: Iterable[Category] | None = None, places: Iterable[Municipality] | None = None
) -> Known:
    """Read what there is: one query each, none for what comes in. Worked out anew only when something changed."""
    rows = Category.objects.all() if categories is None else categories
    kinds = tuple(
        what.Kind(one.code, (one.name_pt, one.name_en), one.iso9999, one.carta_social, one.by_day)
        for one in rows
        if not one.opaque
    )
    seats = tuple(
        (one.dico, one.name, one.short_name)
        for one in (Municipality.objects.all() if places is None else places)
    )
    parishes = tuple(Parish.objects.order_by("pk").values_list("name", "municipality_id"))
    with synonyms.looked_up_once() as book:
        return _known(kinds, seats, parishes, book.groups)


@lru_cache(maxsize=4)
def _known(
    kinds: tuple[what.Kind, ...],
    seats: tuple[tuple[str, str, str], ...],
    parishes: tuple[tuple[str, str], ...],
    groups: tuple[tuple[str, ...], ...],
) -> Known:
    """`groups`: the synonyms in use, which are what tells whether the last answer still holds."""
    alike = synonyms.equivalents if groups else lambda _name: set[str]()
    own, theirs = where.names_of(seats, parishes)
    return Known(
        kinds,
        what.names_of(kinds, alike),
        own,
        theirs,
        {dico: name for dico, name, _short in seats},
    )


def understand(text: str, *, today: date, known: Known, literal: Collection[str] = ()) -> Understood:
    """What a text means. `literal`: kinds (of `KINDS`) that are not to be understood: their words stay text.

    About violence nothing else is understood. Never raises, whatever is typed; beyond 300 letters all stays text.
    """
    text = tidy(text).strip()
    if about_violence(text):
        return Understood(text, rest=text, about_violence=True)
    wanted = set(KINDS) - set(literal)
    if not text or len(text) > LONGEST or not wanted:
        return Understood(text, rest=text)
    return _Understanding(text, today, known, wanted).result()


class _Understanding:
    """One text, kind after kind: what is surest first, so that its words are not taken for something else."""

    def __init__(self, text: str, today: date, known: Known, wanted: set[str]) -> None:
        self.reading, self.today, self.known, self.wanted = Reading(text), today, known, wanted
        self.period: when.Period | None = None
        self.quantity: how_many.Quantity | None = None
        self.spots: list[where.Spot] = []
        self.accessible: list[Span] = []
        self.named: list[what.Named] = []
        self.by_day = False

    def result(self) -> Understood:
        reading, wanted = self.reading, self.wanted
        if CATEGORY in wanted:
            self.named += what.codes(reading, self.known.kinds)
        if DAYS in wanted:
            self.period = when.read(reading, self.today)
        if ACCESSIBLE in wanted:
            self.accessible = what.accessible(reading)
        if CATEGORY in wanted:
            self.named += what.read(reading, self.known.names)
        if {MUNICIPALITY, NEAR} & wanted:
            kinds = {one for one in (MUNICIPALITY, NEAR) if one in wanted}
            self.spots = where.read(reading, self.known.municipalities, self.known.parishes, kinds)
        if QUANTITY in wanted:
            self.quantity = how_many.read(reading, [one.span for one in self.named])
        if CATEGORY in wanted and all(one.code.startswith("acolhimento") for one in self.named):
            self.named += what.undecided(
                reading,
                {kind.code for kind in self.known.kinds},
                tonight=bool(self.period and (self.period.night or self.period.start in (None, self.today))),
                people=bool(self.quantity and self.quantity.people),
            )
        near = next((one for one in self.spots if one.near), None)
        inside = [one for one in self.spots if one is not near]
        start, end = self._days()
        number = self.quantity.n if self.quantity and self.quantity.n > 1 else None
        return Understood(
            text=reading.text,
            rest=self._rest(),
            categories=tuple(dict.fromkeys(one.code for one in self.named)),
            municipalities=tuple(dict.fromkeys(one.dico for one in inside)),
            near=near.dico if near else "",
            radius_km=near.radius_km if near else None,
            start=start,
            end=end,
            quantity=number,
            accessible=bool(self.accessible),
            prefer=" ".join(one.parish for one in inside if one.parish),
            chips=tuple(self._chips(near, inside, start, end)),
        )

    def _days(self) -> tuple[date | None, date | None]:
        if self.period is None:
            return None, None
        start = self.period.start or self.today
        end = self.period.end
        by_day = {kind.code for kind in self.known.kinds if kind.by_day}
        self.by_day = bool(self.named) and all(one.code in by_day for one in self.named)
        if end and self.period.end_said and self.by_day:
            # Of what is used by days the last day is said, not the departure.
            end += timedelta(days=1)
        return start, end

    def _chips(
        self, near: where.Spot | None, inside: list[where.Spot], start: date | None, end: date | None
    ) -> Iterable[Chip]:
        reading = self.reading

        def chip(kind: str, value: str, spans: Iterable[Span], label: str = "") -> Chip:
            places = tuple(sorted(spans))
            words = _LED.sub("", " ".join(reading.typed(span) for span in places))
            return Chip(kind, value, words, label or words, places)

        for code in dict.fromkeys(one.code for one in self.named):
            yield chip(CATEGORY, code, [one.span for one in self.named if one.code == code])
        for dico in dict.fromkeys(one.dico for one in inside):
            here = [one for one in inside if one.dico == dico]
            name = self.known.labels.get(dico, dico)
            parish = ", ".join(one.parish for one in here if one.parish)
            label = _("%(parish)s (%(municipality)s)") % {"parish": parish, "municipality": name}
            yield chip(MUNICIPALITY, dico, [one.span for one in here], label if parish else name)
        if near:
            yield chip(NEAR, near.dico, [near.span])
        if self.period and start:
            words = [reading.typed(span) for span in self.period.spans] if self.period.relative else []
            label = _days_said(words, start, end, by_day=self.by_day)
            yield chip(DAYS, f"{_iso(start)}/{_iso(end)}", self.period.spans, label)
        if self.quantity and self.quantity.n > 1:
            people = ngettext("%(n)s pessoa", "%(n)s pessoas", self.quantity.n) % {"n": self.quantity.n}
            label = people if self.quantity.people else f"× {self.quantity.n}"
            yield chip(QUANTITY, str(self.quantity.n), self.quantity.spans, label)
        if self.accessible:
            yield chip(ACCESSIBLE, "1", self.accessible)

    def _rest(self) -> str:
        """What is left: without words of asking, and without the grammar that held to what was taken."""
        reading = self.reading
        if self.named:
            self._drop(_BORROWING)
        turns = [one.span() for one in _TURNS.finditer(reading.open) if one.group() not in _KEPT_TURNS]
        kept = [one.span() for one in _TURNS.finditer(reading.open) if one.group() in _KEPT_TURNS]
        reading.take(*turns)
        self._drop(ASKING - _IN_TURNS_ONLY, kept)
        return _left(reading.text, reading.taken)

    def _drop(self, words: Collection[str], kept: Iterable[Span] = ()) -> None:
        for word in self.reading.words():
            if word.plain in words and not any(start <= word.start < end for start, end in kept):
                self.reading.take(word.span)


def _left(text: str, taken: Collection[Span]) -> str:
    """The text without these spans, and without the words of grammar that stand beside a gap or at an end."""
    if not taken:
        return text
    gaps = Reading(text)
    gaps.take(*taken)
    words = gaps.all_words()
    struck = [any(start < word.end and word.start < end for start, end in taken) for word in words]
    first_to_last = list(range(len(words)))
    for order in (first_to_last, first_to_last[::-1]):
        beside = True
        for n in order:
            beside = struck[n] or (beside and _is_grammar(text, words[n]))
            struck[n] = beside
    pieces: list[Span] = []
    last = -1
    for n, word in enumerate(words):
        if struck[n]:
            continue
        if pieces and last == n - 1:
            pieces[-1] = (pieces[-1][0], word.end)
        else:
            pieces.append((word.start, word.end))
        last = n
    return " ".join(_with_quotes(text, start, end) for start, end in pieces)


def _is_grammar(text: str, word: Word) -> bool:
    return word.plain in GRAMMAR and not text[word.start : word.end].isdigit()


def _with_quotes(text: str, start: int, end: int) -> str:
    """A passage with the quotation marks that stand right around it."""
    left = start - 1 if start and text[start - 1] in '"«“' else start
    right = end + 1 if end < len(text) and text[end] in '"»”' else end
    return " ".join(text[left:right].split())


def _days_said(words: list[str], start: date, end: date | None, *, by_day: bool) -> str:
    """ "amanhã, 24 nov": the words and the days they mean, the last one as people say it of the kind."""
    if end is None:
        period = _("a partir de %(day)s") % {"day": _short(start)}
    elif (end - start).days == 1:
        period = _short(start)
    else:
        last = end - timedelta(days=1) if by_day else end
        period = _("%(start)s a %(end)s") % {"start": _short(start), "end": _short(last)}
    said = _LED.sub("", " ".join(words))
    return _("%(words)s, %(day)s") % {"words": said, "day": period} if said else period


def _short(day: date) -> str:
    said = date_format(day, "j b")
    return said if in_english() else said.lower()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
