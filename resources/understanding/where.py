"""Places: municipalities by name, short name and nickname, and parishes, which stand for theirs.

Only what is no other word in its place: "feira de emprego", "porto de abrigo", "José Maia", "Rua de Gondomar" are none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from geo import parish_names
from resources.understanding.reading import Reading, Span, Word, listed

# By DICO, beside the names in the database.
NICKNAMES = {
    "0109": "feira|vila da feira|sta maria feira|terras de santa maria",
    "0113": "azeméis|oaz|oliveira azeméis",
    "0116": "sjm|s joão madeira|são joão madeira",
    "0119": "cambra|vale cambra",
    "1304": "gondumar|gondomare",
    "1308": "matozinhos|matosinho",
    "1312": "cidade do porto|oporto",
    "1313": "póvoa|póvoa do varzim|varzim|povoa varzin",
    "1314": "sto tirso|s tirso|tirso",
    "1316": "vila conde|v conde",
    "1317": "gaia|vn gaia|v n gaia|vng|vila nova gaia",
}
_SHORT = {"s": "sao", "sto": "santo", "st": "santo", "sta": "santa"}
_PLACING = listed(
    """
    em no na nos nas in at ao concelho municipio cidade freguesia zona
    """
)
_STREETS = listed(
    """
    rua r avenida av travessa largo praca praceta estrada rotunda quinta urbanizacao ponte estacao
    beco alameda
    """
)
_FIRST_NAMES = listed(
    """
    jose joao maria ana antonio manuel rui luis pedro paulo carlos joaquim francisco miguel jorge
    fernando ricardo tiago marta sofia teresa rosa sara ines catarina helena isabel nuno hugo andre
    bruno filipe dr dra doutor doutora sr sra senhor senhora dona enf enfermeira enfermeiro eng prof
    professora professor
    """
)
# What makes a name something else: words right before it, and right after it.
_NOT_AFTER = {
    "1312": listed(
        """
    vinho fc futebol misericordia diocese universidade metropolitana distrito metro grande
    """
    ),
    "1310": listed(
        """
    as nas das os pintar pintura pinturas papel tinta tintas quatro entre
    """
    ),
    "0109": listed(
        """
    uma a as proxima ultima feiras segunda terca quarta quinta sexta
    """
    ),
    "0107": frozenset(["um", "o", "de"]),
}
_NOT_BEFORE = {
    "1312": frozenset(["seco", "santo", "salvo", "moniz", "covo", "alegre", "editora"]),
    "0109": listed(
        """
    do dos das social medieval semanal solidaria anual franca vocacional internacional popular
    emprego
    """
    ),
    "1315": frozenset(["do", "dos"]),
    "1313": frozenset(["lanhoso", "santa", "atalaia"]),
}
_PHRASES_THAT_ARE_NOT = re.compile(
    r"\bportos? de (?:abrigo|mar|leixoes|recreio|pesca)\b|\bporto (?:seguro|d'abrigo)\b|"
    r"\bfeiras? (?:d[aoe]s?|social) (?!santa)"
    r"\w+|\bvalongo do vouga\b|\bpovoa de (?!varzim)\w+|\boliveira d[oe] (?!azemeis|douro)\w+|"
    r"\bvila nova de (?!gaia)\w+"
    r"|\bsanta maria d[ao] (?!feira)\w+|\bmarco de canaveses\b|\bpacos de (?!brandao)\w+"
)
_WHOLE_AREA = re.compile(
    r"\b(?:n[ao]|d[ao]|em)?\s*(?:(?:toda|todo) [ao]\s+)?(?:area metropolitana(?: do porto)?|grande porto|amp|"
    r"porto metropolitan area|greater porto)\b"
)
_NEAR = re.compile(
    r"(?:\b(?:(?:num raio de|ate|a menos de|a|within|menos de)\s+)?(?P<km>\d{1,3})\s*(?:km|quilometros|"
    r"kms|kilometers|kilometres)"
    r"\s+(?:d[eo]s?|da|of|from|a volta d[eoa])\s+|\b(?:(?:aqui )?(?:mais )?perto d[eoa]|junto (?:a[o]?|"
    r"de)|ao (?:pe|lado) d[eoa]|"
    r"proxim[oa]s? (?:a[o]?|d[eoa])|(?:nos )?arredores d[eoa]|a volta d[eoa]|near(?: to)?|"
    r"close to|around|"
    r"next to)\s+)(?:(?:cidade|concelho) d[eoa]\s+)?$"
)
_NEGATED = re.compile(
    r"\b(?:excet[oa]|exceto (?:em|n[ao])|menos (?:em|n[ao])?|fora d[eoa]|sem ser (?:em|n[ao])|"
    r"longe d[eoa]|nao (?:em|n[ao])|"
    r"except|not in|outside|away from|far from|evitar)\s*$"
)
_LEADING = re.compile(
    r"\b(?:(?:em|no|na|nos|nas|de|do|da|para|in|at|of|para [oa]|aqui em|(?:na )?zona d[eoa]|concelho d[eoa]|"
    r"municipio d[eoa]|cidade d[eoa]|"
    r"freguesia d[eoa]|distrito d[eoa])\s+)$"
)
LONGEST = 6


@dataclass(frozen=True)
class Spot:
    """A place that was named. `parish`: its name as typed, when it is one."""

    dico: str
    span: Span
    parish: str = ""
    near: bool = False
    radius_km: int | None = None


Names = Mapping[tuple[str, ...], frozenset[str]]


def names_of(
    places: tuple[tuple[str, str, str], ...], parishes: tuple[tuple[str, str], ...]
) -> tuple[Names, Names]:
    """The names as their words: of municipalities (`dico, name, short name`), and of parishes (`name, dico`)."""
    own: dict[tuple[str, ...], frozenset[str]] = {}
    for dico, name, short in places:
        for one in (name, short, *NICKNAMES.get(dico, "").split("|")):
            own[_key(one)] = own.get(_key(one), frozenset()) | {dico}
    known = {dico for dico, _name, _short in places}
    theirs: dict[tuple[str, ...], frozenset[str]] = {}
    for name, dicos in parish_names.municipalities_of().items():
        if dicos & known:
            theirs[_key(name)] = dicos & known
    for name, dico in parishes:
        theirs[_key(name)] = theirs.get(_key(name), frozenset()) | {dico}
    own.pop((), None)
    theirs.pop((), None)
    return own, {key: dicos for key, dicos in theirs.items() if key not in own}


def _key(name: str) -> tuple[str, ...]:
    words = [
        one for one in parish_names.sort_key(name).split() if one not in ("de", "do", "da", "dos", "das", "e")
    ]
    return tuple(_SHORT.get(one, one) for one in words)


def read(
    reading: Reading,
    municipalities: Names,
    parishes: Names,
    kinds: Collection[str] = ("municipality", "near"),
) -> list[Spot]:
    """Take the places out of the text: what is in them, what is near them, or both."""
    if "municipality" in kinds:
        reading.each(_WHOLE_AREA, lambda _match: True)
    nowhere = [one.span() for one in _PHRASES_THAT_ARE_NOT.finditer(reading.whole)]
    found: list[Spot] = []
    unsure: list[tuple[list[Word], frozenset[str]]] = []
    for run in reading.runs(LONGEST):
        key = tuple(_SHORT.get(word.plain, word.plain) for word in run)
        dicos, is_parish = municipalities.get(key), False
        if dicos is None:
            dicos, is_parish = parishes.get(key), True
        if dicos is None or not reading.is_open(run) or _elsewhere(run, nowhere):
            continue
        if ("near" if _NEAR.search(reading.open[: run[0].start]) else "municipality") not in kinds:
            continue
        if len(dicos) > 1:
            unsure.append((run, dicos))
        elif _is_place(reading, run, min(dicos), is_parish):
            found.append(_take(reading, run, min(dicos), is_parish))
    for run, dicos in unsure:
        named = dicos & {one.dico for one in found}
        if len(named) == 1 and reading.is_open(run):
            found.append(_take(reading, run, min(named), True))
    return sorted(found, key=lambda one: one.span)


def _elsewhere(run: list[Word], nowhere: list[Span]) -> bool:
    return any(start < run[-1].end and run[0].start < end for start, end in nowhere)


def _is_place(reading: Reading, run: list[Word], dico: str, is_parish: bool) -> bool:
    before, after = reading.before(run[0].start, 2), reading.after(run[-1].end, 1)
    single = run[0].plain if len(run) == 1 else ""
    if _NEGATED.search(reading.whole[: run[0].start]):
        return False
    if single and before and before[0] in _FIRST_NAMES:
        return False
    if _STREETS & set(before[:1]) or (
        len(before) > 1 and before[1] in _STREETS and before[0] in ("de", "do", "da", "dos")
    ):
        return False
    if is_parish:
        return not single or single not in parish_names.ORDINARY or bool(before and before[0] in _PLACING)
    if not single:
        return True
    told = [word for word in before if word not in ("de", "do", "da", "em", "no", "na")]
    led = bool(before) and before[0] in _PLACING
    if told and told[0] in _NOT_AFTER.get(dico, ()) and not led:
        return False
    return not (after and after[0] in _NOT_BEFORE.get(dico, ()))


def _take(reading: Reading, run: list[Word], dico: str, is_parish: bool) -> Spot:
    start, end = run[0].start, run[-1].end
    typed = reading.typed((start, end)) if is_parish else ""
    before = reading.open[:start]
    near = _NEAR.search(before)
    lead = near or _LEADING.search(before)
    span = (lead.start() if lead else start, end)
    reading.take(span)
    radius = int(near["km"]) if near and near["km"] else None
    return Spot(dico, span, typed, near is not None, radius if radius and 0 < radius <= 500 else None)
