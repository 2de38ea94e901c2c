"""Who governs, and what they decided: bodies with who sits there today, and the register of each."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router
from pydantic import BaseModel, Field

from accounts.models import Membership
from portal.api.inputs import identifier
from portal.api.lists import Page, Paging, addresses, page_of
from portal.api.reference import InMunicipality
from units.models import Body, Decision, Effect, Outcome, Rule, Seat
from units.register import Entry, entries

router = Router(tags=["units"])


class SeatOut(BaseModel):
    number: int
    municipality: InMunicipality | None = Field(description="Null while nobody agreed whose seat it is.")
    person: str | None = Field(description="Null for a vacant seat.")
    role: Seat.Role
    competence: str
    since: date
    until: date | None = Field(description="Last day of the term.")


class BodyOut(BaseModel):
    id: UUID
    name: str
    kind: Body.Kind
    mandate: str
    prefix: str = Field(description="What the numbers of its decisions begin with.", examples=["UE1"])
    condition: Body.Condition = Field(description="As it stands today: what is in force ends with its terms.")
    fictional: bool = Field(description="Whether who sits there is invented for a demonstration.")
    members: list[SeatOut] = Field(description="Seats whose term runs today, vacant ones too.")


@router.get("bodies", response=Page[BodyOut])
def bodies(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The bodies that govern the network, and who sits there today."""

    def show(one: Body) -> dict[str, Any]:
        return {
            "id": one.uuid,
            "name": one.name,
            "kind": one.kind,
            "mandate": one.mandate,
            "prefix": one.prefix,
            "condition": one.standing,
            "fictional": one.is_demo,
            "members": [_seat(seat) for seat in one.seats_now],
        }

    return page_of(request, Body.objects.with_seats_today(), paging, show)


def _seat(seat: Seat) -> dict[str, Any]:
    place = seat.municipality
    return {
        "number": seat.number,
        "municipality": place and {"dico": place.dico, "name": place.name},
        "person": seat.person or None,
        "role": seat.role,
        "competence": seat.competence,
        "since": seat.since,
        "until": seat.until,
    }


class CountOut(BaseModel):
    agree: int
    reserve: int
    change: int
    silent: int


class RoundOut(BaseModel):
    code: str = Field(examples=["UE1-2026-07"])
    rule: Rule
    threshold: int = Field(description="The number the rule asks for, of 17.")
    outcome: Outcome
    count: CountOut


class EffectOut(BaseModel):
    kind: Effect.Kind
    reference: str | None = Field(description="Code of what changes, where it has one.")
    text: str


class DecisionOut(BaseModel):
    number: str = Field(examples=["CV-2026-014"])
    title: str
    decided_on: date
    text: str = Field(description="The public version, for callers who do not govern.")
    url: str = Field(description="Its page, in the language asked for.")
    round: RoundOut | None = Field(description="How the 17 agreed on it; null without a round one may see.")
    effects: list[EffectOut]
    corrects: str | None = Field(description="Number of the earlier decision it corrects.")
    corrected_by: list[str] = Field(description="Numbers of later decisions that correct this one.")
    review_on: date | None


@router.get("bodies/{id}/decisions", response=Page[DecisionOut])
def decisions(request: HttpRequest, id: str, paging: Query[Paging]) -> dict[str, Any]:
    """What a body decided, the latest first: what is public, and everything for those who govern."""
    member: Membership | None = request.member  # type: ignore[attr-defined]
    body = get_object_or_404(Body, uuid=identifier(id))
    rows = Decision.objects.approved().visible_to(member).filter(body=body)
    count, first = rows.count(), (paging.page - 1) * paging.per_page
    return {
        "count": count,
        **addresses(request, count, paging.page, paging.per_page),
        "results": [
            _decision(request, entry) for entry in entries(rows[first : first + paging.per_page], member)
        ],
    }


def _decision(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    one, round, count = entry.decision, entry.round, entry.count
    return {
        "number": one.number,
        "title": one.title,
        "decided_on": one.decided_on,
        "text": entry.text,
        "url": request.build_absolute_uri(reverse("decision", args=[one.number])),
        "round": round
        and count
        and {
            "code": round.code,
            "rule": round.rule,
            "threshold": round.threshold,
            "outcome": round.outcome,
            "count": {
                "agree": count.agree,
                "reserve": count.reserve,
                "change": count.change,
                "silent": count.silent,
            },
        },
        "effects": [
            {"kind": effect.kind, "reference": effect.reference or None, "text": effect.text}
            for effect in one.effects.all()
        ],
        "corrects": entry.corrects and entry.corrects.number,
        "corrected_by": [later.number for later in entry.corrected_by],
        "review_on": one.review_on,
    }
