"""Consultations: put a text to the network, comment on it, close at the deadline, answer every comment, publish."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import moment, outbox
from accounts.models import Membership
from accounts.refusals import Invalid, NotAllowed, WrongState
from units import mail
from units.actions import shared, texts
from units.models import Body, Comment, Consultation, Draft, Reply, Round, Version

SHORTEST, LONGEST = timedelta(hours=24), timedelta(days=180)
MAX_QUESTION, MAX_COMMENT, MAX_REPLY = 300, 4_000, 4_000
# One entity, one consultation: far above what anybody has to say, far below what would drown the others.
MOST_COMMENTS = 60
# Who owes replies is reminded this often until the last one is written.
REMINDED_EVERY = timedelta(days=3)


@shared.database_speaks
@transaction.atomic
def prepare_consultation(
    body: Body,
    *,
    by: Membership,
    title_pt: str,
    text: str,
    question_pt: str,
    audience: str,
    deadline: datetime,
    title_en: str = "",
    question_en: str = "",
    note: str = "",
    draft: Draft | None = None,
    consultation: Consultation | None = None,
    key: UUID | None = None,
) -> Consultation:
    """One that is not open yet: on a new text, on `draft` (its last version if the text is the same, else the next), or
    again (`consultation`, not yet open)."""
    shared.must_run(body, by)
    for other in (draft, consultation):
        if other is not None and other.body_id != body.pk:
            raise NotAllowed(_("Este texto é de outro órgão."))
    title_pt = shared.text("title_pt", title_pt, most=160)
    title_en = shared.text("title_en", title_en, most=160, needed=False)
    text = shared.text("text", text).replace("\r\n", "\n")
    question_pt = shared.text("question_pt", question_pt, most=MAX_QUESTION)
    question_en = shared.text("question_en", question_en, most=MAX_QUESTION, needed=False)
    note = shared.text("note", note, most=shared.MAX_LINE, needed=False)
    if audience not in Consultation.Audience.values:
        raise Invalid("audience", _("Escolha quem lê e comenta."))
    _time_is_fair(deadline)
    shared.lock_body(body)
    sent = Consultation.objects.filter(uuid=key, made_by=by).first() if key else None
    if sent is not None:
        shared.sent_before(
            title=(sent.version.title_pt, title_pt),
            text=(sent.version.text, text),
            question=(sent.question_pt, question_pt),
            rest=((sent.audience, sent.deadline), (audience, deadline)),
        )
        return sent
    if consultation is not None:
        consultation = _locked(consultation)
        _must_be(consultation, Consultation.State.DRAFT)
        draft = consultation.version.draft
    else:
        consultation = Consultation(uuid=key or uuid4(), body=body, made_by=by, made_at=moment.now())
        draft = draft or Draft(body=body, made_at=moment.now())
    draft.title_pt, draft.title_en = title_pt, title_en
    draft.save()
    said = {"title_pt": title_pt, "title_en": title_en, "text": text, "note": note, "by": by}
    consultation.version = _version(draft, consultation, said)
    consultation.question_pt, consultation.question_en = question_pt, question_en
    consultation.audience, consultation.deadline = audience, deadline
    consultation.save()
    _record(consultation, "prepare_consultation", by=by, label=str(body))
    return consultation


def _version(draft: Draft, consultation: Consultation, said: dict[str, Any]) -> Version:
    """The version with these words. One that is being prepared for a round is not lent: it may still change."""
    if consultation.version_id is not None:
        return texts.rewritten(consultation.version, said, of=consultation)
    last = draft.versions.order_by("-number").first()
    if (
        last is not None
        and texts.same_words(last, said)
        and not last.rounds.filter(state=Round.State.DRAFT).exists()
    ):
        return last
    return texts.next_version(draft, said)


def _time_is_fair(deadline: datetime) -> None:
    ahead = deadline - moment.now()
    if ahead < SHORTEST:
        raise Invalid("deadline", _("O prazo tem de deixar pelo menos um dia para comentar."))
    if ahead > LONGEST:
        raise Invalid("deadline", _("O prazo é demasiado longo: no máximo 180 dias."))


def _locked(consultation: Consultation) -> Consultation:
    found = Consultation.objects.select_for_update(of=("self",))
    return found.select_related("body__axis", "version__draft").get(pk=consultation.pk)


def _must_be(consultation: Consultation, *states: str) -> None:
    if consultation.state not in states:
        raise WrongState(
            _("Esta consulta já mudou: o estado é agora «%(state)s».")
            % {"state": consultation.get_state_display()},
            state=consultation.state,
        )


def _record(
    consultation: Consultation,
    verb: str,
    *,
    by: Membership | None,
    label: str = "",
    before: str = "",
    after: str = "",
    said: str = "",
) -> None:
    shared.record(
        ("consultation", consultation.uuid),
        verb,
        by=by,
        label=label or consultation.code,
        before=before,
        after=after or consultation.state,
        said=said,
    )


@shared.database_speaks
@transaction.atomic
def open_consultation(consultation: Consultation, *, by: Membership) -> Consultation:
    """Put it to its readers: from now on text, question, readers and time stay as they are."""
    shared.must_run(consultation.body, by)
    body = shared.lock_body(consultation.body)
    consultation = _locked(consultation)
    _must_be(consultation, Consultation.State.DRAFT)
    _time_is_fair(consultation.deadline)
    now = moment.now()
    start = f"CP-{body.prefix}-{timezone.localdate(now).year}-"
    taken = list(Consultation.objects.filter(code__startswith=start).values_list("code", flat=True))
    consultation.code = f"{start}{shared.next_number(taken):02d}"
    consultation.state, consultation.opened_at = Consultation.State.OPEN, now
    consultation.save()
    _record(consultation, "open_consultation", by=by, before=Consultation.State.DRAFT)
    mail.consultation_opened(consultation)
    return consultation


@shared.database_speaks
@transaction.atomic
def give_comment(
    consultation: Consultation,
    *,
    by: Membership,
    kind: str,
    text: str,
    paragraph: int | None = None,
    evidence: str = "",
) -> Comment:
    """What the member's entity says. Too late, sent twice, or by who may not read it: refused."""
    if not by.is_active or not by.organisation.is_active:
        raise NotAllowed(_("Só comenta quem fala por uma entidade ativa no portal."))
    if kind not in Comment.Kind.values:
        raise Invalid("kind", _("Escolha o que é o comentário."))
    if evidence and evidence not in Comment.Evidence.values:
        raise Invalid("evidence", _("Escolha em que se apoia o comentário, ou nenhuma das opções."))
    text = shared.text("text", text, most=MAX_COMMENT)
    consultation = _locked(consultation)
    if not Consultation.objects.visible_to(by).filter(pk=consultation.pk).exists():
        raise NotAllowed(_("Esta consulta não está aberta à sua entidade."))
    if consultation.state == Consultation.State.DRAFT:
        raise WrongState(_("Esta consulta ainda não abriu."), state=consultation.state)
    now = moment.now()
    if not consultation.takes_comments:
        raise WrongState(
            _("A consulta fechou em %(day)s: já não recebe comentários. Obrigado por querer participar.")
            % {"day": mail.moment_said(consultation.closed_at or consultation.deadline)},
            state=Consultation.State.CLOSED,
        )
    if paragraph is not None and not 1 <= paragraph <= len(consultation.version.paragraphs):
        raise Invalid("paragraph", _("Este parágrafo não existe no texto."))
    own = consultation.comments.own(by)
    same = own.filter(paragraph=paragraph, text=text).first()
    if same is not None and (same.kind, same.evidence) == (kind, evidence):
        return same  # the same form sent twice
    if same is not None:
        raise WrongState(_("A sua entidade já fez este comentário: está na lista."), state="already")
    if own.count() >= MOST_COMMENTS:
        raise WrongState(
            _("A sua entidade já fez %(n)s comentários, o máximo de uma consulta.") % {"n": MOST_COMMENTS},
            state="many",
        )
    consultation.comments_given += 1
    consultation.save(update_fields=["comments_given"])
    comment = Comment.objects.create(
        consultation=consultation,
        number=consultation.comments_given,
        organisation=by.organisation,
        paragraph=paragraph,
        kind=kind,
        evidence=evidence,
        text=text,
        by=by,
        at=now,
    )
    _record(
        consultation,
        "give_comment",
        by=by,
        label=f"{consultation.code} {comment.number}",
        after=kind,
        said=text,
    )
    return comment


@shared.database_speaks
@transaction.atomic
def take_back_comment(comment: Comment, *, by: Membership) -> None:
    """The entity's own, while the consultation is open."""
    if comment.organisation_id != by.organisation_id:
        raise NotAllowed(_("Só a entidade que comentou retira o comentário."))
    consultation = _locked(comment.consultation)
    if not consultation.takes_comments:
        raise WrongState(
            _("A consulta já fechou: os comentários ficam como estão."), state=consultation.state
        )
    found = Comment.objects.filter(pk=comment.pk).first()
    if found is None:
        return
    _record(
        consultation,
        "take_back_comment",
        by=by,
        label=f"{consultation.code} {found.number}",
        before=found.kind,
        said=found.text,
    )
    found.delete()


@shared.database_speaks
@transaction.atomic
def close_consultation(consultation: Consultation, *, by: Membership | None) -> Consultation:
    """At its deadline, never before: people were told until when they may speak. `by` None is the clock."""
    if by is not None:
        shared.must_run(consultation.body, by)
    consultation = _locked(consultation)
    _must_be(consultation, Consultation.State.OPEN)
    now = moment.now()
    if now < consultation.deadline:
        raise WrongState(
            _("A consulta fecha no prazo que foi anunciado: %(day)s.")
            % {"day": mail.moment_said(consultation.deadline)},
            state=consultation.state,
        )
    consultation.state, consultation.closed_at = Consultation.State.CLOSED, now
    consultation.save()
    _record(consultation, "close_consultation", by=by, before=Consultation.State.OPEN)
    mail.consultation_closed(consultation)
    return consultation


@shared.database_speaks
@transaction.atomic
def reply_to(comment: Comment, *, by: Membership, outcome: str, text: str) -> Reply:
    """Answer a comment, or answer it in other words; until the report is published."""
    shared.must_run(comment.consultation.body, by)
    if outcome not in Reply.Outcome.values:
        raise Invalid("outcome", _("Escolha o resultado."))
    text = shared.text("text", text, most=MAX_REPLY)
    consultation = _locked(comment.consultation)
    if consultation.state == Consultation.State.OPEN:
        raise WrongState(
            _("A consulta ainda está aberta: responde-se depois de fechar, em %(day)s.")
            % {"day": mail.moment_said(consultation.deadline)},
            state=consultation.state,
        )
    _must_be(consultation, Consultation.State.CLOSED)
    reply = Reply.objects.filter(comment=comment).first()
    before = reply.outcome if reply else ""
    if reply is not None and (reply.outcome, reply.text) == (outcome, text):
        return reply
    reply = reply or Reply(comment=comment)
    reply.outcome, reply.text, reply.by, reply.at = outcome, text, by, moment.now()
    reply.save()
    _record(
        consultation,
        "reply_to_comment",
        by=by,
        label=f"{consultation.code} {comment.number}",
        before=before,
        after=outcome,
        said=text,
    )
    mail.comment_answered(reply, again=bool(before))
    return reply


@shared.database_speaks
@transaction.atomic
def publish_report(
    consultation: Consultation, *, by: Membership, conclusion_pt: str = "", conclusion_en: str = ""
) -> Consultation:
    """Comments and replies become the report, for its readers. Not while a reply is missing."""
    shared.must_run(consultation.body, by)
    conclusion_pt = shared.text("conclusion_pt", conclusion_pt, needed=False)
    conclusion_en = shared.text("conclusion_en", conclusion_en, needed=False)
    consultation = _locked(consultation)
    _must_be(consultation, Consultation.State.CLOSED)
    missing = consultation.comments.unanswered().count()
    if missing:
        raise WrongState(
            ngettext(
                "Falta responder a %(n)s comentário: o relatório publica-se quando todos tiverem resposta.",
                "Falta responder a %(n)s comentários: o relatório publica-se quando todos tiverem resposta.",
                missing,
            )
            % {"n": missing},
            state="unanswered",
        )
    consultation.conclusion_pt, consultation.conclusion_en = conclusion_pt, conclusion_en
    consultation.state, consultation.published_at = Consultation.State.PUBLISHED, moment.now()
    consultation.save()
    _record(consultation, "publish_report", by=by, before=Consultation.State.CLOSED, said=conclusion_pt)
    mail.report_published(consultation)
    return consultation


@shared.database_speaks
@transaction.atomic
def withdraw_consultation(consultation: Consultation, *, by: Membership, why: str) -> Consultation:
    """Annul one that is open or being answered, with a reason everybody concerned reads. What was said stays."""
    shared.must_run(consultation.body, by)
    why = shared.text("why", why, most=shared.MAX_LINE)
    consultation = _locked(consultation)
    _must_be(consultation, Consultation.State.OPEN, Consultation.State.CLOSED)
    before = consultation.state
    consultation.state, consultation.withdrawn_why = Consultation.State.WITHDRAWN, why
    consultation.save()
    _record(consultation, "withdraw_consultation", by=by, before=before, said=why)
    mail.consultation_withdrawn(consultation)
    return consultation


@shared.database_speaks
@transaction.atomic
def drop_consultation(consultation: Consultation, *, by: Membership) -> None:
    """Throw away one that was never opened, with the version of the text it was to put to its readers."""
    shared.must_run(consultation.body, by)
    shared.lock_body(consultation.body)
    if not Consultation.objects.filter(pk=consultation.pk).exists():
        return
    consultation = _locked(consultation)
    _must_be(consultation, Consultation.State.DRAFT)
    _record(
        consultation,
        "drop_consultation",
        by=by,
        label=str(consultation.body),
        before=consultation.state,
        said=consultation.version.title_pt,
    )
    version = consultation.version
    consultation.delete()
    texts.forget(version)


def close_due_consultations() -> int:
    """Clock: close those whose time is over."""
    done = 0
    for consultation in Consultation.objects.due(moment.now()):
        try:
            close_consultation(consultation, by=None)
        except WrongState:  # somebody closed or withdrew it in between
            continue
        done += 1
    return done


def remind_replies() -> int:
    """Clock: who runs the body, every few days after the closing, until every comment has its reply."""
    told, now = 0, moment.now()
    for consultation in Consultation.objects.owing().select_related("body__axis", "version__draft"):
        assert consultation.closed_at is not None
        times = (now - consultation.closed_at) // REMINDED_EVERY
        if times < 1:  # the closing itself told them
            continue
        with transaction.atomic():
            if outbox.once(f"consultation:{consultation.uuid}:{times}"):
                told += mail.replies_due(consultation)
    return told
