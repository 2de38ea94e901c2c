"""Axes: round numbers to read by, and where a value stands between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

# An axis from zero is the honest default; it is left only where the differences would drown in it.
DROWNED = Decimal("0.45")


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` in steps; `ticks` are the round values in between, both ends included."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int

    @property
    def from_zero(self) -> bool:
        """Whether zero is on the axis: lengths may be compared only then."""
        return self.low <= 0 <= self.high

    def at(self, value: float, start: float, end: float) -> float:
        """Where `value` stands on a stretch that shows `low` at `start` and `high` at `end`."""
        return start + (end - start) * (float(value) - self.low) / (self.high - self.low)


def scale(
    values: Iterable[float | Decimal], *, zero: bool | None = None, steps: int = 5, whole: bool = False
) -> Scale:
    """An axis that holds all `values`, with about `steps` round steps of 1, 2 or 5 times a power of ten.

    `zero`: True always has it (bars), False only when the values lie around it, None leaves it out where the values
    differ by little compared with their size. `whole`: things that are counted get no half on their axis.
    """
    known = [Decimal(str(value)) for value in values]
    low, high = (min(known), max(known)) if known else (Decimal(0), Decimal(1))
    if zero is None:
        size = max(abs(low), abs(high))
        zero = (high - low) >= DROWNED * size
    if zero or low == high == 0:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        room = abs(low) / 10 or Decimal(1)
        low, high = low - room, high + room
    step = _step((high - low) / steps, whole)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    ticks = tuple(float((first + n) * step) for n in range(int(last - first) + 1))
    exponent = step.normalize().as_tuple().exponent
    return Scale(ticks[0], ticks[-1], ticks, max(0, -int(exponent)))


def _step(about: Decimal, whole: bool) -> Decimal:
    power = Decimal(10) ** about.adjusted()
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= about)
    return max(step, Decimal(1)) if whole else step
