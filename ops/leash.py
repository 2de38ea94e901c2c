"""The process that ends what its parent left behind.

Reads orders on standard input: `+ RANK PGID GRACE SIGNAL...` puts a process group on the leash, `- PGID` takes it off.
When the other end of the pipe closes, by `kill -9` too, whatever is still on the leash is ended in order of rank: each
signal in turn to the leader with GRACE seconds to obey, then SIGKILL to the whole group. Needs only the standard
library, so that it starts in milliseconds.
"""

import contextlib
import os
import signal
import sys
import time

PAUSE = 0.05


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:  # a zombie that nobody reaps has ended all the same
        with open(f"/proc/{pid}/stat", "rb") as stat:
            return stat.read().rpartition(b")")[2].split()[0] != b"Z"
    except (OSError, IndexError):
        return True


def end(pgid: int, grace: float, signals: list[int]) -> None:
    for number in signals:
        try:
            os.kill(pgid, number)
        except ProcessLookupError:
            break
        until = time.monotonic() + grace
        while alive(pgid) and time.monotonic() < until:
            time.sleep(PAUSE)
        if not alive(pgid):
            break
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pgid, signal.SIGKILL)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    held: dict[int, tuple[int, float, list[int]]] = {}
    for line in sys.stdin:
        order, *words = line.split()
        if order == "+":
            held[int(words[1])] = (int(words[0]), float(words[2]), [int(word) for word in words[3:]])
        else:
            held.pop(int(words[0]), None)
    for pgid, (_rank, grace, signals) in sorted(held.items(), key=lambda item: item[1][0]):
        end(pgid, grace, signals)


if __name__ == "__main__":
    main()
