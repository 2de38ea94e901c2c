"""Addresses of the marketplace under /trabalho/."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def _later(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=404)


urlpatterns = [
    path("reservas/<uuid:uuid>/", _later, name="decide"),
    path("reservas/<uuid:uuid>/<slug:verb>/", _later, name="booking_verb"),
    path("pedidos/", _later, name="my_requests"),
    path("pedidos/<uuid:uuid>/", _later, name="my_request"),
    path("rede/", _later, name="open_needs"),
    path("recursos/", _later, name="own_resources"),
    path("recursos/<uuid:uuid>/", _later, name="own_resource"),
]
