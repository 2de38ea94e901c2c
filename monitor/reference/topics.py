"""The topics of the monitor, in reading order."""

from typing import NamedTuple


class TopicRow(NamedTuple):
    code: str
    name_pt: str
    name_en: str
    text_pt: str
    text_en: str


TOPICS = (
    TopicRow(
        "populacao",
        "População",
        "Population",
        "Quantas pessoas vivem em cada município, de que idades, e quantas nascem.",
        "How many people live in each municipality, at what ages, and how many are born.",
    ),
    TopicRow(
        "envelhecimento",
        "Envelhecimento",
        "Ageing",
        "Quantas pessoas têm 65 ou mais anos, e quantas são por cada criança ou pessoa em idade ativa.",
        "How many people are 65 or over, and how many for each child or person of working age.",
    ),
    TopicRow(
        "familias",
        "Famílias",
        "Families",
        "Com quem vivem as pessoas: agregados pequenos e grandes, com crianças, com pessoas mais velhas.",
        "Whom people live with: small and large households, with children, with older people.",
    ),
    TopicRow(
        "habitacao",
        "Habitação",
        "Housing",
        "As casas que há, as que estão arrendadas ou vagas, e o estado dos edifícios.",
        "The homes there are, those rented or vacant, and the condition of the buildings.",
    ),
    TopicRow(
        "educacao",
        "Educação",
        "Education",
        "Até onde estudaram as pessoas que vivem em cada município.",
        "How far the people who live in each municipality have studied.",
    ),
    TopicRow(
        "trabalho",
        "Trabalho e rendimento",
        "Work and income",
        "Quem trabalha e quem procura trabalho, quanto se ganha e como se reparte.",
        "Who works and who is looking for work, how much is earned and how it is shared out.",
    ),
    TopicRow(
        "seguranca",
        "Segurança e violência doméstica",
        "Safety and domestic violence",
        "Os crimes que as autoridades registaram, e entre eles os de violência doméstica.",
        "The crimes that the authorities recorded, and among them those of domestic violence.",
    ),
    TopicRow(
        "mobilidade",
        "Mobilidade",
        "Mobility",
        "Como as pessoas vão para o trabalho ou para a escola.",
        "How people travel to work or to school.",
    ),
    TopicRow(
        "municipios",
        "Os números dos municípios",
        "The municipalities' own figures",
        "O que cada município conta e envia por trimestre; público depois de confirmado pela coordenação.",
        "What each municipality counts and sends every quarter; public once the coordination has confirmed it.",
    ),
    TopicRow(
        "rede",
        "A rede",
        "The network",
        "O que este portal mede: lugares ocupados, tempo até à resposta, pedidos que ficaram sem lugar.",
        "What this portal measures: places occupied, time to an answer, requests that found no place.",
    ),
)
