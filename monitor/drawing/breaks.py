"""Classes for maps: where one shade ends and the next begins, chosen for the data and said in words.

Natural breaks (Jenks, in Fisher's exact form): of all ways to cut the sorted values into classes, the one in which the
values of a class lie closest together. With 17 places the exact answer costs nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitor.drawing.canvas import figure

CLASSES = 5
# Which steps of the five-step ramp fewer classes use: the ends always, so that least and most look alike on every map.
STEPS = {0: (), 1: (3,), 2: (1, 5), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}

Number = float | int | Decimal


@dataclass(frozen=True)
class Class:
    """One class of a map: `level` is its step of the ramp (q1 to q5), `words` its bounds, `members` how many values."""

    level: int
    words: str
    members: int


@dataclass(frozen=True)
class Classes:
    """`bounds` are the cuts between classes: a value equal to a cut belongs to the class above it."""

    method: str  # "jenks", "quantiles", "each" (every distinct value its own class) or "none"
    bounds: tuple[Decimal, ...]
    rows: tuple[Class, ...]

    def level_of(self, value: Number | None) -> int | None:
        """The step of the ramp, 1 to 5; None for no value: no data is a hatch, never a step."""
        if value is None or not self.rows:
            return None
        return self.rows[sum(exact(value) >= cut for cut in self.bounds)].level

    @property
    def sentence(self) -> str:
        """How the classes were made and what they are, for the reader of the map."""
        if not self.rows:
            return _("Sem valores, sem classes.")
        n = len(self.rows)
        how = {
            "jenks": ngettext(
                "%(n)s classe por quebras naturais (Jenks)", "%(n)s classes por quebras naturais (Jenks)", n
            ),
            "quantiles": ngettext(
                "%(n)s classe com número semelhante de municípios",
                "%(n)s classes com número semelhante de municípios",
                n,
            ),
            "each": ngettext("%(n)s classe, uma por valor", "%(n)s classes, uma por cada valor diferente", n),
        }[self.method] % {"n": n}
        return _("%(how)s: %(list)s.") % {"how": how, "list": "; ".join(row.words for row in self.rows)}


def classes(
    values: Iterable[Number | None],
    *,
    decimals: int = 1,
    unit: str = "",
    wanted: int = CLASSES,
    method: str = "jenks",
) -> Classes:
    """At most `wanted` (1 to 5) classes over `values`; None is left out. No class is ever without members.

    `method`: "jenks" or "quantiles". Where values lie on both sides of zero, zero is one of the cuts. Cuts are the
    roundest numbers that leave every value in its class.
    """
    known = sorted(exact(value) for value in values if value is not None)
    counted = Counter(known)
    distinct = sorted(counted)
    wanted = max(1, min(wanted, CLASSES))
    if not distinct:
        return Classes("none", (), ())
    if len(distinct) <= wanted:
        groups, method = [[value] for value in distinct], "each"
    else:
        cut = _jenks if method == "jenks" else _quantiles
        groups = _around_zero(distinct, counted, wanted, cut)
    bounds = tuple(_readable(below[-1], above[0]) for below, above in pairwise(groups))
    levels = STEPS[len(groups)]
    rows = tuple(
        Class(level, words, sum(counted[value] for value in group))
        for level, words, group in zip(levels, _words(bounds, distinct, decimals, unit), groups, strict=True)
    )
    return Classes(method, bounds, rows)


def exact(value: Number) -> Decimal:
    """The number as it is written: 0.1 is a tenth, from a float too."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def cut_words(cut: Decimal, unit: str = "") -> str:
    """A cut with the decimals it has, which may be more or fewer than those of the values."""
    return figure(cut, max(0, -int(cut.normalize().as_tuple().exponent)), unit)


def _words(bounds: Sequence[Decimal], distinct: list[Decimal], decimals: int, unit: str) -> list[str]:
    if not bounds:
        low, high = figure(distinct[0], decimals, unit), figure(distinct[-1], decimals, unit)
        return [low if low == high else _("de %(low)s a %(high)s") % {"low": low, "high": high}]
    middle = [
        _("de %(low)s a menos de %(high)s") % {"low": cut_words(low, unit), "high": cut_words(high, unit)}
        for low, high in pairwise(bounds)
    ]
    first = _("menos de %(high)s") % {"high": cut_words(bounds[0], unit)}
    last = _("%(low)s ou mais") % {"low": cut_words(bounds[-1], unit)}
    return [first, *middle, last]


Groups = list[list[Decimal]]
Cut = Callable[[list[Decimal], Counter[Decimal], int], Groups]


def _around_zero(distinct: list[Decimal], counted: Counter[Decimal], wanted: int, cut: Cut) -> Groups:
    """Both sides of zero apart, the classes shared out so that all values lie closest to their class."""
    below = [value for value in distinct if value < 0]
    above = [value for value in distinct if value >= 0]
    if not below or not above or wanted == 1:
        return cut(distinct, counted, wanted)
    ways = [
        cut(below, counted, n) + cut(above, counted, wanted - n)
        for n in range(1, wanted)
        if n <= len(below) and wanted - n <= len(above)
    ]
    return min(ways, key=lambda groups: sum(_spread(group, counted) for group in groups))


def _spread(group: Sequence[Decimal], counted: Counter[Decimal]) -> Decimal:
    """The sum of squared distances from the mean of the class."""
    n = sum(counted[value] for value in group)
    mean = sum((value * counted[value] for value in group), Decimal(0)) / n
    return sum((counted[value] * (value - mean) ** 2 for value in group), Decimal(0))


def _jenks(distinct: list[Decimal], counted: Counter[Decimal], wanted: int) -> Groups:
    """Fisher's dynamic programme: best[k][j] is the least spread of the first j values in k classes."""
    n = len(distinct)
    spread = {(i, j): _spread(distinct[i:j], counted) for i in range(n) for j in range(i + 1, n + 1)}
    best: list[dict[int, Decimal]] = [{j: spread[0, j] for j in range(1, n + 1)}]
    starts: list[dict[int, int]] = [dict.fromkeys(range(1, n + 1), 0)]
    for k in range(1, wanted):
        row, start = {}, {}
        for j in range(k + 1, n + 1):
            start[j] = min(range(k, j), key=lambda i: best[k - 1][i] + spread[i, j])
            row[j] = best[k - 1][start[j]] + spread[start[j], j]
        best.append(row)
        starts.append(start)
    groups: Groups = []
    end = n
    for k in range(wanted - 1, -1, -1):
        begin = starts[k][end]
        groups.insert(0, distinct[begin:end])
        end = begin
    return groups


def _quantiles(distinct: list[Decimal], counted: Counter[Decimal], wanted: int) -> Groups:
    """About as many values in each class; equal values stay together and no class stays empty."""
    whole, groups, seen = sum(counted[value] for value in distinct), [[distinct[0]]], 0
    for place, value in enumerate(distinct[1:], start=1):
        seen += counted[distinct[place - 1]]
        missing = wanted - len(groups)
        due = seen * wanted >= whole * len(groups)
        if missing and (due or len(distinct) - place <= missing):
            groups.append([value])
        else:
            groups[-1].append(value)
    return groups


def _readable(below: Decimal, above: Decimal) -> Decimal:
    """The roundest number above `below` and not above `above`: no value changes its class by rounding. Between the
    signs that is zero."""
    power = Decimal(10) ** (max(abs(below), abs(above)).adjusted() + 1)
    middle = (below + above) / 2
    while power > (above - below) / 1000:
        for times in (5, 2, 1):
            step = times * power
            near = (middle / step).to_integral_value(ROUND_FLOOR) * step
            fits = [cut for cut in (near, near + step) if below < cut <= above]
            if fits:
                return min(fits, key=lambda cut: abs(cut - middle))
        power /= 10
    return above
