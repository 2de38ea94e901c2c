"""One database and one running portal for all races, and a table of what each experiment showed."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings

from tests.conftest import SOAK, Running
from tests.database import database
from tests.races.crowd import Crowd
from tests.races.world import World, pointed_at

ROWS = pytest.StashKey[list[tuple[str, ...]]]()
COLUMNS = ("experiment", "rounds", "expected", "seen", "seconds")
QUICK = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}


def pytest_configure(config: pytest.Config) -> None:
    config.stash.setdefault(ROWS, [])


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    rows = config.stash.get(ROWS, [])
    if not rows:
        return
    terminalreporter.section("races, kills and state machines" + (" (full numbers)" if SOAK else " (short)"))
    widths = [max(len(row[column]) for row in [COLUMNS, *rows]) for column in range(len(COLUMNS))]
    for row in [COLUMNS, *rows]:
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        terminalreporter.write_line(line.rstrip())


class Tally:
    """What one experiment expected and saw; it becomes a line of the table even when the test fails."""

    def __init__(self, experiment: str, expected: str) -> None:
        self.experiment, self.expected = experiment, expected
        self.rounds = 0
        self.good = 0
        self.seen = ""

    def round(self, good: bool, why: str = "") -> None:
        self.rounds += 1
        self.good += good
        assert good, f"{self.experiment}, round {self.rounds}: {why}"


@pytest.fixture
def tally(pytestconfig: pytest.Config) -> Iterator[Callable[[str, str], Tally]]:
    """`tally("accept for the last unit", "1 of 20")`; say `.round(good)` after each."""
    made: list[tuple[Tally, float]] = []

    def start(experiment: str, expected: str) -> Tally:
        made.append((Tally(experiment, expected), time.monotonic()))
        return made[-1][0]

    yield start
    for one, began in made:
        seen = one.seen or f"{one.good} of {one.rounds}"
        row = (one.experiment, str(one.rounds), one.expected, seen, f"{time.monotonic() - began:.1f}")
        pytestconfig.stash.setdefault(ROWS, []).append(row)


@contextmanager
def new_world(blocker: Any) -> Iterator[World]:
    """A committed database of its own with people in it; it goes at the end."""
    name = database.clone(database.template("empty"), f"races_{secrets.token_hex(4)}")
    with blocker.unblock(), pointed_at(name), override_settings(**QUICK):
        world = World(name)
    yield world
    with blocker.unblock():
        connections.close_all()
    database.drop(name)


@pytest.fixture(scope="package")
def shared_world(django_db_blocker: Any) -> Iterator[World]:
    with new_world(django_db_blocker) as world:
        yield world


@pytest.fixture
def world(shared_world: World, django_db_blocker: Any) -> Iterator[World]:
    """Shared by all races; Django is pointed at it during the test."""
    with django_db_blocker.unblock(), pointed_at(shared_world.name):
        yield shared_world


@pytest.fixture
def world_apart(django_db_blocker: Any) -> Iterator[World]:
    """A world whose rules a test may break."""
    with new_world(django_db_blocker) as made, django_db_blocker.unblock(), pointed_at(made.name):
        yield made


@pytest.fixture(scope="package")
def _crowd(shared_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    running = Running(shared_world.name, tmp_path_factory.mktemp("races"), demo=False)
    try:
        running.start("web")
        with Crowd(running.url) as crowd:
            yield crowd
    finally:
        running.stop()


@pytest.fixture
def crowd(_crowd: Crowd, world: World) -> Crowd:
    """Twenty callers with open connections to the real web server."""
    return _crowd


@pytest.fixture
def portal_apart(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """`portal_apart(name, "tests.races.unlocked:application")`: a web server of its own, up; ends with the test."""
    running: list[Running] = []

    def start(name: str, application: str) -> Running:
        folder = tmp_path / f"portal{len(running)}"
        running.append(Running(name, folder, application=application, demo=False))
        running[-1].start("web")
        return running[-1]

    yield start
    for one in running:
        one.stop()
