"""Sheets as they are read: each dimension with what was found, the change since the start, and what is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models

from accounts.models import Membership
from impact.models import Dimension, Evaluation, Finding, ImpactSheet
from monitor.models import Indicator
from monitor.reading.figures import figures_of_all
from monitor.reading.front import Row, row_of


@dataclass
class DimensionRead:
    """`findings`: those that hold, the latest first; `earlier`: what was corrected. `figure`: what the monitor says of
    the linked indicator today, with its own period; None without one or without figures."""

    dimension: Dimension
    findings: list[Finding] = field(default_factory=list)
    earlier: list[Finding] = field(default_factory=list)
    figure: Row | None = None

    @property
    def latest(self) -> Finding | None:
        return self.findings[0] if self.findings else None

    @property
    def change(self) -> Decimal | None:
        """Since the value it started from, in its unit; None where either is not known."""
        if self.dimension.baseline is None or self.latest is None or self.latest.value is None:
            return None
        return self.latest.value - self.dimension.baseline


@dataclass
class SheetRead:
    sheet: ImpactSheet
    dimensions: list[DimensionRead]

    @property
    def found(self) -> int:
        """In how many dimensions something was found."""
        return sum(one.latest is not None for one in self.dimensions)

    @property
    def tangible(self) -> list[DimensionRead]:
        return [one for one in self.dimensions if one.dimension.is_tangible]

    @property
    def intangible(self) -> list[DimensionRead]:
        return [one for one in self.dimensions if not one.dimension.is_tangible]


def read_sheets(sheets: Iterable[ImpactSheet], member: Membership | None) -> list[SheetRead]:
    """In as many statements for one as for all."""
    listed = list(sheets)
    dimensions = list(
        Dimension.objects.filter(sheet__in=listed).select_related("indicator").order_by("sheet", "order")
    )
    findings: dict[int, list[Finding]] = defaultdict(list)
    for finding in Finding.objects.filter(dimension__in=dimensions).select_related("by__organisation"):
        findings[finding.dimension_id].append(finding)
    figures = _figures(dimensions, member)
    rows: dict[int, list[DimensionRead]] = defaultdict(list)
    for one in dimensions:
        said = findings[one.pk]
        rows[one.sheet_id].append(
            DimensionRead(
                one,
                [finding for finding in said if finding.superseded_at is None],
                [finding for finding in said if finding.superseded_at is not None],
                figures.get(one.indicator_id or 0),
            )
        )
    return [SheetRead(sheet, rows[sheet.pk]) for sheet in listed]


def _figures(dimensions: Iterable[Dimension], member: Membership | None) -> dict[int, Row]:
    linked = {one.indicator_id for one in dimensions if one.indicator_id}
    if not linked:
        return {}
    found = Indicator.objects.filter(pk__in=linked).visible_to(member).with_observations(member)
    listed = list(found)
    return {pk: row_of(figures) for pk, figures in figures_of_all(listed, member).items()} if listed else {}


@dataclass
class About:
    """What is known of the impact of one thing: for the page of that thing."""

    sheets: list[ImpactSheet]
    evaluations: list[Evaluation]

    def __bool__(self) -> bool:
        return bool(self.sheets or self.evaluations)


def about(subject: models.Model, member: Membership | None) -> About:
    """The sheets and evaluations of it that this reader may see: two statements."""
    return About(
        list(ImpactSheet.objects.about(subject).visible_to(member)),
        list(Evaluation.objects.about(subject).visible_to(member)),
    )
