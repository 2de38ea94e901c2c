"""What the plans of the demonstration promise: all of it invented, hung from the codes of REF-AMP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plans.models import Measure

FLOW, STOCK, RAMP = Measure.Aggregation.FLOW, Measure.Aggregation.STOCK, Measure.Aggregation.CUMULATIVE
GUARANTEE, UNDECLARED = Measure.Aggregation.CONTINUOUS, Measure.Aggregation.UNDECLARED

INDICATORS = ["rede_primeira_resposta_mediana", "rede_sem_cama", "rede_respondidos_24h", "rede_ocupacao"]

INVENTED = "Texto inventado para a demonstração."
FIRST_DECISION = (
    "Planos metropolitanos e plano de ação da UE1 para {year} (exemplo)",
    "Metropolitan plans and action plan of SU1 for {year} (example)",
    f"{INVENTED} O Conselho aprova o plano para a violência doméstica, o de apoio domiciliário e o da UE1.",
    "Text invented for the demonstration. The council approves the plans.",
)
SECOND_DECISION = (
    "Planos de ação das quatro unidades para {year} (exemplo)",
    "Action plans of the four units for {year} (example)",
    f"{INVENTED} O Conselho aprova os planos de ação anuais das quatro unidades estratégicas.",
    "Text invented for the demonstration. The council approves the four annual action plans.",
)


@dataclass(frozen=True)
class Point:
    """One line: what, of which problem, who answers, what is counted, promised and said.

    `reports`: by quarter from the first of the plan, the last one repeated. `owes`: the last quarter is still to be
    said. `silent_since`: nothing was said in so many last quarters. `tardy`: the first report came late.
    """

    key: str
    problem: str
    title: tuple[str, str]
    owner: str
    unit: tuple[str, str]
    kind: str
    targets: Sequence[float | None]
    reports: Sequence[float] = ()
    reference: str = ""
    percent: bool = False
    down: bool = False
    confirmed: bool = True
    owes: bool = False
    silent_since: int | None = None
    tardy: bool = False
    indicator: str = ""
    evidence: str = ""


BEDS, TEAMS = ("vagas", "places"), ("equipas", "teams")
SESSIONS, PEOPLE = ("sessões", "sessions"), ("pessoas", "people")
PROTOCOLS, SHARE = ("protocolos", "agreements"), ("% dos pedidos", "% of requests")
ALWAYS = ("Global", "Overall")
MINUTES = "Ata da reunião mensal (exemplo)"

ANNUAL: dict[str, Sequence[Point]] = {
    "UE1": [
        Point(
            "ue1-camas",
            "EP1.1",
            ("Pôr em comum vagas de residência para séniores", "Share places in residences for older people"),
            "representante-gondomar",
            BEDS,
            FLOW,
            [12],
            [3, 4, 3, 2],
            "1.1.1a",
            evidence="Protocolos assinados (exemplo)",
        ),
        Point(
            "ue1-resposta",
            "EP1.1",
            (
                "Primeira resposta a um pedido em menos de 24 horas",
                "First answer to a request within 24 hours",
            ),
            "coordination",
            ("horas (mediana)", "hours (median)"),
            STOCK,
            [24],
            [44, 37, 31, 26],
            down=True,
            indicator="rede_primeira_resposta_mediana",
        ),
        Point(
            "ue1-equipa",
            "EP1.2",
            ("Constituir equipas especializadas em saúde mental", "Set up specialised mental-health teams"),
            "technician",
            TEAMS,
            FLOW,
            [2],
            [],
            "1.2.3a",
        ),
        Point(
            "ue1-obras",
            "EP1.4",
            (
                "Abrir residências autónomas (nada previsto este ano)",
                "Open autonomous homes (none this year)",
            ),
            "representante-vila-do-conde",
            ("residências", "homes"),
            FLOW,
            [0],
            [],
            "1.4.1",
        ),
    ],
    "UE2": [
        Point(
            "ue2-ofertas",
            "EP2.1",
            ("Ofertas de emprego na plataforma metropolitana", "Job offers on the metropolitan platform"),
            "representante-valongo",
            ("ofertas", "offers"),
            FLOW,
            [200],
            [38, 61, 55, 40],
            "2.1.1b",
        ),
        Point(
            "ue2-municipios",
            "EP2.1",
            ("Municípios que publicam na plataforma", "Municipalities publishing on the platform"),
            "representative",
            ("municípios", "municipalities"),
            STOCK,
            [17],
            [9, 12, 14, 17],
            "2.1.1b",
        ),
        Point(
            "ue2-pessoal",
            "EP2.1",
            ("Reforçar o atendimento a pessoas desempregadas", "Reinforce the service to unemployed people"),
            "representante-matosinhos",
            ("Pessoal", "Staff"),
            UNDECLARED,
            [2],
            [1, 1, 2, 2],
            "2.1.2",
        ),
    ],
    "UE3": [
        Point(
            "ue3-banco",
            "EP3.1",
            ("Lotes entregues pelo banco de recursos", "Lots handed over by the resource bank"),
            "representante-vila-nova-de-gaia",
            ("lotes", "lots"),
            FLOW,
            [160],
            [35, 22, 20, 30],
            "3.1.1",
        ),
        Point(
            "ue3-rendas",
            "EP3.1",
            ("Comparar as regras de apoio ao arrendamento", "Compare the rules of rent support"),
            "representante-santo-tirso",
            ("% dos municípios", "% of municipalities"),
            RAMP,
            [100],
            [20, 45, 60, 100],
            "3.1.2",
            percent=True,
            confirmed=False,
        ),
    ],
    "UE4": [
        Point(
            "ue4-tecnicos",
            "EP4.1",
            ("Formar técnicos em violência doméstica", "Train staff on domestic violence"),
            "representante-espinho",
            ("técnicos", "staff trained"),
            FLOW,
            [120],
            [30, 42, 12, 30],
            "4.1.1",
        ),
        Point(
            "ue4-campanhas",
            "EP4.2",
            ("Campanhas sobre inclusão social", "Campaigns on social inclusion"),
            "servico-municipio-de-arouca",
            ("campanhas", "campaigns"),
            FLOW,
            [4],
            [1, 1],
            silent_since=1,
        ),
    ],
}
LAST_YEAR = [
    Point(
        "antes-camas",
        "EP1.1",
        ("Pôr em comum vagas de residência para séniores", "Share places in residences for older people"),
        "representante-gondomar",
        BEDS,
        FLOW,
        [8],
        [2, 2, 1, 3],
        "1.1.1a",
        tardy=True,
    ),
    Point(
        "antes-bancos",
        "EP1.1",
        ("Bancos de ajudas técnicas ligados à rede", "Banks of technical aids in the network"),
        "representative",
        ("bancos", "banks"),
        STOCK,
        [6],
        [2, 3, 4, 4],
        "1.1.1c",
    ),
]

VIOLENCE = (
    (
        "Plano metropolitano para a violência doméstica (exemplo)",
        "Metropolitan plan on domestic violence (example)",
    ),
    [
        Point(
            "vd-formacao",
            "EP3.2",
            ("Sessões de formação das equipas de atendimento", "Training sessions for the service teams"),
            "holder",
            SESSIONS,
            FLOW,
            [8, 10, 10, 10],
            [2, 2, 3, 2, 2, 3, 2],
            "3.2.2",
            owes=True,
            evidence="Folhas de presença (exemplo)",
        ),
        Point(
            "vd-resposta",
            "EP3.2",
            ("Pedidos de emergência com resposta no próprio dia", "Emergency requests answered the same day"),
            "holder",
            SHARE,
            RAMP,
            [70, 80, 90, 95],
            [40, 52, 61, 70, 74, 76, 78],
            "3.2.1b",
            percent=True,
            owes=True,
        ),
        Point(
            "vd-linha",
            "EP3.2",
            ("Atendimento à vítima aberto todos os dias do ano", "Victim support open every day of the year"),
            "holder",
            ALWAYS,
            GUARANTEE,
            [100, 100, 100, 100],
            [1, 1, 0, 1, 1, 1, 1],
            "3.2.2",
            percent=True,
            owes=True,
            evidence=MINUTES,
        ),
        Point(
            "vd-vagas",
            "EP3.2",
            ("Novas vagas de acolhimento de emergência", "New emergency places"),
            "coordination",
            BEDS,
            FLOW,
            [0, 6, 6, 4],
            [0, 0, 0, 0, 1, 1, 1, 1],
            "3.2.1b",
        ),
        Point(
            "vd-protocolos",
            "EP3.2",
            ("Protocolos de encaminhamento entre municípios", "Referral agreements between municipalities"),
            "technician",
            PROTOCOLS,
            FLOW,
            [None, 5, 5, 2],
            [1, 1, 1],
            silent_since=2,
        ),
    ],
)
HOME = (
    ("Plano metropolitano de apoio domiciliário (exemplo)", "Metropolitan plan on home support (example)"),
    [
        Point(
            "ad-equipas",
            "EP1.1",
            (
                "Equipas de apoio domiciliário que atravessam municípios",
                "Home-support teams across municipalities",
            ),
            "holder",
            TEAMS,
            STOCK,
            [4, 6, 8],
            [1, 2, 3, 4, 4, 5, 5],
            "1.1.2a",
            owes=True,
        ),
        Point(
            "ad-cuidadores",
            "EP1.2",
            ("Cuidadores informais com formação", "Informal carers trained"),
            "holder",
            PEOPLE,
            FLOW,
            [60, 80, 100],
            [12, 15, 14, 20, 18, 22, 19],
            "1.2.3b",
            owes=True,
        ),
        Point(
            "ad-freguesias",
            "EP1.1",
            ("Freguesias com apoio ao fim de semana", "Parishes with support at weekends"),
            "representante-porto",
            ("% das freguesias", "% of parishes"),
            RAMP,
            [30, 55, 80],
            [10, 18, 25, 31, 36, 42, 47, 55],
            "1.1.2a",
            percent=True,
        ),
    ],
)
TRAINING = (
    (
        "Plano metropolitano de ofertas formativas (exemplo, em preparação)",
        "Metropolitan plan of training offers (example, being prepared)",
    ),
    [
        Point(
            "of-cursos",
            "EP2.1",
            ("Cursos de qualificação combinados entre entidades", "Courses agreed between providers"),
            "representative",
            ("cursos", "courses"),
            FLOW,
            [10, 14, 14],
            reference="2.1.1a",
        ),
        Point(
            "of-turmas",
            "EP2.1",
            (
                "Turmas abertas a pessoas de outros municípios",
                "Classes open to people of other municipalities",
            ),
            "",
            ("turmas", "classes"),
            UNDECLARED,
            [6, 8, 8],
            reference="2.1.1a",
        ),
        Point(
            "of-empreender",
            "EP3.1",
            ("Formação em empreendedorismo", "Training in entrepreneurship"),
            "technician",
            ("edições", "editions"),
            FLOW,
            [None, 2, 2],
            reference="3.1.3",
            confirmed=False,
        ),
    ],
)

POINTS: dict[str, Point] = {
    point.key: point
    for points in (*ANNUAL.values(), LAST_YEAR, VIOLENCE[1], HOME[1], TRAINING[1])
    for point in points
}
