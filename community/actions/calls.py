"""Calls for funding: keep one, drop one, follow one; the clock reminds who follows, once each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment, outbox
from accounts.models import Membership, Organisation
from accounts.refusals import Invalid, WrongState
from community.actions.standing import database_speaks, must_coordinate
from community.funding import mail
from community.models import Application, Call, CallCriterion, CallFollow
from geo.models import Municipality
from units.actions import shared

REMINDED = (30, 7, 1)  # days before
MOST_CRITERIA = 40
MOST_CONSORTIUM = 100


@dataclass(frozen=True)
class SaidOfCall:
    """A call as its funder published it."""

    title: str
    funder: str
    closes_at: datetime
    source: str
    checked_on: date
    programme: str = ""
    summary: str = ""
    opens_on: date | None = None
    amount: str = ""
    cofunding: Decimal | None = None
    kinds: Sequence[str] = ()
    municipalities: Sequence[Municipality] = ()
    smallest_consortium: int = 1
    link: str = ""
    # One criterion a line.
    obligatory: str = ""
    other: str = ""
    is_demo: bool = field(default=False)


@database_speaks
@transaction.atomic
def keep_call(said: SaidOfCall, *, by: Membership, call: Call | None = None, key: UUID | None = None) -> Call:
    """Register one, or (`call`) correct it. `key`: of the form, so that sent twice it makes one."""
    must_coordinate(by)
    texts = _texts(said)
    _makes_sense(said)
    criteria = _criteria(said)
    if call is None:
        sent = Call.objects.filter(uuid=key, made_by=by).first() if key else None
        if sent is not None:
            shared.sent_before(title=(sent.title, texts["title"]), closes=(sent.closes_at, said.closes_at))
            return sent
        call = Call(uuid=key or uuid4(), made_by=by, made_at=moment.now(), is_demo=said.is_demo)
        verb = "register_call"
    else:
        call = Call.objects.select_for_update().get(pk=call.pk)
        verb = "correct_call"
        call.sequence += 1
    for name, value in texts.items():
        setattr(call, name, value)
    call.opens_on, call.closes_at, call.checked_on = said.opens_on, said.closes_at, said.checked_on
    call.cofunding, call.link = said.cofunding, said.link
    call.kinds, call.smallest_consortium = list(said.kinds), said.smallest_consortium
    call.changed_at = moment.now()
    call.save()
    call.municipalities.set(said.municipalities)
    _keep_criteria(call, criteria)
    shared.record(("call", call.uuid), verb, by=by, label=call.title)
    return call


def _texts(said: SaidOfCall) -> dict[str, str]:
    return {
        "title": shared.text("title", said.title, most=200),
        "funder": shared.text("funder", said.funder, most=160),
        "programme": shared.text("programme", said.programme, most=160, needed=False),
        "summary": shared.text("summary", said.summary, most=4000, needed=False),
        "amount": shared.text("amount", said.amount, most=200, needed=False),
        "source": shared.text("source", said.source, most=200),
    }


def _makes_sense(said: SaidOfCall) -> None:
    if said.opens_on is not None and said.opens_on > timezone.localdate(said.closes_at):
        raise Invalid("opens_on", _("O aviso tem de abrir antes de fechar."))
    if said.checked_on > timezone.localdate(moment.now()):
        raise Invalid("checked_on", _("O dia da verificação ainda não chegou."))
    if said.cofunding is not None and not 0 < said.cofunding <= 100:
        raise Invalid("cofunding", _("Escreva uma percentagem entre 0 e 100, por exemplo 85."))
    if not 1 <= said.smallest_consortium <= MOST_CONSORTIUM:
        raise Invalid("smallest_consortium", _("Escreva um número entre 1 e 100."))
    if not set(said.kinds) <= set(Organisation.Kind.values):
        raise Invalid("kinds", _("Escolha tipos de entidade da lista."))


def _criteria(said: SaidOfCall) -> list[tuple[str, bool]]:
    """(text, obligatory), in the order written."""
    found: dict[str, bool] = {}
    for name, written, obligatory in (
        ("obligatory", said.obligatory, True),
        ("other", said.other, False),
    ):
        for line in written.splitlines():
            if text := shared.text(name, line, most=300, needed=False):
                if text in found:
                    raise Invalid(name, _("Este critério está duas vezes: %(text)s") % {"text": text})
                found[text] = obligatory
    if len(found) > MOST_CRITERIA:
        raise Invalid("obligatory", _("São critérios a mais: no máximo %(n)s.") % {"n": MOST_CRITERIA})
    return list(found.items())


def _keep_criteria(call: Call, criteria: list[tuple[str, bool]]) -> None:
    """The same line stays the same row, with what applications in preparation said of it."""
    kept = {one.text: one for one in call.criteria.all()}
    same = [(one.text, one.is_obligatory) for one in kept.values()] == criteria
    if same:
        return
    if (
        call.applications.exclude(state=Application.State.PREPARING)
        .filter(submitted_at__isnull=False)
        .exists()
    ):
        raise WrongState(
            _("Já há candidaturas submetidas a este aviso: os critérios ficam como as entidades os leram."),
            field="obligatory",
        )
    wanted = dict(criteria)
    call.criteria.exclude(text__in=wanted).delete()
    for order, (text, obligatory) in enumerate(criteria, start=1):
        CallCriterion.objects.update_or_create(
            call=call, text=text, defaults={"order": order, "is_obligatory": obligatory}
        )


@transaction.atomic
def drop_call(call: Call, *, by: Membership) -> None:
    """One registered by mistake. With applications it stays."""
    must_coordinate(by)
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.applications.exists():
        raise WrongState(_("Há candidaturas a este aviso: fica no registo."))
    shared.record(("call", call.uuid), "drop_call", by=by, label=call.title)
    call.delete()


@database_speaks
@transaction.atomic
def follow_call(call: Call, *, by: Membership, wants: bool) -> bool:
    """Ask for the reminders, or not any more. Twice is as good as once."""
    if wants:
        CallFollow.objects.get_or_create(call=call, membership=by, defaults={"at": moment.now()})
    else:
        CallFollow.objects.filter(call=call, membership=by).delete()
    return wants


def remind_calls() -> int:
    """Clock: 30, 7 and 1 days before the deadline, once each. Who begins to follow late hears only what is ahead."""
    now, told = moment.now(), 0
    for call in (
        Call.objects.ahead(now)
        .filter(closes_at__lte=now + timedelta(days=max(REMINDED)), follows__isnull=False)
        .distinct()
    ):
        # Of several that are due only the nearest is said; those it stands for are said with it.
        days = min(n for n in REMINDED if call.closes_at <= now + timedelta(days=n))
        with transaction.atomic():
            locked = Call.objects.select_for_update(skip_locked=True).filter(pk=call.pk).first()
            if locked is None or locked.closes_at != call.closes_at:
                continue
            followers = [
                follow.membership
                for follow in CallFollow.objects.filter(
                    call=call, membership__in=Membership.objects.active()
                ).select_related("membership__user", "membership__organisation")
                if outbox.once(f"call:{call.pk}:{call.closes_at:%Y%m%d%H%M}:{days}:{follow.membership_id}")
            ]
            left = max(1, (timezone.localdate(call.closes_at) - timezone.localdate(now)).days)
            told += mail.call_due(locked, followers, left) if followers else 0
    return told
