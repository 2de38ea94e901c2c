"""Initiatives: anybody proposes, an axis is named, a reply always comes, stages follow one another."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts import audit
from accounts.models import Letter
from accounts.refusals import Invalid, NotAllowed, WrongState
from community.actions import initiatives as actions
from community.actions import visitors
from community.funding.fitting import WORDS, touched
from community.models import IncubationStage, Initiative, VisitorContact
from tests.community.funded import PUBLIC, WORK, link
from units.models import Body, Problem

FORM = f"{PUBLIC}/iniciativas/nova/"


def typed(**more):
    return {
        "title": "Horta de vizinhos",
        "answers": "A solidão de quem envelhece sozinho no bairro.",
        "for_whom": "Quem vive só",
        "municipality": "1304",
        "where": "Bairro do Areal",
        "needs": "Um terreno e ferramentas.",
        "problems": [str(Problem.objects.get(code="EP1.1").pk)],
        "email": "Vizinha@Exemplo.pt",
    } | more


def test_without_an_axis_the_words_give_a_hint_and_the_person_chooses(funded, client_for):
    answer = client_for(None).post(FORM, typed(problems=[]))
    [sentence] = answer.context["form"].errors["problems"]
    assert answer.status_code == 422 and "talvez: EP1.1 Séniores" in sentence
    assert "EP4.2" in sentence, "the neighbourhood as well"
    mute = client_for(None).post(FORM, typed(problems=[], answers="Xpto.", title="Zzz", where=""))
    assert "Escolha pelo menos uma problemática" in mute.content.decode()
    assert not Initiative.objects.exists()
    assert touched("Formação para DESEMPREGADOS e emprego") == ["EP2.1"]
    assert touched("") == []
    assert set(WORDS) == set(Problem.objects.values_list("code", flat=True))
    with pytest.raises(Invalid):
        funded.proposed(problems=[])


def test_proposed_confirmed_answered_and_supported(funded, client_for):
    visitor, desk = client_for(None), client_for("coordination")
    assert "csrftoken" not in visitor.get(FORM).cookies
    refused = visitor.post(FORM, typed(needs="Ligue para 912345678"))
    assert refused.status_code == 422 and "912345678" not in refused.content.decode()
    assert visitor.post(FORM, typed())["Location"] == f"{PUBLIC}/pedido/"
    initiative = Initiative.objects.get()
    work = f"{WORK}/iniciativas/{initiative.uuid}/"
    public = f"{PUBLIC}/iniciativas/{initiative.uuid}/"
    assert desk.get(work).status_code == 404, "not before the address is confirmed"
    assert visitor.post(link(Letter.objects.get(kind="community_confirm"))).status_code == 200
    assert Letter.objects.filter(kind="initiative_waiting").count() == 1
    assert visitor.get(public).status_code == 404
    assert client_for("representative").get(work).status_code == 404
    page = desk.get(work).content.decode()
    assert "EP4.2" in page and "vizinha@" not in page.lower()
    assert desk.post(f"{work}decidir/", {"answer": "no", "problems": []}).status_code == 422
    said = {"answer": "yes", "problems": typed()["problems"], "why": "Boa ideia"}
    assert desk.post(f"{work}decidir/", said).status_code == 303
    assert desk.post(f"{work}decidir/", said).status_code == 409
    page = visitor.get(public).content.decode()
    assert "Horta de vizinhos" in page and "EP1.1" in page and "exemplo.pt" not in page.lower()
    assert initiative.title in visitor.get(f"{PUBLIC}/iniciativas/?eixo=EP1&q=horta").content.decode()
    assert "Nenhuma iniciativa" in visitor.get(f"{PUBLIC}/iniciativas/?eixo=EP2").content.decode()
    reply = Letter.objects.get(kind="community_visitor")
    assert reply.to == "vizinha@exemplo.pt" and "Boa ideia" in reply.text
    # A unit of its axis, and no other, says how it supports it.
    unit, other = Body.objects.get(axis="EP1"), Body.objects.get(axis="EP2")
    support = f"{work}apoiar/"
    assert client_for("holder").get(support).status_code == 404
    assert desk.post(support, {"body": str(other.uuid), "text": "x"}).status_code == 422
    assert desk.post(support, {"body": str(unit.uuid), "text": "Cede o terreno"}).status_code == 303
    again = desk.post(support, {"body": str(unit.uuid), "text": "Outra vez"})
    assert again.status_code == 409 and "já apoia" in again.content.decode()
    assert "Cede o terreno" in visitor.get(public).content.decode()
    with pytest.raises(NotAllowed):
        actions.support_initiative(initiative, other, by=funded.coordination, text="x")
    assert desk.post(f"{work}terminar/", {"why": "Tem terreno e gente"}).status_code == 303
    assert "Tem terreno e gente" in visitor.get(public).content.decode()
    assert list(audit.problems()) == []


def test_the_units_of_its_axis_are_told(funded, cast):
    from tests.units.governing import Governing

    governing = Governing(cast)
    made = funded.published()
    axis = {one.pk for one in made.axes}
    seated = {
        dico
        for body in Body.objects.filter(axis__in=axis)
        for dico in body.municipalities_on(timezone.localdate())
    }
    told = Letter.objects.filter(kind="initiative_of_axis")
    expected = {governing.speakers[dico].user.email for dico in seated if dico in governing.speakers}
    assert set(told.values_list("to", flat=True)) == expected
    assert expected, "a unit where nobody sits is told by nobody"


def test_a_declined_one_stays_unseen_and_its_reply_says_why(funded, client_for):
    made = funded.waiting()
    actions.decide_initiative(made, by=funded.coordination, publishes=False, why="Já existe no bairro.")
    assert "Já existe no bairro." in Letter.objects.get(kind="community_visitor").text
    assert client_for(None).get(f"{PUBLIC}/iniciativas/{made.uuid}/").status_code == 404
    assert VisitorContact.objects.finished(timezone.now() + timedelta(days=31)).count() == 1
    other = funded.proposed(email="outra@example.org")
    visitors.take_back(VisitorContact.objects.get(initiative=other).key)
    assert not Initiative.objects.filter(pk=other.pk).exists()


def stage(**more):
    facts = {"entered_on": timezone.localdate() - timedelta(days=30), "offers": "Duas sessões por semana"}
    return actions.SaidOfStage(**(facts | more))


def test_stages_follow_one_another_and_a_space_is_lent_for_three_months(funded, client_for):
    made, by = funded.published(), funded.coordination
    desk = client_for("coordination")
    today = timezone.localdate()
    place = f"{WORK}/iniciativas/{made.uuid}/fase/"
    said = {
        "entered_on": today.isoformat(),
        "offers": "Uma oficina",
        "space": "Oficina de Campanhã",
        "space_link": "/recursos/1/",
        "space_from": "2026-01-31",
        "space_until": "2026-05-01",
    }
    too_long = desk.post(place, said)
    assert too_long.status_code == 422 and "3 meses, no máximo" in too_long.content.decode()
    assert desk.post(place, said | {"space_until": "2026-04-30"}).status_code == 303
    page = client_for(None).get(f"{PUBLIC}/iniciativas/{made.uuid}/").content.decode()
    assert "pré-aceleração" in page and "Oficina de Campanhã" in page
    for wrong in (
        {"entered_on": today - timedelta(days=1)},  # before the stage before it
        {"entered_on": today + timedelta(days=1)},
        {"entered_on": today, "space_link": "https://exemplo.pt/"},
        {"entered_on": today, "space_from": today, "space": "Sala"},
        {"entered_on": today, "space_from": today, "space_until": today},
        {"entered_on": today, "space": "Sala", "space_from": today, "space_until": date(2020, 1, 1)},
        {"entered_on": today, "offers": " "},
    ):
        with pytest.raises(Invalid):
            actions.enter_stage(made, stage(**wrong), by=by)
    for kind in ("faster", "incubation"):
        assert actions.enter_stage(made, stage(entered_on=today), by=by).kind == kind
    with pytest.raises(WrongState):
        actions.enter_stage(made, stage(entered_on=today), by=by)
    assert list(Initiative.objects.in_stage("incubation")) == [made]
    assert not Initiative.objects.in_stage("before").exists()
    assert IncubationStage.objects.count() == 3
    assert Letter.objects.filter(kind="community_visitor").count() == 4
    assert actions.months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    with pytest.raises(NotAllowed):
        actions.enter_stage(made, stage(), by=funded.lead)
    page = client_for(None).get(f"{PUBLIC}/iniciativas/?fase=incubation").content.decode()
    assert made.title in page
    assert list(audit.problems()) == []
