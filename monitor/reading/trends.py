"""Whether a series rises, falls or does neither, said only of three points or more and by a rule that is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from monitor.models import Indicator

FEWEST_POINTS = 3
MOST_POINTS = 5
# Under this share of the first value a change is none.
CLEAR = Decimal("0.03")


@dataclass(frozen=True)
class Trend:
    """`course`: up, down, level. `verdict`: better, worse, or "" where the indicator has no desirable direction."""

    course: str
    verdict: str
    points: int
    share: Decimal

    @property
    def symbol(self) -> str:
        return {"up": "▲", "down": "▼", "level": "■"}[self.course]

    @property
    def words(self) -> str:
        course = {"up": _("a subir"), "down": _("a descer"), "level": _("sem mudança clara")}[self.course]
        verdict = {"better": _("no sentido desejado"), "worse": _("no sentido contrário ao desejado")}.get(
            self.verdict
        )
        return f"{course}, {verdict}" if verdict else course


def trend_of(values: Sequence[Decimal | None], indicator: Indicator) -> Trend | None:
    """Of the last five values in order of time; None under three, or where one of them is missing or the first is 0.

    It rises if the last is at least 3 % above the first and at most a third of the steps goes down; and so for falling.
    """
    last = list(values)[-MOST_POINTS:]
    points = [value for value in last if value is not None]
    if len(points) < FEWEST_POINTS or len(points) != len(last) or not points[0]:
        return None
    share = (points[-1] - points[0]) / abs(points[0])
    steps = [after - before for before, after in pairwise(points)]
    up, down = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    if share >= CLEAR and 3 * down <= len(steps):
        course = "up"
    elif share <= -CLEAR and 3 * up <= len(steps):
        course = "down"
    else:
        course = "level"
    verdict = ""
    if indicator.direction and course != "level":
        verdict = "better" if course == indicator.direction else "worse"
    return Trend(course, verdict, len(points), share)


def rule() -> str:
    """The rule in a sentence, printed where the symbols stand."""
    return _(
        "▲ a subir, ▼ a descer, ■ sem mudança clara: compara o último valor com o primeiro dos últimos cinco (três, no "
        "mínimo); conta a partir de 3 % e se, pelo caminho, no máximo um terço dos passos foi ao contrário. Não é um "
        "teste estatístico."
    )
