"""Addresses under /trabalho/."""

from django.urls import include, path

from portal.workspace import views

urlpatterns = [
    path("", views.workspace, name="workspace"),
    path("avisos/", views.notices, name="notices"),
    path("", include("resources.urls.work")),
]
