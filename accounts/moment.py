"""What time it is, for everything that is written down.

One place, so that the demo can live three months through the very actions people use: `with replaying(moment): ...`.
Nothing a request can reach sets it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The current instant (aware, UTC)."""
    return _set.get() or timezone.now()


@contextmanager
def replaying(moment: datetime) -> Iterator[None]:
    """Inside, `now()` is that moment."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
