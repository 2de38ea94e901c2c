"""What an issue may say and what it says in one language: always through the visitor's own scope."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Q

from portal.newsletter.models import Issue, IssueItem
from portal.pages.news import NewsPage

DEFAULT = "pt-pt"


def candidates() -> list[NewsPage]:
    """Public items since the last issue, one row an item whatever its languages, the latest first."""
    last = Issue.objects.sent().first()
    found = NewsPage.objects.visible_to(None).exclude(
        translation_key__in=IssueItem.objects.filter(issue__state=Issue.State.SENT).values("news")
    )
    if last is not None:
        # Approved before and put off till after the last issue, it is new all the same.
        since = Q(approvals__at__gt=last.sent_at) | Q(first_published_at__gt=last.sent_at)
        found = found.filter(since).distinct()
    rows: dict[Any, NewsPage] = {}
    for page in found.latest().for_rows():
        known = rows.get(page.translation_key)
        if known is None or page.locale.language_code == DEFAULT:
            rows[page.translation_key] = page
    return list(rows.values())


def chosen(issue: Issue, language: str) -> list[NewsPage]:
    """Its items in this language, else in the one there is; without what is no longer public."""
    keys = [item.news for item in issue.items.all()]
    there: dict[Any, dict[str, NewsPage]] = {}
    for page in NewsPage.objects.visible_to(None).filter(translation_key__in=keys).for_rows():
        there.setdefault(page.translation_key, {})[page.locale.language_code] = page
    rows = []
    for key in keys:
        versions = there.get(key)
        if versions:
            rows.append(versions.get(language) or versions.get(DEFAULT) or next(iter(versions.values())))
    return rows


def mark_of_issue(issue: Issue) -> str:
    """Changes with every change of what somebody had before their eyes."""
    said = [issue.subject_pt, issue.subject_en, issue.intro_pt, issue.intro_en, str(issue.state)]
    items = [str(item.news) for item in issue.items.all()]
    return hashlib.sha256(repr((str(issue.uuid), said, items)).encode()).hexdigest()[:24]
