"""REF-AMP, and who decides: decisions, meetings, rounds, consultations; strategic partners and local networks."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.finding.kinds.shapes import (
    MUNICIPALITY,
    Card,
    Facet,
    NamesOf,
    Source,
    choice,
    day,
    facts,
    fictional,
)
from portal.ref_amp import thread_url
from units.models import (
    ActionLine,
    Axis,
    Body,
    Consultation,
    Decision,
    LocalNetwork,
    Meeting,
    OperativeResponse,
    Partner,
    Problem,
    Round,
)

BODY = Facet("orgao", _("Órgão"), "body", NamesOf(Body))


def _axis(one: Axis) -> Card:
    return Card(str(one), thread_url(one.code), text=one.get_kind_display())


def _problem(one: Problem) -> Card:
    return Card(str(one), thread_url(one.code), text=one.printed_pt, facts=facts(one.axis))


def _response(one: OperativeResponse) -> Card:
    said = facts(one.problem, one.get_response_class_display())
    return Card(str(one), thread_url(one.code), text=one.printed_pt, facts=said)


def _line(one: ActionLine) -> Card:
    return Card(str(one), thread_url(one.code), facts=facts(one.axis))


def _decision(one: Decision) -> Card:
    said = facts(one.body, day(one.decided_on))
    # What everybody reads, to who may read more as well: a result is glanced at, the page has the rest.
    text = one.text_for(None)
    tag = "" if one.is_public else gettext("interna")
    url = reverse("decision", args=[one.number])
    return Card(f"{one.number} · {one.title}", url, text=text, facts=said, tag=tag)


def _meeting(one: Meeting) -> Card:
    title = gettext("Reunião %(number)s/%(year)s, %(body)s") % {
        "number": one.number,
        "year": one.year,
        "body": one.body,
    }
    title = f"{title}: {one.title}" if one.title else title
    points = "; ".join(point.title for point in one.items.all() if point.is_public)
    said = facts(day(one.starts), one.place, one.get_state_display())
    tag = "" if one.is_public else gettext("interna")
    return Card(title, reverse("meeting", args=[one.uuid]), text=points, facts=said, tag=tag)


def _round(one: Round) -> Card:
    said = facts(one.body, one.get_state_display(), one.get_outcome_display())
    url = reverse("round", args=[one.uuid])
    tag = "" if one.is_public else gettext("interna")
    return Card(f"{one.code} · {one.title}", url, text=one.version.text, facts=said, tag=tag)


def _consultation(one: Consultation) -> Card:
    said = facts(one.body, one.get_state_display())
    url = reverse("consultation", args=[one.uuid])
    tag = "" if one.is_public else one.audience_word
    return Card(f"{one.code} · {one.title}", url, text=one.question, facts=said, tag=tag)


def _partner(one: Partner) -> Card:
    said = facts(one.get_kind_display(), one.municipality, one.area)
    return Card(one.name, one.get_absolute_url(), text=one.about, facts=said, tag=fictional(one))


def _network(one: LocalNetwork) -> Card:
    said = facts(one.municipality, one.seat)
    return Card(one.name, one.get_absolute_url(), facts=said, tag=fictional(one))


SOURCES = (
    Source(
        "eixos",
        _("Eixos do REF-AMP"),
        _("Eixo"),
        lambda member, language: Axis.objects.all(),
        _axis,
        weight=1.2,
    ),
    Source(
        "problematicas",
        _("Problemáticas do REF-AMP"),
        _("Problemática"),
        lambda member, language: Problem.objects.select_related("axis"),
        _problem,
        (Facet("eixo", _("Eixo"), "axis", NamesOf(Axis)),),
        weight=1.2,
    ),
    Source(
        "respostas",
        _("Respostas operativas do REF-AMP"),
        _("Resposta operativa"),
        lambda member, language: OperativeResponse.objects.select_related("problem__axis"),
        _response,
        (
            Facet("eixo", _("Eixo"), "problem__axis", NamesOf(Axis)),
            Facet("classe", _("De que é feita"), "response_class", choice(OperativeResponse.ResponseClass)),
        ),
    ),
    Source(
        "linhas",
        _("Linhas de ação do REF-AMP"),
        _("Linha de ação"),
        lambda member, language: ActionLine.objects.select_related("axis"),
        _line,
        (Facet("eixo", _("Eixo"), "axis", NamesOf(Axis)),),
        weight=1.1,
    ),
    Source(
        "decisoes",
        _("Decisões"),
        _("Decisão"),
        lambda member, language: (
            Decision.objects.visible_to(member).approved().select_related("body").prefetch_related("effects")
        ),
        _decision,
        (BODY, Facet("ano", _("Ano"), "decided_on__year")),
        for_members=True,
    ),
    Source(
        "reunioes",
        _("Reuniões"),
        _("Reunião"),
        lambda member, language: (
            Meeting.objects.visible_to(member)
            .exclude(state=Meeting.State.DRAFT)
            .select_related("body")
            .prefetch_related("items")
        ),
        _meeting,
        (BODY, Facet("estado", _("Estado"), "state", choice(Meeting.State))),
        for_members=True,
    ),
    Source(
        "rondas",
        _("Rondas de concertação"),
        _("Ronda de concertação"),
        lambda member, language: (
            Round.objects.visible_to(member)
            .exclude(state=Round.State.DRAFT)
            .select_related("body", "version")
        ),
        _round,
        (BODY, Facet("estado", _("Estado"), "state", choice(Round.State))),
        for_members=True,
    ),
    Source(
        "consultas",
        _("Consultas"),
        _("Consulta"),
        lambda member, language: (
            Consultation.objects.visible_to(member)
            .exclude(state=Consultation.State.DRAFT)
            .select_related("body", "version")
        ),
        _consultation,
        (BODY, Facet("estado", _("Estado"), "state", choice(Consultation.State))),
        for_members=True,
    ),
    Source(
        "parceiros",
        _("Parceiros estratégicos"),
        _("Parceiro estratégico"),
        lambda member, language: Partner.objects.select_related("municipality").prefetch_related("roles"),
        _partner,
        (Facet("natureza", _("Tipo"), "kind", choice(Partner.Kind)), MUNICIPALITY),
    ),
    Source(
        "redes-sociais",
        _("Redes sociais locais"),
        _("Rede social local"),
        lambda member, language: LocalNetwork.objects.select_related("municipality").prefetch_related(
            "documents"
        ),
        _network,
        weight=0.8,
    ),
)
