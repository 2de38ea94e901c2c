"""Shares, distances and times: by quarter of requests, by month of answers and places."""

from monitor.reference.own.words import (
    ANSWER,
    ASKED,
    FEW_EN,
    FEW_PT,
    HOURS,
    MONTHLY,
    ONCE_EN,
    ONCE_PT,
    PERCENT,
    QUARTERLY,
    Row,
)

ROWS: tuple[Row, ...] = (
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
            "por não haver vaga. Só se publica com 5 ou mais respondidos em 24 horas e 5 ou mais que não o foram."
        ),
        "definition_en": (
            "Of every 100 requests sent in the month that an organisation had to answer, how many had their first "
            "answer within 24 hours. Not in it: those taken back before an answer and those refused automatically. "
            "Published only with 5 or more answered within 24 hours and 5 or more that were not."
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
