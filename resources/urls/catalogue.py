"""Addresses under /recursos/."""

from django.urls import path

from resources.views import asking, catalogue, exporting, keeping, resource_page

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("exportar.<slug:kind>", exporting.export_results, name="export"),
    path("pedir/", asking.ask_several, name="ask_several"),
    path("pedir/<slug:code>/", asking.ask_category, name="ask_category"),
    path("violencia-domestica/", catalogue.violence_route, name="violence_route"),
    path("fotografias/<uuid:uuid>/", keeping.facility_photo, name="facility_photo"),
    path("<uuid:uuid>-<slug:slug>/", resource_page.resource, name="resource"),
    path("<uuid:uuid>-<slug:slug>/pedir/", asking.request_booking, name="request_booking"),
]
