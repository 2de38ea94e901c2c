"""The catalogue of data sets as DCAT-AP in JSON-LD, which dados.gov and data.europa.eu harvest.

Every room describes its data sets as `Dataset`; the roof puts them together. Written by hand: a context and a tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from monitor.formats import licences
from monitor.formats.about import About
from monitor.models import Indicator

AUTHORITY = "http://publications.europa.eu/resource/authority/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
FREQUENCY = {
    Indicator.Periodicity.CENSUS: "DECENNIAL",
    Indicator.Periodicity.ANNUAL: "ANNUAL",
    Indicator.Periodicity.QUARTERLY: "QUARTERLY",
    Indicator.Periodicity.MONTHLY: "MONTHLY",
    Indicator.Periodicity.IRREGULAR: "IRREG",
}
# Themes of data.europa.eu by our topics; everything here is about society.
THEMES = {
    "saude": "HEAL",
    "educacao": "EDUC",
    "trabalho": "ECON",
    "seguranca": "JUST",
    "mobilidade": "TRAN",
    "rede": "GOVE",
}
# The metropolitan area in the European nomenclature of regions.
AREA = "http://data.europa.eu/nuts/code/PT11A"


class Said(NamedTuple):
    """A text in both languages."""

    pt: str
    en: str


@dataclass(frozen=True)
class File:
    """One form of a data set. `type`: of the EU's list of file types; `standard`: address of what it conforms to."""

    key: str
    address: str
    type: str
    media: str
    standard: str = ""


@dataclass(frozen=True)
class Dataset:
    """`key` names it within the portal and never changes; `licences`: each once, "" for one to be confirmed."""

    key: str
    title: Said
    description: Said
    page: Said
    files: Sequence[File]
    licences: Sequence[str]
    creator: str = ""
    themes: Sequence[str] = ("SOCI",)
    keywords: Sequence[Said] = ()
    frequency: str = ""
    sources: Sequence[str] = ()
    first: date | None = None
    last: date | None = None
    issued: datetime | None = None
    modified: datetime | None = None

    @property
    def id(self) -> str:
        return _id(f"dados-{self.key}")


def address(name: str, *args: str) -> str:
    return settings.BASE_URL + reverse(name, args=args)


def both(name: str, *args: str) -> Said:
    """A page's address in both languages."""
    with translation.override("pt-pt"):
        pt = address(name, *args)
    with translation.override("en"):
        return Said(pt, address(name, *args))


def of_indicator(about: About) -> Dataset:
    one = about.indicator
    topic = THEMES.get(one.topic_id)
    return Dataset(
        key=one.code,
        title=Said(one.name_pt, one.name_en),
        description=Said(one.definition_pt or one.name_pt, one.definition_en or one.name_en),
        page=both("indicator", one.code),
        files=(
            File("csv", address("api:observations_csv", one.code), "CSV", "text/csv"),
            File(
                "xlsx",
                address("api:observations_xlsx", one.code),
                "XLSX",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            File("json", address("api:observations_json", one.code), "JSON", "application/json"),
            File(
                "jsonstat",
                address("api:observations_jsonstat", one.code),
                "JSON",
                "application/json",
                "https://json-stat.org/full/",
            ),
        ),
        licences=about.licences,
        creator=one.publisher,
        themes=("SOCI", topic) if topic else ("SOCI",),
        keywords=(Said(one.topic.name_pt, one.topic.name_en),),
        frequency=FREQUENCY[Indicator.Periodicity(one.periodicity)],
        sources=[source.text for source in about.sources],
        first=about.first,
        last=about.last,
        issued=about.issued,
        modified=about.modified,
    )


def of_all_figures(abouts: Sequence[About]) -> Dataset:
    issued = [about.issued for about in abouts if about.issued]
    modified = [about.modified for about in abouts if about.modified]
    return Dataset(
        key="monitor",
        title=Said(
            "Monitor Social Metropolitano: todos os valores", "Metropolitan Social Monitor: every figure"
        ),
        description=Said(
            "Todos os valores públicos de todos os indicadores, com lugar, período, estado, fonte e licença.",
            "Every public figure of every indicator, with place, period, status, source and licence.",
        ),
        page=both("monitor"),
        files=(File("csv", address("all_figures"), "CSV", "text/csv"),),
        licences=licences.different(text for about in abouts for text in about.licences),
        frequency="IRREG",
        issued=min(issued, default=None),
        modified=max(modified, default=None),
    )


def catalogue(datasets: Iterable[Dataset], *, page: Said, modified: datetime) -> dict[str, Any]:
    """The whole document. `page`: the page for people that says the same."""
    listed = list(datasets)
    return {
        "@context": CONTEXT,
        "@id": _id("catalogo"),
        "@type": "dcat:Catalog",
        "dct:title": _said(Said("Concerta: dados abertos", "Concerta: open data")),
        "dct:description": _said(
            Said(
                "Indicadores, recursos e decisões da ação social na Área Metropolitana do Porto.",
                "Indicators, resources and decisions of social action in the Porto Metropolitan Area.",
            )
        ),
        "dct:publisher": _publisher(),
        "dct:language": [_iri(f"{AUTHORITY}language/{code}") for code in ("POR", "ENG")],
        "dct:spatial": _iri(AREA),
        "dct:modified": _instant(modified),
        "dcat:themeTaxonomy": _iri(f"{AUTHORITY}data-theme"),
        "foaf:homepage": _iri(page.pt),
        "dcat:dataset": [_dataset(one, page) for one in listed],
        "dcat:service": _service(listed, page),
    }


def _dataset(one: Dataset, page: Said) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@id": one.id,
        "@type": "dcat:Dataset",
        "dct:identifier": one.id,
        "dct:title": _said(one.title),
        "dct:description": _said(one.description),
        "dct:publisher": _publisher(),
        "dcat:contactPoint": _contact(page),
        "dcat:theme": [_iri(f"{AUTHORITY}data-theme/{theme}") for theme in one.themes],
        "dct:language": [_iri(f"{AUTHORITY}language/{code}") for code in ("POR", "ENG")],
        "dct:spatial": _iri(AREA),
        "dct:accessRights": _iri(f"{AUTHORITY}access-right/PUBLIC"),
        "dcat:landingPage": [_iri(address) for address in one.page],
        "dcat:distribution": [_distribution(one, file) for file in one.files],
    }
    if one.keywords:
        told["dcat:keyword"] = [text for word in one.keywords for text in _said(word)]
    if one.creator:
        told["dct:creator"] = {"@type": "foaf:Organization", "foaf:name": one.creator}
    if one.frequency:
        told["dct:accrualPeriodicity"] = _iri(f"{AUTHORITY}frequency/{one.frequency}")
    if one.sources:
        told["dct:provenance"] = [
            {"@type": "dct:ProvenanceStatement", "rdfs:label": _text(text, "pt")} for text in one.sources
        ]
    if one.first and one.last:
        told["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(one.first),
            "dcat:endDate": _day(one.last),
        }
    if one.issued:
        told["dct:issued"] = _instant(one.issued)
    if one.modified:
        told["dct:modified"] = _instant(one.modified)
    return told


def _distribution(one: Dataset, file: File) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@id": _id(f"dados-{one.key}-{file.key}"),
        "@type": "dcat:Distribution",
        "dct:title": _said(Said(f"{one.title.pt} ({file.key})", f"{one.title.en} ({file.key})")),
        "dcat:accessURL": _iri(file.address),
        "dcat:downloadURL": _iri(file.address),
        "dct:format": _iri(f"{AUTHORITY}file-type/{file.type}"),
        "dcat:mediaType": _iri(f"https://www.iana.org/assignments/media-types/{file.media}"),
    }
    if file.standard:
        told["dct:conformsTo"] = _iri(file.standard)
    known = [licences.KNOWN[text] for text in one.licences if text in licences.KNOWN]
    # One licence for all of it, or none: what differs from figure to figure stands in each.
    if len(known) == len(one.licences) == 1:
        told["dct:license"] = _iri(known[0].url)
    else:
        told["dct:rights"] = {"@type": "dct:RightsStatement", "rdfs:label": _said(_rights(one.licences))}
    return told


def _rights(found: Sequence[str]) -> Said:
    """What is known, and that the rest is not."""
    words = [text for text in found if text]
    pt = [f"{text} nos valores que o dizem" for text in words] if len(found) > 1 else words
    en = [f"{text} for the figures that say so" for text in words] if len(found) > 1 else words
    if "" in found or not found:
        pt = [*pt, f"condições de reutilização {licences.UNKNOWN_PT} junto da fonte"]
        en = [*en, f"terms of reuse {licences.UNKNOWN_EN} with the source"]
    return Said("; ".join(pt), "; ".join(en))


def _service(datasets: Sequence[Dataset], page: Said) -> dict[str, Any]:
    return {
        "@id": _id("api"),
        "@type": "dcat:DataService",
        "dct:title": _said(Said("API do Concerta", "Concerta API")),
        "dct:publisher": _publisher(),
        "dcat:contactPoint": _contact(page),
        "dcat:endpointURL": _iri(address("api:api-root")),
        "dcat:endpointDescription": _iri(address("api:openapi-json")),
        "dct:conformsTo": _iri("https://spec.openapis.org/oas/v3.1.0"),
        "dcat:servesDataset": [_iri(one.id) for one in datasets],
    }


def _publisher() -> dict[str, Any]:
    """Who gives the data out here; who made them is `creator`."""
    return {
        "@id": _id("portal"),
        "@type": "foaf:Agent",
        "foaf:name": "Concerta",
        "foaf:homepage": _iri(_home()),
    }


def _contact(page: Said) -> dict[str, Any]:
    return {"@type": "vcard:Kind", "vcard:fn": "Concerta", "vcard:hasURL": _iri(page.pt)}


def _home() -> str:
    return f"{settings.BASE_URL}/"


def _id(name: str) -> str:
    return f"{address('open_data_catalogue')}#{name}"


def _iri(address: str) -> dict[str, str]:
    return {"@id": address}


def _text(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _said(said: Said) -> list[dict[str, str]]:
    return [_text(said.pt, "pt"), _text(said.en, "en")]


def _day(day: date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}


def _instant(at: datetime) -> dict[str, str]:
    return {"@value": at.isoformat(), "@type": "xsd:dateTime"}
