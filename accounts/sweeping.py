"""A sweep of the clock goes through many rows: one that fails is logged, and stops none of the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import nullcontext

from django.db import transaction

log = logging.getLogger("concerta.clock")


class SomeFailed(Exception):
    """Some of a sweep failed and the rest was done; says which by the names they were given."""


def each_alone(rows: Iterable[tuple[str, Callable[[], int]]], *, together: bool = True) -> dict[str, int]:
    """Call each, in a transaction of its own unless it brings its own (`together` False); returns how many by name.

    Raises SomeFailed after the last, so that the clock remembers it. Names are logged: ids, nobody's name.
    """
    done: dict[str, int] = {}
    failed: list[str] = []
    for name, do in rows:
        try:
            with transaction.atomic() if together else nullcontext():
                done[name] = do()
        except Exception:
            log.exception("part of a sweep failed", extra={"part": name})
            failed.append(name)
    if failed:
        raise SomeFailed(", ".join(failed))
    return done
