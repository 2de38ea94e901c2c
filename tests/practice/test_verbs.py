"""The verbs of integrated care: what they refuse, and what they leave behind."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts import moment
from accounts.models import Letter
from accounts.refusals import Invalid, NotAllowed, PersonalData, WrongState
from monitor.models import Observation, ReferenceLine
from practice import actions, results
from practice.models import (
    Campaign,
    DiscussionMonth,
    Evidence,
    Recommendation,
    Response,
)
from tests.practice.world import NO, WORKS, YES, Practice, at, portuguese, practice, read, send

pytestmark = pytest.mark.django_db
__all__ = ["portuguese", "practice", "read", "send"]


def letters(kind: str) -> list[str]:
    return list(Letter.objects.filter(kind=kind).order_by("to").values_list("to", flat=True))


def test_a_campaign_keeps_its_questions_whatever_editors_do_later(practice: Practice):
    campaign = practice.campaign()
    first = practice.questionnaire.questions.first()
    first.text_pt = "Outra pergunta?"
    first.save()
    practice.questionnaire.questions.filter(code="gestor").delete()
    campaign = Campaign.objects.get()
    assert campaign.questions[0].text_pt.startswith("O município tem em curso")
    assert "gestor" in [one.code for one in campaign.questions]
    assert len(campaign.steps) == 3
    assert len(letters("campaign_opened")) == Response.objects.count() + len(set(letters("campaign_opened")))


def test_saving_keeps_what_there_is_and_handing_in_wants_all_of_it(practice: Practice):
    campaign = practice.campaign()
    place = practice.places[0]
    response = practice.save(campaign, place, {"tem_ai": "yes", "desde": ""}, {"gestor": "no"})
    assert response.answers == {"tem_ai": "yes", "gestor": "no"}
    # Saved again with nothing, it is unanswered; the other parts stay.
    response = practice.save(campaign, place, {"tem_ai": ""})
    assert response.answers == {"gestor": "no"}
    practice.save(campaign, place, YES, WORKS)
    practice.save(campaign, place, {"forma": ""})
    with pytest.raises(WrongState) as refusal:
        actions.submit_response(campaign, by=practice.speakers[place])
    assert refusal.value.extra["missing"] == ["forma"]
    # Who has no Integrated Care is not asked how it is formalised, and what was said of it is let go.
    practice.save(campaign, place, NO | {"desde": "2010"}, WORKS)
    response = actions.submit_response(campaign, by=practice.speakers[place])
    assert response.state == "submitted" and "desde" not in response.answers
    with pytest.raises(WrongState):
        practice.save(campaign, place, YES)


@pytest.mark.parametrize(
    ("step", "said", "field"),
    [
        (1, {"tem_ai": "maybe"}, "tem_ai"),
        (1, {"desde": "há muito"}, "desde"),
        (1, {"desde": "1500"}, "desde"),
        (1, {"desde": "2012,5"}, "desde"),
        (1, {"desde": "NaN"}, "desde"),
        (1, {"desde": "1e400"}, "desde"),
        (1, {"forma": "outra"}, "forma"),
        (2, {"areas": ["acao_social", "nada"]}, "areas"),
        (3, {"instrumento": "x" * 300}, "instrumento"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_at_its_question(practice: Practice, step, said, field):
    campaign = practice.campaign()
    with pytest.raises(Invalid) as refusal:
        actions.give_answers(campaign, by=practice.speakers["1306"], step=step, said=said)
    assert refusal.value.field == field and not Response.objects.exists()


def test_free_words_pass_the_identity_guard(practice: Practice):
    campaign = practice.campaign()
    with pytest.raises(PersonalData):
        actions.give_answers(
            campaign, by=practice.speakers["1306"], step=3, said={"partilhar": "Ligue 912 345 678"}
        )
    with pytest.raises(PersonalData):
        practice.obstacle(context="A D. Maria, 912 345 678, disse que não.")
    with pytest.raises(PersonalData):
        practice.discussion(question="O utente com o NIF 123456789 recusa.")
    recommendation = Recommendation.objects.get(pk=1)
    with pytest.raises(PersonalData):
        actions.give_evidence(
            recommendation, by=practice.coordination, text="Ver 912 345 678", dated=timezone.localdate()
        )


def test_only_a_municipality_answers_and_only_while_it_is_open(practice: Practice):
    campaign = practice.campaign()
    for by in (practice.cast.technician, practice.coordination, practice.cast.editor):
        with pytest.raises(NotAllowed):
            actions.give_answers(campaign, by=by, step=1, said=NO)
    with at(campaign.closes), pytest.raises(WrongState):
        practice.save(campaign, "1306", NO)


def test_reminders_go_once_each_to_those_who_have_not_handed_in(practice: Practice):
    campaign = practice.campaign(days=40)
    practice.hand_in(campaign, "1306")
    start, everybody = campaign.opened_at, len(set(letters("campaign_opened")))
    silent = everybody - len(
        {one.user_id for one in [practice.speakers["1306"], practice.cast.representative]}
    )
    for day, times in ((19, 0), (20.5, 1), (21, 1), (33.5, 2), (34, 2), (39.5, 3), (39.9, 3), (41, 3)):
        with at(start + timedelta(days=day)):
            actions.remind_campaigns()
        to = letters("answers_due")
        assert len(to) == times * len(set(to)), day
        assert practice.speakers["1306"].user.email not in to
        assert len(set(to)) <= silent
    # What the worker missed is told in one letter.
    other = practice.campaign(2027, days=40)
    Letter.objects.filter(kind="answers_due").delete()
    with at(other.closes - timedelta(hours=3)):
        actions.remind_campaigns()
    to = letters("answers_due")
    assert to and len(to) == len(set(to))


def test_a_campaign_closes_at_its_time_and_sooner_only_when_all_have_handed_in(practice: Practice):
    campaign = practice.campaign()
    with pytest.raises(WrongState):
        actions.close_campaign(campaign, by=practice.coordination)
    with at(campaign.closes - timedelta(seconds=1)):
        assert actions.close_due_campaigns() == 0
    with at(campaign.closes):
        assert actions.close_due_campaigns() == 1
        assert actions.close_due_campaigns() == 0
    campaign.refresh_from_db()
    assert campaign.state == "closed"


def test_results_go_into_the_monitor_once_and_only_when_closed(practice: Practice):
    open_one = practice.campaign(2025)
    with pytest.raises(WrongState):
        actions.publish_results(open_one, by=practice.coordination)
    campaign = practice.closed(answers=15)
    with pytest.raises(NotAllowed):
        actions.publish_results(campaign, by=practice.cast.representative)
    actions.publish_results(campaign, by=practice.coordination)
    found = Observation.objects.current().filter(period="2026")
    shares = dict(found.filter(place="AMP").values_list("indicator__code", "value"))
    # 15 answered; every third of them has none: 10 of 15.
    assert shares["atendimento_integrado"] == Decimal("66.7")
    assert shares["atendimento_protocolo"] == Decimal(100)
    numbers = found.filter(indicator__code="atendimento_gestores")
    # Who said there is no case manager gave no number, and no zero stands there.
    assert set(numbers.values_list("place", flat=True)) == {
        place for n, place in enumerate(practice.places[:15]) if n % 4
    }
    assert all("(15 de 17 responderam)" in one.source.text for one in found.select_related("source"))
    lines = ReferenceLine.objects.filter(key__startswith="practice:maasip")
    assert {line.value for line in lines} >= {Decimal(70), Decimal(50)}
    assert all("223 municípios do país (outra população)" in line.label_pt for line in lines)
    count = Observation.objects.count()
    with pytest.raises(WrongState):
        actions.publish_results(campaign, by=practice.coordination)
    assert Observation.objects.count() == count


def test_results_count_only_who_was_asked_and_compare_with_the_year_before(practice: Practice):
    practice.published(2025)
    campaign = practice.closed(2026, answers=9)
    found = {row.now.question.code: row for row in results.results_of(campaign).rows}
    has = found["tem_ai"]
    assert [(bar.key, bar.count) for bar in has.now.bars] == [("yes", 6), ("no", 3)]
    assert [(bar.count, before.count) for bar, before in has.bars] == [(6, 12), (3, 5)]
    assert (found["forma"].now.asked_of, found["forma"].now.answered) == (6, 6)
    assert found["gestores"].now.total is None and found["gestores"].now.lowest == 1
    assert found["gestor"].now.figure.said_pt == "70%"
    written = "\n".join(str(line) for line in results.lines(results.results_of(campaign)))
    assert "Uma reunião por semana" not in written and "texto livre" in written
    inside = "\n".join(str(line) for line in results.answers_lines(campaign, campaign.responses.all()))
    assert "Uma reunião por semana" in inside


def test_the_standing_of_a_recommendation_follows_from_its_evidence(practice: Practice):
    standing = lambda n: Recommendation.objects.for_pages().get(pk=n).standing  # noqa: E731
    assert standing(1) == "none"
    one, five = Recommendation.objects.get(pk=1), Recommendation.objects.get(pk=5)
    said = {"text": "Protocolo assinado.", "dated": timezone.localdate()}
    with pytest.raises(NotAllowed):
        actions.give_evidence(one, by=practice.cast.technician, **said)
    # A manager of a municipality speaks to what is addressed to municipalities, and to nothing else.
    given = actions.give_evidence(one, by=practice.cast.holder, **said)
    with pytest.raises(NotAllowed):
        actions.give_evidence(five, by=practice.cast.holder, **said)
    actions.give_evidence(five, by=practice.cast.representative, **said)
    assert (standing(1), standing(5), standing(4)) == ("shown", "shown", "none")
    with pytest.raises(Invalid):
        tomorrow = timezone.localdate() + timedelta(days=1)
        actions.give_evidence(one, by=practice.cast.holder, text="x", dated=tomorrow)
    with pytest.raises(PersonalData):
        actions.give_evidence(one, by=practice.cast.holder, link="https://x.pt/ana%40exemplo.pt", **said)
    with pytest.raises(NotAllowed):
        actions.take_back_evidence(given, by=practice.cast.representative)
    actions.take_back_evidence(given, by=practice.cast.holder)
    assert standing(1) == "none" and Evidence.objects.count() == 1


def test_it_happens_to_an_organisation_once_and_a_practice_needs_somebody_who_did_something(
    practice: Practice,
):
    entry = practice.obstacle(tried="")
    with pytest.raises(WrongState):
        actions.happens_here_too(entry, by=practice.cast.technician)
    actions.happens_here_too(entry, by=practice.cast.holder)
    actions.happens_here_too(entry, by=practice.cast.holder)
    actions.happens_here_too(entry, by=practice.cast.representative)
    assert entry.replies.count() == 2
    review = timezone.localdate() + timedelta(days=200)
    said = {"summary": "Reuniões curtas.", "review_on": review, "is_public": True}
    with pytest.raises(WrongState):
        actions.promote(entry, by=practice.coordination, **said)
    with pytest.raises(WrongState):
        actions.move_obstacle(entry, by=practice.cast.technician, state="solved")
    actions.say_what_was_done(entry, by=practice.cast.holder, text="Fazemos reuniões de meia hora.")
    with pytest.raises(NotAllowed):
        actions.promote(entry, by=practice.cast.holder, **said)
    actions.promote(entry, by=practice.coordination, **said)
    with at(moment.now() + timedelta(days=201)):
        assert actions.remind_reviews() > 0
        assert actions.remind_reviews() == 0
    actions.end_good_practice(entry, by=practice.coordination, why="Já não se faz.")
    assert not entry.practice.__class__.objects.in_force().exists()


def test_a_discussion_is_counted_by_month_and_gone(practice: Practice):
    made = practice.discussion()
    off = practice.discussion(starts=made.starts + timedelta(days=1), ends=made.ends + timedelta(days=1))
    actions.call_off_discussion(off, by=practice.cast.technician)
    with at(made.ends + timedelta(days=30, seconds=1)):
        assert actions.settle_discussions() == {"took place": 1, "gone": 1}
    month = DiscussionMonth.objects.get()
    assert (month.count, month.shown) == (1, None)
    month.count = 5
    assert month.shown == 5
