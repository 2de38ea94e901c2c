"""Public addresses of governing, under /unidades/. Bodies themselves are pages of the CMS."""

from django.urls import path

from units.views import decisions, meetings, papers, rounds

urlpatterns = [
    path("decisoes/", decisions.decisions, name="decisions"),
    path("decisoes/feed/", decisions.decisions_feed, name="decisions_feed"),
    path("decisoes/exportar.<slug:kind>", decisions.export_decisions, name="decisions_export"),
    path("decisoes/<str:number>/", decisions.decision, name="decision"),
    path("rondas/<uuid:uuid>/", rounds.round_page, name="round"),
    path("reunioes/<uuid:uuid>/", meetings.meeting, name="meeting"),
    path("reunioes/<uuid:uuid>/reuniao.ics", meetings.meeting_calendar, name="meeting_calendar"),
    path("documentos/<uuid:uuid>/", papers.paper, name="paper"),
]
