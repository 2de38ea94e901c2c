"""Letters and notices of practice, written as rows in the transaction of the action that causes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import telling
from accounts.models import Membership, Organisation, Topic
from practice.models import Campaign, GoodPractice, Obstacle, Reply, Response
from practice.models.campaigns import ALL
from units.mail import moment_said

TOPICS: dict[str, Topic] = {
    "campaign_opened": Topic.GOVERNING_DUE,
    "campaign_not_opened": Topic.GOVERNING_DUE,
    "campaign_extended": Topic.GOVERNING_DUE,
    "answers_due": Topic.GOVERNING_DUE,
    "response_reopened": Topic.GOVERNING_DUE,
    "response_submitted": Topic.GOVERNING,
    "campaign_closed": Topic.GOVERNING,
    "results_published": Topic.GOVERNING,
    "practice_review": Topic.GOVERNING_DUE,
    "obstacle_answered": Topic.GOVERNING,
    # Says only that something waits.
    "discreet": Topic.TO_ANSWER,
}


def responders(municipalities: Iterable[str] | None = None) -> QuerySet[Membership]:
    """Those who answer for these municipalities (all 17 without)."""
    answering = Q(roles__contains=[Membership.Role.REPRESENTATIVE]) | Q(
        roles__contains=[Membership.Role.MANAGER]
    )
    found = (
        Membership.objects.active()
        .filter(
            answering,
            organisation__kind=Organisation.Kind.MUNICIPALITY,
            organisation__municipality__isnull=False,
        )
        .select_related("user", "organisation")
    )
    return found if municipalities is None else found.filter(organisation__municipality__in=municipalities)


def coordinators() -> QuerySet[Membership]:
    return (
        Membership.objects.active()
        .with_role(Membership.Role.COORDINATION)
        .select_related("user", "organisation")
    )


def _write(members: Iterable[Membership], kind: str, build: telling.Build, name: str, *args: Any) -> int:
    return telling.write(
        members, kind, TOPICS[kind], build, path=lambda: reverse(name, args=args), discreet=False
    )


def _to_answer(campaign: Campaign) -> list[str]:
    return [
        campaign.title,
        _("Pode responder até %(when)s. Vários colegas do município podem preencher a mesma resposta.")
        % {"when": moment_said(campaign.closes)},
    ]


def campaign_opened(campaign: Campaign) -> int:
    return _write(
        responders(),
        "campaign_opened",
        lambda: (
            _("Questionário %(year)s aos 17 municípios") % {"year": campaign.year},
            _to_answer(campaign),
        ),
        "response",
        campaign.year,
    )


def campaign_not_opened(campaign: Campaign, why: str) -> int:
    """To the coordination: its day came and it stayed closed."""
    return _write(
        coordinators(),
        "campaign_not_opened",
        lambda: (_("O questionário %(year)s não abriu no seu dia") % {"year": campaign.year}, [why]),
        "campaign",
        campaign.year,
    )


def campaign_extended(campaign: Campaign) -> int:
    return _write(
        _silent(campaign),
        "campaign_extended",
        lambda: (
            _("Mais tempo para o questionário %(year)s") % {"year": campaign.year},
            _to_answer(campaign),
        ),
        "response",
        campaign.year,
    )


def answers_due(campaign: Campaign) -> int:
    """Only to those whose municipality has not handed in."""
    return _write(
        _silent(campaign),
        "answers_due",
        lambda: (
            _("Falta a resposta do seu município ao questionário %(year)s") % {"year": campaign.year},
            _to_answer(campaign),
        ),
        "response",
        campaign.year,
    )


def _silent(campaign: Campaign) -> QuerySet[Membership]:
    handed_in = campaign.responses.submitted().values("municipality")
    return responders().exclude(organisation__municipality__in=handed_in)


def response_submitted(response: Response) -> int:
    """To the municipality's own people: who handed in."""
    campaign = response.campaign
    return _write(
        responders([response.municipality_id]),
        "response_submitted",
        lambda: (
            _("Questionário %(year)s entregue por %(place)s")
            % {"year": campaign.year, "place": response.municipality},
            [
                _("Entregue por %(who)s. Para mudar, peça à coordenação que reabra.")
                % {"who": response.submitted_by.user if response.submitted_by else ""}
            ],
        ),
        "response",
        campaign.year,
    )


def response_reopened(response: Response) -> int:
    campaign = response.campaign
    return _write(
        responders([response.municipality_id]),
        "response_reopened",
        lambda: (
            _("Questionário %(year)s reaberto") % {"year": campaign.year},
            [
                _("Motivo: %(why)s") % {"why": response.reopened_why},
                _("Corrija e entregue de novo até %(when)s.") % {"when": moment_said(campaign.closes)},
            ],
        ),
        "response",
        campaign.year,
    )


def campaign_closed(campaign: Campaign) -> int:
    return _write(
        coordinators(),
        "campaign_closed",
        lambda: (
            _("Questionário %(year)s fechado: falta publicar os resultados") % {"year": campaign.year},
            [
                _("Entregaram %(n)s de %(all)s municípios.")
                % {"n": campaign.responses.submitted().count(), "all": ALL}
            ],
        ),
        "campaign",
        campaign.year,
    )


def results_published(campaign: Campaign) -> int:
    return _write(
        responders(),
        "results_published",
        lambda: (
            _("Resultados do questionário %(year)s") % {"year": campaign.year},
            [campaign.title, _("Estão publicados no portal e no monitor.")],
        ),
        "results",
        campaign.year,
    )


def practice_review(practice: GoodPractice) -> int:
    obstacle = practice.obstacle
    return _write(
        coordinators(),
        "practice_review",
        lambda: (
            _("Boa prática por rever"),
            [obstacle.title, _("Chegou o dia marcado para a rever: confirme-a ou retire-a.")],
        ),
        "obstacle",
        obstacle.uuid,
    )


def obstacle_answered(obstacle: Obstacle, reply: Reply) -> int:
    """To who entered it: another entity tells what it did."""
    return _write(
        [obstacle.by] if obstacle.by.is_active and obstacle.by_id != reply.by_id else [],
        "obstacle_answered",
        lambda: (
            _("Alguém contou o que fez: %(title)s") % {"title": obstacle.title},
            [_("%(who)s respondeu à sua entrada no registo.") % {"who": reply.organisation}],
        ),
        "obstacle",
        obstacle.uuid,
    )


def something_waits(members: Iterable[Membership]) -> int:
    """Of a discussion no letter says more. The way in is a page that everybody has: nothing in the address tells."""
    return telling.write(
        members,
        "discreet",
        TOPICS["discreet"],
        lambda: ("", []),
        path=lambda: reverse("practice_desk"),
        discreet=True,
    )
