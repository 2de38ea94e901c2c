"""The demonstration governs for three months: every state stands there, all of it invented, told the same each time."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEntry, Letter
from portal.demo.bodies import load_bodies
from portal.demo.governing import load_governing
from portal.demo.people import load_people
from units.models import Attendance, Body, Decision, Effect, Meeting, Position, Round, Task, Version
from units.models.rounds import ALL, Count

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(scope="module")
def told(written_once):
    def tell():
        load_bodies()
        load_governing()

    written_once(tell)


@pytest.fixture
def demo(told, cast):
    return cast


def test_one_round_is_open_as_in_the_drawing_and_waits_for_maia(demo):
    [open_round] = Round.objects.open()
    assert open_round.title == "Regulamento do banco de ajudas técnicas (exemplo)"
    assert (open_round.body.prefix, open_round.is_public) == ("UE1", True)
    assert open_round.count == Count(agree=11, reserve=2, change=1) and open_round.count.silent == 3
    assert list(Round.objects.awaiting("1306")) == [open_round]
    assert open_round.takes_positions and (timezone.localdate(open_round.deadline) - TODAY).days == 6
    assert open_round.version.number == 2  # beside the one that was withdrawn


def test_closed_rounds_show_three_outcomes(demo):
    closed = Round.objects.filter(state="closed")
    assert sorted(closed.values_list("outcome", flat=True)) == ["agreed", "returned", "with_reservations"]
    assert closed.get(outcome="agreed").count.agree == ALL
    assert list(Round.objects.filter(state="draft").values_list("version__number", flat=True)) == [2]
    assert Round.objects.filter(state="withdrawn").count() == 1


def test_meetings_were_held_with_who_was_there_and_one_is_called_for_next_week(demo):
    held = Meeting.objects.filter(state="held")
    assert set(held.values_list("minutes", flat=True)) == {"approved", "circulated"}
    council = held.filter(body__kind=Body.Kind.COUNCIL)
    assert all(one.attendances.count() == ALL for one in council)
    assert {a.presence for one in council for a in one.attendances.all()} == set(Attendance.Presence.values)
    assert all(one.has_quorum for one in held)
    [coming] = Meeting.objects.to_come()
    assert 5 <= (coming.day - TODAY).days <= 9 and coming.items.count() == 3


def test_six_decisions_one_of_them_corrected_by_a_later_one(demo):
    decisions = Decision.objects.approved()
    assert decisions.count() == Decision.objects.count() == 6
    [later] = decisions.exclude(corrects=None)
    assert later.decided_on > later.corrects.decided_on and later.round is not None
    assert decisions.filter(is_public=False).count() == 1
    assert decisions.exclude(public_text_pt="").count() == 1
    assert {effect.kind for effect in Effect.objects.all()} >= {"plan", "protocol", "composition"}
    assert not decisions.filter(effects=None).exists()


def test_tasks_are_open_late_and_done_and_one_late_is_the_representatives(demo):
    states = {("done" if not t.is_open else "late" if t.is_late else "open") for t in Task.objects.all()}
    assert states == {"done", "late", "open"}
    assert Task.objects.late(TODAY).of(demo.representative).count() == 1
    assert Task.objects.late(TODAY).count() == 2


def test_everything_says_that_it_is_invented(demo):
    titles = [
        *Version.objects.values_list("draft__title_pt", flat=True),
        *Meeting.objects.values_list("title_pt", flat=True),
        *Meeting.objects.values_list("place", flat=True),
        *Decision.objects.values_list("title_pt", flat=True),
        *Task.objects.values_list("what", flat=True),
        *Task.objects.exclude(done_note="").values_list("done_note", flat=True),
        *Position.objects.exclude(text="").values_list("text", flat=True),
        *Round.objects.exclude(withdrawn_why="").values_list("withdrawn_why", flat=True),
    ]
    assert [one for one in titles if not one.endswith("(exemplo)")] == []
    texts = [
        *Version.objects.values_list("text", flat=True),
        *Decision.objects.values_list("text_pt", flat=True),
        *Decision.objects.exclude(public_text_pt="").values_list("public_text_pt", flat=True),
        *(
            text
            for meeting in Meeting.objects.all()
            for text in meeting.items.values_list("minutes", flat=True)
        ),
    ]
    assert [one for one in texts if one and not one.startswith("Demonstração:")] == []
    english = [*Version.objects.values_list("draft__title_en", flat=True)]
    english += [*Decision.objects.values_list("title_en", flat=True)]
    assert all(one.endswith("(example)") for one in english)


def test_nothing_lies_in_the_future_and_every_letter_was_sent(demo):
    now = timezone.now()
    assert not AuditEntry.objects.filter(at__gt=now).exists()
    assert not Letter.objects.filter(sent_at=None).exists()
    assert not Letter.objects.filter(created_at__gt=now).exists()
    assert list(audit.problems()) == []


def test_a_second_loading_changes_nothing(demo):
    before = story()
    load_people(None)
    load_bodies()
    load_governing()
    assert story() == before


def story():
    """Everything but ids."""
    return [
        list(rows)
        for rows in (
            Round.objects.order_by("code", "made_at").values_list(
                "code", "state", "outcome", "rule", "threshold", "deadline", "opened_at", "closed_at"
            ),
            Position.objects.order_by("round__code", "at").values_list(
                "round__code", "municipality", "answer", "text", "at", "by__user__email"
            ),
            Meeting.objects.order_by("starts").values_list(
                "body__name_pt", "number", "starts", "state", "minutes"
            ),
            Attendance.objects.order_by("meeting__starts", "municipality").values_list(
                "municipality", "presence", "person"
            ),
            Decision.objects.order_by("number").values_list(
                "number", "title_pt", "text_pt", "corrects__number"
            ),
            Task.objects.order_by("due", "what").values_list("what", "owner__user__email", "due", "done_at"),
        )
    ]
