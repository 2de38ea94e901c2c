"""What is taken away reads back to the same values, in every format, and the catalogue tells of all of it."""

from __future__ import annotations

import io
import json
import math
import re
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pandas
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pyjstat import pyjstat
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from monitor.actions import confirm, undo
from monitor.imports import Said, bring, read
from monitor.models import DataVersion, Place
from tests.database import database
from tests.monitor.measured import PEOPLE_SOURCE, SECRETS, SHARE_SOURCE, Measured, measured

__all__ = ["measured"]
DCAT, DCT, FOAF = (
    Namespace(f"http://{rest}")
    for rest in ("www.w3.org/ns/dcat#", "purl.org/dc/terms/", "xmlns.com/foaf/0.1/")
)
PEOPLE = "/api/v1/indicators/prova_pessoas/observations"
ALL, ALL_PACKAGE = "/dados-abertos/indicadores.csv", "/dados-abertos/datapackage.json"
CATALOGUE, PACKAGE = "/dados-abertos/catalogo.jsonld", "/monitor/prova_pessoas/datapackage.json"
PAGE, FEED = "/monitor/atualizacoes/", "/monitor/atualizacoes/atom.xml"
DATA = [ALL, ALL_PACKAGE, CATALOGUE, PACKAGE, FEED]


def got(path: str, **headers: str) -> Any:
    answer = Client().get(path, headers=headers)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def table_of(content: bytes, **more: Any) -> pandas.DataFrame:
    return pandas.read_csv(io.BytesIO(content), dtype={"dico": str}, **more)


def cells(frame: pandas.DataFrame) -> dict[tuple[str, str], float | None]:
    """By place and period; None where there is no value."""
    return {
        (str(one.dico), str(one.period)): None if math.isnan(one.value) else one.value
        for one in frame.itertuples()
    }


def from_csv() -> dict[Any, Any]:
    return cells(table_of(body(got(f"{PEOPLE}.csv"))))


def from_xlsx() -> dict[Any, Any]:
    frame = pandas.read_excel(io.BytesIO(body(got(f"{PEOPLE}.xlsx"))), dtype={"dico": str, "period": str})
    return cells(frame)


def from_json() -> dict[Any, Any]:
    found = got(f"{PEOPLE}.json").json()["results"]
    return {(one["place"]["code"], one["period"]): one["value"] for one in found}


def from_jsonstat() -> dict[Any, Any]:
    content = body(got(f"{PEOPLE}.jsonstat")).decode()
    frame = pyjstat.Dataset.read(content).write("dataframe", naming="id")
    frame = frame.rename(columns={"place": "dico"})
    given = json.loads(content)["status"]
    # pyjstat keeps every cell of the cube; those nobody observed have no status.
    return cells(frame[[str(n) in given for n in range(len(frame))]])


READERS = {"csv": from_csv, "xlsx": from_xlsx, "json": from_json, "jsonstat": from_jsonstat}


@pytest.mark.parametrize("kind", READERS)
def test_pyjstat_and_pandas_read_the_downloads_back_to_the_same_values(measured: Measured, kind: str) -> None:
    found = READERS[kind]()
    assert found == measured.figures
    # Gaps and what is confidential are no zeros; what is zero is.
    assert found["1306", "2021"] is None and found["1304", "2021"] is None and found["0104", "2021"] == 0


def test_status_and_source_are_in_every_format_with_the_licence(measured: Measured) -> None:
    given = {
        (one["place"]["code"], one["period"]): one["status"]
        for one in got(f"{PEOPLE}.json").json()["results"]
    }
    frame = table_of(body(got(f"{PEOPLE}.csv")))
    assert {(one.dico, one.period): one.status for one in frame.itertuples()} == given
    assert set(frame.source) == {PEOPLE_SOURCE} and set(frame.licence) == {"por confirmar"}
    assert set(frame.retrieved_on) == {"2025-10-25"} and set(frame.indicator_code) == {"prova_pessoas"}
    cube = json.loads(body(got(f"{PEOPLE}.jsonstat")))
    places, codes = (cube["dimension"][name]["category"]["index"] for name in ("place", "period"))
    told = {
        (places[int(n) // len(codes)], codes[int(n) % len(codes)]): status
        for n, status in cube["status"].items()
    }
    assert told == given
    assert (cube["version"], cube["class"], cube["size"]) == ("2.0", "dataset", [1, len(places), len(codes)])
    assert cube["role"] == {"metric": ["indicator"], "geo": ["place"], "time": ["period"]}
    assert (cube["source"], cube["extension"]["licence"]) == (PEOPLE_SOURCE, "por confirmar")
    assert len(cube["value"]) == math.prod(cube["size"])
    # What nobody observed is null as well, without a word about why.
    assert [
        n for n, value in enumerate(cube["value"]) if value is not None and str(n) not in cube["status"]
    ] == []
    book = openpyxl.load_workbook(io.BytesIO(body(got(f"{PEOPLE}.xlsx"))))
    figures, about = book.worksheets
    assert {type(row[6].value) for row in figures.iter_rows(min_row=2)} <= {int, float, type(None)}
    assert {row[0].value: row[1].value for row in about.iter_rows(max_row=11)}["Licença"] == "por confirmar"


def test_the_csv_is_plain_and_its_numbers_are_exact(measured: Measured) -> None:
    raw = body(got(f"{PEOPLE}.csv"))
    first, *lines = raw.decode("utf-8").splitlines()
    assert first == (
        "dico,place,indicator_code,indicator_name,unit,period,value,status,source,licence,retrieved_on"
    )
    values = {tuple(line.split(",")[:6:5]): line.split(",")[6] for line in lines}
    assert values["1312", "2025"] == "7.25" and values["1306", "2025"] == "0.000001"
    assert values["AMP", "2021"] == "1737395" and values["1306", "2021"] == ""


def test_what_a_spreadsheet_would_calculate_is_given_out_as_text(measured: Measured) -> None:
    measured.take(measured.cell("1312", "2021", "9", source="=HYPERLINK(1)"))
    for found in (table_of(body(got(f"{PEOPLE}.csv"))), table_of(body(got(ALL)))):
        assert "'=HYPERLINK(1)" in set(found.source) and "=HYPERLINK(1)" not in set(found.source)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonstat"])
@pytest.mark.parametrize("language", ["pt", "en"])
def test_what_was_taken_away_comes_in_again_and_changes_nothing(
    measured: Measured, tmp_path: Any, kind: str, language: str
) -> None:
    file = tmp_path / f"prova.{'json' if kind == 'jsonstat' else kind}"
    file.write_bytes(body(got(f"{PEOPLE}.{kind}", **{"Accept-Language": language})))
    preview = bring(read(file, Said()), dry_run=True)
    # A cube has one name for all its figures: the one that came under another counts as changed.
    other = kind == "jsonstat"
    assert preview.counts == {"new": 0, "changed": 1 * other, "same": len(measured.figures) - other}


def test_the_whole_store_is_one_table_that_agrees_with_each(measured: Measured) -> None:
    frame = table_of(body(got(ALL)))
    assert cells(frame[frame.indicator_code == "prova_pessoas"]) == measured.figures
    share = frame[frame.indicator_code == "prova_parte"]
    # A negative number is no formula: it stays a number.
    assert list(share.value) == [38.5, -0.5]
    assert (set(share.source), set(share.licence)) == ({SHARE_SOURCE}, {"CC BY 4.0"})


@pytest.mark.parametrize(("package", "tables"), [(PACKAGE, f"{PEOPLE}.csv"), (ALL_PACKAGE, ALL)])
def test_a_data_package_describes_the_table_as_it_is(
    measured: Measured, settings: Any, package: str, tables: str
) -> None:
    told = got(package).json()
    [resource] = told["resources"]
    assert resource["path"] == settings.BASE_URL + tables
    fields = resource["schema"]["fields"]
    kinds = {"string": str, "number": float}
    frame = pandas.read_csv(
        io.BytesIO(body(got(tables))),
        dtype={one["name"]: kinds[one["type"]] for one in fields if one["type"] in kinds},
        parse_dates=[one["name"] for one in fields if one["type"] == "date"],
        na_values=resource["schema"]["missingValues"],
        keep_default_na=False,
    )  # fmt: skip
    assert list(frame.columns) == [one["name"] for one in fields]
    assert frame.set_index(resource["schema"]["primaryKey"]).index.is_unique
    for one in fields:
        limits = one.get("constraints", {})
        assert not limits.get("required") or frame[one["name"]].notna().all(), one["name"]
        assert "enum" not in limits or set(frame[one["name"]]) <= set(limits["enum"]), one["name"]
    assert {one["title"] for one in told["sources"]} == set(frame.source)
    names = {one["name"] for one in told["licenses"]}
    assert names == ({"notspecified"} if package == PACKAGE else {"CC-BY-4.0", "notspecified"})
    assert re.fullmatch(r"[-a-z0-9._/]+", told["name"]) and re.fullmatch(r"[-a-z0-9._/]+", resource["name"])


@pytest.fixture
def graph(measured: Measured) -> Graph:
    answer = got(CATALOGUE, Accept="text/html")
    assert answer.headers["Content-Type"] == "application/ld+json"
    return Graph().parse(data=answer.content, format="json-ld")


def test_the_catalogue_is_valid_rdf_and_lists_every_dataset(
    graph: Graph, measured: Measured, settings: Any
) -> None:
    assert not [term for triple in graph for term in triple if isinstance(term, Literal) and term.ill_typed]
    assert not [
        term for triple in graph for term in triple
        if isinstance(term, URIRef) and not re.match(r"https?://[^\s<>]+$", str(term))
    ]  # fmt: skip
    [catalogue] = graph.subjects(RDF.type, DCAT.Catalog)
    listed = set(graph.objects(catalogue, DCAT.dataset))
    assert listed == set(graph.subjects(RDF.type, DCAT.Dataset))
    names = {str(one).rpartition("#dados-")[2] for one in listed}
    assert names >= {"prova_pessoas", "prova_parte", "monitor", "municipios", "recursos", "decisoes"}
    assert "prova_rede" not in names
    # What DCAT-AP demands of each kind.
    for one in [catalogue, *listed, *graph.subjects(RDF.type, DCAT.DataService)]:
        assert {title.language for title in graph.objects(one, DCT.title)} == {"pt", "en"}, one
    for one in listed:
        assert {text.language for text in graph.objects(one, DCT.description)} == {"pt", "en"}
        assert graph.value(one, DCT.publisher) and list(graph.objects(one, DCAT.theme))
        assert list(graph.objects(one, DCAT.distribution)) and graph.value(one, DCAT.contactPoint)
    for agent in set(graph.objects(None, DCT.publisher)) | set(graph.objects(None, DCT.creator)):
        assert graph.value(agent, FOAF.name)
    [service] = graph.objects(catalogue, DCAT.service)
    assert str(graph.value(service, DCAT.endpointURL)) == f"{settings.BASE_URL}/api/v1/"
    assert set(graph.objects(service, DCAT.servesDataset)) == listed


def test_every_address_in_the_catalogue_answers_a_visitor_with_what_it_says(
    graph: Graph, client_for: Any, settings: Any
) -> None:
    visitor = client_for(None)
    files = set(graph.subjects(RDF.type, DCAT.Distribution))
    assert len(files) >= 14
    for one in files:
        address = str(graph.value(one, DCAT.downloadURL)).removeprefix(settings.BASE_URL)
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        assert str(graph.value(one, DCAT.mediaType)).endswith(
            answer.headers["Content-Type"].partition(";")[0]
        )
    for page in set(graph.objects(None, DCAT.landingPage)) | set(graph.objects(None, FOAF.homepage)):
        assert visitor.get(str(page).removeprefix(settings.BASE_URL)).status_code == 200, page


def test_a_dataset_says_its_time_its_rhythm_and_only_a_licence_somebody_gave(graph: Graph) -> None:
    [people] = [
        one for one in graph.subjects(RDF.type, DCAT.Dataset) if str(one).endswith("#dados-prova_pessoas")
    ]
    [share] = [
        one for one in graph.subjects(RDF.type, DCAT.Dataset) if str(one).endswith("#dados-prova_parte")
    ]
    time = graph.value(people, DCT.temporal)
    assert [str(graph.value(time, end)) for end in (DCAT.startDate, DCAT.endDate)] == [
        "2021-01-01",
        "2025-12-31",
    ]
    assert str(graph.value(people, DCT.accrualPeriodicity)).endswith("/frequency/ANNUAL")
    assert str(graph.value(graph.value(people, DCT.creator), FOAF.name)) == "INE"
    for one in graph.objects(people, DCAT.distribution):
        assert graph.value(one, DCT.license) is None and graph.value(one, DCT.rights) is not None
    for one in graph.objects(share, DCAT.distribution):
        assert str(graph.value(one, DCT.license)) == "https://creativecommons.org/licenses/by/4.0/"


def test_a_visitor_never_gets_the_networks_figures_in_any_format(measured: Measured, client_for: Any) -> None:
    measured.inside_the_network()
    # Addresses without a language are read by everybody's machines: a member gets there what everybody gets.
    for who in (None, "outsider", "coordination"):
        for path in (*DATA, PAGE, f"/en{PAGE}"):
            text = body(client_for(who).get(path)).decode("utf-8", "replace")
            assert not [one for one in SECRETS if one in text], (who, path)
    assert Client().get("/monitor/prova_rede/datapackage.json").status_code == 404
    frames = [
        *(
            pandas.read_excel(io.BytesIO(body(got(f"{PEOPLE}.xlsx{query}"))))
            for query in ("", "?period=2021")
        ),
        table_of(body(got(f"{PEOPLE}.csv?period=2021 (provisional)"))),
    ]
    assert not [one for frame in frames for one in SECRETS if one in frame.to_csv()]


def test_data_is_asked_for_again_in_a_few_bytes_until_it_changes(measured: Measured) -> None:
    etags = {path: unchanged(path) for path in DATA}
    measured.take(measured.cell("1312", "2021", "6"))
    for path, etag in etags.items():
        changed = Client().get(path, headers={"If-None-Match": etag})
        assert changed.status_code == 200 and changed.headers["ETag"] != etag


def unchanged(path: str) -> str:
    """Asks three times; the ETag of the answer."""
    first = got(path)
    etag = first.headers["ETag"]
    assert str(DataVersion.now().number) in etag and first.headers["Access-Control-Allow-Origin"] == "*"
    assert "no-cache" in first.headers["Cache-Control"]
    again = Client().get(path, headers={"If-None-Match": etag})
    assert (again.status_code, body(again)) == (304, b"")
    head = Client().head(path)
    assert (head.status_code, head.headers["ETag"], body(head)) == (200, etag, b"")
    assert Client().post(path).status_code == 405
    return str(etag)


FROM_ELSEWHERE = """
import django
django.setup()
from decimal import Decimal
from monitor import actions, periods
from monitor.models import Import, Indicator, Topic
topic = Topic.objects.get_or_create(code="prova", defaults={"order": 99, "name_pt": "Prova", "name_en": "Trial"})[0]
one = Indicator.objects.get_or_create(code="prova_fora", defaults=dict(
    topic=topic, name_pt="Fora", name_en="Elsewhere", short_pt="Fora", short_en="Elsewhere", unit_pt="p", unit_en="p",
    unit_source="p", kind="count", publisher="INE", periodicity="annual"))[0]
cell = actions.Cell(one.pk, "1312", periods.parse("2021")[0], Decimal("4242"), "final", "INE, prova")
actions.take([cell], kind=Import.Kind.TABLE, name="fora.csv", by=None)
"""


def test_what_another_process_imports_is_read_at_once(own_database: Any) -> None:
    name = own_database("empty")
    before = got(ALL).headers["ETag"]
    environment = database.environment(name) | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    subprocess.run([sys.executable, "-c", FROM_ELSEWHERE], check=True, env=environment, timeout=120)
    answer = Client().get(ALL, headers={"If-None-Match": before})
    assert answer.status_code == 200 and b",4242," in body(answer)


def test_what_it_costs_does_not_grow_with_places_and_periods(measured: Measured) -> None:
    def costs() -> list[int]:
        found = []
        for path in DATA:
            with CaptureQueriesContext(connection) as queries:
                body(got(path))
            found.append(len(queries))
        return found

    before = costs()
    places = Place.objects.municipalities().values_list("pk", flat=True)
    measured.take(
        *(measured.cell(place, str(year), str(year)) for place in places for year in range(2001, 2021))
    )
    assert costs() == before and max(before) <= 14


def entries() -> list[dict[str, str]]:
    atom = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.fromstring(body(got(FEED)))
    return [
        {
            "id": entry.findtext(f"{atom}id", ""),
            "title": entry.findtext(f"{atom}title", ""),
            "text": entry.findtext(f"{atom}summary", ""),
            "updated": entry.findtext(f"{atom}updated", ""),
        }
        for entry in root.iter(f"{atom}entry")
    ]


def test_what_changed_is_told_in_a_feed_with_ids_that_stay(measured: Measured, cast: Any) -> None:
    [first] = entries()
    assert first["id"] == f"urn:uuid:{measured.first.uuid}"
    # Both names, in the order of the registry: neither stands before the other by chance.
    assert first["title"] == "Parte das pessoas e mais 1 indicador" and "11 valores novos." in first["text"]
    second = measured.take(measured.cell("1312", "2021", "6"), measured.cell("1304", "2025", "1"))
    assert [one["id"] for one in entries()] == [f"urn:uuid:{one.uuid}" for one in (second, measured.first)]
    assert "1 valor novo e 1 valor revisto." in entries()[0]["text"]
    undo(second, by=cast.coordination)
    taken_back, still = entries()
    assert taken_back["id"] == f"urn:uuid:{second.uuid}" and "2 valores foram retirados" in taken_back["text"]
    assert still == first


def test_what_waits_in_the_network_is_in_no_feed_until_it_is_confirmed(measured: Measured, cast: Any) -> None:
    waiting = measured.inside_the_network()
    measured.take(measured.cell("1306", "2021", "4", of=measured.inside))
    undo(measured.take(measured.cell("1312", "2025", "9"), **measured.waiting), by=cast.coordination)
    assert len(entries()) == 1
    confirm(waiting, by=cast.coordination)
    told = entries()[0]
    assert told["id"] == f"urn:uuid:{waiting.uuid}" and "prova_rede" not in str(told)
    assert told["title"] == "Pessoas à prova" and "1 valor novo e 1 valor revisto." in told["text"]


def test_people_read_the_same_updates_on_a_page_without_names_of_files(measured: Measured) -> None:
    page = body(got(PAGE)).decode()
    assert "11 valores novos." in page and f'id="{measured.first.uuid}"' in page
    assert 'href="/monitor/prova_pessoas/"' in page and FEED in page
    assert "segredo-do-ficheiro" not in page + body(got(FEED)).decode()
    english = body(got(f"/en{PAGE}")).decode()
    assert "Share of people" in english and f"/en{FEED}" in english
