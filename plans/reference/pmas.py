"""The table of targets of a Brazilian city's social assistance plan, as printed: a document to learn from.

Axis 1 is all there is of it here. Every text, unit and value stands as in the source (003_51ac73e7a8e02b92.txt) with
the line it is read from; how each line adds up is proposed from them, never said by the source. English only for what
stands above the strategies.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from plans.imports.table import Branch, Line, PlanTable

ORIGIN = "Brasil"
SOURCE = "003_51ac73e7a8e02b92.txt, linhas 3 a 45 (plano municipal de uma cidade do Brasil: só o eixo 1)"
TITLE = "Plano Municipal de Assistência Social 2022-2025"
TITLE_EN = "Municipal plan of social assistance 2022-2025"
LEVELS = ["Eixo", "Diretriz", "Ação", "Estratégia"]
LEVELS_EN = ["Axis", "Guideline", "Action", "Strategy"]
YEARS = (2022, 2023, 2024, 2025)
UNITS_EN = {
    "Global": "Global",
    "Unidade": "Unit",
    "Equipe": "Team",
    "Total de Famílias habilitadas": "Total of approved families",
    "Pessoal": "Staff",
}


class Heading(NamedTuple):
    line: int
    code: str
    title: str
    title_en: str


class Strategy(NamedTuple):
    """`printed`: the values of the four years, as they stand there."""

    line: int
    code: str
    title: str
    unit: str
    printed: str


AXIS = Heading(5, "1", "Política Municipal de Assistência Social", "Municipal policy of social assistance")

DIRECTIVES = (
    Heading(
        8,
        "1.1",
        "Garantia de acesso à assistência social àqueles que dela necessitarem",
        "Guaranteed access to social assistance for those who need it",
    ),
    Heading(
        14,
        "1.2",
        "Qualificação e aprimoramento das ofertas da Política de Assistência Social",
        "Qualifying and improving what the social assistance policy offers",
    ),
)

ACTIONS = (
    Heading(
        8,
        "1.1.1",
        "Ampliação da cobertura descentralizada da Política Pública de Assistência Social.",
        "Widening the decentralised coverage of the public policy of social assistance.",
    ),
    Heading(
        14,
        "1.2.1",
        (
            "Viabilização das condições físicas e estrutura necessária e adequada para a execução dos serviços, "
            "programas e projetos da Política de Assistência Social em nível local."
        ),
        "Physical conditions and the structure that services, programmes and projects need locally.",
    ),
    Heading(
        24,
        "1.2.2",
        (
            "Garantia do atendimento às especificidades e peculiaridades do público da Política de Assistência Social, "
            "bem como dos territórios"
        ),
        "Guaranteeing care that answers to what is specific of the people the policy serves, and of the territories",
    ),
    Heading(
        41,
        "1.2.3",
        "Fortalecimento da rede socioassistencial.",
        "Strengthening the network of social assistance.",
    ),
)

STRATEGIES = (
    Strategy(
        8,
        "1.1.1.a",
        (
            "Implantação de serviços, programas, projetos e benefícios a partir do diagnóstico socioterritorial e de "
            "acordo com as demandas específicas dos públicos e territórios como por exemplo em destaque: novas "
            "unidades de centro de referência de assistência social nos territórios descobertos (leste, norte, rural, "
            "entre outras); novas unidades de serviços de convivência e fortalecimento de vínculos (todas as regiões), "
            "programas de aprendizagem e qualificação profissional, bem como cursos livres descentralizados nos "
            "territórios, nova unidade de acolhimento institucional feminino, unidade de Centro dia para população em "
            "situação de rua, pessoas com deficiência e outros públicos."
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        9,
        "1.1.1.b",
        (
            "Ampliação de unidades e atendimentos da PSB e PSE, com maior capacidade de atendimento nas zonas urbana e "
            "rural, assegurando ofertas ainda não disponíveis e insuficientes, como por exemplo: opção de acolhimento "
            "para famílias, mulheres e casais; maior número de residências inclusivas; repúblicas para jovens; "
            "centro-dia para população em situação de rua, e pessoas com deficiência, aprendizagem e cursos livres "
            "para adolescentes com distorção idade-série; serviços de convivência e fortalecimento de vínculos; "
            "inclusão produtiva; bem como incremento daquelas já implantadas, com estruturação e ampliação de alcance."
        ),
        "Unidade",
        "2 2 2 2",
    ),
    Strategy(
        10,
        "1.1.1.c",
        (
            "Viabilização de equipes volantes (composta por um ou mais profissionais) para atendimento a regiões "
            "remotas e/ou de difícil acesso à população."
        ),
        "Equipe",
        "0 0 2 0",
    ),
    Strategy(
        11,
        "1.1.1.d",
        (
            "Viabilização de espaços de múltiplo uso para a utilização pelas equipes da política de assistência "
            "social, destacando a necessidade do território Rural"
        ),
        "Unidade",
        "0 1 1 1",
    ),
    Strategy(
        12,
        "1.1.1.e",
        (
            "Construção de unidades de atendimento para serviços, programas e projetos de Proteção Social Básica e de "
            "Proteção Social Especial, tanto para ampliação do alcance da política de assistência social, quanto para "
            "substituição de unidades com estruturas improvisadas e/ou inapropriadas e inadequadas"
        ),
        "Unidade",
        "0 1 1 1",
    ),
    Strategy(
        13,
        "1.1.1.f",
        (
            "Ampliação de unidades de atendimento para serviços, programas e projetos de Proteção Social Especial, "
            "tanto para ampliação do alcance da política de assistência social, quanto para substituição de unidades "
            "com estruturas improvisadas e/ou inapropriadas e inadequadas"
        ),
        "Unidade",
        "0 1 1 1",
    ),
    Strategy(
        14,
        "1.2.1.a",
        (
            "Reforma/ampliação/adequação e manutenção de unidades de produção e/ou comercialização de produtos e de "
            "prestação de serviços da Inclusão Produtiva (Economia Solidária e Qualificação profissional)"
        ),
        "Unidade",
        "2 2 2 2",
    ),
    Strategy(
        15,
        "1.2.1.b",
        (
            "Reforma/ampliação/adequação e manutenção de unidades de serviços, programas, projetos e ações "
            "complementares de PSB e PSE"
        ),
        "Unidade",
        "10 10 10 10",
    ),
    Strategy(
        16,
        "1.2.1.c",
        (
            "Adequação das estruturas físicas e de equipamentos, conforme as normas de acessibilidade da legislação em "
            "vigor"
        ),
        "Unidade",
        "1 1 1 1",
    ),
    Strategy(
        20,
        "1.2.1.d",
        (
            "Viabilização dos equipamentos/ materiais permanentes necessários ao atendimento na PSB e PSE, conforme "
            "especificidade das ofertas da política nos territórios"
        ),
        "Unidade",
        "100 100 100 100",
    ),
    Strategy(
        21,
        "1.2.1.e",
        (
            "Viabilização da estrutura necessária para a realização de atendimentos descentralizados tanto em "
            "território urbano como rural"
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        22,
        "1.2.1.f",
        (
            "Acesso ao atendimento da política de assistência social via telefone, de forma gratuita disponibilizando "
            "a população um tridígito da assistência social ou meio alternativo."
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        23,
        "1.2.1.g",
        "Apoio à rede socioassistencial não governamental na aquisição de equipamentos e materiais permanentes",
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        24,
        "1.2.2.a",
        (
            "Aprimoramento das ofertas e adequação das metodologias de atendimento, considerando as diferentes "
            "temáticas do SUAS, a heterogeneidade dos usuários e os públicos prioritários bem como as diferentes "
            "realidades territoriais."
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        25,
        "1.2.2.b",
        "Reordenamento e aprimoramento dos serviços, programas e projetos, com base nas normativas em vigência",
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        26,
        "1.2.2.c",
        (
            "Produção de orientações técnicas, protocolos e fluxos para qualificação dos serviços, programas, "
            "projetos, benefícios e de ações complementares de PSB e PSE"
        ),
        "Unidade",
        "2 2 2 2",
    ),
    Strategy(
        27,
        "1.2.2.d",
        (
            "Atendimento à população indígena e de assentamentos com ofertas socioassistenciais descentralizadas nos "
            "referidos territórios, conforme suas especificidades e definição de competência municipal de referência."
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        28,
        "1.2.2.e",
        (
            "Aprimoramento das ações voltadas ao atendimento à população indígena nas ruas, em razão das diversidades "
            "culturais que desafiam as equipes técnicas e continuam a indicar a necessidade de investimentos em "
            "estrutura na área urbana e capacitações para melhor atendimento na área urbana e na Terra Indígena, "
            "fortalecendo o acesso à proteção social aos povos indígenas e às comunidades tradicionais"
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        29,
        "1.2.2.f",
        (
            "Fortalecimento e aprimoramento do serviço de acolhimento familiar como alternativa ao acolhimento "
            "institucional"
        ),
        "Total de Famílias habilitadas",
        "12 15 18 20",
    ),
    Strategy(
        30,
        "1.2.2.g",
        (
            "Garantia de efetivação da Política Municipal de Atenção à População em Situação de Rua, inclusive com "
            "ações descentralizadas que atendam áreas periféricas e zona rural e a criação de estruturas que "
            "possibilitem espaços de convivência, atendimento, higiene e permanência desse público durante o dia."
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        31,
        "1.2.2.h",
        (
            "Promoção de maior inclusão das pessoas com deficiência e pessoas idosas nos programas, projetos, serviços "
            "e benefícios socioassistenciais"
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        32,
        "1.2.2.i",
        (
            "Garantia de estratégias para atendimento e funcionamento dos serviços, programas e projetos localizados "
            "em áreas com a forte presença do tráfego, especialmente no tocante ao seu alcance, tendo em vista "
            "dificuldades de acesso da população nas situações em que há disputa de território"
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        36,
        "1.2.2.j",
        (
            "Qualificação do serviço de abordagem social, com a viabilização de equipes, horários de atendimento, "
            "aprimoramento de metodologias, especialmente para identificação das situações de violação de direitos"
        ),
        "Pessoal",
        "2 2 2 2",
    ),
    Strategy(
        37,
        "1.2.2.k",
        (
            "Aprimoramento do fluxo de identificação e cadastramento das crianças e adolescentes em situação de "
            "trabalho infantil, intensificando a gestão e as estratégias de prevenção e enfrentamento a essa questão."
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        38,
        "1.2.2.l",
        (
            "Garantia do investimento em acessibilidade, tecnologia assistiva, braille, libras, como forma de tornar o "
            "atendimento da rede mais inclusivo"
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        39,
        "1.2.2.m",
        (
            "Habilitação dos trabalhadores e trabalhadoras do SUAS no desenvolvimento da função da política de "
            "assistência social voltada à Defesa e Garantia de Direitos"
        ),
        "Global",
        "25% 50% 75% 100%",
    ),
    Strategy(
        40,
        "1.2.2.n",
        "Garantia do atendimento a situações de calamidade pública e emergência",
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        41,
        "1.2.3.a",
        (
            "Fomento do funcionamento da rede socioassistencial como estratégia de gestão, com compartilhamento do "
            "conhecimento sobre as ofertas e mecanismos que assegurem seu fortalecimento e o desenvolvimento de ações "
            "articuladas entre as unidades da política de assistência social da proteção social básica e proteção "
            "social especial atuantes nos territórios."
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        42,
        "1.2.3.b",
        (
            "Fortalecimento da relação de referência e contrarreferência na rede socioassistencial, com ampliação da "
            "discussão sobre cada oferta, elaboração de fluxos e definição de protocolos, e com a criação de canais "
            "eficazes de comunicação e socialização dos processos vigentes, além de capacitações permanentes para o "
            "aprimoramento das relações instituídas, imprimindo maior concretude aos processos e vinculação aos "
            "territórios."
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        43,
        "1.2.3.c",
        (
            "Articulação do trabalho social com famílias com o processo de integração dos usuários da assistência "
            "social e estabelecimento de metodologias de trabalho democráticas para as ofertas socioassistenciais, "
            "sistematizadas e coerentes, assegurando a escuta qualificada como pré-requisito para a integralidade do "
            "atendimento."
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        44,
        "1.2.3.d",
        (
            "Elaboração de planejamento setorial do processo de acompanhamento familiar, com a realização de "
            "constantes alinhamentos com a rede socioassistencial nos campos teórico-metodológico, ético-político e "
            "técnico-operativo."
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
    Strategy(
        45,
        "1.2.3.e",
        (
            "Primazia do atendimento descentralizado, com a realização de ações com a comunidade primando pela "
            "participação e envolvimento dos usuários, bem como, de outras pessoas e representações dos territórios, "
            "de forma a garantir maior acesso, contato entre as áreas e partilha de informações."
        ),
        "Global",
        "100% 100% 100% 100%",
    ),
)


def table() -> PlanTable:
    """The same as reading the source itself gives."""
    root = Branch(AXIS.code, AXIS.title, 0, at=_at(AXIS.line))
    found = {root.code: root}
    for level, headings in enumerate((DIRECTIVES, ACTIONS), start=1):
        for one in headings:
            _grow(found, Branch(one.code, one.title, level, at=_at(one.line)))
    for strategy in STRATEGIES:
        branch = Branch(strategy.code, strategy.title, 3, at=_at(strategy.line))
        branch.lines.append(_line(strategy))
        _grow(found, branch)
    return PlanTable(TITLE, YEARS[0], YEARS[-1], list(LEVELS), [root], name="003_51ac73e7a8e02b92.txt")


def titles_en() -> dict[str, str]:
    """By code, of what has an English text."""
    return {one.code: one.title_en for one in (AXIS, *DIRECTIVES, *ACTIONS)}


def sources() -> dict[str, str]:
    """Where each element stands in the source, by its code."""
    return {one.code: f"003, linha {one.line}" for one in (AXIS, *DIRECTIVES, *ACTIONS, *STRATEGIES)}


def _at(line: int) -> str:
    return f"003, linha {line}"


def _grow(found: dict[str, Branch], branch: Branch) -> None:
    found[branch.code.rpartition(".")[0]].children.append(branch)
    found[branch.code] = branch


def _line(strategy: Strategy) -> Line:
    printed = dict(zip(YEARS, strategy.printed.split(), strict=True))
    values: dict[int, Decimal | None] = {year: Decimal(said.rstrip("%")) for year, said in printed.items()}
    return Line(strategy.unit, "%" in strategy.printed, values, printed)
