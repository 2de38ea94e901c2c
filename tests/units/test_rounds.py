"""Concertation at 17 (invariant 10): one position for each municipality, closed by the rule it was opened with."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts import audit, moment
from accounts.models import AuditEntry, AuditText, Letter, Membership, Notice, User
from accounts.refusals import Invalid, NotAllowed, PersonalData, Refusal, WrongState
from tests.conftest import SOAK
from tests.units.governing import AROUCA, GONDOMAR, MAIA, PORTO, WORDS, at, governing
from units import actions
from units.models import Body, Outcome, Position, Round
from units.models.rounds import ALL, Count, outcome_of

pytestmark = pytest.mark.django_db
__all__ = ["governing"]
ANSWERS = ("agrees", "reservation", "change")
MOMENT = timedelta(microseconds=1)


def verbs(round):
    return list(AuditEntry.objects.filter(subject_id=str(round.uuid)).values_list("verb", flat=True))


def letters(kind):
    return Letter.objects.filter(kind=kind)


# --- Preparing and opening --------------------------------------------------------------------------------------------


def test_opening_fixes_text_rule_number_and_time(governing):
    round = governing.prepare()
    other = {"rule": "at_least", "threshold": 9, "text": "Por 60 dias.", "deadline": round.deadline + MOMENT}
    governing.prepare(round=round, **other)
    opened = actions.open_round(round, by=governing.coordination)
    assert (opened.rule, opened.threshold, opened.version.text) == ("at_least", 9, "Por 60 dias.")
    with pytest.raises(WrongState) as refused:
        governing.prepare(round=round, text="Por 30 dias.", rule="quorum", threshold=1)
    assert refused.value.status == 409 and "aberta" in refused.value.sentence
    now = Round.objects.select_related("version__draft").get(pk=round.pk)
    assert {name: getattr(now, name) for name in ("rule", "threshold", "deadline")} | {
        "text": now.version.text
    } == other
    assert now.title == "Prazo comum de cedência"


def test_a_round_opens_once(governing):
    round = governing.open()
    with pytest.raises(WrongState):
        actions.open_round(round, by=governing.coordination)
    assert verbs(round) == ["prepare_round", "open_round"]
    assert letters("round_opened").count() == ALL


def test_rounds_are_numbered_by_body_and_year(governing):
    year = moment.now().year
    codes = [governing.open().code, governing.open().code, governing.open(body=governing.council).code]
    with at(moment.now() + timedelta(days=366)):
        codes.append(governing.open().code)
    assert codes == [f"UE1-{year}-01", f"UE1-{year}-02", f"CV-{year}-01", f"UE1-{year + 1}-01"]


def test_the_next_round_on_a_text_is_on_its_next_version(governing):
    first = governing.open()
    second = governing.prepare(draft=first.version.draft, text="Por 60 dias.", note="Prazo mais curto.")
    assert [v.text for v in second.version.draft.versions.all()] == [first.version.text, "Por 60 dias."]
    assert (second.version.number, second.version.note) == (2, "Prazo mais curto.")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rule": "unanimity"}, "rule"),
        ({"threshold": 0}, "threshold"),
        ({"threshold": 18}, "threshold"),
        ({"threshold": True}, "threshold"),
        ({"text": "  "}, "text"),
        ({"title_pt": ""}, "title_pt"),
        ({"title_pt": "x" * 161}, "title_pt"),
        ({"text": "Com\x00zero"}, "text"),
        ({"ahead": timedelta(hours=23)}, "deadline"),
        ({"ahead": timedelta(days=181)}, "deadline"),
    ],
)
def test_a_round_that_makes_no_sense_is_not_prepared(governing, change, field):
    governing.prepare(threshold=1, deadline=moment.now() + timedelta(hours=25))
    governing.prepare(threshold=ALL, deadline=moment.now() + timedelta(days=179))
    ahead = change.pop("ahead", None)
    if ahead:
        change["deadline"] = moment.now() + ahead
    with pytest.raises(Invalid) as refused:
        governing.prepare(**change)
    assert (refused.value.field, refused.value.status) == (field, 422)
    assert Round.objects.count() == 2


def test_a_round_prepared_long_ago_is_not_opened_when_its_time_is_nearly_over(governing):
    round = governing.prepare()
    with at(round.deadline - timedelta(hours=23)), pytest.raises(Invalid) as refused:
        actions.open_round(round, by=governing.coordination)
    assert refused.value.field == "deadline"
    with at(round.deadline - timedelta(hours=25)):
        assert actions.open_round(round, by=governing.coordination).state == "open"


def test_rounds_are_prepared_by_the_coordination_and_by_who_leads_the_body(governing):
    leads = governing.speakers[GONDOMAR]
    for by in (governing.coordination, leads):
        governing.open(by=by)
    others = [governing.speakers[MAIA], governing.cast.technician, governing.cast.holder]
    for by, body in [*((other, governing.unit) for other in others), (leads, governing.council)]:
        with pytest.raises(NotAllowed):
            governing.prepare(by=by, body=body)
    assert Round.objects.count() == 2


def test_who_leads_a_body_touches_no_text_of_another(governing):
    leads = governing.speakers[GONDOMAR]
    theirs = governing.prepare(body=governing.council)
    own = governing.prepare(by=leads)
    for more in ({"round": theirs}, {"draft": theirs.version.draft}):
        with pytest.raises(NotAllowed):
            governing.prepare(by=leads, title_pt="Outro", **more)
    theirs.version.draft.refresh_from_db()
    assert theirs.version.draft.title_pt == own.version.draft.title_pt == "Prazo comum de cedência"


# --- Positions --------------------------------------------------------------------------------------------------------


def second(governing, round):
    governing.say(round, MAIA)
    return {}


def late(governing, round):
    return {"when": round.deadline}


def closed(governing, round):
    for place in governing.places:
        if place != MAIA:
            governing.say(round, place)
    with at(round.deadline):
        actions.close_round(round, by=None)
    return {}


def withdrawn(governing, round):
    actions.withdraw_round(round, by=governing.coordination, why="O texto era outro.")
    return {}


def not_yet_open(governing, round):
    return {"round": governing.prepare()}


def of_another(governing, round):
    return {"municipality": governing.speakers[PORTO].organisation.municipality}


def technician(governing, round):
    return {"by": governing.cast.technician}


def coordination(governing, round):
    return {"by": governing.coordination}


def representative_of_an_ipss(governing, round):
    member = governing.cast.technician
    member.roles = ["representative"]
    member.save()
    return {"by": member}


def bare(answer):
    return lambda governing, round: {"answer": answer, "text": " "}


def with_a_person_in_it(governing, round):
    return {"answer": "reservation", "text": "Falar com maria.silva@example.org sobre o caso."}


def unheard_of(governing, round):
    return {"answer": "abstains"}


@pytest.mark.parametrize(
    ("situation", "status", "code", "says"),
    [
        (second, 409, "wrong_state", "Maia já respondeu: concorda, por Rui Maia"),
        (late, 409, "wrong_state", "A ronda fechou em"),
        (closed, 409, "wrong_state", "A ronda fechou em"),
        (withdrawn, 409, "wrong_state", "A ronda fechou em"),
        (not_yet_open, 409, "wrong_state", "ainda não abriu"),
        (of_another, 403, "forbidden", "Só pode dar a posição do seu município: Maia"),
        (technician, 403, "forbidden", "Só quem representa"),
        (coordination, 403, "forbidden", "Só quem representa"),
        (representative_of_an_ipss, 403, "forbidden", "Só quem representa"),
        (bare("reservation"), 422, "invalid", "Escreva a reserva"),
        (bare("change"), 422, "invalid", "Escreva a alteração"),
        (with_a_person_in_it, 422, "personal_data", ""),
        (unheard_of, 422, "invalid", "Escolha a posição"),
    ],
)
def test_a_position_that_may_not_be_is_refused_in_a_plain_sentence(governing, situation, status, code, says):
    # Without the situation the very same call goes through.
    assert give(governing, governing.open()).answer == "agrees"
    round = governing.open()
    change = situation(governing, round)
    before, told = Position.objects.count(), Notice.objects.count()
    with pytest.raises(Refusal) as refused:
        give(governing, change.pop("round", round), **change)
    assert (refused.value.status, refused.value.code) == (status, code)
    assert says in refused.value.sentence and refused.value.sentence.endswith(".")
    assert (Position.objects.count(), Notice.objects.count()) == (before, told)


def give(governing, round, *, when=None, **more):
    arguments = {"by": governing.speakers[MAIA], "answer": "agrees", "text": ""} | more
    with at(when or moment.now()):
        return actions.give_position(round, **arguments)


def test_the_last_instant_before_the_deadline_still_counts(governing):
    round = governing.open()
    assert give(governing, round, when=round.deadline - MOMENT).at < round.deadline


def test_what_could_identify_a_person_is_kept_nowhere(governing):
    round = governing.open()
    with pytest.raises(PersonalData) as refused:
        give(governing, round, answer="change", text="O caso de NIF 123456789.")
    assert refused.value.field == "text" and "123456789" not in refused.value.sentence
    assert not AuditText.objects.filter(text__contains="123456789").exists()


def test_a_position_is_taken_back_and_given_again_while_the_round_is_open(governing):
    round = governing.open()
    wrong = governing.say(round, MAIA, "change")
    actions.take_back_position(wrong, by=governing.speakers[MAIA])
    assert not round.positions.exists()
    assert list(Round.objects.awaiting(MAIA)) == [round]
    actions.take_back_position(wrong, by=governing.speakers[MAIA])  # a second click takes nothing more
    governing.say(round, MAIA, "reservation")
    assert [(p.answer, p.text) for p in round.positions.all()] == [("reservation", WORDS["reservation"])]
    assert verbs(round)[2:] == ["give_position", "take_back_position", "give_position"]
    assert not Round.objects.awaiting(MAIA).exists()


def test_nobody_else_takes_it_back_and_nobody_after_the_end(governing):
    round = governing.open()
    position = governing.say(round, MAIA)
    for other in (governing.speakers[PORTO], governing.coordination, governing.cast.technician):
        with pytest.raises(NotAllowed):
            actions.take_back_position(position, by=other)
    with at(round.deadline), pytest.raises(WrongState) as refused:
        actions.take_back_position(position, by=governing.speakers[MAIA])
    assert refused.value.status == 409
    with at(round.deadline):
        actions.close_round(round, by=None)
    with pytest.raises(WrongState):
        actions.take_back_position(position, by=governing.speakers[MAIA])
    assert round.positions.get() == position


def test_a_colleague_of_the_same_municipality_may_take_it_back(governing):
    round = governing.open()
    position = governing.say(round, MAIA)
    actions.take_back_position(position, by=colleague(governing))
    assert not round.positions.exists()


def colleague(governing):
    user = User.objects.create_user("segunda-maia@example.org", None, name="Rita Maia")
    return Membership.objects.create(
        user=user, organisation=governing.speakers[MAIA].organisation, roles=["representative"]
    )


# --- Closing ----------------------------------------------------------------------------------------------------------


def test_a_round_closes_at_its_deadline_and_not_before(governing):
    round = governing.open(threshold=1)
    governing.say(round, MAIA)
    with at(round.deadline - MOMENT), pytest.raises(WrongState) as refused:
        actions.close_round(round, by=governing.coordination)
    assert refused.value.status == 409 and "faltam 16" in refused.value.sentence
    with at(round.deadline):
        done = actions.close_round(round, by=governing.coordination)
    assert (done.state, done.outcome, done.closed_at) == ("closed", Outcome.AGREED, round.deadline)


def test_a_round_closes_sooner_when_all_17_have_answered(governing):
    round = governing.open()
    governing.answer(round, ["agrees"] * 16)
    with pytest.raises(WrongState):
        actions.close_round(round, by=governing.coordination)
    governing.say(round, governing.places[16])
    assert actions.close_round(round, by=governing.coordination).outcome == Outcome.AGREED


def test_a_round_closes_once(governing):
    round = governing.closed()
    told = letters("round_closed").count()
    for by in (None, governing.coordination):
        with at(round.deadline), pytest.raises(WrongState) as refused:
            actions.close_round(round, by=by)
        assert refused.value.status == 409 and "fechada" in refused.value.sentence
    assert letters("round_closed").count() == told
    assert verbs(round).count("close_round") == 1


def test_only_who_runs_the_body_closes(governing):
    round = governing.open()
    with at(round.deadline):
        for by in (governing.speakers[MAIA], governing.cast.technician):
            with pytest.raises(NotAllowed):
                actions.close_round(round, by=by)
        assert actions.close_round(round, by=governing.speakers[GONDOMAR]).state == "closed"


def test_the_clock_closes_those_whose_time_is_over(governing):
    due, later = governing.open(), governing.open(deadline=moment.now() + timedelta(days=20))
    with at(due.deadline - MOMENT):
        assert actions.close_due_rounds() == 0
    with at(due.deadline):
        assert Round.objects.get(pk=due.pk).is_late
        assert actions.close_due_rounds() == 1
        assert actions.close_due_rounds() == 0
    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.state, due.outcome, later.state) == ("closed", Outcome.RETURNED, "open")
    entry = AuditEntry.objects.get(verb="close_round")
    assert (entry.user_id, entry.to_state, entry.label) == (None, "returned", due.code)


@pytest.mark.parametrize(
    ("rule", "threshold", "answers", "outcome"),
    [
        ("consensus", 12, "12 agrees", "agreed"),
        ("consensus", 12, "10 agrees, 2 reservation", "with_reservations"),
        ("consensus", 12, "11 agrees", "returned"),
        ("consensus", 12, "16 agrees, 1 change", "returned"),
        ("at_least", 12, "12 agrees", "agreed"),
        ("at_least", 12, "10 agrees, 2 reservation, 5 change", "with_objections"),
        ("at_least", 12, "11 agrees, 2 reservation", "with_reservations"),
        ("at_least", 12, "11 agrees, 6 change", "returned"),
        ("quorum", 9, "5 agrees, 4 change", "with_objections"),
        ("quorum", 9, "4 agrees, 1 reservation, 5 change", "returned"),
        ("quorum", 9, "8 agrees", "returned"),
        ("quorum", 1, "1 reservation", "with_reservations"),
        ("quorum", 1, "", "returned"),
        ("consensus", 1, "", "returned"),
    ],
)
def test_each_rule_says_what_becomes_of_the_text(governing, rule, threshold, answers, outcome):
    said = [
        answer
        for part in filter(None, answers.split(", "))
        for number, answer in [part.split()]
        for _n in range(int(number))
    ]
    round = governing.closed(said, rule=rule, threshold=threshold)
    assert round.outcome == outcome
    count = Round.objects.get(pk=round.pk).count
    assert (count.answered, count.silent) == (len(said), ALL - len(said))
    assert str(threshold) in round.rule_sentence


def plainly(rule, number, answers):
    """The three rules as a person would count them on paper."""
    pro = [a for a in answers if a != "change"]
    against = [a for a in answers if a == "change"]
    agreed_to = {
        "consensus": not against and len(answers) >= number,
        "at_least": len(pro) >= number,
        "quorum": len(answers) >= number and len(pro) > len(against),
    }[rule]
    if not answers or not agreed_to:
        return "returned"
    return "with_objections" if against else "with_reservations" if "reservation" in pro else "agreed"


rules = st.sampled_from(["consensus", "at_least", "quorum"])
thresholds = st.integers(1, ALL)


@hypothesis_settings(max_examples=2000 if SOAK else 400, deadline=None)
@given(rules, thresholds, st.lists(st.sampled_from(ANSWERS), max_size=ALL), st.randoms())
def test_outcomes_follow_the_plain_rules_and_no_order_matters(rule, threshold, answers, chance):
    outcome = outcome_of(rule, threshold, Count.of(answers))
    assert outcome == plainly(rule, threshold, answers)
    chance.shuffle(answers)
    assert outcome_of(rule, threshold, Count.of(answers)) == outcome
    # An abstaining municipality never turns a text down by joining those who agree.
    if outcome != "returned" and len(answers) < ALL:
        assert outcome_of(rule, threshold, Count.of([*answers, "agrees"])) == outcome


# What people do in a round: (which of the 17, what they say; None takes back what stands there).
doings = st.lists(st.tuples(st.integers(0, ALL - 1), st.sampled_from([*ANSWERS, None])), max_size=24)


@hypothesis_settings(
    max_examples=60 if SOAK else 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rules, thresholds, doings, st.randoms())
def test_a_round_lived_through_ends_as_on_paper(governing, rule, threshold, doings, chance):
    round = governing.open(rule=rule, threshold=threshold)
    paper: dict[str, str] = {}
    for number, answer in doings:
        place = governing.places[number]
        if answer is None:
            for position in round.positions.filter(municipality=place):
                actions.take_back_position(position, by=governing.speakers[place])
            paper.pop(place, None)
        elif place in paper:
            with pytest.raises(WrongState):
                governing.say(round, place, answer)
        else:
            governing.say(round, place, answer)
            paper[place] = answer
    assert dict(round.positions.values_list("municipality", "answer")) == paper

    other = governing.open(rule=rule, threshold=threshold)
    shuffled = list(paper.items())
    chance.shuffle(shuffled)
    governing.answer(other, dict(shuffled))
    with at(max(round.deadline, other.deadline)):
        outcomes = {actions.close_round(one, by=None).outcome for one in (round, other)}
        for one in (round, other):
            with pytest.raises(WrongState):
                actions.close_round(one, by=None)
            with pytest.raises(WrongState):
                governing.say(one, chance.choice(governing.places))
    assert outcomes == {plainly(rule, threshold, list(paper.values()))}


# --- Withdrawing ------------------------------------------------------------------------------------------------------


def test_a_round_is_withdrawn_with_a_reason_that_all_17_read(governing):
    round = governing.open()
    governing.say(round, MAIA)
    for why in ("", "  ", "x" * 241):
        with pytest.raises(Invalid):
            actions.withdraw_round(round, by=governing.coordination, why=why)
    with pytest.raises(NotAllowed):
        actions.withdraw_round(round, by=governing.speakers[MAIA], why="Não me agrada.")
    done = actions.withdraw_round(round, by=governing.coordination, why="O texto era outro.")
    assert (done.state, done.outcome, done.withdrawn_why) == ("withdrawn", "", "O texto era outro.")
    told = letters("round_withdrawn")
    assert told.count() == ALL and all("O texto era outro." in letter.text for letter in told)
    assert round.positions.count() == 1
    with at(round.deadline):
        for by in (None, governing.coordination):
            with pytest.raises(WrongState):
                actions.close_round(round, by=by)
    with pytest.raises(WrongState):
        actions.withdraw_round(round, by=governing.coordination, why="Outra vez.")


# --- Telling ----------------------------------------------------------------------------------------------------------


def english(member):
    User.objects.filter(pk=member.user_id).update(language="en")
    member.user.language = "en"


def test_letters_are_owed_in_the_language_of_each_and_their_subjects_tell_nothing(governing):
    english(governing.speakers[MAIA])
    round = governing.open()
    governing.say(round, MAIA, "reservation")
    with at(round.deadline):
        actions.close_round(round, by=None)
    for kind, subject in [
        ("round_opened", "Ronda de concertação aberta: %(code)s"),
        ("round_closed", "Ronda fechada: %(code)s"),
    ]:
        assert Counter(letters(kind).values_list("language", flat=True))["en"] == 1
        for letter in letters(kind):
            with translation.override(letter.language):
                assert letter.subject == gettext(subject) % {"code": round.code}
            english_letter = letter.language == "en"
            assert (f"/en/unidades/rondas/{round.uuid}/" in letter.text) is english_letter
            title = "Common loan period" if english_letter else "Prazo comum de cedência"
            assert title in letter.text and title not in letter.subject
            assert f"/unidades/rondas/{round.uuid}/" in letter.html
    own = letters("position").get()
    with translation.override("en"):
        assert own.subject == gettext("Posição de %(place)s registada: %(code)s") % {
            "place": "Maia",
            "code": round.code,
        }
    for letter in Letter.objects.filter(kind__in=["round_opened", "position", "round_closed"]):
        for secret in (WORDS["reservation"], round.version.text, "Prazo", "reserva", "loan"):
            assert secret not in letter.subject
    for notice in Notice.objects.filter(url__contains=str(round.uuid)):
        assert notice.text_pt and notice.text_en and not notice.url.startswith("/en/")
        assert WORDS["reservation"] not in notice.text_pt + notice.text_en


def test_a_position_is_told_to_the_people_of_that_municipality_only(governing):
    second = colleague(governing)
    governing.say(governing.open(), MAIA)
    told = {"representative@example.org", second.user.email}
    assert set(letters("position").values_list("to", flat=True)) == told


def test_the_end_is_told_to_all_17_and_to_who_runs_the_body_once_each(governing):
    governing.closed(["agrees"] * 13)
    told = list(letters("round_closed").values_list("to", flat=True))
    assert len(told) == len(set(told)) == ALL + 1
    assert "coordination@example.org" in told
    assert "13 de 17" in letters("round_closed").first().text


def test_the_silent_are_reminded_once_at_each_step(governing):
    round = governing.open()
    governing.answer(round, ["agrees"] * 14)
    silent = sorted(governing.speakers[place].user.email for place in governing.places[14:])
    for days, expected in [(8, 0), (7, 3), (6.9, 0), (3.5, 0), (3, 3), (2.5, 0), (1, 3), (0.01, 0)]:
        before = set(letters("position_due").values_list("pk", flat=True))
        with at(round.deadline - timedelta(days=days)):
            assert actions.remind_rounds() == expected, days
            assert actions.remind_rounds() == 0
        new = letters("position_due").exclude(pk__in=before)
        assert sorted(new.values_list("to", flat=True)) == (silent if expected else [])
    with at(round.deadline):
        assert actions.remind_rounds() == 0


def test_who_answered_in_between_is_left_alone_and_who_took_it_back_is_not(governing):
    round = governing.open()
    governing.answer(round, ["agrees"] * 16)
    with at(round.deadline - timedelta(days=7)):
        assert actions.remind_rounds() == 1
        governing.say(round, governing.places[16])
        first = governing.places[0]
        actions.take_back_position(round.positions.get(municipality=first), by=governing.speakers[first])
    with at(round.deadline - timedelta(days=3)):
        assert actions.remind_rounds() == 1
    assert letters("position_due").latest("pk").to == governing.speakers[first].user.email


def test_a_short_round_does_not_remind_of_what_was_told_a_moment_ago(governing):
    round = governing.open(deadline=moment.now() + timedelta(days=2))
    assert actions.remind_rounds() == 0
    with at(round.deadline - timedelta(days=1)):
        assert actions.remind_rounds() == ALL


def test_rounds_that_are_not_open_remind_nobody(governing):
    governing.prepare()
    actions.withdraw_round(governing.open(), by=governing.coordination, why="O texto era outro.")
    closing = governing.open()
    governing.answer(closing, ["agrees"] * ALL)
    actions.close_round(closing, by=None)
    with at(moment.now() + timedelta(days=9.5)):
        assert actions.remind_rounds() == 0


# --- Written down -----------------------------------------------------------------------------------------------------


def test_every_step_leaves_one_audit_row_and_no_text(governing):
    round = governing.open()
    wrong = governing.say(round, MAIA, "change")
    actions.take_back_position(wrong, by=governing.speakers[MAIA])
    governing.say(round, MAIA, "reservation")
    with at(round.deadline):
        actions.close_round(round, by=governing.coordination)
    rows = AuditEntry.objects.filter(subject_type="round", subject_id=str(round.uuid)).order_by("seq")
    assert [(r.verb, r.from_state, r.to_state) for r in rows] == [
        ("prepare_round", "", "draft"),
        ("open_round", "draft", "open"),
        ("give_position", "", "change"),
        ("take_back_position", "change", ""),
        ("give_position", "", "reservation"),
        ("close_round", "open", "returned"),
    ]
    assert [r.label for r in rows[2:5]] == [f"{round.code} {MAIA}"] * 3
    assert rows[2].organisation_id == governing.speakers[MAIA].organisation_id
    assert rows[2].text_hash and WORDS["change"] not in f"{rows[2].text_hash}{rows[2].label}"
    assert list(audit.problems()) == []


def test_a_refused_position_leaves_nothing_behind(governing):
    round = governing.open()
    governing.say(round, MAIA)
    before = AuditEntry.objects.count()
    with pytest.raises(WrongState):
        governing.say(round, MAIA, "change")
    assert AuditEntry.objects.count() == before
    assert letters("position").count() == 1


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_internal_rounds_and_those_in_preparation_are_for_those_who_govern(governing):
    internal, public = governing.open(), governing.open(is_public=True)
    preparing = governing.prepare(is_public=True)
    cast = governing.cast
    for who in (None, cast.technician, cast.holder, cast.editor):
        assert set(Round.objects.visible_to(who)) == {public}
    for who in (cast.representative, cast.coordination, governing.speakers[AROUCA]):
        assert set(Round.objects.visible_to(who)) == {internal, public, preparing}


def test_a_body_is_run_by_the_coordination_and_by_who_leads_it_today(governing):
    assert set(Body.objects.run_by(governing.coordination)) == set(Body.objects.all())
    assert list(Body.objects.run_by(governing.speakers[GONDOMAR])) == [governing.unit]
    assert not Body.objects.run_by(governing.speakers[MAIA]).exists()
    governing.unit.seats.filter(role="leads").update(until=moment.now().date() - timedelta(days=1))
    assert not Body.objects.run_by(governing.speakers[GONDOMAR]).exists()
