"""Public addresses of governing, under /unidades/. Bodies themselves are pages of the CMS."""

from django.urls import path

from units.views import decisions, meetings, papers, rounds

urlpatterns = [
    path("decisoes/", decisions.decisions, name="decisions"),
    path("decisoes/feed/", decisions.decisions_feed, name="decisions_feed"),
    path("decisoes/exportar.<slug:kind>", decisions.export_decisions, name="decisions_export"),
    path("decisoes/<str:number>/", decisions.decision, name="decision"),
    path("rondas/", rounds.rounds, name="rounds"),
    path("rondas/<uuid:uuid>/", rounds.round_page, name="round"),
    path("reunioes/", meetings.meetings, name="meetings"),
    path("reunioes/<uuid:uuid>/", meetings.meeting, name="meeting"),
    path("reunioes/<uuid:uuid>/reuniao.ics", meetings.meeting_calendar, name="meeting_calendar"),
    path("reunioes/<uuid:uuid>/pasta.pdf", meetings.meeting_pack, name="meeting_pack"),
    path("reunioes/<uuid:uuid>/ata.pdf", meetings.meeting_minutes, name="meeting_minutes"),
    path("documentos/<uuid:uuid>/", papers.paper, name="paper"),
]
