"""The standard sheet of Bauru, as printed: "Padrão Normativo da Rede de Proteção Social Básica, Programa de Inclusão
Produtiva", Secretaria Municipal do Bem-Estar Social, Bauru (São Paulo, Brazil).

A reference document: somebody's text from elsewhere, to begin a sheet of one's own from. In the words of its source, in
the Portuguese of Brazil; "[...]" where a passage is left out. `source` names lines of the document's text.
"""

from decimal import Decimal
from typing import Any

SOURCE = (
    "Padrão Normativo da Rede de Proteção Social Básica, Programa de Inclusão Produtiva;"
    " Secretaria Municipal do Bem-Estar Social de Bauru (São Paulo, Brasil)"
)

PARTS: dict[str, tuple[str, str]] = {
    "name": ("29", "Programa de Inclusão Produtiva"),
    "unit": (
        "31",
        (
            "Organizações da Sociedade Civil - OSC's parceiras da Secretaria Municipal do Bem-Estar Social"
            " (SEBES), por"
            " meio de Termo de Colaboração."
        ),
    ),
    "description": (
        "33-103",
        (
            "Os “programas de inclusão produtiva” são dirigidos, principalmente, a indivíduos em idade"
            " laboral que vivem"
            " sob condições de vulnerabilidade social, a maioria envolve ações de capacitação técnica e"
            " profissional,"
            " seguida por apoio a atividades autônomas de autoemprego [...]. A busca por essa inserção ocorre"
            " tanto pela"
            " via do trabalho assalariado quanto pela geração de negócios autônomos individuais e coletivos"
            " [...].\n\n"
            "O Programa de Inclusão Produtiva compreende a realização de cursos em diversas áreas,"
            " considerando a 1º Fase"
            " - Preparação para o Mundo do Trabalho, através dos Módulos de Aprendizagem, Desenvolvimento"
            " Pessoal,"
            " Desenvolvimento Gerencial, e 2º fase - Fomento ao Empreendedorismo Social, Módulo da"
            " Pré-Aceleração,"
            " Aceleração e Incubação a Empreendedorismo Sustentável e Solidário (arranjos produtivos locais,"
            " associativismo/cooperativismo).\n\n"
            "[...] com destaque para o ODS 1, “erradicação da pobreza”; o ODS 8, “promoção do trabalho"
            " decente e"
            " desenvolvimento econômico”; e o ODS 10, “redução das desigualdades”."
        ),
    ),
    "users": (
        "107-123",
        (
            "Pessoas com idade a partir de 16 anos, em situação de vulnerabilidade e risco social.\n\n"
            "Indivíduos e famílias que vivenciam situação de vulnerabilidade social e/ou fragilização de"
            " vínculos"
            " familiares e comunitários, considerando como público prioritário [as onze situações dos"
            " critérios]."
        ),
    ),
    "access": (
        "125-145",
        (
            "1ª FASE - Preparação para o Mundo do Trabalho. Serão realizadas as Pré inscrições on-line [...]"
            " preferencialmente no primeiro semestre do ano (Mês de Janeiro) [...]. As Pré-inscrições poderão"
            " ser"
            " realizadas pelo próprio usuário ou nos casos de usuários que não tenham acesso à internet pela"
            " OSC e pelo"
            " CRAS. Após o encerramento do período da pré-inscrição, o CRAS elegerá o público prioritário e"
            " enviará"
            " listagem às OSCs que executarão o Programa. Passando a etapa da pré-inscrição, as OSC deverão"
            " convocar e"
            " efetivar as matrículas [...]. A 1º Fase ocorrerá preferencialmente no primeiro semestre"
            " (fevereiro a junho/"
            " julho encerramento dos cursos).\n\n"
            "2ª FASE - Fomento ao Empreendedorismo Social. [...] Ocorrerá preferencialmente no segundo"
            " semestre, poderão"
            " se inscrever usuários que cumpriram no mínimo 75% da carga horário da 1º Fase e outros que"
            " anteriormente"
            " foram certificados em algum curso ofertado pela Secretaria do Bem Estar Social."
        ),
    ),
    "objective": (
        "147-149",
        (
            "Promover a integração dos usuários da Assistência Social ao mundo do trabalho, a partir da"
            " mobilização e"
            " acesso a serviços, programas e cursos de qualificação profissional e inclusão produtiva."
        ),
    ),
    "target": (
        "151",
        "Referenciada no edital de Chamamento Público e posteriormente nos termos de colaboração.",
    ),
    "period": (
        "153-155",
        (
            "O Programa de Inclusão Produtiva funciona no período da manhã, tarde e noite atendendo a"
            " necessidade dos"
            " territórios de CRAS, no mínimo 12 meses."
        ),
    ),
    "operation": (
        "157-332",
        (
            "O Programa de Inclusão Produtiva será desenvolvido pelas Organizações da Sociedade Civil,"
            " realizado por"
            " Módulos [ver as fases e os módulos].\n\n"
            "Caberá ao Assistente Social vinculado a OSC o acompanhamento dos usuários no percurso das Fases"
            " e módulos"
            " [...].\n\n"
            "Ao término dos módulos do Programa, as Organizações da Sociedade Civil - OSC's deverão"
            " encaminhar aos CRAS a"
            " relação nominal dos usuários concluintes, dos que estão gerando renda (identificando as áreas"
            " em que estão"
            " atuando), dos não concluintes (desistentes). Com relação aos não concluintes (desistentes), o"
            " CRAS deve"
            " encaminhar listagem ao Programa Acessuas Trabalho [...].\n\n"
            "Nas situações adversas como calamidade pública, estado de emergência, pandemia [...] serão"
            " elaboradas"
            " estratégias de acordo com o contexto vivenciado, normativas municipais e diretrizes do Órgão"
            " Gestor."
        ),
    ),
    "evaluation": (
        "334-365",
        (
            "Para se construir indicadores de desempenho de políticas e programas, deve-se medir o grau em"
            " que seus"
            " objetivos foram alcançados (eficácia), o nível de utilização de recursos (eficiência) ou as"
            " mudanças"
            " operadas no estado social da população alvo (impacto)."
        ),
    ),
    "provisions": (
        "367-380",
        (
            "Espaços destinados para recepção, sala de atendimento individualizado, salas de atividades"
            " coletivas e"
            " comunitárias, instalações sanitárias, com adequada iluminação, ventilação, conservação,"
            " privacidade,"
            " salubridade, limpeza e acessibilidade em todos os seus ambientes, de acordo com as normas ABNT."
            " Materiais"
            " permanentes e de consumo necessários ao desenvolvimento do Programa, concessão de lanches."
        ),
    ),
}

MIN_AGE, CLASS_SIZE, ALERT_BELOW, SDGS = 16, 15, 50, [1, 8, 10]
ALERT_WAYS = (
    "Caso o número de usuários que acessarem a etapa de Aceleração não atinja o mínimo de 50% da meta total de"
    " atendimento, a OSC poderá realizar busca ativa de participantes do Programa de anos anteriores, bem como"
    " abertura de novo curso."
)

# role, profession, quantity (None: as needed), training, weekly hours as printed, source
TEAM: list[tuple[str, str, int | None, str, str, str]] = [
    ("Assistente Social", "social_worker", 1, "Superior completo", "30h", "378"),
    ("Psicólogo (a)", "psychologist", 1, "Superior completo", "20h/30h", "379"),
    (
        "Instrutores de curso",
        "instructor",
        None,
        "Ensino Médio, técnico ou superior",
        "De acordo com os cursos previstos",
        "380",
    ),
]

TASKS: list[str] = [
    "Acolhida",
    "Orientações e encaminhamentos",
    "Grupos de convívio e fortalecimento de vínculos (usuários/famílias)",
    "Informação, comunicação e defesa de direitos",
    "Fortalecimento da função protetiva da família",
    "Mobilização e fortalecimento de redes sociais de apoio",
    "Elaboração de relatórios e/ou prontuários",
    "Desenvolvimento do convívio familiar e comunitário",
    "Mobilização para a cidadania",
    "Visita domiciliar",
    "Acompanhamento familiar",
    "Atividades comunitárias",
    "Campanhas socioeducativas",
    "Conhecimento do território",
    "Notificação da ocorrência de situações de vulnerabilidade e risco social",
]

PROVISIONS: list[str] = [
    "Espaço de recepção",
    "Sala de atendimento individualizado",
    "Salas de atividades coletivas e comunitárias",
    "Instalações sanitárias",
    "Iluminação e ventilação adequadas",
    "Conservação, salubridade e limpeza",
    "Privacidade",
    "Acessibilidade em todos os ambientes (normas ABNT)",
    "Materiais permanentes e de consumo",
    "Concessão de lanches",
]

INDICATORS: list[tuple[str, str]] = [
    ("access", "Número de pessoas que acessaram o Programa"),
    ("frequency", "Índice de frequência dos usuários"),
    ("participation", "Grau de participação dos usuários"),
    ("satisfaction", "Grau de satisfação dos usuários quanto ao atendimento"),
    ("permanence", "Índice de permanência do usuário no Programa"),
]

_INSTRUMENTS = (
    "Relatórios estatísticos\nRelatórios de atendimentos\nObservação\nLista de presença\nDepoimentos\n"
    "Ficha de avaliação\nVisitas in loco\nOutros"
)
# impacts, indices, instruments (printed once, for the three rows)
IMPACTS: list[tuple[str, str, str]] = [
    (
        (
            "Usuários preparados para o acesso a emprego e renda\nInserção dos usuários no mercado de"
            " trabalho\n"
            "Empreendimentos individuais e coletivos"
        ),
        (
            "Índice de geração de renda\nÍndice de usuários inseridos no mundo formal de trabalho\n"
            "Inclusão do usuário e acesso ao mundo do trabalho\nRealização de cursos pela rede"
            " socioassistencial\n"
            "Índice de pessoas com atividades produtivas gerando renda"
        ),
        _INSTRUMENTS,
    ),
    (
        (
            "Consolidação de arranjos produtivos locais\nFomento para constituição de Associações e ou"
            " Cooperativas"
        ),
        (
            "Índice de pessoas inseridas nos arranjos produtivos locais, gerando renda\n"
            "Índice de grupos em processo de formalização"
        ),
        _INSTRUMENTS,
    ),
    (
        (
            "Melhoria da qualidade de vida das famílias, mediante garantia de renda\n"
            "Inserção em atividade produtiva através de implantação ou expansão do empreendimento"
        ),
        "Índice de permanência dos empreendimentos com apoio do Programa através do acompanhamento",
        _INSTRUMENTS,
    ),
]

# Where the document says two things. Neither reading is ours to choose.
NOTES: list[dict[str, str]] = [
    {
        "module_code": "A.1",
        "title": "Quantas horas por semana tem o módulo de aprendizagem",
        "first": (
            "«02 (dois) encontros semanais, com duração de 04 (quatro) horas»: 8 horas por semana, e as 132"
            " horas"
            " levam 16,5 semanas."
        ),
        "second": "«4h/aulas semanais»: 4 horas por semana, e as 132 horas levam 33 semanas.",
        "source": "171, 173",
    },
    {
        "module_code": "A.1",
        "title": "Se as 132 horas incluem as 30 dos outros dois módulos",
        "first": "132 + 15 + 15 horas, cada módulo com as suas: a primeira fase tem 162 horas.",
        "second": (
            "«podendo ser 3 horas de aprendizagem e 1 hora com os demais módulos»: com encontros partilhados,"
            " as 132"
            " horas podem já conter as 30."
        ),
        "source": "165-167, 171",
    },
    {
        "module_code": "",
        "title": "Quanto dura a segunda fase",
        "first": "«duração mínima de 5 meses».",
        "second": (
            "Pré-aceleração 1 mês, aceleração 2, incubação 3 (em média): 6 meses. Só concordam se os 5 forem um"
            " mínimo."
        ),
        "source": "211, 222, 228, 279",
    },
]


def _module(code: str, name: str, hours: int, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "hours": Decimal(hours), **more}


PHASES: list[dict[str, Any]] = [
    {
        "number": 1,
        "name": "Preparação para o Mundo do Trabalho",
        "source": "163-207",
        "modules": [
            _module(
                "A.1",
                "Módulo de Aprendizagem",
                132,
                # The two readings of the weekly hours stand in the notes; what is explicit stays explicit.
                meetings_a_week=2,
                meeting_hours=Decimal(4),
                together=["A.2", "A.3"],
                source="169-177",
            ),
            _module(
                "A.2",
                "Módulo de Desenvolvimento Pessoal",
                15,
                profession="psychologist",
                together=["A.1", "A.3"],
                themes=(
                    "Habilidades e competências\nQuestão de Gênero\nProtagonismo: eu na na comunidade\n"
                    "Direito à cidade\nPensamento Crítico"
                ),
                source="179-193",
            ),
            _module(
                "A.3",
                "Módulo de Desenvolvimento Gerencial",
                15,
                profession="social_worker",
                together=["A.1", "A.2"],
                themes=(
                    "Mundo do Trabalho: Desemprego X Precarização do Trabalho\nCompetição X Colaboração\n"
                    "Empreendedorismo de impacto social\n"
                    "Arranjos Produtivos locais (Associativismo e Cooperativismo)\nSustentabilidade"
                ),
                source="195-207",
            ),
        ],
    },
    {
        "number": 2,
        "name": "Fomento ao Empreendedorismo Social",
        "min_months": 5,
        "needs_before": 75,
        "certificate_instead": True,
        "by_ventures": True,
        "source": "145, 209-289",
        "modules": [
            _module(
                "B.1",
                "Módulo de Pré-Aceleração",
                25,
                meetings_a_week=2,
                months=1,
                frequency=75,
                whole_venture=True,
                all_activities=True,
                eliminates=True,
                source="220-224, 240",
            ),
            _module(
                "B.2",
                "Módulo de Aceleração",
                25,
                meetings_a_week=2,
                months=2,
                frequency=75,
                all_activities=True,
                is_threshold=True,
                source="226-271",
            ),
            _module("B.3", "Módulo de Incubação", 75, meetings_a_week=2, months=3, source="273-287"),
        ],
    },
]

CRITERIA: list[tuple[str, str]] = [
    ("I", "de isolamento"),
    ("II", "trabalho infantil"),
    ("III", "vivência de violência e, ou negligência"),
    ("IV", "fora da escola ou com defasagem escolar superior a 2 (dois) anos"),
    ("V", "em situação de acolhimento"),
    ("VI", "em cumprimento de medida socioeducativa em meio aberto"),
    ("VII", "egressos de medidas socioeducativas"),
    ("VIII", "situação de abuso e/ ou exploração sexual"),
    ("IX", "com medidas de proteção do Estatuto da Criança e do Adolescente – ECA"),
    ("X", "crianças e adolescentes em situação de rua"),
    ("XI", "vulnerabilidade que diz respeito às pessoas com deficiência"),
]
CRITERIA_SOURCE = "113-123"
