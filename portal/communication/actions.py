"""Submitting, approving, returning and withdrawing an item, each with its audit row and who is told."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext

from accounts import audit, moment
from accounts.models import Membership, User
from accounts.refusals import Invalid, NotAllowed, StaleForm, WrongState
from portal.communication import mail
from portal.communication.models import CoordinationApproval
from portal.models import Approval, NewsPage
from units.actions import shared

MAX_COMMENT = 1000


def acts_for(user: User | None) -> Membership | None:
    """In which membership somebody works in the CMS: as an editor, if they are one anywhere."""
    if user is None:
        return None
    own = list(Membership.objects.active().filter(user=user).select_related("user", "organisation"))
    return next((one for one in own if one.has(Membership.Role.EDITOR)), own[0] if own else None)


def _record(
    page: NewsPage, verb: str, *, by: Membership | User | None, before: str, after: str, said: str = ""
) -> None:
    member = acts_for(by) if isinstance(by, User) else by
    audit.record(
        f"news:{page.pk}",
        verb,
        by=member,
        person=by if isinstance(by, User) else None,
        subject=("news", page.pk),
        label=page.draft_title or page.title,
        from_state=before,
        to_state=after,
        text=said,
    )


def _lock(page: NewsPage) -> NewsPage:
    locked: NewsPage = NewsPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    return locked


@transaction.atomic
def submitted(state: Any, user: User | None) -> None:
    """The workflow has begun, or begun again: record it and tell who may answer."""
    page = _lock(state.workflow_state.content_object.specific)
    _record(page, "submit_news", by=user, before="draft", after="submitted")
    mail.submitted(page, state.revision.as_object().title, author=user)


def waiting_state(page: NewsPage) -> Any:
    """The step that waits for an answer on this item, or None."""
    state = page.current_workflow_task_state
    if state is None or not isinstance(state.task.specific, CoordinationApproval):
        return None
    return state


def wrote(page: NewsPage, member: Membership) -> bool:
    """Whether this person wrote or submitted anything of what waits: since the last approval, in any version."""
    state = page.current_workflow_state
    if state is not None and state.requested_by_id == member.user_id:
        return True
    since = (
        Approval.objects.filter(page=page)
        .order_by("-at")
        .values_list("revision__created_at", flat=True)
        .first()
    )
    versions = page.revisions.filter(user=member.user_id)
    return bool((versions.filter(created_at__gt=since) if since else versions).exists())


def _answerable(page: NewsPage, by: Membership, revision: int) -> tuple[NewsPage, Any]:
    if not by.has(Membership.Role.COORDINATION):
        raise NotAllowed(_("Só a coordenação aprova o que sai para fora."))
    page = _lock(page)
    state = waiting_state(page)
    if state is None:
        raise WrongState(
            _("Esta notícia já não espera aprovação: alguém respondeu, ou quem a submeteu retirou-a.")
        )
    if state.revision_id != revision or page.latest_revision_id != revision:
        raise StaleForm(_("O texto mudou entretanto. Leia a versão que agora está aqui e responda de novo."))
    if wrote(page, by):
        raise NotAllowed(_("Escreveu ou submeteu este texto: tem de o aprovar outra pessoa da coordenação."))
    return page, state


@transaction.atomic
def approve_news(page: NewsPage, *, by: Membership, revision: int, comment: str = "") -> NewsPage:
    """Publish exactly this version (or let it wait for its day), and tell who wrote it."""
    comment = shared.text("comment", comment, most=MAX_COMMENT, needed=False)
    page, state = _answerable(page, by, revision)
    author = state.workflow_state.requested_by
    Approval.objects.create(page=page, revision_id=revision, by=by, at=moment.now())
    _record(page, "approve_news", by=by, before="submitted", after="approved", said=comment)
    with LogContext(user=by.user):
        state.approve(user=by.user, comment=comment)
    page = NewsPage.objects.get(pk=page.pk)
    mail.answered(page, "news_approved", author=acts_for(author), by=by, comment=comment)
    return page


@transaction.atomic
def return_news(page: NewsPage, *, by: Membership, revision: int, comment: str) -> NewsPage:
    """Give it back to who wrote it, with what is to be changed."""
    comment = shared.text("comment", comment, most=MAX_COMMENT, needed=False)
    if not comment:
        raise Invalid("comment", _("Diga a quem escreveu o que falta mudar."))
    page, state = _answerable(page, by, revision)
    author = state.workflow_state.requested_by
    _record(page, "return_news", by=by, before="submitted", after="returned", said=comment)
    state.reject(user=by.user, comment=comment)
    mail.answered(page, "news_returned", author=acts_for(author), by=by, comment=comment)
    return page


@transaction.atomic
def published(page: NewsPage, user: User | None) -> None:
    """It is live: an internal one by its editor alone, an approved one at once or on its day (then by nobody)."""
    _record(_lock(page), "publish_news", by=user, before="draft", after=page.audience)


@transaction.atomic
def withdrawn(page: NewsPage, user: User | None) -> None:
    """It is live no longer: withdrawn by an editor, or its time is over."""
    _record(_lock(page), "withdraw_news", by=user, before="live", after="draft")


@transaction.atomic
def taken_back(page: NewsPage, user: User | None) -> None:
    """Who submitted it does not wait for the answer any more."""
    _record(_lock(page), "cancel_news", by=user, before="submitted", after="draft")


@transaction.atomic
def deleted(page: NewsPage, user: User | None) -> None:
    """Said while it is still there."""
    before = "live" if page.live else "draft"
    _record(_lock(page), "delete_news", by=user, before=before, after="deleted")
