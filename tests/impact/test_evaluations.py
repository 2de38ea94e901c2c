"""Strategic evaluations: proportionate, external, verifiable, and answered."""

from datetime import date, timedelta

import pytest

from accounts import moment
from accounts.models import Letter
from accounts.refusals import Invalid, NotAllowed, Refusal, WrongState
from accounts.sweeping import SomeFailed
from community.models import Project, ProjectPartner
from impact import actions, mail
from impact.actions import Frame
from impact.models import Evaluation
from tests.units.governing import at


@pytest.fixture
def project(cast):
    made = Project.objects.create(
        title="Banco de ajudas técnicas",
        level="metropolitan",
        starts_on=date(2026, 1, 1),
        description="Um só banco.",
        is_public=True,
        made_by=cast.coordination,
    )
    ProjectPartner.objects.create(project=made, organisation=cast.holder.organisation, is_lead=True)
    return made


WHOLE = {
    "title": "Avaliação intercalar",
    "evaluator": "Centro de Estudos (exemplo)",
    "externality": "Não executa nem paga o projeto.",
    "proportionality": "Seis dias de trabalho para um projeto de dois anos.",
}


def prepare(cast, project, **more):
    made = actions.make_evaluation(project, Frame(**WHOLE | more), by=cast.coordination)
    actions.add_conclusion(
        made, by=cast.coordination, text="As cedências aumentaram.", evidence="Registo de cedências"
    )
    actions.add_recommendation(made, by=cast.coordination, text="Alargar o horário de recolha.")
    return made


def test_publishing_is_refused_with_everything_that_is_missing(cast, project, client_for):
    bare = actions.make_evaluation(project, Frame("Sem nada"), by=cast.coordination)
    actions.add_conclusion(bare, by=cast.coordination, text="Correu bem.")
    with pytest.raises(WrongState) as refused:
        actions.publish_evaluation(bare, by=cast.coordination)
    assert [one.split(":")[0] for one in refused.value.extra["problems"]] == [
        "Falta dizer quem avaliou.",
        "Externa",
        "Proporcional",
        "Verificável",
    ]
    answer = client_for("coordination").post(f"/trabalho/impacto/avaliacoes/{bare.uuid}/publicar/")
    assert answer.status_code == 409 and "Proporcional" in answer.content.decode()
    bare.refresh_from_db()
    assert bare.state == "draft"


def test_who_carries_it_out_does_not_evaluate_it_from_outside(cast, project):
    inside = prepare(cast, project, evaluator_entity=cast.holder.organisation)
    with pytest.raises(WrongState, match="Externa"):
        actions.publish_evaluation(inside, by=cast.coordination)
    outside = prepare(cast, project, evaluator_entity=cast.accredited.organisation)
    assert actions.publish_evaluation(outside, by=cast.coordination).is_published


def test_only_the_coordination_publishes_and_a_published_one_never_changes(cast, project, client_for):
    made = prepare(cast, project)
    Evaluation.objects.filter(pk=made.pk).update(owner=cast.technician)
    with pytest.raises(NotAllowed):
        actions.publish_evaluation(made, by=cast.technician)
    address = f"/impacto/avaliacoes/{made.uuid}/"
    assert client_for(None).get(address).status_code == 404
    actions.publish_evaluation(made, by=cast.coordination)
    page = client_for(None).get(address).content.decode()
    assert all(text in page for text in ("Proporcional", "Externa", "Verificável", "Registo de cedências"))
    for change in (
        lambda: actions.change_evaluation(made, Frame("Outra"), by=cast.coordination),
        lambda: actions.add_conclusion(made, by=cast.coordination, text="Mais uma."),
        lambda: actions.drop_line(made.conclusions.get(), by=cast.coordination),
        lambda: actions.delete_evaluation(made, by=cast.coordination),
    ):
        with pytest.raises(WrongState):
            change()


def test_a_recommendation_is_answered_with_why_and_until_when(cast, project, client_for):
    made = prepare(cast, project)
    one = made.recommendations.get()
    with pytest.raises(WrongState):
        actions.answer_recommendation(one, by=cast.coordination, answer="not", why="Não há meios.")
    actions.publish_evaluation(made, by=cast.coordination)
    with pytest.raises(Invalid) as refused:
        actions.answer_recommendation(one, by=cast.coordination, answer="accepted", why="Sim.")
    assert refused.value.field == "until"
    client = client_for("coordination")
    sent = {"answer": "accepted", "why": "Abre ao sábado.", "until": "2027-01-31"}
    assert (
        client_for("technician")
        .post(f"/trabalho/impacto/recomendacoes/{one.uuid}/responder/", sent)
        .status_code
        == 404
    )
    assert client.post(f"/trabalho/impacto/recomendacoes/{one.uuid}/responder/", sent).status_code == 303
    assert "Abre ao sábado." in client_for(None).get(f"/impacto/avaliacoes/{made.uuid}/").content.decode()


def test_who_answers_for_it_is_told_at_once_and_reminded_each_month_until_all_is_answered(cast, project):
    made = prepare(cast, project)
    actions.publish_evaluation(made, by=cast.coordination)

    def letters() -> int:
        return Letter.objects.filter(kind="evaluation_to_answer").count()

    assert letters() == 1 and actions.remind_answers() == 0
    with at(moment.now() + timedelta(days=31)):
        assert actions.remind_answers() == 1 and actions.remind_answers() == 0
    with at(moment.now() + timedelta(days=62)):
        assert actions.remind_answers() == 1
        actions.answer_recommendation(
            made.recommendations.get(), by=cast.coordination, answer="not", why="Não há meios."
        )
    with at(moment.now() + timedelta(days=95)):
        assert actions.remind_answers() == 0
    assert letters() == 3


def test_one_evaluation_that_cannot_be_told_stops_no_other(cast, project, monkeypatch):
    for _n in range(2):
        actions.publish_evaluation(prepare(cast, project), by=cast.coordination)
    bad, tell = Evaluation.objects.earliest("pk"), mail.to_answer

    def fails_for_one(evaluation):
        if evaluation == bad:
            raise ValueError
        return tell(evaluation)

    monkeypatch.setattr(mail, "to_answer", fails_for_one)
    with at(moment.now() + timedelta(days=31)), pytest.raises(SomeFailed, match=f"evaluation {bad.pk}"):
        actions.remind_answers()
    assert Letter.objects.filter(kind="evaluation_to_answer").count() == 3


def test_a_link_identifies_nobody_and_is_of_the_web(cast, project):
    for url in ("https://exemplo.pt/?mail=ana%40exemplo.pt", "javascript:alert(1)", "https://x.pt/912345678"):
        with pytest.raises(Refusal) as refused:
            actions.make_evaluation(project, Frame(**WHOLE, document_url=url), by=cast.coordination)
        assert refused.value.extra["field"] == "document_url"
