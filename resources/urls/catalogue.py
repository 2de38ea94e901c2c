"""Addresses under /recursos/."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def _later(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=404)


urlpatterns = [
    path("", _later, name="catalogue"),
    path("pedir/<slug:code>/", _later, name="ask_category"),
    path("<uuid:uuid>-<slug:slug>/", _later, name="resource"),
    path("<uuid:uuid>-<slug:slug>/pedir/", _later, name="request_booking"),
]
