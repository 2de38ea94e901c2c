"""Removes the embedded clusters under var/, those that live elsewhere included (see account.py)."""

from __future__ import annotations

import fcntl
import sys

from ops import VAR, account


def main() -> int:
    with (VAR / "run.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"concerta: still running from {VAR}; stop it first", file=sys.stderr)
            return 1
        for link in [path for path in VAR.rglob("*") if path.is_symlink() and (path / "origin").exists()]:
            account.remove(link)
    return 0


if __name__ == "__main__":
    sys.exit(main())
