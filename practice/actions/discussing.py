"""Case discussions: invited, answered, noted, called off, gone.

Nothing of what is asked leaves the three tables of the circle: no audit text (not even hashed), no letter, no message.
The audit trail says only, once the slot is over, that a discussion took place for an organisation.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from django.db import Error, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import audit, moment
from accounts.models import Membership, Organisation
from accounts.refusals import Invalid, NotAllowed, WrongState
from practice import mail
from practice.actions.evidencing import MAX_LINK
from practice.models import CaseDiscussion, DiscussionMonth, DiscussionNote, Participant
from practice.models.discussions import KEPT_DAYS, gone_after, month_of
from units.actions import shared

MAX_QUESTION, MAX_NOTE, MAX_PLACE = 2_000, 2_000, 200
MOST_GUESTS = 20
LONGEST, AHEAD = timedelta(hours=8), timedelta(days=180)
KEPT_CHOICES = (7, 14, KEPT_DAYS)

log = logging.getLogger("concerta.discussions")


@transaction.atomic
def invite_to_discussion(
    *,
    by: Membership,
    guests: Iterable[Membership],
    starts: datetime,
    ends: datetime,
    question: str,
    place: str = "",
    link: str = "",
    kept_days: int = KEPT_DAYS,
    key: UUID | None = None,
) -> CaseDiscussion:
    """A closed circle around a question without identity. Each guest is told that something waits, and no more."""
    if not by.may_ask:
        raise NotAllowed(_("O seu papel não permite convidar."))
    question = shared.text("question", question, most=MAX_QUESTION)
    place = shared.text("place", place, most=MAX_PLACE, needed=False)
    link = shared.link("link", link, most=MAX_LINK)
    if not place and not link:
        raise Invalid("place", _("Diga onde é, ou dê uma ligação."))
    if starts <= moment.now():
        raise Invalid("starts", _("Escolha uma hora que ainda não tenha passado."))
    if starts - moment.now() > AHEAD:
        raise Invalid("starts", _("No máximo com 180 dias de antecedência."))
    if not timedelta(0) < ends - starts <= LONGEST:
        raise Invalid("ends", _("Tem de acabar depois de começar, e durar no máximo oito horas."))
    if kept_days not in KEPT_CHOICES:
        raise Invalid("kept_days", _("Escolha quanto tempo fica guardada."))
    circle = {one.pk: one for one in guests if one.pk != by.pk}
    if not circle:
        raise Invalid("guests", _("Convide pelo menos uma pessoa."))
    if len(circle) > MOST_GUESTS:
        raise Invalid("guests", _("No máximo %(n)s pessoas.") % {"n": MOST_GUESTS})
    active = Membership.objects.active().filter(pk__in=circle).select_related("user", "organisation")
    if len(active) < len(circle):
        raise Invalid("guests", _("Uma das pessoas já não tem conta ativa."))
    # Of the key and of who sends it: with the address of somebody else's nobody learns whether it exists.
    uuid = uuid5(key, str(by.pk)) if key else uuid4()
    sent = CaseDiscussion.objects.filter(host=by, uuid=uuid).first()
    if sent is not None:
        shared.sent_before(question=(sent.question, question), when=(sent.starts, starts))
        return sent
    made = CaseDiscussion.objects.create(
        uuid=uuid,
        host=by,
        organisation=by.organisation,
        starts=starts,
        ends=ends,
        question=question,
        place=place,
        link=link,
        gone_at=gone_after(ends, kept_days),
    )
    Participant.objects.bulk_create(
        [
            Participant(discussion=made, membership=by, state=Participant.State.ACCEPTED),
            *(Participant(discussion=made, membership=one) for one in active),
        ]
    )
    mail.something_waits(active)
    return made


@transaction.atomic
def answer_invitation(discussion: CaseDiscussion, *, by: Membership, comes: bool) -> None:
    """Who declines leaves the circle, and reads nothing of it any more. The host hears that something waits."""
    discussion = _locked(discussion)
    if discussion.is_over:
        raise WrongState(_("Esta conversa já passou."))
    if discussion.host_id == by.pk:
        raise WrongState(_("Quem convida está sempre; se já não pode, desmarque."))
    mine = discussion.participants.select_for_update().get(membership=by)
    state = Participant.State.ACCEPTED if comes else Participant.State.DECLINED
    if mine.state == state:
        return
    mine.state = state
    mine.save(update_fields=["state"])
    mail.something_waits([discussion.host])


@transaction.atomic
def write_note(discussion: CaseDiscussion, *, by: Membership, text: str) -> DiscussionNote:
    """Read by the circle, gone with the rest."""
    discussion = _locked(discussion)
    if not CaseDiscussion.objects.of(by).filter(pk=discussion.pk).exists():
        raise NotAllowed(_("Só quem participa escreve notas."))
    text = shared.text("text", text, most=MAX_NOTE)
    same = discussion.notes.filter(by=by, text=text).first()
    return same or DiscussionNote.objects.create(discussion=discussion, by=by, text=text, at=moment.now())


@transaction.atomic
def call_off_discussion(discussion: CaseDiscussion, *, by: Membership) -> None:
    """By who invited, before it takes place: gone at once, without a count."""
    discussion = _locked(discussion)
    if discussion.host_id != by.pk:
        raise NotAllowed(_("Só quem convidou desmarca."))
    if moment.now() >= discussion.starts:
        raise WrongState(_("Já começou: não se desmarca. Desaparece no dia marcado."))
    guests = discussion.participants.exclude(membership=by).exclude(state=Participant.State.DECLINED)
    told = [one.membership for one in guests.select_related("membership__user", "membership__organisation")]
    discussion.delete()
    mail.something_waits(told)


def settle_discussions() -> dict[str, int]:
    """The clock's: say that one took place once its slot is over; take away what has had its time."""
    now = moment.now()
    held = list(CaseDiscussion.objects.over(now).filter(took_place=False))
    gone = list(CaseDiscussion.objects.to_be_gone(now))
    return {
        "took place": sum(_alone(_note_that_it_took_place, one) for one in held),
        "gone": sum(_alone(_take_away, one) for one in gone),
    }


def _alone(settle: Callable[[CaseDiscussion], int], discussion: CaseDiscussion) -> int:
    """One that fails keeps no other alive; the next round tries it again."""
    try:
        return settle(discussion)
    except Error as error:
        # Not the error's own words nor its trace: the database quotes the row in them, question and all.
        log.error("A case discussion was not settled: %s", type(error).__name__)
        return 0


@transaction.atomic
def _note_that_it_took_place(discussion: CaseDiscussion) -> int:
    """For the organisation of who invited: no person, no question, no other name."""
    found = CaseDiscussion.objects.select_for_update(of=("self",)).filter(pk=discussion.pk, took_place=False)
    for one in found:
        organisation = Organisation.objects.select_for_update(no_key=True).get(pk=one.organisation_id)
        audit.record(
            f"organisation:{organisation.uuid}",
            "case_discussion",
            by=None,
            subject=("organisation", organisation.uuid),
            to_state="held",
        )
        one.took_place = True
        one.save(update_fields=["took_place"])
        return 1
    return 0


@transaction.atomic
def _take_away(discussion: CaseDiscussion) -> int:
    """Question, circle and notes go first; a number for the month stays."""
    found = CaseDiscussion.objects.select_for_update(of=("self",)).filter(pk=discussion.pk)
    for one in found:
        one.delete()
        DiscussionMonth.objects.get_or_create(month=month_of(one.starts))
        DiscussionMonth.objects.filter(month=month_of(one.starts)).update(count=F("count") + 1)
        return 1
    return 0


def _locked(discussion: CaseDiscussion) -> CaseDiscussion:
    found = CaseDiscussion.objects.there().select_for_update(of=("self",)).filter(pk=discussion.pk)
    there = found.select_related("host__user", "host__organisation").first()
    if there is None:
        raise WrongState(_("Esta conversa já não existe."))
    return there
