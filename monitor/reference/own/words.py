"""What the rows of the portal's own series have in common, in words.

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
