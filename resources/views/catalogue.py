"""The catalogue: filters, list and map of what the reader may know of."""

from __future__ import annotations

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import Membership
from resources import listing
from resources.filters import SearchForm
from resources.models import Category
from resources.views.found import Search

PER_PAGE = 20


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    member: Membership | None = request.member  # type: ignore[attr-defined]
    own = member.organisation.municipality if member else None
    form = SearchForm(request.GET, seen_from=(own.seat_lat, own.seat_lon) if own else None)
    found = listing.find(member, form.criteria(per_page=PER_PAGE))
    page_errors = []
    if found.criteria.page > found.pages:
        page_errors = [
            ngettext("Esta página não existe: há só %(n)s.", "Esta página não existe: há %(n)s.", found.pages)
            % {"n": found.pages}
        ]
        found = listing.find(member, replace(found.criteria, page=1))
    search = Search(request.GET, form, found, member)
    refuge = next((one for one in form.tree if one.opaque), None)
    context = {
        "form": form,
        "found": found,
        "page_errors": page_errors or form.errors.get("page", []),
        "page": Paginator(range(found.total), PER_PAGE).page(found.criteria.page),
        "search": search,
        "cards": [search.card(row) for row in found.rows],
        "own": own,
        "refuge": refuge,
        "about_violence": found.criteria.about_violence,
    }
    wrong = bool(form.errors or page_errors)
    return render(request, "resources/catalogue.html", context, status=400 if wrong else 200)


@require_safe
def violence_route(request: HttpRequest) -> HttpResponse:
    """Help against violence, in place of any place: what to do now, and how a place is asked for."""
    member: Membership | None = request.member  # type: ignore[attr-defined]
    context = {
        "refuge": Category.objects.filter(opaque=True).first(),
        "may_ask": bool(member and member.may_ask),
    }
    return render(request, "resources/violence_route.html", context)
