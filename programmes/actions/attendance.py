"""Who was there: a whole session at once, corrected by saying it again."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from programmes.actions.shared import database_speaks, locked, must_mark, note, today
from programmes.models import Attendance, Edition, Participant, Session

Presence = Attendance.Presence


def roll(session: Session) -> list[Participant]:
    """Whose presence is asked: who is in the class and had not left by then, and who is marked already."""
    stays = Q(dropped_on=None) | Q(dropped_on__gte=session.day)
    asked = Q(places__turma=session.turma_id) & stays
    return list(
        session.turma.edition.participants.filter(asked | Q(attendances__session=session))
        .distinct()
        .order_by("code")
    )


@database_speaks
@transaction.atomic
def mark_session(
    session: Session, said: Mapping[Participant, tuple[str, Decimal | None]], *, by: Membership
) -> Session:
    """{participant: (presence, hours where it is in part)}. The first time, everybody of the class is to be said.

    Said again, only what differs is written, each correction with its own row of the trail.
    """
    must_mark(session.turma.edition, by)
    edition = locked(session.turma.edition, Edition.State.RUNNING)
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("turma", "module").get(pk=session.pk)
    )
    if session.state == Session.State.CANCELLED:
        raise WrongState(_("Esta sessão foi cancelada."), state=session.state)
    if session.day > today():
        raise WrongState(_("Esta sessão ainda não foi: marque as presenças no dia."), state=session.state)
    expected = {one.pk: one for one in roll(session)}
    if not expected:
        raise WrongState(_("Esta turma ainda não tem ninguém."))
    first = session.state == Session.State.PLANNED
    stands = {one.participant_id: one for one in session.attendances.all()}
    wrong = [one for one in said if one.pk not in expected]
    if wrong:
        raise Invalid("presence", _("%(code)s não é desta turma.") % {"code": wrong[0].code})
    missing = [
        one.code for pk, one in expected.items() if pk not in {p.pk for p in said} and pk not in stands
    ]
    if missing:
        raise Invalid("presence", _("Falta dizer se estiveram: %(codes)s.") % {"codes": ", ".join(missing)})
    new, changed = [], []
    for participant, (presence, hours) in said.items():
        stayed = _hours(session, participant, presence, hours)
        before = stands.get(participant.pk)
        if before is None:
            new.append(Attendance(session=session, participant=participant, presence=presence, hours=stayed))
        elif (before.presence, before.hours) != (presence, stayed):
            was, before.presence, before.hours = f"{before.presence} {before.hours}", presence, stayed
            changed.append(before)
            note(
                edition,
                "correct_attendance",
                by=by,
                about=f"{participant.code} {session.day:%Y-%m-%d}",
                before=was,
                after=f"{presence} {stayed}",
            )
    Attendance.objects.bulk_create(new)
    Attendance.objects.bulk_update(changed, ["presence", "hours"])
    session.state, session.marked_at = Session.State.HELD, moment.now()
    session.save()
    if first or new:
        present = session.attendances.filter(hours__gt=0).count()
        note(edition, "mark_session", by=by, about=str(session), after=f"{present}/{len(expected)}")
    return session


def _hours(session: Session, participant: Participant, presence: str, hours: Decimal | None) -> Decimal:
    if presence == Presence.PRESENT:
        return session.hours
    if presence in (Presence.ABSENT, Presence.EXCUSED):
        return Decimal(0)
    if presence != Presence.PARTIAL:
        raise Invalid(
            f"presence_{participant.pk}", _("Diga se %(code)s esteve.") % {"code": participant.code}
        )
    if hours is None or not 0 < hours < session.hours:
        raise Invalid(
            f"hours_{participant.pk}",
            _("%(code)s esteve em parte: escreva quantas horas, mais de 0 e menos de %(n)s.")
            % {"code": participant.code, "n": f"{session.hours.normalize():f}".replace(".", ",")},
        )
    return hours


@database_speaks
@transaction.atomic
def unmark_session(session: Session, *, by: Membership) -> Session:
    """It was marked by mistake and has not been held: what was said goes, the trail keeps that it was said."""
    must_mark(session.turma.edition, by)
    edition = locked(session.turma.edition, Edition.State.RUNNING)
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("turma", "module").get(pk=session.pk)
    )
    if session.state != Session.State.HELD:
        raise WrongState(_("Esta sessão ainda não tem presenças."), state=session.state)
    session.attendances.all().delete()
    session.state, session.marked_at = Session.State.PLANNED, None
    session.save()
    note(edition, "unmark_session", by=by, about=str(session), before="held", after="planned")
    return session
