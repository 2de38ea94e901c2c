"""The workspace: one page that says what waits for whom, and the notices behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import moment
from accounts.digests import address
from accounts.models import Membership, Notice
from monitor.models import reports
from portal import editors
from portal.workspace.board import board
from resources.views.manners import SeeOther, acting, members_only

PER_PAGE = 20
LATEST = 5


@members_only
@require_safe
def workspace(request: HttpRequest) -> HttpResponse:
    member = acting(request)
    notices = Notice.objects.of(member)
    context = {
        "board": board(member, request.GET.get("page")),
        "notices": worded(notices[:LATEST]),
        "unread": notices.filter(read_at=None).count(),
        "edits": editors.edits(member.user),
        "figures": reports(member) or member.has(Membership.Role.COORDINATION),
        "names_editors": editors.may_name(member),
    }
    return render(request, "workspace/home.html", context)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """What this person was told as a member of this organisation; POST marks all of it as read."""
    found = Notice.objects.of(acting(request))
    if request.method == "POST":
        found.filter(read_at=None).update(read_at=moment.now())
        messages.success(request, _("Os avisos estão todos lidos."))
        return SeeOther(reverse("workspace" if request.POST.get("back") == "trabalho" else "notices"))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "notices": worded(page.object_list),
        "unread": found.filter(read_at=None).count(),
    }
    return render(request, "workspace/notices.html", context)


def worded(found: Iterable[Notice]) -> list[dict[str, Any]]:
    """Notices in the language of the page; their links stay inside it."""
    english = get_language() == "en"
    return [
        {
            "text": (notice.text_en or notice.text_pt) if english else notice.text_pt,
            "url": address(notice.url, "en") if english and notice.url else notice.url,
            "at": notice.created_at,
            "read": notice.read_at is not None,
        }
        for notice in found
    ]
