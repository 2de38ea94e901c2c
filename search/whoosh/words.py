"""What the index on disk tells about its words: what begins so, and which there are, as they are written."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from search.spelling import Vocabulary
from search.whoosh import storage
from search.whoosh.reading import Reading

# Words that were read within so many seconds are read again after every change of the index; else aside, when so many
# times what it cost has gone by.
AT_ONCE, PATIENCE = 0.1, 200

type _Begun = list[tuple[str, str, float]]

_keeping, _reading = threading.Lock(), threading.Lock()
# Of which state of the index, until when at least, the words, and how long it took.
_kept: tuple[Any, float, Vocabulary, float] | None = None


def begun(starts: Sequence[str], labels: set[str], most: int) -> _Begun | None:
    """The things with a word for each of the beginnings, best first; None while the index is away."""
    return _read(lambda searcher: _begun(Reading(searcher), starts, labels, most))


def _begun(reading: Reading, starts: Sequence[str], labels: set[str], most: int) -> _Begun:
    met = sorted((reading.beginning(start) for start in starts), key=len)
    things = set(met[0]).intersection(*met[1:])
    scores = {thing: sum(one[thing] for one in met) for thing in things}
    which = reading.objects()
    found: _Begun = []
    for thing in sorted(scores, key=lambda one: (-scores[one], one)):
        label, pk = which(thing)
        if label in labels:
            found.append((label, pk, scores[thing]))
            if len(found) == most:
                break
    return found


def vocabulary() -> Vocabulary:
    """The words of everything in the index; none while it is away."""
    return _read(_vocabulary) or Vocabulary([])


def _vocabulary(searcher: Any) -> Vocabulary:
    leaves = [leaf for leaf, _base in searcher.reader().leaf_readers() if hasattr(leaf, "segment")]
    state = (storage.home(), *((leaf.segment().segment_id(), leaf.doc_count()) for leaf in leaves))
    with _keeping:
        kept = _kept
        late = kept is not None and time.monotonic() >= kept[1]
    if kept is None or kept[0][0] != state[0] or (kept[0] != state and kept[3] <= AT_ONCE):
        return _counted(leaves, state)
    if kept[0] != state and late and not _reading.locked():
        # Nobody waits for it: until it is read, what was known before will do.
        threading.Thread(target=_count_aside, args=(leaves, state), daemon=True).start()
    return kept[2]


def _count_aside(leaves: list[Any], state: Any) -> None:
    if _reading.acquire(blocking=False):
        try:
            _counted(leaves, state)
        finally:
            _reading.release()


def _counted(leaves: list[Any], state: Any) -> Vocabulary:
    global _kept
    start = time.monotonic()
    counts: dict[str, int] = {}
    for leaf in leaves:
        for term, info in leaf.iter_field("spell"):
            _folded, _bar, written = term.decode().partition("|")
            counts[written] = counts.get(written, 0) + int(info.doc_frequency())
    words = Vocabulary(counts.items())
    took = time.monotonic() - start
    with _keeping:
        _kept = (state, time.monotonic() + PATIENCE * took, words, took)
    return words


def _read[T](what: Callable[[Any], T]) -> T | None:
    """None where there is no index that could be read; a damaged one is reported as such."""
    for attempt in (1, 2):
        try:
            return what(storage.searcher())
        except storage.Away:
            return None
        except Exception as error:
            # A file may have gone in the moment of a swap; the second time it is the index itself.
            if attempt == 2:
                storage.damaged(error)
    return None
