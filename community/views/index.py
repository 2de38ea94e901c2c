"""The front of the community, outside and at work: one list of doors each. A new part adds its door here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import Membership
from community.models import (
    Application,
    Call,
    Event,
    EventDate,
    Initiative,
    JobOffer,
    Pathway,
    Placement,
    Pledge,
    Project,
    RentMeasure,
)
from units.views.work.manners import acting, members_only


@dataclass(frozen=True)
class Door:
    """A part of the room: where it is, what it is for, and how much stands behind it (None: not counted)."""

    url_name: str
    name: Any
    what: Any
    count: Callable[[], int] | None = None
    url_args: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.url_args)

    @property
    def n(self) -> int | None:
        return self.count() if self.count else None


def coming_events() -> int:
    """Events with a date still to come."""
    coming = EventDate.objects.from_now().values("event")
    return Event.objects.open_now().filter(pk__in=coming, cancelled_at=None).count()


DOORS: list[Door] = [
    # Listings.
    Door(
        "jobs",
        _("Ofertas de emprego"),
        _("Todas com um último dia. Concorre-se junto de quem oferece: aqui não se guarda quem concorre."),
        lambda: JobOffer.objects.open_now().count(),
    ),
    Door(
        "placements",
        _("Colocações ocupacionais"),
        _("Ocupações para adultos em municípios e empresas, com o apoio que se dá e o contacto do serviço."),
        lambda: Placement.objects.open_now().count(),
    ),
    Door(
        "events",
        _("Eventos e rotas culturais"),
        _("A agenda metropolitana: por mês ou em lista, e para a sua agenda."),
        coming_events,
    ),
    Door(
        "pathways",
        _("Circuitos de acesso"),
        _("Quem faz o quê, passo a passo, para chegar a um serviço: com documentos, contactos e base legal."),
        lambda: Pathway.objects.open_now().count(),
    ),
    Door(
        "rent_measures",
        _("Apoio ao arrendamento"),
        _("As medidas dos 17 municípios, lado a lado. O que ninguém disse lê-se «sem informação»."),
        lambda: RentMeasure.objects.open_now().count(),
    ),
    # Funding.
    Door(
        "calls",
        _("Avisos de financiamento"),
        _("O que está aberto, até quando e para quem, com a fonte e os prazos para a sua agenda."),
        lambda: Call.objects.ahead().count(),
    ),
    Door(
        "applications",
        _("Resultados de candidaturas"),
        _("O que consórcios da rede propuseram a quem financia, e a resposta."),
        lambda: Application.objects.public().count(),
    ),
    Door(
        "projects",
        _("Projetos"),
        _("O que a rede faz em conjunto, de um só município até aos 17."),
        lambda: Project.objects.visible_to(None).count(),
    ),
    Door(
        "pledges",
        _("Compromissos de responsabilidade social"),
        _("O que empresas e pessoas prometem, o que já tem destino e o que já chegou."),
        lambda: Pledge.objects.public().count(),
    ),
    Door(
        "initiatives",
        _("Iniciativas da comunidade"),
        _("Respostas que nascem na comunidade: proponha a sua e veja em que fase estão as outras."),
        lambda: Initiative.objects.public().count(),
    ),
]


@require_safe
def community(request: HttpRequest) -> HttpResponse:
    return render(request, "community/index.html", {"doors": DOORS})


# At work: what a member may go on to; `None` lets every member in.
WORK_DOORS: list[tuple[Callable[[Membership], bool], Door]] = [
    # Listings.
    (
        lambda member: member.may_ask,
        Door(
            "listing_entries", _("Ofertas de emprego"), _("Escrever, importar, renovar."), None, ("empregos",)
        ),
    ),
    (
        lambda member: member.may_ask,
        Door(
            "listing_entries",
            _("Colocações ocupacionais"),
            _("Oferecer lugares e dizer quantos estão ocupados."),
            None,
            ("colocacoes",),
        ),
    ),
    (
        lambda member: member.may_ask,
        Door(
            "listing_entries",
            _("Eventos e rotas culturais"),
            _("Datas, paragens, transporte; cancelar com motivo."),
            None,
            ("eventos",),
        ),
    ),
    (
        lambda member: member.may_ask,
        Door(
            "listing_entries",
            _("Circuitos de acesso"),
            _("Passos, documentos e contactos, verificados na fonte."),
            None,
            ("circuitos",),
        ),
    ),
    (
        lambda member: member.may_ask,
        Door(
            "listing_entries",
            _("Apoio ao arrendamento"),
            _("As medidas do seu município."),
            None,
            ("arrendamento",),
        ),
    ),
    # Funding.
    (
        lambda member: True,
        Door(
            "funding_desk",
            _("Financiamento e comunidade"),
            _("Convites por responder, candidaturas, avisos que segue, compromissos e iniciativas."),
        ),
    ),
]


@members_only
@require_safe
def community_work(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    doors = [door for lets_in, door in WORK_DOORS if lets_in(member)]
    return render(request, "community/work.html", {"doors": doors})
