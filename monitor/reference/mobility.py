"""Mobility: how people travel to work or to school."""

from monitor.reference.row import CENSUS, IndicatorRow, Shared, published

TRAVEL: Shared = {
    "unit_pt": "%",
    "unit_en": "%",
    "unit_source": "%",
    "decimals": 1,
    "kind": "rate",
    "topic": "mobilidade",
    "direction": "up",
    "sdg": (11,),
    "note_pt": "Os Censos fizeram-se em abril de 2021, na pandemia: as deslocações podiam não ser as habituais.",
    "note_en": "The Census was taken in April 2021, in the pandemic: journeys may not have been the usual ones.",
}

ROWS = (
    IndicatorRow(
        code="pct_commute_public_transport",
        name_pt="Proporção da população empregada ou estudante que usa transporte coletivo",
        name_en="Share of the employed or student population that uses public transport",
        short_pt="Em transporte coletivo, %",
        short_en="By public transport, %",
        definition_pt=(
            "Residentes empregados ou estudantes que vão para o trabalho ou para a escola em transporte coletivo, em "
            "cada 100."
        ),
        definition_en="Employed or student residents who go to work or school by public transport, out of every 100.",
        phrase_pt="[{value} % de quem trabalhava ou estudava] usava transporte coletivo",
        phrase_en="[{value}% of those who worked or studied] used public transport",
        **TRAVEL,
        **published("0013347", CENSUS),
    ),
    IndicatorRow(
        code="pct_commute_walk",
        name_pt="Proporção da população empregada ou estudante que usa o modo pedonal",
        name_en="Share of the employed or student population that walks",
        short_pt="A pé, %",
        short_en="On foot, %",
        definition_pt="Residentes empregados ou estudantes que vão para o trabalho ou para a escola a pé, em cada 100.",
        definition_en="Employed or student residents who walk to work or school, out of every 100.",
        phrase_pt="[{value} % de quem trabalhava ou estudava] ia a pé",
        phrase_en="[{value}% of those who worked or studied] walked",
        **TRAVEL,
        **published("0013345", CENSUS),
    ),
)
