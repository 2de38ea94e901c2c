"""The words that were asked for, shown in a text: in pieces, never as HTML."""

from __future__ import annotations

from collections.abc import Set

from search.language.words import Token, tokens

_CUT = "…"


def marked(text: str, wanted: Set[str]) -> list[tuple[str, bool]]:
    """The text in pieces, those whose word was asked for (by its term) marked: to be shown, never as HTML.

    Joined the pieces are the text.
    """
    return _pieces(text, 0, len(text), [one for one in tokens(text, stopped=False) if one.term in wanted])


def excerpt(text: str, wanted: Set[str], length: int = 220) -> list[tuple[str, bool]]:
    """The passage with most of the words asked for, in whole words, marked as `marked` does; "…" where it is cut.

    Not longer than `length`, the signs of cutting apart. Without any of the words: the beginning.
    """
    text = text.strip()
    if len(text) <= length:
        return marked(text, wanted)
    words = tokens(text, stopped=False)
    hits = [one for one in words if one.term in wanted]
    start, end = _around(text, words, _best(hits, length), length)
    pieces = _pieces(text, start, end, [one for one in hits if one.start >= start and one.end <= end])
    if start > 0:
        pieces.insert(0, (_CUT, False))
    if end < len(text):
        pieces.append((_CUT, False))
    return _together(pieces)


def _pieces(text: str, start: int, end: int, hits: list[Token]) -> list[tuple[str, bool]]:
    pieces, at = [], start
    for one in hits:
        if one.start > at:
            pieces.append((text[at : one.start], False))
        pieces.append((text[one.start : one.end], True))
        at = one.end
    if at < end:
        pieces.append((text[at:end], False))
    return pieces


def _best(hits: list[Token], length: int) -> tuple[int, int]:
    """From where to where the most different words asked for stand within `length`; the first such place."""
    best, place, first = (0, 0), (0, 0), 0
    inside: dict[str, int] = {}
    for last, hit in enumerate(hits):
        inside[hit.term] = inside.get(hit.term, 0) + 1
        while first < last and hit.end - hits[first].start > length:
            gone = hits[first].term
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            first += 1
        if (len(inside), last - first) > best:
            best, place = (len(inside), last - first), (hits[first].start, hit.end)
    return place


def _around(text: str, words: list[Token], place: tuple[int, int], length: int) -> tuple[int, int]:
    """The place with what stands around it: from a beginning of a sentence if one is near, in whole words."""
    first, last = place
    spare = length - (last - first)
    if spare < 0:  # one word, longer than what may be shown
        return first, first + length
    earliest = max(0, first - spare // 2)
    if last <= length:
        earliest = 0
    starts = [one.start for one in words if earliest <= one.start <= first]
    sentences = [start for start in starts if start and text[:start].rstrip()[-1:] in ".!?;:\n"]
    if earliest == 0:
        start = 0
    else:
        start = (sentences or starts or [first])[0]
    ends = [one.end for one in words if last <= one.end <= start + length]
    end = max(ends, default=max(last, start + 1))
    if end == last and not words:
        end = start + length
    while end < len(text) and end < start + length and not text[end].isspace() and not text[end].isalnum():
        end += 1  # the full stop belongs to the sentence
    return start, end


def _together(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    joined: list[tuple[str, bool]] = []
    for text, is_hit in pieces:
        if joined and not is_hit and not joined[-1][1]:
            joined[-1] = (joined[-1][0] + text, False)
        else:
            joined.append((text, is_hit))
    return joined
