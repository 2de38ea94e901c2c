"""The study's figures and voices, each with the lines it stands in."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.bilingual import in_language

# Whatever stands beside a figure of the 17 says that it is of others.
POPULATION_PT = "Estudo MAASIP, 223 municípios do país"
POPULATION_EN = "MAASIP study, 223 municipalities of the country"


@dataclass(frozen=True)
class Figure:
    """`said` as printed. `percent`: where it can stand as a line beside a share of the 17."""

    key: str
    said_pt: str
    said_en: str
    about_pt: str
    about_en: str
    source: str
    percent: Decimal | None = None

    @property
    def said(self) -> str:
        return in_language(self.said_pt, self.said_en)

    @property
    def about(self) -> str:
        return in_language(self.about_pt, self.about_en)


FIGURES = (
    Figure(
        "respostas",
        "223",
        "223",
        "respostas válidas ao questionário (72,4% dos municípios portugueses)",
        "valid responses to the questionnaire (72.4% of Portuguese municipalities)",
        "MPT:98-99; MEN:51",
    ),
    Figure(
        "entrevistas",
        "15",
        "15",
        "entrevistas a profissionais e pessoas beneficiárias, em seis concelhos",
        "interviews with professionals and beneficiaries, in six municipalities",
        "MPT:100-102; MEN:51",
    ),
    Figure(
        "grupos",
        "4",
        "4",
        "focus groups, com 60 profissionais e quatro membros de Executivos de 55 municípios",
        "focus groups, with 60 professionals and four members of the executive bodies of 55 municipalities",
        "MPT:102-105; MEN:51",
    ),
    Figure(
        "antes",
        "mais de 100",
        "more than 100",
        "concelhos tinham já Atendimento Integrado quando as competências foram transferidas",
        "municipalities already had Integrated Care when powers were transferred",
        "MPT:110-116; MEN:55",
    ),
    Figure(
        "agora",
        "pelo menos 180",
        "at least 180",
        "municípios têm atualmente Atendimento Integrado em curso",
        "municipalities currently have Integrated Care underway",
        "MPT:302-304; MEN:102",
    ),
    Figure(
        "mudou",
        "cerca de 2 em cada 3",
        "around 2 out of 3",
        "municípios onde havia Atendimento Integrado viram o modelo mudar com a transferência de competências",
        "municipalities with Integrated Care saw the model change with the transfer of powers",
        "MPT:306-309; MEN:104",
        Decimal("66.666667"),
    ),
    Figure(
        "protocolo",
        "cerca de metade",
        "about half",
        "das experiências foram formalizadas através de protocolos",
        "of the experiences were formalised through protocols",
        "MPT:123-130; MEN:57-59",
        Decimal(50),
    ),
    Figure(
        "areas",
        "80%",
        "80%",
        "dos casos tinham um largo espetro de áreas envolvidas",
        "of cases had a wide range of areas involved",
        "MPT:144-148; MEN:63",
        Decimal(80),
    ),
    Figure(
        "gestor",
        "70%",
        "70%",
        "dos municípios respondentes têm gestor/a de caso",
        "of the responding municipalities have a case manager",
        "MPT:193-199; MEN:75",
        Decimal(70),
    ),
    Figure(
        "quando",
        "dezembro de 2024 a março de 2026",
        "December 2024 to March 2026",
        "foi o tempo do estudo, do CESIS com a ANMP e o ISS, I.P.",
        "was the time of the study, by CESIS with ANMP and ISS, I.P.",
        "MPT:61-69; MEN:39-41",
    ),
)


@dataclass(frozen=True)
class Quote:
    text_pt: str
    text_en: str
    who_pt: str
    who_en: str
    source: str

    @property
    def text(self) -> str:
        return in_language(self.text_pt, self.text_en)

    @property
    def who(self) -> str:
        return in_language(self.who_pt, self.who_en)


QUOTES = (
    Quote(
        "Mudou muito. Agora é muito melhor, porque nós não temos de correr a mais sítios. É só um sítio e eles já "
        "sabem o nosso assunto.",
        "It has changed a lot. Now it is much better, because we do not have to run around to different places. It is "
        "just one place and they already know what we need.",
        "Pessoa beneficiária entrevistada",
        "Interviewed beneficiary",
        "MPT:275-279; MEN:79",
    ),
    Quote(
        "A primeira vez que precisei de ajuda fui a [...] e fiquei lá perdida. Andei para a frente e para trás sem "
        "ninguém que me ajudasse a resolver os meus problemas. Desde que sou acompanhada aqui a minha vida mudou "
        "completamente... para melhor! Consegui o visto de residência; consegui a cadeira de rodas para o meu filho; "
        "consegui trabalho... ajudaram-me em tudo.",
        "The first time I needed help, I went to [...] and felt lost there. I walked back and forth with no one to "
        "help me solve my problems. Since I have been receiving support here, my life has changed completely... for "
        "the better! I got my residence visa; I got a wheelchair for my son; I got a job... they helped me with "
        "everything.",
        "Pessoa beneficiária entrevistada",
        "Interviewed beneficiary",
        "MPT:281-291; MEN:82",
    ),
    Quote(
        "Aquilo que é importante perceberem é que os municípios precisam de planear com base em dados concretos. Ou "
        "seja, nós precisamos de saber quem é a população que acompanhamos.",
        "What is important to understand is that municipalities need to plan based on concrete data. In other words, "
        "we need to know the characteristics of the population we are supporting.",
        "Profissional entrevistada",
        "Interviewed professional",
        "MPT:178-183; MEN:71",
    ),
)
