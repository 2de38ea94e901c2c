"""Processes that write, read and build the index, forked off one that has loaded the portal already."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

from ops import ROOT

# Stands in every entry that the tests change.
WORD = "ornitorrinco"
NOTES = "CONCERTA_TEST_NOTES"


class Ended:
    """True once we were told to end, or nobody is there to tell us."""

    def __init__(self) -> None:
        self._parent = os.getppid()
        self._told = False
        signal.signal(signal.SIGTERM, self._tell)

    def _tell(self, number: int, frame: object) -> None:
        self._told = True

    def __call__(self) -> bool:
        return self._told or os.getppid() != self._parent


def write(ended: Ended) -> None:
    """As the worker: what is owed, again and again."""
    from search import writing

    while not ended():
        writing.apply_owed()


def tidy(ended: Ended) -> None:
    from search import writing

    while not ended():
        writing.tidy(all_now=True)


def rebuild(ended: Ended) -> None:
    from search import writing

    while not ended():
        writing.rebuild()


def read(ended: Ended) -> None:
    """As a web process: everything with the word, each time anew. What came of it, and how often, in a note."""
    from tests.search.looking import found

    seen: Counter[str] = Counter()
    while not ended():
        try:
            seen[str(len(found(WORD)))] += 1
        except Exception as error:
            seen[repr(error)] += 1
    Path(os.environ[NOTES], f"{os.getpid()}.txt").write_text(
        "".join(f"{n}\t{said}\n" for said, n in seen.items())
    )


ROLES: dict[str, Callable[[Ended], None]] = {"write": write, "tidy": tidy, "rebuild": rebuild, "read": read}


class Processes:
    """`start("write")` returns a process id at once; all end with the block, whatever ends it."""

    def __init__(self, environment: dict[str, str], notes: Path) -> None:
        self.notes = notes
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.races.indexing"],
            cwd=ROOT,
            env=environment | {NOTES: str(notes)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def start(self, role: str) -> int:
        return int(self._ask(role))

    def kill(self, process: int, number: int = signal.SIGKILL) -> None:
        """Returns when it has ended."""
        self._ask(f"{number} {process}")

    def seen(self) -> Counter[str]:
        """What the readers that were told to end have seen, all together."""
        found: Counter[str] = Counter()
        for note in self.notes.glob("*.txt"):
            for line in note.read_text().splitlines():
                count, said = line.split("\t")
                found[said] += int(count)
        return found

    def _ask(self, order: str) -> str:
        cast("IO[str]", self._parent.stdin).write(order + "\n")
        answer = cast("IO[str]", self._parent.stdout).readline()
        assert answer, "the process that forks has ended"
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        cast("IO[str]", self._parent.stdin).close()
        self._parent.wait(30)


def main() -> None:
    import django

    django.setup()
    from django.db import connections

    from search.whoosh import storage

    storage.version()
    connections.close_all()
    children: set[int] = set()
    for line in sys.stdin:
        order = line.split()
        if order[0] in ROLES:
            process = os.fork()
            if not process:
                ROLES[order[0]](Ended())
                os._exit(0)
            children.add(process)
            print(process, flush=True)
        else:
            os.kill(int(order[1]), int(order[0]))
            os.waitpid(int(order[1]), 0)
            children.discard(int(order[1]))
            print("ended", flush=True)
    for process in children:
        os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    main()
