"""The editorial workflow inside the CMS: its audit rows, no copy that goes live unread, no letters of Wagtail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from accounts.models import User
from portal.communication import actions, quiet
from portal.pages.news import NewsPage
from portal.pages.pictures import document_only_inside

quiet.switch_off()


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


@hooks.register("before_copy_page")
def no_live_copy(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A copy is a draft: nobody has approved it."""
    wants = request.POST.get("publish_copies") or request.POST.get("alias")
    if not wants or not isinstance(page.specific, NewsPage):
        return None
    messages.error(request, _("Uma cópia de uma notícia começa como rascunho: copie-a sem a publicar."))
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("after_publish_page")
def audit_publishing(request: HttpRequest, page: Any) -> None:
    if isinstance(page, NewsPage):
        actions.published_inside(page, _person(request))


@hooks.register("after_unpublish_page")
def audit_withdrawal(request: HttpRequest, page: Any) -> None:
    if isinstance(page.specific, NewsPage):
        actions.withdrawn(page.specific, _person(request))


@hooks.register("after_bulk_action")
def audit_bulk(request: HttpRequest, action_type: str, objects: Iterable[Any], _action: Any) -> None:
    does = {"publish": actions.published_inside, "unpublish": actions.withdrawn}.get(action_type)
    for page in objects:
        if does is not None and isinstance(getattr(page, "specific", None), NewsPage):
            does(page.specific, _person(request))


@hooks.register("before_serve_document")
def keep_inside(document: Any, request: HttpRequest) -> None:
    """A material of internal news is as internal as they are."""
    if request.member is None and document_only_inside(document.pk):  # type: ignore[attr-defined]
        raise Http404
