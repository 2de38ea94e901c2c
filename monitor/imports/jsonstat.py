"""JSON-stat 2.0, class dataset: one dimension of places, one of time, one of indicators (or none)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from itertools import product
from math import prod
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from accounts.sheets.errors import Errors, Refused, Wrong
from geo.sorting import sort_key
from monitor import periods
from monitor.imports import dimensions
from monitor.imports.numbers import within
from monitor.imports.places import Places
from monitor.imports.rows import (
    WORDS,
    Brought,
    Row,
    Said,
    Status,
    day_from,
    licence_in,
    source_from,
    status_from,
)
from monitor.models import Import

MOST_CELLS = 1_000_000
# How dimensions are called where no role says what they are.
NAMES = {
    "geo": {"geo", "place", "lugar", "municipality", "municipio", "dico", "area"},
    "time": {"time", "period", "periodo", "year", "ano"},
    "metric": {"metric", "indicator", "indicador", "concept", "contents"},
}
# The letters of SDMX, beside words.
LETTERS = {
    "p": Status.PROVISIONAL,
    "e": Status.ESTIMATED,
    "s": Status.ESTIMATED,
    "c": Status.SUPPRESSED,
    "a": Status.FINAL,
    "m": Status.MISSING,
    "o": Status.MISSING,
    ":": Status.MISSING,
    "x": Status.MISSING,
}


class _Dimension(NamedTuple):
    """`codes` in the order of the values; `labels`, `units` by code."""

    name: str
    codes: list[str]
    labels: dict[str, str]
    units: dict[str, str]


def is_dataset(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and "dimension" in found
        and ("value" in found or found.get("class") == "dataset")
    )


def read_dataset(found: dict[str, Any], name: str, said: Said) -> Brought:
    try:
        return _read(found, name, said)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise Refused(_("O JSON-stat está incompleto: faltam dimensões, categorias ou valores.")) from error


def _read(found: dict[str, Any], name: str, said: Said) -> Brought:
    if found.get("class", "dataset") != "dataset":
        raise Refused(_("Do JSON-stat só se importa um conjunto de dados (class «dataset»)."))
    every = _dimensions(found)
    geo, time, metric = _roles(found, every)
    if metric is None and not said.indicator:
        raise Refused(_("O ficheiro não diz o indicador: diga com --indicator qual é."))
    rest = {one.name: one.labels for one in every.values() if one not in (geo, time, metric)}
    wanted = dimensions.chosen(rest, said.dims)
    source = said.source or str(found.get("source") or "")
    try:
        source = source_from(source)
    except Wrong as wrong:
        raise Refused(wrong.sentence) from wrong
    retrieved_on = said.retrieved_on or day_from(str(found.get("updated") or ""))
    brought = Brought(Import.Kind.JSONSTAT, name, [], Errors([], {}))
    places, elsewhere, empty = Places(), Counter[str](), 0
    at = list(every)
    values, statuses = found["value"], found.get("status")
    for n, codes in enumerate(product(*(one.codes for one in every.values()))):
        of = dict(zip(at, codes, strict=True))
        if any(of[dim] != category for dim, category in wanted.items()):
            continue
        value, word = _at(values, n), _status_word(statuses, n)
        if value is None and not word:
            # A hole in a dense array says nothing, not even that there are no data.
            empty += 1
            continue
        place = places.coded(of[geo.name]) or places.named(geo.labels[of[geo.name]])
        if place is None:
            elsewhere[of[geo.name]] += 1
            continue
        indicator = said.indicator or of[metric.name] if metric else said.indicator
        where = f"{indicator}, {place.name}, {of[time.name]}"
        try:
            period, of_period = periods.parse(of[time.name])
            number = _number(value)
            row = Row(
                where,
                place.code,
                indicator,
                metric.labels[of[metric.name]] if metric else "",
                metric.units.get(of[metric.name], "") if metric else "",
                period,
                number,
                status_from(_spoken(word), of_period, has_value=number is not None),
                source,
                said.licence or licence_in(source),
                retrieved_on,
            )
        except Wrong as wrong:
            brought.errors.add(where, "", wrong.sentence)
        except ValueError as error:
            brought.errors.add(where, "", str(error))
        else:
            brought.rows.append(row)
    if elsewhere:
        brought.notes.append(
            _("Valores de lugares que não são do monitor, deixados de fora: %(n)s.")
            % {"n": elsewhere.total()}
        )
    if empty:
        brought.notes.append(_("Células vazias sem estado, que nada dizem: %(n)s.") % {"n": empty})
    if not brought.rows and not brought.errors.sentences:
        raise Refused(_("O ficheiro não tem nenhum valor dos lugares do monitor."))
    return brought


def _dimensions(found: Mapping[str, Any]) -> dict[str, _Dimension]:
    names, sizes = list(found["id"]), list(found["size"])
    every = {}
    for name, size in zip(names, sizes, strict=False):
        category = found["dimension"][name]["category"]
        labels = {str(code): str(label) for code, label in (category.get("label") or {}).items()}
        index = category.get("index", list(labels))
        codes = sorted(index, key=index.__getitem__) if isinstance(index, dict) else list(index)
        codes = [str(code) for code in codes]
        if len(codes) != size:
            raise Refused(
                _("A dimensão %(name)s tem %(n)s categorias e o ficheiro diz %(size)s.")
                % {"name": name, "n": len(codes), "size": size}
            )
        units = {
            str(code): str(unit.get("label") or unit.get("symbol") or "")
            for code, unit in (category.get("unit") or {}).items()
        }
        every[name] = _Dimension(name, codes, {code: labels.get(code, "") for code in codes}, units)
    cells = prod(sizes)
    if cells > MOST_CELLS:
        raise Refused(_("O ficheiro tem mais de %(n)s valores: divida-o.") % {"n": MOST_CELLS})
    if len(names) != len(sizes) or (isinstance(found["value"], list) and len(found["value"]) != cells):
        raise Refused(
            _("O JSON-stat tem dimensões para %(n)s valores, e não são esses os que traz.") % {"n": cells}
        )
    return every


def _roles(
    found: Mapping[str, Any], every: Mapping[str, _Dimension]
) -> tuple[_Dimension, _Dimension, _Dimension | None]:
    chosen: dict[str, _Dimension | None] = {}
    role = found.get("role") or {}
    for kind, usual in NAMES.items():
        named = [name for name in role.get(kind) or [] if name in every]
        named = named or [name for name in every if sort_key(name) in usual]
        if len(named) > 1:
            raise Refused(
                _("O JSON-stat tem mais de uma dimensão para o mesmo (%(names)s).")
                % {"names": ", ".join(named)}
            )
        chosen[kind] = every[named[0]] if named else None
    geo, time = chosen["geo"], chosen["time"]
    if geo is None or time is None:
        raise Refused(
            _(
                "O JSON-stat não diz que dimensão é o lugar e qual é o período (role: geo, time). Tem: %(names)s."
            )
            % {"names": ", ".join(every)}
        )
    return geo, time, chosen["metric"]


def _at(values: Any, n: int) -> Any:
    return values.get(str(n)) if isinstance(values, dict) else values[n]


def _status_word(statuses: Any, n: int) -> str:
    """A status for all, for each, or for some."""
    if statuses is None or isinstance(statuses, str):
        return statuses or ""
    found = statuses.get(str(n)) if isinstance(statuses, dict) else statuses[n]
    return "" if found is None else str(found)


def _spoken(word: str) -> str:
    """A letter of SDMX as a word; words stay."""
    letter = LETTERS.get(word.strip().lower())
    return str(letter) if letter and sort_key(word) not in WORDS else word


def _number(value: Any) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Wrong(_("«%(said)s» não é um número.") % {"said": str(value)[:40]})
    return within(Decimal(value))
