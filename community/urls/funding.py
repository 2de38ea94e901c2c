"""Public addresses of funding, under /comunidade/. Every `uuid` is the one of what the address names."""

from django.urls import path

from community.views.funding import calls, register, visitors

urlpatterns = [
    path("avisos/", calls.calls, name="calls"),
    path("avisos/prazos.ics", calls.calls_calendar, name="calls_calendar"),
    path("avisos/exportar.csv", calls.calls_export, name="calls_export"),
    path("avisos/<uuid:uuid>/", calls.call, name="call"),
    path("avisos/<uuid:uuid>/prazo.ics", calls.call_calendar, name="call_calendar"),
    path("candidaturas/", calls.applications, name="applications"),
    path("candidaturas/<uuid:uuid>/", calls.application, name="application"),
    path("projetos/", register.projects, name="projects"),
    path("projetos/<uuid:uuid>/", register.project, name="project"),
    path("compromissos/", register.pledges, name="pledges"),
    path("compromissos/novo/", visitors.pledge_visitor, name="pledge_visitor"),
    path("iniciativas/", register.initiatives, name="initiatives"),
    path("iniciativas/nova/", visitors.initiative_visitor, name="initiative_visitor"),
    path("iniciativas/<uuid:uuid>/", register.initiative, name="initiative"),
    path("pedido/", visitors.asked, name="community_asked"),
    path("confirmar/<uuid:key>/", visitors.confirm, name="community_confirm"),
    path("retirar/<uuid:key>/", visitors.leave, name="community_take_back"),
]
