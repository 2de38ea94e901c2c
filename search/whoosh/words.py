"""What the index on disk tells about its words: what begins so, and which there are, as they are written."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

from search.whoosh.reading import Reading

from search.spelling import Vocabulary
from search.whoosh import storage

# Below so many seconds the words are read again after every change of the index; else when so many times what it cost
# has gone by.
AT_ONCE, PATIENCE = 0.05, 200

_keeping = threading.Lock()
_kept: tuple[Any, float, Vocabulary] | None = None


def begun(starts: Sequence[str], labels: set[str], most: int) -> list[tuple[str, str, float]] | None:
    """The things with a word for each of the beginnings, best first; None while the index is away."""
    try:
        reading = Reading(storage.searcher())
    except storage.Away:
        return None
    met = [reading.beginning(start) for start in starts]
    met.sort(key=len)
    things = set(met[0]).intersection(*met[1:])
    scores = {thing: sum(one[thing] for one in met) for thing in things}
    which = reading.objects()
    found = []
    for thing in sorted(scores, key=lambda one: (-scores[one], one)):
        label, pk = which(thing)
        if label in labels:
            found.append((label, pk, scores[thing]))
            if len(found) == most:
                break
    return found


def vocabulary() -> Vocabulary:
    """The words of everything in the index; none while it is away."""
    global _kept
    try:
        reader = storage.searcher().reader()
    except storage.Away:
        return Vocabulary([])
    state = tuple(
        (leaf.segment().segment_id(), leaf.doc_count())
        for leaf, _base in reader.leaf_readers()
        if hasattr(leaf, "segment")
    )
    now = time.monotonic()
    with _keeping:
        if _kept is not None and (_kept[0] == state or now < _kept[1]):
            return _kept[2]
    words = Vocabulary(_counted(reader))
    took = time.monotonic() - now
    with _keeping:
        _kept = (state, now + PATIENCE * took if took > AT_ONCE else now, words)
    return words


def _counted(reader: Any) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for leaf, _base in reader.leaf_readers():
        if "spell" in leaf.schema:
            for term, info in leaf.iter_field("spell"):
                _folded, _bar, written = term.decode().partition("|")
                found[written] = found.get(written, 0) + int(info.doc_frequency())
    return list(found.items())
