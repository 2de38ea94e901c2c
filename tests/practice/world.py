"""Integrated care as far as a test needs it: a campaign, answers, an entry of the register, a discussion."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from accounts import moment
from accounts.models import Membership
from practice import actions
from practice.models import Campaign, CaseDiscussion, Obstacle, Questionnaire, Response

YES = {"tem_ai": "yes", "desde": "2012", "forma": "protocolo", "mudou": "yes"}
NO = {"tem_ai": "no"}
WORKS = {"gestor": "yes", "gestores": "4", "areas": ["acao_social", "saude"], "discussao": "yes"}
REST = {"obstaculos": ["recursos"], "partilhar": "Uma reunião por semana."}


def at(when: datetime) -> AbstractContextManager[None]:
    """Inside, it is that moment."""
    return moment.replaying(when)


class Practice:
    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.coordination: Membership = cast.coordination
        self.speakers: dict[str, Membership] = {
            str(one.organisation.municipality_id): one
            for one in Membership.objects.speaking_for_municipalities().select_related(
                "user", "organisation__municipality"
            )
        }
        self.places = sorted(self.speakers)
        self.questionnaire = Questionnaire.objects.get()

    def campaign(self, year: int = 2026, *, days: int = 40, opens: datetime | None = None) -> Campaign:
        """Open."""
        start = opens or moment.now()
        with at(start):
            made = actions.prepare_campaign(
                self.questionnaire,
                by=self.coordination,
                year=year,
                opens=start,
                closes=start + timedelta(days=days),
            )
            return actions.open_campaign(made, by=self.coordination)

    def save(self, campaign: Campaign, place: str, *parts: dict[str, Any]) -> Response:
        by, response = self.speakers[place], None
        for step, said in enumerate(parts, start=1):
            response = actions.give_answers(campaign, by=by, step=step, said=said)
        assert response is not None
        return response

    def hand_in(self, campaign: Campaign, place: str, *parts: dict[str, Any]) -> Response:
        self.save(campaign, place, *(parts or (YES, WORKS, REST)))
        return actions.submit_response(campaign, by=self.speakers[place])

    def closed(self, year: int = 2026, *, answers: int = 17) -> Campaign:
        """With so many answers; every third municipality says no."""
        campaign = self.campaign(year)
        for n, place in enumerate(self.places[:answers]):
            works = WORKS | {"gestores": str(n)} if n % 4 else {**WORKS, "gestor": "no", "gestores": ""}
            self.hand_in(campaign, place, NO if n % 3 == 2 else YES, works, REST)
        with at(campaign.closes):
            return actions.close_campaign(campaign, by=None)

    def published(self, year: int = 2026, **more: Any) -> Campaign:
        return actions.publish_results(self.closed(year, **more), by=self.coordination)

    def obstacle(self, by: Membership | None = None, **more: Any) -> Obstacle:
        said = {
            "title": "Os parceiros não vêm às reuniões",
            "context": "Das sete entidades vêm três.",
            "tried": "Reuniões de meia hora, sempre à mesma hora.",
        }
        return actions.enter_obstacle(by=by or self.cast.technician, **said | more)

    def discussion(self, *guests: Membership, by: Membership | None = None, **more: Any) -> CaseDiscussion:
        start = moment.now() + timedelta(days=3)
        said = {
            "starts": start,
            "ends": start + timedelta(hours=1),
            "question": "Como ligar a saúde mental e a habitação quando a pessoa recusa ambas?",
            "place": "Sala 2, piso 1",
        }
        return actions.invite_to_discussion(
            by=by or self.cast.technician, guests=guests or (self.cast.holder,), **said | more
        )


@pytest.fixture
def practice(cast: Any) -> Practice:
    return Practice(cast)


@pytest.fixture(autouse=True)
def portuguese() -> Any:
    with translation.override("pt-pt"):
        yield


@pytest.fixture
def read(client_for: Any) -> Any:
    def get(who: str | None, name: str, *args: Any, code: int = 200, **query: Any) -> str:
        answer = client_for(who).get(reverse(name, args=args), query)
        assert answer.status_code == code, (answer.status_code, answer.get("Location"))
        return answer.content.decode()

    return get


@pytest.fixture
def send(client_for: Any) -> Any:
    """POST as one of the cast: (status, page, where to)."""

    def post(who: str | None, name: str, *args: Any, **data: Any) -> tuple[int, str, str]:
        answer = client_for(who).post(reverse(name, args=args), data)
        return answer.status_code, answer.content.decode(), answer.headers.get("Location", "")

    return post
