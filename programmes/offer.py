"""The training offer of the area, side by side: what is taught where and when, where two overlap, where nothing is.

An empty cell says that nothing is registered here, never that there is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts import moment
from geo.models import Municipality
from geo.sorting import sort_key
from programmes.models import Edition, EditionFigure, Programme

# An area without an edition that ends from today on, or that ended less than so long ago, is a gap.
LOOKED_BACK = timedelta(days=180)
# The themes REF-AMP names for organisations and technicians (4.1.1 to 4.1.4), in the words used today.
NAMED_THEMES = (
    "violência doméstica",
    "deficiência intelectual",
    "saúde mental",
    "qualificação das organizações",
)


@dataclass(frozen=True)
class Overlap:
    """Two editions of the same area of training, in the same municipality (or one of them anywhere), at once."""

    first: Edition
    second: Edition

    @property
    def start(self) -> date:
        return max(self.first.starts, self.second.starts)

    @property
    def end(self) -> date:
        return min(self.first.ends, self.second.ends)


@dataclass
class Cell:
    municipality: Municipality
    editions: list[Edition] = field(default_factory=list)


@dataclass
class Line:
    """One area of training. `everywhere`: editions that name no municipality serve all of them."""

    area: str
    cells: list[Cell]
    everywhere: list[Edition]

    @property
    def count(self) -> int:
        return len(self.everywhere) + sum(len(cell.editions) for cell in self.cells)

    @property
    def missing(self) -> list[Municipality]:
        """Where nothing is registered, nor anything that serves the whole area."""
        return [] if self.everywhere else [cell.municipality for cell in self.cells if not cell.editions]


@dataclass(frozen=True)
class Offer:
    lines: list[Line]
    overlaps: list[Overlap]
    municipalities: list[Municipality]
    since: date

    @property
    def rows(self) -> list[tuple[Municipality, list[tuple[Line, Cell]]]]:
        """A row for each municipality, with every line's cell there."""
        return [
            (place, [(line, line.cells[n]) for line in self.lines])
            for n, place in enumerate(self.municipalities)
        ]


def offered(today: date | None = None) -> list[Edition]:
    """Public editions of courses of the area, running, to come or ended lately."""
    today = today or timezone.localdate(moment.now())
    return list(
        Edition.objects.public()
        .filter(
            sheet__programme__is_reference=False,
            sheet__programme__kind=Programme.Kind.COURSE,
            ends__gte=today - LOOKED_BACK,
        )
        .select_related("sheet__programme", "organisation", "municipality")
        .order_by("starts", "pk")
    )


def offer(today: date | None = None) -> Offer:
    """Two statements, whatever there is."""
    today = today or timezone.localdate(moment.now())
    editions, places = offered(today), list(Municipality.objects.order_by("sort_key"))
    by_area: dict[str, list[Edition]] = defaultdict(list)
    names = {sort_key(theme): theme for theme in NAMED_THEMES}
    for key in names:
        by_area[key] = []
    for one in editions:
        area = one.sheet.programme.area
        names.setdefault(sort_key(area), area)
        by_area[sort_key(area)].append(one)
    lines = [_line(names[key], found, places) for key, found in by_area.items() if names[key]]
    lines.sort(key=lambda line: sort_key(line.area))
    return Offer(lines, overlaps(one for one in editions if one.ends >= today), places, today - LOOKED_BACK)


def _line(area: str, editions: list[Edition], places: list[Municipality]) -> Line:
    cells = {place.pk: Cell(place) for place in places}
    everywhere = []
    for one in editions:
        if one.municipality_id is None:
            everywhere.append(one)
        else:
            cells[one.municipality_id].editions.append(one)
    return Line(area, list(cells.values()), everywhere)


def overlaps(editions: Iterable[Edition]) -> list[Overlap]:
    """Each pair once, the earlier first."""
    listed = sorted(editions, key=lambda one: (one.starts, one.pk))
    found = []
    for n, first in enumerate(listed):
        for second in listed[n + 1 :]:
            if second.starts > first.ends:
                break
            places = {first.municipality_id, second.municipality_id}
            same_area = sort_key(first.sheet.programme.area) == sort_key(second.sheet.programme.area)
            if same_area and (len(places) == 1 or None in places):
                found.append(Overlap(first, second))
    return found


@dataclass(frozen=True)
class Trained:
    """People who completed courses of one area in a municipality and year; `people` None: too few to be told."""

    area: str
    municipality: Municipality | None
    year: int
    people: int | None


def trained() -> list[Trained]:
    """Of closed public editions of courses. Fewer than five are not told, and neither is none: they look alike."""
    rows = (
        EditionFigure.objects.filter(
            Q(edition__state=Edition.State.CLOSED, edition__is_public=True),
            code=EditionFigure.Code.COMPLETED,
            edition__sheet__programme__kind=Programme.Kind.COURSE,
            edition__sheet__programme__is_reference=False,
        )
        .select_related("edition__municipality", "edition__sheet__programme")
        .order_by("-edition__ends", "pk")
    )
    return [
        Trained(
            row.edition.sheet.programme.area,
            row.edition.municipality,
            row.edition.ends.year,
            None if row.is_suppressed or row.counted is None else int(row.counted),
        )
        for row in rows
    ]
