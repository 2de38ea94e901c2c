"""Asking for the newsletter, confirming, leaving; composing an issue and sending it, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts import audit, moment
from accounts.models import Letter, Membership
from accounts.refusals import Invalid, NotAllowed, StaleForm, WrongState
from portal.newsletter import mail
from portal.newsletter.composing import candidates, chosen, mark_of_issue
from portal.newsletter.models import Issue, IssueItem, Subscription
from units.actions import shared

SALT = "concerta.newsletter.confirm"
# A stranger cannot have an address written to without end.
MOST_LETTERS, IN = 3, timedelta(hours=24)
MOST_ITEMS = 20
# One at a time gives numbers and sends.
_NUMBERS_LOCK = 7_301_500_011


# --- Readers ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask(email: str, language: str) -> None:
    """Write to the address that it was entered here. Whether it is known changes nothing of what is seen."""
    now = moment.now()
    email = email.strip().lower()
    subscription, _new = Subscription.objects.get_or_create(
        email=email, defaults={"language": language, "asked_at": now}
    )
    written = Letter.objects.filter(to=email, kind=mail.CONFIRM, created_at__gt=now - IN)
    if written.count() >= MOST_LETTERS:
        return
    if subscription.confirmed_at is None:
        Subscription.objects.filter(pk=subscription.pk).update(asked_at=now)
    mail.confirm(subscription, signing.dumps([str(subscription.key), language], salt=SALT), language)


def read_token(token: str) -> tuple[Subscription, str] | None:
    """Whose confirmation this is and in which language; None for an old, changed or used-up link."""
    try:
        key, language = signing.loads(token, salt=SALT, max_age=Subscription.TO_CONFIRM)
    except (signing.BadSignature, ValueError):
        return None
    found = Subscription.objects.filter(key=key).first()
    return (found, language) if found else None


@transaction.atomic
def confirm(token: str) -> Subscription:
    read = read_token(token)
    if read is None:
        raise Invalid("token", _("Esta ligação já não serve. Peça outra: basta escrever de novo o endereço."))
    subscription, language = read
    found = Subscription.objects.select_for_update().filter(pk=subscription.pk).first()
    if found is None:  # left, or purged, meanwhile
        raise Invalid("token", _("Esta ligação já não serve. Peça outra: basta escrever de novo o endereço."))
    found.language = language
    found.confirmed_at = found.confirmed_at or moment.now()
    found.save(update_fields=["language", "confirmed_at"])
    return found


@transaction.atomic
def leave(key: UUID) -> bool:
    """Delete the address, and every letter of the newsletter to it. Twice is as good as once."""
    subscription = Subscription.objects.select_for_update().filter(key=key).first()
    if subscription is None:
        return False
    Letter.objects.filter(to=subscription.email, kind__in=(mail.ISSUE, mail.CONFIRM)).delete()
    subscription.delete()
    return True


# --- Issues -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What an issue says besides its items."""

    subject_pt: str
    subject_en: str = ""
    intro_pt: str = ""
    intro_en: str = ""


def _must_coordinate(by: Membership) -> None:
    if not by.has(Membership.Role.COORDINATION):
        raise NotAllowed(_("Só a coordenação faz o boletim."))


def _record(issue: Issue, verb: str, *, by: Membership, before: str = "") -> None:
    audit.record(
        f"newsletter:{issue.uuid}",
        verb,
        by=by,
        subject=("newsletter", issue.uuid),
        label=issue.subject_pt,
        from_state=before,
        to_state=issue.state,
    )


@transaction.atomic
def keep_issue(said: Said, items: Sequence[UUID], *, by: Membership, seen: str = "") -> Issue:
    """The one issue in preparation, made if there is none. `seen`: its mark when the page was opened."""
    _must_coordinate(by)
    issue = Issue.objects.select_for_update().filter(state=Issue.State.DRAFT).first()
    if seen != (mark_of_issue(issue) if issue else ""):
        raise StaleForm(
            _("Outra pessoa gravou entretanto. O que escreveu continua aqui: compare e grave de novo.")
        )
    if len(items) > MOST_ITEMS:
        raise Invalid("items", _("Um número tem no máximo %(n)s notícias.") % {"n": MOST_ITEMS})
    allowed = {row.translation_key for row in candidates()}
    if not items or not set(items) <= allowed:
        raise Invalid("items", _("Escolha pelo menos uma notícia da lista."))
    verb = "edit_issue" if issue else "draft_issue"
    issue = issue or Issue(made_by=by, made_at=moment.now())
    issue.subject_pt = shared.text("subject_pt", said.subject_pt, most=120)
    issue.subject_en = shared.text("subject_en", said.subject_en, most=120, needed=False)
    issue.intro_pt = shared.text("intro_pt", said.intro_pt, most=2000, needed=False)
    issue.intro_en = shared.text("intro_en", said.intro_en, most=2000, needed=False)
    try:
        with transaction.atomic():
            issue.save()
    except IntegrityError as error:
        raise StaleForm(_("Outra pessoa começou um número nesse instante. Veja-o primeiro.")) from error
    issue.items.all().delete()
    IssueItem.objects.bulk_create(
        IssueItem(issue=issue, news=key, order=order)
        for order, key in enumerate(dict.fromkeys(items), start=1)
    )
    _record(issue, verb, by=by)
    return issue


@transaction.atomic
def send_test(issue: Issue, *, by: Membership) -> int:
    """Both languages, to who asks, and to nobody else."""
    _must_coordinate(by)
    if issue.is_sent:
        raise WrongState(_("Este número já foi enviado."))
    return mail.test(issue, to=by.user.email)


@transaction.atomic
def send_issue(issue: Issue, *, by: Membership, seen: str) -> Issue:
    """Give it its number and owe its letters, all in this transaction. Who comes second is told so."""
    _must_coordinate(by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERS_LOCK])
    issue = Issue.objects.select_for_update().get(pk=issue.pk)
    if issue.is_sent:
        raise WrongState(
            _("O número %(number)s já foi enviado: não sai duas vezes.") % {"number": issue.number}
        )
    if seen != mark_of_issue(issue):
        raise StaleForm(_("O número mudou desde que abriu esta página. Leia-o outra vez antes de enviar."))
    if not any(chosen(issue, language) for language in mail.LANGUAGES):
        raise WrongState(_("Nenhuma das notícias escolhidas é pública agora: não há nada para enviar."))
    last = Issue.objects.sent().values_list("number", flat=True).first()
    issue.number, issue.state = (last or 0) + 1, Issue.State.SENT
    issue.sent_at, issue.sent_by = moment.now(), by
    issue.letters = mail.issue(issue)
    issue.save()
    _record(issue, "send_issue", by=by, before=Issue.State.DRAFT)
    return issue


@transaction.atomic
def drop_issue(issue: Issue, *, by: Membership) -> None:
    _must_coordinate(by)
    issue = Issue.objects.select_for_update().get(pk=issue.pk)
    if issue.is_sent:
        raise WrongState(_("Este número já foi enviado: fica no arquivo."))
    _record(issue, "drop_issue", by=by, before=issue.state)
    issue.delete()


def in_order(picked: Iterable[tuple[UUID, int]]) -> list[UUID]:
    """Those picked, by the number written beside them; the list's own order decides between equals."""
    return [key for key, _order in sorted(picked, key=lambda one: one[1])]
