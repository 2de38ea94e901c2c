"""The rule of frequency, in hours and exact: so much of all hours, never of those held so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Tally:
    """One person, or one venture, in one module or phase.

    `total`: all its hours. `held`: those that have been. `attended`: those somebody was there. `excused`: those missed
    with a reason, which are missed all the same. `needed`: per cent of the total; None: no rule.
    """

    total: Decimal
    held: Decimal = ZERO
    attended: Decimal = ZERO
    excused: Decimal = ZERO
    needed: int | None = None

    @property
    def to_come(self) -> Decimal:
        return max(self.total - self.held, ZERO)

    @property
    def bar(self) -> Decimal:
        """How many hours the rule asks for."""
        return self.total * (self.needed or 0) / 100

    @property
    def meets(self) -> bool:
        return self.attended >= self.bar

    @property
    def may_still(self) -> bool:
        """Whether the rule can be met when everything that is to come is attended."""
        return self.attended + self.to_come >= self.bar

    @property
    def is_lost(self) -> bool:
        return not self.may_still

    @property
    def lacking(self) -> Decimal:
        """Hours still to be attended."""
        return max(self.bar - self.attended, ZERO)

    @property
    def can_miss(self) -> Decimal:
        """Hours that can still be missed without losing it."""
        return max(self.attended + self.to_come - self.bar, ZERO)

    @property
    def share(self) -> Decimal | None:
        """Per cent of all hours; None where there are none."""
        return min(self.attended * 100 / self.total, Decimal(100)) if self.total else None

    @property
    def share_of_held(self) -> Decimal | None:
        """Per cent of the hours held so far; None before the first."""
        return min(self.attended * 100 / self.held, Decimal(100)) if self.held else None


def together(tallies: Iterable[Tally], needed: int | None) -> Tally:
    """Several modules as one, by the rule of the whole."""
    rows = list(tallies)
    return Tally(
        total=sum((one.total for one in rows), ZERO),
        held=sum((one.held for one in rows), ZERO),
        attended=sum((one.attended for one in rows), ZERO),
        excused=sum((one.excused for one in rows), ZERO),
        needed=needed,
    )


def of_all(hours: Iterable[Decimal]) -> Decimal:
    """What a meeting counts for a group that must all be there: nothing when one is missing, else what all stayed."""
    return min(hours, default=ZERO)
