"""Two public indicators and one of the network, small enough to be known by heart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from monitor import periods
from monitor.actions import Cell, take
from monitor.models import Import, Indicator, Topic

PEOPLE_SOURCE, SHARE_SOURCE = "INE, prova 2021", "DataH, prova (CC BY 4.0)"
# What only the network may read: each stands nowhere else.
SECRETS = ("777001", "777002", "777003", "prova_rede")


class Measured:
    """`figures` of "people": what a visitor reads, by place and period; None is suppressed or missing."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        topic, _made = Topic.objects.get_or_create(
            code="prova", defaults={"order": 99, "name_pt": "Prova", "name_en": "Trial"}
        )
        common = {"topic": topic, "publisher": "INE", "periodicity": "annual", "unit_source": "N.º"}
        self.people = Indicator.objects.create(
            code="prova_pessoas", name_pt="Pessoas à prova", name_en="People on trial", short_pt="Pessoas",
            short_en="People", unit_pt="pessoas", unit_en="people", kind="count", per_head=1000, axis="EP1",
            definition_pt="Quem se conta.", definition_en="Who is counted.", sdg=[3], breaks=["2025"], **common,
        )  # fmt: skip
        self.share = Indicator.objects.create(
            code="prova_parte", name_pt="Parte das pessoas", name_en="Share of people", short_pt="Parte",
            short_en="Share", unit_pt="%", unit_en="%", kind="rate", decimals=1, direction="down",
            numerator=self.people, **common,
        )  # fmt: skip
        self.share.denominators.add(self.people)
        self.inside = Indicator.objects.create(
            code="prova_rede", name_pt="Da rede", name_en="Of the network", short_pt="Rede", short_en="Network",
            unit_pt="pessoas", unit_en="people", kind="count", audience="network", **common,
        )  # fmt: skip
        self.first = self.take(
            self.cell("1312", "2021", "5"),
            self.cell("0104", "2021", "0"),
            self.cell("1306", "2021", None, "suppressed"),
            self.cell("1304", "2021", None, "missing"),
            self.cell("AMP", "2021", "1737395"),
            self.cell("1312", "2025", "7.25", "provisional"),
            self.cell("1306", "2025", "0.000001", "final"),
            self.cell("1312", "2025-Q1", "2", "not_declared"),
            self.cell("1306", "latest at 2025-10-25", "3", named="Pessoas, como lhes chama a fonte"),
            self.cell("1312", "2021", "38.5", of=self.share, source=SHARE_SOURCE, licence="CC BY 4.0"),
            self.cell("1312", "2025", "-0.5", of=self.share, source=SHARE_SOURCE, licence="CC BY 4.0"),
        )
        self.figures: dict[tuple[str, str], float | None] = {
            ("1312", "2021"): 5, ("0104", "2021"): 0, ("1306", "2021"): None, ("1304", "2021"): None,
            ("AMP", "2021"): 1737395, ("1312", "2025"): 7.25, ("1306", "2025"): 0.000001, ("1312", "2025-Q1"): 2,
            ("1306", "latest at 2025-10-25"): 3,
        }  # fmt: skip

    def cell(
        self, place: str, period: str, value: str | None, status: str = "final", *, of: Indicator | None = None,
        source: str = PEOPLE_SOURCE, licence: str = "", named: str = "",
    ) -> Cell:  # fmt: skip
        number = None if value is None else Decimal(value)
        of = of or self.people
        return Cell(
            of.pk, place, periods.parse(period)[0], number, status, source, licence, date(2025, 10, 25), named
        )

    def take(self, *cells: Cell, **more: Any) -> Import:
        made = take(
            cells,
            kind=more.pop("kind", Import.Kind.TABLE),
            name="segredo-do-ficheiro.csv",
            **{"by": None} | more,
        )
        assert made is not None
        return made

    @property
    def waiting(self) -> dict[str, Any]:
        """How a municipality's own figures are taken, until they are confirmed."""
        return {
            "kind": Import.Kind.UPLOAD,
            "by": self.cast.holder,
            "audience": Indicator.Audience.NETWORK,
            "state": Import.State.WAITING,
        }

    def inside_the_network(self) -> Import:
        """A municipality's own figures wait to be confirmed: one over a public figure, one beside, one elsewhere."""
        return self.take(
            self.cell("1312", "2021", "777001", "provisional"),
            self.cell("1304", "2025", "777002", "provisional"),
            self.cell("1312", "2021", "777003", "provisional", of=self.inside),
            **self.waiting,
        )


@pytest.fixture
def measured(cast: Any) -> Measured:
    return Measured(cast)
