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
    """One notice a person, and a letter as they chose.

    `build` and `path` run once a language, `links` once a person, in the reader's language: what they say depends on
    nothing else.
    """
    readers = outbox.readers(members)
    chosen = outbox.how_to_tell(readers, topic, urgent=urgent)
    said = {code: _said(code, build, path, discreet) for code in _languages(readers)}
    letters, notices = [], []
    alike: dict[str, tuple[str, str]] = {}
    for member in readers:
        language, how = member.user.language, chosen[member.user_id]
        subject, lines, place = said[language]
        if how == How.AT_ONCE:
            if links is not None and not discreet:
                with override(language):
                    text, html = _letter(language, subject, lines, place, links(member))
            else:
                if language not in alike:
                    with override(language):
                        alike[language] = _letter(language, subject, lines, place, [])
                text, html = alike[language]
            letters.append(
                outbox.letter(
                    to=member.user.email, language=language, kind=kind, subject=subject, text=text, html=html
                )
            )
        notices.append(
            outbox.notice(
                member.user,
                member.organisation,
                text_pt=said["pt-pt"][0],
                text_en=said["en"][0],
                url=said["pt-pt"][2],
                digest_text="\n".join(lines) if how == How.DIGEST else "",
            )
        )
    outbox.owe_all(letters)
    outbox.notify_all(notices)
    return len(readers)


def _languages(readers: list[Membership]) -> set[str]:
    """Those of the readers, and of every notice."""
    return {"pt-pt", "en"} | {member.user.language for member in readers} if readers else set()


def _said(language: str, build: Build, path: Callable[[], str], discreet: bool) -> tuple[str, list[str], str]:
    """Subject, lines and the place to open, in one language."""
    with override(language):
        subject, lines = discreetly() if discreet else build()
        return subject, lines, path()


def _letter(
    language: str, subject: str, lines: list[str], place: str, links: list[tuple[str, str]]
) -> tuple[str, str]:
    """As text and as HTML, in the active language."""
    context = {
        "subject": subject,
        "lines": lines,
        "links": links,
        "url": settings.BASE_URL + place,
        "language": language,
    }
    return (
        render_to_string("accounts/mail/letter.txt", context),
        render_to_string("accounts/mail/letter.html", context),
    )


def discreetly() -> tuple[str, list[str]]:
    return _("Há algo à sua espera na Concerta"), [_("Entre para ver do que se trata.")]
