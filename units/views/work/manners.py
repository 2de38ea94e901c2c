"""How the pages for those who govern behave: who is let in, how a POST answers, where a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from accounts.refusals import Refusal, StaleForm
from units.forms import PlainForm
from units.views.work.scope import stale_sentence

View = Callable[..., HttpResponse]
reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])


def acting(request: HttpRequest) -> Membership:
    """The membership acted under; for views that are `governing_only` or `members_only`."""
    return cast(Membership, request.member)  # type: ignore[attr-defined]


def governing_only(view: View) -> View:
    """Visitors are asked to sign in; for a member who does not govern these pages do not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            after = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("governing")
            return redirect_to_login(after)
        member: Membership | None = request.member  # type: ignore[attr-defined]
        if member is None or not member.governs:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def members_only(view: View) -> View:
    """Visitors are asked to sign in; for who acts for no entity these pages do not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            after = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("consultations")
            return redirect_to_login(after)
        if request.member is None:  # type: ignore[attr-defined]
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class SeeOther(HttpResponseRedirect):
    """After a POST: the next request is a GET, whatever the client."""

    status_code = 303


def put_on_form(form: forms.BaseForm, refusal: Refusal, **names: str) -> None:
    """Show a refusal where it belongs: at the field it names when the form has it, else above the form.

    `names`: what the form calls a field of the action.
    """
    said = str(refusal.extra.get("field", ""))
    field = names.get(said, said)
    form.add_error(field if field in form.fields else None, refusal.sentence)


def sent(
    request: HttpRequest, form: PlainForm, save: Callable[[], HttpResponse], *, mark: str = "", **names: str
) -> tuple[HttpResponse | None, int]:
    """What this form brings is saved and answered by `save`; a refusal leaves it typed, with what is wrong.

    `mark` says how things stand now: a form made when they stood otherwise is told so, and goes on from here. `names`
    as in `put_on_form`. Returns the answer, or None and the status of the page that shows the form.
    """
    if request.method != "POST":
        return None, 200
    status = 422
    if form.is_valid():
        try:
            if mark and form.cleaned_data["seen"] not in ("", mark):
                raise StaleForm(stale_sentence())
            return save(), SeeOther.status_code
        except Refusal as refusal:
            put_on_form(form, refusal, **names)
            status = refusal.status
            if mark:
                form.go_on_from(mark)
    form.masked()
    return None, status


def confirm(
    request: HttpRequest,
    do: Callable[[], str],
    *,
    page: dict[str, Any],
    form: PlainForm | None = None,
    template: str = "units/work/confirm.html",
) -> HttpResponse:
    """One verb on a page of its own: GET says what it does, POST does it and goes where `do` says.

    A refusal comes back as the same page with its sentence and what was typed.
    """
    status, errors = 200, []
    if request.method == "POST":
        status = 422
        if form is None or form.is_valid():
            try:
                return SeeOther(do())
            except Refusal as refusal:
                status = refusal.status
                if form is not None and refusal.extra.get("field") in form.fields:
                    put_on_form(form, refusal)
                else:
                    errors = [refusal.sentence]
        if form is not None:
            form.masked()
    context = {"here": page["title"], **page, "form": form, "page_errors": errors}
    return render(request, template, context, status=status)


def refused(request: HttpRequest, refusal: Refusal, *, url: str, action: str) -> HttpResponse:
    """A page with the sentence, and the way on."""
    context = {"page_errors": [refusal.sentence], "url": url, "action": action}
    return render(request, "units/work/refused.html", context, status=refusal.status)
