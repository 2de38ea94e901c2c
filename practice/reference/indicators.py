"""The series in which the results of the yearly questionnaire are published."""

from typing import Any

from monitor.reference.row import IndicatorRow, Shared
from monitor.reference.topics import TopicRow

TOPIC = TopicRow(
    "atendimento",
    "Atendimento integrado",
    "Integrated care",
    "O que os 17 municípios respondem, uma vez por ano, sobre o seu atendimento e acompanhamento social.",
    "What the 17 municipalities answer, once a year, about their social care and support.",
)

SOURCE = "Questionário anual aos 17 municípios"

ASKED: Shared = {
    "topic": "atendimento",
    "publisher": "Municípios",
    "periodicity": "annual",
    "next_pt": "depois de fechar a campanha do ano seguinte",
    "next_en": "after the next year's campaign closes",
    "kind": "rate",
    "unit_pt": "%",
    "unit_en": "%",
    "unit_source": "%",
    "decimals": 1,
    "sdg": (1, 10),
    "method_pt": (
        "Questionário anual do portal aos 17 municípios: percentagem dos que responderam à pergunta. Publica-se uma "
        "vez, com a campanha fechada."
    ),
    "method_en": (
        "The portal's yearly questionnaire to the 17 municipalities: share of those that answered the question. "
        "Published once, when the campaign has closed."
    ),
    "note_pt": (
        "A linha do estudo MAASIP é de outra população: 223 municípios do país, que responderam entre dezembro de 2024 "
        "e março de 2026. Serve de ponto de partida, não de comparação direta."
    ),
    "note_en": (
        "The line of the MAASIP study is of another population: 223 municipalities of the country, which answered "
        "between December 2024 and March 2026. It is a starting point, not a direct comparison."
    ),
}


def _share(code: str, **more: Any) -> IndicatorRow:
    return IndicatorRow(code=code, **ASKED | more)


ROWS = (
    _share(
        "atendimento_integrado",
        name_pt="Municípios com Atendimento Integrado em curso",
        name_en="Municipalities with Integrated Care underway",
        short_pt="Com Atendimento Integrado",
        short_en="With Integrated Care",
        definition_pt=(
            "Municípios que dizem ter em curso um modelo de atendimento e acompanhamento social integrado, por cada "
            "100 que responderam."
        ),
        definition_en=(
            "Municipalities that say they have a model of integrated social care and support underway, for each 100 "
            "that answered."
        ),
        phrase_pt="[{value}% dos municípios] que responderam tinham Atendimento Integrado",
        phrase_en="[{value}% of the municipalities] that answered had Integrated Care",
        direction="up",
    ),
    _share(
        "atendimento_protocolo",
        name_pt="Atendimento Integrado formalizado por protocolo",
        name_en="Integrated Care formalised through a protocol",
        short_pt="Por protocolo",
        short_en="Through a protocol",
        definition_pt="Por cada 100 municípios com Atendimento Integrado, os que o formalizaram por protocolo.",
        definition_en="For each 100 municipalities with Integrated Care, those that formalised it through a protocol.",
        phrase_pt="[{value}% dos municípios] com Atendimento Integrado tinham um protocolo",
        phrase_en="[{value}% of the municipalities] with Integrated Care had a protocol",
    ),
    _share(
        "atendimento_gestor_caso",
        name_pt="Municípios com gestor/a de caso",
        name_en="Municipalities with a case manager",
        short_pt="Com gestor/a de caso",
        short_en="With a case manager",
        definition_pt=(
            "Municípios em que cada processo de acompanhamento tem gestor/a de caso, por cada 100 que responderam."
        ),
        definition_en="Municipalities where each case has a case manager, for each 100 that answered.",
        phrase_pt="[{value}% dos municípios] que responderam tinham gestor/a de caso",
        phrase_en="[{value}% of the municipalities] that answered had a case manager",
        direction="up",
    ),
    _share(
        "atendimento_mudou",
        name_pt="Modelos de Atendimento Integrado mudados pela transferência de competências",
        name_en="Integrated Care models changed by the transfer of powers",
        short_pt="Modelo mudado pela transferência",
        short_en="Model changed by the transfer",
        definition_pt=(
            "Por cada 100 municípios com Atendimento Integrado, aqueles em que a transferência de competências mudou o "
            "modelo."
        ),
        definition_en=(
            "For each 100 municipalities with Integrated Care, those where the transfer of powers changed the model."
        ),
        phrase_pt="em [{value}% dos municípios] com Atendimento Integrado o modelo mudou",
        phrase_en="in [{value}% of the municipalities] with Integrated Care the model changed",
    ),
    IndicatorRow(
        code="atendimento_gestores",
        name_pt="Gestores/as de caso no atendimento e acompanhamento social",
        name_en="Case managers in social care and support",
        short_pt="Gestores/as de caso",
        short_en="Case managers",
        definition_pt="Profissionais com processos de acompanhamento a seu cargo, no dia da resposta do município.",
        definition_en="Professionals in charge of cases, on the day the municipality answered.",
        phrase_pt="havia [{value} gestores/as de caso]",
        phrase_en="there were [{value} case managers]",
        **ASKED
        | {
            "kind": "count",
            "unit_pt": "profissionais",
            "unit_en": "professionals",
            "unit_source": "N.º",
            "decimals": 0,
            "note_pt": "",
            "note_en": "",
            "method_pt": "Questionário anual do portal aos 17 municípios: o número que cada um indicou.",
            "method_en": "The portal's yearly questionnaire to the 17 municipalities: the number each of them gave.",
        },
    ),
)
