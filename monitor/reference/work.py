"""Work and income: who works, who looks for work, what is earned and how it is shared out."""

from monitor.reference.row import (
    ANNUAL,
    NO_YEAR_EN,
    NO_YEAR_PT,
    ONLY_2011_EN,
    ONLY_2011_PT,
    SUMMED,
    IndicatorRow,
    Shared,
    derived,
    published,
)

UNEMPLOYMENT: Shared = {"topic": "trabalho", "axis": "EP2", "problem": "EP2.1", "sdg": (8,)}
HARDSHIP: Shared = {"topic": "trabalho", "axis": "EP3", "problem": "EP3.1"}
PEOPLE: Shared = {"unit_pt": "pessoas", "unit_en": "people"}
FAMILIES: Shared = {
    "unit_pt": "famílias",
    "unit_en": "families",
    "note_pt": ONLY_2011_PT,
    "note_en": ONLY_2011_EN,
}
PERCENT: Shared = {"unit_pt": "%", "unit_en": "%", "unit_source": "%"}

ROWS = (
    IndicatorRow(
        code="unemployment_rate",
        name_pt="Taxa de desemprego",
        name_en="Unemployment rate",
        short_pt="Taxa de desemprego",
        short_en="Unemployment rate",
        definition_pt="Pessoas desempregadas em cada 100 que trabalham ou procuram trabalho, segundo os Censos.",
        definition_en="Unemployed people out of every 100 who work or look for work, according to the Census.",
        decimals=2,
        kind="rate",
        numerator=("unemployed",),
        denominator=("employed", "unemployed"),
        factor=100,
        direction="down",
        phrase_pt="estavam desempregadas [{value} %] das pessoas que trabalhavam ou procuravam trabalho",
        phrase_en="[{value}%] of the people who worked or looked for work were unemployed",
        note_pt="É a taxa dos Censos. Não se compara com o desemprego registado nos centros de emprego.",
        note_en="This is the Census rate. It does not compare with unemployment registered at job centres.",
        publisher="INE",
        periodicity="census",
        next_pt="Censos 2031",
        next_en="2031 Census",
        method_pt=(
            "2011: calculado aqui, pessoas desempregadas a dividir pela soma de empregadas e desempregadas, vezes 100, "
            "a partir das subsecções estatísticas dos Censos (BGRI). 2021: indicador 0012328 do INE, como publicado; "
            "obtido através do repositório aberto dataHpt/data."
        ),
        method_en=(
            "2011: computed here, unemployed people divided by the sum of employed and unemployed, times 100, from the "
            "Census statistical subsections (BGRI). 2021: INE indicator 0012328, as published; obtained through the "
            "open repository dataHpt/data."
        ),
        **UNEMPLOYMENT,
        **PERCENT,
    ),
    IndicatorRow(
        code="unemployed",
        name_pt="População residente desempregada (1.º + novo emprego)",
        name_en="Unemployed resident population (first and new job)",
        short_pt="Pessoas desempregadas",
        short_en="Unemployed people",
        definition_pt="Residentes desempregados à procura do primeiro emprego ou de um novo emprego.",
        definition_en="Unemployed residents looking for a first job or for a new one.",
        direction="down",
        phrase_pt="estavam desempregadas [{value} pessoas]",
        phrase_en="[{value} people] were unemployed",
        note_pt=f"{ONLY_2011_PT} Não é o desemprego registado nos centros de emprego.",
        note_en=f"{ONLY_2011_EN} It is not the unemployment registered at job centres.",
        **UNEMPLOYMENT,
        **PEOPLE,
        **derived(
            "soma de quem procurava o primeiro emprego e de quem procurava um novo",
            "sum of those looking for a first job and those looking for a new one",
        ),
    ),
    IndicatorRow(
        code="employed",
        name_pt="População residente empregada",
        name_en="Employed resident population",
        short_pt="Pessoas empregadas",
        short_en="Employed people",
        definition_pt="Residentes que tinham emprego, onde quer que trabalhassem.",
        definition_en="Residents who had a job, wherever they worked.",
        direction="up",
        phrase_pt="estavam empregadas [{value} pessoas]",
        phrase_en="[{value} people] were employed",
        note_pt=f"{ONLY_2011_PT} Conta quem vive no município, não os empregos que lá existem.",
        note_en=f"{ONLY_2011_EN} It counts those who live in the municipality, not the jobs that exist there.",
        **UNEMPLOYMENT,
        **PEOPLE,
        **SUMMED,
    ),
    IndicatorRow(
        code="households_1unemp",
        name_pt="Famílias clássicas com 1 desempregado",
        name_en="Classic families with 1 unemployed person",
        short_pt="Famílias com 1 desempregado",
        short_en="Families with 1 unemployed",
        definition_pt="Famílias clássicas em que estava desempregada uma pessoa.",
        definition_en="Classic families in which one person was unemployed.",
        direction="down",
        phrase_pt="havia [{value} famílias com uma pessoa desempregada]",
        phrase_en="there were [{value} families with one unemployed person]",
        **UNEMPLOYMENT,
        **FAMILIES,
        **SUMMED,
    ),
    IndicatorRow(
        code="households_2unemp",
        name_pt="Famílias clássicas com 2 ou mais desempregados",
        name_en="Classic families with 2 or more unemployed people",
        short_pt="Famílias com 2 ou mais desempregados",
        short_en="Families with 2 or more unemployed",
        definition_pt="Famílias clássicas em que estavam desempregadas duas ou mais pessoas.",
        definition_en="Classic families in which two or more people were unemployed.",
        direction="down",
        phrase_pt="havia [{value} famílias com duas ou mais pessoas desempregadas]",
        phrase_en="there were [{value} families with two or more unemployed people]",
        **UNEMPLOYMENT,
        **FAMILIES,
        **SUMMED,
    ),
    IndicatorRow(
        code="mean_monthly_earnings",
        name_pt="Ganho médio mensal",
        name_en="Average monthly earnings",
        short_pt="Ganho médio mensal",
        short_en="Average monthly earnings",
        definition_pt=(
            "Média do que os trabalhadores por conta de outrem recebem por mês antes de descontos, com subsídios, "
            "prémios e horas extraordinárias."
        ),
        definition_en=(
            "Average of what employees receive a month before deductions, with allowances, bonuses and overtime."
        ),
        unit_pt="€",
        unit_en="€",
        unit_source="EUR",
        decimals=1,
        kind="mean",
        direction="up",
        sdg=(8,),
        phrase_pt="o ganho médio mensal era de [{value} €]",
        phrase_en="average monthly earnings were [€{value}]",
        note_pt=f"{NO_YEAR_PT} Refere-se a quem trabalha no município, não a quem lá vive.",
        note_en=f"{NO_YEAR_EN} It is about those who work in the municipality, not those who live there.",
        **HARDSHIP,
        **published("0012656", ANNUAL),
    ),
    IndicatorRow(
        code="gender_earnings_gap",
        name_pt="Disparidade no ganho médio mensal entre sexos",
        name_en="Disparity in average monthly earnings between the sexes",
        short_pt="Disparidade de ganho entre sexos",
        short_en="Earnings disparity between the sexes",
        definition_pt=(
            "Quanto os ganhos médios de homens e de mulheres se afastam do ganho médio de todos, em percentagem dele "
            "(coeficiente de variação ponderado). Zero quer dizer ganhos médios iguais."
        ),
        definition_en=(
            "How far the average earnings of men and of women are from the average of all, as a percentage of it "
            "(weighted coefficient of variation). Zero means equal average earnings."
        ),
        decimals=1,
        kind="index",
        direction="down",
        axis="EP3",
        topic="trabalho",
        sdg=(5, 8),
        phrase_pt="a disparidade do ganho médio mensal entre sexos era de [{value} %]",
        phrase_en="the disparity in average monthly earnings between the sexes was [{value}%]",
        note_pt=f"Não é quanto as mulheres ganham a menos, nem diz quem ganha mais. {NO_YEAR_PT}",
        note_en=f"It is not how much less women earn, nor does it say who earns more. {NO_YEAR_EN}",
        **PERCENT,
        **published("0012661", ANNUAL),
    ),
    IndicatorRow(
        code="gini_gross_income",
        name_pt="Coeficiente de Gini do rendimento bruto declarado por agregado fiscal",
        name_en="Gini coefficient of gross income declared per tax household",
        short_pt="Desigualdade de rendimento (Gini)",
        short_en="Income inequality (Gini)",
        definition_pt=(
            "Desigualdade na repartição do rendimento declarado no IRS: 0 se todos os agregados tivessem o mesmo, "
            "100 se um só tivesse tudo."
        ),
        definition_en=(
            "Inequality in the distribution of income declared for income tax: 0 if all households had the same, "
            "100 if a single one had everything."
        ),
        decimals=1,
        kind="index",
        direction="down",
        sdg=(10,),
        phrase_pt="o coeficiente de Gini do rendimento declarado era de [{value} %]",
        phrase_en="the Gini coefficient of declared income was [{value}%]",
        most_pt="desigual",
        most_en="most unequal",
        least_pt="igualitário",
        least_en="least unequal",
        note_pt=f"É rendimento antes do imposto: não se compara com o Gini do rendimento disponível. {NO_YEAR_PT}",
        note_en=f"It is income before tax: not comparable with the Gini of disposable income. {NO_YEAR_EN}",
        **PERCENT,
        **HARDSHIP,
        **published("0012715", ANNUAL),
    ),
    IndicatorRow(
        code="rsi_per_1000",
        name_pt="Beneficiárias/os do RSI por 1000 habitantes em idade ativa",
        name_en="Recipients of the social insertion income (RSI) per 1,000 inhabitants of working age",
        short_pt="Beneficiários do RSI por mil",
        short_en="RSI recipients per thousand",
        definition_pt="Pessoas com rendimento social de inserção (RSI) por cada 1000 habitantes em idade ativa.",
        definition_en="People covered by the social insertion income (RSI) for every 1,000 inhabitants of working age.",
        unit_pt="por mil",
        unit_en="per thousand",
        unit_source="‰",
        decimals=2,
        kind="rate",
        sdg=(1, 10),
        phrase_pt="havia [{value} beneficiários do RSI] por cada 1000 habitantes em idade ativa",
        phrase_en="there were [{value} recipients of the RSI] for every 1,000 inhabitants of working age",
        note_pt=(
            "As crianças dos agregados também são beneficiárias, mas o divisor só conta a idade ativa. Subir pode ser "
            f"mais necessidade ou mais apoio. {NO_YEAR_PT}"
        ),
        note_en=(
            "Children of the households are recipients too, while the divisor counts only working age. A rise may mean "
            f"more need or more support. {NO_YEAR_EN}"
        ),
        **HARDSHIP,
        **published("0013420", ANNUAL),
    ),
    IndicatorRow(
        code="pensioners",
        name_pt="População residente pensionista ou reformada",
        name_en="Resident population on a pension or retired",
        short_pt="Pensionistas e reformados",
        short_en="Pensioners and retired people",
        definition_pt="Residentes que eram pensionistas ou reformados.",
        definition_en="Residents who were on a pension or retired.",
        topic="trabalho",
        per_head=1000,
        phrase_pt="residiam [{value} pessoas pensionistas ou reformadas]",
        phrase_en="there were [{value} people on a pension or retired] resident",
        note_pt=f"{ONLY_2011_PT} Há pensionistas com menos de 65 anos: não é o número de pessoas idosas.",
        note_en=f"{ONLY_2011_EN} Some pensioners are under 65: it is not the number of older people.",
        **PEOPLE,
        **SUMMED,
    ),
)
