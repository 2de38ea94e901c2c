"""Impact sheets: who makes and reads them, what a finding must say, that nothing said is overwritten."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, PersonalData, WrongState
from community.models import Project
from impact import actions
from impact.actions import Aspect, Facts, Found, Frame
from impact.models import Dimension, Finding, ImpactSheet
from impact.reference import standard
from plans.models import Plan, PlanElement
from programmes.models import Programme
from tests.following import dead_ends

YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def project(cast):
    return Project.objects.create(
        title="Equipas de rua a 17",
        level="metropolitan",
        starts_on=date(2026, 1, 1),
        description="Equipas de rua partilhadas.",
        state="running",
        is_public=True,
        made_by=cast.coordination,
    )


@pytest.fixture
def sheet(cast, project):
    return actions.make_sheet(
        project, Facts("O que mudou na rua", "Há menos noites na rua?"), by=cast.coordination
    )


def tangible(name="Noites na rua", **more):
    return Aspect(name=name, is_tangible=True, sort="impact", instrument="reports", unit="noites", **more)


def intangible(name="Confiança nos serviços"):
    return Aspect(name=name, is_tangible=False, sort="impact", instrument="testimony")


def test_who_manages_the_subject_makes_the_sheet_and_nobody_else(cast, project):
    facts = Facts("O que mudou", "Há menos noites na rua?")
    with pytest.raises(NotAllowed):
        actions.make_sheet(project, facts, by=cast.technician)
    made = actions.make_sheet(project, facts, by=cast.coordination)
    assert made.owner == cast.coordination and made.state == "draft"


def test_the_key_of_a_form_is_its_senders_alone(cast, project):
    facts, frame, key = Facts("O que mudou", "Há menos noites na rua?"), Frame("Avaliação"), uuid4()
    made = actions.make_sheet(project, facts, by=cast.coordination, uuid=key)
    assert actions.make_sheet(project, facts, by=cast.coordination, uuid=key) == made
    actions.make_evaluation(project, frame, by=cast.coordination, uuid=key)
    # Even to one who might make it: neither given theirs, nor an error of the database.
    Membership.objects.filter(pk=cast.representative.pk).update(roles=["coordination"])
    other = Membership.objects.get(pk=cast.representative.pk)
    with pytest.raises(WrongState, match="já não serve"):
        actions.make_sheet(project, facts, by=other, uuid=key)
    with pytest.raises(WrongState, match="já não serve"):
        actions.make_evaluation(project, frame, by=other, uuid=key)


def test_a_document_of_elsewhere_has_no_sheet_and_one_from_before_is_in_no_list(cast, client_for):
    plan = Plan.objects.create(
        title_pt="Plano de longe", is_reference=True, state="reference", is_public=True,
        first_year=2026, last_year=2027, levels_pt=["Eixo"],
    )  # fmt: skip
    element = PlanElement.objects.create(plan=plan, level=0, order=1, title_pt="Eixo de longe")
    programme = Programme.objects.filter(is_reference=True).first()
    assert programme is not None
    for kind, of in {"plan": plan, "element": element, "programme": programme}.items():
        with pytest.raises(NotAllowed):
            actions.make_sheet(of, Facts("De longe", "O quê?"), by=cast.coordination)
        with pytest.raises(NotAllowed):
            actions.make_evaluation(of, Frame("De longe"), by=cast.coordination)
        said = {"owner": cast.coordination, "state": "published", "published_at": timezone.now()}
        old = ImpactSheet.objects.create(
            **{kind: of},
            **said,
            title=f"FICHA-{kind}",
            question="?",
            owner_entity=cast.coordination.organisation,
        )
        assert old.is_of_reference
        for place in ("/impacto/", "/trabalho/impacto/fichas/nova/"):
            page = client_for("coordination").get(place).content.decode()
            assert f"FICHA-{kind}" not in page and "Plano de longe" not in page, place
    assert ImpactSheet.objects.count() == 3 and not ImpactSheet.objects.of_the_area().exists()


def test_no_page_of_the_room_leads_a_member_nowhere(cast, client_for, sheet, project):
    actions.make_evaluation(project, Frame("Avaliação"), by=cast.coordination)
    new = "/trabalho/impacto/fichas/nova/"
    assert new in client_for("coordination").get("/trabalho/impacto/").content.decode()
    # Who manages nothing is not led to a form with nothing to choose.
    assert new not in client_for("technician").get("/trabalho/impacto/").content.decode()
    for who in ("coordination", "representative", "holder", "technician", "accredited", "editor"):
        assert dead_ends(client_for(who), "/trabalho/impacto/", "/impacto/") == [], who


def test_a_tangible_finding_has_a_value_and_a_source_an_intangible_one_is_told_and_shown(cast, sheet):
    nights = actions.add_dimension(sheet, tangible(), by=cast.coordination)
    trust = actions.add_dimension(sheet, intangible(), by=cast.coordination)
    wrong = [
        (nights, Found(YESTERDAY, narrative="Dizem que há menos.", evidence="Ata 3"), "value"),
        (nights, Found(YESTERDAY, value=Decimal(12)), "source"),
        (nights, Found(timezone.localdate(moment.now()) + timedelta(days=2), Decimal(1), "Registo"), "on"),
        (trust, Found(YESTERDAY, narrative="Já pedem ajuda."), "evidence"),
        (trust, Found(YESTERDAY, evidence="Ata 3"), "narrative"),
    ]
    for dimension, found, field in wrong:
        with pytest.raises(Invalid) as refused:
            actions.record_finding(dimension, found, by=cast.coordination)
        assert refused.value.field == field, found
    with pytest.raises(PersonalData):
        actions.record_finding(
            trust, Found(YESTERDAY, narrative="Ligue para 912 345 678.", evidence="Ata"), by=cast.coordination
        )
    assert not Finding.objects.exists()
    zero = actions.record_finding(nights, Found(YESTERDAY, Decimal(0), "Registo"), by=cast.coordination)
    told = actions.record_finding(
        trust, Found(YESTERDAY, narrative="Já pedem ajuda.", evidence="Ata 3"), by=cast.coordination
    )
    assert zero.value == 0 and told.value is None


def test_the_database_too_refuses_a_finding_without_source_and_without_evidence(cast, sheet):
    nights = actions.add_dimension(sheet, tangible(), by=cast.coordination)
    for said in ({"value": 3}, {"narrative": "Contam-no."}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.create(dimension=nights, on=YESTERDAY, at=moment.now(), **said)


def test_what_was_found_is_corrected_with_a_reason_and_stays_to_be_read(cast, sheet, client_for):
    nights = actions.add_dimension(
        sheet, tangible(baseline=Decimal(40), baseline_source="Registo, 2024"), by=cast.coordination
    )
    first = actions.record_finding(nights, Found(YESTERDAY, Decimal(31), "Registo"), by=cast.coordination)
    with pytest.raises(WrongState, match="Corrija-a"):
        actions.record_finding(nights, Found(YESTERDAY, Decimal(30), "Registo"), by=cast.coordination)
    actions.correct_finding(
        first, Found(YESTERDAY, Decimal(28), "Registo"), by=cast.coordination, reason="Contada duas vezes."
    )
    with pytest.raises(WrongState):
        actions.correct_finding(
            first, Found(YESTERDAY, Decimal(1), "Registo"), by=cast.coordination, reason="Outra vez."
        )
    assert [one.value for one in nights.findings.current()] == [28]
    actions.publish_sheet(sheet, by=cast.coordination)
    page = client_for(None).get(f"/impacto/fichas/{sheet.uuid}/").content.decode()
    assert "-12 noites" in " ".join(page.split()) and '<s class="num">31</s>' in page
    assert "Contada duas vezes." in page


def test_a_unit_does_not_change_under_values_found_in_another(cast, sheet):
    nights = actions.add_dimension(sheet, tangible(), by=cast.coordination)
    actions.record_finding(nights, Found(YESTERDAY, Decimal(3), "Registo"), by=cast.coordination)
    other = Aspect(name="Noites", is_tangible=True, sort="impact", instrument="reports", unit="pessoas")
    with pytest.raises(Invalid):
        actions.change_dimension(nights, other, by=cast.coordination)
    with pytest.raises(WrongState):
        actions.drop_dimension(nights, by=cast.coordination)


def test_drafts_are_read_by_who_keeps_them_and_published_ones_with_their_subject(
    cast, sheet, project, client_for
):
    address = f"/impacto/fichas/{sheet.uuid}/"
    assert [client_for(who).get(address).status_code for who in (None, "technician", "coordination")] == [
        404,
        404,
        200,
    ]
    with pytest.raises(WrongState):
        actions.publish_sheet(sheet, by=cast.coordination)
    actions.add_dimension(sheet, tangible(), by=cast.coordination)
    actions.publish_sheet(sheet, by=cast.coordination)
    assert client_for(None).get(address).status_code == 200
    page = client_for(None).get("/impacto/").content.decode()
    assert "O que mudou na rua" in page and "Sem dados" not in page
    Project.objects.update(is_public=False)
    assert client_for(None).get(address).status_code == 404
    assert "O que mudou na rua" not in client_for(None).get("/impacto/").content.decode()
    assert "O que mudou" not in client_for(None).get("/impacto/constatacoes.csv").getvalue().decode()


def test_without_findings_the_page_says_no_data_and_not_zero(cast, sheet, client_for):
    actions.add_dimension(sheet, tangible(), by=cast.coordination)
    page = client_for("coordination").get(f"/impacto/fichas/{sheet.uuid}/").content.decode()
    assert "Sem dados: ainda nada se constatou. Não é zero." in page


def test_a_sheet_may_begin_with_the_programme_standard_and_says_where_it_comes_from(
    cast, project, client_for
):
    client = client_for("coordination")
    form = client.get(f"/trabalho/impacto/fichas/nova/?de=project:{project.uuid}").context["form"]
    sent = {
        "subject": f"project:{project.uuid}",
        "title": "Emprego depois do programa",
        "question": "Quem acabou ganha o seu rendimento?",
        "standard": "on",
        "key": str(form.initial["key"]),
    }
    first = client.post("/trabalho/impacto/fichas/nova/", sent)
    again = client.post("/trabalho/impacto/fichas/nova/", sent)
    assert first.status_code == again.status_code == 303 and first["Location"] == again["Location"]
    made = ImpactSheet.objects.get(title="Emprego depois do programa")
    assert made.from_standard and made.dimensions.count() == len(standard.ROWS) == 10
    assert {one.is_tangible for one in made.dimensions.all()} == {True, False}
    page = client.get(first["Location"]).content.decode()
    assert "Padrão Normativo, Programa de Inclusão Produtiva (Bauru, Brasil), parte 10.2" in page


def test_bad_input_on_the_form_is_said_at_its_field_and_nothing_is_kept(cast, sheet, client_for):
    nights = actions.add_dimension(sheet, tangible(), by=cast.coordination)
    client = client_for("coordination")
    address = f"/trabalho/impacto/dimensoes/{nights.uuid}/registar/"
    for sent in (
        {"on": "31/02/2026", "value": "3", "source": "x"},
        {"on": "2026-01-05", "value": "muitas", "source": "x"},
        {"on": "2026-01-05", "value": "1" * 15, "source": "x"},
        {"on": "2026-01-05", "value": "", "source": "x"},
        {"on": "2026-01-05", "value": "3", "source": "NIF 123456789"},
    ):
        answer = client.post(address, sent)
        assert answer.status_code == 422, sent
        assert "123456789" not in answer.content.decode()
    assert not Finding.objects.exists()
    assert client.post(address, {"on": "2026-01-05", "value": "2,5", "source": "Registo"}).status_code == 303
    assert Finding.objects.get().value == Decimal("2.5")


def test_dimensions_change_places_and_who_may_not_keep_the_sheet_finds_none(cast, sheet, client_for):
    one = actions.add_dimension(sheet, tangible("Primeira"), by=cast.coordination)
    two = actions.add_dimension(sheet, tangible("Segunda"), by=cast.coordination)
    address = f"/trabalho/impacto/dimensoes/{two.uuid}/mover/"
    assert client_for("technician").post(address, {"para": "cima"}).status_code == 404
    assert client_for("coordination").post(address, {"para": "cima"}).status_code == 303
    assert [row.name for row in Dimension.objects.filter(sheet=sheet)] == ["Segunda", "Primeira"]
    one.refresh_from_db()
    actions.move_dimension(one, by=cast.coordination, up=False)
    assert [row.name for row in Dimension.objects.filter(sheet=sheet)] == ["Segunda", "Primeira"]


def test_a_list_of_sheets_costs_the_same_for_one_as_for_many(
    cast, project, client_for, django_assert_max_num_queries
):
    def make(n: int) -> None:
        for number in range(n):
            made = actions.make_sheet(project, Facts(f"Ficha {number}", "Que mudou?"), by=cast.coordination)
            nights = actions.add_dimension(made, tangible(), by=cast.coordination)
            actions.record_finding(nights, Found(YESTERDAY, Decimal(3), "Registo"), by=cast.coordination)
            actions.publish_sheet(made, by=cast.coordination)

    make(1)
    client = client_for(None)
    client.get("/impacto/")
    with django_assert_max_num_queries(14) as few:
        client.get("/impacto/")
    make(6)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/impacto/")


def test_an_owner_who_manages_nothing_else_still_keeps_the_sheet(cast, sheet):
    ImpactSheet.objects.filter(pk=sheet.pk).update(owner=cast.technician)
    kept = ImpactSheet.objects.managed_by(cast.technician)
    assert [one.pk for one in kept] == [sheet.pk]
    assert Membership.Role.COORDINATION not in cast.technician.roles
