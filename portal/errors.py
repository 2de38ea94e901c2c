"""Error pages: a plain sentence each, JSON for the API, never a trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _answer(request: HttpRequest, status: int, code: str, sentence: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"code": code, "detail": sentence}, status=status)
    return render(request, f"{status}.html", {"sentence": sentence}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 400, "bad_request", _("O pedido não se percebe. Volte atrás e tente de novo."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 403, "forbidden", _("Não tem acesso a esta página com a conta em que entrou."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 404, "not_found", _("Esta página não existe ou não está ao seu alcance."))


def failed(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "Algo falhou do nosso lado. Nada do que enviou ficou a meio. Tente de novo dentro de um minuto."
    )
    return _answer(request, 500, "error", sentence)
