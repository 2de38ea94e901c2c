"""Forms for those without an account, and the links in the letters they get.

These forms act on nobody's session: what they may do stands in the address or the letter, and reading sets no cookie.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.refusals import Refusal
from community.actions.initiatives import propose_initiative
from community.actions.pledges import pledge_as_visitor
from community.actions.visitors import confirm_contact, take_back
from community.funding.forms import InitiativeForm, VisitorPledgeForm
from community.models import VisitorContact
from units.forms.base import PlainForm
from units.views.work.manners import SeeOther, put_on_form

reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])
MOST_SENT = 10


def _taken(request: HttpRequest, form: PlainForm, template: str, save: Callable[[], object]) -> HttpResponse:
    """What this form brings is saved, seldom enough; a refusal leaves it typed."""
    status, errors = 200, []
    if request.method == "POST":
        status = 422
        if limits.spent(request, "community", MOST_SENT):
            status, errors = (
                429,
                [_("Foram enviados muitos formulários daqui. Espere dez minutos e tente de novo.")],
            )
        elif form.is_valid():
            limits.count(request, "community")
            try:
                save()
                return SeeOther(reverse("community_asked"))
            except Refusal as refusal:
                put_on_form(form, refusal)
                status = refusal.status
        _mask(form)
    return render(request, template, {"form": form, "page_errors": errors}, status=status)


def _mask(form: PlainForm) -> None:
    """Everything typed comes back masked but the address, which the form asks for."""
    typed = form.data.get("email", "")
    form.masked()
    data = form.data.copy()  # type: ignore[attr-defined]
    data["email"] = typed
    form.data = data


@csrf_exempt
@reads_and_sends
def pledge_visitor(request: HttpRequest) -> HttpResponse:
    form = VisitorPledgeForm(request.POST if request.method == "POST" else None)
    return _taken(
        request,
        form,
        "community/funding/pledge_form.html",
        lambda: pledge_as_visitor(
            form.said, email=form.cleaned_data["email"], language=get_language() or "pt-pt"
        ),
    )


@csrf_exempt
@reads_and_sends
def initiative_visitor(request: HttpRequest) -> HttpResponse:
    form = InitiativeForm(request.POST if request.method == "POST" else None)
    return _taken(
        request,
        form,
        "community/funding/initiative_form.html",
        lambda: propose_initiative(
            form.said, email=form.cleaned_data["email"], language=get_language() or "pt-pt"
        ),
    )


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same page for every address."""
    return render(request, "community/funding/done.html", {"what": "asked"})


def _gone(request: HttpRequest, sentence: str, status: int = 410) -> HttpResponse:
    context = {"what": "gone", "sentence": sentence}
    return render(request, "community/funding/done.html", context, status=status)


@csrf_exempt
@never_cache
@reads_and_sends
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    if request.method == "POST":
        try:
            confirm_contact(key)
        except Refusal as refusal:
            return _gone(request, refusal.sentence)
        return render(request, "community/funding/done.html", {"what": "confirmed"})
    found = VisitorContact.objects.filter(key=key).select_related("pledge", "initiative").first()
    if found is None:
        return _gone(request, _("Esta ligação já não serve. Preencha o formulário de novo."))
    context = {
        "title": _("Confirma o que escreveu?"),
        "lead": str(found.about),
        "submit": _("Sim, confirmo"),
    }
    return render(request, "community/funding/press.html", context)


@csrf_exempt
@never_cache
@reads_and_sends
def leave(request: HttpRequest, key: UUID) -> HttpResponse:
    if request.method == "POST":
        try:
            take_back(key)
        except Refusal as refusal:
            return _gone(request, refusal.sentence, refusal.status)
        return render(request, "community/funding/done.html", {"what": "left"})
    context = {
        "title": _("Retirar o que escreveu?"),
        "lead": _("O endereço é apagado logo. O que escreveu deixa de estar à espera ou publicado."),
        "submit": _("Retirar e apagar o endereço"),
        "danger": True,
    }
    return render(request, "community/funding/press.html", context)
