"""Plans and what they promise, programmes and training, what is known of their effect, how integrated care is done."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from impact.models import Evaluation, ImpactSheet
from plans.models import Plan, PlanElement
from portal.finding.kinds.shapes import Card, Facet, NamesOf, Source, choice, facts, fictional, yes_no
from practice.models import Obstacle, Recommendation
from programmes.models import Programme


def _standing(plan: Plan) -> str:
    if plan.is_reference:
        return gettext("documento de referência")
    return "" if plan.state == Plan.State.APPROVED and plan.is_public else plan.get_state_display()


def _plan(one: Plan) -> Card:
    said = facts(one.body or one.organisation or one.origin, one.span, fictional(one))
    url = reverse("plan", args=[one.uuid])
    return Card(one.title, url, text=one.summary, facts=said, tag=_standing(one))


def _element(one: PlanElement) -> Card:
    said = facts(one.level_name, one.plan.title, one.reference)
    url = reverse("plan_element", args=[one.plan.uuid, one.uuid])
    return Card(f"{one.code} {one.title}".strip(), url, text=one.title, facts=said, tag=_standing(one.plan))


def _programme(one: Programme) -> Card:
    sheet = one.current
    said = facts(one.organisation, one.get_audience_display(), one.area, fictional(one))
    tag = gettext("documento de referência") if one.is_reference else ""
    url = reverse("programme", args=[one.uuid])
    return Card(one.name, url, text=sheet.description if sheet else "", facts=said, tag=tag)


def _sheet(one: ImpactSheet) -> Card:
    said = facts(one.kind_label, one.subject_title, one.audience, fictional(one))
    tag = "" if one.is_published else one.get_state_display()
    return Card(one.title, reverse("impact_sheet", args=[one.uuid]), text=one.question, facts=said, tag=tag)


def _evaluation(one: Evaluation) -> Card:
    said = facts(one.kind_label, one.subject_title, one.evaluator, fictional(one))
    tag = "" if one.is_published else one.get_state_display()
    return Card(one.title, reverse("evaluation", args=[one.uuid]), text=one.scope, facts=said, tag=tag)


def _recommendation(one: Recommendation) -> Card:
    said = facts(one.get_addressee_display())
    return Card(str(one), one.get_absolute_url(), text=one.text, facts=said)


def _practice(one: Obstacle) -> Card:
    """Of one that everybody reads, to a member too, what everybody reads."""
    practice = one.good_practice
    shown = practice is not None and practice.is_public
    text = practice.summary if practice is not None else one.context
    said = facts(fictional(one)) if shown else facts(one.organisation, one.municipality, fictional(one))
    tag = "" if shown else one.get_state_display()
    return Card(one.title, one.get_absolute_url(), text=text, facts=said, tag=tag)


def _programmes(kind: str) -> Any:
    """Those with a published sheet: one that is only being written has no page."""

    def rows(member: Membership | None, language: str) -> QuerySet[Programme]:
        return (
            Programme.objects.visible_to(member)
            .public()
            .filter(kind=kind)
            .select_related("current", "organisation")
        )

    return rows


SOURCES = (
    Source(
        "planos",
        _("Planos"),
        _("Plano"),
        lambda member, language: Plan.objects.visible_to(member).select_related("body", "organisation"),
        _plan,
        (
            Facet("natureza", _("Tipo"), "kind", choice(Plan.Kind)),
            Facet("ano", _("Primeiro ano"), "first_year"),
            Facet("estado", _("Estado"), "state", choice(Plan.State)),
        ),
        for_members=True,
    ),
    Source(
        "acoes",
        _("Ações de planos"),
        _("Ação de um plano"),
        lambda member, language: (
            PlanElement.objects.standing()
            .filter(plan__in=Plan.objects.visible_to(member))
            .select_related("plan")
        ),
        _element,
        (
            Facet("plano", _("Plano"), "plan", NamesOf(Plan, lambda plan: str(plan.title))),
            Facet(
                "origem",
                _("De onde"),
                "plan__is_reference",
                yes_no(_("documentos de referência"), _("planos da área metropolitana")),
            ),
        ),
        for_members=True,
        weight=0.85,
    ),
    Source(
        "programas",
        _("Programas"),
        _("Programa"),
        _programmes(Programme.Kind.PROGRAMME),
        _programme,
        (Facet("para", _("Para quem"), "audience", choice(Programme.Audience)),),
        for_members=True,
    ),
    Source(
        "formacao",
        _("Formação"),
        _("Formação"),
        _programmes(Programme.Kind.COURSE),
        _programme,
        (
            Facet("para", _("Para quem"), "audience", choice(Programme.Audience)),
            Facet("area", _("Área"), "area"),
        ),
        for_members=True,
        weight=0.9,
    ),
    Source(
        "impacto",
        _("Fichas de impacto"),
        _("Ficha de impacto"),
        lambda member, language: (
            ImpactSheet.objects.visible_to(member).with_subjects().prefetch_related("dimensions")
        ),
        _sheet,
        for_members=True,
    ),
    Source(
        "avaliacoes",
        _("Avaliações"),
        _("Avaliação"),
        lambda member, language: (
            Evaluation.objects.visible_to(member).with_subjects().prefetch_related("conclusions")
        ),
        _evaluation,
        for_members=True,
    ),
    Source(
        "recomendacoes",
        _("Recomendações"),
        _("Recomendação"),
        lambda member, language: Recommendation.objects.all(),
        _recommendation,
        (Facet("para", _("A quem se dirige"), "addressee", choice(Recommendation.Addressee)),),
    ),
    Source(
        "praticas",
        _("Constrangimentos e boas práticas"),
        _("Boa prática"),
        lambda member, language: Obstacle.objects.visible_to(member).select_related(
            "practice", "organisation", "municipality"
        ),
        _practice,
        for_members=True,
    ),
)
