"""One analysis of Portuguese, for what is indexed and for what is asked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:[.\-/'’][^\W_]+)*", re.UNICODE)

# Words of grammar alone; names that look like one are kept by whoever knows names.
STOP_WORDS = frozenset(
    ("a", "o", "as", "os", "um", "uma", "uns", "umas", "de", "do", "da", "dos", "das", "em", "no", "na", "nos",
     "nas", "e", "ou", "que", "para", "por", "pelo", "pela", "pelos", "pelas", "com")
)  # fmt: skip


@dataclass(frozen=True)
class Token:
    """A word as it is compared (`term`), as it stands folded (`word`), and where it stands in the text."""

    term: str
    word: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case without accents: "Reunião" is "reuniao". Of the same length as the text where no letter is two."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def stem(word: str) -> str:
    """A folded word as all its forms are compared: "reunioes" and "reuniao" are one. Codes and numbers stay whole."""
    return word


def tokens(text: str, *, stopped: bool = True) -> list[Token]:
    """The words of a text, in order. `stopped`: without the words of grammar."""
    found = []
    for match in _WORD.finditer(text):
        word = fold(match.group())
        if not (stopped and word in STOP_WORDS):
            found.append(Token(stem(word), word, match.start(), match.end()))
    return found


def terms(text: str) -> list[str]:
    return [one.term for one in tokens(text)]


def marked(text: str, wanted: set[str]) -> list[tuple[str, bool]]:
    """The text in pieces, those whose word was asked for (by its term) marked: to be shown, never as HTML."""
    pieces, at = [], 0
    for one in tokens(text):
        if one.term in wanted:
            if one.start > at:
                pieces.append((text[at : one.start], False))
            pieces.append((text[one.start : one.end], True))
            at = one.end
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces
