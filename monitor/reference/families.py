"""Families: with whom people live."""

from monitor.reference.row import (
    CENSUS,
    ONLY_2011_EN,
    ONLY_2011_PT,
    ONLY_2021_EN,
    ONLY_2021_PT,
    SUMMED,
    IndicatorRow,
    Shared,
    published,
)

HOUSEHOLDS: Shared = {"unit_pt": "agregados", "unit_en": "households", "topic": "familias"}
FAMILIES: Shared = {
    "unit_pt": "famílias",
    "unit_en": "families",
    "topic": "familias",
    "note_pt": f"{ONLY_2011_PT} A mesma família pode ter crianças e pessoas mais velhas: os dois números não se somam.",
    "note_en": f"{ONLY_2011_EN} One family may have both children and older people: the two numbers do not add up.",
}
NUCLEI: Shared = {"unit_pt": "núcleos", "unit_en": "family nuclei", "topic": "familias"}

ROWS = (
    IndicatorRow(
        code="households",
        name_pt="Agregados domésticos",
        name_en="Households",
        short_pt="Agregados domésticos",
        short_en="Households",
        definition_pt=(
            "Conjuntos de pessoas que vivem na mesma casa, e pessoas que vivem sós: famílias clássicas em 2011, "
            "agregados domésticos privados em 2021."
        ),
        definition_en=(
            "Groups of people who live in the same home, and people who live alone: classic families in 2011, "
            "private households in 2021."
        ),
        phrase_pt="havia [{value} agregados domésticos]",
        phrase_en="there were [{value} households]",
        breaks=("2021",),
        note_pt=(
            "O conceito mudou: em 2011 contaram-se famílias clássicas, em 2021 agregados domésticos privados. A "
            "diferença entre os dois anos não é toda mudança real."
        ),
        note_en=(
            "The concept changed: classic families were counted in 2011, private households in 2021. Not all of the "
            "difference between the two years is real change."
        ),
        **HOUSEHOLDS,
        **SUMMED,
    ),
    IndicatorRow(
        code="households_1_2",
        name_pt="Agregados domésticos privados com 1 ou 2 pessoas",
        name_en="Private households of 1 or 2 people",
        short_pt="Agregados de 1 ou 2 pessoas",
        short_en="Households of 1 or 2 people",
        definition_pt="Agregados domésticos privados formados por uma ou duas pessoas.",
        definition_en="Private households made up of one or two people.",
        phrase_pt="havia [{value} agregados de 1 ou 2 pessoas]",
        phrase_en="there were [{value} households of 1 or 2 people]",
        note_pt="Junta quem vive só e quem vive com mais uma pessoa.",
        note_en="It puts together those who live alone and those who live with one other person.",
        **HOUSEHOLDS,
        **SUMMED,
    ),
    IndicatorRow(
        code="households_3p",
        name_pt="Agregados domésticos privados com 3 ou mais pessoas",
        name_en="Private households of 3 or more people",
        short_pt="Agregados de 3 ou mais pessoas",
        short_en="Households of 3 or more people",
        definition_pt="Agregados domésticos privados formados por três ou mais pessoas.",
        definition_en="Private households made up of three or more people.",
        phrase_pt="havia [{value} agregados de 3 ou mais pessoas]",
        phrase_en="there were [{value} households of 3 or more people]",
        note_pt=ONLY_2021_PT,
        note_en=ONLY_2021_EN,
        **HOUSEHOLDS,
        **SUMMED,
    ),
    IndicatorRow(
        code="pct_households_single",
        name_pt="Proporção de agregados domésticos privados unipessoais",
        name_en="Share of one-person private households",
        short_pt="Agregados de uma só pessoa, %",
        short_en="One-person households, %",
        definition_pt="Agregados domésticos privados de uma só pessoa em cada 100 agregados.",
        definition_en="Private households of one person out of every 100 households.",
        unit_pt="%",
        unit_en="%",
        unit_source="%",
        decimals=2,
        kind="rate",
        topic="familias",
        phrase_pt="[{value} % dos agregados] eram de uma só pessoa",
        phrase_en="[{value}% of households] were of one person",
        note_pt="São pessoas de todas as idades, e viver só não é o mesmo que estar isolado.",
        note_en="They are people of all ages, and living alone is not the same as being isolated.",
        **published("0012482", CENSUS),
    ),
    IndicatorRow(
        code="households_65p",
        name_pt="Famílias clássicas com pessoas com 65 ou mais anos",
        name_en="Classic families with people aged 65 or over",
        short_pt="Famílias com pessoas de 65 ou mais",
        short_en="Families with people aged 65 or over",
        definition_pt="Famílias clássicas em que vivia pelo menos uma pessoa com 65 ou mais anos.",
        definition_en="Classic families in which at least one person aged 65 or over lived.",
        phrase_pt="havia [{value} famílias com pessoas de 65 ou mais anos]",
        phrase_en="there were [{value} families with people aged 65 or over]",
        axis="EP1",
        problem="EP1.1",
        **FAMILIES,
        **SUMMED,
    ),
    IndicatorRow(
        code="households_u15",
        name_pt="Famílias clássicas com pessoas com menos de 15 anos",
        name_en="Classic families with people under 15",
        short_pt="Famílias com menores de 15 anos",
        short_en="Families with people under 15",
        definition_pt="Famílias clássicas em que vivia pelo menos uma pessoa com menos de 15 anos.",
        definition_en="Classic families in which at least one person under 15 lived.",
        phrase_pt="havia [{value} famílias com pessoas de menos de 15 anos]",
        phrase_en="there were [{value} families with people under 15]",
        **FAMILIES,
        **SUMMED,
    ),
    IndicatorRow(
        code="family_nuclei",
        name_pt="Núcleos familiares",
        name_en="Family nuclei",
        short_pt="Núcleos familiares",
        short_en="Family nuclei",
        definition_pt=(
            "Casais, com ou sem filhos, e mães ou pais com filhos, dentro do mesmo agregado. Quem vive só não forma "
            "um núcleo."
        ),
        definition_en=(
            "Couples, with or without children, and mothers or fathers with children, within one household. Someone "
            "who lives alone does not form a nucleus."
        ),
        phrase_pt="havia [{value} núcleos familiares]",
        phrase_en="there were [{value} family nuclei]",
        note_pt="Um agregado pode ter mais de um núcleo, ou nenhum.",
        note_en="A household may have more than one nucleus, or none.",
        **NUCLEI,
        **SUMMED,
    ),
    IndicatorRow(
        code="family_nuclei_child_u25",
        name_pt="Núcleos familiares com filhos, o mais novo com menos de 25 anos",
        name_en="Family nuclei with children, the youngest under 25",
        short_pt="Núcleos com filhos de menos de 25",
        short_en="Nuclei with children under 25",
        definition_pt="Núcleos familiares com filhos em casa, em que o filho mais novo tem menos de 25 anos.",
        definition_en="Family nuclei with children at home, in which the youngest is under 25.",
        phrase_pt="havia [{value} núcleos familiares com filhos], o mais novo com menos de 25 anos",
        phrase_en="there were [{value} family nuclei with children], the youngest under 25",
        note_pt=ONLY_2021_PT,
        note_en=ONLY_2021_EN,
        **NUCLEI,
        **SUMMED,
    ),
)
