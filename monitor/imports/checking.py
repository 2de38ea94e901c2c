"""What a file brings, held against the registry: known indicators, their units, each cell once."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.sheets.errors import Errors
from monitor.actions import Cell
from monitor.imports.rows import Brought, Row
from monitor.models import Indicator, Topic
from monitor.models.indicators import CODE

COUNTED = "N.º"
MOST_NAME, MOST_UNIT = 200, 40
Kind = Indicator.Kind
Periodicity = Indicator.Periodicity


@dataclass
class Checked:
    """Cells to be taken, and what who imports should know. `made`: indicators the registry did not have."""

    cells: list[Cell]
    indicators: dict[int, Indicator]
    made: list[Indicator] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def check(brought: Brought) -> Checked:
    """Raises `Refused` with all that is wrong, up to fifty sentences.

    Enters unknown indicators into the registry: call it in the transaction that takes the cells.
    """
    errors, rows = brought.errors, brought.rows
    known = {one.code: one for one in Indicator.objects.filter(code__in={row.indicator for row in rows})}
    strange = _strange(rows, known, errors)
    _units(rows, known, errors)
    _once(rows, errors)
    _own(rows, known, errors)
    for row in rows:
        indicator = known.get(row.indicator)
        if indicator and indicator.kind == Kind.COUNT and row.value is not None and row.value < 0:
            errors.add(row.at, "value", _("é negativo, e isto é uma contagem."))
    errors.stop()
    made = [_entered(code, of) for code, of in strange.items()]
    known |= {one.code: one for one in made}
    checked = Checked([], {one.pk: one for one in known.values()}, made, list(brought.notes))
    for row in rows:
        indicator = known[row.indicator]
        checked.cells.append(
            Cell(
                indicator.pk,
                row.place,
                row.period,
                row.value,
                row.status,
                row.source,
                row.licence,
                row.retrieved_on,
                _named(row, indicator),
            )
        )
    checked.notes += [*_renamed(checked), *_unitless(rows, known)]
    checked.warnings += _over_a_hundred(checked)
    return checked


def normal(unit: str) -> str:
    """For comparing units: N.º and n.o, km2 and km², with spaces or without, are the same."""
    return "".join(unicodedata.normalize("NFKC", unit).casefold().split())


def units_of(indicator: Indicator) -> set[str]:
    return {normal(unit) for unit in (indicator.unit_source, indicator.unit_pt, indicator.unit_en)}


# --- What is wrong ----------------------------------------------------------------------------------------------------


def _strange(rows: list[Row], known: dict[str, Indicator], errors: Errors) -> dict[str, list[Row]]:
    """Rows by the code of an indicator the registry does not have, where it can be entered."""
    strange: dict[str, list[Row]] = {}
    for row in rows:
        if row.indicator not in known:
            strange.setdefault(row.indicator, []).append(row)
    for code, of in strange.items():
        try:
            CODE(code)
        except ValidationError as error:
            errors.add(of[0].at, "indicator_code", error.messages[0])
            continue
        for column, said in (
            ("indicator_name", [row.indicator_name for row in of]),
            ("unit", [row.unit for row in of]),
        ):
            if not any(said):
                sentence = _("«%(code)s» é novo no registo: precisa de nome e de unidade.") % {"code": code}
                errors.add(of[0].at, column, sentence)
        if len({normal(row.unit) for row in of}) > 1:
            sentence = _("«%(code)s» tem mais de uma unidade no ficheiro.") % {"code": code}
            errors.add(of[0].at, "unit", sentence)
        if any(len(row.indicator_name) > MOST_NAME or len(row.unit) > MOST_UNIT for row in of):
            sentence = _("o nome leva no máximo %(name)s caracteres e a unidade %(unit)s.")
            errors.add(of[0].at, "indicator_name", sentence % {"name": MOST_NAME, "unit": MOST_UNIT})
    return strange


def _units(rows: list[Row], known: dict[str, Indicator], errors: Errors) -> None:
    """Told once for each indicator and unit: a file writes the same thing in every row."""
    told = set()
    for row in rows:
        indicator = known.get(row.indicator)
        if not indicator or not row.unit or (indicator.code, row.unit) in told:
            continue
        told.add((indicator.code, row.unit))
        if normal(row.unit) not in units_of(indicator):
            errors.add(
                row.at,
                "unit",
                _("«%(unit)s» não é a unidade de %(code)s, que é %(right)s.")
                % {"unit": row.unit[:40], "code": indicator.code, "right": indicator.unit_source},
            )


def _once(rows: list[Row], errors: Errors) -> None:
    first: dict[tuple[str, str, str], int | str] = {}
    for row in rows:
        cell = (row.indicator, row.place, row.period.code)
        if cell not in first:
            first[cell] = row.at
        elif isinstance(row.at, int):
            errors.add(
                row.at,
                "value",
                _("este indicador, lugar e período já está na linha %(row)s.") % {"row": first[cell]},
            )
        else:
            errors.add(row.at, "value", _("este indicador, lugar e período está duas vezes no ficheiro."))


def _own(rows: list[Row], known: dict[str, Indicator], errors: Errors) -> None:
    told = set()
    for row in rows:
        indicator = known.get(row.indicator)
        if indicator and indicator.own and indicator.code not in told:
            told.add(indicator.code)
            errors.add(
                row.at,
                "indicator_code",
                _("«%(code)s» é uma série do próprio portal: ninguém a importa.") % {"code": indicator.code},
            )


# --- What is new ------------------------------------------------------------------------------------------------------


def _entered(code: str, of: list[Row]) -> Indicator:
    """An indicator of which only the file is known; somebody writes its sheet later (`described`)."""
    latest = max(of, key=lambda row: row.period.end)
    values = [row.value for row in of if row.value is not None]
    name = latest.indicator_name or next(row.indicator_name for row in of if row.indicator_name)
    unit = latest.unit or next(row.unit for row in of if row.unit)
    topic, _made = Topic.objects.get_or_create(
        code="outros",
        defaults={
            "order": (Topic.objects.aggregate(Max("order"))["order__max"] or 0) + 1,
            "name_pt": "Outros",
            "name_en": "Other",
        },
    )
    decimals = max((max(0, -int(value.normalize().as_tuple().exponent)) for value in values), default=0)
    return Indicator.objects.create(
        code=code,
        topic=topic,
        described=False,
        name_pt=name,
        name_en=name,
        short_pt=name[:40],
        short_en=name[:40],
        unit_pt=unit,
        unit_en=unit,
        unit_source=unit,
        decimals=min(decimals, 2),
        kind=_kind(unit, whole=not decimals),
        publisher=latest.source.split(",")[0][:120],
        periodicity=_periodicity({row.period.kind for row in of}),
    )


def _kind(unit: str, *, whole: bool) -> str:
    """Only what is counted in whole units may be summed; an index too is written "N.º"."""
    if normal(unit) == normal(COUNTED):
        return Kind.COUNT if whole else Kind.INDEX
    return Kind.RATE if unit[:1] in "%‰" or "/" in unit else Kind.MEAN


def _periodicity(kinds: set[str]) -> str:
    if kinds == {"quarter"}:
        return Periodicity.QUARTERLY
    return Periodicity.MONTHLY if kinds == {"month"} else Periodicity.IRREGULAR


# --- What should be known ---------------------------------------------------------------------------------------------


def _named(row: Row, indicator: Indicator) -> str:
    given = row.indicator_name[:200]
    return "" if given in ("", indicator.name_pt, indicator.name_en) else given


def _renamed(checked: Checked) -> Iterable[str]:
    names = Counter((cell.indicator_id, cell.named) for cell in checked.cells if cell.named)
    for (pk, named), n in names.items():
        yield ngettext(
            "«%(named)s» chama-se no registo «%(name)s»: o nome da fonte fica guardado com %(n)s valor.",
            "«%(named)s» chama-se no registo «%(name)s»: o nome da fonte fica guardado com %(n)s valores.",
            n,
        ) % {"named": named, "name": checked.indicators[pk].name_pt, "n": n}


def _unitless(rows: list[Row], known: dict[str, Indicator]) -> Iterable[str]:
    codes = sorted({row.indicator for row in rows if not row.unit})
    if codes:
        yield _("O ficheiro não diz a unidade de: %(codes)s. Supõe-se a do registo.") % {
            "codes": ", ".join(f"{code} ({known[code].unit_source})" for code in codes)
        }


def _over_a_hundred(checked: Checked) -> Iterable[str]:
    over: Counter[int] = Counter()
    for cell in checked.cells:
        indicator = checked.indicators[cell.indicator_id]
        if (
            indicator.kind == Kind.RATE
            and indicator.unit_source == "%"
            and cell.value is not None
            and cell.value > 100
        ):
            over[indicator.pk] += 1
    for pk, n in over.items():
        yield ngettext(
            "%(code)s: %(n)s percentagem acima de 100.", "%(code)s: %(n)s percentagens acima de 100.", n
        ) % {"code": checked.indicators[pk].code, "n": n}
