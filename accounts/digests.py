"""The digest: one letter a day with what its reader chose not to be told at once.

Composing is one transaction a reader: the letter is owed and what it says is struck off together, or neither. A worker
killed in the middle loses nothing and says nothing twice.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils.translation import ngettext, override

from accounts import moment, outbox
from accounts.models import Letter, Membership, Notice, NoticeSettings, User

LISBON = ZoneInfo("Europe/Lisbon")
MOST_LISTED = 100


def send_digests() -> int:
    """Clock: compose the digests whose hour has come; returns how many letters were written."""
    now = moment.now().astimezone(LISBON)
    made = 0
    for pk in list(_due(now).values_list("pk", flat=True)):
        with transaction.atomic():
            # Whoever comes second finds it no longer due.
            row = (
                _due(now)
                .filter(pk=pk)
                .select_related("user")
                .select_for_update(skip_locked=True, of=("self",))
                .first()
            )
            if row is None:
                continue
            made += _compose(row.user) is not None
            row.digested_on = now.date()
            row.save(update_fields=["digested_on"])
    return made


def _due(now: datetime) -> QuerySet[NoticeSettings]:
    """Local hour and local day: on the two days on which the clock changes it comes once as well."""
    late = NoticeSettings.objects.filter(digest_at__lte=now.time()).filter(
        Q(digested_on=None) | Q(digested_on__lt=now.date())
    )
    return late.filter(weekdays_only=False) if now.weekday() > 4 else late


def _compose(user: User) -> Letter | None:
    own = set(Membership.objects.active().filter(user=user).values_list("organisation_id", flat=True))
    owed = list(Notice.objects.owed().filter(user=user).order_by("created_at", "pk"))
    # What came from an organisation since left is struck off unsaid; what comes while this is written waits its turn.
    said = [one for one in owed if one.organisation_id is None or one.organisation_id in own]
    Notice.objects.filter(pk__in=[one.pk for one in owed]).update(digest_text="")
    if not said or not user.is_active:
        return None
    with override(user.language):
        subject = ngettext("Resumo do dia: %(n)s aviso", "Resumo do dia: %(n)s avisos", len(said))
        subject %= {"n": len(said)}
        context = {
            "subject": subject,
            "items": [_item(notice, user.language) for notice in said[:MOST_LISTED]],
            "more": max(0, len(said) - MOST_LISTED),
            "url": settings.BASE_URL + address("/trabalho/avisos/", user.language),
            "choices_url": settings.BASE_URL + address("/conta/avisos/", user.language),
            "language": user.language,
        }
        return outbox.owe(
            to=user.email,
            language=user.language,
            kind="digest",
            subject=subject,
            text=render_to_string("accounts/mail/digest.txt", context),
            html=render_to_string("accounts/mail/digest.html", context),
        )


def _item(notice: Notice, language: str) -> dict[str, object]:
    return {
        "title": notice.text_en if language == "en" and notice.text_en else notice.text_pt,
        "lines": notice.digest_text.splitlines(),
        "url": settings.BASE_URL + address(notice.url, language) if notice.url else "",
    }


def address(url: str, language: str) -> str:
    """Notices keep Portuguese addresses, which resolve only while Portuguese is the active language."""
    with override("pt-pt"):
        return translate_url(url, language)
