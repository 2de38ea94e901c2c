"""The portal's own series: what it measures of its own life. Rows as in the registry, and who reads each.

The figures come from `resources/publishing`, which says the same in code: what is in, what is out, and why few and none
look alike.
"""

from monitor.reference.own import rates, requests
from monitor.reference.own.words import Row

OWN: tuple[Row, ...] = (*requests.ROWS, *rates.ROWS)

__all__ = ["OWN", "Row"]
