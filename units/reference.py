"""REF-AMP as printed: axes, problems, operative responses, and the bodies it foresees.

Source: "Referencial Estratégico para a Ação Social na Área Metropolitana do Porto", working document presented in Porto
on 12 March 2014. Loaded by a migration. Where the document uses a word that is no longer used of people ("deficiência
mental") or is misspelt ("precaridade"), today's word is the name and the printed one is kept beside it.
Mandates are paraphrases; REF-AMP names no members, and neither does this file.
"""

from typing import Any, NamedTuple


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


def _order(code: str) -> tuple[str, int]:
    return code[:2], int(code[2:])


def load(apps: Any) -> None:
    """Write all of it, with the model classes that `apps` gives (a migration's, or the real ones). Repeatable."""
    Axis, Problem = apps.get_model("units", "Axis"), apps.get_model("units", "Problem")
    OperativeResponse, Body = (
        apps.get_model("units", "OperativeResponse"),
        apps.get_model("units", "Body"),
    )
    for axis in AXES:
        kind, order = _order(axis.code)
        Axis.objects.update_or_create(
            code=axis.code,
            defaults={
                "kind": kind,
                "order": order,
                "name_pt": axis.name_pt,
                "name_en": axis.name_en,
            },
        )
    for order, problem in enumerate(PROBLEMS, start=1):
        fields = problem._asdict() | {
            "order": order,
            "axis_id": problem.code.split(".")[0],
        }
        Problem.objects.update_or_create(code=fields.pop("code"), defaults=fields)
    for order, response in enumerate(RESPONSES, start=1):
        fields = response._asdict() | {"order": order}
        fields["problem_id"] = fields.pop("problem")
        OperativeResponse.objects.update_or_create(code=fields.pop("code"), defaults=fields)
    for order, body in enumerate(BODIES, start=1):
        fields = dict(body) | {"order": order}
        keys = {"kind": fields.pop("kind"), "axis_id": fields.pop("axis_id", None)}
        Body.objects.get_or_create(**keys, defaults=fields)
