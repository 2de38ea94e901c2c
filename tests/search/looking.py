"""What stands in the index on disk: looked up by us, and read as bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from whoosh.reading import TermNotFound

from search.language import terms
from search.whoosh import storage
from search.whoosh.files import SEGMENT, Folder


def found(words: str) -> set[str]:
    """The keys of the objects in whose entry all these words stand."""
    reader = storage.searcher().reader()
    sets = []
    for term in terms(words):
        try:
            numbers = set(reader.postings("text", term).all_ids())
        except TermNotFound:
            numbers = set()
        sets.append(numbers)
    keys = []
    for leaf, base in reader.leaf_readers():
        labels, pks = leaf.column_reader("ct", translate=False), leaf.column_reader("pk", translate=False)
        for number in set.intersection(*sets):
            if base <= number < base + leaf.doc_count_all():
                keys.append(f"{labels[number - base].decode()}:{pks[number - base].decode()}")
    assert len(set(keys)) == len(keys), f"more than one entry of an object: {keys}"
    return set(keys)


def in_files(word: str) -> bool:
    """Whether the word stands in any file of the index, whichever one counts."""
    files = [file for file in Path(settings.SEARCH_INDEX).rglob("*") if file.is_file()]
    return any(word.encode() in file.read_bytes() for file in files)


def as_another_process() -> None:
    """What this process holds of the index in memory is forgotten."""
    storage._kept.of = storage._kept.searcher = None
    storage._reported.clear()
    Folder._held.clear()


def _segment() -> Path:
    return max(storage.current().glob(f"*{SEGMENT}"), key=lambda file: file.stat().st_size)


def _rot(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 255
    file.write_bytes(data)


def _cut(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(100)


def _table() -> Path:
    return next(storage.current().glob("*.toc"))


DAMAGES = {
    "a segment cut short": lambda: _cut(_segment()),
    "a segment gone": lambda: _segment().unlink(),
    "a letter of a segment another": lambda: _rot(_segment()),
    "the table of contents gone": lambda: _table().unlink(),
    "the table of contents cut short": lambda: _cut(_table()),
    "the folder gone": lambda: shutil.rmtree(storage.current()),
    "everything gone": lambda: shutil.rmtree(storage.home()),
}
