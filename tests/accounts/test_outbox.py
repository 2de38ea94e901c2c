"""Letters are rows of the transaction that causes them, and every one owed goes out at least once."""

from __future__ import annotations

import email
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from email.message import Message
from email.policy import default
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone, translation

from accounts import outbox
from accounts.models import Letter, Notice
from tests.accounts.conftest import People, in_threads

OUTBOX = {"BACKEND": "accounts.outbox.OutboxBackend"}
UNREACHABLE = {
    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 2},
}


def owe(number: int = 1, **more: Any) -> Letter:
    fields = {
        "language": "pt-pt",
        "kind": "test",
        "subject": f"Carta {number}",
        "text": "Há um pedido à espera.",
    }
    return outbox.owe(to=f"p{number}@people.example", **(fields | more))


def delivered(folder: Path) -> list[Message]:
    """The letters in the folder of the transport: one file a connection, perhaps several letters in one."""
    return [
        email.message_from_string(part.strip(), policy=default)
        for file in sorted(folder.glob("*.log"))
        for part in file.read_text().split("-" * 79)
        if part.strip()
    ]


def later(by: timedelta = timedelta(hours=2)) -> None:
    """As if so much time had gone by."""
    for letter in Letter.objects.all():
        Letter.objects.filter(pk=letter.pk).update(run_after=letter.run_after - by)


def test_a_letter_and_a_notice_go_with_the_transaction_that_caused_them(people: People) -> None:
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        owe()
        outbox.notify(people.manager.user, None, text_pt="Há um pedido", text_en="There is a request")
        raise Undone
    assert not Letter.objects.exists()
    assert not Notice.objects.exists()
    with transaction.atomic():
        owe()
        outbox.notify(
            people.manager.user, people.manager.organisation, text_pt="x" * 300, text_en="y", url="/trabalho/"
        )
    assert Letter.objects.get().sent_at is None
    assert Notice.objects.of(people.manager).get().text_pt == "x" * 240
    assert not Notice.objects.of(people.technician).exists()


def test_what_is_owed_goes_out_once_and_carries_its_own_number(db: None, letters_folder: Path) -> None:
    letter = owe(language="en", html="<p>Há um pedido à espera.</p>")
    assert outbox.send_owed() == 1
    assert outbox.send_owed() == 0
    (sent,) = delivered(letters_folder)
    assert sent["To"] == "p1@people.example"
    assert sent["Subject"] == "Carta 1"
    assert sent["Message-ID"] == letter.message_id
    assert sent["Content-Language"] == "en"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert {part.get_content_type() for part in sent.walk()} >= {"text/plain", "text/html"}
    letter.refresh_from_db()
    assert letter.sent_at
    assert letter.attempts == 1


def test_a_newsletter_waits_behind_whatever_else_is_owed(db: None, settings: Any) -> None:
    news = [owe(kind="newsletter") for _n in range(outbox.BATCH)]
    bed = owe(kind="request")
    first, *others = outbox.claim()
    assert first == bed and set(others) < set(news)


def test_each_person_is_told_once(people: People) -> None:
    assert outbox.readers([people.manager, people.technician, people.manager]) == [
        people.manager,
        people.technician,
    ]


@pytest.mark.usefixtures("fresh_db")
def test_two_who_claim_at_once_share_the_work() -> None:
    for number in range(3 * outbox.BATCH):
        owe(number)
    together = Barrier(3)

    def claim(_worker: int) -> list[int]:
        together.wait(10)
        return [letter.pk for letter in outbox.claim()]

    shares = in_threads(3, claim)
    claimed = Counter(pk for share in shares for pk in share)
    assert set(claimed.values()) == {1}
    assert len(claimed) == 3 * outbox.BATCH
    assert outbox.claim() == []


@pytest.mark.usefixtures("fresh_db")
def test_two_workers_send_every_letter_once(letters_folder: Path) -> None:
    for number in range(50):
        owe(number)
    together = Barrier(2)

    def work(_worker: int) -> int:
        together.wait(10)
        return outbox.send_owed()

    assert sum(in_threads(2, work)) == 50
    assert sorted(sent["To"] for sent in delivered(letters_folder)) == sorted(
        f"p{number}@people.example" for number in range(50)
    )
    assert not Letter.objects.filter(sent_at=None).exists()


def test_the_letter_of_a_killed_worker_goes_out_again_under_the_same_number(
    db: None, settings: Any, letters_folder: Path
) -> None:
    letter = owe()
    (claimed,) = outbox.claim()
    outbox.message(claimed).send(using="transport")  # and here the worker is killed, before it could mark
    assert outbox.send_owed() == 0
    later(settings.OUTBOX_LEASE)
    assert outbox.send_owed() == 1
    assert [sent["Message-ID"] for sent in delivered(letters_folder)] == [letter.message_id] * 2


def test_a_letter_that_cannot_go_stays_owed_and_waits_longer_each_time(
    db: None, settings: Any, letters_folder: Path
) -> None:
    working = settings.MAILERS
    settings.MAILERS = working | {"transport": UNREACHABLE}
    owe(text="segredo")
    waits = []
    for _ in range(11):
        before = timezone.now()
        assert outbox.send_owed() == 0
        letter = Letter.objects.get()
        waits.append(round((letter.run_after - before).total_seconds()))
        assert letter.sent_at is None
        assert letter.last_error == "ConnectionRefusedError"
        later()
    assert waits == [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    settings.MAILERS = working
    assert outbox.send_owed() == 1
    letter.refresh_from_db()
    assert letter.last_error == ""


def test_no_outage_of_days_loses_a_letter(db: None, settings: Any) -> None:
    letter = owe()
    tried_for = sum(min(3600, 15 * 2**attempt) for attempt in range(Letter.MAX_ATTEMPTS))
    assert timedelta(seconds=tried_for) > timedelta(days=14)
    Letter.objects.update(attempts=Letter.MAX_ATTEMPTS - 1)
    assert outbox.send_owed() == 1
    letter.refresh_from_db()
    assert letter.attempts == Letter.MAX_ATTEMPTS


def test_one_impossible_letter_holds_up_no_other(db: None, letters_folder: Path) -> None:
    owe(1, subject="Duas\nlinhas")  # no mail package accepts a line break in a subject
    owe(2)
    assert outbox.send_owed() == 1
    assert [sent["To"] for sent in delivered(letters_folder)] == ["p2@people.example"]
    assert Letter.objects.get(sent_at=None).last_error


class Overtaken(BaseEmailBackend):
    """A mail server so slow that during the first letter the lease ends and another worker sends everything."""

    received: list[str] = []

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        first = not self.received
        self.received.extend(message.to[0] for message in email_messages)
        if first:
            later()
            assert outbox.send_owed() == 3
        return len(email_messages)


def test_a_worker_overtaken_by_another_does_not_send_the_rest_again(db: None, settings: Any) -> None:
    Overtaken.received.clear()
    settings.MAILERS = settings.MAILERS | {"transport": {"BACKEND": f"{__name__}.Overtaken"}}
    for number in range(3):
        owe(number)
    assert outbox.send_owed() == 1
    assert Counter(Overtaken.received) == {
        "p0@people.example": 2,  # was on its way already
        "p1@people.example": 1,
        "p2@people.example": 1,
    }


def test_what_other_packages_mail_becomes_a_letter_in_the_language_of_the_page(
    db: None, settings: Any
) -> None:
    settings.MAILERS = settings.MAILERS | {"default": OUTBOX}
    with translation.override("en"):
        send_mail("Two\nlines", "text", None, ["Ana <ana@people.example>", "rui@people.example"])
    message = EmailMultiAlternatives("Assunto", "texto", to=["eva@people.example"])
    message.attach_alternative("<p>texto</p>", "text/html")
    message.send()
    letters = {letter.to: letter for letter in Letter.objects.all()}
    assert set(letters) == {"ana@people.example", "rui@people.example", "eva@people.example"}
    assert letters["ana@people.example"].subject == "Two lines"
    assert letters["ana@people.example"].language == "en"
    assert letters["eva@people.example"].language == "pt-pt"
    assert letters["eva@people.example"].html == "<p>texto</p>"
    with pytest.raises(RuntimeError), transaction.atomic():
        send_mail("Assunto", "texto", None, ["undone@people.example"])
        raise RuntimeError
    assert Letter.objects.count() == 3
