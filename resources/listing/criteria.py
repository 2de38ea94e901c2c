"""What is looked for: the filters by name, and one search as the page, the API and the saved searches ask it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from resources import days

Point = tuple[float, float]

# The filters by name, as in the address of the page and of the API.
Q = "q"
CATEGORY = "category"
RESPONSE = "response"
MUNICIPALITY = "municipality"
MODE = "mode"
NEAR = "near"
ACCESSIBLE = "accessible"
ONLY_FREE = "only_free"
ONLY_FRESH = "only_fresh"


@dataclass(frozen=True)
class Criteria:
    """What is looked for. Without `start`: tonight; without `end`: one night."""

    q: str = ""
    categories: tuple[str, ...] = ()
    response: str = ""
    municipalities: tuple[str, ...] = ()
    mode: str = ""
    near: Point | None = None
    radius_km: float | None = None
    # Distances from here are shown and ordered by; nothing is left out.
    seen_from: Point | None = None
    start: date | None = None
    end: date | None = None
    quantity: int = 1
    accessible: bool = False
    only_free: bool = False
    only_fresh: bool = False
    # Words of a parish: what has them comes first, nothing is left out.
    prefer: str = ""
    # Where nothing has all the words, what has some of them is listed.
    loosely: bool = False
    # Whatever else is asked for, no place answers it (see resources.understanding.violence).
    about_violence: bool = False
    page: int = 1
    per_page: int = 20

    @property
    def first_day(self) -> date:
        return self.start or days.today()

    @property
    def end_day(self) -> date:
        return self.end or self.first_day + timedelta(days=1)

    @property
    def nights(self) -> int:
        return (self.end_day - self.first_day).days

    @property
    def active(self) -> tuple[str, ...]:
        """The filters in use."""
        used = {
            Q: bool(self.q.strip()),
            CATEGORY: bool(self.categories),
            RESPONSE: bool(self.response),
            MUNICIPALITY: bool(self.municipalities),
            MODE: bool(self.mode),
            NEAR: self.near is not None,
            ACCESSIBLE: self.accessible,
            ONLY_FREE: self.only_free,
            ONLY_FRESH: self.only_fresh,
        }
        return tuple(name for name, on in used.items() if on)
