"""How people speak of a kind of resource: nights from arrival to departure, or days from the first to the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from resources.models import Block, Category, Mode


@dataclass(frozen=True)
class Words:
    start: Any
    end: Any
    open_end: Any
    end_missing: Any
    start_past: Any
    start_far: Any
    end_before: Any
    end_far: Any
    new_end: Any
    new_end_hint: Any
    same_end: Any
    change_end: Any
    ask_end: Any
    end_changed: Any
    asks_until: Any
    # The trail of a booking, and what is waited for.
    came: Any
    went: Any
    later: Any
    sooner: Any
    tonight: Any
    each: Any
    what_is_free: Any
    # What is counted, and taken out for some days.
    places: Any
    all_places: Any
    free_places: Any
    block: Any
    block_reason: Any
    by_night: bool = True

    def length(self, n: int) -> str:
        """ "3 noites", "3 dias"."""
        if self.by_night:
            return ngettext("%(n)s noite", "%(n)s noites", n) % {"n": n}
        return ngettext("%(n)s dia", "%(n)s dias", n) % {"n": n}

    def most(self, n: int) -> str:
        if self.by_night:
            return ngettext("até %(n)s noite", "até %(n)s noites", n) % {"n": n}
        return ngettext("até %(n)s dia", "até %(n)s dias", n) % {"n": n}


NIGHTS = Words(
    start=_("Entrada"),
    end=_("Saída"),
    open_end=_("Sem data de saída"),
    end_missing=_("Indique o dia da saída, ou marque que não há."),
    start_past=_("A entrada já passou."),
    start_far=_("A entrada é demasiado distante: no máximo, daqui a dois anos."),
    end_before=_("A saída tem de ser depois da entrada."),
    end_far=_("A saída é demasiado distante: no máximo, dois anos depois da entrada."),
    new_end=_("Nova saída"),
    new_end_hint=_("O dia em que sai: a última noite é a anterior."),
    same_end=_("A saída já é nesse dia."),
    change_end=_("Mudar a data de saída"),
    ask_end=_("Pedir outra data de saída"),
    end_changed=_("A data de saída mudou."),
    asks_until=_("Pede para ficar até"),
    came=_("Entrada"),
    went=_("Saída"),
    later=_("Saída adiada"),
    sooner=_("Saída antecipada"),
    tonight=_("esta noite"),
    each=_("noite a noite"),
    what_is_free=_("Lugares livres, noite a noite"),
    places=_("Lugares"),
    all_places=_("Todos os lugares"),
    free_places=_("lugares livres"),
    block=_("Bloquear lugares por uns dias"),
    block_reason=_("Obrigatória quando o bloqueio atinge lugares já prometidos. Sem dados de pessoas."),
)
DAYS = Words(
    start=_("Primeiro dia"),
    end=_("Último dia"),
    open_end=_("Sem último dia"),
    end_missing=_("Indique o último dia, ou marque que não há."),
    start_past=_("O primeiro dia já passou."),
    start_far=_("O primeiro dia é demasiado distante: no máximo, daqui a dois anos."),
    end_before=_("O último dia não pode ser antes do primeiro."),
    end_far=_("O último dia é demasiado distante: no máximo, dois anos depois do primeiro."),
    new_end=_("Novo último dia"),
    new_end_hint=_("O último dia em que ainda vem."),
    same_end=_("O último dia já é esse."),
    change_end=_("Mudar o último dia"),
    ask_end=_("Pedir outro último dia"),
    end_changed=_("O último dia mudou."),
    asks_until=_("Pede até"),
    came=_("Entrada"),
    went=_("Saída"),
    later=_("Prolongada"),
    sooner=_("Encurtada"),
    tonight=_("hoje"),
    each=_("dia a dia"),
    what_is_free=_("Lugares livres, dia a dia"),
    places=_("Lugares"),
    all_places=_("Todos os lugares"),
    free_places=_("lugares livres"),
    block=_("Bloquear lugares por uns dias"),
    block_reason=_("Obrigatória quando o bloqueio atinge lugares já prometidos. Sem dados de pessoas."),
    by_night=False,
)
LOANS = Words(
    start=_("Primeiro dia"),
    end=_("Último dia"),
    open_end=_("Sem último dia"),
    end_missing=_("Indique até que dia precisa: o que se empresta tem data de devolução."),
    start_past=_("O primeiro dia já passou."),
    start_far=_("O primeiro dia é demasiado distante: no máximo, daqui a dois anos."),
    end_before=_("O último dia não pode ser antes do primeiro."),
    end_far=_("O último dia é demasiado distante: no máximo, dois anos depois do primeiro."),
    new_end=_("Novo último dia"),
    new_end_hint=_("O último dia da cedência: o dia em que é devolvido."),
    same_end=_("O último dia já é esse."),
    change_end=_("Prolongar, ou mudar o último dia"),
    ask_end=_("Pedir prolongamento"),
    end_changed=_("O último dia da cedência mudou."),
    asks_until=_("Pede para ficar com isto até"),
    came=_("Entrega"),
    went=_("Devolução"),
    later=_("Cedência prolongada"),
    sooner=_("Cedência encurtada"),
    tonight=_("hoje"),
    each=_("dia a dia"),
    what_is_free=_("Artigos livres, dia a dia"),
    places=_("Artigos"),
    all_places=_("Todos os artigos"),
    free_places=_("artigos livres"),
    block=_("Bloquear artigos por uns dias"),
    block_reason=_("Obrigatória quando o bloqueio atinge artigos já prometidos. Sem dados de pessoas."),
    by_night=False,
)


def of(category: Category) -> Words:
    if category.mode == Mode.LOAN:
        return LOANS
    return DAYS if category.by_day else NIGHTS


def closed(block: Block) -> str:
    """What a block takes: "3 camas", "Todos os artigos"."""
    category = block.resource.category
    return category.count(block.quantity) if block.quantity else str(of(category).all_places)
