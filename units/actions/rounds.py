"""Concertation: prepare a round, open it, say what a municipality thinks, close it by its rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment, outbox
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from geo.models import Municipality
from units import mail
from units.actions import shared, texts
from units.models import Answer, Body, Draft, Position, Round, Rule
from units.models.rounds import ALL, Count, outcome_of

SHORTEST, LONGEST = timedelta(hours=24), timedelta(days=180)
# Who has said nothing is reminded this long before the end.
REMINDED = (timedelta(days=7), timedelta(days=3), timedelta(days=1))


@shared.database_speaks
@transaction.atomic
def prepare_round(
    body: Body,
    *,
    by: Membership,
    title_pt: str,
    text: str,
    rule: str,
    threshold: int,
    deadline: datetime,
    is_public: bool,
    title_en: str = "",
    note: str = "",
    draft: Draft | None = None,
    round: Round | None = None,
    key: UUID | None = None,
) -> Round:
    """A round that is not open yet: on a new text, on the next version of `draft`, or again (`round`, not yet open).

    Sent again with the same key, it is the same round.
    """
    shared.must_run(body, by)
    for other in (draft, round):
        if other is not None and other.body_id != body.pk:
            raise NotAllowed(_("Este texto é de outro órgão."))
    text = shared.text("text", text)
    title_pt = shared.text("title_pt", title_pt, most=160)
    title_en = shared.text("title_en", title_en, most=160, needed=False)
    note = shared.text("note", note, most=shared.MAX_LINE, needed=False)
    _rule_holds(rule, threshold)
    _time_is_fair(deadline)
    shared.lock_body(body)
    sent = Round.objects.filter(uuid=key, made_by=by).first() if key else None
    if sent is not None:
        was = sent.version
        shared.sent_before(
            title=(was.title_pt, title_pt),
            text=(was.text, text),
            rule=((sent.rule, sent.threshold), (rule, threshold)),
            deadline=(sent.deadline, deadline),
        )
        return sent
    said = {"title_pt": title_pt, "title_en": title_en, "text": text, "note": note, "by": by}
    if round is not None:
        round = Round.objects.select_for_update().select_related("version__draft").get(pk=round.pk)
        _must_be(round, Round.State.DRAFT)
        version = texts.rewritten(round.version, said, of=round)
        draft = version.draft
    else:
        round = Round(uuid=key or uuid4(), body=body, made_by=by, made_at=moment.now())
        draft = draft or Draft.objects.create(body=body, made_at=moment.now(), title_pt=title_pt)
        version = texts.next_version(draft, said)
    draft.title_pt, draft.title_en = title_pt, title_en
    draft.save()
    round.version = version
    round.rule, round.threshold, round.deadline, round.is_public = rule, threshold, deadline, is_public
    round.save()
    shared.record(("round", round.uuid), "prepare_round", by=by, label=str(body), after=round.state)
    return round


def _rule_holds(rule: str, threshold: int) -> None:
    if rule not in Rule.values:
        raise Invalid("rule", _("Escolha a regra por que a ronda fecha."))
    if isinstance(threshold, bool) or not 1 <= threshold <= ALL:
        raise Invalid("threshold", _("O número vai de 1 a %(n)s: os municípios são 17.") % {"n": ALL})


def _time_is_fair(deadline: datetime) -> None:
    ahead = deadline - moment.now()
    if ahead < SHORTEST:
        raise Invalid("deadline", _("O prazo tem de deixar pelo menos um dia para responder."))
    if ahead > LONGEST:
        raise Invalid("deadline", _("O prazo é demasiado longo: no máximo 180 dias."))


def _must_be(round: Round, *states: str) -> None:
    if round.state not in states:
        raise WrongState(
            _("Esta ronda já mudou: o estado é agora «%(state)s».") % {"state": round.get_state_display()},
            state=round.state,
        )


@shared.database_speaks
@transaction.atomic
def open_round(round: Round, *, by: Membership) -> Round:
    """Put the text to the 17: from now on neither text nor rule nor time changes."""
    shared.must_run(round.body, by)
    body = shared.lock_body(round.body)
    round = Round.objects.select_for_update().select_related("body", "version__draft").get(pk=round.pk)
    _must_be(round, Round.State.DRAFT)
    _time_is_fair(round.deadline)
    now = moment.now()
    start = f"{body.prefix}-{timezone.localdate(now).year}-"
    taken = list(Round.objects.filter(code__startswith=start).values_list("code", flat=True))
    round.code = f"{start}{shared.next_number(taken):02d}"
    round.state, round.opened_at = Round.State.OPEN, now
    round.save()
    shared.record(
        ("round", round.uuid),
        "open_round",
        by=by,
        label=round.code,
        before=Round.State.DRAFT,
        after=round.state,
    )
    mail.round_opened(round)
    return round


@shared.database_speaks
@transaction.atomic
def give_position(
    round: Round, *, by: Membership, answer: str, text: str = "", municipality: Municipality | None = None
) -> Position:
    """What the member's municipality says. Another municipality's is refused, as is a second one, or one too late."""
    own = by.organisation.municipality
    if not by.speaks_for_municipality or own is None:
        raise NotAllowed(_("Só quem representa um dos 17 municípios pode dar a posição desse município."))
    if municipality is not None and municipality != own:
        raise NotAllowed(_("Só pode dar a posição do seu município: %(own)s.") % {"own": own})
    if answer not in Answer.values:
        raise Invalid("answer", _("Escolha a posição do seu município."))
    text = shared.text("text", text, needed=False)
    if answer != Answer.AGREES and not text:
        raise Invalid(
            "text",
            _("Escreva a reserva.") if answer == Answer.RESERVATION else _("Escreva a alteração que propõe."),
        )
    round = Round.objects.select_for_update().select_related("body", "version__draft").get(pk=round.pk)
    now = moment.now()
    if round.state == Round.State.DRAFT:
        raise WrongState(_("Esta ronda ainda não abriu."), state=round.state)
    if round.state != Round.State.OPEN or now >= round.deadline:
        raise WrongState(
            _("A ronda fechou em %(day)s: já não recebe posições. Fale com a coordenação.")
            % {"day": mail.moment_said(round.closed_at or round.deadline)},
            state=Round.State.CLOSED,
        )
    before = Position.objects.filter(round=round, municipality=own).select_related("by__user").first()
    if before is not None:
        raise WrongState(
            _("%(place)s já respondeu: %(answer)s, por %(who)s. Para mudar, retire primeiro essa posição.")
            % {"place": own, "answer": before.get_answer_display(), "who": before.by.user},
            state="answered",
        )
    position = Position.objects.create(round=round, municipality=own, answer=answer, text=text, by=by, at=now)
    shared.record(
        ("round", round.uuid), "give_position", by=by, label=f"{round.code} {own.pk}", after=answer, said=text
    )
    mail.position_given(position)
    return position


@shared.database_speaks
@transaction.atomic
def take_back_position(position: Position, *, by: Membership) -> None:
    """While the round is open: to give another one, or none."""
    round = (
        Round.objects.select_for_update().select_related("body", "version__draft").get(pk=position.round_id)
    )
    if not by.speaks_for_municipality or by.organisation.municipality_id != position.municipality_id:
        raise NotAllowed(_("Só quem representa o município retira a posição dele."))
    if not round.takes_positions:
        raise WrongState(_("A ronda já fechou: as posições ficam como estão."), state=round.state)
    found = Position.objects.filter(pk=position.pk).select_related("municipality").first()
    if found is None:
        return
    shared.record(
        ("round", round.uuid),
        "take_back_position",
        by=by,
        label=f"{round.code} {found.municipality_id}",
        before=found.answer,
        said=found.text,
    )
    found.delete()
    mail.position_taken_back(round, found.municipality, by=by)


@shared.database_speaks
@transaction.atomic
def close_round(round: Round, *, by: Membership | None) -> Round:
    """Write down what the rule makes of the answers: when its time is over, or sooner when all 17 have answered.

    `by` None is the clock.
    """
    if by is not None:
        shared.must_run(round.body, by)
    round = Round.objects.select_for_update().select_related("body", "version__draft").get(pk=round.pk)
    _must_be(round, Round.State.OPEN)
    now = moment.now()
    count = Count.of(round.positions.values_list("answer", flat=True))
    if now < round.deadline and count.silent:
        raise WrongState(
            _("A ronda fecha no prazo, ou quando os 17 responderem: faltam %(n)s.") % {"n": count.silent},
            state=round.state,
        )
    round.outcome = outcome_of(round.rule, round.threshold, count)
    round.state, round.closed_at = Round.State.CLOSED, now
    round.save()
    shared.record(
        ("round", round.uuid),
        "close_round",
        by=by,
        label=round.code,
        before=Round.State.OPEN,
        after=round.outcome,
    )
    mail.round_closed(round, count)
    return round


@shared.database_speaks
@transaction.atomic
def withdraw_round(round: Round, *, by: Membership, why: str) -> Round:
    """Annul an open round, with a reason everybody reads. It has no outcome."""
    shared.must_run(round.body, by)
    why = shared.text("why", why, most=shared.MAX_LINE)
    round = Round.objects.select_for_update().select_related("body", "version__draft").get(pk=round.pk)
    _must_be(round, Round.State.OPEN)
    round.state, round.withdrawn_why = Round.State.WITHDRAWN, why
    round.save()
    shared.record(
        ("round", round.uuid),
        "withdraw_round",
        by=by,
        label=round.code,
        before=Round.State.OPEN,
        after=round.state,
        said=why,
    )
    mail.round_withdrawn(round)
    return round


@shared.database_speaks
@transaction.atomic
def drop_round(round: Round, *, by: Membership) -> None:
    """Throw away one that was never opened, with the version of the text it was to put to the 17."""
    shared.must_run(round.body, by)
    shared.lock_body(round.body)
    found = (
        Round.objects.select_for_update().select_related("body", "version__draft").filter(pk=round.pk).first()
    )
    if found is None:
        return
    round = found
    _must_be(round, Round.State.DRAFT)
    shared.record(
        ("round", round.uuid),
        "drop_round",
        by=by,
        label=str(round.body),
        before=round.state,
        said=round.version.title_pt,
    )
    version = round.version
    round.delete()
    texts.forget(version)


def close_due_rounds() -> int:
    """Clock: write down the outcome of rounds whose time is over."""
    done = 0
    for round in Round.objects.due(moment.now()).select_related("body"):
        try:
            close_round(round, by=None)
        except WrongState:  # somebody closed it in between
            continue
        done += 1
    return done


def remind_rounds() -> int:
    """Clock: once for each of the times before the end, those municipalities that have said nothing."""
    told, now = 0, moment.now()
    for round in Round.objects.open().filter(deadline__gt=now).select_related("body", "version__draft"):
        opened = round.opened_at or now
        # A step that lay before the opening was told by the opening itself.
        due = [ahead for ahead in REMINDED if opened < round.deadline - ahead <= now]
        if not due:
            continue
        with transaction.atomic():
            if outbox.once(f"round:{round.uuid}:{min(due).days}"):
                told += mail.position_due(round)
    return told
