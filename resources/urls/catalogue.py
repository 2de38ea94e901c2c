"""Addresses under /recursos/."""

urlpatterns: list = []
