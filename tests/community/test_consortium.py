"""Applications: nobody is in a consortium who did not say yes, and nothing incomplete or late is submitted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import audit, moment
from accounts.models import AuditEntry, Letter, Membership, Notice, Organisation
from accounts.refusals import NotAllowed, WrongState
from community.actions import applications as actions
from community.models import Application, ConsortiumPartner, Project
from tests.community.funded import PUBLIC, WORK
from units.models import Problem


def sentences(refusal):
    return refusal.value.sentence


def test_from_a_call_to_a_public_result_by_pages(funded, client_for):
    call = funded.call()
    lead, porto, desk = client_for("technician"), client_for("holder"), client_for("coordination")
    said = {
        "title": "Banco de ajudas técnicas",
        "summary": "Juntar os bancos.",
        "level": "metropolitan",
        "problems": [str(Problem.objects.get(code="EP1.1").pk)],
        "ideas": ["2"],
        "role": "Coordenar",
        "share": "60 %",
    }
    bare = lead.post(f"{WORK}/avisos/{call.uuid}/candidatura/", said | {"problems": []})
    assert bare.status_code == 422 and "pelo menos uma problemática" in bare.content.decode()
    key = "b2a3f6c2-6f0a-4a37-9a55-0a6d1f6b9d11"
    for _twice in range(2):
        place = lead.post(f"{WORK}/avisos/{call.uuid}/candidatura/", said | {"key": key})["Location"]
    application = Application.objects.get()
    page = lead.get(place).content.decode()
    for words in (
        "O aviso pede pelo menos 2 entidades no consórcio; aceitaram 1.",
        "de pelo menos 2 municípios diferentes que tenham aceitado; para já: Gondomar.",
        "Critério obrigatório por confirmar: Parecer do CLAS",
    ):
        assert words in page
    assert "Estudo prévio" in page and "confirmar: Estudo prévio" not in page
    assert porto.get(place).status_code == 404

    # Asked: a letter and a notice with the way to the answer; until then it counts for nothing.
    invitation = {"organisation": str(funded.partner.organisation.uuid), "role": "Ceder o armazém"}
    assert lead.post(f"{place}convidar/", invitation).status_code == 303
    assert lead.post(f"{place}convidar/", invitation).status_code == 422, "asked once"
    partner = ConsortiumPartner.objects.get(is_lead=False)
    way = f"{WORK}/convites/{partner.uuid}/"
    assert way in Letter.objects.get(kind="consortium_invited", to="holder@example.org").text
    assert Notice.objects.filter(user=funded.partner.user, url=way).count() == 1
    assert porto.get(place).status_code == 200, "who is asked reads what for"
    assert "aceitaram 1." in lead.get(place).content.decode()
    assert client_for("accredited").post(way, {"answer": "yes"}).status_code == 404
    assert lead.post(way, {"answer": "yes"}).status_code == 404, "nobody answers for another"
    assert "Escolha uma das opções" in porto.post(way, {}).content.decode()
    assert "Ceder o armazém" in porto.get(way).content.decode()
    assert porto.post(way, {"answer": "yes"}).status_code == 303
    page = lead.get(place).content.decode()
    assert "aceitaram" not in page and "municípios diferentes" not in page

    # Late or incomplete: refused with what is missing.
    early = lead.post(f"{place}submeter/")
    assert early.status_code == 409 and "Parecer do CLAS" in early.content.decode()
    criteria = list(call.criteria.all())
    answers = {f"answer-{one.pk}": "met" for one in criteria}
    empty = lead.post(f"{place}criterios/", answers)
    assert empty.status_code == 422 and "Diga o que comprova" in empty.content.decode()
    answers |= {f"evidence-{one.pk}": "Declaração de 3 de março" for one in criteria}
    assert lead.post(f"{place}criterios/", answers).status_code == 303
    assert "Está completa" in lead.get(place).content.decode()
    assert porto.post(f"{place}submeter/").status_code == 404, "only who leads"
    assert lead.post(f"{place}submeter/").status_code == 303
    visitor = client_for(None)
    assert visitor.get(f"{PUBLIC}/candidaturas/{application.uuid}/").status_code == 404
    assert "Banco de ajudas" not in visitor.get(f"{PUBLIC}/avisos/{call.uuid}/").content.decode()
    assert lead.post(f"{place}editar/", said).status_code == 409, "nothing moves any more"
    assert porto.post(way, {"answer": "no"}).status_code == 409

    # The result is written down by the coordination and is public; the reason of a no is not.
    assert lead.post(f"{place}resultado/", {"outcome": "approved"}).status_code == 404
    assert desk.post(f"{place}resultado/", {"outcome": "rejected"}).status_code == 422
    outcome = {"outcome": "rejected", "why": "Pontuação baixa"}
    assert desk.post(f"{place}resultado/", outcome).status_code == 303
    page = visitor.get(f"{PUBLIC}/candidaturas/{application.uuid}/").content.decode()
    assert "não aprovada" in page and "Município do Porto" in page and "Obra Social" in page
    assert "Pontuação" not in page and "60 %" not in page and "Declaração" not in page
    assert "Banco de ajudas" in visitor.get(f"{PUBLIC}/candidaturas/?estado=rejected").content.decode()
    assert "Nenhuma candidatura" in visitor.get(f"{PUBLIC}/candidaturas/?estado=approved").content.decode()
    assert "Pontuação baixa" in porto.get(place).content.decode()
    ledger = list(application.events.values_list("what", flat=True))
    assert ledger == ["begun", "invited", "accepted", "submitted", "rejected"]
    assert Letter.objects.filter(kind="application_moved", to="holder@example.org").count() == 2
    assert list(audit.problems()) == []
    assert AuditEntry.objects.filter(subject_id=str(application.uuid)).count() == 6


def test_municipalities_are_counted_once_and_only_of_those_who_accepted(funded):
    call = funded.call(obligatory="", other="")
    made = funded.application(call)

    def same_place(name: str) -> Membership:
        home = Organisation.objects.create(
            name=name, kind="ipss", municipality=funded.lead.organisation.municipality, is_demo=True
        )
        return Membership.objects.create(user=funded.partner.user, organisation=home, roles=["manager"])

    neighbour = same_place("Outra de Gondomar")
    actions.answer_invitation(funded.invite(made, neighbour.organisation), by=neighbour, accepts=True)
    # An organisation of no municipality, and one that was only asked.
    amp = funded.coordination
    actions.answer_invitation(funded.invite(made, amp.organisation), by=amp, accepts=True)
    asked = funded.invite(made)
    [only] = Application.objects.get(pk=made.pk).missing()
    assert "pelo menos 2 municípios" in only and "para já: Gondomar." in only
    with pytest.raises(WrongState) as refusal:
        actions.submit(made, by=funded.lead)
    assert "2 municípios" in sentences(refusal)
    actions.answer_invitation(asked, by=funded.partner, accepts=True)
    assert Application.objects.get(pk=made.pk).missing() == []
    # Who said yes may still leave, and then it is one municipality again.
    actions.answer_invitation(asked, by=funded.partner, accepts=False, why="Sem equipa")
    assert len(Application.objects.get(pk=made.pk).missing()) == 1
    assert made.events.last().what == "left"
    with pytest.raises(WrongState):
        actions.answer_invitation(asked, by=funded.partner, accepts=True)
    # A local one is complete with one municipality.
    local = funded.application(call, level="local", title="Só em Gondomar")
    actions.answer_invitation(funded.invite(local, neighbour.organisation), by=neighbour, accepts=True)
    assert actions.submit(local, by=funded.lead).state == "submitted"


def test_after_the_deadline_nothing_is_begun_asked_accepted_or_submitted(funded):
    made = funded.complete()
    open_one = funded.application(made.call, title="Outra")
    asked = funded.invite(open_one, funded.coordination.organisation)
    with moment.replaying(made.call.closes_at - timedelta(microseconds=1)):
        assert made.missing() == []
    with moment.replaying(made.call.closes_at):
        for act in (
            lambda: actions.submit(made, by=funded.lead),
            lambda: funded.application(made.call),
            lambda: funded.invite(open_one),
            lambda: actions.answer_invitation(asked, by=funded.coordination, accepts=True),
        ):
            with pytest.raises(WrongState) as refusal:
                act()
            assert "prazo" in sentences(refusal).lower()
    made.refresh_from_db()
    assert made.state == "preparing" and made.submitted_at is None


def test_the_call_says_who_is_eligible_and_what_each_criterion_needs(funded):
    call = funded.call(kinds=["ipss"], municipalities=[funded.lead.organisation.municipality])
    made = funded.application(call)
    actions.answer_invitation(funded.invite(made), by=funded.partner, accepts=True)
    first, second, other = call.criteria.all()
    said = {first.pk: ("not_met", ""), second.pk: ("met", "Ata 4"), other.pk: ("not_met", "")}
    actions.check_criteria(made, said, by=funded.lead)
    missing = Application.objects.get(pk=made.pk).missing()
    assert [one.split(":")[0] for one in missing] == [
        "Município do Porto não é de um tipo de entidade elegível neste aviso (Município).",
        "Município do Porto é de um município que este aviso não abrange.",
        "Critério obrigatório que não se cumpre",
    ]
    before = funded.application(
        funded.call(
            opens_on=(moment.now() + timedelta(days=3)).date(), obligatory="", other="", title="Futuro"
        )
    )
    assert "ainda não abriu" in before.missing()[0]


def test_only_the_organisation_itself_says_yes_and_only_who_leads_asks(funded):
    made = funded.application()
    partner = funded.invite(made)
    with pytest.raises(NotAllowed):
        actions.answer_invitation(partner, by=funded.lead, accepts=True)
    with pytest.raises(NotAllowed):
        actions.answer_invitation(partner, by=funded.coordination, accepts=True)
    with pytest.raises(NotAllowed):
        actions.invite(made, funded.coordination.organisation, by=funded.partner, role="x")
    with pytest.raises(NotAllowed):
        actions.submit(made, by=funded.coordination)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsortiumPartner.objects.filter(pk=partner.pk).update(state="accepted")
    reader = Membership(user=funded.lead.user, organisation=funded.lead.organisation, roles=["viewer"])
    with pytest.raises(NotAllowed):
        actions.submit(made, by=reader)
    actions.take_back_invitation(partner, by=funded.lead)
    assert not ConsortiumPartner.objects.filter(pk=partner.pk).exists()
    again = funded.invite(made)
    actions.answer_invitation(again, by=funded.partner, accepts=False)
    assert not Application.objects.visible_to(funded.partner).exists(), "who declined reads it no more"
    assert funded.invite(made).pk == again.pk
    actions.answer_invitation(again, by=funded.partner, accepts=True)
    with pytest.raises(WrongState):
        actions.take_back_invitation(again, by=funded.lead)
    withdrawn = actions.withdraw(made, by=funded.lead, why="Falta tempo")
    assert withdrawn.state == "withdrawn"
    assert not Application.objects.public().exists()


def test_an_approved_application_becomes_one_project_with_its_consortium(funded, client_for):
    desk, application = client_for("coordination"), funded.approved()
    page = desk.get(f"{WORK}/projetos/novo/?candidatura={application.uuid}")
    typed = page.context["form"].initial
    assert typed["title"] == application.title and sorted(typed["municipalities"]) == ["1304", "1312"]
    said = {name: value for name, value in typed.items() if name != "key"} | {
        "starts_on": "2027-01-01",
        "ends_on": "2029-12-31",
        "is_public": "on",
        "state": "running",
    }
    way = f"{WORK}/projetos/novo/?candidatura={application.uuid}"
    one_place = desk.post(way, said | {"municipalities": ["1312"]})
    assert one_place.status_code == 422 and "pelo menos 2 municípios" in one_place.content.decode()
    answer = desk.post(way, said)
    project = Project.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{PUBLIC}/projetos/{project.uuid}/")
    visitor = client_for(None)
    page = visitor.get(answer["Location"]).content.decode()
    for words in ("Obra Social de Rio Tinto", "Município do Porto", "metropolitano", "2029", "EP1"):
        assert words in page
    assert project.title in visitor.get(f"{PUBLIC}/projetos/?eixo=EP1&nivel=metropolitan").content.decode()
    assert "Nenhum projeto assim" in visitor.get(f"{PUBLIC}/projetos/?eixo=EP2").content.decode()
    assert "title" not in desk.get(way).context["form"].initial, "it has its project"
    assert client_for("representative").get(f"{WORK}/projetos/novo/").status_code == 404
    public = visitor.get(f"{PUBLIC}/candidaturas/{application.uuid}/").content.decode()
    assert f"{PUBLIC}/projetos/{project.uuid}/" in public
    # In preparation again: only the coordination sees it.
    edit = f"{WORK}/projetos/{project.uuid}/editar/"
    seen = desk.get(edit).context["form"]["seen"].value()
    assert desk.post(edit, said | {"seen": seen, "is_public": ""}).status_code == 303
    assert visitor.get(f"{PUBLIC}/projetos/{project.uuid}/").status_code == 404
    assert desk.get(f"{PUBLIC}/projetos/{project.uuid}/").status_code == 200
    named = desk.post(
        f"{WORK}/projetos/{project.uuid}/entidades/nova/", {"name": "Universidade", "role": "Avaliar"}
    )
    assert named.status_code == 303 and project.partners.count() == 3
    last = project.partners.last()
    assert desk.post(f"{WORK}/projetos/{project.uuid}/entidades/{last.pk}/tirar/").status_code == 303
    assert project.partners.count() == 2
    assert list(audit.problems()) == []
