"""Which word was meant: the nearest among words that exist, by letters and by how Portuguese sounds. Knows no index."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise, product
from math import log10

from search.language import STOP_WORDS, fold, stem

SHORTEST, LONGEST = 4, 24
# Words so rare may themselves be slips.
RARE = 2
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_PLAIN = re.compile(r"[a-z]+")

# --- Distances --------------------------------------------------------------------------------------------------------


def distance(one: str, other: str, most: int) -> int:
    """Letters missing, added, changed, or two beside each other swapped; `most` + 1 for anything more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(last) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"ch|sh", "x"),
        (r"lh", "li"),
        (r"nh", "ni"),
        (r"h", ""),
        (r"qu(?=[ei])", "k"),
        (r"gu(?=[ei])", "g"),
        (r"g(?=[ei])", "j"),
        (r"c(?=[ei])|ss|ç", "s"),
        (r"[cq]", "k"),
        (r"z", "s"),
        (r"y", "i"),
        (r"w", "v"),
        (r"n(?=[bp])|m(?=[^aeiou]|$)", "n"),
        (r"ou|o", "u"),
        (r"e", "i"),
        (r"(.)\1+", r"\1"),
    )
]


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """How a word sounds, roughly and once for what is confused in writing: s/ss/ç/c/z, x/ch, j/g, o/u, lh/li, m/n."""
    # The cedilla is a letter here, not an accent.
    plain = "ç".join(fold(piece) for piece in word.casefold().split("ç"))
    if "g" in plain:
        plain = re.sub(r"g(?=[ei])", "j", plain)
    for pattern, written in _SOUNDS:
        plain = pattern.sub(written, plain)
    return plain


def _allowed(word: str) -> float:
    """How far the word that was meant may be away."""
    return {4: 1.0, 5: 1.5}.get(len(word), 2.0)


def _letters(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 31)
    return mask


# --- Words that exist -------------------------------------------------------------------------------------------------


class Vocabulary:
    """The words there are, as they are written, with in how many entries each stands."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        self.counts: dict[str, int] = defaultdict(int)
        self._written: dict[str, tuple[int, str]] = {}
        for written, count in words:
            folded = fold(written)
            if _PLAIN.fullmatch(folded):
                self.counts[folded] += count
                best = self._written.get(folded)
                # As most write it; of two as frequent, with its accents.
                if best is None or (count, written != folded) > (best[0], best[1] != folded):
                    self._written[folded] = (count, written)
        self.stems = {stem(word) for word in self.counts}
        self._by_initial: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for word in self.counts:
            if SHORTEST - 1 <= len(word) <= LONGEST + 2:
                self._by_initial[word[0]].append((word, _letters(word)))

    def __len__(self) -> int:
        return len(self.counts)

    def written(self, word: str) -> str:
        """A word of these with its accents."""
        return self._written[word][1] if word in self._written else word

    def knows(self, word: str) -> bool:
        return word in self.counts or stem(word) in self.stems or word in STOP_WORDS

    def rare(self, word: str) -> bool:
        return self.counts.get(word, 0) <= RARE

    def _pool(self, word: str) -> Iterator[str]:
        """Words worth comparing: they begin alike, sound alike at the beginning, or lack one letter there."""
        initials = {word[0], word[1], sound(word)[:1] or word[0]}
        twins = {"s": "cz", "c": "sqk", "z": "s", "x": "c", "j": "g", "g": "j", "h": "aeiou", "k": "cq", "q": "ck",
                 "f": "p", "v": "w", "i": "eh", "e": "ih", "o": "uh", "u": "oh", "a": "h"}  # fmt: skip
        initials |= set(twins.get(word[0], ""))
        mask = _letters(word)
        for initial in initials:
            for other, letters in self._by_initial.get(initial, ()):
                if abs(len(other) - len(word)) <= 3 and (letters ^ mask).bit_count() <= 4:
                    yield other
        for letter in _ALPHABET:
            if letter + word in self.counts:
                yield letter + word

    def nearest(self, word: str, written: str, most: int = 2) -> list[tuple[float, str]]:
        """The words probably meant by this one (`written`: with its accents), the best first, with its cost."""
        allowed, heard = _allowed(word), sound(written)
        found: dict[str, float] = {}
        for other in self._pool(word):
            if other == word or other in found:
                continue
            cost = float(distance(word, other, 2))
            if cost > 0.5:
                cost = min(cost, 0.5 + distance(heard, sound(self._written[other][1]), 2))
            if cost <= allowed:
                found[other] = cost
        # Typed as far as that.
        if len(word) > SHORTEST:
            for other, _mask in self._by_initial.get(word[0], ()):
                if other.startswith(word) and other != word:
                    found[other] = min(found.get(other, 9.0), 0.9 + 0.05 * (len(other) - len(word)))
        ranked = sorted(
            (
                (cost - min(0.4, 0.1 * log10(1 + self.counts[other])) + 0.2 * (other[0] != word[0]), other)
                for other, cost in found.items()
            ),
        )
        return ranked[:most]

    def halves(self, word: str) -> tuple[str, str] | None:
        """Two words that were written as one: "camaarticulada", "derodas"."""
        best: tuple[int, tuple[str, str]] | None = None
        for at in range(2, len(word) - 2):
            left, right = word[:at], word[at:]
            if len(right) > 2 and right in self.counts and (left in STOP_WORDS or left in self.counts):
                n = min(self.counts[right], self.counts.get(left, 10**6))
                if (len(left) > 2 or left in STOP_WORDS) and (best is None or n > best[0]):
                    best = (n, (left, right))
        return best[1] if best else None


# --- A whole question -------------------------------------------------------------------------------------------------

_WORD = re.compile(r"(?<![\w])[^\W\d_]+(?!\w)")

type _Piece = tuple[int, int, list[tuple[float, str]]]


def corrected(text: str, words: Vocabulary, known: set[str], *, rare_too: bool, most: int = 3) -> list[str]:
    """The question with the words that exist nowhere replaced by those probably meant, likeliest first.

    `known`: words that are right though they stand nowhere. `rare_too`: words that hardly occur may be slips as well.
    """
    asked = [(match.start(), match.end(), fold(match.group())) for match in _WORD.finditer(text)]
    pieces = list(_joined(text, asked, words, known))
    for start, end, word in asked:
        if any(first <= start < last for first, last, _choices in pieces):
            continue
        if _PLAIN.fullmatch(word) and SHORTEST <= len(word) <= LONGEST and word not in known:
            written = text[start:end]
            if choices := _choices(word, written, words, rare_too=rare_too):
                pieces.append((start, end, [(cost, _as_typed(written, choice)) for cost, choice in choices]))
    if not pieces:
        return []
    pieces.sort()
    ways = product(*(choices for _start, _end, choices in pieces))
    likely = sorted(ways, key=lambda way: sum(cost for cost, _word in way))
    return [_put(text, pieces, [word for _cost, word in way]) for way in likely[:most]]


def _choices(word: str, written: str, words: Vocabulary, *, rare_too: bool) -> list[tuple[float, str]]:
    """What stands for this word, best first; nothing where it may stay."""
    right = words.knows(word)
    if right and not (rare_too and words.rare(word)):
        return []
    found = [
        (cost, words.written(other))
        for cost, other in words.nearest(word, written)
        # A word that exists gives way only to one that is much more usual.
        if not right or (cost <= 1 and words.counts[other] >= 10 * max(1, words.counts.get(word, 0)))
    ]
    if not right and (two := words.halves(word)):
        found.append((0.3, " ".join(words.written(half) for half in two)))
    return sorted(found)[:2]


def _as_typed(typed: str, word: str) -> str:
    if len(typed) > 1 and typed.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word


def _joined(
    text: str, asked: list[tuple[int, int, str]], words: Vocabulary, known: set[str]
) -> Iterator[_Piece]:
    """One word that was written as two: "infan tário"."""
    reached = 0
    for (start, left_end, left), (right_start, end, right) in pairwise(asked):
        whole = left + right
        wrong = not all(words.knows(word) or word in known for word in (left, right))
        if wrong and start >= reached and whole in words.counts and text[left_end:right_start].isspace():
            reached = end
            yield start, end, [(0.2, words.written(whole))]


def _put(text: str, pieces: list[_Piece], chosen: list[str]) -> str:
    made, at = [], 0
    for (start, end, _choices), word in zip(pieces, chosen, strict=True):
        made += [text[at:start], word]
        at = end
    return " ".join("".join([*made, text[at:]]).split())


def put_right(text: str, part: str, meant: str) -> str:
    """A text of which `part` is what was looked at, with the words of it that `meant` has otherwise."""
    typed, right = part.split(), meant.split()
    for what, a, b, c, d in SequenceMatcher(None, typed, right, autojunk=False).get_opcodes():
        if what == "replace":
            old = r"\s+".join(re.escape(word) for word in typed[a:b])
            if there := re.search(rf"(?<!\w){old}(?!\w)", text):
                text = text[: there.start()] + " ".join(right[c:d]) + text[there.end() :]
    return text
