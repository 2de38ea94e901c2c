"""Addresses under /trabalho/."""

from django.urls import include, path

urlpatterns = [path("", include("resources.urls.work"))]
