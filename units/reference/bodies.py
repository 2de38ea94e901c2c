"""The bodies REF-AMP foresees. Mandates are paraphrases; it names no members, and neither does this file."""

from typing import Any

BODIES: list[dict[str, Any]] = [
    {
        "kind": "strategic_unit",
        "axis_id": "EP1",
        "name_pt": "Saúde e Bem-Estar",
        "name_en": "Health and Well-being",
        "mandate_pt": (
            "Conduz as respostas metropolitanas para séniores, saúde mental, toxicodependências e "
            "deficiência intelectual: residências partilhadas, banco de ajudas técnicas, apoio "
            "domiciliário, acesso aos cuidados e equipas especializadas."
        ),
        "mandate_en": (
            "Leads the metropolitan responses for older people, mental health, drug dependence and "
            "intellectual disability: shared residences, a bank of technical aids, home support, access to "
            "care and specialised teams."
        ),
    },
    {
        "kind": "strategic_unit",
        "axis_id": "EP2",
        "name_pt": "Empregabilidade e Qualificação para o Emprego",
        "name_en": "Employability and Qualification for Employment",
        "mandate_pt": (
            "Conduz as respostas metropolitanas ao desemprego: um plano de ofertas formativas, uma "
            "plataforma de ofertas de emprego e a qualificação de quem procura trabalho."
        ),
        "mandate_en": (
            "Leads the metropolitan responses to unemployment: a plan of training offers, a platform of job "
            "offers and the qualification of people looking for work."
        ),
    },
    {
        "kind": "strategic_unit",
        "axis_id": "EP3",
        "name_pt": "Inclusão Social",
        "name_en": "Social Inclusion",
        "mandate_pt": (
            "Conduz as respostas metropolitanas à precariedade económica e à violência doméstica: banco de "
            "recursos, apoio ao arrendamento, casas de abrigo e acolhimento de emergência pensados à escala "
            "metropolitana."
        ),
        "mandate_en": (
            "Leads the metropolitan responses to economic precariousness and domestic violence: a resource "
            "bank, rent support, refuges and emergency shelter thought out at metropolitan scale."
        ),
    },
    {
        "kind": "strategic_unit",
        "axis_id": "EP4",
        "name_pt": "Formação e Capacitação",
        "name_en": "Training and Capacity Building",
        "mandate_pt": (
            "Conduz a capacitação de organizações, equipas técnicas e redes sociais locais, e a promoção da "
            "inclusão social como exercício de cidadania junto da comunidade."
        ),
        "mandate_en": (
            "Leads the training of organisations, technical teams and local social networks, and the "
            "promotion of social inclusion as an exercise of citizenship in the community."
        ),
    },
    {
        "kind": "coordination",
        "name_pt": "Unidade de Coordenação Estratégica",
        "name_en": "Strategic Coordination Unit",
        "condition": "transitional",
        "mandate_pt": (
            "Responde pelo modo de fazer: Monitor Social Metropolitano, avaliação da implementação e do "
            "impacto social, divulgação, responsabilidade social e financiamento, empreendedorismo e "
            "inovação social. Começa com elementos da equipa técnica da AMP, representantes dos municípios "
            "e parceiros já envolvidos em projetos, até a sua composição ser concertada a 17."
        ),
        "mandate_en": (
            "Answers for how things are done: the Metropolitan Social Monitor, evaluation of implementation "
            "and of social impact, dissemination, social responsibility and funding, social "
            "entrepreneurship and innovation. It starts with members of the metropolitan technical team, "
            "representatives of the municipalities and partners already in projects, until the 17 agree on "
            "its composition."
        ),
    },
    {
        "kind": "council",
        "name_pt": "Conselho de Vereadores de Ação Social",
        "name_en": "Council of Councillors for Social Action",
        "mandate_pt": (
            "Articula a estratégia a 17: discute o enquadramento dos planos de ação das unidades, coordena "
            "as políticas de ação social metropolitana e é o elemento último de suporte e de decisão "
            "estratégica."
        ),
        "mandate_en": (
            "Articulates the strategy among the 17: it discusses the framing of the units’ action plans, "
            "coordinates metropolitan social-action policies, and is the last instance of support and "
            "strategic decision."
        ),
    },
    {
        "kind": "technical_team",
        "name_pt": "Equipa técnica supramunicipal",
        "name_en": "Supra-municipal technical team",
        "mandate_pt": (
            "Sob coordenação da Comissão Executiva Metropolitana, elabora projetos plurianuais que criem "
            "competências técnicas na AMP e aproximem a estrutura técnica das exigências da estratégia "
            "metropolitana."
        ),
        "mandate_en": (
            "Under the Metropolitan Executive Commission, prepares multi-year projects that build technical "
            "skills in the metropolitan area and bring the technical structure closer to what the strategy "
            "asks of it."
        ),
    },
]
