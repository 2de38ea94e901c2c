"""One tap from a letter: confirm what one offers, without signing in. Reading the page changes nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.models import Membership
from resources import confirming
from resources.actions.confirming import confirm_asked
from resources.models import Resource
from resources.refusals import Refusal
from resources.views import own

MOST = 120


# The address itself is what allows it: there is nothing else a forged form could ride on, and a page that sends no
# referrer sends no origin either, which the check would refuse.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_capacity(request: HttpRequest, token: str) -> HttpResponse:
    if limits.spent(request, "confirm", MOST):
        return _quietly(render(request, "429.html", status=429))
    limits.count(request, "confirm")
    try:
        asked = confirming.read(token)
    except confirming.Expired:
        return _said(request, 410, _("Esta ligação passou do prazo. Inicie sessão para confirmar."))
    if asked is None:
        return _said(
            request, 404, _("Esta ligação não é válida. Abra-a de novo a partir da mensagem, por inteiro.")
        )
    member = (
        Membership.objects.active()
        .select_related("user", "organisation__municipality")
        .filter(pk=asked.membership)
        .first()
    )
    if member is None or not member.may_decide:
        return _said(request, 403, _("Quem recebeu esta ligação já não gere os recursos desta entidade."))
    found = list(Resource.objects.managed_by(member).filter(pk__in=asked.seen).for_cards())
    if any(not one.facility.shows_place for one in found):
        return _said(request, 403, _("Isto confirma-se só com a sessão iniciada."))
    waiting = [one for one in found if one.confirmed_at == asked.seen[one.pk]]
    if not waiting:
        return _said(request, 410, _("Já está confirmado. Não é preciso mais nada."))
    if request.method != "POST":
        return _page(request, {"offered": own.offered_tonight(waiting), "member_name": member.user})
    try:
        done = confirm_asked({one.pk: asked.seen[one.pk] for one in waiting}, by=member)
    except Refusal as refusal:
        return _said(request, refusal.status, refusal.sentence)
    return _page(request, {"done": done})


def _said(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    return _page(request, {"sentence": sentence}, status)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return _quietly(render(request, "resources/confirm_capacity.html", context, status=status))


def _quietly(response: HttpResponse) -> HttpResponse:
    """The address goes to nobody else, and into no search engine."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
