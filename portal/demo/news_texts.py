"""What the news of the demonstration say. Every event, place and person in them is invented."""

from __future__ import annotations

from portal.pages.texts import section, text

AIDS = {
    "pt-pt": {
        "title": "Três municípios partilham ajudas técnicas ao fim de semana",
        "description": (
            "Desde outubro, quem tem alta num sábado já não espera por segunda-feira: um piquete comum entrega camas "
            "articuladas e cadeiras de rodas."
        ),
        "body": [
            text(
                "<p>Até aqui, uma alta ao sábado esperava pelo armazém de segunda-feira. O piquete comum responde aos "
                "pedidos dos hospitais entre as 9h e as 19h, sábados e domingos, com os produtos de apoio que os três "
                "municípios puseram no banco partilhado.</p>"
            ),
            section("O que mudou"),
            text(
                "<ul><li>Um só contacto para os três municípios.</li><li>Entrega no próprio dia, até 20 km.</li>"
                "<li>O artigo volta ao armazém de onde saiu, e fica registado quem o cedeu.</li></ul>"
            ),
            text("<p>A unidade estratégica volta a olhar para os números em janeiro.</p>"),
        ],
    },
    "en": {
        "title": "Three municipalities share assistive products at weekends",
        "description": (
            "Since October, people discharged on a Saturday no longer wait for Monday: a joint crew delivers hospital "
            "beds and wheelchairs."
        ),
        "body": [
            text(
                "<p>Until now, a discharge on a Saturday waited for Monday’s storeroom. The joint crew answers the "
                "hospitals’ requests from 9 am to 7 pm on Saturdays and Sundays, with the assistive products the three "
                "municipalities put in the shared bank.</p>"
            ),
            section("What changed"),
            text(
                "<ul><li>One contact for the three municipalities.</li><li>Delivery on the day, within 20 km.</li>"
                "<li>The item goes back to the storeroom it came from, and who lent it is on record.</li></ul>"
            ),
            text("<p>The strategic unit looks at the figures again in January.</p>"),
        ],
    },
}

WINTER = {
    "pt-pt": {
        "title": "Inverno com porta aberta",
        "description": "Onde há lugar nas noites frias, e a quem ligar antes de sair à rua. Dezassete municípios.",
        "aim": "Que em cada noite de frio os lugares livres dos 17 municípios sejam conhecidos antes das 18h.",
        "partners": "Redes sociais locais dos 17 municípios\nEscola Superior de Serviço Social do Norte (demonstração)",
        "body": [
            text(
                "<p>Nas noites em que a Proteção Civil avisa para o frio, cada entidade confirma até às 17h quantos "
                "lugares tem. Quem acompanha pessoas em situação de sem-abrigo vê-os na Concerta, por município e por "
                "distância.</p>"
            ),
            section("Se conhece alguém que precise"),
            text("<p>Ligue 144, emergência social, a qualquer hora. Em perigo imediato, 112.</p>"),
        ],
    },
    "en": {
        "title": "A winter with open doors",
        "description": "Where there is room on cold nights, and whom to call first. Seventeen municipalities.",
        "aim": "On every cold night the free places of the 17 municipalities are known before 6 pm.",
        "partners": "Local social networks of the 17 municipalities\nNorthern School of Social Work (demonstration)",
        "body": [
            text(
                "<p>On nights for which Civil Protection warns of cold, each entity confirms by 5 pm how many places "
                "it has. Those who support people experiencing homelessness see them in Concerta, by municipality and "
                "by distance.</p>"
            ),
            section("If you know somebody in need"),
            text("<p>Call 144, social emergency, at any hour. In immediate danger, 112.</p>"),
        ],
    },
}

READERS = {
    "pt-pt": {
        "title": "Ler a casa: leituras em residências de pessoas idosas",
        "description": "Trinta voluntárias e voluntários leram em voz alta em doze residências, de março a junho.",
        "aim": "Companhia e conversa, uma vez por semana, em residências de quatro municípios.",
        "partners": "Bibliotecas municipais (demonstração)",
        "body": [text("<p>A campanha terminou. O balanço vai à unidade estratégica e fica público.</p>")],
    },
    "en": {
        "title": "Reading the house: reading aloud in homes for older people",
        "description": "Thirty volunteers read aloud in twelve homes, from March to June.",
        "aim": "Company and conversation once a week, in homes of four municipalities.",
        "partners": "Municipal libraries (demonstration)",
        "body": [
            text("<p>The campaign is over. Its review goes to the strategic unit and will be public.</p>")
        ],
    },
}

COUNCIL = {
    "pt-pt": {
        "title": "O Conselho de Vereadores reúne em dezembro para fechar o calendário de 2027",
        "description": "A ordem de trabalhos é pública; cada município leva o que já pode prometer.",
        "body": [
            text("<p>A reunião discute os planos de ação das quatro unidades e o calendário comum.</p>")
        ],
    },
}

INSIDE = {
    "title": "Redes sociais locais: o que trazer para a sessão de janeiro",
    "description": "Modelos, prazos e o contacto da coordenação para quem prepara o diagnóstico do seu concelho.",
    "body": [
        text(
            "<p>Cada rede traz o diagnóstico no modelo comum, com a data dos números. Quem ainda não o tem pede-o à "
            "coordenação até 15 de dezembro.</p>"
        )
    ],
}

WAITING = {
    "title": "Formação de equipas técnicas abre 24 vagas para 2027",
    "description": "Duas turmas, em Gondomar e em Santa Maria da Feira, sobre acompanhamento social integrado.",
    "body": [text("<p>As inscrições fazem-se na rede social de cada concelho, até 31 de janeiro.</p>")],
}

RETURNED = {
    "title": "Balcão único: o que se aprendeu em seis meses",
    "description": "Menos deslocações e respostas mais depressa, dizem as equipas.",
    "body": [text("<p>Por completar: falta o número de pessoas atendidas e a fonte.</p>")],
}
COMMENT = "Falta a fonte do número de atendimentos, e o período a que se refere."

DRAFT = {
    "title": "Calendário das feiras sociais de 2027",
    "description": "",
    "body": [],
}

MATERIAL = """Inverno com porta aberta (exemplo de demonstração)

Mensagem curta
Esta noite há lugar. Ligue 144 a qualquer hora. Em perigo imediato, 112.

Mensagem para cartaz
Nas noites frias, ninguém fica à porta. Os 17 municípios da Área Metropolitana do Porto dizem, todos os dias até às
17h, onde há lugar.
"""

ISSUE = {
    "subject_pt": "Ajudas técnicas ao fim de semana, e o balanço das leituras",
    "subject_en": "Assistive products at weekends, and the readings reviewed",
    "intro_pt": "O que se fez em conjunto desde o verão. Tudo o que aqui se conta é inventado, para demonstração.",
    "intro_en": "What was done together since the summer. All of it is invented, for demonstration.",
}
