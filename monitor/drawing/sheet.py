"""What every chart is asked with: its key, its name, the unit of its figures and the width it is made for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from monitor.drawing.canvas import (
    NARROW,
    WIDE,
    cut,
    figure,
    hatch,
    hatched,
    image,
    notes,
    rect,
    text,
    width_of,
)
from monitor.drawing.scale import Scale
from monitor.drawing.series import Number


@dataclass(frozen=True)
class Sheet:
    """`key` begins the ids of the drawing, `label` is its name; `narrow` makes it for a phone."""

    key: str
    label: str
    unit: str = ""
    decimals: int = 1
    narrow: bool = False

    @property
    def width(self) -> int:
        return NARROW if self.narrow else WIDE

    @property
    def top(self) -> float:
        """Where the field begins, under the unit."""
        return 34 if self.heading() else 14

    def said(self, value: Number | None) -> str:
        return figure(value, self.decimals, self.unit)

    def heading(self, y: float = 12) -> list[SafeString]:
        """The unit over the axis; a sign stands beside each figure instead."""
        written = self.unit and self.unit.strip() != "%"
        return [text(0, y, cut(self.unit, self.width), "axn")] if written else []

    def numbers(self, axis: Scale) -> float:
        """How wide the numbers of an axis are."""
        return max(width_of(figure(tick, axis.decimals, self.unit)) for tick in axis.ticks)

    def named(self, name: str, value: Number | None, most: float, more: str = "") -> str:
        """Gondomar 171,5: where there is no room the name is cut, never the figure."""
        end = f" {self.said(value)}{more}"
        return cut(name, max(20.0, most - width_of(end, bold=True)), bold=True) + end

    def finished(
        self,
        parts: Iterable[SafeString],
        y: float,
        *,
        css: str,
        notices: Sequence[str],
        summary: str,
        role: str = "img",
    ) -> SafeString:
        """The drawing with its sentences underneath, from `y` on."""
        said, end = notes(notices, 0, y, self.width)
        return image(
            [*parts, *said],
            key=self.key,
            css=css,
            width=self.width,
            height=end - 10 if said else y - 14,
            title=self.label,
            summary=summary,
            role=role,
        )

    def nothing(self) -> SafeString:
        """Where there is no value at all: a hatched field with the words on it."""
        height, words = 120, _("Sem dados")
        wide = width_of(words, bold=True) + 24
        parts = [
            hatch(self.key),
            rect(0.5, 0.5, self.width - 1, height - 1, "nd", hatched(self.key)),
            rect((self.width - wide) / 2, height / 2 - 16, wide, 32, "plate"),
            text(self.width / 2, height / 2 + 4.5, words, "k", "middle"),
        ]
        return image(
            parts,
            key=self.key,
            css="trend",
            width=self.width,
            height=height,
            title=self.label,
            summary=f"{words}.",
        )
