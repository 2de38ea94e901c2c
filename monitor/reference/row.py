"""One line of the registry, and what many lines have in common: where their figures come from."""

from typing import Any, NamedTuple

Shared = dict[str, Any]  # fields that several rows have in common


class IndicatorRow(NamedTuple):
    """What is known of one indicator before any value is loaded.

    `kind`: "count" (may be summed over municipalities), "rate" (a numerator over a denominator, whether or not we
    hold them; never summed), "mean", "index" (neither summed nor recomputed from parts).
    `numerator`, `denominator`: codes of indicators to be added up; the rate is `factor` times their quotient, to the
    rounding of `decimals`. Empty where that does not hold for every municipality and period that has both.
    `per_head`: 1000 where a count is worth a rate per that many inhabitants, else 0.
    `direction`: "up" (more is better), "down" (less is better), "" (a change is no judgement).
    `axis`, `problem`: codes of REF-AMP, empty where the document names nothing of the kind.
    `breaks`: periods from which values are no longer comparable with earlier ones.
    `phrase_pt`, `phrase_en`: a clause after "Em 2021, em Arouca, " / "In 2021, in Arouca, "; `{value}` is the number
    without unit, square brackets hold what is emphasised.
    `most_pt`, `least_pt`: complete "o município mais ..." for the highest and the lowest value; `most_en`,
    `least_en`: complete "the ... municipality". All four empty where nothing is natural.
    `unit_source`: the unit as the source file writes it.
    """

    code: str
    name_pt: str
    name_en: str
    short_pt: str
    short_en: str
    definition_pt: str
    definition_en: str
    unit_pt: str
    unit_en: str
    topic: str
    publisher: str
    method_pt: str
    method_en: str
    phrase_pt: str
    phrase_en: str
    periodicity: str
    next_pt: str
    next_en: str
    kind: str = "count"
    unit_source: str = "N.º"
    decimals: int = 0
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    factor: int = 0
    per_head: int = 0
    direction: str = ""
    axis: str = ""
    problem: str = ""
    sdg: tuple[int, ...] = ()
    breaks: tuple[str, ...] = ()
    most_pt: str = ""
    most_en: str = ""
    least_pt: str = ""
    least_en: str = ""
    note_pt: str = ""
    note_en: str = ""


CENSUS: Shared = {
    "publisher": "INE",
    "periodicity": "census",
    "next_pt": "Censos 2031",
    "next_en": "2031 Census",
}
ANNUAL: Shared = {
    "publisher": "INE",
    "periodicity": "annual",
    "next_pt": "anual, sem data anunciada",
    "next_en": "yearly, no date announced",
}

SUMMED_PT = (
    "Soma das subsecções estatísticas dos Censos (BGRI) ao município, através do projeto aberto geoapi.pt."
)
SUMMED_EN = (
    "Sum of the Census statistical subsections (BGRI) over the municipality, through the open project "
    "geoapi.pt."
)
ONLY_2011_PT = "Só há valores de 2011 na fonte que usamos."
ONLY_2011_EN = "The source we use has values for 2011 only."
ONLY_2021_PT = "Só há valores de 2021 na fonte que usamos."
ONLY_2021_EN = "The source we use has values for 2021 only."
NO_YEAR_PT = "A fonte não diz a que ano se refere o valor."
NO_YEAR_EN = "The source does not say which year the value refers to."

# Counts summed from the Census: most of the registry.
SUMMED: Shared = {**CENSUS, "method_pt": SUMMED_PT, "method_en": SUMMED_EN}


def derived(formula_pt: str, formula_en: str) -> Shared:
    """Census figures computed here from the sums; the formula is said in words."""
    return {
        **CENSUS,
        "method_pt": f"Calculado aqui: {formula_pt}. {SUMMED_PT}",
        "method_en": f"Computed here: {formula_en}. {SUMMED_EN}",
    }


def published(number: str, common: Shared, through: str = "dataHpt/data") -> Shared:
    """Figures that INE publishes as they stand; `number` is INE's own code of the indicator."""
    return {
        **common,
        "method_pt": f"Indicador {number} do INE, como publicado; obtido através do repositório aberto {through}.",
        "method_en": f"INE indicator {number}, as published; obtained through the open repository {through}.",
    }


PORDATA: Shared = {
    **ANNUAL,
    "publisher": "INE, via PORDATA",
    "method_pt": (
        "Estimativas do INE publicadas pela PORDATA, recolhidas em 6 de agosto de 2021; obtidas através do repositório "
        "aberto dssg-pt/covid19pt-data."
    ),
    "method_en": (
        "INE estimates published by PORDATA, collected on 6 August 2021; obtained through the open repository "
        "dssg-pt/covid19pt-data."
    ),
}
BEFORE_CENSUS_PT = (
    "Recolhido antes de haver resultados definitivos dos Censos 2021: não se junta aos valores dos Censos."
)
BEFORE_CENSUS_EN = (
    "Collected before the final results of the 2021 Census existed: not to be joined with Census values."
)
