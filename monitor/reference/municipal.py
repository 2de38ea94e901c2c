"""What municipalities send themselves, quarter by quarter: read inside the network until the coordination confirms it.

The definitions are a proposal, for the 17 to agree on: each says so.
"""

from monitor.reference.row import IndicatorRow, Shared

PROPOSED_PT = "Definição proposta, a acordar entre os 17 municípios. Cada município conta o que é seu."
PROPOSED_EN = "A proposed definition, to be agreed among the 17. Each municipality counts what is its own."

SENT: Shared = {
    "topic": "municipios",
    "publisher": "Municípios",
    "periodicity": "quarterly",
    "next_pt": "no mês seguinte ao fim do trimestre",
    "next_en": "in the month after the quarter ends",
    "method_pt": "Enviado por cada município no portal e confirmado pela coordenação antes de ser público.",
    "method_en": "Sent by each municipality through the portal and confirmed by the coordination before it is public.",
    "note_pt": PROPOSED_PT,
    "note_en": PROPOSED_EN,
    "kind": "count",
    "per_head": 1000,
    "sdg": (1,),
}

ROWS = (
    IndicatorRow(
        code="mun_atendimentos",
        name_pt="Atendimentos de ação social",
        name_en="Social service consultations",
        short_pt="Atendimentos de ação social",
        short_en="Social service consultations",
        definition_pt="Atendimentos feitos no trimestre pelos serviços de ação social, presenciais ou não.",
        definition_en="Consultations held in the quarter by the municipality's social services, in person or not.",
        unit_pt="atendimentos",
        unit_en="consultations",
        phrase_pt="houve [{value} atendimentos] de ação social",
        phrase_en="there were [{value} consultations] of social services",
        axis="EP3",
        problem="EP3.1",
        **SENT,
    ),
    IndicatorRow(
        code="mun_apoio_renda",
        name_pt="Agregados com apoio municipal à renda",
        name_en="Households with municipal rent support",
        short_pt="Agregados com apoio à renda",
        short_en="Households with rent support",
        definition_pt="Agregados que receberam do município apoio à renda em pelo menos um mês do trimestre.",
        definition_en="Households that had rent support from the municipality in at least one month of the quarter.",
        unit_pt="agregados",
        unit_en="households",
        phrase_pt="[{value} agregados] tiveram apoio municipal à renda",
        phrase_en="[{value} households] had municipal rent support",
        axis="EP3",
        problem="EP3.1",
        **SENT,
    ),
    IndicatorRow(
        code="mun_apoio_domiciliario",
        name_pt="Pessoas em lista de espera para apoio domiciliário",
        name_en="People waiting for home support",
        short_pt="À espera de apoio domiciliário",
        short_en="Waiting for home support",
        definition_pt=(
            "Pessoas que, no último dia do trimestre, esperavam por apoio domiciliário de entidades do município."
        ),
        definition_en=(
            "People who, on the last day of the quarter, were waiting for home support from entities of the "
            "municipality."
        ),
        unit_pt="pessoas",
        unit_en="people",
        phrase_pt="[{value} pessoas] esperavam por apoio domiciliário",
        phrase_en="[{value} people] were waiting for home support",
        direction="down",
        axis="EP1",
        problem="EP1.1",
        **SENT,
    ),
)
