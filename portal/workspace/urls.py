"""Addresses under /trabalho/."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def _later(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=404)


urlpatterns = [
    path("", _later, name="workspace"),
    path("avisos/", _later, name="notices"),
    path("", include("resources.urls.work")),
]
