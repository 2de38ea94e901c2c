"""What nobody of the network owns: published data, described with source and licence, never asked for."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from geo.models import Municipality
from resources.models import Category, Facility, Mode, Resource, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(db):
    return Source.objects.create(
        name="Mapa Livre",
        licence="ODbL",
        licence_url="https://opendatacommons.org/licenses/odbl/1-0/",
        attribution="© quem contribui para o Mapa Livre",
        url="https://mapa.example.org/",
        retrieved_on=datetime.date(2026, 11, 20),
    )


@pytest.fixture
def published(source):
    """A kindergarten in Maia that nobody of the network owns."""
    maia = Municipality.objects.get(pk="1306")
    facility = Facility.objects.create(
        source=source,
        source_ref="ponto-1",
        source_url="https://mapa.example.org/ponto-1",
        name="Jardim das Amoreiras",
        municipality=maia,
        lat=maia.seat_lat,
        lon=maia.seat_lon,
        address="Rua das Amoreiras, 1",
        phone="220 000 000",
    )
    return Resource.objects.create(
        facility=facility,
        category=Category.objects.get(code="creches-e-jardins"),
        name="Jardim das Amoreiras",
        source=source,
        source_ref="ponto-1",
    )


def page_of(client, resource):
    return client.get(reverse("resource", args=[resource.uuid, resource.slug])).content.decode()


# --- In the database --------------------------------------------------------------------------------------------------


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def test_a_facility_has_an_owner_or_a_source(db):
    with refused("facility_without_owner_is_public_data"), transaction.atomic():
        Facility.objects.create(name="De ninguém")


@pytest.mark.parametrize("tier", [1, 2])
def test_what_is_nobodys_is_public(published, tier):
    with refused("facility_without_owner_is_public_data"), transaction.atomic():
        Facility.objects.update(tier=tier)


def test_what_is_nobodys_can_only_be_described(published, cast):
    published.category = Category.objects.get(code="acolhimento-temporario")
    published.save()
    assert published.mode == Mode.INFO
    with refused("resource_without_owner_is_info"), transaction.atomic():
        Resource.objects.filter(pk=published.pk).update(mode=Mode.STAY)


def test_an_owner_does_not_leave_what_can_be_asked_for(source, make_resource):
    resource = make_resource()
    Facility.objects.filter(pk=resource.facility_id).update(source=source, source_ref="x")
    with refused("a facility without owner has only resources that are described"), transaction.atomic():
        Facility.objects.filter(pk=resource.facility_id).update(organisation=None)


def test_a_reference_stands_once_in_its_source(published):
    with refused("facility_once_per_source"), transaction.atomic():
        Facility.objects.create(source=published.source, source_ref="ponto-1", name="Outro")


def test_a_refuge_has_no_published_place(source, make_resource):
    refuge = make_resource(capacity=None, tier=3, category="casa-de-abrigo", response=None)
    with refused("t3_has_no_source"), transaction.atomic():
        Facility.objects.filter(pk=refuge.facility_id).update(source=source, source_ref="x")


# --- On pages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [None, "holder", "technician", "coordination", "outsider"])
def test_its_page_says_who_published_it_under_which_licence_and_when(client_for, published, who):
    page = page_of(client_for(who), published)
    assert "© quem contribui para o Mapa Livre" in page
    assert 'href="https://opendatacommons.org/licenses/odbl/1-0/"' in page and "ODbL" in page
    assert "20/11/2026" in page
    assert "Não é uma lista completa." in page
    assert 'id="pedir"' not in page
    assert 'href="https://mapa.example.org/ponto-1"' in page


def test_a_page_of_the_network_names_no_source(client_for, make_resource):
    assert "Não é uma lista completa." not in page_of(client_for("technician"), make_resource())


@pytest.mark.parametrize("who", [None, "technician"])
def test_the_list_names_the_source_when_some_of_it_is_published(client_for, published, make_resource, who):
    make_resource()
    client = client_for(who)
    assert "© quem contribui para o Mapa Livre" in client.get("/recursos/").content.decode()
    only = client.get("/recursos/?category=acolhimento").content.decode()
    assert "Mapa Livre" not in only and "Não é uma lista completa." not in only


def test_the_list_does_not_call_it_unconfirmed(client_for, published):
    page = client_for("technician").get("/recursos/?category=creches-e-jardins").content.decode()
    assert "Jardim das Amoreiras" in page and "Fonte: Mapa Livre" in page
    assert 'class="av ' not in page[page.index('id="lista"') : page.index("Mapa Livre</")]


def test_a_source_beyond_the_first_page_is_named_too(client_for, published, make_resource):
    for _n in range(21):
        make_resource()
    page = client_for(None).get("/recursos/").content.decode()
    assert "Jardim das Amoreiras" not in page
    assert "© quem contribui para o Mapa Livre" in page


def test_it_is_found_by_its_words_and_place(client_for, published):
    for words in ("amoreiras", "jardim maia", "infância"):
        assert "Jardim das Amoreiras" in client_for(None).get("/recursos/", {"q": words}).content.decode(), (
            words
        )


def test_of_a_restricted_resource_no_source_tells_the_area(client_for, source, make_resource):
    hidden = make_resource(tier=2)
    Facility.objects.filter(pk=hidden.facility_id).update(
        source=source, source_ref="x", source_url="https://a.example"
    )
    client = client_for("accredited")
    for page in (page_of(client, hidden), client.get("/recursos/").content.decode()):
        assert "Mapa Livre" not in page and "https://a.example" not in page


def test_other_pages_work_with_it_without_an_owner(client_for, published):
    for name in ("holder", "coordination", "editor"):
        client = client_for(name)
        for path in ("/", "/recursos/?mode=info", "/recursos/?near=1312&radius_km=40", "/trabalho/recursos/"):
            assert client.get(path).status_code == 200, (name, path)


# --- Never asked for --------------------------------------------------------------------------------------------------


def test_nobody_asks_for_it(client_for, published):
    client = client_for("technician")
    answer = client.post(
        reverse("request_booking", args=[published.uuid, published.slug]),
        {"start": "2026-12-01", "end": "2026-12-02", "quantity": "1"},
    )
    assert answer.status_code in (404, 409, 422)
    assert not published.bookings.exists()


def test_the_api_answers_no_organisation_but_a_source(client_for, published):
    [item] = client_for(None).get("/api/v1/resources?mode=info").json()["results"]
    assert item["organisation"] is None
    assert item["source"] == {
        "name": "Mapa Livre",
        "licence": "ODbL",
        "licence_url": "https://opendatacommons.org/licenses/odbl/1-0/",
        "attribution": "© quem contribui para o Mapa Livre",
        "url": "https://mapa.example.org/",
        "retrieved_on": "2026-11-20",
    }
    detail = client_for(None).get(f"/api/v1/resources/{published.uuid}").json()
    assert detail["organisation"] is None and detail["source"]["licence"] == "ODbL"


def test_map_data_carry_the_attribution(client_for, published, make_resource):
    make_resource()
    collection = client_for(None).get("/api/v1/resources.geojson").json()
    assert [one["attribution"] for one in collection["attribution"]] == ["© quem contribui para o Mapa Livre"]
    only = client_for(None).get("/api/v1/resources.geojson?category=acolhimento").json()
    assert only["features"] and "attribution" not in only


def test_naming_sources_costs_one_query_whatever_their_number(
    client_for, published, django_assert_max_num_queries
):
    from resources import listing
    from resources.listing import Criteria

    for n in range(3):
        other = Source.objects.create(name=f"Fonte {n}", licence="CC0 1.0", attribution=f"Fonte {n}")
        Facility.objects.create(
            source=other, source_ref="1", name=f"Lugar {n}", municipality_id="1306"
        ).resources.create(category=published.category, name=f"Lugar {n}")
    with django_assert_max_num_queries(4):
        found = listing.find(None, Criteria())
    assert len(found.sources) == 4
