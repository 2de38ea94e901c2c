"""What is being prepared: sent twice it is one, thrown away it leaves nothing; what was agreed keeps its name."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.refusals import Invalid, NotAllowed, WrongState
from geo.models import Municipality
from tests.units.governing import MAIA, governing, in_days
from tests.units.test_work_meetings import call
from tests.units.test_work_rounds import typed
from units import actions
from units.models import Consultation, Decision, Draft, Meeting, Round, Version

pytestmark = pytest.mark.django_db
__all__ = ["governing"]


def decision_typed(governing):
    return {
        "body": governing.council.uuid,
        "title_pt": "Prazo comum",
        "text_pt": "O prazo é de 90 dias.",
        "openness": "public",
        "efeitos-TOTAL_FORMS": "0",
        "efeitos-INITIAL_FORMS": "0",
    }


@pytest.mark.parametrize(
    ("name", "model"), [("round_new", Round), ("meeting_new", Meeting), ("decision_new", Decision)]
)
def test_the_same_form_sent_twice_makes_one(governing, client_for, name, model):
    client = client_for("coordination")
    key = client.get(reverse(name)).context["form"]["key"].value()
    said = {
        "round_new": typed(body=governing.council.uuid),
        "meeting_new": call(body=governing.council.uuid),
        "decision_new": decision_typed(governing),
    }[name] | {"key": key}
    first, again = (client.post(reverse(name), said) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert first["Location"] == again["Location"]
    assert model.objects.count() == 1
    other = client.post(reverse(name), said | {"key": uuid.uuid4()})
    assert other.status_code == 303 and model.objects.count() == 2


@pytest.mark.parametrize("name", ["round_new", "meeting_new", "decision_new", "consultation_new"])
def test_a_key_that_looks_like_a_number_comes_back_as_it_was(governing, client_for, name):
    """A form with something missing is sent again: what nobody typed is never masked."""
    client = client_for("coordination")
    key = "12345678-9012-4345-8678-901234567890"
    answer = client.post(reverse(name), {"key": key})
    assert answer.status_code == 422 and f'value="{key}"' in answer.content.decode()


def test_a_form_gone_back_to_and_changed_is_refused_and_loses_nothing(governing, client_for):
    client = client_for("coordination")
    for name, said, other in (
        ("round_new", typed(body=governing.council.uuid), {"text": "Por 60 dias."}),
        ("meeting_new", call(body=governing.council.uuid), {"place": "Outra sala"}),
        ("decision_new", decision_typed(governing), {"title_pt": "Outro título"}),
    ):
        said |= {"key": uuid.uuid4()}
        assert client.post(reverse(name), said).status_code == 303
        answer = client.post(reverse(name), said | other)
        assert answer.status_code == 409 and next(iter(other.values())) in answer.content.decode(), name


def test_a_consultation_never_opened_is_thrown_away_and_leaves_what_others_stand_on(governing, client_for):
    round = governing.open()
    draft = round.version.draft
    made = actions.prepare_consultation(
        governing.unit,
        by=governing.coordination,
        title_pt=draft.title_pt,
        title_en=draft.title_en,
        text=round.version.text,
        question_pt="O que falta?",
        audience="public",
        deadline=in_days(9),
        draft=draft,
    )
    assert made.version == round.version
    address = reverse("consultation_drop", args=[made.uuid])
    assert client_for("representative").post(address).status_code == 404
    assert client_for("coordination").post(address).status_code == 303
    assert not Consultation.objects.exists() and list(Version.objects.all()) == [round.version]


def test_a_text_that_somebody_else_stands_on_is_not_rewritten_under_them(governing):
    round = governing.prepare()
    shared = {
        "by": governing.coordination,
        "title_pt": round.version.title_pt,
        "title_en": round.version.title_en,
        "text": round.version.text,
    }
    consultation = actions.prepare_consultation(
        governing.unit,
        question_pt="O que falta?",
        audience="public",
        deadline=in_days(9),
        draft=round.version.draft,
        **shared,
    )
    # What is prepared for a round may still change: the consultation has a version of its own.
    assert consultation.version != round.version
    again = actions.prepare_round(
        governing.unit,
        round=round,
        rule="consensus",
        threshold=9,
        deadline=in_days(9),
        is_public=False,
        **shared,
    )
    assert again.version == round.version and again.threshold == 9


def test_a_key_of_somebody_elses_makes_nothing_and_is_no_error_of_ours(governing):
    gondomar, deadline = governing.speakers["1304"], in_days(9)  # who leads the unit
    prepare, plan, draft = (
        lambda by, key: governing.prepare(key=key, by=by, deadline=deadline),
        lambda by, key: actions.plan_meeting(governing.unit, governing.call(starts=deadline), by=by, key=key),
        lambda by, key: actions.draft_decision(governing.unit, governing.said(), by=by, key=key),
    )
    for make in (prepare, plan, draft):
        key = uuid.uuid4()
        assert make(governing.coordination, key) == make(governing.coordination, key)
        with pytest.raises(WrongState), transaction.atomic():
            make(gondomar, key)
    assert [model.objects.count() for model in (Round, Meeting, Decision)] == [1, 1, 1]


def test_a_round_that_was_never_opened_is_thrown_away_with_its_text(governing, client_for):
    round = governing.prepare()
    address = reverse("round_drop", args=[round.uuid])
    assert client_for("representative").post(address).status_code == 404
    client = client_for("coordination")
    assert client.get(address).status_code == 200 and Round.objects.exists()
    assert client.post(address).status_code == 303
    assert not any(model.objects.exists() for model in (Round, Version, Draft))
    assert AuditEntry.objects.filter(subject_id=str(round.uuid), verb="drop_round").exists()
    assert client.post(address).status_code == 404


def test_throwing_away_the_next_version_leaves_the_former_as_it_was(governing):
    first = governing.closed()
    second = governing.prepare(draft=first.version.draft, title_pt="Outro nome", text="Por 60 dias.")
    actions.drop_round(second, by=governing.coordination)
    draft = Draft.objects.get()
    assert draft.title_pt == "Prazo comum de cedência"
    assert [version.number for version in draft.versions.all()] == [1]


def test_a_round_that_was_opened_is_not_thrown_away(governing):
    round = governing.open()
    with pytest.raises(WrongState):
        actions.drop_round(round, by=governing.coordination)
    with pytest.raises(NotAllowed):
        actions.drop_round(governing.prepare(), by=governing.speakers[MAIA])
    assert Round.objects.count() == 2


def test_a_closed_round_keeps_its_name_when_the_next_version_is_called_otherwise(governing, client_for):
    first = governing.closed(is_public=True)
    governing.open(is_public=True, draft=first.version.draft, title_pt="Prazo de 60 dias", title_en="")
    assert Round.objects.get(pk=first.pk).title == "Prazo comum de cedência"
    html = client_for(None).get(reverse("round", args=[first.uuid])).content.decode()
    assert "Prazo comum de cedência" in html and "Prazo de 60 dias" not in html


def test_the_correction_of_a_public_decision_is_public(governing, client_for):
    decision = governing.decided(is_public=True)
    with pytest.raises(Invalid) as refused:
        actions.correct_decision(decision, governing.said(is_public=False), by=governing.coordination)
    assert refused.value.field == "is_public"
    page = client_for("coordination").post(
        reverse("decision_correct", args=[decision.uuid]),
        decision_typed(governing) | {"openness": "internal"},
    )
    assert page.status_code == 422 and "quem a leu tem de saber que mudou" in page.content.decode()
    assert (
        actions.correct_decision(decision, governing.said(), by=governing.coordination).corrects == decision
    )
    internal = governing.decided(is_public=False)
    said = governing.said(is_public=False)
    assert actions.correct_decision(internal, said, by=governing.coordination).corrects == internal


def test_a_meeting_not_yet_called_takes_the_number_of_the_year_it_moves_to(governing):
    year = timezone.localdate().year + 1
    in_march = datetime(year, 3, 2, 10, tzinfo=timezone.get_current_timezone())
    next_march = in_march.replace(year=year + 1)
    governing.plan(starts=next_march)
    moved, called = governing.plan(starts=in_march), governing.called(starts=in_march + timedelta(days=1))
    moved, called = (
        actions.change_meeting(one, governing.call(starts=next_march), by=governing.coordination)
        for one in (moved, called)
    )
    assert (moved.number, moved.year) == (2, year + 1)
    # Who was called knows it by its number.
    assert (called.number, called.year) == (2, year)


def test_minutes_that_change_after_they_were_sent_are_sent_again_before_they_are_approved(governing):
    meeting = governing.circulated()
    first = meeting.items.first()

    def write(text):
        actions.write_minutes(meeting, {first.pk: text}, by=governing.coordination, is_public=True)

    write(first.minutes)
    assert Meeting.objects.get(pk=meeting.pk).minutes == "circulated"
    write("Ponto 1: adiado.")
    with pytest.raises(WrongState):
        actions.approve_minutes(meeting, by=governing.coordination)
    actions.circulate_minutes(meeting, by=governing.coordination)
    place = Municipality.objects.get(pk=MAIA)
    actions.mark_attendance(meeting, {place: ("excused", "")}, by=governing.coordination)
    with pytest.raises(WrongState):
        actions.approve_minutes(meeting, by=governing.coordination)
    actions.circulate_minutes(meeting, by=governing.coordination)
    actions.mark_attendance(meeting, {place: ("excused", "")}, by=governing.coordination)
    assert actions.approve_minutes(meeting, by=governing.coordination).minutes == "approved"


def test_who_mends_minutes_that_were_sent_is_told_to_send_them_again(governing, client_for):
    meeting = governing.circulated()
    client = client_for("coordination")
    address = reverse("meeting_run", args=[meeting.uuid])
    form = client.get(address).context["form"]
    said = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    [field, *_] = [name for name in said if isinstance(said[name], str) and "ouvido" in said[name]]
    answer = client.post(address, said | {field: "Ponto 1: adiado.", "fazer": "gravar"}, follow=True)
    assert "A ata mudou depois de enviada" in answer.content.decode()
