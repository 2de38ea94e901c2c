"""The CSV files described for programs: frictionless data packages (https://specs.frictionlessdata.io/)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from monitor.formats import licences
from monitor.formats.about import About
from monitor.formats.table import HEADER
from monitor.models import Observation


def schema() -> dict[str, Any]:
    """Table Schema of every CSV of figures. An empty `value` is no zero."""
    told = {
        "dico": _("Código DICO do município, com o zero à frente; AMP, NORTE ou PT para o que é mais largo."),
        "place": _("Nome do lugar."),
        "indicator_code": _("Código do indicador."),
        "indicator_name": _("Nome do indicador, ou o que a fonte lhe chama nesse valor quando é outro."),
        "unit": _("Unidade do valor."),
        "period": _("Ano (2025), trimestre (2025-Q1), mês (2025-03) ou «latest at» e o dia da recolha."),
        "value": _("O valor. Vazio: não há, e o estado diz porquê; nunca é zero."),
        "status": _("Se o valor é definitivo, e porque falta quando falta."),
        "source": _("De onde veio o valor, palavra por palavra."),
        "licence": _("Licença da fonte; «por confirmar» quando a fonte não a diz."),
        "retrieved_on": _("Dia em que foi obtido da fonte, se se sabe."),
    }
    kinds = {"value": "number", "retrieved_on": "date"}
    fields: list[dict[str, Any]] = [
        {"name": name, "type": kinds.get(name, "string"), "description": told[name]} for name in HEADER
    ]
    for one in fields:
        if one["name"] == "value":
            one["decimalChar"] = "."
            one["bareNumber"] = True
        elif one["name"] == "status":
            one["constraints"] = {"required": True, "enum": [str(word) for word in Observation.Status.values]}
        elif one["name"] not in ("retrieved_on",):
            one["constraints"] = {"required": True}
    return {
        "fields": fields,
        "missingValues": [""],
        "primaryKey": ["indicator_code", "dico", "period"],
    }


def of_indicator(about: About) -> dict[str, Any]:
    one = about.indicator
    page = settings.BASE_URL + reverse("indicator", args=[one.code])
    return _package(
        name=one.code.replace("_", "-"),
        title=one.name,
        description="\n\n".join(text for text in (one.definition, one.note, one.method) if text),
        homepage=page,
        abouts=[about],
        path=settings.BASE_URL + reverse("api:observations_csv", args=[one.code]),
    )


def of_all(abouts: Sequence[About]) -> dict[str, Any]:
    """Every public figure of the monitor as one table."""
    return _package(
        name="concerta-monitor",
        title=_("Monitor Social Metropolitano"),
        description=_("Todos os valores públicos do Monitor, de todos os indicadores, numa só tabela."),
        homepage=settings.BASE_URL + reverse("monitor"),
        abouts=abouts,
        path=settings.BASE_URL + reverse("all_figures"),
    )


def _package(
    *, name: str, title: str, description: str, homepage: str, abouts: Sequence[About], path: str
) -> dict[str, Any]:
    sources = {source.pk: source for about in abouts for source in about.sources}
    modified = max((about.modified for about in abouts if about.modified), default=None)
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": description,
        "homepage": homepage,
        **({"created": modified.isoformat()} if modified else {}),
        "licenses": _licences(about.licences for about in abouts),
        "sources": [
            {"title": source.text, **({"path": source.url} if source.url else {})}
            for source in sorted(sources.values(), key=lambda source: source.text)
        ],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "path": path,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
                "schema": schema(),
            }
        ],
    }


def _licences(found: Iterable[list[str]]) -> list[dict[str, str]]:
    """One without a known address keeps its own words; none at all is said to be none."""
    told: list[dict[str, str]] = []
    for text in licences.different(text for some in found for text in some):
        if not text:
            told.append({"name": "notspecified", "title": _("Por confirmar junto da fonte")})
        elif known := licences.KNOWN.get(text):
            told.append({"name": known.id, "path": known.url, "title": text})
        else:
            told.append({"name": "other", "title": text})
    return told
