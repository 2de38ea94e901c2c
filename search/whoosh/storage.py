"""The index on disk: which one counts, reading it while it is written, writing it, and building another aside.

`settings.SEARCH_INDEX` holds one folder a build and a link, `current`, to the one that counts. Readers need no lock:
what they have read is theirs (files.py). Writers have one lock, of the folder they write to.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import logging
import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils import timezone
from modelsearch.index import get_indexed_models
from whoosh.index import TOC, FileIndex, LockError
from whoosh.reading import SegmentReader
from whoosh.searching import Searcher
from whoosh.writing import SegmentWriter

from search.whoosh import schema
from search.whoosh.files import NAME, SEGMENT, Folder

log = logging.getLogger("concerta.search")

CURRENT, VERSION, BROKEN, REMOVED = "current", "version", "damaged", "removed"
# How long a writer waits for another.
PATIENCE = 30.0
# Segments of at most so many objects: any of them is written anew in seconds, and the memory this takes is bounded.
LARGEST = 5_000
# What one commit may put together by the way, and when: the rest is done aside (tidying.py).
SMALL, MANY = 100, 12
MEMORY_MB = 64


class Away(Exception):
    """There is no index to ask: none was built, another version of the portal built it, or it is damaged."""


class Stopped(Exception):
    """We were asked to stop: what was being built is thrown away."""


def home() -> Path:
    return Path(settings.SEARCH_INDEX)


# --- What an index must have been built with --------------------------------------------------------------------------


def version() -> str:
    """The language, the shape of an entry, and what is searched in each model: with another one it is built anew."""
    return f"{schema.VERSION}-{_code()}-{_fields()}"


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()[:10]


_known: dict[str, str] = {}


def _code() -> str:
    if "code" not in _known:
        room = Path(__file__).resolve().parent.parent
        written = [*room.glob("language*.py"), *room.glob("language/**/*.py"), *room.glob("texts.py")]
        _known["code"] = _digest(file.read_bytes() for file in [*sorted(written), Path(schema.__file__)])
    return _known["code"]


def _fields() -> str:
    if "fields" not in _known:
        said = (f"{model._meta.label} {_said(model.get_search_fields())}\n" for model in get_indexed_models())
        _known["fields"] = _digest(line.encode() for line in sorted(said))
    return _known["fields"]


def _said(fields: Iterable[Any]) -> list[Any]:
    return [
        (type(one).__name__, one.field_name, getattr(one, "boost", None), _said(getattr(one, "fields", ())))
        for one in fields
    ]


# --- Which one counts -------------------------------------------------------------------------------------------------


def current() -> Path:
    """The folder of the index that counts. Raises Away."""
    try:
        folder = home() / os.readlink(home() / CURRENT)
        told = (folder / VERSION).read_text()
    except OSError as error:
        raise Away("there is no index") from error
    if told != version():
        raise Away("the index was built by another version")
    return folder


def exists() -> bool:
    """Whether there is an index to ask, as far as can be seen without reading all of it."""
    return state() == "ok"


def state() -> str:
    """How the index is: "ok", "missing" (none, or one of another version) or "damaged"."""
    for _again in range(3):
        try:
            folder = current()
        except Away:
            return "missing"
        if (folder / BROKEN).exists():
            return "damaged"
        number = -1
        try:
            files = Folder(folder)
            latest = contents(files)
            number = latest.generation
            if all(files.has_end(f"{segment.segment_id()}{SEGMENT}") for segment in latest.segments):
                return "ok"
        except Exception as error:
            log.debug("search index: %s", error)
        if not _replaced(folder, number):
            return "damaged"
    return "ok"


def _replaced(folder: Path, number: int) -> bool:
    """Whether it is another one by now: what was looked at may have been taken away under our eyes."""
    with contextlib.suppress(Away):
        return current() != folder or Folder(folder).latest() > number >= 0
    return False


def contents(files: Folder) -> TOC:
    """The latest table of contents. Raises FileNotFoundError where there is none (any more), Damaged and others."""
    number = files.latest()
    if number < 0:
        raise FileNotFoundError(errno.ENOENT, "no table of contents", str(files.path))
    return TOC.read(files, NAME, gen=number, schema=schema.SCHEMA)


# --- Reading ----------------------------------------------------------------------------------------------------------


class _Kept(threading.local):
    """Each thread has a searcher of its own (with cursors in the files); what they read is shared."""

    of: tuple[Path, int] | None = None
    searcher: Searcher | None = None


_kept = _Kept()


def searcher() -> Searcher:
    """To ask the index as it stands now: for this thread, until it asks for one again. Raises Away."""
    for again in range(6):
        folder = current()
        files = Folder(folder)
        if _kept.searcher is not None and _kept.of == (folder, files.latest()):
            return _kept.searcher
        try:
            latest = contents(files)
            reader = FileIndex._reader(files, schema.SCHEMA, latest.segments, latest.generation)
        except FileNotFoundError as error:
            # Replaced between two looks; what is still missing after some is gone.
            if again == 5:
                damaged(error)
                raise Away("the index is damaged") from error
            time.sleep(0.005 * again)
            continue
        except Exception as error:
            damaged(error)
            raise Away("the index is damaged") from error
        files.keep_only([segment.segment_id() for segment in latest.segments])
        _kept.of, _kept.searcher = (folder, latest.generation), Searcher(reader)
        return _kept.searcher
    raise Away("the index is damaged")


_reported: dict[Path, float] = {}
REPORT_AGAIN = 60.0


def damaged(error: BaseException) -> None:
    """Say it once in a while, and leave a mark: the worker reads every file, and builds the index anew where one is
    broken."""
    try:
        folder = current()
    except Away:
        return
    _kept.of = _kept.searcher = None
    now = time.monotonic()
    if now - _reported.get(folder, float("-inf")) > REPORT_AGAIN:
        _reported[folder] = now
        log.error("search index cannot be read", exc_info=error)
        with contextlib.suppress(OSError):
            (folder / BROKEN).touch()


def verified() -> bool:
    """Whether every file of the index is what was written: reads them all, and sets or takes away the mark."""
    folder = current()
    files, mark = Folder(folder), folder / BROKEN
    try:
        with writing(folder):
            mark.unlink(missing_ok=True)
            for segment in contents(files).segments:
                files.read(f"{segment.segment_id()}{SEGMENT}")
    except LockError:
        raise
    except Exception as error:
        if not _replaced(folder, -1):
            log.error("search index is damaged", exc_info=error)
            with contextlib.suppress(OSError):
                mark.touch()
        return False
    _reported.pop(folder, None)
    return True


# --- Writing ----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _locked(path: Path, how: int, patience: float) -> Iterator[IO[str]]:
    """A lock that the system takes back from who is killed. Raises LockError after `patience` seconds."""
    with path.open("w") as file:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, how | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise LockError(f"another holds {path.name}") from None
                time.sleep(0.02)
        yield file


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """We alone write to this folder. Raises FileNotFoundError where it has gone, LockError where another takes long."""
    with _locked(folder / f"{NAME}_WRITELOCK", fcntl.LOCK_EX, PATIENCE):
        yield


def _writer(files: Folder) -> SegmentWriter:
    """Whoosh's writer; the lock is ours."""
    files.clear_unfinished()
    return SegmentWriter(FileIndex(files, schema=schema.SCHEMA), _lk=False, limitmb=MEMORY_MB)


def write(documents: Iterable[dict[str, Any]], removed: Iterable[str] = ()) -> None:
    """One commit: these entries instead of the ones under their keys, and no entry under the keys removed.

    Waits for another writer. Raises Away; other errors where the index cannot be read, and nothing is changed then.
    Inside `fresh()` of this thread it writes to what is being built.
    """
    if _built.aside is not None:
        _built.aside.write(documents)
        return
    by_key = {document["key"]: document for document in documents}
    gone = {key for key in removed if key not in by_key}
    while True:
        folder = current()
        try:
            with writing(folder):
                if current() == folder:
                    _write(folder, by_key, gone)
                    return
        except FileNotFoundError:
            if current() == folder:
                raise


def _write(folder: Path, by_key: dict[str, dict[str, Any]], gone: set[str]) -> None:
    writer = _writer(Folder(folder))
    try:
        dead = _delete(writer, gone)
        _delete(writer, by_key)
        for document in by_key.values():
            writer.add_document(**document)
        if dead:
            # Before the commit: who comes after one that was killed knows that the files hold what has to go.
            (folder / REMOVED).touch()
        if dead or by_key:
            writer.commit(mergetype=_put_small_together)
        else:
            writer.cancel()
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _delete(writer: SegmentWriter, keys: Iterable[str]) -> int:
    """Mark the entries under these keys as gone; how many there were."""
    count = 0
    reader = writer.searcher().reader()
    for key in keys:
        if ("key", key) in reader:
            for number in reader.postings("key", key).all_ids():
                writer.delete_document(number)
                count += 1
    return count


def _put_small_together(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Whoosh asks which segments stay as they are. A few objects are written again by the way: more of them would keep
    the changes waiting."""
    small = [segment for segment in segments if segment.doc_count_all() <= SMALL]
    if len(small) < MANY:
        return segments
    taken, total = [], 0
    for segment in sorted(small, key=lambda one: int(one.doc_count_all())):
        total += segment.doc_count()
        if total > MANY * SMALL // 2:
            break
        taken.append(segment)
    add_segments(writer, taken, writer.storage)
    return [segment for segment in segments if segment not in taken]


def add_segments(writer: SegmentWriter, segments: Iterable[Any], files: Folder) -> None:
    """What is alive in these segments of `files`, to the one that is being written."""
    for segment in segments:
        if segment.doc_count():
            reader = SegmentReader(files, schema.SCHEMA, segment)
            writer.add_reader(reader)
            reader.close()


# --- Another one aside ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def turn() -> Iterator[bool]:
    """Held while changes are written: True, or False where another index is being built aside meanwhile."""
    home().mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(_locked(home() / "building.lock", fcntl.LOCK_SH, 0))
        except LockError:
            alone = False
        else:
            alone = True
        yield alone


class Fresh:
    """An index that is being built and that nobody reads yet."""

    def __init__(self, folder: Path, stop: Callable[[], bool]) -> None:
        self.folder, self._stop = folder, stop
        self._files = Folder(folder)
        FileIndex.create(self._files, schema.SCHEMA, NAME)
        (folder / VERSION).write_text(version())
        self._writer: SegmentWriter | None = None
        self.written = 0

    def write(self, documents: Iterable[dict[str, Any]]) -> None:
        """Add entries, each key once."""
        for document in documents:
            if self._stop():
                raise Stopped
            if self._writer is None:
                self._writer = _writer(self._files)
            self._writer.add_document(**document)
            self.written += 1
            if self.written % LARGEST == 0:
                self.close()

    def close(self) -> None:
        if self._writer is not None:
            self._writer.commit(merge=False)
            self._writer = None


class _Built(threading.local):
    aside: Fresh | None = None


_built = _Built()


@contextlib.contextmanager
def fresh(*, stop: Callable[[], bool] = lambda: False, patience: float = 600.0) -> Iterator[Fresh]:
    """Build an index aside: it counts once the block ends, at one blow; where that fails, the old one stays.

    What others write to the old one meanwhile is not in it: whoever writes keeps that for afterwards (`turn`).
    Raises LockError where another is being built for longer than `patience`.
    """
    home().mkdir(parents=True, exist_ok=True)
    with _locked(home() / "building.lock", fcntl.LOCK_EX, patience):
        _remove_others()
        folder = home() / f"{timezone.now():%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        folder.mkdir()
        try:
            _built.aside = Fresh(folder, stop)
            try:
                yield _built.aside
                _built.aside.close()
            finally:
                _built.aside = None
            _swap(folder)
        finally:
            # All but the one that counts: the one before, or what has not become one.
            _remove_others()


def _swap(folder: Path) -> None:
    link = home() / f".{CURRENT}.{folder.name}"
    link.symlink_to(folder.name)
    with contextlib.ExitStack() as stack:
        # Nobody is in the middle of a write to the old one.
        with contextlib.suppress(OSError):
            stack.enter_context(writing(home() / os.readlink(home() / CURRENT)))
        link.replace(home() / CURRENT)


def remove_leftovers() -> None:
    """Folders of earlier indexes and of builds that were killed, unless one is being built now."""
    with contextlib.suppress(LockError, OSError), _locked(home() / "building.lock", fcntl.LOCK_EX, 0):
        _remove_others()


def _remove_others() -> None:
    try:
        kept = os.readlink(home() / CURRENT)
    except OSError:
        kept = ""
    for left in home().iterdir():
        if left.is_symlink():
            if left.name != CURRENT:
                left.unlink(missing_ok=True)
        elif left.is_dir() and left.name != kept:
            # Readers have what they need of it in memory; who comes too late looks again which one counts.
            shutil.rmtree(left, ignore_errors=True)


def forget() -> None:
    """Take the whole index away: another backend answers from now on."""
    shutil.rmtree(home(), ignore_errors=True)
