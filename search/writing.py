"""What is owed to the index, and the one writer that pays it.

Whoever changes something searched leaves a row in the same transaction (`owe`; for saved and deleted objects the
application does it by itself, indexed.py). The worker's writer takes the rows, brings the index to what the objects are
now, and only then deletes the rows: killed anywhere, it does it again.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import (
    DatabaseError,
    Error,
    OperationalError,
    close_old_connections,
    connection,
    models,
    transaction,
)
from django.utils import timezone, translation
from modelsearch.index import class_is_indexed, get_indexed_models
from wagtail.models import Page
from wagtail.search.backends import get_search_backends
from whoosh.index import LockError

from search.models import Change

log = logging.getLogger("concerta.search")

AT_ONCE = 500
# How often the worker looks whether something is owed, and how the index is; how long it waits after trouble.
LOOK, LOOK_AFTER, AFTER_TROUBLE = 0.3, 2.0, 3.0
TIDY_EVERY = 5.0
BEHIND = timedelta(minutes=2)
# The number of our turn among PostgreSQL's advisory locks.
TURN = 0x5EA2C4
TURN_PATIENCE = "10s"
DATABASE = "database"

type Stop = Callable[[], bool]
type Owed = dict[type[models.Model], set[Any]]


def never() -> bool:
    return False


def on_whoosh() -> bool:
    """Whether the index is ours, on this machine's disk."""
    return str(settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"]).startswith("search.whoosh")


# --- Owing ------------------------------------------------------------------------------------------------------------


def owe(model: type[models.Model], pks: Iterable[Any]) -> None:
    """The entries of these objects have to be looked at again, whatever became of them: written, changed, or gone.

    For what no saving tells of: rows written in bulk, and objects in whose entries words of another one stand. Called
    in the transaction that changes them.
    """
    kind = ContentType.objects.get_for_model(model)
    for some in itertools.batched(pks, 2_000):
        Change.objects.bulk_create(Change(content_type=kind, object_id=str(pk)) for pk in some)


# --- Paying -----------------------------------------------------------------------------------------------------------


class Writer:
    """Applies what is owed. One instance a process: while an index is built aside it remembers what it has written to
    the one that counts, and leaves it owed to the other."""

    def __init__(self) -> None:
        self._meanwhile: set[int] = set()

    def apply(self, stop: Stop = never) -> int:
        """Until nothing is owed; how many changes were applied. Raises what kept the index from being written."""
        count = 0
        while not stop():
            some = self._apply_some()
            count += some
            if some < AT_ONCE:
                break
        return count

    def _apply_some(self) -> int:
        if not Change.objects.exists() or not _can_be_written():
            return 0
        with _turn() as alone, transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            if not _is_our_turn():
                return 0
            if alone:
                self._meanwhile.clear()
            rows = list(
                Change.objects.exclude(pk__in=self._meanwhile)
                .order_by("pk")
                .values_list("pk", "content_type_id", "object_id")[:AT_ONCE]
            )
            if rows:
                _write(_resolved((kind, pk) for _row, kind, pk in rows))
            taken = [row for row, _kind, _pk in rows]
            if alone:
                Change.objects.filter(pk__in=taken).delete()
            else:
                self._meanwhile.update(taken)
        return len(rows)


_writer = Writer()


def apply_owed(stop: Stop = never) -> int:
    """Bring the index to what the database says, until nothing is owed; how many changes that were.

    Waits for another writer; where that takes long, or there is no index to write to, the changes stay owed.
    """
    return _writer.apply(stop)


def _can_be_written() -> bool:
    if not on_whoosh():
        return True
    from search.whoosh import storage

    return storage.exists() and _is_of_this_database(storage.current())


def _is_of_this_database(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        return (folder / DATABASE).read_text() == _database()
    return True


def _database() -> str:
    """What tells this database from another one: copies and backups of it keep it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(applied)::text FROM django_migrations")
        return str(cursor.fetchone()[0])


@contextlib.contextmanager
def _turn() -> Iterator[bool]:
    """Whether what we write counts: not while another index is built aside that does not have it."""
    if not on_whoosh():
        yield True
        return
    from search.whoosh import storage

    with storage.turn() as alone:
        yield alone


def _is_our_turn() -> bool:
    """One writer at a time, on whatever machine: who reads an object later must not write it earlier. For this
    transaction."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{TURN_PATIENCE}'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
            cursor.execute("SET LOCAL lock_timeout = 0")
    except OperationalError:
        return False
    return True


def _resolved(owed: Iterable[tuple[int, str]]) -> Owed:
    """By model, as the index has them: a page under its own type."""
    found: Owed = {}
    pages: set[Any] = set()
    for kind, written in owed:
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None:
            continue
        try:
            pk = model._meta.pk.to_python(written)
        except ValidationError:
            continue
        if issubclass(model, Page):
            pages.add(pk)
        if class_is_indexed(model):
            found.setdefault(model, set()).add(pk)
    for pk, kind in Page.objects.filter(pk__in=pages).values_list("pk", "content_type_id"):
        specific = ContentType.objects.get_for_id(kind).model_class()
        if specific is not None and class_is_indexed(specific):
            found.setdefault(specific, set()).add(pk)
    return found


def _write(owed: Owed) -> None:
    present, gone = _looked_up(owed)
    if on_whoosh():
        _write_to_disk(present, gone)
        return
    for backend in get_search_backends():
        for model, objects in present.items():
            backend.add_bulk(model, objects)
        for model, pks in gone.items():
            for pk in pks:
                backend.delete(model(pk=pk))


def _looked_up(owed: Owed) -> tuple[dict[type[models.Model], list[Any]], Owed]:
    """The objects that have an entry, and the keys of those that have none (any more)."""
    present, gone = {}, {}
    for model, pks in owed.items():
        found = [one for one in model.get_indexed_objects().filter(pk__in=pks) if _is_indexed(one)]  # type: ignore[attr-defined]
        present[model] = found
        gone[model] = pks - {one.pk for one in found}
    return present, gone


def _is_indexed(obj: Any) -> bool:
    return isinstance(obj, Page) or obj.get_indexed_instance() is not None


def _write_to_disk(present: dict[type[models.Model], list[Any]], gone: Owed) -> None:
    from search.whoosh import schema, storage

    documents = []
    removed = [schema.key(model, pk) for model, pks in gone.items() for pk in pks]
    for objects in present.values():
        for one in objects:
            try:
                documents.append(schema.document(one))
            except Error:
                raise
            except Exception:
                # One that cannot be read must not keep all others waiting; it has no entry until it can.
                log.exception("cannot be indexed", extra={"object": schema.key(type(one), one.pk)})
                removed.append(schema.key(type(one), one.pk))
    try:
        storage.write(documents, removed)
    except storage.Away:
        raise
    except Exception as error:
        storage.damaged(error)
        raise


# --- How it is --------------------------------------------------------------------------------------------------------


def is_ready() -> bool:
    """Whether there is a whole index, built by this version."""
    return _can_be_written()


def state() -> str:
    """ "ok"; "missing" or "damaged": the database answers until the worker has built it; "behind": nobody writes it."""
    if on_whoosh():
        from search.whoosh import storage

        if (found := storage.state()) != "ok":
            return found
    oldest = Change.objects.order_by("pk").values_list("at", flat=True).first()
    return "behind" if oldest and timezone.now() - oldest > BEHIND else "ok"


# --- Building anew ----------------------------------------------------------------------------------------------------


def rebuild(
    *, stop: Stop = never, progress: Callable[[int, int], None] | None = None, patience: float = 600.0
) -> int:
    """Build the whole index from the database, aside, and let it count at one blow; how many entries it has.

    Readers have the old one until then; where this fails they keep it. What changes meanwhile stays owed to the new
    one. `progress`: told how many of how many are written. Raises storage.Stopped; LockError where somebody else is
    building one for longer than `patience`.
    """
    from search.whoosh import schema, storage

    with translation.override(settings.LANGUAGE_CODE), storage.fresh(stop=stop, patience=patience) as aside:
        (aside.folder / DATABASE).write_text(_database())
        # What was owed up to here is in what is read from here on.
        covered = list(Change.objects.values_list("pk", flat=True))
        querysets = [model.get_indexed_objects() for model in get_indexed_models()]
        total = sum(queryset.count() for queryset in querysets) if progress else 0
        seen = 0
        for queryset in querysets:
            for objects in _in_pieces(queryset):
                aside.write(schema.document(one) for one in objects if _is_indexed(one))
                seen += len(objects)
                if progress:
                    progress(seen, total)
        count = aside.written
    for some in itertools.batched(covered, 5_000):
        Change.objects.filter(pk__in=some).delete()
    _forget_the_other_backend()
    return count


def rebuild_elsewhere(verbosity: int) -> None:
    """Build the index of another backend, by its own way; what is owed waits."""
    from search.whoosh import storage

    with _whole_turn():
        covered = list(Change.objects.values_list("pk", flat=True))
        call_command("wagtail_update_index", verbosity=verbosity)
        for some in itertools.batched(covered, 5_000):
            Change.objects.filter(pk__in=some).delete()
    storage.forget()


def _forget_the_other_backend() -> None:
    """Entries of a backend that no longer answers would stay as they were, whatever becomes of the objects."""
    from wagtail.search.models import IndexEntry

    IndexEntry.objects.all()._raw_delete(using="default")


@contextlib.contextmanager
def _whole_turn() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])


def _in_pieces(queryset: models.QuerySet[Any]) -> Iterator[list[Any]]:
    last = None
    ordered = queryset.order_by("pk")
    while piece := list((ordered if last is None else ordered.filter(pk__gt=last))[:AT_ONCE]):
        yield piece
        last = piece[-1].pk


# --- In the worker ----------------------------------------------------------------------------------------------------


def heal(stop: Stop = never) -> bool:
    """Build the index where there is none, where another version built it or a file is broken. True if it was built."""
    from search.whoosh import storage

    state = storage.state()
    if state == "damaged" and storage.verified():
        state = storage.state()
    if state == "ok":
        if _can_be_written():
            return False
        state = "another database's"
    log.warning("building the search index: it is %s", state)
    began = time.monotonic()
    try:
        count = rebuild(stop=stop, patience=0)
    except LockError:
        return False
    log.warning("search index built: %s entries in %.1f s", count, time.monotonic() - began)
    return True


class Keeper:
    """The worker's two threads: one writes what is owed, the other writes segments anew beside it."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        names = [("search", self._write)] + ([("tidy", self._tidy)] if on_whoosh() else [])
        self._threads = [threading.Thread(target=run, name=name, daemon=True) for name, run in names]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self, patience: float) -> None:
        """Wait for them to end what they are at. Killed in the middle of it, nothing is lost."""
        until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _write(self) -> None:
        looked = float("-inf")
        while not self._stop.is_set():
            pause = LOOK
            try:
                if on_whoosh() and time.monotonic() - looked > LOOK_AFTER:
                    heal(self._stop.is_set)
                    looked = time.monotonic()
                apply_owed(self._stop.is_set)
            except Exception as error:
                if self._stop.is_set():
                    break
                log.warning("search index not written; tried again", exc_info=error)
                if isinstance(error, Error):
                    connection.close()
                looked, pause = float("-inf"), AFTER_TROUBLE
            close_old_connections()
            self._stop.wait(pause)
        connection.close()

    def _tidy(self) -> None:
        while not self._stop.wait(TIDY_EVERY):
            tidy()


def tidy(*, all_now: bool = False) -> int:
    """Take out of the files what is no longer in the index; how many segments were written anew."""
    from search.whoosh import storage, tidying

    try:
        return tidying.tidy(all_now=all_now)
    except storage.Away:
        return 0
    except Exception as error:
        storage.damaged(error)
        return 0
