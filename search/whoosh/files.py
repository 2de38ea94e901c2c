"""The files of an index as Whoosh reads and writes them, checked and held in memory.

A segment is written once and never changed. It is read whole when it is first needed, and its parts are shared by all
threads of the process: a file that is cut short or taken away later breaks no search under way (a mapped one would end
the process). Each file of a segment, and each table of contents, ends with a checksum of itself.
"""

from __future__ import annotations

import contextlib
import pickle
import struct
import threading
import zlib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.index import TOC

NAME = "MAIN"
_MARK = b"crc1"
_TAIL = struct.Struct("!4sI")
_HEAD = struct.Struct("!qi")
SEGMENT, CONTENTS = ".seg", ".toc"


class Damaged(Exception):
    """A file is not what was written."""


class _Parts:
    """A segment taken apart: the files it is made of, and the directory that Whoosh looks them up in."""

    def __init__(self, data: bytes) -> None:
        start, _length = _HEAD.unpack_from(data)
        directory = data[start:]
        self.head = _HEAD.pack(_HEAD.size, len(directory)) + directory
        # Our own file, and its checksum was right.
        places = pickle.loads(directory).values()
        self.parts = {
            (place["offset"], place["length"]): data[place["offset"] : place["offset"] + place["length"]]
            for place in places
        }


class _Segment(BufferFile):
    """What Whoosh takes for the file: its parts are the bytes that all threads share, its cursor is its own."""

    def __init__(self, held: _Parts, name: str) -> None:
        super().__init__(held.head, name=name)
        self._held = held

    def subset(self, position: int, length: int, name: str | None = None) -> Any:
        return BufferFile(self._held.parts[position, length], name=name)


class Folder(FileStorage):
    """The folder of one generation of the index."""

    _held: dict[Path, _Parts] = {}
    _lock = threading.Lock()

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), supports_mmap=False)
        self.path = path

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **options: Any) -> Any:
        if name.endswith(SEGMENT) or f"{CONTENTS}." in name:
            options["onclose"] = self._seal
        return super().create_file(name, excl=excl, mode=mode, **options)

    def _seal(self, file: StructFile) -> None:
        file.flush()
        path = self.path / file._name
        file.seek(0, 2)
        file.write(_TAIL.pack(_MARK, zlib.crc32(path.read_bytes())))

    def open_file(self, name: str, **options: Any) -> Any:
        if name.endswith(SEGMENT):
            return _Segment(self._parts_of(name), name)
        if name.endswith(CONTENTS):
            return BufferFile(self.read(name), name=name)
        return super().open_file(name, **options)

    def read(self, name: str) -> bytes:
        """What was written into the file. Raises Damaged where it says something else now."""
        data = (self.path / name).read_bytes()
        if len(data) < _TAIL.size:
            raise Damaged(f"{name} is cut short")
        mark, told = _TAIL.unpack_from(data, len(data) - _TAIL.size)
        data = data[: -_TAIL.size]
        if mark != _MARK or told != zlib.crc32(data):
            raise Damaged(f"{name} is not what was written")
        return data

    def has_end(self, name: str) -> bool:
        """Whether the file is there to its end: less sure than to read it, and much cheaper."""
        try:
            with (self.path / name).open("rb") as file:
                file.seek(-_TAIL.size, 2)
                return file.read(len(_MARK)) == _MARK
        except OSError:
            return False

    def _parts_of(self, name: str) -> _Parts:
        path = self.path / name
        with self._lock:
            held = self._held.get(path)
            if held is None:
                held = self._held[path] = _Parts(self.read(name))
            return held

    def keep_only(self, segments: Collection[str]) -> None:
        """Forget what this process still holds of other segments, and of other folders."""
        wanted = {self.path / f"{segment}{SEGMENT}" for segment in segments}
        with self._lock:
            for path in [path for path in self._held if path not in wanted]:
                del self._held[path]

    def latest(self) -> int:
        """The number of the latest table of contents; -1 where there is none."""
        # Whoever lists while it is replaced may miss both the one that goes and the one that comes.
        number = -1
        for _again in range(3):
            number = int(TOC._latest_generation(self, NAME))
            if number >= 0:
                break
        return number

    def clear_unfinished(self) -> None:
        """Take away what a writer left that was killed. Only for who holds the lock of this folder."""
        for left in self.path.glob(f"_{NAME}_*{CONTENTS}.*"):
            left.unlink(missing_ok=True)
        for left in self.path.glob(f"{NAME}.tmp/*"):
            left.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            (self.path / f"{NAME}.tmp").rmdir()
