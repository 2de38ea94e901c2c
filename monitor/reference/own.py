"""The portal's own series: what it measures of its own life. Rows as in the registry, and who reads each.

The figures come from `resources/publishing`, which says the same in code: what is in, what is out, and why few and none
look alike.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

ONCE_PT = (
    "Publica-se uma vez, pelo menos dez dias depois de o período acabar, com o que o portal tinha registado nesse "
    "dia, e não se revê: a diferença entre duas versões contaria pedidos um a um. "
)
ONCE_EN = (
    "Published once, at least ten days after the period ends, with what the portal had recorded on that day, and "
    "never revised: the difference between two versions would tell of single requests. "
)
PUBLIC_ONLY_PT = (
    "Só entram equipamentos públicos: um pedido que toque num equipamento reservado ou numa casa de abrigo fica "
    "fora de todas as contas, também dos totais. "
)
PUBLIC_ONLY_EN = (
    "Only public facilities enter: a request that touches a reserved facility or a refuge is outside every figure, "
    "totals included. "
)
FEW_PT = (
    "Menos de 5 pedidos, nenhum incluído, ou menos de 3 equipamentos: confidencial, tal como outros valores de que "
    "se pudesse tirar o que se esconde."
)
FEW_EN = (
    "Fewer than 5 requests, none included, or fewer than 3 facilities: confidential, and so are other values from "
    "which what is hidden could be worked out."
)
REQUEST_PT = (
    "Um pedido conta uma vez, no período em que foi enviado (hora de Lisboa), com todas as suas necessidades; o "
    "recusado no ato por não haver vaga também conta, salvo o pedido a várias entidades de uma vez: o registo não "
    "guarda quais eram. "
)
REQUEST_EN = (
    "A request counts once, in the period in which it was sent (Lisbon time), with all its needs; one refused at "
    "once for want of room counts too, except one put to several entities at the same time: the record does not keep "
    "which they were. "
)
UNMET_PT = (
    "Ficou sem resposta o pedido em que pelo menos uma necessidade acabou sem lugar por falta de capacidade ou de "
    "lugar adequado, por critérios, por distância, ou porque ninguém respondeu até ao primeiro dia. Não conta o que "
    "quem pediu retirou por já não precisar, nem o repetido, nem o recusado por outro motivo. "
)
UNMET_EN = (
    "A request found none when at least one of its needs ended without a place for want of capacity or of a suitable "
    "place, for criteria, for distance, or because nobody answered by its first day. Not counted: what the asker "
    "took back as no longer needed, duplicates, and refusals for another reason. "
)

COMMON: Row = {"topic": "rede", "publisher": "Concerta", "per_head": 0, "audience": "public"}
MONTHLY: Row = COMMON | {
    "periodicity": "monthly",
    "next_pt": "no dia 10 do mês seguinte",
    "next_en": "on the 10th of the following month",
}
QUARTERLY: Row = COMMON | {
    "periodicity": "quarterly",
    "next_pt": "dez dias depois do fim do trimestre",
    "next_en": "ten days after the end of the quarter",
}
ASKED: Row = {
    "method_pt": REQUEST_PT + PUBLIC_ONLY_PT + ONCE_PT + FEW_PT,
    "method_en": REQUEST_EN + PUBLIC_ONLY_EN + ONCE_EN + FEW_EN,
}
COUNTED: Row = (
    QUARTERLY
    | ASKED
    | {
        "kind": "count",
        "unit_pt": "pedidos",
        "unit_en": "requests",
        "unit_source": "N.º",
        "decimals": 0,
    }
)
PERCENT: Row = {"kind": "rate", "unit_pt": "%", "unit_en": "%", "unit_source": "%", "decimals": 0}
HOURS: Row = {"kind": "mean", "unit_pt": "horas", "unit_en": "hours", "unit_source": "h", "decimals": 1}
ANSWER: Row = MONTHLY | ASKED | {"direction": "down", "axis": "AE2"}


def _unmet_by(reason: str, pt: str, en: str, short_pt: str, short_en: str, phrase: tuple[str, str]) -> Row:
    return COUNTED | {
        "code": f"rede_sem_resposta_{reason}",
        "name_pt": f"Pedidos sem resposta: {pt}",
        "name_en": f"Requests that found none: {en}",
        "short_pt": short_pt,
        "short_en": short_en,
        "definition_pt": (
            f"Pedidos enviados no trimestre que ficaram sem resposta, com este motivo: {pt}. Com vários motivos "
            "conta o primeiro desta ordem: capacidade, lugar adequado, critérios, distância, ninguém respondeu. "
            + UNMET_PT
        ),
        "definition_en": (
            f"Requests sent in the quarter that found none, for this reason: {en}. With several reasons the first in "
            "this order counts: capacity, suitable place, criteria, distance, no answer. " + UNMET_EN
        ),
        "direction": "down",
        "axis": "AE1",
        "sdg": (1, 10),
        "phrase_pt": phrase[0],
        "phrase_en": phrase[1],
    }


OWN: tuple[Row, ...] = (
    COUNTED
    | {
        "code": "rede_sem_cama",
        "name_pt": "Pedidos de cama que ficaram sem cama, por município de origem",
        "name_en": "Requests for beds that found none, by municipality of origin",
        "short_pt": "Pedidos que ficaram sem cama",
        "short_en": "Bed requests that found none",
        "definition_pt": (
            "Pedidos de camas ou de lugares de residência enviados no trimestre que ficaram sem resposta, pelo "
            "município de onde vem a necessidade. " + UNMET_PT
        ),
        "definition_en": (
            "Requests for beds or places in residences sent in the quarter that found none, by the municipality the "
            "need comes from. " + UNMET_EN
        ),
        "direction": "down",
        "axis": "EP3",
        "problem": "EP3.1",
        "sdg": (1, 10, 11),
        "phrase_pt": "[{value} pedidos de cama] ficaram sem cama",
        "phrase_en": "[{value} requests for beds] found none",
        "note_pt": (
            "Um município confidencial pode ter tido zero. Recusar por estar cheio não é falha de quem recusa: "
            "mede-se o que falta, não quem diz não."
        ),
        "note_en": (
            "A confidential municipality may have had none at all. Refusing because one is full is no failure: what "
            "is measured is what is missing, not who says no."
        ),
    },
    COUNTED
    | {
        "code": "rede_pedidos_camas",
        "name_pt": "Pedidos de camas, por município de origem",
        "name_en": "Requests for beds, by municipality of origin",
        "short_pt": "Pedidos de camas",
        "short_en": "Requests for beds",
        "definition_pt": (
            "Pedidos de camas ou de lugares de residência enviados no trimestre, pelo município de onde vem a "
            "necessidade, qualquer que tenha sido o fim. Não entram lugares de dia nem produtos de apoio."
        ),
        "definition_en": (
            "Requests for beds or places in residences sent in the quarter, by the municipality the need comes from, "
            "however they ended. Day places and technical aids are not in it."
        ),
        "direction": "",
        "axis": "EP3",
        "problem": "EP3.1",
        "sdg": (1, 11),
        "phrase_pt": "pediram-se camas [{value} vezes]",
        "phrase_en": "beds were asked for [{value} times]",
        "note_pt": "Pedir menos pode querer dizer precisar menos, ou conhecer menos o portal.",
        "note_en": "Asking less may mean needing less, or knowing less of the portal.",
    },
    COUNTED
    | {
        "code": "rede_sem_resposta",
        "name_pt": "Pedidos que ficaram sem resposta, por município de origem",
        "name_en": "Requests that found none, by municipality of origin",
        "short_pt": "Pedidos sem resposta",
        "short_en": "Requests that found none",
        "definition_pt": (
            "Pedidos de camas, lugares e produtos de apoio enviados no trimestre que ficaram sem resposta, pelo "
            "município de onde vem a necessidade. " + UNMET_PT
        ),
        "definition_en": (
            "Requests for beds, places and technical aids sent in the quarter that found none, by the municipality "
            "the need comes from. " + UNMET_EN
        ),
        "direction": "down",
        "axis": "AE1",
        "sdg": (1, 10),
        "phrase_pt": "[{value} pedidos] ficaram sem resposta",
        "phrase_en": "[{value} requests] found none",
        "note_pt": (
            "Por município, este valor cala-se muitas vezes para não se tirar dele quantos pedidos não eram de "
            "camas: o dos pedidos de cama diz-se primeiro."
        ),
        "note_en": (
            "By municipality this value is often kept back, so that nobody works out how many requests were not for "
            "beds: the figure for beds is said first."
        ),
    },
    _unmet_by(
        "no_capacity",
        "sem capacidade",
        "no capacity",
        "Sem resposta: capacidade",
        "Found none: no capacity",
        (
            "[{value} pedidos] ficaram sem resposta por falta de capacidade",
            "[{value} requests] found none for want of capacity",
        ),
    ),
    _unmet_by(
        "no_suitable",
        "sem lugar adequado",
        "no suitable place",
        "Sem resposta: lugar adequado",
        "Found none: no suitable place",
        (
            "[{value} pedidos] ficaram sem resposta por não haver lugar adequado",
            "[{value} requests] found none for want of a suitable place",
        ),
    ),
    _unmet_by(
        "outside_criteria",
        "fora dos critérios",
        "outside the criteria",
        "Sem resposta: fora dos critérios",
        "Found none: outside the criteria",
        (
            "[{value} pedidos] ficaram sem resposta por estarem fora dos critérios",
            "[{value} requests] found none because they were outside the criteria",
        ),
    ),
    _unmet_by(
        "too_far",
        "longe de mais",
        "too far",
        "Sem resposta: longe de mais",
        "Found none: too far",
        (
            "[{value} pedidos] ficaram sem resposta por o lugar ser longe de mais",
            "[{value} requests] found none because the place was too far",
        ),
    ),
    _unmet_by(
        "no_answer",
        "ninguém respondeu",
        "no answer",
        "Sem resposta: ninguém respondeu",
        "Found none: no answer",
        (
            "a [{value} pedidos] ninguém respondeu a tempo",
            "[{value} requests] were answered by nobody in time",
        ),
    ),
    QUARTERLY
    | ASKED
    | PERCENT
    | {
        "code": "rede_satisfacao",
        "name_pt": "Taxa de satisfação dos pedidos",
        "name_en": "Fill rate of requests",
        "short_pt": "Pedidos que tiveram lugar",
        "short_en": "Requests that found a place",
        "definition_pt": (
            "De cada 100 pedidos enviados no trimestre, sem os retirados por quem pediu nem os repetidos, quantos "
            "tiveram lugar: uma reserva confirmada, em curso ou concluída, também quando depois ninguém compareceu. "
            "O pedido em que alguma necessidade ficou sem resposta não conta como satisfeito."
        ),
        "definition_en": (
            "Of every 100 requests sent in the quarter, without those taken back by the asker and duplicates, how "
            "many found a place: a booking confirmed, under way or completed, also when nobody came in the end. A "
            "request in which any need found none does not count as met."
        ),
        "direction": "up",
        "axis": "AE2",
        "sdg": (1, 10),
        "phrase_pt": "[{value}% dos pedidos] tiveram lugar",
        "phrase_en": "[{value}% of requests] found a place",
        "note_pt": "Só se publica para a AMP: por município, com os outros números, deixaria contar pedidos.",
        "note_en": "Published for the AMP only: by municipality it would, with the other figures, count requests.",
    },
    QUARTERLY
    | ASKED
    | {
        "code": "rede_equidade",
        "name_pt": "Desigualdade entre municípios no acesso a camas",
        "name_en": "Inequality between municipalities in access to beds",
        "short_pt": "Desigualdade no acesso a camas",
        "short_en": "Inequality in access to beds",
        "definition_pt": (
            "Parte dos pedidos de cama que não ficaram sem cama, no município de origem em que é maior, a dividir "
            "pela do município em que é menor: 1 é igual para todos, 2 quer dizer o dobro. Calcula-se só com os "
            "dois números já publicados de cada município, e só quando são pelo menos três municípios; fica "
            "confidencial quando num deles nenhum pedido teve cama."
        ),
        "definition_en": (
            "The share of bed requests that did not end without a bed, in the municipality of origin where it is "
            "largest, divided by that of the one where it is smallest: 1 is the same for all, 2 means twice. "
            "Computed only from the two figures already published of each municipality, and only for three "
            "municipalities or more; confidential when in one of them no request found a bed."
        ),
        "kind": "index",
        "unit_pt": "vezes",
        "unit_en": "times",
        "unit_source": "rácio",
        "decimals": 1,
        "direction": "down",
        "axis": "AE2",
        "sdg": (10,),
        "phrase_pt": "a parte dos pedidos com cama foi [{value} vezes] maior no município mais bem servido do que "
        "no menos",
        "phrase_en": "the share of requests with a bed was [{value} times] as large in the best served municipality "
        "as in the least",
        "note_pt": "O alvo proposto é não passar de 2.",
        "note_en": "The proposed target is no more than 2.",
    },
    QUARTERLY
    | ASKED
    | PERCENT
    | {
        "code": "rede_entre_municipios",
        "name_pt": "Pedidos satisfeitos noutro município",
        "name_en": "Requests met in another municipality",
        "short_pt": "Satisfeitos noutro município",
        "short_en": "Met in another municipality",
        "definition_pt": (
            "De cada 100 pedidos enviados no trimestre que tiveram lugar, quantos o tiveram num equipamento de um "
            "município que não é o de origem da necessidade."
        ),
        "definition_en": (
            "Of every 100 requests sent in the quarter that found a place, how many found it at a facility in a "
            "municipality other than the one the need comes from."
        ),
        "direction": "",
        "axis": "AE2",
        "sdg": (11, 17),
        "phrase_pt": "[{value}% dos pedidos satisfeitos] tiveram lugar noutro município",
        "phrase_en": "[{value}% of the requests met] found a place in another municipality",
        "note_pt": "Mais partilha não é sempre melhor: quem tem lugar perto não precisa de ir longe.",
        "note_en": "More sharing is not always better: who has a place nearby need not go far.",
    },
    QUARTERLY
    | ASKED
    | {
        "code": "rede_distancia_p90",
        "name_pt": "Distância de 9 em cada 10 pedidos satisfeitos",
        "name_en": "Distance of 9 in 10 requests met",
        "short_pt": "Distância (9 em cada 10)",
        "short_en": "Distance (9 in 10)",
        "definition_pt": (
            "Distância em linha reta, da sede do município de origem ao equipamento, que 9 em cada 10 pedidos "
            "satisfeitos do trimestre não ultrapassaram. Só com 10 ou mais pedidos satisfeitos."
        ),
        "definition_en": (
            "Straight-line distance from the seat of the municipality of origin to the facility that 9 in 10 of the "
            "quarter's requests met did not exceed. Only from 10 requests met on."
        ),
        "kind": "mean",
        "unit_pt": "km",
        "unit_en": "km",
        "unit_source": "km",
        "decimals": 0,
        "direction": "down",
        "axis": "AE2",
        "sdg": (10, 11),
        "phrase_pt": "9 em cada 10 pedidos satisfeitos ficaram [a {value} km ou menos] da sede do município",
        "phrase_en": "9 in 10 of the requests met were placed [{value} km or less] from the seat of the municipality",
        "note_pt": "Linha reta, não estrada.",
        "note_en": "Straight line, not road.",
    },
    QUARTERLY
    | ASKED
    | HOURS
    | {
        "code": "rede_espera_mediana",
        "name_pt": "Espera até haver lugar, por município de origem",
        "name_en": "Wait for a place, by municipality of origin",
        "short_pt": "Espera até haver lugar",
        "short_en": "Wait for a place",
        "definition_pt": (
            "Horas desde o envio até à resposta que deu o lugar, mediana dos pedidos do trimestre que tiveram "
            "lugar, pelo município de origem. Lê-se só dentro da rede."
        ),
        "definition_en": (
            "Hours from sending to the answer that gave the place, median of the quarter's requests that found one, "
            "by municipality of origin. Read inside the network only."
        ),
        "direction": "down",
        "audience": "network",
        "axis": "AE2",
        "sdg": (10,),
        "phrase_pt": "metade dos pedidos satisfeitos esperou [{value} horas ou menos]",
        "phrase_en": "half of the requests met waited [{value} hours or less]",
        "note_pt": "Os tempos por município não são públicos.",
        "note_en": "Times by municipality are not public.",
    },
    MONTHLY
    | PERCENT
    | {
        "code": "rede_ocupacao",
        "name_pt": "Ocupação de camas e lugares",
        "name_en": "Occupancy of beds and places",
        "short_pt": "Ocupação de camas e lugares",
        "short_en": "Occupancy of beds and places",
        "definition_pt": (
            "De cada 100 dias de cama ou lugar oferecidos no mês, quantos estiveram ocupados. Oferecido é o que as "
            "entidades declararam, menos o bloqueado; ocupado é o que teve entrada registada, até à saída. Só "
            "lugares pedidos por dia (camas, residências, lugares de dia) em equipamentos públicos; os reservados e "
            "as casas de abrigo não entram, nem no denominador."
        ),
        "definition_en": (
            "Of every 100 bed or place days offered in the month, how many were occupied. Offered is what was "
            "stated, less what was blocked; occupied is what had an arrival recorded, until the departure. Only "
            "places asked for by day (beds, residences, day places) in public facilities; reserved ones and refuges "
            "are not in it, nor in the denominator."
        ),
        "method_pt": "Meia-noite a meia-noite, hora de Lisboa. " + ONCE_PT + FEW_PT,
        "method_en": "Midnight to midnight, Lisbon time. " + ONCE_EN + FEW_EN,
        "direction": "",
        "axis": "AE1",
        "sdg": (1, 11),
        "phrase_pt": "[{value}% das camas e lugares] oferecidos estiveram ocupados",
        "phrase_en": "[{value}% of the beds and places] offered were occupied",
        "note_pt": "Perto de 100% é um aviso de pressão, não um sucesso.",
        "note_en": "Near 100% is a warning of pressure, not a success.",
    },
    ANSWER
    | HOURS
    | {
        "code": "rede_primeira_resposta_mediana",
        "name_pt": "Tempo até à primeira resposta (mediana)",
        "name_en": "Time to the first answer (median)",
        "short_pt": "Tempo até à resposta (mediana)",
        "short_en": "Time to an answer (median)",
        "definition_pt": (
            "Horas desde o envio até à primeira resposta de uma entidade (aceitar, propor ou recusar), mediana dos "
            "pedidos do mês que tiveram resposta. A recusa automática por não haver vaga não é resposta de ninguém "
            "e não entra."
        ),
        "definition_en": (
            "Hours from sending to the first answer of an organisation (accepting, offering or refusing), median of "
            "the month's requests that were answered. Automatic refusals for want of room are nobody's answer and "
            "not in it."
        ),
        "sdg": (10, 16),
        "phrase_pt": "metade dos pedidos teve resposta [em {value} horas ou menos]",
        "phrase_en": "half of the requests were answered [within {value} hours]",
    },
    ANSWER
    | HOURS
    | {
        "code": "rede_primeira_resposta_p90",
        "name_pt": "Tempo até à primeira resposta (9 em cada 10)",
        "name_en": "Time to the first answer (9 in 10)",
        "short_pt": "Tempo até à resposta (9 em cada 10)",
        "short_en": "Time to an answer (9 in 10)",
        "definition_pt": (
            "Horas desde o envio que 9 em cada 10 pedidos do mês com resposta não ultrapassaram até à primeira "
            "resposta de uma entidade. Só com 10 ou mais; a recusa automática por não haver vaga não entra."
        ),
        "definition_en": (
            "Hours from sending within which 9 in 10 of the month's answered requests had their first answer. Only "
            "from 10 on; automatic refusals for want of room are not in it."
        ),
        "sdg": (10, 16),
        "phrase_pt": "9 em cada 10 pedidos respondidos tiveram resposta [em {value} horas ou menos]",
        "phrase_en": "9 in 10 of the requests answered had their answer [within {value} hours]",
    },
    ANSWER
    | PERCENT
    | {
        "code": "rede_respondidos_24h",
        "name_pt": "Pedidos respondidos em 24 horas",
        "name_en": "Requests answered within 24 hours",
        "short_pt": "Respondidos em 24 horas",
        "short_en": "Answered within 24 hours",
        "definition_pt": (
            "De cada 100 pedidos enviados no mês a que uma entidade tinha de responder, quantos tiveram a primeira "
            "resposta em 24 horas. Não entram os retirados antes de haver resposta nem os recusados automaticamente "
            "por não haver vaga."
        ),
        "definition_en": (
            "Of every 100 requests sent in the month that an organisation had to answer, how many had their first "
            "answer within 24 hours. Not in it: those taken back before an answer and those refused automatically."
        ),
        "direction": "up",
        "sdg": (10, 16),
        "phrase_pt": "[{value}% dos pedidos] tiveram resposta em 24 horas",
        "phrase_en": "[{value}% of requests] were answered within 24 hours",
        "note_pt": "O alvo proposto é 90%.",
        "note_en": "The proposed target is 90%.",
    },
    MONTHLY
    | PERCENT
    | {
        "code": "rede_frescura",
        "name_pt": "Capacidade confirmada dentro do prazo",
        "name_en": "Capacity confirmed within its limit",
        "short_pt": "Capacidade confirmada a tempo",
        "short_en": "Capacity confirmed in time",
        "definition_pt": (
            "À meia-noite com que o mês acaba, de cada 100 recursos públicos que se pedem no portal, quantos tinham "
            "a capacidade confirmada dentro do prazo do seu tipo (12 horas num acolhimento, sete dias numa "
            "residência). Entram os que hoje existem e já tinham declarado capacidade."
        ),
        "definition_en": (
            "At the midnight that ends the month, of every 100 public resources asked for in the portal, how many "
            "had their capacity confirmed within the limit of their kind (12 hours for a shelter, seven days for a "
            "residence). Those that exist today and had stated a capacity by then."
        ),
        "method_pt": "Do registo de confirmações do portal. Conta recursos, não pedidos; com menos de 3, "
        "confidencial. " + ONCE_PT,
        "method_en": "From the portal's record of confirmations. Counts resources, not requests; under 3, "
        "confidential. " + ONCE_EN,
        "direction": "up",
        "axis": "AE1",
        "sdg": (16,),
        "phrase_pt": "[{value}% dos recursos] tinham a capacidade confirmada a tempo no fim do período",
        "phrase_en": "[{value}% of resources] had their capacity confirmed in time at the end of the period",
    },
)
