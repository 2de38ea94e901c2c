"""What the demonstration says of integrated care. All of it is invented, and says so."""

from typing import Any

EXAMPLE = "(exemplo)"

OBSTACLES: tuple[dict[str, Any], ...] = (
    {
        "who": "Município de Valongo",
        "title": "As entidades parceiras não vêm todas às reuniões de caso",
        "context": "Das nove entidades do protocolo costumam vir quatro. Quem falta só sabe do plano por e-mail, e as"
        " respostas que dependem dessas entidades atrasam-se.",
        "tried": "Reuniões mais curtas, sempre à mesma hora e no mesmo dia da semana, com a ordem dos casos enviada na"
        " véspera.",
        "result": "Em seis meses passaram a vir sete das nove.",
        "state": "solved",
        "problems": ("EP1.1",),
        "recommendations": (1, 7),
        "also": ("Município da Maia", "Município de Gondomar", "Obra Social de Rio Tinto"),
        "did": (
            ("Município de Gondomar", "Damos a cada entidade um lugar rotativo na coordenação da reunião."),
        ),
        "practice": "Reunião de caso de trinta minutos, sempre no mesmo dia e hora, com a lista enviada na véspera e um"
        " relato de uma página no próprio dia. A participação das entidades subiu de quatro para sete em nove.",
        "public": True,
    },
    {
        "who": "Município de Matosinhos",
        "title": "Não se consegue extrair dados do acompanhamento para planear",
        "context": "O registo faz-se no sistema da Segurança Social, mas a extração que o município pode fazer não"
        " chega para saber que respostas faltam em cada freguesia.",
        "tried": "Uma folha própria por técnico, que duplica o registo.",
        "result": "",
        "state": "open",
        "problems": (),
        "recommendations": (5,),
        "also": (
            "Município do Porto",
            "Município de Espinho",
            "Município da Trofa",
            "Município de Paredes",
        ),
        "did": (),
    },
    {
        "who": "Obra Social de Rio Tinto",
        "title": "A linha de emergência e o município aplicam critérios diferentes",
        "context": "Uma família acolhida de noite pela linha de emergência deixa de cumprir critérios na manhã"
        " seguinte, e volta a contar tudo.",
        "tried": "Um contacto fixo em cada serviço e uma folha de passagem com três campos.",
        "result": "A passagem faz-se no mesmo dia, sem repetir o relato.",
        "state": "being_solved",
        "problems": (),
        "recommendations": (4,),
        "also": ("Município da Maia",),
        "did": (),
        "practice": "Folha de passagem com três campos entre a linha de emergência e o serviço do município, sem"
        " identificar ninguém fora do processo.",
        "public": False,
    },
    {
        "who": "Município de Arouca",
        "title": "Há poucos profissionais para tantas freguesias",
        "context": "As deslocações levam metade do dia. Os rácios não contam com a distância.",
        "tried": "",
        "result": "",
        "state": "open",
        "problems": (),
        "recommendations": (2,),
        "also": ("Município de Vale de Cambra",),
        "did": (("Município de Vale de Cambra", "Juntámos o atendimento ao dia da unidade móvel de saúde."),),
    },
)

EVIDENCE = (
    (
        1,
        "Município da Maia",
        "Protocolo da Rede Social revisto com o serviço local da Segurança Social.",
        -120,
    ),
    (3, "Município do Porto", "Duas turmas de formação sobre o papel de gestor/a de caso.", -60),
    (
        7,
        "Área Metropolitana do Porto",
        "Grupo de trabalho sobre Atendimento Integrado, com reuniões mensais.",
        -30,
    ),
)

QUESTION = (
    "Quando a resposta de saúde mental e a de habitação dependem uma da outra e nenhuma começa primeiro, por onde"
    " convém começar? (exemplo)"
)
