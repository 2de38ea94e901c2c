"""The framework: axes, problems, operative responses, lines of action, structuring ideas."""

from typing import NamedTuple


class AxisRow(NamedTuple):
    code: str
    name_pt: str
    name_en: str


class ProblemRow(NamedTuple):
    code: str
    name_pt: str
    name_en: str
    printed_pt: str = ""


class ResponseRow(NamedTuple):
    code: str
    problem: str
    response_class: str
    name_pt: str
    name_en: str
    printed_pt: str = ""


class LineRow(NamedTuple):
    code: str
    name_pt: str
    name_en: str
    printed_pt: str
    source: str


class IdeaRow(NamedTuple):
    name_pt: str
    name_en: str
    text_pt: str
    text_en: str
    source: str


AXES = [
    AxisRow("EP1", "Saúde e Bem-Estar", "Health and Well-being"),
    AxisRow(
        "EP2",
        "Empregabilidade e Qualificação para o Emprego",
        "Employability and Qualification for Employment",
    ),
    AxisRow("EP3", "Inclusão Social", "Social Inclusion"),
    AxisRow("EP4", "Formação e Capacitação", "Training and Capacity Building"),
    AxisRow("AE1", "Monitor Social Metropolitano", "Metropolitan Social Monitor"),
    AxisRow(
        "AE2",
        "Avaliação e Monitorização da Implementação",
        "Evaluation and Monitoring of Implementation",
    ),
    AxisRow("AE3", "Avaliação do Impacto Social", "Evaluation of Social Impact"),
    AxisRow(
        "AE4",
        "Divulgação e Visibilidade Social das Ações",
        "Dissemination and Social Visibility of Actions",
    ),
    AxisRow(
        "AE5",
        "Responsabilidade Social, Sustentabilidade e Financiamento das Ações",
        "Social Responsibility, Sustainability and Funding of Actions",
    ),
    AxisRow(
        "AE6",
        "Empreendedorismo e Inovação Social",
        "Social Entrepreneurship and Innovation",
    ),
]

PROBLEMS = [
    ProblemRow("EP1.1", "Séniores", "Older people"),
    ProblemRow("EP1.2", "Saúde mental", "Mental health"),
    ProblemRow("EP1.3", "Toxicodependências", "Drug dependence"),
    ProblemRow(
        "EP1.4",
        "Deficiência intelectual",
        "Intellectual disability",
        "Deficiência mental",
    ),
    ProblemRow("EP2.1", "Desemprego", "Unemployment"),
    ProblemRow(
        "EP3.1",
        "Precariedade económica",
        "Economic precariousness",
        "Precaridade económica",
    ),
    ProblemRow("EP3.2", "Violência doméstica", "Domestic violence"),
    ProblemRow(
        "EP4.1",
        "Organizações, técnicos, colaboradores e redes sociais locais",
        "Organisations, technicians, staff and local social networks",
        "Organizações, técnicos, colaboradores & redes sociais locais",
    ),
    ProblemRow("EP4.2", "Comunidade", "Community"),
]

_SHARED = "Respostas residenciais por partilha estratégica e concertada de equipamentos"
_SHARED_EN = "Residential responses through strategic, concerted sharing of facilities"
_AIDS = "Banco de ajudas técnicas (produtos de apoio)"
_AIDS_EN = "Bank of technical aids (assistive products)"
_TEAMS, _TEAMS_EN = "Constituição de equipas especializadas", "Specialised teams"
_WORK = (
    "Aumento da qualificação das pessoas desempregadas, potenciação da empregabilidade e formação em "
    "empreendedorismo"
)
_WORK_EN = "Better qualification of unemployed people, greater employability and training in entrepreneurship"
_WORK_PRINTED = (
    "Aumento da qualificação dos desempregados; Potenciação da empregabilidade; "
    "Formação no âmbito do empreendedorismo"
)

RESPONSES = [
    ResponseRow(
        "1.1.1a",
        "EP1.1",
        "a",
        f"{_SHARED} (séniores)",
        f"{_SHARED_EN} (older people)",
        _SHARED,
    ),
    ResponseRow(
        "1.1.1b",
        "EP1.1",
        "a",
        (
            "Unidades residenciais com especialização em problemáticas específicas, por exemplo séniores "
            "dependentes"
        ),
        "Residential units specialised in particular problems, for example dependent older people",
    ),
    ResponseRow("1.1.1c", "EP1.1", "a", _AIDS, _AIDS_EN, "Banco de ajudas técnicas"),
    ResponseRow(
        "1.1.2a",
        "EP1.1",
        "b",
        "Plano metropolitano de apoio domiciliário, de nível inter ou supramunicipal",
        "Metropolitan home-support plan, at inter-municipal or supra-municipal level",
    ),
    ResponseRow(
        "1.1.2b",
        "EP1.1",
        "b",
        "Programas supramunicipais, por exemplo de promoção do envelhecimento ativo",
        "Supra-municipal programmes, for example promoting active ageing",
    ),
    ResponseRow(
        "1.1.3",
        "EP1.1",
        "c",
        "Eventos metropolitanos de natureza sociocultural, por exemplo rotas culturais ou datas festivas",
        "Metropolitan sociocultural events, for example cultural routes or festive dates",
    ),
    ResponseRow(
        "1.2.1a",
        "EP1.2",
        "a",
        f"{_SHARED} (saúde mental)",
        f"{_SHARED_EN} (mental health)",
        _SHARED,
    ),
    ResponseRow(
        "1.2.1b",
        "EP1.2",
        "a",
        "Equipamentos específicos: centros de acolhimento temporário, centros ocupacionais, unidades de "
        "cuidados continuados",
        "Specific facilities: temporary shelters, occupational centres, continuing-care units",
    ),
    ResponseRow(
        "1.2.1c",
        "EP1.2",
        "a",
        f"{_AIDS}: saúde mental",
        f"{_AIDS_EN}: mental health",
        "Banco de ajudas técnicas",
    ),
    ResponseRow(
        "1.2.2",
        "EP1.2",
        "b",
        "Facilitação do acesso aos cuidados de saúde mental",
        "Easier access to mental-health care",
    ),
    ResponseRow(
        "1.2.3a",
        "EP1.2",
        "c",
        f"{_TEAMS} (saúde mental)",
        f"{_TEAMS_EN} (mental health)",
        _TEAMS,
    ),
    ResponseRow(
        "1.2.3b",
        "EP1.2",
        "c",
        "Capacitação de cuidadores informais",
        "Training of informal carers",
    ),
    ResponseRow(
        "1.3.1",
        "EP1.3",
        "b",
        "Serviços centrais, como os Centros de Respostas Integradas (CRI)",
        "Central services, such as the Integrated Response Centres (CRI)",
    ),
    ResponseRow(
        "1.4.1",
        "EP1.4",
        "a",
        (
            "Respostas residenciais por partilha estratégica e concertada de equipamentos e estruturas "
            "(deficiência)"
        ),
        (
            "Residential responses through strategic, concerted sharing of facilities and structures "
            "(disability)"
        ),
        "Respostas residenciais por partilha estratégica e concertada de equipamentos e estruturas",
    ),
    ResponseRow(
        "1.4.2a",
        "EP1.4",
        "b",
        "Inserção profissional ou ocupacional de pessoas adultas com deficiência intelectual",
        "Placement in work or occupation of adults with intellectual disability",
        "Inserção profissional ou ocupacional de adultos portadores de deficiência mental",
    ),
    ResponseRow(
        "1.4.2b",
        "EP1.4",
        "b",
        "Abordagem integrada no atendimento às pessoas com deficiência e suas famílias",
        "Integrated approach in attending to people with disability and their families",
        "Abordagem integrada no atendimento aos indivíduos portadores de deficiência e suas famílias",
    ),
    ResponseRow(
        "1.4.3",
        "EP1.4",
        "c",
        f"{_TEAMS} (deficiência)",
        f"{_TEAMS_EN} (disability)",
        _TEAMS,
    ),
    ResponseRow(
        "2.1.1a",
        "EP2.1",
        "b",
        "Plano metropolitano de ofertas formativas",
        "Metropolitan plan of training offers",
    ),
    ResponseRow(
        "2.1.1b",
        "EP2.1",
        "b",
        "Plataforma metropolitana de ofertas de emprego",
        "Metropolitan platform of job offers",
    ),
    ResponseRow("2.1.2", "EP2.1", "c", _WORK, _WORK_EN, _WORK_PRINTED),
    ResponseRow(
        "3.1.1",
        "EP3.1",
        "a",
        "Banco de recursos: alimentação, bens de apoio à saúde e bem-estar, bens de apoio à educação",
        "Resource bank: food, goods for health and well-being, goods for education",
    ),
    ResponseRow(
        "3.1.2",
        "EP3.1",
        "b",
        "Medidas de apoio ao arrendamento",
        "Rent-support measures",
    ),
    ResponseRow(
        "3.1.3",
        "EP3.1",
        "c",
        f"{_WORK} (cf. EP2.1)",
        f"{_WORK_EN} (cf. EP2.1)",
        _WORK_PRINTED,
    ),
    ResponseRow(
        "3.2.1a",
        "EP3.2",
        "a",
        "Casas de abrigo como resposta estratégica metropolitana",
        "Refuges as a strategic metropolitan response",
        "Casas abrigo perspectivadas enquanto resposta estratégica metropolitana",
    ),
    ResponseRow(
        "3.2.1b",
        "EP3.2",
        "a",
        "Casas de acolhimento temporário ou centros de acolhimento para situações de emergência",
        "Temporary homes or reception centres for emergencies",
    ),
    ResponseRow(
        "3.2.2",
        "EP3.2",
        "b",
        "Plano Metropolitano para a Violência Doméstica",
        "Metropolitan Plan on Domestic Violence",
    ),
    ResponseRow(
        "4.1.1",
        "EP4.1",
        "c",
        "Capacitação em violência doméstica",
        "Training on domestic violence",
        "Violência Doméstica",
    ),
    ResponseRow(
        "4.1.2",
        "EP4.1",
        "c",
        "Capacitação em deficiência intelectual",
        "Training on intellectual disability",
        "Deficiência Mental",
    ),
    ResponseRow(
        "4.1.3",
        "EP4.1",
        "c",
        "Capacitação em saúde mental",
        "Training on mental health",
        "Saúde Mental",
    ),
    ResponseRow(
        "4.1.4",
        "EP4.1",
        "c",
        "Qualificação e capacitação das organizações, designadamente dirigentes",
        "Qualification and capacity building of organisations, notably their leaders",
    ),
    ResponseRow(
        "4.2",
        "EP4.2",
        "c",
        (
            "Promoção da inclusão social enquanto exercício de cidadania, com foco nas problemáticas de cada "
            "eixo"
        ),
        "Promotion of social inclusion as an exercise of citizenship, focused on the problems of each axis",
    ),
]

LINES = [
    LineRow("AE1.1", "Diagnósticos sociais", "Social diagnoses", "DIAGNÓSTICOS SOCIAIS", "REF:419"),
    LineRow("AE1.2", "Mapeamento de respostas", "Mapping of responses", "MAPEAMENTO DE RESPOSTAS", "REF:420"),
    LineRow(
        "AE1.3",
        "Base de dados metropolitana",
        "Metropolitan database",
        "BASE DE DADOS METROPOLITANA",
        "REF:421",
    ),
    LineRow(
        "AE2.1",
        "Avaliação e monitorização da ação social metropolitana: projetos e programas",
        "Evaluation and monitoring of metropolitan social action: projects and programmes",
        "DA AÇÃO SOCIAL METROPOLITANA (PROJETOS, PROGRAMAS, ...)",
        "REF:432-433",
    ),
    LineRow(
        "AE2.2",
        "Avaliação e monitorização do referencial e dos planos de ação anuais",
        "Evaluation and monitoring of the framework and of the annual action plans",
        "DO REFERENCIAL ESTRATÉGICO E RESPECTIVOS PLANOS DE AÇÃO ANUAIS",
        "REF:434-435",
    ),
    LineRow(
        "AE3.1",
        "Metodologias para medir o impacto social, nas dimensões tangíveis e intangíveis",
        "Methods to measure social impact, in its tangible and intangible dimensions",
        "CRIAÇÃO DE METODOLOGIAS DE MENSURAÇÃO DO IMPACTO SOCIAL (MÚLTIPLAS DIMENSÕES TANGÍVEIS E INTANGÍVEIS)",
        "REF:449",
    ),
    LineRow(
        "AE3.2",
        "Avaliação estratégica: proporcional, externa, verificável",
        "Strategic evaluation: proportionate, external, verifiable",
        "AVALIAÇÃO ESTRATÉGICA (PROPORCIONAL, EXTERNA, VERIFICÁVEL, ...)",
        "REF:450",
    ),
    LineRow(
        "AE4.1",
        "Divulgação interna: AMP, municípios, redes sociais locais",
        "Internal dissemination: metropolitan area, municipalities, local social networks",
        "INTERNA (AMP, MUNICÍPIOS, REDES SOCIAIS LOCAIS, ...)",
        "REF:458",
    ),
    LineRow(
        "AE4.2",
        "Divulgação externa: comunidade local, regional, nacional e internacional",
        "External dissemination: local, regional, national and international community",
        "EXTERNA (COMUNIDADE LOCAL, REGIONAL, NACIONAL, INTERNACIONAL)",
        "REF:459",
    ),
    LineRow(
        "AE5.1",
        "Captação de financiamentos pela promoção da responsabilidade social",
        "Attracting funding by promoting social responsibility",
        "CATIVAÇÃO DE FINANCIAMENTOS PELA PROMOÇÃO DA RESPONSABILIDADE SOCIAL",
        "REF:473-477",
    ),
    LineRow(
        "AE5.2",
        "Candidatura a financiamentos para projetos metropolitanos",
        "Applications for funding of metropolitan projects",
        "CANDIDATURA A FINANCIAMENTOS PARA PROJETOS METROPOLITANOS",
        "REF:479-485",
    ),
    LineRow(
        "AE6.1",
        "Apoio a respostas nascidas na comunidade",
        "Support for responses born in the community",
        "APOIO A RESPOSTAS DE GÉNESE NA COMUNIDADE",
        "REF:493-495",
    ),
]

IDEAS = [
    IdeaRow(
        "Construção de uma Identidade AMP",
        "Building an identity for the metropolitan area",
        "Pela concertação estratégica na definição e na aplicação das políticas metropolitanas de ação social.",
        "Through strategic concertation in defining and carrying out metropolitan policies for social action.",
        "REF:38-40",
    ),
    IdeaRow(
        "Desenvolvimento de cultura de partilha do esforço e da responsabilidade coletiva",
        "Developing a culture of shared effort and collective responsibility",
        "Na conceção e no planeamento das respostas sociais metropolitanas, e nos recursos de que precisam.",
        "In conceiving and planning metropolitan social responses, and in the resources they need.",
        "REF:42-46",
    ),
    IdeaRow(
        "Promoção do trabalho em rede aos níveis Inter e Supramunicipal",
        "Promoting networking at inter-municipal and supra-municipal level",
        "Nomeadamente capacitando as redes sociais locais para funcionarem a esses níveis.",
        "Notably by enabling local social networks to work at those levels.",
        "REF:48-50",
    ),
    IdeaRow(
        "Maximização da relação entre investimento e impacto da implementação das políticas metropolitanas para AS",
        "Making the most of the relation between investment and impact of metropolitan policies for social action",
        "Com diagnóstico e monitorização da realidade social, e avaliação do impacto social das ações.",
        "With diagnosis and monitoring of social reality, and evaluation of the social impact of what is done.",
        "REF:56-60",
    ),
    IdeaRow(
        "Fomento de respostas sociais sustentadas na iniciativa da comunidade metropolitana",
        "Fostering social responses sustained by the initiative of the metropolitan community",
        "Com responsabilidade social, cofinanciamento, e apoio à inovação e ao empreendedorismo social.",
        "With social responsibility, co-funding, and support for social innovation and entrepreneurship.",
        "REF:62-66",
    ),
]
