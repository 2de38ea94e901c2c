"""What is put to consultation in the demonstration, what entities say of it and what they are answered: invented."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    title_pt: str
    title_en: str
    question_pt: str
    question_en: str
    text: str


class Said(NamedTuple):
    """`paragraph`: of the articles, from 1 on; 0 is the whole text."""

    entity: str
    paragraph: int
    kind: str
    text: str
    evidence: str = ""


OPEN = Text(
    "Carta de acolhimento nos bancos de ajudas técnicas",
    "Charter of reception in the banks of technical aids",
    "O que falta nesta carta para que uma cedência corra bem a quem pede e a quem guarda?",
    "What is missing in this charter for a loan to go well for who asks and for who keeps?",
    """Artigo 1.º Quem pede um produto de apoio recebe resposta em dois dias úteis, com data ou com o motivo da recusa.

Artigo 2.º O produto é entregue limpo, verificado e com instruções em linguagem clara.

Artigo 3.º A recolha é combinada com a pessoa e com quem a acompanha, nunca no próprio dia.

Artigo 4.º Cada banco publica, todos os meses, quantos produtos cedeu e quantos pedidos ficaram por atender.""",
)
OPEN_SAID = [
    Said(
        "Obra Social de Rio Tinto",
        1,
        "change",
        "Pedimos um dia útil quando há alta hospitalar marcada: em dois dias a pessoa já foi para casa sem a cama.",
        "ascending",
    ),
    Said(
        "Hospital do Leste Metropolitano",
        1,
        "information",
        "Em metade das altas com dependência, a data só se sabe na véspera.",
        "descending",
    ),
    Said(
        "Associação Maré Alta", 2, "supports", "As instruções em linguagem clara evitam quedas.", "ascending"
    ),
    Said(
        "Ortopedia Solidária, Lda.", 2, "question", "Quem paga a verificação anual dos elevadores de banho?"
    ),
    Said(
        "Associação Serra e Vale",
        3,
        "change",
        "Acrescentar um ponto de recolha a sul: a distância aos bancos do litoral passa dos 40 km.",
        "ascending",
    ),
    Said("Município da Maia", 4, "supports", "Os números mensais ajudam a planear as compras."),
    Said(
        "Escola Superior de Serviço Social do Norte",
        0,
        "information",
        "Há um estudo em curso sobre tempos de espera.",
    ),
]

REPORTED = Text(
    "Plano de formação das equipas das redes sociais locais",
    "Training plan for the teams of local social networks",
    "Que formação faz falta às equipas, e como deve chegar a quem está longe do Porto?",
    "Which training do the teams need, and how should it reach those far from Porto?",
    """Artigo 1.º O plano oferece por ano seis cursos curtos, abertos às equipas dos 17 e das entidades parceiras.

Artigo 2.º Metade dos cursos realiza-se fora do Porto; todos podem ser seguidos à distância.

Artigo 3.º Os temas escolhem-se com as redes sociais locais, a partir dos diagnósticos de cada município.""",
)
REPORTED_SAID = [
    Said("Fundação Casa Nova", 1, "supports", "Cursos curtos são os que as equipas conseguem frequentar."),
    Said(
        "Associação Serra e Vale",
        2,
        "change",
        "Dois dos seis cursos no sul da área metropolitana, e não só «fora do Porto».",
        "ascending",
    ),
    Said(
        "Centro Social do Ave", 2, "question", "Quem não tem boa rede móvel pode seguir o curso numa junta?"
    ),
    Said(
        "Município de Vale de Cambra",
        3,
        "change",
        "Juntar aos diagnósticos a lista de espera de cada resposta: mostra onde falta gente formada.",
        "descending",
    ),
    Said(
        "Escola Superior de Serviço Social do Norte",
        3,
        "information",
        "A escola pode certificar os cursos com créditos.",
        "descending",
    ),
    Said(
        "Obra Social de Rio Tinto", 0, "change", "Acrescentar supervisão depois de cada curso.", "ascending"
    ),
]
REPORTED_REPLIES = [
    ("noted", "Obrigado. O plano mantém os cursos curtos."),
    ("accepted", "O artigo 2.º passa a dizer dois cursos por ano a sul do Douro."),
    ("accepted", "Sim: combina-se com a junta, e o artigo 2.º passa a dizê-lo."),
    ("in_part", "Junta-se a lista de espera onde existe; nem todas as respostas a têm."),
    ("noted", "A coordenação fala com a escola antes da primeira edição."),
    (
        "not_accepted",
        "A supervisão precisa de um orçamento que este plano não tem. Volta no plano do próximo ano.",
    ),
]
CONCLUSION_PT = (
    "Seis entidades comentaram. O texto passa a prever dois cursos a sul do Douro e salas com ligação nas juntas."
    " A supervisão fica para o plano do próximo ano. A versão revista vai à concertação a 17."
)
CONCLUSION_EN = (
    "Six entities commented. The text will foresee two courses south of the Douro and connected rooms in the parishes."
    " Supervision waits for next year's plan. The revised version goes to the 17."
)

INTERNAL = Text(
    "Critérios para repartir o encargo com o transporte",
    "Criteria for sharing the cost of transport",
    "Os critérios são justos para os municípios mais distantes?",
    "Are the criteria fair to the municipalities farthest away?",
    """Artigo 1.º O encargo reparte-se pelos municípios na proporção dos pedidos de cada um.

Artigo 2.º Acima de 30 km, metade do encargo é comum aos 17.""",
)
INTERNAL_SAID = [
    Said(
        "Município de Arouca",
        2,
        "change",
        "Baixar para 25 km: quase todos os nossos pedidos ficam entre 25 e 40.",
        "descending",
    ),
    Said(
        "Município de Vila Nova de Gaia", 1, "supports", "A proporção dos pedidos é o critério mais simples."
    ),
    Said("Município de Espinho", 1, "question", "Conta o pedido feito ou o pedido atendido?"),
]
INTERNAL_REPLIES = [("in_part", "Fica em 28 km no primeiro ano, com revisão pelos números.")]
