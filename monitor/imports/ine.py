"""INE's indicators as its JSON service answers (`/ine/json_indicador/pindica.jsp`).

A list of one object: `IndicadorCod`, `IndicadorDsg`, `MetaInfUrl`, `DataExtracao`, `DataUltimoAtualizacao`,
`UltimoPref` and `Dados`: for each period a list of points with `geocod`, `geodsg`, further dimensions `dim_3`, `dim_4`
(their names in `dim_3_t`), `valor` with a decimal point, `ind_string` as INE shows it, and where there is something to
say of the value `sinal_conv` with `sinal_conv_desc`. What it refuses says so in `Sucesso: {"Falso": [{"Msg"}]}`.
"""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounts.sheets.errors import Errors, Refused, Wrong
from geo.sorting import sort_key
from monitor import periods
from monitor.imports import dimensions
from monitor.imports.numbers import from_sheet
from monitor.imports.places import Places
from monitor.imports.rows import MOST_SOURCE, Brought, Row, Said, Status, day_from, licence_in, source_from
from monitor.models import Import
from monitor.periods import Period

ADDRESS = "https://www.ine.pt/ine/json_indicador/pindica.jsp"
SECONDS = 60
MOST_BYTES = 60_000_000
MOST_POINTS = 400_000
_VARCD = re.compile(r"[0-9A-Z]{7}", re.ASCII)
_DIMENSION = re.compile(r"dim_(\d+)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_QUARTER = re.compile(r"([1-4])\D{0,2} (?:trimestre de|quarter(?: of)?) (\d{4})", re.ASCII | re.I)
_MONTH = re.compile(r"(\w+)(?: de| of)? (\d{4})")
MONTHS = {
    sort_key(name): number
    for names in (
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), 1)
}
# What the signs mean, by words in their description; the signs themselves where a source leaves that out.
MEANINGS = (
    (("confiden", "segredo"), Status.SUPPRESSED),
    (("provis", "prelim"), Status.PROVISIONAL),
    (("estim",), Status.ESTIMATED),
    # "Null or not applicable" is not told apart by INE: no data is never zero.
    (("nao disponivel", "not available", "nulo", "null", "nao aplicavel", "not applicable"), Status.MISSING),
    (("retific", "rectific", "revis"), Status.NOT_DECLARED),
)
SIGNS = {
    "…": Status.SUPPRESSED,
    "...": Status.SUPPRESSED,
    "Po": Status.PROVISIONAL,
    "Pe": Status.PROVISIONAL,
    "x": Status.MISSING,
    "-": Status.MISSING,
    "//": Status.MISSING,
}


def fetch(varcd: str) -> bytes:
    """INE's answer for one indicator, as it comes; `Refused` where it cannot be had."""
    if not _VARCD.fullmatch(varcd):
        raise Refused(_("Um código de indicador do INE tem sete algarismos ou letras, por exemplo 0012318."))
    address = f"{ADDRESS}?{urlencode({'op': '2', 'varcd': varcd, 'lang': 'PT'})}"
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:
            content: bytes = answer.read(MOST_BYTES + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise Refused(
            _(
                "Não se conseguiu falar com www.ine.pt (%(why)s). Tente mais tarde, ou descarregue o JSON e "
                "importe o ficheiro."
            )
            % {"why": getattr(error, "reason", "") or error}
        ) from error
    if len(content) > MOST_BYTES:
        raise Refused(_("A resposta do INE é demasiado grande: descarregue só os períodos de que precisa."))
    return content


def is_answer(found: Any) -> bool:
    first = found[0] if isinstance(found, list) and found else found
    return isinstance(first, dict) and ("Dados" in first or "Sucesso" in first)


def read_answer(found: Any, name: str, said: Said) -> Brought:
    answer = found[0] if isinstance(found, list) else found
    points = _points(answer)
    if not said.indicator:
        raise Refused(
            _("Diga com --indicator que indicador nosso é «%(name)s».")
            % {"name": str(answer.get("IndicadorDsg") or answer.get("IndicadorCod") or name)[:200]}
        )
    wanted = dimensions.chosen(_dimensions(points), said.dims)
    title, code = _text(answer.get("IndicadorDsg")), _text(answer.get("IndicadorCod"))
    source = _source(title, code, said)
    retrieved_on = day_from(_text(answer.get("DataExtracao"))) or said.retrieved_on
    brought = Brought(Import.Kind.INE, name, [], Errors([], {}))
    places, elsewhere, odd = Places(), Counter[str](), Counter[str]()
    for period_said, point in points:
        if any(_text(point.get(dim)) != category for dim, category in wanted.items()):
            continue
        geocode = _text(point.get("geocod"))
        place = places.coded(geocode)
        if place is None:
            elsewhere[geocode] += 1
            continue
        where = f"{place.name}, {period_said}"
        try:
            status, sign = _status(point)
            if sign:
                odd[sign] += 1
            value = None if status in (Status.SUPPRESSED, Status.MISSING) else _value(point)
            row = Row(
                where,
                place.code,
                said.indicator,
                title.split(" (")[0] if " (" in title else title,
                _unit(title),
                _period(period_said),
                value,
                status,
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
    brought.notes += [
        _("Sinal do INE que não diz um estado, em %(n)s valores: %(sign)s.") % {"n": n, "sign": sign}
        for sign, n in odd.items()
    ]
    if not brought.rows and not brought.errors.sentences:
        raise Refused(_("O ficheiro não tem nenhum valor dos lugares do monitor."))
    return brought


def _points(answer: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every point with its period; `Refused` where INE itself says no, or the shape is another."""
    dados = answer.get("Dados")
    if not isinstance(dados, dict) or not dados:
        why = next(iter(_messages(answer.get("Sucesso"))), "")
        raise Refused(
            _("O INE não deu valores: %(why)s") % {"why": why[:300]}
            if why
            else _("A resposta do INE não traz valores («Dados»).")
        )
    found = [(str(period), point) for period, of in dados.items() if isinstance(of, list) for point in of]
    if not all(isinstance(point, dict) for _period, point in found) or not found:
        raise Refused(_("A resposta do INE não traz valores («Dados»)."))
    if len(found) > MOST_POINTS:
        raise Refused(_("O ficheiro tem mais de %(n)s valores: divida-o.") % {"n": MOST_POINTS})
    return found


def _messages(success: Any) -> Iterator[str]:
    refused = success.get("Falso") if isinstance(success, dict) else None
    for one in refused if isinstance(refused, list) else []:
        if isinstance(one, dict) and one.get("Msg"):
            yield str(one["Msg"])


def _dimensions(points: list[tuple[str, dict[str, Any]]]) -> dict[str, dict[str, str]]:
    """Those beyond period and place, each with its categories."""
    found: dict[str, dict[str, str]] = {}
    for _said, point in points:
        for key in point:
            if (match := _DIMENSION.fullmatch(key)) and int(match[1]) > 2:
                found.setdefault(key, {})[_text(point[key])] = _text(point.get(f"{key}_t"))
    return dict(sorted(found.items()))


def _status(point: dict[str, Any]) -> tuple[str, str]:
    """The status, and the sign where it is not one that says a status."""
    sign, described = _text(point.get("sinal_conv")), _text(point.get("sinal_conv_desc"))
    if not sign and not described:
        return Status.NOT_DECLARED, ""
    words = sort_key(described)
    for parts, status in MEANINGS:
        if any(part in words for part in parts):
            return _fits(status, point), ""
    if not words and sign in SIGNS:
        return _fits(SIGNS[sign], point), ""
    return Status.NOT_DECLARED, f"{sign} {described}".strip()


def _fits(status: str, point: dict[str, Any]) -> str:
    if _text(point.get("valor")) and status in (Status.SUPPRESSED, Status.MISSING):
        raise Wrong(_("tem um valor, mas o estado diz que não há valor."))
    return status


def _value(point: dict[str, Any]) -> Any:
    written = _text(point.get("valor"))
    if not _NUMBER.fullmatch(written):
        raise Wrong(
            _("«%(said)s» não é um número.") % {"said": written[:40]}
            if written
            else _("não tem valor nem sinal que diga porquê.")
        )
    return from_sheet(written)


def _period(said: str) -> Period:
    """As INE heads them: "2021", "4.º Trimestre de 2019", "Março de 2024"; in English as well."""
    written = " ".join(said.split())
    if found := _QUARTER.fullmatch(written.replace(".º", "").replace("º", "")):
        return periods.quarter(int(found[2]), int(found[1]))
    if (found := _MONTH.fullmatch(written)) and (month := MONTHS.get(sort_key(found[1]))):
        written = f"{found[2]}-{month:02}"
    return periods.parse(written)[0]


def _unit(title: str) -> str:
    """INE puts it into the name, in brackets: "População residente (N.º) por ..."."""
    found = re.search(r"\(([^()]+)\)(?= por | by |;|$)", title)
    return found[1].rpartition(" - ")[2].strip() if found else ""


def _source(title: str, code: str, said: Said) -> str:
    if said.source:
        return source_from(said.source)
    begin, end = "INE, ", f" (indicador {code})" if code else ""
    return source_from(begin + title[: MOST_SOURCE - len(begin) - len(end)] + end)


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
