"""Municipalities, and what the monitor says of them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from geo.models import Municipality
from monitor.models import Indicator, Place, SocialDiagnosis, Topic
from portal.finding.kinds.shapes import Card, Facet, NamesOf, Source, choice, facts, fictional
from units.models import Axis


def _municipality(one: Municipality) -> Card:
    people = ngettext("%(n)s habitante", "%(n)s habitantes", one.population) % {
        "n": number_format(one.population, force_grouping=True)
    }
    text = gettext("Retrato %(of)s: indicadores sociais, com fonte e data.") % {"of": one.of_name}
    return Card(one.name, reverse("portrait", args=[one.dico]), text=text, facts=(people,))


def _indicator(one: Indicator) -> Card:
    tag = one.get_audience_display() if one.audience == Indicator.Audience.NETWORK else ""
    said = facts(one.topic.name, one.publisher, one.get_periodicity_display())
    return Card(one.name, one.get_absolute_url(), text=one.definition, facts=said, tag=tag)


def _diagnosis(one: SocialDiagnosis) -> Card:
    span = str(one.first_year) if one.first_year == one.last_year else f"{one.first_year}–{one.last_year}"
    said = facts(one.place.name, span, one.said_author)
    return Card(one.title, one.get_absolute_url(), text=one.summary, facts=said, tag=fictional(one))


SOURCES = (
    Source(
        "municipios",
        _("Municípios"),
        _("Município"),
        lambda member, language: Municipality.objects.all(),
        _municipality,
    ),
    Source(
        "indicadores",
        _("Indicadores"),
        _("Indicador"),
        lambda member, language: (
            Indicator.objects.visible_to(member).with_observations(member).select_related("topic")
        ),
        _indicator,
        (
            Facet("tema", _("Tema"), "topic", NamesOf(Topic)),
            Facet("eixo", _("Eixo"), "axis", NamesOf(Axis)),
            Facet("periodicidade", _("Periodicidade"), "periodicity", choice(Indicator.Periodicity)),
        ),
        for_members=True,
    ),
    Source(
        "diagnosticos",
        _("Diagnósticos sociais"),
        _("Diagnóstico social"),
        lambda member, language: (
            SocialDiagnosis.objects.published().select_related("place", "author").prefetch_related("findings")
        ),
        _diagnosis,
        (Facet("lugar", _("Lugar"), "place", NamesOf(Place)),),
        weight=0.85,
    ),
)
