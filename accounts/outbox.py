"""Letters: written in the caller's transaction, sent by the worker at least once.

Claiming is a short transaction that moves `run_after` past a lease; sending happens outside any transaction;
marking is a second short one. A letter whose worker was killed in between goes out again after the lease, under
the same Message-ID.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import get_language

from accounts import moment
from accounts.models import How, Letter, Membership, Notice, NoticeSettings, Organisation, Told, User
from accounts.models.messages import UNLESS_ASKED

log = logging.getLogger("concerta.outbox")

BATCH = 20
# Read when there is time: whatever else is owed goes first.
CAN_WAIT = ("newsletter",)
# The worker is also the clock: after so long it looks at what else is due, and comes back.
AT_A_STRETCH = 20.0  # seconds


def letter(
    *, to: str, language: str, kind: str, subject: str, text: str, html: str = "", leave_url: str = ""
) -> Letter:
    """A letter, not yet owed (`owe` or `owe_all`). The subject must carry nothing confidential.

    `leave_url` of a letter to a list: a POST there takes the reader off it, without asking anything else.
    """
    return Letter(
        to=to,
        language=language,
        kind=kind,
        subject=subject[:200],
        text=text,
        html=html,
        leave_url=leave_url,
        created_at=moment.now(),
    )


def owe(**parts: str) -> Letter:
    """Write one letter, of the parts of `letter`, into the current transaction."""
    made = letter(**parts)
    made.save(force_insert=True)
    return made


def owe_all(letters: Sequence[Letter]) -> None:
    """Write many letters into the current transaction at once."""
    Letter.objects.bulk_create(letters)


def notice(
    user: User,
    organisation: Organisation | None,
    *,
    text_pt: str,
    text_en: str,
    url: str = "",
    digest_text: str = "",
) -> Notice:
    """A notice, not yet written (`notify` or `notify_all`): text in both languages and a link inside the portal.

    With `digest_text` it also stands in the reader's next digest.
    """
    return Notice(
        user=user,
        organisation=organisation,
        text_pt=text_pt[:240],
        text_en=text_en[:240],
        url=url[:240],
        digest_text=digest_text,
        created_at=moment.now(),
    )


def notify(user: User, organisation: Organisation | None, **parts: str) -> Notice:
    """Write one notice, of the parts of `notice`, into the current transaction."""
    made = notice(user, organisation, **parts)
    made.save(force_insert=True)
    return made


def notify_all(notices: Sequence[Notice]) -> None:
    """Write many notices into the current transaction at once."""
    Notice.objects.bulk_create(notices)


def readers(members: Iterable[Membership]) -> list[Membership]:
    """Members to tell, one per person."""
    seen: dict[int, Membership] = {}
    for member in members:
        seen.setdefault(member.user_id, member)
    return list(seen.values())


def how_to_tell(members: Iterable[Membership], topic: str, *, urgent: bool = False) -> dict[int, str]:
    """For each reader (by user id) how they chose to be told of this; what is urgent is told at once."""
    ids = [member.user_id for member in members]
    chosen: dict[int, str] = dict.fromkeys(ids, UNLESS_ASKED.get(topic, How.AT_ONCE))
    if not urgent:
        for row in NoticeSettings.objects.filter(user__in=ids):
            chosen[row.user_id] = row.how(topic)
    return chosen


def once(key: str) -> bool:
    """Whether this is told for the first time; says so in the current transaction, to everybody else as well."""
    return Told.objects.get_or_create(key=key, defaults={"at": moment.now()})[1]


def claim(now: datetime | None = None) -> list[Letter]:
    """Lease the next owed letters to this worker; other workers skip them until the lease ends."""
    now = now or timezone.now()
    lease = now + settings.OUTBOX_LEASE
    with transaction.atomic():
        letters = list(
            Letter.objects.select_for_update(skip_locked=True)
            .filter(sent_at=None, run_after__lte=now, attempts__lt=Letter.MAX_ATTEMPTS)
            .order_by(Case(When(kind__in=CAN_WAIT, then=Value(1)), default=Value(0)), "run_after")[:BATCH]
        )
        Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(
            run_after=lease, attempts=F("attempts") + 1
        )
    for letter in letters:
        letter.run_after = lease
        letter.attempts += 1
    return letters


def send_owed() -> int:
    """Send what is owed and due; returns how many went out. Safe to run in several workers at once."""
    sent, until = 0, time.monotonic() + AT_A_STRETCH
    while time.monotonic() < until and (letters := claim()):
        for letter in letters:
            if not _still_ours(letter):
                continue
            try:
                message(letter).send(using="transport")
            except Exception as error:  # any transport error keeps the letter owed
                wait = timedelta(seconds=min(3600, 15 * 2 ** min(letter.attempts - 1, 10)))
                Letter.objects.filter(pk=letter.pk, sent_at=None).update(
                    run_after=timezone.now() + wait, last_error=type(error).__name__[:200]
                )
                log.warning(
                    "letter not sent", extra={"letter": str(letter.uuid), "error": type(error).__name__}
                )
            else:
                Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), last_error="")
                sent += 1
    return sent


def _still_ours(letter: Letter) -> bool:
    """Renew the lease before each sending: a slow mail server must not outlast it and the rest go out twice."""
    lease = timezone.now() + settings.OUTBOX_LEASE
    return bool(
        Letter.objects.filter(pk=letter.pk, sent_at=None, run_after=letter.run_after).update(run_after=lease)
    )


def message(letter: Letter) -> EmailMultiAlternatives:
    leave = (
        # RFC 8058: the mail program's own button, without opening a page.
        {"List-Unsubscribe": f"<{letter.leave_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        if letter.leave_url
        else {}
    )
    built = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.to],
        headers={
            "Message-ID": letter.message_id,
            "Content-Language": letter.language,
            "Auto-Submitted": "auto-generated",
            **leave,
        },
    )
    if letter.html:
        built.attach_alternative(letter.html, "text/html")
    return built


class OutboxBackend(BaseEmailBackend):
    """Django's default mailer: what other packages (sign-in, CMS) send becomes a letter owed."""

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        language = get_language() or settings.LANGUAGE_CODE
        for email in email_messages:
            html = next(
                (str(part[0]) for part in getattr(email, "alternatives", []) if part[1] == "text/html"), ""
            )
            for address in email.recipients():
                owe(
                    to=parseaddr(address)[1],
                    language=language,
                    kind="account",
                    subject=" ".join(str(email.subject).split()),
                    text=str(email.body),
                    html=html,
                )
        return len(email_messages)
