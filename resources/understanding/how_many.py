"""How many: "2 camas", "duas pessoas", "para 3", "casal", "mãe com dois filhos". Ages and codes are none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resources.understanding import numbers
from resources.understanding.reading import TAKEN, Reading, Span

MOST = 200
_N = numbers.PATTERN
_CHILDREN = (
    r"(?:filh[oa]s?|criancas?|menor(?:es)?|bebes?|gemeos|gemeas|net[oa]s?|rapaz(?:es)?|meninas?|meninos?|"
    r"children|child|kids?|"
    r"baby|babies|sons?|daughters?)"
)
_GROWN = (
    r"(?:mae|pai|mulher|homem|casal|senhora|senhor|avo|pessoa|adult[oa]|mother|father|woman|"
    r"man|couple|person|adult|jovem)"
)
# Nouns that only say that people or places are counted, and those that also say which.
_BARE = (
    r"(?:pessoas?|adult[oa]s?|vagas?|lugares|lugar|unidades?|elementos|utentes?|people|"
    r"persons?|adults?|places?|items?)"
)
_TELLING = (
    r"(?:camas?|idos[oa]s?|homens|homem|mulher(?:es)?|jovens|jovem|criancas?|bebes?|filh[oa]s?|quartos?|"
    r"beds?|men|women|"
    r"children|child|rooms?)"
)
_AGES = r"(?:\s+(?:de|com|aged?)\s+\d{1,2}(?:\s*(?:,|e|and)\s*\d{1,2})*\s+(?:anos?|meses|mes|years?|months?)(?: old)?)?"

_WITH_CHILDREN = re.compile(
    rf"\b(?:(?:um|uma|a|o)\s+)?(?P<who>{_GROWN})\s+(?:com|e|mais|with|and)\s+(?P<n>{_N}|a|o|seu|sua|"
    rf"o seu|a sua|her|his)?\s*"
    rf"(?P<children>{_CHILDREN})\b(?:\s+(?:menores|pequenos|pequenas))?{_AGES}"
    rf"(?:\s*(?:,|e|and)\s+(?P<more>{_N})\s+{_CHILDREN}\b{_AGES})?"
)
_FAMILY = re.compile(
    rf"\b(?:uma\s+)?(?:familia|agregado(?: familiar)?|grupo|family|group)\s+(?:de|com|of|"
    rf"with)\s+(?P<n>{_N})\b"
    rf"(?:\s+(?:pessoas|elementos|people|members))?(?!\s+(?:anos|meses|filh|crianc|noites|dias))"
)
_SUM = re.compile(
    rf"\b(?P<a>{_N})\s+(?:adult[oa]s?|mulher(?:es)?|homens|homem|pessoas?|adults?|women|woman|men|"
    rf"man)\s*(?:,|e|mais|com|and|"
    rf"with|\+)\s*(?P<b>{_N})\s+{_CHILDREN}\b{_AGES}"
)
_COUPLES = re.compile(
    rf"(?<!cama de )(?<!quarto de )(?<!quarto )\b(?:(?P<n>{_N})\s+)?(?:casal|casais|"
    rf"couples?)\b(?!\s+(?:com|with)\s+filhos)"
)
_COUNTED = re.compile(rf"\b(?P<n>{_N})\s+(?P<noun>{_BARE}|{_TELLING})\b")
_FOR = re.compile(
    rf"\b(?:para|p/|for)\s+(?P<n>{_N})\b(?=\s*$|\s*[,.;!?{TAKEN}]|\s+(?:em|no|na|nos|nas|hoje|in|at|com|"
    rf"perto|{TAKEN}))"
)
_ALONE = re.compile(rf"\b(?P<n>{_N})\s*$")


@dataclass(frozen=True)
class Quantity:
    """How many, where it was said, and whether it is people who are counted."""

    n: int
    spans: tuple[Span, ...]
    people: bool = False


def read(reading: Reading, categories: list[Span]) -> Quantity | None:
    """Take numbers out of the text. `categories`: where kinds of resource were named; a number before one counts it."""
    found: list[Quantity] = [*_people(reading), *_things(reading, categories)]
    sound = [one for one in found if 0 < one.n <= MOST]
    if not sound:
        return None
    reading.take(*[span for one in sound for span in one.spans])
    return Quantity(
        max(one.n for one in sound),
        tuple(span for one in sound for span in one.spans),
        any(one.people for one in sound),
    )


def _people(reading: Reading) -> list[Quantity]:
    for pattern, count in (
        (_WITH_CHILDREN, _with_children),
        (_FAMILY, lambda one: numbers.value(one["n"])),
        (_SUM, lambda one: numbers.value(one["a"]) + numbers.value(one["b"])),
        (_COUPLES, lambda one: 2 * (numbers.value(one["n"]) if one["n"] else 1)),
    ):
        if (one := pattern.search(reading.open)) and (n := count(one)):
            return [Quantity(n, (one.span(),), people=True)]
    return []


def _with_children(one: re.Match[str]) -> int | None:
    grown = 2 if one["who"] in ("casal", "couple") else 1
    word, said = one["children"], one["n"]
    if said in numbers.WORDS or (said or "").isdigit():
        children = numbers.value(said)
    elif word in ("gemeos", "gemeas"):
        children = 2
    elif word.endswith("s") or word in ("children", "menores", "babies"):
        return None  # children, but nobody says how many
    else:
        children = 1
    return grown + children + (numbers.value(one["more"]) if one["more"] else 0)


def _things(reading: Reading, categories: list[Span]) -> list[Quantity]:
    found = []
    for one in _COUNTED.finditer(reading.open):
        bare = re.fullmatch(_BARE, one["noun"]) is not None
        if reading.after(one.end(), 1) == ["anos"]:
            continue
        people = one["noun"].startswith(
            ("pess", "adult", "idos", "hom", "mulher", "jov", "crian", "utent", "peop", "person")
        )
        found.append(
            Quantity(numbers.value(one["n"]), (one.span() if bare else one.span("n"),), people=people)
        )
    for start, _end in categories:
        if number := _ALONE.search(reading.open[:start].rstrip()):
            found.append(Quantity(numbers.value(number["n"]), (number.span("n"),)))
    found += [
        Quantity(numbers.value(one["n"]), (one.span(),), people=True) for one in _FOR.finditer(reading.open)
    ]
    return found
