"""Ageing: how many people are 65 or over, and beside whom. A description, nobody's performance: no direction."""

from monitor.reference.row import (
    BEFORE_CENSUS_EN,
    BEFORE_CENSUS_PT,
    PORDATA,
    SUMMED,
    IndicatorRow,
    Shared,
    derived,
)

SENIORS: Shared = {"topic": "envelhecimento", "axis": "EP1", "problem": "EP1.1"}
OLD_AND_YOUNG: Shared = {
    "most_pt": "envelhecido",
    "most_en": "most aged",
    "least_pt": "jovem",
    "least_en": "youngest",
}

ROWS = (
    IndicatorRow(
        code="ageing_index",
        name_pt="Índice de envelhecimento (65+ por 100 dos 0-14)",
        name_en="Ageing index (people 65+ per 100 aged 0-14)",
        short_pt="Índice de envelhecimento",
        short_en="Ageing index",
        definition_pt="Pessoas com 65 ou mais anos por cada 100 pessoas com menos de 15 anos.",
        definition_en="People aged 65 or over for every 100 people under 15.",
        unit_pt="por 100",
        unit_en="per 100",
        decimals=1,
        kind="rate",
        numerator=("pop_65p",),
        denominator=("pop_0_14",),
        factor=100,
        phrase_pt="havia [{value} pessoas com 65 ou mais anos] por cada 100 com menos de 15",
        phrase_en="there were [{value} people aged 65 or over] for every 100 under 15",
        note_pt="Sobe por duas razões: mais pessoas com 65 ou mais anos, e menos crianças.",
        note_en="It rises for two reasons: more people aged 65 or over, and fewer children.",
        **OLD_AND_YOUNG,
        **SENIORS,
        **derived(
            "população com 65 ou mais anos a dividir pela população dos 0 aos 14, vezes 100",
            "population aged 65 or over divided by the population aged 0 to 14, times 100",
        ),
    ),
    IndicatorRow(
        code="pct_65p",
        name_pt="Proporção da população com 65 ou mais anos",
        name_en="Share of the population aged 65 or over",
        short_pt="População com 65 ou mais anos, %",
        short_en="Population aged 65 or over, %",
        definition_pt="Residentes com 65 ou mais anos em cada 100 residentes.",
        definition_en="Residents aged 65 or over out of every 100 residents.",
        unit_pt="%",
        unit_en="%",
        unit_source="%",
        decimals=2,
        kind="rate",
        numerator=("pop_65p",),
        denominator=("pop_resident",),
        factor=100,
        phrase_pt="[{value} % da população] tinha 65 ou mais anos",
        phrase_en="[{value}% of the population] was aged 65 or over",
        **OLD_AND_YOUNG,
        **SENIORS,
        publisher="INE",
        periodicity="census",
        next_pt="Censos 2031",
        next_en="2031 Census",
        method_pt=(
            "2011: calculado aqui a partir das subsecções estatísticas dos Censos (BGRI), somadas ao município. "
            "2021: indicador 0012318 do INE, como publicado; obtido através do repositório aberto dataHpt/data."
        ),
        method_en=(
            "2011: computed here from the Census statistical subsections (BGRI), summed over the municipality. "
            "2021: INE indicator 0012318, as published; obtained through the open repository dataHpt/data."
        ),
    ),
    IndicatorRow(
        code="pop_65p",
        name_pt="População residente com 65 ou mais anos",
        name_en="Resident population aged 65 or over",
        short_pt="Pessoas com 65 ou mais anos",
        short_en="People aged 65 or over",
        definition_pt="Residentes com 65 ou mais anos no dia dos Censos.",
        definition_en="Residents aged 65 or over on the day of the Census.",
        unit_pt="pessoas",
        unit_en="people",
        phrase_pt="residiam [{value} pessoas com 65 ou mais anos]",
        phrase_en="there were [{value} people aged 65 or over] resident",
        **SENIORS,
        **SUMMED,
    ),
    IndicatorRow(
        code="old_age_dependency",
        name_pt="Índice de dependência de idosos (65+ por 100 dos 15-64)",
        name_en="Old-age dependency ratio (people 65+ per 100 aged 15-64)",
        short_pt="Dependência de idosos",
        short_en="Old-age dependency",
        definition_pt="Pessoas com 65 ou mais anos por cada 100 pessoas dos 15 aos 64 anos.",
        definition_en="People aged 65 or over for every 100 people aged 15 to 64.",
        unit_pt="por 100",
        unit_en="per 100",
        decimals=1,
        kind="rate",
        numerator=("pop_65p",),
        denominator=("pop_15_24", "pop_25_64"),
        factor=100,
        phrase_pt="havia [{value} pessoas com 65 ou mais anos] por cada 100 dos 15 aos 64",
        phrase_en="there were [{value} people aged 65 or over] for every 100 aged 15 to 64",
        note_pt=(
            "Só compara idades: não diz quantas pessoas precisam de apoio, nem quantas trabalham. Não se junta ao "
            "índice calculado com estimativas anuais."
        ),
        note_en=(
            "It only compares ages: it does not say how many people need support, or how many work. Not to be joined "
            "with the ratio computed from yearly estimates."
        ),
        **SENIORS,
        **derived(
            "população com 65 ou mais anos a dividir pela população dos 15 aos 64, vezes 100",
            "population aged 65 or over divided by the population aged 15 to 64, times 100",
        ),
    ),
    IndicatorRow(
        code="old_age_dependency_est",
        name_pt="Índice de dependência de idosos (estimativas)",
        name_en="Old-age dependency ratio (estimates)",
        short_pt="Dependência de idosos, estimativas",
        short_en="Old-age dependency, estimates",
        definition_pt=(
            "Pessoas com 65 ou mais anos por cada 100 pessoas dos 15 aos 64 anos, segundo as estimativas anuais da "
            "população."
        ),
        definition_en=(
            "People aged 65 or over for every 100 people aged 15 to 64, from the yearly population estimates."
        ),
        unit_pt="por 100",
        unit_en="per 100",
        decimals=1,
        kind="rate",
        phrase_pt="estimavam-se [{value} pessoas com 65 ou mais anos] por cada 100 dos 15 aos 64",
        phrase_en="there were an estimated [{value} people aged 65 or over] for every 100 aged 15 to 64",
        note_pt=BEFORE_CENSUS_PT,
        note_en=BEFORE_CENSUS_EN,
        **SENIORS,
        **PORDATA,
    ),
)
