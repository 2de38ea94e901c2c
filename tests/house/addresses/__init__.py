"""The table of addresses, a file for each room."""

from tests.house.addresses import (
    accounts,
    community,
    finding,
    impact,
    missed,
    monitor,
    plans,
    practice,
    programmes,
    resources,
    units,
)

ROWS: dict[str, tuple[str, str, str]] = {
    **plans.ROWS,
    **programmes.ROWS,
    **community.ROWS,
    **finding.ROWS,
    **practice.ROWS,
    **impact.ROWS,
    **missed.ROWS,
    **monitor.ROWS,
    **units.ROWS,
    **resources.ROWS,
    **accounts.ROWS,
}
