"""The address of a search: what was typed, what was chosen by hand, and what of the two counts.

The scheme of `/recursos/`, which is shared, kept and works without JavaScript:

- `q` is what was typed, in full. What is understood of it counts as if its filter had been chosen.
- A filter chosen by hand (`municipality=1306`) counts instead of what the text says of the same; the words for it are
  then neither filter nor text, and the page says so.
- `tal` (Portuguese for "just as it is"; repeatable) names kinds that are not to be understood: their words stay text.
  `tal=tudo` is all of them.
- `shown` holds what the fields of the form showed without anybody having chosen it, as "start:2027-03-12 end:…": a
  field that comes back as it was shown was not chosen by hand, one that comes back otherwise was.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.http import QueryDict

from resources.understanding import (
    ACCESSIBLE,
    CATEGORY,
    DAYS,
    KINDS,
    MUNICIPALITY,
    NEAR,
    QUANTITY,
    Chip,
    Understood,
)

TAL, EVERYTHING, SHOWN, Q = "tal", "tudo", "shown", "q"
FIELDS = {
    CATEGORY: ("category",),
    MUNICIPALITY: ("municipality",),
    NEAR: ("near", "radius_km"),
    DAYS: ("start", "end"),
    QUANTITY: ("quantity",),
    ACCESSIBLE: ("accessible",),
}
Values = dict[str, list[str]]


def literal(params: QueryDict) -> set[str]:
    """The kinds an address says not to understand. What is no kind is `wrong`."""
    said = {value.strip() for value in params.getlist(TAL)}
    return set(KINDS) if EVERYTHING in said else said & set(KINDS)


def wrong(params: QueryDict) -> bool:
    return not {value.strip() for value in params.getlist(TAL)} <= {*KINDS, EVERYTHING, ""}


@dataclass
class Settled:
    """What counts. `chosen`: by hand, without what the form showed by itself; `read`: the kinds that count as the text
    says; `passed_over`: chips of the text that do not, because something was chosen by hand."""

    understood: Understood
    chosen: Values = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    passed_over: list[Chip] = field(default_factory=list)

    @property
    def values(self) -> Values:
        """The fields of the filters as they count."""
        said = dict(self.chosen)
        for kind in self.read:
            said |= self.understood.values(kind)
        return said

    @property
    def chips(self) -> list[Chip]:
        """What was understood and counts."""
        return [chip for chip in self.understood.chips if chip.kind in self.read]


def settle(params: QueryDict, understood: Understood) -> Settled:
    """What counts of what was typed and what was chosen."""
    settled, shown = Settled(understood), _shown(params)
    for kind, names in FIELDS.items():
        sent, was, text = _values(params, names), _values(shown, names), understood.values(kind)
        if sent == was:
            sent = {}
        elif kind == DAYS:
            sent = _days_by_hand(sent, was)
        # Somebody emptied what the text had filled, and did not write anything else instead.
        emptied = not sent and bool(was) and was == text and _values(params, names) != was
        if sent or emptied:
            settled.chosen |= sent
            if sent != text:
                settled.passed_over += [chip for chip in understood.chips if chip.kind == kind]
        elif text:
            settled.read.add(kind)
    return settled


def _shown(params: QueryDict) -> QueryDict:
    said = QueryDict(mutable=True)
    for pair in params.get(SHOWN, "").split():
        name, _colon, value = pair.partition(":")
        said.appendlist(name, value)
    return said


def _values(params: QueryDict, names: Collection[str]) -> Values:
    found = {}
    for name in names:
        if values := [value.strip() for value in params.getlist(name) if value.strip()]:
            found[name] = values
    return found


def _days_by_hand(sent: Values, was: Values) -> Values:
    """Of two days one was changed: the other stays, unless they no longer go together."""
    both = "start" in sent and "end" in sent
    if (
        both
        and sent["start"] != was.get("start")
        and sent["end"] == was.get("end")
        and sent["end"] <= sent["start"]
    ):
        return {"start": sent["start"]}
    return sent


def shown(values: Values, chosen: Values) -> str:
    """What the form shows without anybody having chosen it, for its hidden field."""
    return " ".join(
        f"{name}:{value}"
        for names in FIELDS.values()
        for name in names
        if name not in chosen
        for value in values.get(name, ())
        if value and " " not in value
    )
