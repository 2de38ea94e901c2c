"""A text as its words, codes and numbers.

What is written in several ways is one term in all of them: "sem-abrigo" and "sem abrigo" are two words, in this order,
so a phrase finds either; "auto-estrada" and "autoestrada" are one; "12 22 03", "12.22.03" and "122203" are one code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search.language.folding import fold
from search.language.stemming import LONGEST, listed, stem

# Words of grammar, and those with which a question begins. Names that begin with one ("Os Belenenses", "A Ver-o-Mar")
# are found by their other words; "são", "sé", "sem" and "não" are not here: they name or they matter.
STOP_WORDS = listed(
    """
    a o as os ao aos um uma uns umas de do da dos das em no na nos nas num numa nuns numas dum duma duns dumas
    e ou que para por pelo pela pelos pelas com como ate desde entre sobre
    onde quando quem qual quais ha existe existem preciso precisamos procuro procuramos quero queremos queria
    the of and in for to with
    """
)

# Pronouns that hang on a verb: "dá-lhe", "apoiá-los", "candidatar-se".
_HANGING = listed("me te se o a os as lo la los las no na nos nas lhe lhes vos mo ma to ta lho lha")
_BEFORE_APOSTROPHE = listed("d l n m t j c qu")
_AFTER_APOSTROPHE = listed("s t d m re ll ve")
_HYPHENS = "-\u2010\u2011"
_APOSTROPHES = "'’‘ʼ´`"

# Prefixes that are no word of their own, now written together with what follows: "inter-municipal", "co-financiado".
_JOINING = listed(
    """
    agro ante anti auto bio co contra eletro electro extra geo hidro hiper infra inter intra macro maxi mega
    micro mini mono multi neo pluri poli pseudo psico re retro semi socio sub super supra tele termo trans ultra
    video foto on off wi e
    """
)
# Words written together of which people look for the second: "antiescaras" is found by "escaras".
_PARTED = re.compile(
    r"(?:(anti)(?=escara|decubit|derrapa|qued|alergi|incendi|fogo|rr|ss|discrim|corrup|inflama)"
    r"|(socio)(?=(?!log|metr|pat)[a-z]{7})"
    r"|(tele)(?=assist|alarm|cuidad|ssaude|medic|consult|trabalh|servic)"
    r"|(sem)(?=abrigo|teto)|(bem)(?=estar$)|(casa)(?=abrigo)|(aver)(?=omar$)|(ver)(?=omar$))"
)

_MARK = (
    "[\u0300-\u036f\u00ad\u200c\u200d\u2060\ufe0f]*"  # what stands inside a word and is none of its letters
)
_WORD = rf"(?:[^\W_]{_MARK})+"
_GAP = "[ .\u00a0\u202f]"
_TOKENS = re.compile(
    rf"""
    (?=[^\W_]|\+\d)(?:
    (?P<plain> [^\W\d_]+(?=[\s,;:)!?](?!\d)|\Z) )  # most words: nothing begins here but a word
  | (?P<digits> (?=[+\d])  # written in groups: telephones, thousands, codes of ISO 9999
        (?<![\w])(?<![\w][.,/\-])
        (?: (?:(?:\+|\b00)351[ .\-]?)?
            (?: [236789]\d\d(?P<a>[ .\-\u00a0]?)\d{{3}}(?P=a)\d{{3}} | 2\d[ ]\d{{7}}
              | 2\d{_GAP}\d{{3}}{_GAP}\d\d{_GAP}?\d\d )
          | \d{{1,3}}(?:{_GAP}\d{{3}}){{1,2}}(?!{_GAP}?\d{{3}})(?:,\d+)?
          | \d\d(?P<b>[ .\u00a0])\d\d(?:(?P=b)\d\d)?(?![.,/\-]\d)
          | \d\d-\d\d-\d\d
          | \d+,\d+(?!,\d)
        )(?![^\W_]) )
  | (?P<hours> (?=\d)(?<![\w])\d{{1,2}}[ \u00a0]?[hH](?:\d\d)?(?![^\W_]) )
  | (?P<ordinal> (?=\d)(?<![\w])\d+\.?[ºª°](?![^\W_]) )
  | (?P<plus> (?=\d)(?<![\w])\d+\+(?![^\W_]) )
  | (?P<number> [nN](?<![\w][nN])\.?[ºª°](?![^\W_]) )
  | (?P<coded>  # CV-2026-014, also typed "cv 2026 014" and "cv2026014"
        (?<![\w])[^\W\d_]{{2,6}}
        (?: (?P<c>[{_HYPHENS}/])(?:19|20)\d\d(?P=c)\d{{1,5}} | [ {_HYPHENS}/]?(?:19|20)\d\d[ {_HYPHENS}/]?0\d{{1,3}} )
        (?![^\W_]) )
  | (?P<dotted>  # EP1.1, 1.1.1.e
        (?<![\w])(?:[^\W\d_]{{1,4}}|(?:[eE][pP]|[aA][eE])[ ])?\d{{1,3}}(?:\.\d{{1,3}})+(?:\.?[a-zA-Z])?(?![^\W_])
      | (?<![\w])(?:[eE][pP]|[aA][eE])[ ]\d(?![^\W_]) )
  | (?P<acronym> (?<![\w])(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![^\W_]))? )
  | (?P<joined> (?<![\w])(?<![\w][{_HYPHENS}])[^\W\d_]{{1,7}}[{_HYPHENS}]{_WORD} )
  | (?P<word> {_WORD} )
    )""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word as it is compared (`term`), as it stands folded (`word`), and where it stands in the text."""

    term: str
    word: str
    start: int
    end: int


def _plain(raw: str) -> str:
    folded = fold(raw)
    if folded.isalnum():
        return folded[:LONGEST]
    return "".join(letter for letter in folded if letter.isalnum())[:LONGEST]


@lru_cache(maxsize=1 << 16)
def _word(raw: str) -> tuple[str, str, int]:
    """A word folded, its term, and how many of its letters are a part that is looked for alone."""
    word = _plain(raw)
    parted = _PARTED.match(word)
    return word, stem(word), parted.end() if parted else 0


def _whole(kind: str, raw: str) -> str:
    """A code or number by its one way of writing."""
    text = "".join(fold(raw).split())
    if kind == "digits":
        if "," in text:
            return text.replace(".", "").replace(",", ".")
        digits = "".join(sign for sign in text if sign.isdigit())
        return digits.removeprefix("00").removeprefix("351") if len(digits) > 10 else digits
    if kind == "ordinal":
        return text.rstrip("oa°.")
    if kind == "coded":
        parts = re.fullmatch(r"(\D+?)\W?(\d{4})\W?(\d+)", text)
        return "-".join(parts.groups()) if parts else _plain(raw)
    if kind == "dotted":
        return re.sub(r"\.(?=[a-z])", "", text)
    if kind == "acronym":
        return text.replace(".", "")
    return text


def _joined(raw: str) -> str | None:
    """ "Auto-estrada" as "autoestrada", "co-responsável" as "corresponsavel"; None where the parts are words.

    None too for "anti-escaras" and "sócio-ocupacional", whose second part is looked for alone.
    """
    prefix, _, rest = re.sub(f"[{_HYPHENS}]", "-", raw).partition("-")
    prefix, rest = _plain(prefix), _plain(rest)
    if prefix not in _JOINING or (len(prefix) < 4 and rest in _HANGING):
        return None
    if prefix in ("on", "off", "wi", "e") and prefix + rest not in (
        "online",
        "offline",
        "wifi",
        "email",
        "emails",
    ):
        return None
    word = prefix + (rest[0] if prefix[-1] in "aeiou" and rest[:1] in ("r", "s") else "") + rest
    return None if _PARTED.match(word) else word


def _hangs(text: str, word: str, start: int, end: int) -> bool:
    """Whether a word is only a piece of another: a pronoun at a verb, what an apostrophe cuts off."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if word in _HANGING or word in _AFTER_APOSTROPHE:
        signs = (_HYPHENS if word in _HANGING else "") + (_APOSTROPHES if word in _AFTER_APOSTROPHE else "")
        if before and before in signs and text[start - 2 : start - 1].isalpha():
            return True
    return (
        word in _BEFORE_APOSTROPHE
        and after != ""
        and after in _APOSTROPHES
        and text[end + 1 : end + 2].isalpha()
    )


def _parts(text: str, word: str, letters: int, start: int, end: int) -> tuple[Token, Token]:
    """A word of two: "antiescaras" as "anti" and "escaras", "antissocial" as "anti" and "social"."""
    prefix, rest = word[:letters], word[letters:]
    cut = next(at for at in range(start + 1, end + 1) if len(_plain(text[start:at])) >= letters)
    if rest == "omar":  # Aver-o-Mar
        cut, rest = cut + 1, "mar"
    elif rest[:2] in ("rr", "ss"):
        rest = rest[1:]
    return Token(stem(prefix), prefix, start, cut), Token(stem(rest), rest, cut, end)


def _all(text: str) -> Iterator[tuple[Token, bool]]:
    """Every word with whether it is one of grammar."""
    at = 0
    while found := _TOKENS.search(text, at):
        kind, (start, at), raw = found.lastgroup or "word", found.span(), found.group()
        if kind == "joined":
            if joined := _joined(raw):
                yield Token(stem(joined), joined, start, at), False
                continue
            raw = re.split(f"[{_HYPHENS}]", raw, maxsplit=1)[
                0
            ]  # two words; the second may begin something longer
            kind, at = "word", start + len(raw)
        if kind in ("plain", "word"):
            word, term, letters = _word(raw)
            if letters:
                first, second = _parts(text, word, letters, start, at)
                yield first, False
                yield second, False
            elif word:
                yield Token(term, word, start, at), word in STOP_WORDS or _hangs(text, word, start, at)
        elif kind == "number":
            yield Token("no", "no", start, at), True
        else:
            word = _whole(kind, raw)
            yield Token(stem(word) if kind == "acronym" else word, word, start, at), False


def tokens(text: str, *, stopped: bool = True) -> list[Token]:
    """The words of a text, in order. `stopped`: without the words of grammar.

    Those with nothing but a sign between them ("sem-abrigo", "66/2021") are several tokens that touch: to be met in
    this order.
    """
    return [token for token, grammar in _all(text) if not (stopped and grammar)]


def asked(text: str) -> list[Token]:
    """The words of a question: without those of grammar, unless there are no others."""
    return tokens(text) or tokens(text, stopped=False)


def terms(text: str) -> list[str]:
    return [one.term for one in tokens(text)]
