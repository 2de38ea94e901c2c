"""How the public pages of listings behave: a narrowed list in pages, an entry that is open, closed or not there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Membership
from community.listings.filters import Filters
from community.models import Listing
from units.lists import page_of

PER_PAGE = 20
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def member_of(request: HttpRequest) -> Membership | None:
    member: Membership | None = request.member  # type: ignore[attr-defined]
    return member


def listed(
    request: HttpRequest, form: Filters, template: str, *, found: Any = None, **context: Any
) -> HttpResponse:
    """A list as its filters leave it; 400 and the whole list where the address asks for what does not exist."""
    page, page_errors = page_of(request, form.found() if found is None else found, PER_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    narrowed = bool(form.narrowing)
    context = {
        "form": form,
        "page": page,
        "page_errors": page_errors,
        "total": page.paginator.count,
        "chips": form.chips if narrowed else [],
        "narrowed": narrowed,
        "to_loosen": form.to_loosen() if narrowed and not page.paginator.count else [],
        "files_query": f"?{query.urlencode()}" if query and form.is_valid() else "",
        **context,
    }
    status = 400 if form.errors or page_errors else 200
    return render(request, template, context, status=status)


def read_entry(request: HttpRequest, model: type[Listing], uuid: UUID) -> Listing:
    """An entry that everybody may read; `Gone` when it was public and is no longer, 404 for all else."""
    manager: Any = model._default_manager
    found: Listing | None = manager.open_now().for_pages().filter(uuid=uuid).first()
    if found is not None:
        return found
    past = manager.exclude(published_at=None).filter(uuid=uuid).exists()
    raise Gone if past else Http404


class Gone(Exception):
    """It was public once."""


def gone(request: HttpRequest, *, title: str, url: str, action: str) -> HttpResponse:
    """410: whoever follows an old link is told so, and nothing of what stood there."""
    context = {"title": title, "url": url, "action": action}
    return render(request, "community/listings/gone.html", context, status=410)


def keeps(request: HttpRequest, listing: Listing) -> bool:
    """Whether the reader may go on to edit it."""
    manager: Any = type(listing)._default_manager
    member = member_of(request)
    return member is not None and manager.kept_by(member).filter(pk=listing.pk).exists()
