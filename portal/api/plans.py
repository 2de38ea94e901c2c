"""What was promised and what was done of it: plans as trees, with targets by year and how each stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router
from pydantic import BaseModel, Field

from accounts.models import Membership
from monitor.formats.rows import number
from plans.models import Measure, Plan
from plans.reading import Cell, MeasureRead, Node, Reading, read_all
from plans.standing import Word
from portal.api.inputs import identifier
from portal.api.lists import Page, Paging, addresses

router = Router(tags=["plans"])


class OwnedBy(BaseModel):
    id: UUID
    name: str


class TargetOut(BaseModel):
    year: int
    value: float | int | None = Field(description="Null: no target for this year, which is not zero.")
    unit: str = Field(examples=["Unidade"])
    percent: bool = Field(description="Whether the value is a percentage.")
    aggregation: Measure.Aggregation = Field(
        description="How values add up. Only `flow` is ever summed; `undeclared`: nobody has said it yet."
    )
    confirmed: bool = Field(description="False: proposed from how the values look, to be confirmed.")
    baseline: float | int | None = Field(description="The value at approval; it never changes.")
    executed: float | int | None = Field(
        description="What was done in the year (flow), or the last level said. Null: nobody said anything, which is"
        " not zero."
    )
    kept: bool | None = Field(description="Of a continuous guarantee: kept or not. Null: not said.")
    status: Word | None = Field(
        description="How it stands today. Null for drafts and reference documents: nothing of them is due."
    )


class ElementOut(BaseModel):
    id: UUID
    code: str = Field(examples=["1.2.1.c"])
    level: str = Field(description="The name of its level.", examples=["Estratégia"])
    title: str
    owner: str | None = Field(description="The organisation that answers for it; null while none does.")
    owner_person: str | None = Field(description="Who answers there; null for callers who are no members.")
    reference: str | None = Field(description="Code of REF-AMP it hangs from.")
    dropped: bool = Field(description="Taken out by an amendment; nothing of it is due any more.")
    elements: list[ElementOut]
    targets: list[TargetOut] = Field(description="By measure and year; a year without a target is there too.")


class PlanOut(BaseModel):
    id: UUID
    title: str
    kind: Plan.Kind
    state: Plan.State
    is_reference: bool = Field(description="A document of elsewhere: no commitment here, in no figure.")
    origin: str | None = Field(description="Where a reference document comes from.")
    body: OwnedBy | None
    organisation: OwnedBy | None
    first_year: int
    last_year: int
    levels: list[str]
    fictional: bool = Field(description="Whether it is invented for a demonstration.")
    url: str = Field(description="Its page, in the language asked for.")
    elements: list[ElementOut]


@router.get("plans", response=Page[PlanOut])
def plans(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Plans one may see: published ones for visitors, drafts of one's own for members."""
    member: Membership | None = request.member  # type: ignore[attr-defined]
    rows = Plan.objects.visible_to(member).for_pages()
    per_page = paging.per_page
    count, first = rows.count(), (paging.page - 1) * per_page
    return {
        "count": count,
        **addresses(request, count, paging.page, per_page),
        "results": [_plan(request, one) for one in read_all(rows[first : first + per_page], member)],
    }


@router.get("plans/{id}", response=PlanOut)
def plan(request: HttpRequest, id: str) -> dict[str, Any]:
    """One plan, whole."""
    member: Membership | None = request.member  # type: ignore[attr-defined]
    found = get_object_or_404(Plan.objects.visible_to(member).for_pages(), uuid=identifier(id))
    return _plan(request, read_all([found], member)[0])


def _plan(request: HttpRequest, reading: Reading) -> dict[str, Any]:
    one = reading.plan
    return {
        "id": one.uuid,
        "title": one.title,
        "kind": one.kind,
        "state": one.state,
        "is_reference": one.is_reference,
        "origin": one.origin or None,
        "body": one.body and {"id": one.body.uuid, "name": one.body.name},
        "organisation": one.organisation and {"id": one.organisation.uuid, "name": one.organisation.name},
        "first_year": one.first_year,
        "last_year": one.last_year,
        "levels": reading.levels,
        "fictional": one.is_demo,
        "url": request.build_absolute_uri(reverse("plan", args=[one.uuid])),
        "elements": [_element(root) for root in reading.roots],
    }


def _element(node: Node) -> dict[str, Any]:
    return {
        "id": node.element.uuid,
        "code": node.code,
        "level": node.level_name,
        "title": node.title,
        "owner": str(node.entity) if node.entity else None,
        "owner_person": str(node.owner.user) if node.owner else None,
        "reference": node.element.reference or None,
        "dropped": node.is_dropped,
        "elements": [_element(child) for child in node.children],
        "targets": [_target(one, cell) for one in node.measures for cell in one.cells],
    }


def _target(one: MeasureRead, cell: Cell) -> dict[str, Any]:
    measure = one.measure
    return {
        "year": cell.year,
        "value": number(cell.value),
        "unit": measure.unit,
        "percent": measure.is_percent,
        "aggregation": measure.aggregation,
        "confirmed": measure.is_confirmed,
        "baseline": number(cell.target.baseline) if cell.target else None,
        "executed": number(cell.executed),
        "kept": cell.standing.kept if cell.standing else None,
        "status": cell.word,
    }
