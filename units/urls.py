"""Public addresses of governing, under /unidades/. Bodies themselves are pages of the CMS."""

from django.urls import path

from units.views import consultations, decisions, meetings, networks, papers, partners, rounds

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
    path("consultas/", consultations.consultations, name="consultations"),
    path("consultas/<uuid:uuid>/", consultations.consultation, name="consultation"),
    path(
        "consultas/<uuid:uuid>/comentarios.<slug:kind>",
        consultations.consultation_export,
        name="consultation_export",
    ),
    path("parceiros/", partners.partners, name="partners"),
    path("parceiros/<uuid:uuid>/", partners.partner, name="partner"),
    path("redes-sociais/", networks.networks, name="networks"),
    path("redes-sociais/<str:dico>/", networks.network, name="network"),
    path("documentos/<uuid:uuid>/", papers.paper, name="paper"),
]
