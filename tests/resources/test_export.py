"""The list as a file: the same filters, only what the reader may see, with its sources."""

import csv
import io

import pytest
from openpyxl import load_workbook

from accounts import sheets
from resources.models import Category, Facility, Resource, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(client_for):
    def read(name, query=""):
        answer = client_for(name).get(f"/recursos/exportar.csv{query}")
        assert answer.status_code == 200
        said = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(said), delimiter=";"))

    return read


@pytest.fixture
def published(db):
    source = Source.objects.create(
        name="Mapa Livre", licence="ODbL", licence_url="https://a.example/odbl", attribution="© Mapa Livre"
    )
    facility = Facility.objects.create(
        source=source,
        source_ref="1",
        source_url="https://mapa.example/1",
        name="Jardim",
        municipality_id="1306",
    )
    return Resource.objects.create(
        facility=facility, category=Category.objects.get(code="creches-e-jardins"), name="Jardim"
    )


@pytest.mark.parametrize(("name", "seen"), [(None, 1), ("outsider", 1), ("technician", 2), ("accredited", 3)])
def test_each_takes_only_what_they_may_see(make_resource, rows, name, seen):
    for tier in range(3):
        make_resource(tier=tier)
    make_resource(capacity=None, tier=3, category="casa-de-abrigo", response=None)
    assert len(rows(name)) == seen


def test_nothing_in_the_file_tells_where_a_restricted_place_is(make_resource, rows):
    hidden = make_resource(tier=2, phone="223 000 000", parish="Bonfim")
    [one] = rows("accredited")
    said = " ".join(value for value in one.values() if value)
    for secret in ("Rua de Teste", "223 000 000", "Bonfim", "1312", str(hidden.facility.lat), "Porto,"):
        assert secret not in said, secret
    assert one["município"] == "AMP" and one["latitude"] == ""


def test_the_file_has_what_the_filters_leave_and_all_its_pages(make_resource, rows):
    for n in range(23):
        make_resource(dico="1306" if n else "1317")
    assert len(rows(None)) == 23
    assert [one["município"] for one in rows(None, "?municipality=1317")] == ["Vila Nova de Gaia"]
    assert len(rows(None, "?municipality=1306&page=2")) == 22


def test_visitors_get_the_word_where_there_are_fewer_than_three(make_resource, rows):
    make_resource(capacity=2)
    assert [(one["disponibilidade"], one["capacidade"]) for one in rows(None)] == [("disponível", "")]
    assert [(one["livres"], one["capacidade"]) for one in rows("technician")] == [("2", "2")]


def test_source_and_licence_stand_in_every_row_that_has_one(make_resource, rows, published):
    make_resource()
    by_name = {one["recurso"]: one for one in rows(None)}
    one = by_name.pop("Jardim")
    assert (one["fonte"], one["licença"], one["atribuição"]) == ("Mapa Livre", "ODbL", "© Mapa Livre")
    assert (one["entidade"], one["página na fonte"]) == ("", "https://mapa.example/1")
    assert one["página"].startswith("http") and one["disponibilidade"] == ""
    [own] = by_name.values()
    assert own["fonte"] == "" and own["entidade"]


def test_the_sheet_names_its_sources_apart_as_well(client_for, published):
    answer = client_for(None).get("/recursos/exportar.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert [cell.value for cell in book["Recursos"][2]][1] == "Jardim"
    assert [cell.value for cell in book["Fontes"][2]][:2] == ["Mapa Livre", "ODbL"]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0=", "＝"])
def test_no_text_begins_as_a_formula_does(begin):
    assert sheets.text(f"{begin}1+1").startswith("'")
    assert sheets.text("Casa = lar") == "Casa = lar"


def test_what_cannot_be_understood_is_said_by_the_list(client_for):
    answer = client_for(None).get("/recursos/exportar.csv?municipality=9999")
    assert answer.status_code == 400
    assert "Este município não existe na região" in answer.content.decode()
    assert client_for(None).get("/recursos/exportar.pdf").status_code == 404
    assert client_for(None).post("/recursos/exportar.csv").status_code == 405


def test_the_list_links_to_the_file_with_its_filters(client_for, make_resource):
    make_resource()
    page = client_for(None).get("/recursos/?municipality=1312&page=1").content.decode()
    assert 'href="/recursos/exportar.csv?municipality=1312"' in page


def test_a_cost_does_not_grow_with_the_rows(make_resource, client_for, django_assert_max_num_queries):
    for _n in range(5):
        make_resource()
    client = client_for("technician")
    with django_assert_max_num_queries(20):
        b"".join(client.get("/recursos/exportar.csv").streaming_content)
