"""Meetings: plan, call, change, hold with who was there, write minutes, circulate, approve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from geo.models import Municipality
from units import mail
from units.actions import shared
from units.models import AgendaItem, Attendance, Body, Meeting, Round

LONGEST = timedelta(hours=12)
MOST_POINTS = 40


@dataclass(frozen=True)
class Point:
    """One point of the agenda. `pk`: the one that stands there already, and keeps what its minutes say."""

    title_pt: str
    title_en: str = ""
    text: str = ""
    is_public: bool = True
    round: Round | None = None
    pk: int | None = None


@dataclass(frozen=True)
class Call:
    """When, where and about what."""

    starts: datetime
    ends: datetime
    quorum: int
    agenda: Sequence[Point]
    place: str = ""
    link: str = ""
    title_pt: str = ""
    title_en: str = ""
    is_public: bool = True


@shared.database_speaks
@transaction.atomic
def plan_meeting(body: Body, call: Call, *, by: Membership, key: UUID | None = None) -> Meeting:
    """A meeting nobody is told of yet. Sent again with the same key, it is the same."""
    shared.must_run(body, by)
    body = shared.lock_body(body)
    sent = Meeting.objects.filter(uuid=key, made_by=by).first() if key else None
    if sent is not None:
        shared.sent_before(
            time=((sent.starts, sent.ends, sent.quorum), (call.starts, call.ends, call.quorum)),
            words=((sent.place, sent.title_pt), (call.place.strip(), call.title_pt.strip())),
            agenda=(
                [item.title_pt for item in sent.items.all()],
                [point.title_pt.strip() for point in call.agenda],
            ),
        )
        return sent
    meeting = Meeting(uuid=key or uuid4(), body=body, made_by=by)
    _number(meeting, call)
    _lay_down(meeting, call)
    shared.record(("meeting", meeting.uuid), "plan_meeting", by=by, label=str(meeting), after=meeting.state)
    return meeting


def _number(meeting: Meeting, call: Call) -> None:
    """The next one of its body and year; the body is locked."""
    meeting.year = timezone.localdate(call.starts).year
    same = Meeting.objects.filter(body=meeting.body, year=meeting.year)
    meeting.number = (same.order_by("-number").values_list("number", flat=True).first() or 0) + 1


def _lay_down(meeting: Meeting, call: Call) -> None:
    if call.ends <= call.starts:
        raise Invalid("ends", _("A reunião acaba depois de começar."))
    if call.ends - call.starts > LONGEST:
        raise Invalid("ends", _("Uma reunião não dura mais de 12 horas."))
    seats = meeting.body.size
    if not 1 <= call.quorum <= seats:
        raise Invalid("quorum", _("O quórum vai de 1 a %(n)s, os lugares deste órgão.") % {"n": seats})
    if not 1 <= len(call.agenda) <= MOST_POINTS:
        raise Invalid("agenda", _("Uma ordem de trabalhos tem entre 1 e %(n)s pontos.") % {"n": MOST_POINTS})
    meeting.starts, meeting.ends, meeting.quorum = call.starts, call.ends, call.quorum
    meeting.place = shared.text("place", call.place, most=160, needed=not call.link)
    meeting.link, meeting.is_public = call.link, call.is_public
    meeting.title_pt = shared.text("title_pt", call.title_pt, most=160, needed=False)
    meeting.title_en = shared.text("title_en", call.title_en, most=160, needed=False)
    meeting.save()
    standing = {item.pk: item for item in meeting.items.all()}
    kept = []
    for order, point in enumerate(call.agenda, start=1):
        item = standing.get(point.pk or 0) or AgendaItem(meeting=meeting)
        item.order, item.round, item.is_public = order, point.round, point.is_public
        item.title_pt = shared.text("agenda", point.title_pt, most=200)
        item.title_en = shared.text("agenda", point.title_en, most=200, needed=False)
        item.text = shared.text("agenda", point.text, needed=False)
        item.save()
        kept.append(item.pk)
    meeting.items.exclude(pk__in=kept).delete()


def _locked(meeting: Meeting, *states: str) -> Meeting:
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body__axis").get(pk=meeting.pk)
    if meeting.state not in states:
        raise WrongState(
            _("Esta reunião já mudou: o estado é agora «%(state)s».")
            % {"state": meeting.get_state_display()},
            state=meeting.state,
        )
    return meeting


def _unsent(meeting: Meeting) -> None:
    """What was sent to be read is no longer what stands there: it has to be sent again before it is approved."""
    if meeting.minutes == Meeting.Minutes.CIRCULATED:
        meeting.minutes = Meeting.Minutes.NONE


def _minutes_not_approved(meeting: Meeting) -> None:
    if meeting.minutes == Meeting.Minutes.APPROVED:
        raise WrongState(_("A ata foi aprovada: já não se altera."), state="approved")


@shared.database_speaks
@transaction.atomic
def call_meeting(meeting: Meeting, *, by: Membership) -> Meeting:
    """Tell everybody the body is made of."""
    shared.must_run(meeting.body, by)
    meeting = _locked(meeting, Meeting.State.DRAFT)
    if meeting.starts <= moment.now():
        raise Invalid("starts", _("A reunião já passou: escolha outra data."))
    meeting.state, meeting.called_at = Meeting.State.CALLED, moment.now()
    meeting.save()
    shared.record(
        ("meeting", meeting.uuid),
        "call_meeting",
        by=by,
        label=str(meeting),
        before=Meeting.State.DRAFT,
        after=meeting.state,
    )
    mail.meeting_called(meeting)
    return meeting


@shared.database_speaks
@transaction.atomic
def change_meeting(meeting: Meeting, call: Call, *, by: Membership) -> Meeting:
    """Another time, place or agenda. Who was called is told what changed; a draft changes silently."""
    shared.must_run(meeting.body, by)
    shared.lock_body(meeting.body)
    meeting = _locked(meeting, Meeting.State.DRAFT, Meeting.State.CALLED)
    # People know a meeting that was called by its number.
    if meeting.state == Meeting.State.DRAFT and timezone.localdate(call.starts).year != meeting.year:
        _number(meeting, call)
    before = (meeting.starts, meeting.ends, meeting.place, meeting.link)
    _lay_down(meeting, call)
    shared.record(("meeting", meeting.uuid), "change_meeting", by=by, label=str(meeting), after=meeting.state)
    if meeting.state == Meeting.State.CALLED:
        if call.starts <= moment.now():
            raise Invalid("starts", _("A reunião já passou: escolha outra data."))
        meeting.sequence += 1
        meeting.save(update_fields=["sequence"])
        mail.meeting_changed(
            meeting, moved=before != (meeting.starts, meeting.ends, meeting.place, meeting.link)
        )
    return meeting


@shared.database_speaks
@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: Membership, why: str) -> Meeting:
    shared.must_run(meeting.body, by)
    why = shared.text("why", why, most=shared.MAX_LINE)
    meeting = _locked(meeting, Meeting.State.DRAFT, Meeting.State.CALLED)
    before = meeting.state
    meeting.state, meeting.cancelled_why = Meeting.State.CANCELLED, why
    meeting.sequence += 1
    meeting.save()
    shared.record(
        ("meeting", meeting.uuid),
        "cancel_meeting",
        by=by,
        label=str(meeting),
        before=before,
        after=meeting.state,
        said=why,
    )
    if before == Meeting.State.CALLED:
        mail.meeting_cancelled(meeting)
    return meeting


@shared.database_speaks
@transaction.atomic
def mark_attendance(
    meeting: Meeting, said: Mapping[Municipality, tuple[str, str]], *, by: Membership
) -> Meeting:
    """Who is there: {municipality: (presence, who came)}. Only municipalities with a seat on that day."""
    shared.must_run(meeting.body, by)
    meeting = _locked(meeting, Meeting.State.CALLED, Meeting.State.HELD)
    _minutes_not_approved(meeting)
    sits = set(meeting.body.municipalities_on(meeting.day))
    marked = {one.municipality_id: one for one in meeting.attendances.all()}
    for place, (presence, person) in said.items():
        if place.pk not in sits:
            raise Invalid(
                "attendance", _("%(place)s não tem lugar neste órgão nesse dia.") % {"place": place}
            )
        if presence not in Attendance.Presence.values:
            raise Invalid("attendance", _("Diga se %(place)s esteve presente.") % {"place": place})
        one = marked.get(place.pk) or Attendance(meeting=meeting, municipality=place)
        before = (one.presence, one.person)
        one.presence, one.person = presence, shared.text("person", person, most=120, needed=False)
        if before != (one.presence, one.person):
            one.save()
            _unsent(meeting)
    meeting.save(update_fields=["minutes"])
    shared.record(
        ("meeting", meeting.uuid), "mark_attendance", by=by, label=str(meeting), after=f"{len(said)}"
    )
    return meeting


@shared.database_speaks
@transaction.atomic
def hold_meeting(meeting: Meeting, *, by: Membership) -> Meeting:
    """It took place. Who is not marked was absent; without quorum it still took place, and the page says so."""
    shared.must_run(meeting.body, by)
    meeting = _locked(meeting, Meeting.State.CALLED)
    if moment.now() < meeting.starts:
        raise WrongState(_("A reunião ainda não começou."), state=meeting.state)
    marked = set(meeting.attendances.values_list("municipality_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, municipality_id=dico, presence=Attendance.Presence.ABSENT)
        for dico in meeting.body.municipalities_on(meeting.day)
        if dico not in marked
    )
    meeting.state, meeting.held_at = Meeting.State.HELD, moment.now()
    meeting.save()
    shared.record(
        ("meeting", meeting.uuid),
        "hold_meeting",
        by=by,
        label=str(meeting),
        before=Meeting.State.CALLED,
        after=meeting.state,
    )
    return meeting


@shared.database_speaks
@transaction.atomic
def write_minutes(meeting: Meeting, said: Mapping[int, str], *, by: Membership, is_public: bool) -> Meeting:
    """What was said, point by point: {agenda item id: text}."""
    shared.must_run(meeting.body, by)
    meeting = _locked(meeting, Meeting.State.CALLED, Meeting.State.HELD)
    _minutes_not_approved(meeting)
    items = {item.pk: item for item in meeting.items.all()}
    for pk, written in said.items():
        if pk not in items:
            raise Invalid("minutes", _("Este ponto já não está na ordem de trabalhos."))
        written = shared.text("minutes", written, needed=False)
        if written != items[pk].minutes:
            items[pk].minutes = written
            _unsent(meeting)
    AgendaItem.objects.bulk_update(items.values(), ["minutes"])
    if meeting.minutes_public != is_public:
        meeting.minutes_public = is_public
        _unsent(meeting)
    meeting.save(update_fields=["minutes", "minutes_public"])
    shared.record(
        ("meeting", meeting.uuid), "write_minutes", by=by, label=str(meeting), after=meeting.minutes
    )
    return meeting


@shared.database_speaks
@transaction.atomic
def circulate_minutes(meeting: Meeting, *, by: Membership) -> Meeting:
    """Send the minutes to everybody the body is made of, to be read before they are approved."""
    shared.must_run(meeting.body, by)
    meeting = _locked(meeting, Meeting.State.HELD)
    _minutes_not_approved(meeting)
    if not meeting.items.exclude(minutes="").exists():
        raise Invalid("minutes", _("A ata está vazia: escreva primeiro o que se passou."))
    before, meeting.minutes, meeting.minutes_at = meeting.minutes, Meeting.Minutes.CIRCULATED, moment.now()
    meeting.save()
    shared.record(
        ("meeting", meeting.uuid),
        "circulate_minutes",
        by=by,
        label=str(meeting),
        before=before,
        after=meeting.minutes,
    )
    mail.minutes_circulated(meeting)
    return meeting


@shared.database_speaks
@transaction.atomic
def approve_minutes(meeting: Meeting, *, by: Membership) -> Meeting:
    """From now on nothing of the meeting changes any more."""
    shared.must_run(meeting.body, by)
    meeting = _locked(meeting, Meeting.State.HELD)
    if meeting.minutes != Meeting.Minutes.CIRCULATED:
        raise WrongState(_("A ata aprova-se depois de enviada a quem esteve."), state=meeting.minutes)
    meeting.minutes, meeting.minutes_at = Meeting.Minutes.APPROVED, moment.now()
    meeting.save()
    shared.record(
        ("meeting", meeting.uuid),
        "approve_minutes",
        by=by,
        label=str(meeting),
        before=Meeting.Minutes.CIRCULATED,
        after=meeting.minutes,
    )
    mail.minutes_approved(meeting)
    return meeting
