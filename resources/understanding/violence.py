"""Whether a search is about violence: then it is answered with the way to help and never with a place.

Rather once too often than once too seldom: who is wrongly shown the way to help loses a click. Misspellings are met by
their sound; whatever else is typed changes nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from resources.understanding.reading import listed, plain, tidy

# Stems of words as they sound (see `_sound`): nobody writes them about anything else.
STEMS = (
    "violens", "violent", "violad", "vitim", "victim", "agresor", "agresao", "agresoes", "agredi", "agrid",
    "agreso", "espanc", "espank", "femisid", "feminisid", "femicid", "estupr", "maltrat", "stalk", "abusad", "abusiv",
    "asault", "batered", "molest",
)  # fmt: skip
WORDS = listed(
    """
    refugio refugios refuge refuges rape raped rapist violacao violacoes apav beaten
    """
)
# Phrases, over the folded text.
PHRASES = [
    re.compile(pattern)
    for pattern in (
        r"\bcasas?[\s\-]*(?:de[\s\-]*)?abrigos?\b",
        r"\babrigos? (?:de|para|a) (?:a[s]? )?(?:mulher|mae|vitima|senhora)",
        r"\b(?:wom[ae]n'?s?|female)['’]?s? (?:refuge|shelter)|\bshelters? for (?:abused |battered )?wom[ae]n",
        r"\b(?:maus?|mau)[\s\-]*tratos?\b|\btrata(?:-me|m-me|va-me)? mal\b|\bill[\s\-]*treat",
        (
            r"\b(?:bat(?:e|eu|em|ia|er|eram)|agarra|empurra|pontapeia|insulta|humilha|ameac\w+|persegue|"
            r"control\w+)-(?:me|nos|"
            r"na|la|lhe|a)\b"
        ),
        r"\b(?:me|nos) (?:bate|bateu|batem|agride|ameaca|persegue)\b",
        r"\b(?:ele|ela) (?:bate|bateu)\b|\bbate(?:u|m)? n(?:a|o|as|os|ela|ele|elas|eles)\b",
        r"\b(?:hits?|hitting|beats?|beating|hurts?|hurting|threatens?) (?:me|us|her|my)\b",
        (
            r"\bfug(?:ir|iu|i|ida|a) d(?:e|a) (?:minha |nossa )?casa\b|\b(?:flee|fleeing|"
            r"run(?:ning)? away from|escap\w+) "
            r"(?:from )?(?:my |her )?(?:home|husband|partner)"
        ),
        (
            r"\bmedo d(?:e|o|a|ele|ela) ?(?:meu |minha )?(?:ir |voltar )?(?:para |a )?(?:marido|companheir|"
            r"namorad|pai|padrasto|"
            r"ex|filho|casa\b|esposo)|\bmedo d(?:ele|ela)\b|\bafraid of (?:my|her|him)\b"
        ),
        (
            r"\babusos?\b(?! (?:de |do |da )?(?:alcool|alcoolico|drogas?|substancias?|medicamentos|poder|"
            r"confianca|bebidas?|"
            r"consumo|tabaco|jogo|internet|ecras?))"
        ),
        r"(?<!drug )(?<!alcohol )(?<!substance )\babus(?:e|ed|er|ing)\b(?! of (?:alcohol|drugs|substances))",
        (
            r"\bassedio sexual\b|\bsexual harassment\b|\bexploracao sexual\b|\btrafico de (?:pessoas|seres|"
            r"mulheres|criancas)\b"
            r"|\bhuman trafficking\b|\bmutilacao genital\b|\bcasamentos? (?:forcad|infantil)"
        ),
        r"\bcrimes? (?:sexua\w+|conjuga\w+|passiona\w+)\b|\bordem de afastamento\b|\bteleassistencia a vitim",
        (
            r"\blevar? (?:porrada|pancada|uma tareia)\b|\blevei (?:porrada|pancada)\b|\bapanho (?:porrada|"
            r"pancada)\b"
        ),
        r"800[\s.]*202[\s.]*148|\b116[\s.]*006\b",
    )
]
NEAR_ONES = (
    r"(?:ex[\s\-]?)?(?:marido|companheir[oa]|namorad[oa]|espos[oa]|padrasto|conjuge|husband|boyfriend|"
    r"girlfriend)"
)
_WITH_SOMEBODY = re.compile(
    rf"\b(?:{NEAR_ONES}|pai|mae|filho|filha|partner|father)\b.*\b(?:bat(?:e|eu|em|er|ia)\b|agrid|"
    rf"ameac\w*\b(?! de "
    rf"despejo)|matar?\b|fug[iu]|persegu|insult|humilh|expuls|empurr|tranc|viol|abusou|abusa\b|hits?\b|"
    rf"beat|threat|kick|kill)"
    rf"|\b(?:fug[iu]\w*|escap\w+|expuls\w+|ameac\w+|perseguid\w+|medo|proteg\w+|esconder)\b.*\b{NEAR_ONES}\b"
    rf"|\b{NEAR_ONES}\b.*\b(?:control|nao (?:me|a) deixa|medo|perigos)"
    r"|\bameac\w+ (?:de |que )?(?:me )?(?:morte|matar?)\b"
)
_LEAVING = re.compile(
    r"(?<!consegue )(?<!pode )(?<!podem )(?<!conseguem )\b(?:sair|saiu|sai|leave|"
    r"leaving) (?:hoje )?(?:de |da )?"
    r"(?:her |sua )?(?:casa|home)\b"
)
_WOMAN = re.compile(r"\b(?:mulher(?:es)?|mae|maes|senhora|woman|women|mother)\b")
_HARMLESS = re.compile(
    r"\bviola(?:cao|coes) (?:de |do |da |dos |das )(?:dados|direitos?|privacidade|protocolo|regras?|lei|"
    r"contrato|"
    r"confidencialidade|segredo|sigilo)\b"
)
_DOUBLED = re.compile(r"([a-z])\1+")
# Long enough, and far enough from other words, to be met with one letter wrong.
_BY_SOUND = ("violensia", "vitima", "agresor", "agresao")
# Real words within one letter of those.
_OTHERS = frozenset(["ultima", "intima", "vitamina", "legitima", "valensia"])


@lru_cache(maxsize=512)
def about_violence(text: str) -> bool:
    """Whether somebody looks for help against violence, for a refuge, or writes of it in whatever connection."""
    folded = " ".join(plain(tidy(text)).split())
    if not folded:
        return False
    squeezed = re.sub(r"[^a-z]", "", folded)
    if "violenci" in squeezed or "violensi" in squeezed:
        return True
    heard = _HARMLESS.sub(" ", folded)
    if any(pattern.search(heard) for pattern in PHRASES) or _WITH_SOMEBODY.search(heard):
        return True
    if _LEAVING.search(heard) and _WOMAN.search(heard):
        return True
    return any(_means_it(word) for word in re.findall(r"[a-z]+", heard))


def _means_it(word: str) -> bool:
    sound = _sound(word)
    if word in WORDS or sound.startswith(STEMS):
        return True
    return len(sound) > 4 and sound not in _OTHERS and any(_one_wrong(sound, one) for one in _BY_SOUND)


def _sound(word: str) -> str:
    """As it is heard in the north: "violensia", "biolência" and "violencia" are one."""
    word = word.replace("ss", "s").replace("ce", "se").replace("ci", "si").replace("cao", "sao")
    word = word.replace("coes", "soes").replace("y", "i").replace("z", "s").replace("h", "")
    word = _DOUBLED.sub(r"\1", word)
    return f"v{word[1:]}" if word.startswith("bi") else word


def _one_wrong(word: str, right: str) -> bool:
    """Whether one letter is missing, too many, another, or two neighbours changed places; the first letter is right."""
    if word == right:
        return True
    if word[:1] != right[:1] or abs(len(word) - len(right)) > 1:
        return False
    at = next(
        (n for n, (a, b) in enumerate(zip(word, right, strict=False)) if a != b), min(len(word), len(right))
    )
    rest, meant = word[at:], right[at:]
    return (
        rest[1:] == meant[1:]
        or rest[1:] == meant
        or rest == meant[1:]
        or (rest[:2] == meant[:2][::-1] and rest[2:] == meant[2:])
    )
