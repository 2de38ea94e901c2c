"""Bodies with people in them, and rounds, meetings and decisions as far as a test needs them. Imported by the tests
that govern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts import moment
from accounts.models import Membership
from geo.models import Municipality
from units import actions
from units.actions.decisions import Said
from units.actions.meetings import Call, Point
from units.models import Body, Decision, Meeting, Position, Round

MAIA, GONDOMAR, PORTO, AROUCA = "1306", "1304", "1312", "0104"
# What is said with each answer: two of them need words.
WORDS = {"agrees": "", "reservation": "Falta o anexo com os custos.", "change": "Trocar 90 por 60 dias."}


class Governing:
    """Who governs in the tests, and the shortest way to what they govern with."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.coordination: Membership = cast.coordination
        self.speakers: dict[str, Membership] = {
            str(member.organisation.municipality_id): member
            for member in Membership.objects.speaking_for_municipalities().select_related(
                "user", "organisation__municipality"
            )
        }
        self.unit = Body.objects.get(axis="EP1")  # Gondomar leads it
        self.council = Body.objects.get(kind=Body.Kind.COUNCIL)
        self.places = list(Municipality.objects.values_list("pk", flat=True))

    # --- rounds ---

    def prepare(self, **more: Any) -> Round:
        return actions.prepare_round(
            more.pop("body", self.unit),
            **{
                "by": self.coordination,
                "title_pt": "Prazo comum de cedência",
                "title_en": "Common loan period",
                "text": "As ajudas técnicas são cedidas por 90 dias.",
                "rule": "consensus",
                "threshold": 12,
                "deadline": moment.now() + timedelta(days=10),
                "is_public": False,
            }
            | more,
        )

    def open(self, **more: Any) -> Round:
        return actions.open_round(self.prepare(**more), by=more.get("by", self.coordination))

    def say(self, round: Round, place: str, answer: str = "agrees") -> Position:
        return actions.give_position(round, by=self.speakers[place], answer=answer, text=WORDS[answer])

    def answer(self, round: Round, answers: Mapping[str, str] | Iterable[str]) -> None:
        """{municipality: answer}, or answers of as many municipalities, in reading order."""
        said = answers if isinstance(answers, Mapping) else dict(zip(self.places, answers, strict=False))
        for place, answer in said.items():
            self.say(round, place, answer)

    def closed(self, answers: Mapping[str, str] | Iterable[str] = ("agrees",) * 12, **more: Any) -> Round:
        round = self.open(**more)
        self.answer(round, answers)
        with at(round.deadline):
            return actions.close_round(round, by=None)

    # --- meetings ---

    def call(self, **more: Any) -> Call:
        starts = more.pop("starts", moment.now() + timedelta(days=7))
        return Call(
            **{
                "starts": starts,
                "ends": starts + timedelta(hours=2),
                "quorum": 3,
                "place": "Sala do Conselho, Maia",
                "agenda": [Point("Fecho da ronda", "End of the round"), Point("Lugar por preencher")],
            }
            | more
        )

    def plan(self, body: Body | None = None, **more: Any) -> Meeting:
        return actions.plan_meeting(body or self.unit, self.call(**more), by=self.coordination)

    def called(self, body: Body | None = None, **more: Any) -> Meeting:
        return actions.call_meeting(self.plan(body, **more), by=self.coordination)

    def held(self, body: Body | None = None, **more: Any) -> Meeting:
        """It took place a moment ago."""
        then = moment.now() - timedelta(hours=3)
        with at(then - timedelta(days=3)):
            meeting = self.called(body, starts=then, **more)
        return actions.hold_meeting(meeting, by=self.coordination)

    def circulated(self, body: Body | None = None, **more: Any) -> Meeting:
        meeting = self.held(body, **more)
        said = {item.pk: f"Ponto {item.order}: ouvido." for item in meeting.items.all()}
        actions.write_minutes(meeting, said, by=self.coordination, is_public=True)
        return actions.circulate_minutes(meeting, by=self.coordination)

    # --- decisions ---

    def said(self, **more: Any) -> Said:
        return Said(
            **{
                "title_pt": "Prazo comum de 90 dias",
                "title_en": "Common period of 90 days",
                "text_pt": "O prazo é de 90 dias, renovável duas vezes.",
                "text_en": "The period is 90 days, renewable twice.",
                "is_public": True,
            }
            | more
        )

    def draft(self, body: Body | None = None, **more: Any) -> Decision:
        return actions.draft_decision(body or self.council, self.said(**more), by=self.coordination)

    def decided(self, body: Body | None = None, *, on: date | None = None, **more: Any) -> Decision:
        return actions.approve_decision(self.draft(body, **more), by=self.coordination, decided_on=on)


@pytest.fixture
def governing(cast: Any) -> Governing:
    return Governing(cast)


def at(when: datetime) -> AbstractContextManager[None]:
    """Inside, it is that moment."""
    return moment.replaying(when)


def in_days(count: float) -> datetime:
    return timezone.now() + timedelta(days=count)
