"""Strategic partners as REF-AMP lists them and as editors add to them; the local social network of each of the 17."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import AuditEntry
from accounts.refusals import NotAllowed
from portal.demo.pages import load_pages
from portal.demo.partners import load_partners
from portal.editors import EVERYTHING
from tests.units.governing import AROUCA, MAIA, governing
from units import actions, reference
from units.models import LocalNetwork, NetworkDocument, Partner, PartnerRole
from units.reference.partners import PARTNERS

pytestmark = pytest.mark.django_db
__all__ = ["governing"]


@pytest.fixture(autouse=True)
def portuguese():
    with translation.override("pt-pt"):
        yield


@pytest.fixture
def read(client_for):
    def get(who, name, *args, code=200, **query):
        answer = client_for(who).get(reverse(name, args=args), query)
        assert answer.status_code == code
        return answer.content.decode()

    return get


def partner(name="Parceiro de teste", **more):
    return Partner.objects.create(**{"kind": "territory", "name_pt": name, "source": "Teste"} | more)


# --- Partners ---------------------------------------------------------------------------------------------------------


def test_the_partnerships_of_ref_amp_stand_as_printed_with_their_lines_and_nothing_more(db):
    found = Partner.objects.exclude(printed_pt="")
    assert {one.printed_pt for one in found} == {
        "Plataformas Supraconcelhias",
        "ISS",
        "CCDRN",
        "Instit. de Ensino Superior e de I&D",
        "Entidades públicas e privadas de todo o território da AMP",
        "Parceiros de Projetos em curso na AMP para Ação Social Metropolitana",
        "IES Inova+",
    }
    for one in found:
        assert one.source.startswith("REF-AMP, 12/03/2014 (REF:5") and not one.is_demo
        said = (
            one.about_pt,
            one.website,
            one.since,
            one.until,
            one.municipality,
            one.organisation,
            one.area_pt,
        )
        assert not any(said) and not one.roles.exists()


def test_loading_again_keeps_what_editors_changed(db):
    one = Partner.objects.get(printed_pt="ISS")
    one.about_pt = "Participa nos diagnósticos."
    one.save()
    reference.load(apps)
    one.refresh_from_db()
    assert one.about_pt == "Participa nos diagnósticos."
    assert (Partner.objects.count(), LocalNetwork.objects.count()) == (len(PARTNERS), 17)


def test_a_real_partner_without_a_role_says_that_none_is_known(read):
    page = read(None, "partner", Partner.objects.get(printed_pt="ISS").uuid)
    assert "o REF-AMP não diz em que eixo" in page and "sem as repartir por cada um" in page
    assert "REF:516" in page and "por indicar" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Alfa", "Beta"}),
        ({"eixo": "EP2"}, {"Alfa"}),
        ({"eixo": "AE1"}, {"Beta"}),
        ({"tipo": "research"}, {"Beta"}),
        ({"funcao": "monitoring"}, {"Beta"}),
        ({"funcao": "visibility"}, {"Alfa"}),
        ({"q": "formacao"}, {"Alfa"}),
        ({"q": "FORMAÇÃO jovens"}, {"Alfa"}),
        ({"q": "maia"}, {"Beta"}),
        ({"q": "formacao", "eixo": "AE1"}, set()),
    ],
)
def test_partners_are_found_by_axis_kind_function_and_words(read, query, found):
    Partner.objects.all().delete()
    alfa = partner("Alfa", about_pt="Formação de jovens.", for_visibility=True)
    beta = partner("Beta", kind="research", for_monitoring=True, municipality_id=MAIA)
    PartnerRole.objects.create(partner=alfa, axis_id="EP2", role_pt="Ofertas de emprego")
    PartnerRole.objects.create(partner=beta, axis_id="AE1", line_id="AE1.1", role_pt="Diagnósticos")
    page = read(None, "partners", **query)
    assert {name for name in ("Alfa", "Beta") if f">{name}</a>" in page} == found
    assert ("Nenhum parceiro assim" in page) == (not found)


@pytest.mark.parametrize(
    "query", [{"eixo": "EP9"}, {"tipo": "bank"}, {"funcao": "money"}, {"page": "7"}, {"page": "x"}]
)
def test_a_filter_that_does_not_exist_is_said_in_a_sentence(read, query):
    assert 'class="errors"' in read(None, "partners", code=400, **query)


def test_a_role_belongs_to_its_axis_and_stands_once(db):
    one = partner()
    role = PartnerRole(partner=one, axis_id="AE1", line_id="AE1.1", role_pt="Diagnósticos")
    role.full_clean()
    role.save()
    with pytest.raises(ValidationError):
        PartnerRole(partner=one, axis_id="AE2", line_id="AE1.1", role_pt="Outro").full_clean()
    with pytest.raises(ValidationError):
        PartnerRole(partner=one, axis_id="AE1", line_id="AE1.1", role_pt="Outro").full_clean()


def test_the_directory_asks_the_database_as_often_for_many_as_for_few(client_for):
    client = client_for(None)

    def queries(path):
        client.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    path = reverse("partners")
    PartnerRole.objects.create(partner=partner("A 0"), axis_id="EP1", role_pt="Papel")
    few = queries(path)
    for number in range(1, 28):
        made = partner(f"A {number}", municipality_id=MAIA)
        PartnerRole.objects.create(partner=made, axis_id="EP1", role_pt="Papel")
    assert queries(path) == few


def test_editors_keep_partners_and_networks_in_the_cms_and_add_no_eighteenth(cast, client_for):
    load_pages()
    cast.users["editor"].groups.add(Group.objects.get(name=EVERYTHING))
    client = client_for("editor")
    one = partner()
    for model in ("partner", "partnerrole", "networkdocument"):
        for verb in ("", "add/"):
            assert client.get(f"/cms/snippets/units/{model}/{verb}").status_code == 200, (model, verb)
    assert client.get(f"/cms/snippets/units/partner/edit/{one.pk}/").status_code == 200
    network = LocalNetwork.objects.get(municipality=MAIA)
    assert client.get("/cms/snippets/units/localnetwork/").status_code == 200
    assert client.get(f"/cms/snippets/units/localnetwork/edit/{network.pk}/").status_code == 200
    assert client.get("/cms/snippets/units/localnetwork/add/").status_code == 302
    assert client.post(f"/cms/snippets/units/localnetwork/delete/{network.pk}/").status_code == 302
    assert LocalNetwork.objects.count() == 17


def test_a_network_says_when_it_was_changed_in_the_cms(cast, client_for):
    cast.users["editor"].groups.add(Group.objects.get(name=EVERYTHING))
    editor = client_for("editor")
    network, other = (LocalNetwork.objects.get(municipality=dico) for dico in (MAIA, "1312"))

    def changed():
        return list(
            LocalNetwork.objects.filter(pk__in=[network.pk, other.pk], updated_at__isnull=False).values_list(
                "pk", flat=True
            )
        )

    LocalNetwork.objects.update(updated_at=None)
    answer = editor.post(
        f"/cms/snippets/units/localnetwork/edit/{network.pk}/",
        {"name_pt": "Conselho Local", "name_en": "Local council", "platform": "", "source": "Ofício"},
    )
    assert answer.status_code == 302
    assert changed() == [network.pk]
    LocalNetwork.objects.update(updated_at=None)
    document = {
        "network": network.pk,
        "kind": "diagnosis",
        "title": "Diagnóstico",
        "link": "https://exemplo.pt/d",
    }
    answer = editor.post("/cms/snippets/units/networkdocument/add/", document | {"dated": "2026-01-01"})
    assert answer.status_code == 302
    assert changed() == [network.pk]
    LocalNetwork.objects.update(updated_at=None)
    made = network.documents.get(title="Diagnóstico")
    assert editor.post(f"/cms/snippets/units/networkdocument/delete/{made.pk}/").status_code == 302
    assert changed() == [network.pk]


# --- Local social networks --------------------------------------------------------------------------------------------


def test_each_of_the_17_has_its_council_by_name_and_blanks_are_said(read):
    page = read(None, "networks")
    for name in ("Conselho Local de Ação Social do Porto", "Conselho Local de Ação Social da Maia"):
        assert name in page
    assert page.count("contacto por indicar") == 17
    page = read(None, "network", AROUCA)
    assert "Conselho Local de Ação Social de Arouca" in page and "DL 115/2006" in page
    assert "Diagnóstico social, Plano de desenvolvimento social, Plano de ação" in page
    read(None, "network", "9999", code=404)


def saying(**more):
    return {
        "seat": "Divisão de Ação Social",
        "contact_page": "https://maia.example.org/rede",
        "platform": "",
        "kept_by": "Núcleo executivo",
        "source": "Município da Maia",
        "source_on": timezone.localdate().isoformat(),
    } | more


def test_who_represents_a_municipality_keeps_its_network_and_no_other(governing, client_for, read):
    client = client_for("representative")
    assert client.post(reverse("network_edit"), saying()).status_code == 303
    mine, other = LocalNetwork.objects.get(municipality=MAIA), LocalNetwork.objects.get(municipality=AROUCA)
    assert (mine.seat, mine.contact_page) == ("Divisão de Ação Social", "https://maia.example.org/rede")
    assert mine.updated_at is not None and other.updated_at is None
    assert "Município da Maia" in read(None, "network", MAIA)
    for who in ("coordination", "technician", "holder", "editor"):
        assert client_for(who).post(reverse("network_edit"), saying(seat="Outra")).status_code == 404, who
    fields = {"seat": "", "contact_page": "", "kept_by": "", "source": "Teste", "source_on": None}
    for by in (governing.speakers[MAIA], governing.coordination):
        with pytest.raises(NotAllowed):
            actions.keep_network(other, by=by, **fields)
    assert AuditEntry.objects.filter(verb="keep_network", subject_id=MAIA).count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"contact_page": "javascript:alert(1)"},
        {"contact_page": "ftp://maia.example.org"},
        {"source": ""},
        {"seat": "Fale com maria.silva@example.org"},
        {"source_on": (timezone.localdate() + timedelta(days=2)).isoformat()},
        {"platform": "x"},
    ],
)
def test_what_makes_no_sense_of_a_network_is_refused_and_stays_typed(governing, client_for, change):
    client = client_for("representative")
    answer = client.post(reverse("network_edit"), saying(kept_by="Núcleo de teste") | change)
    assert answer.status_code == 422 and "Núcleo de teste" in answer.content.decode()
    assert LocalNetwork.objects.get(municipality=MAIA).updated_at is None


def test_a_page_that_is_out_of_date_does_not_write_over_another(governing, client_for):
    client = client_for("representative")
    seen = client.get(reverse("network_edit")).content.decode().split('name="seen" value="')[1].split('"')[0]
    assert client.post(reverse("network_edit"), saying(seen=seen)).status_code == 303
    answer = client.post(reverse("network_edit"), saying(seen=seen, seat="Outra sede"))
    assert answer.status_code == 409 and "Outra sede" in answer.content.decode()


def test_documents_are_links_with_dates_kept_by_their_municipality(governing, client_for, read):
    client = client_for("representative")
    document = {
        "kind": "diagnosis",
        "title": "Diagnóstico de 2025",
        "link": "https://maia.example.org/d.pdf",
        "dated": "2025-03-01",
        "source": "CLAS",
    }
    for wrong in ({"link": ""}, {"link": "nada"}, {"dated": "2999-01-01"}, {"kind": "novel"}, {"title": ""}):
        assert client.post(reverse("network_document_new"), document | wrong).status_code == 422, wrong
    assert client.post(reverse("network_document_new"), document).status_code == 303
    answer = client.post(reverse("network_document_new"), document)
    assert answer.status_code == 409 and "já está na lista" in answer.content.decode()
    page = read(None, "network", MAIA)
    assert "Diagnóstico de 2025" in page and "https://maia.example.org/d.pdf" in page
    theirs = actions.add_network_document(
        LocalNetwork.objects.get(municipality=AROUCA),
        by=governing.speakers[AROUCA],
        kind="action",
        title="Plano",
        link="https://arouca.example.org/p.pdf",
        dated=timezone.localdate(),
    )
    drop = reverse("network_document_drop", args=[theirs.uuid])
    assert (client.get(drop).status_code, client.post(drop).status_code) == (404, 404)
    mine = NetworkDocument.objects.get(network__municipality=MAIA)
    assert client.post(reverse("network_document_drop", args=[mine.uuid])).status_code == 303
    assert list(NetworkDocument.objects.all()) == [theirs]


def test_the_demonstration_marks_what_it_invents(governing, read):
    load_partners()
    load_partners()
    invented = Partner.objects.filter(is_demo=True)
    assert invented.count() == 4 and all("exemplo" in one.name_pt for one in invented)
    assert not Partner.objects.filter(is_demo=True).exclude(printed_pt="").exists()
    assert {one.municipality_id for one in LocalNetwork.objects.filter(is_demo=True)} == {
        MAIA,
        AROUCA,
        "1304",
    }
    assert "exemplo fictício" in read(None, "partners") and "exemplo fictício" in read(None, "networks")
