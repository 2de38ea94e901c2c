"""Decisions: drafted, approved with a number, corrected only by a later one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, WrongState
from units import mail
from units.actions import shared
from units.models import Body, Decision, Effect, Meeting, Round, StructuringIdea
from units.models.rounds import Outcome


@dataclass(frozen=True)
class Change:
    """One effect of a decision."""

    kind: str
    text_pt: str
    text_en: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Said:
    """What a decision says."""

    title_pt: str
    text_pt: str
    title_en: str = ""
    text_en: str = ""
    public_text_pt: str = ""
    public_text_en: str = ""
    is_public: bool = False
    review_on: date | None = None
    meeting: Meeting | None = None
    round: Round | None = None
    effects: Sequence[Change] = field(default_factory=tuple)
    ideas: Sequence[StructuringIdea] = field(default_factory=tuple)


@shared.database_speaks
@transaction.atomic
def draft_decision(
    body: Body,
    said: Said,
    *,
    by: Membership,
    corrects: Decision | None = None,
    key: UUID | None = None,
) -> Decision:
    """A decision that is not approved yet, seen by those who govern. Sent again with the same key it is the same."""
    shared.must_run(body, by)
    shared.lock_body(body)
    sent = Decision.objects.filter(uuid=key, made_by=by).first() if key else None
    if sent is not None:
        shared.sent_before(
            words=((sent.title_pt, sent.text_pt), (said.title_pt.strip(), said.text_pt.strip())),
            effects=(
                [effect.text_pt for effect in sent.effects.all()],
                [change.text_pt.strip() for change in said.effects],
            ),
        )
        return sent
    decision = Decision(uuid=key or uuid4(), body=body, made_by=by, made_at=moment.now(), corrects=corrects)
    _lay_down(decision, said)
    shared.record(("decision", decision.uuid), "draft_decision", by=by, label=str(body), after=decision.state)
    return decision


def _lay_down(decision: Decision, said: Said) -> None:
    if said.meeting is not None and said.meeting.body_id != decision.body_id:
        raise Invalid("meeting", _("Esta reunião é de outro órgão."))
    if said.round is not None:
        if said.round.state != Round.State.CLOSED:
            raise Invalid("round", _("Esta ronda ainda não fechou."))
        if said.round.outcome == Outcome.RETURNED:
            raise Invalid("round", _("Nesta ronda o texto voltou a quem o propôs: não pode ser aprovado."))
    if decision.corrects is not None and decision.corrects.is_public and not said.is_public:
        raise Invalid(
            "is_public",
            _(
                "A decisão que corrige é pública: quem a leu tem de saber que mudou. Para o que não se pode publicar,"
                " escreva uma versão pública."
            ),
        )
    for name, most in (("title_pt", 200), ("text_pt", shared.MAX_TEXT)):
        setattr(decision, name, shared.text(name, getattr(said, name), most=most))
    for name, most in (
        ("title_en", 200),
        ("text_en", shared.MAX_TEXT),
        ("public_text_pt", shared.MAX_TEXT),
        ("public_text_en", shared.MAX_TEXT),
    ):
        setattr(decision, name, shared.text(name, getattr(said, name), most=most, needed=False))
    decision.is_public, decision.review_on = said.is_public, said.review_on
    decision.meeting, decision.round = said.meeting, said.round
    decision.save()
    decision.ideas.set(said.ideas)
    decision.effects.all().delete()
    for change in said.effects:
        if change.kind not in Effect.Kind.values:
            raise Invalid("effects", _("Escolha o tipo de efeito."))
        Effect.objects.create(
            decision=decision,
            kind=change.kind,
            reference=shared.text("effects", change.reference, most=40, needed=False),
            text_pt=shared.text("effects", change.text_pt, most=shared.MAX_LINE),
            text_en=shared.text("effects", change.text_en, most=shared.MAX_LINE, needed=False),
        )


def _draft(decision: Decision) -> Decision:
    decision = (
        Decision.objects.select_for_update(of=("self",)).select_related("body__axis").get(pk=decision.pk)
    )
    if decision.is_approved:
        raise WrongState(
            _("A decisão %(number)s foi aprovada: só uma decisão posterior a corrige.")
            % {"number": decision.number},
            state=decision.state,
        )
    return decision


@shared.database_speaks
@transaction.atomic
def edit_decision(decision: Decision, said: Said, *, by: Membership) -> Decision:
    shared.must_run(decision.body, by)
    decision = _draft(decision)
    _lay_down(decision, said)
    shared.record(
        ("decision", decision.uuid), "edit_decision", by=by, label=str(decision.body), after=decision.state
    )
    return decision


@shared.database_speaks
@transaction.atomic
def drop_decision(decision: Decision, *, by: Membership) -> None:
    """Throw a draft away."""
    shared.must_run(decision.body, by)
    decision = _draft(decision)
    shared.record(
        ("decision", decision.uuid),
        "drop_decision",
        by=by,
        label=str(decision.body),
        before=decision.state,
        said=decision.title_pt,
    )
    decision.ideas.clear()
    decision.delete()


@shared.database_speaks
@transaction.atomic
def approve_decision(decision: Decision, *, by: Membership, decided_on: date | None = None) -> Decision:
    """Give it its number and its day; from now on the database itself refuses a change."""
    shared.must_run(decision.body, by)
    body = shared.lock_body(decision.body)
    decision = _draft(decision)
    today = timezone.localdate(moment.now())
    day = decided_on or today
    if day > today:
        raise Invalid("decided_on", _("Uma decisão não se aprova com data futura."))
    if decision.corrects is not None and decision.corrects.decided_on and day < decision.corrects.decided_on:
        raise Invalid("decided_on", _("Uma correção não é anterior à decisão que corrige."))
    if decision.review_on is not None and decision.review_on <= day:
        raise Invalid("review_on", _("A revisão é depois da decisão."))
    start = f"{body.prefix}-{day.year}-"
    taken = list(Decision.objects.filter(number__startswith=start).values_list("number", flat=True))
    decision.number = f"{start}{shared.next_number(taken):03d}"
    decision.decided_on, decision.approved_at = day, moment.now()
    decision.state = Decision.State.APPROVED
    decision.save()
    shared.record(
        ("decision", decision.uuid),
        "approve_decision",
        by=by,
        label=decision.number,
        before=Decision.State.DRAFT,
        after=decision.state,
    )
    mail.decision_approved(decision)
    return decision


@shared.database_speaks
@transaction.atomic
def correct_decision(decision: Decision, said: Said, *, by: Membership, key: UUID | None = None) -> Decision:
    """A draft that corrects an approved decision, and cites it. The corrected one stays as it is."""
    if not decision.is_approved:
        raise WrongState(_("Uma decisão em preparação altera-se, não se corrige."), state=decision.state)
    return draft_decision(decision.body, said, by=by, corrects=decision, key=key)
