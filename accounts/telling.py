"""Telling people: one notice each, and a letter as they chose, written as rows of the transaction that causes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import outbox
from accounts.models import How, Membership

Build = Callable[[], tuple[str, list[str]]]
# Ways out of a letter that are one person's alone, as (words, address).
Links = Callable[[Membership], list[tuple[str, str]]]


def write(
    members: Iterable[Membership],
    kind: str,
    topic: str,
    build: Build,
    *,
    path: Callable[[], str],
    discreet: bool,
    urgent: bool = False,
    links: Links | None = None,
) -> int:
    """One notice a person, and a letter as they chose; `build`, `path` and `links` run in the reader's language."""
    readers = outbox.readers(members)
    chosen = outbox.how_to_tell(readers, topic, urgent=urgent)
    letters, notices = [], []
    for member in readers:
        language, how = member.user.language, chosen[member.user_id]
        with override(language):
            subject, lines = discreetly() if discreet else build()
            if how == How.AT_ONCE:
                context = {
                    "subject": subject,
                    "lines": lines,
                    "links": links(member) if links and not discreet else [],
                    "url": settings.BASE_URL + path(),
                    "language": language,
                }
                letters.append(
                    outbox.letter(
                        to=member.user.email,
                        language=language,
                        kind=kind,
                        subject=subject,
                        text=render_to_string("accounts/mail/letter.txt", context),
                        html=render_to_string("accounts/mail/letter.html", context),
                    )
                )
        texts = {}
        for code in ("pt-pt", "en"):
            with override(code):
                texts[code] = (discreetly() if discreet else build())[0]
        with override("pt-pt"):
            place = path()
        notices.append(
            outbox.notice(
                member.user,
                member.organisation,
                text_pt=texts["pt-pt"],
                text_en=texts["en"],
                url=place,
                digest_text="\n".join(lines) if how == How.DIGEST else "",
            )
        )
    outbox.owe_all(letters)
    outbox.notify_all(notices)
    return len(readers)


def discreetly() -> tuple[str, list[str]]:
    return _("Há algo à sua espera na Concerta"), [_("Entre para ver do que se trata.")]
