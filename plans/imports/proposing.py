"""How a line of a plan seems to add up, told from its unit and its values. A proposal, always to be confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from geo.sorting import sort_key
from plans.models import Measure

# Things made or opened anew each year; what else a unit may be ("Pessoal") does not say it.
COUNTED = ("unidade", "unidades", "equipe", "equipes", "equipa", "equipas")


class Proposal(NamedTuple):
    aggregation: str
    # Lazy: in the language of who reads it.
    reason: Any


CONTINUOUS = Proposal(Measure.Aggregation.CONTINUOUS, _("100 % em todos os anos: uma garantia que se mantém"))
CUMULATIVE = Proposal(Measure.Aggregation.CUMULATIVE, _("uma percentagem que sobe de ano para ano"))
OTHER_PERCENT = Proposal(
    Measure.Aggregation.UNDECLARED, _("uma percentagem que nem é sempre 100 % nem sobe: diga-o quem a propôs")
)
STOCK = Proposal(
    Measure.Aggregation.STOCK, _("a unidade diz «total»: o que existe nesse ano, que não se soma")
)
FLOW = Proposal(Measure.Aggregation.FLOW, _("coisas contadas uma a uma, em cada ano: somam-se"))
UNSAID = Proposal(
    Measure.Aggregation.UNDECLARED,
    _("a unidade não diz se é o que se faz em cada ano ou o que existe: diga-o quem a propôs"),
)


def propose(unit: str, values: Iterable[Decimal | None], *, is_percent: bool) -> Proposal:
    """`values`: in the order of the years, None where there is no target."""
    known, words = [value for value in values if value is not None], sort_key(unit).split()
    if is_percent:
        if known and set(known) == {Decimal(100)}:
            return CONTINUOUS
        rises = all(a <= b for a, b in pairwise(known)) and known[:1] < known[-1:]
        return CUMULATIVE if rises else OTHER_PERCENT
    if "total" in words[:1]:
        return STOCK
    return FLOW if words and words[0] in COUNTED else UNSAID
