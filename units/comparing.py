"""Two versions of a text side by side: which words came in, which went out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

PART = re.compile(r"\S+|\n\s*\n\s*|\n")
PARAGRAPH, LINE = "\n\n", "\n"
# A text of some twenty pages of ordinary prose stays far below.
MOST_TRIES = 60_000
SAME, CAME, WENT = "", "ins", "del"


@dataclass
class Run:
    """Words that follow one another with the same mark."""

    mark: str
    text: str


Paragraph = list[Run]


@dataclass(frozen=True)
class Comparison:
    now: list[Paragraph]
    before: list[Paragraph] = field(default_factory=list)
    came: int = 0
    went: int = 0

    @property
    def differs(self) -> bool:
        return bool(self.came or self.went)


def _parts(text: str) -> list[str]:
    """Words, and the breaks between lines and paragraphs, which are compared as words are."""
    found = PART.findall(text.replace("\r\n", "\n").strip())
    return [part if part.strip() else PARAGRAPH if part.count("\n") > 1 else LINE for part in found]


def _laid_out(marked: Iterable[tuple[str, list[str]]]) -> list[Paragraph]:
    paragraphs: list[Paragraph] = [[]]
    for mark, parts in marked:
        for part in parts:
            if part == PARAGRAPH:
                paragraphs.append([])
                continue
            runs = paragraphs[-1]
            if runs and runs[-1].mark == mark:
                runs[-1].text += part if LINE in (part, runs[-1].text[-1:]) else f" {part}"
            else:
                runs.append(Run(mark, part))
    return [runs for runs in paragraphs if runs]


# Both texts stand as they are once a round was opened on them: what was worked out once stays true.
@lru_cache(maxsize=128)
def compare(before: str | None, now: str) -> Comparison:
    """What changed from one text to the next, by word. Without an earlier one, only the text in its paragraphs."""
    new = _parts(now)
    if before is None:
        return Comparison(_laid_out([(SAME, new)]))
    old = _parts(before)
    if _would_take_long(old, new):
        old, new = _lines(old), _lines(new)
    left: list[tuple[str, list[str]]] = []
    right: list[tuple[str, list[str]]] = []
    came = went = 0
    for what, a, b, c, d in _steps(old, new):
        left.append((SAME if what == "equal" else WENT, old[a:b]))
        right.append((SAME if what == "equal" else CAME, new[c:d]))
        if what != "equal":
            went += sum(len(part.split()) for part in old[a:b])
            came += sum(len(part.split()) for part in new[c:d])
    return Comparison(_laid_out(right), _laid_out(left), came, went)


def _steps(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    yield from SequenceMatcher(None, old, new).get_opcodes()


def _would_take_long(old: list[str], new: list[str]) -> bool:
    """Texts of the same few words over and over: each word would be tried against each of its like."""
    many = Counter(new)
    # What stands for more than a hundredth of a long text is not tried (difflib's own rule).
    most = len(new) // 100 + 1 if len(new) >= 200 else len(new)
    return sum(many[part] for part in old if many[part] <= most) > MOST_TRIES


def _lines(parts: list[str]) -> list[str]:
    """Whole lines in place of words."""
    found: list[str] = []
    for part in parts:
        if part in (LINE, PARAGRAPH) or not found or found[-1] in (LINE, PARAGRAPH):
            found.append(part)
        else:
            found[-1] += f" {part}"
    return found
