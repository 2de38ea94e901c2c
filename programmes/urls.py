"""Public addresses of programmes, under /programas/."""

from django.urls import path

from programmes.views import intake, public

urlpatterns = [
    path("", public.programmes, name="programmes"),
    path("formacao/", public.training, name="training"),
    path("formacao/mapa-da-oferta/", public.offer_map, name="training_offer"),
    path("formacao/formacao.csv", public.training_csv, name="training_csv"),
    path("formacao/formacao.ics", public.training_calendar, name="training_calendar"),
    path("certificados/", public.certificates, name="certificates"),
    path("certificados/<str:code>/", public.certificate, name="certificate"),
    path("inscrever/<uuid:uuid>/", intake.self_register, name="self_register"),
    path("<uuid:uuid>/", public.programme, name="programme"),
]
