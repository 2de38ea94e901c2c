"""Public addresses of impact, under /impacto/. What is a draft answers only to who keeps it."""

from django.urls import path

from impact.views import public

urlpatterns = [
    path("", public.overview, name="impact"),
    path("constatacoes.csv", public.findings_csv, name="impact_csv"),
    path("fichas/<uuid:uuid>/", public.sheet, name="impact_sheet"),
    path("avaliacoes/<uuid:uuid>/", public.evaluation, name="evaluation"),
]
