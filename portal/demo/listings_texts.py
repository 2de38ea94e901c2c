"""What the fictional listings of the demonstration say. Offers, placements, events and rent measures are invented;
the pathways say only what their sources say."""

from __future__ import annotations

from datetime import date
from typing import Any

INVENTED = "Demonstração: entrada inventada"

# organisation, title, contract, hours, pay, qualification, accessible, days it still stays, accessibility
JOBS: list[tuple[str, str, str, str, str, str, bool, int, str]] = [
    (
        "Obra Social de Rio Tinto",
        "Auxiliar de ação direta",
        "fixed",
        "shifts",
        "entre 920 e 980 euros por mês",
        "9.º ano",
        False,
        27,
        "",
    ),
    (
        "Santa Casa da Ribeira",
        "Cozinheira ou cozinheiro",
        "permanent",
        "full",
        "1 050 euros por mês",
        "Curso de cozinha ou três anos de experiência",
        False,
        40,
        "",
    ),
    (
        "Centro Social do Ave",
        "Motorista de transporte adaptado",
        "permanent",
        "full",
        "",
        "Carta de condução da categoria D1",
        False,
        61,
        "",
    ),
    (
        "Ponte Solidária, CRL",
        "Assistente administrativo",
        "fixed",
        "part",
        "metade do salário de tabela",
        "12.º ano",
        True,
        33,
        "Entrada sem degraus, posto com leitor de ecrã, horário adaptável.",
    ),
    (
        "Cooperativa Terras de Entre Rios",
        "Operador de embalagem",
        "open",
        "full",
        "950 euros por mês",
        "",
        True,
        18,
        "Tarefas divididas em passos com imagens; tutor na primeira semana.",
    ),
    (
        "Fundação Casa Nova",
        "Educadora ou educador social",
        "permanent",
        "full",
        "tabela das instituições sociais",
        "Licenciatura em educação social",
        False,
        75,
        "",
    ),
    (
        "Associação Maré Alta",
        "Técnico de manutenção",
        "fixed",
        "full",
        "",
        "Experiência em canalização",
        False,
        5,
        "",
    ),
    (
        "Ortopedia Solidária, Lda.",
        "Costura de produtos de apoio",
        "permanent",
        "part",
        "7 euros por hora",
        "",
        True,
        50,
        "Bancada regulável em altura.",
    ),
    (
        "Município de Valongo",
        "Estágio em biblioteca",
        "trainee",
        "full",
        "bolsa de estágio",
        "Curso técnico ou licenciatura",
        True,
        22,
        "Elevador e balcão rebaixado.",
    ),
    (
        "Associação Passo Certo",
        "Animação sociocultural",
        "fixed",
        "part",
        "",
        "Curso de animação",
        False,
        3,
        "",
    ),
]

# organisation, title, host, places, taken, support, accessible, from, for (days)
PLACEMENTS: list[tuple[str, str, str, int, int, str, bool, int, int | None]] = [
    (
        "Município do Porto",
        "Jardinagem e viveiro",
        "Viveiro municipal (exemplo)",
        6,
        4,
        "Tutor a tempo inteiro, refeição e passe.",
        True,
        -60,
        240,
    ),
    (
        "Município de Gondomar",
        "Encadernação e arquivo",
        "Arquivo municipal (exemplo)",
        3,
        3,
        "Tutor duas manhãs por semana e seguro.",
        True,
        -20,
        120,
    ),
    (
        "Ortopedia Solidária, Lda.",
        "Triagem de produtos de apoio",
        "Oficina de Gaia (exemplo)",
        4,
        1,
        "Formação de duas semanas e bolsa de ocupação.",
        True,
        10,
        None,
    ),
    (
        "Cooperativa Terras de Entre Rios",
        "Estufa e embalagem",
        "Estufas da cooperativa (exemplo)",
        5,
        2,
        "Transporte partilhado a partir da sede do município.",
        False,
        -90,
        300,
    ),
]

# What a circuit says, and where that is written. Nothing else may be said of it.
PATHWAYS: list[dict[str, Any]] = [
    {
        "title": "Emergência social: linha 144",
        "response": "1.2.1b",
        "who_for": "Quem precisa de uma resposta de emergência social, a qualquer hora",
        "source": "infovitimas.pt, como citado na análise do domínio (secção 2.3)",
        "steps": [
            (
                "Quem precisa, ou quem acompanha",
                "Liga para a Linha Nacional de Emergência Social (LNES), que atende 24 horas por dia.",
                "",
                "linha 144",
            ),
            ("LNES", "Assegura uma resposta no máximo em 72 horas.", "", ""),
        ],
    },
    {
        "title": "Cuidados continuados: entrada na rede nacional (RNCCI)",
        "response": "1.2.1b",
        "who_for": "Quem precisa de convalescença, reabilitação, manutenção, unidade de dia ou equipa em casa",
        "source": "eportugal.gov.pt e arslvt.min-saude.pt, como citados na análise do domínio (secção 3.9)",
        "legal": "DL 101/2006, republicado pelo DL 136/2015.\nSaúde mental: Portarias 149/2011 e 68/2017.",
        "steps": [
            (
                "Equipa de gestão de altas do hospital, ou centro de saúde",
                "Faz a referenciação para a rede nacional. A entrada não se pede neste portal.",
                "",
                "",
            ),
            (
                "Rede nacional",
                "Tem unidades de convalescença, média duração, longa duração, unidades de dia e equipas em casa.",
                "",
                "",
            ),
        ],
    },
    {
        "title": "Cuidados continuados de saúde mental",
        "response": "1.2.2",
        "who_for": "",
        "source": "eportugal.gov.pt e arslvt.min-saude.pt, como citados na análise do domínio (secção 3.9)",
        "legal": "Portarias 149/2011 e 68/2017.",
        "steps": [
            (
                "Rede nacional (RNCCI)",
                "Tem respostas próprias de saúde mental. A fonte não diz quem referencia: confirme com o serviço.",
                "",
                "",
            ),
        ],
    },
    {
        "title": "Comportamentos aditivos: Centros de Respostas Integradas (CRI)",
        "response": "1.3.1",
        "who_for": "",
        "source": "REF-AMP, 12/03/2014 (REF:191)",
        "checked_on": date(2014, 3, 12),
        "steps": [
            (
                "Centros de Respostas Integradas",
                "O REF-AMP indica-os como serviços centrais; não diz como se chega a cada um. Por escrever.",
                "",
                "",
            ),
        ],
    },
]

# dico, title, what is told; everything else stays "sem informação".
RENT: list[tuple[str, str, dict[str, Any]]] = [
    (
        "1306",
        "Renda apoiada (medida fictícia)",
        {
            "who_may_apply": "Agregados a residir no município, em casa arrendada",
            "residence_years": 2,
            "income_limit": "até 1,5 vezes o indexante por pessoa",
            "amount": "até 40 % da renda",
            "duration": "12 meses, renovável uma vez",
            "applications": "todo o ano",
        },
    ),
    (
        "1315",
        "Apoio à renda de jovens (medida fictícia)",
        {
            "who_may_apply": "Pessoas dos 18 aos 35 anos",
            "residence_years": 0,
            "amount": "valor fixo por escalão",
            "applications": "de janeiro a março",
        },
    ),
    (
        "1318",
        "Subsídio de emergência ao arrendamento (medida fictícia)",
        {"who_may_apply": "Agregados em risco de perder a casa", "duration": "até 3 meses"},
    ),
]
