"""Public addresses of listings, under /comunidade/."""

from django.urls import path

from community.views import index
from community.views.listings import events, jobs, pathways, placements, renting

urlpatterns = [
    path("", index.community, name="community"),
    path("empregos/", jobs.jobs, name="jobs"),
    path("empregos/atom.xml", jobs.jobs_feed, name="jobs_feed"),
    path("empregos/ofertas.<slug:kind>", jobs.export_jobs, name="jobs_export"),
    path("empregos/<uuid:uuid>/", jobs.job, name="job"),
    path("colocacoes/", placements.placements, name="placements"),
    path("colocacoes/<uuid:uuid>/", placements.placement, name="placement"),
    path("eventos/", events.events, name="events"),
    path("eventos/eventos.ics", events.events_calendar, name="events_calendar"),
    path("eventos/<uuid:uuid>/", events.event, name="event"),
    path("eventos/<uuid:uuid>/evento.ics", events.event_calendar, name="event_calendar"),
    path("circuitos/", pathways.pathways, name="pathways"),
    path("circuitos/<uuid:uuid>/", pathways.pathway, name="pathway"),
    path("arrendamento/", renting.rent_measures, name="rent_measures"),
    path("arrendamento/medidas.<slug:kind>", renting.export_rent_measures, name="rent_measures_export"),
    path("arrendamento/<uuid:uuid>/", renting.rent_measure, name="rent_measure"),
]
