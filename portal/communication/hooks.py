"""The editorial workflow inside the CMS: no copy that goes live unread, no file outside before its page, no letters of
Wagtail."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from portal.communication import quiet
from portal.pages.news import NewsPage
from portal.pages.pictures import may_be_seen_by

quiet.switch_off()


@hooks.register("before_copy_page")
def no_live_copy(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A copy is a draft: nobody has approved it."""
    wants = request.POST.get("publish_copies") or request.POST.get("alias")
    if not wants or not isinstance(page.specific, NewsPage):
        return None
    messages.error(request, _("Uma cópia de uma notícia começa como rascunho: copie-a sem a publicar."))
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("before_serve_document")
def keep_inside(document: Any, request: HttpRequest) -> None:
    if not may_be_seen_by(request, document):
        raise Http404
