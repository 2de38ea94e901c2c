"""A text while it is being understood: what is still open, what was taken as what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from search import language

Span = tuple[int, int]

_WORD = re.compile(r"\d+|[^\W\d_]+")
_QUOTED = re.compile(r'"[^"]*"|«[^»]*»|“[^”]*”')
TAKEN = "¦"


def listed(words: str) -> frozenset[str]:
    """Words written one after the other."""
    return frozenset(words.split())


# Words of grammar between those that count, in both languages of the portal.
GRAMMAR = language.STOP_WORDS | frozenset(
    ("a", "o", "e", "ao", "aos", "as", "os", "num", "numa", "ou", "the", "an", "of", "in", "at", "on", "for", "to",
     "with", "and", "or", "from", "near", "by")
)  # fmt: skip
# What joins the words of one name or thing: "cadeira de rodas", "produtos para apoio"; never a list ("e", "ou").
JOINING = frozenset(
    ("de", "do", "da", "dos", "das", "para", "com", "contra", "em", "o", "a", "of", "for", "the")
)


def plain(text: str) -> str:
    """Lower case without accents, each letter where it stood: of the same length as the text."""
    return "".join(_folded(letter) for letter in text)


def _folded(letter: str) -> str:
    folded = language.fold(letter)
    return folded[0] if folded else " "


def tidy(text: str) -> str:
    """The text with its accents as one letter each and without what is not seen."""
    return "".join(
        " " if unicodedata.category(letter) == "Cc" else letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter) != "Cf"
    )


@dataclass(frozen=True)
class Word:
    plain: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.start, self.end

    @cached_property
    def stem(self) -> str:
        return language.stem(self.plain)


@dataclass
class Reading:
    """`open` is the text folded, with what was taken struck out: patterns look there and find no word twice. What
    stands in quotation marks is meant as it stands and never open."""

    text: str
    whole: str = ""
    open: str = ""
    taken: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.whole = self.open = plain(self.text)
        for quoted in _QUOTED.finditer(self.text):
            self._strike(quoted.span())

    def _strike(self, span: Span) -> None:
        self.open = self.open[: span[0]] + TAKEN * (span[1] - span[0]) + self.open[span[1] :]

    def take(self, *spans: Span) -> None:
        for span in spans:
            self.taken.append(span)
            self._strike(span)

    def words(self) -> list[Word]:
        """The words that are still open, in order."""
        return [Word(one.group(), *one.span()) for one in _WORD.finditer(self.open)]

    def all_words(self) -> list[Word]:
        return [Word(one.group(), *one.span()) for one in _WORD.finditer(self.whole)]

    def before(self, at: int, most: int = 3) -> list[str]:
        """The last words before a place, taken or not, the nearest first; nothing beyond a full stop or comma."""
        return _words_of(re.split(r"[,;.!?:()]\s", self.whole[:at])[-1])[::-1][:most]

    def after(self, at: int, most: int = 3) -> list[str]:
        return _words_of(re.split(r"[,;.!?:()]\s", self.whole[at:])[0])[:most]

    def typed(self, span: Span) -> str:
        return " ".join(self.text[span[0] : span[1]].split())

    def runs(self, longest: int) -> Iterator[list[Word]]:
        """Runs of open words that may be one name, the longest first: what stands between them only joins them."""
        words = [one for one in self.words() if one.plain not in JOINING]
        for length in range(min(longest, len(words)), 0, -1):
            for first in range(len(words) - length + 1):
                run = words[first : first + length]
                if all(self._joined(one, other) for one, other in pairwise(run)):
                    yield run

    def _joined(self, one: Word, other: Word) -> bool:
        between = self.open[one.end : other.start]
        stop = r"[¦,;!?:()]" if one.end - one.start < 4 else r"[¦,;!?:()]|\.\s"
        return re.search(stop, between) is None and all(word in JOINING for word in _words_of(between))

    def is_open(self, run: list[Word]) -> bool:
        return TAKEN not in self.open[run[0].start : run[-1].end]

    def each(self, pattern: re.Pattern[str], use: Callable[[re.Match[str]], bool]) -> None:
        """Offer every place where a pattern fits what is open; `use` says whether it was taken as something."""
        at = 0
        while match := pattern.search(self.open, at):
            at = max(match.end(), match.start() + 1)
            if use(match):
                self.take(match.span())


def _words_of(text: str) -> list[str]:
    return _WORD.findall(text)
