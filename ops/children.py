"""Child processes that do not outlive us, whatever ends us.

Each child leads a session of its own, so that Ctrl-C in the terminal reaches only us and we decide the order. Against
our own sudden death there are two nets: Linux signals the child itself (PR_SET_PDEATHSIG), and everywhere a small
process at the other end of a pipe (leash.py) ends the whole group, grandchildren included.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _die_with_parent(number: int) -> Callable[[], None] | None:
    if _libc is None:
        return None
    libc, parent = _libc, os.getpid()

    def before_exec() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return before_exec


def spawn(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path | str,
    output: IO[bytes] | int | None = None,
    orphan_signal: int = signal.SIGTERM,
    **options: Any,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own. Call it from the main thread: on Linux the child ends with that thread."""
    return subprocess.Popen(
        [str(word) for word in command],
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=None if output is None else subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_die_with_parent(orphan_signal),
        **options,
    )


def stop(process: subprocess.Popen[bytes], *, signals: Sequence[int], grace: float) -> None:
    """Each signal in turn to the child, with `grace` seconds to obey; then SIGKILL to what is left of its group."""
    for number in signals:
        if process.poll() is not None:
            break
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(grace)
    kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Leash:
    """Our end of the pipe to leash.py. `keep_open` are descriptors (a lock) that it holds until it is done."""

    def __init__(self, keep_open: Iterable[int] = ()) -> None:
        self._keep_open = tuple(keep_open)
        self._orders: dict[int, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe = -1

    def put(
        self, process: subprocess.Popen[bytes], *, rank: int, signals: Sequence[int], grace: float
    ) -> None:
        """Lower ranks are ended first."""
        numbers = " ".join(str(int(number)) for number in signals)
        self._orders[process.pid] = f"+ {rank} {process.pid} {grace} {numbers}\n"
        self._tell(self._orders[process.pid])

    def take_off(self, process: subprocess.Popen[bytes]) -> None:
        if self._orders.pop(process.pid, None):
            self._tell(f"- {process.pid}\n")

    def close(self) -> None:
        if self._process is None:
            return
        os.close(self._pipe)
        self._process.wait()
        self._process = None

    def _tell(self, order: str) -> None:
        if self._process is None or self._process.poll() is not None:
            self._start()
            order = "".join(self._orders.values())
        with contextlib.suppress(BrokenPipeError):  # killed this instant: the next order starts another
            os.write(self._pipe, order.encode())

    def _start(self) -> None:
        if self._process is not None:
            os.close(self._pipe)
        theirs, self._pipe = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("leash.py"))],
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            pass_fds=self._keep_open,
            start_new_session=True,
        )
        os.close(theirs)
