"""Classes, who gives them, who is in them, and the calendar of their sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from programmes import attending
from programmes.actions.shared import (
    MAX_LINE,
    database_speaks,
    locked,
    must_manage,
    must_mark,
    note,
    one_of,
    text,
    today,
)
from programmes.models import (
    Certificate,
    ClassPlace,
    Edition,
    Instructor,
    Module,
    Participant,
    Phase,
    Profession,
    Session,
    Turma,
)

State = Edition.State
WORKED = (State.INTAKE, State.SELECTING, State.RUNNING)
MOST_SESSIONS = 200
LEAST, LONGEST = Decimal("0.5"), Decimal(12)


@database_speaks
@transaction.atomic
def add_turma(edition: Edition, phase: Phase, *, by: Membership, name: str) -> Turma:
    must_manage(edition, by)
    edition = locked(edition, State.PLANNED, *WORKED)
    if phase.sheet_id != edition.sheet_id:
        raise Invalid("phase", _("Esta fase não é da ficha desta edição."))
    made = Turma.objects.create(edition=edition, phase=phase, name=text("name", name, most=60))
    note(edition, "add_turma", by=by, about=made.name)
    return made


@database_speaks
@transaction.atomic
def drop_turma(turma: Turma, *, by: Membership) -> None:
    """Only one in which nobody is and nothing has been held."""
    must_manage(turma.edition, by)
    edition = locked(turma.edition)
    if turma.places.exists() or turma.sessions.filter(state=Session.State.HELD).exists():
        raise WrongState(_("Esta turma já tem pessoas ou sessões feitas: já não se apaga."))
    note(edition, "drop_turma", by=by, about=turma.name)
    turma.delete()


@database_speaks
@transaction.atomic
def add_instructor(
    edition: Edition, *, by: Membership, name: str, profession: str, weekly_hours: Decimal | None = None
) -> Instructor:
    must_manage(edition, by)
    edition = locked(edition, State.PLANNED, *WORKED)
    if weekly_hours is not None and not 0 < weekly_hours <= 60:
        raise Invalid("weekly_hours", _("As horas por semana vão de 1 a 60."))
    made = Instructor.objects.create(
        edition=edition,
        name=text("name", name, most=120),
        profession=one_of("profession", profession, Profession),
        weekly_hours=weekly_hours,
    )
    note(edition, "add_instructor", by=by, about=made.get_profession_display())
    return made


@database_speaks
@transaction.atomic
def drop_instructor(instructor: Instructor, *, by: Membership) -> None:
    must_manage(instructor.edition, by)
    edition = locked(instructor.edition)
    if instructor.sessions.exists():
        raise WrongState(_("Esta pessoa já tem sessões: ponha primeiro outra no seu lugar."))
    note(edition, "drop_instructor", by=by, about=instructor.get_profession_display())
    instructor.delete()


# --- who is in which class ---


def entrance(participant: Participant, phase: Phase, hours: attending.Hours) -> str:
    """By what somebody may enter a phase: "frequency", "certificate", "" where nothing is asked; else a refusal."""
    if not phase.needs_before:
        return ""
    before = [one for one in hours.phases if one.number < phase.number]
    tally = hours.in_phase(participant.pk, before[-1]) if before else None
    if tally is not None and tally.attended * 100 >= tally.total * phase.needs_before:
        return "frequency"
    if phase.certificate_instead and _by_certificate(participant, phase):
        return "certificate"
    raise WrongState(_refusal(participant, phase, tally), code_of=participant.code)


def _by_certificate(participant: Participant, phase: Phase) -> bool:
    """Confirmed by the operator; or issued here and, looked up now, neither revoked nor of something else."""
    if participant.prior == Participant.Prior.CONFIRMED:
        return True
    if participant.prior != Participant.Prior.ISSUED_HERE:
        return False
    return Certificate.objects.opening(phase).by_code(participant.prior_code) is not None


def _refusal(participant: Participant, phase: Phase, tally: attending.Tally | None) -> str:
    what = _("%(code)s não pode entrar na fase %(n)s: ") % {"code": participant.code, "n": phase.number}
    if tally is None:
        what += _("não frequentou a fase anterior")
    else:
        what += _("tem %(has)s das %(all)s horas da fase anterior e são precisas %(bar)s") % {
            "has": f"{tally.attended.normalize():f}".replace(".", ","),
            "all": f"{tally.total.normalize():f}".replace(".", ","),
            "bar": f"{(tally.total * (phase.needs_before or 0) / 100).normalize():f}".replace(".", ","),
        }
    if phase.certificate_instead:
        if participant.prior == Participant.Prior.DECLARED:
            what += _("; o certificado anterior está por confirmar")
        else:
            what += _("; também não tem certificado anterior")
    return what + "."


@database_speaks
@transaction.atomic
def place_participants(
    turma: Turma, people: Sequence[Participant], *, by: Membership, size_reason: str = ""
) -> list[ClassPlace]:
    """Into a class: of a first phase, whoever is enrolled; of a later one, who meets its rule of entrance.

    Above the size the sheet foresees, it asks for a reason and goes on.
    """
    must_manage(turma.edition, by)
    edition = locked(turma.edition, State.SELECTING, State.RUNNING)
    turma = Turma.objects.select_for_update().select_related("phase").get(pk=turma.pk)
    people = list(Participant.objects.select_for_update().filter(pk__in=[one.pk for one in people]))
    there = set(turma.places.values_list("participant", flat=True))
    people = [one for one in people if one.pk not in there]
    if not people:
        raise Invalid("people", _("Escolha pelo menos uma pessoa que ainda não esteja nesta turma."))
    foreign = [one for one in people if one.edition_id != edition.pk]
    if foreign or not all(one.is_active for one in people):
        raise Invalid("people", _("Só entra numa turma quem está matriculado nesta edição e não desistiu."))
    size, foreseen = len(there) + len(people), edition.sheet.class_size
    if foreseen is not None and size > foreseen and not turma.size_reason:
        if not size_reason.strip():
            raise Invalid(
                "size_reason",
                _(
                    "A ficha prevê cerca de %(n)s pessoas por turma e esta ficaria com %(size)s: escreva porquê."
                )
                % {"n": foreseen, "size": size},
            )
        turma.size_reason = text("size_reason", size_reason, most=MAX_LINE)
        turma.save()
    hours = attending.hours_of(edition)
    stands = ClassPlace.objects.filter(phase=turma.phase, participant__in=people)
    inside = dict(stands.values_list("participant", "entered_by"))
    made = []
    for one in people:
        # Who moves to another class of the phase has entered it already.
        entered = inside[one.pk] if one.pk in inside else entrance(one, turma.phase, hours)
        place, new = ClassPlace.objects.update_or_create(
            participant=one,
            phase=turma.phase,
            defaults={"turma": turma, "entered_by": entered},
            create_defaults={"turma": turma, "entered_by": entered, "since": today()},
        )
        made.append(place)
        note(
            edition,
            "place" if new else "move",
            by=by,
            about=one.code,
            after=f"{turma.name} {entered}".strip(),
        )
    if size_reason and turma.size_reason:
        note(edition, "larger_class", by=by, about=turma.name, after=str(size), said=turma.size_reason)
    return made


# --- the calendar ---


@dataclass(frozen=True)
class Pattern:
    """Every week on these days (0 is Monday) at that time, so many hours, from a day on."""

    weekdays: Sequence[int]
    starts: time
    hours: Decimal
    first: date
    place: str = ""
    instructor: Instructor | None = None
    # No sessions after it; None: until the module's hours are full.
    last: date | None = None
    # Days without sessions.
    without: Sequence[date] = ()


def planned_hours(turma: Turma, module: Module) -> Decimal:
    said = turma.sessions.not_cancelled().filter(module=module).aggregate(n=Sum("hours"))
    return said["n"] or Decimal(0)


def _check_session(turma: Turma, module: Module, pattern: Pattern) -> None:
    if module.phase_id != turma.phase_id:
        raise Invalid("module", _("Este módulo não é da fase desta turma."))
    if not LEAST <= pattern.hours <= LONGEST:
        raise Invalid("hours", _("Uma sessão tem de meia hora a 12 horas."))
    _check_instructor(turma, module, pattern.instructor)


def _check_instructor(turma: Turma, module: Module, instructor: Instructor | None) -> None:
    if instructor is None:
        return
    if instructor.edition_id != turma.edition_id:
        raise Invalid("instructor", _("Esta pessoa não é da equipa desta edição."))
    if module.profession and instructor.profession != module.profession:
        raise Invalid(
            "instructor",
            _("Pela ficha, quem é responsável por este módulo é: %(who)s.")
            % {"who": module.get_profession_display()},
        )


@database_speaks
@transaction.atomic
def plan_sessions(turma: Turma, module: Module, pattern: Pattern, *, by: Membership) -> list[Session]:
    """A session on each of these days until the module's hours are full; the last one is shorter where that fits."""
    must_manage(turma.edition, by)
    edition = locked(turma.edition, State.PLANNED, *WORKED)
    _check_session(turma, module, pattern)
    weekdays = {day for day in pattern.weekdays if 0 <= day <= 6}
    if not weekdays:
        raise Invalid("weekdays", _("Escolha pelo menos um dia da semana."))
    if pattern.first < edition.starts or pattern.first > edition.ends:
        raise Invalid("first", _("A primeira sessão é entre o primeiro e o último dia da edição."))
    left = module.room - planned_hours(turma, module)
    if left <= 0:
        raise WrongState(
            _("As %(n)s horas deste módulo já estão todas marcadas.") % {"n": f"{module.room.normalize():f}"}
        )
    place = text("place", pattern.place, most=160, needed=False)
    taken = set(turma.sessions.not_cancelled().values_list("day", "starts"))
    last = min(pattern.last or edition.ends, edition.ends)
    day = pattern.first
    made: list[Session] = []
    while left > 0 and day <= last and len(made) < MOST_SESSIONS:
        free = (day, pattern.starts) not in taken and day not in pattern.without
        if day.weekday() in weekdays and free:
            hours = min(pattern.hours, left)
            made.append(
                Session(
                    turma=turma,
                    module=module,
                    day=day,
                    starts=pattern.starts,
                    hours=hours,
                    place=place,
                    instructor=pattern.instructor,
                )
            )
            left -= hours
        day += timedelta(days=1)
    if not made:
        raise Invalid("weekdays", _("Nenhum destes dias está livre até ao fim da edição."))
    Session.objects.bulk_create(made)
    note(
        edition,
        "plan_sessions",
        by=by,
        about=f"{turma.name} {module.code}",
        after=f"{len(made)} x {pattern.hours}",
    )
    return made


@database_speaks
@transaction.atomic
def change_session(
    session: Session,
    *,
    by: Membership,
    day: date,
    starts: time,
    hours: Decimal,
    place: str,
    instructor: Instructor | None,
) -> Session:
    """One that has not been held: another day, hour, length, place or person."""
    must_manage(session.turma.edition, by)
    edition = locked(session.turma.edition, State.PLANNED, *WORKED)
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("turma", "module").get(pk=session.pk)
    )
    if session.state != Session.State.PLANNED:
        raise WrongState(
            _("Esta sessão já não muda: está «%(state)s».") % {"state": session.get_state_display()}
        )
    _check_session(session.turma, session.module, Pattern((), starts, hours, day, place, instructor))
    if not edition.starts <= day <= edition.ends:
        raise Invalid("day", _("A sessão é entre o primeiro e o último dia da edição."))
    room = session.module.room - planned_hours(session.turma, session.module) + session.hours
    if hours > room:
        raise Invalid(
            "hours",
            _("Neste módulo só cabem mais %(n)s horas.") % {"n": f"{room.normalize():f}".replace(".", ",")},
        )
    session.day, session.starts, session.hours = day, starts, hours
    session.place, session.instructor = text("place", place, most=160, needed=False), instructor
    session.save()
    note(edition, "change_session", by=by, about=str(session))
    return session


@database_speaks
@transaction.atomic
def cancel_session(session: Session, *, by: Membership, why: str) -> Session:
    """Its hours may be planned again."""
    must_mark(session.turma.edition, by)
    edition = locked(session.turma.edition, State.PLANNED, *WORKED)
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("turma", "module").get(pk=session.pk)
    )
    if session.state != Session.State.PLANNED:
        raise WrongState(
            _("Só se cancela uma sessão por fazer; esta está «%(state)s».")
            % {"state": session.get_state_display()}
        )
    session.cancelled_why = text("why", why, most=MAX_LINE)
    session.state = Session.State.CANCELLED
    session.save()
    note(
        edition, "cancel_session", by=by, about=str(session), before="planned", after="cancelled",
        said=session.cancelled_why,
    )  # fmt: skip
    return session
