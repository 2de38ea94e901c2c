"""The newsletter for its readers: asking for it, confirming, leaving, past issues.

These forms act on nobody's session: what they may do stands in the address or the letter, and reading sets no cookie.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.refusals import Refusal
from portal.newsletter import actions
from portal.newsletter.composing import chosen
from portal.newsletter.forms import SubscribeForm
from portal.newsletter.models import Issue
from portal.pages.feeds import atom
from units.views.work.manners import SeeOther

reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])
MOST_ASKED = 10
SHOWN = 12


@csrf_exempt
@reads_and_sends
def newsletter(request: HttpRequest) -> HttpResponse:
    """Ask for it; and the issues there are."""
    form = SubscribeForm(
        request.POST if request.method == "POST" else None, initial={"language": get_language() or "pt-pt"}
    )
    status, errors = 200, []
    if request.method == "POST":
        status = 422
        if limits.spent(request, "newsletter", MOST_ASKED):
            status = 429
            errors = [_("Foram feitos muitos pedidos daqui. Espere dez minutos e tente de novo.")]
        elif form.is_valid():
            limits.count(request, "newsletter")
            actions.ask(form.cleaned_data["email"], form.cleaned_data["language"])
            return SeeOther(reverse("newsletter_asked"))
    issues = Issue.objects.sent()[:SHOWN]
    context = {"form": form, "page_errors": errors, "issues": issues}
    return render(request, "newsletter/subscribe.html", context, status=status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same page for every address."""
    return render(request, "newsletter/asked.html")


@csrf_exempt
@reads_and_sends
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        try:
            actions.confirm(token)
        except Refusal as refusal:
            return _gone(request, refusal.sentence)
        return render(request, "newsletter/done.html", {"what": "confirmed"})
    if actions.read_token(token) is None:
        return _gone(request, _("Esta ligação já não serve. Peça outra: basta escrever de novo o endereço."))
    context = {
        "title": _("Quer receber o boletim?"),
        "lead": _("Falta só este passo: confirmar que o endereço é seu."),
        "submit": _("Sim, quero receber"),
    }
    return render(request, "newsletter/press.html", context)


def _gone(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "newsletter/done.html", {"what": "gone", "sentence": sentence}, status=410)


@csrf_exempt
@reads_and_sends
def leave(request: HttpRequest, key: UUID) -> HttpResponse:
    """Also what a mail program sends by itself (RFC 8058): one POST, no cookie, no question."""
    if request.method == "POST":
        actions.leave(key)
        return render(request, "newsletter/done.html", {"what": "left"})
    context = {
        "title": _("Deixar de receber o boletim?"),
        "lead": _("O endereço é apagado logo, e com ele tudo o que guardávamos desta subscrição."),
        "submit": _("Deixar de receber"),
        "danger": True,
    }
    return render(request, "newsletter/press.html", context)


@require_safe
def issue(request: HttpRequest, number: int) -> HttpResponse:
    """An issue as it can be read today: what was withdrawn since is left out."""
    found = get_object_or_404(Issue.objects.sent(), number=number)
    items = chosen(found, get_language() or "pt-pt")
    context = {
        "issue": found,
        "items": items,
        "withdrawn": found.items.count() - len(items),
        "crumbs": [
            {"url": reverse("wagtail_serve", args=["noticias/"]), "label": _("Notícias")},
            {"url": reverse("newsletter"), "label": _("Boletim")},
        ],
    }
    return render(request, "newsletter/issue.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What everybody may read, whoever asks: feeds are read by other people's machines."""
    return HttpResponse(atom(), content_type="application/atom+xml; charset=utf-8")
