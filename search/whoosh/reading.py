"""The index on disk as a source of answers: the postings of a term at once, the objects of the things found."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from whoosh.reading import SegmentReader, TermNotFound

from search.whoosh.schema import EDGE

# Of so many segments it stays known which object each document is.
_SEGMENTS_KNOWN = 64


class Reading:
    """One question's look at the index as it is now. A thing is the number of a document."""

    def __init__(self, searcher: Any) -> None:
        # An index without anything in it has one reader, of nothing.
        self._leaves: list[tuple[SegmentReader, int]] = [
            (reader, base)
            for reader, base in searcher.reader().leaf_readers()
            if isinstance(reader, SegmentReader)
        ]
        self._gone: list[frozenset[int]] = [reader.deleted_docs_set for reader, _base in self._leaves]
        self._met: dict[tuple[str, str], Mapping[int, float]] = {}
        self._places: dict[str, dict[int, bytes]] = {}
        # What was read beside the weights of a term: where it stands, not taken apart yet.
        self._written: dict[str, list[tuple[int, Sequence[int], Sequence[bytes]]]] = {}

    # --- What a question asks (search.scoring.Source) -----------------------------------------------------------------

    def size(self) -> int:
        return sum(reader.doc_count() for reader, _base in self._leaves)

    def every(self) -> Iterable[int]:
        for (reader, base), gone in zip(self._leaves, self._gone, strict=True):
            yield from (base + one for one in range(reader.doc_count_all()) if one not in gone)

    def met(self, term: str) -> Mapping[int, float]:
        return self._postings("text", term)

    def opened(self, word: str) -> Mapping[int, float]:
        return self._postings("auto", word)

    def beginning(self, start: str) -> Mapping[int, float]:
        if len(start) <= EDGE:
            return self._postings("edge", start)
        found: dict[int, float] = {}
        for word in self._lexicon("auto", start):
            # A word that is whole already comes before those that only begin so.
            share = len(start) / len(word)
            for thing, weight in self._postings("auto", word).items():
                found[thing] = max(found.get(thing, 0.0), weight * share)
        return found

    def like(self, term: str, distance: int) -> Iterable[str]:
        found: set[str] = set()
        for reader, _base in self._leaves:
            found.update(_text(one) for one in reader.terms_within("text", term, distance, prefix=1))
        return found

    def places(self, term: str) -> Callable[[int], Sequence[int]]:
        self.met(term)
        known = self._places.get(term)
        if known is None:
            known = self._places[term] = {
                base + number: value
                for base, numbers, values in self._written.get(term, ())
                for number, value in zip(numbers, values, strict=True)
            }
        decode = self._leaves[0][0].schema["text"].format.decode_positions if self._leaves else None
        raw, read = known, {}

        def standing(thing: int) -> Sequence[int]:
            if thing not in read:
                read[thing] = decode(raw[thing]) if decode and thing in raw else ()
            places: Sequence[int] = read[thing]
            return places

        return standing

    # --- Which objects they are ---------------------------------------------------------------------------------------

    def objects(self) -> Callable[[int], tuple[str, str]]:
        """Of a thing the label of its model and its primary key, as it was written."""
        known = [_objects(reader) for reader, _base in self._leaves]
        if len(known) == 1:
            return known[0].__getitem__
        starts = [base for _reader, base in self._leaves]

        def which(thing: int) -> tuple[str, str]:
            at = bisect_right(starts, thing) - 1
            return known[at][thing - starts[at]]

        return which

    def spellings(self, start: str = "") -> Iterator[str]:
        """The words of the index as they are written, "folded|accented", of those that begin so."""
        return self._lexicon("spell", start)

    # --- Postings -----------------------------------------------------------------------------------------------------

    def _postings(self, field: str, term: str) -> Mapping[int, float]:
        known = self._met.get((field, term))
        if known is None:
            found: dict[int, float] = {}
            for matcher, base in self._matchers(field, term):
                for numbers, weights, values in _blocks(matcher):
                    if field == "text":
                        self._written.setdefault(term, []).append((base, numbers, values))
                    found.update(
                        zip([base + one for one in numbers] if base else numbers, weights, strict=True)
                    )
            for (_reader, base), gone in zip(self._leaves, self._gone, strict=True):
                if gone and found:
                    for one in gone:
                        found.pop(base + one, None)
            known = self._met[field, term] = found
        return known

    def _matchers(self, field: str, term: str) -> Iterator[tuple[Any, int]]:
        for reader, base in self._leaves:
            try:
                matcher = reader.postings(field, term.encode(errors="ignore"))
            except TermNotFound:
                continue
            # Without the filter of deleted documents: those are taken out of the whole list.
            yield getattr(matcher, "child", matcher), base

    def _lexicon(self, field: str, start: str) -> Iterator[str]:
        seen: set[str] = set()
        for reader, _base in self._leaves:
            for word in reader.expand_prefix(field, start):
                plain = _text(word)
                if plain not in seen:
                    seen.add(plain)
                    yield plain


def _text(word: bytes | str) -> str:
    return word.decode() if isinstance(word, bytes) else word


def _blocks(matcher: Any) -> Iterator[tuple[Sequence[int], Sequence[float], Sequence[bytes]]]:
    """The postings of a term a block at a time. Whoosh's own way leads through three calls for each document, twenty
    times as long; its package is frozen and pinned, and so is what this relies on."""
    matcher.reset()
    while matcher.is_active():
        # Each of these reads its part of the block.
        matcher.id(), matcher.weight(), matcher.value()
        yield matcher._ids, matcher._weights, matcher._values
        matcher._next_block()


_known: OrderedDict[str, list[tuple[str, str]]] = OrderedDict()
_knowing = threading.Lock()


def _objects(reader: SegmentReader) -> list[tuple[str, str]]:
    """Which object each document of a segment is: a segment never changes, and is read once by a process."""
    name = reader.segment().segment_id()
    with _knowing:
        known = _known.get(name)
        if known is not None:
            _known.move_to_end(name)
            return known
    labels = reader.column_reader("ct", translate=False)
    keys = reader.column_reader("pk", translate=False)
    names: dict[bytes, str] = {}
    found = []
    for number in range(reader.doc_count_all()):
        label = labels[number]
        found.append((names.setdefault(label, label.decode()), keys[number].decode()))
    with _knowing:
        _known[name] = found
        while len(_known) > _SEGMENTS_KNOWN:
            _known.popitem(last=False)
    return found
