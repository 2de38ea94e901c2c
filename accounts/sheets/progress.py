"""A bar on the error stream while a file is read, apart from what is said."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from accounts.sheets.reading import Line


def bar(lines: Iterator[Line], size: int, unit: str) -> Iterable[Line]:
    from tqdm import tqdm

    with tqdm(total=size, unit=unit, unit_scale=unit == "B", file=sys.stderr) as shown:
        for line in lines:
            shown.update(max(0, line.done - shown.n))
            yield line
        shown.update(max(0, size - shown.n))
