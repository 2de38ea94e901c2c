"""Public addresses of the monitor, under /monitor/. Fixed words first: an indicator may not be called like one."""

from django.urls import path

from monitor.views import comparing, diagnoses, drawings, home, indicator, maps, portrait, updates

urlpatterns = [
    path("", home.home, name="monitor"),
    path("comparar/", comparing.compare, name="monitor_compare"),
    path("diagnosticos/", diagnoses.diagnoses, name="diagnoses"),
    path("diagnosticos/<uuid:uuid>/", diagnoses.diagnosis, name="diagnosis"),
    path("atualizacoes/", updates.page, name="monitor_updates"),
    path("atualizacoes/atom.xml", updates.feed, name="monitor_updates_feed"),
    path("municipio/<str:dico>/", portrait.portrait, name="portrait"),
    path("municipio/<str:dico>/retrato.pdf", portrait.portrait_pdf, name="portrait_pdf"),
    path("<slug:code>/", indicator.indicator, name="indicator"),
    path("<slug:code>/mapa/", maps.explore, name="indicator_map"),
    path("<slug:code>/desenho/<slug:figure>.<slug:kind>", drawings.drawing_file, name="indicator_drawing"),
    path("<slug:code>/incorporar/<slug:figure>/", drawings.embed, name="indicator_embed"),
    path("<slug:code>/incorporar/<slug:figure>/codigo/", drawings.embed_code, name="indicator_embed_code"),
]
