"""What organisations publish for everybody, and what money there is for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from community.models import Call, Event, Initiative, JobOffer, Pathway, Placement, Project, RentMeasure
from community.models.applications import Level
from community.models.listings import Listing
from portal.finding.kinds.shapes import (
    MUNICIPALITY,
    Card,
    Facet,
    Source,
    choice,
    day,
    facts,
    fictional,
    yes_no,
)


def _open(model: Any, *related: str, prefetched: tuple[str, ...] = ()) -> Any:
    """What everybody reads today; members write theirs at work, and search as everybody does."""

    def rows(member: Membership | None, language: str) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.open_now().select_related(
            "organisation", "municipality", *related
        )
        return found.prefetch_related(*prefetched)

    return rows


def _listing(*said: Callable[[Any], Any]) -> Callable[[Any], Card]:
    def card(one: Listing) -> Card:
        shown = facts(*(say(one) for say in said), one.municipality)
        return Card(one.title, one.get_absolute_url(), text=one.about, facts=shown, tag=fictional(one))

    return card


def _places(one: Placement) -> str:
    return ngettext("%(n)s lugar livre", "%(n)s lugares livres", one.left) % {"n": one.left}


def _event(one: Event) -> Card:
    tag = gettext("cancelado") if one.is_cancelled else fictional(one)
    said = facts(
        ", ".join(day(date.starts) for date in list(one.dates.all())[:2]),
        one.place,
        one.municipality,
        gettext("gratuito") if one.is_free else one.cost,
    )
    return Card(one.title, one.get_absolute_url(), text=one.about, facts=said, tag=tag)


def _call(one: Call) -> Card:
    closes = gettext("prazo: %(day)s") % {"day": day(one.closes_at)}
    said = facts(one.funder, one.programme, closes, fictional(one))
    return Card(
        one.title, reverse("call", args=[one.uuid]), text=one.summary, facts=said, tag=str(one.state.label)
    )


def _project(one: Project) -> Card:
    said = facts(one.get_level_display(), one.get_state_display(), day(one.starts_on), fictional(one))
    tag = "" if one.is_public else gettext("não público")
    return Card(one.title, reverse("project", args=[one.uuid]), text=one.description, facts=said, tag=tag)


def _initiative(one: Initiative) -> Card:
    said = facts(one.for_whom, one.municipality, fictional(one))
    return Card(one.title, reverse("initiative", args=[one.uuid]), text=one.answers, facts=said)


SOURCES = (
    Source(
        "empregos",
        _("Ofertas de emprego"),
        _("Oferta de emprego"),
        _open(JobOffer),
        _listing(
            lambda one: one.employer,
            lambda one: one.get_contract_display(),
            lambda one: gettext("até %(day)s") % {"day": day(one.expires_on)},
        ),
        (
            MUNICIPALITY,
            Facet("contrato", _("Contrato"), "contract", choice(JobOffer.Contract)),
            Facet("horario", _("Horário"), "hours", choice(JobOffer.Hours)),
        ),
    ),
    Source(
        "colocacoes",
        _("Colocações ocupacionais"),
        _("Colocação ocupacional"),
        _open(Placement),
        _listing(lambda one: one.host, _places),
        (MUNICIPALITY,),
    ),
    Source(
        "eventos",
        _("Eventos e rotas"),
        _("Evento"),
        _open(Event, prefetched=("dates",)),
        _event,
        (
            MUNICIPALITY,
            Facet("natureza", _("Tipo"), "kind", choice(Event.Kind)),
            Facet("custo", _("Custo"), "is_free", yes_no(_("gratuito"), _("com custo ou por saber"))),
        ),
    ),
    Source(
        "circuitos",
        _("Circuitos de acesso"),
        _("Circuito de acesso"),
        _open(Pathway, "response"),
        _listing(lambda one: one.who_for, lambda one: one.response),
        (MUNICIPALITY,),
    ),
    Source(
        "arrendamento",
        _("Apoios ao arrendamento"),
        _("Apoio ao arrendamento"),
        _open(RentMeasure),
        _listing(lambda one: one.amount),
        (MUNICIPALITY,),
    ),
    Source(
        "avisos",
        _("Avisos de financiamento"),
        _("Aviso de financiamento"),
        lambda member, language: Call.objects.all(),
        _call,
    ),
    Source(
        "projetos",
        _("Projetos"),
        _("Projeto"),
        lambda member, language: Project.objects.visible_to(member).prefetch_related(
            "axes", "responses", "municipalities", "partners__organisation"
        ),
        _project,
        (
            Facet("estado", _("Estado"), "state", choice(Project.State)),
            Facet("nivel", _("Nível"), "level", choice(Level)),
        ),
        for_members=True,
    ),
    Source(
        "iniciativas",
        _("Iniciativas da comunidade"),
        _("Iniciativa da comunidade"),
        lambda member, language: Initiative.objects.public().select_related("municipality"),
        _initiative,
        (MUNICIPALITY,),
    ),
)
