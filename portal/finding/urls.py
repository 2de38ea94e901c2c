"""Addresses of the search box, under /pesquisa/."""

from django.urls import path

from portal.finding import views

urlpatterns = [
    path("", views.find, name="find"),
    path("sugestoes/", views.suggestions, name="find_suggestions"),
]
