"""Impacts, indices and instruments of the programme standard (Bauru, Programa de Inclusão Produtiva, parts 10.1 and
10.2). A reference document of Brazil: a start for one's own sheet, never a commitment of the area.
"""

from __future__ import annotations

from typing import Any, NamedTuple

SOURCE = "Padrão Normativo, Programa de Inclusão Produtiva (Bauru, Brasil), parte {part}"


class Row(NamedTuple):
    """`sort`, `instrument`: as Dimension has them. `words`: the index as the document says it, `unit` its unit."""

    part: str
    name: str
    words: str
    unit: str
    sort: str
    instrument: str
    is_tangible: bool = True


ROWS = (
    Row(
        "10.1",
        "Pessoas preparadas para o acesso a emprego e rendimento",
        "Índice de geração de renda",
        "% de participantes",
        "impact",
        "reports",
    ),
    Row(
        "10.1",
        "Inserção no mercado de trabalho",
        "Índice de usuários inseridos no mundo formal de trabalho",
        "% de participantes",
        "impact",
        "care",
    ),
    Row(
        "10.1",
        "Consolidação de arranjos produtivos locais",
        "Índice de pessoas inseridas nos arranjos produtivos locais, gerando renda",
        "% de participantes",
        "impact",
        "visits",
    ),
    Row(
        "10.1",
        "Fomento de associações e cooperativas",
        "Índice de grupos em processo de formalização",
        "% de grupos",
        "impact",
        "reports",
    ),
    Row(
        "10.1",
        "Melhoria da qualidade de vida das famílias",
        "Índice de permanência dos empreendimentos com apoio do Programa",
        "",
        "impact",
        "testimony",
        is_tangible=False,
    ),
    Row(
        "10.2",
        "Acesso ao programa",
        "Número de pessoas que acessaram o Programa",
        "pessoas",
        "efficacy",
        "reports",
    ),
    Row("10.2", "Frequência", "Índice de frequência dos usuários", "%", "efficacy", "attendance"),
    Row(
        "10.2",
        "Participação",
        "Grau de participação dos usuários",
        "",
        "efficacy",
        "observation",
        is_tangible=False,
    ),
    Row(
        "10.2",
        "Satisfação",
        "Grau de satisfação dos usuários quanto ao atendimento",
        "% de respostas satisfeitas",
        "efficacy",
        "form",
    ),
    Row(
        "10.2",
        "Permanência",
        "Índice de permanência do usuário no Programa",
        "%",
        "efficiency",
        "attendance",
    ),
)


def dimensions() -> list[dict[str, Any]]:
    """The fields of a Dimension for each row, in the order of the document; indices in its own words."""
    return [
        {
            "name": row.name,
            "index": row.words,
            "unit": row.unit,
            "sort": row.sort,
            "instrument": row.instrument,
            "is_tangible": row.is_tangible,
            "source": SOURCE.format(part=row.part),
        }
        for row in ROWS
    ]
