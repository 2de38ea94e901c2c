"""Which words of a title or a text were asked for. Pieces of plain text; the templates escape them."""

from __future__ import annotations

from collections.abc import Set

from search import language

Pieces = list[tuple[str, bool]]


def marked(text: str, wanted: Set[str]) -> Pieces:
    """A title, whole, with the words asked for."""
    return language.marked(text, set(wanted))


def excerpt(text: str, wanted: Set[str]) -> Pieces:
    """The passage of a text in which the words asked for stand; its beginning when there are none."""
    return language.excerpt(text, set(wanted)) if text.strip() else []


def begun(text: str, typed: str) -> Pieces:
    """A suggestion: whole words as they were typed, and the beginning of the one that is being typed."""
    words = [one.word for one in language.tokens(typed, stopped=False)]
    if not words:
        return [(text, False)]
    pieces: Pieces = []
    at = 0
    for one in language.tokens(text, stopped=False):
        end = one.start
        if one.word in words:
            end = one.end
        elif one.word.startswith(words[-1]):
            end = one.start + len(words[-1])
            # Where folding changed the length of the word, the whole word is marked rather than a wrong part of it.
            if language.fold(text[one.start : end]) != words[-1]:
                end = one.end
        if end > one.start:
            if one.start > at:
                pieces.append((text[at : one.start], False))
            pieces.append((text[one.start : end], True))
            at = end
    return [*pieces, (text[at:], False)] if at < len(text) else pieces
