"""Segments written anew, aside: few and large enough, and without what was taken out of the index.

Whoosh only marks a removed entry; its words stay in the file. A segment that holds one is written again without it
while changes go on being written beside it; then it takes the place of the old one.
"""

from __future__ import annotations

import math
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whoosh.index import TOC, FileIndex, clean_files
from whoosh.writing import SegmentWriter

from search.whoosh import schema, storage
from search.whoosh.files import NAME, SEGMENT, Folder

# More segments of about the same size than this are put together: sizes up to TIMES each other's. So an object is
# written again a few times in all, however small the commits it came in.
FEW = 4
TIMES = 6
# What was replaced by an update stays in the files for at most so long.
EVERY = 3600.0
TIDIED = "tidied"


def tidy(*, all_now: bool = False) -> int:
    """Write segments anew where they need it; how many were. `all_now`: also where only updates left something.

    What was removed goes now; what updates left, once an hour or where it is a third of the segment. Once an hour
    every file is read, too. Raises Away.
    """
    folder = storage.current()
    files = Folder(folder)
    mark, tidied = folder / storage.REMOVED, folder / TIDIED
    removed = _changed_at(mark)
    began = time.time_ns()
    due = all_now or began - (_changed_at(tidied) or _changed_at(folder / storage.VERSION)) > EVERY * 1e9
    count = 0
    for group in _groups(storage.contents(files).segments, everything=bool(removed) or due):
        if not _rewrite(folder, group):
            return count
        count += len(group)
    with storage.writing(folder):
        if removed and _changed_at(mark) == removed:
            mark.unlink(missing_ok=True)
        if due:
            tidied.touch()
    storage.remove_leftovers()
    if due:
        storage.verified()
    return count


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _groups(segments: Sequence[Any], *, everything: bool) -> list[list[Any]]:
    """Which segments are to become one: each group one new segment, or none where nothing in it is alive."""
    worn = {
        one
        for one in segments
        if one.has_deletions() and (everything or one.deleted_count() * 3 > one.doc_count_all())
    }
    groups: list[list[Any]] = []
    tiers: dict[int, list[Any]] = {}
    for one in segments:
        if one.doc_count() * TIMES > storage.LARGEST:
            groups += [[one]] if one in worn else []
        else:
            tiers.setdefault(int(math.log(max(one.doc_count(), 1), TIMES)), []).append(one)
    for tier in tiers.values():
        if len(tier) > FEW:
            groups.append(tier)
        elif left := [one for one in tier if one in worn]:
            groups.append(left)
    return groups


def _rewrite(folder: Path, group: Sequence[Any]) -> bool:
    """One segment instead of these. False where the index was replaced, or tidied by another, meanwhile."""
    aside = Path(tempfile.mkdtemp(prefix="tidying-", dir=storage.home()))
    try:
        return _put_in_place(folder, group, _merged(folder, group, aside), aside)
    except OSError:
        # Theirs or ours was taken away: another index counts by now, or is being built.
        return False
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _merged(folder: Path, group: Sequence[Any], aside: Path) -> Any:
    """The segment made of what is alive in these; None where nothing is."""
    if not any(segment.doc_count() for segment in group):
        return None
    files = Folder(aside)
    FileIndex.create(files, schema.SCHEMA, NAME)
    writer = SegmentWriter(FileIndex(files, schema=schema.SCHEMA), _lk=False, limitmb=64)
    storage.add_segments(writer, group, Folder(folder))
    writer.commit(merge=False)
    (made,) = TOC.read(files, NAME, schema=schema.SCHEMA).segments
    return made


def _put_in_place(folder: Path, group: Sequence[Any], made: Any, aside: Path) -> bool:
    files = Folder(folder)
    with storage.writing(folder):
        contents = storage.contents(files)
        now = {segment.segment_id(): segment for segment in contents.segments}
        if any(segment.segment_id() not in now for segment in group):
            return False
        kept = [one for one in contents.segments if one not in group]
        if made is not None:
            _delete_again(group, now, made)
            name = f"{made.segment_id()}{SEGMENT}"
            (aside / name).replace(folder / name)
            kept.append(made)
        generation = contents.generation + 1
        TOC(schema.SCHEMA, kept, generation).write(files, NAME)
        clean_files(files, NAME, generation, kept)
    return True


def _delete_again(group: Sequence[Any], now: dict[str, Any], made: Any) -> None:
    """What was deleted from the old ones while the new one was written. It holds them one after the other, in order."""
    base = 0
    for segment in group:
        before = set(segment.deleted_docs())
        since = set(now[segment.segment_id()].deleted_docs()) - before
        if since:
            alive = [number for number in range(segment.doc_count_all()) if number not in before]
            place = {number: base + at for at, number in enumerate(alive)}
            for number in since:
                made.delete_document(place[number])
        base += segment.doc_count()
