"""What somebody typed as a value, read for the measure it is of: a number, perhaps with its unit behind it.

Nothing here reads the database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.refusals import Invalid

if TYPE_CHECKING:
    from plans.models import Measure

MOST = Decimal("999999999999.99")
HUNDRED = Decimal(100)

_TYPED = re.compile(
    r"(?P<sign>[-−–+]?)\s*(?P<number>[0-9][0-9.,\s]*)(?P<unit>(?:[^\W\d_]|[%€(]).*)?", re.DOTALL
)
# 1.200 or 1 200 or 1 200,50: groups of three, then a comma.
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.\s][0-9]{3})+(?:,[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_PERCENT = {"%", "por cento", "porcento", "percentagem", "percent"}
# Counted one by one: half of one says that something else was counted. What is not here may have parts.
_WHOLE = """
    acao aluno associacao atendimento beneficiario cama campanha candidatura casa cedencia centro crianca cuidador curso
    documento edicao encontro entidade equipa equipe equipamento espaco evento familia formacao formando grupo habitacao
    idoso instituicao jovem lugar mulher municipio oferta parceiro pessoa pessoal plano posto profissional programa
    projeto protocolo relatorio residencia residente reuniao servico sessao seminario tecnico turma unidade utente vaga
    viatura visita voluntario workshop unit person people team bed place
"""
_IN_PARTS = frozenset(
    ["hora", "euro", "km", "kg", "quilo", "litro", "tonelada", "taxa", "media", "racio", "indice"]
)


def read(typed: str, measure: Measure, targets: Iterable[Decimal | None] = ()) -> Decimal:
    """The value, or `Invalid` with what is wrong with it: no number, a percentage in a count, another unit, a part of
    what is counted one by one. `targets`: what was promised of the measure, for shares that may pass a hundred."""
    value, unit = _parts(typed)
    _fits(unit, measure)
    if value < 0:
        raise Invalid("value", _("Um valor não é negativo. Se não foi feito nada, escreva 0."))
    if value > MOST:
        raise Invalid("value", _("O número é demasiado grande."))
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        raise Invalid("value", _("No máximo duas casas decimais."))
    if measure.is_percent:
        most = max((target for target in targets if target is not None), default=HUNDRED)
        if value > max(HUNDRED, most):
            raise Invalid(
                "value",
                _("Esta medida é em percentagem e não passa de 100 %%: «%(typed)s» parece uma contagem.")
                % {"typed": _shown(typed)},
            )
    elif value != value.to_integral_value() and is_counted(measure):
        raise Invalid(
            "value",
            _("«%(unit)s» conta-se um a um: escreva um número inteiro.") % {"unit": measure.unit},
        )
    return value


def is_counted(measure: Measure) -> bool:
    """Whether its unit is of things counted one by one, as far as its words say so."""
    words = {_singular(word) for word in _words(measure.unit_pt)}
    return not measure.is_percent and bool(words & _SINGULARS) and not words & _IN_PARTS


def as_typed(value: Decimal | None) -> str:
    """As a person would type it: 2,5 and 3, never 3,00."""
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")


def shown(value: Decimal | None, measure: Measure) -> str:
    """For texts: "3", "2,5", "50 %"."""
    if value is None:
        return _("sem meta")
    whole = value == value.to_integral_value()
    said = number_format(value.quantize(Decimal(1)) if whole else value.normalize(), use_l10n=True)
    return f"{said} %" if measure.is_percent else str(said)


def _parts(typed: str) -> tuple[Decimal, str]:
    clean = " ".join(typed.replace("\u00a0", " ").replace("\u202f", " ").split())
    if not clean:
        raise Invalid("value", _("Escreva o valor. Se não foi feito nada, escreva 0."))
    found = _TYPED.fullmatch(clean) if len(clean) <= 120 else None
    number = found["number"].strip() if found else ""
    if _GROUPED.fullmatch(number):
        number = number.replace(".", "").replace(" ", "")
    elif not _PLAIN.fullmatch(number):
        raise Invalid(
            "value",
            _("«%(typed)s» não é um número. Escreva só algarismos, por exemplo 3 ou 2,5.")
            % {"typed": _shown(typed)},
        )
    assert found is not None
    value = Decimal(number.replace(",", "."))
    return (-value if found["sign"] in ("-", "−", "–") else value), (found["unit"] or "").strip(" .")


def _fits(unit: str, measure: Measure) -> None:
    if not unit:
        return
    plain = _plain(unit)
    if plain in _PERCENT:
        if measure.is_percent or "%" in measure.unit_pt:
            return
        raise Invalid(
            "value",
            _("Esta medida conta-se em «%(unit)s», não em percentagem: escreva quantas, por exemplo 3.")
            % {"unit": measure.unit},
        )
    said = {_singular(word) for word in _words(unit)}
    known = {
        _singular(word)
        for text in (measure.unit_pt, measure.unit_en, measure.name_pt)
        for word in _words(text)
    }
    if not said or not said <= known:
        raise Invalid(
            "value",
            _(
                "Escreveu «%(said)s», mas esta medida conta-se em «%(unit)s». Escreva só o número, nessa unidade."
            )
            % {"said": _shown(unit), "unit": _("percentagem") if measure.is_percent else measure.unit},
        )


def _shown(text: str) -> str:
    return " ".join(text.split())[:40]


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in bare if not unicodedata.combining(one)).split())


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z€%]+", _plain(text))


def _singular(word: str) -> str:
    """Good enough to see that camas is cama and ações is ação."""
    for ending, one in (
        ("coes", "cao"),
        ("soes", "sao"),
        ("oes", "ao"),
        ("aes", "ao"),
        ("ais", "al"),
        ("ns", "m"),
    ):
        if word.endswith(ending):
            return word[: -len(ending)] + one
    if len(word) > 4 and word.endswith(("res", "zes", "ses")):
        return word[:-2]
    return word[:-1] if len(word) > 2 and word.endswith("s") else word


_SINGULARS = frozenset(_singular(word) for word in _WHOLE.split())
