"""Where a page that found nothing is counted, and where the coordination reads what was missed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts import moment, sheets
from accounts.models import Membership
from accounts.refusals import Refusal
from portal.finding import missed
from resources.views.manners import SeeOther

PER_PAGE = 25


@csrf_exempt  # Acts on nobody's session: what it may count was signed by the page that found nothing.
@require_POST
def miss(request: HttpRequest) -> HttpResponse:
    """204 for the script, a page for a person."""
    by_script = "script" in request.POST
    try:
        missed.count(request, request.POST.get("missed", ""))
    except Refusal as refusal:
        if by_script:
            return HttpResponse(status=refusal.status)
        return _said(request, refusal.sentence, status=refusal.status)
    if by_script:
        return HttpResponse(status=204)
    return _said(request, "", status=200)


def _said(request: HttpRequest, refused: str, *, status: int) -> HttpResponse:
    return render(request, "finding/missed_said.html", {"refused": refused}, status=status)


def coordination_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Visitors are asked to sign in; for everybody else but the coordination these pages do not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("missed_searches"))
        if not missed.may_see(request.member):  # type: ignore[attr-defined]
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@coordination_only
@require_safe
def missed_searches(request: HttpRequest) -> HttpResponse:
    return _list(request)


def _list(
    request: HttpRequest, *, refused: str = "", words: str = "", same_as: str = "", status: int = 200
) -> HttpResponse:
    page = Paginator(missed.shown(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rare": missed.too_rare(),
        "shown_from": missed.SHOWN_FROM,
        "page_errors": [refused] if refused else [],
        "words": words,
        "same_as": same_as,
        "edits_synonyms": request.user.has_perm("search.change_synonyms"),
    }
    return render(request, "finding/missed_searches.html", context, status=status)


@coordination_only
@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    words = request.POST.get("words", "")
    try:
        missed.settle(words, by=_acting(request))
    except Refusal as refusal:
        return _list(request, refused=refusal.sentence, status=refusal.status)
    messages.success(
        request, _("«%(words)s» fica tratada. Se voltar a faltar, aparece de novo.") % {"words": words}
    )
    return SeeOther(reverse("missed_searches"))


@coordination_only
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    words, same_as = request.POST.get("words", ""), request.POST.get("same_as", "")[:200]
    try:
        group = missed.join(words, same_as, by=_acting(request))
    except Refusal as refusal:
        return _list(request, refused=refusal.sentence, words=words, same_as=same_as, status=refusal.status)
    said = _("Quem procurar «%(words)s» passa a encontrar também: %(group)s.")
    others = ", ".join(one for one in group.terms if one != words)
    messages.success(request, said % {"words": words, "group": others})
    return SeeOther(reverse("missed_searches"))


@coordination_only
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All that the list shows, and no more than it shows."""
    lines: list[list[sheets.Cell]] = [[_("palavras"), _("vezes"), _("semanas"), _("última semana")]]
    lines += [[one["words"], one["all"], one["weeks"], one["last"]] for one in missed.shown()]
    answer = HttpResponse(sheets.as_csv(lines), content_type="text/csv; charset=utf-8")
    day = timezone.localdate(moment.now()).isoformat()
    answer["Content-Disposition"] = f'attachment; filename="concerta-pesquisas-sem-resultado-{day}.csv"'
    return answer


def _acting(request: HttpRequest) -> Membership:
    return cast(Membership, request.member)  # type: ignore[attr-defined]
