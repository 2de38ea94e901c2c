"""Addresses of data that have no language: programs read the same everywhere."""

from django.urls import path

from monitor.views import data

urlpatterns = [
    path("dados-abertos/indicadores.csv", data.all_figures, name="all_figures"),
    path("dados-abertos/datapackage.json", data.all_figures_package, name="all_figures_package"),
    path("monitor/<slug:code>/datapackage.json", data.indicator_package, name="indicator_package"),
]
