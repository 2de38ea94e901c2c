"""The monitor of the demonstration: figures that are cited with their sources, and invented diagnoses marked as such."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accounts.models import Organisation
from monitor import periods
from monitor.actions import Cell, take
from monitor.imports.rows import licence_in
from monitor.models import Finding, Import, Indicator, Observation, SocialDiagnosis
from portal.demo.figures_cited import cited

NAME = "Números citados: INE, INE/DGPJ"


def load_figures() -> None:
    ids = dict(Indicator.objects.values_list("code", "pk"))
    cells = []
    for one in cited():
        period, status = periods.parse(one.period)
        cells.append(
            Cell(
                ids[one.code],
                one.dico,
                period,
                Decimal(one.value),
                status or Observation.Status.NOT_DECLARED,
                one.source,
                licence_in(one.source),
            )
        )
    take(cells, kind=Import.Kind.TABLE, name=NAME, by=None)


# title, DICO, first and last year, summary, findings (axis, problem, text, indicator)
DIAGNOSES = (
    (
        "Envelhecer em Gondomar: o que as equipas encontram",
        "1304",
        2024,
        2026,
        "Exemplo fictício de diagnóstico: junta o que as equipas de apoio domiciliário registaram em três anos com os "
        "números do recenseamento, para dizer onde faltam respostas a quem envelhece sozinho.",
        (
            (
                "EP1",
                "EP1.1",
                "Há mais pessoas idosas por cada criança do que em 2011 em todas as freguesias.",
                "ageing_index",
            ),
            (
                "EP1",
                "EP1.1",
                "As ajudas técnicas emprestadas voltam tarde quando a família vive noutro município.",
                "",
            ),
            (
                "EP3",
                "EP3.1",
                "As pensões mais baixas concentram-se onde há mais pessoas a viver sós.",
                "pct_households_single",
            ),
        ),
    ),
    (
        "Violência doméstica: diagnóstico da rede metropolitana",
        "AMP",
        2021,
        2025,
        "Exemplo fictício de diagnóstico à escala da área metropolitana, feito só com números públicos e sem nenhum "
        "dado de pessoas.",
        (
            (
                "EP3",
                "EP3.2",
                "Mais crimes registados também pode querer dizer mais queixas: o número lê-se com as equipas no terreno.",
                "crimes_domestic_violence",
            ),
            ("EP4", "EP4.1", "As equipas pedem formação conjunta entre municípios vizinhos.", ""),
        ),
    ),
)


def load_diagnoses(today: date, organisations: dict[str, Organisation]) -> None:
    ids = dict(Indicator.objects.values_list("code", "pk"))
    by_place = {
        one.municipality_id: one
        for one in organisations.values()
        if one.kind == Organisation.Kind.MUNICIPALITY
    }
    for title, place, first, last, summary, findings in DIAGNOSES:
        author = by_place.get(place)
        made = SocialDiagnosis.objects.create(
            title=title,
            place_id=place,
            first_year=first,
            last_year=last,
            author=author,
            author_name="" if author else "Unidade de Coordenação Estratégica (fictícia)",
            summary=summary,
            published_on=today,
            is_demo=True,
        )
        Finding.objects.bulk_create(
            Finding(
                diagnosis=made, order=n, axis=axis, problem=problem, text=text, indicator_id=ids.get(code)
            )
            for n, (axis, problem, text, code) in enumerate(findings, 1)
        )
