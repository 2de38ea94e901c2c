"""Letters of the newsletter. An issue is worded once a language; only the way out differs from letter to letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from itertools import batched

from django.conf import settings
from django.db.models.functions import Lower
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import moment, outbox
from accounts.models import How, Letter, Membership, Notice, NoticeSettings, Topic
from portal.newsletter.composing import chosen
from portal.newsletter.models import Issue, Subscription

CONFIRM, ISSUE, TEST = "newsletter_confirm", "newsletter", "newsletter_test"
LANGUAGES = ("pt-pt", "en")
# A word that no text says, in place of the way out.
WAY_OUT = "%%CONCERTA-WAY-OUT%%"
BATCH = 1000
# The newsletter goes out a little at a time; the outbox lets whatever else is owed go first.
A_MINUTE = 300


@dataclass(frozen=True)
class Worded:
    """An issue in one language."""

    subject: str
    text: str
    html: str


def confirm(subscription: Subscription, token: str, language: str) -> None:
    with override(language):
        context = {
            "subject": _("Confirme que quer receber o boletim"),
            "lines": [
                _("Este endereço foi escrito no pedido do boletim de notícias da Concerta."),
                _("Se foi você, confirme. Se não foi, não faça nada: nada muda.")
                if subscription.confirmed_at
                else _(
                    "Se foi você, confirme. Se não foi, não faça nada: dentro de três dias apagamos o endereço."
                ),
            ],
            "links": [],
            "url": settings.BASE_URL + reverse("newsletter_confirm", args=[token]),
            "language": language,
        }
        outbox.owe(
            to=subscription.email,
            language=language,
            kind=CONFIRM,
            subject=str(context["subject"]),
            text=render_to_string("newsletter/confirm.txt", context),
            html=render_to_string("newsletter/confirm.html", context),
        )


def worded(issue: Issue, language: str) -> Worded:
    with override(language):
        items = [
            {
                "title": page.title,
                "summary": page.description,
                "day": page.date,
                "campaign": page.campaign,
                "url": page.full_url,
                # Said where the reader's own language is missing.
                "lang": "" if page.locale.language_code == language else page.locale.language_code,
                "demo": page.is_demo,
            }
            for page in chosen(issue, language)
        ]
        archive = reverse("newsletter_issue", args=[issue.number]) if issue.number else reverse("newsletter")
        context = {
            "issue": issue,
            "subject": issue.subject,
            "intro": [line for line in issue.intro.splitlines() if line.strip()],
            "items": items,
            "archive_url": settings.BASE_URL + archive,
            "leave_url": WAY_OUT,
            "language": language,
        }
        return Worded(
            issue.subject,
            render_to_string("newsletter/letter.txt", context),
            render_to_string("newsletter/letter.html", context),
        )


def test(issue: Issue, *, to: str) -> int:
    for language in LANGUAGES:
        said = worded(issue, language)
        with override(language):
            out = settings.BASE_URL + reverse("newsletter")
            outbox.owe(
                to=to,
                language=language,
                kind=TEST,
                subject=_("[Ensaio] %(subject)s") % {"subject": said.subject},
                text=said.text.replace(WAY_OUT, out),
                html=said.html.replace(WAY_OUT, escape(out)),
            )
    return len(LANGUAGES)


@dataclass(frozen=True)
class Reader:
    """Where a letter goes. Only those who subscribed leave with one press; members have their own choices."""

    email: str
    language: str
    out: str
    one_press: bool


def addressed() -> int:
    """To how many addresses an issue would go now."""
    return Subscription.objects.confirmed().count() + len(_members_by_mail())


def _members_by_mail() -> list[tuple[str, str]]:
    """(address, language) of members who chose letters, without those who subscribed as well."""
    asked = NoticeSettings.objects.filter(
        **{f"choices__{Topic.NEWSLETTER.value}": How.AT_ONCE.value},
        user__in=Membership.objects.active().values("user"),
    )
    subscribed = Subscription.objects.confirmed().values("email")
    found = asked.annotate(address=Lower("user__email")).exclude(address__in=subscribed).order_by("user_id")
    return list(found.values_list("user__email", "user__language"))


def _readers() -> Iterator[Reader]:
    paths = {}
    for language in LANGUAGES:
        with override(language):
            paths[language] = (
                settings.BASE_URL
                + reverse("newsletter_leave", args=["00000000-0000-0000-0000-000000000000"]),
                settings.BASE_URL + reverse("notice_choices"),
            )
    subscribed = Subscription.objects.confirmed().order_by("pk").values_list("email", "language", "key")
    for email, language, key in subscribed.iterator(chunk_size=BATCH):
        out = paths[language][0].replace("00000000-0000-0000-0000-000000000000", str(key))
        yield Reader(email, language, out, True)
    for email, language in _members_by_mail():
        yield Reader(email, language, paths[language][1], False)


def issue(issue: Issue) -> int:
    """Owe every letter of the issue in the current transaction, in a few statements; how many."""
    said = {language: worded(issue, language) for language in LANGUAGES}
    now, written = moment.now(), 0
    for readers in batched(_readers(), BATCH):
        Letter.objects.bulk_create(
            Letter(
                to=reader.email,
                language=reader.language,
                kind=ISSUE,
                subject=said[reader.language].subject[:200],
                text=said[reader.language].text.replace(WAY_OUT, reader.out),
                html=said[reader.language].html.replace(WAY_OUT, escape(reader.out)),
                leave_url=reader.out if reader.one_press else "",
                created_at=now,
                run_after=now + timedelta(minutes=(written + place) // A_MINUTE),
            )
            for place, reader in enumerate(readers)
        )
        written += len(readers)
    _notices(issue)
    return written


def _notices(issue: Issue) -> None:
    """One line for each member, in the digest of those who chose so."""
    members = outbox.readers(Membership.objects.active().select_related("user").order_by("pk"))
    chosen_by = outbox.how_to_tell(members, Topic.NEWSLETTER)
    words, lines = {}, {}
    for language in LANGUAGES:
        with override(language):
            words[language] = _("Boletim n.º %(number)s: %(subject)s") % {
                "number": issue.number,
                "subject": issue.subject,
            }
            lines[language] = "\n".join(page.title for page in chosen(issue, language))
    with override("pt-pt"):
        place = reverse("newsletter_issue", args=[issue.number])
    Notice.objects.bulk_create(
        [
            Notice(
                user_id=member.user_id,
                organisation_id=member.organisation_id,
                text_pt=words["pt-pt"][:240],
                text_en=words["en"][:240],
                url=place,
                digest_text=lines[member.user.language] if chosen_by[member.user_id] == How.DIGEST else "",
                created_at=moment.now(),
            )
            for member in members
        ],
        batch_size=BATCH,
    )
