"""The demonstration's monitor: figures that are cited with their sources, and invented diagnoses marked as such."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

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


class FindingRow(NamedTuple):
    problem: str
    text: str
    indicator: str = ""


class DiagnosisRow(NamedTuple):
    title: str
    place: str
    first_year: int
    last_year: int
    summary: str
    findings: tuple[FindingRow, ...]


DIAGNOSES = (
    DiagnosisRow(
        title="Envelhecer em Gondomar: o que as equipas encontram",
        place="1304",
        first_year=2024,
        last_year=2026,
        summary=(
            "Exemplo fictício de diagnóstico: junta o que as equipas de apoio domiciliário registaram em três anos "
            "com os números do recenseamento, para dizer onde faltam respostas a quem envelhece sozinho."
        ),
        findings=(
            FindingRow("EP1.1", "Há mais pessoas idosas por cada criança do que em 2011.", "ageing_index"),
            FindingRow(
                "EP1.1", "As ajudas técnicas emprestadas voltam tarde quando a família vive noutro município."
            ),
            FindingRow(
                "EP3.1",
                "As pensões mais baixas concentram-se onde há mais pessoas a viver sós.",
                "pct_households_single",
            ),
        ),
    ),
    DiagnosisRow(
        title="Violência doméstica: diagnóstico da rede metropolitana",
        place="AMP",
        first_year=2021,
        last_year=2025,
        summary=(
            "Exemplo fictício de diagnóstico à escala da área metropolitana, feito só com números públicos e sem "
            "nenhum dado de pessoas."
        ),
        findings=(
            FindingRow(
                "EP3.2",
                "Mais crimes registados pode também querer dizer mais queixas: lê-se com as equipas no terreno.",
                "crimes_domestic_violence",
            ),
            FindingRow("EP4.1", "As equipas pedem formação conjunta entre municípios vizinhos."),
        ),
    ),
)


def load_diagnoses(today: date, organisations: dict[str, Organisation]) -> None:
    ids = dict(Indicator.objects.values_list("code", "pk"))
    halls = [one for one in organisations.values() if one.kind == Organisation.Kind.MUNICIPALITY]
    by_place = {one.municipality_id: one for one in halls}
    for row in DIAGNOSES:
        author = by_place.get(row.place)
        made = SocialDiagnosis.objects.create(
            title=row.title,
            place_id=row.place,
            first_year=row.first_year,
            last_year=row.last_year,
            author=author,
            author_name="" if author else "Unidade de Coordenação Estratégica (fictícia)",
            summary=row.summary,
            published_on=today,
            is_demo=True,
        )
        Finding.objects.bulk_create(
            Finding(
                diagnosis=made,
                order=n,
                axis=finding.problem.partition(".")[0],
                problem=finding.problem,
                text=finding.text,
                indicator_id=ids.get(finding.indicator),
            )
            for n, finding in enumerate(row.findings, 1)
        )
