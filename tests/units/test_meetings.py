"""Meetings: numbered, called, changed, held with who was there, minutes that end as they were approved."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts import moment
from accounts.models import AuditEntry, Letter, User
from accounts.refusals import Invalid, NotAllowed, WrongState
from geo.models import Municipality
from tests.units.governing import GONDOMAR, MAIA, PORTO, at, governing, in_days
from units import actions
from units.actions.meetings import Point
from units.models import Attendance, Meeting, Seat

pytestmark = pytest.mark.django_db
__all__ = ["governing"]
SITTING = {MAIA, GONDOMAR, PORTO, "0113"}  # Póvoa de Varzim's seat is vacant


def told(kind):
    return sorted(Letter.objects.filter(kind=kind).values_list("to", flat=True))


def subjects(kind):
    return set(Letter.objects.filter(kind=kind).values_list("subject", flat=True))


def everybody_of_the_unit(governing):
    speak = [governing.speakers[place].user.email for place in SITTING]
    return sorted([*speak, governing.coordination.user.email])


def place(dico):
    return Municipality.objects.get(pk=dico)


# --- Planning ---------------------------------------------------------------------------------------------------------


def test_meetings_are_numbered_by_body_and_year(governing):
    year = timezone.localdate().year + 1
    first = datetime(year, 3, 2, 10, tzinfo=timezone.get_current_timezone())
    made = [
        governing.plan(starts=first),
        governing.plan(starts=first + timedelta(days=40)),
        governing.plan(governing.council, starts=first),
        governing.plan(starts=first.replace(year=year + 1)),
    ]
    assert [(m.number, m.year) for m in made] == [(1, year), (2, year), (1, year), (1, year + 1)]
    assert str(made[1]) == f"{governing.unit}, 2/{year}"


def test_the_last_hour_of_a_year_belongs_to_it(governing):
    year = timezone.localdate().year + 1
    midnight = datetime(year, 1, 1, 0, 30, tzinfo=timezone.get_current_timezone())
    assert governing.plan(starts=midnight).year == year
    assert governing.plan(starts=midnight - timedelta(hours=1)).year == year - 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quorum": 0}, "quorum"),
        ({"quorum": 6}, "quorum"),
        ({"lasting": timedelta(0)}, "ends"),
        ({"lasting": timedelta(hours=13)}, "ends"),
        ({"agenda": []}, "agenda"),
        ({"agenda": [Point(f"Ponto {n}") for n in range(41)]}, "agenda"),
        ({"agenda": [Point(" ")]}, "agenda"),
        ({"place": "", "link": ""}, "place"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused_at_its_field(governing, change, field):
    governing.plan(quorum=1)
    governing.plan(quorum=5, place="", link="https://reuniao.example.org/1")
    starts = in_days(7)
    lasting = change.pop("lasting", None)
    if lasting is not None:
        change |= {"starts": starts, "ends": starts + lasting}
    with pytest.raises(Invalid) as refused:
        governing.plan(**change)
    assert refused.value.field == field
    assert Meeting.objects.count() == 2


def test_the_council_of_17_may_ask_for_17(governing):
    assert governing.plan(governing.council, quorum=17).quorum == 17
    with pytest.raises(Invalid):
        governing.plan(governing.council, quorum=18)


def test_only_who_runs_the_body_plans_calls_and_writes(governing):
    meeting = governing.plan()
    call, others = governing.call(), [governing.speakers[MAIA], governing.cast.technician]
    for by in others:
        for attempt in (
            lambda by=by: actions.plan_meeting(governing.unit, call, by=by),
            lambda by=by: actions.call_meeting(meeting, by=by),
            lambda by=by: actions.change_meeting(meeting, call, by=by),
            lambda by=by: actions.cancel_meeting(meeting, by=by, why="Não."),
            lambda by=by: actions.mark_attendance(meeting, {}, by=by),
            lambda by=by: actions.hold_meeting(meeting, by=by),
            lambda by=by: actions.write_minutes(meeting, {}, by=by, is_public=True),
            lambda by=by: actions.circulate_minutes(meeting, by=by),
            lambda by=by: actions.approve_minutes(meeting, by=by),
        ):
            with pytest.raises(NotAllowed) as refused:
                attempt()
            assert refused.value.status == 403
    assert actions.call_meeting(meeting, by=governing.speakers[GONDOMAR]).state == "called"


# --- Telling ----------------------------------------------------------------------------------------------------------


def test_a_call_reaches_everybody_who_sits_there_that_day_in_their_language(governing):
    User.objects.filter(email="representative@example.org").update(language="en")
    meeting = governing.called()
    assert told("meeting_called") == everybody_of_the_unit(governing)
    for letter in Letter.objects.filter(kind="meeting_called"):
        with translation.override(letter.language):
            assert letter.subject == gettext("Convocatória: %(body)s") % {"body": governing.unit}
        point = "End of the round" if letter.language == "en" else "Fecho da ronda"
        assert f"1. {point}" in letter.text and "Sala do Conselho, Maia" in letter.text
        assert str(meeting.uuid) in letter.text and point not in letter.subject


def test_who_sits_there_only_later_is_not_called_today(governing):
    Seat.objects.filter(body=governing.unit, municipality=PORTO).update(until=timezone.localdate())
    governing.called()
    assert governing.speakers[PORTO].user.email not in told("meeting_called")


def test_a_meeting_is_called_once_and_not_when_it_is_over(governing):
    meeting = governing.called()
    with pytest.raises(WrongState) as refused:
        actions.call_meeting(meeting, by=governing.coordination)
    assert refused.value.status == 409 and "convocada" in refused.value.sentence
    late = governing.plan()
    with at(late.starts), pytest.raises(Invalid):
        actions.call_meeting(late, by=governing.coordination)
    assert len(told("meeting_called")) == 5


def test_changing_a_draft_tells_nobody(governing):
    meeting = governing.plan()
    changed = actions.change_meeting(meeting, governing.call(place="Espinho"), by=governing.coordination)
    assert (changed.place, changed.sequence) == ("Espinho", 0)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ({"place": "Biblioteca, Espinho"}, "Mudou a hora ou o local: %(body)s"),
        ({"starts": timedelta(days=1)}, "Mudou a hora ou o local: %(body)s"),
        ({"agenda": [Point("Só este ponto")]}, "Mudou a ordem de trabalhos: %(body)s"),
    ],
)
def test_a_change_after_the_call_says_what_changed_and_calendars_notice(governing, change, subject):
    meeting = governing.called()
    starts = meeting.starts + change.pop("starts", timedelta(0))
    changed = actions.change_meeting(
        meeting, governing.call(starts=starts, **change), by=governing.coordination
    )
    assert changed.sequence == 1
    assert subjects("meeting_changed") == {subject % {"body": governing.unit}}
    assert told("meeting_changed") == everybody_of_the_unit(governing)


def test_a_called_meeting_is_not_moved_into_the_past(governing):
    meeting = governing.called()
    with pytest.raises(Invalid) as refused:
        actions.change_meeting(meeting, governing.call(starts=in_days(-1)), by=governing.coordination)
    assert refused.value.field == "starts"
    assert not told("meeting_changed")
    meeting.refresh_from_db()
    assert meeting.starts > moment.now()


def test_points_keep_what_was_written_beside_them_when_the_agenda_changes(governing):
    meeting = governing.called()
    first, second = meeting.items.all()
    actions.write_minutes(meeting, {second.pk: "Ouvido."}, by=governing.coordination, is_public=False)
    agenda = [Point("Novo primeiro"), Point("O lugar vago", pk=second.pk)]
    actions.change_meeting(
        meeting, governing.call(starts=meeting.starts, agenda=agenda), by=governing.coordination
    )
    assert [(i.order, i.title_pt, i.minutes) for i in meeting.items.all()] == [
        (1, "Novo primeiro", ""),
        (2, "O lugar vago", "Ouvido."),
    ]
    assert not meeting.items.filter(pk=first.pk).exists()


def test_a_cancelled_meeting_says_why_to_those_who_were_called(governing):
    meeting, draft = governing.called(), governing.plan()
    with pytest.raises(Invalid) as refused:
        actions.cancel_meeting(meeting, by=governing.coordination, why=" ")
    assert refused.value.field == "why"
    for one in (meeting, draft):
        assert actions.cancel_meeting(one, by=governing.coordination, why="Greve.").state == "cancelled"
    assert told("meeting_cancelled") == everybody_of_the_unit(governing)  # once: of the draft nobody knew
    assert all("Greve." in letter.text for letter in Letter.objects.filter(kind="meeting_cancelled"))
    for attempt in (
        lambda: actions.cancel_meeting(meeting, by=governing.coordination, why="Outra vez."),
        lambda: actions.change_meeting(meeting, governing.call(), by=governing.coordination),
        lambda: actions.call_meeting(meeting, by=governing.coordination),
    ):
        with pytest.raises(WrongState):
            attempt()


# --- Attendance -------------------------------------------------------------------------------------------------------


def test_only_municipalities_with_a_seat_that_day_are_marked(governing):
    meeting = governing.called()
    actions.mark_attendance(meeting, {place(MAIA): ("present", "Rui Exemplo")}, by=governing.coordination)
    for outside in ("1308", "1313"):  # no seat, and a vacant one
        with pytest.raises(Invalid) as refused:
            actions.mark_attendance(meeting, {place(outside): ("present", "")}, by=governing.coordination)
        assert refused.value.field == "attendance" and str(place(outside)) in refused.value.sentence
    with pytest.raises(Invalid):
        actions.mark_attendance(meeting, {place(MAIA): ("sleeping", "")}, by=governing.coordination)
    Seat.objects.filter(body=governing.unit, municipality=PORTO).update(until=meeting.day - timedelta(days=1))
    with pytest.raises(Invalid):
        actions.mark_attendance(meeting, {place(PORTO): ("present", "")}, by=governing.coordination)
    assert [(a.municipality_id, a.person) for a in meeting.attendances.all()] == [(MAIA, "Rui Exemplo")]


def test_marking_again_corrects(governing):
    meeting = governing.called()
    for presence in ("absent", "represented"):
        actions.mark_attendance(meeting, {place(MAIA): (presence, "")}, by=governing.coordination)
    assert [a.presence for a in meeting.attendances.all()] == ["represented"]


@pytest.mark.parametrize(("present", "enough"), [(2, False), (3, True)])
def test_who_is_not_marked_was_absent_and_the_quorum_counts_who_came(governing, present, enough):
    meeting = governing.called(quorum=3)
    came = dict.fromkeys([place(MAIA), place(GONDOMAR)][:present], ("present", "")) | (
        {place(PORTO): ("represented", "Técnica municipal")} if present == 3 else {}
    )
    actions.mark_attendance(meeting, came | {place("0113"): ("excused", "")}, by=governing.coordination)
    with at(meeting.starts):
        held = actions.hold_meeting(meeting, by=governing.coordination)
    assert held.state == "held" and held.has_quorum is enough
    assert {a.municipality_id for a in held.attendances.all()} == SITTING
    absent = held.attendances.filter(presence=Attendance.Presence.ABSENT).count()
    assert (held.present, absent) == (present, 3 - present)


def test_the_council_marks_17(governing):
    meeting = governing.called(governing.council, quorum=9)
    everyone = dict.fromkeys(Municipality.objects.all(), ("present", ""))
    actions.mark_attendance(meeting, everyone, by=governing.coordination)
    with at(meeting.starts):
        assert actions.hold_meeting(meeting, by=governing.coordination).present == 17


def test_a_meeting_is_not_held_before_it_starts_nor_twice_nor_uncalled(governing):
    meeting, draft = governing.called(), governing.plan()
    with at(meeting.starts - timedelta(seconds=1)), pytest.raises(WrongState):
        actions.hold_meeting(meeting, by=governing.coordination)
    with at(meeting.starts):
        actions.hold_meeting(meeting, by=governing.coordination)
        for one in (meeting, draft):
            with pytest.raises(WrongState) as refused:
                actions.hold_meeting(one, by=governing.coordination)
            assert refused.value.status == 409


# --- Minutes ----------------------------------------------------------------------------------------------------------


def test_minutes_are_written_circulated_approved_and_then_final(governing):
    meeting = governing.held()
    first, second = meeting.items.all()
    with pytest.raises(Invalid) as refused:
        actions.circulate_minutes(meeting, by=governing.coordination)
    assert refused.value.field == "minutes"
    actions.write_minutes(meeting, {first.pk: "Ouvido."}, by=governing.coordination, is_public=True)
    with pytest.raises(WrongState):
        actions.approve_minutes(meeting, by=governing.coordination)
    assert actions.circulate_minutes(meeting, by=governing.coordination).minutes == "circulated"
    # While it is read it may still be mended and sent again.
    actions.write_minutes(meeting, {second.pk: "Adiado."}, by=governing.coordination, is_public=True)
    actions.circulate_minutes(meeting, by=governing.coordination)
    assert actions.approve_minutes(meeting, by=governing.coordination).minutes == "approved"
    assert subjects("minutes") == {
        f"Ata para apreciação: {governing.unit}",
        f"Ata aprovada: {governing.unit}",
    }
    assert len(told("minutes")) == 3 * len(everybody_of_the_unit(governing))
    for attempt in (
        lambda: actions.write_minutes(
            meeting, {first.pk: "Outra."}, by=governing.coordination, is_public=False
        ),
        lambda: actions.circulate_minutes(meeting, by=governing.coordination),
        lambda: actions.approve_minutes(meeting, by=governing.coordination),
        lambda: actions.mark_attendance(meeting, {place(MAIA): ("present", "")}, by=governing.coordination),
    ):
        with pytest.raises(WrongState) as late:
            attempt()
        assert late.value.status == 409
    first.refresh_from_db()
    assert first.minutes == "Ouvido."


def test_minutes_belong_to_a_meeting_that_was_held_and_to_its_points(governing):
    meeting, other = governing.called(), governing.plan()
    with pytest.raises(WrongState):
        actions.circulate_minutes(meeting, by=governing.coordination)
    with pytest.raises(Invalid) as refused:
        actions.write_minutes(
            meeting, {other.items.first().pk: "Ouvido."}, by=governing.coordination, is_public=True
        )
    assert refused.value.field == "minutes"


def test_every_step_leaves_one_audit_row(governing):
    meeting = governing.circulated()
    actions.approve_minutes(meeting, by=governing.coordination)
    rows = AuditEntry.objects.filter(subject_id=str(meeting.uuid)).order_by("seq")
    assert [(r.verb, r.to_state) for r in rows] == [
        ("plan_meeting", "draft"),
        ("call_meeting", "called"),
        ("hold_meeting", "held"),
        ("write_minutes", "none"),
        ("circulate_minutes", "circulated"),
        ("approve_minutes", "approved"),
    ]


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_internal_meetings_and_those_in_preparation_are_for_those_who_govern(governing):
    public, internal, draft = governing.called(), governing.called(is_public=False), governing.plan()
    for who in (None, governing.cast.technician, governing.cast.editor):
        assert set(Meeting.objects.visible_to(who)) == {public}
    for who in (governing.cast.representative, governing.coordination):
        assert set(Meeting.objects.visible_to(who)) == {public, internal, draft}


def test_meetings_to_come_are_those_called_and_not_over(governing):
    later = governing.called(starts=in_days(9))
    soon = governing.called(starts=in_days(2))
    governing.plan()
    actions.cancel_meeting(governing.called(), by=governing.coordination, why="Greve.")
    assert list(Meeting.objects.to_come()) == [soon, later]
    assert list(Meeting.objects.to_come(soon.ends)) == [soon, later]
    assert list(Meeting.objects.to_come(soon.ends + timedelta(seconds=1))) == [later]
