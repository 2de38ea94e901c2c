"""The eight recommendations, word by word."""

from typing import NamedTuple


class Row(NamedTuple):
    number: int
    addressee: str
    title_pt: str
    title_en: str
    text_pt: str
    text_en: str
    source: str


RECOMMENDATIONS = (
    Row(
        1,
        "municipalities",
        "Aprofundar o trabalho dos Municípios no âmbito da Rede Social",
        "To strengthen the work of local authorities within the Social Network",
        "A transferência de competências da Ação Social para as autarquias representa um passo estratégico, suscetível "
        "de reforçar e ampliar as práticas de atendimento e acompanhamento social integrado. Importa, neste sentido, "
        "que os Municípios continuem a aprofundar o seu trabalho no âmbito de Rede Social, vinculando os serviços "
        "locais de Segurança Social enquanto parceiros ativos e assumindo o Serviço de Atendimento e Acompanhamento "
        "Social que entrecruza responsabilidades e práticas de diferentes entidades a nível do planeamento, da "
        "intervenção direta e da avaliação das políticas públicas.",
        "The transfer of social action responsibilities to municipalities is a strategic step that can strengthen and "
        "expand integrated social care and support practices. In this regard, it is important that municipalities "
        "continue to deepen their work within the Social Network, binding local social security services as active "
        "partners and assuming the Social Care and Support Service as a service that intersects the responsibilities "
        "and practices of different entities in terms of planning, intervention and evaluation of public policies.",
        "MPT:402-418; MEN:128-130",
    ),
    Row(
        2,
        "municipalities",
        "Valorizar o trabalho social envolvido no atendimento e acompanhamento social",
        "To value the social work involved in social care and support",
        "A valorização do trabalho social envolvido no atendimento e acompanhamento social pode expressar-se de "
        "diferentes formas: na composição das equipas (que devem ser tendencialmente multidisciplinares) e nas suas "
        "atribuições; na identificação de indicadores de desempenho que reconheçam as especificidades deste trabalho; "
        "na abertura manifestada para a discussão dos rácios estabelecidos para o acompanhamento de famílias, sejam, "
        "ou não, beneficiárias de Rendimento Social de Inserção (RSI).",
        "The appreciation of social work involved in social care and support can be expressed in different ways: in "
        "the composition of teams (which should tend to be multidisciplinary) and in their duties; in the "
        "identification of performance indicators that recognise the specificities of this work; in the openness "
        "shown to discussing the ratios established regarding the support provided to households, in or outside the "
        "scope of Social Integration Income (RSI) processes.",
        "MPT:420-435; MEN:132-134",
    ),
    Row(
        3,
        "municipalities",
        "Promover a formação contínua de profissionais",
        "To promote continuous training for professionals",
        "Os Municípios e entidades prestadoras de atendimento e acompanhamento social devem assumir um papel mais "
        "explícito e estruturado na formação contínua das suas e dos seus profissionais. No domínio do atendimento e "
        "acompanhamento social integrado, essa formação deverá abranger, designadamente, temas como o diagnóstico, a "
        "promoção da participação, a figura e o papel de gestor/a de caso, e a clarificação de conceitos associados a "
        "integração de serviços.",
        "Municipalities and other entities providing social care and support should take on a clearer and more "
        "structured role in the continuous training of their professionals. In the field of integrated social care "
        "and support, this training should cover topics such as the diagnosis, the promotion of participation, the "
        "role of the case manager, and the clarification of concepts associated with the integration of services.",
        "MPT:437-453; MEN:136-138",
    ),
    Row(
        4,
        "iss",
        "Clarificar critérios e procedimentos",
        "To clarify criteria and procedures",
        "Impõe-se a clarificação de critérios e procedimentos, promovendo a sua uniformização não apenas junto das "
        "equipas municipais, mas também no âmbito das equipas dos Centros Distritais de Segurança Social. Esta "
        "necessidade assume particular acuidade no que se refere à articulação com a Linha Nacional de Emergência "
        "Social (LNES).",
        "Criteria and procedures must be clarified, and their standardisation should be promoted, not only among teams "
        "at the municipal level, but also among teams of the District Social Security Centres. This need is "
        "particularly acute with regard to the articulation with the National Social Emergency Line.",
        "MPT:458-468; MEN:142-144",
    ),
    Row(
        5,
        "iss",
        "Rever o acesso ao Sistema de Informação da Segurança Social",
        "To review access to the Social Security Information System",
        "Importa refletir e agir no sentido de garantir o acesso à informação constante no subsistema do Atendimento e "
        "Acompanhamento Social (AAS/RSI (Inserção) integrado no Sistema de Informação da Segurança Social, de modo que "
        "este constitua um instrumento ao serviço da comunidade. Evitar-se-ia, assim, o desperdício de recursos "
        "financeiros e humanos - nomeadamente de tempo - associado à criação múltipla de bases de dados municipais, "
        "prática que contraria a lógica de integração de serviços e respostas.",
        "It is important to reflect and act to ensure access to the information contained in the Social Assistance and "
        "Monitoring subsystem (integrated into the Social Security Information System), so that it constitutes a tool "
        "at the service of the community. This would avoid the waste of financial and human resources - particularly "
        "time - associated with the creation of multiple municipal databases, a practice that runs counter to the "
        "logic of integrating services and responses.",
        "MPT:470-484; MEN:146-148",
    ),
    Row(
        6,
        "iss",
        "Monitorizar a implementação do atendimento e acompanhamento social integrado",
        "To monitor the implementation of integrated social care and support",
        "Revela-se necessária a monitorização regular e continuada, em articulação com a Associação Nacional de "
        "Municípios Portugueses, do modo como o atendimento e acompanhamento social integrado é implementado nos "
        "diferentes territórios, com particular enfoque na forma como promovem a integração de serviços e respostas.",
        "Regular and continuous monitoring is needed, in conjunction with the National Association of Portuguese "
        "Municipalities, of how integrated social care and support is implemented in different territories, with a "
        "particular focus on how they promote the integration of services and responses.",
        "MPT:486-500; MEN:150-152",
    ),
    Row(
        7,
        "anmp",
        "Criar grupos de trabalho ao nível supraconcelhio",
        "To create working groups at the supra-municipal level",
        "Ao nível supraconcelhio, recomenda-se a constituição de grupos de trabalho com o objetivo de reforçar a "
        "eficácia da implementação do Atendimento e Acompanhamento Social Integrado, através da identificação "
        "sistemática de constrangimentos e da partilha de soluções e boas práticas que qualifiquem as respostas "
        "dirigidas às pessoas beneficiárias.",
        "It is recommended that working groups are set up at the supra-municipal level, with the aim of strengthening "
        "the effectiveness of the implementation of Integrated Social Care and Support, through the systematic "
        "identification of constraints and the sharing of solutions and good practices that improve the responses "
        "provided to beneficiaries.",
        "MPT:505-516; MEN:156-158",
    ),
    Row(
        8,
        "anmp",
        "Equacionar um modelo municipal de atendimento e acompanhamento social que integre os domínios da Ação Social, "
        "Educação e Saúde",
        "To consider setting-up a municipal model for social care and support that integrates the fields of social "
        "action, education and health",
        "Por fim, no quadro da transferência de competências - que abrange igualmente os domínios da Educação e da "
        "Saúde - a Associação Nacional de Municípios Portugueses poderia promover uma reflexão alargada, envolvendo as "
        "áreas governativas do Trabalho, Solidariedade e Segurança Social, da Educação e da Saúde, com vista à "
        "conceção de um modelo municipal de atendimento e acompanhamento social que integrasse de forma articulada a "
        "Ação Social, a Educação e a Saúde. Um modelo desta natureza permitiria concretizar de modo mais efetivo um "
        "dos principais desígnios do Atendimento Integrado: a prevenção de situações de pobreza e de exclusão social.",
        "Finally, in the context of the transfer of powers – which also covers the areas of education and health - the "
        "National Association of Portuguese Municipalities could promote a broad reflection, involving the government "
        "areas of Labour, Solidarity and Social Security, Education and Health, with a view to designing a municipal "
        "model for social assistance and support that would integrate social Action, education and health in a "
        "coordinated manner. A model of this nature would make it possible to more effectively achieve one of the main "
        "objectives of Integrated Care: the prevention of poverty and social exclusion.",
        "MPT:518-538; MEN:160-164",
    ),
)
