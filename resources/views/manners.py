"""How the pages for members behave: who is let in, how a POST answers, where a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts.models import Membership
from resources.refusals import Refusal

View = Callable[..., HttpResponse]


def acting(request: HttpRequest) -> Membership:
    """The membership acted under; for views that are `members_only`."""
    return cast(Membership, request.member)  # type: ignore[attr-defined]


def members_only(view: View) -> View:
    """Visitors are asked to sign in; who belongs to no organisation reads how to join one."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            after = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("workspace")
            return redirect_to_login(after)
        if request.member is None:  # type: ignore[attr-defined]
            return render(request, "resources/join.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


class SeeOther(HttpResponseRedirect):
    """After a POST: the next request is a GET, whatever the client."""

    status_code = 303


def put_on_form(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal where it belongs: at the field it names when the form has it, else above the form."""
    named = str(refusal.extra.get("field", "")).rpartition(".")[2]
    field = {"from": "valid_from"}.get(named, named)
    form.add_error(field if field in form.fields else None, refusal.sentence)
