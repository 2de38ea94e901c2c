"""An edition from sheet to close: what each verb checks, and what it refuses."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory

from accounts.models import AuditEntry, Letter, Notice
from accounts.refusals import Invalid, NotAllowed, PersonalData, WrongState
from programmes import actions, attending, figures
from programmes.actions.certificates import why_not
from programmes.models import Attendance, Certificate, Edition, Participant, Programme, Session, SheetItem
from programmes.views.work.closing import _issue_all
from tests.programmes.running import FIRST, at, running

pytestmark = pytest.mark.django_db
__all__ = ["running"]


def refused(kind, do, *words):
    with pytest.raises(kind) as told:
        do()
    for word in words:
        assert word in told.value.sentence, told.value.sentence
    return told.value


# --- the sheet ---


def test_the_reference_sheet_is_the_seeds_and_nobodys(running):
    reference = running.reference
    assert reference.programme.organisation is None
    phases = list(reference.phases.all())
    assert [phase.hours for phase in phases] == [162, 125]
    assert [[str(m.hours) for m in phase.modules.all()] for phase in phases] == [
        ["132.00", "15.00", "15.00"],
        ["25.00", "25.00", "75.00"],
    ]
    counts = {kind: reference.items.filter(kind=kind).count() for kind in SheetItem.Kind.values}
    assert counts == {"task": 15, "provision": 10, "indicator": 5}
    assert reference.programme.criteria.get().rows.count() == 11
    assert all(getattr(reference, part) for part in reference.PARTS)
    assert set(reference.source_lines) == set(reference.PARTS)
    assert (reference.min_age, reference.class_size, reference.sdgs) == (16, 15, [1, 8, 10])
    # Where the source says two things, both stand and neither is chosen.
    assert [(note.is_open, bool(note.first and note.second)) for note in reference.notes.all()] == [
        (True, True)
    ] * 3
    assert not Programme.objects.of_the_area().exists()
    refused(NotAllowed, lambda: actions.write_sheet(reference, {"name": "X"}, actions.Lists(), by=running.by))
    refused(
        NotAllowed, lambda: actions.settle_note(reference.notes.first(), by=running.by, settled="8 horas")
    )
    refused(WrongState, lambda: actions.plan_edition(reference, running.plan(), by=running.by))


def test_a_sheet_of_ones_own_is_a_copy_that_is_published_and_then_stays(running):
    programme = actions.begin_programme(by=running.by, name="O nosso", template=running.reference)
    sheet = programme.sheets.get()
    assert [phase.hours for phase in sheet.phases.all()] == [162, 125]
    learning = sheet.phases.get(number=1).modules.get(code="A.1")
    assert {module.code for module in learning.together_with.all()} == {"A.2", "A.3"}
    assert {module.phase.sheet_id for module in learning.together_with.all()} == {sheet.pk}
    assert sheet.source_lines == {} and not programme.is_reference
    actions.write_sheet(
        sheet, {"unit": "Município do Porto"}, actions.Lists(tasks=["Acolhida", "Visita"]), by=running.by
    )
    assert running.reference.items.filter(kind="task").count() == 15
    actions.settle_note(sheet.notes.first(), by=running.by, settled="8 horas por semana.")
    assert running.reference.notes.filter(settled="").count() == 3
    refused(WrongState, lambda: actions.plan_edition(sheet, running.plan(), by=running.by))
    actions.publish_sheet(sheet, by=running.by)
    sheet.refresh_from_db()
    refused(WrongState, lambda: actions.write_sheet(sheet, {"unit": "X"}, actions.Lists(), by=running.by))
    following = actions.begin_version(programme, by=running.by)
    assert (following.number, following.unit) == (2, "Município do Porto")
    assert following.items.filter(kind="task").count() == 2
    refused(
        PersonalData,
        lambda: actions.write_sheet(following, {"unit": "Ligar 912 345 678"}, actions.Lists(), by=running.by),
    )
    refused(
        NotAllowed,
        lambda: actions.write_sheet(following, {"unit": "X"}, actions.Lists(), by=running.service),
    )


# --- intake and selection ---


def test_intake_takes_a_code_and_bands_and_never_a_person(running):
    edition = running.open()
    one = running.applied(edition, "I XI", by=None)
    assert one.code and one.channel == "self" and one.referred_by is None
    with_service = running.applied(edition)
    assert with_service.referred_by == running.service.organisation
    assert running.applied(edition, by=running.by).channel == "operator"
    refused(Invalid, lambda: running.applied(edition, age_band="0-15"), "16 anos")
    refused(Invalid, lambda: running.applied(edition, "XII"))
    refused(PersonalData, lambda: running.applied(edition, prior_from="Ligar 912 345 678"))
    closed_to_visitors = running.edition(self_intake=False, name="Só serviços")
    with at(FIRST):
        actions.open_intake(closed_to_visitors, by=running.by)
    refused(NotAllowed, lambda: running.applied(closed_to_visitors, by=None))
    # A person brings the code to the service, which follows it from then on; a second service does not get it.
    followed = actions.follow_code(one.code.lower(), by=running.service)
    assert followed.referred_by == running.service.organisation
    refused(Invalid, lambda: actions.follow_code(one.code, by=running.cast.accredited))
    refused(Invalid, lambda: actions.follow_code("ZZZ-ZZZ", by=running.service))
    assert set(Participant.objects.sent_by(running.service)) == {followed, with_service}
    with at(edition.intake_until + timedelta(days=1)):
        refused(
            WrongState,
            lambda: actions.pre_register(
                edition, actions.Application("25-34", running.places["1304"]), by=running.service
            ),
        )
    # The intake is not closed before the day it announced.
    with at(edition.intake_until):
        refused(WrongState, lambda: actions.close_intake(edition, by=running.by))


def test_intake_opens_only_with_published_criteria(running):
    programme = running.programme()
    edition = running.edition(programme)
    programme.criteria.update(published_at=None)
    with at(FIRST):
        refused(Invalid, lambda: actions.open_intake(edition, by=running.by), "critérios")


def test_selection_follows_the_criteria_and_only_a_reason_goes_against_them(running):
    edition = running.open()
    late = running.applied(edition, "I", minutes=9)
    early = running.applied(edition, "II", minutes=1)
    none = running.applied(edition, "", minutes=0)
    most = running.applied(edition, "I III XI", minutes=30)
    edition = running.selecting(edition)
    with at(edition.intake_until + timedelta(days=1)):
        assert actions.select(edition, 2, by=running.by) == 2
        rows = {one.pk: one for one in edition.participants.all()}
        assert [rows[one.pk].rank for one in (most, early, late, none)] == [1, 2, 3, 4]
        assert rows[most.pk].because == [["I", 1], ["III", 1], ["XI", 1]]
        assert [rows[one.pk].state for one in (most, early, late)] == ["selected", "selected", "waiting"]
        refused(Invalid, lambda: actions.override(none, by=running.by, selected=True, why=" "))
        actions.override(none, by=running.by, selected=True, why="Perde o abrigo no fim do mês.")
        # Selected again: the override stays, and takes one of the places.
        actions.select(edition, 2, by=running.by)
        states = dict(edition.participants.values_list("pk", "state"))
        assert [states[one.pk] for one in (most, early, none)] == ["selected", "waiting", "selected"]
        assert actions.call(edition, by=running.by) == 2
        most.refresh_from_db()
        actions.did_not_come(most, by=running.by)
        # The first who waits takes the place.
        early.refresh_from_db()
        assert early.state == "selected"
        refused(WrongState, lambda: actions.enrol(early, by=running.by))
        # Who withdraws leaves a place too, to the next one.
        actions.withdraw(early, by=running.service)
        late.refresh_from_db()
        assert late.state == "selected"
    letter = Letter.objects.get(kind="programme_called")
    assert not [code for code in rows_of(rows) if code in letter.subject + letter.text + letter.html]
    chain = AuditEntry.objects.filter(chain=f"edition:{edition.uuid}")
    row = chain.get(verb="override")
    assert row.text_hash and row.text.text == "Perde o abrigo no fim do mês."
    refused(NotAllowed, lambda: actions.select(edition, 2, by=running.service))


def rows_of(people):
    return [one.code for one in people.values()]


# --- classes and sessions ---


def test_sessions_are_built_from_a_pattern_and_not_past_the_modules_hours(running):
    edition, _people = running.enrolled(1)
    turma = edition.turmas.get()
    made = running.sessions(turma, "A.1", first=edition.starts)
    # 132 hours of 4 are 33 meetings: 16 and a half weeks of two.
    assert (len(made), {one.day.weekday() for one in made}) == (33, {0, 2})
    assert made[-1].day - made[0].day == timedelta(weeks=16)
    refused(WrongState, lambda: running.sessions(turma, "A.1", first=edition.starts))
    personal = running.sessions(turma, "A.2", first=edition.starts, hours="4", at_hour=14)
    assert [str(one.hours) for one in personal] == ["4.00", "4.00", "4.00", "3.00"]
    # Cancelled hours may be planned again; two at one hour may not.
    with at(edition.starts):
        actions.cancel_session(personal[0], by=running.by, why="Greve de transportes.")
        again = running.sessions(turma, "A.2", first=edition.starts, hours="4", at_hour=14)
    assert sum(one.hours for one in again if one.state == "planned") == 15
    instructor = actions.add_instructor(
        edition, by=running.by, name="Formadora de costura", profession="instructor"
    )
    refused(
        Invalid,
        lambda: actions.change_session(
            again[-1],
            by=running.by,
            day=again[-1].day,
            starts=again[-1].starts,
            hours=again[-1].hours,
            place="",
            instructor=instructor,
        ),
        "psicólogo",
    )
    refused(
        Invalid,
        lambda: actions.change_session(
            again[-1],
            by=running.by,
            day=again[-1].day,
            starts=again[-1].starts,
            hours=again[-1].hours + 1,
            place="",
            instructor=None,
        ),
    )


def test_a_class_above_fifteen_asks_for_a_reason_and_goes_on(running):
    edition = running.open(target=None)
    for number in range(16):
        running.applied(edition, minutes=number, by=running.by)
    edition = running.selecting(edition)
    with at(edition.intake_until + timedelta(days=1)):
        actions.select(edition, 16, by=running.by)
        actions.call(edition, by=running.by)
        people = [actions.enrol(one, by=running.by) for one in edition.participants.all()]
        turma = actions.add_turma(edition, running.phase(edition, 1), by=running.by, name="A")
        refused(Invalid, lambda: actions.place_participants(turma, people, by=running.by), "16")
        assert not turma.places.exists()
        actions.place_participants(
            turma, people, by=running.by, size_reason="Há sala e uma segunda formadora."
        )
    turma.refresh_from_db()
    assert turma.places.count() == 16 and turma.size_reason


# --- attendance ---


def test_a_session_is_marked_at_once_and_corrected_with_a_row_of_the_trail(running):
    edition, [first, second, third] = running.enrolled(3)
    session = running.sessions(edition.turmas.get(), "A.1", first=edition.starts)[0]
    with at(session.day - timedelta(days=1)):
        refused(WrongState, lambda: actions.mark_session(session, {first: ("present", None)}, by=running.by))
    with at(session.day, 20):
        refused(
            Invalid,
            lambda: actions.mark_session(session, {first: ("present", None)}, by=running.by),
            second.code,
            third.code,
        )
        for hours in ("0", "4", "5"):
            said = {first: ("partial", Decimal(hours)), second: ("present", None), third: ("absent", None)}
            refused(Invalid, lambda said=said: actions.mark_session(session, said, by=running.by), first.code)
        assert not session.attendances.exists()
        said = {
            first: ("partial", Decimal("2.5")),
            second: ("present", None),
            third: ("excused", None),
        }
        actions.mark_session(session, said, by=running.by)
        actions.mark_session(session, {third: ("present", None)}, by=running.by)
    marks = dict(session.attendances.values_list("participant__code", "hours"))
    assert marks == {first.code: Decimal("2.5"), second.code: 4, third.code: 4}
    row = AuditEntry.objects.get(chain=f"edition:{edition.uuid}", verb="correct_attendance")
    assert (row.from_state, row.to_state) == ("excused 0.00", "present 4.00")
    refused(NotAllowed, lambda: actions.mark_session(session, {first: ("absent", None)}, by=running.service))


def test_excused_is_absent_all_the_same_and_shown(running):
    edition, [one, other] = running.enrolled(2)
    for session in running.sessions(edition.turmas.get(), "A.2", first=edition.starts, hours="5")[:2]:
        running.mark(session, [one, other], **{"_" + one.code.replace("-", "_"): "excused"})
    hours = attending.hours_of(edition)
    module = running.module(edition, "A.2")
    mine, theirs = hours.in_module(one.pk, module), hours.in_module(other.pk, module)
    assert (mine.attended, mine.excused, mine.held) == (0, 10, 10)
    assert (theirs.attended, theirs.excused) == (10, 0)
    whole = hours.in_phase(one.pk, running.phase(edition, 1))
    assert (whole.total, whole.can_miss) == (162, Decimal("30.5"))


# --- the second phase ---


@pytest.fixture
def second_phase(running):
    """After 162 hours: exactly at 75 %, a quarter of an hour below, well above, and two more of whom one has a
    certificate from before."""
    edition, people = running.enrolled(5)
    at_bar, below, _above, certified, declared = people
    missed = {
        at_bar.code: Decimal("40.5"),
        below.code: Decimal("40.75"),
        certified.code: Decimal(120),
        declared.code: Decimal(120),
    }
    running.through_first_phase(edition, people, missed)
    return edition, people


def test_the_second_phase_is_entered_by_three_quarters_of_the_hours_or_by_a_certificate(
    running, second_phase
):
    edition, [at_bar, below, above, certified, declared] = second_phase
    phase = running.phase(edition, 1)
    hours = attending.hours_of(edition)
    assert [hours.in_phase(one.pk, phase).attended for one in (at_bar, below, above)] == [
        Decimal("121.5"),
        Decimal("121.25"),
        162,
    ]
    with at(edition.starts + timedelta(weeks=20)):
        turma = actions.add_turma(edition, running.phase(edition, 2), by=running.by, name="F2")
        actions.place_participants(turma, [at_bar, above], by=running.by)
        assert set(turma.places.values_list("entered_by", flat=True)) == {"frequency"}
        refused(
            WrongState,
            lambda: actions.place_participants(turma, [below], by=running.by),
            "121,25",
            "162",
            "121,5",
        )
        # A certificate of an edition here is found by its code; one from elsewhere waits for the operator.
        issued = actions.issue_certificate(above, phase, by=running.by)
        actions.declare_prior(certified, by=running.by, code=issued.code.lower(), where="")
        actions.declare_prior(declared, by=running.by, code="CERT 12", where="Centro de formação")
        people = {one.pk: one for one in edition.participants.all()}
        assert [people[one.pk].prior for one in (certified, declared)] == ["issued_here", "declared"]
        refused(
            WrongState, lambda: actions.place_participants(turma, [declared], by=running.by), "por confirmar"
        )
        actions.decide_prior(declared, by=running.by, holds=True)
        actions.place_participants(turma, [certified, declared], by=running.by)
    assert list(turma.places.order_by("pk").values_list("entered_by", flat=True)) == [
        "frequency",
        "frequency",
        "certificate",
        "certificate",
    ]
    assert "121,25" in why_not(below, phase, hours, {})
    assert why_not(at_bar, phase, hours, {}) == ""
    # One of another programme, or of the phase itself, is only declared.
    with at(FIRST):
        other = running.edition(name="De outro programa")
    for number, of, by_phase in ((1, other, 1), (2, edition, 2)):
        elsewhere = Certificate.objects.create(
            edition=of, phase=running.phase(of, by_phase), holder="7Q4-MK2", number=f"C-2026-9999{number}",
            hours=150, of_hours=162, issued_at=issued.issued_at,
        )  # fmt: skip
        assert actions.declare_prior(below, by=running.by, code=elsewhere.code, where="").prior == "declared"
    # A certificate that was taken back opens nothing, also to who had shown it before; who is inside stays.
    assert actions.declare_prior(below, by=running.by, code=issued.code, where="").prior == "issued_here"
    actions.revoke_certificate(issued, by=running.by, why="Emitido por engano.")
    refused(WrongState, lambda: actions.place_participants(turma, [below], by=running.by), "121,25")
    with at(edition.starts + timedelta(weeks=20)):
        again = actions.add_turma(edition, running.phase(edition, 2), by=running.by, name="F2 tarde")
        actions.place_participants(again, [certified], by=running.by)
    refused(
        Invalid, lambda: actions.declare_prior(below, by=running.by, code=issued.code, where=""), "anulado"
    )
    assert Certificate.objects.by_code(issued.code.replace("-", " ")).revoked_why


def test_each_module_counts_by_itself_and_without_a_rule_three_quarters_are_asked(running, second_phase):
    edition, [at_bar, below, above, *_others] = second_phase
    # Who changes class and is given a module again has its hours once.
    phase = running.phase(edition, 1)
    turma = actions.add_turma(edition, phase, by=running.by, name="B")
    sessions = running.sessions(turma, "A.2", first=edition.starts, hours="3")
    Attendance.objects.bulk_create(
        Attendance(session=one, participant=above, presence="present", hours=one.hours) for one in sessions
    )
    turma.sessions.update(state="held")
    assert attending.hours_of(edition).in_phase(above.pk, phase).attended == 162
    # A module's own rule holds beside that of the phase.
    phase.modules.filter(code="A.2").update(frequency=90)
    assert "A.2: " in why_not(at_bar, *fresh(edition), {}) and not why_not(above, *fresh(edition), {})
    phase.modules.update(frequency=None)
    edition.sheet.phases.update(needs_before=None)
    assert "121,5" in why_not(below, *fresh(edition), {}) and not why_not(at_bar, *fresh(edition), {})
    # All at once: who is refused halfway is named, and what was issued is said.
    hours = attending.hours_of(edition)
    at_bar.attendances.update(presence="absent", hours=0)
    request = RequestFactory().post("/")
    request.member, request._messages = running.by, CookieStorage(request)
    _issue_all(request, edition, hours)
    told = " ".join(str(one) for one in request._messages)
    assert "1 certificado emitido" in told and at_bar.code in told
    assert edition.certificates.get().holder == above.code


def fresh(edition):
    hours = attending.hours_of(edition)
    return hours.phases[0], hours


def test_a_venture_passes_with_all_its_members_and_all_its_activities_and_is_told_what_is_missing(
    running, second_phase
):
    edition, [at_bar, _below, above, certified, _declared] = second_phase
    Participant.objects.filter(pk=certified.pk).update(prior="confirmed")
    day = edition.starts + timedelta(weeks=20)
    people = [at_bar, above, certified]
    with at(day):
        turma = actions.add_turma(edition, running.phase(edition, 2), by=running.by, name="F2")
        actions.place_participants(turma, people, by=running.by)
        alone = actions.set_up_venture(edition, [certified], by=running.by, area="Catering")
        refused(WrongState, lambda: actions.set_up_venture(edition, [certified], by=running.by, area="Outro"))
        pitch = actions.add_activity(edition, running.module(edition, "B.1"), by=running.by, title="Proposta")
    sessions = running.sessions(turma, "B.1", first=day, hours="5")
    # Somebody of the first venture is missing in two of five meetings, once each: 15 of 25 hours count.
    running.mark(sessions[0], people, **{"_" + at_bar.code.replace("-", "_"): "absent"})
    running.mark(sessions[1], people, **{"_" + above.code.replace("-", "_"): "excused"})
    for session in sessions[2:4]:
        running.mark(session, people)
    with at(sessions[3].day, 21):
        assert attending.ventures_of(edition)[alone.pk].tally.attended == 20
        said = refused(
            WrongState, lambda: actions.advance_venture(alone, by=running.by), "Atividades: 0 de 1"
        )
        assert "Frequência" not in said.sentence
        refused(WrongState, lambda: actions.eliminate_venture(alone, by=running.by), "ainda pode")
        actions.mark_activities(alone, [pitch], by=running.by)
        actions.advance_venture(alone, by=running.by)
        alone.refresh_from_db()
        assert alone.module.code == "B.2"
        # Two have no venture yet: it is too early to say that too few will come.
        edition.refresh_from_db()
        assert edition.alerted_at is None
        both = actions.set_up_venture(edition, [at_bar, above], by=running.by, area="Costura")
        assert attending.ventures_of(edition)[both.pk].tally.attended == 10
        refused(
            WrongState,
            lambda: actions.advance_venture(both, by=running.by),
            "10 das 25",
            "18,75",
            "Atividades",
        )
        # 10 and the 5 to come are not 18.75: it is lost.
        actions.eliminate_venture(both, by=running.by)
    both.refresh_from_db()
    edition.refresh_from_db()
    assert both.eliminated_at and both.steps.get().passed is False
    # One of a target of eight reaches the acceleration: the operator is told, once.
    assert attending.reaching(edition) == 1
    assert edition.alerted_at is not None
    assert Notice.objects.filter(text_pt__startswith="Poucas pessoas").count() >= 1
    told = Notice.objects.count()
    assert actions.look_at_thresholds() == 0 and Notice.objects.count() == told
    actions.answer_alert(edition, by=running.by, answer="Procurar participantes de 2025.")


# --- the end ---


def test_an_edition_closes_when_everybody_who_left_was_received_elsewhere(running):
    edition, people = running.enrolled(7)
    session = running.sessions(edition.turmas.get(), "A.3", first=edition.starts, hours="3")[0]
    running.mark(session, people)
    left, *stayed = people
    end = edition.starts + timedelta(weeks=10)
    with at(end):
        said = refused(WrongState, lambda: actions.close_edition(edition, by=running.by))
        assert "Faltam 4 sessões" in said.sentence and "como acabaram 7 pessoas" in said.sentence
        for one in Session.objects.filter(turma__edition=edition, state="planned"):
            actions.cancel_session(one, by=running.by, why="A edição acabou antes.")
        refused(Invalid, lambda: actions.drop_out(left, by=running.by, reason="", on=end), "motivo")
        actions.drop_out(left, by=running.by, reason="health", on=end)
        refused(Invalid, lambda: actions.set_outcome(stayed[0], by=running.by, outcome="income"))
        said = refused(
            Invalid, lambda: actions.set_outcome(stayed[1], by=running.by, outcome="employed"), "3 das 162"
        )
        assert said.field == "why"
        why = "Veio já com a formação feita."
        for one, outcome in zip(
            stayed, ["income", "employed", "completed", "completed", "not_finished", "completed"], strict=True
        ):
            actions.set_outcome(
                one,
                by=running.by,
                outcome=outcome,
                area="Costura" if outcome == "income" else "",
                why="" if outcome == "not_finished" else why,
            )
        row = AuditEntry.objects.filter(chain=f"edition:{edition.uuid}", verb="set_outcome").first()
        assert row.text.text == why
        refused(
            WrongState,
            lambda: actions.close_edition(edition, by=running.by),
            "passar a um serviço",
            left.code,
        )
        refused(Invalid, lambda: actions.hand_over(left, by=running.by, on=end))
        passed = actions.hand_over(left, by=running.by, on=end, organisation=running.service.organisation)
        refused(WrongState, lambda: actions.close_edition(edition, by=running.by), "recebidos", left.code)
        refused(NotAllowed, lambda: actions.confirm_received(passed, by=running.cast.accredited))
        actions.confirm_received(passed, by=running.service)
        refused(Invalid, lambda: actions.count_satisfaction(edition, [0, 0, 0, 0, 8], by=running.by))
        actions.count_satisfaction(edition, [0, 0, 1, 2, 3], by=running.by)
        edition = actions.close_edition(edition, by=running.by)
    kept = {one.code: one for one in edition.figures.all()}
    assert kept["access"].value == 7
    assert kept["frequency"].value == 100
    assert round(kept["permanence"].value, 1) == Decimal("85.7")
    assert kept["completed"].value == Decimal("62.5")
    assert round(kept["satisfaction"].value, 2) == Decimal("4.33")
    # One of seven left: whoever is told the rest would know of that one.
    assert kept["permanence"].is_suppressed and kept["income"].is_suppressed
    assert not kept["access"].is_suppressed and not kept["frequency"].is_suppressed
    # Their rows go in time, the figures stay.
    with at(end + timedelta(days=300)):
        assert actions.purge_participants(end_of(edition, 300)) == 0
    assert actions.purge_participants(end_of(edition, 370)) == 7
    assert not edition.participants.exists() and edition.figures.count() == 10
    assert Edition.objects.get(pk=edition.pk).purged_at


def test_a_figure_is_told_where_none_of_the_groups_it_tells_apart_is_few(running):
    edition = running.edition()

    def told(**ends):
        edition.participants.all().delete()
        Participant.objects.bulk_create(
            Participant(
                edition=edition, municipality=running.places["1304"], age_band="25-34", channel="operator",
                state="enrolled", outcome=outcome, drop_reason="work" if outcome == "dropped_out" else "",
                dropped_on=FIRST if outcome == "dropped_out" else None,
            )
            for outcome, n in ends.items() for _each in range(n)
        )  # fmt: skip
        kept = {one.code: one for one in figures.figures(edition)}
        return {
            code for code in ("permanence", "completed", "income", "employed") if not kept[code].is_suppressed
        }

    everything = {"permanence", "completed", "income", "employed"}
    assert told(completed=6, income=6, employed=6, not_finished=6, dropped_out=6) == everything
    # Nobody dropped out: what is told of who finished does not hang on it.
    assert told(completed=6, income=6, employed=6, not_finished=6) == everything - {"permanence"}
    assert told(completed=12, income=6, employed=0, not_finished=6) == {"completed", "income"}
    # Few, and none, who did not finish; few left over from two that would be told.
    for rest in ({}, {"not_finished": 2}):
        assert told(completed=9, income=9, employed=0, **rest) == {"income"}
    assert told(completed=2, income=9, employed=9, not_finished=9) == {"completed"}


def end_of(edition, days):
    return edition.closed_at + timedelta(days=days)


def test_a_dropout_is_out_of_the_roll_from_the_day_after(running):
    edition, people = running.enrolled(2)
    sessions = running.sessions(edition.turmas.get(), "A.1", first=edition.starts)
    with at(sessions[1].day):
        actions.drop_out(people[0], by=running.by, reason="work", on=sessions[1].day)
    assert actions.roll(sessions[1]) == sorted(people, key=lambda one: one.code)
    assert actions.roll(sessions[2]) == [people[1]]
