"""What happens to an item in the CMS or by the clock leaves its audit row: from the form, in bulk, with its parents, on
its day, however it came about."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished, workflow_cancelled

from accounts.models import User
from portal.communication import actions
from portal.models import NewsPage


def connect() -> None:
    page_published.connect(_published)
    page_unpublished.connect(_withdrawn)
    workflow_cancelled.connect(_taken_back)
    for model in (NewsPage, *NewsPage.__subclasses__()):
        pre_delete.connect(_deleted, sender=model)


def _person() -> User | None:
    """Who is at work in the CMS; nobody where the clock is."""
    user = get_active_log_context().user
    return user if isinstance(user, User) else None


def _published(instance: Any, revision: Any, **_kwargs: Any) -> None:
    # Wagtail says so of what is only set for a later day as well.
    now = instance.live and (revision is None or instance.live_revision_id == revision.pk)
    if now and isinstance(instance, NewsPage):
        actions.published(instance, _person())


def _withdrawn(instance: Any, **_kwargs: Any) -> None:
    if isinstance(instance, NewsPage):
        actions.withdrawn(instance, _person())


def _taken_back(instance: Any, user: Any, **_kwargs: Any) -> None:
    page = instance.content_object
    if page is not None and isinstance(page.specific, NewsPage):
        actions.taken_back(page.specific, user if isinstance(user, User) else _person())


def _deleted(sender: type[NewsPage], instance: NewsPage, **_kwargs: Any) -> None:
    # A campaign is deleted as itself and then as the news it also is: one row, of its own kind.
    if sender is instance.specific_class:
        actions.deleted(instance, _person())
