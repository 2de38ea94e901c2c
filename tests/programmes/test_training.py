"""The training offer side by side, what everybody reads of programmes, and whether a certificate holds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import moment
from geo.models import Municipality
from programmes import offer
from programmes.models import Certificate, Edition, EditionFigure, Programme, Sheet
from tests.programmes.running import Running

PORTO, GONDOMAR = "1312", "1304"


@pytest.fixture
def today():
    return timezone.localdate(moment.now())


@pytest.fixture
def teach(cast, today):
    """A published course with one edition; `dico` None serves the whole area."""

    def make(name, area, dico, starts, days, *, keeper=None, state="intake", **more):
        keeper = keeper or cast.holder
        programme = Programme.objects.create(
            organisation=keeper.organisation, kind="course", audience="professionals", area=area
        )
        sheet = Sheet.objects.create(
            programme=programme, number=1, state="published", name=name, objective="Aprender."
        )
        programme.current = sheet
        programme.save()
        first = today + timedelta(days=starts)
        return Edition.objects.create(
            sheet=sheet,
            organisation=keeper.organisation,
            responsible=keeper,
            name=f"{name}, edição",
            municipality=Municipality.objects.get(pk=dico) if dico else None,
            intake_from=first - timedelta(days=30),
            intake_until=first - timedelta(days=1),
            starts=first,
            ends=first + timedelta(days=days),
            state=state,
            **more,
        )

    return make


def html(client, address):
    return client.get(address).content.decode()


def test_the_same_area_in_the_same_place_at_the_same_time_overlaps_and_nothing_else_does(teach):
    one = teach("Primeira", "Saúde mental", PORTO, 10, 20)
    same = teach("Segunda", "saude mental", PORTO, 30, 20)
    teach("Depois", "Saúde mental", PORTO, 51, 5)
    teach("Noutro sítio", "Saúde mental", GONDOMAR, 10, 20)
    teach("Outra área", "Dirigentes", PORTO, 10, 20)
    [pair] = offer.offer().overlaps
    assert (pair.first, pair.second) == (one, same) and pair.start == pair.end == same.starts
    anywhere = teach("Em toda a área", "Saúde mental", None, 12, 3)
    assert {(p.first.name, p.second.name) for p in offer.offer().overlaps} == {
        (one.name, same.name),
        (one.name, anywhere.name),
        ("Noutro sítio, edição", anywhere.name),
    }


def test_a_gap_is_where_nothing_is_registered_and_the_named_themes_are_always_asked_about(teach, client_for):
    teach("Primeira", "Saúde mental", PORTO, 10, 20)
    teach("Há muito", "Violência doméstica", PORTO, -400, 20, state="closed")
    lines = {line.area: line for line in offer.offer().lines}
    assert set(offer.NAMED_THEMES) <= set(lines)
    assert len(lines["saúde mental"].missing) == 16 and len(lines["violência doméstica"].missing) == 17
    teach("Para todos", "Violência doméstica", None, 10, 20)
    lines = {line.area: line for line in offer.offer().lines}
    assert lines["violência doméstica"].missing == [] and lines["violência doméstica"].count == 1
    page = html(client_for(None), "/programas/formacao/mapa-da-oferta/")
    assert "sem oferta registada" in page and "serve toda a área" in page


def test_what_is_being_planned_or_not_public_is_in_no_list_map_or_file(teach, client_for):
    teach("Em segredo", "Saúde mental", PORTO, 10, 20, state="planned")
    teach("Interna", "Saúde mental", PORTO, 10, 20, is_public=False)
    client = client_for(None)
    assert not offer.offered()
    for address in ("/programas/formacao/mapa-da-oferta/", "/programas/formacao/formacao.ics"):
        assert "Em segredo" not in html(client, address) and "Interna" not in html(client, address)
    file = client.get("/programas/formacao/formacao.csv").getvalue().decode("utf-8-sig")
    assert len(file.splitlines()) == 1


def test_the_list_is_narrowed_by_words_audience_municipality_and_open_intake(teach, client_for):
    teach("Ouvir melhor", "Saúde mental", PORTO, 10, 20)
    teach("Já a decorrer", "Saúde mental", GONDOMAR, -5, 20, state="running")
    client = client_for(None)

    def found(query=""):
        page = client.get(f"/programas/formacao/{query}")
        return page.status_code, {one.current.name for one, _editions in page.context["rows"]}

    assert found() == (200, {"Ouvir melhor", "Já a decorrer"})
    assert found("?q=ouvir") == (200, {"Ouvir melhor"})
    assert found(f"?municipio={GONDOMAR}") == (200, {"Já a decorrer"})
    assert found("?abertas=on") == (200, {"Ouvir melhor"})
    assert found("?para=carers") == (200, set())
    assert found("?para=ninguem")[0] == 400 and found("?page=99")[0] == 400


def test_few_people_are_not_told_of_a_closed_edition(teach, client_for):
    few = teach("Poucas pessoas", "Saúde mental", PORTO, -90, 30, state="closed")
    many = teach("Muitas pessoas", "Saúde mental", PORTO, -90, 30, state="closed")
    for edition, n in ((few, 4), (many, 23)):
        EditionFigure.objects.create(
            edition=edition, code="completed", kind="efficacy", counted=n, out_of=50, people=n, smallest=n
        )
    assert {(row.people, row.year) for row in offer.trained()} == {
        (None, few.ends.year),
        (23, many.ends.year),
    }
    page = html(client_for(None), f"/programas/{few.sheet.programme.uuid}/")
    assert "poucas pessoas: não se mostra" in page and "8 %" not in page


def test_the_reference_sheet_is_read_with_both_readings_and_says_it_is_no_commitment(cast, client_for):
    reference = Programme.objects.get(is_reference=True)
    page = html(client_for(None), f"/programas/{reference.uuid}/")
    assert "nunca um compromisso da AMP" in page and page.count("por confirmar") >= 3
    assert all(text in page for text in ("132", "75 % de frequência", "psicólog"))


def test_a_certificate_is_valid_revoked_or_unknown_and_names_nobody(cast, client_for):
    running = Running(cast)
    edition, people = running.enrolled(1)
    made = Certificate.objects.create(
        edition=edition,
        phase=running.phase(edition, 1),
        participant=people[0],
        holder=people[0].code,
        number="PIP-2026-001",
        hours=130,
        of_hours=162,
        issued_at=moment.now(),
        issued_by=cast.holder,
    )
    client = client_for(None)
    typed = made.code.lower().replace("-", " ")
    answer = client.get("/programas/certificados/", {"codigo": typed}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200 and "Certificado válido" in page and "PIP-2026-001" in page
    assert people[0].code not in page
    Certificate.objects.update(revoked_at=moment.now(), revoked_why="Erro nas horas.")
    page = html(client, f"/programas/certificados/{made.code}/")
    assert "Certificado anulado" in page and "Erro nas horas." not in page
    unknown = client.get("/programas/certificados/AAAABBBBCCCC/")
    assert unknown.status_code == 404 and "Não há nenhum certificado" in unknown.content.decode()
