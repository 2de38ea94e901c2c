"""The index on disk while it is written: killed writers, readers beside a writer, two writers, another being built."""

from __future__ import annotations

import fcntl
import random
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from django.db import connection, connections, transaction
from whoosh.index import LockError

from resources.models import Resource
from search import writing
from search.models import Change
from search.whoosh import storage
from search.whoosh.files import NAME
from tests.conftest import SOAK, Cast, Running, resources_of
from tests.database import database
from tests.races.indexing import WORD, Processes
from tests.races.world import pointed_at
from tests.search.looking import as_another_process, found

pytestmark = pytest.mark.soak

KILLS = 200 if SOAK else 20
COMMITS = 400 if SOAK else 10
SAVES = 20 if SOAK else 3
THINGS = 60
PATIENCE = 60.0


@pytest.fixture(scope="module")
def shelf(django_db_blocker: Any) -> Iterator[tuple[str, list[int]]]:
    """A database of our own with so many resources that have one word, and what they are."""
    name = database.clone(database.template("cast"), f"index_{secrets.token_hex(4)}")
    with django_db_blocker.unblock(), pointed_at(name):
        made = resources_of(Cast())(None, name=f"{WORD} zero")
        like = {field: getattr(made, field) for field in ("facility", "category", "name", "sort_key", "mode")}
        Resource.objects.bulk_create(Resource(**like) for _ in range(THINGS - 1))
        things = sorted(Resource.objects.filter(name__startswith=WORD).values_list("pk", flat=True))
    yield name, things
    with django_db_blocker.unblock():
        connections.close_all()
    database.drop(name)


@pytest.fixture
def things(shelf: tuple[str, list[int]], settings: Any, django_db_blocker: Any) -> Iterator[list[int]]:
    """Django is pointed at them during the test, and there is an index."""
    name, things = shelf
    settings.SEARCH_INDEX = database.search_index(name)
    with django_db_blocker.unblock(), pointed_at(name):
        if not writing.is_ready() or Change.objects.exists():
            writing.rebuild()
        yield things


@pytest.fixture
def processes(things: list[int], tmp_path: Path) -> Iterator[Processes]:
    connections.close_all()
    with Processes(database.environment(connection.settings_dict["NAME"]), tmp_path) as made:
        yield made


def rename(things: list[int], word: str) -> None:
    with transaction.atomic():
        Resource.objects.filter(pk__in=things).update(name=f"{WORD} {word}")
        writing.owe(Resource, things)


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"still waiting: {what}"
        threading.Event().wait(0.01)


def test_a_writer_killed_at_any_moment_loses_nothing(things, processes, tally):
    """Each round changes everything and kills the writer somewhere on its way through it."""
    count = tally("index writer killed -9 during updates", "nothing lost")
    chance = random.Random(7)
    in_the_middle = 0
    for number in range(KILLS):
        rename(things, f"ronda{number}")
        before = storage.current().stat().st_mtime_ns
        writer = processes.start("write")
        # Not before it has begun to write; how long after is left to chance, often at once.
        until(lambda before=before: storage.current().stat().st_mtime_ns != before, "the writer begins")
        threading.Event().wait(chance.uniform(0, chance.choice((0.02, 0.25))))
        processes.kill(writer)
        in_the_middle += Change.objects.exists()
        as_another_process()
        count.round(
            len(found(WORD)) == THINGS and storage.state() == "ok" and storage.verified(),
            f"{len(found(WORD))} of {THINGS} are found; the index is {storage.state()}",
        )
    writing.apply_owed()
    assert not Change.objects.exists()
    assert len(found(f"{WORD} ronda{KILLS - 1}")) == THINGS and not found(f"ronda{KILLS - 2}")
    count.seen = f"nothing lost; {in_the_middle} of {KILLS} before the changes were paid"
    assert in_the_middle > KILLS // 10


def test_a_build_killed_in_the_middle_leaves_the_old_index(things, processes, tally):
    count = tally("rebuild_search killed -9", "the old index stays")
    for _round in range(20 if SOAK else 3):
        kept = storage.current().name
        builder = processes.start("rebuild")

        def begun(kept: str = kept) -> bool:
            aside = [one for one in storage.home().iterdir() if one.is_dir() and one.name != kept]
            return any(
                file.name.startswith(NAME) for one in aside if not one.is_symlink() for file in one.iterdir()
            )

        until(begun, "the build begins")
        processes.kill(builder)
        as_another_process()
        count.round(len(found(WORD)) == THINGS, f"{len(found(WORD))} of {THINGS} are found")
    storage.remove_leftovers()
    assert sorted(one.name for one in storage.home().iterdir() if one.is_dir()) == sorted(
        ["current", storage.current().name]
    )
    assert writing.rebuild() and len(found(WORD)) == THINGS


def test_readers_see_everything_at_every_moment_whoever_writes_beside_them(things, processes, tally):
    """Two readers in processes of their own, a writer, one that writes segments anew, one that builds it all anew."""
    count = tally("2 readers, a writer, a tidier, a builder", "no error, no gap")
    readers = [processes.start("read") for _ in range(2)]
    others = [processes.start(role) for role in ("write", "tidy", "rebuild")]
    for number in range(COMMITS):
        rename(things, f"ronda{number}")
        until(
            lambda number=number: len(found(f"ronda{number}")) == THINGS,
            f"round {number} stands in the index",
        )
        count.round(len(found(WORD)) == THINGS)
    for process in readers:
        processes.kill(process, signal.SIGTERM)
    for process in others:
        processes.kill(process)
    seen = processes.seen()
    count.seen = ", ".join(f"{times} times {said}" for said, times in seen.items())
    assert list(seen) == [str(THINGS)] and seen[str(THINGS)] > COMMITS, seen


def test_of_two_writers_one_waits(things):
    rename(things, "equidna")
    with ThreadPoolExecutor(1) as pool:
        # One that pays what is owed, in another process.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [writing.TURN])
            waits = pool.submit(_apply_in_thread)
            threading.Event().wait(0.3)
            assert not waits.done() and not found("equidna")
            cursor.execute("SELECT pg_advisory_unlock(%s)", [writing.TURN])
        assert waits.result(PATIENCE) == THINGS and len(found("equidna")) == THINGS
        # One at the files alone.
        rename(things, "fuinha")
        with (storage.current() / f"{NAME}_WRITELOCK").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            waits = pool.submit(_apply_in_thread)
            threading.Event().wait(0.3)
            assert not waits.done() and not found("fuinha")
            fcntl.flock(file, fcntl.LOCK_UN)
        assert waits.result(PATIENCE) == THINGS and len(found("fuinha")) == THINGS


def _apply_in_thread() -> int:
    try:
        return writing.apply_owed()
    finally:
        connections.close_all()


def test_what_changes_while_another_index_is_built_is_found_at_once_and_afterwards(things):
    """The changes are written to the old one as they come, and stay owed to the new one."""
    said: list[int] = []

    def meanwhile(seen: int, total: int) -> None:
        if said:
            return
        with ThreadPoolExecutor(1) as pool:
            pool.submit(rename_in_thread).result(PATIENCE)
            said.append(pool.submit(_apply_in_thread).result(PATIENCE))
            said.append(pool.submit(_apply_in_thread).result(PATIENCE))
            said.append(pool.submit(_found_in_thread, "canguru").result(PATIENCE))

    def rename_in_thread() -> None:
        try:
            rename(things, "canguru")
        finally:
            connections.close_all()

    writing.rebuild(progress=meanwhile)
    assert said == [THINGS, 0, THINGS] and Change.objects.count() == THINGS
    assert writing.apply_owed() == THINGS and len(found("canguru")) == THINGS
    assert not Change.objects.exists()


def _found_in_thread(words: str) -> int:
    return len(found(words))


def test_two_builds_do_not_run_at_once(things):
    with storage.fresh() as aside:
        aside.write([])
        with pytest.raises(LockError), storage.fresh(patience=0.1):
            pass
        assert not writing.heal()


@pytest.fixture
def portal(own_database: Callable[[str], str], tmp_path: Path) -> Iterator[Running]:
    running = Running(own_database("cast"), tmp_path / "portal", demo=False)
    yield running
    running.stop()


def test_a_save_is_found_within_two_seconds_whatever_else_the_worker_does(portal, tally, settings):
    """Web server and worker as in production. The letters' table is locked, so the clock's first job hangs."""
    count = tally("a save is found, worker busy", "within 2 s")
    make = resources_of(Cast())
    settings.SEARCH_INDEX = database.search_index(portal.name)
    portal.start("worker")
    portal.start("web")
    waited = []
    with httpx.Client(base_url=portal.url, timeout=30) as visitor:

        def finds(word: str) -> bool:
            answer = visitor.get("/recursos/", params={"q": word})
            assert answer.status_code == 200, answer.text[:500]
            return f"Casa {word}" in answer.text

        make(None, name="Casa aquecida")
        until(lambda: not Change.objects.exists(), "the worker is up")
        until(lambda: finds("aquecida"), "the first one is found")
        with psycopg.connect(database.server.superuser_url(portal.name)) as other:
            other.execute("LOCK TABLE accounts_letter IN ACCESS EXCLUSIVE MODE")
            until(lambda: _waits_for_letters(), "the clock hangs")
            for number in range(SAVES):
                word = f"equidna{'abcdefghijklmnopqrst'[number]}"
                make(None, name=f"Casa {word}")
                began = time.monotonic()
                until(lambda word=word: finds(word), word)
                waited.append(time.monotonic() - began)
                # By the index, not because there was none.
                count.round(len(found(word)) == 1)
            other.rollback()
    count.seen = f"{sorted(waited)[len(waited) // 2]:.2f} s in the middle, {max(waited):.2f} s at most"
    assert sorted(waited)[len(waited) // 2] < 2.0, waited
    worker = portal.processes["worker"]
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert "Traceback" not in (portal.folder / "worker.log").read_text()


def _waits_for_letters() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'accounts_letter'::regclass")
        return cursor.fetchone() is not None
