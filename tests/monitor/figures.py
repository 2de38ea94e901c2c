"""Figures of indicators that the registry knows, taken in as an import takes them."""

from decimal import Decimal

from monitor import periods
from monitor.actions import Cell, take
from monitor.models import Import, Indicator, Place

CODE = "pct_65p"


def figures(code=CODE, period="2021", first=10, *, status="final", **more):
    """A figure for each of the 17: `first` in the first in reading order, one more in each that follows."""
    indicator = Indicator.objects.get(code=code)
    cells = [
        Cell(indicator.pk, place.code, periods.parse(period)[0], Decimal(first + n), status, "INE, prova")
        for n, place in enumerate(Place.objects.municipalities())
    ]
    take(cells, kind=Import.Kind.TABLE, name=f"{code}-{period}-{first}.csv", by=None, **more)
    return indicator
