"""Searches that found nothing: where they are counted, and under /trabalho/ where they are read."""

from django.urls import path

from portal.finding import missed_views

urlpatterns = [
    path("pesquisa/sem-resultado/", missed_views.miss, name="miss"),
    path("trabalho/pesquisas-sem-resultado/", missed_views.missed_searches, name="missed_searches"),
    path("trabalho/pesquisas-sem-resultado/lista.csv", missed_views.export, name="missed_searches_csv"),
    path("trabalho/pesquisas-sem-resultado/tratada/", missed_views.settle, name="missed_settle"),
    path("trabalho/pesquisas-sem-resultado/sinonimo/", missed_views.join, name="missed_join"),
]
