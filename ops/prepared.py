"""Whether `manage.py prepare` would find anything to do, told without starting Django: that is half of a second start.

A note in var/ says what the last preparation saw: our files, the settings that steer it, the migrations applied and
the folders it left. Any difference, and it runs again. Only for the embedded database: nobody else changes that one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

import psycopg

from ops import ROOT

_NOTE = "prepared.json"
_SKIPPED = {"var", "tests", "ops", "node_modules", "__pycache__"}
_SETTINGS = ("DEMO", "DEMO_PASSWORD", "BASE_URL", "SEARCH_BACKEND", "ALLOWED_HOSTS", "DEBUG")


def code(env: Mapping[str, str], suffixes: tuple[str, ...] = ("",)) -> str:
    """A digest of every file and setting that a preparation depends on. Take it before preparing."""
    digest = hashlib.sha256()
    for name in _SETTINGS:
        digest.update(f"{name}={env.get(name)}\n".encode())
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        for path in (Path(folder, name) for name in sorted(files) if not name.endswith((".pyc", ".mo"))):
            if not path.name.endswith(suffixes):
                continue
            found = path.stat()
            digest.update(f"{path}:{found.st_size}:{found.st_mtime_ns}\n".encode())
    installed = ROOT / ".venv/installed-base"
    digest.update(installed.read_bytes() if installed.exists() else b"")
    return digest.hexdigest()


def holds(var: Path, code_seen: str, database_url: str) -> bool:
    try:
        note = json.loads((var / _NOTE).read_text(encoding="utf-8"))
        return (
            note["code"] == code_seen
            and all((var / name).is_dir() for name in note["folders"])
            and note["database"] == _migrations(database_url)
        )
    except (OSError, ValueError, KeyError, TypeError, psycopg.Error):
        return False


def write(var: Path, code_seen: str, database_url: str) -> None:
    folders = sorted(path.name for path in var.iterdir() if path.is_dir() and "-" not in path.name)
    note = {"code": code_seen, "folders": folders, "database": _migrations(database_url)}
    (var / _NOTE).write_text(json.dumps(note), encoding="utf-8")


def _migrations(database_url: str) -> list[int]:
    with psycopg.connect(database_url, connect_timeout=5) as connection:
        query = "SELECT count(*), max(id), extract(epoch FROM max(applied))::bigint FROM django_migrations"
        return [int(value) for value in connection.execute(query).fetchone() or ()]
