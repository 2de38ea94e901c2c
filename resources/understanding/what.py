"""Kinds of resource: by name, by other words for them, by ISO 9999 and Carta Social codes; and whether a wheelchair
has to get in, which is no wheelchair that is looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from resources.understanding.reading import GRAMMAR, JOINING, Reading, Span, Word, listed, plain
from search import language

# Other words, by the code of the category; what the CMS knows as synonyms comes on top.
ALSO = {
    "acolhimento": "centro de acolhimento|casa de acolhimento|alojamento|dormida|pernoita|albergue|"
    "abrigo noturno|"
    "centro de abrigo|sítio para dormir|lugar para dormir|onde dormir|para dormir|shelter|homeless shelter|"
    "place to sleep|somewhere to sleep|accommodation|cama para dormir|cama de acolhimento",
    "acolhimento-temporario": "alojamento temporário|centro de alojamento temporário|"
    "centro de acolhimento temporário|"
    "temporary accommodation",
    "acolhimento-emergencia": "alojamento de emergência|alojamento urgente|acolhimento urgente|"
    "acolhimento imediato|"
    "centro de acolhimento de emergência|emergency accommodation|acolhimento de urgência",
    "residencia-transicao": "casa de transição|apartamento de transição|apartamento de autonomização|"
    "residência de autonomização|unidade de transição",
    "residencia-senior": "lar|lar de idosos|lar para idosos|lar de terceira idade|casa de repouso|"
    "residência sénior|"
    "residência para idosos|estrutura residencial para pessoas idosas|estrutura residencial para idosos|"
    "nursing home|"
    "care home|retirement home|old people's home",
    "lar-residencial": "residência para pessoas com deficiência|lar para pessoas com deficiência|"
    "residência autónoma",
    "residencia-saude-mental": "residência de saúde mental|unidade de vida apoiada|"
    "residência de apoio máximo|"
    "residência de treino de autonomia",
    "centro-ocupacional": "cao|caci|centro de atividades ocupacionais|centro de actividades ocupacionais|"
    "centro de atividades e capacitação para a inclusão",
    "centro-de-dia": "centro de dia para idosos|day center|day care for older people",
    "produtos-de-apoio": "ajuda técnica|produto de apoio|produtos de apoio|tecnologia de apoio|"
    "banco de ajudas técnicas|"
    "material ortopédico|material de apoio|technical aids|assistive products|assistive technology",
    "cadeiras-de-rodas": "cadeira de rodas|cadeira de rodas manual|wheelchair|cadeira rodinhas",
    "cadeiras-de-rodas-eletricas": "cadeira de rodas elétrica|cadeira elétrica|scooter de mobilidade|"
    "electric wheelchair|"
    "powered wheelchair",
    "andarilhos": "andarilho|andador|walker|rollator|zimmer",
    "bengalas-e-canadianas": "bengala|canadianas|muletas|tripé|crutches|walking stick",
    "camas-articuladas": "cama articulada|cama articulada elétrica|cama elétrica|cama hospitalar|"
    "cama de hospital|"
    "cama ortopédica|cama para acamado|cama de acamado|adjustable bed|hospital bed|grades de cama",
    "colchoes-e-almofadas": "colchão|colchão antiescaras|colchão anti escaras|colchão antidecúbito|"
    "colchão anti decúbito|"
    "colchão de ar|colchão de pressão alternada|almofada antiescaras|almofada anti escaras|"
    "almofada de gel|almofada|"
    "pressure mattress|mattress",
    "elevadores-de-transferencia": "elevador de transferência|grua|grua de transferência|"
    "elevador de doentes|guincho|"
    "patient lift|hoist",
    "ajudas-sanitarias": "cadeira sanitária|alteador de sanita|elevador de sanita|arrastadeira|urinol|"
    "commode",
    "ajudas-de-banho": "cadeira de banho|banco de banho|tábua de banho|cadeira de duche|"
    "cadeira giratória de banho|"
    "shower chair|bath seat",
    "salas-e-equipas": "sala|sala de reuniões|sala de formação|auditório|meeting room|horas de equipa",
    "banco-de-recursos": "banco de recursos|goods bank|banco de bens",
    "formacao": "formação|curso|ação de formação|curso de formação|training course",
    "cuidados-continuados": "rncci|unidade de cuidados continuados|ucci",
    "respostas-integradas": "cri|centro de respostas integradas",
    "creches-e-jardins": "creche|jardim de infância|infantário|jardim infantil|jardim escola|berçário|"
    "nursery|kindergarten|"
    "pré escolar",
}
# Words of one of these alone say too little, or more often something else.
TOO_LITTLE = listed(
    """
    informacao apoio cama cadeira vaga bens equipa deficiencia residencia rooms bed places
    """
)
# After one of these a name goes on to be something else: "acolhimento familiar", "lar de infância".
_GOES_ON = {
    "lar": frozenset(["infancia", "juventude", "criancas", "jovens", "familiar", "doce"]),
    "acolhimento": frozenset(["familiar", "criancas", "jovens", "menores", "refugiados"]),
    "sala": frozenset(["espera", "estar", "snoezelen", "aula", "aulas"]),
    "curso": frozenset(["superior"]),
    "residencia": frozenset(["estudantes", "universitaria", "fiscal"]),
    "cama": frozenset(["casal", "solteiro"]),
    "alojamento": frozenset(["estudantes", "local"]),
}
_GOES_BEFORE = {
    "acolhimento": frozenset(["familia", "familias"]),
    "lar": frozenset(["o"]),
}
# A bed to sleep in, when something else says that it is one; a bed to be nursed in likewise.
_BED = re.compile(r"\b(?:camas?|beds?)\b")
_TO_SLEEP = re.compile(
    r"\b(?:dormir|noites?|nights?|sleep|sem[\s\-]abrigo|desalojad\w+|despej\w+|homeless|rua|tonight)\b|"
    r"\besta noite\b"
)
_TO_NURSE = re.compile(
    r"\b(?:articulad\w+|acamad\w+|hospital|hospitalar|alta|domicilio|em casa|eletrica|grades|escaras|"
    r"bedridden|discharge)\b"
)
_ROOFLESS = re.compile(
    r"\b(?:(?:pessoas?|homem|homens|mulher|casal|alguem)\s+)?(?:em\s+)?(?:(?:situacao|"
    r"condicao) de )?sem[\s\-]abrigo\b|(?<!porto de )(?<!portos de )\babrigos?\b|"
    r"\bhomeless(?:ness)?(?: (?:person|people|man|woman))?\b"
)
_ISO = re.compile(
    r"(?<![\d.,/\-])(?:iso\s*(?:9999)?[\s:]*)?(?P<code>\d{2}[ .]?\d{2}(?:[ .]?\d{2})?)(?![\d]|[.,/\-]\d| \d)"
)
_DATE_BEFORE = listed(
    """
    dia dias em ate a de desde para no entre
    """
)

_CHAIR = r"cadeiras? de rodas"
_WHO = r"(?:pessoas?|utente|idos[oa]|homem|mulher|mae|pai|senhora?|alguem|jovem|crianca|utilizador(?:a|es)?)"
_MOVES = r"(?:andam?|anda sempre|desloca-se|esta|vive)"
_ACCESSIBLE = re.compile(
    rf"\b(?:com\s+)?(?:acesso|acessibilidade|acessivel|acessiveis|adaptad[oa]s?|preparad[oa]s?|"
    rf"espaco)\s+(?:a|ao|para|por|em|de|com|as)"
    rf"\s+(?:(?:pessoas?|utilizador(?:es)?|quem anda)\s+(?:em|de|com)\s+)?(?:uma?\s+)?{_CHAIR}\b"
    rf"|\b(?:{_WHO}\s+)?(?:que\s+)?(?:{_MOVES}\s+)?(?:em|numa)\s+{_CHAIR}\b"
    rf"|\b(?:{_WHO}\s+(?:que\s+)?(?:{_MOVES}\s+)?|{_MOVES}\s+)de\s+{_CHAIR}\b"
    rf"|\b(?:(?:pessoas?|utente)\s+)?(?:que\s+)?(?:usa|utiliza|usam|utilizador(?:a|es)?\s+de)\s+{_CHAIR}\b"
    r"|\b(?:wheelchair[\s\-](?:accessible|access|users?)|accessible (?:by|to|for|in) (?:a )?wheelchairs?|"
    r"(?:in|uses) a wheelchair)\b"
    r"|\b(?:com\s+|de\s+)?(?:acessivel|acessiveis|acessibilidade|accessible)\b(?! (?:a tod|economic))"
    r"|\b(?:(?:pessoas?|utente)\s+)?(?:com|de)\s+mobilidade (?:reduzida|condicionada)\b|\breduced mobility\b"
)
# "Quarto de cadeira de rodas" is no room for who sits in one: but these are places that somebody gets into.
_PLACE_FOR = re.compile(
    rf"\b(?:quartos?|acolhimento|alojamento|centro de dia|residencia|lar|vagas?|lugar(?:es)?|salas?|"
    rf"casa)\s+para\s+{_CHAIR}\b"
)
_NOT = re.compile(
    r"\b(?:nao|sem|not|banco de|emprestimo de|emprestar|aluguer de|colchao|almofadas? (?:de|para))\s*$"
)
LONGEST = 7


@dataclass(frozen=True)
class Kind:
    """A category as far as it can be recognised. `by_day`: its last day is used (see Category.by_day)."""

    code: str
    names: tuple[str, ...]
    iso9999: str = ""
    carta_social: str = ""
    by_day: bool = False


@dataclass(frozen=True)
class Named:
    code: str
    span: Span


Names = Mapping[tuple[str, ...], str]


def names_of(kinds: Iterable[Kind], alike: Callable[[str], Collection[str]]) -> Names:
    """Every name of a kind as the stems of its words; `alike` gives other expressions for one (the CMS's synonyms)."""
    kinds = list(kinds)
    own: dict[tuple[str, ...], str] = {}
    for kind in kinds:
        for name in _parts(kind.names):
            own.setdefault(_key(name), kind.code)
    for kind in kinds:
        for name in ALSO.get(kind.code, "").split("|"):
            own.setdefault(_key(name), kind.code)
    for kind in kinds:
        for name in (*_parts(kind.names), *ALSO.get(kind.code, "").split("|")):
            for other in alike(name) if name else ():
                own.setdefault(_key(other), kind.code)
    for word in TOO_LITTLE:
        own.pop(_key(word), None)
    own.pop((), None)
    return own


def _parts(names: Iterable[str]) -> list[str]:
    """ "Residência para pessoas idosas (ERPI)" is also "ERPI", and "Banco de recursos: bens" its first part."""
    found = []
    for name in names:
        found += [
            name,
            re.sub(r"\([^)]*\)", " ", name),
            *re.findall(r"\(([^)]*)\)", name),
            name.split(":")[0],
        ]
    return [one for one in found if one.strip()]


def _key(name: str) -> tuple[str, ...]:
    words = re.findall(r"\d+|[^\W\d_]+", plain(name))
    return tuple(language.stem(word) for word in words if word not in JOINING)


def read(reading: Reading, names: Names) -> list[Named]:
    """Take the kinds of resource out of the text."""
    found = []
    for run in reading.runs(LONGEST):
        code = names.get(tuple(word.stem for word in run))
        if code and reading.is_open(run) and not _goes_on(reading, run):
            span = run[0].start, run[-1].end
            reading.take(span)
            found.append(Named(code, span))
    return sorted(found, key=lambda one: one.span)


def _goes_on(reading: Reading, run: list[Word]) -> bool:
    if len(run) > 1 and run[0].plain != "centro":
        return False
    after = [word for word in reading.after(run[-1].end, 3) if word not in JOINING][:1]
    before = [word for word in reading.before(run[0].start, 2) if word not in ("de", "do", "da")][:1]
    name = run[-1].stem
    ends = {language.stem(word): rest for word, rest in _GOES_ON.items()}.get(name, frozenset())
    starts = {language.stem(word): rest for word, rest in _GOES_BEFORE.items()}.get(name, frozenset())
    return bool(ends & set(after) or starts & set(before) - GRAMMAR)


def codes(reading: Reading, kinds: Iterable[Kind]) -> list[Named]:
    """Codes of ISO 9999 (of the class, or of a product in it) and of the Carta Social."""
    kinds, found = list(kinds), []
    iso = {kind.iso9999.replace(" ", ""): kind.code for kind in kinds if kind.iso9999}
    social = {plain(kind.carta_social): kind.code for kind in kinds if len(kind.carta_social) > 2}

    def taken(match: re.Match[str]) -> bool:
        digits = re.sub(r"\D", "", match["code"])
        code = next((iso[digits[:n]] for n in (6, 4) if digits[:n] in iso), None)
        dotted = "." in match["code"] and bool(_DATE_BEFORE & set(reading.before(match.start(), 1)))
        if code is None or (dotted and "iso" not in match.group()):
            return False
        found.append(Named(code, match.span()))
        return True

    reading.each(_ISO, taken)
    for word in reading.words():
        if word.plain in social:
            reading.take(word.span)
            found.append(Named(social[word.plain], word.span))
    return found


def accessible(reading: Reading) -> list[Span]:
    """Where it is said that a wheelchair has to get in: taken out of the text."""
    found: list[Span] = []

    def taken(match: re.Match[str]) -> bool:
        span = match.span()
        if _NOT.search(reading.whole[: span[0]]):
            return False
        found.append(span)
        return True

    reading.each(_ACCESSIBLE, taken)
    for match in _PLACE_FOR.finditer(reading.open):
        start = reading.open.index("para", match.start())
        found.append((start, match.end()))
        reading.take((start, match.end()))
    return found


def undecided(reading: Reading, kinds: Collection[str], *, tonight: bool, people: bool) -> list[Named]:
    """What is a kind only because something else in the text says so: "cama" for tonight is one to sleep in, "abrigo"
    and "sem-abrigo" without any other kind mean a shelter."""
    if "acolhimento" not in kinds:
        return []
    found = [one.span() for one in _ROOFLESS.finditer(reading.open)]
    beds = [one.span() for one in _BED.finditer(reading.open)]
    to_sleep = tonight or people or bool(found) or _TO_SLEEP.search(reading.whole) is not None
    if to_sleep and not _TO_NURSE.search(reading.whole):
        found += beds
    reading.take(*found)
    return [Named("acolhimento", span) for span in found]
