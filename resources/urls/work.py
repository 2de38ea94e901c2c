"""Addresses of the marketplace under /trabalho/."""

urlpatterns: list = []
