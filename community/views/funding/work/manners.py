"""One page for one verb, and one form on a page, as funding shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Membership
from units.forms.base import PlainForm
from units.views.work.manners import acting, confirm

CONFIRM = "community/funding/work/confirm.html"


def one_verb(
    request: HttpRequest, do: Callable[[], str], *, form: PlainForm | None = None, **page: Any
) -> HttpResponse:
    """`units`' page for one verb, with the way back of funding: other_url, other."""
    return confirm(request, do, page={"no_desk": True, **page}, form=form, template=CONFIRM)


def show_form(request: HttpRequest, form: Any, *, status: int, **page: Any) -> HttpResponse:
    """A long form: title, lead, submit, other_url, other."""
    return render(request, "community/funding/work/form.html", {"form": form, **page}, status=status)


def coordinating(request: HttpRequest) -> Membership:
    """For whom the pages of the coordination exist; Http404 for everybody else."""
    member = acting(request)
    if not member.has(Membership.Role.COORDINATION):
        raise Http404
    return member


def committing(request: HttpRequest) -> Membership:
    """Who may commit an organisation; Http404 for who only reads or edits pages."""
    member = acting(request)
    if not member.may_ask:
        raise Http404
    return member
