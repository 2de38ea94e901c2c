"""The register: entered, answered by others, moved on, held up as good practice until a review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import moment
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from practice import mail
from practice.models import GoodPractice, Obstacle, Recommendation, Reply
from units.actions import shared
from units.models import Axis, Problem

MAX_TITLE, MAX_TEXT = 160, 4_000


@transaction.atomic
def enter_obstacle(
    *,
    by: Membership,
    title: str,
    context: str,
    tried: str = "",
    result: str = "",
    axes: Iterable[Axis] = (),
    problems: Iterable[Problem] = (),
    recommendations: Iterable[Recommendation] = (),
    obstacle: Obstacle | None = None,
    key: UUID | None = None,
) -> Obstacle:
    """A new entry of the member's entity, or an earlier one in other words (`obstacle`)."""
    if not by.may_ask:
        raise NotAllowed(_("O seu papel só permite ler o registo."))
    title = shared.text("title", title, most=MAX_TITLE)
    context = shared.text("context", context, most=MAX_TEXT)
    tried = shared.text("tried", tried, most=MAX_TEXT, needed=False)
    result = shared.text("result", result, most=MAX_TEXT, needed=False)
    if obstacle is not None:
        obstacle = _locked(obstacle)
        _must_keep(obstacle, by)
    else:
        sent = Obstacle.objects.filter(uuid=key, by=by).first() if key else None
        if sent is not None:
            shared.sent_before(title=(sent.title, title), context=(sent.context, context))
            return sent
        obstacle = Obstacle(
            uuid=key or uuid4(),
            organisation=by.organisation,
            municipality=by.organisation.municipality,
            by=by,
            at=moment.now(),
        )
    verb = "change_obstacle" if obstacle.pk else "enter_obstacle"
    obstacle.title, obstacle.context, obstacle.tried, obstacle.result = title, context, tried, result
    obstacle.changed_at = moment.now()
    obstacle.save()
    chosen = list(problems)
    # A problem belongs to its axis: naming it names the axis.
    obstacle.problems.set(chosen)
    obstacle.axes.set({*axes, *(one.axis for one in chosen)})
    obstacle.recommendations.set(list(recommendations))
    _record(obstacle, verb, by=by, said=f"{title}\n{context}")
    return obstacle


@transaction.atomic
def move_obstacle(obstacle: Obstacle, *, by: Membership, state: str) -> Obstacle:
    """Open, being solved, solved; said by who entered it or the coordination."""
    if state not in Obstacle.State.values:
        raise Invalid("state", _("Escolha um estado."))
    obstacle = _locked(obstacle)
    _must_keep(obstacle, by)
    solved = state == Obstacle.State.SOLVED
    if solved and not (obstacle.result or obstacle.replies.filter(kind=Reply.Kind.DID).exists()):
        raise WrongState(_("Antes de o dar por resolvido, diga o que resultou."))
    before = obstacle.state
    if before == state:
        return obstacle
    obstacle.state, obstacle.changed_at = state, moment.now()
    obstacle.save(update_fields=["state", "changed_at"])
    _record(obstacle, "move_obstacle", by=by, before=before, after=state)
    return obstacle


@transaction.atomic
def happens_here_too(obstacle: Obstacle, *, by: Membership) -> Reply:
    """Counted once an organisation, whoever of it says so."""
    _may_reply(by)
    obstacle = _locked(obstacle)
    if obstacle.organisation_id == by.organisation_id:
        raise WrongState(_("A entrada é da sua entidade: já conta."))
    reply, made = Reply.objects.get_or_create(
        obstacle=obstacle,
        kind=Reply.Kind.ALSO,
        organisation=by.organisation,
        defaults={"by": by, "at": moment.now()},
    )
    if made:
        _record(obstacle, "happens_here_too", by=by)
    return reply


@transaction.atomic
def say_what_was_done(obstacle: Obstacle, *, by: Membership, text: str, key: UUID | None = None) -> Reply:
    """A solution entry, of any entity; the same words sent twice are one."""
    _may_reply(by)
    obstacle = _locked(obstacle)
    text = shared.text("text", text, most=MAX_TEXT)
    same = Reply.objects.filter(
        obstacle=obstacle, kind=Reply.Kind.DID, organisation=by.organisation, text=text
    ).first()
    if same is not None:
        return same
    made = Reply.objects.create(
        uuid=key or uuid4(),
        obstacle=obstacle,
        kind=Reply.Kind.DID,
        organisation=by.organisation,
        text=text,
        by=by,
        at=moment.now(),
    )
    obstacle.changed_at = moment.now()
    obstacle.save(update_fields=["changed_at"])
    _record(obstacle, "say_what_was_done", by=by, said=text)
    mail.obstacle_answered(obstacle, made)
    return made


@transaction.atomic
def take_back_reply(reply: Reply, *, by: Membership) -> None:
    """By the entity that gave it, or the coordination."""
    obstacle = _locked(reply.obstacle)
    if reply.organisation_id != by.organisation_id and not by.has(Membership.Role.COORDINATION):
        raise NotAllowed(_("Só a entidade que respondeu, ou a coordenação, retira a resposta."))
    _record(obstacle, "take_back_reply", by=by, said=reply.text)
    reply.delete()


@transaction.atomic
def promote(
    obstacle: Obstacle, *, by: Membership, summary: str, review_on: date, is_public: bool
) -> GoodPractice:
    """Held up as good practice until the review; again after it, or with other words."""
    if not by.has(Membership.Role.COORDINATION):
        raise NotAllowed(_("Só a coordenação aprova boas práticas."))
    summary = shared.text("summary", summary, most=MAX_TEXT)
    if review_on <= timezone.localdate(moment.now()):
        raise Invalid("review_on", _("Marque um dia a seguir a hoje para a rever."))
    obstacle = _locked(obstacle)
    if not (obstacle.tried or obstacle.result or obstacle.replies.filter(kind=Reply.Kind.DID).exists()):
        raise WrongState(_("Ainda ninguém disse o que fez: não há prática para aprovar."))
    practice = GoodPractice.objects.filter(obstacle=obstacle).first() or GoodPractice(obstacle=obstacle)
    practice.summary, practice.review_on, practice.is_public = summary, review_on, is_public
    practice.by, practice.at = by, moment.now()
    practice.ended_at, practice.ended_why = None, ""
    practice.save()
    after = "public" if is_public else "network"
    _record(obstacle, "promote", by=by, after=after, said=summary)
    return practice


@transaction.atomic
def end_good_practice(obstacle: Obstacle, *, by: Membership, why: str) -> None:
    """No longer held up; the entry stays in the register."""
    if not by.has(Membership.Role.COORDINATION):
        raise NotAllowed(_("Só a coordenação retira boas práticas."))
    why = shared.text("why", why, most=shared.MAX_LINE)
    obstacle = _locked(obstacle)
    practice = GoodPractice.objects.in_force().filter(obstacle=obstacle).first()
    if practice is None:
        raise WrongState(_("Esta entrada não é boa prática."))
    practice.ended_at, practice.ended_why = moment.now(), why
    practice.save(update_fields=["ended_at", "ended_why"])
    _record(obstacle, "end_good_practice", by=by, said=why)


def remind_reviews() -> int:
    """The clock's: the coordination hears once that a review is due."""
    told = 0
    today = timezone.localdate(moment.now())
    for one in GoodPractice.objects.to_review(today):
        with transaction.atomic():
            practice = (
                GoodPractice.objects.to_review(today)
                .select_for_update(of=("self",))
                .select_related("obstacle")
                .filter(pk=one.pk)
                .first()
            )
            if practice is None or practice.told_on == practice.review_on:
                continue
            practice.told_on = practice.review_on
            practice.save(update_fields=["told_on"])
            told += mail.practice_review(practice)
    return told


def _locked(obstacle: Obstacle) -> Obstacle:
    found = Obstacle.objects.select_for_update(of=("self",))
    return found.select_related("organisation", "by__user", "by__organisation").get(pk=obstacle.pk)


def _must_keep(obstacle: Obstacle, by: Membership) -> None:
    if not Obstacle.objects.kept_by(by).filter(pk=obstacle.pk).exists():
        raise NotAllowed(_("Só a entidade que entrou o constrangimento, ou a coordenação, o muda."))


def _may_reply(by: Membership) -> None:
    if not by.may_ask or not by.is_active or not by.organisation.is_active:
        raise NotAllowed(_("O seu papel só permite ler o registo."))


def _record(
    obstacle: Obstacle, verb: str, *, by: Membership, before: str = "", after: str = "", said: str = ""
) -> None:
    shared.record(
        ("obstacle", obstacle.uuid),
        verb,
        by=by,
        label=obstacle.title[:80],
        before=before,
        after=after or obstacle.state,
        said=said,
    )
