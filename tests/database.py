"""A PostgreSQL for this test run, started before Django reads its settings (loaded by `-p tests.database`).

The tests connect as the application's role, which owns nothing, to clones of templates that the owner's role made:
`empty` (migrated, with the portal's pages), `cast` (and the people of the tests, in the bodies too) and `demo` (with
the demo region, made when first asked for). Templates are kept between runs under var/tests and made anew when what
they come from changes.

Run on several cores (`-n 2`) the first process starts the server and makes the templates; the workers join it, each
with a current database of its own.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from ops import ROOT, embedded, frontend

LOAD_CAST = """
import os, django
django.setup()
from portal.demo.bodies import load_bodies
from portal.demo.people import load_people
load_people(os.environ["DEMO_PASSWORD"])
load_bodies()
"""
DEMO_PASSWORD = "uma-palavra-passe-de-teste"
SECRET_KEY = "only-for-tests-" + "0" * 40
# What templates are made of: a change in any of these makes them anew.
SOURCES = (
    "*/migrations/*.py",
    "*/reference.py",
    "*/reference/*.py",
    "*/outline.json",
    "*/sql/*.sql",
    "portal/demo/bodies.py",
    "portal/demo/people.py",
    "portal/pages/**/*.py",
    "portal/management/commands/prepare.py",
    "tests/browser/often.py",
)
# The demo region is lived through the actions.
DEMO_SOURCES = (
    *SOURCES,
    "portal/demo/*.py",
    "resources/mail*.py",
    "resources/publishing/*.py",
    "*/actions/*.py",
    "*/models/*.py",
    "*/mail.py",
)


def _fingerprint(sources: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for pattern in sources:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _home() -> tuple[Path, IO[str] | None]:
    """var/tests if no other run uses it, else a folder that goes with this run."""
    shared = ROOT / "var" / "tests"
    shared.mkdir(parents=True, exist_ok=True)
    lock = (shared / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        folder = Path(tempfile.mkdtemp(prefix="concerta-tests-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return folder, None
    return shared, lock


class TestDatabase:
    __test__ = False

    def __init__(self) -> None:
        ordinary = _fingerprint(SOURCES)
        self.fingerprints = {"empty": ordinary, "cast": ordinary, "demo": _fingerprint(DEMO_SOURCES)}
        self.extra_environment: dict[str, str] = {}
        self.lock: IO[str] | None = None
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        self.name = f"current_{worker}" if worker else "current"
        if worker:
            self.home = Path(os.environ["CONCERTA_TESTS_HOME"])
            self.server = embedded.Server(self.home / "pg", createdb=True, fast=True)
            self.server.join(int(os.environ["CONCERTA_TESTS_PORT"]))
            return
        self.home, self.lock = _home()
        self.server = embedded.Server(self.home / "pg", createdb=True, fast=True)
        self.server.start()
        atexit.register(self.server.stop)
        os.environ["CONCERTA_TESTS_HOME"] = str(self.home)
        os.environ["CONCERTA_TESTS_PORT"] = str(self.server.port)
        frontend.build(self.home / "state")

    def environment(self, name: str, *, owner: bool = False) -> dict[str, str]:
        """What a process of the portal needs to work on one of our databases."""
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "PYTEST"))},
            "DATABASE_URL": self.server.app_url(name),
            "DATABASE_OWNER_URL": self.server.owner_url(name),
            "SECRET_KEY": SECRET_KEY,
            "DEMO": "0",
            "DEMO_PASSWORD": DEMO_PASSWORD,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "CONCERTA_VAR": str(self.home / "state"),
            "CONCERTA_SEARCH_INDEX": str(self.search_index(name)),
            "CONCERTA_ROLE": "owner" if owner else "app",
            "PYTHONPATH": str(ROOT),
        }

    @contextlib.contextmanager
    def superuser(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.server.superuser_url("postgres"), autocommit=True) as connection:
            yield connection

    def search_index(self, name: str) -> Path:
        """Where the processes on that database have their search index; copied, renamed and dropped with it."""
        return self.home / "search" / name

    def exists(self, name: str) -> bool:
        with self.superuser() as connection:
            row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        return row is not None

    def clone(self, template: str, name: str) -> str:
        """A fresh copy of a template; nobody may be connected to either, nor copying it at the same instant."""
        with self.superuser() as connection, (self.home / "clone.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                    sql.Identifier(name), sql.Identifier(template), sql.Identifier(embedded.OWNER)
                )
            )
            embedded.settle_rights(connection, name)
        shutil.rmtree(self.search_index(name), ignore_errors=True)
        if self.search_index(template).exists():
            shutil.copytree(self.search_index(template), self.search_index(name), symlinks=True)
        return name

    def drop(self, name: str) -> None:
        with self.superuser() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
        shutil.rmtree(self.search_index(name), ignore_errors=True)

    def template(self, kind: str) -> str:
        """The name of the pristine `empty`, `cast` or `demo` template, made now if it is not there."""
        with (self.home / f"{kind}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return self._template(kind)

    def _template(self, kind: str) -> str:
        name = f"{kind}_{self.fingerprints[kind]}"
        if self.exists(name):
            return name
        if kind in ("cast", "demo"):
            source = self.template("empty")
            self._forget_old(f"{kind}_%")
        else:
            source = embedded.DATABASE
            self._forget_old("%")
        making = f"making_{secrets.token_hex(4)}"
        self.clone(source, making)
        environment = self.environment(making, owner=True) | {
            "DEMO": "1" if kind == "demo" else "0",
            "DJANGO_SETTINGS_MODULE": "tests.browser.often",
        }
        command = (
            [sys.executable, "-c", LOAD_CAST] if kind == "cast" else [sys.executable, "manage.py", "prepare"]
        )
        made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if made.returncode:
            raise SystemExit(f"the {kind} template could not be made:\n{made.stdout}{made.stderr}")
        with self.superuser() as connection:
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
            )
        if self.search_index(making).exists():
            self.search_index(making).rename(self.search_index(name))
        return name

    def _forget_old(self, pattern: str) -> None:
        with self.superuser() as connection:
            names = connection.execute(
                "SELECT datname FROM pg_database"
                " WHERE NOT datistemplate AND datname NOT IN ('postgres', %s) AND datname LIKE %s",
                [embedded.DATABASE, pattern],
            ).fetchall()
        for (name,) in names:
            self.drop(name)


database = TestDatabase()
os.environ.update(database.environment(database.name))
# The browser's driver keeps an event loop in this thread; our own calls are plain ones all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
if not os.environ.get("PYTEST_XDIST_WORKER"):
    # One core makes the templates while the other finds the tests; who is ready for the first of them waits.
    threading.Thread(target=database.template, args=["cast"], daemon=True).start()
