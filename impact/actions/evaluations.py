"""Strategic evaluations: prepared, published with their three checks, answered."""

from __future__ import annotations

import uuid as uuids
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import moment, outbox
from accounts.models import Membership, Organisation
from accounts.refusals import Invalid, NotAllowed, WrongState
from accounts.sweeping import each_alone
from impact import mail
from impact.actions.shared import MAX_NAME, must_keep, must_manage, must_run_forward, own_key
from impact.models import Conclusion, Evaluation, Recommendation, kind_of
from units.actions import shared

# So long after publishing who answers for it is reminded of what nobody answered; then once a month.
ANSWER_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Frame:
    """What an evaluation says of itself."""

    title: str
    scope: str = ""
    since: date | None = None
    until: date | None = None
    evaluator: str = ""
    evaluator_entity: Organisation | None = None
    externality: str = ""
    proportionality: str = ""
    document_url: str = ""
    cites: Evaluation | None = None

    def checked(self) -> dict[str, Any]:
        must_run_forward(self.since, self.until)
        return {
            "title": shared.text("title", self.title, most=MAX_NAME),
            "scope": shared.text("scope", self.scope, needed=False),
            "since": self.since,
            "until": self.until,
            "evaluator": shared.text("evaluator", self.evaluator, most=MAX_NAME, needed=False),
            "evaluator_entity": self.evaluator_entity,
            "externality": shared.text("externality", self.externality, needed=False),
            "proportionality": shared.text("proportionality", self.proportionality, needed=False),
            "document_url": shared.link("document_url", self.document_url),
            "cites": self.cites,
        }


@transaction.atomic
def make_evaluation(
    subject: models.Model, frame: Frame, *, by: Membership, uuid: uuids.UUID | None = None
) -> Evaluation:
    must_manage(subject, by)
    said = frame.checked()
    uuid = own_key(Evaluation, uuid, by)
    if made := Evaluation.objects.filter(uuid=uuid).first():
        shared.sent_before(title=(made.title, said["title"]))
        return made
    made = Evaluation.objects.create(
        **{kind_of(subject): subject}, **said, uuid=uuid, owner=by, made_at=moment.now()
    )
    _record(made, "make_evaluation", by=by, after="draft")
    return made


@transaction.atomic
def change_evaluation(evaluation: Evaluation, frame: Frame, *, by: Membership) -> Evaluation:
    evaluation = _draft(evaluation, by)
    for name, value in frame.checked().items():
        setattr(evaluation, name, value)
    evaluation.save()
    _record(evaluation, "change_evaluation", by=by, before="draft", after="draft")
    return evaluation


@transaction.atomic
def add_conclusion(
    evaluation: Evaluation, *, by: Membership, text: str, evidence: str = "", evidence_url: str = ""
) -> Conclusion:
    evaluation = _draft(evaluation, by)
    return Conclusion.objects.create(
        evaluation=evaluation,
        order=_next(evaluation.conclusions.all()),
        text=shared.text("text", text),
        evidence=shared.text("evidence", evidence, most=500, needed=False),
        evidence_url=shared.link("evidence_url", evidence_url),
    )


@transaction.atomic
def add_recommendation(evaluation: Evaluation, *, by: Membership, text: str) -> Recommendation:
    evaluation = _draft(evaluation, by)
    return Recommendation.objects.create(
        evaluation=evaluation, order=_next(evaluation.recommendations.all()), text=shared.text("text", text)
    )


@transaction.atomic
def drop_line(line: Conclusion | Recommendation, *, by: Membership) -> None:
    """Takes a conclusion or a recommendation out of a draft."""
    _draft(line.evaluation, by)
    line.delete()


@transaction.atomic
def delete_evaluation(evaluation: Evaluation, *, by: Membership) -> None:
    evaluation = _draft(evaluation, by)
    _record(evaluation, "delete_evaluation", by=by, before="draft", after="deleted")
    evaluation.delete()


@transaction.atomic
def publish_evaluation(evaluation: Evaluation, *, by: Membership) -> Evaluation:
    """Refused with all that is missing: published, it states that it is proportionate, external, verifiable."""
    if not by.has(Membership.Role.COORDINATION):
        raise NotAllowed(_("Uma avaliação é publicada pela coordenação."))
    evaluation = _draft(evaluation, by)
    problems = evaluation.problems_before_publishing()
    if problems:
        raise WrongState(" ".join(problems), state="draft", problems=problems)
    evaluation.state, evaluation.published_at = Evaluation.State.PUBLISHED, moment.now()
    evaluation.save()
    _record(evaluation, "publish_evaluation", by=by, before="draft", after="published")
    if evaluation.recommendations.exists():
        mail.to_answer(evaluation)
    return evaluation


@transaction.atomic
def answer_recommendation(
    recommendation: Recommendation, *, by: Membership, answer: str, why: str, until: date | None = None
) -> Recommendation:
    """Who answers for what was evaluated says what they will do with it; said again, the newer answer holds."""
    evaluation = recommendation.evaluation
    must_keep(evaluation, by)
    evaluation = Evaluation.objects.select_for_update(of=("self",), no_key=True).get(pk=evaluation.pk)
    if not evaluation.is_published:
        raise WrongState(_("Responde-se a uma avaliação publicada."), state=evaluation.state)
    if answer not in Recommendation.Answer.values:
        raise Invalid("answer", _("Escolha uma das respostas."))
    if answer != Recommendation.Answer.NOT and until is None:
        raise Invalid("until", _("Diga até quando se faz o que se aceita."))
    before = recommendation.answer
    recommendation.answer = answer
    recommendation.answer_why = shared.text("why", why)
    recommendation.answer_until = until if answer != Recommendation.Answer.NOT else None
    recommendation.answered_by, recommendation.answered_at = by, moment.now()
    recommendation.save()
    shared.record(
        ("impact", evaluation.uuid),
        "answer_recommendation",
        by=by,
        label=evaluation.title,
        before=before,
        after=answer,
        said=why,
    )
    return recommendation


def remind_answers() -> int:
    """Clock: thirty days after publishing, and then each month, while a recommendation has no answer."""
    now = moment.now()

    def remind(evaluation: Evaluation) -> int:
        assert evaluation.published_at is not None
        months = (now - evaluation.published_at) // ANSWER_WITHIN
        return mail.to_answer(evaluation) if outbox.once(f"evaluation:{evaluation.uuid}:{months}") else 0

    owed = (
        Evaluation.objects.filter(
            state=Evaluation.State.PUBLISHED,
            published_at__lte=now - ANSWER_WITHIN,
            recommendations__answer="",
        )
        .distinct()
        .select_related("owner__user", "owner__organisation")
    )
    return sum(each_alone((f"evaluation {one.pk}", partial(remind, one)) for one in owed).values())


def _next(lines: Any) -> int:
    return int(lines.aggregate(last=models.Max("order"))["last"] or 0) + 1


def _draft(evaluation: Evaluation, by: Membership) -> Evaluation:
    must_keep(evaluation, by)
    evaluation = Evaluation.objects.select_for_update(of=("self",), no_key=True).get(pk=evaluation.pk)
    if evaluation.is_published:
        raise WrongState(
            _("Uma avaliação publicada já não muda: faça outra que a cite."), state=evaluation.state
        )
    return evaluation


def _record(evaluation: Evaluation, verb: str, *, by: Membership, before: str = "", after: str = "") -> None:
    shared.record(
        ("impact", evaluation.uuid), verb, by=by, label=evaluation.title, before=before, after=after
    )
