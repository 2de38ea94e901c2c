"""Requests counted by quarter: asked for, and without an answer."""

from monitor.reference.own.words import COUNTED, UNMET_EN, UNMET_PT, Row


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


ROWS: tuple[Row, ...] = (
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
)
