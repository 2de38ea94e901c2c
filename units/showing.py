"""What the pages show of a round: the 17 tiles, the tally, what each municipality said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from geo.models import Municipality
from units.models import Answer, Position, Round
from units.models.rounds import ALL, Count

# Look and short word of an answer; the word stands on the tile beside its shape, never a colour alone.
SHAPES: dict[str, tuple[str, str, Any]] = {
    Answer.AGREES: ("yes", "check", _("concorda")),
    Answer.RESERVATION: ("res", "half", _("com reserva")),
    Answer.CHANGE: ("alt", "swap", _("propõe alteração")),
    "": ("none", "dash", _("sem resposta")),
}


@dataclass(frozen=True)
class Tile:
    place: Municipality
    answer: str
    own: bool

    @property
    def css(self) -> str:
        return SHAPES[self.answer][0]

    @property
    def icon(self) -> str:
        return SHAPES[self.answer][1]

    @property
    def word(self) -> str:
        return str(SHAPES[self.answer][2])


def municipality_of(member: Membership | None) -> str | None:
    return member.organisation.municipality_id if member else None


class Standing:
    """How a round stands, for one reader. The round comes `for_pages`, with its positions."""

    def __init__(self, round: Round, member: Membership | None) -> None:
        self.round, self.member, self.all = round, member, ALL
        self.positions: list[Position] = list(round.positions.all())

    @cached_property
    def count(self) -> Count:
        return Count.of(position.answer for position in self.positions)

    @cached_property
    def tiles(self) -> list[Tile]:
        said = {position.municipality_id: position.answer for position in self.positions}
        own = municipality_of(self.member)
        return [Tile(place, said.get(place.pk, ""), place.pk == own) for place in Municipality.objects.all()]

    @property
    def tally(self) -> list[tuple[str, str, int]]:
        return [
            ("yes", str(_("concordam")), self.count.agree),
            ("res", str(_("com reserva")), self.count.reserve),
            ("alt", str(_("propõem alteração")), self.count.change),
            ("none", str(_("sem resposta")), self.count.silent),
        ]

    @property
    def reservations(self) -> list[Position]:
        return [one for one in self.positions if one.answer == Answer.RESERVATION]

    @property
    def changes(self) -> list[Position]:
        return [one for one in self.positions if one.answer == Answer.CHANGE]

    @property
    def remarks(self) -> list[Position]:
        """What was said by those who simply agree: nothing that stands in the way."""
        return [one for one in self.positions if one.answer == Answer.AGREES and one.text]

    @property
    def own_position(self) -> Position | None:
        own = municipality_of(self.member)
        return next((one for one in self.positions if one.municipality_id == own), None) if own else None
